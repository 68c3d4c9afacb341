//! `onrecord corrections`: what was corrected by hand, listed and carried elsewhere.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

use crate::cli::commands::correct::is_of;
use crate::cli::options::global::{GlobalArgs, OutputFormat};
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::cli::{corrections_file, overrides, user_file};
use crate::corpus::{Correction, Corrections};
use crate::model::QuoteId;
use crate::present::{Answer, Csv, Present as _};

/// Arguments of `onrecord corrections`.
#[derive(Debug, Args)]
pub struct CorrectionsArgs {
    /// What to do with them [default: list]
    #[command(subcommand)]
    pub what: Option<CorrectionsCommand>,
}

/// What is done with corrections.
#[derive(Debug, Subcommand)]
pub enum CorrectionsCommand {
    /// List all corrections: whose words, who decided, when and why
    List,
    /// Write all corrections, for another index of the same articles
    ///
    /// Writes lines of JSON, or with --format csv a table; `onrecord corrections import` reads
    /// both.
    Export,
    /// Take over the corrections of FILE (- for standard input)
    ///
    /// Those of FILE count where both have one. Quotations need not be in the index (yet): ids are
    /// made from an article's path and the words, so they are the same in every index.
    Import {
        /// A file that `export` wrote, or an `index.corrections.jsonl`
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Lists corrections, or carries them from or to another index.
pub fn run(
    global: &GlobalArgs,
    args: &CorrectionsArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    match args.what.as_ref().unwrap_or(&CorrectionsCommand::List) {
        CorrectionsCommand::List => {
            let corrections = overrides::corrections(global)?;
            let all: Vec<&Correction> = corrections.all().collect();
            output.present(&Answer::Corrections(&all))?;
            Ok(Success::found_if(!all.is_empty()))
        }
        CorrectionsCommand::Export => export(global, output),
        CorrectionsCommand::Import { file } => import(global, file, output),
    }
}

fn export(global: &GlobalArgs, output: &mut Output) -> anyhow::Result<Success> {
    let corrections = overrides::corrections(global)?;
    if global.format == OutputFormat::Csv {
        let all: Vec<&Correction> = corrections.all().collect();
        Csv.present(&Answer::Corrections(&all), output.writer())?;
    } else {
        // As they stand, with what others wrote into them.
        let path = overrides::corrections_path(global);
        let text = user_file::read(&path)?.unwrap_or_default();
        output.writer().write_all(text.as_bytes())?;
    }
    Ok(Success::found_if(!corrections.is_empty()))
}

fn import(global: &GlobalArgs, file: &Path, output: &mut Output) -> anyhow::Result<Success> {
    let text = user_file::read_input(file)?;
    let imported = importable(&text).with_context(|| file.display().to_string())?;
    let before = overrides::corrections(global)?;
    let (mut new, mut changed) = (0, 0);
    let path = overrides::corrections_path(global);
    user_file::change(&path, |lines| {
        for (id, line) in &imported {
            let was = before.get(*id).map(serde_json::to_value).transpose()?;
            match was {
                Some(verdict) if line.get("verdict") == Some(&verdict) => {}
                Some(_) => changed += 1,
                None => new += 1,
            }
            lines.put(is_of(*id), line)?;
        }
        Ok(())
    })?;
    let same = imported.len() - new - changed;
    output.note(&format!("{new} corrections are new, {changed} changed, {same} were here"));
    Ok(Success::found_if(!imported.is_empty()))
}

/// The corrections of a text as lines of the file; lines of JSON keep the fields that others wrote.
fn importable(text: &str) -> anyhow::Result<Vec<(QuoteId, Map<String, Value>)>> {
    if text.trim_start().starts_with('{') {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        // Faults are told by line.
        Corrections::parse(text)?;
        return lines
            .map(|line| {
                let correction: Correction = serde_json::from_str(line)?;
                let id = correction.id().context("no id")?;
                let mut fields: Map<String, Value> = serde_json::from_str(line)?;
                // The name of the shape, in lines that `--format jsonl` listed.
                fields.remove("schema");
                Ok((id, fields))
            })
            .collect();
    }
    let mut all = Vec::new();
    for decision in corrections_file::parse(text)? {
        let id = decision.quote;
        let correction = decision
            .correction()
            .with_context(|| format!("{id}: only `onrecord correct` takes a correction back"))?;
        all.push((id, serde_json::from_value(serde_json::to_value(correction)?)?));
    }
    Ok(all)
}
