//! What the places of the words of a question add to a score: words that stand close together, and early.
//!
//! Two words of the question that are neighbours there count more where they stand within a sentence's length of each
//! other (the unordered window of Metzler and Croft 2005); and a word that stands in the lead, where news say what they
//! are about, counts more than one further down. Both are small beside BM25 and bounded, so that positions are read
//! only of documents that could still come out first.

use tantivy::{DocId, SegmentReader};

use crate::search::plan::query_plan::Clause;
use crate::search::plan::text_part::WeightedField;
use crate::search::scoring::columns::Columns;
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::postings::TermPostings;
use crate::search::terms::query_term::TermMatcher;

/// Words this far apart stand close together: about a sentence.
const WINDOW: u32 = 16;
/// What closeness weighs.
const CLOSE: f32 = 0.2;
/// So many words make the lead of an article.
const LEAD: u32 = 50;
/// What standing in it weighs.
const EARLY: f32 = 0.2;
/// How soon repeated closeness stops to count.
const SATURATION: f32 = 0.9;

/// A word of the question with its rarity.
struct Word<'c> {
    stem: &'c str,
    main: &'c WeightedField,
    rarity: f32,
}

/// The words of a question in its order, in the field that is ranked by.
pub struct Closeness<'q> {
    words: Vec<Word<'q>>,
    /// Whether the field has a lead.
    lead: bool,
    /// The most that can be added.
    pub most: f32,
}

impl<'q> Closeness<'q> {
    /// Of the clauses that are single words; the field is theirs.
    pub fn new(clauses: &'q [Clause], lead: bool) -> Self {
        let mut found = Self { words: Vec::new(), lead, most: 0.0 };
        for clause in clauses {
            let Clause::Text(text) = clause else { continue };
            let (IntervalExpr::Term(0), [word]) = (&text.intervals, &text.terms[..]) else {
                continue;
            };
            let main = text.fields.iter().find(|weighed| weighed.field.part.is_main());
            if let (TermMatcher::Stem(stem), Some(main)) = (&word.matcher, main) {
                found.words.push(Word { stem, main, rarity: main.weight });
            }
        }
        let close: f32 =
            found.words.windows(2).map(|pair| pair[0].rarity.min(pair[1].rarity)).sum();
        let early: f32 = found.words.iter().map(|word| word.rarity).sum();
        found.most = CLOSE * (1.0 + SATURATION) * close + if lead { EARLY * early } else { 0.0 };
        found
    }

    /// The words in one segment, which is not touched until a score is asked for.
    pub fn in_segment<'c>(
        &'c self,
        segment: &'c SegmentReader,
        ordinal: u32,
        columns: &'c Columns,
    ) -> InSegment<'c> {
        InSegment {
            of: self,
            segment,
            ordinal,
            columns,
            lists: None,
            positions: vec![Vec::new(); self.words.len()],
        }
    }

    fn lists(
        &self,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
    ) -> tantivy::Result<Vec<Option<TermPostings>>> {
        let words = self.words.iter();
        words.map(|word| word.main.open(0, segment, ordinal, columns, true)).collect()
    }
}

/// The words of a question in one segment.
pub struct InSegment<'c> {
    of: &'c Closeness<'c>,
    segment: &'c SegmentReader,
    ordinal: u32,
    columns: &'c Columns,
    lists: Option<Vec<Option<TermPostings>>>,
    positions: Vec<Vec<u32>>,
}

impl InSegment<'_> {
    /// What closeness and lead add to the score of a document.
    pub fn score(&mut self, doc: DocId) -> tantivy::Result<(f32, f32)> {
        let lists = match &mut self.lists {
            Some(lists) => lists,
            lists => lists.insert(self.of.lists(self.segment, self.ordinal, self.columns)?),
        };
        for (list, positions) in lists.iter_mut().zip(&mut self.positions) {
            positions.clear();
            let Some(list) = list else { continue };
            if list.seek(doc) == doc {
                list.positions(positions);
            }
        }
        let (mut close, mut early) = (0.0, 0.0);
        for (at, word) in self.of.words.iter().enumerate() {
            if self.of.lead && self.positions[at].first().is_some_and(|first| *first < LEAD) {
                early += EARLY * word.rarity;
            }
            let Some(next) = self.of.words.get(at + 1) else { break };
            let count = near(&self.positions[at], &self.positions[at + 1]) as f32;
            if count > 0.0 && word.stem != next.stem {
                let rarity = word.rarity.min(next.rarity);
                close += CLOSE * rarity * count * (1.0 + SATURATION) / (count + SATURATION);
            }
        }
        Ok((close, early))
    }
}

/// How many of the places have one of the others close by.
fn near(places: &[u32], others: &[u32]) -> usize {
    let close = |place: &&u32| {
        let from = others.partition_point(|other| *other + WINDOW < **place);
        others.get(from).is_some_and(|other| *other <= **place + WINDOW)
    };
    places.iter().filter(close).count()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn places_are_near_on_either_side() {
        assert_eq!(near(&[0, 100, 116], &[100]), 2);
        assert_eq!(near(&[84, 83, 117], &[100]), 1);
        assert_eq!(near(&[5], &[]), 0);
    }
}
