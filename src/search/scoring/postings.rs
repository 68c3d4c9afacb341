//! The documents of a word of a question, in order: articles, or the quotations that have it among their words.
//!
//! Quotations are stretches of their article's body and come right behind it in the index. Their words are not
//! indexed again: what is found in an article is handed on to those of its quotations whose stretch it stands in.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::store::{article_of, columns};

/// Columns that tell which stretch of its article's body a quotation is.
#[derive(Debug)]
pub struct QuoteColumns {
    /// Of an article without a headline, how many words of its body stand for one.
    headline: Column<u64>,
    /// Which quotation of its article it is.
    pub ordinal: Column<u64>,
    /// Its first word.
    at: Column<u64>,
    /// How many words it has.
    pub words: Column<u64>,
    /// How many words of its sentence stand before it.
    before: Column<u64>,
    /// How many words of its sentence stand behind it.
    after: Column<u64>,
}

impl QuoteColumns {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            headline: columns::HEADLINE_WORDS.open(segment)?,
            ordinal: columns::ORDINAL.open(segment)?,
            at: columns::QUOTE_START.open(segment)?,
            words: columns::QUOTE_WORDS.open(segment)?,
            before: columns::QUOTE_BEFORE.open(segment)?,
            after: columns::QUOTE_AFTER.open(segment)?,
        })
    }

    /// The article that a quotation belongs to; `None` for what is no quotation.
    pub fn article_of(&self, doc: DocId) -> Option<DocId> {
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
///
/// Of a word's forms one is nearly always far commoner than the rest together. So that list leads, and the others are
/// only looked at where one of them has something to say: on most steps there is no more to do than for one list.
pub struct PostingsUnion {
    longest: SegmentPostings,
    others: Vec<SegmentPostings>,
    /// Where each of the others stands.
    at: Vec<DocId>,
    /// The first of these.
    other: DocId,
    doc: DocId,
}

impl PostingsUnion {
    /// `None` when there are no lists.
    pub fn new(mut lists: Vec<SegmentPostings>) -> Option<Self> {
        let longest = (0..lists.len()).max_by_key(|list| lists[*list].doc_freq())?;
        let longest = lists.swap_remove(longest);
        let at: Vec<DocId> = lists.iter().map(DocSet::doc).collect();
        let other = first_of(&at);
        let doc = longest.doc().min(other);
        Some(Self { longest, others: lists, at, other, doc })
    }

    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// How many documents the lists hold, one that is in several counted for each.
    fn size(&self) -> u64 {
        let all = self.others.iter().chain([&self.longest]);
        all.map(|list| u64::from(list.doc_freq())).sum()
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.step_others(|at| at < target, |list| seek_one(list, target));
            self.doc = seek_one(&mut self.longest, target).min(self.other);
        }
        self.doc
    }

    #[inline]
    pub fn advance(&mut self) -> DocId {
        let here = self.doc;
        if here == TERMINATED {
            return here;
        }
        if self.other == here {
            self.step_others(|at| at == here, SegmentPostings::advance);
        }
        let mut next = self.longest.doc();
        if next == here {
            next = self.longest.advance();
        }
        self.doc = next.min(self.other);
        self.doc
    }

    /// Moves those of the others that stand at a document of which `moves` holds.
    fn step_others(
        &mut self,
        moves: impl Fn(DocId) -> bool,
        step: impl Fn(&mut SegmentPostings) -> DocId,
    ) {
        if !moves(self.other) {
            return;
        }
        for (list, at) in self.others.iter_mut().zip(&mut self.at) {
            if moves(*at) {
                *at = step(list);
            }
        }
        self.other = first_of(&self.at);
    }

    /// The lists that hold the document it stands at.
    fn here(&mut self) -> impl Iterator<Item = &mut SegmentPostings> {
        let here = self.doc;
        let others = if self.other == here { &mut self.others[..] } else { &mut [] };
        [&mut self.longest].into_iter().chain(others).filter(move |list| list.doc() == here)
    }

    /// How often the words occur in the document it stands at.
    #[inline]
    pub fn frequency(&mut self) -> u32 {
        let here = self.doc;
        let mut frequency = 0;
        if self.longest.doc() == here {
            frequency += self.longest.term_freq();
        }
        if self.other == here {
            for (list, _) in self.others.iter().zip(&self.at).filter(|(_, at)| **at == here) {
                frequency += list.term_freq();
            }
        }
        frequency
    }

    /// Their positions there, in order.
    fn positions(&mut self, found: &mut Vec<u32>) {
        found.clear();
        let mut lists = 0;
        for list in self.here() {
            list.append_positions_with_offset(0, found);
            lists += 1;
        }
        if lists > 1 {
            found.sort_unstable();
        }
    }
}

fn first_of(docs: &[DocId]) -> DocId {
    docs.iter().copied().min().unwrap_or(TERMINATED)
}

/// Where words must stand to count for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteRegion {
    /// Among its own words.
    Said,
    /// In its sentence before or behind it, or in the headline.
    Around,
}

/// Positions in the headline, for a quotation, so that they are far from those in the body.
const HEADLINE: u32 = 1 << 24;

/// The quotations that have a word, found in their articles.
pub struct QuotePostings {
    body: Option<PostingsUnion>,
    title: Option<PostingsUnion>,
    region: QuoteRegion,
    columns: Arc<QuoteColumns>,
    /// The article that the positions are of.
    article: DocId,
    in_body: Vec<u32>,
    in_title: Vec<u32>,
    doc: DocId,
    /// Positions within the region of `doc`.
    positions: Vec<u32>,
}

impl QuotePostings {
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
        if self.region == QuoteRegion::Said {
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

/// Where fewer than one document in so many is on a list, sorting it is cheaper than a place for each document.
const SPARSE: usize = 64;

/// The documents of a word.
pub enum TermPostings {
    Articles(Box<PostingsUnion>),
    Quotes(Box<QuotePostings>),
    /// Of many terms, gathered: documents and weighed frequencies.
    Listed(Vec<(DocId, f32)>, usize),
}

impl TermPostings {
    /// No documents at all.
    pub fn none() -> Self {
        Self::Listed(Vec::new(), 0)
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
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

    /// The next document.
    #[inline]
    pub fn advance(&mut self) -> DocId {
        match self {
            Self::Articles(union) => union.advance(),
            Self::Quotes(quoted) => quoted.seek(quoted.doc.saturating_add(1).min(TERMINATED)),
            Self::Listed(docs, at) => {
                *at += 1;
                docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// About how many documents there are to go through.
    pub fn size(&self) -> u64 {
        match self {
            Self::Articles(union) => union.size(),
            Self::Quotes(quoted) => {
                [&quoted.body, &quoted.title].into_iter().flatten().map(PostingsUnion::size).sum()
            }
            Self::Listed(docs, _) => docs.len() as u64,
        }
    }

    pub fn doc(&self) -> DocId {
        match self {
            Self::Articles(union) => union.doc(),
            Self::Quotes(quoted) => quoted.doc,
            Self::Listed(docs, at) => docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// How often the word occurs in the document it stands at.
    pub fn frequency(&mut self) -> f32 {
        match self {
            Self::Articles(union) => union.frequency() as f32,
            Self::Quotes(quoted) => quoted.positions.len() as f32,
            Self::Listed(docs, at) => docs.get(*at).map_or(0.0, |(_, frequency)| *frequency),
        }
    }

    /// Its positions in the document it stands at, in order.
    pub fn positions(&mut self, found: &mut Vec<u32>) {
        match self {
            Self::Articles(union) => union.positions(found),
            Self::Quotes(quoted) => found.clone_from(&quoted.positions),
            Self::Listed(..) => found.clear(),
        }
    }

    /// Adds all its documents to a list, each with its frequency times `counts`.
    pub fn list_to(&mut self, listed: &mut Vec<(DocId, f32)>, counts: f32) {
        let mut doc = self.doc();
        while doc != TERMINATED {
            listed.push((doc, self.frequency() * counts));
            doc = self.advance();
        }
    }

    /// Documents and frequencies of several lists, one behind the other, as one; `None` when there are none.
    pub fn listed(mut all: Vec<(DocId, f32)>, max_doc: DocId) -> Option<Self> {
        // Either way frequencies are added in the order of the lists.
        if all.len() > max_doc as usize / SPARSE {
            let mut frequencies = vec![0.0_f32; max_doc as usize];
            for (doc, frequency) in all.drain(..) {
                frequencies[doc as usize] += frequency;
            }
            let some = (0..max_doc).zip(frequencies).filter(|(_, frequency)| *frequency > 0.0);
            all.extend(some);
        } else {
            all.sort_by_key(|(doc, _)| *doc);
            all.dedup_by(|(doc, frequency), (kept, sum)| {
                let same = doc == kept;
                if same {
                    *sum += *frequency;
                }
                same
            });
        }
        (!all.is_empty()).then_some(Self::Listed(all, 0))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::directory::RamDirectory;
    use tantivy::indexer::SingleSegmentIndexWriter;
    use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
    use tantivy::{Index, Term, doc};

    use super::*;

    /// The lists of the words in texts, each text a document.
    fn lists(texts: &[Vec<String>], words: &[&str]) -> Vec<SegmentPostings> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let field =
            schema.add_text_field("t", TextOptions::default().set_indexing_options(indexing));
        let builder = Index::builder().schema(schema.build());
        let mut writer: SingleSegmentIndexWriter =
            builder.single_segment_index_writer(RamDirectory::create(), 15_000_000).unwrap();
        for text in texts {
            writer.add_document(doc!(field => text.join(" "))).unwrap();
        }
        let searcher = writer.finalize().unwrap().reader().unwrap().searcher();
        let index = searcher.segment_reader(0).inverted_index(field).unwrap();
        let option = IndexRecordOption::WithFreqsAndPositions;
        let list =
            |word: &&str| index.read_postings(&Term::from_field_text(field, word), option).unwrap();
        words.iter().filter_map(list).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_union_is_what_its_lists_are_together(
            texts in proptest::collection::vec(proptest::collection::vec("[a-zA]{1}", 1..4), 1..300),
            steps in proptest::collection::vec(0_u32..40, 0..60),
        ) {
            let words = ["a", "b", "c", "A"];
            let places = |doc: DocId| -> Vec<u32> {
                let text = texts.get(doc as usize).map_or(&[][..], Vec::as_slice);
                let is_one = |(at, word): (u32, &String)| words.contains(&word.as_str()).then_some(at);
                (0..).zip(text).filter_map(is_one).collect()
            };
            let count = texts.len() as DocId;
            let next = |from: DocId| {
                (from..count).find(|doc| !places(*doc).is_empty()).unwrap_or(TERMINATED)
            };
            let Some(mut union) = PostingsUnion::new(lists(&texts, &words)) else { return Ok(()) };
            prop_assert_eq!(union.doc(), next(0));
            let mut found = Vec::new();
            for step in steps {
                let here = union.doc();
                if here == TERMINATED {
                    break;
                }
                prop_assert_eq!(union.frequency() as usize, places(here).len());
                union.positions(&mut found);
                prop_assert_eq!(&found, &places(here));
                let at = if step == 0 { union.advance() } else { union.seek(here + step) };
                prop_assert_eq!(at, next(here + step.max(1)));
            }
        }
    }

    proptest! {
        #[test]
        fn lists_are_added_up_alike_however_many_documents_there_are(
            all in proptest::collection::vec((0_u32..90, 1_u8..9), 1..200),
        ) {
            let all: Vec<(DocId, f32)> =
                all.into_iter().map(|(doc, times)| (doc, f32::from(times) * 0.6)).collect();
            let docs = |postings: Option<TermPostings>| match postings {
                Some(TermPostings::Listed(docs, 0)) => docs,
                _ => Vec::new(),
            };
            let dense = docs(TermPostings::listed(all.clone(), 90));
            prop_assert_eq!(dense, docs(TermPostings::listed(all, 1_000_000)));
        }
    }
}
