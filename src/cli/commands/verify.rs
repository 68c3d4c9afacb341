//! `onrecord verify`: the closest real quotations to words that somebody is said to have said.

use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;

use crate::archive::Archive;
use crate::cli::claims::{Claim, read_claims};
use crate::cli::completion;
use crate::cli::context;
use crate::cli::options::filters;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::{Answer, CheckedClaim};
use crate::search::{Filters, VerifyError};

/// Number of bytes read from standard input: more than the longest text that can be checked.
const MAX_INPUT: u64 = 256 * 1024;

/// Arguments of `onrecord verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The words that somebody is said to have said; - reads them from standard input
    #[arg(value_name = "WORDS", required_unless_present = "batch", conflicts_with = "batch")]
    pub words: Vec<String>,
    /// Who is said to have said them
    #[arg(long, value_name = "NAME", add = completion::speakers())]
    pub speaker: Option<String>,
    /// Check each claim of a file (- for standard input): one a line, or CSV with the columns
    /// "claim" and "speaker"; exit code 0 if all are found, 1 if one is not, 2 if one is no claim
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Sayings to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3, conflicts_with = "batch")]
    pub limit: usize,
    /// Look also in what its publisher has killed, withdrawn or withheld
    #[arg(long)]
    pub include_killed: bool,
}

/// Checks words against the quotations of the archive.
pub fn run(global: &GlobalArgs, args: &VerifyArgs, output: &mut Output) -> anyhow::Result<Success> {
    let filters = filters::shown_now(args.include_killed);
    if let Some(file) = &args.batch {
        let claims = read_claims(file)?;
        let archive = context::open(global, output)?;
        return batch(&archive, claims, args.speaker.as_deref(), &filters, output);
    }
    let words = if args.words == ["-"] {
        let mut bytes = Vec::new();
        io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes)?;
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        args.words.join(" ")
    };
    let archive = context::open(global, output)?;
    let verification =
        archive.verify(words.trim(), args.speaker.as_deref(), &filters, args.limit.max(1))?;
    output.present(&Answer::Verification(&verification))?;
    Ok(Success::found_if(verification.is_found()))
}

/// Checks each of some claims. One that cannot be checked says why, and the others go on.
fn batch(
    archive: &Archive,
    claims: Vec<Claim>,
    speaker: Option<&str>,
    filters: &Filters,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let mut checked = Vec::with_capacity(claims.len());
    let mut failed = 0;
    for Claim { line, words, speaker: given } in claims {
        let speaker = given.or_else(|| speaker.map(str::to_owned));
        let result = match archive.verify(words.trim(), speaker.as_deref(), filters, 1) {
            Ok(verification) => Ok(verification),
            Err(VerifyError::Index(error)) => return Err(error.into()),
            Err(error) => {
                failed += 1;
                Err(error.to_string())
            }
        };
        checked.push(CheckedClaim { line, words, speaker, result });
    }
    output.present(&Answer::Claims(&checked))?;
    if failed > 0 {
        output.flush()?;
        anyhow::bail!("{failed} of {} claims could not be checked", checked.len());
    }
    Ok(Success::found_if(checked.iter().all(CheckedClaim::is_found)))
}
