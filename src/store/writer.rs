//! Writing to an index: puts, removals, commits.

use std::path::Path;

use tantivy::indexer::UserOperation;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Directory, IndexWriter, TantivyDocument, TantivyError, Term};

use crate::model::{ArticleId, FileId};
use crate::store::document::{article_documents, file_document};
use crate::store::lock::WriteLock;
use crate::store::{ArticleRecord, Error, FileRow, Index, Manifest, rebuild};
use crate::text::forms::Keys;

/// How a writer may use the machine.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Bytes for documents that are not on the disk yet.
    pub memory: usize,
    /// Indexing threads; fewer are used when `memory` does not suffice for them.
    pub threads: usize,
    /// Who writes, for those who find the index locked.
    pub holder: String,
}

/// tantivy refuses less than 15 MB a thread, and 4 GB and more.
const LEAST_PER_THREAD: usize = 16_000_000;
const MOST_PER_THREAD: usize = 4_000_000_000;

/// Writes to one index; only one writer at a time can be open on it.
pub struct Writer {
    archive: Index,
    documents: IndexWriter<TantivyDocument>,
    keys: Keys,
    _lock: WriteLock,
}

impl Writer {
    /// Opens the index in `dir` for writing, making it when there is none.
    ///
    /// # Errors
    /// The directory is no index or not writable, or another process writes to it.
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<Self, Error> {
        std::fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
        // Looked at before the lock file is put there: what is not ours stays untouched.
        Index::check(dir)?;
        let lock = WriteLock::take(dir, &options.holder)?;
        rebuild::clear(dir)?;
        let archive = Index::open_or_create(dir)?;
        let fail = |e: TantivyError| Error::index(dir, &e);
        let threads = options.threads.min(options.memory / LEAST_PER_THREAD).clamp(1, 8);
        let memory = options.memory.clamp(threads * LEAST_PER_THREAD, threads * MOST_PER_THREAD);
        let writer = archive.index().writer_with_num_threads(threads, memory).map_err(fail)?;
        let mut policy = LogMergePolicy::default();
        // By default deleted documents never cause a merge, and an archive that changes daily would
        // only grow.
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(Self { archive, documents: writer, keys: Keys::default(), _lock: lock })
    }

    /// The index as the last commit before this writer left it.
    pub fn archive(&self) -> &Index {
        &self.archive
    }

    /// Puts an article with its quotations in the place of what `replace` says was there before.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn put_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error> {
        if replace {
            self.remove_article(record.source.article_id());
        }
        // In one batch, which one thread takes: so they stand side by side, as their order asks.
        let documents = article_documents(&self.archive.fields(), record, &mut self.keys);
        let documents: Vec<_> = documents.into_iter().map(UserOperation::Add).collect();
        let put = self.documents.run(documents);
        self.put(put)
    }

    /// Puts a row into the ledger; one of the same file is replaced when `replace` says there is one.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn put_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error> {
        if replace {
            self.remove_file_row(row.id());
        }
        let put = self.documents.add_document(file_document(&self.archive.fields(), row));
        self.put(put)
    }

    /// Removes an article and its quotations.
    pub fn remove_article(&self, id: ArticleId) {
        self.documents.delete_term(Term::from_field_u64(self.archive.fields().article, id.0));
    }

    /// Removes a file's row from the ledger.
    pub fn remove_file_row(&self, id: FileId) {
        self.documents.delete_term(Term::from_field_u64(self.archive.fields().file, id.0));
    }

    /// Makes everything since the last commit durable and visible, at once and whole.
    ///
    /// # Errors
    /// The index cannot be written; the commit before stands.
    pub fn commit(&mut self, manifest: &Manifest) -> Result<(), Error> {
        let dir = self.archive.dir().to_owned();
        let fail = |e: TantivyError| Error::index(&dir, &e);
        let mut commit = self.documents.prepare_commit().map_err(fail)?;
        commit.set_payload(&manifest.to_payload(commit.opstamp()));
        commit.commit().map_err(fail)?;
        // tantivy renames meta.json after it has synced the directory, so that a power cut could
        // still return the commit before.
        let directory = self.archive.index().directory();
        directory.sync_directory().map_err(|e| Error::io(&dir, e))
    }

    /// Waits for the merging of segments and closes the index.
    ///
    /// # Errors
    /// A merge failed; what was committed stands.
    pub fn close(self) -> Result<(), Error> {
        let dir = self.archive.dir().to_owned();
        self.documents.wait_merging_threads().map_err(|e| Error::index(&dir, &e))
    }

    fn put(&mut self, put: tantivy::Result<u64>) -> Result<(), Error> {
        let Err(killed) = put else { return Ok(()) };
        // That the writer is dead is all that this says; why it died, the attempt to commit tells.
        let reason = self.documents.prepare_commit().err().unwrap_or(killed);
        Err(Error::index(self.archive.dir(), &reason))
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("archive", &self.archive).finish_non_exhaustive()
    }
}
