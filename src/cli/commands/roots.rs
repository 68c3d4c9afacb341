//! `onrecord roots`: the directories that are indexed, listed and changed.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::archive::{Archive, Indexer, analyse};
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::cli::{clock, context, parse, writing};
use crate::crawl::{RootsError, unescape_path};
use crate::ingest::Timings;
use crate::present::{Answer, RootLine};
use crate::store::Index;

/// Memory of the writer, in bytes.
const MEMORY: usize = 64_000_000;

/// Arguments of `onrecord roots`.
#[derive(Debug, Args)]
pub struct RootsArgs {
    /// The change; without one the roots are listed.
    #[command(subcommand)]
    pub change: Option<RootsChange>,
}

/// A change of the roots.
#[derive(Debug, Subcommand)]
pub enum RootsChange {
    /// List the roots, which `onrecord roots` alone does too
    List,
    /// Add a directory; the next `onrecord index` reads it
    Add {
        /// The directory, or NAME=DIR to choose the name that ids are made from
        #[arg(value_name = "[NAME=]DIR")]
        dir: PathBuf,
    },
    /// Take a root and all its articles out of the index
    ///
    /// Nothing is changed in the directory. Corrections are kept, and count again should the root
    /// be added under the same name.
    Remove {
        /// The root's name or directory
        #[arg(value_name = "ROOT")]
        root: String,
    },
    /// Say where a root lies now; it keeps its ids
    Move {
        /// The root's name, or the directory where it lay
        #[arg(value_name = "OLD")]
        old: String,
        /// The directory where it lies now
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
}

/// Lists or changes the roots.
pub fn run(global: &GlobalArgs, args: &RootsArgs, output: &mut Output) -> anyhow::Result<Success> {
    match &args.change {
        None | Some(RootsChange::List) => {
            let roots = lines(&context::open_plain(&global.index)?)?;
            output.present(&Answer::Roots(&roots))?;
            return Ok(Success::found_if(!roots.is_empty()));
        }
        Some(RootsChange::Add { dir }) => {
            let (name, dir) = named(dir);
            // Before anything is made: a wrong path leaves no empty index behind.
            std::fs::metadata(&dir)
                .map_err(|source| RootsError::Missing { path: dir.clone(), source })?;
            let root = change(global, |indexer| Ok(indexer.add_root(name.as_deref(), &dir)?))?;
            output.line(&format!(
                "{} = {} is a root now; `onrecord index` reads it",
                root.name, root.dir
            ))?;
        }
        Some(RootsChange::Move { old, new }) => {
            drop(Index::open(&global.index)?);
            let root = change(global, |indexer| Ok(indexer.move_root(old, new)?))?;
            output.line(&format!("{} lies in {} now and keeps its ids", root.name, root.dir))?;
        }
        Some(RootsChange::Remove { root }) => {
            drop(Index::open(&global.index)?);
            let (root, files) = change(global, |indexer| Ok(indexer.remove_root(root)?))?;
            output.line(&format!(
                "{} = {} is no root any more: {files} files were taken out of the index",
                root.name, root.dir
            ))?;
        }
    }
    Ok(Success::Found)
}

/// The roots of an archive as they are shown.
///
/// # Errors
/// The index cannot be read.
pub fn lines(archive: &Archive) -> anyhow::Result<Vec<RootLine>> {
    let line = |root: crate::archive::RootStatus| RootLine {
        there: unescape_path(&root.dir).is_dir() || !Path::new(&root.dir).is_absolute(),
        incomplete: root.incomplete,
        name: root.name,
        dir: root.dir,
        files: root.files,
        articles: root.articles,
        last_read: root.last_read.and_then(clock::rfc_3339),
    };
    Ok(archive.roots()?.into_iter().map(line).collect())
}

/// Opens the index for writing, changes it, and makes the analyses of the new commit.
fn change<T>(
    global: &GlobalArgs,
    change: impl FnOnce(&mut Indexer) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let options = writing::writer_options("roots", 1, MEMORY);
    let mut indexer = Indexer::open(&global.index, &options)?;
    let changed = change(&mut indexer)?;
    indexer.close()?;
    analyse(&global.index, &Timings::default())?;
    Ok(changed)
}

/// Name and directory of `NAME=DIR`; no name if there is a directory that is called so.
fn named(typed: &Path) -> (Option<String>, PathBuf) {
    let parsed = typed.to_str().filter(|_| !typed.is_dir()).map(parse::named_root);
    match parsed {
        Some(Ok((name, dir))) if !name.contains('/') => (Some(name), dir),
        _ => (None, typed.to_owned()),
    }
}
