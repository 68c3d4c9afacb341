//! All hits of a question, one after the other, in the order of the answer.
//!
//! Hits are ranked a page at a time and their articles read one at a time, so that memory does not grow with
//! their number; each page starts behind the last hit of the one before. All pages see the same state of
//! the index, so the stream holds each match once, and as many as the answer counts.

use std::vec::IntoIter;

use crate::search::top::Ranked;
use crate::search::{ArticleHit, Engine, Question, QuoteHit};
use crate::store::{Error, Kind};

/// How many places are ranked at once, at 64 bytes each. Each page goes through all matches again, so
/// that few and large ones are cheaper.
const PAGE: usize = 50_000;

/// The hits of a question that match in full.
#[derive(Debug)]
pub struct Stream<'e, 'a, H> {
    engine: &'e Engine<'a>,
    question: Question,
    kind: Kind,
    page: IntoIter<Ranked>,
    /// Whether the page at hand is the last.
    last: bool,
    read: fn(&Engine<'a>, &Ranked, &Question) -> Result<Option<H>, Error>,
}

impl<'a> Engine<'a> {
    /// All articles that answer the question; its limit and offset do not count.
    pub fn all_articles<'e>(&'e self, question: &Question) -> Stream<'e, 'a, ArticleHit> {
        Stream::new(self, question, Kind::Article, |engine, ranked, question| {
            let record = engine.archive.article(&engine.searcher, ranked.address)?;
            Ok(Some(engine.article_hit(record, ranked, true, question)))
        })
    }

    /// All quotations that answer the question; its limit and offset do not count.
    pub fn all_quotes<'e>(&'e self, question: &Question) -> Stream<'e, 'a, QuoteHit> {
        Stream::new(self, question, Kind::Quote, |engine, ranked, question| {
            engine.quote_hit(ranked, true, &question.clauses)
        })
    }
}

impl<'e, 'a, H> Stream<'e, 'a, H> {
    fn new(
        engine: &'e Engine<'a>,
        question: &Question,
        kind: Kind,
        read: fn(&Engine<'a>, &Ranked, &Question) -> Result<Option<H>, Error>,
    ) -> Self {
        let question = Question { limit: PAGE, offset: 0, after: None, ..question.clone() };
        Self { engine, question, kind, page: Vec::new().into_iter(), last: false, read }
    }

    fn next_page(&mut self) -> Result<(), Error> {
        let (ranked, _) = self.engine.rank(&self.question, self.kind)?;
        // What matches in part follows for want of better and is no match.
        let page: Vec<Ranked> =
            ranked.into_iter().filter(|(_, complete)| *complete).map(|(hit, _)| hit).collect();
        self.last = page.len() < PAGE;
        let shown = self.question.after.map_or(0, |after| after.shown) + page.len() as u64;
        self.question.after = page.last().map(|hit| hit.standing(shown)).or(self.question.after);
        self.page = page.into_iter();
        Ok(())
    }
}

impl<H> Iterator for Stream<'_, '_, H> {
    type Item = Result<H, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ranked) = self.page.next() {
                match (self.read)(self.engine, &ranked, &self.question) {
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
