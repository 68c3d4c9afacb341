//! Rules that tell what was tagged a name and is none.
//!
//! Each rule is one function with its examples. Those for a single word are asked of runs of one
//! token only, the others of all; one rule that applies is enough.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::annotate::names::tagger_input::is_date;
use crate::annotate::names::tickers::{is_code, is_index, is_ticker};
use crate::model::EntityKind;
use crate::text::Case;
use crate::text::TokenKind;

/// A rule: true if the run is no name.
type Rule = fn(&Candidate<'_, '_, '_>) -> bool;

const RULES_FOR_ONE_WORD: &[Rule] = &[
    date,
    function_word,
    participle,
    title,
    single_letter,
    label_of_initials,
    account,
    code_of_index,
    ticker,
];

const RULES: &[Rule] =
    &[labels, party_member, party_adjective, party_mark, party_to_a_case, amount, agency_credit];

/// Tokens from the start of a sentence within which an agency's credit stands.
const MAX_DATELINE_TOKENS: usize = 16;

/// Most bytes of the initials by which an interview calls those who speak.
const MAX_INITIALS: usize = 3;

/// True if the run is no name.
pub fn is_no_name(candidate: &Candidate<'_, '_, '_>) -> bool {
    let prose = candidate.input.prose;
    if !(candidate.start..candidate.end).any(|at| prose.word(at).chars().any(char::is_alphabetic)) {
        return true;
    }
    if candidate.token_count() == 1 {
        // "Harker.com" is a company or nothing.
        if is_domain(candidate.first_word()) {
            return candidate.kind != EntityKind::Organisation;
        }
        if RULES_FOR_ONE_WORD.iter().any(|rule| rule(candidate)) {
            return true;
        }
    }
    RULES.iter().any(|rule| rule(candidate))
}

/// "HRK.N" in the brackets behind a company.
fn ticker(candidate: &Candidate<'_, '_, '_>) -> bool {
    let before = candidate.start.checked_sub(1).map(|at| candidate.input.prose.word(at));
    matches!(before, Some("(" | "<")) && is_ticker(candidate.first_word())
}

fn is_domain(word: &str) -> bool {
    word.contains('.') && [".com", ".org", ".net", ".co"].iter().any(|end| word.ends_with(end))
}

/// "Monday", "March".
fn date(candidate: &Candidate<'_, '_, '_>) -> bool {
    is_date(candidate.first_flags(), candidate.first_word())
}

/// "The", "UPDATE": words that are never a name by themselves, however printed.
fn function_word(candidate: &Candidate<'_, '_, '_>) -> bool {
    let word = candidate.first_word();
    candidate.input.prose.tokens[candidate.start].kind == TokenKind::Word
        && (is_word_of(WordClass::FUNCTION_WORD, word)
            || is_word_of(WordClass::NO_NAME, word.trim_end_matches('.').to_lowercase().as_str()))
}

/// "MUST WATCH", "Replay More Videos": labels of a page, whatever their number.
fn labels(candidate: &Candidate<'_, '_, '_>) -> bool {
    let is_label = |at: usize| {
        let word = candidate.input.prose.word(at).trim_end_matches('.').to_lowercase();
        is_word_of(WordClass::NO_NAME, &word)
    };
    candidate.token_count() > 1 && (candidate.start..candidate.end).all(is_label)
}

/// "Speaking" at the head of a sentence; not "Manning", which is a name as well.
fn participle(candidate: &Candidate<'_, '_, '_>) -> bool {
    let (prose, start) = (candidate.input.prose, candidate.start);
    let lists = ListFlags::PERSON_NAME | ListFlags::PLACE_NAME;
    let calendar = |at: usize| {
        candidate.input.flags.get(at).is_some_and(|f: &ListFlags| f.contains(ListFlags::CALENDAR))
    };
    candidate.is_person()
        && candidate.first_word().len() > 5
        && candidate.first_word().ends_with("ing")
        && !candidate.first_flags().intersects(lists)
        && (start == 0 || prose.sentence_of(start) != prose.sentence_of(start - 1))
        && (matches!(prose.word(candidate.end), "on" | "at" | "in" | "to" | "from" | "with")
            || calendar(candidate.end))
}

/// "Minister" alone; not "Dean", which is a name as well.
fn title(candidate: &Candidate<'_, '_, '_>) -> bool {
    let flags = candidate.first_flags();
    candidate.is_person()
        && flags.contains(ListFlags::TITLE)
        && !flags.intersects(ListFlags::PERSON_NAME)
}

/// "Q" and "A." in an interview of questions and answers.
fn single_letter(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.is_person() && candidate.first_word().trim_end_matches('.').chars().count() == 1
}

/// "AO:" before what Ana Ox said in an interview.
fn label_of_initials(candidate: &Candidate<'_, '_, '_>) -> bool {
    let prose = candidate.input.prose;
    candidate.is_person()
        && prose.tokens[candidate.start].case == Case::Upper
        && candidate.first_word().len() <= MAX_INITIALS
        && prose.word(candidate.end) == ":"
}

/// "@AnaOx", "theRealAnaOx".
fn account(candidate: &Candidate<'_, '_, '_>) -> bool {
    is_handle(candidate.first_word()) || candidate.word_before() == "@"
}

/// True if a word is in small letters but for capitals within, as accounts are named: not "eBay",
/// "iPhone".
fn is_handle(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && word.len() > 8
        && !word.contains('-')
        && word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// ".HRKX", "HRK, +0.68%".
fn code_of_index(candidate: &Candidate<'_, '_, '_>) -> bool {
    let prose = candidate.input.prose;
    is_code(prose, candidate.start) || is_index(prose, candidate.start)
}

/// "Tennessee Republican" as a person.
fn party_member(candidate: &Candidate<'_, '_, '_>) -> bool {
    let last = candidate.input.flags[candidate.end - 1];
    candidate.is_person()
        && candidate.token_count() > 1
        && last.contains(ListFlags::GROUP)
        && !last.contains(ListFlags::SURNAME)
}

/// "Texas Republican", "House Democratic" as an organisation or place.
fn party_adjective(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && is_word_of(WordClass::PARTY, candidate.last_word())
        && candidate.names_seats()
}

/// "R-Texas", "D-Calif".
fn party_mark(candidate: &Candidate<'_, '_, '_>) -> bool {
    is_party_mark(candidate.first_word())
}

fn is_party_mark(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('R' | 'D' | 'I'))
        && chars.next() == Some('-')
        && chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_lowercase)
        && word != "D-Day"
}

/// "Hale" in "Hale v. Reed": the surnames of a case's parties are nobody's in the news.
fn party_to_a_case(candidate: &Candidate<'_, '_, '_>) -> bool {
    let versus = |word: &str| matches!(word, "v." | "v");
    candidate.is_person()
        && candidate.token_count() == 1
        && (versus(candidate.input.prose.word(candidate.end)) || versus(candidate.word_before()))
}

/// "US" in "US$3 billion", "US dollars".
fn amount(candidate: &Candidate<'_, '_, '_>) -> bool {
    let prose = candidate.input.prose;
    let dollars = matches!(candidate.first_word(), "US" | "U.S.")
        && candidate.token_count() == 1
        && matches!(prose.word(candidate.end), "$" | "dollar" | "dollars");
    dollars
        || prose.tokens.get(candidate.end).is_some_and(|next| {
            next.span.start == prose.tokens[candidate.end - 1].span.end
                && prose.word(candidate.end).starts_with(['$', '€', '£'])
        })
}

/// "Reuters" in "OSLO (Reuters) -" at the head of a paragraph.
fn agency_credit(candidate: &Candidate<'_, '_, '_>) -> bool {
    let (prose, start, end) = (candidate.input.prose, candidate.start, candidate.end);
    candidate.kind == EntityKind::Organisation
        && prose.word(end) == ")"
        && matches!(prose.word(end + 1), "-" | "–" | "—" | "--")
        && candidate.word_before() == "("
        && start - prose.sentences[prose.sentence_of(start)].tokens.start < MAX_DATELINE_TOKENS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_pages_are_no_names() {
        let text = "Replay More Videos ... MUST WATCH\n\nMaria Hale left.";
        let notes = crate::annotate::annotate(text);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["Maria Hale"]);
    }

    #[test]
    fn accounts_are_no_names() {
        assert!(is_handle("theRealAnaOx") && !is_handle("eBay") && !is_handle("iPhone"));
    }

    #[test]
    fn marks_of_parties_are_told_from_other_hyphens() {
        assert!(is_party_mark("R-Texas") && !is_party_mark("D-Day"));
        assert!(!is_party_mark("I-95") && !is_party_mark("R-TX"));
    }
}
