//! Posting lists of several terms, read as one.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// Disjunction of the posting lists of several terms, in ascending order of documents.
///
/// One of a word's forms is nearly always far commoner than the rest together. So that list leads,
/// and the others are only looked at where one of them has something to say: on most steps there
/// is no more to do than for one list.
pub struct PostingsUnion {
    /// List of the commonest term.
    longest: SegmentPostings,
    others: Vec<SegmentPostings>,
    /// Current document of each of the other lists.
    other_docs: Vec<DocId>,
    /// First of these documents.
    next_other: DocId,
    doc: DocId,
}

impl PostingsUnion {
    /// Creates the union of some lists; `None` when there are none.
    pub fn new(mut lists: Vec<SegmentPostings>) -> Option<Self> {
        let longest = (0..lists.len()).max_by_key(|list| lists[*list].doc_freq())?;
        let longest = lists.swap_remove(longest);
        let other_docs: Vec<DocId> = lists.iter().map(DocSet::doc).collect();
        let next_other = first_of(&other_docs);
        let doc = longest.doc().min(next_other);
        Some(Self { longest, others: lists, other_docs, next_other, doc })
    }

    /// Current document; `TERMINATED` behind the last.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Upper bound of the number of documents: one that is in several lists counts for each.
    pub fn cost(&self) -> u64 {
        let all = self.others.iter().chain([&self.longest]);
        all.map(|list| u64::from(list.doc_freq())).sum()
    }

    /// Moves to the first document at or after `target`, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.step_others(|at| at < target, |list| seek_one(list, target));
            self.doc = seek_one(&mut self.longest, target).min(self.next_other);
        }
        self.doc
    }

    /// Moves to the next document, and returns it.
    #[inline]
    pub fn advance(&mut self) -> DocId {
        let here = self.doc;
        if here == TERMINATED {
            return here;
        }
        if self.next_other == here {
            self.step_others(|at| at == here, SegmentPostings::advance);
        }
        let mut next = self.longest.doc();
        if next == here {
            next = self.longest.advance();
        }
        self.doc = next.min(self.next_other);
        self.doc
    }

    /// Moves each of the other lists whose current document `moves` accepts.
    fn step_others(
        &mut self,
        moves: impl Fn(DocId) -> bool,
        step: impl Fn(&mut SegmentPostings) -> DocId,
    ) {
        if !moves(self.next_other) {
            return;
        }
        for (list, at) in self.others.iter_mut().zip(&mut self.other_docs) {
            if moves(*at) {
                *at = step(list);
            }
        }
        self.next_other = first_of(&self.other_docs);
    }

    /// Lists that contain the current document.
    fn current_lists(&mut self) -> impl Iterator<Item = &mut SegmentPostings> {
        let here = self.doc;
        let others = if self.next_other == here { &mut self.others[..] } else { &mut [] };
        [&mut self.longest].into_iter().chain(others).filter(move |list| list.doc() == here)
    }

    /// Number of occurrences of the terms in the current document.
    #[inline]
    pub fn frequency(&mut self) -> u32 {
        let here = self.doc;
        let mut frequency = 0;
        if self.longest.doc() == here {
            frequency += self.longest.term_freq();
        }
        if self.next_other == here {
            for (list, _) in self.others.iter().zip(&self.other_docs).filter(|(_, at)| **at == here)
            {
                frequency += list.term_freq();
            }
        }
        frequency
    }

    /// Replaces `found` by the positions of the terms in the current document, in ascending order.
    pub fn positions(&mut self, found: &mut Vec<u32>) {
        found.clear();
        let mut lists = 0;
        for list in self.current_lists() {
            list.append_positions_with_offset(0, found);
            lists += 1;
        }
        if lists > 1 {
            found.sort_unstable();
        }
    }
}

/// Lowest of some documents, `TERMINATED` when there are none.
fn first_of(docs: &[DocId]) -> DocId {
    docs.iter().copied().min().unwrap_or(TERMINATED)
}

/// [`DocSet::seek`] that stays where the list already is, and steps where one step will do.
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
    use proptest::collection::vec;
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
            texts in vec(vec("[a-zA]{1}", 1..4), 1..300),
            steps in vec(0_u32..40, 0..60),
        ) {
            let words = ["a", "b", "c", "A"];
            let places = |doc: DocId| -> Vec<u32> {
                let text = texts.get(doc as usize).map_or(&[][..], Vec::as_slice);
                let is_one = |(at, word): (u32, &String)| {
                    words.contains(&word.as_str()).then_some(at)
                };
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
}
