//! The files in which people decide: aliases and corrections, beside the index.
//!
//! Beside and not within, since an index may be deleted at any time and these may not.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::options::global::GlobalArgs;
use crate::cli::user_file::{self, beside};
use crate::corpus::{Aliases, Corrections, Overrides};

/// Reads the alias file and the corrections; where none is named and none is there, there are none.
///
/// # Errors
/// A file cannot be read, or does not have the form that it should.
pub fn load(global: &GlobalArgs) -> anyhow::Result<Overrides> {
    Ok(Overrides { aliases: aliases(global)?, corrections: corrections(global)? })
}

/// Path of the corrections: `index.corrections.jsonl` beside `index`.
pub fn corrections_path(global: &GlobalArgs) -> PathBuf {
    beside(&global.index, user_file::CORRECTIONS)
}

/// The corrections made so far.
///
/// # Errors
/// The file cannot be read, or a line of it is no correction.
pub fn corrections(global: &GlobalArgs) -> anyhow::Result<Corrections> {
    let path = corrections_path(global);
    let text = user_file::read(&path)?.unwrap_or_default();
    Corrections::parse(&text).with_context(|| path.display().to_string())
}

fn aliases(global: &GlobalArgs) -> anyhow::Result<Aliases> {
    let path = match &global.aliases {
        Some(path) => path.clone(),
        None => beside(&global.index, user_file::ALIASES),
    };
    let text = match user_file::read(&path)? {
        Some(text) => text,
        None if global.aliases.is_none() => return Ok(Aliases::default()),
        None => anyhow::bail!("{}: there is no such alias file", path.display()),
    };
    let csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let aliases = if csv { Aliases::from_csv(&text) } else { Aliases::from_toml(&text) };
    aliases.with_context(|| path.display().to_string())
}
