//! Lists of names and words, as text → the table that the trained file carries.

use onrecord::annotate::training::{Cluster, ListFlags, WordLists, hash};
use rustc_hash::FxHashMap;

/// Lists of the repository, with the flag of each.
const LEXICON: [(&str, ListFlags); 6] = [
    (include_str!("../../annotate/lexicon/groups.txt"), ListFlags::GROUP),
    (include_str!("../../annotate/lexicon/titles.txt"), ListFlags::TITLE),
    (include_str!("../../annotate/lexicon/bodies.txt"), ListFlags::ORGANISATION_WORD),
    (include_str!("../../annotate/lexicon/places.txt"), ListFlags::PLACE_WORD),
    (include_str!("../../annotate/lexicon/calendar.txt"), ListFlags::CALENDAR),
    (include_str!("../../annotate/lexicon/organisations.txt"), ListFlags::ORGANISATION),
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
    /// Countries as other languages call them: language, name, code.
    pub foreign_countries: &'t str,
    /// Football clubs: form, club, country.
    pub clubs: &'t str,
    /// Universities: name, country.
    pub universities: &'t str,
    /// Committees of the US Congress: name, parent.
    pub committees: &'t str,
    /// Legal forms of companies: ending, kind.
    pub legal_forms: &'t str,
    /// Clusters of words: number, words.
    pub clusters: &'t str,
    /// Members of the US Congress: full name, first, last, nickname, gender and more.
    pub legislators: &'t str,
}

impl NameLists<'_> {
    /// Builds the table of these lists and those of the repository.
    pub fn build(&self) -> WordLists {
        let mut entries: FxHashMap<u64, ListFlags> = FxHashMap::default();
        for (list, flag) in LEXICON {
            for name in lines(list) {
                add(&mut entries, name, flag);
                if flag == ListFlags::GROUP {
                    add(&mut entries, &format!("{name}s"), flag);
                }
            }
        }
        for line in lines(self.forenames) {
            let (name, gender) = line.split_once('\t').unwrap_or((line, "U"));
            let flags = match gender.trim() {
                "M" => ListFlags::MALE_NAME,
                "F" => ListFlags::FEMALE_NAME,
                _ => ListFlags::FIRST_NAME,
            };
            add(&mut entries, name, flags);
        }
        for (list, flag) in [
            (self.surnames, ListFlags::SURNAME),
            (self.cities, ListFlags::CITY),
            (self.countries, ListFlags::COUNTRY),
        ] {
            for name in lines(list) {
                add(&mut entries, name, flag);
            }
        }
        self.add_bodies(&mut entries);
        let mut clusters: FxHashMap<u64, Cluster> = FxHashMap::default();
        for line in lines(self.clusters) {
            let (number, words) = line.split_once('\t').unwrap_or_default();
            let cluster = Cluster(1 + number.parse::<u16>().unwrap_or(0));
            for word in words.split(' ') {
                clusters.entry(key(word)).or_insert(cluster);
                entries.entry(key(word)).or_insert(ListFlags::empty());
            }
        }
        let mut entries: Vec<_> = entries
            .into_iter()
            .map(|(hash, flags)| (hash, flags, clusters.get(&hash).copied().unwrap_or_default()))
            .collect();
        entries.sort_unstable_by_key(|(hash, ..)| *hash);
        WordLists::build(&entries)
    }

    /// Adds the lists whose lines have several columns.
    fn add_bodies(&self, entries: &mut FxHashMap<u64, ListFlags>) {
        for (list, column, flag) in [
            (self.foreign_countries, 1, ListFlags::COUNTRY),
            (self.clubs, 0, ListFlags::CLUB),
            (self.universities, 0, ListFlags::INSTITUTION),
            (self.committees, 0, ListFlags::INSTITUTION),
            (self.committees, 1, ListFlags::INSTITUTION),
            (self.legal_forms, 0, ListFlags::LEGAL_FORM),
        ] {
            for line in lines(list) {
                let Some(name) = line.split('\t').nth(column) else { continue };
                let single = !name.contains([' ', '\u{a0}']);
                if flag == ListFlags::INSTITUTION && single {
                    continue;
                }
                add(entries, name, flag);
            }
        }
        for line in lines(self.legislators) {
            let mut cells = line.split('\t').skip(1);
            let (first, last) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let (nickname, gender) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let flag = if gender == "F" { ListFlags::FEMALE_NAME } else { ListFlags::MALE_NAME };
            for (name, flag) in [(first, flag), (nickname, flag), (last, ListFlags::SURNAME)] {
                if name.chars().count() > 2 {
                    add(entries, name, flag);
                }
            }
        }
    }
}

/// Lines of a list, comments and blank ones left out.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Adds the name as printed and without its accents, as wires print it.
fn add(entries: &mut FxHashMap<u64, ListFlags>, name: &str, flags: ListFlags) {
    let plain = without_accents(name);
    for form in [name, &plain].into_iter().take(1 + usize::from(plain != name)) {
        *entries.entry(key(form)).or_insert(ListFlags::empty()) |= flags;
    }
}

/// Hash of a name of one word or several.
fn key(name: &str) -> u64 {
    hash::phrase(name.split([' ', '\u{a0}']).filter(|w| !w.is_empty()).map(hash::lower))
}

/// The name without combining marks.
fn without_accents(name: &str) -> String {
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
            clubs: "Harker Rovers FC\tHarker Rovers\tnorway\n",
            ..NameLists::default()
        };
        let lists = names.build();
        assert_eq!(lists.flags(hash::lower("KIM")), ListFlags::PERSON_NAME);
        assert_eq!(lists.flags(key("san jose")), ListFlags::CITY);
        assert_eq!(lists.flags(key("Sri Lankans")), ListFlags::GROUP);
        assert!(lists.flags(key("nothing")).is_empty());
    }
}
