//! An archive that can be indexed and asked: the front door of the library.
//!
//! [`Archive`] stands above search, below what presents its answers, and is all that those know: a
//! second engine would be a second body of the same type.

mod indexer;

use std::path::Path;
use std::sync::Arc;

use crate::corpus::names::overrides::Overrides;
use crate::corpus::{Corpus, Freshness};
use crate::ingest::{IngestError, Job, Report, Tally};
use crate::search::Engine;
use crate::store::{Error, Index, WriterOptions};

pub use indexer::{Indexer, analyse};

/// An archive, open at its last commit.
#[derive(Debug)]
pub struct Archive {
    index: Arc<Index>,
    engine: Engine,
}

impl Archive {
    /// Indexes everything beneath the job's paths into `dir`, and makes the analyses of the whole
    /// archive. `progress` is called several times a second.
    ///
    /// # Errors
    /// A path is missing, another process writes to the index, or it cannot be read or written.
    pub fn index(
        dir: &Path,
        job: &Job,
        options: &WriterOptions,
        progress: &mut dyn FnMut(&Report<'_>),
    ) -> Result<Tally, IngestError> {
        let mut indexer = Indexer::open(dir, options)?;
        let tally = indexer.run(job, None, progress)?;
        indexer.close()?;
        analyse(dir, &job.timings)?;
        Ok(tally)
    }

    /// Opens the index in `dir` at its last commit, with what people decided by hand. Computes nothing.
    ///
    /// # Errors
    /// There is none, it is of another format, or it cannot be read.
    pub fn open(dir: &Path, overrides: Overrides) -> Result<Self, Error> {
        Ok(Self::from_index(Arc::new(Index::open(dir)?), overrides))
    }

    /// Opens an index that is open already.
    pub fn from_index(index: Arc<Index>, overrides: Overrides) -> Self {
        let corpus = Corpus::load(index.clone());
        Self { engine: Engine::open(index.clone(), corpus, overrides), index }
    }

    /// Index on disk.
    pub fn store(&self) -> &Index {
        &self.index
    }

    /// Relation of the analyses of the whole archive to the commit that is read.
    pub fn freshness(&self) -> Freshness {
        self.engine.corpus().freshness()
    }
}

/// Every question that can be asked.
impl std::ops::Deref for Archive {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}
