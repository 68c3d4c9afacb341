//! Term proximity: the part of a score for words of the question that stand close together, and
//! early.
//!
//! Two words that are neighbours in the question count more where they stand within a sentence's
//! length of each other (the unordered window of Metzler and Croft 2005); and a word that stands in
//! the lead, where news say what they are about, counts more than one further down. Both are small
//! beside BM25 and bounded, so that positions are read only of documents that could still come out
//! first.

use tantivy::{DocId, SegmentReader};

use crate::search::plan::query_plan::Clause;
use crate::search::plan::text_part::WeightedField;
use crate::search::scoring::columns::Columns;
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::postings::TermPostings;
use crate::search::terms::query_term::TermMatcher;

/// Distance in words within which two stand close together: about a sentence.
const WINDOW: u32 = 16;
/// Weight of closeness.
const CLOSENESS_WEIGHT: f32 = 0.1;
/// Number of words in the lead of an article.
const LEAD_WORDS: u32 = 100;
/// Weight of a word in the lead.
const LEAD_WEIGHT: f32 = 0.3;
/// Saturation of repeated closeness, like BM25's k1.
const SATURATION: f32 = 0.9;

/// Word of the question with its rarity (inverse document frequency).
struct RankedWord<'c> {
    stem: &'c str,
    main: &'c WeightedField,
    rarity: f32,
}

/// Words of a question in its order, in the field that is ranked by.
pub struct Proximity<'q> {
    words: Vec<RankedWord<'q>>,
    /// True if the field has a lead.
    lead: bool,
    /// Upper bound of the score.
    pub max_score: f32,
}

impl<'q> Proximity<'q> {
    /// Proximity of the clauses that are single words, in their main field.
    pub fn new(clauses: &'q [Clause], lead: bool) -> Self {
        let mut found = Self { words: Vec::new(), lead, max_score: 0.0 };
        for clause in clauses {
            let Clause::Text(text) = clause else { continue };
            let (IntervalExpr::Term(0), [word]) = (&text.intervals, &text.terms[..]) else {
                continue;
            };
            let main = text.fields.iter().find(|weighed| weighed.field.part.is_main());
            if let (TermMatcher::Stem(stem), Some(main)) = (&word.matcher, main) {
                found.words.push(RankedWord { stem, main, rarity: text.weight });
            }
        }
        let close: f32 =
            found.words.windows(2).map(|pair| pair[0].rarity.min(pair[1].rarity)).sum();
        let early: f32 = found.words.iter().map(|word| word.rarity).sum();
        found.max_score = CLOSENESS_WEIGHT * (1.0 + SATURATION) * close
            + if lead { LEAD_WEIGHT * early } else { 0.0 };
        found
    }

    /// Proximity in one segment, which is not read until a score is asked for.
    pub fn in_segment<'c>(
        &'c self,
        segment: &'c SegmentReader,
        ordinal: u32,
        columns: &'c Columns,
    ) -> SegmentProximity<'c> {
        SegmentProximity {
            proximity: self,
            segment,
            ordinal,
            columns,
            postings: None,
            positions: vec![Vec::new(); self.words.len()],
        }
    }

    fn postings(
        &self,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
    ) -> tantivy::Result<Vec<Option<TermPostings>>> {
        let words = self.words.iter();
        words.map(|word| word.main.open(0, segment, ordinal, columns, true)).collect()
    }
}

/// Proximity of the words of a question in one segment.
pub struct SegmentProximity<'c> {
    proximity: &'c Proximity<'c>,
    segment: &'c SegmentReader,
    ordinal: u32,
    columns: &'c Columns,
    postings: Option<Vec<Option<TermPostings>>>,
    positions: Vec<Vec<u32>>,
}

impl SegmentProximity<'_> {
    /// Scores of a document for closeness and for words in the lead.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn score(&mut self, doc: DocId) -> tantivy::Result<(f32, f32)> {
        let postings = match &mut self.postings {
            Some(postings) => postings,
            postings => postings.insert(self.proximity.postings(
                self.segment,
                self.ordinal,
                self.columns,
            )?),
        };
        for (postings_of_word, positions) in postings.iter_mut().zip(&mut self.positions) {
            positions.clear();
            let Some(postings_of_word) = postings_of_word else { continue };
            if postings_of_word.seek(doc) == doc {
                postings_of_word.positions(positions);
            }
        }
        let (mut close, mut early) = (0.0, 0.0);
        for (at, word) in self.proximity.words.iter().enumerate() {
            if self.proximity.lead
                && self.positions[at].first().is_some_and(|first| *first < LEAD_WORDS)
            {
                early += LEAD_WEIGHT * word.rarity;
            }
            let Some(next) = self.proximity.words.get(at + 1) else { break };
            let count = count_near(&self.positions[at], &self.positions[at + 1]) as f32;
            if count > 0.0 && word.stem != next.stem {
                let rarity = word.rarity.min(next.rarity);
                close +=
                    CLOSENESS_WEIGHT * rarity * count * (1.0 + SATURATION) / (count + SATURATION);
            }
        }
        Ok((close, early))
    }
}

/// Number of the positions that have one of the others close by.
fn count_near(places: &[u32], others: &[u32]) -> usize {
    let close = |place: &&u32| {
        let from = others.partition_point(|other| *other + WINDOW < **place);
        others.get(from).is_some_and(|other| *other <= **place + WINDOW)
    };
    places.iter().filter(close).count()
}

#[cfg(test)]
mod tests {
    use super::count_near;

    #[test]
    fn places_are_near_on_either_side() {
        assert_eq!(count_near(&[0, 100, 116], &[100]), 2);
        assert_eq!(count_near(&[84, 83, 117], &[100]), 1);
        assert_eq!(count_near(&[5], &[]), 0);
    }
}
