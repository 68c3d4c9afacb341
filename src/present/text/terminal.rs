//! The terminal that text is written for, and the lines that several answers share.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::Style;

use crate::model::Span;
use crate::present::readable::readable_marked;
use crate::present::style::Styles;
use crate::present::wrap::{MARK_END, MARK_START, columns, wrap, wrap_after};
use crate::present::{escape, words};
use crate::search::Marked;
use crate::store::ArticleRecord;

/// A writer for people.
#[derive(Clone, Debug)]
pub struct Text {
    /// Width of the terminal, in columns.
    pub width: usize,
    /// True if colours are shown; else brackets stand where only a colour would tell.
    pub coloured: bool,
    /// Styles of the parts.
    pub styles: Styles,
}

impl Text {
    /// A presenter for a terminal of `width` columns; lines are never shorter than 40 or longer
    /// than 120.
    pub fn new(width: usize, coloured: bool) -> Self {
        Self { width: width.clamp(40, 120), coloured, styles: Styles::new() }
    }

    /// Writes a marked text, each line indented.
    pub fn marked(
        &self,
        indent: &str,
        marked: &Marked,
        base: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write!(out, "{indent}")?;
        self.marked_after(columns(indent), indent, marked, base, out)
    }

    /// Writes a marked text on a line of which `column` columns are taken; its further lines are
    /// indented.
    pub fn marked_after(
        &self,
        column: usize,
        indent: &str,
        marked: &Marked,
        base: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let marked = readable_marked(marked);
        // Marks are put in as private characters, so that wrapping counts only what is seen.
        let mut text = String::with_capacity(marked.text.len() + 8);
        let mut at = 0;
        for Span { start, end } in &marked.marks {
            text.push_str(&escape::line(&marked.text[at..*start]));
            text.push(MARK_START);
            text.push_str(&escape::line(&marked.text[*start..*end]));
            text.push(MARK_END);
            at = *end;
        }
        text.push_str(&escape::line(&marked.text[at..]));
        let mark = self.styles.mark;
        let mut open = false;
        let lines = wrap_after(text.trim(), column, columns(indent), self.width);
        for (at, line) in lines.iter().enumerate() {
            let indent = if at == 0 { "" } else { indent };
            let starts = if open { format!("{mark}") } else { format!("{base}") };
            open =
                line.rfind(MARK_START) > line.rfind(MARK_END) || (open && !line.contains(MARK_END));
            let line = line
                .replace(MARK_START, &format!("{base:#}{mark}"))
                .replace(MARK_END, &format!("{mark:#}{base}"));
            writeln!(out, "{indent}{starts}{line}{base:#}{mark:#}")?;
        }
        Ok(())
    }

    /// Writes an article's date, publisher, page and place in the archive, and an id.
    pub fn origin(
        &self,
        indent: &str,
        record: &ArticleRecord,
        id: &dyn Display,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let dim = self.styles.dim;
        let mut parts = vec![words::article_date(&record.article)];
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

    /// Writes remarks beneath a hit, each on lines of its own.
    pub fn remarks(&self, remarks: &[String], out: &mut dyn Write) -> io::Result<()> {
        let dim = self.styles.dim;
        for line in remarks.iter().flat_map(|line| wrap(line, self.width.saturating_sub(3))) {
            writeln!(out, "   {dim}{line}{dim:#}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_run_over_line_ends() {
        let text = Text::new(40, false);
        let shown = |words: &str, mark: Span| {
            let marked = Marked { text: words.to_owned(), marks: vec![mark] };
            let mut out = anstream::StripStream::new(Vec::new());
            text.marked("  ", &marked, Style::new(), &mut out).unwrap();
            String::from_utf8(out.into_inner()).unwrap()
        };
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let expected = "  one two three four five six seven\n  eight nine ten eleven twelve\n";
        assert_eq!(shown(words, Span::new(28, 46)), expected);
        // Nineteen ideographs fill 38 columns; marks neither take a column nor keep a line
        // together.
        let words = "港".repeat(40);
        let expected =
            ["港".repeat(19), "港".repeat(19), "港".repeat(2)].map(|l| format!("  {l}\n"));
        assert_eq!(shown(&words, Span::new(54, 60)), expected.concat());
    }
}
