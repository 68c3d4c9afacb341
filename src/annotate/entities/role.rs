//! The role that a text gives with a name: "US President" before it, "an expert on rivers" after
//! it.

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of, word_class};
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
/// before "spokesman", "Ruritanian" before "Minister". `from` is the first token of the sentence.
fn modifies(prose: &Prose<'_>, from: usize, at: usize, class: WordClass) -> bool {
    let opens_sentence = || {
        at == from && (class.contains(WordClass::ROLE_OPENER) || starts_sentence(prose.word(at)))
    };
    class.contains(WordClass::ROLE_MODIFIER)
        || (prose.tokens[at].has_capital() && !opens_sentence())
}

/// The role in the words after the name, whose last token is `last`: an appositive between commas.
pub fn role_after(prose: &Prose<'_>, last: usize) -> Option<Span> {
    let sentence = prose.sentences.get(prose.sentence_of(last))?;
    let to = sentence.tokens.end.min(last + 2 + MAX_TOKENS + 6);
    if prose.word(last + 1) != "," || last + 2 >= to {
        return None;
    }
    let article = is_word_of(WordClass::DETERMINER, prose.word(last + 2));
    let start = last + 2 + usize::from(article);
    let first = prose.tokens.get(start)?;
    if first.kind != TokenKind::Word || is_word_of(WordClass::CLAUSE_OPENER, prose.word(start)) {
        return None;
    }
    let (noun, end) = noun_and_end(prose, start, to)?;
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

/// The noun of an appositive that begins at `start`, and the token after its last, `to` at most;
/// `None` if it has no noun that says what a person is.
fn noun_and_end(prose: &Prose<'_>, start: usize, to: usize) -> Option<(usize, usize)> {
    let mut noun = None;
    for at in start..to {
        let word = prose.word(at);
        let kind = prose.tokens[at].kind;
        let ends = match kind {
            TokenKind::Punct => !matches!(word, "-" | "&" | "/"),
            TokenKind::QuoteMark | TokenKind::Address => true,
            TokenKind::Word => noun.is_some() && is_word_of(WordClass::ROLE_END, word),
            TokenKind::Number | TokenKind::Clitic => false,
        };
        if ends {
            return noun.map(|noun| (noun, at));
        }
        if noun.is_none() && kind == TokenKind::Word && is_office_noun(word) {
            noun = Some(at);
        }
    }
    noun.map(|noun| (noun, to))
}

/// True for "expert", "minister"; not for "chief", which is a title but stands before others.
fn is_office_noun(word: &str) -> bool {
    let class = word_class(&fold(word));
    class.contains(WordClass::ROLE_NOUN)
        || (class.contains(WordClass::TITLE) && !class.contains(WordClass::ROLE_MODIFIER))
}

fn token_span(prose: &Prose<'_>, start: usize, end: usize) -> Span {
    Span::new(prose.tokens[start].span.start, prose.tokens[end - 1].span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_taken_as_printed() {
        let check = |text: &str, name: &str, expected: Option<&str>| {
            let prose = Prose::new(text);
            let at = text.find(name).unwrap();
            let (first, last) = (prose.token_at(at), prose.token_at(at + name.len() - 1));
            let role = role_before(&prose, first).or_else(|| role_after(&prose, last));
            assert_eq!(role.map(|r| r.of(text)), expected, "{text}");
        };
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
    }
}
