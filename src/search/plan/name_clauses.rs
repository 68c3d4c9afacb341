//! Clauses about names: what stands behind `speaker:`, `person:`, `source:` and the like, and the
//! names of modes behind `mode:`.

use tantivy::Term;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::model::Mode;
use crate::search::plan::compile_context::CompileContext;
use crate::search::plan::filters::{any_of, fields_of, mode_query, name_query, speaker_query};
use crate::search::plan::query_plan::{Clause, Condition, NameMatcher, SpeakerCondition};
use crate::search::query::ast::{FieldName, Node, Pattern};
use crate::search::terms::query_term::QueryTerm;
use crate::text::contains_words;

/// Words or a pattern that a name is asked for by.
enum NamePattern<'t> {
    Words(&'t str),
    Pattern(&'t Pattern),
}

/// Compiles what stands behind a field of names other than the speaker.
///
/// # Errors
/// The index cannot be read.
pub fn field_clause(
    context: &CompileContext<'_>,
    field: FieldName,
    inner: &Node,
) -> tantivy::Result<Clause> {
    let fields = fields_of(field, context.reader.fields);
    name_clause(context, inner, &|typed| match typed {
        NamePattern::Words(words) => {
            let any = fields.iter().map(|field| name_query(*field, words)).collect();
            Ok(Clause::Condition(Condition::Query(any_of(any))))
        }
        NamePattern::Pattern(pattern) => {
            let mut any: Vec<Box<dyn Query>> = Vec::new();
            for field in &fields {
                for (word, _) in name_term(context, pattern, *field)?.forms {
                    let term = Term::from_field_text(*field, &word);
                    any.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
                }
            }
            Ok(Clause::Condition(if any.is_empty() {
                Condition::Nothing
            } else {
                Condition::Query(any_of(any))
            }))
        }
    })
}

/// Compiles what stands behind `speaker:`.
///
/// # Errors
/// The index cannot be read.
pub fn speaker_clause(context: &CompileContext<'_>, inner: &Node) -> tantivy::Result<Clause> {
    let (snapshot, fields) = (context.snapshot, context.reader.fields);
    name_clause(context, inner, &|typed| {
        let condition = match typed {
            NamePattern::Words(words) => {
                let overrides = &snapshot.overrides;
                let forms = snapshot.names().other_forms(words, &overrides.aliases);
                let said_by = |name: &str| contains_words(name, words);
                let corrected = overrides.corrections.by_speaker(said_by);
                let query = speaker_query(fields, words, &forms, &corrected);
                SpeakerCondition { name: NameMatcher::Words(words.to_owned()), query: Some(query) }
            }
            NamePattern::Pattern(pattern) => {
                let term = name_term(context, pattern, fields.speaker)?;
                SpeakerCondition { name: NameMatcher::Term(Box::new(term)), query: None }
            }
        };
        Ok(Clause::Condition(Condition::Speaker(condition)))
    })
}

/// Compiles what stands behind `mode:`.
///
/// # Errors
/// The index cannot be read.
pub fn mode_clause(context: &CompileContext<'_>, inner: &Node) -> tantivy::Result<Clause> {
    name_clause(context, inner, &|typed| {
        let mode = match &typed {
            NamePattern::Words(name) => Mode::from_name(name),
            NamePattern::Pattern(_) => None,
        };
        Ok(Clause::Condition(if let Some(mode) = mode {
            Condition::Query(mode_query(context.reader.fields, &[mode]))
        } else {
            let modes = Mode::ALL.map(Mode::name).join(", ");
            context.warn(format!("“{inner}” is no mode of a quotation, which is one of {modes}"));
            Condition::Nothing
        }))
    })
}

/// Term for one word of a name, with the words of `field` that it stands for.
fn name_term(
    context: &CompileContext<'_>,
    pattern: &Pattern,
    field: Field,
) -> tantivy::Result<QueryTerm> {
    let mut found = match QueryTerm::from_pattern(pattern) {
        Ok(found) => found,
        Err(error) => {
            context.warn(error.to_string());
            Vec::new()
        }
    };
    if found.len() != 1 {
        context.warn(format!("“{pattern}” is not one word, which a name is looked up by"));
        found.clear();
    }
    let mut term = found.pop().unwrap_or_else(QueryTerm::empty);
    context.expand(&mut term, &[field])?;
    Ok(term)
}

/// Compiles what stands behind a field of names: words side by side are words of one name, and
/// `make` compiles each name.
fn name_clause(
    context: &CompileContext<'_>,
    node: &Node,
    make: &dyn Fn(NamePattern<'_>) -> tantivy::Result<Clause>,
) -> tantivy::Result<Clause> {
    let each = |parts: &[Node]| -> tantivy::Result<Vec<Clause>> {
        parts.iter().map(|part| name_clause(context, part, make)).collect()
    };
    match node {
        Node::Word(Pattern::Word(words) | Pattern::Exact(words)) => make(NamePattern::Words(words)),
        Node::Word(pattern) => make(NamePattern::Pattern(pattern)),
        Node::Phrase(patterns) => {
            if let [Pattern::Word(words)] = &patterns[..] {
                return make(NamePattern::Words(words));
            }
            let parts = patterns.iter().map(|pattern| match pattern {
                Pattern::Word(words) | Pattern::Exact(words) => make(NamePattern::Words(words)),
                pattern => make(NamePattern::Pattern(pattern)),
            });
            Ok(Clause::And(parts.collect::<tantivy::Result<_>>()?))
        }
        Node::And { parts, .. } => {
            let word = |part: &Node| match part {
                Node::Word(Pattern::Word(word)) => Some(word.clone()),
                _ => None,
            };
            if let Some(words) = parts.iter().map(word).collect::<Option<Vec<String>>>() {
                return make(NamePattern::Words(&words.join(" ")));
            }
            Ok(Clause::And(each(parts)?))
        }
        Node::Or(parts) => Ok(Clause::Or(each(parts)?)),
        Node::Not(inner) => Ok(Clause::Not(Box::new(name_clause(context, inner, make)?))),
        Node::Boost(inner, _) => name_clause(context, inner, make),
        Node::Near { parts, .. } => {
            context.warn(format!("“{node}” is about names, which have no places; taken as AND"));
            Ok(Clause::And(each(parts)?))
        }
        Node::Within(_, inner) | Node::Field(_, inner) => {
            context
                .warn(format!("“{node}” cannot stand in a field of names; only its words count"));
            name_clause(context, inner, make)
        }
        Node::Date(date) => Ok(Clause::Condition(context.date_condition(date))),
    }
}
