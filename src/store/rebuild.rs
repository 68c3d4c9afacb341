//! A new index made of what an old one holds, and put into its place.
//!
//! It serves two ends: an index of an older format is brought to today's, and a damaged one is
//! mended as far as it can be from itself. Nothing of the sources is needed, so what came through a
//! pipe or lies on a disk that is gone is kept. What is not whole any more is marked to be read
//! again by the next run.
//!
//! The new index is built in a directory within the old one, which stays as it is until then. Then
//! the new files are moved beside the old ones (their names are random and never clash) and
//! meta.json is replaced by a rename: that is the moment. Killed before it, the old index is whole,
//! after it the new one; the next writer clears away what is left over.

use std::fs;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ArticleId, FileId};
use crate::store::codes::Outcome;
use crate::store::error::Error;
use crate::store::file_marks::files_of_meta;
use crate::store::index_dir::{
    is_index_dir, parse_meta, read_meta, rebuild_dir, remove_rebuild_dir, segment_files, write_meta,
};
use crate::store::ledger::FileRow;
use crate::store::leftovers::remove_under_lock;
use crate::store::lock::WriteLock;
use crate::store::manifest::{FORMAT, Manifest};
use crate::store::record::{ArticleRecord, OLDEST_FORMAT};
use crate::store::replace_file::{parent_of, sync_dir};
use crate::store::salvage::{SalvagedDocument, SalvagedIndex, SegmentSalvage};
use crate::store::writer::{Writer, WriterOptions};

/// Result of a rebuild.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Format of the index before.
    pub from: u32,
    /// Number of articles in the new index.
    pub articles: u64,
    /// Number of files in the new ledger.
    pub files: u64,
    /// Number of articles and rows that could not be read.
    pub lost: u64,
    /// Number of files of these that have to be read again.
    pub reread: u64,
    /// True if files may have been in the old ledger that are not in the new one.
    pub rows_lost: bool,
}

/// Brings the index in `dir` to today's format if it is of an older one, else does nothing.
/// `progress` is called with the number of documents read and of all.
///
/// # Errors
/// The index cannot be read or written, or is being written to; then the old one stands.
pub fn upgrade(
    dir: &Path,
    options: &WriterOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<Rebuilt>, Error> {
    if !is_index_dir(dir) {
        return Ok(None);
    }
    match parse_meta(dir, &read_meta(dir)?) {
        Ok((manifest, _)) if (OLDEST_FORMAT..FORMAT).contains(&manifest.onrecord_format) => {
            rebuild(dir, options, progress).map(Some)
        }
        // Whoever opens the index says what is wrong with it.
        _ => Ok(None),
    }
}

/// Makes the index in `dir` anew from what can be read of it. `progress` is called as by
/// [`upgrade`].
///
/// # Errors
/// The index cannot be read or written, or is being written to; then the old one stands.
pub fn rebuild(
    dir: &Path,
    options: &WriterOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Rebuilt, Error> {
    let _lock = WriteLock::acquire(dir, &options.holder)?;
    remove_rebuild_dir(dir)?;
    let old = SalvagedIndex::open(dir)?;
    let beside = rebuild_dir(dir);
    let rebuilt = {
        let mut writer = Writer::open(&beside, options)?;
        let mut copier = Copier::new(&old, dir, &mut writer);
        copier.copy_all(progress)?;
        let rebuilt = copier.rebuilt;
        writer.commit(&manifest(&old, rebuilt))?;
        writer.close()?;
        rebuilt
    };
    put_in_place(dir, &beside, &old, rebuilt)?;
    Ok(rebuilt)
}

/// Manifest of the index that is made of an old one. Where rows of the ledger are lost, nothing
/// tells of which files, and their roots have to be walked again.
fn manifest(old: &SalvagedIndex, rebuilt: Rebuilt) -> Manifest {
    let mut manifest = Manifest { onrecord_format: FORMAT, ..old.manifest.clone() };
    for root in &mut manifest.roots {
        root.incomplete |= rebuilt.rows_lost && root.is_dir();
    }
    manifest
}

/// A file of the ledger while its articles are copied.
struct FileProgress {
    /// Number of articles that the index must have of it, where its row tells.
    expected: Option<u64>,
    /// Number of its articles copied so far.
    found: u64,
    versions: u64,
    /// True if it has to be read again.
    reread: bool,
}

/// A file whose articles are there and whose row is not.
struct Orphan {
    root: String,
    path: String,
    positions: u64,
}

/// Copies what can be read of an index into a new one.
struct Copier<'r> {
    old: &'r SalvagedIndex,
    dir: &'r Path,
    writer: &'r mut Writer,
    files: FxHashMap<FileId, FileProgress>,
    orphans: FxHashMap<FileId, Orphan>,
    articles: FxHashSet<ArticleId>,
    /// True if something is lost and nothing tells what.
    unsure: bool,
    rebuilt: Rebuilt,
}

impl<'r> Copier<'r> {
    fn new(old: &'r SalvagedIndex, dir: &'r Path, writer: &'r mut Writer) -> Self {
        Self {
            old,
            dir,
            writer,
            files: FxHashMap::default(),
            orphans: FxHashMap::default(),
            articles: FxHashSet::default(),
            unsure: false,
            rebuilt: Rebuilt { from: old.format, ..Rebuilt::default() },
        }
    }

    fn copy_all(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
        let open = |s| SegmentSalvage::open(self.old, s, &self.old.broken_files(self.dir, s));
        let mut segments: Vec<SegmentSalvage> = self.old.segments.iter().map(open).collect();
        // What may have been deleted yields to what is known to live.
        segments.sort_by_key(|segment| !segment.alive_known);
        self.unsure = segments.iter().any(|s| s.columns.is_none() || !s.alive_known);
        self.rebuilt.rows_lost = segments.iter().any(|s| s.columns.is_none());
        for segment in &segments {
            for doc in segment.live().filter(|doc| segment.is_file(*doc)) {
                if let SalvagedDocument::File(row) = segment.read(doc) {
                    self.expect_file(&row, segment.alive_known);
                } else {
                    self.rebuilt.lost += 1;
                    self.rebuilt.rows_lost = true;
                }
            }
        }
        let (mut done, all) = (0, self.old.documents());
        for segment in &segments {
            for doc in segment.live().filter(|doc| !segment.is_file(*doc)) {
                match segment.read(doc) {
                    SalvagedDocument::Article(record) => {
                        self.copy_article(*record, segment.alive_known)?;
                    }
                    SalvagedDocument::Lost(_) => self.rebuilt.lost += 1,
                    SalvagedDocument::Quote | SalvagedDocument::File(_) => {}
                }
                done += 1;
                if done % 256 == 0 {
                    progress(done, all);
                }
            }
        }
        for segment in &segments {
            for doc in segment.live().filter(|doc| segment.is_file(*doc)) {
                if let SalvagedDocument::File(row) = segment.read(doc) {
                    self.copy_row(row)?;
                }
            }
        }
        for (_, Orphan { root, path, positions }) in std::mem::take(&mut self.orphans) {
            self.rebuilt.reread += 1;
            self.insert_row(&FileRow::lost(root, path, positions))?;
        }
        progress(all, all);
        Ok(())
    }

    fn expect_file(&mut self, row: &FileRow, alive_known: bool) {
        let (expected, versions) = (row.expected_articles(), row.entry.versions);
        let file = FileProgress { expected, found: 0, versions, reread: !alive_known };
        self.files.entry(row.id()).or_insert(file);
    }

    fn copy_article(&mut self, mut record: ArticleRecord, alive_known: bool) -> Result<(), Error> {
        let source = &record.source;
        if !record.notes.matches(&record.article.body) {
            self.rebuilt.lost += 1;
            return Ok(());
        }
        if !self.articles.insert(source.article_id()) {
            return Ok(());
        }
        if let Some(file) = self.files.get_mut(&source.file_id()) {
            file.found += 1;
            file.reread |= !alive_known;
            if record.content == 0 || self.old.format != FORMAT {
                record.content = ArticleRecord::digest(&record.article, file.versions);
            }
        } else {
            let orphan = self.orphans.entry(source.file_id()).or_insert_with(|| Orphan {
                root: source.root.clone(),
                path: source.path.clone(),
                positions: 0,
            });
            orphan.positions = orphan.positions.max(source.position + 1);
        }
        self.rebuilt.articles += 1;
        self.writer.insert_article(&record, false)
    }

    fn copy_row(&mut self, row: FileRow) -> Result<(), Error> {
        // Taken out, so that a row that is there twice is copied once.
        let Some(file) = self.files.remove(&row.id()) else { return Ok(()) };
        let unsure = self.unsure || self.rebuilt.lost > 0;
        let whole = file.expected.map_or(!unsure, |expected| expected == file.found);
        if whole && !file.reread {
            return self.insert_row(&row);
        }
        self.rebuilt.reread += u64::from(row.entry.outcome != Outcome::Partial);
        self.insert_row(&FileRow::lost(row.root, row.path, row.entry.positions))
    }

    fn insert_row(&mut self, row: &FileRow) -> Result<(), Error> {
        self.rebuilt.files += 1;
        self.writer.insert_file(row, false)
    }
}

/// Puts the index in `beside` into the place of the one in `dir`.
fn put_in_place(
    dir: &Path,
    beside: &Path,
    old: &SalvagedIndex,
    rebuilt: Rebuilt,
) -> Result<(), Error> {
    let mut meta: serde_json::Value = serde_json::from_slice(&read_meta(beside)?)
        .map_err(|e| Error::damaged(beside, e.to_string()))?;
    // The number of a commit grows, whatever becomes of the index.
    let opstamp = meta["opstamp"].as_u64().unwrap_or(0).max(old.commit.number + 1);
    let manifest = manifest(old, rebuilt);
    meta["opstamp"] = opstamp.into();
    meta["payload"] = manifest.to_payload(old.commit.next(opstamp)).into();
    let old_files = segment_files(dir)?;
    for name in files_of_meta(&meta) {
        let to = dir.join(&name);
        fs::rename(beside.join(&name), &to).map_err(|e| Error::io(&to, e))?;
    }
    sync_dir(dir).map_err(|e| Error::io(dir, e))?;
    write_meta(dir, &meta)?;
    let _ = sync_dir(parent_of(dir));
    for name in old_files {
        let _ = fs::remove_file(dir.join(name));
    }
    remove_under_lock(dir)
}
