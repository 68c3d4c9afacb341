//! A question made ready for documents of one kind, and run.

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};

use crate::search::authority::SpeakerFilter;
use crate::search::clauses::Domain;
use crate::search::closeness::Closeness;
use crate::search::compile::{Compiler, Prepared};
use crate::search::decide::Within;
use crate::search::engine::{Engine, for_each_live};
use crate::search::filters::{article_query, speaker_query};
use crate::search::folding::{Folding, Totals};
use crate::search::language::Warning;
use crate::search::rank::Plan;
use crate::search::top::Ranked;
use crate::search::{Explanation, Filters, Question};
use crate::store::{ArticleIds, Error, Kind};
use crate::text::contains_words;

/// When fewer articles than this hold all the words, those that hold most follow.
const ENOUGH: u64 = 10;

/// A question made ready for articles or for quotations.
pub(in crate::search) struct Asked<'e> {
    compiler: Compiler<'e>,
    pub(in crate::search) prepared: Prepared,
    domain: Domain,
}

impl Asked<'_> {
    /// What was found out about the question on the way.
    pub(in crate::search) fn warnings(&self) -> Vec<Warning> {
        self.compiler.warnings.borrow().clone()
    }

    /// The same, and how many words each of its patterns stands for.
    pub(in crate::search) fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        self.compiler.into_remarks()
    }
}

/// A document that was found, with its place and the reasons.
pub(in crate::search) struct Found {
    pub(in crate::search) ranked: Ranked,
    /// Whether it holds all that was asked for.
    pub(in crate::search) complete: bool,
    pub(in crate::search) explanation: Vec<Explanation>,
}

impl Engine<'_> {
    /// Makes a question ready for documents of one kind.
    pub(in crate::search) fn ask(
        &self,
        question: &Question,
        domain: Domain,
    ) -> Result<Asked<'_>, Error> {
        let compiler = Compiler::new(self, question).map_err(|e| self.fail(&e))?;
        let prepared = compiler.prepare(question.query.as_ref(), domain);
        let prepared = prepared.map_err(|e| self.fail(&e))?;
        Ok(Asked { compiler, prepared, domain })
    }

    /// Calls `run` with the plan of a question and how many of its clauses a document must hold.
    pub(in crate::search) fn with_plan<T>(
        &self,
        asked: &Asked<'_>,
        question: &Question,
        run: impl FnOnce(Plan<'_>, usize) -> tantivy::Result<T>,
    ) -> Result<T, Error> {
        let Asked { compiler, prepared, domain } = asked;
        let kind = domain.kind();
        let filters = &question.filters;
        let allowed = self.allowed_articles(kind, filters)?;
        let of_quotes = kind == Kind::Quote;
        let speakers = if of_quotes { self.speaker_filter(filters)? } else { None };
        let speaker_query = if of_quotes { self.speaker_query(filters)? } else { None };
        let seen = question.shown.as_ref().map(|seen| self.with_copies(seen, kind)).transpose()?;
        let deciders = Within { compiler, domain: *domain };
        let plan = Plan {
            searcher: &self.searcher,
            query: self.shown_query(kind, filters, speaker_query),
            kind_only: filters.is_empty() && self.hidden(filters).is_empty(),
            wanted: &prepared.wanted,
            required: &prepared.required,
            deciders: &deciders,
            allowed,
            speakers: speakers.as_ref(),
            closeness: Closeness::new(&prepared.wanted, *domain == Domain::Articles),
            columns: compiler.columns,
            of_articles: kind == Kind::Article,
            sort: question.sort,
            recent: question.recency.then_some(question.today),
            size: question.offset.saturating_add(question.limit),
            after: question.after,
            folding: match kind {
                _ if !question.fold => Folding::Off,
                Kind::Article => {
                    Folding::Articles(self.article_groups().map_err(|e| self.fail(&e))?)
                }
                _ => Folding::Quotes(self.quote_groups()?),
            },
            seen: seen.as_ref(),
        };
        let clauses = prepared.wanted.len();
        let least = if question.any { 1.min(clauses) } else { clauses };
        run(plan, least).map_err(|e| self.fail(&e))
    }

    /// The hits asked for, and how many documents hold everything.
    pub(in crate::search) fn rank(
        &self,
        asked: &Asked<'_>,
        question: &Question,
    ) -> Result<(Vec<Found>, Totals), Error> {
        self.with_plan(asked, question, |mut plan, least| {
            let clauses = plan.wanted.len();
            let (mut top, totals) = plan.run(least, clauses, false)?;
            let complete = top.len();
            let more = !question.any && !asked.prepared.strict && clauses > 1;
            if more && totals.documents < ENOUGH && top.len() < plan.size {
                let folding = plan.folding;
                let group = |r: &Ranked| folding.group(r.address, || r.id);
                let mut shown: FxHashSet<u32> = top.iter().filter_map(group).collect();
                let size = plan.size;
                if plan.after.take().is_some() {
                    // What went before this page was shown too.
                    plan.size = ENOUGH as usize;
                    let (all, _) = plan.run(least, clauses, false)?;
                    shown.extend(all.iter().filter_map(group));
                    plan.size = size;
                }
                let (more, _) = plan.run(1, clauses - 1, true)?;
                let is_shown = |group: u32| shown.contains(&group);
                let new = |r: &Ranked| !group(r).is_some_and(is_shown);
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

    /// The quotations that may be by the speaker asked for.
    pub(super) fn speaker_query(&self, filters: &Filters) -> Result<Option<Box<dyn Query>>, Error> {
        let Some(wanted) = filters.speaker.as_deref() else { return Ok(None) };
        let names = self.names().map_err(|e| self.fail(&e))?;
        let forms = names.other_forms(wanted, &self.by_hand.aliases);
        let corrected = self.by_hand.corrections.said_by(|name| contains_words(name, wanted));
        Ok(Some(speaker_query(&self.fields, wanted, &forms, &corrected)))
    }

    /// The decision about speakers, where one has to be made.
    fn speaker_filter<'s>(
        &'s self,
        filters: &'s Filters,
    ) -> Result<Option<SpeakerFilter<'s>>, Error> {
        let needed = filters.speaker.is_some() || !self.by_hand.corrections.is_empty();
        if !needed {
            return Ok(None);
        }
        let names = self.names().map_err(|e| self.fail(&e))?;
        let wanted = filters.speaker.as_deref();
        Ok(Some(SpeakerFilter { names, by_hand: &self.by_hand, wanted }))
    }

    /// The ids of the articles that an article or a quotation's article must be among, where the
    /// other documents decide that: a quotation by its article's names, an article by its quotations' speakers.
    pub(super) fn allowed_articles(
        &self,
        kind: Kind,
        filters: &Filters,
    ) -> Result<Option<FxHashSet<u64>>, Error> {
        let query = if kind == Kind::Quote {
            article_query(&self.fields, filters)
        } else {
            let speakers = self.speaker_query(filters)?;
            speakers.map(|speakers| self.shown_query(Kind::Quote, filters, Some(speakers)))
        };
        let Some(query) = query else { return Ok(None) };
        let speakers = if kind == Kind::Quote { None } else { self.speaker_filter(filters)? };
        let run = || -> tantivy::Result<FxHashSet<u64>> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let mut ids = FxHashSet::default();
            for segment in self.searcher.segment_readers() {
                let column = ArticleIds::open(segment)?;
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
}
