//! `onrecord snapshot`: an index with all that people keep beside it, in one file.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::success::Success;
use crate::cli::user_file;
use crate::store::{NewFile, write_snapshot};

/// Arguments of `onrecord snapshot`.
#[derive(Debug, Args)]
pub struct SnapshotArgs {
    /// The file to write, such as archive.onrecord
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Writes a snapshot, whole or not at all.
pub fn run(
    global: &GlobalArgs,
    args: &SnapshotArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let path = || args.file.display().to_string();
    let beside = user_file::all(global)?;
    let mut file = NewFile::create(&args.file).with_context(path)?;
    let mut progress = Progress::new(output);
    let written = write_snapshot(&global.index, &beside, &mut file, &mut |done, all| {
        progress.count("packing", done, all);
    });
    progress.end();
    let contents = written?;
    file.persist().with_context(path)?;
    output.note(&format!(
        "{} files, {:.1} MB, {} of them kept beside the index; `onrecord restore {}` takes them \
         anywhere",
        contents.files.len(),
        contents.size() as f64 / 1e6,
        beside.len(),
        args.file.display()
    ));
    Ok(Success::Found)
}
