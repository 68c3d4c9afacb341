//! A run of the index from files to analyses.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::corpus::Corpus;
use crate::ingest::{self, IngestError, InputStream, Job, Report, RunStats, Timings};
use crate::store::{Error, Index, RootEntry, Writer, WriterOptions};

/// Brings an index up to date and ends with the analyses of the whole archive, which neither ingest
/// nor corpus could do without naming the other.
#[derive(Debug)]
pub struct Indexer {
    dir: PathBuf,
    writer: Writer,
}

impl Indexer {
    /// Opens the index in `dir` for writing, or makes one there.
    ///
    /// # Errors
    /// Another process writes to it, or it cannot be opened.
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<Self, Error> {
        Ok(Self { dir: dir.to_owned(), writer: Writer::open(dir, options)? })
    }

    /// Takes in the files beneath the job's paths, and a stream; `progress` is called several times
    /// a second. Everything is committed when this returns.
    ///
    /// # Errors
    /// A path is missing, a root seems not to be mounted, or the index cannot be read or written.
    pub fn run(
        &mut self,
        job: &Job,
        stream: Option<InputStream<'_>>,
        progress: &mut dyn FnMut(&Report<'_>),
    ) -> Result<RunStats, IngestError> {
        let before = Index::open(&self.dir)?;
        ingest::run(job, &before, &mut self.writer, stream, progress)
    }

    /// Adds a root, under a name of its own or the last part of its path; the next run reads it.
    ///
    /// # Errors
    /// As for [`ingest::add_root`].
    pub fn add_root(&mut self, name: Option<&str>, dir: &Path) -> Result<RootEntry, IngestError> {
        ingest::add_root(&Index::open(&self.dir)?, &mut self.writer, name, dir)
    }

    /// Moves a root, told by its name or its directory, and keeps its ids.
    ///
    /// # Errors
    /// As for [`ingest::move_root`].
    pub fn move_root(&mut self, root: &str, dir: &Path) -> Result<RootEntry, IngestError> {
        ingest::move_root(&Index::open(&self.dir)?, &mut self.writer, root, dir)
    }

    /// Removes a root, told by its name or its directory, with all that the index has of it;
    /// returns it with its number of files.
    ///
    /// # Errors
    /// As for [`ingest::remove_root`].
    pub fn remove_root(&mut self, root: &str) -> Result<(RootEntry, u64), IngestError> {
        ingest::remove_root(&Index::open(&self.dir)?, &mut self.writer, root)
    }

    /// Waits until segments are merged, and lets go of the index.
    ///
    /// # Errors
    /// The merge failed.
    pub fn close(self) -> Result<(), Error> {
        self.writer.close()
    }
}

/// Makes the analyses of the last commit in `dir`, unless they are there, and gives the index back
/// open at it.
///
/// # Errors
/// The index cannot be read, or a file beside it cannot be written.
pub fn analyse(dir: &Path, timings: &Timings) -> Result<Arc<Index>, Error> {
    let index = Arc::new(Index::open(dir)?);
    timings.time("names and copies", || Corpus::update(&index))?;
    Ok(index)
}
