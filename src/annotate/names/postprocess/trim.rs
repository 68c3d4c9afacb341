//! Rules that take from the ends of a tagged run what is no part of the name.
//!
//! Each rule is one function with its examples; the two tables say in which order they are asked.
//! The first that applies takes its tokens off, then all are asked again about what is left.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::annotate::names::tickers::{is_code, is_ticker};
use crate::model::EntityKind;
use crate::text::{Case, TokenKind};

/// A rule for the first tokens: the number of them that are no part of the name, 0 if the rule does
/// not apply. The string is the first word in small letters, empty if no other word follows it.
type LeadingRule = fn(&Candidate<'_, '_, '_>, &str) -> usize;

/// A rule for the last token: true if it is no part of the name.
type TrailingRule = fn(&Candidate<'_, '_, '_>) -> bool;

const LEADING_RULES: &[LeadingRule] = &[
    holder,
    leading_mark,
    leading_number,
    leading_button,
    leading_label,
    leading_joint,
    article,
    date,
    title,
    dropped_title,
    sentence_opener,
    nationality,
];

const TRAILING_RULES: &[TrailingRule] = &[
    trailing_mark,
    trailing_number,
    trailing_date,
    bracketed,
    button,
    ticker,
    leader_of_chamber,
    office,
    small_word,
];

/// The bare name within a tagged run; `None` if nothing is left.
pub fn trim<'i, 'p, 't>(mut candidate: Candidate<'i, 'p, 't>) -> Option<Candidate<'i, 'p, 't>> {
    while candidate.start < candidate.end {
        let lower = if candidate.token_count() > 1 && starts_with(&candidate, TokenKind::Word) {
            candidate.first_word().to_lowercase()
        } else {
            String::new()
        };
        let mut dropped = LEADING_RULES.iter().map(|rule| rule(&candidate, &lower));
        let Some(dropped) = dropped.find(|dropped| *dropped > 0) else { break };
        candidate.start += dropped;
    }
    while candidate.start < candidate.end && TRAILING_RULES.iter().any(|rule| rule(&candidate)) {
        candidate.end -= 1;
    }
    (candidate.start < candidate.end).then_some(candidate)
}

fn starts_with(candidate: &Candidate<'_, '_, '_>, kind: TokenKind) -> bool {
    candidate.input.prose.tokens[candidate.start].kind == kind
}

fn ends_with(candidate: &Candidate<'_, '_, '_>, kind: TokenKind) -> bool {
    candidate.input.prose.tokens[candidate.end - 1].kind == kind
}

/// "Shares of" before "Harker Inc", "Residents in" before "New Oslo".
fn holder(candidate: &Candidate<'_, '_, '_>, _: &str) -> usize {
    let holds = candidate.token_count() > 2
        && matches!(candidate.input.prose.word(candidate.start + 1), "of" | "in")
        && is_word_of(WordClass::HOLDER, candidate.first_word());
    if holds { 2 } else { 0 }
}

/// Marks, endings like 's, and addresses of the web; "@" and "#" stay unless a person is meant.
fn leading_mark(candidate: &Candidate<'_, '_, '_>, _: &str) -> usize {
    let drops = match candidate.input.prose.tokens[candidate.start].kind {
        TokenKind::Punct | TokenKind::QuoteMark | TokenKind::Clitic => {
            !matches!(candidate.first_word(), "@" | "#") || candidate.is_person()
        }
        TokenKind::Address => true,
        TokenKind::Number | TokenKind::Word => false,
    };
    usize::from(drops)
}

/// "1987-04-09" before "Ox": a date or code; not "50" before "Cent".
fn leading_number(candidate: &Candidate<'_, '_, '_>, _: &str) -> usize {
    let word = candidate.first_word();
    let drops = candidate.is_person()
        && candidate.token_count() > 1
        && starts_with(candidate, TokenKind::Number)
        && (word.len() > 4 || word.contains(|c: char| !c.is_ascii_digit()));
    usize::from(drops)
}

/// "UPDATE II -" before "Ox": a label of wires in capitals, and the number of a part.
fn leading_label(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    if candidate.token_count() < 2 || lower.is_empty() {
        return 0;
    }
    let prose = candidate.input.prose;
    let upper = |at: usize| prose.tokens.get(at).is_some_and(|token| token.case == Case::Upper);
    let label = candidate.is_person()
        && upper(candidate.start)
        && !upper(candidate.end - 1)
        && is_word_of(WordClass::NO_NAME, lower);
    let part = candidate.is_person()
        && matches!(prose.word(candidate.start + 1), "-" | "–" | "—")
        && candidate.first_word().chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    usize::from(label || part)
}

/// "and" before "Mrs. Ox".
fn leading_joint(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    let drops = candidate.input.prose.tokens[candidate.start].case == Case::Lower
        && matches!(lower, "and" | "for" | "of" | "in" | "on");
    usize::from(drops)
}

/// "CLOSE" before "Ana Ox": a button of the page, unless all of it is capitals.
fn leading_button(candidate: &Candidate<'_, '_, '_>, _: &str) -> usize {
    let next = candidate.input.prose.tokens.get(candidate.start + 1);
    let drops = candidate.token_count() > 1
        && is_word_of(WordClass::BUTTON, candidate.first_word())
        && next.is_some_and(|next| next.case != Case::Upper);
    usize::from(drops)
}

/// "the" before "Harker Group".
fn article(_: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    usize::from(matches!(lower, "the" | "a" | "an"))
}

/// "Monday" before "Ana Ox"; not "May" before "May Ox".
fn date(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    let drops = candidate.is_person()
        && lower.len() > 4
        && candidate.first_flags().contains(ListFlags::CALENDAR)
        && !candidate.input.flags[candidate.start + 1].contains(ListFlags::CALENDAR);
    usize::from(drops)
}

/// "Minister" before "Ana Ox"; not "Pope" before "Francis", nor "Judge" where it is a surname.
fn title(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    let drops = candidate.is_person()
        && !lower.is_empty()
        && candidate.first_flags().contains(ListFlags::TITLE)
        && !candidate.first_flags().contains(ListFlags::SURNAME)
        && !is_word_of(WordClass::KEPT_TITLE, lower.trim_end_matches('.'));
    usize::from(drops)
}

/// "Mrs." before "Ox", "Senator" before "Ana Ox", also where the word is a surname; "Chief
/// Executive" before "Ana Ox".
fn dropped_title(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    let second = candidate.input.prose.word(candidate.start + 1);
    if candidate.is_person()
        && candidate.token_count() > 2
        && lower == "chief"
        && matches!(second, "Executive" | "Justice" | "Minister")
    {
        return 2;
    }
    usize::from(candidate.is_person() && is_word_of(WordClass::DROPPED_TITLE, lower))
}

/// "Meanwhile" before "Ana Ox": a plain word that is capitalised because the sentence begins there.
fn sentence_opener(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    if !candidate.is_person() || lower.is_empty() {
        return 0;
    }
    let (input, at) = (candidate.input, candidate.start);
    let first = at == 0 || input.prose.sentence_of(at) != input.prose.sentence_of(at - 1);
    let plain = || {
        input.occurs_lowercase(at) && !candidate.first_flags().intersects(ListFlags::PERSON_NAME)
    };
    let opens = || is_word_of(WordClass::SENTENCE_OPENER, candidate.first_word());
    usize::from(first && (plain() || opens()))
}

/// "Scotsman" before "Hamish Ox", "Ethiopians" before "Ana Ox".
fn nationality(candidate: &Candidate<'_, '_, '_>, lower: &str) -> usize {
    let flags = candidate.first_flags();
    let drops = candidate.is_person()
        && !lower.is_empty()
        && candidate.token_count() > 2
        && flags.contains(ListFlags::GROUP)
        && !flags.intersects(ListFlags::PERSON_NAME);
    usize::from(drops)
}

/// Marks, endings like 's, and addresses of the web after a name; not "Yahoo!", "Disney+".
fn trailing_mark(candidate: &Candidate<'_, '_, '_>) -> bool {
    match candidate.input.prose.tokens[candidate.end - 1].kind {
        TokenKind::Punct => !matches!(candidate.last_word(), "!" | "+"),
        TokenKind::QuoteMark | TokenKind::Clitic | TokenKind::Address => true,
        TokenKind::Number | TokenKind::Word => false,
    }
}

/// "Ana Ox 34": an age or a figure is no part of a person's name.
fn trailing_number(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.is_person() && ends_with(candidate, TokenKind::Number)
}

/// "Ana Ox Monday", "CNN Tuesday": a day is no part of a name; not "Ana May", nor where a list has
/// the day in the name.
fn trailing_date(candidate: &Candidate<'_, '_, '_>) -> bool {
    let (flags, word) = (candidate.input.flags[candidate.end - 1], candidate.last_word());
    let is_date = (!flags.contains(ListFlags::SURNAME) || word.len() > 5)
        && !flags.intersects(ListFlags::FIRST_NAME);
    candidate.token_count() > 1
        && flags.contains(ListFlags::CALENDAR)
        && !flags.contains(ListFlags::PHRASE_CONTINUES)
        && match candidate.kind {
            EntityKind::Person => is_date,
            EntityKind::Organisation => word.ends_with("day") && candidate.token_count() == 2,
            _ => false,
        }
}

/// "Harker House Press Secretary", "Army Ranger": an office within a body is no part of the body's
/// name; not "Office of the Secretary".
fn office(candidate: &Candidate<'_, '_, '_>) -> bool {
    let (input, last) = (candidate.input, candidate.end - 1);
    if candidate.kind != EntityKind::Organisation || candidate.token_count() < 2 {
        return false;
    }
    let flags = input.flags[last];
    let names_office = flags.contains(ListFlags::TITLE)
        // Not "Texas Democrat", which is nobody's name as a whole.
        && !flags.intersects(
            ListFlags::PERSON_NAME | ListFlags::ORGANISATION_WORD | ListFlags::GROUP,
        );
    // "Press" is left of "Press Secretary".
    let modifies = is_word_of(WordClass::OFFICE_MODIFIER, candidate.last_word())
        && input.flags.get(candidate.end).is_some_and(|next| next.contains(ListFlags::TITLE));
    (names_office || modifies)
        && (candidate.start..last).all(|at| input.prose.tokens[at].case != Case::Lower)
}

/// "Ana Ox (arts)": a section of the page, or where somebody stands in a picture.
fn bracketed(candidate: &Candidate<'_, '_, '_>) -> bool {
    let prose = candidate.input.prose;
    candidate.token_count() > 2
        && prose.tokens[candidate.end - 1].case == Case::Lower
        && prose.word(candidate.end - 2) == "("
}

/// "Ana Ox MORE": a button of the page, unless all of it is capitals.
fn button(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && is_word_of(WordClass::BUTTON, candidate.last_word())
        && candidate.input.prose.tokens[candidate.end - 2].case != Case::Upper
}

/// "Harker HRK.N", "Harker HRK, +0.68%".
fn ticker(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && ends_with(candidate, TokenKind::Word)
        && (is_ticker(candidate.last_word()) || is_code(candidate.input.prose, candidate.end - 1))
}

/// "House Majority" of "House Majority Leader", whose last word is a title.
fn leader_of_chamber(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && candidate.kind == EntityKind::Organisation
        && matches!(candidate.last_word(), "Majority" | "Minority")
}

/// "Bank of" whose next word was not tagged.
fn small_word(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && ends_with(candidate, TokenKind::Word)
        && candidate.input.prose.tokens[candidate.end - 1].case == Case::Lower
        && is_word_of(WordClass::SMALL, candidate.last_word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::gazetteer::word_lists::embedded;
    use crate::annotate::names::tagger_input::TaggerInput;
    use crate::text::Prose;

    #[test]
    fn each_rule_takes_off_what_is_no_part_of_the_name() {
        use EntityKind::{Organisation, Person, Place};
        let check = |text: &str, kind: EntityKind, expected: &str| {
            let prose = Prose::new(text);
            let input = TaggerInput::new(&prose, embedded().unwrap());
            let tagged = Candidate { input: &input, start: 0, end: prose.tokens.len(), kind };
            let bare = trim(tagged).map_or("", |bare| {
                let tokens = &prose.tokens[bare.start..bare.end];
                &text[tokens[0].span.start..tokens[tokens.len() - 1].span.end]
            });
            assert_eq!(bare, expected, "{text}");
        };
        check("Shares of Harker Inc", Organisation, "Harker Inc");
        check("Residents in New Oslo", Place, "New Oslo");
        check("“ Ana Ox ”", Person, "Ana Ox");
        check("# Harker", Organisation, "# Harker");
        check("# Harker", Person, "Harker");
        check("the Harker Group", Organisation, "Harker Group");
        check("Monday Ana Ox", Person, "Ana Ox");
        check("Minister Ana Ox", Person, "Ana Ox");
        check("Pope Francis", Person, "Pope Francis");
        check("Mrs. Ox", Person, "Ox");
        check("Meanwhile Ana Ox", Person, "Ana Ox");
        check("Scotsman Hamish Ox", Person, "Hamish Ox");
        check("Yahoo !", Organisation, "Yahoo !");
        check("Ana Ox 34", Person, "Ana Ox");
        check("Harker HRK.N", Organisation, "Harker");
        check("CLOSE Ana Ox", Person, "Ana Ox");
        check("Ana Ox MORE", Person, "Ana Ox");
        check("Ana Ox ( arts )", Person, "Ana Ox");
        check("ADVERTISEMENT Ana Ox (video)", Person, "Ana Ox");
        check("GLENN CLOSE", Person, "GLENN CLOSE");
        check("1987-04-09 Ox", Person, "Ox");
        check("50 Cent", Person, "50 Cent");
        check("UPDATE II - Ox", Person, "Ox");
        check("and Mrs. Ox", Person, "Ox");
        check("Ana Ox Monday", Person, "Ana Ox");
        check("Harker Tuesday", Organisation, "Harker");
        check("Texas Democrat", Organisation, "Texas Democrat");
        check("Senators Ox", Person, "Ox");
        check("Coach Ana Ox", Person, "Ana Ox");
        check("Chief Executive Ana Ox", Person, "Ana Ox");
        check("Harker House Press Secretary", Organisation, "Harker House");
        check("Office of the Secretary", Organisation, "Office of the Secretary");
        check("House Majority", Organisation, "House");
        check("Bank of", Organisation, "Bank");
        check("”", Organisation, "");
    }
}
