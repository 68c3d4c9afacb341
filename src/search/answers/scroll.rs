//! All hits of a question, one after the other, in the order of the answer.
//!
//! Hits are ranked a page at a time and their articles read one at a time, so that memory does not
//! grow with their number; each page starts behind the last hit of the one before. All pages see
//! the same state of the index, so the stream holds each match once, and as many as the answer
//! counts.

use std::vec::IntoIter;

use crate::search::answers::fetch::Document;
use crate::search::answers::prepared_search::{PreparedSearch, RankedHit, prepare, rank};
use crate::search::plan::question::Question;
use crate::search::query::parsed::Warning;
use crate::search::snapshot::Snapshot;
use crate::store::Error;

/// Number of hits ranked at once, at 64 bytes each. Each page goes through all matches again, so
/// that few and large ones are cheaper.
const PAGE: usize = 50_000;

/// Iterator over the hits of a question that match in full.
pub struct Scroll<'e, D> {
    snapshot: &'e Snapshot,
    search: PreparedSearch<'e>,
    question: Question,
    page: IntoIter<RankedHit>,
    /// True if the page at hand is the last.
    last: bool,
    document: std::marker::PhantomData<D>,
}

impl<'e, D: Document> Scroll<'e, D> {
    /// Starts at the first hit; the question's limit and offset do not count.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(snapshot: &'e Snapshot, question: &Question) -> Result<Self, Error> {
        let question = Question { limit: PAGE, offset: 0, after: None, ..question.clone() };
        let search = prepare(snapshot, &question, D::DOMAIN)?;
        let (page, document) = (Vec::new().into_iter(), std::marker::PhantomData);
        Ok(Self { snapshot, search, question, page, last: false, document })
    }

    /// Warnings about the question.
    pub fn warnings(&self) -> Vec<Warning> {
        self.search.warnings()
    }

    fn next_page(&mut self) -> Result<(), Error> {
        let (mut page, _) = rank(self.snapshot, &self.search, &self.question)?;
        // What matches in part follows for want of better and is no match.
        page.retain(|found| found.complete);
        self.last = page.len() < PAGE;
        let shown = self.question.after.map_or(0, |after| after.shown) + page.len() as u64;
        let end = page.last().map(|found| found.ranked.standing(shown));
        self.question.after = end.or(self.question.after);
        self.page = page.into_iter();
        Ok(())
    }
}

impl<D: Document> Iterator for Scroll<'_, D> {
    type Item = Result<D::Hit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.page.next() {
                match D::fetch(self.snapshot, found, &self.search.prepared, &self.question) {
                    Ok(Some(hit)) => return Some(Ok(hit)),
                    Ok(None) => continue,
                    Err(error) => return Some(Err(error)),
                }
            }
            if self.last {
                return None;
            }
            if let Err(error) = self.next_page() {
                self.last = true;
                return Some(Err(error));
            }
        }
    }
}
