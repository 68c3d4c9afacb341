//! Marks that the paper forgot, told by the reporting clause: "“We close it, said Ana Lomidze."
//!
//! Where a quotation is never closed, a comma and "said Ana Lomidze" tell that it has ended; where
//! it was never opened, "said Ana Lomidze" after the closing mark tells that its sentence is one.
//! Somebody who tells a story within a quotation speaks of "me" and "us", which no reporter does.

use crate::annotate::quotes::lexicon::{self, Pos, Subcat};
use crate::model::Span;
use crate::text::{Prose, TokenKind};

/// Most tokens of a subject before its verb.
const MAX_SUBJECT: usize = 7;
/// Most tokens between that verb and the end of the sentence.
const MAX_TAIL: usize = 9;
/// Most tokens of a reporting clause that are looked over for "me".
const MAX_CLAUSE: usize = 40;

/// Returns the byte, among the words of a quotation without a closing mark, where the reporting
/// clause begins: past the comma.
pub fn end_of_speech(prose: &Prose<'_>, words: Span) -> Option<usize> {
    let mut at = prose.token_at(words.start);
    while let Some(token) = prose.tokens.get(at).filter(|token| token.span.end <= words.end) {
        let (next, end) = (at + 1, token.span.end);
        let ends = match token.of(prose.text) {
            "," => is_inverted(prose, next, words.end) || is_whole_clause(prose, next, words.end),
            "." | "?" | "!" | "…" | "—" | "–" | "--" => is_inverted(prose, next, words.end),
            _ => false,
        };
        if ends {
            return Some(end);
        }
        at = next;
    }
    None
}

/// Returns the byte where the quotation begins that a closing mark ends, although nothing opened
/// it: the start of its sentence, but not before `free`. `mark` is the span of the mark, after
/// which a reporting clause must come.
pub fn start_of_speech(prose: &Prose<'_>, free: usize, mark: Span) -> Option<usize> {
    let next = prose.token_at(mark.end);
    let last = prose.token_at(mark.start).checked_sub(1)?;
    let limit = prose.text.len();
    if !is_inverted(prose, next, limit) && verb_after_subject(prose, next).is_none() {
        return None;
    }
    let sentence = prose.sentences.get(prose.sentence_of(last))?;
    let start = sentence.span.start.max(free);
    let begins = prose.text.get(start..mark.start)?.trim_start();
    begins.starts_with(|c: char| c.is_uppercase() || c.is_numeric()).then_some(start)
}

/// True if "said Ana Lomidze", "said the mayor" or "said she" stand at token `at`, and nothing of
/// the first person before byte `end` in its sentence.
pub fn is_inverted(prose: &Prose<'_>, at: usize, end: usize) -> bool {
    let subject = |at: usize| {
        prose.tokens.get(at).is_some_and(|token| {
            let word = token.of(prose.text);
            token.kind == TokenKind::Word
                && token.span.end <= end
                && (token.has_capital() && word != "I" || is_third_person(word))
        })
    };
    is_finite_cue(prose, at) && subject(at + 1) && is_impersonal(prose, at, end)
}

/// True if "Ana Lomidze said" or "he told reporters on Monday" stand at token `at` and end the
/// sentence before byte `end`.
fn is_whole_clause(prose: &Prose<'_>, at: usize, end: usize) -> bool {
    let Some(verb) = verb_after_subject(prose, at) else { return false };
    let Some(sentence) = prose.sentences.get(prose.sentence_of(verb)) else { return false };
    let tail = verb + 1..sentence.tokens.end;
    let clause = |at: usize| {
        let token = prose.tokens[at];
        let pos = lexicon::entry(token.of(prose.text)).pos;
        token.kind == TokenKind::QuoteMark
            || pos.intersects(Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL | Pos::REL)
    };
    tail.len() <= MAX_TAIL
        && sentence.span.end <= end
        && prose.word(sentence.tokens.end - 1).starts_with(['.', '!'])
        && !tail.clone().any(clause)
        && is_impersonal(prose, at, end)
}

/// Returns the token of the verb of speech after the subject at token `at`: "Ana Lomidze said",
/// "the mayor of the town said".
pub fn verb_after_subject(prose: &Prose<'_>, at: usize) -> Option<usize> {
    let first = prose.tokens.get(at)?;
    let word = first.of(prose.text);
    let opens = first.kind == TokenKind::Word
        && (first.has_capital() && word != "I" || is_third_person(word));
    if !opens {
        return None;
    }
    for at in at + 1..at + MAX_SUBJECT {
        let token = prose.tokens.get(at)?;
        if is_finite_cue(prose, at) {
            return Some(at);
        }
        let nominal = Pos::NOUN | Pos::ADJ | Pos::NAME;
        let within = match token.kind {
            TokenKind::Word => {
                let word = token.of(prose.text);
                token.has_capital() || word == "of" || lexicon::entry(word).pos.intersects(nominal)
            }
            TokenKind::Clitic => true,
            TokenKind::Punct => token.of(prose.text) == "-",
            _ => false,
        };
        if !within {
            return None;
        }
    }
    None
}

/// True for a verb of speech in the past or in the third person.
pub fn is_finite_cue(prose: &Prose<'_>, at: usize) -> bool {
    prose.tokens.get(at).is_some_and(|token| {
        let entry = lexicon::entry(token.of(prose.text));
        token.kind == TokenKind::Word
            && !token.has_capital()
            && entry.subcat.intersects(Subcat::QUOTE | Subcat::PREPOSED)
            && entry.forms.contains(Pos::FINITE)
            && !entry.forms.contains(Pos::BASE)
    })
}

fn is_third_person(word: &str) -> bool {
    matches!(word, "he" | "she" | "they" | "the" | "a" | "an" | "one" | "his" | "her" | "their")
}

/// True if neither the one who speaks nor those addressed are named in the sentence from token `at`
/// on, before byte `end`.
fn is_impersonal(prose: &Prose<'_>, at: usize, end: usize) -> bool {
    let last = prose.sentences.get(prose.sentence_of(at)).map_or(at, |s| s.tokens.end);
    (at..last.min(at + MAX_CLAUSE)).all(|at| {
        let token = prose.tokens[at];
        token.span.end > end
            || !matches!(token.of(prose.text), "I" | "me" | "my" | "we" | "us" | "our" | "you")
    })
}
