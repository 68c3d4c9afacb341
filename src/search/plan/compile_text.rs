//! Words of a query → a clause of text.

use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::query_plan::{Clause, Condition};
use crate::search::plan::text_clause::TextClause;
use crate::search::plan::text_part::{SearchField, TextPart};
use crate::search::query::ast::{Node, Pattern};
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::token_graph::{GraphEdge, TokenGraph};
use crate::search::snapshot::target::{Domain, Target};
use crate::search::terms::query_term::{JoinedTerm, QueryTerm, TermMatcher};
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
    let Some(intervals) = interval_expr(context, node, &mut terms)? else {
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
        weight: 0.0,
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
    let akin = field("words akin", TextPart::Akin, 0.5);
    let spelt = field("as spelt", TextPart::Spelt, 0.15);
    let said = field("quotation", TextPart::Said, 1.0);
    let said_spelt = field("as spelt", TextPart::SaidSpelt, 0.15);
    let around = field("around it", TextPart::Around, 0.35);
    let speaker = field("speaker", TextPart::Speaker, 1.0);
    match (domain, target) {
        (Domain::Articles, Target::Title) => vec![title(1.0), spelt],
        (Domain::Articles, Target::Body) => vec![body, spelt],
        (Domain::Articles, _) => vec![body, title(2.0), akin, spelt],
        (Domain::Quotes, Target::Quote) => vec![said, said_spelt],
        (Domain::Quotes, _) => vec![said, around, speaker, said_spelt],
    }
}

/// Interval expression of a node, whose words are appended to `terms`; `None` when there are none
/// to search for.
fn interval_expr(
    context: &CompileContext<'_>,
    node: &Node,
    terms: &mut Vec<QueryTerm>,
) -> tantivy::Result<Option<IntervalExpr>> {
    let all = |parts: &[Node], terms: &mut Vec<QueryTerm>| {
        let parts = parts.iter().map(|part| interval_expr(context, part, terms));
        parts.collect::<tantivy::Result<Vec<Option<IntervalExpr>>>>()
    };
    Ok(match node {
        Node::Word(pattern) => phrase(context, std::slice::from_ref(pattern), terms)?,
        Node::Phrase(patterns) => phrase(context, patterns, terms)?,
        Node::Near { parts, distance, ordered } => {
            let parts: Option<Vec<_>> = all(parts, terms)?.into_iter().collect();
            let (distance, ordered) = (*distance, *ordered);
            parts.map(|parts| IntervalExpr::Near { parts, distance, ordered })
        }
        Node::Within(scope, inner) => {
            let inner = interval_expr(context, inner, terms)?;
            inner.map(|inner| IntervalExpr::Within(*scope, Box::new(inner)))
        }
        Node::And { parts, .. } => {
            let parts: Option<Vec<_>> = all(parts, terms)?.into_iter().collect();
            parts.map(IntervalExpr::And)
        }
        Node::Or(parts) => {
            let parts: Vec<IntervalExpr> = all(parts, terms)?.into_iter().flatten().collect();
            (!parts.is_empty()).then_some(IntervalExpr::Or(parts))
        }
        Node::Not(inner) => {
            let inner = interval_expr(context, inner, terms)?;
            inner.map(|inner| IntervalExpr::Not(Box::new(inner)))
        }
        Node::Boost(inner, _) => interval_expr(context, inner, terms)?,
        Node::Field(_, inner) => {
            context.warn(format!(
                "“{node}” cannot stand within a stretch of text; only its words count"
            ));
            interval_expr(context, inner, terms)?
        }
        Node::Date(_) => {
            context.warn(format!("“{node}” cannot stand within a stretch of text; passed over"));
            None
        }
    })
}

/// Interval expression of words next to each other, which are appended to `terms`.
fn phrase(
    context: &CompileContext<'_>,
    patterns: &[Pattern],
    terms: &mut Vec<QueryTerm>,
) -> tantivy::Result<Option<IntervalExpr>> {
    let first = terms.len();
    let mut joined: Vec<JoinedTerm> = Vec::new();
    for pattern in patterns {
        let before = terms.len() - first;
        match QueryTerm::from_pattern(pattern) {
            Ok(found) => terms.extend(found),
            Err(error) => {
                context.warn(error.to_string());
                terms.truncate(first);
                return Ok(None);
            }
        }
        joined.extend(QueryTerm::joined_forms(pattern).into_iter().map(|one| JoinedTerm {
            first: one.first + before,
            end: one.end + before,
            ..one
        }));
    }
    let typed: Vec<usize> = (first..terms.len()).collect();
    match typed.len() {
        0 => return Ok(None),
        1 => return Ok(Some(IntervalExpr::Term(first))),
        _ => {}
    }
    let others = other_writings(context, first, joined, terms)?;
    Ok(Some(if others.is_empty() {
        IntervalExpr::Phrase(typed)
    } else {
        IntervalExpr::Graph(TokenGraph::new(typed, others))
    }))
}

/// Writings in another number of words that the index has of the words of a phrase, which are the
/// terms from `first` on; their terms are appended.
fn other_writings(
    context: &CompileContext<'_>,
    first: usize,
    joined: Vec<JoinedTerm>,
    terms: &mut Vec<QueryTerm>,
) -> tantivy::Result<Vec<GraphEdge>> {
    let mut others = Vec::new();
    let count = terms.len() - first;
    let mut add = |terms: &mut Vec<QueryTerm>, from, to, term: QueryTerm| {
        let width = term.words.unwrap_or(1) as u32;
        others.push(GraphEdge { from, to, term: terms.len(), width });
        terms.push(term);
    };
    for at in 0..count {
        let term = &mut terms[first + at];
        term.words = Some(1);
        let (TermMatcher::Stem(stem), Some(folded)) = (&term.matcher, &term.folded) else {
            continue;
        };
        let (stem, folded) = (stem.clone(), folded.clone());
        for width in context.widths(&stem)?.into_iter().filter(|width| *width > 1) {
            add(terms, at, at + 1, QueryTerm::of_width(&folded, &stem, width));
        }
    }
    for JoinedTerm { first, end, stem, folded } in joined {
        let widths = context.widths(&stem)?.into_iter();
        for width in widths.filter(|width| *width != end - first) {
            add(terms, first, end, QueryTerm::of_width(&folded, &stem, width));
        }
    }
    Ok(others)
}
