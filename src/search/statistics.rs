//! Numbers that BM25 needs, of the live documents that have the field.

use tantivy::Searcher;
use tantivy::columnar::Column;

/// How many documents there are and how long they are on average.
#[derive(Clone, Copy, Debug)]
pub(super) struct Collection {
    pub(super) documents: u64,
    pub(super) average_words: f32,
}

impl Collection {
    /// Counts the values of a column of lengths; each document that has the field has one.
    pub(super) fn of(searcher: &Searcher, lengths: &str) -> tantivy::Result<Self> {
        let (mut documents, mut words) = (0_u64, 0_u64);
        for segment in searcher.segment_readers() {
            let column: Column<u64> = segment.fast_fields().u64(lengths)?;
            documents += u64::from(column.values.num_vals());
            words += column.values.iter().sum::<u64>();
            if let Some(alive) = segment.alive_bitset() {
                for doc in (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
                    if let Some(length) = column.first(doc) {
                        documents -= 1;
                        words -= length;
                    }
                }
            }
        }
        Ok(Self { documents, average_words: words as f32 / documents.max(1) as f32 })
    }

    /// The inverse document frequency of BM25: never negative.
    pub(super) fn idf(&self, document_frequency: u64) -> f32 {
        let n = document_frequency.min(self.documents) as f32;
        (1.0 + (self.documents as f32 - n + 0.5) / (n + 0.5)).ln()
    }
}
