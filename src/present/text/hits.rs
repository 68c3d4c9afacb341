//! Pages of ranked articles and quotations.

use std::io::{self, Write};

use anstyle::Style;

use crate::model::{Attribution, ResolutionMethod};
use crate::present::answer::DocumentKind;
use crate::present::escape;
use crate::present::readable::readable;
use crate::present::style::Styles;
use crate::present::text::duplicates;
use crate::present::text::facets;
use crate::present::text::terminal::Text;
use crate::present::words::{self, DOUBTFUL};
use crate::present::wrap::{columns, shorten};
use crate::search::{ArticleHit, Explanation, Facet, Hits, QuoteHit, Suggestion};
use crate::text::has_title;

/// Number of quotations that an article hit shows.
const QUOTES_SHOWN: usize = 3;

/// Writes a page of articles.
pub fn write_articles(text: &Text, hits: &Hits<ArticleHit>, out: &mut dyn Write) -> io::Result<()> {
    write_query(text, hits, out)?;
    for (at, hit) in hits.hits.iter().enumerate() {
        write_article(text, hits.before + at as u64 + 1, hit, out)?;
    }
    let incomplete = hits.hits.iter().filter(|hit| !hit.complete).count();
    write_totals(text, &Totals::new(hits, incomplete, DocumentKind::Articles), out)
}

fn write_article(
    text: &Text,
    number: u64,
    hit: &ArticleHit,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { title, dim, speaker, .. } = text.styles;
    let number = format!("{number}.{} ", score(hit.score, hit.complete));
    write!(out, "{dim}{number}{dim:#}")?;
    let mut headline = hit.headline.clone();
    if !has_title(&hit.record.article) {
        headline.text.push_str(" …");
    }
    text.marked_after(columns(&number), "   ", &headline, title, out)?;
    text.origin("   ", &hit.record, &hit.id, out)?;
    text.remarks(&duplicates::remarks_on_hit(hit.copies.as_ref()), out)?;
    text.marked("   ", &hit.snippet, Style::new(), out)?;
    for fragment in &hit.fragments {
        write!(out, "   … ")?;
        text.marked_after(5, "     ", fragment, Style::new(), out)?;
    }
    for quote in hit.quotes.iter().take(QUOTES_SHOWN) {
        let quote = &hit.record.notes.quotes[*quote];
        let name = escape::line(quote.speaker().unwrap_or("?"));
        let mode = words::mode(quote.mode);
        let words = escape::line(&readable(quote.span.of(&hit.record.article.body)));
        let room = text.width.saturating_sub(8 + columns(&name) + columns(&mode));
        let words = shorten(&words, room);
        writeln!(out, "   {speaker}{name}{mode}:{speaker:#} {words}")?;
    }
    if hit.quotes.len() > QUOTES_SHOWN {
        let more = hit.quotes.len() - QUOTES_SHOWN;
        writeln!(out, "   {dim}… and {more} more quotations{dim:#}")?;
    }
    write_explanation(text, &hit.explanation, out)?;
    writeln!(out)
}

/// Writes a page of quotations; with `context`, each with its sentence.
pub fn write_quotes(
    text: &Text,
    hits: &Hits<QuoteHit>,
    context: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_query(text, hits, out)?;
    for (at, hit) in hits.hits.iter().enumerate() {
        write_quote(text, hits.before + at as u64 + 1, hit, context, out)?;
    }
    let incomplete = hits.hits.iter().filter(|hit| !hit.complete).count();
    write_totals(text, &Totals::new(hits, incomplete, DocumentKind::Quotations), out)
}

fn write_quote(
    text: &Text,
    number: u64,
    hit: &QuoteHit,
    context: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { quote, dim, .. } = text.styles;
    write!(out, "{dim}{number}.{}{dim:#} ", score(hit.score, hit.complete))?;
    match &hit.quote().attribution {
        None => {
            let mode = words::mode(hit.quote().mode);
            writeln!(out, "{dim}speaker unknown{dim:#}{mode}")?;
        }
        Some(attribution) => write_speaker(text, hit, attribution, out)?,
    }
    text.marked("   ", &hit.text, quote, out)?;
    if context {
        text.marked("   │ ", &hit.context, dim, out)?;
    }
    let headline = shorten(&words::headline(&hit.record.article), text.width - 3);
    writeln!(out, "   {headline}")?;
    text.origin("   ", &hit.record, &hit.id, out)?;
    let asked = hit.speaker_asked.then(|| "raised: the question names the speaker".to_owned());
    let printed = hit.reprints.as_ref().map(duplicates::reprints);
    text.remarks(&printed.into_iter().chain(asked).collect::<Vec<_>>(), out)?;
    write_explanation(text, &hit.explanation, out)?;
    writeln!(out)
}

/// Writes the speaker of a quotation, with all that a reader has to know of the attribution.
fn write_speaker(
    text: &Text,
    hit: &QuoteHit,
    attribution: &Attribution,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { dim, speaker, .. } = text.styles;
    let name = hit.speaker.as_ref().map_or(attribution.speaker.as_str(), |s| s.name.as_str());
    write!(out, "{speaker}{}{speaker:#}", escape::line(name))?;
    if let Some(role) = &attribution.role {
        write!(out, ", {}", escape::line(role))?;
    }
    write!(out, "{}", words::mode(hit.quote().mode))?;
    let body = &hit.record.article.body;
    let printed = attribution.mention.map_or("", |mention| mention.of(body));
    if !printed.is_empty() && printed != name {
        write!(out, " {dim}(“{}” in the text){dim:#}", escape::line(printed))?;
    }
    if hit.speaker.as_ref().is_some_and(|s| s.inferred) {
        write!(out, " {dim}inferred: the archive has one such name in these years{dim:#}")?;
    }
    let confidence = hit.quote().confidence;
    if attribution.reached == ResolutionMethod::ByHand {
        write!(out, " {dim}corrected by hand{dim:#}")?;
    } else if confidence < DOUBTFUL {
        write!(out, " {dim}{}{dim:#}", words::confidence(confidence))?;
    }
    writeln!(out)
}

/// The score behind a hit's number, and a remark if the hit has not all words.
fn score(score: f32, complete: bool) -> String {
    let part = if complete { "" } else { " (in part)" };
    let score = if score > 0.0 { format!(" {score:.2}") } else { String::new() };
    format!("{score}{part}")
}

/// Writes the query as understood, and the numbers of words that its patterns stand for.
fn write_query<H>(text: &Text, hits: &Hits<H>, out: &mut dyn Write) -> io::Result<()> {
    let dim = text.styles.dim;
    let Some(query) = &hits.understood else { return Ok(()) };
    writeln!(out, "{dim}understood as{dim:#} {}", escape::line(query))?;
    for (pattern, words) in &hits.expansions {
        let s = if *words == 1 { "" } else { "s" };
        writeln!(out, "{dim}{} stands for {words} word{s}{dim:#}", escape::line(pattern))?;
    }
    writeln!(out)
}

/// Writes the contributions to a hit's score.
fn write_explanation(text: &Text, all: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
    let dim = text.styles.dim;
    for Explanation { clause, field, frequency, weight, score } in all {
        writeln!(
            out,
            "   {dim}{score:>6.2}  {} in {field}: {frequency} × at weight {weight:.2}{dim:#}",
            escape::line(clause)
        )?;
    }
    Ok(())
}

/// Counts beneath a page of hits, and all that follows them.
struct Totals<'h> {
    documents: DocumentKind,
    total: u64,
    distinct: u64,
    before: u64,
    shown: usize,
    incomplete: usize,
    next: Option<&'h str>,
    facets: &'h [Facet],
    suggestions: &'h [Suggestion],
}

impl<'h> Totals<'h> {
    fn new<H>(hits: &'h Hits<H>, incomplete: usize, documents: DocumentKind) -> Self {
        Self {
            documents,
            total: hits.total,
            distinct: hits.distinct,
            before: hits.before,
            shown: hits.hits.len(),
            incomplete,
            next: hits.next.as_deref(),
            facets: &hits.facets,
            suggestions: &hits.suggestions,
        }
    }
}

fn write_totals(text: &Text, page: &Totals<'_>, out: &mut dyn Write) -> io::Result<()> {
    let dim = text.styles.dim;
    let Totals { total, before, shown, incomplete, .. } = *page;
    let others =
        if incomplete > 0 { format!("; {incomplete} that match in part") } else { String::new() };
    let complete = shown - incomplete;
    let part = if before > 0 && complete > 0 {
        format!("{} to {}", before + 1, before + complete as u64)
    } else {
        complete.to_string()
    };
    let distinct = if page.distinct == total {
        String::new()
    } else {
        format!(" ({} without copies)", page.distinct)
    };
    let noun = page.documents.noun(total);
    writeln!(out, "{dim}{total} {noun}{distinct}, {part} shown{others}{dim:#}")?;
    if let Some(next) = page.next {
        writeln!(out, "{dim}next page: --after {next}{dim:#}")?;
    }
    if total == 0 {
        facets::write_suggestions(page.suggestions, out)?;
    }
    facets::write_facets(text, page.facets, total, page.documents, out)
}
