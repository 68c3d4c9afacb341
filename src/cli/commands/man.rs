//! `onrecord man`: manual pages, made from the arguments as they are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use crate::cli::output::Output;
use crate::cli::success::Success;

/// Arguments of `onrecord man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The directory to write them to; it is made if need be
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
}

/// Writes a manual page for the program and for each of its commands.
pub fn run(args: &ManArgs, program: clap::Command, output: &mut Output) -> anyhow::Result<Success> {
    let dir = &args.dir;
    let write = move || -> std::io::Result<usize> {
        fs::create_dir_all(dir)?;
        clap_mangen::generate_to(program, dir)?;
        Ok(fs::read_dir(dir)?.filter_map(Result::ok).filter(|e| is_page(&e.path())).count())
    };
    let pages = write().with_context(|| dir.display().to_string())?;
    let look = dir.join("onrecord.1");
    output.line(&format!("{pages} pages in {}; `man -l {}`", dir.display(), look.display()))?;
    Ok(Success::Found)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "1")
}
