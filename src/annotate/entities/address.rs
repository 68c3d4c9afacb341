//! Address of a person by a mention: the title before the surname, and the relative it is called.
//!
//! Two people of one surname are told apart by it: "Mr" and "Mrs", "Senator" and "Judge".

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of, word_class};
use crate::annotate::gazetteer::{Gender, title_gender};
use crate::annotate::names::span::Name;
use crate::annotate::quotes::lexicon::{self, Pos, Subcat};
use crate::model::Span;
use crate::text::{Prose, TokenKind};

/// Classes of offices of which one person hardly holds two at one time.
const LINES: [WordClass; 4] = [
    WordClass::POLITICAL_OFFICE,
    WordClass::COURT_OFFICE,
    WordClass::POLICE_OFFICE,
    WordClass::TEAM_OFFICE,
];
/// Most tokens of an apposition up to its noun.
const MAX_APPOSITION: usize = 7;
/// Longest abbreviation of a title, in bytes.
const MAX_ABBREVIATION: usize = 4;

/// Address of one mention of a person.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// Title right before the surname, as printed.
    pub title: Option<Span>,
    /// Gender that the title tells.
    pub gender: Option<Gender>,
    /// Title, folded, if it is an office and no mere form of address.
    pub office: Option<String>,
    /// True if the mention calls the person somebody's relative: "his son Ben Ox".
    pub relative: bool,
    /// True if the mention says whose relative somebody else is: "the son of Ben Ox".
    pub has_relative: bool,
    /// True if a verb of saying stands beside the name: "said Ox", "Ox says", "his aunt, Ada Ox,
    /// says".
    pub speaks: bool,
    /// Sentence of the mention.
    pub sentence: usize,
}

impl Address {
    /// Address of the person whom `name` names.
    pub fn new(prose: &Prose<'_>, name: &Name) -> Self {
        let sentence = prose.sentence_of(name.start);
        let low = prose.sentences.get(sentence).map_or(0, |s| s.tokens.start);
        let title = title_within(prose, name).or_else(|| title_before(prose, low, name.start));
        let before = title.filter(|at| *at < name.start).unwrap_or(name.start);
        let full = name.end - name.start > 1;
        let titled = title.filter(|at| *at >= low && is_kin(prose, low, *at));
        let after = || kin_after(prose, name.end).filter(|_| full);
        let kin = titled.or_else(|| kin_before(prose, low, before, full)).or_else(after);
        let relative = kin.is_some();
        let comma = (prose.word(name.end) == ",").then_some(name.end + 1);
        let beside = [before.checked_sub(1).filter(|at| *at >= low), Some(name.end), comma];
        let speaks = beside.into_iter().flatten().any(|at| is_saying(prose, at));
        let gender = kin.and_then(|at| title_gender(&fold(prose.word(at))));
        let has_relative = full && has_relative(prose, low, before);
        let mut address =
            Self { gender, relative, has_relative, speaks, sentence, ..Self::default() };
        if let Some(at) = title {
            let folded = fold(prose.word(at));
            address.title = Some(prose.tokens[at].span);
            let told = !is_word_of(WordClass::COMMON_TITLE, &folded);
            address.gender = title_gender(&folded).filter(|_| told).or(gender);
            address.office = Some(folded).filter(|title| titled.is_none() && is_office(title));
        }
        address
    }
}

/// True if the word at `at` is a verb of saying in a finite form.
fn is_saying(prose: &Prose<'_>, at: usize) -> bool {
    let entry = lexicon::entry(prose.word(at));
    entry.subcat.intersects(Subcat::CLAUSE | Subcat::QUOTE) && entry.forms.intersects(Pos::FINITE)
}

/// The title that a name begins with: "Judge" of "Judge Ox", tagged as one name.
fn title_within(prose: &Prose<'_>, name: &Name) -> Option<usize> {
    let first = fold(prose.word(name.start));
    (name.token_count() > 1 && is_word_of(WordClass::TITLE, &first)).then_some(name.start)
}

/// The title before the token `start` of its sentence, which begins at `low`.
fn title_before(prose: &Prose<'_>, low: usize, start: usize) -> Option<usize> {
    let mut at = start.checked_sub(1).filter(|at| *at >= low)?;
    // "Sen . Ox" in taken-apart text.
    if prose.word(at) == "." && at > low {
        at -= 1;
    }
    let class = word_class(&fold(prose.word(at)));
    let is_title = class.contains(WordClass::TITLE)
        && (class.contains(WordClass::ADDRESS) || !class.contains(WordClass::ROLE_MODIFIER));
    (prose.tokens[at].kind == TokenKind::Word && is_title).then_some(at)
}

/// The noun for a relative before the token `at`: "his son Ben", "first lady", before a `full` name
/// also with a comma between them: "her husband, Ben Ox".
fn kin_before(prose: &Prose<'_>, low: usize, at: usize, full: bool) -> Option<usize> {
    let mut noun = at.checked_sub(1).filter(|before| *before >= low)?;
    if full && prose.word(noun) == "," && noun > low {
        noun -= 1;
    }
    is_kin(prose, low, noun).then_some(noun)
}

/// The noun for a relative of somebody in the apposition after a name that ends before the token
/// `end`: ", his wife", ", the mayor's eldest son", ", daughter of the mayor"; not ", a mother of
/// two".
fn kin_after(prose: &Prose<'_>, end: usize) -> Option<usize> {
    if prose.word(end) != "," {
        return None;
    }
    let mut owned = false;
    for at in end + 1..end + 1 + MAX_APPOSITION {
        let word = prose.word(at);
        if is_word_of(WordClass::KIN, &fold(word)) {
            // "Ana Ox, her brother and her sister" are three, "Ana Ox, a mother of two" is alone.
            let article = matches!(prose.word(end + 1), "a" | "an");
            let of = prose.word(at + 1) == "of" && !article;
            return (of || owned && prose.word(at + 1) != "and").then_some(at);
        }
        let kind = prose.tokens.get(at)?.kind;
        let possessive = kind == TokenKind::Clitic
            || at == end + 1 && lexicon::is_in(&fold(word), lexicon::WordClass::POSSESSIVE);
        owned |= possessive;
        let age = kind == TokenKind::Number || word == "-";
        if kind != TokenKind::Word && !possessive && !age {
            return None;
        }
    }
    None
}

/// True if "son of" and the like stand before the token `at`, with words that describe the person
/// between them or not: "grandson of noted architect".
fn has_relative(prose: &Prose<'_>, low: usize, at: usize) -> bool {
    for before in (low.max(at.saturating_sub(MAX_APPOSITION))..at).rev() {
        if prose.tokens[before].kind != TokenKind::Word {
            return false;
        }
        if prose.word(before) == "of" {
            return before > low && is_word_of(WordClass::KIN, &fold(prose.word(before - 1)));
        }
    }
    false
}

/// True if the word at `at` of a sentence that begins at `low` is a noun for a relative, or for the
/// spouse of a head of state.
fn is_kin(prose: &Prose<'_>, low: usize, at: usize) -> bool {
    let word = fold(prose.word(at));
    if is_word_of(WordClass::CONSORT, &word) {
        let former = |at: usize| is_word_of(WordClass::ROLE_MODIFIER, &fold(prose.word(at)));
        return at > low
            && prose.word(at - 1).eq_ignore_ascii_case("first")
            && !(at > low + 1 && former(at - 2));
    }
    is_word_of(WordClass::KIN, &word)
}

/// True for a title that says what somebody does: "senator", "dr"; not for "mr", "former".
fn is_office(title: &str) -> bool {
    let class = word_class(title);
    let learned = matches!(title, "dr" | "doctor" | "prof" | "professor");
    learned || !class.intersects(WordClass::ADDRESS | WordClass::ROLE_MODIFIER)
}

/// True if two titles are one: equal, or one the abbreviation of the other ("sen", "sgt").
pub fn is_same_office(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut letters = long.chars();
    short == long
        || short.len() <= MAX_ABBREVIATION
            && short.chars().next() == long.chars().next()
            && short.chars().all(|c| letters.any(|other| other == c))
}

/// True if one person hardly holds both offices: "senator", "judge".
pub fn is_other_line(a: &str, b: &str) -> bool {
    let line = |title: &str| {
        let class = word_class(title);
        LINES.iter().position(|line| class.intersects(*line))
    };
    matches!((line(a), line(b)), (Some(a), Some(b)) if a != b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_by_abbreviation_and_apart_by_line() {
        assert!(is_same_office("sen", "senator") && is_same_office("sgt", "sergeant"));
        assert!(!is_same_office("senator", "secretary") && !is_same_office("prof", "pastor"));
        assert!(is_other_line("senator", "judge") && is_other_line("coach", "sheriff"));
        assert!(!is_other_line("senator", "president") && !is_other_line("judge", "professor"));
    }
}
