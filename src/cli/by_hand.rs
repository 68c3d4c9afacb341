//! The files in which people decide: aliases and corrections, beside the index.
//!
//! Beside and not within, since an index may be deleted at any time and these may not.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::args::GlobalArgs;
use crate::search::{Aliases, ByHand, Corrections};

/// Reads the alias file and the corrections; where none is named and none is there, there are none.
pub fn load(global: &GlobalArgs) -> anyhow::Result<ByHand> {
    Ok(ByHand { aliases: aliases(global)?, corrections: corrections(global)? })
}

/// Where corrections are kept: `index.corrections.jsonl` beside `index`.
pub fn corrections_path(global: &GlobalArgs) -> PathBuf {
    beside(&global.index, ".corrections.jsonl")
}

/// The corrections made so far.
pub fn corrections(global: &GlobalArgs) -> anyhow::Result<Corrections> {
    let path = corrections_path(global);
    let text = read_if_there(&path)?.unwrap_or_default();
    Corrections::parse(&text).with_context(|| path.display().to_string())
}

/// Writes corrections in the place of those before, whole or not at all.
pub fn write_corrections(global: &GlobalArgs, corrections: &Corrections) -> anyhow::Result<()> {
    let path = corrections_path(global);
    let new = path.with_extension("new");
    let write = || fs::write(&new, corrections.to_text()).and_then(|()| fs::rename(&new, &path));
    write().with_context(|| path.display().to_string())
}

fn aliases(global: &GlobalArgs) -> anyhow::Result<Aliases> {
    let path = match &global.aliases {
        Some(path) => path.clone(),
        None => beside(&global.index, ".aliases.toml"),
    };
    let text = match read_if_there(&path)? {
        Some(text) => text,
        None if global.aliases.is_none() => return Ok(Aliases::default()),
        None => anyhow::bail!("{}: there is no such alias file", path.display()),
    };
    let csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let aliases = if csv { Aliases::from_csv(&text) } else { Aliases::from_toml(&text) };
    aliases.with_context(|| path.display().to_string())
}

/// The path of a file beside the index.
pub fn beside(index: &Path, suffix: &str) -> PathBuf {
    let mut name = index.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    name.push(suffix);
    index.with_file_name(name)
}

fn read_if_there(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}
