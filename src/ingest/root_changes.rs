//! Roots that are added, removed and moved by hand, without reading what lies in them.

use std::path::Path;

use crate::crawl::{RootsError, unescape_path};
use crate::ingest::error::IngestError;
use crate::ingest::known_roots::{entries, known_roots};
use crate::ingest::sink::Sink;
use crate::model::FileId;
use crate::store::{Index, Ledger, Manifest, RootEntry};

/// Adds a root, under a name of its own or the last part of its path; the next run reads it.
///
/// # Errors
/// There is no such directory, it is a root or lies in one, the name is taken, or the index cannot
/// be written.
pub fn add_root(
    index: &Index,
    sink: &mut dyn Sink,
    name: Option<&str>,
    dir: &Path,
) -> Result<RootEntry, IngestError> {
    let mut roots = known_roots(index.manifest());
    if let Some(name) = name {
        if let Some(root) = roots.0.iter().find(|root| root.name == name) {
            let (name, dir) = (name.to_owned(), root.dir.clone());
            return Err(RootsError::NameTaken { name, dir }.into());
        }
        roots.set(name, dir)?;
    } else {
        roots.add(dir)?;
    }
    let roots = entries(&roots, index.manifest(), &[]);
    let added = roots.last().cloned();
    sink.commit(&Manifest { roots, ..index.manifest().clone() })?;
    let gone = RootsError::NotADirectory { path: dir.to_owned() };
    added.ok_or_else(|| gone.into())
}

/// Moves a root, told by its name or its directory: its ids stay, and what is decided by them.
///
/// # Errors
/// There is no such root or directory, another root has the directory, or the index cannot be
/// written.
pub fn move_root(
    index: &Index,
    sink: &mut dyn Sink,
    root: &str,
    dir: &Path,
) -> Result<RootEntry, IngestError> {
    let mut roots = known_roots(index.manifest());
    let at = position(index, root)?;
    let name = roots.0[at].name.clone();
    roots.set(&name, dir)?;
    let roots = entries(&roots, index.manifest(), &[]);
    let moved = roots[at].clone();
    sink.commit(&Manifest { roots, ..index.manifest().clone() })?;
    Ok(moved)
}

/// Removes a root, told by its name or its directory, and all that the index has of it; returns it
/// with its number of files.
///
/// # Errors
/// There is no such root, or the index cannot be read or written.
pub fn remove_root(
    index: &Index,
    sink: &mut dyn Sink,
    root: &str,
) -> Result<(RootEntry, u64), IngestError> {
    let at = position(index, root)?;
    let mut roots = index.manifest().roots.clone();
    let removed = roots.remove(at);
    let ledger = Ledger::load(index)?;
    let mut files = 0;
    Ledger::for_each_path(index, |root, path| {
        if root == removed.name {
            let id = FileId::new(root, path);
            for position in 0..ledger.get(id).map_or(0, |entry| entry.positions) {
                sink.remove_article(id.article(position));
            }
            sink.remove_file(id);
            files += 1;
        }
    })?;
    sink.commit(&Manifest { roots, ..index.manifest().clone() })?;
    Ok((removed, files))
}

/// Index of the root that is told by its name or its directory, which need not be there any more.
fn position(index: &Index, told: &str) -> Result<usize, IngestError> {
    let roots = &index.manifest().roots;
    let full = std::path::absolute(told).unwrap_or_else(|_| told.into());
    let real = full.canonicalize().unwrap_or_else(|_| full.clone());
    let by_name = roots.iter().position(|root| root.name == told);
    let by_dir = || {
        let dirs = roots.iter().map(|root| unescape_path(&root.dir));
        dirs.into_iter().position(|dir| full.components().eq(dir.components()) || dir == real)
    };
    by_name.or_else(by_dir).ok_or_else(|| {
        let names: Vec<&str> = roots.iter().map(|root| root.name.as_str()).collect();
        RootsError::Unknown { told: told.to_owned(), names: names.join(", ") }.into()
    })
}
