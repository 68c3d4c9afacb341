//! A text as the tagger sees it: which stretches to work on, and what is known of each word.
//!
//! Nine words in ten are small and never part of a name. Only stretches of capitalised words, with
//! the "of" and "de" between them, are given labels; everything else is outside by construction. A
//! sentence without any capital (chat, captions, transcripts) is one stretch, since there case says
//! nothing.

use crate::annotate::gazetteer::word_lists::{ListFlags, MAX_PHRASE_WORDS, WordLists};
use crate::annotate::hash;
use crate::text::{Case, Prose, Sentence, Token, TokenKind};

/// A run of tokens that may hold names, within one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first token.
    pub start: usize,
    /// The token after its last.
    pub end: usize,
    /// Its sentence's first token.
    pub from: usize,
    /// The token after its sentence's last.
    pub to: usize,
    /// How the sentence is printed.
    pub style: Style,
}

/// How the words of a sentence are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As prose is.
    Prose,
    /// Most Words Begin With a Capital.
    Headline,
    /// ALL IN CAPITALS.
    Upper,
    /// no capitals at all.
    Lower,
}

/// The text with hashes and list bits by token.
#[derive(Debug)]
pub struct TaggerInput<'p, 't> {
    /// Text with its tokens and sentences.
    pub prose: &'p Prose<'t>,
    /// Hash of each token in small letters.
    pub lower: Vec<u64>,
    /// List bits of the tokens in stretches and beside them.
    pub flags: Vec<ListFlags>,
    /// Runs of tokens to label, in order.
    pub stretches: Vec<Stretch>,
    /// A filter of the words that stand in small letters somewhere in the text.
    small: Vec<u64>,
}

impl<'p, 't> TaggerInput<'p, 't> {
    /// Finds the stretches of a text and looks their words up.
    pub fn new(prose: &'p Prose<'t>, lists: &WordLists) -> Self {
        let mut lower = Vec::with_capacity(prose.tokens.len());
        let filter = (prose.tokens.len() / 8 + 1).next_power_of_two();
        let mut small = vec![0_u64; filter];
        for token in &prose.tokens {
            let hash = hash_of(token, prose.text);
            if token.case == Case::Lower {
                small[(hash >> 32) as usize & (filter - 1)] |= 1 << (hash & 63);
            }
            lower.push(hash);
        }
        let mut stretches = Vec::new();
        for sentence in &prose.sentences {
            cut(prose, sentence, &mut stretches);
        }
        let flags = vec![ListFlags::empty(); lower.len()];
        let mut input = Self { prose, flags, lower, stretches, small };
        input.look_up(lists);
        input
    }

    /// Whether the word stands in small letters somewhere in the text.
    pub fn stands_small(&self, at: usize) -> bool {
        let hash = self.lower[at];
        self.small[(hash >> 32) as usize & (self.small.len() - 1)] & (1 << (hash & 63)) != 0
    }

    fn look_up(&mut self, lists: &WordLists) {
        let mut done = 0;
        for stretch in &self.stretches {
            let from = stretch.start.saturating_sub(1).max(stretch.from).max(done);
            let to = (stretch.end + 1).min(stretch.to);
            for at in from..to {
                self.flags[at] |= lists.flags(self.lower[at]);
            }
            done = to;
            for at in stretch.start..stretch.end {
                if self.prose.tokens[at].kind != TokenKind::Word {
                    continue;
                }
                let mut phrase = self.lower[at];
                let mut longest = None;
                for next in at + 1..(at + MAX_PHRASE_WORDS).min(stretch.end) {
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

/// Numbers count by their length only, words by their small letters.
fn hash_of(token: &Token, text: &str) -> u64 {
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

fn cut(prose: &Prose<'_>, sentence: &Sentence, stretches: &mut Vec<Stretch>) {
    let style = style_of(prose.tokens_of(sentence));
    let (from, to) = (sentence.tokens.start, sentence.tokens.end);
    if style == Style::Lower {
        stretches.push(Stretch { start: from, end: to, from, to, style });
        return;
    }
    let mut open: Option<(usize, usize)> = None;
    for at in from..to {
        let token = &prose.tokens[at];
        if token.has_capital() {
            open = match open {
                Some((start, end)) if bridged(prose, end, at) => Some((start, at + 1)),
                other => {
                    close(prose, other, (from, to), style, stretches);
                    let free = stretches.last().is_none_or(|s| s.end < at);
                    let before = at > from && free && leads(&prose.tokens[at - 1], prose.text);
                    // "al - Qaeda", taken apart.
                    let apart = at > from + 1
                        && stretches.last().is_none_or(|s| s.end + 2 <= at)
                        && prose.word(at - 1) == "-"
                        && is_arabic_article(prose.word(at - 2));
                    Some((if apart { at - 2 } else { at - usize::from(before) }, at + 1))
                }
            };
        }
    }
    close(prose, open, (from, to), style, stretches);
}

fn close(
    prose: &Prose<'_>,
    open: Option<(usize, usize)>,
    (from, to): (usize, usize),
    style: Style,
    stretches: &mut Vec<Stretch>,
) {
    let Some((start, mut end)) = open else { return };
    // "Boeing 737", "Channel 4".
    if end < to && prose.tokens[end].kind == TokenKind::Number {
        end += 1;
    }
    for _ in 0..3 {
        if end < to && trails(prose.word(end)) {
            end += 1;
        }
    }
    stretches.push(Stretch { start, end, from, to, style });
}

/// Whether what stands between a capitalised word and the next (tokens `from..to`) can be within a name.
fn bridged(prose: &Prose<'_>, from: usize, to: usize) -> bool {
    to - from <= 3 && prose.tokens[from..to].iter().all(|token| joins(token, token.of(prose.text)))
}

fn is_arabic_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "an" | "as" | "ad" | "ar")
}

/// "2019 World Cup", "southern Lebanon".
fn leads(token: &Token, text: &str) -> bool {
    const WORDS: &[&str] =
        &["southern", "northern", "eastern", "western", "central", "al", "de", "van", "von", "bin"];
    token.kind == TokenKind::Number
        || (token.case == Case::Lower && WORDS.contains(&token.of(text)))
}

/// Whether the word may end a name in small letters, as in "Hunan province", "Israeli military".
fn trails(word: &str) -> bool {
    matches!(
        word,
        "airport"
            | "base"
            | "camp"
            | "county"
            | "district"
            | "districts"
            | "hospital"
            | "movement"
            | "party"
            | "prison"
            | "province"
            | "provinces"
            | "refugee"
            | "region"
            | "river"
            | "school"
            | "station"
            | "territories"
            | "university"
    )
}

fn joins(token: &Token, word: &str) -> bool {
    const WORDS: &[&str] = &[
        "of", "the", "and", "for", "on", "de", "la", "le", "du", "des", "del", "della", "delle",
        "di", "da", "do", "dos", "das", "der", "den", "van", "von", "bin", "bint", "ibn", "al",
        "el", "e", "y", "et", "zu", "und", "en", "ni", "upon", "für", "na", "abu", "los", "las",
        "ter", "ul", "ur",
    ];
    match token.kind {
        TokenKind::Word => {
            token.case == Case::Lower && WORDS.contains(&word) || token.case == Case::None
        }
        TokenKind::Number | TokenKind::Clitic | TokenKind::QuoteMark => true,
        TokenKind::Punct => {
            matches!(word, "&" | "-" | "–" | "/" | "." | "+" | "@" | "#" | "!" | "'")
        }
        TokenKind::Address => false,
    }
}

fn style_of(tokens: &[Token]) -> Style {
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
        Style::Lower
    } else if upper >= 3 && small * 8 <= upper && capitalised * 4 <= upper {
        Style::Upper
    } else if capitalised >= 4 && small * 2 <= capitalised {
        Style::Headline
    } else {
        Style::Prose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_the_names_and_little_else() {
        let check = |text: &str, expected: &[&str]| {
            let prose = Prose::new(text);
            let input = TaggerInput::new(&prose, &WordLists::build(&[]));
            let found: Vec<&str> = input
                .stretches
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
        check("He met 12 Irish envoys at Channel 4 .", &["He", "12 Irish", "Channel 4"]);
    }

    #[test]
    fn a_small_word_is_remembered() {
        let prose = Prose::new("Will he go? He will. Bill paid.");
        let input = TaggerInput::new(&prose, &WordLists::build(&[]));
        assert!(input.stands_small(0));
        assert!(!input.stands_small(7));
    }
}
