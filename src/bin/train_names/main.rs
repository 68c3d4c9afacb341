//! Trains the name model: `train_names DIRECTORY OUT [GOLD.jsonl …]`, where DIRECTORY holds `entities/*.tsv` and `names/`.
// A program of its own whose figures are its output.
#![allow(clippy::print_stdout)]

mod corpus;
mod forward_backward;
mod learner;
mod name_lists;
mod quantise;
mod training;

use std::fs;
use std::io::Write;
use std::path::Path;

use onrecord::text::CharOffsets;

use crate::corpus::LabelledSet;
use crate::name_lists::NameLists;
use crate::training::{Options, Progress, train};

/// Sets to learn from, each with its weight; a `-` before the name measures on it.
const SETS: &str = "current_events_train:2 wikinews_train:2 redocred_train:1 redocred_test:1 crossner_train:1 \
    crossner_dev:1 crossner_test:1 btc_train:0.5 btc_dev:0.5 gum_open_train:1 gum_open_dev:1 gov_multiner_train:0.5 \
    wikigold_train:1 wnut17_train:0.5 uner_ewt_dev:1 current_events_dev:0 gum_open_test:0";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    anyhow::ensure!(arguments.len() >= 2, "usage: train_names DIRECTORY OUT [GOLD.jsonl …]");
    let directory = Path::new(&arguments[0]);
    let mut options = Options::default();
    let mut set_list = SETS.to_owned();
    if let Ok(text) = std::env::var("TRAIN") {
        for part in text.split_whitespace() {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key {
                "epochs" => options.epochs = value.parse()?,
                "lists" => options.lists = value.parse()?,
                "second" => options.second_pass = value.parse()?,
                "cases" => options.cases = value.parse()?,
                "rate" => options.rate = value.parse()?,
                "pull" => options.pull = value.parse()?,
                set => {
                    let old = set_list
                        .split_whitespace()
                        .find(|s| s.starts_with(&format!("{set}:")))
                        .unwrap_or("")
                        .to_owned();
                    set_list = set_list.replace(&old, &format!("{set}:{value}"));
                }
            }
        }
    }
    let mut sets = Vec::new();
    for part in set_list.split_whitespace() {
        let (name, weight) = part.split_once(':').unwrap_or((part, "1"));
        let text = fs::read_to_string(directory.join("entities").join(format!("{name}.tsv")))?;
        sets.push((name.to_owned(), text, weight.parse::<f32>()?));
    }
    let sets: Vec<LabelledSet<'_>> = sets
        .iter()
        .map(|(name, text, weight)| LabelledSet { name, text, weight: *weight })
        .collect();
    let list = |name: &str| fs::read_to_string(directory.join("names").join(name));
    let (forenames, surnames, cities, countries) =
        (list("forename_gender.tsv")?, list("surname")?, list("city")?, list("country")?);
    let names = NameLists {
        forenames: &forenames,
        surnames: &surnames,
        cities: &cities,
        countries: &countries,
    };
    let trained = train(&sets, &names, &options, &mut |progress| match progress {
        Progress::Prepared { stretches, features } => {
            println!("{stretches} stretches, {features} features");
        }
        Progress::Epoch { stage, epoch, loss } => println!("{stage} {epoch}: {loss:.4}"),
        Progress::Measured(score) => {
            let (p, r) = (score.precision, score.recall);
            println!(
                "{}: P {:.1} R {:.1} F1 {:.1}",
                score.set,
                p * 100.0,
                r * 100.0,
                200.0 * p * r / (p + r)
            );
        }
    });
    fs::write(&arguments[1], trained.file())?;
    for gold in &arguments[2..] {
        let path = Path::new(gold);
        let out = Path::new(&arguments[1]).with_file_name(path.file_name().unwrap_or_default());
        let mut out = std::io::BufWriter::new(fs::File::create(out)?);
        for line in fs::read_to_string(path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row["text"].as_str().unwrap_or("");
            let offsets = CharOffsets::new(text);
            let entities: Vec<_> = trained
                .tag(text)
                .into_iter()
                .map(|(span, kind)| {
                    serde_json::json!({"start": offsets.of(span.start), "end": offsets.of(span.end), "type": kind.tag(), "text": span.of(text)})
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
