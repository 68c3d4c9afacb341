//! Claims of a list, checked: a row for each, and beneath it what was found instead.

use std::io::{self, Write};

use crate::present::claims::{CheckedClaim, ClaimRow};
use crate::present::escape;
use crate::present::style::Styles;
use crate::present::text::terminal::Text;
use crate::present::wrap::wrap;

/// Width of the column of outcomes: the longest is “word-for-word”.
const VERDICT: usize = 13;

/// Writes a row for each claim: line, outcome and words; beneath, what differs and where it stands.
pub fn write(text: &Text, claims: &[CheckedClaim], out: &mut dyn Write) -> io::Result<()> {
    let Styles { title, dim, .. } = text.styles;
    let digits = claims.last().map_or(1, |claim| claim.line.to_string().len()).max(4);
    writeln!(out, "{dim}{:>digits$}  {:VERDICT$}  claim{dim:#}", "line", "outcome")?;
    let indent = digits + VERDICT + 4;
    for row in claims.iter().map(CheckedClaim::row) {
        let mut lines = wrap(&claim(&row), text.width.saturating_sub(indent)).into_iter();
        let first = lines.next().unwrap_or_default();
        let outcome = format!("{:VERDICT$}", row.verdict);
        writeln!(out, "{:>digits$}  {title}{outcome}{title:#}  {first}", row.line)?;
        for line in lines {
            writeln!(out, "{:indent$}{line}", "")?;
        }
        for detail in details(&row) {
            for line in wrap(&detail, text.width.saturating_sub(indent)) {
                writeln!(out, "{:indent$}{dim}{line}{dim:#}", "")?;
            }
        }
    }
    let found = claims.iter().filter(|claim| claim.is_found()).count();
    writeln!(out, "{dim}{found} of {} found{dim:#}", claims.len())
}

/// The claim, and who is said to have made it.
fn claim(row: &ClaimRow) -> String {
    let words = escape::line(row.claim.trim());
    match &row.speaker_asked {
        Some(speaker) => format!("“{words}” ({})", escape::line(speaker)),
        None => format!("“{words}”"),
    }
}

/// Lines on what was found: the outcome in words, what differs, and the source.
fn details(row: &ClaimRow) -> Vec<String> {
    let mut lines = Vec::new();
    if !row.found || row.differs.is_some() {
        lines.push(row.verdict_text.clone());
    }
    lines.extend(row.differs.clone());
    let parts = [&row.said_by, &row.date, &row.source, &row.path, &row.id, &row.url];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| escape::line(part)).collect();
    if !parts.is_empty() {
        lines.push(parts.join(" · "));
    }
    lines
}
