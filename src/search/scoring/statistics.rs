//! Collection statistics for BM25, of the live documents that have the field.

use crate::search::scoring::columns::Segments;
use crate::store::columns::FastU64;

/// Number of values read at once: one by one they cost a call each.
const AT_ONCE: usize = 1024;

/// Number and average length of the documents that have a field.
#[derive(Clone, Copy, Debug)]
pub struct CollectionStatistics {
    /// Number of live documents.
    pub documents: u64,
    /// Average length, in words.
    pub average_words: f32,
}

impl CollectionStatistics {
    /// Counts the values of a column of lengths; each document that has the field has one.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(segments: Segments<'_>, lengths: FastU64) -> tantivy::Result<Self> {
        let (mut documents, mut words) = (0_u64, 0_u64);
        let mut some = [0; AT_ONCE];
        for (segment, columns) in segments.iter() {
            let column = lengths.open(segment)?;
            let all = u64::from(column.values.num_vals());
            for start in (0..all).step_by(AT_ONCE) {
                let some = &mut some[..(all - start).min(AT_ONCE as u64) as usize];
                column.values.get_range(start, some);
                words += some.iter().sum::<u64>();
            }
            documents += all;
            for length in columns.deleted.iter().filter_map(|doc| column.first(*doc)) {
                documents -= 1;
                words -= length;
            }
        }
        Ok(Self { documents, average_words: words as f32 / documents.max(1) as f32 })
    }

    /// Inverse document frequency of BM25, ln(1 + (N − n + 0.5) / (n + 0.5)): never negative.
    pub fn idf(&self, document_frequency: u64) -> f32 {
        let n = document_frequency.min(self.documents) as f32;
        (1.0 + (self.documents as f32 - n + 0.5) / (n + 0.5)).ln()
    }
}
