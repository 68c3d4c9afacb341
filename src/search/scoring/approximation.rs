//! Cheap necessary conditions for a match: which documents are worth reading positions of.
//!
//! The first of the two phases of matching, as Lucene's `TwoPhaseIterator` has it: an approximation
//! leads from document to document, and only where it stops are positions or texts looked at.

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::postings::TermPostings;

/// Boolean expression over terms, which are numbered.
#[derive(Clone, Debug)]
pub enum Approximation {
    /// Documents that contain one term.
    Term(usize),
    /// Documents that fulfil all parts: a conjunction.
    All(Vec<Approximation>),
    /// Documents that fulfil any part: a disjunction.
    Any(Vec<Approximation>),
}

impl Approximation {
    /// Necessary condition for an interval expression to match: its terms without order and
    /// distances.
    pub fn new(intervals: &IntervalExpr) -> Self {
        match intervals {
            IntervalExpr::Term(term) => Self::Term(*term),
            IntervalExpr::Phrase(terms) => {
                Self::All(terms.iter().map(|term| Self::Term(*term)).collect())
            }
            IntervalExpr::Graph(graph) => {
                let any = |mut terms: Vec<usize>| match terms.len() {
                    1 => Self::Term(terms.remove(0)),
                    _ => Self::Any(terms.into_iter().map(Self::Term).collect()),
                };
                Self::All(graph.cuts().map(any).collect())
            }
            IntervalExpr::Near { parts, .. } | IntervalExpr::And(parts) => {
                Self::All(parts.iter().map(Self::new).collect())
            }
            IntervalExpr::Or(parts) => Self::Any(parts.iter().map(Self::new).collect()),
            // Relaxed expressions contain no negation.
            IntervalExpr::Within(_, inner) | IntervalExpr::Not(inner) => Self::new(inner),
        }
    }

    /// Sorts the parts of conjunctions, rarest first, since that leaves the others the least to
    /// look at; returns an estimate of the number of documents.
    pub fn sort_by_cost(&mut self, postings: &[TermPostings]) -> u64 {
        match self {
            Self::Term(term) => postings[*term].cost(),
            Self::Any(parts) => parts.iter_mut().map(|part| part.sort_by_cost(postings)).sum(),
            Self::All(parts) => {
                let costed = parts.drain(..).map(|mut part| (part.sort_by_cost(postings), part));
                let mut costed: Vec<(u64, Self)> = costed.collect();
                costed.sort_by_key(|(cost, _)| *cost);
                let min = costed.first().map_or(0, |(cost, _)| *cost);
                parts.extend(costed.into_iter().map(|(_, part)| part));
                min
            }
        }
    }

    /// Moves the terms to the first document at or after `target` that fulfils the condition, and
    /// returns it.
    pub fn seek(&self, postings: &mut [TermPostings], target: DocId) -> DocId {
        match self {
            Self::Term(term) => postings[*term].seek(target),
            Self::Any(parts) => {
                parts.iter().map(|part| part.seek(postings, target)).min().unwrap_or(TERMINATED)
            }
            Self::All(parts) => {
                let mut target = target;
                'candidates: while target != TERMINATED {
                    for part in parts {
                        let at = part.seek(postings, target);
                        if at > target {
                            target = at;
                            continue 'candidates;
                        }
                    }
                    return target;
                }
                TERMINATED
            }
        }
    }
}

/// Moves all parts to the first document at or after `target` that each of them may match, and
/// returns it. `seek` moves one part.
pub fn seek_conjunction<P>(
    parts: &mut [P],
    mut target: DocId,
    mut seek: impl FnMut(&mut P, DocId) -> DocId,
) -> DocId {
    'candidates: while target != TERMINATED {
        for part in parts.iter_mut() {
            let at = seek(part, target);
            if at > target {
                target = at;
                continue 'candidates;
            }
        }
        return target;
    }
    TERMINATED
}
