//! Signs of a name's kind that are certain where they stand, carried to its other mentions.
//!
//! The tagger weighs words; it has no way to know that a ticker in brackets or "Inc" settles the
//! matter for a whole article. These few rules do, and only they overrule it.

use rustc_hash::FxHashSet;

use crate::annotate::gazetteer::companies::{CompanyEntry, find_company};
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::hash;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::{Casing, Sequence, TaggerInput};
use crate::annotate::names::tickers::{has_ticker, is_traded};
use crate::model::{EntityKind, Span};
use crate::text::{Case, TokenKind};

/// Longest person's name that an honorific alone adds, in tokens.
const MAX_ADDED_TOKENS: usize = 4;

/// Corrects the kinds of the names of a text, and adds surnames that were passed over.
pub fn make_consistent(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut signs = Signs::collect(input, names);
    keep_possessives(input, &mut signs, names);
    for name in names.iter_mut() {
        signs.correct(input, name);
    }
    drop_commodities(input, &signs.surnames, names);
    part_headlines(input, &signs.surnames, names);
    join_capitals(input, names);
    add_persons(input, &signs.surnames, names);
}

/// Certain signs of a text, as hashes of names or words in small letters.
#[derive(Debug, Default)]
struct Signs {
    /// Companies, by all their words but the legal form.
    companies: FxHashSet<u64>,
    /// Words of companies that look like people: "Lilly", "Schwab".
    company_words: FxHashSet<u64>,
    /// Surnames of persons named in full.
    surnames: FxHashSet<u64>,
    /// Places of one word.
    places: FxHashSet<u64>,
}

impl Signs {
    /// Collects the signs, and makes organisations of the names that bear one of a company.
    fn collect(input: &TaggerInput<'_, '_>, names: &mut [Name]) -> Self {
        let mut signs = Self::default();
        for name in names {
            let bare = end_without_legal_form(input, name);
            let listed = find_company(&input.lower[name.start..bare]) == Some(CompanyEntry::Always);
            let several = name.token_count() > 1;
            if bare < name.end || has_ticker(input.prose, name.end) || listed {
                if several && (listed || name.kind == EntityKind::Person) {
                    signs.company_words.insert(input.lower[bare - 1]);
                    if !input.flags[name.start].intersects(ListFlags::FIRST_NAME) {
                        signs.company_words.insert(input.lower[name.start]);
                    }
                }
                name.kind = EntityKind::Organisation;
                signs.companies.insert(key(input, name.start, bare));
            } else if name.kind != EntityKind::Group && is_traded(input.prose, name.start, name.end)
            {
                signs.companies.insert(key(input, name.start, name.end));
            } else if name.kind == EntityKind::Person && several {
                let surname = surname_of(input, name);
                // Not the number of "Elizabeth I", which is a pronoun elsewhere.
                if input.prose.word(surname).len() > 1 {
                    signs.surnames.insert(input.lower[surname]);
                }
            } else if name.kind == EntityKind::Place && !several {
                signs.places.insert(input.lower[name.start]);
            }
        }
        signs
    }

    /// Gives a name the kind that the signs tell.
    fn correct(&self, input: &TaggerInput<'_, '_>, name: &mut Name) {
        let first = input.lower[name.start];
        let is_place = input.flags[name.start].intersects(ListFlags::PLACE_NAME);
        let alone = name.token_count() == 1;
        let is_surname = self.surnames.contains(&input.lower[name.end - 1]);
        if matches!(name.kind, EntityKind::Person | EntityKind::Place) {
            let is_person = name.kind == EntityKind::Person;
            let company_word = is_person && alone && self.company_words.contains(&first);
            let company =
                company_word || self.companies.contains(&key(input, name.start, name.end));
            if company && !(alone && (is_surname || (is_place && !is_person))) {
                name.kind = EntityKind::Organisation;
            }
        }
        if alone
            && !matches!(name.kind, EntityKind::Person | EntityKind::Group)
            && follows_honorific(input, name.start)
        {
            name.kind = EntityKind::Person;
        }
        // "Ana Ox Jr." is nobody but a person.
        if !alone && matches!(input.prose.word(name.end - 1), "Jr." | "Jr" | "Sr." | "Sr") {
            name.kind = EntityKind::Person;
        }
        // "Jordan" in an article that elsewhere means the country by it.
        if name.kind == EntityKind::Person
            && alone
            && is_place
            && !is_surname
            && (self.places.contains(&first) || is_surely_place(input, name))
            && !follows_title(input, name.start)
        {
            name.kind = EntityKind::Place;
        }
        // "Harker" in an article about Ana Harker.
        if alone
            && is_surname
            && !is_place
            && !self.companies.contains(&first)
            && matches!(name.kind, EntityKind::Organisation | EntityKind::Place)
        {
            name.kind = EntityKind::Person;
        }
    }
}

/// Gives names that end in 's by nature their ending back: "Moody's".
fn keep_possessives(input: &TaggerInput<'_, '_>, signs: &mut Signs, names: &mut [Name]) {
    for at in 0..names.len() {
        let name = names[at];
        if !is_possessive(input, name.end) || names.get(at + 1).is_some_and(|n| n.start <= name.end)
        {
            continue;
        }
        let is_person =
            signs.surnames.contains(&input.lower[name.end - 1]) || follows_title(input, name.start);
        let is_company = match find_company(&input.lower[name.start..name.end]) {
            Some(CompanyEntry::IfPossessive) => !is_person,
            Some(CompanyEntry::PerhapsIfPossessive) => {
                !is_person && name.kind == EntityKind::Organisation
            }
            _ => false,
        };
        if is_company {
            signs.companies.insert(key(input, name.start, name.end));
            let span = Span::new(name.span.start, input.prose.tokens[name.end].span.end);
            names[at] = Name { span, kind: EntityKind::Organisation, end: name.end + 1, ..name };
        }
    }
}

/// True if the token is an 's.
fn is_possessive(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let word = input.prose.word(at);
    word.starts_with(['\'', '’']) && word.ends_with('s') && word.len() > 1
}

/// Takes out what is a kind of oil or contract and no person: "Brent crude", then "Brent" alone.
fn drop_commodities(input: &TaggerInput<'_, '_>, surnames: &FxHashSet<u64>, names: &mut Vec<Name>) {
    let alone = |name: &Name| name.kind == EntityKind::Person && name.token_count() == 1;
    let commodities: Vec<u64> = names
        .iter()
        .filter(|name| alone(name) && matches!(input.prose.word(name.end), "crude" | "futures"))
        .map(|name| input.lower[name.start])
        .filter(|word| !surnames.contains(word))
        .collect();
    if !commodities.is_empty() {
        names.retain(|name| !(alone(name) && commodities.contains(&input.lower[name.start])));
    }
}

/// Cuts people out of the headline that was taken for one name: "Hale Raps Reed" and "HALE DEFENDS
/// RAID" in an article about Ana Hale and Ben Reed.
fn part_headlines(input: &TaggerInput<'_, '_>, surnames: &FxHashSet<u64>, names: &mut Vec<Name>) {
    let is_headline = |name: &Name| {
        let heads = &input.prose.sentences[input.prose.sentence_of(name.start)].tokens;
        let small = heads.clone().filter(|at| input.prose.tokens[*at].case == Case::Lower).count();
        small * 4 <= heads.len()
    };
    let is_surname = |at: usize| surnames.contains(&input.lower[at]);
    let mut last = Vec::new();
    for name in names.iter_mut() {
        let plain = |at: usize| !input.flags[at].intersects(ListFlags::PERSON_NAME);
        let parts = name.kind == EntityKind::Person
            && name.token_count() > 1
            && is_surname(name.start)
            && !input.flags[name.start].intersects(ListFlags::FIRST_NAME)
            && plain(name.start + 1)
            && !is_surname(name.start + 1)
            && is_headline(name);
        if !parts {
            continue;
        }
        if name.token_count() > 2 && is_surname(name.end - 1) {
            last.push(Name::new(input.prose, name.end - 1, name.end, EntityKind::Person));
        }
        *name = Name::new(input.prose, name.start, name.start + 1, EntityKind::Person);
    }
    if !last.is_empty() {
        names.extend(last);
        names.sort_by_key(|name| name.start);
    }
}

/// Joins a city and its district: "Washington, D.C." is one place.
fn join_capitals(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let is_district = |name: &Name| {
        name.token_count() == 1 && matches!(input.prose.word(name.start), "D.C." | "D.C" | "DC")
    };
    if !names.iter().any(is_district) {
        return;
    }
    let mut joined: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        match joined.last_mut() {
            Some(city)
                if is_district(&name)
                    && city.kind == EntityKind::Place
                    && city.end + 1 == name.start
                    && input.prose.word(city.end) == ","
                    && input.prose.word(city.end - 1).eq_ignore_ascii_case("washington") =>
            {
                *city = Name::new(input.prose, city.start, name.end, EntityKind::Place);
            }
            _ => joined.push(name),
        }
    }
    *names = joined;
}

/// Adds capitalised words in no name that follow a form of address or are the surname of a person
/// named in full elsewhere.
fn add_persons(input: &TaggerInput<'_, '_>, surnames: &FxHashSet<u64>, names: &mut Vec<Name>) {
    let mut added = Vec::new();
    let mut taken = names.iter().peekable();
    for sequence in &input.sequences {
        let mut covered = 0;
        for at in sequence.start..sequence.end {
            if at < covered {
                continue;
            }
            while taken.next_if(|name| name.end <= at).is_some() {}
            let next = taken.peek().map(|name| name.start);
            if next.is_some_and(|start| start <= at) {
                continue;
            }
            if let Some(end) = addressed_person(input, sequence, at, next) {
                added.push(Name::new(input.prose, at, end, EntityKind::Person));
                covered = end;
            } else if is_bare_surname(input, sequence, at, surnames) {
                added.push(Name::new(input.prose, at, at + 1, EntityKind::Person));
            }
        }
    }
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.start);
    }
}

/// Token after the person's name that begins at `at` behind a form of address; `None` if none does.
/// `next` is where the next name begins.
fn addressed_person(
    input: &TaggerInput<'_, '_>,
    sequence: &Sequence,
    at: usize,
    next: Option<usize>,
) -> Option<usize> {
    if sequence.casing == Casing::Upper
        || !follows_honorific(input, at)
        || is_honorific(input.prose.word(at))
        || input.flags[at].intersects(ListFlags::GROUP | ListFlags::CALENDAR)
    {
        return None;
    }
    let until = next.unwrap_or(sequence.end).min(sequence.end).min(at + MAX_ADDED_TOKENS);
    let end = (at..until)
        .find(|at| {
            let token = &input.prose.tokens[*at];
            token.kind != TokenKind::Word || !token.has_capital()
        })
        .unwrap_or(until);
    (end > at).then_some(end)
}

/// True if the word alone is a surname of the article: between small words or marks, since as part
/// of a longer title it would not be the person.
fn is_bare_surname(
    input: &TaggerInput<'_, '_>,
    sequence: &Sequence,
    at: usize,
    surnames: &FxHashSet<u64>,
) -> bool {
    let other = ListFlags::PLACE_NAME
        .union(ListFlags::GROUP)
        .union(ListFlags::CALENDAR)
        .union(ListFlags::TITLE);
    let capital = |beside: usize| input.prose.tokens[beside].has_capital();
    let is_alone =
        !(at > sequence.start && capital(at - 1) || at + 1 < sequence.end && capital(at + 1));
    !input.flags[at].intersects(other)
        && !input.occurs_lowercase(at)
        && is_alone
        && capital(at)
        && surnames.contains(&input.lower[at])
}

/// True for a form of address that nothing but a person follows.
fn is_honorific(word: &str) -> bool {
    is_word_of(WordClass::HONORIFIC, word.trim_end_matches('.'))
}

fn follows_honorific(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    at > 0
        && is_honorific(input.prose.word(at - 1))
        && input.prose.sentence_of(at) == input.prose.sentence_of(at - 1)
}

fn follows_title(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    follows_honorific(input, at)
        || (at > 0
            && input.flags[at - 1].contains(ListFlags::TITLE)
            && input.prose.sentence_of(at) == input.prose.sentence_of(at - 1))
}

/// True if the word is a country or state and nobody's first name, or stands as a dateline does.
fn is_surely_place(input: &TaggerInput<'_, '_>, name: &Name) -> bool {
    let flags = input.flags[name.start];
    let dateline = input.prose.tokens[name.start].case == Case::Upper
        && matches!(input.prose.word(name.end), "--" | "—" | "–");
    dateline || (flags.contains(ListFlags::COUNTRY) && !flags.intersects(ListFlags::FIRST_NAME))
}

/// Token of a longer name that is its surname: the last, but for "Jr." and the like.
fn surname_of(input: &TaggerInput<'_, '_>, name: &Name) -> usize {
    let suffix = is_word_of(WordClass::NAME_SUFFIX, input.prose.word(name.end - 1));
    if suffix && name.token_count() > 2 { name.end - 2 } else { name.end - 1 }
}

/// Token after the last of the name without its legal form ("Inc", "& Co").
fn end_without_legal_form(input: &TaggerInput<'_, '_>, name: &Name) -> usize {
    let mut end = name.end;
    while end > name.start + 1 {
        let word = input.prose.word(end - 1).trim_end_matches('.');
        let legal = is_word_of(WordClass::LEGAL_FORM, word) || (end < name.end && word == "&");
        if !legal {
            break;
        }
        end -= 1;
    }
    end
}

fn key(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> u64 {
    hash::phrase(input.lower[start..end].iter().copied())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_kind_of_oil_is_nobody() {
        let text = "Brent crude rose. Later Brent fell, said Maria Hale.";
        let notes = crate::annotate::annotate(text);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["Maria Hale"]);
    }

    #[test]
    fn a_headline_is_no_full_name() {
        let check = |text: &str, expected: &[&str]| {
            let notes = crate::annotate::annotate(text);
            let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "Wexley Raps Torvald\n\nMaria Wexley met John Torvald.",
            &["Wexley", "Torvald", "Maria Wexley", "John Torvald"],
        );
        check("Maria Wexley left Washington, D.C. today.", &["Maria Wexley", "Washington, D.C."]);
    }
}
