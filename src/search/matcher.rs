//! Where a clause occurs in one segment, and what that is worth.
//!
//! The score is BM25 (Robertson and Zaragoza 2009) summed over the fields that a clause is looked for in, each with
//! a weight. A phrase is scored as one term that is as rare as all its words together.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::search::Clause;
use crate::search::statistics::{Collection, document_frequency, postings};

/// BM25's saturation of repeated words. 0.9 and 0.4 are what news and web collections ask for
/// (Trotman et al. 2014, and Anserini's defaults).
const K1: f32 = 0.9;
/// BM25's punishment of long documents.
const B: f32 = 0.4;

/// A field that clauses are looked for in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchField {
    pub(super) field: Field,
    pub(super) weight: f32,
    pub(super) form: Form,
}

/// How words stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Stems with positions, lengths of a body: decides whether a clause matches.
    Stems,
    /// The same without regard to length, as for headlines.
    ShortStems,
    /// As spelt: adds to the score and decides nothing.
    Spelt,
}

/// A clause with its weights in the whole index.
#[derive(Debug)]
pub(super) struct WeighedClause<'c> {
    pub(super) clause: &'c Clause,
    /// For each field the product of rarity and the field's weight.
    fields: Vec<(SearchField, f32)>,
    average_words: f32,
}

impl<'c> WeighedClause<'c> {
    pub(super) fn new(
        searcher: &Searcher,
        clause: &'c Clause,
        fields: &[SearchField],
        collection: &Collection,
    ) -> tantivy::Result<Self> {
        let mut weighed = Vec::with_capacity(fields.len());
        for field in fields {
            let words = if field.form == Form::Spelt { &clause.folded } else { &clause.stems };
            let mut rarity = 0.0;
            for word in words {
                rarity += collection.idf(document_frequency(searcher, field.field, word)?);
            }
            weighed.push((*field, rarity * field.weight));
        }
        Ok(Self { clause, fields: weighed, average_words: collection.average_words })
    }

    /// The matcher for one segment; `None` when the clause does not occur in it.
    pub(super) fn in_segment(&self, segment: &SegmentReader) -> tantivy::Result<Option<Matcher>> {
        let mut deciding = Vec::new();
        let mut adding = Vec::new();
        for (field, weight) in &self.fields {
            let words =
                if field.form == Form::Spelt { &self.clause.folded } else { &self.clause.stems };
            let phrase = words.len() > 1 && field.form != Form::Spelt;
            let option = if phrase {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::WithFreqs
            };
            let mut terms = Vec::with_capacity(words.len());
            for word in words {
                terms.extend(postings(segment, field.field, word, option)?);
            }
            if terms.len() < words.len() {
                continue;
            }
            let norms = match field.form {
                Form::Stems => Some(segment.get_fieldnorms_reader(field.field)?),
                Form::ShortStems | Form::Spelt => None,
            };
            let mut source = Occurrences {
                terms,
                positions: Vec::new(),
                other: Vec::new(),
                adjacent: phrase,
                frequency: 0,
                weight: *weight,
                norms,
                average_words: self.average_words,
            };
            source.settle(source.terms[0].doc());
            if field.form == Form::Spelt { adding.push(source) } else { deciding.push(source) }
        }
        Ok((!deciding.is_empty()).then(|| Matcher { deciding, adding }))
    }
}

/// Where a clause occurs in a segment: in any of its deciding fields.
pub(super) struct Matcher {
    deciding: Vec<Occurrences>,
    adding: Vec<Occurrences>,
}

impl Matcher {
    /// The document it stands at.
    pub(super) fn doc(&self) -> DocId {
        self.deciding.iter().map(Occurrences::doc).min().unwrap_or(TERMINATED)
    }

    /// Moves to the first document at or after `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        for source in &mut self.deciding {
            source.seek(target);
        }
        self.doc()
    }

    /// What the clause is worth in the document it stands at.
    pub(super) fn score(&mut self, doc: DocId) -> f32 {
        let mut score = 0.0;
        for source in self.deciding.iter_mut().chain(&mut self.adding) {
            if source.seek(doc) == doc {
                score += source.score(doc);
            }
        }
        score
    }
}

/// A word or phrase in one field of a segment.
struct Occurrences {
    terms: Vec<SegmentPostings>,
    positions: Vec<u32>,
    other: Vec<u32>,
    /// Whether the words must stand next to each other; else they must only all occur.
    adjacent: bool,
    frequency: u32,
    weight: f32,
    norms: Option<FieldNormReader>,
    average_words: f32,
}

impl Occurrences {
    fn doc(&self) -> DocId {
        self.terms[0].doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            let doc = self.terms[0].seek(target);
            self.settle(doc);
        }
        self.doc()
    }

    /// Moves on from `doc`, where the first word stands, to a document where all match.
    fn settle(&mut self, mut doc: DocId) {
        'candidates: while doc != TERMINATED {
            for at in 1..self.terms.len() {
                let term = &mut self.terms[at];
                let other = if term.doc() < doc { term.seek(doc) } else { term.doc() };
                if other != doc {
                    doc = self.terms[0].seek(other);
                    continue 'candidates;
                }
            }
            self.frequency =
                if self.adjacent { self.count_phrases() } else { self.least_frequency() };
            if self.frequency > 0 {
                return;
            }
            doc = self.terms[0].advance();
        }
    }

    fn least_frequency(&self) -> u32 {
        self.terms.iter().map(Postings::term_freq).min().unwrap_or(0)
    }

    /// How often the words stand next to each other in the document that all stand at.
    fn count_phrases(&mut self) -> u32 {
        let (first, rest) = self.terms.split_at_mut(1);
        first[0].positions(&mut self.positions);
        for (distance, term) in rest.iter_mut().enumerate() {
            term.positions(&mut self.other);
            let wanted = distance as u32 + 1;
            let other = &self.other;
            self.positions.retain(|start| other.binary_search(&(start + wanted)).is_ok());
        }
        self.positions.len() as u32
    }

    fn score(&self, doc: DocId) -> f32 {
        let frequency = self.frequency as f32;
        let length = match &self.norms {
            Some(norms) => norms.fieldnorm(doc) as f32 / self.average_words.max(1.0),
            None => 1.0,
        };
        self.weight * frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length))
    }
}
