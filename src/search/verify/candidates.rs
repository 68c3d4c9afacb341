//! Candidates: documents of the index with most of the rarest of the words asked.
//!
//! The postings of the words are added up document by document, rare words weighing more (by
//! inverse document frequency, Spärck Jones 1972), so that no text is read to be passed over. A
//! word that the index does not have counts as its nearest neighbours in spelling.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED};

use crate::search::plan::text_part::{PartTerms, TextPart};
use crate::search::scoring::columns::Segments;
use crate::search::scoring::statistics::CollectionStatistics;
use crate::search::terms::fuzzy_candidates::{fuzzy_candidates, max_distance};
use crate::search::terms::term_dictionary::TermDictionary;
use crate::search::verify::compared_word::ComparedWord;
use crate::store::Fields;
use crate::text::EnglishStems;

/// Number of neighbours of a misspelt word that are tried.
const MAX_NEIGHBOURS: usize = 8;
/// Number of letters below which a word has too many neighbours.
const MIN_LETTERS: usize = 4;
/// Number of postings to go through after the rarest words; a bound on time in archives of any
/// size.
const MAX_POSTINGS: u64 = 8_000_000;
/// Number of the rarest words, which count whatever they cost.
const MIN_WORDS_COUNTED: usize = 4;

/// Words asked with their weights by inverse document frequency.
pub struct IdfWeights {
    /// Stems with their terms, document frequency and weight, rarest first; of a misspelt word all
    /// its neighbours.
    terms: Vec<WeightedStem>,
    /// Weight of each stem asked.
    by_stem: FxHashMap<String, f32>,
    part: TextPart,
}

/// Stem with its weight.
struct WeightedStem {
    stem: String,
    terms: PartTerms,
    frequency: u64,
    weight: f32,
}

impl IdfWeights {
    /// Weights of words that are looked for in a part of bodies, by their weights in the collection
    /// of articles.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(
        (segments, fields): (Segments<'_>, &Fields),
        collection: &CollectionStatistics,
        part: TextPart,
        asked: &[ComparedWord],
    ) -> tantivy::Result<Self> {
        let look_up = |stem: &str| -> tantivy::Result<(PartTerms, u64)> {
            let terms = part.terms_of_stem(segments, fields, stem)?;
            let frequency = terms.iter().flatten().map(|(_, terms)| terms.documents).sum();
            Ok((terms, frequency))
        };
        let words: BTreeMap<&str, &str> =
            asked.iter().map(|word| (word.stem.as_str(), word.folded.as_str())).collect();
        let mut all: Vec<WeightedStem> = Vec::new();
        let mut by_stem = FxHashMap::default();
        for (stem, word) in words {
            let (terms, frequency) = look_up(stem)?;
            let weight = collection.idf(frequency);
            by_stem.insert(stem.to_owned(), weight);
            if frequency > 0 {
                all.push(WeightedStem { stem: stem.to_owned(), terms, frequency, weight });
            } else if stem.chars().count() >= MIN_LETTERS {
                let words = TermDictionary { segments, field: fields.body, stem_keyed: true };
                let near = fuzzy_candidates(words, word, max_distance(word))?;
                let stems = EnglishStems::default();
                let near: BTreeSet<String> =
                    near.into_iter().map(|(other, _)| stems.stem(&other).into_owned()).collect();
                let mut found = Vec::new();
                for other in near {
                    let (terms, frequency) = look_up(&other)?;
                    let weight = collection.idf(frequency) / 2.0;
                    found.push(WeightedStem { stem: other, terms, frequency, weight });
                }
                found.retain(|other| other.frequency > 0);
                found.sort_by(|a, b| {
                    b.frequency.cmp(&a.frequency).then_with(|| a.stem.cmp(&b.stem))
                });
                found.truncate(MAX_NEIGHBOURS);
                all.append(&mut found);
            }
        }
        all.sort_by(|a, b| a.frequency.cmp(&b.frequency).then_with(|| a.stem.cmp(&b.stem)));
        all.dedup_by(|a, b| a.stem == b.stem);
        Ok(Self { terms: all, by_stem, part })
    }

    /// Share of the weight of the words asked that the `kept` ones have; rare ones weigh most, and
    /// common ones not nothing, since in a small archive a saying's own copies make its words
    /// common.
    pub fn share(&self, asked: &[ComparedWord], kept: &[usize]) -> f32 {
        let weight =
            |word: &ComparedWord| 1.0 + self.by_stem.get(&word.stem).copied().unwrap_or(0.0);
        let all: f32 = asked.iter().map(weight).sum();
        let kept: f32 = kept.iter().map(|at| weight(&asked[*at])).sum();
        if all > 0.0 { kept / all } else { 0.0 }
    }
}

/// Predicate over the documents of a segment.
pub type AcceptDoc<'t> = Box<dyn Fn(DocId) -> bool + 't>;

/// The `max` documents that contain most of the words, equals in the order of their ids; `filter`
/// opens the filter of a segment.
///
/// # Errors
/// The index cannot be read.
pub fn candidates<'t>(
    segments: Segments<'_>,
    weights: &IdfWeights,
    max: usize,
    filter: impl Fn(&SegmentReader) -> tantivy::Result<AcceptDoc<'t>>,
) -> tantivy::Result<Vec<DocAddress>> {
    let mut best: Vec<(f32, u64, u64, DocAddress)> = Vec::new();
    for (ordinal, (segment, columns)) in segments.iter().enumerate() {
        let mut scores = vec![0.0_f32; segment.max_doc() as usize];
        let mut spent = 0;
        for (at, WeightedStem { terms, frequency, weight, .. }) in weights.terms.iter().enumerate()
        {
            if at >= MIN_WORDS_COUNTED && spent + frequency > MAX_POSTINGS {
                break;
            }
            spent += frequency;
            let found = weights.part.open(terms, segment, ordinal as u32, columns, false)?;
            let Some(mut docs) = found else { continue };
            let mut doc = docs.seek(0);
            while doc != TERMINATED {
                scores[doc as usize] += weight;
                doc = docs.seek(doc + 1);
            }
        }
        let (articles, ordinals) = (&columns.article, &columns.quotes.ordinal);
        let accepts = filter(segment)?;
        // What cannot be among the best any more needs no look at its columns.
        let mut floor = 0.0;
        for (doc, score) in scores.into_iter().enumerate() {
            let doc = doc as DocId;
            if score <= 0.0 || score < floor || segment.is_deleted(doc) || !accepts(doc) {
                continue;
            }
            let address = DocAddress::new(ordinal as u32, doc);
            let article = articles.first(doc).unwrap_or_default();
            best.push((score, article, ordinals.first(doc).unwrap_or_default(), address));
            if best.len() >= max * 4 {
                floor = keep_best(&mut best, max);
            }
        }
    }
    keep_best(&mut best, max);
    Ok(best.into_iter().map(|(_, _, _, address)| address).collect())
}

/// Truncates to the `max` best in order and returns the score of the last, 0 if there are fewer.
fn keep_best(best: &mut Vec<(f32, u64, u64, DocAddress)>, max: usize) -> f32 {
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    best.truncate(max);
    if best.len() < max { 0.0 } else { best.last().map_or(0.0, |last| last.0) }
}
