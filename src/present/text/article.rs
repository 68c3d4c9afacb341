//! An article as running text: quotations and names marked, the speakers in the margin; beneath it
//! the reason for each attribution, and the copies.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::Style;

use crate::model::{Article, EntityKind, Notes, Quote, QuoteId, ResolutionMethod, Span};
use crate::present::answer::{AnnotatedArticle, IndexedArticle};
use crate::present::readable::{readable, readable_at};
use crate::present::style::Styles;
use crate::present::text::duplicates;
use crate::present::text::terminal::Text;
use crate::present::wrap::{columns, pieces, shorten, wrap};
use crate::present::{attribution, escape, words};

/// Width of the margin, in columns.
const MARGIN: usize = 24;
/// Width of the text beside the margin on the narrowest terminal, in columns.
const MIN_TEXT_WIDTH: usize = 30;

/// Writes an article of the index.
pub fn write(text: &Text, shown: &IndexedArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    let IndexedArticle { record, ids, chosen, copies } = *shown;
    let title = text.styles.title;
    let article = &record.article;
    writeln!(out, "{title}{}{title:#}", words::headline(article))?;
    text.origin("", record, &record.source.article_id(), out)?;
    write_fields(article, &record.notes, out)?;
    writeln!(out)?;
    let chosen = chosen.and_then(|chosen| ids.iter().position(|id| *id == chosen));
    write_body(text, &article.body, &record.notes, chosen, out)?;
    write_attributions(text, &article.body, &record.notes, ids, out)?;
    if !copies.is_empty() {
        writeln!(out, "\n{title}The same story elsewhere{title:#}")?;
        duplicates::write_copies(text, copies, out)?;
    }
    Ok(())
}

/// Writes an article outside an index.
pub fn write_annotated(
    text: &Text,
    annotated: AnnotatedArticle<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let record = annotated.to_record();
    let ids = record.quote_ids();
    write(text, &IndexedArticle { record: &record, ids: &ids, chosen: None, copies: &[] }, out)?;
    writeln!(out)
}

/// Writes authors and address, and a remark on a language that is not annotated in full.
fn write_fields(article: &Article, notes: &Notes, out: &mut dyn Write) -> io::Result<()> {
    for author in &article.authors {
        writeln!(out, "by {}", escape::line(author))?;
    }
    if let Some(url) = &article.url {
        writeln!(out, "{}", escape::line(url))?;
    }
    if let Some(language) = notes.language.as_deref().filter(|tag| *tag != "en") {
        let tag = escape::line(language);
        writeln!(
            out,
            "not in English ({tag}): quotations are found by their marks, names are not sought"
        )?;
    }
    Ok(())
}

/// Writes each quotation's id, speaker, and the reason why it is attributed to that speaker.
fn write_attributions(
    text: &Text,
    body: &str,
    notes: &Notes,
    ids: &[QuoteId],
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { title, dim, speaker, .. } = text.styles;
    if notes.quotes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}Quotations, and why they are given to whom{title:#}")?;
    for (quote, id) in notes.quotes.iter().zip(ids) {
        let name = escape::line(quote.speaker().unwrap_or("unknown"));
        let mode = words::mode(quote.mode);
        let room = text.width.saturating_sub(22 + columns(&name) + columns(&mode));
        let words = shorten(&escape::line(&readable(quote.span.of(body))), room);
        writeln!(out, "{dim}{id}{dim:#} {speaker}{name}{mode}:{speaker:#} {words}")?;
        let reason = attribution::reason(body, notes, quote);
        let reason = format!("{reason}; {}", words::confidence(quote.confidence));
        for line in wrap(&reason, text.width.saturating_sub(4)) {
            writeln!(out, "    {dim}{line}{dim:#}")?;
        }
    }
    Ok(())
}

/// Writes the body paragraph by paragraph; each quotation's speaker stands beside the line where it
/// begins.
fn write_body(
    text: &Text,
    body: &str,
    notes: &Notes,
    chosen: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let runs = runs(body, notes, chosen);
    let width = text.width.saturating_sub(MARGIN + 3).max(MIN_TEXT_WIDTH);
    let mut at = 0;
    for paragraph in body.split_inclusive('\n') {
        let span = Span::new(at, at + paragraph.len());
        at = span.end;
        if paragraph.trim().is_empty() {
            writeln!(out)?;
            continue;
        }
        let styles = &text.styles;
        let mut line = Line { styles, width, used: 0, margin: Vec::new(), text: String::new() };
        let inside: Vec<&Run> = runs.iter().filter(|run| span.overlaps(run.span)).collect();
        // Each run ends where the next begins.
        let mut starts: Vec<usize> =
            inside.iter().map(|run| run.span.start.saturating_sub(span.start)).collect();
        let shown = readable_at(paragraph, &mut starts);
        for (number, run) in inside.iter().enumerate() {
            let begins = run.span.start >= span.start;
            if let Some(speaker) = run.speaker.as_ref().filter(|_| begins) {
                line.margin.push(speaker.clone());
            }
            let end = starts.get(number + 1).copied().unwrap_or(shown.len());
            let words = shown.get(starts[number]..end).unwrap_or_default();
            line.push(&escape::line(words), run.style, out)?;
        }
        line.flush(out)?;
        while !line.margin.is_empty() {
            line.flush(out)?;
        }
    }
    Ok(())
}

/// A stretch of the body in one style.
struct Run {
    span: Span,
    style: RunStyle,
    /// The speaker, on the first run of a quotation.
    speaker: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum RunStyle {
    Plain,
    Quote,
    Chosen,
    Name(EntityKind),
}

/// Splits the body at the edges of quotations and names; a name inside a quotation keeps its
/// colour.
fn runs(body: &str, notes: &Notes, chosen: Option<usize>) -> Vec<Run> {
    let mut edges: Vec<usize> = vec![0, body.len()];
    edges.extend(notes.mentions.iter().flat_map(|m| [m.span.start, m.span.end]));
    edges.extend(notes.quotes.iter().flat_map(|q| [q.span.start, q.span.end]));
    edges.retain(|edge| body.is_char_boundary(*edge));
    edges.sort_unstable();
    edges.dedup();
    let (mut mention, mut first_quote) = (0, 0);
    let mut runs = Vec::with_capacity(edges.len());
    for pair in edges.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        while notes.mentions.get(mention).is_some_and(|m| m.span.end <= span.start) {
            mention += 1;
        }
        while notes.quotes.get(first_quote).is_some_and(|q| q.span.end <= span.start) {
            first_quote += 1;
        }
        let open = notes.quotes.iter().enumerate().skip(first_quote);
        let quote =
            open.take_while(|(_, q)| q.span.start <= span.start).find(|(_, q)| q.span.covers(span));
        let name = notes.mentions.get(mention).filter(|m| m.span.covers(span));
        let style = match (name, quote) {
            (Some(mention), _) => RunStyle::Name(mention.kind),
            (None, Some((at, _))) if chosen == Some(at) => RunStyle::Chosen,
            (None, Some(_)) => RunStyle::Quote,
            (None, None) => RunStyle::Plain,
        };
        let speaker = quote.filter(|(_, q)| q.span.start == span.start).map(|(_, q)| in_margin(q));
        runs.push(Run { span, style, speaker });
    }
    runs
}

/// The speaker of a quotation as the margin has it.
fn in_margin(quote: &Quote) -> String {
    let Some(attribution) = &quote.attribution else { return "?".to_owned() };
    let how = match attribution.reached {
        ResolutionMethod::Named => "",
        ResolutionMethod::Surname => " (surname)",
        ResolutionMethod::Pronoun => " (pronoun)",
        ResolutionMethod::Title => " (title)",
        ResolutionMethod::CarriedOver => " (goes on)",
        ResolutionMethod::ByHand => " (by hand)",
    };
    format!("{}{how}", escape::line(&attribution.speaker))
}

/// A line being filled.
struct Line<'s> {
    styles: &'s Styles,
    /// Width of the text, in columns.
    width: usize,
    /// Columns taken.
    used: usize,
    /// Speakers for the margin of this line and the next ones.
    margin: Vec<String>,
    text: String,
}

impl Line<'_> {
    /// Appends a text of one style, ending lines where they are full.
    fn push(&mut self, text: &str, style: RunStyle, out: &mut dyn Write) -> io::Result<()> {
        let style = match style {
            RunStyle::Plain => Style::new(),
            RunStyle::Quote => self.styles.quote,
            RunStyle::Chosen => self.styles.mark,
            RunStyle::Name(kind) => self.styles.name(kind),
        };
        for piece in pieces(text) {
            let blank = if piece.blank { " " } else { "" };
            if piece.text.is_empty() && !piece.blank {
                continue;
            }
            let wide = columns(piece.text);
            if self.used > 0 && self.used + wide > self.width {
                self.flush(out)?;
            }
            let _ = write!(self.text, "{style}{}{blank}{style:#}", piece.text);
            self.used += wide + blank.len();
        }
        Ok(())
    }

    /// Writes the line with the next speaker in its margin.
    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let speaker = if self.margin.is_empty() { String::new() } else { self.margin.remove(0) };
        let speaker = wrap(&speaker, MARGIN).into_iter().next().unwrap_or_default();
        let gap = " ".repeat(MARGIN.saturating_sub(columns(&speaker)));
        let style = self.styles.speaker;
        writeln!(out, "{gap}{style}{speaker}{style:#} │ {}", self.text)?;
        self.text.clear();
        self.used = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attribution, Mode, QuoteKind};

    #[test]
    fn the_margin_is_straight_whatever_the_script() {
        let says = |speaker: &str, words: &str| {
            let attribution = Attribution {
                mention: None,
                cue: None,
                speaker: speaker.into(),
                entity: None,
                role: None,
                reached: ResolutionMethod::Named,
            };
            let quote = Quote {
                span: Span::new(0, words.len()),
                kind: QuoteKind::Direct,
                mode: Mode::Asserted,
                attribution: Some(attribution),
                confidence: 0.9,
                continues: None,
            };
            let notes = Notes { quotes: vec![quote], ..Notes::default() };
            let mut out = anstream::StripStream::new(Vec::new());
            write_body(&Text::new(60, false), words, &notes, None, &mut out).unwrap();
            String::from_utf8(out.into_inner()).unwrap()
        };
        for (speaker, words) in [
            ("Ada Roe", "“We wait,” she said, and went on waiting for the ferry."),
            ("王毅", "“港口费用上涨，我们等待，我们不会离开这里，直到渡轮到来为止。”"),
            ("Trâ\u{300}n Nguye\u{302}\u{303}n", "“Cafe\u{301} 🎉 👩\u{200D}👩\u{200D}👧.”"),
        ] {
            let shown = says(speaker, words);
            for line in shown.lines() {
                let (margin, text) = line.split_once(" │ ").unwrap();
                assert_eq!(columns(margin), MARGIN, "{shown}");
                assert!(columns(text) <= 33, "{shown}");
            }
        }
    }
}
