//! The documents of a word of a question, in order: articles, or the quotations that have it among their words.
//!
//! Quotations are stretches of their article's body and come right behind it in the index. Their words are not
//! indexed again: what is found in an article is handed on to those of its quotations whose stretch it stands in.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::store::article_of;

/// Columns that tell which stretch of its article's body a quotation is.
#[derive(Debug)]
pub(super) struct QuoteColumns {
    /// Of an article without a headline, how many words of its body stand for one.
    headline: Column<u64>,
    /// Which quotation of its article it is.
    pub(super) ordinal: Column<u64>,
    /// Its first word.
    at: Column<u64>,
    /// How many words it has.
    pub(super) words: Column<u64>,
    /// How many words of its sentence stand before it.
    before: Column<u64>,
    /// How many words of its sentence stand behind it.
    after: Column<u64>,
}

impl QuoteColumns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            headline: fast.u64("headline_words")?,
            ordinal: fast.u64("ordinal")?,
            at: fast.u64("quote_at")?,
            words: fast.u64("quote_words")?,
            before: fast.u64("quote_before")?,
            after: fast.u64("quote_after")?,
        })
    }

    /// The article that a quotation belongs to; `None` for what is no quotation.
    pub(super) fn article_of(&self, doc: DocId) -> Option<DocId> {
        article_of(doc, self.ordinal.first(doc)?)
    }

    /// The quotations of the article `article` from the document `from` on.
    fn of_article(&self, article: DocId, from: DocId) -> impl Iterator<Item = DocId> + '_ {
        let first = from.max(article + 1);
        (first..)
            .take_while(move |doc| self.ordinal.first(*doc) == Some(u64::from(*doc - article - 1)))
    }

    fn number(column: &Column<u64>, doc: DocId) -> u32 {
        column.first(doc).unwrap_or_default() as u32
    }
}

/// Lists of several terms as one, in order of documents.
pub(super) struct Union {
    lists: Vec<SegmentPostings>,
    doc: DocId,
}

impl Union {
    /// `None` when there are no lists.
    pub(super) fn new(lists: Vec<SegmentPostings>) -> Option<Self> {
        let doc = lists.iter().map(DocSet::doc).min()?;
        Some(Self { lists, doc })
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = match &mut self.lists[..] {
                [one] => seek_one(one, target),
                all => {
                    let docs = all.iter_mut().map(|one| seek_one(one, target));
                    docs.min().unwrap_or(TERMINATED)
                }
            };
        }
        self.doc
    }

    pub(super) fn advance(&mut self) -> DocId {
        if let [one] = &mut self.lists[..] {
            self.doc = one.advance();
            return self.doc;
        }
        self.seek(self.doc.saturating_add(1).min(TERMINATED))
    }

    /// How often the words occur in the document it stands at.
    pub(super) fn frequency(&self) -> u32 {
        match &self.lists[..] {
            [one] => one.term_freq(),
            all => {
                let here = all.iter().filter(|one| one.doc() == self.doc);
                here.map(SegmentPostings::term_freq).sum()
            }
        }
    }

    /// Their positions there, in order.
    fn positions(&mut self, found: &mut Vec<u32>) {
        if let [one] = &mut self.lists[..] {
            one.positions(found);
            return;
        }
        found.clear();
        let mut some = Vec::new();
        let mut lists = 0;
        for one in self.lists.iter_mut().filter(|one| one.doc() == self.doc) {
            one.positions(&mut some);
            found.append(&mut some);
            lists += 1;
        }
        if lists > 1 {
            found.sort_unstable();
        }
    }
}

/// Where words must stand to count for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// Among its own words.
    Said,
    /// In its sentence before or behind it, or in the headline.
    Around,
}

/// Positions in the headline, for a quotation, so that they are far from those in the body.
const HEADLINE: u32 = 1 << 24;

/// The quotations that have a word, found in their articles.
pub(super) struct Quoted {
    body: Option<Union>,
    title: Option<Union>,
    region: Region,
    columns: Arc<QuoteColumns>,
    /// The article that the positions are of.
    article: DocId,
    in_body: Vec<u32>,
    in_title: Vec<u32>,
    doc: DocId,
    /// Positions within the region of `doc`.
    positions: Vec<u32>,
}

impl Quoted {
    pub(super) fn new(
        body: Option<Union>,
        title: Option<Union>,
        region: Region,
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

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.find(target);
        }
        self.doc
    }

    /// Goes to the first quotation at or after `target` that has the word.
    fn find(&mut self, target: DocId) {
        let columns = self.columns.clone();
        let mut article = columns.article_of(target).unwrap_or(target);
        while article < TERMINATED {
            article = self.next_article(article);
            if article == TERMINATED {
                break;
            }
            for doc in columns.of_article(article, target) {
                self.place(&columns, doc);
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

    /// The first article at or after `article` that has the word, with its positions.
    fn next_article(&mut self, article: DocId) -> DocId {
        if self.article == article {
            return article;
        }
        let seek = |union: &mut Option<Union>| {
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
        if self.region == Region::Around && found != TERMINATED {
            let words = QuoteColumns::number(&self.columns.headline, found);
            let first = self.in_body.partition_point(|position| *position < words);
            self.in_title.extend(&self.in_body[..first]);
        }
        self.article = found;
        found
    }

    /// The positions that lie in the region of a quotation, counted from its start.
    fn place(&mut self, columns: &QuoteColumns, doc: DocId) {
        let at = QuoteColumns::number(&columns.at, doc);
        let end = at + QuoteColumns::number(&columns.words, doc);
        let between = |from: u32, to: u32| {
            let start = self.in_body.partition_point(|position| *position < from);
            let stop = self.in_body.partition_point(|position| *position < to);
            self.in_body[start..stop.max(start)].iter()
        };
        self.positions.clear();
        if self.region == Region::Said {
            self.positions.extend(between(at, end).map(|position| position - at));
            return;
        }
        let from = at.saturating_sub(QuoteColumns::number(&columns.before, doc));
        let to = end + QuoteColumns::number(&columns.after, doc);
        let around = between(from, at).chain(between(end, to));
        self.positions.extend(around.map(|position| position - from));
        self.positions.extend(self.in_title.iter().map(|position| position + HEADLINE));
    }
}

/// The documents of a word.
pub(super) enum Postings {
    Articles(Box<Union>),
    Quotes(Box<Quoted>),
    /// Of many terms, gathered: documents and weighed frequencies.
    Listed(Vec<(DocId, f32)>, usize),
}

impl Postings {
    /// No documents at all.
    pub(super) fn none() -> Self {
        Self::Listed(Vec::new(), 0)
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Articles(union) => union.seek(target),
            Self::Quotes(quoted) => quoted.seek(target),
            Self::Listed(docs, at) => {
                if docs.get(*at).is_some_and(|(doc, _)| *doc < target) {
                    *at += docs[*at..].partition_point(|(doc, _)| *doc < target);
                }
                docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Articles(union) => union.doc(),
            Self::Quotes(quoted) => quoted.doc,
            Self::Listed(docs, at) => docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// How often the word occurs in the document it stands at.
    pub(super) fn frequency(&self) -> f32 {
        match self {
            Self::Articles(union) => union.frequency() as f32,
            Self::Quotes(quoted) => quoted.positions.len() as f32,
            Self::Listed(docs, at) => docs.get(*at).map_or(0.0, |(_, frequency)| *frequency),
        }
    }

    /// Its positions in the document it stands at, in order.
    pub(super) fn positions(&mut self, found: &mut Vec<u32>) {
        match self {
            Self::Articles(union) => union.positions(found),
            Self::Quotes(quoted) => found.clone_from(&quoted.positions),
            Self::Listed(..) => found.clear(),
        }
    }

    /// All its documents in one list, each frequency times `counts` added to what is there.
    pub(super) fn add_to(&mut self, frequencies: &mut [f32], counts: f32) {
        let mut doc = self.seek(0);
        while doc != TERMINATED {
            frequencies[doc as usize] += self.frequency() * counts;
            doc = self.seek(doc + 1);
        }
    }

    /// Documents and frequencies, of those that have any.
    pub(super) fn listed(frequencies: Vec<f32>) -> Option<Self> {
        let docs = frequencies.into_iter().enumerate();
        let listed: Vec<(DocId, f32)> = docs
            .filter(|(_, frequency)| *frequency > 0.0)
            .map(|(doc, frequency)| (doc as DocId, frequency))
            .collect();
        (!listed.is_empty()).then_some(Self::Listed(listed, 0))
    }
}

fn seek_one(postings: &mut SegmentPostings, target: DocId) -> DocId {
    let doc = postings.doc();
    if doc >= target {
        doc
    } else if doc + 1 == target {
        postings.advance()
    } else {
        postings.seek(target)
    }
}
