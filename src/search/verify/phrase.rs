//! Quotations that have some words one by one.

use tantivy::{DocAddress, TERMINATED};

use crate::search::plan::text_part::TextPart;
use crate::search::scoring::field_scorer::{Counting, FieldScorer, PositionalConstraint};
use crate::search::snapshot::Snapshot;
use crate::search::terms::term_dictionary::FieldTerms;
use crate::search::verify::compared_word::ComparedWord;

/// Number of words that make a saying unmistakable.
const MAX_PHRASE_WORDS: usize = 40;

/// Quotations that contain these words next to each other, in these very forms.
///
/// # Errors
/// The index cannot be read.
pub fn find_exact(snapshot: &Snapshot, words: &[ComparedWord]) -> tantivy::Result<Vec<DocAddress>> {
    let segments = snapshot.segments()?;
    let mut terms = Vec::new();
    for word in words.iter().take(MAX_PHRASE_WORDS) {
        let form = [(word.folded.clone(), 1.0)];
        let look_up = |field| FieldTerms::for_forms(segments, field, &form, false);
        terms.push(TextPart::Said.terms(&snapshot.fields, look_up)?);
    }
    let mut found = Vec::new();
    for (ordinal, (segment, columns)) in segments.iter().enumerate() {
        let open = |terms| TextPart::Said.open(terms, segment, ordinal as u32, columns, true);
        let leaves = terms.iter().map(open).collect::<tantivy::Result<Option<Vec<_>>>>()?;
        let Some(leaves) = leaves.filter(|leaves| !leaves.is_empty()) else { continue };
        let mut phrase = FieldScorer::new(leaves, PositionalConstraint::Phrase, Counting::TEXT, 0);
        let mut doc = phrase.seek(0);
        while doc != TERMINATED {
            if phrase.matches(doc) && !segment.is_deleted(doc) {
                found.push(DocAddress::new(ordinal as u32, doc));
            }
            doc = phrase.seek(doc + 1);
        }
    }
    Ok(found)
}
