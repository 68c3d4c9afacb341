//! The dictionary of words: all forms of a stem, one form, or all words that a pattern accepts.
//!
//! Bodies and headlines are indexed by keys ([`key_of_form`]): a stem's forms lie side by side
//! there, so looking one up is a short walk, and patterns see forms through the keys.

use std::borrow::Cow;
use std::collections::BTreeSet;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};
use tantivy_fst::Automaton;

use crate::search::scoring::columns::Segments;
use crate::search::terms::query_term::{QueryTerm, TermMatcher};
use crate::text::{
    MAX_DROPPED, MAX_PARTS, dropped_bytes, form_of_key, joined_words, key_of_form, key_of_joined,
    keys_of_stem,
};

/// Automaton over forms, run over keys.
///
/// A key may take some last letters of its stem away, so the states before those are kept; a stem
/// is only given up when none of them can lead on.
pub struct KeyAutomaton<A>(pub A);

/// First byte of a clitic.
const APOSTROPHE: u8 = b'\'';

/// State of the automaton over forms, and the states before it, the last first.
#[derive(Clone)]
pub struct KeyState<S> {
    /// True if nothing was read.
    fresh: bool,
    now: S,
    before: [Option<S>; MAX_DROPPED],
}

impl<A: Automaton> Automaton for KeyAutomaton<A>
where
    A::State: Clone,
{
    type State = KeyState<A::State>;

    fn start(&self) -> Self::State {
        KeyState { fresh: true, now: self.0.start(), before: std::array::from_fn(|_| None) }
    }

    fn is_match(&self, state: &Self::State) -> bool {
        self.0.is_match(&state.now)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        let mut states = state.before.iter().flatten().chain([&state.now]);
        states.any(|state| self.0.can_match(state))
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        // The end of a form of several words says no letter.
        if joined_words(byte).is_some() {
            return state.clone();
        }
        let Some(dropped) = dropped_bytes(byte) else {
            let [first, second, _] = &state.before;
            // A stem begins as its forms do, but for a clitic's, which has no apostrophe. Else
            // three letters of every word would be read, whatever the first.
            let returns = !state.fresh || self.0.can_match(&self.0.accept(&state.now, APOSTROPHE));
            let before = [returns.then(|| state.now.clone()), first.clone(), second.clone()];
            return KeyState { fresh: false, now: self.0.accept(&state.now, byte), before };
        };
        // No key takes away more than its stem has.
        let kept = dropped.checked_sub(1).and_then(|at| state.before[at].clone());
        let now = kept.unwrap_or_else(|| state.now.clone());
        KeyState { fresh: false, now, before: std::array::from_fn(|_| None) }
    }
}

/// Terms of the index that a term of a query stands for in a field: for each segment the terms,
/// with their weights.
#[derive(Debug, Default)]
pub struct FieldTerms {
    by_segment: Vec<Vec<(TermInfo, f32)>>,
    /// Document frequency of the terms among live documents: a document of several forms counts for
    /// each.
    pub documents: u64,
}

impl FieldTerms {
    /// Terms of a term of a query: all forms of its stem, or the forms that it stands for.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_term(
        segments: Segments<'_>,
        field: Field,
        term: &QueryTerm,
    ) -> tantivy::Result<Self> {
        match &term.matcher {
            TermMatcher::Stem(stem) => Self::for_stem(segments, field, stem, term.words),
            // What a pattern stands for may be written in parts; what is asked for exactly not.
            _ => Self::for_forms(segments, field, &term.forms, term.is_pattern()),
        }
    }

    /// Terms of all forms of a stem: of those that stand for `words` words of a text, or of all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_stem(
        segments: Segments<'_>,
        field: Field,
        stem: &str,
        words: Option<usize>,
    ) -> tantivy::Result<Self> {
        Self::for_stems(segments, field, [stem], words)
    }

    /// Terms of all forms of some stems: of those that stand for `words` words of a text, or of
    /// all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_stems<'s>(
        segments: Segments<'_>,
        field: Field,
        stems: impl IntoIterator<Item = &'s str>,
        words: Option<usize>,
    ) -> tantivy::Result<Self> {
        let ranges: Vec<(String, String)> = stems.into_iter().map(keys_of_stem).collect();
        Self::gather(segments, field, |index| {
            let mut found = Vec::new();
            for (from, to) in &ranges {
                let terms = index.terms().range().ge(from.as_bytes()).lt(to.as_bytes());
                let mut terms = terms.into_stream()?;
                while terms.advance() {
                    if words.is_none_or(|words| words == words_of_key(terms.key())) {
                        found.push((terms.value().clone(), 1.0));
                    }
                }
            }
            Ok(found)
        })
    }

    /// Term of a word in a field of words as they are, as names are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_word(segments: Segments<'_>, field: Field, word: &str) -> tantivy::Result<Self> {
        Self::gather(segments, field, |index| {
            let term = index.terms().get(word.as_bytes())?;
            Ok(term.map(|term| (term, 1.0)).into_iter().collect())
        })
    }

    /// Numbers of words that the forms of a stem stand for in a field, in ascending order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn widths_of_stem(
        segments: Segments<'_>,
        field: Field,
        stem: &str,
    ) -> tantivy::Result<BTreeSet<usize>> {
        let (from, to) = keys_of_stem(stem);
        let mut widths = BTreeSet::new();
        for (segment, _) in segments.iter() {
            let index = segment.inverted_index(field)?;
            let terms = index.terms().range().ge(from.as_bytes()).lt(to.as_bytes());
            let mut terms = terms.into_stream()?;
            while terms.advance() {
                widths.insert(words_of_key(terms.key()));
            }
        }
        Ok(widths)
    }

    /// Terms of some forms, given with their weights; also of those that stand for several words of
    /// a text if `joined`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_forms(
        segments: Segments<'_>,
        field: Field,
        forms: &[(String, f32)],
        joined: bool,
    ) -> tantivy::Result<Self> {
        let mut keys: Vec<(String, f32)> = Vec::with_capacity(forms.len());
        for (form, counts) in forms {
            keys.push((key_of_form(form), *counts));
            if joined {
                keys.extend((2..=MAX_PARTS).map(|words| (key_of_joined(form, words), *counts)));
            }
        }
        Self::gather(segments, field, |index| {
            let mut found = Vec::new();
            for (key, counts) in &keys {
                let term = index.terms().get(key.as_bytes())?;
                found.extend(term.map(|term| (term, *counts)));
            }
            Ok(found)
        })
    }

    /// Collects the terms that `find` finds in each segment.
    fn gather(
        segments: Segments<'_>,
        field: Field,
        find: impl Fn(&InvertedIndexReader) -> tantivy::Result<Vec<(TermInfo, f32)>>,
    ) -> tantivy::Result<Self> {
        let mut all = Self::default();
        for (segment, columns) in segments.iter() {
            let index = segment.inverted_index(field)?;
            let found = find(&index)?;
            for (term, _) in &found {
                all.documents += live_documents(&columns.deleted, &index, term)?;
            }
            all.by_segment.push(found);
        }
        Ok(all)
    }

    /// Terms of one segment, with their weights.
    pub fn in_segment(&self, ordinal: u32) -> &[(TermInfo, f32)] {
        self.by_segment.get(ordinal as usize).map_or(&[], Vec::as_slice)
    }
}

/// Number of words of a text that a key stands for.
fn words_of_key(key: &[u8]) -> usize {
    key.last().and_then(|byte| joined_words(*byte)).unwrap_or(1)
}

/// Number of documents that contain a term and are not deleted.
fn live_documents(
    deleted: &[DocId],
    index: &InvertedIndexReader,
    term: &TermInfo,
) -> tantivy::Result<u64> {
    let mut documents = u64::from(term.doc_freq);
    let Some(first) = deleted.first() else { return Ok(documents) };
    // From one list to the other and back, whichever is the longer.
    let mut list = index.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    let mut rest = deleted;
    let mut doc = if list.doc() < *first { list.seek(*first) } else { list.doc() };
    while doc != TERMINATED {
        rest = &rest[rest.partition_point(|deleted| *deleted < doc)..];
        match rest.first() {
            None => break,
            Some(deleted) if *deleted == doc => {
                documents -= 1;
                doc = list.advance();
            }
            Some(deleted) => doc = list.seek(*deleted),
        }
    }
    Ok(documents)
}

/// Dictionary of the words of a field.
#[derive(Clone, Copy)]
pub struct TermDictionary<'s> {
    /// Segments of the commit.
    pub segments: Segments<'s>,
    /// Field of words.
    pub field: Field,
    /// True for fields of keys, as bodies and headlines are; false for fields of words as they are,
    /// as names are.
    pub stem_keyed: bool,
}

impl TermDictionary<'_> {
    /// Calls `each` with every word that the automaton accepts, and its document frequency in the
    /// segment.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn each<A>(self, automaton: &A, each: &mut dyn FnMut(&str, u32)) -> tantivy::Result<()>
    where
        A: Automaton,
        A::State: Clone,
    {
        for (segment, _) in self.segments.iter() {
            let index = segment.inverted_index(self.field)?;
            if self.stem_keyed {
                let mut of_form = |key: &str, documents| each(&form_of_key(key), documents);
                each_term(&index, KeyAutomaton(automaton), &mut of_form)?;
            } else {
                each_term(&index, automaton, each)?;
            }
        }
        Ok(())
    }

    /// Number of live documents that contain a word in this form.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn frequency(self, word: &str) -> tantivy::Result<u64> {
        let key = if self.stem_keyed { key_of_form(word).into() } else { Cow::Borrowed(word) };
        let mut documents = 0;
        for (segment, columns) in self.segments.iter() {
            let index = segment.inverted_index(self.field)?;
            if let Some(term) = index.terms().get(key.as_bytes())? {
                documents += live_documents(&columns.deleted, &index, &term)?;
            }
        }
        Ok(documents)
    }
}

/// Calls `each` with every term that the automaton accepts, and its document frequency.
fn each_term<A>(
    index: &InvertedIndexReader,
    automaton: A,
    each: &mut dyn FnMut(&str, u32),
) -> tantivy::Result<()>
where
    A: Automaton,
    A::State: Clone,
{
    let mut stream = index.terms().search(automaton).into_stream()?;
    while let Some((term, info)) = stream.next() {
        if let Ok(term) = std::str::from_utf8(term) {
            each(term, info.doc_freq);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms::automata::{FuzzyWord, run};
    use crate::search::terms::wildcard::Wildcard;
    use crate::text::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stems_begin_as_their_forms_do(word in "'?[a-z]{1,4}(ying|ies|ed|ingly|s|'s)?") {
            let word = fold(&word);
            let first = |text: &str| text.chars().next();
            prop_assert!(word.starts_with('\'') || first(&key_of_form(&word)) == first(&word));
        }

        #[test]
        fn keys_are_taken_as_their_forms_are(
            word in concat!(
                "(happ|hop|d|talk|relat|organ|n|'l|'s)",
                "(y|ing|ying|s|ies|ed|ational|ization|ement|ly|ably|l)?",
            ),
            pattern in "(ha|ho|d|t|re|o|n|'|\\?|\\*)[a-z?*]{0,3}(ing|y|s|\\*)?",
        ) {
            let word = fold(&word);
            let wild = Wildcard::new(&pattern).unwrap();
            prop_assert_eq!(run(&KeyAutomaton(&wild), &key_of_form(&word)), run(&wild, &word));
            let fuzzy = FuzzyWord::new(&fold(&pattern), 1);
            prop_assert_eq!(run(&KeyAutomaton(&fuzzy), &key_of_form(&word)), run(&fuzzy, &word));
            let joined = key_of_joined(&word, 2);
            prop_assert_eq!(run(&KeyAutomaton(&wild), &joined), run(&wild, &word));
        }
    }
}
