//! Set of all documents that answer a question, from which facets, timelines and speakers are
//! counted.
//!
//! Four bytes a match, so that counting needs no page of hits and no article is read.

use tantivy::DocId;

use crate::search::answers::prepared_search::{execute, prepare};
use crate::search::plan::question::Question;
use crate::search::query::parsed::Warning;
use crate::search::rank::collect::{Collector, SegmentScorers};
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::Error;

/// Documents that answer a question.
pub struct DocSet {
    /// Documents of each segment that match in full, in ascending order.
    pub segments: Vec<Vec<DocId>>,
    /// Warnings about the question.
    pub warnings: Vec<Warning>,
}

/// Collector of all documents, by segment.
struct DocSetCollector<'l>(&'l mut [Vec<DocId>]);

impl<'q> Collector<'q> for DocSetCollector<'_> {
    fn collect(
        &mut self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        _held: usize,
    ) -> tantivy::Result<()> {
        if let Some(segment) = self.0.get_mut(scorers.ordinal as usize) {
            segment.push(doc);
        }
        Ok(())
    }
}

/// All documents that answer a question.
///
/// # Errors
/// The index cannot be read.
pub fn doc_set(snapshot: &Snapshot, question: &Question, domain: Domain) -> Result<DocSet, Error> {
    let mut segments = vec![Vec::new(); snapshot.searcher.segment_readers().len()];
    let search = prepare(snapshot, question, domain)?;
    execute(snapshot, &search, question, |execution, min_clauses| {
        execution.visit(min_clauses, execution.wanted.len(), &mut DocSetCollector(&mut segments))
    })?;
    Ok(DocSet { segments, warnings: search.warnings() })
}
