//! The archive that a command asks, with what people have decided beside it, opened in one place.

use std::path::Path;

use crate::archive::Archive;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::overrides;
use crate::corpus::{Freshness, Overrides};

/// Opens the archive that was named, with the overrides beside it, and says so if its analyses are
/// not those of its last commit: answers are given all the same.
///
/// # Errors
/// The index cannot be opened, or an override file cannot be read.
pub fn open(global: &GlobalArgs, output: &Output) -> anyhow::Result<Archive> {
    let archive = Archive::open(&global.index, overrides::load(global)?)?;
    match archive.freshness() {
        Freshness::Current => {}
        Freshness::Stale => output.warn(
            "names and copies are told from an earlier state of the archive; `onrecord index` \
             brings them up to date",
        ),
        Freshness::Missing => output.warn(
            "names and copies of the archive are not made yet, so names are as each article has \
             them and no copies are told; `onrecord index` makes them",
        ),
    }
    Ok(archive)
}

/// Opens an archive as its articles tell it, without any overrides or warnings.
///
/// # Errors
/// The index cannot be opened.
pub fn open_plain(dir: &Path) -> anyhow::Result<Archive> {
    Ok(Archive::open(dir, Overrides::default())?)
}
