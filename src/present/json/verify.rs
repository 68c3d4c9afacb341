//! The check of words that somebody is said to have said.

use serde::Serialize;
use serde_json::{Value, json};

use crate::present::json::hits::QuoteHitJson;
use crate::present::json::origin::OriginJson;
use crate::present::{rows, verdict};
use crate::search::{
    Credit, Difference, DifferenceCounts, QuoteMatch, TextMatch, Verification, WordPair,
};

/// A word of the archive beside the word that was asked about.
#[derive(Serialize)]
struct WordJson<'a> {
    how: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    found: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    asked: &'a str,
}

impl<'a> WordJson<'a> {
    fn new(pair: &'a WordPair) -> Self {
        let how = match pair.how {
            Difference::Around => "around",
            Difference::Same => "same",
            Difference::Changed => "changed",
            Difference::Missing => "left-out",
            Difference::Added => "added",
            Difference::Moved => "moved",
        };
        Self { how, found: &pair.found, asked: &pair.asked }
    }
}

/// A verification with its verdict and everything that comes near.
pub fn verification(verification: &Verification) -> serde_json::Result<Value> {
    let sayings: Vec<Value> =
        verification.matches.iter().map(saying).collect::<serde_json::Result<_>>()?;
    let unasserted: Vec<Value> =
        verification.unasserted.iter().map(saying).collect::<serde_json::Result<_>>()?;
    let texts: Vec<Value> =
        verification.in_text.iter().map(in_text).collect::<serde_json::Result<_>>()?;
    Ok(json!({
        "asked": verification.asked,
        "speaker_asked": verification.speaker,
        "verdict": verdict::code(verification),
        "verdict_text": verdict::sentence(verification),
        "found": verification.is_found(),
        "sayings": sayings,
        "not_asserted": unasserted,
        "in_text_only": texts,
    }))
}

fn differing(words: &[WordPair]) -> Value {
    let DifferenceCounts { changed, missing, added, moved } = DifferenceCounts::new(words);
    json!({"changed": changed, "left_out": missing, "added": added, "moved": moved})
}

fn saying(found: &QuoteMatch) -> serde_json::Result<Value> {
    let Credit { speakers, nobody, quotes, articles, first } = &found.credit;
    let words: Vec<WordJson<'_>> = found.words.iter().map(WordJson::new).collect();
    Ok(json!({
        "close": found.close,
        "similarity": found.similarity,
        "whole": found.whole,
        "joined_apart": found.joined,
        "sense_turned": found.turned,
        "differing": differing(&found.words),
        "words": words,
        "by_speaker_asked": found.by_speaker,
        "credited": speakers.iter().map(rows::speaker).collect::<Vec<_>>(),
        "credited_to_nobody_named": nobody,
        "quotes": quotes,
        "articles": articles,
        "first": first.map(|date| date.to_string()),
        "first_precision": first.map(|date| date.precision),
        "quote": serde_json::to_value(QuoteHitJson::new(&found.hit))?,
    }))
}

fn in_text(found: &TextMatch) -> serde_json::Result<Value> {
    let words: Vec<WordJson<'_>> = found.words.iter().map(WordJson::new).collect();
    let origin = OriginJson::new(&found.record.source, &found.record.article);
    Ok(json!({
        "similarity": found.similarity,
        "joined_apart": found.joined,
        "sense_turned": found.turned,
        "differing": differing(&found.words),
        "words": words,
        "passage": found.snippet.text,
        "article": found.id.to_string(),
        "origin": serde_json::to_value(origin)?,
    }))
}
