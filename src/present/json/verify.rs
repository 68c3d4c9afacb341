//! The check of words that somebody is said to have said.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::DatePrecision;
use crate::present::json::hits::QuoteHitJson;
use crate::present::json::origin::OriginJson;
use crate::present::rows::{self, SpeakerRow};
use crate::present::verdict;
use crate::search::{
    Credit, Difference, DifferenceCounts, QuoteMatch, TextMatch, Verification, WordPair,
};

/// A word of the archive beside the word that was asked about.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "word")]
struct WordJson<'a> {
    /// Difference: around, same, changed, left-out, added or moved.
    how: &'static str,
    /// Word of the archive.
    #[serde(skip_serializing_if = "str::is_empty")]
    found: &'a str,
    /// Word asked about.
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
#[derive(Serialize, JsonSchema)]
pub struct VerificationJson<'a> {
    /// Words asked about.
    asked: &'a str,
    /// Speaker asked about.
    speaker_asked: Option<&'a str>,
    /// Outcome: word-for-word, misquoted, not-asserted, in-text-only or not-found.
    verdict: &'static str,
    /// Outcome in a sentence.
    verdict_text: String,
    /// True if they were found in their sense and, where one was given, by the speaker.
    found: bool,
    /// Sayings that come near, closest first.
    sayings: Vec<SayingJson<'a>>,
    /// Sayings that are reported as denied, asked or supposed, closest first.
    not_asserted: Vec<SayingJson<'a>>,
    /// Passages with the words that are no quotation.
    in_text_only: Vec<TextJson<'a>>,
}

/// Numbers of words that differ.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "differing")]
struct DifferingJson {
    /// Number of words that are others.
    changed: usize,
    /// Number of words of the archive that were left out.
    left_out: usize,
    /// Number of words that the archive does not have.
    added: usize,
    /// Number of words that stand elsewhere.
    moved: usize,
}

/// A saying that comes near.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "saying")]
#[allow(clippy::struct_excessive_bools)] // each is a finding of its own
struct SayingJson<'a> {
    /// True if it is close enough to be what was said.
    close: bool,
    /// Likeness, from 0 to 1.
    similarity: f32,
    /// True if the words asked about are the whole saying.
    whole: bool,
    /// Number of places where words were joined that do not stand together.
    joined_apart: usize,
    /// True if what differs turns the sense.
    sense_turned: bool,
    /// Numbers of words that differ.
    differing: DifferingJson,
    /// Word for word.
    words: Vec<WordJson<'a>>,
    /// True if the speaker asked about is credited with it, or none was asked about.
    by_speaker_asked: bool,
    /// All who are credited with it, most often first.
    credited: Vec<SpeakerRow<'a>>,
    /// Number of its quotations that are credited to nobody named.
    credited_to_nobody_named: u64,
    /// Number of its quotations.
    quotes: u64,
    /// Number of articles that print it.
    articles: u64,
    /// Date of its first print, as exactly as it is known.
    first: Option<String>,
    /// Precision of that date.
    first_precision: Option<DatePrecision>,
    /// The quotation itself.
    quote: QuoteHitJson<'a>,
}

/// A passage that has the words and is no quotation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "passage")]
struct TextJson<'a> {
    /// Likeness, from 0 to 1.
    similarity: f32,
    /// Number of places where words were joined that do not stand together.
    joined_apart: usize,
    /// True if what differs turns the sense.
    sense_turned: bool,
    /// Numbers of words that differ.
    differing: DifferingJson,
    /// Word for word.
    words: Vec<WordJson<'a>>,
    /// Passage as printed.
    passage: &'a str,
    /// Id of the article.
    article: String,
    /// Place and date of the article.
    origin: OriginJson<'a>,
}

/// A verification with its verdict and everything that comes near.
pub fn verification(verification: &Verification) -> VerificationJson<'_> {
    VerificationJson {
        asked: &verification.asked,
        speaker_asked: verification.speaker.as_deref(),
        verdict: verdict::code(verification),
        verdict_text: verdict::sentence(verification),
        found: verification.is_found(),
        sayings: verification.matches.iter().map(saying).collect(),
        not_asserted: verification.unasserted.iter().map(saying).collect(),
        in_text_only: verification.in_text.iter().map(in_text).collect(),
    }
}

fn differing(words: &[WordPair]) -> DifferingJson {
    let DifferenceCounts { changed, missing, added, moved } = DifferenceCounts::new(words);
    DifferingJson { changed, left_out: missing, added, moved }
}

fn saying(found: &QuoteMatch) -> SayingJson<'_> {
    let Credit { speakers, nobody, quotes, articles, first } = &found.credit;
    SayingJson {
        close: found.close,
        similarity: found.similarity,
        whole: found.whole,
        joined_apart: found.joined,
        sense_turned: found.turned,
        differing: differing(&found.words),
        words: found.words.iter().map(WordJson::new).collect(),
        by_speaker_asked: found.by_speaker,
        credited: speakers.iter().map(rows::speaker).collect(),
        credited_to_nobody_named: *nobody,
        quotes: *quotes,
        articles: *articles,
        first: first.map(|date| date.to_string()),
        first_precision: first.map(|date| date.precision),
        quote: QuoteHitJson::new(&found.hit),
    }
}

fn in_text(found: &TextMatch) -> TextJson<'_> {
    TextJson {
        similarity: found.similarity,
        joined_apart: found.joined,
        sense_turned: found.turned,
        differing: differing(&found.words),
        words: found.words.iter().map(WordJson::new).collect(),
        passage: &found.snippet.text,
        article: found.id.to_string(),
        origin: OriginJson::new(&found.record.source, &found.record.article),
    }
}
