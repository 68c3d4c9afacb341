//! Words of a query → a clause of text.

use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::query_plan::{Clause, Condition};
use crate::search::plan::text_clause::TextClause;
use crate::search::plan::text_part::{SearchField, TextPart};
use crate::search::query::ast::{Node, Pattern};
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::snapshot::target::{Domain, Target};
use crate::search::terms::query_term::QueryTerm;
use crate::text::is_stop_word;

/// Compiles words and what must hold of their positions, with their weights in the index.
///
/// # Errors
/// The index cannot be read.
pub fn text_clause(
    context: &CompileContext<'_>,
    node: &Node,
    domain: Domain,
    target: Target,
    boost: f32,
) -> tantivy::Result<Clause> {
    let mut terms = Vec::new();
    let Some(intervals) = interval_expr(context, node, &mut terms) else {
        return Ok(Clause::Condition(Condition::Nothing));
    };
    let (snapshot, fields) = (context.snapshot, context.reader.fields);
    for term in &mut terms {
        context.expand(term, &[fields.body, fields.title])?;
    }
    let stop = match node {
        Node::Word(Pattern::Word(_)) => {
            terms.iter().all(|term| term.folded.as_deref().is_some_and(is_stop_word))
        }
        _ => false,
    };
    let mut clause = TextClause {
        label: node.to_string(),
        target,
        verify: intervals.needs_text() || terms.iter().any(QueryTerm::needs_text),
        relaxed: intervals.relaxed(),
        intervals,
        terms,
        stop,
        fields: Vec::new(),
        average_words: 1.0,
    };
    let articles = snapshot.article_collection()?;
    let average_words = match domain {
        Domain::Articles => articles.average_words,
        Domain::Quotes => snapshot.quote_collection()?.average_words,
    };
    let index = (snapshot.segments()?, fields);
    let search_fields = search_fields(domain, target);
    clause.create_weights(index, &search_fields, &articles, average_words, boost)?;
    Ok(Clause::Text(Box::new(clause)))
}

/// Parts of documents that words are looked for in, with their weights.
fn search_fields(domain: Domain, target: Target) -> Vec<SearchField> {
    let field = |name, part, weight| SearchField { name, part, weight };
    let title = |weight| field("headline", TextPart::Title, weight);
    let body = field("body", TextPart::Body, 1.0);
    let spelt = field("as spelt", TextPart::Spelt, 0.2);
    let said = field("quotation", TextPart::Said, 1.0);
    let said_spelt = field("as spelt", TextPart::SaidSpelt, 0.2);
    let around = field("around it", TextPart::Around, 0.35);
    match (domain, target) {
        (Domain::Articles, Target::Title) => vec![title(1.0), spelt],
        (Domain::Articles, Target::Body) => vec![body, spelt],
        (Domain::Articles, _) => vec![body, title(0.8), spelt],
        (Domain::Quotes, Target::Quote) => vec![said, said_spelt],
        (Domain::Quotes, _) => vec![said, around, said_spelt],
    }
}

/// Interval expression of a node, whose words are appended to `terms`; `None` when there are none
/// to search for.
fn interval_expr(
    context: &CompileContext<'_>,
    node: &Node,
    terms: &mut Vec<QueryTerm>,
) -> Option<IntervalExpr> {
    match node {
        Node::Word(pattern) => phrase(context, std::slice::from_ref(pattern), terms),
        Node::Phrase(patterns) => phrase(context, patterns, terms),
        Node::Near { parts, distance, ordered } => {
            let parts = parts.iter().map(|part| interval_expr(context, part, terms));
            let parts = parts.collect::<Option<Vec<_>>>()?;
            Some(IntervalExpr::Near { parts, distance: *distance, ordered: *ordered })
        }
        Node::Within(scope, inner) => {
            let inner = interval_expr(context, inner, terms)?;
            Some(IntervalExpr::Within(*scope, Box::new(inner)))
        }
        Node::And { parts, .. } => {
            let parts = parts.iter().map(|part| interval_expr(context, part, terms));
            parts.collect::<Option<Vec<_>>>().map(IntervalExpr::And)
        }
        Node::Or(parts) => {
            let parts: Vec<IntervalExpr> =
                parts.iter().filter_map(|part| interval_expr(context, part, terms)).collect();
            (!parts.is_empty()).then_some(IntervalExpr::Or(parts))
        }
        Node::Not(inner) => {
            let inner = interval_expr(context, inner, terms)?;
            Some(IntervalExpr::Not(Box::new(inner)))
        }
        Node::Boost(inner, _) => interval_expr(context, inner, terms),
        Node::Field(_, inner) => {
            context.warn(format!(
                "“{node}” cannot stand within a stretch of text; only its words count"
            ));
            interval_expr(context, inner, terms)
        }
        Node::Date(_) => {
            context.warn(format!("“{node}” cannot stand within a stretch of text; passed over"));
            None
        }
    }
}

/// Interval expression of words next to each other, which are appended to `terms`.
fn phrase(
    context: &CompileContext<'_>,
    patterns: &[Pattern],
    terms: &mut Vec<QueryTerm>,
) -> Option<IntervalExpr> {
    let first = terms.len();
    for pattern in patterns {
        match QueryTerm::from_pattern(pattern) {
            Ok(found) => terms.extend(found),
            Err(error) => {
                context.warn(error.to_string());
                terms.truncate(first);
                return None;
            }
        }
    }
    match terms.len() - first {
        0 => None,
        1 => Some(IntervalExpr::Term(first)),
        _ => Some(IntervalExpr::Phrase((first..terms.len()).collect())),
    }
}
