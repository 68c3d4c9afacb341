//! Claims checked one after the other: a row for each.

use schemars::JsonSchema;
use serde::Serialize;

use crate::present::{escape, verdict};
use crate::search::{Difference, Verification, WordPair};
use crate::store::ArticleRecord;

/// A claim of a list with what the check of it came to.
#[derive(Debug)]
pub struct CheckedClaim {
    /// Line of the list that it begins on, from 1.
    pub line: u64,
    /// Words that somebody is said to have said.
    pub words: String,
    /// Person who is said to have said them.
    pub speaker: Option<String>,
    /// The check, or the reason why there was none.
    pub result: Result<Verification, String>,
}

impl CheckedClaim {
    /// True if the words were found, as [`Verification::is_found`] has it.
    pub fn is_found(&self) -> bool {
        self.result.as_ref().is_ok_and(Verification::is_found)
    }

    /// Row of a table.
    pub fn row(&self) -> ClaimRow {
        let mut row = ClaimRow {
            line: self.line,
            claim: self.words.clone(),
            speaker_asked: self.speaker.clone(),
            verdict: "error",
            verdict_text: String::new(),
            found: self.is_found(),
            differs: None,
            said_by: None,
            credited: Vec::new(),
            first: None,
            quotation: None,
            id: None,
            article: None,
            date: None,
            source: None,
            path: None,
            url: None,
        };
        let verification = match &self.result {
            Ok(verification) => verification,
            Err(reason) => {
                row.verdict_text.clone_from(reason);
                return row;
            }
        };
        row.verdict = verdict::code(verification);
        row.verdict_text = verdict::sentence(verification);
        if let Some(found) = verification.close() {
            row.differs = differing(&found.words);
            row.said_by = found.hit.speaker.as_ref().map(|speaker| speaker.name.clone());
            row.credited = found.credit.speakers.iter().map(|one| one.name.clone()).collect();
            row.first = found.credit.first.map(|date| date.to_string());
            row.quotation = Some(found.hit.text.text.clone());
            row.id = Some(found.hit.id.to_string());
            row.article = Some(found.hit.article_id.to_string());
            row.origin(&found.hit.record);
        } else if let Some(text) = verification.in_text.first() {
            row.differs = differing(&text.words);
            row.quotation = Some(text.snippet.text.clone());
            row.article = Some(text.id.to_string());
            row.origin(&text.record);
        }
        row
    }
}

/// Row of a table of claims: the fields of JSON and the columns of CSV.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "claim")]
pub struct ClaimRow {
    /// Line of the list, from 1.
    pub line: u64,
    /// Words as given.
    pub claim: String,
    /// Speaker as given.
    pub speaker_asked: Option<String>,
    /// Outcome as a word for programs.
    pub verdict: &'static str,
    /// Outcome in a sentence.
    pub verdict_text: String,
    /// True if they were found in their sense and, where one was given, by the speaker.
    pub found: bool,
    /// The saying from the first word that differs to the last, marked as git's word diff marks.
    pub differs: Option<String>,
    /// Speaker of the closest saying.
    pub said_by: Option<String>,
    /// All who are credited with it.
    pub credited: Vec<String>,
    /// Date of its first print.
    pub first: Option<String>,
    /// The saying, or the passage that has the words, as printed.
    pub quotation: Option<String>,
    /// Id of the quotation.
    pub id: Option<String>,
    /// Id of the article.
    pub article: Option<String>,
    /// Date of the article.
    pub date: Option<String>,
    /// Publication.
    pub source: Option<String>,
    /// Place in the archive.
    pub path: Option<String>,
    /// Link to the article, where one is known.
    pub url: Option<String>,
}

impl ClaimRow {
    /// Takes over date and place of an article.
    fn origin(&mut self, record: &ArticleRecord) {
        let (source, article) = (&record.source, &record.article);
        self.date = article.date.map(|date| date.to_string());
        self.source.clone_from(&article.publisher);
        self.path = Some(format!("{}/{}", source.root, source.path));
        self.url.clone_from(&article.url);
    }
}

/// Words from the first that differs to the last, with one more on either side; `None` if none
/// does.
fn differing(words: &[WordPair]) -> Option<String> {
    let differs = |word: &WordPair| !matches!(word.how, Difference::Same | Difference::Around);
    let first = words.iter().position(differs)?.saturating_sub(1);
    let last = words.iter().rposition(differs)? + 1;
    let mut shown = String::new();
    for word in &words[first..words.len().min(last + 1)] {
        let (found, asked) = (escape::line(&word.found), escape::line(&word.asked));
        let word_shown = match word.how {
            Difference::Around | Difference::Same => found,
            Difference::Changed => format!("[-{asked}-]{{+{found}+}}"),
            Difference::Missing => format!("{{+{found}+}}"),
            Difference::Added => format!("[-{asked}-]"),
            Difference::Moved => format!("<{found}>"),
        };
        shown.push_str(&word_shown);
        shown.push_str(&escape::line(&word.after));
    }
    Some(shown.trim().to_owned())
}
