//! Analyses of the whole archive: one name for one person, copies of articles, quotations that are
//! one.
//!
//! Made once, after a run of the index, from what the columns hold, and kept in files beside the
//! segments; whoever asks a question reads them and works out nothing. Where they are missing, or
//! older than the commit, answers come without them, or from the last ones: late but never refused,
//! and never waited for. Each analysis is a merge of parts ([`Part`](part::Part)).

mod part;

pub mod duplicates;
pub mod names;

pub use duplicates::articles::clusters::ArticleClusters;
pub use duplicates::quotes::clusters::QuoteClusters;
pub use names::aliases::Aliases;
pub use names::authority::NameAuthority;
pub use names::overrides::{Correction, Corrections, Overrides, Verdict};

use std::panic::resume_unwind;
use std::sync::{Arc, OnceLock};
use std::thread;

use tantivy::{DocAddress, Searcher, SegmentOrdinal, TantivyError};
use xxhash_rust::xxh3::Xxh3;

use crate::corpus::duplicates::articles::clustering as article_clustering;
use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprints;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::quotes::candidate_filter::CandidateFilter;
use crate::corpus::duplicates::quotes::clustering as quote_clustering;
use crate::corpus::duplicates::quotes::fingerprints::{QuoteFingerprint, QuoteFingerprints};
use crate::corpus::duplicates::quotes::normalised_quote::NormalisedQuote;
use crate::corpus::names::bodies::Bodies;
use crate::corpus::names::counts::NameCounts;
use crate::corpus::part::{Part, Segment, merge_parts};
use crate::model::ArticleId;
use crate::store::{Error, Fields, Index, Kind, columns};
use crate::text::TokenHashes;

/// Documents of a large archive: some hundred thousand articles with their quotations.
const LARGE: u64 = 1_000_000;

/// A file beside the segments: its name, and the format of its content.
type SideFile = (&'static str, u32);

/// Name authority.
const NAMES: SideFile = ("names.bin", 3);
/// Clusters of articles.
const ARTICLES: SideFile = ("copies.bin", 1);
/// Clusters of quotations.
const QUOTES: SideFile = ("sayings.bin", 1);
/// Comparisons made, which later runs need not make again.
const COMPARED: SideFile = ("compared.bin", 1);
/// Digest of the index's contents; written last, so that it stands for all of them.
const CONTENTS: SideFile = ("state.bin", 1);

/// Relation of the analyses at hand to the commit that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Made from this commit.
    Current,
    /// Made from an earlier commit.
    Stale,
    /// None were made, or they cannot be read.
    Missing,
}

/// Analyses of one archive.
#[derive(Debug)]
pub struct Corpus {
    index: Arc<Index>,
    freshness: Freshness,
    contents: Option<u64>,
    articles: ArticleClusters,
    /// Read when a question first needs them: most name nobody and few show a quotation's reprints.
    names: OnceLock<NameAuthority>,
    quotes: OnceLock<QuoteClusters>,
}

impl Corpus {
    /// Opens the analyses that lie beside an index, and computes nothing.
    pub fn load(index: Arc<Index>) -> Self {
        let contents = read(&index, CONTENTS).and_then(|bytes| bytes.try_into().ok());
        let articles = read_any(&index, ARTICLES);
        let articles = articles.and_then(|bytes| ArticleClusters::from_bytes(&bytes));
        let freshness = match (&contents, &articles) {
            (Some(_), Some(_)) => Freshness::Current,
            (None, Some(_)) => Freshness::Stale,
            (_, None) => Freshness::Missing,
        };
        Self {
            index,
            freshness,
            contents: contents.map(u64::from_le_bytes),
            articles: articles.unwrap_or_default(),
            names: OnceLock::new(),
            quotes: OnceLock::new(),
        }
    }

    /// Relation of the analyses to the commit that is read.
    pub fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// Digest of what the index holds, whatever order it was built in; `None` unless the analyses
    /// are [current](Freshness::Current).
    pub fn contents(&self) -> Option<u64> {
        self.contents
    }

    /// Clusters of articles that are copies of one another, and the articles that may not be shown.
    pub fn articles(&self) -> &ArticleClusters {
        &self.articles
    }

    /// Name authority: one name for one person.
    pub fn names(&self) -> &NameAuthority {
        self.names.get_or_init(|| self.read_late(NAMES, NameAuthority::from_bytes))
    }

    /// Clusters of quotations that were printed more than once.
    pub fn quotes(&self) -> &QuoteClusters {
        self.quotes.get_or_init(|| self.read_late(QUOTES, QuoteClusters::from_bytes))
    }

    /// Reads an analysis when a question first needs it. If it is missing or damaged, says so and
    /// gives an empty one.
    fn read_late<T: Default>(&self, file: SideFile, from_bytes: fn(&[u8]) -> Option<T>) -> T {
        let read = read_any(&self.index, file).and_then(|bytes| from_bytes(&bytes));
        if read.is_none() && self.freshness != Freshness::Missing {
            log::warn!(
                "{} is missing or damaged, so the answer is without what it tells of names and \
                 reprints; `onrecord index` makes it anew",
                self.index.dir().join(file.0).display()
            );
        }
        read.unwrap_or_default()
    }

    /// Makes the analyses of the commit and writes them beside it, unless they lie there whole.
    ///
    /// # Errors
    /// The index cannot be read, or a file cannot be written.
    pub fn update(index: &Arc<Index>) -> Result<(), Error> {
        if is_whole(index) { Ok(()) } else { Analysis::new(index).run() }
    }
}

/// True if all files lie beside the index, made from its commit and undamaged.
fn is_whole(index: &Index) -> bool {
    let is = |file, sound: fn(&[u8]) -> bool| read(index, file).is_some_and(|bytes| sound(&bytes));
    is(CONTENTS, |bytes| bytes.len() == size_of::<u64>())
        && is(ARTICLES, |bytes| ArticleClusters::from_bytes(bytes).is_some())
        && is(NAMES, |bytes| NameAuthority::from_bytes(bytes).is_some())
        && is(QUOTES, |bytes| QuoteClusters::from_bytes(bytes).is_some())
}

/// Content of a file that was made from the commit that is read.
fn read(index: &Index, (name, format): SideFile) -> Option<Vec<u8>> {
    index.side_file(name, format)
}

/// Content of a file, whatever commit it was made from.
fn read_any(index: &Index, (name, format): SideFile) -> Option<Vec<u8>> {
    index.side_file_of_any_commit(name, format)
}

/// The making of all analyses of one commit.
struct Analysis<'i> {
    index: &'i Index,
    searcher: Searcher,
    fields: Fields,
}

impl<'i> Analysis<'i> {
    fn new(index: &'i Index) -> Self {
        Self { index, searcher: index.searcher(), fields: index.fields() }
    }

    fn run(&self) -> Result<(), Error> {
        let cache = read_any(self.index, COMPARED);
        let cache = cache.and_then(|bytes| ComparisonCache::from_bytes(&bytes));
        let mut cache = cache.unwrap_or_default();
        // Names take as long as copies of articles, and neither needs the other; but both at once
        // take the memory of both, which a large archive has no room for.
        let first = (self.searcher.num_docs() >= LARGE).then(|| self.names());
        let (articles, names) = thread::scope(|scope| {
            let beside = || thread::Builder::new().spawn_scoped(scope, || self.names()).ok();
            let thread = if first.is_none() { beside() } else { None };
            let articles = self.articles(&mut cache);
            let names = match thread {
                Some(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // Made already, or the system gave no thread.
                None => first.unwrap_or_else(|| self.names()),
            };
            (articles, names)
        });
        let (articles, names) = (articles?, names?);
        let quotes = self.quotes(&names, &articles, &mut cache)?;
        log::debug!(
            "{} articles in {} groups of copies, {} quotations in {} groups; {} comparisons made",
            articles.member_count(),
            articles.cluster_count(),
            quotes.member_count(),
            quotes.cluster_count(),
            cache.made
        );
        self.write(NAMES, &names.to_bytes())?;
        self.write(QUOTES, &quotes.to_bytes())?;
        self.write(COMPARED, &cache.to_bytes())?;
        self.write(ARTICLES, &articles.to_bytes())?;
        let contents: ContentsDigest = self.merge_parts()?;
        self.write(CONTENTS, &contents.0.to_le_bytes())
    }

    fn write(&self, (name, format): SideFile, content: &[u8]) -> Result<(), Error> {
        self.index.write_side_file(name, format, content)
    }

    fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.index.dir(), error)
    }

    fn merge_parts<P: Part>(&self) -> Result<P, Error> {
        merge_parts(&self.searcher, &self.fields).map_err(|e| self.fail(&e))
    }

    fn names(&self) -> Result<NameAuthority, Error> {
        let NameCounts { persons, roles, organisations } = self.merge_parts()?;
        let (index, searcher) = (self.index, &self.searcher);
        let introduced = names::introductions::find(index, searcher, &self.fields, &organisations)?;
        let mut authority = names::build::build(&persons, &roles);
        authority.bodies = Bodies::new(&organisations, &introduced);
        Ok(authority)
    }

    fn articles(&self, cache: &mut ComparisonCache) -> Result<ArticleClusters, Error> {
        let fingerprints = self.merge_parts::<ArticleFingerprints>()?.into_sorted();
        article_clustering::build(&fingerprints, cache, |one| {
            let record = self.index.article(&self.searcher, one.address)?;
            Ok::<_, Error>(TokenHashes::new(&record.article.body))
        })
    }

    fn quotes(
        &self,
        names: &NameAuthority,
        articles: &ArticleClusters,
        cache: &mut ComparisonCache,
    ) -> Result<QuoteClusters, Error> {
        // Speakers as the archive alone resolves them: overrides change by the day, and are looked
        // up when a cluster is shown.
        let nobody = Overrides::default();
        let segments = self.searcher.segment_readers().iter();
        let fingerprints = segments.map(|s| QuoteFingerprints::open(s, names, &nobody));
        let fingerprints: Vec<QuoteFingerprints<'_>> =
            fingerprints.collect::<tantivy::Result<_>>().map_err(|e| self.fail(&e))?;
        let mut filter = CandidateFilter::new(self.searcher.num_docs() as usize);
        let mut pass = |each: &mut dyn FnMut(QuoteFingerprint)| {
            self.filter_quotes(&fingerprints, articles, &mut filter, each)
                .map_err(|e| self.fail(&e))?;
            Ok::<_, Error>(filter.restart())
        };
        while pass(&mut |_| ())? {}
        let mut candidates = Vec::new();
        pass(&mut |candidate| candidates.push(candidate))?;
        drop((filter, fingerprints));
        quote_clustering::build(candidates, cache, |candidate| {
            let record = self.index.article(&self.searcher, candidate.address)?;
            let quote = record.notes.quotes.get(candidate.ordinal as usize);
            let text = quote.map(|quote| quote.span.of(&record.article.body));
            Ok::<_, Error>(NormalisedQuote::new(text.unwrap_or_default()))
        })
    }

    /// Calls `each` with the fingerprint of every quotation that the filter lets through.
    fn filter_quotes(
        &self,
        fingerprints: &[QuoteFingerprints<'_>],
        articles: &ArticleClusters,
        filter: &mut CandidateFilter,
        each: &mut dyn FnMut(QuoteFingerprint),
    ) -> tantivy::Result<()> {
        let (searcher, fields) = (&self.searcher, &self.fields);
        for (ordinal, (reader, fingerprints)) in
            searcher.segment_readers().iter().zip(fingerprints).enumerate()
        {
            let ordinal = ordinal as SegmentOrdinal;
            let mut before = (0, None);
            Segment { searcher, fields, ordinal, reader }.for_each(Kind::Quote, |doc| {
                if !filter.next_is_left() {
                    return;
                }
                let one = fingerprints.get(DocAddress::new(ordinal, doc), |article| {
                    // An article's quotations follow each other.
                    if before.0 != article {
                        before = (article, articles.cluster_of(ArticleId(article)));
                    }
                    before.1
                });
                if filter.accepts(&one) {
                    each(one);
                }
            })?;
        }
        Ok(())
    }
}

/// Contribution of a part to the digest of an index's contents: the files that were read into it,
/// with the versions of the readers. Not the segments' names, since the same archive must give the
/// same answer however its index was built.
#[derive(Default)]
struct ContentsDigest(u64);

impl Part for ContentsDigest {
    fn read(segment: &Segment<'_>) -> tantivy::Result<Self> {
        let reader = segment.reader;
        let columns = [columns::FILE, columns::FILE_DIGEST, columns::FILE_VERSIONS];
        let [file, digest, versions] = columns.map(|column| column.open(reader));
        let columns = [file?, digest?, versions?];
        let mut sum = 0_u64;
        segment.for_each(Kind::File, |doc| {
            let mut hash = Xxh3::new();
            for column in &columns {
                hash.update(&column.first(doc).unwrap_or_default().to_le_bytes());
            }
            // A sum, since files come in any order.
            sum = sum.wrapping_add(hash.digest());
        })?;
        Ok(Self(sum))
    }

    fn merge(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }
}
