//! Overrides: quotations corrected by hand.
//!
//! A plain file of one line of JSON for each, so that it can be read, versioned and merged like any
//! text. Corrections go by the quotation's id, which lasts; so they hold again after every
//! re-index.

use std::collections::BTreeMap;

use schemars::JsonSchema;
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "correction-verdict")]
pub enum Verdict {
    /// This one said it.
    Speaker(String),
    /// Nobody can say who said it.
    Unknown,
    /// These are no words that anybody said.
    NotAQuote,
}

/// A correction of one quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "correction")]
pub struct Correction {
    /// The quotation's id, 16 hexadecimal digits.
    pub quote: String,
    /// Finding of a person.
    pub verdict: Verdict,
    /// The quotation's words, for whoever reads the file.
    #[serde(default)]
    pub text: String,
    /// Name of who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Reason or source of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Day of the decision, as 2025-06-12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

impl Correction {
    /// Id of the quotation, if it is one.
    pub fn id(&self) -> Option<QuoteId> {
        let digits = !self.quote.is_empty() && self.quote.bytes().all(|b| b.is_ascii_hexdigit());
        u64::from_str_radix(&self.quote, 16).ok().filter(|_| digits).map(QuoteId)
    }
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
            let Some(id) = correction.id() else {
                return Err(wrong(CorrectionFault::Id(correction.quote)));
            };
            corrections.by_quote.insert(id, correction);
        }
        Ok(corrections)
    }

    /// All corrections, in order of id.
    pub fn all(&self) -> impl Iterator<Item = &Correction> {
        self.by_quote.values()
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
    fn a_file_is_read_and_its_faults_are_told_by_line() {
        let line = |id: &str, more: &str| format!("{{\"quote\":\"{id}\",{more}}}\n");
        let first = line("0000000000000007", r#""verdict":{"speaker":"Ada Roe"},"text":"“Yes”""#);
        let second = line("0000000000000007", r#""verdict":"unknown","by":"desk","own":1"#);
        let third = line("1", r#""verdict":"not-a-quote","note":"a title""#);
        let read = Corrections::parse(&format!("{first}\n{second}{third}")).unwrap();
        assert_eq!(read.len(), 2);
        // A later line counts, and fields of other programs do no harm.
        assert_eq!(read.get(QuoteId(7)), Some(&Verdict::Unknown));
        assert_eq!(read.get(QuoteId(1)), Some(&Verdict::NotAQuote));
        let by: Vec<_> = read.all().map(|one| one.by.as_deref()).collect();
        assert_eq!(by, [None, Some("desk")]);
        for wrong in [line("+7", r#""verdict":"unknown""#), "{}".to_owned()] {
            assert_eq!(Corrections::parse(&format!("\n{wrong}")).unwrap_err().line, 2);
        }
    }
}
