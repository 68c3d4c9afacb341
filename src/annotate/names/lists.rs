//! The name lists behind the tagger: which list a word or phrase stands in, as bits.
//!
//! Lists of the repository (`lexicon/*.txt`) and lists that only training needs to read (first names,
//! surnames, cities, countries) end up in one table of the trained file, so that a word costs one look.

use rustc_hash::FxHashMap;

use crate::annotate::names::hash;
use crate::annotate::names::table::Lists;

/// A man's first name.
pub const HIS: u16 = 1;
/// A woman's first name.
pub const HERS: u16 = 2;
/// A surname.
pub const SURNAME: u16 = 4;
/// A country, or a state or province as large as one.
pub const COUNTRY: u16 = 8;
/// A city.
pub const CITY: u16 = 16;
/// A nationality, religion or political group.
pub const GROUP: u16 = 32;
/// A title or office before a name.
pub const TITLE: u16 = 64;
/// A word of the names of bodies ("Ministry").
pub const BODY: u16 = 128;
/// A word of the names of places ("River").
pub const SITE: u16 = 256;
/// A weekday, month or feast.
pub const CALENDAR: u16 = 512;

/// The longest phrase of the lists, in words.
pub const LONGEST: usize = 4;

const OWN: [(&str, u16); 5] = [
    (include_str!("../lexicon/groups.txt"), GROUP),
    (include_str!("../lexicon/titles.txt"), TITLE),
    (include_str!("../lexicon/bodies.txt"), BODY),
    (include_str!("../lexicon/places.txt"), SITE),
    (include_str!("../lexicon/calendar.txt"), CALENDAR),
];

/// Name lists as training reads them, one name a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct NameLists<'t> {
    /// First names with `M`, `F` or `U` after a tab.
    pub forenames: &'t str,
    /// Surnames.
    pub surnames: &'t str,
    /// Cities.
    pub cities: &'t str,
    /// Countries and the like.
    pub countries: &'t str,
}

/// The table of all lists.
pub fn build(names: &NameLists<'_>) -> Lists {
    let mut entries: FxHashMap<u64, u16> = FxHashMap::default();
    for (list, bit) in OWN {
        for name in lines(list) {
            add(&mut entries, name, bit);
            if bit == GROUP {
                add(&mut entries, &format!("{name}s"), bit);
            }
        }
    }
    for line in lines(names.forenames) {
        let (name, gender) = line.split_once('\t').unwrap_or((line, "U"));
        let bits = match gender.trim() {
            "M" => HIS,
            "F" => HERS,
            _ => HIS | HERS,
        };
        add(&mut entries, name, bits);
    }
    for (list, bit) in [(names.surnames, SURNAME), (names.cities, CITY), (names.countries, COUNTRY)]
    {
        for name in lines(list) {
            add(&mut entries, name, bit);
        }
    }
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_unstable();
    Lists::build(&entries)
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Adds the name as printed and without its accents, as wires print it.
fn add(entries: &mut FxHashMap<u64, u16>, name: &str, bits: u16) {
    *entries.entry(key(name)).or_default() |= bits;
    let plain = without_accents(name);
    if plain != name {
        *entries.entry(key(&plain)).or_default() |= bits;
    }
}

fn key(name: &str) -> u64 {
    hash::phrase(name.split([' ', '\u{a0}']).filter(|w| !w.is_empty()).map(hash::lower))
}

pub fn without_accents(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if name.is_ascii() {
        return name.to_owned();
    }
    name.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_stand_in_several_lists() {
        let names = NameLists {
            forenames: "Kim\tU\n",
            surnames: "Kim\n",
            cities: "San José\n",
            countries: "",
        };
        let lists = build(&names);
        assert_eq!(lists.bits(hash::lower("KIM")), HIS | HERS | SURNAME);
        assert_eq!(lists.bits(key("san jose")), CITY);
        assert_eq!(lists.bits(key("Sri Lankans")), GROUP);
        assert_eq!(lists.bits(key("nothing")), 0);
    }
}
