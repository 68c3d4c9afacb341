//! Opening an index, or telling clearly why it cannot be.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::schema::Value;
use tantivy::store::Compressor;
use tantivy::{
    DocAddress, Index as TantivyIndex, IndexReader, IndexSettings, ReloadPolicy, Searcher,
    TantivyDocument, TantivyError,
};

use crate::model::Problem;
use crate::store::checked::NOTE;
use crate::store::contents::Contents;
use crate::store::manifest::Payload;
use crate::store::record::{OLDEST, ProblemsRecord, RecordError};
use crate::store::{ArticleRecord, Error, FORMAT, Fields, Manifest, checked, lock, tokenizers};

/// An index open for reading: one commit of it, whole.
pub struct Index {
    dir: PathBuf,
    index: TantivyIndex,
    reader: IndexReader,
    fields: Fields,
    manifest: Manifest,
    commit: u64,
}

/// Files that may lie in a directory where an index is to be built.
const HARMLESS: &[&str] = &["README.md", ".gitignore", lock::LOCK_FILE];

/// Whether `dir` holds an index (of any program's or format's).
pub fn is_index_dir(dir: &Path) -> bool {
    dir.join("meta.json").is_file()
}

impl Index {
    /// Opens the index in `dir` as its last commit left it.
    ///
    /// # Errors
    /// There is none, it is not ours, or it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if !is_index_dir(dir) {
            Self::check(dir)?;
            return Err(Error::Missing { dir: dir.to_owned() });
        }
        Self::open_existing(dir)
    }

    /// Refuses a directory that holds other things and no index.
    pub(super) fn check(dir: &Path) -> Result<(), Error> {
        match is_index_dir(dir) {
            true => Ok(()),
            false if dir.join(NOTE).is_file() => Err(Error::damaged(dir, "meta.json is missing")),
            false => check_empty(dir),
        }
    }

    /// Opens the index in `dir`, or makes an empty one there.
    pub(super) fn open_or_create(dir: &Path) -> Result<Self, Error> {
        if is_index_dir(dir) {
            return Self::open_existing(dir);
        }
        let (schema, _) = Fields::schema();
        // zstd against lz4: a fifth off the store for a few percent of time, and an archive's texts
        // are the larger part of its index. Blocks of 112 KB against tantivy's 16: an eighth, and a hit
        // that is shown costs 0.1 ms more.
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(tantivy::store::ZstdCompressor {
                compression_level: Some(3),
            }),
            docstore_blocksize: 112 * 1024,
            ..IndexSettings::default()
        };
        let directory = MmapDirectory::open(dir).map_err(|e| Error::index(dir, &e.into()))?;
        TantivyIndex::create(directory, schema, settings).map_err(|e| Error::index(dir, &e))?;
        Self::open_existing(dir)
    }

    fn open_existing(dir: &Path) -> Result<Self, Error> {
        // Whoever writes may commit while this reads. A commit is taken whole or not at all: when meta.json is
        // another one afterwards, everything is read again.
        for _ in 0..TRIES {
            let meta = read_meta(dir)?;
            let opened = Self::open_commit(dir, &meta);
            if read_meta(dir)? == meta {
                return opened;
            }
        }
        let reason = "it is committed to without a pause; try again".to_owned();
        Err(Error::Index { dir: dir.to_owned(), reason })
    }

    /// Opens the commit that `meta`, the text of meta.json, tells of.
    fn open_commit(dir: &Path, meta: &[u8]) -> Result<Self, Error> {
        let (manifest, commit) = commit_of(dir, meta)?;
        match manifest.onrecord_format {
            FORMAT => {}
            found if found > FORMAT => {
                return Err(Error::Newer { dir: dir.to_owned(), found, ours: FORMAT });
            }
            found if found >= OLDEST => {
                return Err(Error::Outdated { dir: dir.to_owned(), found, ours: FORMAT });
            }
            found => {
                let found = found.to_string();
                return Err(Error::Format { dir: dir.to_owned(), found, ours: FORMAT });
            }
        }
        let fail = |e: TantivyError| damage(dir, &e);
        let mut index = TantivyIndex::open_in_dir(dir).map_err(fail)?;
        index.set_tokenizers(tokenizers::manager());
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(Error::damaged(dir, "meta.json names other fields"));
        }
        checked::verify(dir, &index, meta)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(BLOCKS_KEPT)
            .try_into()
            .map_err(fail)?;
        Ok(Self { dir: dir.to_owned(), index, reader, fields, manifest, commit })
    }

    /// The directory the index lies in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The fields of its documents.
    pub fn fields(&self) -> Fields {
        self.fields
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The number of the commit: it grows with each.
    pub(super) fn commit(&self) -> u64 {
        self.commit
    }

    /// The commit as it was when the index was opened.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(super) fn index(&self) -> &TantivyIndex {
        &self.index
    }

    /// The bytes that the index takes on the disk.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn size(&self) -> Result<u64, Error> {
        let mut size = 0;
        for entry in fs::read_dir(&self.dir).map_err(|e| Error::io(&self.dir, e))? {
            let entry = entry.map_err(|e| Error::io(&self.dir, e))?;
            size += entry.metadata().map_or(0, |m| if m.is_file() { m.len() } else { 0 });
        }
        Ok(size)
    }

    /// The article stored at `address`.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn article(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<ArticleRecord, Error> {
        let bytes = self.stored(searcher, address)?;
        ArticleRecord::from_bytes(&bytes).map_err(|e| self.damaged(&e))
    }

    /// The digests of stored articles, by which a run tells what of a container has changed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn contents(&self) -> Result<Contents, Error> {
        Contents::open(self).map_err(|e| Error::index(&self.dir, &e))
    }

    /// The problems stored with the ledger row at `address`.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn problems(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<Vec<(u64, Problem)>, Error> {
        let bytes = self.stored(searcher, address)?;
        Ok(ProblemsRecord::from_bytes(&bytes).map_err(|e| self.damaged(&e))?.problems)
    }

    fn stored(&self, searcher: &Searcher, address: DocAddress) -> Result<Vec<u8>, Error> {
        let document: TantivyDocument =
            searcher.doc(address).map_err(|e| Error::index(&self.dir, &e))?;
        let value = document.get_first(self.fields.record);
        Ok(value.and_then(|v| v.as_bytes().map(<[u8]>::to_vec)).unwrap_or_default())
    }

    fn damaged(&self, reason: &RecordError) -> Error {
        Error::damaged(&self.dir, reason.to_string())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// How many unpacked blocks of its store each segment keeps, of a hundred kilobytes and more: what is read in order needs
/// one, and a page of hits seldom falls into the same ones again.
const BLOCKS_KEPT: usize = 16;
/// How often an index is opened again that was committed to meanwhile.
const TRIES: usize = 100;

/// The bytes of meta.json.
pub(super) fn read_meta(dir: &Path) -> Result<Vec<u8>, Error> {
    let path = dir.join("meta.json");
    fs::read(&path).map_err(|e| Error::io(&path, e))
}

/// What the index says of itself in meta.json, and the number of the commit.
pub(super) fn commit_of(dir: &Path, meta: &[u8]) -> Result<(Manifest, u64), Error> {
    let altered = || Error::damaged(dir, "meta.json is not as it was written");
    let meta: serde_json::Value = serde_json::from_slice(meta).map_err(|_| altered())?;
    let commit = meta.get("opstamp").and_then(serde_json::Value::as_u64).ok_or_else(altered)?;
    let payload = match meta.get("payload").and_then(serde_json::Value::as_str) {
        Some(payload) => payload,
        // Made, and killed before its first commit: an empty index of ours.
        None if meta["segments"].as_array().is_some_and(Vec::is_empty) => {
            return Ok((Manifest::default(), commit));
        }
        None => "",
    };
    match Payload::parse(payload) {
        Payload::Ours(manifest, of) if of.is_none_or(|of| of == commit) => Ok((manifest, commit)),
        Payload::Ours(..) | Payload::Damaged => Err(altered()),
        Payload::Strange => Err(Error::Format {
            dir: dir.to_owned(),
            found: "unknown (another program's)".to_owned(),
            ours: FORMAT,
        }),
    }
}

/// What tantivy says when it cannot make sense of an index.
fn damage(dir: &Path, error: &TantivyError) -> Error {
    match error {
        TantivyError::DataCorruption(_) | TantivyError::IncompatibleIndex(_) => {
            Error::damaged(dir, error.to_string())
        }
        _ => Error::index(dir, error),
    }
}

/// Refuses a directory that holds anything but what may lie beside an index.
fn check_empty(dir: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::io(dir, e)),
    };
    for entry in entries {
        let name = entry.map_err(|e| Error::io(dir, e))?.file_name();
        let name = name.to_string_lossy();
        // What tantivy leaves when it is killed while making an index starts with a dot.
        if !HARMLESS.contains(&&*name) && !name.starts_with('.') {
            return Err(Error::NotAnIndex { dir: dir.to_owned(), found: name.into_owned() });
        }
    }
    Ok(())
}
