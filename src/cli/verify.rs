//! `onrecord verify`.

use std::io::{self, Read};

use crate::cli::answer_args::VerifyArgs;
use crate::cli::args::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::present::Answer;
use crate::search::Engine;
use crate::store::Index;

/// More than the longest text that can be checked, in bytes; no more is read from standard input.
const LONGEST: u64 = 256 * 1024;

pub fn run(global: &GlobalArgs, args: &VerifyArgs, output: &mut Output) -> anyhow::Result<Found> {
    let words = if args.words == ["-"] {
        let mut bytes = Vec::new();
        io::stdin().lock().take(LONGEST).read_to_end(&mut bytes)?;
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        args.words.join(" ")
    };
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let filters = settings::shown(args.include_killed);
    let verification =
        engine.verify(words.trim(), args.speaker.as_deref(), &filters, args.limit.max(1))??;
    output.present(&Answer::Verification(&verification))?;
    Ok(Found::when(verification.is_found()))
}
