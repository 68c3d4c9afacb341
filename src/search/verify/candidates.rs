//! Which texts of the index may hold the words asked: those with most of the rarest of them.
//!
//! The postings of the words are added up, rare words weighing more (by inverse document frequency), so that
//! no text is read to be passed over. A word that the index does not have counts as its nearest
//! neighbours in spelling.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::search::meant::{most_different, neighbours};
use crate::search::statistics::{Collection, document_frequency, postings};
use crate::search::verify::align::Compared;

/// So many neighbours of a misspelt word are tried.
const NEIGHBOURS: usize = 8;
/// Shorter words have too many neighbours, in letters.
const LEAST_LETTERS: usize = 4;
/// Postings to go through after the rarest words; a bound on time in archives of any size.
const MOST_POSTINGS: u64 = 8_000_000;
/// The rarest words count whatever they cost.
const AT_LEAST: usize = 4;

/// The words asked with what they are worth.
pub(super) struct Rarity {
    /// Stems with their document frequency and weight, rarest first. Of a misspelt word all its
    /// neighbours stand here.
    terms: Vec<(String, u64, f32)>,
    /// The weight of each stem asked.
    by_stem: FxHashMap<String, f32>,
}

impl Rarity {
    pub(super) fn new(
        searcher: &Searcher,
        collection: &Collection,
        field: Field,
        asked: &[Compared],
    ) -> tantivy::Result<Self> {
        let stems: BTreeSet<&str> = asked.iter().map(|word| word.stem.as_str()).collect();
        let mut terms: Vec<(String, u64, f32)> = Vec::new();
        let mut by_stem = FxHashMap::default();
        for stem in stems {
            let frequency = document_frequency(searcher, field, stem)?;
            let weight = collection.idf(frequency);
            by_stem.insert(stem.to_owned(), weight);
            if frequency > 0 {
                terms.push((stem.to_owned(), frequency, weight));
            } else if stem.chars().count() >= LEAST_LETTERS {
                let mut near = Vec::new();
                for (other, _) in neighbours(searcher, field, stem, most_different(stem))? {
                    let frequency = document_frequency(searcher, field, &other)?;
                    near.push((frequency, other));
                }
                near.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                near.truncate(NEIGHBOURS);
                let near = near.into_iter().filter(|(frequency, _)| *frequency > 0);
                terms.extend(near.map(|(f, other)| (other, f, collection.idf(f) / 2.0)));
            }
        }
        terms.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        terms.dedup_by(|a, b| a.0 == b.0);
        Ok(Self { terms, by_stem })
    }

    /// Which share of the weight of the words asked these have; rare ones weigh most, and common ones not
    /// nothing, since in a small archive a saying's own copies make its words common.
    pub(super) fn share(&self, asked: &[Compared], kept: &[usize]) -> f32 {
        let weight = |word: &Compared| 1.0 + self.by_stem.get(&word.stem).copied().unwrap_or(0.0);
        let all: f32 = asked.iter().map(weight).sum();
        let kept: f32 = kept.iter().map(|at| weight(&asked[*at])).sum();
        if all > 0.0 { kept / all } else { 0.0 }
    }
}

/// Decides about the documents of a segment.
pub(super) type Takes<'t> = Box<dyn Fn(DocId) -> bool + 't>;

/// The `most` documents that hold most of the words, those alike in the order of their ids. Only those
/// that `takes` lets by.
pub(super) fn candidates<'t>(
    searcher: &Searcher,
    field: Field,
    rarity: &Rarity,
    most: usize,
    takes: impl Fn(&SegmentReader) -> tantivy::Result<Takes<'t>>,
) -> tantivy::Result<Vec<DocAddress>> {
    let mut best: Vec<(f32, u64, u64, DocAddress)> = Vec::new();
    for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
        let mut scores = vec![0.0_f32; segment.max_doc() as usize];
        let mut spent = 0;
        for (at, (term, frequency, weight)) in rarity.terms.iter().enumerate() {
            if at >= AT_LEAST && spent + frequency > MOST_POSTINGS {
                break;
            }
            spent += frequency;
            let option = IndexRecordOption::Basic;
            let Some(mut docs) = postings(segment, field, term, option)? else { continue };
            while docs.doc() != TERMINATED {
                scores[docs.doc() as usize] += weight;
                docs.advance();
            }
        }
        let fast = segment.fast_fields();
        let articles: Column<u64> = fast.u64("article")?;
        let ordinals: Column<u64> = fast.u64("ordinal")?;
        let takes = takes(segment)?;
        // What cannot be among the best any more needs no look at its columns.
        let mut floor = 0.0;
        for (doc, score) in scores.into_iter().enumerate() {
            let doc = doc as DocId;
            if score <= 0.0 || score < floor || segment.is_deleted(doc) || !takes(doc) {
                continue;
            }
            let tie = |column: &Column<u64>| column.first(doc).unwrap_or_default();
            let address = DocAddress::new(ordinal as u32, doc);
            best.push((score, tie(&articles), tie(&ordinals), address));
            if best.len() >= most * 4 {
                floor = keep_best(&mut best, most);
            }
        }
    }
    keep_best(&mut best, most);
    Ok(best.into_iter().map(|(_, _, _, address)| address).collect())
}

/// Cuts to the `most` best in order; the score of the last.
fn keep_best(best: &mut Vec<(f32, u64, u64, DocAddress)>, most: usize) -> f32 {
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    best.truncate(most);
    if best.len() < most { 0.0 } else { best.last().map_or(0.0, |last| last.0) }
}
