//! Lists of claims to check: one a line, or a table with columns for the words and the speaker.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;

/// A claim of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Line of the file that it begins on, from 1.
    pub line: u64,
    /// Words that somebody is said to have said.
    pub words: String,
    /// Person who is said to have said them, where the list tells.
    pub speaker: Option<String>,
}

/// Names of the column of words.
const WORDS: &[&str] = &["claim", "claims", "quote", "quotation", "words", "text"];
/// Names of the column of speakers.
const SPEAKER: &[&str] = &["speaker", "speaker_asked", "name", "said by", "who"];
/// Signs that part the cells of a table.
const DELIMITERS: &[u8] = b",;\t";

/// Claims of a file, or of standard input if it is called `-`.
///
/// # Errors
/// The file cannot be read, or holds no claim.
pub fn read_claims(file: &Path) -> anyhow::Result<Vec<Claim>> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
        bytes
    } else {
        fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?
    };
    let text = String::from_utf8_lossy(&bytes);
    let claims = claims_of(text.trim_start_matches('\u{FEFF}'));
    if claims.is_empty() {
        anyhow::bail!(
            "{} holds no claim; give one a line, or CSV with a column \"claim\"",
            file.display()
        );
    }
    Ok(claims)
}

/// Claims of a text; a table if its first line names a column of words.
fn claims_of(text: &str) -> Vec<Claim> {
    let head = text.lines().next().unwrap_or_default();
    let table = DELIMITERS.iter().find_map(|delimiter| {
        let cells: Vec<String> = head
            .split(char::from(*delimiter))
            .map(|cell| cell.trim().trim_matches('"').trim().to_lowercase())
            .collect();
        let column = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
        // One word alone is a claim, unless it can be nothing but a column's name.
        let words = column(WORDS).filter(|_| cells.len() > 1 || cells[0].starts_with("claim"))?;
        Some((*delimiter, words, column(SPEAKER)))
    });
    match table {
        Some((delimiter, words, speaker)) => of_table(text, delimiter, words, speaker),
        None => (1..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| Claim { line: number, words: line.to_owned(), speaker: None })
            .collect(),
    }
}

/// Claims of a table whose columns of words and speakers are known.
fn of_table(text: &str, delimiter: u8, words: usize, speaker: Option<usize>) -> Vec<Claim> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes());
    let mut claims = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records().flatten() {
        // A record begins behind the line ends before it, of which CRLF are two.
        let from = record.position().map_or(0, |at| at.byte() as usize).min(text.len());
        let rest = &text.as_bytes()[from..];
        let start = from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let ends = memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count();
        (line, counted) = (line + ends as u64, start);
        let cell = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let speaker = speaker.map(cell).filter(|name| !name.is_empty());
        claims.push(Claim { line, words: cell(words), speaker });
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, String, Option<String>)> {
        let claims = claims_of(text).into_iter();
        claims.map(|claim| (claim.line, claim.words, claim.speaker)).collect()
    }

    #[test]
    fn lines_and_tables() {
        assert_eq!(
            read("We pave, we mow\n\nText\n"),
            [(1, "We pave, we mow".to_owned(), None), (3, "Text".to_owned(), None)]
        );
        let marrow = Some("Tilda Marrow".to_owned());
        let expected = [(2, "We pave, we mow".to_owned(), marrow), (3, "Soon".to_owned(), None)];
        assert_eq!(read("Speaker,Claim\nTilda Marrow,\"We pave, we mow\"\n,Soon\n,\n"), expected);
        assert_eq!(read("claim;speaker\r\nWe pave, we mow;Tilda Marrow\r\nSoon\r\n"), expected);
        assert_eq!(read("claim\nSoon\n"), [(2, "Soon".to_owned(), None)]);
        assert!(read(" \n").is_empty());
    }
}
