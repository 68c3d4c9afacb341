//! Runs questions against one commit of an index.

use rustc_hash::FxHashSet;
use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::model::{ArticleId, EntityKind, QuoteId, Span};
use crate::search::filters::{article_query, own_query};
use crate::search::hits::{ArticleHit, Hits, QuoteHit};
use crate::search::matcher::{Form, SearchField, WeighedClause};
use crate::search::passage::{best_passage, held, marked, places};
use crate::search::rank::Plan;
use crate::search::statistics::Collection;
use crate::search::top::Ranked;
use crate::search::{Clause, Counts, Filters, NameCount, Question, counts, names};
use crate::store::{Archive, ArticleRecord, Error, Fields, Kind};
use crate::text::sentence_around;

/// When fewer articles than this hold all the words, those that hold most follow.
const ENOUGH: u64 = 10;

/// An index ready to be asked.
#[derive(Debug)]
pub struct Engine<'a> {
    archive: &'a Archive,
    searcher: Searcher,
    fields: Fields,
}

impl<'a> Engine<'a> {
    /// An engine on the archive's last commit.
    pub fn new(archive: &'a Archive) -> Self {
        Self { archive, searcher: archive.searcher(), fields: archive.fields() }
    }

    /// Articles that answer the question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn articles(&self, question: &Question) -> Result<Hits<ArticleHit>, Error> {
        let fields = [
            SearchField { field: self.fields.body, weight: 1.0, form: Form::Stems },
            SearchField { field: self.fields.title, weight: 0.8, form: Form::ShortStems },
            SearchField { field: self.fields.exact, weight: 0.2, form: Form::Spelt },
        ];
        let (ranked, total) = self.rank(question, Kind::Article, &fields)?;
        let mut hits = Vec::with_capacity(ranked.len());
        for (ranked, complete) in ranked {
            let record = self.archive.article(&self.searcher, ranked.address)?;
            hits.push(article_hit(record, &ranked, complete, question));
        }
        Ok(Hits { hits, total })
    }

    /// Quotations that answer the question. Words are looked for in the quotation, and at lower
    /// weight in the sentence around it and the headline.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes(&self, question: &Question) -> Result<Hits<QuoteHit>, Error> {
        let fields = [
            SearchField { field: self.fields.quote, weight: 1.0, form: Form::Stems },
            SearchField { field: self.fields.context, weight: 0.35, form: Form::ShortStems },
            SearchField { field: self.fields.quote_exact, weight: 0.2, form: Form::Spelt },
        ];
        let (ranked, total) = self.rank(question, Kind::Quote, &fields)?;
        let mut hits = Vec::with_capacity(ranked.len());
        for (ranked, complete) in ranked {
            hits.extend(self.quote_hit(&ranked, complete, &question.clauses)?);
        }
        Ok(Hits { hits, total })
    }

    /// Speakers by their number of quotations; only names of which a word starts with `prefix`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speakers(&self, prefix: &str, filters: &Filters) -> Result<Vec<NameCount>, Error> {
        self.count_names(Kind::Quote, "speaker", prefix, filters)
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
        self.count_names(Kind::Article, column, prefix, filters)
    }

    /// The article with this id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        let term = Term::from_field_u64(self.fields.article, id.0);
        let kind = Term::from_field_u64(self.fields.kind, Kind::Article as u64);
        let query = tantivy::query::BooleanQuery::intersection(vec![
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
            Box::new(TermQuery::new(kind, IndexRecordOption::Basic)),
        ]);
        let found = self.one(&query)?;
        found.map(|address| self.archive.article(&self.searcher, address)).transpose()
    }

    /// The article that holds the quotation with this id, and which of its quotations it is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote(&self, id: QuoteId) -> Result<Option<(ArticleRecord, usize)>, Error> {
        let term = Term::from_field_u64(self.fields.key, id.0);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let Some(address) = self.one(&query)? else { return Ok(None) };
        let place = self.quote_place(address)?;
        let Some((article, ordinal)) = place else { return Ok(None) };
        Ok(self.article(article)?.map(|record| (record, ordinal)))
    }

    /// What the index holds.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        counts::count(&self.searcher, &self.fields).map_err(|e| self.fail(&e))
    }

    fn count_names(
        &self,
        kind: Kind,
        column: &str,
        prefix: &str,
        filters: &Filters,
    ) -> Result<Vec<NameCount>, Error> {
        let query = own_query(&self.fields, kind, filters);
        let articles = self.allowed_articles(kind, filters)?;
        names::count(&self.searcher, query.as_ref(), column, prefix, articles.as_ref())
            .map_err(|e| self.fail(&e))
    }

    /// The ids of the articles that a quotation's article must be among, if any filter asks for that.
    fn allowed_articles(
        &self,
        kind: Kind,
        filters: &Filters,
    ) -> Result<Option<FxHashSet<u64>>, Error> {
        let Some(query) = article_query(&self.fields, filters).filter(|_| kind == Kind::Quote)
        else {
            return Ok(None);
        };
        let run = || -> tantivy::Result<FxHashSet<u64>> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let mut ids = FxHashSet::default();
            for segment in self.searcher.segment_readers() {
                let column: Column<u64> = segment.fast_fields().u64("article")?;
                for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
                    ids.extend(column.first(doc));
                });
            }
            Ok(ids)
        };
        run().map(Some).map_err(|e| self.fail(&e))
    }

    /// The hits asked for, each with whether it holds everything, and the number that do.
    fn rank(
        &self,
        question: &Question,
        kind: Kind,
        fields: &[SearchField],
    ) -> Result<(Vec<(Ranked, bool)>, u64), Error> {
        let allowed = self.allowed_articles(kind, &question.filters)?;
        let run = || -> tantivy::Result<(Vec<(Ranked, bool)>, u64)> {
            let lengths = if kind == Kind::Article { "body_words" } else { "quote_words" };
            let collection = Collection::of(&self.searcher, lengths)?;
            let weigh = |clause| WeighedClause::new(&self.searcher, clause, fields, &collection);
            let asked = question.clauses.iter().filter(|c| !c.stop);
            let (negated, wanted): (Vec<&Clause>, Vec<&Clause>) = asked.partition(|c| c.negated);
            let plan = Plan {
                searcher: &self.searcher,
                query: own_query(&self.fields, kind, &question.filters),
                wanted: wanted.into_iter().map(weigh).collect::<tantivy::Result<_>>()?,
                negated: negated.into_iter().map(weigh).collect::<tantivy::Result<_>>()?,
                allowed,
                id_column: if kind == Kind::Article { "article" } else { "key" },
                sort: question.sort,
                size: question.offset.saturating_add(question.limit),
            };
            let clauses = plan.wanted.len();
            let least = if question.any { 1 } else { clauses };
            let (mut top, total) = plan.run(least.min(clauses), clauses, false)?;
            let complete = top.len();
            if !question.any && clauses > 1 && total < ENOUGH && top.len() < plan.size {
                let (more, _) = plan.run(1, clauses - 1, true)?;
                top.extend(more);
            }
            let hits = top.into_iter().enumerate().map(|(at, ranked)| (ranked, at < complete));
            Ok((hits.skip(question.offset).take(question.limit).collect(), total))
        };
        run().map_err(|e| self.fail(&e))
    }

    fn quote_hit(
        &self,
        ranked: &Ranked,
        complete: bool,
        clauses: &[Clause],
    ) -> Result<Option<QuoteHit>, Error> {
        let Some((article_id, ordinal)) = self.quote_place(ranked.address)? else {
            return Ok(None);
        };
        let Some(record) = self.article(article_id)? else { return Ok(None) };
        let Some(quote) = record.notes.quotes.get(ordinal) else { return Ok(None) };
        let body = &record.article.body;
        let around = sentence_around(body, quote.span);
        let near = |span: Span| {
            let text = span.of(body);
            marked(text, Span::new(0, text.len()), &places(text, clauses))
        };
        Ok(Some(QuoteHit {
            id: QuoteId(ranked.id),
            article_id,
            score: ranked.score,
            complete,
            text: near(quote.span),
            context: near(around),
            ordinal,
            record,
        }))
    }

    /// The article and ordinal of the quotation at an address.
    fn quote_place(&self, address: DocAddress) -> Result<Option<(ArticleId, usize)>, Error> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let value = |name| -> Result<Option<u64>, Error> {
            let column: Column<u64> = segment.fast_fields().u64(name).map_err(|e| self.fail(&e))?;
            Ok(column.first(address.doc_id))
        };
        Ok(value("article")?.zip(value("ordinal")?).map(|(id, at)| (ArticleId(id), at as usize)))
    }

    fn one(&self, query: &dyn Query) -> Result<Option<DocAddress>, Error> {
        let found = self.searcher.search(query, &DocSetCollector).map_err(|e| self.fail(&e))?;
        Ok(found.into_iter().min())
    }

    fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.archive.dir(), error)
    }
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

fn article_hit(
    record: ArticleRecord,
    ranked: &Ranked,
    complete: bool,
    question: &Question,
) -> ArticleHit {
    let clauses = &question.clauses;
    let headline = record.article.headline();
    let headline = marked(headline, Span::new(0, headline.len()), &places(headline, clauses));
    let body = &record.article.body;
    let passage = best_passage(body, &places(body, clauses));
    let mut quotes: Vec<(usize, usize)> = Vec::new();
    for (ordinal, quote) in record.notes.quotes.iter().enumerate() {
        let by_speaker = question.filters.speaker.as_ref().is_none_or(|wanted| {
            quote.speaker().is_some_and(|speaker| names::holds_words(speaker, wanted))
        });
        let words = held(&places(quote.span.of(body), clauses));
        if by_speaker && (words > 0 || clauses.is_empty() && question.filters.speaker.is_some()) {
            quotes.push((words, ordinal));
        }
    }
    quotes.sort_by_key(|(words, ordinal)| (std::cmp::Reverse(*words), *ordinal));
    ArticleHit {
        id: ArticleId(ranked.id),
        score: ranked.score,
        complete,
        headline,
        passage,
        quotes: quotes.into_iter().map(|(_, ordinal)| ordinal).collect(),
        record,
    }
}
