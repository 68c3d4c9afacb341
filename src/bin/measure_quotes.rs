//! Reads gold articles, one JSON line each, and prints what is found in them in the same shape.
//!
//! With `--names-given` the names are those of the gold's `entities` and only the quotations are
//! found, to tell errors of names from errors of speakers. With `--time` nothing is printed but how many
//! articles a second the quotations take, prose and names given. For measuring only: the scorers compare these lines with the gold ones. Offsets are in
//! characters, as the gold counts them.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use onrecord::annotate::{Annotator, annotate, names, quotes};
use onrecord::model::{Entity, EntityId, EntityKind, Mention, Notes, Span};
use onrecord::text::{CharOffsets, Prose};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    canonical: Option<String>,
}

/// Annotates the quotations alone, on top of the gold names.
fn with_given_names(line: &Line) -> Notes {
    let bytes: Vec<usize> =
        line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
    let mut notes = Notes::default();
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut end = 0;
    for name in &line.entities {
        let (Some(from), Some(to)) = (bytes.get(name.start), bytes.get(name.end)) else { continue };
        let span = Span::new(*from, *to);
        if span.start < end {
            continue;
        }
        end = span.end;
        let kind = match name.kind.as_str() {
            "PER" => EntityKind::Person,
            "ORG" => EntityKind::Organisation,
            "NORP" => EntityKind::Group,
            _ => EntityKind::Place,
        };
        let full = name.canonical.clone().unwrap_or_else(|| span.of(&line.text).to_owned());
        let next = notes.entities.len() as u32;
        let id = *known.entry(full.clone()).or_insert(next);
        if id == next {
            notes.entities.push(Entity { kind, name: full, role: None });
        }
        notes.mentions.push(Mention { span, kind, entity: EntityId(id) });
    }
    quotes::Quotes.annotate(&Prose::new(&line.text), &mut notes);
    notes
}

fn main() -> anyhow::Result<()> {
    if std::env::args().any(|a| a == "--time") {
        return time();
    }
    let given = std::env::args().any(|a| a == "--names-given");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let notes = if given { with_given_names(&line) } else { annotate(&line.text) };
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

/// Prints how long the quotations of all articles on standard input take, once all else is done.
fn time() -> anyhow::Result<()> {
    let (mut articles, mut found, mut spent) = (0u32, 0, std::time::Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let prose = Prose::new(&line.text);
        let mut notes = Notes::default();
        names::Names.annotate(&prose, &mut notes);
        let start = std::time::Instant::now();
        quotes::Quotes.annotate(&prose, &mut notes);
        spent += start.elapsed();
        articles += 1;
        found += notes.quotes.len();
    }
    let rate = f64::from(articles) / spent.as_secs_f64();
    writeln!(std::io::stdout(), "{articles} articles, {found} quotations, {rate:.0} articles/s")?;
    Ok(())
}
