//! `onrecord man`: manual pages, made from the arguments as they are.

use std::fs;

use anyhow::Context;
use clap::CommandFactory;

use crate::cli::Found;
use crate::cli::answer_args::ManArgs;
use crate::cli::args::Args;
use crate::cli::output::Output;

pub fn run(args: &ManArgs, output: &mut Output) -> anyhow::Result<Found> {
    let dir = &args.dir;
    let write = || -> std::io::Result<usize> {
        fs::create_dir_all(dir)?;
        clap_mangen::generate_to(Args::command(), dir)?;
        Ok(fs::read_dir(dir)?.filter_map(Result::ok).filter(|e| is_page(&e.path())).count())
    };
    let pages = write().with_context(|| dir.display().to_string())?;
    let look = dir.join("onrecord.1");
    output.line(&format!("{pages} pages in {}; `man -l {}`", dir.display(), look.display()))?;
    Ok(Found::Something)
}

fn is_page(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension == "1")
}
