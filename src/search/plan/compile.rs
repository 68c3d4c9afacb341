//! The tree of a question → a compiled query, for articles or for quotations.
//!
//! Articles and quotations are documents of one index. What only the other kind has (a speaker,
//! where articles are asked for) becomes a set of articles. Parts side by side that are about a
//! quotation mean one and the same quotation: `speaker:liel quote:gaza` is Liel saying it, not Liel
//! here and Gaza there.

use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::compile_text::text_clause;
use crate::search::plan::join::articles_matching;
use crate::search::plan::name_clauses::{field_clause, mode_clause, speaker_clause};
use crate::search::plan::query_plan::{Clause, CompiledQuery, Condition};
use crate::search::plan::repeated::without_repeats;
use crate::search::query::ast::{FieldName, Node};
use crate::search::snapshot::target::{Domain, Target};

/// Compiles a question about documents of `domain`.
///
/// # Errors
/// The index cannot be read.
pub fn compile(
    context: &CompileContext<'_>,
    tree: Option<&Node>,
    domain: Domain,
) -> tantivy::Result<CompiledQuery> {
    let mut compiled = CompiledQuery::default();
    let tree = tree.map(without_repeats);
    let parts: &[Node] = match &tree {
        None => return Ok(compiled),
        Some(Node::And { parts, written }) => {
            compiled.strict = *written;
            parts
        }
        Some(tree) => std::slice::from_ref(tree),
    };
    let said_only = domain == Domain::Quotes && context.said_only;
    let target = if said_only { Target::Quote } else { Target::Anywhere };
    for clause in conjunction(context, parts, domain, target, 1.0)? {
        if clause.is_condition() {
            compiled.required.push(clause);
        } else {
            compiled.wanted.push(clause);
        }
    }
    // Common words count when nothing else is asked for.
    let stops = |clause: &Clause| matches!(clause, Clause::Text(text) if text.stop);
    if !compiled.wanted.iter().all(stops) {
        compiled.wanted.retain(|clause| !stops(clause));
    }
    if domain == Domain::Articles
        && let Some(tree) = joined_tree(parts)
    {
        compiled.joined.push(clause(context, &tree, Domain::Quotes, Target::Anywhere, 1.0)?);
    }
    Ok(compiled)
}

/// Clauses of parts all of which must hold.
fn conjunction(
    context: &CompileContext<'_>,
    parts: &[Node],
    domain: Domain,
    target: Target,
    boost: f32,
) -> tantivy::Result<Vec<Clause>> {
    let mut clauses = Vec::with_capacity(parts.len());
    let of_one_quotation = |part: &Node| domain == Domain::Articles && is_of_quotes(part);
    for part in parts.iter().filter(|part| !of_one_quotation(part)) {
        clauses.push(clause(context, part, domain, target, boost)?);
    }
    if domain == Domain::Articles
        && let Some(tree) = joined_tree(parts)
    {
        clauses.push(join(context, &tree, Domain::Quotes)?);
    }
    Ok(clauses)
}

/// Clause of a node.
fn clause(
    context: &CompileContext<'_>,
    node: &Node,
    domain: Domain,
    target: Target,
    boost: f32,
) -> tantivy::Result<Clause> {
    let clause = |node, boost| clause(context, node, domain, target, boost);
    match node {
        Node::Word(_) | Node::Phrase(_) | Node::Near { .. } | Node::Within(..) => {
            text_clause(context, node, domain, target, boost)
        }
        Node::Field(field, inner) => in_field(context, *field, node, inner, domain, boost),
        Node::Date(date) => Ok(Clause::Condition(context.date_condition(date))),
        Node::And { parts, .. } => {
            Ok(Clause::And(conjunction(context, parts, domain, target, boost)?))
        }
        Node::Or(parts) => {
            let parts = parts.iter().map(|part| clause(part, boost));
            Ok(Clause::Or(parts.collect::<tantivy::Result<_>>()?))
        }
        Node::Not(inner) => Ok(Clause::Not(Box::new(clause(inner, boost)?))),
        Node::Boost(inner, factor) => clause(inner, boost * factor),
    }
}

/// Clause of a node limited to a field: `node` with the field, `inner` without.
fn in_field(
    context: &CompileContext<'_>,
    field: FieldName,
    node: &Node,
    inner: &Node,
    domain: Domain,
    boost: f32,
) -> tantivy::Result<Clause> {
    let own = if field.is_of_quotes() { Domain::Quotes } else { Domain::Articles };
    // The source stands on both.
    if own != domain {
        return join(context, node, own);
    }
    match field {
        FieldName::Title => clause(context, inner, domain, Target::Title, boost),
        FieldName::Body => clause(context, inner, domain, Target::Body, boost),
        FieldName::Quote => clause(context, inner, domain, Target::Quote, boost),
        FieldName::Speaker => speaker_clause(context, inner),
        FieldName::Mode => mode_clause(context, inner),
        field => field_clause(context, field, inner),
    }
}

/// Condition that the article is one that documents of another domain belong to.
fn join(context: &CompileContext<'_>, node: &Node, domain: Domain) -> tantivy::Result<Clause> {
    let clause = clause(context, node, domain, Target::Anywhere, 1.0)?;
    let articles = articles_matching(context, &clause, domain)?;
    Ok(Clause::Condition(Condition::Articles(articles)))
}

/// True if a part is about one quotation and nothing else.
fn is_of_quotes(node: &Node) -> bool {
    match node {
        Node::Field(field, _) => field.is_of_quotes(),
        Node::And { parts, .. } | Node::Or(parts) => parts.iter().all(is_of_quotes),
        Node::Boost(inner, _) => is_of_quotes(inner),
        _ => false,
    }
}

/// Conjunction of those parts that are about one quotation.
fn joined_tree(parts: &[Node]) -> Option<Node> {
    let mut parts: Vec<Node> = parts.iter().filter(|part| is_of_quotes(part)).cloned().collect();
    if parts.len() > 1 { Some(Node::And { parts, written: true }) } else { parts.pop() }
}
