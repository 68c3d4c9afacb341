//! An archive that can be indexed and asked: the front door of the library.
//!
//! [`Archive`] stands above search, below what presents its answers, and is all that those know: a
//! second engine would be a second body of the same type.

mod indexer;
mod roots;

use std::path::Path;
use std::sync::Arc;

use crate::corpus::{ArticleClusters, Corpus, Freshness, Overrides, QuoteClusters};
use crate::ingest::{IngestError, Job, Report, RunStats};
use crate::model::{ArticleId, EntityKind, QuoteId};
use crate::search::{
    ArchiveStats, ArticleCopy, CursorError, Document, Engine, Facet, FacetField, Filters, Hits,
    NameCount, Question, QuoteHit, Reprint, Scroll, SearchAfter, SpeakerStats, Suggestion,
    Timeline, Unit, Verification, VerifyError,
};
use crate::store::{ArticleRecord, Error, Index, WriterOptions};

pub use indexer::{Indexer, analyse};
pub use roots::RootStatus;

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
    ) -> Result<RunStats, IngestError> {
        let mut indexer = Indexer::open(dir, options)?;
        let tally = indexer.run(job, None, progress)?;
        indexer.close()?;
        analyse(dir, &job.timings)?;
        Ok(tally)
    }

    /// Opens the index in `dir` at its last commit, with what people decided by hand. Computes
    /// nothing.
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

    /// Clusters of articles that are copies of one another, and the articles that may not be shown.
    pub fn clusters(&self) -> &ArticleClusters {
        self.engine.corpus().articles()
    }

    /// Clusters of quotations that were printed more than once.
    pub fn quote_clusters(&self) -> &QuoteClusters {
        self.engine.corpus().quotes()
    }

    /// Number of quotations that are corrected by hand.
    pub fn correction_count(&self) -> usize {
        self.engine.overrides().corrections.len()
    }

    /// Relation of the analyses of the whole archive to the commit that is read.
    pub fn freshness(&self) -> Freshness {
        self.engine.corpus().freshness()
    }

    /// Hits that answer the question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn search<D: Document>(&self, question: &Question) -> Result<Hits<D::Hit>, Error> {
        self.engine.search::<D>(question)
    }

    /// All hits of a question, one after the other; its limit and offset do not count.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn scroll<D: Document>(&self, question: &Question) -> Result<Scroll<'_, D>, Error> {
        self.engine.scroll::<D>(question)
    }

    /// Place in the order of an answer that the page asked for with `cursor` starts behind.
    ///
    /// # Errors
    /// No cursor of this question at this state of the index.
    pub fn search_after<D: Document>(
        &self,
        question: &Question,
        cursor: &str,
    ) -> Result<SearchAfter, CursorError> {
        self.engine.search_after::<D>(question, cursor)
    }

    /// Number of documents that answer the question by each of `fields`; of each the first `limit`
    /// values, and all years.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn facets<D: Document>(
        &self,
        question: &Question,
        fields: &[FacetField],
        limit: usize,
    ) -> Result<Vec<Facet>, Error> {
        self.engine.facets::<D>(question, fields, limit)
    }

    /// Number of documents that answer the question over time; in the finest unit that gives 60
    /// periods or fewer if none is given.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn timeline<D: Document>(
        &self,
        question: &Question,
        unit: Option<Unit>,
    ) -> Result<Timeline, Error> {
        self.engine.timeline::<D>(question, unit)
    }

    /// Words and names that may have been meant by those of a question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn suggest(&self, question: &Question) -> Result<Vec<Suggestion>, Error> {
        self.engine.suggest(question)
    }

    /// Ids and scores of the articles that answer the question, best first, and their number in
    /// all. Nothing stored is read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ids(&self, question: &Question) -> Result<(Vec<(ArticleId, f32)>, u64), Error> {
        self.engine.ids(question)
    }

    /// Articles that answer the question, best first: the id that the archive itself gives, or ours
    /// where it gives none, and the score. For run files, which want many and show none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ranking(&self, question: &Question) -> Result<Vec<(String, f32)>, Error> {
        self.engine.ranking(question)
    }

    /// Named speakers of the quotations that answer the question, most quotations first, and the
    /// number of the quotations without one.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speaker_stats(&self, question: &Question) -> Result<SpeakerStats, Error> {
        self.engine.speaker_stats(question)
    }

    /// Speakers by their number of quotations; only names of which a word starts with `prefix`, and
    /// those without a name only if `unnamed`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speakers(
        &self,
        prefix: &str,
        filters: &Filters,
        unnamed: bool,
    ) -> Result<Vec<NameCount>, Error> {
        self.engine.speakers(prefix, filters, unnamed)
    }

    /// Adds to speakers the evidence for who they are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn add_evidence(&self, filters: &Filters, speakers: &mut [NameCount]) -> Result<(), Error> {
        self.engine.add_evidence(filters, speakers)
    }

    /// People, organisations, places or groups by their number of articles.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn entities(
        &self,
        kind: EntityKind,
        prefix: &str,
        filters: &Filters,
    ) -> Result<Vec<NameCount>, Error> {
        self.engine.entities(kind, prefix, filters)
    }

    /// Article with an id, as it was read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        self.engine.article(id)
    }

    /// Article with an id as corrected by hand: without what is no quotation, with the speakers
    /// that a person named. The ids of its quotations as they were come with it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn corrected_article(
        &self,
        id: ArticleId,
    ) -> Result<Option<(ArticleRecord, Vec<QuoteId>)>, Error> {
        self.engine.corrected_article(id)
    }

    /// Article that holds the quotation with an id, and the quotation's index among its quotations.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote(&self, id: QuoteId) -> Result<Option<(ArticleRecord, usize)>, Error> {
        self.engine.quote(id)
    }

    /// Quotation with an id as corrected by hand; `None` if a person said that it is none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotation(&self, id: QuoteId) -> Result<Option<QuoteHit>, Error> {
        self.engine.quotation(id)
    }

    /// Copies of an article, itself among them, from the first published on; none if it has none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_copies(
        &self,
        id: ArticleId,
        filters: &Filters,
    ) -> Result<Vec<ArticleCopy>, Error> {
        self.engine.article_copies(id, filters)
    }

    /// Prints of a quotation, itself among them, from the first on; none if it stands alone.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn reprints(&self, id: QuoteId, filters: &Filters) -> Result<Vec<Reprint>, Error> {
        self.engine.reprints(id, filters)
    }

    /// True if the article is not shown: it was withdrawn, or is under embargo.
    pub fn is_hidden(&self, id: ArticleId, filters: &Filters) -> bool {
        self.engine.is_hidden(id, filters)
    }

    /// Quotations closest to these words, at most `limit` sayings, with what differs.
    ///
    /// # Errors
    /// Too few or too many words, or the index cannot be read.
    pub fn verify(
        &self,
        text: &str,
        speaker: Option<&str>,
        filters: &Filters,
        limit: usize,
    ) -> Result<Verification, VerifyError> {
        self.engine.verify(text, speaker, filters, limit)
    }

    /// Roots, each with what the index has of it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn roots(&self) -> Result<Vec<RootStatus>, Error> {
        roots::roots(&self.index)
    }

    /// Statistics of the index: numbers of articles, quotations, speakers, bytes.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn stats(&self) -> Result<ArchiveStats, Error> {
        self.engine.stats()
    }
}
