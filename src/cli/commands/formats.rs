//! `onrecord formats`: the formats that are read.

use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::Answer;
use crate::read::READERS;

/// Lists the formats that are read.
pub fn run(output: &mut Output) -> anyhow::Result<Success> {
    output.present(&Answer::Formats(READERS))?;
    Ok(Success::Found)
}
