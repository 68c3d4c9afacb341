//! Postings of quotations.
//!
//! Quotations are stretches of their article's body and come right behind it in the index. Their
//! words are not indexed again: a match in an article is handed on to those of its quotations whose
//! stretch it lies in.

use std::sync::Arc;

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::postings_union::PostingsUnion;
use crate::search::scoring::quote_columns::QuoteColumns;

/// Part of an article in which words count for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteRegion {
    /// Words of the quotation itself.
    Said,
    /// Rest of its sentence, and the headline.
    Around,
}

/// Offset of positions in the headline, which keeps them far from those in the body.
const HEADLINE_OFFSET: u32 = 1 << 24;

/// Quotations that contain a word, found by way of their articles.
pub struct QuotePostings {
    body: Option<PostingsUnion>,
    title: Option<PostingsUnion>,
    region: QuoteRegion,
    columns: Arc<QuoteColumns>,
    /// Article that `in_body` and `in_title` are positions of.
    article: DocId,
    in_body: Vec<u32>,
    in_title: Vec<u32>,
    doc: DocId,
    /// Positions within the region of `doc`, counted from its start.
    positions: Vec<u32>,
}

impl QuotePostings {
    /// Creates the postings of a word from its articles' postings in body and headline.
    pub fn new(
        body: Option<PostingsUnion>,
        title: Option<PostingsUnion>,
        region: QuoteRegion,
        columns: Arc<QuoteColumns>,
    ) -> Self {
        let mut quoted = Self {
            body,
            title,
            region,
            columns,
            article: TERMINATED,
            in_body: Vec::new(),
            in_title: Vec::new(),
            doc: 0,
            positions: Vec::new(),
        };
        quoted.find(0);
        quoted
    }

    /// Current document; `TERMINATED` behind the last.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Upper bound of the number of articles to go through.
    pub fn cost(&self) -> u64 {
        [&self.body, &self.title].into_iter().flatten().map(PostingsUnion::cost).sum()
    }

    /// Positions of the word in the current document, in ascending order.
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// Moves to the first quotation at or after `target`, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.find(target);
        }
        self.doc
    }

    /// Moves to the first quotation at or after `target` that contains the word.
    fn find(&mut self, target: DocId) {
        let columns = self.columns.clone();
        let mut article = columns.article_of(target).unwrap_or(target);
        while article < TERMINATED {
            article = self.next_article(article);
            if article == TERMINATED {
                break;
            }
            for doc in columns.quotes_of(article, target) {
                self.find_positions(&columns, doc);
                if !self.positions.is_empty() {
                    self.doc = doc;
                    return;
                }
            }
            article += 1;
        }
        self.doc = TERMINATED;
        self.positions.clear();
    }

    /// First article at or after `article` that contains the word; reads its positions.
    fn next_article(&mut self, article: DocId) -> DocId {
        if self.article == article {
            return article;
        }
        let seek = |union: &mut Option<PostingsUnion>| {
            union.as_mut().map_or(TERMINATED, |union| union.seek(article))
        };
        let (body, title) = (seek(&mut self.body), seek(&mut self.title));
        let found = body.min(title);
        self.in_body.clear();
        self.in_title.clear();
        if let Some(union) = &mut self.body
            && body == found
            && found != TERMINATED
        {
            union.positions(&mut self.in_body);
        }
        if let Some(union) = &mut self.title
            && title == found
            && found != TERMINATED
        {
            union.positions(&mut self.in_title);
        }
        if self.region == QuoteRegion::Around && found != TERMINATED {
            let words = QuoteColumns::value(&self.columns.headline_words, found);
            let first = self.in_body.partition_point(|position| *position < words);
            self.in_title.extend(&self.in_body[..first]);
        }
        self.article = found;
        found
    }

    /// Keeps those of the article's positions that lie in the region of one of its quotations.
    fn find_positions(&mut self, columns: &QuoteColumns, doc: DocId) {
        let first = QuoteColumns::value(&columns.start, doc);
        let end = first + QuoteColumns::value(&columns.words, doc);
        let between = |from: u32, to: u32| {
            let start = self.in_body.partition_point(|position| *position < from);
            let stop = self.in_body.partition_point(|position| *position < to);
            self.in_body[start..stop.max(start)].iter()
        };
        self.positions.clear();
        if self.region == QuoteRegion::Said {
            self.positions.extend(between(first, end).map(|position| position - first));
            return;
        }
        let from = first.saturating_sub(QuoteColumns::value(&columns.before, doc));
        let to = end + QuoteColumns::value(&columns.after, doc);
        let around = between(from, first).chain(between(end, to));
        self.positions.extend(around.map(|position| position - from));
        self.positions.extend(self.in_title.iter().map(|position| position + HEADLINE_OFFSET));
    }
}
