//! From tagged runs of tokens to bare names: what is no part of a name goes, and so does what is no
//! name at all.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::annotate::entities::name_parts::word_set;
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::boilerplate_names::BoilerplateNames;
use crate::annotate::names::consistency::{agree, is_ticker};
use crate::annotate::names::label;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger::TaggedSpan;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::annotate::names::tickers::{is_code, is_index};
use crate::model::{EntityKind, Span};
use crate::text::{Case, TokenKind};

/// Titles that the tagger may leave in a name on purpose ("Prince Harry", "Pope Francis").
const KEPT: &[&str] = &[
    "prince", "princess", "king", "queen", "pope", "lord", "lady", "saint", "st", "sheikh",
    "sheik", "sultan", "emperor", "empress", "duke", "duchess", "count", "countess", "baron",
    "baroness", "st.", "father", "brother", "sister", "mother", "uncle", "aunt", "chief",
    "private", "general", "major", "judge", "dean", "king",
];

/// The names of a input, groups among them, in order.
pub fn postprocess(input: &TaggerInput<'_, '_>, tagged: &[TaggedSpan]) -> Vec<Name> {
    let mut names = Vec::with_capacity(tagged.len() + tagged.len() / 4);
    for name in tagged {
        let Some(kind) = label::entity_kind(name.kind) else { continue };
        if let Some((start, end)) = trim(input, name.start, name.end, kind)
            && !is_junk(input, start, end, kind)
        {
            let group = is_group(input, start, end, kind) || is_wing(input, start, end);
            let kind = if group { EntityKind::Group } else { kind };
            names.push(named(input, start, end, kind));
        }
    }
    let noise = BoilerplateNames::new(input);
    noise.clean(input.prose, &mut names);
    agree(input, &mut names);
    add_groups(input, &mut names);
    noise.clean(input.prose, &mut names);
    names
}

fn named(input: &TaggerInput<'_, '_>, start: usize, end: usize, kind: EntityKind) -> Name {
    let tokens = &input.prose.tokens;
    Name { span: Span::new(tokens[start].span.start, tokens[end - 1].span.end), kind, start, end }
}

/// The name without article, title, possessive and marks at its ends; `None` if nothing is left.
fn trim(
    input: &TaggerInput<'_, '_>,
    mut start: usize,
    mut end: usize,
    kind: EntityKind,
) -> Option<(usize, usize)> {
    let prose = input.prose;
    while start < end {
        let token = &prose.tokens[start];
        let word = prose.word(start);
        let more = end - start > 1;
        let drops = match token.kind {
            TokenKind::Punct | TokenKind::QuoteMark | TokenKind::Clitic => {
                !matches!(word, "@" | "#") || kind == EntityKind::Person
            }
            TokenKind::Address => true,
            TokenKind::Number => false,
            TokenKind::Word => {
                let small = word.to_lowercase();
                let title = input.flags[start].intersects(ListFlags::TITLE)
                    && !KEPT.contains(&small.trim_end_matches('.'));
                (more && matches!(small.as_str(), "the" | "a" | "an"))
                    || (more
                        && input.flags[start].intersects(ListFlags::CALENDAR)
                        && !input.flags[start + 1].intersects(ListFlags::CALENDAR)
                        && kind == EntityKind::Person
                        && small.len() > 4)
                    || (more
                        && kind == EntityKind::Person
                        && title
                        && !input.flags[start].intersects(ListFlags::SURNAME))
                    || (more
                        && kind == EntityKind::Person
                        && matches!(
                            small.as_str(),
                            "mr" | "mrs"
                                | "ms"
                                | "mr."
                                | "mrs."
                                | "ms."
                                | "dr."
                                | "sen."
                                | "rep."
                                | "gov."
                                | "president"
                                | "senator"
                        ))
                    || (more && kind == EntityKind::Person && opens(input, start))
                    // "Scotsman Hamish Ox", "Ethiopians Ana Ox".
                    || (end - start > 2 && kind == EntityKind::Person && input.flags[start].intersects(ListFlags::GROUP)
                        && !input.flags[start].intersects(ListFlags::PERSON_NAME))
            }
        };
        // "Shares of Harker Inc".
        let of = more
            && end - start > 2
            && matches!(prose.word(start + 1), "of" | "in")
            && matches!(
                word,
                "Shares"
                    | "Stock"
                    | "Stocks"
                    | "Members"
                    | "Citizens"
                    | "Residents"
                    | "Officials"
                    | "Leaders"
                    | "Supporters"
                    | "Analysts"
            );
        if !(drops || of) {
            break;
        }
        start += if of { 2 } else { 1 };
    }
    while end > start {
        let token = &prose.tokens[end - 1];
        let drops = match token.kind {
            TokenKind::Punct => !matches!(prose.word(end - 1), "!" | "+"),
            TokenKind::QuoteMark | TokenKind::Clitic | TokenKind::Address => true,
            TokenKind::Number => kind == EntityKind::Person,
            TokenKind::Word
                if end - start > 1
                    && (is_ticker(prose.word(end - 1)) || is_code(prose, end - 1)) =>
            {
                true
            }
            // "House Majority Leader", whose last word is a title.
            TokenKind::Word
                if end - start > 1
                    && kind == EntityKind::Organisation
                    && matches!(prose.word(end - 1), "Majority" | "Minority") =>
            {
                true
            }
            TokenKind::Word => {
                token.case == Case::Lower
                    && end - start > 1
                    && matches!(
                        prose.word(end - 1),
                        "of" | "the" | "and" | "for" | "in" | "on" | "at" | "a" | "to"
                    )
            }
        };
        if !drops {
            break;
        }
        end -= 1;
    }
    (start < end).then_some((start, end))
}

/// Whether the token is a plain word that is capitalised because the sentence begins there
/// ("Meanwhile Harker").
fn opens(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let word = input.prose.word(at);
    let first = at == 0 || input.prose.sentence_of(at) != input.prose.sentence_of(at - 1);
    first
        && (input.stands_small(at) && !input.flags[at].intersects(ListFlags::PERSON_NAME)
            || matches!(
                word,
                "Meanwhile"
                    | "But"
                    | "And"
                    | "While"
                    | "When"
                    | "Earlier"
                    | "Said"
                    | "Asked"
                    | "Then"
                    | "As"
                    | "If"
                    | "For"
                    | "In"
            ))
}

fn is_junk(input: &TaggerInput<'_, '_>, start: usize, end: usize, kind: EntityKind) -> bool {
    let prose = input.prose;
    let letters = (start..end).any(|at| prose.word(at).chars().any(char::is_alphabetic));
    if !letters {
        return true;
    }
    if end - start == 1 {
        let word = prose.word(start);
        let bits = input.flags[start];
        if bits.intersects(ListFlags::CALENDAR)
            && (!bits.intersects(ListFlags::SURNAME) || matches!(word.len(), 3 | 6..))
            && word != "April"
            && word != "June"
            && word != "May"
        {
            return true;
        }
        if prose.tokens[start].kind == TokenKind::Word && is_function_word(word) {
            return true;
        }
        if kind == EntityKind::Person
            && bits.intersects(ListFlags::TITLE)
            && !bits.intersects(ListFlags::PERSON_NAME)
        {
            return true;
        }
        if kind == EntityKind::Person && word.chars().count() == 1 {
            return true;
        }
        if word.contains('.')
            && [".com", ".org", ".net", ".co"].iter().any(|end| word.ends_with(end))
        {
            return kind == EntityKind::Person || kind == EntityKind::Place;
        }
        // A handle: "@AnaOx", "theRealAnaOx".
        if is_handle(word) || (start > 0 && prose.word(start - 1) == "@") {
            return true;
        }
        if is_code(prose, start) || is_index(prose, start) {
            return true;
        }
    }
    // "Tennessee Republican".
    let last = input.flags[end - 1];
    if kind == EntityKind::Person
        && end - start > 1
        && last.intersects(ListFlags::GROUP)
        && !last.intersects(ListFlags::SURNAME)
    {
        return true;
    }
    if end - start > 1 && is_party_adjective(input, start, end) {
        return true;
    }
    if is_party_mark(prose.word(start)) {
        return true;
    }
    // "Hale v. Reed" is a case, and its parties' surnames are nobody's in the news.
    if kind == EntityKind::Person
        && end - start == 1
        && (matches!(prose.word(end), "v." | "v")
            || start > 0 && matches!(prose.word(start - 1), "v." | "v"))
    {
        return true;
    }
    // "US$3 billion".
    if prose.tokens.get(end).is_some_and(|t| {
        t.span.start == prose.tokens[end - 1].span.end
            && prose.word(end).starts_with(['$', '€', '£'])
    }) {
        return true;
    }
    kind == EntityKind::Organisation && is_credit(input, start, end)
}

/// "R-Texas", "D-Calif".
fn is_party_mark(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('R' | 'D' | 'I'))
        && chars.next() == Some('-')
        && chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_lowercase)
        && word != "D-Day"
}

/// Words in small letters but for capitals within, as accounts are named: not "eBay", "iPhone".
fn is_handle(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && word.len() > 8
        && !word.contains('-')
        && word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// Whether the words before the last say only where the members of a party sit: "House", "Texas".
fn sits(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> bool {
    (start..end - 1).all(|at| {
        (input.flags[at].intersects(ListFlags::PLACE_NAME) && input.prose.word(at) != "Liberal")
            || matches!(input.prose.word(at), "House" | "Senate" | "Assembly" | "Congressional")
    })
}

/// "Texas Republican".
fn is_party_adjective(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> bool {
    matches!(input.prose.word(end - 1), "Republican" | "Democrat" | "Democratic")
        && sits(input, start, end)
}

/// "Senate Democrats".
fn is_wing(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> bool {
    end - start > 1
        && matches!(input.prose.word(end - 1), "Republicans" | "Democrats")
        && sits(input, start, end)
}

/// Words that are never a name by themselves, however printed.
fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| word_set(include_str!("../lexicon/no_names.txt")));
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "I"
            | "It"
            | "He"
            | "She"
            | "We"
            | "They"
            | "You"
            | "His"
            | "Her"
            | "Its"
            | "My"
            | "This"
            | "That"
            | "But"
            | "And"
            | "In"
            | "On"
            | "At"
            | "If"
            | "THE"
            | "AND"
            | "OF"
            | "IN"
            | "FOR"
            | "TO"
            | "A."
    ) || WORDS.contains(word.trim_end_matches('.').to_lowercase().as_str())
}

/// Whether the name is the agency's credit in a dateline: "OSLO (Reuters) -" at the head of a paragraph.
fn is_credit(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> bool {
    let prose = input.prose;
    let closes = prose.word(end) == ")" && matches!(prose.word(end + 1), "-" | "–" | "—" | "--");
    if !(closes && start > 0 && prose.word(start - 1) == "(") {
        return false;
    }
    let sentence = &prose.sentences[prose.sentence_of(start)];
    start - sentence.tokens.start < 16
}

/// Whether what was tagged a body or place is a group of people by the list.
fn is_group(input: &TaggerInput<'_, '_>, start: usize, end: usize, kind: EntityKind) -> bool {
    let bits = input.flags[start];
    let whole = if end - start == 1 {
        bits.intersects(ListFlags::GROUP)
    } else {
        bits.intersects(ListFlags::GROUP)
            && bits.intersects(ListFlags::PHRASE_BEGINS)
            && (start + 1..end).all(|at| {
                input.flags[at].intersects(ListFlags::GROUP)
                    && input.flags[at].intersects(ListFlags::PHRASE_CONTINUES)
            })
    };
    whole
        && match kind {
            EntityKind::Organisation | EntityKind::Place => !bits.intersects(ListFlags::PLACE_NAME),
            _ => false,
        }
}

/// Adds the capitalised words and phrases of the list that lie in no name.
fn add_groups(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut groups = Vec::new();
    let mut taken = names.iter().peekable();
    for stretch in &input.stretches {
        let mut at = stretch.start;
        while at < stretch.end {
            while taken.peek().is_some_and(|name| name.end <= at) {
                taken.next();
            }
            if let Some(name) = taken.peek().filter(|name| name.start <= at) {
                at = name.end;
                continue;
            }
            let mut end = at + 1;
            if input.flags[at].intersects(ListFlags::GROUP) && input.prose.tokens[at].has_capital()
            {
                if input.flags[at].intersects(ListFlags::PHRASE_BEGINS) {
                    while end < stretch.end
                        && input.flags[end].contains(ListFlags::GROUP | ListFlags::PHRASE_CONTINUES)
                    {
                        end += 1;
                    }
                }
                let free = taken.peek().is_none_or(|name| end <= name.start);
                if free
                    && !(input.flags[at].intersects(ListFlags::SURNAME | ListFlags::CITY)
                        && !input.flags[at].intersects(ListFlags::PHRASE_BEGINS)
                        && input.stands_small(at))
                {
                    groups.push(named(input, at, end, EntityKind::Group));
                }
            }
            at = end;
        }
    }
    if !groups.is_empty() {
        names.extend(groups);
        names.sort_by_key(|name| name.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let notes = annotate(text);
        let found: Vec<(&str, &str)> =
            notes.mentions.iter().map(|m| (m.span.of(text), m.kind.tag())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_parties_and_wings_are_no_names() {
        check("Sen. Maria Hale , D-Calif. , left.", &[("Maria Hale", "PER")]);
        check("He said Senate Democrats would wait.", &[("Senate Democrats", "NORP")]);
        assert!(is_party_mark("R-Texas") && !is_party_mark("D-Day"));
        assert!(!is_party_mark("I-95") && !is_party_mark("R-TX"));
    }

    #[test]
    fn accounts_are_no_names() {
        assert!(is_handle("theRealAnaOx") && !is_handle("eBay") && !is_handle("iPhone"));
    }
}
