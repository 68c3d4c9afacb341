//! Articles with their names as the program finds them, and their quotations as people marked them.

use anyhow::Context;
use onrecord::annotate::ANNOTATORS;
use onrecord::model::{Notes, Span};
use onrecord::text::Prose;
use serde_json::Value;

/// Article of a training set.
pub struct Article {
    /// Set that it belongs to.
    pub set: String,
    /// Id in the set.
    pub id: String,
    /// Body.
    pub text: String,
    /// Language and names, as the program finds them.
    pub notes: Notes,
    /// Quotations, as marked by hand.
    pub quotes: Vec<GoldQuote>,
}

/// Quotation marked by hand.
pub struct GoldQuote {
    /// Byte span.
    pub span: Span,
    /// Words that stand for the speaker; `None` if there are none.
    pub printed: Option<String>,
    /// Name of the speaker; `None` if nobody knows it.
    pub canonical: Option<String>,
}

/// Words that are no name of a speaker.
const NOBODY: &[&str] = &["unknown", "unspecified", "anonymous", "none", "n/a"];

/// Reads the articles of a set.
pub fn read(set: &str, lines: &str) -> anyhow::Result<Vec<Article>> {
    let parsed = lines.lines().map(|line| read_article(set, line));
    parsed.collect::<anyhow::Result<_>>().with_context(|| set.to_owned())
}

fn read_article(set: &str, line: &str) -> anyhow::Result<Article> {
    let row: Value = serde_json::from_str(line)?;
    let text = row["text"].as_str().unwrap_or("").to_owned();
    let mut notes = Notes::default();
    {
        let prose = Prose::new(&text);
        for annotator in ANNOTATORS.iter().filter(|annotator| annotator.name() != "quotes") {
            annotator.annotate(&prose, &mut notes);
        }
    }
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let byte = |value: &Value| -> anyhow::Result<usize> {
        let at = value.as_u64().and_then(|at| bytes.get(usize::try_from(at).ok()?));
        at.copied().context("a span outside the text")
    };
    let mut quotes = Vec::new();
    for quote in row["quotes"].as_array().into_iter().flatten() {
        let canonical = quote["speaker_canonical"].as_str().filter(|name| {
            let lower = name.to_lowercase();
            !name.is_empty() && !NOBODY.iter().any(|nobody| lower.starts_with(nobody))
        });
        quotes.push(GoldQuote {
            span: Span::new(byte(&quote["start"])?, byte(&quote["end"])?),
            printed: quote["speaker"]["text"].as_str().map(str::to_owned),
            canonical: canonical.map(str::to_owned),
        });
    }
    let id = row["id"].as_str().unwrap_or("").to_owned();
    Ok(Article { set: set.to_owned(), id, text, notes, quotes })
}
