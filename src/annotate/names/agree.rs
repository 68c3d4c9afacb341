//! Signs of a name's kind that are certain where they stand, carried to its other mentions.
//!
//! The tagger weighs words; it has no way to know that a ticker in brackets or "Inc" settles the matter
//! for a whole article. These few rules do, and only they overrule it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::names::hash;
use crate::annotate::names::lists::{CITY, COUNTRY};
use crate::annotate::names::page::Page;
use crate::annotate::people::Name;
use crate::model::EntityKind;
use crate::text::TokenKind;

/// Corrects the kinds of the names of a page.
pub(crate) fn agree(page: &Page<'_, '_>, names: &mut [Name]) {
    let mut companies: FxHashSet<u64> = FxHashSet::default();
    let mut surnames: FxHashMap<u64, u32> = FxHashMap::default();
    for name in names.iter_mut() {
        let bare = without_suffix(page, name);
        if bare < name.end || has_ticker(page, name.end) {
            name.kind = EntityKind::Organisation;
            companies.insert(key(page, name.start, bare));
        } else if name.kind == EntityKind::Person && name.end - name.start > 1 {
            *surnames.entry(page.low[name.end - 1]).or_default() += 1;
        }
    }
    for name in names {
        let listed = page.bits[name.start] & (COUNTRY | CITY) != 0;
        let alone = name.end - name.start == 1;
        let surname = surnames.contains_key(&page.low[name.end - 1]);
        match name.kind {
            EntityKind::Person | EntityKind::Place => {
                if companies.contains(&key(page, name.start, name.end))
                    && !(alone && (surname || (listed && name.kind == EntityKind::Place)))
                {
                    name.kind = EntityKind::Organisation;
                }
            }
            EntityKind::Organisation | EntityKind::Group => {}
        }
        // "Harker" in an article about Ana Harker.
        let company = companies.contains(&page.low[name.start]);
        if alone
            && surname
            && !listed
            && !company
            && matches!(name.kind, EntityKind::Organisation | EntityKind::Place)
        {
            name.kind = EntityKind::Person;
        }
    }
}

fn key(page: &Page<'_, '_>, start: usize, end: usize) -> u64 {
    hash::phrase(page.low[start..end].iter().copied())
}

/// The end of the name without its legal suffix ("Inc", "& Co").
fn without_suffix(page: &Page<'_, '_>, name: &Name) -> usize {
    let mut end = name.end;
    while end > name.start + 1 {
        let word = page.prose.word(end - 1).trim_end_matches('.');
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
fn has_ticker(page: &Page<'_, '_>, at: usize) -> bool {
    let prose = page.prose;
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
pub(crate) fn is_ticker(word: &str) -> bool {
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
    fn tickers_are_told_from_abbreviations() {
        assert!(is_ticker("MS.N") && is_ticker("005930.KS") && is_ticker("C.N"));
        assert!(!is_ticker("U.S.") && !is_ticker("Inc.") && !is_ticker("D.C"));
    }
}
