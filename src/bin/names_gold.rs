//! Annotates gold files, for the scorers: `names_gold OUT_DIRECTORY GOLD.jsonl …`; with `--time DIRECTORY`
//! measures annotation over all the text files of a directory instead.
#![allow(clippy::print_stdout)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use onrecord::annotate::annotate;
use onrecord::text::CharOffsets;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|a| a == "--time") {
        return time(&arguments[1]);
    }
    for gold in &arguments[1..] {
        let path = Path::new(gold);
        let out = Path::new(&arguments[0]).join(path.file_name().unwrap_or_default());
        let mut out = std::io::BufWriter::new(fs::File::create(out)?);
        for line in fs::read_to_string(path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row["text"].as_str().unwrap_or("");
            let offsets = CharOffsets::new(text);
            let notes = annotate(text);
            let entities: Vec<_> = notes
                .mentions
                .iter()
                .map(|m| {
                    let entity = &notes.entities[m.entity.0 as usize];
                    serde_json::json!({"start": offsets.of(m.span.start), "end": offsets.of(m.span.end), "type": m.kind.tag(),
                        "text": m.span.of(text), "canonical": entity.name, "role": entity.role})
                })
                .collect();
            writeln!(
                out,
                "{}",
                serde_json::json!({"id": row["id"], "text": text, "entities": entities})
            )?;
        }
    }
    Ok(())
}

fn time(directory: &str) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    for entry in walkdir::WalkDir::new(directory).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            texts.push(fs::read_to_string(entry.path())?);
        }
    }
    let start = Instant::now();
    let _ = annotate("Ana Ox left.");
    println!("first text {:?}", start.elapsed());
    let start = Instant::now();
    let tokens: usize =
        texts.iter().map(|text| onrecord::text::Prose::new(text).tokens.len()).sum();
    println!("cutting {tokens} tokens {:?}", start.elapsed());
    let foreign =
        texts.iter().filter(|text| annotate(text).language.is_some_and(|tag| tag != "en")).count();
    println!("{foreign} not English");
    let start = Instant::now();
    let mentions: usize = texts.iter().map(|text| annotate(text).mentions.len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} texts, {mentions} mentions, {seconds:.2} s, {:.0} a second",
        texts.len(),
        texts.len() as f64 / seconds
    );
    Ok(())
}
