//! Runs questions against one commit of an index.

use rustc_hash::FxHashSet;
use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::model::{ArticleId, Attribution, EntityKind, Quote, QuoteId, Reached, Span};
use crate::search::authority::{ArchiveNames, ByHand, Resolved, SpeakerFilter, Verdict};
use crate::search::copies::Verdicts;
use crate::search::filters::{article_query, own_query, speaker_query};
use crate::search::hits::{ArticleHit, Hits, QuoteHit};
use crate::search::matcher::{Form, SearchField, WeighedClause};
use crate::search::names::Documents;
use crate::search::passage::{best_passage, held, marked, places};
use crate::search::rank::Plan;
use crate::search::statistics::Collection;
use crate::search::top::Ranked;
use crate::search::{
    Clause, Copies, Counts, Filters, NameCount, Question, Sayings, authority, counts, names,
};
use crate::store::{Archive, ArticleRecord, Error, Fields, Kind};
use crate::text::sentence_around;

/// When fewer articles than this hold all the words, those that hold most follow.
const ENOUGH: u64 = 10;

/// An index ready to be asked.
#[derive(Debug)]
pub struct Engine<'a> {
    pub(super) archive: &'a Archive,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) names: ArchiveNames,
    pub(super) copies: Copies,
    pub(super) sayings: Sayings,
    /// What was compared to find the copies, when that was done just now.
    pub(super) compared: Option<Verdicts>,
    pub(super) by_hand: ByHand,
}

/// The side file of the archive's names, and the format of its content.
const NAMES: (&str, u32) = ("names.bin", 1);

impl<'a> Engine<'a> {
    /// An engine on the archive's last commit, with what was decided by hand.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(archive: &'a Archive, by_hand: ByHand) -> Result<Self, Error> {
        let names = ArchiveNames::default();
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let (copies, sayings) = (Copies::default(), Sayings::default());
        let mut engine =
            Self { archive, searcher, fields, names, copies, sayings, compared: None, by_hand };
        let stored = archive.side_file(NAMES.0, NAMES.1);
        engine.names = match stored.and_then(|bytes| ArchiveNames::from_bytes(&bytes)) {
            Some(names) => names,
            None => engine.work_out_names()?,
        };
        engine.find_copies()?;
        Ok(engine)
    }

    /// Keeps what was worked out of the archive's names beside the index, so that the next question
    /// need not wait for it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save_names(&self) -> Result<(), Error> {
        if self.archive.side_file(NAMES.0, NAMES.1).is_some() {
            return Ok(());
        }
        self.archive.write_side_file(NAMES.0, NAMES.1, self.names.to_bytes())
    }

    fn work_out_names(&self) -> Result<ArchiveNames, Error> {
        let query = own_query(&self.fields, Kind::Article, &Filters::default(), None);
        let documents =
            Documents { searcher: &self.searcher, query: query.as_ref(), articles: None };
        let years = names::count_by_year(&documents, "person").map_err(|e| self.fail(&e))?;
        let query = own_query(&self.fields, Kind::Quote, &Filters::default(), None);
        let documents =
            Documents { searcher: &self.searcher, query: query.as_ref(), articles: None };
        let roles = names::count_roles(&documents).map_err(|e| self.fail(&e))?;
        Ok(authority::build(&years, &roles))
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
            hits.push(self.article_hit(record, &ranked, complete, question));
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
        let query = own_query(&self.fields, Kind::Quote, filters, self.speaker_query(filters));
        let articles = self.allowed_articles(Kind::Quote, filters)?;
        let documents = Documents {
            searcher: &self.searcher,
            query: query.as_ref(),
            articles: articles.as_ref(),
        };
        names::count_speakers(&documents, &self.names, &self.by_hand, prefix, unnamed)
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
        let query = own_query(&self.fields, Kind::Article, filters, None);
        let articles = self.allowed_articles(Kind::Article, filters)?;
        let documents = Documents {
            searcher: &self.searcher,
            query: query.as_ref(),
            articles: articles.as_ref(),
        };
        // Only people have full names and surnames; the rest is merged by hand alone.
        let none = ArchiveNames::default();
        let known = if kind == EntityKind::Person { &self.names } else { &none };
        names::count_entities(&documents, column, prefix, |name, year| {
            known.resolve(name, year, None, &self.by_hand.aliases)
        })
        .map_err(|e| self.fail(&e))
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

    /// The quotations that may be by the speaker asked for.
    fn speaker_query(&self, filters: &Filters) -> Option<Box<dyn Query>> {
        let wanted = filters.speaker.as_deref()?;
        let forms = self.names.other_forms(wanted, &self.by_hand.aliases);
        let corrected = self.by_hand.corrections.said_by(|name| names::holds_words(name, wanted));
        Some(speaker_query(&self.fields, wanted, &forms, &corrected))
    }

    /// The decision about speakers, where one has to be made.
    fn speaker_filter<'s>(&'s self, filters: &'s Filters) -> Option<SpeakerFilter<'s>> {
        let needed = filters.speaker.is_some() || !self.by_hand.corrections.is_empty();
        needed.then_some(SpeakerFilter {
            names: &self.names,
            by_hand: &self.by_hand,
            wanted: filters.speaker.as_deref(),
        })
    }

    /// The ids of the articles that an article or a quotation's article must be among, where the
    /// other documents decide that: a quotation by its article's names, an article by its quotations' speakers.
    fn allowed_articles(
        &self,
        kind: Kind,
        filters: &Filters,
    ) -> Result<Option<FxHashSet<u64>>, Error> {
        let query = match kind {
            Kind::Quote => article_query(&self.fields, filters),
            _ => filters.speaker.as_ref().map(|_| {
                own_query(&self.fields, Kind::Quote, filters, self.speaker_query(filters))
            }),
        };
        let Some(query) = query else { return Ok(None) };
        let speakers = self.speaker_filter(filters).filter(|_| kind != Kind::Quote);
        let run = || -> tantivy::Result<FxHashSet<u64>> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let mut ids = FxHashSet::default();
            for segment in self.searcher.segment_readers() {
                let column: Column<u64> = segment.fast_fields().u64("article")?;
                let takes = speakers.as_ref().map(|s| s.in_segment(segment)).transpose()?;
                for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
                    if takes.as_ref().is_none_or(|takes| takes(doc)) {
                        ids.extend(column.first(doc));
                    }
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
        let speakers = self.speaker_filter(&question.filters).filter(|_| kind == Kind::Quote);
        let speaker_query =
            || self.speaker_query(&question.filters).filter(|_| kind == Kind::Quote);
        let run = || -> tantivy::Result<(Vec<(Ranked, bool)>, u64)> {
            let lengths = if kind == Kind::Article { "body_words" } else { "quote_words" };
            let collection = Collection::of(&self.searcher, lengths)?;
            let weigh = |clause| WeighedClause::new(&self.searcher, clause, fields, &collection);
            let asked = question.clauses.iter().filter(|c| !c.stop);
            let (negated, wanted): (Vec<&Clause>, Vec<&Clause>) = asked.partition(|c| c.negated);
            let plan = Plan {
                searcher: &self.searcher,
                query: own_query(&self.fields, kind, &question.filters, speaker_query()),
                wanted: wanted.into_iter().map(weigh).collect::<tantivy::Result<_>>()?,
                negated: negated.into_iter().map(weigh).collect::<tantivy::Result<_>>()?,
                allowed,
                speakers: speakers.as_ref(),
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

    fn article_hit(
        &self,
        mut record: ArticleRecord,
        ranked: &Ranked,
        complete: bool,
        question: &Question,
    ) -> ArticleHit {
        let clauses = &question.clauses;
        let kept = self.apply_corrections(&mut record);
        let headline = record.article.headline();
        let headline = marked(headline, Span::new(0, headline.len()), &places(headline, clauses));
        let body = &record.article.body;
        let passage = best_passage(body, &places(body, clauses));
        let mut quotes: Vec<(usize, usize)> = Vec::new();
        for (ordinal, quote) in record.notes.quotes.iter().enumerate() {
            let by_speaker = question.filters.speaker.as_ref().is_none_or(|wanted| {
                let resolved = self.speaker_of(&record, quote);
                let in_article =
                    quote.speaker().is_some_and(|name| names::holds_words(name, wanted));
                in_article || resolved.is_some_and(|r| names::holds_words(&r.name, wanted))
            });
            let words = held(&places(quote.span.of(body), clauses));
            if kept[ordinal]
                && by_speaker
                && (words > 0 || clauses.is_empty() && question.filters.speaker.is_some())
            {
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

    fn quote_hit(
        &self,
        ranked: &Ranked,
        complete: bool,
        clauses: &[Clause],
    ) -> Result<Option<QuoteHit>, Error> {
        let Some((article_id, ordinal)) = self.quote_place(ranked.address)? else {
            return Ok(None);
        };
        let Some(mut record) = self.article(article_id)? else { return Ok(None) };
        self.apply_corrections(&mut record);
        let Some(quote) = record.notes.quotes.get(ordinal) else { return Ok(None) };
        let speaker = self.speaker_of(&record, quote);
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
            speaker,
            ordinal,
            record,
        }))
    }

    /// The article with this id as corrected by hand: without what is no quotation, with the speakers
    /// that a person named. The ids of its quotations as they were come with it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn corrected_article(
        &self,
        id: ArticleId,
    ) -> Result<Option<(ArticleRecord, Vec<QuoteId>)>, Error> {
        let Some(mut record) = self.article(id)? else { return Ok(None) };
        let mut ids = record.quote_ids();
        let kept = self.apply_corrections(&mut record);
        let mut keep = kept.iter();
        record.notes.quotes.retain(|_| keep.next().copied().unwrap_or(true));
        let mut keep = kept.iter();
        ids.retain(|_| keep.next().copied().unwrap_or(true));
        Ok(Some((record, ids)))
    }

    /// Puts the speakers that a person named into the record; which of its quotations are some.
    fn apply_corrections(&self, record: &mut ArticleRecord) -> Vec<bool> {
        if self.by_hand.corrections.is_empty() {
            return vec![true; record.notes.quotes.len()];
        }
        let ids = record.quote_ids();
        let verdicts = ids.iter().map(|id| self.by_hand.corrections.get(*id));
        let mut kept = Vec::with_capacity(ids.len());
        for (quote, verdict) in record.notes.quotes.iter_mut().zip(verdicts) {
            kept.push(verdict != Some(&Verdict::NotAQuote));
            match verdict {
                None | Some(Verdict::NotAQuote) => {}
                Some(Verdict::Unknown) => quote.attribution = None,
                Some(Verdict::Speaker(name)) => {
                    let before = quote.attribution.take();
                    quote.attribution = Some(Attribution {
                        mention: before.as_ref().and_then(|a| a.mention),
                        cue: before.as_ref().and_then(|a| a.cue),
                        speaker: name.clone(),
                        entity: None,
                        role: None,
                        reached: Reached::ByHand,
                    });
                    quote.confidence = 1.0;
                }
            }
        }
        kept
    }

    /// Who the archive takes a quotation's speaker for.
    fn speaker_of(&self, record: &ArticleRecord, quote: &Quote) -> Option<Resolved> {
        let year = record.article.date.map(|date| date.year());
        quote.attribution.as_ref().map(|attribution| {
            if attribution.reached == Reached::ByHand {
                Resolved { name: attribution.speaker.clone(), inferred: false }
            } else {
                self.names.resolve(
                    &attribution.speaker,
                    year,
                    attribution.role.as_deref(),
                    &self.by_hand.aliases,
                )
            }
        })
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

    pub(super) fn fail(&self, error: &TantivyError) -> Error {
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
