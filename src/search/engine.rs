//! Answers questions from one commit of an index.

use std::sync::OnceLock;

use tantivy::{DocId, Searcher, SegmentReader, TERMINATED, TantivyError};

use crate::corpus::duplicates::articles::clusters::ArticleClusters;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::quotes::clusters::QuoteClusters;
use crate::corpus::names as authority;
use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::overrides::Overrides;
use crate::corpus::names::speakers::SegmentSpeakers;
use crate::model::{ArticleId, EntityKind, QuoteId};
use crate::search::answers::archive_stats::Counts;
use crate::search::answers::hits::{ArticleHit, Hits, QuoteHit};
use crate::search::answers::name_counts::Documents;
use crate::search::answers::name_counts::NameCount;
use crate::search::answers::{archive_stats as counts, name_counts as names};
use crate::search::plan::filters::own_query;
use crate::search::snapshot::target::Domain;
use crate::search::plan::question::{Filters, Question};
use crate::search::snapshot::reader::Reader;
use crate::search::rank::collapse::{ArticleGroups, QuoteGroups, Totals};
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::statistics::Collection;
use crate::search::scoring::top_docs::Standing;
use crate::store::{ArticleRecord, Error, Fields, Index, Kind};

/// An index ready to be asked.
#[derive(Debug)]
pub struct Engine<'a> {
    pub(super) archive: &'a Index,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// Who is who, read when a question first needs it: most name nobody.
    names: OnceLock<NameAuthority>,
    pub(super) copies: ArticleClusters,
    /// The same for quotations, which questions about articles do without.
    pub(super) sayings: OnceLock<QuoteClusters>,
    /// What was compared to find the copies, when that was done just now.
    pub(super) compared: Option<ComparisonCache>,
    pub(super) by_hand: Overrides,
    /// The numbers of articles and of quotations that scores need, each counted once.
    articles: OnceLock<Collection>,
    quotations: OnceLock<Collection>,
    columns: OnceLock<Vec<Columns>>,
    groups: OnceLock<ArticleGroups>,
    quote_groups: OnceLock<QuoteGroups>,
    /// A number for what the index holds, which pages are bound to.
    pub(super) state: OnceLock<u64>,
}

/// The side file of the archive's names, and the format of its content.
const NAMES: (&str, u32) = ("names.bin", 1);

impl<'a> Engine<'a> {
    /// An engine on the archive's last commit, with what was decided by hand.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(archive: &'a Index, by_hand: Overrides) -> Result<Self, Error> {
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let mut engine = Self {
            archive,
            searcher,
            fields,
            names: OnceLock::new(),
            copies: ArticleClusters::default(),
            sayings: OnceLock::new(),
            compared: None,
            by_hand,
            articles: OnceLock::new(),
            quotations: OnceLock::new(),
            columns: OnceLock::new(),
            groups: OnceLock::new(),
            quote_groups: OnceLock::new(),
            state: OnceLock::new(),
        };
        engine.find_copies()?;
        Ok(engine)
    }

    /// Keeps what was worked out of the archive beside the index, so that no question has to wait for it: who is who,
    /// what is a copy, and what pages are bound to.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self) -> Result<(), Error> {
        self.save_names()?;
        self.save_copies()?;
        self.save_state()
    }

    fn save_names(&self) -> Result<(), Error> {
        if self.archive.side_file(NAMES.0, NAMES.1).is_some() {
            return Ok(());
        }
        let names = self.names().map_err(|e| self.fail(&e))?;
        self.archive.write_side_file(NAMES.0, NAMES.1, &names.to_bytes())
    }

    /// Who is who, as it was kept beside the index, or else worked out.
    pub(super) fn names(&self) -> tantivy::Result<&NameAuthority> {
        known(&self.names, || {
            let stored = self.archive.side_file(NAMES.0, NAMES.1);
            match stored.and_then(|bytes| NameAuthority::from_bytes(&bytes)) {
                Some(names) => Ok(names),
                None => self.work_out_names(),
            }
        })
    }

    fn work_out_names(&self) -> tantivy::Result<NameAuthority> {
        let query = own_query(&self.fields, Kind::Article, &Filters::default(), None);
        let documents =
            Documents { searcher: &self.searcher, query: query.as_ref(), articles: None };
        let years = names::count_by_year(&documents, "person")?;
        let query = own_query(&self.fields, Kind::Quote, &Filters::default(), None);
        let documents =
            Documents { searcher: &self.searcher, query: query.as_ref(), articles: None };
        let roles = names::count_roles(&documents)?;
        Ok(authority::build(&years, &roles))
    }

    /// Articles that answer the question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn articles(&self, question: &Question) -> Result<Hits<ArticleHit>, Error> {
        let asked = self.ask(question, Domain::Articles)?;
        let (found, totals) = self.rank(&asked, question)?;
        let mut page = self.page(question, Kind::Article, &found, totals)?;
        for found in found {
            let record = self.archive.article(&self.searcher, found.ranked.address)?;
            page.hits.push(self.article_hit(record, found, &asked.prepared, question)?);
        }
        (page.warnings, page.expansions) = asked.into_remarks();
        Ok(page)
    }

    /// Quotations that answer the question. Words are looked for in the quotation, and at lower
    /// weight in the sentence around it and the headline.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes(&self, question: &Question) -> Result<Hits<QuoteHit>, Error> {
        let asked = self.ask(question, Domain::Quotes)?;
        let (found, totals) = self.rank(&asked, question)?;
        let mut page = self.page(question, Kind::Quote, &found, totals)?;
        for found in found {
            page.hits.extend(self.quote_hit(found, &asked.prepared)?);
        }
        (page.warnings, page.expansions) = asked.into_remarks();
        Ok(page)
    }

    /// An answer still without its hits: what goes before these and how the next page is asked for.
    fn page<H>(
        &self,
        question: &Question,
        kind: Kind,
        found: &[Found],
        totals: Totals,
    ) -> Result<Hits<H>, Error> {
        let Totals { documents: total, distinct } = totals;
        let before = question.after.map_or(0, |after| after.shown) + question.offset as u64;
        let shown = before + found.len() as u64;
        // What was new will not be at the next run, so its pages cannot be asked for.
        let more = shown < distinct && question.shown.is_none();
        let last = found.last().filter(|last| last.complete && more);
        let last: Option<Standing> = last.map(|last| last.ranked.standing(shown));
        let query = question.query.as_ref().filter(|_| question.explain);
        Ok(Hits {
            hits: Vec::with_capacity(found.len()),
            total,
            distinct,
            before,
            next: last.map(|last| self.cursor(question, kind, last)).transpose()?,
            facets: Vec::new(),
            meant: Vec::new(),
            understood: query.map(ToString::to_string),
            warnings: Vec::new(),
            expansions: Vec::new(),
        })
    }

    /// The ids and scores of the articles that answer the question, best first, and how many there are in all.
    /// Nothing stored is read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ids(&self, question: &Question) -> Result<(Vec<(ArticleId, f32)>, u64), Error> {
        let asked = self.ask(question, Domain::Articles)?;
        let (found, totals) = self.rank(&asked, question)?;
        let ids = found.into_iter().map(|f| (ArticleId(f.ranked.id), f.ranked.score));
        Ok((ids.collect(), totals.documents))
    }

    /// The articles that answer the question, best first: the id that the archive itself gives, or ours where it
    /// gives none, and the score. For run files, which want many and show none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ranking(&self, question: &Question) -> Result<Vec<(String, f32)>, Error> {
        let asked = self.ask(question, Domain::Articles)?;
        let (ranked, _) = self.rank(&asked, question)?;
        let mut ranking = Vec::with_capacity(ranked.len());
        for Found { ranked, .. } in ranked {
            let record = self.archive.article(&self.searcher, ranked.address)?;
            let id = record.article.archive_id;
            ranking.push((id.unwrap_or_else(|| ArticleId(ranked.id).to_string()), ranked.score));
        }
        Ok(ranking)
    }

    /// Speakers by their number of quotations; only names of which a word starts with `prefix`, and
    /// those without a name only when `unnamed`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speakers(
        &self,
        prefix: &str,
        filters: &Filters,
        unnamed: bool,
    ) -> Result<Vec<NameCount>, Error> {
        let query = self.shown_query(Kind::Quote, filters, self.speaker_query(filters)?);
        let articles = self.allowed_articles(Kind::Quote, filters)?;
        let documents = Documents {
            searcher: &self.searcher,
            query: query.as_ref(),
            articles: articles.as_ref(),
        };
        let names = self.names().map_err(|e| self.fail(&e))?;
        names::count_speakers(&documents, names, &self.by_hand, prefix, unnamed)
            .map_err(|e| self.fail(&e))
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
        let column = match kind {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Group => "group",
        };
        let query = self.shown_query(Kind::Article, filters, None);
        let articles = self.allowed_articles(Kind::Article, filters)?;
        let documents = Documents {
            searcher: &self.searcher,
            query: query.as_ref(),
            articles: articles.as_ref(),
        };
        // Only people have full names and surnames; the rest is merged by hand alone.
        let none = NameAuthority::default();
        let names = || self.names().map_err(|e| self.fail(&e));
        let resolver = if kind == EntityKind::Person { names()? } else { &none };
        names::count_entities(&documents, column, prefix, |name, year| {
            resolver.resolve(name, year, None, &self.by_hand.aliases)
        })
        .map_err(|e| self.fail(&e))
    }

    /// The article with this id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        self.reader().article(id)
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader::new(self.archive, &self.searcher, &self.fields)
    }

    /// The article that holds the quotation with this id, and which of its quotations it is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote(&self, id: QuoteId) -> Result<Option<(ArticleRecord, usize)>, Error> {
        let reader = self.reader();
        let Some(address) = reader.quote(id, None)? else { return Ok(None) };
        reader.article_of_quote(address)
    }

    /// Tells the speakers of a segment's quotations.
    pub(super) fn speakers_of(&self, segment: &SegmentReader) -> tantivy::Result<SegmentSpeakers<'_>> {
        SegmentSpeakers::segment(segment, self.names()?, &self.by_hand)
    }

    /// The columns of every segment.
    pub(super) fn columns(&self) -> tantivy::Result<&[Columns]> {
        known(&self.columns, || Columns::of(&self.searcher)).map(Vec::as_slice)
    }

    /// The segments with their columns.
    pub(super) fn segments(&self) -> tantivy::Result<Segments<'_>> {
        Ok(Segments { searcher: &self.searcher, columns: self.columns()? })
    }

    /// Which articles are copies of one another, by their documents.
    pub(super) fn article_groups(&self) -> tantivy::Result<&ArticleGroups> {
        known(&self.groups, || Ok(ArticleGroups::new(self.segments()?, &self.copies)))
    }

    /// Which quotations are one, by their ids.
    pub(super) fn quote_groups(&self) -> Result<&QuoteGroups, Error> {
        known(&self.quote_groups, || Ok(QuoteGroups::new(self.sayings()?)))
    }

    /// How many articles there are, and how long.
    pub(super) fn articles_counted(&self) -> tantivy::Result<Collection> {
        known(&self.articles, || Collection::of(self.segments()?, "body_words")).copied()
    }

    /// How many quotations there are, and how long.
    pub(super) fn quotations_counted(&self) -> tantivy::Result<Collection> {
        known(&self.quotations, || Collection::of(self.segments()?, "quote_words")).copied()
    }

    /// What the index holds.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        counts::count(&self.searcher, &self.fields).map_err(|e| self.fail(&e))
    }

    pub(super) fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.archive.dir(), error)
    }
}

/// What the cell holds, worked out the first time.
pub(super) fn known<T, E>(
    cell: &OnceLock<T>,
    work_out: impl FnOnce() -> Result<T, E>,
) -> Result<&T, E> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let found = work_out()?;
    Ok(cell.get_or_init(|| found))
}

/// Calls `each` with every document of a scorer that is not deleted.
pub(super) fn for_each_live(
    segment: &SegmentReader,
    docs: &mut dyn tantivy::query::Scorer,
    mut each: impl FnMut(DocId),
) {
    while docs.doc() != TERMINATED {
        if !segment.is_deleted(docs.doc()) {
            each(docs.doc());
        }
        docs.advance();
    }
}
