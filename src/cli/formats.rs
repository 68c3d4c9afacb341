//! `onrecord formats`: what is read.

use crate::cli::Found;
use crate::cli::output::Output;
use crate::present::Answer;
use crate::read::READERS;

pub fn run(output: &mut Output) -> anyhow::Result<Found> {
    output.present(&Answer::Formats(READERS))?;
    Ok(Found::Something)
}
