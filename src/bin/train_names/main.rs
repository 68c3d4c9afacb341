//! Trains the name model: `train_names DIRECTORY OUT [GOLD.jsonl …]`, where DIRECTORY holds
//! `entities/*.tsv` and `names/`. Each gold file is tagged with the new model, beside OUT.
//!
//! The environment variable `TRAIN` changes settings, as in `TRAIN="epochs=3 lists=false
//! btc_train=0"`.
// A program of its own whose figures are its output.
#![allow(clippy::print_stdout)]

mod corpus;
mod examples;
mod forward_backward;
mod learner;
mod name_lists;
mod quantise;
mod training;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use onrecord::text::CharOffsets;

use crate::corpus::LabelledSet;
use crate::name_lists::NameLists;
use crate::training::{Options, Progress, Trained, train};

/// Sets to learn from, each with its weight; a set of weight 0 is measured on.
const SETS: &[(&str, f32)] = &[
    ("current_events_train", 2.0),
    ("wikinews_train", 3.0),
    ("open_news_train", 3.0),
    ("redocred_train", 1.0),
    ("redocred_test", 1.0),
    ("crossner_train", 1.0),
    ("crossner_dev", 1.0),
    ("crossner_test", 1.0),
    ("btc_train", 0.5),
    ("btc_dev", 0.5),
    ("gum_open_train", 1.0),
    ("gum_open_dev", 1.0),
    ("gov_multiner_train", 0.5),
    ("wikigold_train", 1.0),
    ("wnut17_train", 0.5),
    ("uner_ewt_dev", 2.0),
    ("current_events_dev", 0.0),
    ("gum_open_test", 0.0),
];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, out, gold @ ..] = &arguments[..] else {
        anyhow::bail!("usage: train_names DIRECTORY OUT [GOLD.jsonl …]");
    };
    let (directory, out) = (Path::new(directory), Path::new(out));
    let mut options = Options::default();
    let mut weights = SETS.to_vec();
    if let Ok(settings) = std::env::var("TRAIN") {
        change(&settings, &mut options, &mut weights)?;
    }
    let text = |folder: &str, name: &str| fs::read_to_string(directory.join(folder).join(name));
    let texts: Vec<String> = weights
        .iter()
        .map(|(name, _)| text("entities", &format!("{name}.tsv")))
        .collect::<Result<_, _>>()?;
    let sets: Vec<LabelledSet<'_>> = weights
        .iter()
        .zip(&texts)
        .map(|((name, weight), text)| LabelledSet { name, text, weight: *weight })
        .collect();
    let names = NameLists {
        forenames: &text("names", "forename_gender.tsv")?,
        surnames: &text("names", "surname")?,
        cities: &text("names", "city")?,
        countries: &text("names", "country")?,
        foreign_countries: &text("names", "country_by_language.tsv")?,
        clubs: &text("names", "football_club.tsv")?,
        universities: &text("names", "university.tsv")?,
        committees: &text("names", "us_committee.tsv")?,
        legal_forms: &text("names", "company_ending.tsv")?,
        legislators: &text("names", "us_congress.tsv")?,
        clusters: include_str!("word_clusters.tsv"),
    };
    let trained = train(&sets, &names, &options, &mut |progress| print(&progress));
    fs::write(out, trained.file())?;
    for gold in gold {
        tag_gold(&trained, Path::new(gold), out)?;
    }
    Ok(())
}

/// Changes options, and weights of sets, by `key=value` words.
fn change(
    settings: &str,
    options: &mut Options,
    weights: &mut [(&str, f32)],
) -> anyhow::Result<()> {
    for part in settings.split_whitespace() {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key {
            "epochs" => options.epochs = value.parse()?,
            "lists" => options.lists = value.parse()?,
            "second" => options.second_pass = value.parse()?,
            "cases" => options.cases = value.parse()?,
            "rate" => options.rate = value.parse()?,
            "l1" => options.l1 = value.parse()?,
            set => {
                let Some((_, weight)) = weights.iter_mut().find(|(name, _)| *name == set) else {
                    anyhow::bail!("{set} is neither a setting nor a set");
                };
                *weight = value.parse()?;
            }
        }
    }
    Ok(())
}

fn print(progress: &Progress) {
    match progress {
        Progress::Prepared { sequences, features } => {
            println!("{sequences} sequences, {features} features");
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
    }
}

/// Tags the texts of a gold file, into a file of the same name beside `model`.
fn tag_gold(trained: &Trained, gold: &Path, model: &Path) -> anyhow::Result<()> {
    let out = model.with_file_name(gold.file_name().unwrap_or_default());
    let mut out = BufWriter::new(fs::File::create(out)?);
    for line in fs::read_to_string(gold)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or("");
        let offsets = CharOffsets::new(text);
        let entities: Vec<_> = trained
            .tag(text)
            .into_iter()
            .map(|(span, kind)| {
                serde_json::json!({
                    "start": offsets.of(span.start),
                    "end": offsets.of(span.end),
                    "type": kind.tag(),
                    "text": span.of(text),
                })
            })
            .collect();
        let tagged = serde_json::json!({"id": row["id"], "text": text, "entities": entities});
        writeln!(out, "{tagged}")?;
    }
    out.flush()?;
    Ok(())
}
