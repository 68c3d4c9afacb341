//! Reads gold articles, one JSON line each, and prints what is found in them in the same shape.
//!
//! For measuring only: the scorers compare these lines with the gold ones. Offsets are in
//! characters, as the gold counts them.

use std::io::{BufRead, Write};

use onrecord::annotate::annotate;
use onrecord::model::Span;
use onrecord::text::CharOffsets;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let notes = annotate(&line.text);
        let offsets = CharOffsets::new(&line.text);
        let shown = |span: Span| json!({"start": offsets.of(span.start), "end": offsets.of(span.end), "text": span.of(&line.text)});
        let quotes: Vec<_> = notes
            .quotes
            .iter()
            .map(|quote| {
                let by = quote.attribution.as_ref();
                json!({
                    "start": offsets.of(quote.span.start),
                    "end": offsets.of(quote.span.end),
                    "text": quote.span.of(&line.text),
                    "type": quote.kind,
                    "speaker": by.and_then(|a| a.mention).map(shown),
                    "cue": by.and_then(|a| a.cue).map(shown),
                    "speaker_canonical": by.map(|a| &a.speaker),
                    "reached": by.map(|a| a.reached),
                    "role": by.map(|a| &a.role),
                    "confidence": quote.confidence,
                    "continues": quote.continues,
                })
            })
            .collect();
        writeln!(out, "{}", json!({"id": line.id, "text": line.text, "quotes": quotes}))?;
    }
    out.flush()?;
    Ok(())
}
