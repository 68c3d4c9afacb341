//! Clusters of the names of persons.
//!
//! Longer names come first, so that a surname finds the full name wherever in the article it
//! stands. Every step is a look into a map by a word or a pair of words: an article of a hundred
//! thousand names takes a hundred thousand steps, not their square.

use rustc_hash::FxHashMap;

use crate::annotate::entities::name_parts::{NameParts, given_names_match, is_particle};

/// Most persons of one surname that are compared; an article with more is a list.
const MAX_RIVALS: usize = 12;

/// Persons of an article, each a cluster of names.
#[derive(Debug, Default)]
pub struct PersonClusters {
    /// Fullest parts of each person.
    people: Vec<NameParts>,
    by_key: FxHashMap<String, usize>,
    by_surname: FxHashMap<String, Vec<usize>>,
    /// Persons by two words of a name that follow each other, sorted.
    by_pair: FxHashMap<(String, String), usize>,
    /// Persons by any other word of a longer name.
    by_part: FxHashMap<String, Vec<usize>>,
    /// Person that a surname alone means: the first whose full name stood in the article, since
    /// relatives are then called by their first names.
    principal: FxHashMap<String, usize>,
}

impl PersonClusters {
    /// Clusters the longer ones of these names; those of one word are found by
    /// [`PersonClusters::find`].
    pub fn new<'p>(names: impl Iterator<Item = &'p NameParts>) -> Self {
        let mut longer: Vec<&NameParts> = names.filter(|p| p.words.len() > 1).collect();
        // Stable: among equally long ones the first mentioned stays first.
        longer.sort_by_key(|parts| std::cmp::Reverse(parts.words.len()));
        let mut persons = Self::default();
        for parts in longer {
            let key = parts.key();
            if persons.by_key.contains_key(&key) {
                continue;
            }
            let person = persons.find_longer(parts).unwrap_or_else(|| persons.add(parts));
            persons.by_key.insert(key, person);
        }
        persons
    }

    fn add(&mut self, parts: &NameParts) -> usize {
        let person = self.people.len();
        let words = &parts.words;
        self.by_surname.entry(parts.last().to_owned()).or_default().push(person);
        for pair in words.windows(2) {
            self.by_pair.entry(sorted(&pair[0], &pair[1])).or_insert(person);
        }
        self.by_pair.entry(sorted(parts.first(), parts.last())).or_insert(person);
        let pieces =
            words.last().into_iter().filter(|w| w.contains('-')).flat_map(|w| w.split('-'));
        let inner = words[..words.len() - 1].iter().rev().map(String::as_str);
        for piece in pieces.chain(inner).chain(parts.nicknames.iter().map(String::as_str)) {
            if piece.chars().count() > 1 && !is_particle(piece) {
                let list = self.by_part.entry(piece.to_owned()).or_default();
                if list.len() < MAX_RIVALS {
                    list.push(person);
                }
            }
        }
        self.people.push(parts.clone());
        person
    }

    /// The person that this name of several words also names.
    fn find_longer(&self, parts: &NameParts) -> Option<usize> {
        let words = &parts.words;
        let (first, last) = (parts.first(), parts.last());
        if let Some(rivals) = self.by_surname.get(last) {
            for person in rivals.iter().take(MAX_RIVALS) {
                let whole = &self.people[*person];
                let within = words.iter().all(|w| whole.words.contains(w));
                if can_be_one_person(whole, parts) || (within && whole.suffixes_match(parts)) {
                    return Some(*person);
                }
            }
        }
        // "Rodríguez Zapatero" in a longer Spanish name, "Un Kim" for "Kim Un".
        let pair = self.by_pair.get(&sorted(&words[words.len() - 2], last));
        let pair = pair.or_else(|| self.by_pair.get(&sorted(first, last)));
        pair.copied().filter(|person| {
            let whole = &self.people[*person];
            let significant = words.iter().filter(|w| !is_particle(w)).count();
            significant > 1
                && whole.suffixes_match(parts)
                && words.iter().all(|w| whole.words.contains(w))
        })
    }

    /// The person this name means at this place of the article, given that names are asked for in
    /// their order; `matches` tells the persons that are possible (by gender, say).
    pub fn find(&mut self, parts: &NameParts, matches: impl Fn(usize) -> bool) -> Option<usize> {
        let found = self.find_cluster(parts, matches);
        if let Some(person) = found
            && parts.words.len() > 1
        {
            self.principal.entry(self.people[person].last().to_owned()).or_insert(person);
        }
        found
    }

    fn find_cluster(&self, parts: &NameParts, matches: impl Fn(usize) -> bool) -> Option<usize> {
        if let Some(person) = self.by_key.get(&parts.key()) {
            return Some(*person);
        }
        let significant: Vec<&String> = parts.words.iter().filter(|w| !is_particle(w)).collect();
        let [word] = significant[..] else {
            return (parts.words.len() > 1).then(|| self.find_longer(parts)).flatten();
        };
        let bare = word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")).unwrap_or(word);
        for word in [word.as_str(), bare] {
            if let Some(rivals) = self.by_surname.get(word) {
                let possible = |p: &usize| matches(*p) && self.people[*p].suffixes_match(parts);
                let principal = self.principal.get(word).copied().filter(possible);
                return principal.or_else(|| rivals.iter().copied().find(possible)).or_else(|| {
                    rivals.first().copied().filter(|p| self.people[*p].suffixes_match(parts))
                });
            }
        }
        for word in [format!("al-{bare}"), format!("el-{bare}")] {
            if let Some(rivals) = self.by_surname.get(&word) {
                return rivals.first().copied();
            }
        }
        let list = self.by_part.get(word)?;
        list.iter().copied().find(|p| matches(*p)).or_else(|| list.first().copied())
    }

    /// Adds a person known by one word only.
    pub fn add_single(&mut self, parts: &NameParts) -> usize {
        let person = self.people.len();
        self.by_key.insert(parts.key(), person);
        self.by_surname.entry(parts.last().to_owned()).or_default().push(person);
        self.people.push(parts.clone());
        person
    }
}

fn sorted(a: &str, b: &str) -> (String, String) {
    if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// True if two longer names of one surname can be one person's: their given names agree, as far as
/// both print them.
fn can_be_one_person(a: &NameParts, b: &NameParts) -> bool {
    if !a.suffixes_match(b) {
        return false;
    }
    let given = |parts: &NameParts| -> Vec<String> {
        let words = &parts.words[..parts.words.len() - 1];
        words
            .iter()
            .enumerate()
            .filter(|(at, w)| *at == 0 || !is_particle(w))
            .map(|(_, w)| w.clone())
            .collect()
    };
    let (a_given, b_given) = (given(a), given(b));
    let (Some(first), Some(other)) = (a_given.first(), b_given.first()) else { return true };
    let short = |name: &String, parts: &NameParts| {
        parts.nicknames.iter().any(|n| given_names_match(n, name))
    };
    if given_names_match(first, other) || short(first, b) || short(other, a) {
        // "John A. Ox" and "John B. Ox" differ.
        return match (a_given.get(1), b_given.get(1)) {
            (Some(x), Some(y)) => {
                given_names_match(x, y) || a_given.contains(y) || b_given.contains(x)
            }
            _ => true,
        };
    }
    // "J. Edgar Hoover" and "Edgar Hoover".
    a_given.contains(other) || b_given.contains(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cluster of each name, by order of appearance.
    fn check(names: &[&str], expected: &[usize]) {
        let parts: Vec<NameParts> = names.iter().map(|n| NameParts::new(n.split(' '))).collect();
        let mut persons = PersonClusters::new(parts.iter());
        let mut order = Vec::new();
        let found: Vec<usize> = parts
            .iter()
            .map(|p| {
                let person = persons.find(p, |_| true).unwrap_or_else(|| persons.add_single(p));
                order.iter().position(|o| *o == person).unwrap_or_else(|| {
                    order.push(person);
                    order.len() - 1
                })
            })
            .collect();
        assert_eq!(found, expected, "{names:?}");
    }

    #[test]
    fn short_forms_find_the_full_name() {
        check(&["Trump", "Donald J. Trump", "Donald Trump", "D. Trump"], &[0, 0, 0, 0]);
        check(&["Bill Ox", "Hillary Ox", "Ox", "William Ox", "Ox"], &[0, 1, 0, 0, 0]);
        check(&["Bashar al-Assad", "Assad", "Bashar"], &[0, 0, 0]);
        check(&["José Ruiz Soto", "Ruiz", "Ruiz Soto"], &[0, 0, 0]);
        check(&["Kim Un-jo", "Kim", "Un-jo Kim"], &[0, 0, 0]);
        check(&["Ana Ox-Reed", "Reed", "Mark Hale"], &[0, 0, 1]);
        check(&["Ursula von der Leyen", "von der Leyen", "Leyen"], &[0, 0, 0]);
    }

    #[test]
    fn conflicting_given_names_stay_apart() {
        check(&["Ana Ox", "Ben Ox", "A. Ox"], &[0, 1, 0]);
        check(&["John A. Ox", "John B. Ox"], &[0, 1]);
        check(&["Paul Ox Jr.", "Paul Ox Sr.", "Paul Ox"], &[0, 1, 0]);
    }
}
