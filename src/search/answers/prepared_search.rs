//! Preparation of a question for documents of one kind, and its execution.

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::model::{ArticleId, QuoteId};
use crate::search::plan::compile::compile;
use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::filters::{article_query, shown_query, speaker_query as any_form_query};
use crate::search::plan::query_plan::CompiledQuery;
use crate::search::plan::question::{Filters, Question, Sort};
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::query::parsed::Warning;
use crate::search::rank::collapse::{Collapse, Totals};
use crate::search::rank::collect::Execution;
use crate::search::rank::coordination::Coordination;
use crate::search::rank::explain::explain;
use crate::search::rank::hit_order::HitOrder;
use crate::search::rank::proximity::Proximity;
use crate::search::scoring::explanation::Explanation;
use crate::search::scoring::top_docs::ScoredDoc;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::for_each_live;
use crate::store::{ArticleIds, Error, Kind};
use crate::text::contains_words;

/// Number of complete matches below which documents that match most clauses follow.
const MIN_COMPLETE_HITS: u64 = 10;

/// Question prepared for articles or for quotations.
pub struct PreparedSearch<'e> {
    context: CompileContext<'e>,
    /// Query compiled for documents of this kind.
    pub prepared: CompiledQuery,
    domain: Domain,
}

impl PreparedSearch<'_> {
    /// Warnings about the question.
    pub fn warnings(&self) -> Vec<Warning> {
        self.context.warnings()
    }

    /// Warnings about the question, and the number of words that each of its patterns stands for.
    pub fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        self.context.into_remarks()
    }
}

/// Ranked document with the parts of its score.
pub struct RankedHit {
    /// Document with its score.
    pub ranked: ScoredDoc,
    /// True if the document matches all that was asked for.
    pub complete: bool,
    /// Parts of the score; empty unless asked for.
    pub explanation: Vec<Explanation>,
}

/// Prepares a question for documents of one kind.
///
/// # Errors
/// The index cannot be read.
pub fn prepare<'e>(
    snapshot: &'e Snapshot,
    question: &Question,
    domain: Domain,
) -> Result<PreparedSearch<'e>, Error> {
    let context = CompileContext::new(snapshot, question).map_err(|e| snapshot.fail(&e))?;
    let prepared = compile(&context, question.query.as_ref(), domain);
    let prepared = prepared.map_err(|e| snapshot.fail(&e))?;
    Ok(PreparedSearch { context, prepared, domain })
}

/// Calls `run` with the execution of a question and the number of clauses that a document must
/// match.
///
/// # Errors
/// The index cannot be read.
pub fn execute<T>(
    snapshot: &Snapshot,
    search: &PreparedSearch<'_>,
    question: &Question,
    run: impl FnOnce(Execution<'_>, usize) -> tantivy::Result<T>,
) -> Result<T, Error> {
    let PreparedSearch { context: compile_context, prepared, domain } = search;
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
    let execution = Execution {
        searcher: &snapshot.searcher,
        query: shown_query(snapshot, kind, filters, speaker_query),
        kind_only: filters.is_empty() && snapshot.hidden(filters).is_empty(),
        wanted: &prepared.wanted,
        required: &prepared.required,
        context: &context,
        allowed,
        speakers: speakers.as_ref(),
        coordination: Coordination::new(&prepared.wanted),
        proximity: Proximity::new(&prepared.wanted, *domain == Domain::Articles),
        columns: compile_context.columns,
        of_articles: kind == Kind::Article,
        order: HitOrder::new(question.sort, &snapshot.searcher).map_err(|e| snapshot.fail(&e))?,
        recent: question.recency.then_some(question.today),
        size: question.offset.saturating_add(question.limit),
        after: question.after,
        collapse: match kind {
            _ if !question.fold => Collapse::Off,
            Kind::Article => {
                Collapse::Articles(snapshot.article_clusters().map_err(|e| snapshot.fail(&e))?)
            }
            _ => Collapse::Quotes(snapshot.quote_clusters()),
        },
        seen: seen.as_ref(),
    };
    let clauses = prepared.wanted.len();
    let min_clauses = if question.any { 1.min(clauses) } else { clauses };
    run(execution, min_clauses).map_err(|e| snapshot.fail(&e))
}

/// Ranked documents of the page asked for, and the numbers of complete matches.
///
/// # Errors
/// The index cannot be read.
pub fn rank(
    snapshot: &Snapshot,
    search: &PreparedSearch<'_>,
    question: &Question,
) -> Result<(Vec<RankedHit>, Totals), Error> {
    execute(snapshot, search, question, |mut execution, min_clauses| {
        let clauses = execution.wanted.len();
        let (mut top, totals) = execution.run(min_clauses, clauses, false)?;
        let complete = top.len();
        // Who said it first has said all of it.
        let first = question.sort == Sort::Oldest;
        let more = !question.any && !search.prepared.strict && clauses > 1 && !first;
        if more && totals.documents < MIN_COMPLETE_HITS && top.len() < execution.size {
            let collapse = execution.collapse;
            let cluster = |r: &ScoredDoc| collapse.cluster(r.address, || r.id);
            let mut shown: FxHashSet<u32> = top.iter().filter_map(cluster).collect();
            let size = execution.size;
            if execution.after.take().is_some() {
                // What went before this page was shown too.
                execution.size = MIN_COMPLETE_HITS as usize;
                let (all, _) = execution.run(min_clauses, clauses, false)?;
                shown.extend(all.iter().filter_map(cluster));
                execution.size = size;
            }
            let (more, _) = execution.run(1, clauses - 1, true)?;
            let is_shown = |cluster: u32| shown.contains(&cluster);
            let new = |r: &ScoredDoc| !cluster(r).is_some_and(is_shown);
            top.extend(more.into_iter().filter(new));
        }
        let mut found = Vec::new();
        for (at, ranked) in top.into_iter().enumerate().skip(question.offset) {
            if found.len() == question.limit {
                break;
            }
            let explanation =
                if question.explain { explain(&execution, ranked.address)? } else { Vec::new() };
            found.push(RankedHit { ranked, complete: at < complete, explanation });
        }
        Ok((found, totals))
    })
}

/// Query for the quotations that may be by the speaker asked for.
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

/// Ids of the articles that an article or a quotation's article must be among, where documents of
/// the other kind decide that: a quotation by its article's names, an article by its quotations'
/// speakers and modes.
///
/// # Errors
/// The index cannot be read.
pub fn allowed_articles(
    snapshot: &Snapshot,
    kind: Kind,
    filters: &Filters,
) -> Result<Option<FxHashSet<u64>>, Error> {
    let query = if kind == Kind::Quote {
        article_query(&snapshot.fields, filters)
    } else {
        let speakers = speaker_query(snapshot, filters);
        let limited = speakers.is_some() || filters.role.is_some() || !filters.modes.is_empty();
        limited.then(|| shown_query(snapshot, Kind::Quote, filters, speakers))
    };
    let Some(query) = query else { return Ok(None) };
    let speakers = if kind == Kind::Quote { None } else { speaker_filter(snapshot, filters) };
    let run = || -> tantivy::Result<FxHashSet<u64>> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
        let mut ids = FxHashSet::default();
        for segment in snapshot.searcher.segment_readers() {
            let column = ArticleIds::open(segment)?;
            let accepts = speakers.as_ref().map(|s| s.in_segment(segment)).transpose()?;
            for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
                if accepts.as_ref().is_none_or(|accepts| accepts(doc)) {
                    ids.extend(column.first(doc));
                }
            });
        }
        Ok(ids)
    };
    run().map(Some).map_err(|e| snapshot.fail(&e))
}

/// Ids that were shown, with those of their copies.
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
