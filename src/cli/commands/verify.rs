//! `onrecord verify`: the closest real quotations to words that somebody is said to have said.

use std::io::{self, Read};

use clap::Args;

use crate::cli::completion;
use crate::cli::context::Context;
use crate::cli::options::filters;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::Answer;

/// Number of bytes read from standard input: more than the longest text that can be checked.
const MAX_INPUT: u64 = 256 * 1024;

/// Arguments of `onrecord verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The words that somebody is said to have said; - reads them from standard input
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Who is said to have said them
    #[arg(long, value_name = "NAME", add = completion::speakers())]
    pub speaker: Option<String>,
    /// Sayings to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3)]
    pub limit: usize,
    /// Look also in what its publisher has killed, withdrawn or withheld
    #[arg(long)]
    pub include_killed: bool,
}

/// Checks words against the quotations of the archive.
pub fn run(global: &GlobalArgs, args: &VerifyArgs, output: &mut Output) -> anyhow::Result<Success> {
    let words = if args.words == ["-"] {
        let mut bytes = Vec::new();
        io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes)?;
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        args.words.join(" ")
    };
    let context = Context::open(global)?;
    let engine = context.engine()?;
    let filters = filters::shown_now(args.include_killed);
    let verification =
        engine.verify(words.trim(), args.speaker.as_deref(), &filters, args.limit.max(1))??;
    output.present(&Answer::Verification(&verification))?;
    Ok(Success::found_if(verification.is_found()))
}
