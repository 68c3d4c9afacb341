//! Name authority of an archive: the one name of each person, and the names that stand for it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::corpus::names::aliases::Aliases;
use crate::corpus::names::bearers::{self, Bearers};
use crate::corpus::names::bodies::{Bodies, BodyRule};
use crate::corpus::names::occupation::Occupation;
use crate::corpus::names::splits::Occasion;
use crate::model::EntityKind;
use crate::store::bytes_of;
use crate::text::{contains_words, fold};

/// Links from names as articles have them to one name for each person. Names without a link stand
/// for themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameAuthority {
    /// One name for each person.
    pub canonical: Vec<String>,
    /// Links by the folded name as articles have it.
    pub links: FxHashMap<String, Link>,
    /// Names (folded) that several people bear at one time, and the fields of work that tell them
    /// apart.
    pub namesakes: FxHashMap<String, Vec<Occupation>>,
    /// Occupations, by the number of a canonical name, of those whom a surname alone may mean.
    pub occupations: FxHashMap<u32, Vec<Occupation>>,
    /// Bearers of one name in different times.
    pub bearers: Bearers,
    /// Names of bodies.
    pub bodies: Bodies,
    /// Index of the words of the one names, made when it is first asked for.
    #[serde(skip)]
    pub index: OnceLock<NameIndex>,
}

/// Index of the words of names: all names, folded, in one text, since to search that is far quicker
/// than to go from name to name.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    /// Names, each between two [`SEPARATOR`]s, with a blank between words.
    text: String,
    /// Offset in bytes of each name.
    starts: Vec<usize>,
}

/// Separator of names; no word has it.
const SEPARATOR: char = '\n';

impl NameIndex {
    /// Index of these names.
    fn new(names: &[String]) -> Self {
        let mut all = Self::default();
        all.text.push(SEPARATOR);
        for name in names {
            all.starts.push(all.text.len());
            // Of letters alone folding does no more than lower the case, and most names are.
            if name.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ') {
                let mut words = name.split(' ').filter(|word| !word.is_empty()).peekable();
                while let Some(word) = words.next() {
                    all.text.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
                    all.text.push_str(if words.peek().is_some() { " " } else { "" });
                }
            } else {
                all.text.push_str(&fold(name));
            }
            all.text.push(SEPARATOR);
        }
        all
    }

    /// Numbers of the names that contain all words of `wanted`, in any order.
    fn with_words(&self, wanted: &str) -> Vec<usize> {
        let wanted = fold(wanted);
        let Some(rarest) = wanted.split(' ').max_by_key(|word| word.len()) else {
            return Vec::new();
        };
        if rarest.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (at, _) in self.text.match_indices(rarest) {
            let number = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
            let name = &self.text[self.starts[number]..];
            let name = name.split(SEPARATOR).next().unwrap_or_default();
            let holds = wanted.split(' ').all(|word| name.split(' ').any(|other| other == word));
            if holds && found.last() != Some(&number) {
                found.push(number);
            }
        }
        found
    }
}

/// Link from a name to the canonical names that it stands for, by their numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// Another spelling of the same name ("Donald J. Trump").
    Spelling(u32),
    /// Less than a full name, whose bearer depends on the year.
    ByYear {
        /// First and last year (both within), and the name in these years.
        years: Vec<(i32, i32, u32)>,
        /// Name in an article without a date.
        undated: Option<u32>,
    },
}

/// Canonical name of a name in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedName {
    /// Canonical name.
    pub name: String,
    /// True if the archive and not the article says who is meant: a surname that only one
    /// well-known bearer had in these years.
    pub inferred: bool,
}

impl NameAuthority {
    /// Content of a side file.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes_of(self)
    }

    /// Authority that [`to_bytes`](Self::to_bytes) wrote; `None` if the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// Canonical name of a person's `name` in an article of a year that gives a role.
    pub fn resolve(
        &self,
        name: &str,
        year: Option<i32>,
        role: Option<&str>,
        aliases: &Aliases,
    ) -> ResolvedName {
        self.resolve_on(name, Occasion { year, role, article: None }, aliases)
    }

    /// Canonical name of an entity of any kind; `speaks` if it is a speaker.
    pub fn resolve_kind(
        &self,
        (name, kind): (&str, EntityKind),
        speaks: bool,
        occasion: Occasion<'_>,
        aliases: &Aliases,
    ) -> ResolvedName {
        match kind {
            EntityKind::Person => self.resolve_on(name, occasion, aliases),
            EntityKind::Organisation | EntityKind::Place => {
                self.resolve_body(name, speaks && kind == EntityKind::Place, aliases)
            }
            EntityKind::Group => Self::resolve_unnamed(name, aliases),
        }
    }

    /// Canonical name of a person's `name` on an occasion.
    fn resolve_on(&self, name: &str, occasion: Occasion<'_>, aliases: &Aliases) -> ResolvedName {
        let Occasion { year, role, .. } = occasion;
        let occupation = role.and_then(Occupation::from_role);
        let mut resolved = self.resolve_name(name, (year, occupation), aliases);
        let key = fold(&resolved.name);
        if aliases.splits.has(&key) {
            // What is decided by hand goes before all that the archive tells.
            if let Some(part) = aliases.splits.find(&key, occasion) {
                part.clone_into(&mut resolved.name);
            }
        } else if let Some(occupations) = self.namesakes.get(&key)
            && let Some(occupation) = occupation
            && occupations.contains(&occupation)
        {
            resolved.name = format!("{} ({})", resolved.name, occupation.label());
        } else if let Some(bearers) = self.bearers.get(&key)
            && let Some(bearer) = year.and_then(|year| bearers::in_year(bearers, year))
        {
            resolved.name.clone_from(&bearer.name);
        }
        resolved
    }

    /// Canonical name of a body or place; a capital stands for its country only where it `speaks`.
    fn resolve_body(&self, name: &str, speaks: bool, aliases: &Aliases) -> ResolvedName {
        let canonical = |name: &str| aliases.canonical(&fold(name)).map(str::to_owned);
        if let Some(name) = canonical(name) {
            return ResolvedName { name, inferred: false };
        }
        let (found, inferred) = match self.bodies.find(name, speaks) {
            None => (name, false),
            Some((found, rule)) => (found, rule == BodyRule::Capital),
        };
        let name = canonical(found).unwrap_or_else(|| found.to_owned());
        ResolvedName { name, inferred }
    }

    /// Name of a speaker whose article tells no name, such as "the minister", or not whose surname
    /// it is: only an alias says more than the article.
    pub fn resolve_unnamed(name: &str, aliases: &Aliases) -> ResolvedName {
        let name = aliases.canonical(&fold(name)).unwrap_or(name).to_owned();
        ResolvedName { name, inferred: false }
    }

    /// Canonical name of `name` in an article of a year that gives an occupation, without the label
    /// of one.
    fn resolve_name(
        &self,
        name: &str,
        (year, occupation): (Option<i32>, Option<Occupation>),
        aliases: &Aliases,
    ) -> ResolvedName {
        let key = fold(name);
        if let Some(name) = aliases.canonical(&key) {
            return ResolvedName { name: name.to_owned(), inferred: false };
        }
        let (at, inferred) = match self.links.get(&key) {
            None => (None, false),
            Some(Link::Spelling(at)) => (Some(*at), false),
            Some(Link::ByYear { years, undated }) => {
                let within =
                    |year: i32| years.iter().find(|(from, to, _)| (*from..=*to).contains(&year));
                (year.map_or(*undated, |year| within(year).map(|(_, _, at)| *at)), true)
            }
        };
        // A surname whose article gives another occupation than its bearer has means somebody else.
        let other = |at: &u32| {
            let known = self.occupations.get(at).filter(|_| inferred);
            known.zip(occupation).is_some_and(|(known, given)| !known.contains(&given))
        };
        let at = at.filter(|at| !other(at));
        let Some(found) = at.and_then(|at| self.canonical.get(at as usize)) else {
            return ResolvedName { name: name.to_owned(), inferred: false };
        };
        // The alias file has the last word, also on what the archive took a name for.
        let name = aliases.canonical(&fold(found)).unwrap_or(found);
        ResolvedName { name: name.to_owned(), inferred }
    }

    /// True if the year can matter for the name.
    pub fn depends_on_year(&self, name: &str) -> bool {
        matches!(self.links.get(&fold(name)), Some(Link::ByYear { .. }))
    }

    /// True if what its article says of a person can matter for the name.
    pub fn depends_on_article(&self, name: &str, year: Option<i32>, aliases: &Aliases) -> bool {
        let key = fold(&self.resolve_name(name, (year, None), aliases).name);
        self.namesakes.contains_key(&key)
            || self.bearers.contains_key(&key)
            || aliases.splits.has(&key)
    }

    /// Names (folded) that may stand for one that contains all words of `wanted`, without
    /// containing them themselves.
    pub fn other_forms(&self, wanted: &str, aliases: &Aliases) -> Vec<String> {
        let holds = |name: &str| contains_words(name, wanted);
        let merged =
            |name: &str| !aliases.is_empty() && aliases.canonical(&fold(name)).is_some_and(holds);
        let mut canonical: Vec<bool> = self.canonical.iter().map(|name| merged(name)).collect();
        let index = self.index.get_or_init(|| NameIndex::new(&self.canonical));
        for number in index.with_words(wanted) {
            canonical[number] = true;
        }
        let is_wanted = |at: &u32| canonical.get(*at as usize).copied().unwrap_or(false);
        let mut forms: Vec<String> = self
            .links
            .iter()
            .filter(|(form, link)| {
                let stands_for = match link {
                    Link::Spelling(at) => is_wanted(at),
                    Link::ByYear { years, undated } => {
                        undated.iter().any(is_wanted)
                            || years.iter().any(|(_, _, at)| is_wanted(at))
                    }
                };
                stands_for && !holds(form)
            })
            .map(|(form, _)| form.clone())
            .collect();
        let labelled =
            |name: &str, occupation: &Occupation| holds(&format!("{name} {}", occupation.label()));
        let namesakes = self.namesakes.iter().filter(|(name, occupations)| {
            occupations.iter().any(|occupation| labelled(name, occupation))
        });
        forms.extend(namesakes.map(|(name, _)| name.clone()).filter(|name| !holds(name)));
        let bearers = self.bearers.iter().filter(|(_, all)| all.iter().any(|one| holds(&one.name)));
        forms.extend(bearers.map(|(name, _)| name.clone()).filter(|name| !holds(name)));
        let wholes = aliases.splits.whole_of(holds);
        forms.extend(wholes.filter(|name| !holds(name)));
        let bodies: Vec<bool> =
            self.bodies.names.iter().map(|name| holds(name) || merged(name)).collect();
        let links = self.bodies.links.iter().filter(|(form, _)| !holds(form));
        let wanted = |to: u32| bodies.get(to as usize).copied().unwrap_or(false);
        forms.extend(links.filter(|(_, link)| wanted(link.to)).map(|(form, _)| form.clone()));
        forms.extend(aliases.variants_of(holds).filter(|form| !holds(form)));
        forms.sort();
        forms.dedup();
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_all_names_as_in_each() {
        let names = [
            "Alon Liel",
            "Jean-Marie Le  Pen",
            "Liel",
            "José O'Brien",
            "Mary Lielson",
            "",
            "liel ALON",
            "J. R. Pen",
        ];
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let words = NameIndex::new(&names);
        for wanted in [
            "liel",
            "Liel, Alon",
            "pen",
            "le pen",
            "jose",
            "o'brien",
            "r",
            "marie jean",
            "",
            "son",
            " ",
        ] {
            let one_by_one: Vec<usize> =
                (0..names.len()).filter(|at| contains_words(&names[*at], wanted)).collect();
            assert_eq!(words.with_words(wanted), one_by_one, "{wanted}");
        }
    }
}
