//! Numbers that BM25 needs, of the live documents that have the field.

use tantivy::columnar::Column;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

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

/// The postings of a term in one segment.
pub(super) fn postings(
    segment: &SegmentReader,
    field: Field,
    word: &str,
    option: IndexRecordOption,
) -> tantivy::Result<Option<SegmentPostings>> {
    let term = Term::from_field_text(field, word);
    Ok(segment.inverted_index(field)?.read_postings(&term, option)?)
}

/// Where a term stands in each segment; nothing where it does not.
pub(super) type Terms = Vec<Option<TermInfo>>;

/// How many live documents hold the word in the field, and where it stands.
pub(super) fn look_up(
    searcher: &Searcher,
    field: Field,
    word: &str,
) -> tantivy::Result<(u64, Terms)> {
    let term = Term::from_field_text(field, word);
    let mut frequency = 0;
    let mut terms = Vec::with_capacity(searcher.segment_readers().len());
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let info = inverted.get_term_info(&term)?;
        if let Some(info) = &info {
            frequency += u64::from(match segment.alive_bitset() {
                Some(alive) => inverted
                    .read_postings_from_terminfo(info, IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
                None => info.doc_freq,
            });
        }
        terms.push(info);
    }
    Ok((frequency, terms))
}

/// The postings of a term that was looked up, in the segment of this ordinal.
pub(super) fn open(
    segment: &SegmentReader,
    field: Field,
    terms: &Terms,
    ordinal: u32,
    option: IndexRecordOption,
) -> tantivy::Result<Option<SegmentPostings>> {
    let Some(Some(info)) = terms.get(ordinal as usize) else { return Ok(None) };
    Ok(Some(segment.inverted_index(field)?.read_postings_from_terminfo(info, option)?))
}

/// How many live documents hold the word in the field.
pub(super) fn document_frequency(
    searcher: &Searcher,
    field: Field,
    word: &str,
) -> tantivy::Result<u64> {
    let mut frequency = 0;
    for segment in searcher.segment_readers() {
        let Some(postings) = postings(segment, field, word, IndexRecordOption::Basic)? else {
            continue;
        };
        frequency += u64::from(match segment.alive_bitset() {
            Some(alive) => postings.doc_freq_given_deletes(alive),
            None => postings.doc_freq(),
        });
    }
    Ok(frequency)
}
