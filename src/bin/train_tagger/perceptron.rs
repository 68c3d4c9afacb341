//! Averaged perceptron (Collins 2002), in whole numbers.

use onrecord::annotate::training::speech::{ROW_BITS, TAGS, Tag, rows};

use crate::corpus::Sentence;

/// Largest weight of the table.
const MAX_WEIGHT: i64 = 127;

/// Weights with the sums that their averages are made of.
pub struct Perceptron {
    weights: Vec<[i32; TAGS]>,
    /// Sum of each weight over all steps so far, up to the step of its last change.
    sums: Vec<[i64; TAGS]>,
    changed: Vec<[u32; TAGS]>,
    step: u32,
}

impl Perceptron {
    /// Returns a perceptron that has learned nothing.
    pub fn new() -> Self {
        let rows = 1 << ROW_BITS;
        Self {
            weights: vec![[0; TAGS]; rows],
            sums: vec![[0; TAGS]; rows],
            changed: vec![[0; TAGS]; rows],
            step: 0,
        }
    }

    /// Learns from the sentences once, in the order given.
    /// Returns the words that were tagged wrong.
    pub fn pass(&mut self, sentences: &[Sentence], order: &[usize]) -> usize {
        let mut wrong = 0;
        for sentence in order {
            let sentence = &sentences[*sentence];
            let (mut left, mut second) = (Tag::Other, Tag::Other);
            for at in 0..sentence.words.len() {
                let word = sentence.words[at];
                let rows = rows(&sentence.words, at, left, second);
                let mut scores = [0_i32; TAGS];
                for row in rows {
                    let weights = &self.weights[row as usize];
                    scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
                }
                let allowed = |tag: &Tag| word.tags.contains(*tag);
                // The first of the best.
                let fixed = word.tags.only(left);
                let free = |tag: &Tag| allowed(tag) || fixed.is_some();
                let best =
                    Tag::ALL.into_iter().filter(free).rev().max_by_key(|t| scores[*t as usize]);
                let best = best.unwrap_or_default();
                self.step += 1;
                if let Some(gold) = sentence.gold[at].filter(free)
                    && gold != best
                {
                    wrong += usize::from(fixed.is_none());
                    for row in rows {
                        self.change(row, gold, 1);
                        self.change(row, best, -1);
                    }
                }
                let best = fixed.unwrap_or(best);
                (left, second) = (best, left);
            }
        }
        wrong
    }

    fn change(&mut self, row: u32, tag: Tag, by: i32) {
        let (row, tag) = (row as usize, tag as usize);
        let since = i64::from(self.step - self.changed[row][tag]);
        self.sums[row][tag] += since * i64::from(self.weights[row][tag]);
        self.changed[row][tag] = self.step;
        self.weights[row][tag] += by;
    }

    /// The averages as bytes, `scale` points for a weight of one.
    pub fn table(&self, scale: i64) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(TAGS << ROW_BITS);
        for (row, weights) in self.weights.iter().enumerate() {
            for (tag, weight) in weights.iter().enumerate() {
                let since = i64::from(self.step - self.changed[row][tag]);
                let sum = self.sums[row][tag] + since * i64::from(*weight);
                let points = (sum * scale).div_euclid(i64::from(self.step.max(1)));
                let points = points.clamp(-MAX_WEIGHT, MAX_WEIGHT);
                bytes.push((points as i8).cast_unsigned());
            }
        }
        bytes
    }
}
