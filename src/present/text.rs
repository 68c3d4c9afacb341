//! Text for a terminal: coloured where the terminal takes it (the stream given strips what it does
//! not), wrapped at its width.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::model::{EntityKind, Notes, QuoteId, Reached, Span};
use crate::present::evidence::{self, DOUBTFUL};
use crate::present::layout::{CLOSE, OPEN, article_date, shorten, sureness, wrap, wrap_after};
use crate::present::{
    Annotated, Checked, Listed, Present, Run, SpeakingListed, Status, What, chart, copies, escape,
    formats, lists, margin, reports, verdict,
};
use crate::read::Reader;
use crate::search::{
    ArticleCopy, ArticleHit, Explanation, Facet, Hits, Marked, Meant, NameCount, Print, QuoteHit,
    Timeline, Variant, Verification,
};
use crate::store::ArticleRecord;

/// How many quotations of an article hit are shown.
const QUOTES_SHOWN: usize = 3;

/// Writes for people.
#[derive(Clone, Debug)]
pub struct Text {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether quotations come with their sentence.
    pub context: bool,
    /// Whether colours are shown; else brackets stand where only a colour would tell.
    pub coloured: bool,
    pub styles: Styles,
}

/// The styles of the parts.
#[derive(Clone, Copy, Debug)]
pub struct Styles {
    pub title: Style,
    pub mark: Style,
    pub quote: Style,
    pub speaker: Style,
    pub dim: Style,
    person: Style,
    organisation: Style,
    place: Style,
}

impl Styles {
    fn new() -> Self {
        Self {
            title: Style::new().bold(),
            mark: AnsiColor::Yellow.on_default().bold(),
            quote: AnsiColor::Green.on_default(),
            speaker: AnsiColor::Cyan.on_default().bold(),
            dim: Style::new().dimmed(),
            person: AnsiColor::Cyan.on_default(),
            organisation: AnsiColor::Magenta.on_default(),
            place: AnsiColor::Blue.on_default(),
        }
    }

    pub fn name(&self, kind: EntityKind) -> Style {
        match kind {
            EntityKind::Person => self.person,
            EntityKind::Organisation => self.organisation,
            EntityKind::Place | EntityKind::Group => self.place,
        }
    }
}

impl Text {
    /// A presenter for a terminal of `width` columns.
    pub fn new(width: usize, context: bool) -> Self {
        Self { width: width.clamp(40, 120), context, coloured: false, styles: Styles::new() }
    }

    fn marked(
        &self,
        indent: &str,
        marked: &Marked,
        base: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write!(out, "{indent}")?;
        self.marked_after(indent.chars().count(), indent, marked, base, out)
    }

    /// Writes a marked text where `column` columns of the line are taken; its further lines are
    /// indented.
    fn marked_after(
        &self,
        column: usize,
        indent: &str,
        marked: &Marked,
        base: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        // Marks are put in as private characters, so that wrapping counts only what is seen.
        let mut text = String::with_capacity(marked.text.len() + 8);
        let mut at = 0;
        for Span { start, end } in &marked.marks {
            text.push_str(&escape::line(&marked.text[at..*start]));
            text.push(OPEN);
            text.push_str(&escape::line(&marked.text[*start..*end]));
            text.push(CLOSE);
            at = *end;
        }
        text.push_str(&escape::line(&marked.text[at..]));
        let mark = self.styles.mark;
        let mut open = false;
        for (at, line) in
            wrap_after(text.trim(), column, indent.chars().count(), self.width).iter().enumerate()
        {
            let indent = if at == 0 { "" } else { indent };
            let starts = if open { format!("{mark}") } else { format!("{base}") };
            open = line.rfind(OPEN) > line.rfind(CLOSE) || (open && !line.contains(CLOSE));
            let line = line
                .replace(OPEN, &format!("{base:#}{mark}"))
                .replace(CLOSE, &format!("{mark:#}{base}"));
            writeln!(out, "{indent}{starts}{line}{base:#}{mark:#}")?;
        }
        Ok(())
    }

    pub fn origin(
        &self,
        indent: &str,
        record: &ArticleRecord,
        id: &dyn std::fmt::Display,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let dim = self.styles.dim;
        let mut parts = vec![article_date(&record.article)];
        parts.extend(record.article.publisher.as_deref().map(escape::line));
        parts.extend(record.article.page.as_deref().map(|p| escape::line(&format!("page {p}"))));
        let position = match record.source.position {
            0 => String::new(),
            position => format!("#{position}"),
        };
        let member = record.article.member.as_deref().map(|member| format!("/{member}"));
        parts.push(escape::line(&format!(
            "{}/{}{}{position}",
            record.source.root,
            record.source.path,
            member.unwrap_or_default()
        )));
        parts.push(id.to_string());
        writeln!(out, "{indent}{dim}{}{dim:#}", parts.join(" · "))
    }

    /// Each quotation's id, speaker, and why it is given to that speaker.
    fn evidence(
        &self,
        body: &str,
        notes: &Notes,
        ids: &[QuoteId],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Styles { title, dim, speaker, .. } = self.styles;
        if notes.quotes.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{title}Quotations, and why they are given to whom{title:#}")?;
        for (quote, id) in notes.quotes.iter().zip(ids) {
            let name = escape::line(quote.speaker().unwrap_or("unknown"));
            let words = shorten(
                &escape::line(quote.span.of(body)),
                self.width.saturating_sub(22 + name.chars().count()),
            );
            writeln!(out, "{dim}{id}{dim:#} {speaker}{name}:{speaker:#} {words}")?;
            let why =
                format!("{}; {}", evidence::why(body, notes, quote), sureness(quote.confidence));
            for line in wrap(&why, self.width.saturating_sub(4)) {
                writeln!(out, "    {dim}{line}{dim:#}")?;
            }
        }
        Ok(())
    }

    fn names(&self, listed: &Listed, what: &str, out: &mut dyn Write) -> io::Result<()> {
        let dim = self.styles.dim;
        let widest = listed.names.first().map_or(1, |n| n.count.to_string().len());
        for NameCount { name, count, variants } in &listed.names {
            writeln!(out, "{count:>widest$}  {}", escape::line(name))?;
            let forms = variants.iter().filter(|form| listed.variants && form.name != *name);
            for Variant { name, count, inferred } in forms {
                let inferred = if *inferred { " (inferred)" } else { "" };
                writeln!(
                    out,
                    "{:widest$}  {dim}{count} {}{inferred}{dim:#}",
                    "",
                    escape::line(name)
                )?;
            }
        }
        let more = listed.total - listed.names.len();
        if more > 0 {
            writeln!(out, "{dim}… and {more} more {what} (--limit){dim:#}")?;
        }
        Ok(())
    }

    /// The query as understood, and what its patterns stand for.
    fn understood<H>(&self, hits: &Hits<H>, out: &mut dyn Write) -> io::Result<()> {
        let dim = self.styles.dim;
        let Some(query) = &hits.understood else { return Ok(()) };
        writeln!(out, "{dim}understood as{dim:#} {}", escape::line(query))?;
        for (pattern, words) in &hits.expansions {
            let s = if *words == 1 { "" } else { "s" };
            writeln!(out, "{dim}{} stands for {words} word{s}{dim:#}", escape::line(pattern))?;
        }
        writeln!(out)
    }

    /// Why a hit ranks where it does.
    fn explanation(&self, all: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
        let dim = self.styles.dim;
        for Explanation { clause, field, frequency, weight, score } in all {
            writeln!(
                out,
                "   {dim}{score:>6.2}  {} in {field}: {frequency} × at weight {weight:.2}{dim:#}",
                escape::line(clause)
            )?;
        }
        Ok(())
    }

    fn total(
        &self,
        hits: &Page<'_>,
        incomplete: usize,
        what: What,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let dim = self.styles.dim;
        let Page { total, before, shown, next, .. } = *hits;
        let others = if incomplete > 0 {
            format!("; {incomplete} that match in part")
        } else {
            String::new()
        };
        let complete = shown - incomplete;
        let part = if before > 0 && complete > 0 {
            format!("{} to {}", before + 1, before + complete as u64)
        } else {
            complete.to_string()
        };
        let distinct = if hits.distinct == total {
            String::new()
        } else {
            format!(" ({} without copies)", hits.distinct)
        };
        let counted = what.counted(total);
        writeln!(out, "{dim}{total} {counted}{distinct}, {part} shown{others}{dim:#}")?;
        if let Some(next) = next {
            writeln!(out, "{dim}next page: --after {next}{dim:#}")?;
        }
        if total == 0 {
            lists::meant(hits.meant, out)?;
        }
        lists::facets(&self.styles, hits.facets, total, what, out)
    }
}

/// What stands beneath a page of hits.
struct Page<'h> {
    total: u64,
    distinct: u64,
    before: u64,
    shown: usize,
    next: Option<&'h str>,
    facets: &'h [Facet],
    meant: &'h [Meant],
}

impl<'h> Page<'h> {
    fn of<H>(hits: &'h Hits<H>) -> Self {
        Self {
            total: hits.total,
            distinct: hits.distinct,
            before: hits.before,
            shown: hits.hits.len(),
            next: hits.next.as_deref(),
            facets: &hits.facets,
            meant: &hits.meant,
        }
    }
}

impl Present for Text {
    fn articles(&self, hits: &Hits<ArticleHit>, out: &mut dyn Write) -> io::Result<()> {
        let Styles { title, dim, speaker, .. } = self.styles;
        self.understood(hits, out)?;
        for (at, hit) in hits.hits.iter().enumerate() {
            let part = if hit.complete { "" } else { " (in part)" };
            let score = if hit.score > 0.0 { format!(" {:.2}", hit.score) } else { String::new() };
            let number = format!("{}.{score}{part} ", hits.before + at as u64 + 1);
            write!(out, "{dim}{number}{dim:#}")?;
            self.marked_after(number.len(), "   ", &hit.headline, title, out)?;
            self.origin("   ", &hit.record, &hit.id, out)?;
            self.write_lines(&copies::lines(hit.copies.as_ref()), out)?;
            self.marked("   ", &hit.passage, Style::new(), out)?;
            for fragment in &hit.fragments {
                write!(out, "   … ")?;
                self.marked_after(5, "     ", fragment, Style::new(), out)?;
            }
            for quote in hit.quotes.iter().take(QUOTES_SHOWN) {
                let quote = &hit.record.notes.quotes[*quote];
                let name = quote.speaker().unwrap_or("?");
                let words = escape::line(quote.span.of(&hit.record.article.body));
                let words = shorten(&words, self.width.saturating_sub(8 + name.chars().count()));
                writeln!(out, "   {speaker}{}:{speaker:#} {words}", escape::line(name))?;
            }
            if hit.quotes.len() > QUOTES_SHOWN {
                writeln!(
                    out,
                    "   {dim}… and {} more quotations{dim:#}",
                    hit.quotes.len() - QUOTES_SHOWN
                )?;
            }
            self.explanation(&hit.explanation, out)?;
            writeln!(out)?;
        }
        let incomplete = hits.hits.iter().filter(|hit| !hit.complete).count();
        self.total(&Page::of(hits), incomplete, What::Articles, out)
    }

    fn quotes(&self, hits: &Hits<QuoteHit>, out: &mut dyn Write) -> io::Result<()> {
        let Styles { quote: green, dim, speaker, .. } = self.styles;
        self.understood(hits, out)?;
        for (at, hit) in hits.hits.iter().enumerate() {
            let quote = hit.quote();
            let body = &hit.record.article.body;
            let part = if hit.complete { "" } else { " (in part)" };
            let score = if hit.score > 0.0 { format!(" {:.2}", hit.score) } else { String::new() };
            write!(out, "{dim}{}.{score}{part}{dim:#} ", hits.before + at as u64 + 1)?;
            match &quote.attribution {
                None => writeln!(out, "{dim}speaker unknown{dim:#}")?,
                Some(attribution) => {
                    let name = hit
                        .speaker
                        .as_ref()
                        .map_or(attribution.speaker.as_str(), |s| s.name.as_str());
                    write!(out, "{speaker}{}{speaker:#}", escape::line(name))?;
                    if let Some(role) = &attribution.role {
                        write!(out, ", {}", escape::line(role))?;
                    }
                    let printed = attribution.mention.map_or("", |mention| mention.of(body));
                    if !printed.is_empty() && printed != name {
                        write!(out, " {dim}(“{}” in the text){dim:#}", escape::line(printed))?;
                    }
                    if hit.speaker.as_ref().is_some_and(|s| s.inferred) {
                        write!(
                            out,
                            " {dim}inferred: the archive has one such name in these years{dim:#}"
                        )?;
                    }
                    if attribution.reached == Reached::ByHand {
                        write!(out, " {dim}corrected by hand{dim:#}")?;
                    } else if quote.confidence < DOUBTFUL {
                        write!(out, " {dim}{}{dim:#}", sureness(quote.confidence))?;
                    }
                    writeln!(out)?;
                }
            }
            self.marked("   ", &hit.text, green, out)?;
            if self.context {
                self.marked("   │ ", &hit.context, dim, out)?;
            }
            let headline = shorten(&escape::line(hit.record.article.headline()), self.width - 3);
            writeln!(out, "   {headline}")?;
            self.origin("   ", &hit.record, &hit.id, out)?;
            self.write_lines(hit.printed.as_ref().map(copies::of_quote).as_slice(), out)?;
            self.explanation(&hit.explanation, out)?;
            writeln!(out)?;
        }
        let incomplete = hits.hits.iter().filter(|hit| !hit.complete).count();
        self.total(&Page::of(hits), incomplete, What::Quotations, out)
    }

    fn speakers(&self, names: &Listed, out: &mut dyn Write) -> io::Result<()> {
        self.names(names, "speakers", out)
    }

    fn entities(&self, names: &[(EntityKind, Listed)], out: &mut dyn Write) -> io::Result<()> {
        let title = self.styles.title;
        for (kind, listed) in names.iter().filter(|(_, listed)| listed.total > 0) {
            let heading = match kind {
                EntityKind::Person => "People",
                EntityKind::Organisation => "Organisations",
                EntityKind::Place => "Places",
                EntityKind::Group => "Groups",
            };
            writeln!(out, "{title}{heading}{title:#}")?;
            self.names(listed, "names", out)?;
        }
        Ok(())
    }

    fn who_speaks(&self, listed: &SpeakingListed, out: &mut dyn Write) -> io::Result<()> {
        lists::who_speaks(&self.styles, listed, out)
    }

    fn timeline(&self, timeline: &Timeline, what: What, out: &mut dyn Write) -> io::Result<()> {
        chart::write(&self.styles, self.width, timeline, what, out)
    }

    fn verification(&self, found: &Verification, out: &mut dyn Write) -> io::Result<()> {
        verdict::write(&self.styles, self.width, self.coloured, found, out)
    }

    fn article(
        &self,
        record: &ArticleRecord,
        ids: &[QuoteId],
        chosen: Option<QuoteId>,
        copies: &[ArticleCopy],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let title = self.styles.title;
        writeln!(out, "{title}{}{title:#}", escape::line(record.article.headline()))?;
        self.origin("", record, &record.source.article_id(), out)?;
        for author in &record.article.authors {
            writeln!(out, "by {}", escape::line(author))?;
        }
        if let Some(url) = &record.article.url {
            writeln!(out, "{}", escape::line(url))?;
        }
        let ArticleRecord { article, notes, .. } = record;
        if let Some(language) = notes.language.as_deref().filter(|tag| *tag != "en") {
            let tag = escape::line(language);
            writeln!(
                out,
                "not in English ({tag}): quotations are found by their marks, names are not sought"
            )?;
        }
        writeln!(out)?;
        let chosen_at = chosen.and_then(|chosen| ids.iter().position(|id| *id == chosen));
        margin::write(&self.styles, self.width, &article.body, notes, chosen_at, out)?;
        self.evidence(&article.body, notes, ids, out)?;
        if !copies.is_empty() {
            writeln!(out, "\n{title}The same story elsewhere{title:#}")?;
            self.copies(copies, out)?;
        }
        Ok(())
    }

    fn copies(&self, copies: &[ArticleCopy], out: &mut dyn Write) -> io::Result<()> {
        self.write_copies(copies, out)
    }

    fn prints(&self, prints: &[Print], out: &mut dyn Write) -> io::Result<()> {
        self.write_prints(prints, out)
    }

    fn annotated(&self, annotated: &Annotated<'_>, out: &mut dyn Write) -> io::Result<()> {
        let record = annotated.record();
        self.article(&record, &record.quote_ids(), None, &[], out)?;
        writeln!(out)
    }

    fn status(&self, status: &Status<'_>, out: &mut dyn Write) -> io::Result<()> {
        reports::status(status, out)
    }

    fn formats(&self, readers: &[&dyn Reader], out: &mut dyn Write) -> io::Result<()> {
        formats::text(readers, self.width, out)
    }

    fn check(&self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        reports::check(checked, out)
    }

    fn run(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        reports::run(run, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_run_over_line_ends() {
        let text = Text::new(40, false);
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let marked = Marked { text: words.to_owned(), marks: vec![Span::new(28, 46)] };
        let mut out = anstream::StripStream::new(Vec::new());
        text.marked("  ", &marked, Style::new(), &mut out).unwrap();
        let shown = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(shown, "  one two three four five six seven\n  eight nine ten eleven twelve\n");
    }
}
