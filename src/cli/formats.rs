//! `onrecord formats`: what is read.

use crate::cli::Found;
use crate::cli::output::Output;
use crate::read::READERS;

pub fn run(output: &mut Output) -> anyhow::Result<Found> {
    let (present, out) = output.presenter(false);
    present.formats(READERS, out)?;
    Ok(Found::Something)
}
