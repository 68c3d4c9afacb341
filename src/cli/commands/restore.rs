//! `onrecord restore`: an index from a snapshot.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::cli::{user_file, writing};
use crate::store::{self, FORMAT};

/// Arguments of `onrecord restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A file that `onrecord snapshot` wrote (- for standard input)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Restores an index where none is.
pub fn run(
    global: &GlobalArgs,
    args: &RestoreArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let path = || args.file.display().to_string();
    let input: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(&args.file).with_context(path)?)
    };
    let place = |name: &str| user_file::beside(&global.index, name);
    let holder = writing::holder("restore");
    let restored = store::restore(BufReader::new(input), &global.index, &holder, place);
    let contents = restored.with_context(path)?;
    let beside = contents.files.iter().filter(|file| !file.name.starts_with("index/"));
    output.note(&format!(
        "{} files, {:.1} MB, {} of them kept beside the index",
        contents.files.len(),
        contents.size() as f64 / 1e6,
        beside.count()
    ));
    if contents.onrecord_format < FORMAT {
        output.note("the index is of an older onrecord; `onrecord index` brings it to today's");
    }
    Ok(Success::Found)
}
