//! A new index made of what an old one holds, and put into its place.
//!
//! It serves two ends: an index of an older format is brought to today's, and a damaged one is mended as far as it can be from
//! itself. Nothing of the sources is needed, so what came through a pipe or lies on a disk that is gone is kept. What is not
//! whole any more is marked to be read again by the next run.
//!
//! The new index is built in a directory within the old one, which stays as it is until then. Then the new files are
//! moved beside the old ones (their names are random and never clash) and meta.json is replaced by a rename: that is the
//! moment. Killed before it, the old index is whole, after it the new one; the next writer clears away what is left over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::directory::META_LOCK;
use tantivy::{Directory, Index};

use crate::model::{ArticleId, FileId};
use crate::store::lock::WriteLock;
use crate::store::open::{commit_of, read_meta};
use crate::store::record::OLDEST;
use crate::store::remains::{Part, Remain, Remains, broken_files};
use crate::store::replace_file::{replace_file, sync_dir};
use crate::store::{
    ArticleRecord, Error, FORMAT, FileRow, Manifest, Outcome, Writer, WriterOptions, is_index_dir,
};

/// Where the new index is built, in the directory of the old one.
pub const BESIDE: &str = "rebuilding";

/// What became of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// The format that it had.
    pub from: u32,
    /// Articles that it holds now.
    pub articles: u64,
    /// Files that it lists now.
    pub files: u64,
    /// Articles and rows that could not be read.
    pub lost: u64,
    /// Files of these that have to be read again.
    pub again: u64,
}

/// Brings the index in `dir` to today's format if it is of an older one, else does nothing. `progress` is called with the
/// documents read and those there are.
///
/// # Errors
/// It cannot be read or written, or is being written to; then the old index stands.
pub fn upgrade(
    dir: &Path,
    options: &WriterOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<Rebuilt>, Error> {
    if !is_index_dir(dir) {
        return Ok(None);
    }
    match commit_of(dir, &read_meta(dir)?) {
        Ok((manifest, _)) if (OLDEST..FORMAT).contains(&manifest.onrecord_format) => {
            rebuild(dir, options, progress).map(Some)
        }
        // Whoever opens the index says what is wrong with it.
        _ => Ok(None),
    }
}

/// Makes the index in `dir` anew from what can be read of it.
///
/// # Errors
/// As for [`upgrade`].
pub fn rebuild(
    dir: &Path,
    options: &WriterOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Rebuilt, Error> {
    let _lock = WriteLock::take(dir, &options.holder)?;
    clear(dir)?;
    let remains = Remains::open(dir)?;
    let beside = dir.join(BESIDE);
    let rebuilt = {
        let mut writer = Writer::open(&beside, options)?;
        let mut copying = Copying::new(&remains, dir, &mut writer);
        copying.all(progress)?;
        let rebuilt = copying.rebuilt;
        writer.commit(&Manifest { onrecord_format: FORMAT, ..remains.manifest.clone() })?;
        writer.close()?;
        rebuilt
    };
    put_in_place(dir, &beside, &remains)?;
    Ok(rebuilt)
}

/// Removes what a rebuilding left that was killed.
pub fn clear(dir: &Path) -> Result<(), Error> {
    let beside = dir.join(BESIDE);
    match fs::remove_dir_all(&beside) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::io(&beside, e)),
        _ => Ok(()),
    }
}

/// What is known of a file while its articles are copied.
struct Known {
    /// How many articles its row says that it has, where it does.
    expected: Option<u64>,
    found: u64,
    versions: u64,
    /// It has to be read again.
    again: bool,
}

/// A file whose articles are there and whose row is not.
struct Orphan {
    root: String,
    path: String,
    positions: u64,
}

/// The copying of what can be read into a new index.
struct Copying<'r> {
    remains: &'r Remains,
    dir: &'r Path,
    writer: &'r mut Writer,
    files: FxHashMap<FileId, Known>,
    orphans: FxHashMap<FileId, Orphan>,
    articles: FxHashSet<ArticleId>,
    /// Whether something is lost of which it is not known what.
    unsure: bool,
    rebuilt: Rebuilt,
}

impl<'r> Copying<'r> {
    fn new(remains: &'r Remains, dir: &'r Path, writer: &'r mut Writer) -> Self {
        Self {
            remains,
            dir,
            writer,
            files: FxHashMap::default(),
            orphans: FxHashMap::default(),
            articles: FxHashSet::default(),
            unsure: false,
            rebuilt: Rebuilt { from: remains.format, ..Rebuilt::default() },
        }
    }

    fn all(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
        let open = |segment| Part::open(self.remains, segment, &broken_files(self.dir, segment));
        let mut parts: Vec<Part> = self.remains.segments.iter().map(open).collect();
        // What may have been deleted yields to what is known to live.
        parts.sort_by_key(|part| !part.alive_known);
        self.unsure = parts.iter().any(|part| part.columns.is_none() || !part.alive_known);
        for part in &parts {
            for doc in part.live().filter(|doc| part.is_file(*doc)) {
                match part.read(doc) {
                    Remain::File(row) => self.note(&row, part.alive_known),
                    _ => self.rebuilt.lost += 1,
                }
            }
        }
        let (mut done, all) = (0, self.remains.documents());
        for part in &parts {
            for doc in part.live().filter(|doc| !part.is_file(*doc)) {
                match part.read(doc) {
                    Remain::Article(record) => self.article(*record, part.alive_known)?,
                    Remain::Lost(_) => self.rebuilt.lost += 1,
                    Remain::Quote | Remain::File(_) => {}
                }
                done += 1;
                if done % 256 == 0 {
                    progress(done, all);
                }
            }
        }
        for part in &parts {
            for doc in part.live().filter(|doc| part.is_file(*doc)) {
                if let Remain::File(row) = part.read(doc) {
                    self.row(row)?;
                }
            }
        }
        for (_, Orphan { root, path, positions }) in std::mem::take(&mut self.orphans) {
            self.rebuilt.again += 1;
            self.put_row(&FileRow::unfinished(root, path, positions))?;
        }
        progress(all, all);
        Ok(())
    }

    fn note(&mut self, row: &FileRow, alive_known: bool) {
        let (expected, versions) = (row.articles(), row.entry.versions);
        let known = Known { expected, found: 0, versions, again: !alive_known };
        self.files.entry(row.id()).or_insert(known);
    }

    fn article(&mut self, mut record: ArticleRecord, alive_known: bool) -> Result<(), Error> {
        let source = &record.source;
        if !record.notes.fits(&record.article.body) {
            self.rebuilt.lost += 1;
            return Ok(());
        }
        if !self.articles.insert(source.article_id()) {
            return Ok(());
        }
        if let Some(known) = self.files.get_mut(&source.file_id()) {
            known.found += 1;
            known.again |= !alive_known;
            if record.content == 0 || self.remains.format != FORMAT {
                record.content = ArticleRecord::digest(&record.article, known.versions);
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
        self.writer.put_article(&record, false)
    }

    fn row(&mut self, row: FileRow) -> Result<(), Error> {
        // Taken out, so that a row that is there twice is put once.
        let Some(known) = self.files.remove(&row.id()) else { return Ok(()) };
        let unsure = self.unsure || self.rebuilt.lost > 0;
        let whole = known.expected.map_or(!unsure, |expected| expected == known.found);
        if whole && !known.again {
            return self.put_row(&row);
        }
        self.rebuilt.again += u64::from(row.entry.outcome != Outcome::Partial);
        self.put_row(&FileRow::unfinished(row.root, row.path, row.entry.positions))
    }

    fn put_row(&mut self, row: &FileRow) -> Result<(), Error> {
        self.rebuilt.files += 1;
        self.writer.put_file(row, false)
    }
}

/// Puts the index in `beside` into the place of the one in `dir`.
fn put_in_place(dir: &Path, beside: &Path, old: &Remains) -> Result<(), Error> {
    let fail = |e: tantivy::TantivyError| Error::index(dir, &e);
    let (mut meta, new_files) = {
        let index = Index::open_in_dir(beside).map_err(fail)?;
        let files = index.load_metas().map_err(fail)?.list_segment_files();
        let meta: serde_json::Value = serde_json::from_slice(&read_meta(beside)?)
            .map_err(|e| Error::damaged(beside, e.to_string()))?;
        (meta, files)
    };
    let new_files: FxHashSet<PathBuf> =
        new_files.into_iter().filter(|name| beside.join(name).is_file()).collect();
    // The number of a commit grows, whatever becomes of the index: side files go by it.
    let opstamp = meta["opstamp"].as_u64().unwrap_or(0).max(old.commit + 1);
    let manifest = Manifest { onrecord_format: FORMAT, ..old.manifest.clone() };
    meta["opstamp"] = opstamp.into();
    meta["payload"] = manifest.to_payload(opstamp).into();
    // What tantivy may clear away: the old files and, should this be killed before the moment, the new ones.
    let mut managed = segment_files(dir)?;
    managed.extend(new_files.iter().cloned());
    write_managed(dir, &managed)?;
    for name in &new_files {
        let to = dir.join(name);
        fs::rename(beside.join(name), &to).map_err(|e| Error::io(&to, e))?;
    }
    sync_dir(dir).map_err(|e| Error::io(dir, e))?;
    replace(&dir.join("meta.json"), &json_of(dir, serde_json::to_vec_pretty(&meta))?)?;
    let old_files = managed.iter().filter(|name| !new_files.contains(*name));
    // A reader that has just read the old meta.json holds this lock until it has opened the old files.
    if let Ok(_reading) = old.index.directory().acquire_lock(&META_LOCK) {
        for name in old_files {
            let _ = fs::remove_file(dir.join(name));
        }
        write_managed(dir, &new_files)?;
    }
    clear(dir)
}

/// The files of `dir` that are of a segment by their names.
pub fn segment_files(dir: &Path) -> Result<FxHashSet<PathBuf>, Error> {
    let mut found = FxHashSet::default();
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let name = PathBuf::from(entry.map_err(|e| Error::io(dir, e))?.file_name());
        let text = name.to_string_lossy();
        let (stem, rest) = text.split_once('.').unwrap_or((&text, ""));
        if stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty() {
            found.insert(name);
        }
    }
    Ok(found)
}

/// Writes tantivy's list of the files that are its own.
pub fn write_managed(dir: &Path, files: &FxHashSet<PathBuf>) -> Result<(), Error> {
    let mut files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    files.push(Path::new("meta.json"));
    replace(&dir.join(".managed.json"), &json_of(dir, serde_json::to_vec(&files))?)
}

/// The text that was made, or the error that it could not be: a path that is no UTF-8.
fn json_of(dir: &Path, made: serde_json::Result<Vec<u8>>) -> Result<Vec<u8>, Error> {
    made.map_err(|e| Error::io(dir, e.into()))
}

/// Replaces a file, whole and on the disk before it has the name.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_file(path, bytes).map_err(|e| Error::io(path, e))
}
