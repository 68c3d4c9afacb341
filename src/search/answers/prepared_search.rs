//! A question made ready for documents of one kind, and run.

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::model::{ArticleId, QuoteId};
use crate::search::plan::compile::compile;
use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::filters::{article_query, shown_query, speaker_query as any_form_query};
use crate::search::plan::query_plan::CompiledQuery;
use crate::search::plan::question::{Filters, Question};
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::query::parsed::Warning;
use crate::search::rank::collapse::{Folding, Totals};
use crate::search::rank::collect::Plan;
use crate::search::rank::proximity::Closeness;
use crate::search::scoring::explanation::Explanation;
use crate::search::scoring::top_docs::ScoredDoc;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::for_each_live;
use crate::store::{ArticleIds, Error, Kind};
use crate::text::contains_words;

/// When fewer articles than this hold all the words, those that hold most follow.
const ENOUGH: u64 = 10;

/// A question made ready for articles or for quotations.
pub struct Asked<'e> {
    context: CompileContext<'e>,
    pub prepared: CompiledQuery,
    domain: Domain,
}

impl Asked<'_> {
    /// What was found out about the question on the way.
    pub fn warnings(&self) -> Vec<Warning> {
        self.context.warnings()
    }

    /// The same, and how many words each of its patterns stands for.
    pub fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        self.context.into_remarks()
    }
}

/// A document that was found, with its place and the reasons.
pub struct Found {
    pub ranked: ScoredDoc,
    /// Whether it holds all that was asked for.
    pub complete: bool,
    pub explanation: Vec<Explanation>,
}

/// Makes a question ready for documents of one kind.
pub fn ask<'e>(
    snapshot: &'e Snapshot,
    question: &Question,
    domain: Domain,
) -> Result<Asked<'e>, Error> {
    let context = CompileContext::new(snapshot, question).map_err(|e| snapshot.fail(&e))?;
    let prepared = compile(&context, question.query.as_ref(), domain);
    let prepared = prepared.map_err(|e| snapshot.fail(&e))?;
    Ok(Asked { context, prepared, domain })
}

/// Calls `run` with the plan of a question and how many of its clauses a document must hold.
pub fn with_plan<T>(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    question: &Question,
    run: impl FnOnce(Plan<'_>, usize) -> tantivy::Result<T>,
) -> Result<T, Error> {
    let Asked { context: compile_context, prepared, domain } = asked;
    let kind = domain.kind();
    let filters = &question.filters;
    let allowed = allowed_articles(snapshot, kind, filters)?;
    let of_quotes = kind == Kind::Quote;
    let speakers = if of_quotes { speaker_filter(snapshot, filters) } else { None };
    let speaker_query = if of_quotes { speaker_query(snapshot, filters) } else { None };
    let seen = question.shown.as_ref().map(|seen| with_copies(snapshot, seen, kind));
    let context = SegmentContext {
        snapshot,
        reader: &compile_context.reader,
        columns: compile_context.columns,
        domain: *domain,
    };
    let plan = Plan {
        searcher: &snapshot.searcher,
        query: shown_query(snapshot, kind, filters, speaker_query),
        kind_only: filters.is_empty() && snapshot.hidden(filters).is_empty(),
        wanted: &prepared.wanted,
        required: &prepared.required,
        context: &context,
        allowed,
        speakers: speakers.as_ref(),
        closeness: Closeness::new(&prepared.wanted, *domain == Domain::Articles),
        columns: compile_context.columns,
        of_articles: kind == Kind::Article,
        sort: question.sort,
        recent: question.recency.then_some(question.today),
        size: question.offset.saturating_add(question.limit),
        after: question.after,
        folding: match kind {
            _ if !question.fold => Folding::Off,
            Kind::Article => {
                Folding::Articles(snapshot.article_groups().map_err(|e| snapshot.fail(&e))?)
            }
            _ => Folding::Quotes(snapshot.quote_groups()),
        },
        seen: seen.as_ref(),
    };
    let clauses = prepared.wanted.len();
    let least = if question.any { 1.min(clauses) } else { clauses };
    run(plan, least).map_err(|e| snapshot.fail(&e))
}

/// The hits asked for, and how many documents hold everything.
pub fn rank(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    question: &Question,
) -> Result<(Vec<Found>, Totals), Error> {
    with_plan(snapshot, asked, question, |mut plan, least| {
        let clauses = plan.wanted.len();
        let (mut top, totals) = plan.run(least, clauses, false)?;
        let complete = top.len();
        let more = !question.any && !asked.prepared.strict && clauses > 1;
        if more && totals.documents < ENOUGH && top.len() < plan.size {
            let folding = plan.folding;
            let group = |r: &ScoredDoc| folding.group(r.address, || r.id);
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
            let new = |r: &ScoredDoc| !group(r).is_some_and(is_shown);
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
pub fn speaker_query(snapshot: &Snapshot, filters: &Filters) -> Option<Box<dyn Query>> {
    let wanted = filters.speaker.as_deref()?;
    let names = snapshot.names();
    let forms = names.other_forms(wanted, &snapshot.overrides.aliases);
    let corrected = snapshot.overrides.corrections.by_speaker(|name| contains_words(name, wanted));
    Some(any_form_query(&snapshot.fields, wanted, &forms, &corrected))
}

/// Filter of quotations by their speaker; `None` where every quotation may answer.
fn speaker_filter<'s>(snapshot: &'s Snapshot, filters: &'s Filters) -> Option<SpeakerFilter<'s>> {
    let needed = filters.speaker.is_some() || !snapshot.overrides.corrections.is_empty();
    needed.then(|| SpeakerFilter {
        names: snapshot.names(),
        overrides: &snapshot.overrides,
        wanted: filters.speaker.as_deref(),
    })
}

/// The ids of the articles that an article or a quotation's article must be among, where the
/// other documents decide that: a quotation by its article's names, an article by its quotations' speakers.
pub fn allowed_articles(
    snapshot: &Snapshot,
    kind: Kind,
    filters: &Filters,
) -> Result<Option<FxHashSet<u64>>, Error> {
    let query = if kind == Kind::Quote {
        article_query(&snapshot.fields, filters)
    } else {
        let speakers = speaker_query(snapshot, filters);
        speakers.map(|speakers| shown_query(snapshot, Kind::Quote, filters, Some(speakers)))
    };
    let Some(query) = query else { return Ok(None) };
    let speakers = if kind == Kind::Quote { None } else { speaker_filter(snapshot, filters) };
    let run = || -> tantivy::Result<FxHashSet<u64>> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
        let mut ids = FxHashSet::default();
        for segment in snapshot.searcher.segment_readers() {
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
    run().map(Some).map_err(|e| snapshot.fail(&e))
}

/// These ids with those of their copies.
fn with_copies(snapshot: &Snapshot, seen: &FxHashSet<u64>, kind: Kind) -> FxHashSet<u64> {
    let mut all = seen.clone();
    for id in seen {
        if kind == Kind::Article {
            all.extend(
                snapshot.corpus.articles().copies_of(ArticleId(*id)).iter().map(|m| m.id().0),
            );
        } else {
            all.extend(snapshot.corpus.quotes().reprints_of(QuoteId(*id)).iter().map(|m| m.id().0));
        }
    }
    all
}
