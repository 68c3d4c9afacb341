//! The roots of an archive, each with what the index has of it.

use rustc_hash::FxHashMap;

use crate::ingest::last_read;
use crate::model::FileId;
use crate::store::{Error, Index, Ledger};

/// A root with what the index has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootStatus {
    /// Name, which ids are made from.
    pub name: String,
    /// Full path of the directory, bytes that are no UTF-8 escaped.
    pub dir: String,
    /// True if articles of it were lost to damage, and it was not read as a whole since.
    pub incomplete: bool,
    /// Number of files.
    pub files: u64,
    /// Number of articles.
    pub articles: u64,
    /// Time at which it was last read as a whole, in seconds since 1970, if that is known.
    pub last_read: Option<i64>,
}

/// The roots of an index, in the order in which they came.
///
/// # Errors
/// The index cannot be read.
pub fn roots(index: &Index) -> Result<Vec<RootStatus>, Error> {
    let ledger = Ledger::load(index)?;
    let digests = index.article_digests()?;
    let mut counts: FxHashMap<String, (u64, u64)> = FxHashMap::default();
    let failures = Ledger::failures(index)?;
    let failed: FxHashMap<FileId, Option<u64>> =
        failures.iter().map(|row| (row.id(), row.expected_articles())).collect();
    Ledger::for_each_path(index, |root, path| {
        let id = FileId::new(root, path);
        let Some(entry) = ledger.get(id) else { return };
        let counted = failed.get(&id).copied().unwrap_or_else(|| entry.read_articles());
        let articles = counted.unwrap_or_else(|| {
            let there = |position: &u64| digests.get(id.article(*position)).is_some();
            (0..entry.positions).filter(there).count() as u64
        });
        let count = counts.entry(root.to_owned()).or_default();
        *count = (count.0 + 1, count.1 + articles);
    })?;
    let times = last_read::load(index);
    let status = index.manifest().roots.iter().map(|root| {
        let (files, articles) = counts.get(&root.name).copied().unwrap_or_default();
        let (name, dir, incomplete) = (root.name.clone(), root.dir.clone(), root.incomplete);
        let last_read = times.get(&name).copied();
        RootStatus { name, dir, incomplete, files, articles, last_read }
    });
    Ok(status.collect())
}
