//! The role that a text gives with a name: "US President" before it, "an expert on rivers" after it.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::annotate::entities::name_parts::{TITLES, fold, word_set};
use crate::model::Span;
use crate::text::{Case, Prose, TokenKind, starts_sentence};

/// Nouns that say what a person is.
static NOUNS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../lexicon/roles.txt")));

/// Forms of address: they go before a name and are no role.
const ADDRESS: &[&str] =
    &["mr", "mrs", "ms", "miss", "mx", "messrs", "mister", "madam", "sir", "dr", "st"];

/// The longest role, in tokens.
const LONGEST: usize = 14;

/// The role that stands right before the name whose first token is `at`, within its sentence.
pub fn before(prose: &Prose<'_>, at: usize) -> Option<Span> {
    let sentence = prose.sentences.get(prose.sentence_of(at))?;
    let from = sentence.tokens.start;
    let mut start = at;
    // "former Mr. Speaker Ox" has its address skipped, wherever it stands.
    while start > from && ADDRESS.contains(&fold(prose.word(start - 1)).as_str()) {
        start -= 1;
    }
    let end = start;
    let mut titled = false;
    while start > from && end - start < LONGEST {
        let token = &prose.tokens[start - 1];
        let word = fold(prose.word(start - 1));
        if token.kind == TokenKind::Punct
            && matches!(prose.word(start - 1), "-" | "&")
            && titled
            && start > from + 1
        {
            start -= 1;
            continue;
        }
        if token.kind != TokenKind::Word || ADDRESS.contains(&word.as_str()) {
            break;
        }
        let title = TITLES.contains(word.as_str()) || NOUNS.contains(word.as_str());
        let modifies = titled
            && ((token.has_capital()
                && !(start - 1 == from
                    && (is_opener(&word) || starts_sentence(prose.word(start - 1)))))
                || is_modifier(&word));
        if !(title || modifies) {
            break;
        }
        titled |= title;
        start -= 1;
    }
    while start < end && matches!(prose.word(start), "-" | "of" | "The" | "the") {
        start += 1;
    }
    (titled && start < end)
        .then(|| Span::new(prose.tokens[start].span.start, prose.tokens[end - 1].span.end))
}

/// Small words that stand between or before titles: "foreign ministry spokesman".
fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "foreign"
            | "former"
            | "prime"
            | "deputy"
            | "defence"
            | "defense"
            | "finance"
            | "interior"
            | "vice"
            | "senior"
            | "chief"
            | "ministry"
            | "party"
            | "government"
            | "state"
            | "opposition"
            | "acting"
            | "police"
            | "company"
            | "campaign"
            | "house"
            | "majority"
            | "minority"
            | "team"
            | "health"
            | "justice"
            | "trade"
            | "press"
            | "national"
            | "security"
            | "presidential"
            | "democratic"
            | "republican"
            | "executive"
            | "co"
            | "research"
    )
}

/// Capitalised only because the sentence begins there.
fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "but"
            | "and"
            | "in"
            | "on"
            | "when"
            | "while"
            | "as"
            | "after"
            | "if"
            | "said"
    )
}

/// The role in the words after the name, whose last token is `last`: an appositive between commas.
pub fn after(prose: &Prose<'_>, last: usize) -> Option<Span> {
    let sentence = prose.sentences.get(prose.sentence_of(last))?;
    let to = sentence.tokens.end.min(last + 2 + LONGEST + 6);
    if prose.word(last + 1) != "," || last + 2 >= to {
        return None;
    }
    let mut start = last + 2;
    let article =
        matches!(prose.word(start), "a" | "an" | "the" | "one" | "its" | "his" | "her" | "their");
    if article {
        start += 1;
    }
    let first = prose.tokens.get(start)?;
    let clause = [
        "who", "which", "whose", "where", "when", "as", "and", "or", "with", "but", "in", "then",
        "while",
    ];
    if first.kind != TokenKind::Word || clause.contains(&prose.word(start)) {
        return None;
    }
    let mut end = start;
    let mut noun = None;
    while end < to {
        let token = &prose.tokens[end];
        let word = prose.word(end);
        let stops = match token.kind {
            TokenKind::Punct => !matches!(word, "-" | "&" | "/"),
            TokenKind::QuoteMark | TokenKind::Address => true,
            TokenKind::Word => {
                noun.is_some()
                    && matches!(
                        word,
                        "who"
                            | "which"
                            | "whose"
                            | "that"
                            | "at"
                            | "said"
                            | "says"
                            | "told"
                            | "tells"
                            | "was"
                            | "is"
                            | "has"
                            | "had"
                    )
            }
            _ => false,
        };
        if stops {
            break;
        }
        let folded = fold(word);
        let is_noun = NOUNS.contains(folded.as_str())
            || (TITLES.contains(folded.as_str()) && !is_modifier(&folded));
        if noun.is_none() && token.kind == TokenKind::Word && is_noun {
            noun = Some(end);
        }
        end += 1;
    }
    let noun = noun?;
    // Without an article the noun stands at or near the front: "professor of law", "Oslo-based expert".
    let near = if article { 8 } else { 4 };
    // "Ana Ox, Senator Ben Hale and …" is a list of people: a bare capitalised title is no appositive.
    let enumeration = !article
        && prose.tokens[noun].case == Case::Capitalised
        && noun == start
        && prose.tokens.get(noun + 1).is_some_and(|t| t.has_capital());
    (noun - start <= near && end - start <= LONGEST + 4 && !enumeration)
        .then(|| Span::new(prose.tokens[start].span.start, prose.tokens[end - 1].span.end))
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
            let role = before(&prose, first).or_else(|| after(&prose, last));
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
