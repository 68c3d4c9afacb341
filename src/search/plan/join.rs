//! Joins: documents of one kind → the articles that they belong to.

use tantivy::query::{EnableScoring, Query as _};
use tantivy::{DocId, TERMINATED};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::query_plan::Clause;
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::snapshot::target::Domain;
use crate::store::kind_query;

/// Articles that the documents of `domain` that match a clause belong to, by segment, in ascending
/// order.
///
/// # Errors
/// The index cannot be read.
pub fn articles_matching(
    context: &CompileContext<'_>,
    clause: &Clause,
    domain: Domain,
) -> tantivy::Result<Vec<Vec<DocId>>> {
    let query = kind_query(context.reader.fields, domain.kind());
    let searcher = context.reader.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let overrides = &context.snapshot.overrides;
    let corrected = domain == Domain::Quotes && !overrides.corrections.is_empty();
    let names = context.snapshot.names();
    let real = corrected.then_some(SpeakerFilter { names, overrides, wanted: None });
    let segment_context = SegmentContext {
        snapshot: context.snapshot,
        reader: &context.reader,
        columns: context.columns,
        domain,
    };
    let mut articles = Vec::with_capacity(context.columns.len());
    for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
        let quotes = &context.columns[ordinal].quotes;
        let mut found: Vec<DocId> = Vec::new();
        let mut scorer = segment_context.scorer(clause, segment, ordinal as u32)?;
        let accepts = real.as_ref().map(|real| real.in_segment(segment)).transpose()?;
        let mut kinds = weight.scorer(segment, 1.0)?;
        let mut doc = scorer.seek(0);
        while doc != TERMINATED {
            let of_kind = if kinds.doc() < doc { kinds.seek(doc) } else { kinds.doc() };
            if of_kind > doc {
                doc = if of_kind == TERMINATED { TERMINATED } else { scorer.seek(of_kind) };
                continue;
            }
            if !segment.is_deleted(doc)
                && scorer.matches(doc)
                && accepts.as_ref().is_none_or(|accepts| accepts(doc))
            {
                let article = match domain {
                    Domain::Articles => Some(doc),
                    Domain::Quotes => quotes.article_of(doc),
                };
                found.extend(article.filter(|article| found.last() != Some(article)));
            }
            doc = scorer.seek(doc + 1);
        }
        articles.push(found);
    }
    Ok(articles)
}
