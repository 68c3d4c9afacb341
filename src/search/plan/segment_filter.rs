//! Conditions in one segment, and texts read where the index alone cannot decide.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, SegmentReader};

use crate::search::plan::compile::Compiler;
use crate::search::plan::query_plan::{Condition, Deciders, TextClause};
use crate::search::snapshot::target::Domain;
use crate::search::scoring::columns::Columns;
use crate::search::scoring::scorer::Matcher;

/// A compiler that decides about documents of one domain.
pub struct Within<'w, 'e> {
    pub compiler: &'w Compiler<'e>,
    pub domain: Domain,
}

impl<'a> Deciders<'a> for Within<'_, '_> {
    fn columns(&self, ordinal: u32) -> &Columns {
        &self.compiler.columns[ordinal as usize]
    }

    fn verify(&self, clause: &TextClause, address: DocAddress) -> bool {
        self.compiler.reader.holds(self.domain, address, clause)
    }

    fn condition(
        &'a self,
        condition: &'a Condition,
        segment: &'a SegmentReader,
        ordinal: u32,
    ) -> tantivy::Result<Matcher<'a>> {
        let compiler = self.compiler;
        let columns = &compiler.columns[ordinal as usize];
        let end = segment.max_doc();
        let docs = |query: &dyn Query| -> tantivy::Result<Matcher<'a>> {
            let searcher = compiler.reader.searcher;
            let scoring = EnableScoring::disabled_from_searcher(searcher);
            Ok(Matcher::Docs(query.weight(scoring)?.scorer(segment, 1.0)?))
        };
        Ok(match condition {
            Condition::Nothing => Matcher::Nothing,
            Condition::Query(query) => docs(query.as_ref())?,
            Condition::Days { range, loose } => {
                let (first, last) = (columns.day.clone(), columns.day_last.clone());
                let (range, loose) = (*range, *loose);
                let fits = move |doc| {
                    let (Some(day), Some(end)) = (first.first(doc), last.first(doc)) else {
                        return false;
                    };
                    if loose {
                        end >= range.first.0 && day <= range.last.0
                    } else {
                        day >= range.first.0 && end <= range.last.0
                    }
                };
                Matcher::Check(Box::new(fits), end)
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
                let fits = move |doc| {
                    let article = quotes.article_of(doc);
                    article.is_some_and(|article| articles.binary_search(&article).is_ok())
                };
                Matcher::Check(Box::new(fits), end)
            }
            Condition::Speaker(wanted) => {
                let speakers = compiler.engine.speakers_of(segment)?;
                let named = speakers.named(|name| wanted.name.fits(name));
                let check = Matcher::Check(Box::new(named), end);
                match &wanted.query {
                    Some(query) => Matcher::And(vec![docs(query.as_ref())?, check]),
                    None => check,
                }
            }
        })
    }
}
