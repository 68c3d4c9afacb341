//! Runs questions against one commit of an index.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::model::{ArticleId, EntityKind, QuoteId, Span};
use crate::search::authority::{ArchiveNames, ByHand, SpeakerFilter};
use crate::search::clauses::{Clause, Condition, Domain, Target, TextClause};
use crate::search::closeness::Closeness;
use crate::search::columns::Columns;
use crate::search::compile::{Compiler, Prepared};
use crate::search::copies::Verdicts;
use crate::search::decide::Within;
use crate::search::filters::{article_query, own_query, speaker_query};
use crate::search::folding::{Folding, Totals};
use crate::search::hits::{ArticleHit, Explanation, Hits, QuoteHit};
use crate::search::names::Documents;
use crate::search::passage::{Place, held, marked, passages, places};
use crate::search::rank::Plan;
use crate::search::reader::Reader;
use crate::search::statistics::Collection;
use crate::search::top::Ranked;
use crate::search::{
    Copies, Counts, Filters, NameCount, Question, Sayings, Standing, authority, counts, names, scan,
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
    /// The numbers of articles and of quotations that scores need, counted once.
    collections: OnceLock<(Collection, Collection)>,
    columns: OnceLock<Vec<Columns>>,
}

/// The side file of the archive's names, and the format of its content.
pub(super) const NAMES: (&str, u32) = ("names.bin", 1);

impl<'a> Engine<'a> {
    /// An engine on the archive's last commit, with what was decided by hand.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(archive: &'a Archive, by_hand: ByHand) -> Result<Self, Error> {
        let names = ArchiveNames::default();
        let (searcher, fields) = (archive.searcher(), archive.fields());
        let mut engine = Self {
            archive,
            searcher,
            fields,
            names,
            copies: Copies::default(),
            sayings: Sayings::default(),
            compared: None,
            by_hand,
            collections: OnceLock::new(),
            columns: OnceLock::new(),
        };
        let stored = archive.side_file(NAMES.0, NAMES.1);
        engine.names = match stored.and_then(|bytes| ArchiveNames::from_bytes(&bytes)) {
            Some(names) => names,
            None => engine.work_out_names()?,
        };
        engine.find_copies()?;
        Ok(engine)
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
        let compiler = self.compiler(question)?;
        let prepared = self.prepare(&compiler, question, Domain::Articles)?;
        let (ranked, totals) = self.rank(&compiler, &prepared, question, Domain::Articles)?;
        let Totals { documents: total, distinct } = totals;
        let (before, last) = part(question, &ranked, distinct);
        let next = last.map(|last| self.cursor(question, Kind::Article, last));
        let mut hits = Vec::with_capacity(ranked.len());
        for found in ranked {
            let record = self.archive.article(&self.searcher, found.ranked.address)?;
            hits.push(self.article_hit(record, found, &prepared, question));
        }
        let (warnings, expansions) = compiler.into_remarks();
        let understood = understood(question);
        let (facets, meant) = (Vec::new(), Vec::new());
        Ok(Hits {
            hits,
            total,
            distinct,
            before,
            next,
            facets,
            meant,
            understood,
            warnings,
            expansions,
        })
    }

    /// Quotations that answer the question. Words are looked for in the quotation, and at lower
    /// weight in the sentence around it and the headline.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes(&self, question: &Question) -> Result<Hits<QuoteHit>, Error> {
        let compiler = self.compiler(question)?;
        let prepared = self.prepare(&compiler, question, Domain::Quotes)?;
        let (ranked, totals) = self.rank(&compiler, &prepared, question, Domain::Quotes)?;
        let Totals { documents: total, distinct } = totals;
        let (before, last) = part(question, &ranked, distinct);
        let next = last.map(|last| self.cursor(question, Kind::Quote, last));
        let mut hits = Vec::with_capacity(ranked.len());
        for found in ranked {
            hits.extend(self.quote_hit(found, &prepared)?);
        }
        let (warnings, expansions) = compiler.into_remarks();
        let understood = understood(question);
        let (facets, meant) = (Vec::new(), Vec::new());
        Ok(Hits {
            hits,
            total,
            distinct,
            before,
            next,
            facets,
            meant,
            understood,
            warnings,
            expansions,
        })
    }

    /// The ids and scores of the articles that answer the question, best first, and how many there are in all.
    /// Nothing stored is read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ids(&self, question: &Question) -> Result<(Vec<(ArticleId, f32)>, u64), Error> {
        let compiler = self.compiler(question)?;
        let prepared = self.prepare(&compiler, question, Domain::Articles)?;
        let (found, totals) = self.rank(&compiler, &prepared, question, Domain::Articles)?;
        let ids = found.into_iter().map(|f| (ArticleId(f.ranked.id), f.ranked.score));
        Ok((ids.collect(), totals.documents))
    }

    /// The articles that answer the question, best first: the id that the archive itself gives, or ours where it
    /// gives none, and the score. For run files, which want many and show none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ranking(&self, question: &Question) -> Result<Vec<(String, f32)>, Error> {
        let compiler = self.compiler(question)?;
        let prepared = self.prepare(&compiler, question, Domain::Articles)?;
        let (ranked, _) = self.rank(&compiler, &prepared, question, Domain::Articles)?;
        let mut ranking = Vec::with_capacity(ranked.len());
        for Found { ranked, .. } in ranked {
            let record = self.archive.article(&self.searcher, ranked.address)?;
            let id = record.article.archive_id;
            ranking.push((id.unwrap_or_else(|| ArticleId(ranked.id).to_string()), ranked.score));
        }
        Ok(ranking)
    }

    pub(super) fn compiler(&self, question: &Question) -> Result<Compiler<'_>, Error> {
        let reader = Reader::new(self.archive, &self.searcher, &self.fields);
        let collections = if let Some(collections) = self.collections.get() {
            *collections
        } else {
            let of = |lengths| Collection::of(&self.searcher, lengths);
            let counted = of("body_words").and_then(|a| Ok((a, of("quote_words")?)));
            let counted = counted.map_err(|e| self.fail(&e))?;
            *self.collections.get_or_init(|| counted)
        };
        let columns = if let Some(columns) = self.columns.get() {
            columns
        } else {
            let opened = Columns::of(&self.searcher).map_err(|e| self.fail(&e))?;
            self.columns.get_or_init(|| opened)
        };
        let numbers = (collections, columns.as_slice());
        Ok(Compiler::new(reader, &self.names, &self.by_hand, question, numbers))
    }

    pub(super) fn prepare(
        &self,
        compiler: &Compiler<'_>,
        question: &Question,
        domain: Domain,
    ) -> Result<Prepared, Error> {
        compiler.prepare(question.query.as_ref(), domain).map_err(|e| self.fail(&e))
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
        let query = self.shown_query(Kind::Quote, filters, self.speaker_query(filters));
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
        let query = self.shown_query(Kind::Article, filters, None);
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
        let term = Term::from_field_u64(self.fields.key, id.0);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let reader = self.reader();
        let Some(address) = reader.one(&query)? else { return Ok(None) };
        let place = reader.quote_place(address)?;
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
            _ => filters
                .speaker
                .as_ref()
                .map(|_| self.shown_query(Kind::Quote, filters, self.speaker_query(filters))),
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

    /// The hits asked for, and the number of documents that hold everything.
    pub(super) fn rank(
        &self,
        compiler: &Compiler<'_>,
        prepared: &Prepared,
        question: &Question,
        domain: Domain,
    ) -> Result<(Vec<Found>, Totals), Error> {
        self.with_plan(compiler, prepared, question, domain, |plan, least, clauses| {
            let after = question.after;
            let (mut top, totals) = plan.run(least, clauses, false, after, &mut |_| {})?;
            let complete = top.len();
            let more = !question.any && !prepared.strict && clauses > 1;
            if more && totals.documents < ENOUGH && top.len() < plan.size {
                let shown: FxHashSet<u32> =
                    top.iter().filter_map(|r| plan.folding.group(|| r.id)).collect();
                let (more, _) = plan.run(1, clauses - 1, true, None, &mut |_| {})?;
                let is_shown = |group: u32| shown.contains(&group);
                let new = |r: &Ranked| !plan.folding.group(|| r.id).is_some_and(is_shown);
                top.extend(more.into_iter().filter(new));
            }
            let mut found = Vec::new();
            for (at, ranked) in top.into_iter().enumerate().skip(question.offset) {
                if found.len() == question.limit {
                    break;
                }
                let explanation =
                    if question.explain { plan.explain(ranked.address)? } else { Vec::new() };
                found.push(Found { ranked, complete: at < complete, explanation });
            }
            Ok((found, totals))
        })
    }

    /// Calls `run` with the question made ready, how many of its clauses a document must hold, and how
    /// many there are.
    pub(super) fn with_plan<T>(
        &self,
        compiler: &Compiler<'_>,
        prepared: &Prepared,
        question: &Question,
        domain: Domain,
        run: impl FnOnce(&Plan<'_>, usize, usize) -> tantivy::Result<T>,
    ) -> Result<T, Error> {
        let kind = if domain == Domain::Articles { Kind::Article } else { Kind::Quote };
        let filters = &question.filters;
        let allowed = self.allowed_articles(kind, filters)?;
        let speakers = self.speaker_filter(filters).filter(|_| kind == Kind::Quote);
        let speaker_query = self.speaker_query(filters).filter(|_| kind == Kind::Quote);
        let deciders = Within { compiler, domain };
        let unfiltered = filters.is_empty() && self.hidden(filters).is_empty();
        let shown = question.shown.as_ref().map(|shown| self.with_copies(shown, kind));
        let planned = || -> tantivy::Result<T> {
            let plan = Plan {
                searcher: &self.searcher,
                query: self.shown_query(kind, filters, speaker_query),
                kind_only: unfiltered,
                wanted: &prepared.wanted,
                required: &prepared.required,
                deciders: &deciders,
                allowed,
                speakers: speakers.as_ref(),
                closeness: Closeness::new(&prepared.wanted, domain == Domain::Articles),
                columns: compiler.columns,
                of_articles: kind == Kind::Article,
                sort: question.sort,
                recent: question.recency.then_some(question.today),
                size: question.offset.saturating_add(question.limit),
                folding: match kind {
                    _ if !question.fold => Folding::Off,
                    Kind::Article => Folding::Articles(&self.copies),
                    _ => Folding::Quotes(&self.sayings),
                },
                shown: shown.as_ref(),
            };
            let clauses = plan.wanted.len();
            let least = if question.any { 1.min(clauses) } else { clauses };
            run(&plan, least, clauses)
        };
        planned().map_err(|e| self.fail(&e))
    }

    pub(super) fn article_hit(
        &self,
        mut record: ArticleRecord,
        found: Found,
        prepared: &Prepared,
        question: &Question,
    ) -> ArticleHit {
        let kept = self.apply_corrections(&mut record);
        let headline = record.article.headline();
        let of_title = prepared.texts(&[Target::Anywhere, Target::Title]);
        let headline = marked(headline, Span::new(0, headline.len()), &places(headline, &of_title));
        let body = &record.article.body;
        let texts = prepared.texts(&[Target::Anywhere, Target::Body]);
        let mut in_body = places(body, &texts);
        let mut joined_places: Vec<Place> = Vec::new();
        let asked = prepared.joined.iter().flat_map(texts_of).collect::<Vec<_>>();
        let mut quotes: Vec<(usize, usize)> = Vec::new();
        for (ordinal, quote) in record.notes.quotes.iter().enumerate() {
            let said_by = |fits: &dyn Fn(&str) -> bool| {
                quote.speaker().is_some_and(fits)
                    || self.speaker_of(&record, quote).is_some_and(|r| fits(&r.name))
            };
            let filter = question.filters.speaker.as_deref();
            let by_speaker =
                filter.is_none_or(|wanted| said_by(&|name| names::holds_words(name, wanted)));
            let words = quote.span.of(body);
            let joined = prepared.joined.iter().all(|clause| fits(clause, words, &said_by));
            if !kept[ordinal] || !by_speaker || !joined {
                continue;
            }
            let within = |place: &&Place| quote.span.covers(place.span);
            let count = held(&in_body.iter().filter(within).copied().collect::<Vec<_>>());
            let of_quotes = filter.is_some() || !prepared.joined.is_empty();
            if count > 0 || of_quotes && (texts.is_empty() || !asked.is_empty()) {
                quotes.push((count, ordinal));
            }
            let offset = quote.span.start;
            joined_places.extend(places(words, &asked).into_iter().map(|place| Place {
                span: Span::new(place.span.start + offset, place.span.end + offset),
                clause: place.clause + texts.len(),
            }));
        }
        in_body.append(&mut joined_places);
        in_body.sort_by_key(|place| (place.span.start, place.span.end, place.clause));
        let (passage, fragments) = passages(body, &in_body);
        quotes.sort_by_key(|(words, ordinal)| (std::cmp::Reverse(*words), *ordinal));
        ArticleHit {
            id: ArticleId(found.ranked.id),
            score: found.ranked.score,
            complete: found.complete,
            headline,
            passage,
            fragments,
            explanation: found.explanation,
            copies: self.copies_of(ArticleId(found.ranked.id)),
            quotes: quotes.into_iter().map(|(_, ordinal)| ordinal).collect(),
            record,
        }
    }

    pub(super) fn quote_hit(
        &self,
        found: Found,
        prepared: &Prepared,
    ) -> Result<Option<QuoteHit>, Error> {
        let place = self.reader().quote_place(found.ranked.address)?;
        let Some((article_id, ordinal)) = place else { return Ok(None) };
        let Some(mut record) = self.article(article_id)? else { return Ok(None) };
        self.apply_corrections(&mut record);
        let Some(quote) = record.notes.quotes.get(ordinal) else { return Ok(None) };
        let speaker = self.speaker_of(&record, quote);
        let body = &record.article.body;
        let around = sentence_around(body, quote.span);
        let near = |span: Span, targets: &[Target]| {
            let text = span.of(body);
            let found = places(text, &prepared.texts(targets));
            marked(text, Span::new(0, text.len()), &found)
        };
        let printed = self.printed(QuoteId(found.ranked.id))?;
        Ok(Some(QuoteHit {
            printed,
            id: QuoteId(found.ranked.id),
            article_id,
            score: found.ranked.score,
            complete: found.complete,
            text: near(quote.span, &[Target::Anywhere, Target::Quote]),
            context: near(around, &[Target::Anywhere, Target::Quote]),
            explanation: found.explanation,
            speaker,
            ordinal,
            record,
        }))
    }

    pub(super) fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.archive.dir(), error)
    }
}

/// A document that was found, with its place and the reasons.
pub(super) struct Found {
    pub(super) ranked: Ranked,
    pub(super) complete: bool,
    pub(super) explanation: Vec<Explanation>,
}

/// How many hits go before these, and the last of them where others that match in full follow.
fn part(question: &Question, found: &[Found], total: u64) -> (u64, Option<Standing>) {
    let before = question.after.map_or(0, |after| after.shown) + question.offset as u64;
    let shown = before + found.len() as u64;
    let last = found.last().filter(|last| last.complete && shown < total);
    (before, last.map(|last| last.ranked.standing(shown)))
}

/// The question as a query that reads as it was understood.
fn understood(question: &Question) -> Option<String> {
    let query = question.query.as_ref().filter(|_| question.explain);
    query.map(ToString::to_string)
}

fn texts_of(clause: &Clause) -> Vec<&TextClause> {
    let mut texts = Vec::new();
    clause.each_text(&mut |text| texts.push(text));
    texts
}

/// Whether one of the speaker's names is as asked.
type SaidBy<'s> = &'s dyn Fn(&dyn Fn(&str) -> bool) -> bool;

/// Whether a quotation with these words and this speaker is what a clause about quotations asks for, as far as
/// words and speaker tell.
fn fits(clause: &Clause, words: &str, said_by: SaidBy<'_>) -> bool {
    match clause {
        Clause::Text(text) => scan::holds(words, &text.leaves, &text.shape),
        Clause::Condition(Condition::Speaker(wanted)) => said_by(&|name| wanted.name.fits(name)),
        Clause::Condition(_) => true,
        Clause::And(parts) => parts.iter().all(|part| fits(part, words, said_by)),
        Clause::Or(parts) => parts.iter().any(|part| fits(part, words, said_by)),
        Clause::Not(inner) => !fits(inner, words, said_by),
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
