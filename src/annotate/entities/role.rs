//! The role that a text gives with a name: "US President" before it, "an expert on rivers" after
//! it.

use crate::annotate::entities::appositive::{end_of, leads_up, noun_of};
use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::is_place_name;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of, word_class};
use crate::annotate::quotes::lexicon::{self, Pos};
use crate::model::Span;
use crate::text::{Case, Prose, TokenKind, starts_sentence};

/// Longest role before a name, in tokens.
const MAX_TOKENS: usize = 14;
/// Longest role after a name, in tokens.
const MAX_APPOSITIVE_TOKENS: usize = MAX_TOKENS + 4;
/// Most words before the noun of an appositive that has an article, and of one that has none.
const MAX_MODIFIERS: (usize, usize) = (8, 4);

/// A title or noun that says what a person is.
const OFFICE: WordClass = WordClass::TITLE.union(WordClass::ROLE_NOUN);

/// The role that stands right before the name whose first token is `at`, within its sentence.
pub fn role_before(prose: &Prose<'_>, at: usize) -> Option<Span> {
    let sentence = prose.sentences.get(prose.sentence_of(at))?;
    let from = sentence.tokens.start;
    let mut start = at;
    // "former Mr. Speaker Ox" has its address skipped, wherever it stands.
    while start > from && is_word_of(WordClass::ADDRESS, &fold(prose.word(start - 1))) {
        start -= 1;
    }
    let end = start;
    let mut titled = false;
    while start > from && end - start < MAX_TOKENS {
        let at = start - 1;
        if titled && at > from && is_joint(prose, at) {
            start -= 1;
            continue;
        }
        let class = word_class(&fold(prose.word(at)));
        if prose.tokens[at].kind != TokenKind::Word || class.contains(WordClass::ADDRESS) {
            break;
        }
        let is_office = class.intersects(OFFICE);
        if !(is_office || titled && modifies(prose, from, at, class)) {
            break;
        }
        titled |= is_office;
        start -= 1;
    }
    while start < end && matches!(prose.word(start), "-" | "of" | "The" | "the") {
        start += 1;
    }
    (titled && start < end).then(|| token_span(prose, start, end))
}

/// True for the hyphen in "vice - president", the "&" in "Law & Order Secretary".
fn is_joint(prose: &Prose<'_>, at: usize) -> bool {
    prose.tokens[at].kind == TokenKind::Punct && matches!(prose.word(at), "-" | "&")
}

/// True if the word at `at`, of this class, belongs to the title behind it: "foreign ministry"
/// before "spokesman", "Ruritanian" before "Minister"; not "Tuesday", nor "Later" or "Asked" at the
/// head of a sentence, whose first token is `from`.
fn modifies(prose: &Prose<'_>, from: usize, at: usize, class: WordClass) -> bool {
    if class.intersects(WordClass::ROLE_MODIFIER | WordClass::ROLE_PARTICIPLE) {
        return true;
    }
    let word = prose.word(at);
    let pos = lexicon::entry(word).pos;
    if !prose.tokens[at].has_capital() || pos.intersects(Pos::TIME) {
        return false;
    }
    let opens =
        at == from || !matches!(prose.tokens[at - 1].kind, TokenKind::Word | TokenKind::Number);
    let verbal =
        pos.intersects(Pos::ING | Pos::PART | Pos::FINITE) && !pos.intersects(Pos::NOUN | Pos::ADJ);
    let closed = class.contains(WordClass::ROLE_OPENER)
        || starts_sentence(word)
        || pos.intersects(NEVER_MODIFIES)
        || verbal && !is_place_name(word);
    !(opens && closed)
}

/// Parts of speech of words that, at the head of a sentence, describe no title.
const NEVER_MODIFIES: Pos = Pos::ADV
    .union(Pos::PREP)
    .union(Pos::SUB)
    .union(Pos::CONJ)
    .union(Pos::DET)
    .union(Pos::PRON)
    .union(Pos::WH)
    .union(Pos::NEG);

/// The role in the words after the name, whose last token is `last`: an appositive between commas.
pub fn role_after(prose: &Prose<'_>, last: usize) -> Option<Span> {
    let sentence = prose.sentences.get(prose.sentence_of(last))?;
    let to = sentence.tokens.end.min(last + 2 + MAX_TOKENS + 6);
    if prose.word(last + 1) != "," || last + 2 >= to {
        return None;
    }
    let age = prose.tokens[last + 2].kind == TokenKind::Number && prose.word(last + 3) == ",";
    let opening = last + 2 + if age { 2 } else { 0 };
    let article = is_word_of(WordClass::DETERMINER, prose.word(opening));
    let start = opening + usize::from(article);
    let first = prose.tokens.get(start).filter(|_| start < to)?;
    if first.kind != TokenKind::Word || is_word_of(WordClass::CLAUSE_OPENER, prose.word(start)) {
        return None;
    }
    let noun = noun_of(prose, start, to, article)?;
    let end = end_of(prose, noun, to, leads_up(prose, last))?;
    // Without an article the noun stands at or near the front: "professor of law", "Oslo-based
    // expert".
    let modifiers = if article { MAX_MODIFIERS.0 } else { MAX_MODIFIERS.1 };
    // "Ana Ox, Senator Ben Hale and …" is a list of people: a bare capitalised title is no
    // appositive.
    let enumeration = !article
        && prose.tokens[noun].case == Case::Capitalised
        && noun == start
        && prose.tokens.get(noun + 1).is_some_and(|t| t.has_capital());
    (noun - start <= modifiers && end - start <= MAX_APPOSITIVE_TOKENS && !enumeration)
        .then(|| token_span(prose, start, end))
}

fn token_span(prose: &Prose<'_>, start: usize, end: usize) -> Span {
    Span::new(prose.tokens[start].span.start, prose.tokens[end - 1].span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: &str, expected: Option<&str>) {
        let prose = Prose::new(text);
        let at = text.find(name).unwrap();
        let (first, last) = (prose.token_at(at), prose.token_at(at + name.len() - 1));
        let role = role_before(&prose, first).or_else(|| role_after(&prose, last));
        assert_eq!(role.map(|r| r.of(text)), expected, "{text}");
    }

    #[test]
    fn roles_are_taken_as_printed() {
        check("Then US President Ana Ox left.", "Ana Ox", Some("US President"));
        check(
            "said Ruritanian Defence Minister Brigadier General Ana Ox.",
            "Ana Ox",
            Some("Ruritanian Defence Minister Brigadier General"),
        );
        check(
            "Ana Ox, an Oslo-based expert on dams, left.",
            "Ana Ox",
            Some("Oslo-based expert on dams"),
        );
        check("Ana Ox, professor of Law at Oslo, left.", "Ana Ox", Some("professor of Law"));
        check("Ana Ox, who left, said so.", "Ana Ox", None);
        check("“No,” said Ms. Ana Ox.", "Ana Ox", None);
        check("Ana Ox, 52, a lawyer based in Oslo, left.", "Ana Ox", Some("lawyer"));
        check("Ana Ox, minister for fisheries, left.", "Ana Ox", Some("minister for fisheries"));
        check(
            "said Ana Ox, founder and owner of the inn, in a statement.",
            "Ana Ox",
            Some("founder and owner of the inn"),
        );
        check("said Ana Ox, the retired judge who ran it.", "Ana Ox", Some("retired judge"));
    }

    #[test]
    fn a_role_ends_where_a_clause_begins() {
        for text in [
            "said Ana Ox, staring like a doctor at the wall.",
            "said Ana Ox, flanked by her lawyer.",
            "said Ana Ox, arms folded like a coach.",
            "said Ana Ox, when the mayor asked.",
            "said Ana Ox, a day after the mayor resigned.",
            "Unlike Ana Ox, the mayor voted for the bridge.",
            "With Ana Ox, the minister plans a bridge.",
            "Speaking of Ana Ox, the mayor of Lund laughed.",
            "When he met Ana Ox, the coach smiled.",
            "After talks with Ana Ox, the minister later said no.",
            "They had called Ana Ox, the mayor said on Monday.",
        ] {
            check(text, "Ana Ox", None);
        }
        check("Unlike Ana Ox, the mayor, Ben Hale came.", "Ana Ox", Some("mayor"));
        check("said Ana Ox, the mayor of Lund, on Monday.", "Ana Ox", Some("mayor of Lund"));
    }

    #[test]
    fn an_adverb_or_day_before_a_title_is_no_part_of_it() {
        let check = |text: &str, expected: Option<&str>| {
            let prose = Prose::new(text);
            let first = prose.token_at(text.find("Ana Ox").unwrap());
            assert_eq!(role_before(&prose, first).map(|r| r.of(text)), expected, "{text}");
        };
        for (opening, role) in [
            ("Yesterday Senator", "Senator"),
            ("Tonight Governor", "Governor"),
            ("Ironically Judge", "Judge"),
            ("Unlike Mayor", "Mayor"),
            ("Asked Mayor", "Mayor"),
            ("Praising Coach", "Coach"),
            ("“No.” Soon Mayor", "Mayor"),
            ("Retired General", "Retired General"),
            ("Former Mayor", "Former Mayor"),
            ("Reading Mayor", "Reading Mayor"),
            ("Ruritanian President", "Ruritanian President"),
        ] {
            check(&format!("{opening} Ana Ox left."), Some(role));
        }
        check("He said that on Tuesday Senator Ana Ox left.", Some("Senator"));
    }
}
