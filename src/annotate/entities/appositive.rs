//! The appositive after a name, "Ana Ox, an expert on rivers,": where it begins and ends, and where
//! what follows the comma is a clause of its own.
//!
//! A role is a noun phrase. What somebody is doing ("looking away", "flanked by aides"), what is
//! with them ("tears in her eyes") and the clause that a phrase with the name leads up to ("Unlike
//! Ana Ox, the mayor voted") are none.

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of, word_class};
use crate::annotate::quotes::lexicon::{self, Pos, Subcat, WordEntry};
use crate::text::{Prose, TokenKind};

/// Parts of speech of words that stand in clauses and in no noun phrase.
const CLAUSAL: Pos = Pos::PRON
    .union(Pos::REL)
    .union(Pos::WH)
    .union(Pos::MODAL)
    .union(Pos::BE)
    .union(Pos::HAVE)
    .union(Pos::DO)
    .union(Pos::NEG);
/// Parts of speech of nouns and what describes them.
const NOMINAL: Pos = Pos::NOUN.union(Pos::ADJ);
/// Most words between a preposition and the channel of speech it leads to: "in an emailed
/// statement".
const MAX_CHANNEL: usize = 3;

/// True for a word that says what a person is: "expert", "minister"; not for "chief", which is a
/// title but stands before others.
pub fn is_office_noun(word: &str) -> bool {
    let class = word_class(&fold(word));
    class.contains(WordClass::ROLE_NOUN)
        || (class.contains(WordClass::TITLE) && !class.contains(WordClass::ROLE_MODIFIER))
}

/// True if the name that ends in the token `last` stands in a phrase or clause that leads up to the
/// main clause of its sentence: "Unlike Ana Ox,", "When she met Ana Ox,", "Asked about Ana Ox,".
pub fn leads_up(prose: &Prose<'_>, last: usize) -> bool {
    let Some(sentence) = prose.sentences.get(prose.sentence_of(last)) else { return false };
    let mut words = sentence.tokens.start..(last + 1).min(sentence.tokens.end);
    let Some(first) = words.find(|at| !entry(prose, *at).pos.intersects(Pos::CONJ)) else {
        return false;
    };
    let parts_clauses =
        |at: usize| prose.word(at) == "," || prose.tokens[at].kind == TokenKind::QuoteMark;
    if prose.tokens[first].kind != TokenKind::Word || (first..=last).any(parts_clauses) {
        return false;
    }
    let pos = entry(prose, first).pos;
    if pos.intersects(Pos::SUB) && !pos.intersects(Pos::PREP) {
        return true;
    }
    // "Asked about Ana Ox," but not "said Ana Ox,".
    let participle = pos.intersects(Pos::ING)
        || pos.intersects(Pos::PART)
            && entry(prose, first + 1).pos.intersects(Pos::PREP | Pos::ADV);
    let opens = pos.intersects(Pos::PREP) || participle && !pos.intersects(Pos::NOUN | Pos::BASE);
    let subordinates = pos.intersects(Pos::SUB);
    opens && (subordinates || !(first + 1..=last).any(|at| is_finite(prose, at)))
}

/// The noun of an appositive that begins at `start` and has an article before it or not: the first
/// that says what a person is, if nothing stands before it but what can describe a noun.
pub fn noun_of(prose: &Prose<'_>, start: usize, to: usize, article: bool) -> Option<usize> {
    for at in start..to {
        let word = prose.word(at);
        match prose.tokens[at].kind {
            TokenKind::Punct if !matches!(word, "-" | "&" | "/") => return None,
            TokenKind::QuoteMark | TokenKind::Address => return None,
            TokenKind::Word if is_office_noun(word) => return Some(at),
            TokenKind::Word if !describes(prose, start, at, article) => return None,
            _ => {}
        }
    }
    None
}

/// True if the word at `at` can stand before the noun of an appositive that begins at `start`.
fn describes(prose: &Prose<'_>, start: usize, at: usize, article: bool) -> bool {
    let class = word_class(&lower(prose, at));
    if class.intersects(WordClass::ROLE_MODIFIER | WordClass::ROLE_PARTICIPLE) {
        return true;
    }
    let WordEntry { pos, .. } = entry(prose, at);
    if prose.tokens[at].has_capital() {
        return !pos.intersects(Pos::TIME);
    }
    if pos.intersects(Pos::DET) {
        return at > start && matches!(prose.word(at - 1), "of" | "for");
    }
    if pos.intersects(CLAUSAL) || pos.intersects(Pos::SUB) && !pos.intersects(Pos::PREP) {
        return false;
    }
    if pos.intersects(Pos::PREP) && !pos.intersects(NOMINAL) {
        return matches!(prose.word(at), "of" | "for");
    }
    let opens = at == start && !article;
    if pos.intersects(Pos::ING | Pos::PART) {
        let compound = pos.intersects(Pos::NOUN)
            && is_office_noun(prose.word(at + 1))
            && !prose.tokens[at + 1].has_capital();
        let modified = at > start
            && (matches!(prose.word(at - 1), "-") || entry(prose, at - 1).pos.intersects(Pos::ADV));
        return !opens && article || compound || modified;
    }
    if opens && pos.intersects(Pos::ADV | Pos::TIME) && !pos.intersects(NOMINAL) {
        return false;
    }
    !is_finite(prose, at)
}

/// Token after the appositive with its noun at `noun`, `to` at most; `None` if it is a clause.
/// After a name that `leads_up` only a comma ends an appositive.
pub fn end_of(prose: &Prose<'_>, noun: usize, to: usize, leads_up: bool) -> Option<usize> {
    let mut end = noun + 1;
    while end < to {
        match boundary(prose, end) {
            Boundary::Within => end += 1,
            Boundary::End => break,
            Boundary::Participle if !leads_up => break,
            Boundary::Participle | Boundary::Clause => return None,
        }
    }
    if leads_up && !matches!(prose.word(end), "," | "–" | "—" | "--") {
        return None;
    }
    let dangles = |at: usize| {
        let closed = Pos::PREP | Pos::CONJ | Pos::DET | Pos::ADV;
        !prose.tokens[at].has_capital()
            && (prose.tokens[at].kind == TokenKind::Punct
                || entry(prose, at).pos.intersects(closed)
                    && !entry(prose, at).pos.intersects(NOMINAL))
    };
    while end > noun + 1 && dangles(end - 1) {
        end -= 1;
    }
    Some(end)
}

/// Relation of a token after the noun to the appositive.
enum Boundary {
    /// Belongs to it.
    Within,
    /// Ends it: a mark, a relative or subordinate clause, a time.
    End,
    /// Ends it, unless it is the verb of a clause: "based in Oslo".
    Participle,
    /// Shows that the noun is the subject of a clause.
    Clause,
}

/// Relation of the token at `at` to the appositive whose noun stands before it.
fn boundary(prose: &Prose<'_>, at: usize) -> Boundary {
    let (token, word) = (prose.tokens[at], prose.word(at));
    match token.kind {
        TokenKind::Punct if matches!(word, "-" | "&" | "/") => return Boundary::Within,
        TokenKind::Punct | TokenKind::QuoteMark | TokenKind::Address => return Boundary::End,
        TokenKind::Number => return Boundary::Within,
        TokenKind::Clitic if word.ends_with(['s', 'S']) => return Boundary::Within,
        TokenKind::Clitic => return Boundary::Clause,
        TokenKind::Word => {}
    }
    let WordEntry { pos, .. } = entry(prose, at);
    if pos.intersects(Pos::TIME) {
        return after_adverbs(prose, at);
    }
    if token.has_capital() {
        return Boundary::Within;
    }
    if is_finite(prose, at) {
        return Boundary::Clause;
    }
    if is_word_of(WordClass::ROLE_END, word) {
        return Boundary::End;
    }
    if pos.intersects(Pos::REL | Pos::WH) || pos.intersects(Pos::SUB) && word != "as" {
        return Boundary::End;
    }
    if pos.intersects(CLAUSAL) && !pos.intersects(Pos::DET) {
        return Boundary::End;
    }
    if pos.intersects(Pos::DET) {
        let joined = entry(prose, at - 1).pos.intersects(Pos::PREP | Pos::CONJ | Pos::ADV);
        return if joined { Boundary::Within } else { Boundary::Clause };
    }
    if pos.intersects(Pos::CONJ) {
        return if joins(prose, at) { Boundary::Within } else { Boundary::End };
    }
    if pos.intersects(Pos::PREP) && !pos.intersects(NOMINAL) {
        return if belongs(prose, at) { Boundary::Within } else { Boundary::End };
    }
    if pos.intersects(NOMINAL) {
        return Boundary::Within;
    }
    if pos.contains(Pos::FINITE | Pos::PART) {
        return participle(prose, at);
    }
    if pos.intersects(Pos::ING | Pos::PART) {
        return Boundary::End;
    }
    if pos.intersects(Pos::ADV) { after_adverbs(prose, at) } else { Boundary::Within }
}

/// Relation of a time or adverb at `at`, by what it begins: the end, or the
/// verb of a clause ("the mayor later said").
fn after_adverbs(prose: &Prose<'_>, at: usize) -> Boundary {
    let adverbial = Pos::ADV | Pos::TIME;
    let next = (at + 1..prose.tokens.len().min(at + 4))
        .find(|at| !entry(prose, *at).pos.intersects(adverbial));
    let verb = next.is_some_and(|at| {
        let pos = entry(prose, at).pos;
        prose.tokens[at].kind == TokenKind::Word
            && !prose.tokens[at].has_capital()
            && (is_finite(prose, at)
                || pos.contains(Pos::FINITE | Pos::PART) && !pos.intersects(NOMINAL))
    });
    if verb { Boundary::Clause } else { Boundary::End }
}

/// Relation of a form at `at` that is both past tense and participle: "the mayor laughed", "a
/// lawyer based in Oslo".
fn participle(prose: &Prose<'_>, at: usize) -> Boundary {
    let next = entry(prose, at + 1).pos;
    let complement = Pos::PREP | Pos::ADV | Pos::TIME | Pos::NUM;
    let follows = prose.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Word);
    // "The mayor said on Monday"; but "described by", "known as".
    let reports = entry(prose, at).subcat.intersects(Subcat::CLAUSE | Subcat::QUOTE)
        && !matches!(prose.word(at + 1), "by" | "as" | "of");
    if follows && next.intersects(complement) && !reports {
        Boundary::Participle
    } else {
        Boundary::Clause
    }
}

/// True if the conjunction at `at` joins nouns: "founder and owner", not "the mayor and laughed".
fn joins(prose: &Prose<'_>, at: usize) -> bool {
    let next = entry(prose, at + 1).pos;
    matches!(prose.word(at), "and" | "or")
        && prose.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Word)
        && (prose.tokens[at + 1].has_capital() || next.intersects(NOMINAL | Pos::DET))
        && !is_finite(prose, at + 1)
        && (!next.intersects(Pos::PRON) || next.intersects(Pos::DET))
}

/// True if the preposition at `at` leads to a part of a role: "of finance", "for trade", "to the
/// king"; not to a time or to where the words stand: "on Monday", "in a statement".
fn belongs(prose: &Prose<'_>, at: usize) -> bool {
    let next = at + 1;
    let inner = is_word_of(WordClass::ROLE_PREPOSITION, prose.word(at));
    if !inner || prose.tokens.get(next).is_none_or(|token| token.kind == TokenKind::Number) {
        return false;
    }
    let channel = matches!(prose.word(at), "in" | "on")
        && (next..next + MAX_CHANNEL).any(|at| {
            entry(prose, at).pos.intersects(Pos::CHANNEL)
                && !prose.tokens.get(at).is_some_and(|token| token.has_capital())
        });
    !(channel || entry(prose, next).pos.intersects(Pos::TIME))
}

/// True if the word at `at` can only be a finite verb or an auxiliary.
fn is_finite(prose: &Prose<'_>, at: usize) -> bool {
    let helper = Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL;
    let pos = entry(prose, at).pos;
    prose.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word && !token.has_capital())
        && (pos.intersects(helper)
            || pos.intersects(Pos::FINITE)
                && !pos.intersects(NOMINAL | Pos::PART | Pos::PREP | Pos::GUESSED))
}

fn entry(prose: &Prose<'_>, at: usize) -> WordEntry {
    lexicon::entry(prose.word(at))
}

fn lower(prose: &Prose<'_>, at: usize) -> String {
    fold(prose.word(at))
}
