//! All hits of a question, one after the other, in the order of the answer.
//!
//! Hits are ranked a page at a time and their articles read one at a time, so that memory does not grow with
//! their number; each page starts behind the last hit of the one before. All pages see the same state of
//! the index, so the stream holds each match once, and as many as the answer counts.

use std::vec::IntoIter;

use crate::search::answers::hits::{ArticleHit, QuoteHit};
use crate::search::engine::Engine;
use crate::search::answers::prepared_search::{Asked, Found};
use crate::search::plan::compile::Prepared;
use crate::search::snapshot::target::Domain;
use crate::search::plan::question::Question;
use crate::search::query::parser::Warning;
use crate::store::Error;

/// How many places are ranked at once, at 64 bytes each. Each page goes through all matches again, so
/// that few and large ones are cheaper.
const PAGE: usize = 50_000;

/// How a hit is read.
type Read<'a, H> = fn(&Engine<'a>, Found, &Prepared, &Question) -> Result<Option<H>, Error>;

/// The hits of a question that match in full.
pub struct Stream<'e, 'a, H> {
    engine: &'e Engine<'a>,
    asked: Asked<'e>,
    question: Question,
    page: IntoIter<Found>,
    /// Whether the page at hand is the last.
    last: bool,
    read: Read<'a, H>,
}

impl<'a> Engine<'a> {
    /// All articles that answer the question; its limit and offset do not count.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn all_articles<'e>(
        &'e self,
        question: &Question,
    ) -> Result<Stream<'e, 'a, ArticleHit>, Error> {
        Stream::new(self, question, Domain::Articles, |engine, found, prepared, question| {
            let record = engine.archive.article(&engine.searcher, found.ranked.address)?;
            engine.article_hit(record, found, prepared, question).map(Some)
        })
    }

    /// All quotations that answer the question; its limit and offset do not count.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn all_quotes<'e>(
        &'e self,
        question: &Question,
    ) -> Result<Stream<'e, 'a, QuoteHit>, Error> {
        Stream::new(self, question, Domain::Quotes, |engine, found, prepared, _| {
            engine.quote_hit(found, prepared)
        })
    }
}

impl<'e, 'a, H> Stream<'e, 'a, H> {
    fn new(
        engine: &'e Engine<'a>,
        question: &Question,
        domain: Domain,
        read: Read<'a, H>,
    ) -> Result<Self, Error> {
        let question = Question { limit: PAGE, offset: 0, after: None, ..question.clone() };
        let asked = engine.ask(&question, domain)?;
        Ok(Self { engine, asked, question, page: Vec::new().into_iter(), last: false, read })
    }

    /// What was found out about the question on the way.
    pub fn warnings(&self) -> Vec<Warning> {
        self.asked.warnings()
    }

    fn next_page(&mut self) -> Result<(), Error> {
        let (mut page, _) = self.engine.rank(&self.asked, &self.question)?;
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

impl<H> Iterator for Stream<'_, '_, H> {
    type Item = Result<H, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.page.next() {
                match (self.read)(self.engine, found, &self.asked.prepared, &self.question) {
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
