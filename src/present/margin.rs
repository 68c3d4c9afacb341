//! An article as running text with its quotations and names marked and the speakers in the margin.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::model::{EntityKind, Notes, Reached, Span};
use crate::present::escape;
use crate::present::layout::wrap;
use crate::present::text::Styles;

const MARGIN: usize = 24;

/// Writes the body paragraph by paragraph; each quotation's speaker stands beside the line where it
/// begins.
pub fn write(
    styles: &Styles,
    width: usize,
    body: &str,
    notes: &Notes,
    chosen: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pieces = pieces(body, notes, chosen);
    let columns = width.saturating_sub(MARGIN + 3).max(30);
    let mut at = 0;
    for paragraph in body.split_inclusive('\n') {
        let span = Span::new(at, at + paragraph.len());
        at = span.end;
        if paragraph.trim().is_empty() {
            writeln!(out)?;
            continue;
        }
        let mut line = Line { styles, columns, used: 0, margin: Vec::new(), text: String::new() };
        for piece in pieces.iter().filter(|piece| span.overlaps(piece.span)) {
            let inside = Span::new(piece.span.start.max(span.start), piece.span.end.min(span.end));
            if let Some(speaker) =
                piece.speaker.as_ref().filter(|_| inside.start == piece.span.start)
            {
                line.margin.push(speaker.clone());
            }
            line.push(&escape::line(inside.of(body)), piece.style, out)?;
        }
        line.flush(out)?;
        while !line.margin.is_empty() {
            line.flush(out)?;
        }
    }
    Ok(())
}

/// A stretch of the body in one style.
struct Piece {
    span: Span,
    style: PieceStyle,
    /// The speaker, on the first piece of a quotation.
    speaker: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum PieceStyle {
    Plain,
    Quote,
    Chosen,
    Name(EntityKind),
}

/// Cuts the body at the edges of quotations and names; a name inside a quotation keeps its colour.
fn pieces(body: &str, notes: &Notes, chosen: Option<usize>) -> Vec<Piece> {
    let mut edges: Vec<usize> = vec![0, body.len()];
    edges.extend(notes.mentions.iter().flat_map(|m| [m.span.start, m.span.end]));
    edges.extend(notes.quotes.iter().flat_map(|q| [q.span.start, q.span.end]));
    edges.retain(|edge| body.is_char_boundary(*edge));
    edges.sort_unstable();
    edges.dedup();
    let (mut mention, mut first_quote) = (0, 0);
    let mut pieces = Vec::with_capacity(edges.len());
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
            (Some(mention), _) => PieceStyle::Name(mention.kind),
            (None, Some((at, _))) if chosen == Some(at) => PieceStyle::Chosen,
            (None, Some(_)) => PieceStyle::Quote,
            (None, None) => PieceStyle::Plain,
        };
        let speaker = quote.filter(|(_, q)| q.span.start == span.start).map(|(_, quote)| {
            let Some(attribution) = &quote.attribution else { return "?".to_owned() };
            let how = match attribution.reached {
                Reached::Named => "",
                Reached::Surname => " (surname)",
                Reached::Pronoun => " (pronoun)",
                Reached::Title => " (title)",
                Reached::CarriedOver => " (goes on)",
                Reached::ByHand => " (by hand)",
            };
            format!("{}{how}", escape::line(&attribution.speaker))
        });
        pieces.push(Piece { span, style, speaker });
    }
    pieces
}

/// A line being filled.
struct Line<'s> {
    styles: &'s Styles,
    columns: usize,
    used: usize,
    margin: Vec<String>,
    text: String,
}

impl Line<'_> {
    fn push(&mut self, text: &str, style: PieceStyle, out: &mut dyn Write) -> io::Result<()> {
        let style = match style {
            PieceStyle::Plain => anstyle::Style::new(),
            PieceStyle::Quote => self.styles.quote,
            PieceStyle::Chosen => self.styles.mark,
            PieceStyle::Name(kind) => self.styles.name(kind),
        };
        for word in text.split_inclusive(' ') {
            let length = word.trim_end().chars().count();
            if self.used > 0 && self.used + length > self.columns {
                self.flush(out)?;
            }
            let _ = write!(self.text, "{style}{word}{style:#}");
            self.used += word.chars().count();
        }
        Ok(())
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let speaker = if self.margin.is_empty() { String::new() } else { self.margin.remove(0) };
        let speaker = wrap(&speaker, MARGIN).into_iter().next().unwrap_or_default();
        let gap = " ".repeat(MARGIN.saturating_sub(speaker.chars().count()));
        let style = self.styles.speaker;
        writeln!(out, "{gap}{style}{speaker}{style:#} │ {}", self.text)?;
        self.text.clear();
        self.used = 0;
        Ok(())
    }
}
