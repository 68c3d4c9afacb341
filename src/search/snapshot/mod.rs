//! One commit of an index with its corpus and overrides, opened to be asked.

pub mod article_reader;
pub mod cluster_index;
pub mod reprint_cache;
pub mod target;

use std::sync::{Arc, OnceLock};

use tantivy::{Searcher, SegmentReader, TantivyError};
use xxhash_rust::xxh3::Xxh3;

use crate::corpus::Corpus;
use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::overrides::Overrides;
use crate::corpus::names::speakers::SegmentSpeakers;
use crate::model::ArticleId;
use crate::search::plan::question::Filters;
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::statistics::CollectionStatistics;
use crate::search::snapshot::article_reader::ArticleReader;
use crate::search::snapshot::cluster_index::{ArticleClusterIndex, QuoteClusterIndex};
use crate::search::snapshot::reprint_cache::ReprintCache;
use crate::store::{ArticleRecord, Error, Fields, Index, columns};

/// One commit of an index, its corpus, and the overrides of its users: all that a question is
/// answered from. What questions share is opened once, by the first that needs it.
#[derive(Debug)]
pub struct Snapshot {
    /// Index on disk.
    pub index: Arc<Index>,
    /// Commit that is read.
    pub searcher: Searcher,
    /// Fields of the index.
    pub fields: Fields,
    /// Analyses of the whole archive.
    pub corpus: Corpus,
    /// Aliases and corrections by hand.
    pub overrides: Overrides,
    articles: OnceLock<CollectionStatistics>,
    quotations: OnceLock<CollectionStatistics>,
    columns: OnceLock<Vec<Columns>>,
    article_clusters: OnceLock<ArticleClusterIndex>,
    quote_clusters: OnceLock<QuoteClusterIndex>,
    /// Statistics of the prints of quotations.
    pub reprints: ReprintCache,
}

impl Snapshot {
    /// Snapshot of the commit that `index` is open at. Computes nothing.
    pub fn new(index: Arc<Index>, corpus: Corpus, overrides: Overrides) -> Self {
        let (searcher, fields) = (index.searcher(), index.fields());
        Self {
            index,
            searcher,
            fields,
            corpus,
            overrides,
            articles: OnceLock::new(),
            quotations: OnceLock::new(),
            columns: OnceLock::new(),
            article_clusters: OnceLock::new(),
            quote_clusters: OnceLock::new(),
            reprints: ReprintCache::default(),
        }
    }

    /// Name authority of the archive.
    pub fn names(&self) -> &NameAuthority {
        self.corpus.names()
    }

    /// Reader of stored articles.
    pub fn reader(&self) -> ArticleReader<'_> {
        ArticleReader::new(&self.index, &self.searcher, &self.fields)
    }

    /// Article with an id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        self.reader().article(id)
    }

    /// Speakers of some of a segment's quotations.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn speakers_of(&self, segment: &SegmentReader) -> tantivy::Result<SegmentSpeakers<'_>> {
        SegmentSpeakers::open(segment, self.names(), &self.overrides)
    }

    /// Columns of every segment.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn columns(&self) -> tantivy::Result<&[Columns]> {
        get_or_try_init(&self.columns, || Columns::open_all(&self.searcher)).map(Vec::as_slice)
    }

    /// Segments with their columns.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn segments(&self) -> tantivy::Result<Segments<'_>> {
        Ok(Segments { searcher: &self.searcher, columns: self.columns()? })
    }

    /// Clusters of articles that are copies of one another, by their documents.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_clusters(&self) -> tantivy::Result<&ArticleClusterIndex> {
        get_or_try_init(&self.article_clusters, || {
            Ok(ArticleClusterIndex::new(self.segments()?, self.corpus.articles()))
        })
    }

    /// Clusters of quotations that are one, by their ids.
    pub fn quote_clusters(&self) -> &QuoteClusterIndex {
        self.quote_clusters.get_or_init(|| QuoteClusterIndex::new(self.corpus.quotes()))
    }

    /// Number and average length of articles.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_collection(&self) -> tantivy::Result<CollectionStatistics> {
        get_or_try_init(&self.articles, || {
            CollectionStatistics::new(self.segments()?, columns::BODY_WORDS)
        })
        .copied()
    }

    /// Number and average length of quotations.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote_collection(&self) -> tantivy::Result<CollectionStatistics> {
        get_or_try_init(&self.quotations, || {
            CollectionStatistics::new(self.segments()?, columns::QUOTE_WORDS)
        })
        .copied()
    }

    /// Ids of the articles that are not shown, in ascending order.
    pub fn hidden(&self, filters: &Filters) -> Vec<u64> {
        self.corpus.articles().hidden(filters.now, filters.withdrawn)
    }

    /// True if the article is not shown: it was withdrawn, or is under embargo.
    pub fn is_hidden(&self, id: ArticleId, filters: &Filters) -> bool {
        self.hidden(filters).binary_search(&id.0).is_ok()
    }

    /// Number for what the index holds, which cursors are bound to: the digest of its contents, or
    /// of its segments until the analyses of the commit are made.
    pub fn state(&self) -> u64 {
        self.corpus.contents().unwrap_or_else(|| {
            let mut hash = Xxh3::new();
            for segment in self.searcher.segment_readers() {
                hash.update(segment.segment_id().uuid_string().as_bytes());
                hash.update(&segment.num_docs().to_le_bytes());
            }
            hash.digest()
        })
    }

    /// Error of this index.
    pub fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.index.dir(), error)
    }
}

/// Content of a cell, made by `init` the first time. Like the standard library's
/// `OnceLock::get_or_try_init`, which is not stable yet.
fn get_or_try_init<T, E>(cell: &OnceLock<T>, init: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    if let Some(content) = cell.get() {
        return Ok(content);
    }
    let content = init()?;
    Ok(cell.get_or_init(|| content))
}
