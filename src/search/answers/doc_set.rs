//! Every document that answers a question, and what its columns say: what facets, timelines and lists of
//! who speaks are counted from.
//!
//! Four bytes a match, so that counting needs no page of hits and no article is read.

use tantivy::DocId;

use crate::search::answers::prepared_search::{ask, with_plan};
use crate::search::plan::question::Question;
use crate::search::query::parsed::Warning;
use crate::search::rank::collect::{Open, Visitor};
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
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
pub fn matching(
    snapshot: &Snapshot,
    question: &Question,
    domain: Domain,
) -> Result<Matching, Error> {
    let mut segments = vec![Vec::new(); snapshot.searcher.segment_readers().len()];
    let asked = ask(snapshot, question, domain)?;
    with_plan(snapshot, &asked, question, |plan, least| {
        plan.visit(least, plan.wanted.len(), &mut Listed(&mut segments))
    })?;
    Ok(Matching { segments, warnings: asked.warnings() })
}
