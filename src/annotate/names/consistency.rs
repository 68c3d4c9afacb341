//! Signs of a name's kind that are certain where they stand, carried to its other mentions.
//!
//! The tagger weighs words; it has no way to know that a ticker in brackets or "Inc" settles the matter
//! for a whole article. These few rules do, and only they overrule it.

use rustc_hash::FxHashSet;

use crate::annotate::gazetteer::companies::{CompanyEntry, find_company};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::hash;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::{Style, TaggerInput};
use crate::annotate::names::tickers::is_traded;
use crate::model::{EntityKind, Span};
use crate::text::{Case, TokenKind};

/// Corrects the kinds of the names of a input, and adds surnames that were passed over.
pub fn agree(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut companies: FxHashSet<u64> = FxHashSet::default();
    let mut surnames: FxHashSet<u64> = FxHashSet::default();
    let mut places: FxHashSet<u64> = FxHashSet::default();
    // The words of companies that look like people: "Lilly", "Schwab".
    let mut pieces: FxHashSet<u64> = FxHashSet::default();
    for name in names.iter_mut() {
        let bare = without_suffix(input, name);
        let body = find_company(&input.lower[name.start..bare]) == Some(CompanyEntry::Always);
        let several = name.end - name.start > 1;
        let traded = is_traded(input.prose, name.start, name.end);
        if bare < name.end || has_ticker(input, name.end) || body {
            if several && (body || name.kind == EntityKind::Person) {
                pieces.insert(input.lower[bare - 1]);
                if !input.flags[name.start].intersects(ListFlags::FIRST_NAME) {
                    pieces.insert(input.lower[name.start]);
                }
            }
            name.kind = EntityKind::Organisation;
            companies.insert(key(input, name.start, bare));
        } else if traded && name.kind != EntityKind::Group {
            companies.insert(key(input, name.start, name.end));
        } else if name.kind == EntityKind::Person && several {
            surnames.insert(input.lower[surname_of(input, name)]);
        } else if name.kind == EntityKind::Place && !several {
            places.insert(input.lower[name.start]);
        }
    }
    keep_possessives(input, &surnames, &mut companies, names);
    for name in names.iter_mut() {
        let listed = input.flags[name.start].intersects(ListFlags::PLACE_NAME);
        let alone = name.end - name.start == 1;
        let surname = surnames.contains(&input.lower[name.end - 1]);
        match name.kind {
            EntityKind::Person | EntityKind::Place => {
                let piece = name.kind == EntityKind::Person
                    && alone
                    && pieces.contains(&input.lower[name.start]);
                if (piece || companies.contains(&key(input, name.start, name.end)))
                    && !(alone && (surname || (listed && name.kind == EntityKind::Place)))
                {
                    name.kind = EntityKind::Organisation;
                }
            }
            EntityKind::Organisation | EntityKind::Group => {}
        }
        if name.kind != EntityKind::Person
            && alone
            && follows_honorific(input, name.start)
            && name.kind != EntityKind::Group
        {
            name.kind = EntityKind::Person;
        }
        // "Jordan" in an article that elsewhere means the country by it.
        if name.kind == EntityKind::Person
            && alone
            && listed
            && !surname
            && (places.contains(&input.lower[name.start]) || is_surely_place(input, name))
            && !follows_title(input, name.start)
        {
            name.kind = EntityKind::Place;
        }
        // "Harker" in an article about Ana Harker.
        let company = companies.contains(&input.lower[name.start]);
        if alone
            && surname
            && !listed
            && !company
            && matches!(name.kind, EntityKind::Organisation | EntityKind::Place)
        {
            name.kind = EntityKind::Person;
        }
    }
    drop_goods(input, &surnames, names);
    add_persons(input, &surnames, names);
}

/// Takes out what is a kind of oil or contract and no person: "Brent crude", then "Brent" alone.
fn drop_goods(input: &TaggerInput<'_, '_>, surnames: &FxHashSet<u64>, names: &mut Vec<Name>) {
    let alone = |name: &Name| name.kind == EntityKind::Person && name.end - name.start == 1;
    let goods: Vec<u64> = names
        .iter()
        .filter(|name| alone(name) && matches!(input.prose.word(name.end), "crude" | "futures"))
        .map(|name| input.lower[name.start])
        .filter(|word| !surnames.contains(word))
        .collect();
    if !goods.is_empty() {
        names.retain(|name| !(alone(name) && goods.contains(&input.lower[name.start])));
    }
}

/// Gives names that end in 's by nature their ending back.
fn keep_possessives(
    input: &TaggerInput<'_, '_>,
    surnames: &FxHashSet<u64>,
    companies: &mut FxHashSet<u64>,
    names: &mut [Name],
) {
    for at in 0..names.len() {
        let name = names[at];
        if !is_possessive(input, name.end) || names.get(at + 1).is_some_and(|n| n.start <= name.end)
        {
            continue;
        }
        let bears =
            surnames.contains(&input.lower[name.end - 1]) || follows_title(input, name.start);
        let body = match find_company(&input.lower[name.start..name.end]) {
            Some(CompanyEntry::IfPossessive) => !bears,
            Some(CompanyEntry::PerhapsIfPossessive) => {
                !bears && name.kind == EntityKind::Organisation
            }
            _ => false,
        };
        if body {
            companies.insert(key(input, name.start, name.end));
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

/// Adds capitalised words in no name that follow a form of address or are the surname of a person
/// named in full elsewhere.
fn add_persons(input: &TaggerInput<'_, '_>, surnames: &FxHashSet<u64>, names: &mut Vec<Name>) {
    let mut added = Vec::new();
    let mut taken = names.iter().peekable();
    for stretch in &input.stretches {
        let mut covered = 0;
        for at in stretch.start..stretch.end {
            if at < covered {
                continue;
            }
            while taken.next_if(|name| name.end <= at).is_some() {}
            let free = taken.peek().is_none_or(|name| name.start > at);
            if free && follows_honorific(input, at) && stretch.style != Style::Upper {
                let until = taken
                    .peek()
                    .map_or(stretch.end, |name| name.start)
                    .min(stretch.end)
                    .min(at + 4);
                let mut end = at;
                while end < until
                    && input.prose.tokens[end].kind == TokenKind::Word
                    && input.prose.tokens[end].has_capital()
                {
                    end += 1;
                }
                if end > at
                    && !is_honorific(input.prose.word(at))
                    && !input.flags[at].intersects(ListFlags::GROUP | ListFlags::CALENDAR)
                {
                    let span = Span::new(
                        input.prose.tokens[at].span.start,
                        input.prose.tokens[end - 1].span.end,
                    );
                    added.push(Name { span, kind: EntityKind::Person, start: at, end });
                    covered = end;
                }
            }
            if at < covered {
                continue;
            }
            let plain = input.flags[at].intersects(
                ListFlags::PLACE_NAME | ListFlags::GROUP | ListFlags::CALENDAR | ListFlags::TITLE,
            ) || input.stands_small(at);
            // Alone between small words or marks: part of a longer title it would not be the person.
            let capital = |beside: usize| input.prose.tokens[beside].has_capital();
            let within = (at > stretch.start && capital(at - 1))
                || (at + 1 < stretch.end && capital(at + 1));
            if free && !plain && !within && capital(at) && surnames.contains(&input.lower[at]) {
                added.push(Name {
                    span: input.prose.tokens[at].span,
                    kind: EntityKind::Person,
                    start: at,
                    end: at + 1,
                });
            }
        }
    }
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.start);
    }
}

/// Forms of address that nothing but a person follows.
fn is_honorific(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Mr" | "Mrs" | "Ms" | "Dr" | "Messrs" | "Sen" | "Rep" | "Gov" | "Prof"
    )
}

fn follows_honorific(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    at > 0
        && is_honorific(input.prose.word(at - 1))
        && input.prose.sentence_of(at) == input.prose.sentence_of(at - 1)
}

/// Whether the word is a country or state and nobody's first name, or stands as a dateline does.
fn is_surely_place(input: &TaggerInput<'_, '_>, name: &Name) -> bool {
    let bits = input.flags[name.start];
    let dateline = input.prose.tokens[name.start].case == Case::Upper
        && matches!(input.prose.word(name.end), "--" | "—" | "–");
    dateline || (bits.intersects(ListFlags::COUNTRY) && !bits.intersects(ListFlags::FIRST_NAME))
}

fn follows_title(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    follows_honorific(input, at)
        || (at > 0
            && input.flags[at - 1].intersects(ListFlags::TITLE)
            && input.prose.sentence_of(at) == input.prose.sentence_of(at - 1))
}

/// The token of a longer name that is its surname: the last, but for "Jr." and the like.
fn surname_of(input: &TaggerInput<'_, '_>, name: &Name) -> usize {
    let suffix =
        matches!(input.prose.word(name.end - 1), "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV");
    if suffix && name.end - name.start > 2 { name.end - 2 } else { name.end - 1 }
}

fn key(input: &TaggerInput<'_, '_>, start: usize, end: usize) -> u64 {
    hash::phrase(input.lower[start..end].iter().copied())
}

/// The end of the name without its legal suffix ("Inc", "& Co").
fn without_suffix(input: &TaggerInput<'_, '_>, name: &Name) -> usize {
    let mut end = name.end;
    while end > name.start + 1 {
        let word = input.prose.word(end - 1).trim_end_matches('.');
        let legal = matches!(
            word,
            "Inc"
                | "Corp"
                | "Corporation"
                | "Ltd"
                | "Limited"
                | "Plc"
                | "PLC"
                | "LLC"
                | "LLP"
                | "NV"
                | "AG"
                | "SA"
                | "SpA"
                | "GmbH"
                | "ASA"
                | "AB"
                | "Co"
                | "Cos"
                | "Bhd"
                | "Holdings"
                | "Bancorp"
                | "Oyj"
                | "LP"
                | "Inc.N"
        );
        if !(legal || (end < name.end && word == "&")) {
            break;
        }
        end -= 1;
    }
    end
}

/// Whether a ticker follows: "( C.N )", "<RWNT.L>".
fn has_ticker(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let prose = input.prose;
    match prose.word(at) {
        "(" => is_ticker(prose.word(at + 1)) && prose.word(at + 2) == ")",
        "<" => {
            matches!(prose.tokens.get(at + 1), Some(t) if t.kind == TokenKind::Word) && {
                let word = prose.word(at + 1);
                word.len() <= 8 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
            }
        }
        _ => false,
    }
}

/// Whether the word is a share's code with its exchange, such as "MS.N".
pub fn is_ticker(word: &str) -> bool {
    let Some((share, exchange)) = word.split_once('.') else { return false };
    (1..=6).contains(&share.len())
        && (1..=3).contains(&exchange.len())
        && word.len() > 2
        && share.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && exchange.bytes().all(|b| b.is_ascii_uppercase())
        && !matches!(word, "U.S" | "U.K" | "U.N" | "E.U" | "D.C" | "L.A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_oil_is_nobody() {
        let text = "Brent crude rose. Later Brent fell, said Maria Hale.";
        let notes = crate::annotate::annotate(text);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["Maria Hale"]);
    }

    #[test]
    fn tickers_are_told_from_abbreviations() {
        assert!(is_ticker("MS.N") && is_ticker("005930.KS") && is_ticker("C.N"));
        assert!(!is_ticker("U.S.") && !is_ticker("Inc.") && !is_ticker("D.C"));
    }
}
