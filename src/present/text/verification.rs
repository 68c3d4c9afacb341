//! The check of words that somebody is said to have said: the verdict, and the sayings that come
//! near with their differences marked.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style};

use crate::model::ResolutionMethod;
use crate::present::answer::DocumentKind;
use crate::present::style::Styles;
use crate::present::text::terminal::Text;
use crate::present::wrap::wrap;
use crate::present::{escape, verdict, words};
use crate::search::{
    Credit, Difference, DifferenceCounts, QuoteMatch, SpeakerCount, TextMatch, Verification,
    WordPair,
};
use crate::store::ArticleRecord;

/// Number of words shown before and behind those that were asked about.
const MAX_WORDS_AROUND: usize = 12;

/// Marks of words that differ.
struct Marks {
    /// True if colours mark; else brackets, as git's word diff has them.
    coloured: bool,
    asked: Style,
    found: Style,
    moved: Style,
}

impl Marks {
    fn new(coloured: bool) -> Self {
        Self {
            coloured,
            asked: AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH),
            found: AnsiColor::Green.on_default().bold(),
            moved: AnsiColor::Yellow.on_default(),
        }
    }

    /// A text in a style, or between brackets.
    fn marked(&self, style: Style, open: &str, text: &str, close: &str) -> String {
        if self.coloured {
            // A style must not run over a line end, so each word has its own.
            let word = |word: &str| format!("{style}{word}{style:#}");
            text.split(' ').map(word).collect::<Vec<_>>().join(" ")
        } else {
            format!("{open}{text}{close}")
        }
    }
}

/// Writes the verdict, and beneath it the quotations and passages that come near.
pub fn write(text: &Text, verification: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let Styles { title, dim, .. } = text.styles;
    writeln!(out, "{title}{}{title:#}", verdict::sentence(verification))?;
    let close = verification.close().is_some();
    let differs = |words: &[WordPair]| DifferenceCounts::new(words).total() > 0;
    let any_differs = verification.matches.iter().any(|m| differs(&m.words))
        || verification.in_text.iter().any(|m| differs(&m.words));
    if any_differs && !text.coloured {
        writeln!(out, "{dim}[-as asked-] {{+as it stands+}} <elsewhere in what was asked>{dim:#}")?;
    }
    if !close
        && !verification.matches.is_empty()
        && verification.in_text.is_empty()
        && verification.unasserted.is_empty()
    {
        writeln!(out, "{dim}the nearest, of which none is close:{dim:#}")?;
    }
    let others = !verification.in_text.is_empty() || !verification.unasserted.is_empty();
    for found in verification.matches.iter().filter(|found| found.close == close) {
        if !close && others {
            break;
        }
        writeln!(out)?;
        write_saying(text, found, out)?;
    }
    for found in &verification.unasserted {
        writeln!(out)?;
        write_saying(text, found, out)?;
    }
    for found in &verification.in_text {
        writeln!(out)?;
        write_passage(text, found, close, out)?;
    }
    Ok(())
}

/// Writes a quotation that comes near: speaker, likeness, words, credits, place.
fn write_saying(text: &Text, found: &QuoteMatch, out: &mut dyn Write) -> io::Result<()> {
    let Styles { dim, speaker, .. } = text.styles;
    let quote = found.hit.quote();
    let name = found.hit.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
    write!(out, "{speaker}{}{speaker:#}", escape::line(name))?;
    if let Some(attribution) = &quote.attribution {
        if let Some(role) = &attribution.role {
            write!(out, ", {}", escape::line(role))?;
        }
        if found.hit.speaker.as_ref().is_some_and(|s| s.inferred) {
            write!(out, " {dim}inferred{dim:#}")?;
        }
        if attribution.reached == ResolutionMethod::ByHand {
            write!(out, " {dim}corrected by hand{dim:#}")?;
        }
    }
    write!(out, "{}", words::mode(quote.mode))?;
    let alike = f64::from(found.similarity) * 100.0;
    let beyond = verdict::beyond_words(found.joined, found.turned);
    let how = match (verdict::differences(DifferenceCounts::new(&found.words)), beyond) {
        (Some(how), Some(beyond)) => format!("{how}; {beyond}"),
        (Some(how), None) | (None, Some(how)) => how,
        (None, None) if found.whole => "word for word".to_owned(),
        (None, None) => "word for word, a part".to_owned(),
    };
    let verbatim = verdict::is_verbatim(found);
    let reported = if verbatim { "" } else { ", reported speech" };
    writeln!(out, " {dim}{how}, {alike:.0} % alike{reported}{dim:#}")?;
    write_words(text, &found.words, verbatim, out)?;
    write_credit(text, &found.credit, out)?;
    write_origin(text, &found.hit.record, &found.hit.id.to_string(), out)
}

/// Writes the first date, the number of articles, and everybody who is credited with a saying.
fn write_credit(text: &Text, credit: &Credit, out: &mut dyn Write) -> io::Result<()> {
    let dim = text.styles.dim;
    let articles = DocumentKind::Articles.noun(credit.articles);
    let first = match &credit.first {
        Some(first) => format!("first {}, in", words::date(Some(first))),
        None => "undated, in".to_owned(),
    };
    writeln!(out, "   {first} {} {articles}", credit.articles)?;
    if credit.speakers.len() + usize::from(credit.nobody > 0) > 1 {
        let one = |one: &SpeakerCount| format!("{} ({})", escape::line(&one.name), one.count);
        let mut all: Vec<String> = credit.speakers.iter().map(one).collect();
        if credit.nobody > 0 {
            all.push(format!("nobody named ({})", credit.nobody));
        }
        let also = if credit.speakers.len() > 1 { "credited to several" } else { "credited to" };
        writeln!(out, "   {dim}{also}: {}{dim:#}", all.join(", "))?;
    }
    Ok(())
}

/// Writes a passage that has the words outside of any quotation; `beside` a close quotation.
fn write_passage(
    text: &Text,
    found: &TextMatch,
    beside: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let alike = f64::from(found.similarity) * 100.0;
    let also = if beside { "closer in a text, but not as a quotation" } else { "in the text" };
    writeln!(out, "{dim}{also}, {alike:.0} % alike{dim:#}")?;
    write_words(text, &found.words, false, out)?;
    writeln!(out, "   {dim}in: {}{dim:#}", escape::line(&found.snippet.text).trim())?;
    write_origin(text, &found.record, &found.id.to_string(), out)
}

/// Writes headline, date, publisher and path. Shorter than [`Text::origin`]: the question here is
/// who said it when, and not where in a file.
fn write_origin(
    text: &Text,
    record: &ArticleRecord,
    id: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let mut parts = vec![words::article_date(&record.article)];
    parts.extend(record.article.publisher.as_deref().map(escape::line));
    parts.push(escape::line(&format!("{}/{}", record.source.root, record.source.path)));
    parts.push(id.to_owned());
    writeln!(out, "   {}", words::headline(&record.article))?;
    writeln!(out, "   {dim}{}{dim:#}", parts.join(" · "))
}

/// Writes the saying with its differences marked, wrapped. Long stretches before and behind the
/// words asked about are left out.
fn write_words(
    text: &Text,
    words: &[WordPair],
    in_marks: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let marks = Marks::new(text.coloured);
    let leading = words.iter().take_while(|word| word.how == Difference::Around).count();
    let trailing = words.iter().rev().take_while(|word| word.how == Difference::Around).count();
    let start = leading.saturating_sub(MAX_WORDS_AROUND);
    let end = words.len() - trailing.saturating_sub(MAX_WORDS_AROUND);
    let mut line = String::new();
    if start > 0 {
        line.push_str("… ");
    }
    for word in words.get(start..end).unwrap_or(words) {
        let (found, asked) = (escape::line(&word.found), escape::line(&word.asked));
        match word.how {
            Difference::Around | Difference::Same => line.push_str(&found),
            Difference::Changed => {
                line.push_str(&marks.marked(marks.asked, "[-", &asked, "-]"));
                if marks.coloured {
                    line.push(' ');
                }
                line.push_str(&marks.marked(marks.found, "{+", &found, "+}"));
            }
            Difference::Missing => line.push_str(&marks.marked(marks.found, "{+", &found, "+}")),
            Difference::Added => line.push_str(&marks.marked(marks.asked, "[-", &asked, "-]")),
            Difference::Moved => line.push_str(&marks.marked(marks.moved, "<", &found, ">")),
        }
        line.push_str(&escape::line(&word.after));
    }
    if end < words.len() {
        line.push('…');
    }
    let line = line.trim_end();
    let line = if in_marks { format!("“{line}”") } else { line.to_owned() };
    for line in wrap(&line, text.width.saturating_sub(3)) {
        writeln!(out, "   {line}")?;
    }
    Ok(())
}
