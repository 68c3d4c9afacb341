//! An open index, or the reason why it cannot be opened.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::schema::Value;
use tantivy::store::Compressor;
use tantivy::{
    DocAddress, Index as TantivyIndex, IndexReader, IndexSettings, ReloadPolicy, Searcher,
    TantivyDocument, TantivyError,
};

use crate::model::Problem;
use crate::store::article_digests::ArticleDigests;
use crate::store::checksum_cache::verify;
use crate::store::directory::IndexDirectory;
use crate::store::error::Error;
use crate::store::index_dir::{check_index_dir, is_index_dir, parse_meta, read_meta};
use crate::store::manifest::{CommitId, FORMAT, Manifest};
use crate::store::record::{ArticleRecord, OLDEST_FORMAT, ProblemsRecord, RecordError};
use crate::store::schema::Fields;
use crate::store::side_file::{read_side_file, write_side_file};
use crate::store::tokenizers;

/// An index open for reading: one commit of it, whole.
pub struct Index {
    dir: PathBuf,
    tantivy: TantivyIndex,
    reader: IndexReader,
    fields: Fields,
    manifest: Manifest,
    commit: CommitId,
}

/// Number of unpacked blocks of its store that each segment keeps, of a hundred kilobytes and more:
/// what is read in order needs one, and a page of hits seldom falls into the same ones again.
const BLOCKS_KEPT: usize = 16;
/// Number of times that an index is opened again that was committed to meanwhile.
const MAX_TRIES: usize = 100;

impl Index {
    /// Opens the index in `dir` as its last commit left it.
    ///
    /// # Errors
    /// There is none, it is not ours, or it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if !is_index_dir(dir) {
            check_index_dir(dir)?;
            return Err(Error::Missing { dir: dir.to_owned() });
        }
        Self::open_existing(dir)
    }

    /// Opens the index in `dir` for writing, or makes an empty one there. Only whoever holds the
    /// lock of the index may do so.
    ///
    /// # Errors
    /// There is one and it cannot be read, or none can be made.
    pub fn open_or_create(dir: &Path) -> Result<Self, Error> {
        if is_index_dir(dir) {
            let meta = read_meta(dir)?;
            return Self::open_commit(dir, &meta, IndexDirectory::for_writing(dir, &meta)?);
        }
        let (schema, _) = Fields::schema();
        // zstd against lz4: a fifth off the store for a few percent of time, and an archive's texts
        // are the larger part of its index. Blocks of 112 KB against tantivy's 16: an eighth, and a
        // hit that is shown costs 0.1 ms more.
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(tantivy::store::ZstdCompressor {
                compression_level: Some(3),
            }),
            docstore_blocksize: 112 * 1024,
            ..IndexSettings::default()
        };
        let directory = IndexDirectory::for_writing(dir, &[])?;
        TantivyIndex::create(directory.clone(), schema, settings)
            .map_err(|e| Error::index(dir, &e))?;
        Self::open_commit(dir, &read_meta(dir)?, directory)
    }

    fn open_existing(dir: &Path) -> Result<Self, Error> {
        // Whoever writes may commit while this reads, and clear away files of the commit before. A
        // commit whose files are all open stays whole; when one is missing and meta.json is another
        // one by now, that one is opened.
        for _ in 0..MAX_TRIES {
            let meta = read_meta(dir)?;
            let opened = Self::open_commit(dir, &meta, IndexDirectory::of_commit(dir, &meta)?);
            if opened.is_ok() || read_meta(dir)? == meta {
                return opened;
            }
        }
        let reason = "it is committed to without a pause; try again".to_owned();
        Err(Error::Index { dir: dir.to_owned(), reason })
    }

    /// Opens the commit that `meta`, the text of meta.json, names.
    fn open_commit(dir: &Path, meta: &[u8], directory: IndexDirectory) -> Result<Self, Error> {
        let (manifest, commit) = parse_meta(dir, meta)?;
        match manifest.onrecord_format {
            FORMAT => {}
            found if found > FORMAT => {
                return Err(Error::Newer { dir: dir.to_owned(), found, ours: FORMAT });
            }
            found if found >= OLDEST_FORMAT => {
                return Err(Error::Outdated { dir: dir.to_owned(), found, ours: FORMAT });
            }
            found => {
                let found = found.to_string();
                return Err(Error::Format { dir: dir.to_owned(), found, ours: FORMAT });
            }
        }
        let fail = |e: TantivyError| Error::opening(dir, &e);
        let mut index = TantivyIndex::open(directory).map_err(fail)?;
        index.set_tokenizers(tokenizers::manager());
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(Error::damaged(dir, "meta.json names other fields"));
        }
        verify(dir, &index, meta)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(BLOCKS_KEPT)
            .try_into()
            .map_err(fail)?;
        Ok(Self { dir: dir.to_owned(), tantivy: index, reader, fields, manifest, commit })
    }

    /// Directory that the index lies in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Format and roots, as the commit states them.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Size on the disk, in bytes, side files included.
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

    /// Digests of the stored articles, by which a run tells what of a container has changed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_digests(&self) -> Result<ArticleDigests, Error> {
        let digests = ArticleDigests::open(self.searcher(), self.fields.article);
        digests.map_err(|e| Error::index(&self.dir, &e))
    }

    /// Content of the side file `name`, if it was made from this commit and in this `format` of its
    /// maker.
    pub fn side_file(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        let stamp = Some(self.commit.stamp());
        read_side_file(&self.dir.join(name), self.commit.index, format, stamp)
    }

    /// Content of the side file `name`, made from any commit in this `format`: for what stays true,
    /// and only saves work.
    pub fn side_file_of_any_commit(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        read_side_file(&self.dir.join(name), self.commit.index, format, None)
    }

    /// Writes the side file `name` for this commit; no reader sees half of it.
    ///
    /// # Errors
    /// The file cannot be written; the one before stands.
    pub fn write_side_file(&self, name: &str, format: u32, content: &[u8]) -> Result<(), Error> {
        let (index, stamp) = (self.commit.index, self.commit.stamp());
        write_side_file(&self.dir.join(name), index, format, stamp, content)
    }

    /// Fields of the index's documents.
    pub(crate) fn fields(&self) -> Fields {
        self.fields
    }

    /// The commit as it was when the index was opened.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Id of the commit.
    pub(crate) fn commit(&self) -> CommitId {
        self.commit
    }

    /// The index as tantivy knows it, for writing.
    pub(crate) fn tantivy_index(&self) -> &TantivyIndex {
        &self.tantivy
    }

    /// Reads the article stored at `address`.
    ///
    /// # Errors
    /// The record cannot be read, or is not as it was written.
    pub(crate) fn article(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<ArticleRecord, Error> {
        let bytes = self.stored(searcher, address)?;
        ArticleRecord::from_bytes(&bytes).map_err(|e| self.damaged(&e))
    }

    /// Reads the problems stored with the ledger row at `address`.
    ///
    /// # Errors
    /// The record cannot be read, or is not as it was written.
    pub(crate) fn problems(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<Vec<(u64, Problem)>, Error> {
        let bytes = self.stored(searcher, address)?;
        Ok(ProblemsRecord::from_bytes(&bytes).map_err(|e| self.damaged(&e))?.problems)
    }

    /// Stored bytes of a document; none where nothing is stored, which no article's record is.
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
