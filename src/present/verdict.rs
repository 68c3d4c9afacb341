//! What the archive says about words that somebody is said to have said.

use std::io::{self, Write};

use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Effects, Style};

use crate::model::{QuoteKind, Reached};
use crate::present::layout::{article_date, date, wrap_counting};
use crate::present::text::Styles;
use crate::present::{What, escape};
use crate::search::{
    Credit, Difference, Differing, Match, Speaking, TextMatch, Verification, WordPair,
};

/// The verdict as a word for programs.
pub fn code(verification: &Verification) -> &'static str {
    match verification.close() {
        Some(found) if Differing::of(&found.words).total() == 0 => "word-for-word",
        Some(_) => "misquoted",
        None if !verification.in_text.is_empty() => "in-text-only",
        None => "not-found",
    }
}

/// The verdict in plain words.
pub fn sentence(verification: &Verification) -> String {
    let Some(found) = verification.close() else {
        return match verification.in_text.first() {
            Some(text) => {
                let how = differing(Differing::of(&text.words));
                let how = how.map_or("word for word".to_owned(), |how| format!("nearly: {how}"));
                format!("found in the text, but not as a quotation ({how})")
            }
            None => "not found: nobody in the archive is quoted with anything close".to_owned(),
        };
    };
    let mut said = match differing(Differing::of(&found.words)) {
        Some(how) => format!("misquoted: {how}"),
        None if found.whole => "word for word".to_owned(),
        None => "word for word, as a part of what was said".to_owned(),
    };
    if !is_verbatim(found) {
        said.push_str(", in reported speech: the article's words, not the speaker's own");
    }
    if let Some(wanted) = verification.speaker.as_deref().filter(|_| !found.by_speaker) {
        let by = match found.credit.speakers.first() {
            Some(speaker) => format!("by {}", escape::line(&speaker.name)),
            None => "by nobody named".to_owned(),
        };
        said = format!("not by {}: said {by} ({said})", escape::line(wanted));
    }
    said
}

/// "2 words differ (1 changed, 1 left out)"; `None` when none does.
fn differing(differing: Differing) -> Option<String> {
    let Differing { changed, missing, added, moved } = differing;
    let parts: Vec<String> =
        [(changed, "changed"), (missing, "left out"), (added, "added"), (moved, "elsewhere")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, how)| format!("{count} {how}"))
            .collect();
    let total = differing.total();
    let (words, differ) = if total == 1 { ("word", "differs") } else { ("words", "differ") };
    (total > 0).then(|| format!("{total} {words} {differ} ({})", parts.join(", ")))
}

/// Whether the words are the speaker's own, and not what an article makes of them.
fn is_verbatim(found: &Match) -> bool {
    found.hit.quote().kind != QuoteKind::Indirect
}

/// How words that differ are shown.
struct Marks {
    /// Whether colours do it; else brackets, as git's word diff has them.
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

    fn wrapped(&self, style: Style, open: &str, text: &str, close: &str) -> String {
        if self.coloured {
            // A style must not run over a line end, so each word has its own.
            let word = |word: &str| format!("{style}{word}{style:#}");
            text.split(' ').map(word).collect::<Vec<_>>().join(" ")
        } else {
            format!("{open}{text}{close}")
        }
    }
}

pub fn write(
    styles: &Styles,
    width: usize,
    coloured: bool,
    verification: &Verification,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { title, dim, .. } = *styles;
    let marks = Marks::new(coloured);
    writeln!(out, "{title}{}{title:#}", sentence(verification))?;
    let close = verification.close().is_some();
    let differs = verification.matches.iter().any(|m| Differing::of(&m.words).total() > 0)
        || verification.in_text.iter().any(|m| Differing::of(&m.words).total() > 0);
    if differs && !coloured {
        writeln!(out, "{dim}[-as asked-] {{+as it stands+}} <elsewhere in what was asked>{dim:#}")?;
    }
    if !close && !verification.matches.is_empty() && verification.in_text.is_empty() {
        writeln!(out, "{dim}the nearest, of which none is close:{dim:#}")?;
    }
    for found in verification.matches.iter().filter(|found| found.close == close) {
        if !close && !verification.in_text.is_empty() {
            break;
        }
        writeln!(out)?;
        saying(styles, width, &marks, found, out)?;
    }
    for text in &verification.in_text {
        writeln!(out)?;
        in_text(styles, width, &marks, text, close, out)?;
    }
    Ok(())
}

fn saying(
    styles: &Styles,
    width: usize,
    marks: &Marks,
    found: &Match,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { dim, speaker, .. } = *styles;
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
        if attribution.reached == Reached::ByHand {
            write!(out, " {dim}corrected by hand{dim:#}")?;
        }
    }
    let alike = f64::from(found.similarity) * 100.0;
    let how = match differing(Differing::of(&found.words)) {
        Some(how) => how,
        None if found.whole => "word for word".to_owned(),
        None => "word for word, a part".to_owned(),
    };
    let reported = if is_verbatim(found) { "" } else { ", reported speech" };
    writeln!(out, " {dim}{how}, {alike:.0} % alike{reported}{dim:#}")?;
    words(width, marks, &found.words, is_verbatim(found), out)?;
    credit(styles, &found.credit, out)?;
    origin(styles, &found.hit.record, &found.hit.id.to_string(), out)
}

/// Since when, in how many articles, and everybody who is credited with it.
fn credit(styles: &Styles, credit: &Credit, out: &mut dyn Write) -> io::Result<()> {
    let dim = styles.dim;
    let articles = What::Articles.counted(credit.articles);
    let first = match &credit.first {
        Some(first) => format!("first {}, in", date(Some(first))),
        None => "undated, in".to_owned(),
    };
    writeln!(out, "   {first} {} {articles}", credit.articles)?;
    if credit.speakers.len() + usize::from(credit.nobody > 0) > 1 {
        let one = |one: &Speaking| format!("{} ({})", escape::line(&one.name), one.count);
        let mut all: Vec<String> = credit.speakers.iter().map(one).collect();
        if credit.nobody > 0 {
            all.push(format!("nobody named ({})", credit.nobody));
        }
        let also = if credit.speakers.len() > 1 { "credited to several" } else { "credited to" };
        writeln!(out, "   {dim}{also}: {}{dim:#}", all.join(", "))?;
    }
    Ok(())
}

fn in_text(
    styles: &Styles,
    width: usize,
    marks: &Marks,
    found: &TextMatch,
    beside: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = styles.dim;
    let alike = f64::from(found.similarity) * 100.0;
    let also = if beside { "closer in a text, but not as a quotation" } else { "in the text" };
    writeln!(out, "{dim}{also}, {alike:.0} % alike{dim:#}")?;
    words(width, marks, &found.words, false, out)?;
    writeln!(out, "   {dim}in: {}{dim:#}", escape::line(&found.passage.text).trim())?;
    origin(styles, &found.record, &found.id.to_string(), out)
}

fn origin(
    styles: &Styles,
    record: &crate::store::ArticleRecord,
    id: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = styles.dim;
    let mut parts = vec![article_date(&record.article)];
    parts.extend(record.article.publisher.as_deref().map(escape::line));
    parts.push(escape::line(&format!("{}/{}", record.source.root, record.source.path)));
    parts.push(id.to_owned());
    writeln!(out, "   {}", escape::line(record.article.headline()))?;
    writeln!(out, "   {dim}{}{dim:#}", parts.join(" · "))
}

/// The saying with what differs marked, wrapped. Long stretches before and behind what was asked are
/// cut.
fn words(
    width: usize,
    marks: &Marks,
    words: &[WordPair],
    in_marks: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    const AROUND: usize = 12;
    let leading = words.iter().take_while(|word| word.how == Difference::Around).count();
    let trailing = words.iter().rev().take_while(|word| word.how == Difference::Around).count();
    let start = leading.saturating_sub(AROUND);
    let end = words.len() - trailing.saturating_sub(AROUND);
    let mut text = String::new();
    if start > 0 {
        text.push_str("… ");
    }
    for word in words.get(start..end).unwrap_or(words) {
        let (found, asked) = (escape::line(&word.found), escape::line(&word.asked));
        match word.how {
            Difference::Around | Difference::Same => text.push_str(&found),
            Difference::Changed => {
                text.push_str(&marks.wrapped(marks.asked, "[-", &asked, "-]"));
                if marks.coloured {
                    text.push(' ');
                }
                text.push_str(&marks.wrapped(marks.found, "{+", &found, "+}"));
            }
            Difference::Missing => text.push_str(&marks.wrapped(marks.found, "{+", &found, "+}")),
            Difference::Added => text.push_str(&marks.wrapped(marks.asked, "[-", &asked, "-]")),
            Difference::Moved => text.push_str(&marks.wrapped(marks.moved, "<", &found, ">")),
        }
        text.push_str(&escape::line(&word.after));
    }
    if end < words.len() {
        text.push('…');
    }
    let text = text.trim_end();
    let text = if in_marks { format!("“{text}”") } else { text.to_owned() };
    // Colours take no column.
    let columns = |word: &str| strip_str(word).to_string().chars().count();
    for line in wrap_counting(&text, 0, 0, width.saturating_sub(3), columns) {
        writeln!(out, "   {line}")?;
    }
    Ok(())
}
