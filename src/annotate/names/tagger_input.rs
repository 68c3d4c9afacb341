//! Input of the tagger: a text's candidate sequences, and the hashes and lists of its words.
//!
//! Nine words in ten are small and never part of a name. Only sequences of capitalised words, with
//! the "of" and "de" between them, are given labels; everything else is outside by construction. A
//! sentence without any capital (chat, captions, transcripts) is one sequence, since there case
//! says nothing.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::{ListFlags, MAX_PHRASE_WORDS, WordLists};
use crate::annotate::hash;
use crate::text::{Case, Prose, Sentence, Token, TokenKind};

/// Lists of words that stand at the head of a name: "Minister", "Ministry", "River".
const HEAD_WORDS: ListFlags =
    ListFlags::TITLE.union(ListFlags::ORGANISATION_WORD).union(ListFlags::PLACE_WORD);
/// Most tokens between two capitalised words of one sequence.
const MAX_BRIDGE_TOKENS: usize = 3;
/// Most small words that end a sequence ("Gaza refugee camp").
const MAX_CLOSING_WORDS: usize = 3;

/// A run of tokens that may hold names, within one sentence: one sequence of the CRF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// First token of the sentence.
    pub sentence_start: usize,
    /// Token after the last of the sentence.
    pub sentence_end: usize,
    /// Casing of the sentence.
    pub casing: Casing,
}

/// Use of capitals in a sentence. The numbers are those of the features: changing one means
/// training anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// Capitals for names, as in prose.
    Prose = 0,
    /// Most Words Begin With a Capital.
    Headline = 1,
    /// ALL IN CAPITALS.
    Upper = 2,
    /// no capitals at all.
    Lower = 3,
}

/// A text with hashes and list flags by token.
#[derive(Debug)]
pub struct TaggerInput<'p, 't> {
    /// Text with its tokens and sentences.
    pub prose: &'p Prose<'t>,
    /// Hash of each token in small letters.
    pub lower: Vec<u64>,
    /// Lists of each token in a sequence or beside one; none of the others.
    pub flags: Vec<ListFlags>,
    /// Lists of head words ("Minister", "River") that stand after each token in its sequence.
    pub heads_after: Vec<ListFlags>,
    /// Runs of tokens to label, in order.
    pub sequences: Vec<Sequence>,
    /// Bloom filter, with one hash, of the words that occur in small letters.
    lowercase_filter: Vec<u64>,
}

impl<'p, 't> TaggerInput<'p, 't> {
    /// Finds the sequences of a text and looks their words up.
    pub fn new(prose: &'p Prose<'t>, lists: &WordLists) -> Self {
        let mut lower = Vec::with_capacity(prose.tokens.len());
        let filter = (prose.tokens.len() / 8 + 1).next_power_of_two();
        let mut lowercase_filter = vec![0_u64; filter];
        for token in &prose.tokens {
            let hash = token_hash(token, prose.text);
            if token.case == Case::Lower {
                lowercase_filter[(hash >> 32) as usize & (filter - 1)] |= 1 << (hash & 63);
            }
            lower.push(hash);
        }
        let mut sequences = Vec::new();
        for sentence in &prose.sentences {
            find_sequences(prose, sentence, &mut sequences);
        }
        let flags = vec![ListFlags::empty(); lower.len()];
        let heads_after = flags.clone();
        let mut input = Self { prose, lower, flags, heads_after, sequences, lowercase_filter };
        input.look_up(lists);
        let (flags, prose) = (&input.flags, input.prose);
        input
            .sequences
            .retain(|s| s.end - s.start > 1 || !is_date(flags[s.start], prose.word(s.start)));
        input.gather_heads();
        input
    }

    /// True if the word occurs in small letters somewhere in the text; by chance also if it does
    /// not.
    pub fn occurs_lowercase(&self, at: usize) -> bool {
        let hash = self.lower[at];
        let filter = &self.lowercase_filter;
        filter[(hash >> 32) as usize & (filter.len() - 1)] & (1 << (hash & 63)) != 0
    }

    /// Fills `heads_after`, each sequence from its end.
    fn gather_heads(&mut self) {
        for sequence in &self.sequences {
            let mut heads = ListFlags::empty();
            for at in (sequence.start..sequence.end).rev() {
                self.heads_after[at] = heads;
                heads |= self.flags[at] & HEAD_WORDS;
            }
        }
    }

    /// Fills `flags` from the lists: of single words, and of the longest phrase that begins at
    /// each.
    fn look_up(&mut self, lists: &WordLists) {
        let mut done = 0;
        for sequence in &self.sequences {
            let from = sequence.start.saturating_sub(1).max(sequence.sentence_start).max(done);
            let to = (sequence.end + 1).min(sequence.sentence_end);
            for at in from..to {
                self.flags[at] |= lists.flags(self.lower[at]);
            }
            done = to;
            for at in sequence.start..sequence.end {
                if self.prose.tokens[at].kind != TokenKind::Word {
                    continue;
                }
                let mut phrase = self.lower[at];
                let mut longest = None;
                for next in at + 1..(at + MAX_PHRASE_WORDS).min(sequence.end) {
                    phrase = hash::phrase([phrase, self.lower[next]]);
                    let found = lists.flags(phrase);
                    if !found.is_empty() {
                        longest = Some((next, found));
                    }
                }
                if let Some((last, found)) = longest {
                    self.flags[at] |= found | ListFlags::PHRASE_BEGINS;
                    for flags in &mut self.flags[at + 1..=last] {
                        *flags |= found | ListFlags::PHRASE_CONTINUES;
                    }
                }
            }
        }
    }
}

/// True for "Monday" and "March" alone; not "Summer" where it may be a surname, nor the first names
/// April, June, May.
pub fn is_date(flags: ListFlags, word: &str) -> bool {
    flags.contains(ListFlags::CALENDAR)
        && (!flags.contains(ListFlags::SURNAME) || matches!(word.len(), 3 | 6..))
        && !matches!(word, "April" | "June" | "May")
}

/// Hash of a token: of a number by its length only, of a word by its small letters.
fn token_hash(token: &Token, text: &str) -> u64 {
    match token.kind {
        TokenKind::Number => {
            let word = token.of(text);
            let plain = word.bytes().all(|b| b.is_ascii_digit());
            hash::mix(if plain { 1 } else { 2 }, word.len().min(5) as u64)
        }
        TokenKind::Address => 3,
        _ => hash::lower(token.of(text)),
    }
}

/// Appends the sequences of a sentence.
fn find_sequences(prose: &Prose<'_>, sentence: &Sentence, sequences: &mut Vec<Sequence>) {
    let casing = casing_of(prose.tokens_of(sentence));
    let (from, to) = (sentence.tokens.start, sentence.tokens.end);
    let sequence = |(start, end): (usize, usize)| Sequence {
        start,
        end,
        sentence_start: from,
        sentence_end: to,
        casing,
    };
    if casing == Casing::Lower {
        sequences.push(sequence((from, to)));
        return;
    }
    let mut open: Option<(usize, usize)> = None;
    for at in from..to {
        if !prose.tokens[at].has_capital() {
            continue;
        }
        open = Some(match open {
            Some((start, end)) if is_bridge(prose, end, at) => (start, at + 1),
            other => {
                let done = other.filter(|run| may_hold_name(prose, *run));
                sequences.extend(done.map(|run| sequence(with_closing_words(prose, run, to))));
                (opening_of(prose, from, at, sequences), at + 1)
            }
        });
    }
    let last = open.filter(|run| may_hold_name(prose, *run));
    sequences.extend(last.map(|run| sequence(with_closing_words(prose, run, to))));
}

/// False for a word alone that is never a name by itself: "The", "However".
fn may_hold_name(prose: &Prose<'_>, (start, end): (usize, usize)) -> bool {
    end - start > 1 || !is_word_of(WordClass::FUNCTION_WORD, prose.word(start))
}

/// First token of the sequence that the capitalised word at `at` begins: that word, or what belongs
/// to a name before it. `from` is the first token of the sentence.
fn opening_of(prose: &Prose<'_>, from: usize, at: usize, sequences: &[Sequence]) -> usize {
    // "al - Qaeda", taken apart.
    let apart = at > from + 1
        && sequences.last().is_none_or(|s| s.end + 2 <= at)
        && prose.word(at - 1) == "-"
        && is_word_of(WordClass::ARABIC_ARTICLE, prose.word(at - 2));
    if apart {
        return at - 2;
    }
    let free = sequences.last().is_none_or(|s| s.end < at);
    at - usize::from(at > from && free && opens_name(&prose.tokens[at - 1], prose.text))
}

/// The run of tokens with the number or small words behind it: "Boeing 737", "Hunan province". `to`
/// is the token after the sentence.
fn with_closing_words(
    prose: &Prose<'_>,
    (start, mut end): (usize, usize),
    to: usize,
) -> (usize, usize) {
    if end < to && prose.tokens[end].kind == TokenKind::Number {
        end += 1;
    }
    for _ in 0..MAX_CLOSING_WORDS {
        if end == to || !is_word_of(WordClass::NAME_CLOSER, prose.word(end)) {
            break;
        }
        end += 1;
    }
    (start, end)
}

/// True if the tokens `from..to` between two capitalised words can be within a name.
fn is_bridge(prose: &Prose<'_>, from: usize, to: usize) -> bool {
    to - from <= MAX_BRIDGE_TOKENS
        && prose.tokens[from..to].iter().all(|token| joins_name(token, token.of(prose.text)))
}

/// True for "2019" before "World Cup", "southern" before "Lebanon".
fn opens_name(token: &Token, text: &str) -> bool {
    token.kind == TokenKind::Number
        || (token.case == Case::Lower && is_word_of(WordClass::NAME_OPENER, token.of(text)))
}

/// True for "of" in "Bank of Oslo", "&" in "Harker & Ox".
fn joins_name(token: &Token, word: &str) -> bool {
    match token.kind {
        TokenKind::Word => {
            token.case == Case::None
                || token.case == Case::Lower && is_word_of(WordClass::NAME_JOINT, word)
        }
        TokenKind::Number | TokenKind::Clitic | TokenKind::QuoteMark => true,
        TokenKind::Punct => {
            matches!(word, "&" | "-" | "–" | "/" | "." | "+" | "@" | "#" | "!" | "'")
        }
        TokenKind::Address => false,
    }
}

fn casing_of(tokens: &[Token]) -> Casing {
    let (mut small, mut capitalised, mut upper) = (0, 0, 0);
    for token in tokens {
        match token.case {
            Case::Lower => small += 1,
            Case::Capitalised | Case::Mixed => capitalised += 1,
            Case::Upper => upper += 1,
            Case::None => {}
        }
    }
    if capitalised + upper == 0 {
        Casing::Lower
    } else if upper >= 3 && small * 8 <= upper && capitalised * 4 <= upper {
        Casing::Upper
    } else if capitalised >= 4 && small * 2 <= capitalised {
        Casing::Headline
    } else {
        Casing::Prose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_hold_the_names_and_little_else() {
        let check = |text: &str, expected: &[&str]| {
            let prose = Prose::new(text);
            let input = TaggerInput::new(&prose, &WordLists::build(&[]));
            let found: Vec<&str> = input
                .sequences
                .iter()
                .map(|s| &text[prose.tokens[s.start].span.start..prose.tokens[s.end - 1].span.end])
                .collect();
            assert_eq!(found, expected);
        };
        check(
            "The Bank of Oslo hired Ana de Sousa in 2019.",
            &["The Bank of Oslo", "Ana de Sousa"],
        );
        check("no capitals here", &["no capitals here"]);
        check("He met 12 Irish envoys at Channel 4 .", &["12 Irish", "Channel 4"]);
    }

    #[test]
    fn a_small_word_is_remembered() {
        let prose = Prose::new("Will he go? He will. Bill paid.");
        let input = TaggerInput::new(&prose, &WordLists::build(&[]));
        assert!(input.occurs_lowercase(0));
        assert!(!input.occurs_lowercase(7));
    }
}
