//! Many corrections at once: rows of a table or lines of JSON that somebody has prepared.
//!
//! A table has at least a column `quote` or `id`, as `onrecord quotes --format csv` writes it, and
//! one of `speaker` or `verdict`: so an answer can be opened in a spreadsheet, its speakers be
//! mended, and the rows be given back. Lines of JSON have the same fields, or those of
//! `index.corrections.jsonl`.

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::corpus::{Correction, Verdict};
use crate::model::QuoteId;

/// A decision on one quotation, as prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The quotation.
    pub quote: QuoteId,
    /// Finding of a person; `None` takes an earlier one back.
    pub verdict: Option<Verdict>,
    /// The quotation's words, if given.
    pub text: Option<String>,
    /// Name of who decided, if given.
    pub by: Option<String>,
    /// Reason of the decision, if given.
    pub note: Option<String>,
    /// Day of the decision, if given.
    pub on: Option<String>,
}

impl Decision {
    /// The correction as it is kept; `None` if an earlier one is to be taken back.
    pub fn correction(self) -> Option<Correction> {
        Some(Correction {
            quote: self.quote.to_string(),
            verdict: self.verdict?,
            text: self.text.unwrap_or_default(),
            by: self.by,
            note: self.note,
            on: self.on,
        })
    }
}

/// The fields of a row or line, as texts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(alias = "id")]
    quote: String,
    speaker: String,
    verdict: Value,
    #[serde(alias = "quotation")]
    text: String,
    by: String,
    note: String,
    on: String,
}

/// Reads decisions: lines of JSON if the first is an object, else a table with a line of names.
///
/// # Errors
/// A line or row that is no decision, with its number; nothing is read then.
pub fn parse(text: &str) -> anyhow::Result<Vec<Decision>> {
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim_start().starts_with('{') {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return lines
            .map(|(at, line)| {
                let place = || format!("line {}", at + 1);
                let row: Row = serde_json::from_str(line).with_context(place)?;
                row.decision().with_context(place)
            })
            .collect();
    }
    parse_table(text)
}

fn parse_table(text: &str) -> anyhow::Result<Vec<Decision>> {
    let first = text.lines().next().unwrap_or_default();
    let tabs = first.matches('\t').count();
    let semicolons = first.matches(';').count();
    let commas = first.matches(',').count();
    let delimiter = match () {
        () if tabs > commas.max(semicolons) => b'\t',
        () if semicolons > commas => b';',
        () => b',',
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers()?.iter().map(|name| name.trim().to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|other| other == name);
    if !(has("quote") || has("id")) || !(has("speaker") || has("verdict")) {
        bail!(
            "give lines of JSON, or a table whose first line names a column quote (the id) and a \
             column speaker or verdict"
        );
    }
    let mut decisions = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |wanted: &str| {
            let at = names.iter().position(|name| name == wanted)?;
            // The apostrophe that keeps a spreadsheet from taking a name for a formula.
            let cell = record.get(at)?.trim();
            let bare =
                cell.strip_prefix('\'').filter(|bare| bare.starts_with(['=', '+', '-', '@']));
            Some(bare.unwrap_or(cell).to_owned())
        };
        let row = Row {
            quote: cell("quote").or_else(|| cell("id")).unwrap_or_default(),
            speaker: cell("speaker").unwrap_or_default(),
            verdict: cell("verdict").map_or(Value::Null, Value::String),
            text: cell("text").or_else(|| cell("quotation")).unwrap_or_default(),
            by: cell("by").unwrap_or_default(),
            note: cell("note").unwrap_or_default(),
            on: cell("on").unwrap_or_default(),
        };
        decisions.push(row.decision().with_context(|| format!("line {line}"))?);
    }
    Ok(decisions)
}

impl Row {
    fn decision(self) -> anyhow::Result<Decision> {
        let id = self.quote.trim();
        let quote = u64::from_str_radix(id, 16).ok().filter(|_| id.len() == 16);
        let Some(quote) = quote else {
            bail!("“{id}” is no id; search results give ids of 16 hexadecimal digits");
        };
        let verdict = match &self.verdict {
            Value::Null => named(&self.speaker)?,
            Value::String(verdict) => match verdict.trim() {
                "" | "speaker" => named(&self.speaker)?,
                "unknown" => Some(Verdict::Unknown),
                "not-a-quote" => Some(Verdict::NotAQuote),
                "undo" => None,
                other => bail!(
                    "“{other}” is no verdict; there are speaker, unknown, not-a-quote and undo"
                ),
            },
            // As the file of corrections has it.
            object => Some(serde_json::from_value(object.clone()).context("verdict")?),
        };
        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Decision {
            quote: QuoteId(quote),
            verdict,
            text: given(self.text),
            by: given(self.by),
            note: given(self.note),
            on: given(self.on),
        })
    }
}

fn named(speaker: &str) -> anyhow::Result<Option<Verdict>> {
    let speaker = speaker.trim();
    if speaker.is_empty() {
        bail!("no speaker is named; a verdict unknown or not-a-quote says that there is none");
    }
    Ok(Some(Verdict::Speaker(speaker.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(text: &str) -> Vec<(u64, Option<Verdict>)> {
        parse(text).unwrap().into_iter().map(|one| (one.quote.0, one.verdict)).collect()
    }

    #[test]
    fn tables_and_lines_say_the_same() {
        let ada = Some(Verdict::Speaker("Ada Roe".into()));
        let expected = [(7, ada.clone()), (8, Some(Verdict::NotAQuote)), (9, None)];
        for delimiter in [",", ";", "\t"] {
            let table = "\u{FEFF}Quote,Speaker,Verdict,Note\n\
                0000000000000007,Ada Roe,,\"seen, heard\"\n\
                0000000000000008,,not-a-quote,\n0000000000000009,,undo,\n";
            let table = if delimiter == "," {
                table.to_owned()
            } else {
                table.replace("\"seen, heard\"", "seen").replace(',', delimiter)
            };
            assert_eq!(verdicts(&table), expected, "{table}");
        }
        let lines = "{\"id\":\"0000000000000007\",\"speaker\":\"Ada Roe\"}\n\n\
            {\"quote\":\"0000000000000008\",\"verdict\":\"not-a-quote\"}\n\
            {\"quote\":\"0000000000000009\",\"verdict\":\"undo\"}";
        assert_eq!(verdicts(lines), expected);
        let kept = r#"{"quote":"0000000000000007","verdict":{"speaker":"Ada Roe"},"text":"“No”"}"#;
        assert_eq!(verdicts(kept), [(7, ada)]);
    }

    #[test]
    fn an_answer_for_spreadsheets_can_be_given_back() {
        let answer = "id,article,speaker,quotation\n0000000000000007,00,'-Ada-,\"“Yes, no”\"\n";
        let read = parse(answer).unwrap();
        assert_eq!(read[0].verdict, Some(Verdict::Speaker("-Ada-".into())));
        assert_eq!(read[0].text.as_deref(), Some("“Yes, no”"));
    }

    #[test]
    fn faults_are_told_with_their_line() {
        for (text, told) in [
            ("a,b\n1,2\n", "names a column quote"),
            ("", "names a column quote"),
            ("quote,speaker\n0000000000000007,Ada\n7,Ada\n", "line 3"),
            ("quote,speaker\n0000000000000007,\n", "no speaker is named"),
            ("quote,verdict\n0000000000000007,maybe\n", "“maybe” is no verdict"),
            ("{\"quote\":\"0000000000000007\",\"speaker\":\"Ada\"}\n{\"quote\":1}", "line 2"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
