//! Overrides: quotations corrected by hand.
//!
//! A plain file of one line of JSON for each, so that it can be read, versioned and merged like any
//! text. Corrections go by the quotation's id, which lasts; so they hold again after every
//! re-index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::corpus::names::aliases::Aliases;
use crate::model::QuoteId;

/// Decisions of people that go before the program's: names that are one, and quotations that are
/// otherwise.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Names merged and held apart.
    pub aliases: Aliases,
    /// Quotations corrected.
    pub corrections: Corrections,
}

/// Finding of a person about a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// This one said it.
    Speaker(String),
    /// Nobody can say who said it.
    Unknown,
    /// These are no words that anybody said.
    NotAQuote,
}

/// A correction of one quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The quotation's id, 16 hexadecimal digits.
    pub quote: String,
    /// Finding of a person.
    pub verdict: Verdict,
    /// The quotation's words, for whoever reads the file.
    pub text: String,
}

/// All corrections, one for each quotation.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    by_quote: BTreeMap<QuoteId, Correction>,
}

/// A line that is no correction.
#[derive(Debug, Error)]
#[error("line {line}: {fault}")]
pub struct CorrectionsError {
    line: usize,
    fault: CorrectionFault,
}

/// Fault of a line in a file of corrections.
#[derive(Debug, Error)]
pub enum CorrectionFault {
    /// No JSON of a correction.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// No id of a quotation.
    #[error("“{0}” is no id")]
    Id(String),
}

impl Corrections {
    /// Reads a file of corrections; a later line overrides an earlier one of the same quotation.
    ///
    /// # Errors
    /// A line is none.
    pub fn parse(text: &str) -> Result<Self, CorrectionsError> {
        let mut corrections = Self::default();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |fault| CorrectionsError { line: at + 1, fault };
            let correction: Correction =
                serde_json::from_str(line).map_err(|e| wrong(CorrectionFault::Json(e)))?;
            let id = u64::from_str_radix(&correction.quote, 16);
            let id = id.map_err(|_| wrong(CorrectionFault::Id(correction.quote.clone())))?;
            corrections.insert(QuoteId(id), correction);
        }
        Ok(corrections)
    }

    /// Text of the file: a line for each correction, in order of id.
    ///
    /// # Panics
    /// Never: `serde_json` fails on maps whose keys are no strings, and corrections have no maps.
    pub fn to_text(&self) -> String {
        let json =
            |correction| serde_json::to_string(correction).expect("a correction has no maps");
        let line = |correction| json(correction) + "\n";
        self.by_quote.values().map(line).collect()
    }

    /// Inserts a correction in the place of any other of that quotation.
    pub fn insert(&mut self, quote: QuoteId, correction: Correction) {
        self.by_quote.insert(quote, correction);
    }

    /// Removes the correction of a quotation; true if there was one.
    pub fn remove(&mut self, quote: QuoteId) -> bool {
        self.by_quote.remove(&quote).is_some()
    }

    /// Finding of a person about a quotation.
    pub fn get(&self, quote: QuoteId) -> Option<&Verdict> {
        self.by_quote.get(&quote).map(|correction| &correction.verdict)
    }

    /// Number of quotations that are corrected.
    pub fn len(&self) -> usize {
        self.by_quote.len()
    }

    /// True if no quotation is corrected.
    pub fn is_empty(&self) -> bool {
        self.by_quote.is_empty()
    }

    /// Quotations that are corrected to a speaker whose name is accepted.
    pub fn by_speaker(&self, accepts: impl Fn(&str) -> bool) -> Vec<QuoteId> {
        let by = |verdict: &Verdict| matches!(verdict, Verdict::Speaker(name) if accepts(name));
        self.by_quote.iter().filter(|(_, c)| by(&c.verdict)).map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let mut corrections = Corrections::default();
        for (id, verdict) in [
            (7, Verdict::Speaker("Ada Roe".into())),
            (1, Verdict::NotAQuote),
            (3, Verdict::Unknown),
        ] {
            let quote = QuoteId(id);
            corrections.insert(
                quote,
                Correction { quote: quote.to_string(), verdict, text: "“Yes”".into() },
            );
        }
        let text = corrections.to_text();
        assert_eq!(text.lines().count(), 3);
        let mut read = Corrections::parse(&text).unwrap();
        assert_eq!(read.to_text(), text);
        assert!(read.remove(QuoteId(7)) && !read.remove(QuoteId(7)));
        assert_eq!(Corrections::parse("\n{}").unwrap_err().line, 2);
    }
}
