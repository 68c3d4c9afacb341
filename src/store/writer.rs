//! Writing to an index: insertions, removals, commits.

use std::path::Path;

use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use crate::model::{ArticleId, FileId};
use crate::store::document::{article_documents, file_document};
use crate::store::error::Error;
use crate::store::index::Index;
use crate::store::index_dir::{check_index_dir, is_index_dir};
use crate::store::ledger::FileRow;
use crate::store::leftovers::remove_under_lock;
use crate::store::lock::WriteLock;
use crate::store::manifest::{CommitId, Manifest};
use crate::store::record::ArticleRecord;
use crate::store::replace_file::{make_dir, parent_of, sync_dir};
use crate::text::StemKeys;

/// Limits of a writer on memory and threads, and its name.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Memory for documents that are not on the disk yet, in bytes.
    pub memory: usize,
    /// Number of indexing threads; fewer are used when `memory` does not suffice for them.
    pub threads: usize,
    /// Name of the writing process, for those who find the index locked.
    pub holder: String,
}

impl Default for WriterOptions {
    /// 256 MB, and a thread for each processor.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { memory: 256_000_000, threads, holder: "a program".to_owned() }
    }
}

/// Least memory of a thread, in bytes: tantivy refuses less than 15 MB.
const MIN_PER_THREAD: usize = 16_000_000;
/// Most memory of a thread, in bytes: tantivy refuses 4 GB and more.
const MAX_PER_THREAD: usize = 4_000_000_000;

/// Writer of one index; only one at a time can be open on it.
pub struct Writer {
    index: Index,
    documents: IndexWriter<TantivyDocument>,
    keys: StemKeys,
    commit: CommitId,
    _lock: WriteLock,
}

impl Writer {
    /// Opens the index in `dir` for writing, making it when there is none.
    ///
    /// # Errors
    /// The directory is no index or not writable, or another process writes to it.
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<Self, Error> {
        make_dir(dir).map_err(|e| Error::io(dir, e))?;
        // Looked at before the lock file is put there: what is not ours stays untouched.
        check_index_dir(dir)?;
        let lock = WriteLock::acquire(dir, &options.holder)?;
        if !is_index_dir(dir) {
            // Made just now by somebody, or by a run that was killed: perhaps not on the disk yet.
            // Where the one above may not be read, it is not ours to sync.
            let _ = sync_dir(parent_of(dir));
        }
        let index = Index::open_or_create(dir)?;
        // Not before the index is known to be whole: what no commit names may be what is missing.
        remove_under_lock(dir)?;
        let fail = |e: TantivyError| Error::index(dir, &e);
        let threads = options.threads.min(options.memory / MIN_PER_THREAD).clamp(1, 8);
        let memory = options.memory.clamp(threads * MIN_PER_THREAD, threads * MAX_PER_THREAD);
        let start = |threads: usize, merging: usize| {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(threads)
                .num_merge_threads(merging)
                .memory_budget_per_thread((memory / threads).min(MAX_PER_THREAD));
            index.tantivy_index().writer_with_options(options.build())
        };
        // Where the system does not give so many threads, few do.
        let writer = start(threads, if threads > 1 { 4 } else { 1 })
            .or_else(|_| start(1, 1))
            .map_err(fail)?;
        let mut policy = LogMergePolicy::default();
        // By default deleted documents never cause a merge, and an archive that changes daily would
        // only grow.
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        let (keys, commit) = (StemKeys::default(), index.commit());
        Ok(Self { index, documents: writer, keys, commit, _lock: lock })
    }

    /// Index as the last commit before this writer left it.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Inserts an article with its quotations; removes an older version first if `replace`, which
    /// costs a look-up.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn insert_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error> {
        if replace {
            self.remove_article(record.source.article_id());
        }
        // In one batch, which one thread takes: so they stand side by side, as their order asks.
        let documents = article_documents(&self.index.fields(), record, &mut self.keys);
        let documents: Vec<_> = documents.into_iter().map(UserOperation::Add).collect();
        let inserted = self.documents.run(documents);
        self.check_alive(inserted)
    }

    /// Inserts a row into the ledger; removes an older one of the file first if `replace`.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn insert_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error> {
        if replace {
            self.remove_file_row(row.id());
        }
        let inserted = self.documents.add_document(file_document(&self.index.fields(), row));
        self.check_alive(inserted)
    }

    /// Removes an article and its quotations.
    pub fn remove_article(&self, id: ArticleId) {
        self.documents.delete_term(Term::from_field_u64(self.index.fields().article, id.0));
    }

    /// Removes a file's row from the ledger.
    pub fn remove_file_row(&self, id: FileId) {
        self.documents.delete_term(Term::from_field_u64(self.index.fields().file, id.0));
    }

    /// Makes everything since the last commit durable and visible, at once and whole.
    ///
    /// # Errors
    /// The index cannot be written; the commit before stands.
    pub fn commit(&mut self, manifest: &Manifest) -> Result<(), Error> {
        let dir = self.index.dir().to_owned();
        let fail = |e: TantivyError| Error::index(&dir, &e);
        let mut commit = self.documents.prepare_commit().map_err(fail)?;
        self.commit = self.commit.next(commit.opstamp());
        commit.set_payload(&manifest.to_payload(self.commit));
        commit.commit().map(|_| ()).map_err(fail)
    }

    /// Waits for the merging of segments and closes the index.
    ///
    /// # Errors
    /// A merge failed; what was committed stands.
    pub fn close(self) -> Result<(), Error> {
        let dir = self.index.dir().to_owned();
        self.documents.wait_merging_threads().map_err(|e| Error::index(&dir, &e))?;
        remove_under_lock(&dir)
    }

    fn check_alive(&mut self, inserted: tantivy::Result<u64>) -> Result<(), Error> {
        let Err(killed) = inserted else { return Ok(()) };
        // That the writer is dead is all that this says; why it died, the attempt to commit tells.
        let reason = self.documents.prepare_commit().err().unwrap_or(killed);
        Err(Error::index(self.index.dir(), &reason))
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("index", &self.index).finish_non_exhaustive()
    }
}
