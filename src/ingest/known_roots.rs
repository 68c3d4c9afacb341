//! Roots as the manifest of an index keeps them, and as the walk takes them.

use crate::crawl::{Root, Roots, escape_path, unescape_path};
use crate::store::{Manifest, RootEntry};

/// Roots that an index knows.
pub fn known_roots(manifest: &Manifest) -> Roots {
    let root = |r: &RootEntry| Root { name: r.name.clone(), dir: unescape_path(&r.dir) };
    Roots(manifest.roots.iter().map(root).collect())
}

/// Roots as a commit states them: those that were incomplete before and are not `walked` still are.
pub fn entries(roots: &Roots, before: &Manifest, walked: &[usize]) -> Vec<RootEntry> {
    let entry = |(index, root): (usize, &Root)| {
        let incomplete = |entry: &RootEntry| entry.name == root.name && entry.incomplete;
        RootEntry {
            name: root.name.clone(),
            dir: escape_path(&root.dir),
            incomplete: before.roots.iter().any(incomplete) && !walked.contains(&index),
        }
    };
    roots.0.iter().enumerate().map(entry).collect()
}
