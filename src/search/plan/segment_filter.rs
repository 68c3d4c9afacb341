//! Clauses in one segment: scorers of words, conditions by columns, and texts read where the index
//! alone cannot decide.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::search::plan::highlight;
use crate::search::plan::query_plan::{Clause, Condition, SpeakerCondition};
use crate::search::plan::text_clause::TextClause;
use crate::search::scoring::columns::Columns;
use crate::search::scoring::scorer::ClauseScorer;
use crate::search::scoring::text_scorer::DocPredicate;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::article_reader::ArticleReader;
use crate::search::snapshot::target::{Domain, Target};

/// Opens the clauses of a question about documents of one domain in the segments of a snapshot.
pub struct SegmentContext<'c> {
    /// Snapshot that is asked.
    pub snapshot: &'c Snapshot,
    /// Reader of texts; keeps the one read last.
    pub reader: &'c ArticleReader<'c>,
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
    ) -> tantivy::Result<ClauseScorer<'c>> {
        let all = |parts: Vec<&'c Clause>| {
            let scorers = parts.into_iter().map(|part| self.scorer(part, segment, ordinal));
            scorers.collect::<tantivy::Result<Vec<_>>>()
        };
        match clause {
            Clause::Text(text) => {
                let verify = text.verify.then(|| -> DocPredicate<'c> {
                    Box::new(move |doc| self.matches_text(text, DocAddress::new(ordinal, doc)))
                });
                text.scorer(segment, ordinal, &self.columns[ordinal as usize], verify)
            }
            Clause::Condition(condition) => self.condition(condition, segment, ordinal),
            Clause::And(parts) => {
                let mut order: Vec<&Clause> = parts.iter().collect();
                // What is cheap decides first; the order among equals stays.
                order.sort_by_key(|part| (part.is_costly(), matches!(part, Clause::Not(_))));
                Ok(ClauseScorer::And(all(order)?))
            }
            Clause::Or(parts) => Ok(ClauseScorer::Or(all(parts.iter().collect())?)),
            Clause::Not(inner) => {
                let inner = self.scorer(inner, segment, ordinal)?;
                Ok(ClauseScorer::Not(Box::new(inner), segment.max_doc()))
            }
        }
    }

    /// True if a clause matches a text of the document. A document that cannot be read matches
    /// nothing; reading it as a hit says why.
    pub fn matches_text(&self, clause: &TextClause, address: DocAddress) -> bool {
        let texts = self.reader.texts(self.domain, address).unwrap_or_default();
        texts.iter().any(|(target, text)| {
            let wanted = clause.target == Target::Anywhere || clause.target == *target;
            wanted && highlight::matches(text, &clause.terms, &clause.intervals)
        })
    }

    /// Scorer of a condition in one segment.
    fn condition(
        &'c self,
        condition: &'c Condition,
        segment: &'c SegmentReader,
        ordinal: u32,
    ) -> tantivy::Result<ClauseScorer<'c>> {
        let columns = &self.columns[ordinal as usize];
        let end = segment.max_doc();
        Ok(match condition {
            Condition::Nothing => ClauseScorer::Nothing,
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
                ClauseScorer::Predicate(Box::new(matches), end)
            }
            Condition::Undated => {
                let days = columns.day.clone();
                ClauseScorer::Predicate(Box::new(move |doc| days.first(doc).is_none()), end)
            }
            Condition::Articles(articles) => {
                let articles = articles.get(ordinal as usize).map_or(&[][..], Vec::as_slice);
                if self.domain == Domain::Articles {
                    return Ok(ClauseScorer::Listed(articles));
                }
                let quotes = columns.quotes.clone();
                let matches = move |doc: DocId| {
                    let article = quotes.article_of(doc);
                    article.is_some_and(|article| articles.binary_search(&article).is_ok())
                };
                ClauseScorer::Predicate(Box::new(matches), end)
            }
            Condition::Speaker(SpeakerCondition { name, query }) => {
                let speakers = self.snapshot.speakers_of(segment)?;
                let check = ClauseScorer::Predicate(
                    Box::new(speakers.with_name(|given| name.accepts(given))),
                    end,
                );
                match query {
                    Some(query) => {
                        ClauseScorer::And(vec![self.docs(query.as_ref(), segment)?, check])
                    }
                    None => check,
                }
            }
        })
    }

    /// Scorer of the documents that a query finds in one segment.
    fn docs(
        &self,
        query: &dyn Query,
        segment: &SegmentReader,
    ) -> tantivy::Result<ClauseScorer<'c>> {
        let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
        Ok(ClauseScorer::Query(query.weight(scoring)?.scorer(segment, 1.0)?))
    }
}
