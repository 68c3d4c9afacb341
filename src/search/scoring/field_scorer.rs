//! Scorer of a clause in one field of a segment.

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::approximation::{Approximation, seek_conjunction};
use crate::search::scoring::bm25::Occurrences;
use crate::search::scoring::intervals::{IntervalExpr, TermPositions};
use crate::search::scoring::postings::TermPostings;

/// Condition on the positions of a clause's terms in one field.
#[derive(Clone, Debug)]
pub enum PositionalConstraint {
    /// A single term occurs.
    Term,
    /// All terms occur, anywhere.
    AllTerms,
    /// All terms occur, next to each other and in order.
    Phrase,
    /// The interval expression matches; the approximation leads to its candidates.
    Intervals(Approximation, IntervalExpr),
}

/// Worth of an occurrence of a clause in a field.
#[derive(Clone, Copy, Debug)]
pub struct Counting {
    /// Number of occurrences in the text itself that it counts as.
    pub as_many: f32,
    /// True if the length of the text divides it.
    pub in_text: bool,
    /// Share of the clause that it holds.
    pub share: f32,
}

impl Counting {
    /// Counting of the text itself.
    pub const TEXT: Self = Self { as_many: 1.0, in_text: true, share: 1.0 };

    /// So many occurrences in the field.
    pub fn occurrences(self, frequency: f32) -> Occurrences {
        let counted = self.as_many * frequency;
        if self.in_text {
            Occurrences { in_text: counted, beside: 0.0 }
        } else {
            Occurrences { in_text: 0.0, beside: counted }
        }
    }
}

/// Scorer of a clause in one field of a segment.
pub struct FieldScorer {
    postings: Vec<TermPostings>,
    /// Offset of each of the postings in a phrase.
    offsets: Vec<u32>,
    constraint: PositionalConstraint,
    counting: Counting,
    /// Index of the field among those of the clause.
    field: usize,
    /// Number of occurrences in the document counted last.
    frequency: f32,
    /// Document that was counted last.
    counted: DocId,
    positions: TermPositions,
    /// Buffer for the positions at which a phrase may start.
    starts: Vec<u32>,
    /// Buffer for the positions of one term.
    other: Vec<u32>,
}

impl FieldScorer {
    /// Creates a scorer from the postings of the clause's terms, in order. `field` is the
    /// index of the field among those of the clause.
    pub fn new(
        postings: Vec<TermPostings>,
        mut constraint: PositionalConstraint,
        counting: Counting,
        field: usize,
    ) -> Self {
        let mut postings: Vec<(u32, TermPostings)> = (0..).zip(postings).collect();
        match &mut constraint {
            PositionalConstraint::Term => {}
            // The rarest term leads from document to document, and its positions are fewest.
            PositionalConstraint::AllTerms | PositionalConstraint::Phrase => {
                postings.sort_by_key(|(_, postings)| postings.cost());
            }
            PositionalConstraint::Intervals(approximation, _) => {
                let bare: Vec<TermPostings> =
                    postings.into_iter().map(|(_, postings)| postings).collect();
                approximation.sort_by_cost(&bare);
                postings = (0..).zip(bare).collect();
            }
        }
        let (offsets, postings) = postings.into_iter().unzip();
        Self {
            postings,
            offsets,
            constraint,
            counting,
            field,
            frequency: 0.0,
            counted: TERMINATED,
            positions: TermPositions::default(),
            starts: Vec::new(),
            other: Vec::new(),
        }
    }

    /// Moves to the first document at or after `target` that may match, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match &self.constraint {
            PositionalConstraint::Term => self.postings[0].seek(target),
            PositionalConstraint::AllTerms | PositionalConstraint::Phrase => {
                seek_conjunction(&mut self.postings, target, TermPostings::seek)
            }
            PositionalConstraint::Intervals(approximation, _) => {
                approximation.seek(&mut self.postings, target)
            }
        }
    }

    /// True if the clause occurs in `doc`; counts its occurrences.
    pub fn matches(&mut self, doc: DocId) -> bool {
        if self.counted == doc {
            return self.frequency > 0.0;
        }
        if self.seek(doc) != doc {
            return false;
        }
        self.counted = doc;
        self.frequency = match &self.constraint {
            PositionalConstraint::Term => self.postings[0].frequency(),
            PositionalConstraint::AllTerms => {
                self.postings.iter_mut().map(TermPostings::frequency).fold(f32::INFINITY, f32::min)
            }
            PositionalConstraint::Phrase => self.count_phrases() as f32,
            PositionalConstraint::Intervals(..) => self.count_intervals(doc) as f32,
        };
        self.frequency > 0.0
    }

    /// Number of occurrences of the phrase in the document that all postings stand at.
    fn count_phrases(&mut self) -> usize {
        for (number, (offset, postings)) in self.offsets.iter().zip(&mut self.postings).enumerate()
        {
            postings.positions(&mut self.other);
            let other = &self.other;
            if number == 0 {
                self.starts.clear();
                self.starts.extend(other.iter().filter_map(|at| at.checked_sub(*offset)));
            } else {
                self.starts.retain(|start| other.binary_search(&(start + offset)).is_ok());
            }
            if self.starts.is_empty() {
                return 0;
            }
        }
        self.starts.len()
    }

    /// Number of intervals of the expression in `doc`.
    fn count_intervals(&mut self, doc: DocId) -> usize {
        self.positions.terms.resize(self.postings.len(), Vec::new());
        for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions.terms) {
            positions.clear();
            if postings.seek(doc) == doc {
                postings.positions(positions);
            }
        }
        match &self.constraint {
            PositionalConstraint::Intervals(_, intervals) => intervals.count(&self.positions),
            _ => 0,
        }
    }

    /// Estimate of the number of candidates.
    pub fn cost(&self) -> u64 {
        let costs = self.postings.iter().map(TermPostings::cost);
        match self.constraint {
            PositionalConstraint::Intervals(..) => costs.sum(),
            _ => costs.min().unwrap_or(0),
        }
    }

    /// True if one of the terms is known not to occur in `doc`.
    pub fn is_beyond(&self, doc: DocId) -> bool {
        match self.constraint {
            PositionalConstraint::Intervals(..) => false,
            _ => self.postings.iter().any(|postings| postings.doc() > doc),
        }
    }

    /// Worth of an occurrence in the field.
    pub fn counting(&self) -> Counting {
        self.counting
    }

    /// Occurrences in the document counted last.
    pub fn counted(&self) -> Occurrences {
        self.counting.occurrences(self.frequency)
    }

    /// True if the index alone decides on a single term.
    pub fn is_single_term(&self) -> bool {
        matches!(self.constraint, PositionalConstraint::Term)
    }

    /// True if [`matches`](Self::matches) costs no positions for `doc`.
    pub fn is_cheap(&self, doc: DocId) -> bool {
        self.counted == doc || self.is_single_term()
    }

    /// Index of the field among those of the clause.
    pub fn field(&self) -> usize {
        self.field
    }

    /// Number of occurrences in the document counted last.
    pub fn frequency(&self) -> f32 {
        self.frequency
    }

    /// Postings of the first term.
    pub fn first_term(&mut self) -> &mut TermPostings {
        &mut self.postings[0]
    }
}
