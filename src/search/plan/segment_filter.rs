//! Clauses in one segment: scorers of words, conditions by columns, and texts read where the index
//! alone cannot decide.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::search::plan::highlight;
use crate::search::plan::query_plan::{Clause, Condition, TextClause, WantedSpeaker};
use crate::search::scoring::columns::Columns;
use crate::search::scoring::scorer::{Check, Matcher};
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::reader::Reader;
use crate::search::snapshot::target::{Domain, Target};

/// Opens the clauses of a question about documents of one domain in the segments of a snapshot.
pub struct SegmentContext<'c> {
    /// Snapshot that is asked.
    pub snapshot: &'c Snapshot,
    /// Reader of texts; keeps the one read last.
    pub reader: &'c Reader<'c>,
    /// Columns of each segment.
    pub columns: &'c [Columns],
    /// Kind of the documents.
    pub domain: Domain,
}

impl<'c> SegmentContext<'c> {
    /// Scorer of a clause in one segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn scorer(
        &'c self,
        clause: &'c Clause,
        segment: &'c SegmentReader,
        ordinal: u32,
    ) -> tantivy::Result<Matcher<'c>> {
        let all = |parts: Vec<&'c Clause>| {
            let scorers = parts.into_iter().map(|part| self.scorer(part, segment, ordinal));
            scorers.collect::<tantivy::Result<Vec<_>>>()
        };
        match clause {
            Clause::Text(text) => {
                let verify = text.verify.then(|| -> Check<'c> {
                    Box::new(move |doc| self.matches_text(text, DocAddress::new(ordinal, doc)))
                });
                text.in_segment(segment, ordinal, &self.columns[ordinal as usize], verify)
            }
            Clause::Condition(condition) => self.condition(condition, segment, ordinal),
            Clause::And(parts) => {
                let mut order: Vec<&Clause> = parts.iter().collect();
                // What is cheap decides first; the order among equals stays.
                order.sort_by_key(|part| (part.is_costly(), matches!(part, Clause::Not(_))));
                Ok(Matcher::And(all(order)?))
            }
            Clause::Or(parts) => Ok(Matcher::Or(all(parts.iter().collect())?)),
            Clause::Not(inner) => {
                let inner = self.scorer(inner, segment, ordinal)?;
                Ok(Matcher::Not(Box::new(inner), segment.max_doc()))
            }
        }
    }

    /// True if a clause matches a text of the document. A document that cannot be read matches nothing;
    /// reading it as a hit says why.
    pub fn matches_text(&self, clause: &TextClause, address: DocAddress) -> bool {
        let texts = self.reader.texts(self.domain, address).unwrap_or_default();
        texts.iter().any(|(target, text)| {
            let meant = clause.target == Target::Anywhere || clause.target == *target;
            meant && highlight::holds(text, &clause.leaves, &clause.shape)
        })
    }

    fn condition(
        &'c self,
        condition: &'c Condition,
        segment: &'c SegmentReader,
        ordinal: u32,
    ) -> tantivy::Result<Matcher<'c>> {
        let columns = &self.columns[ordinal as usize];
        let end = segment.max_doc();
        Ok(match condition {
            Condition::Nothing => Matcher::Nothing,
            Condition::Query(query) => self.docs(query.as_ref(), segment)?,
            Condition::Days { range, loose } => {
                let (first, last) = (columns.day.clone(), columns.day_last.clone());
                let (range, loose) = (*range, *loose);
                let matches = move |doc| {
                    let (Some(day), Some(end)) = (first.first(doc), last.first(doc)) else {
                        return false;
                    };
                    if loose {
                        end >= range.first.0 && day <= range.last.0
                    } else {
                        day >= range.first.0 && end <= range.last.0
                    }
                };
                Matcher::Check(Box::new(matches), end)
            }
            Condition::Undated => {
                let days = columns.day.clone();
                Matcher::Check(Box::new(move |doc| days.first(doc).is_none()), end)
            }
            Condition::Articles(articles) => {
                let articles = articles.get(ordinal as usize).map_or(&[][..], Vec::as_slice);
                if self.domain == Domain::Articles {
                    return Ok(Matcher::Listed(articles));
                }
                let quotes = columns.quotes.clone();
                let matches = move |doc: DocId| {
                    let article = quotes.article_of(doc);
                    article.is_some_and(|article| articles.binary_search(&article).is_ok())
                };
                Matcher::Check(Box::new(matches), end)
            }
            Condition::Speaker(WantedSpeaker { name, query }) => {
                let speakers = self.snapshot.speakers_of(segment)?;
                let check =
                    Matcher::Check(Box::new(speakers.with_name(|given| name.accepts(given))), end);
                match query {
                    Some(query) => Matcher::And(vec![self.docs(query.as_ref(), segment)?, check]),
                    None => check,
                }
            }
        })
    }

    fn docs(&self, query: &dyn Query, segment: &SegmentReader) -> tantivy::Result<Matcher<'c>> {
        let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
        Ok(Matcher::Docs(query.weight(scoring)?.scorer(segment, 1.0)?))
    }
}
