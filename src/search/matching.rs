//! Every document that answers a question, and what its columns say: what facets, timelines and lists of
//! who speaks are counted from.
//!
//! Four bytes a match, so that counting needs no page of hits and no article is read.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::model::{DateOrigin, DatePrecision, Days, PublishedDate};
use crate::search::clauses::Domain;
use crate::search::{Engine, Question};
use crate::store::{Error, Kind};

impl Engine<'_> {
    /// The documents of each segment that match in full, in ascending order.
    pub(super) fn matching(
        &self,
        question: &Question,
        kind: Kind,
    ) -> Result<Vec<Vec<DocId>>, Error> {
        let mut matching = vec![Vec::new(); self.searcher.segment_readers().len()];
        let question = &Question { limit: 0, offset: 0, after: None, ..question.clone() };
        let domain = if kind == Kind::Article { Domain::Articles } else { Domain::Quotes };
        let compiler = self.compiler(question)?;
        let prepared = self.prepare(&compiler, question, domain)?;
        self.with_plan(&compiler, &prepared, question, domain, |plan, least, clauses| {
            plan.run(least, clauses, false, None, &mut |address| {
                if let Some(segment) = matching.get_mut(address.segment_ord as usize) {
                    segment.push(address.doc_id);
                }
            })
        })?;
        Ok(matching)
    }
}

/// The published dates of a segment's documents.
pub(super) struct Dates {
    day: Column<i64>,
    precision: Column<u64>,
    origin: Column<u64>,
}

impl Dates {
    pub(super) fn of_segment(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            day: fast.i64("day")?,
            precision: fast.u64("precision")?,
            origin: fast.u64("origin")?,
        })
    }

    pub(super) fn of(&self, doc: DocId) -> Option<PublishedDate> {
        let day = Days(self.day.first(doc)?);
        let precision = match self.precision.first(doc) {
            Some(1) => DatePrecision::Month,
            Some(2) => DatePrecision::Year,
            _ => DatePrecision::Day,
        };
        let origin = match self.origin.first(doc) {
            Some(1) => DateOrigin::Dateline,
            Some(2) => DateOrigin::Path,
            Some(3) => DateOrigin::Url,
            _ => DateOrigin::Field,
        };
        Some(PublishedDate { day, precision, origin })
    }
}
