//! Every document that answers a question, and what its columns say: what facets, timelines and lists of
//! who speaks are counted from.
//!
//! Four bytes a match, so that counting needs no page of hits and no article is read.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::model::{DateOrigin, DatePrecision, Days, PublishedDate};
use crate::search::answers::prepared_search::{ask, with_plan};
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::search::plan::question::Question;
use crate::search::query::parser::Warning;
use crate::search::rank::collect::{Open, Visitor};
use crate::store::Error;

/// What answers a question.
pub struct Matching {
    /// The documents of each segment that match in full, in ascending order.
    pub segments: Vec<Vec<DocId>>,
    /// What was found out about the question on the way.
    pub warnings: Vec<Warning>,
}

/// Lists what matches.
struct Listed<'l>(&'l mut [Vec<DocId>]);

impl<'q> Visitor<'q> for Listed<'_> {
    fn take(&mut self, open: &mut Open<'_, 'q>, doc: DocId, _held: usize) -> tantivy::Result<()> {
        if let Some(segment) = self.0.get_mut(open.ordinal as usize) {
            segment.push(doc);
        }
        Ok(())
    }
}

/// All that answers a question.
pub fn matching(snapshot: &Snapshot, question: &Question, domain: Domain) -> Result<Matching, Error> {
    let mut segments = vec![Vec::new(); snapshot.searcher.segment_readers().len()];
    let asked = ask(snapshot, question, domain)?;
    with_plan(snapshot, &asked, question, |plan, least| {
        plan.visit(least, plan.wanted.len(), &mut Listed(&mut segments))
    })?;
    Ok(Matching { segments, warnings: asked.warnings() })
}

/// The published dates of a segment's documents.
pub struct Dates {
    day: Column<i64>,
    precision: Column<u64>,
    origin: Column<u64>,
}

impl Dates {
    pub fn of_segment(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            day: fast.i64("day")?,
            precision: fast.u64("precision")?,
            origin: fast.u64("origin")?,
        })
    }

    pub fn of(&self, doc: DocId) -> Option<PublishedDate> {
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
