//! One name for one body: "US", "United States"; "Justice Department", "Department of Justice";
//! "Securities and Exchange Commission", "SEC".
//!
//! What varies regularly is a rule: the article, "and" and "&", the order of a department and its
//! field, the ending of a company, the nation before a body that hardly any other place has.
//! An acronym binds where the archive introduces it ("National Rivers Board (NRB)"), or where
//! `bodies.txt` has it. What is not clear stays apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::text::fold;

/// Share of the articles that name a body of a kind ("… Justice Department") which the nation's
/// must have for its name to be dropped or added.
const MIN_NATION: f64 = 0.85;
/// Number of articles that name the nation's body with the nation.
const MIN_NATION_ARTICLES: u32 = 3;
/// Share that one company's ending must have where but one word is left without it.
const MIN_ENDING: f64 = 0.85;
/// Number of articles that have a lone word for the company.
const MIN_BARE: u32 = 5;
/// Share of the articles of all bodies introduced under an acronym that one of them must have.
const MIN_INTRODUCED: f64 = 0.85;
/// Number of articles below which neither an acronym nor a name for it is worth a look.
const MIN_ACRONYM: u32 = 3;
/// Lengths of acronyms, in letters.
const ACRONYM_LETTERS: std::ops::RangeInclusive<usize> = 2..=6;
/// The nation whose bodies are named with it or without.
const NATION: &str = "us";

/// Reason for which a form stands for a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyRule {
    /// "and", "&", the article: the same words.
    Spelling,
    /// "Department of X" and "X Department".
    Order,
    /// The ending of a company.
    Ending,
    /// "U.S. X" and "X".
    Nation,
    /// An acronym that articles introduce, with the number of those read that do.
    Introduced(u32),
    /// The list has both.
    Listed,
    /// A city that speaks for its country.
    Capital,
}

/// Link from a form to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyLink {
    /// Number of the body's name.
    pub to: u32,
    /// Reason.
    pub rule: BodyRule,
}

/// Names of bodies, and the forms that stand for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bodies {
    /// One name for each body that has several forms.
    pub names: Vec<String>,
    /// Links by the folded form.
    pub links: FxHashMap<String, BodyLink>,
}

/// Number of articles by the name of an organisation.
pub type BodyCounts = BTreeMap<String, u32>;

/// Body that articles introduce under an acronym: "National Rivers Board", with the number of the
/// articles looked at that do so.
pub type Introductions = BTreeMap<String, (String, u32)>;

/// Lists of `bodies.txt`.
#[derive(Default)]
struct Lists {
    /// Names shown, with the words that stand for them and whether they have to speak.
    bodies: Vec<(&'static str, Vec<(&'static str, bool)>)>,
    /// Numbers of the bodies by their keys.
    by_key: FxHashMap<String, usize>,
    endings: Vec<&'static str>,
    groups: Vec<&'static str>,
    papers: Vec<&'static str>,
    offices: Vec<&'static str>,
}

fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let mut lists = Lists::default();
        let lines = include_str!("bodies.txt").lines();
        let mut lines: Vec<&str> = lines.filter(|line| !line.starts_with('#')).collect();
        lines.retain(|line| {
            let Some((list, words)) = line.split_once(' ') else { return false };
            let words = words.split(' ').collect();
            match list {
                "endings" => lists.endings = words,
                "groups" => lists.groups = words,
                "papers" => lists.papers = words,
                "offices" => lists.offices = words,
                _ => return true,
            }
            false
        });
        for line in lines {
            let mut names = line.split('|').map(str::trim);
            let Some(shown) = names.next() else { continue };
            let others = names.map(|name| (name.trim_end_matches('*'), name.ends_with('*')));
            lists.bodies.push((shown, others.collect()));
        }
        for at in 0..lists.bodies.len() {
            let (shown, others) = &lists.bodies[at];
            let others = others.iter().filter(|(_, speaks)| !speaks).map(|(name, _)| *name);
            let keys: Vec<String> =
                std::iter::once(*shown).chain(others).map(|name| key_of(&lists, name).0).collect();
            for key in keys {
                lists.by_key.entry(key).or_insert(at);
            }
        }
        lists
    });
    &LISTS
}

impl Bodies {
    /// Name of the body that `name` stands for, and the reason; `speaks` if it is a speaker's.
    pub fn find(&self, name: &str, speaks: bool) -> Option<(&str, BodyRule)> {
        let link = self.links.get(&fold(name))?;
        if link.rule == BodyRule::Capital && !speaks {
            return None;
        }
        self.names.get(link.to as usize).map(|name| (name.as_str(), link.rule))
    }

    /// Bodies of an archive, from the number of articles that name each.
    pub fn new(counts: &BodyCounts, introduced: &Introductions) -> Self {
        let keys = Keys::new(counts);
        let mut groups: BTreeMap<String, Vec<(&String, u32, BodyRule)>> = BTreeMap::new();
        for (name, count) in counts {
            let (key, rule) = keys.of(name, introduced);
            groups.entry(key).or_default().push((name, *count, rule));
        }
        let mut bodies = Self::default();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for (key, forms) in &groups {
            let listed = lists().by_key.get(key).map(|at| lists().bodies[*at].0);
            // An acronym is never the name itself.
            let full = forms.iter().filter(|form| !matches!(form.2, BodyRule::Introduced(_)));
            let commonest = full.max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
            let shown = listed.or(commonest.map(|(name, ..)| name.as_str())).unwrap_or_default();
            for (name, _, rule) in forms {
                bodies.link(name, shown, *rule, &mut numbers);
            }
        }
        for (shown, others) in &lists().bodies {
            for (name, speaks) in others {
                // The archive's own meaning of an acronym goes before the list's.
                let rule = if *speaks { BodyRule::Capital } else { BodyRule::Listed };
                if !introduced.contains_key(&fold(name)) {
                    bodies.link(name, shown, rule, &mut numbers);
                }
            }
        }
        bodies
    }

    fn link<'n>(
        &mut self,
        name: &str,
        shown: &'n str,
        rule: BodyRule,
        numbers: &mut FxHashMap<&'n str, u32>,
    ) {
        let form = fold(name);
        if name == shown || self.links.contains_key(&form) {
            return;
        }
        let to = *numbers.entry(shown).or_insert_with(|| {
            self.names.push(shown.to_owned());
            self.names.len() as u32 - 1
        });
        self.links.insert(form, BodyLink { to, rule });
    }
}

/// Key of a name by what varies regularly in any archive, and the rule that changed it.
fn key_of(lists: &Lists, name: &str) -> (String, BodyRule) {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| *word != "and").collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if words.len() > 2 && words[..2] == ["united", "states"] {
        words.splice(..2, [NATION]);
    }
    let mut rule = BodyRule::Spelling;
    let office = words.iter().position(|word| lists.offices.contains(word));
    if let Some(at) = office
        && words.get(at + 1) == Some(&"of")
        && words.len() > at + 2
    {
        let office = words.remove(at);
        words.remove(at);
        if words.len() > at + 1 && words[at] == "the" {
            words.remove(at);
        }
        words.push(office);
        rule = BodyRule::Order;
    }
    (words.join(" "), rule)
}

/// Name without the ending of a company; `None` if it has none, or is a paper without it.
fn without_ending<'k>(lists: &Lists, key: &'k str) -> Option<(&'k str, &'k str)> {
    let (bare, ending) = key.rsplit_once(' ')?;
    let last = bare.rsplit(' ').next().unwrap_or(bare);
    let fits = lists.endings.contains(&ending) && !lists.papers.contains(&last) && last != "of";
    fits.then_some((bare, ending))
}

/// Keys of an archive's bodies, by what varies regularly in this archive.
struct Keys {
    /// Keys that lose their nation or their ending, with the key that they become.
    changed: FxHashMap<String, (String, BodyRule)>,
}

impl Keys {
    fn new(counts: &BodyCounts) -> Self {
        let lists = lists();
        let mut by_key: BTreeMap<String, u32> = BTreeMap::new();
        for (name, count) in counts {
            *by_key.entry(key_of(lists, name).0).or_default() += count;
        }
        let mut changed = FxHashMap::default();
        let mut endings: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
        for (key, count) in &by_key {
            if let Some((bare, ending)) = without_ending(lists, key) {
                *endings.entry(bare).or_default().entry(ending).or_default() += count;
            }
        }
        for (bare, endings) in endings {
            let all: u32 = endings.values().sum();
            let most = endings.values().copied().max().unwrap_or_default();
            let printed = by_key.get(bare).copied().unwrap_or_default();
            let clear = printed >= MIN_BARE && f64::from(most) >= MIN_ENDING * f64::from(all);
            if bare.contains(' ') || clear {
                for ending in endings.keys() {
                    let key = format!("{bare} {ending}");
                    changed.insert(key, (bare.to_owned(), BodyRule::Ending));
                }
                if let Some((short, group)) = bare.rsplit_once(' ')
                    && lists.groups.contains(&group)
                    && short.contains(' ')
                    && by_key.contains_key(short)
                {
                    changed.insert(bare.to_owned(), (short.to_owned(), BodyRule::Ending));
                }
            }
        }
        for tail in national(&by_key) {
            let key = format!("{NATION} {tail}");
            changed.insert(key, (tail.to_owned(), BodyRule::Nation));
        }
        Self { changed }
    }

    /// Key of a name, and the rule that it is reached by.
    fn of(&self, name: &str, introduced: &Introductions) -> (String, BodyRule) {
        let lists = lists();
        if let Some((full, articles)) = introduced.get(&fold(name)) {
            return (self.of(full, &BTreeMap::new()).0, BodyRule::Introduced(*articles));
        }
        let (mut key, mut rule) = key_of(lists, name);
        // An ending first, then "Group", then the nation.
        for _ in 0..3 {
            if let Some((shorter, by)) = self.changed.get(&key) {
                (key, rule) = (shorter.clone(), *by);
            }
        }
        match lists.by_key.get(&key) {
            Some(at) => {
                let shown = key_of(lists, lists.bodies[*at].0).0;
                let rule = if shown == key { rule } else { BodyRule::Listed };
                (shown, rule)
            }
            None => (key, rule),
        }
    }
}

/// Words behind the nation in the names of its bodies, where hardly any other place has one so
/// named.
fn national(by_key: &BTreeMap<String, u32>) -> Vec<&str> {
    let tail = |key: &'_ String| key.strip_prefix(NATION)?.strip_prefix(' ').map(str::len);
    let mut tails: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (key, count) in by_key {
        if let Some(length) = tail(key) {
            let tail = &key[key.len() - length..];
            if tail.contains(' ') {
                tails.entry(tail).or_default().0 += count;
            }
        }
    }
    for (key, count) in by_key.iter().filter(|(key, _)| tail(key).is_none()) {
        for (at, _) in key.match_indices(' ') {
            if let Some((_, others)) = tails.get_mut(&key[at + 1..]) {
                *others += count;
            }
        }
    }
    let clear = |(own, others): &(u32, u32)| {
        let all = f64::from(own + others);
        *own >= MIN_NATION_ARTICLES && f64::from(*own) >= MIN_NATION * all
    };
    tails.into_iter().filter(|(_, counts)| clear(counts)).map(|(tail, _)| tail).collect()
}

/// Acronym that a name is, folded; `None` if it is none.
fn acronym(name: &str) -> Option<String> {
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let is = letters.bytes().all(|b| b.is_ascii_uppercase());
    (is && ACRONYM_LETTERS.contains(&letters.len())).then(|| letters.to_ascii_lowercase())
}

/// Small words that acronyms leave out.
const SMALL: &[&str] = &["of", "and", "the", "for", "in", "on", "to", "de", "a"];

/// Initials of a name of several words.
fn initials(name: &str) -> Option<String> {
    let folded = fold(name);
    let words = folded.split(' ').filter(|word| !SMALL.contains(word));
    let initial = |word: &str| if word == NATION { NATION.into() } else { word[..1].to_owned() };
    let ascii = folded.is_ascii() && folded.contains(' ');
    ascii.then(|| words.filter(|word| !word.is_empty()).map(initial).collect())
}

/// Names that an acronym of the archive may be short for, by the acronym: the two commonest.
pub fn candidates(counts: &BodyCounts) -> BTreeMap<String, Vec<String>> {
    let common = counts.iter().filter(|(_, count)| **count >= MIN_ACRONYM);
    let acronyms: BTreeSet<String> = common.clone().filter_map(|(name, _)| acronym(name)).collect();
    let mut all: BTreeMap<String, Vec<(u32, &String)>> = BTreeMap::new();
    for (name, count) in common {
        if let Some(initials) = initials(name).filter(|initials| acronyms.contains(initials)) {
            all.entry(initials).or_default().push((*count, name));
        }
    }
    let two = |(acronym, mut names): (String, Vec<(u32, &String)>)| {
        names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        (acronym, names.into_iter().take(2).map(|(_, name)| name.clone()).collect())
    };
    all.into_iter().map(two).collect()
}

/// True if a body of text has the acronym in brackets right behind words: "Board (NRB)".
pub fn introduces(text: &str, acronym: &str) -> bool {
    let most = 2 * acronym.len() + 2;
    text.match_indices('(').any(|(at, _)| {
        let inner = text[at + 1..].chars().take_while(|c| *c != ')').take(most);
        self::acronym(inner.collect::<String>().trim()).as_deref() == Some(acronym)
    })
}

/// Acronyms with the body that they stand for, where one of those introduced is the commonest by
/// far; `found` has the number of articles that introduce each name.
pub fn introductions(
    counts: &BodyCounts,
    found: &BTreeMap<(String, String), u32>,
) -> Introductions {
    let mut by_acronym: BTreeMap<&str, Vec<(u32, &String, u32)>> = BTreeMap::new();
    for ((acronym, name), introducing) in found.iter().filter(|(_, count)| **count > 0) {
        let articles = counts.get(name).copied().unwrap_or_default();
        by_acronym.entry(acronym).or_default().push((articles, name, *introducing));
    }
    let keys = Keys::new(counts);
    let key = |name: &str| keys.of(name, &BTreeMap::new()).0;
    let mut clear = Introductions::new();
    for (acronym, mut names) in by_acronym {
        names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let (_, first, introducing) = names[0];
        let all: u32 = names.iter().map(|(articles, ..)| articles).sum();
        let same = names.iter().filter(|(_, name, _)| key(name) == key(first));
        let of_first: u32 = same.map(|(articles, ..)| articles).sum();
        if f64::from(of_first) >= MIN_INTRODUCED * f64::from(all) {
            clear.insert(acronym.to_owned(), (first.clone(), introducing));
        }
    }
    clear
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(counts: &[(&str, u32)], introduced: &[(&str, &str)]) -> Bodies {
        let counts: BodyCounts =
            counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        let found: BTreeMap<(String, String), u32> = introduced
            .iter()
            .map(|(acronym, name)| (((*acronym).to_owned(), (*name).to_owned()), 1))
            .collect();
        Bodies::new(&counts, &introductions(&counts, &found))
    }

    fn name<'b>(bodies: &'b Bodies, form: &'b str) -> &'b str {
        bodies.find(form, true).map_or(form, |(name, _)| name)
    }

    #[test]
    fn what_varies_regularly_is_one_body() {
        let bodies = bodies(
            &[
                ("Harbour Department", 40),
                ("Department of the Harbour", 9),
                ("U.S. Department of Harbour", 6),
                ("Ferry and Pier Commission", 30),
                ("Ferry & Pier Commission", 2),
                ("Lowmere Ferry and Pier Commission", 30),
                ("U.S. Ferry and Pier Commission", 4),
                ("Quarrie Steel Corp", 12),
                ("Quarrie Steel", 8),
                ("Lowmere Times", 8),
                ("Lowmere Times Co", 3),
                ("Vane Inc", 30),
                ("Vane", 9),
                ("Solt Inc", 30),
                ("Solt AG", 30),
                ("Solt", 9),
                ("Bram Pier Group Inc", 9),
                ("Bram Pier", 4),
                ("BRAM PIER", 1),
                ("US Department of Justice", 2),
            ],
            &[],
        );
        assert_eq!(name(&bodies, "Bram Pier"), "Bram Pier Group Inc");
        assert_eq!(name(&bodies, "US Department of Justice"), "Justice Department");
        assert_eq!(name(&bodies, "Department of the Harbour"), "Harbour Department");
        assert_eq!(name(&bodies, "U.S. Department of Harbour"), "Harbour Department");
        assert_eq!(name(&bodies, "Ferry & Pier Commission"), "Ferry and Pier Commission");
        // Other places have one too.
        let other = "U.S. Ferry and Pier Commission";
        assert_eq!(name(&bodies, other), other);
        assert_eq!(name(&bodies, "Quarrie Steel"), "Quarrie Steel Corp");
        assert_eq!(name(&bodies, "Lowmere Times Co"), "Lowmere Times Co");
        assert_eq!(name(&bodies, "Vane"), "Vane Inc");
        assert_eq!(name(&bodies, "Solt AG"), "Solt AG");
    }

    #[test]
    fn acronyms_bind_where_they_are_introduced_or_listed() {
        let counts = [("National Rivers Board", 20), ("NRB", 9), ("Northern Rail Bureau", 4)];
        let by = |introduced: &[(&str, &str)]| bodies(&counts, introduced);
        assert_eq!(name(&by(&[]), "NRB"), "NRB");
        let known = ("nrb", "National Rivers Board");
        assert_eq!(name(&by(&[known]), "NRB"), "National Rivers Board");
        assert_eq!(name(&by(&[known, ("nrb", "Northern Rail Bureau")]), "NRB"), "NRB");
        let listed = by(&[]);
        assert_eq!(name(&listed, "SEC"), "Securities and Exchange Commission");
        assert_eq!(name(&listed, "U.S."), "United States");
        let own = bodies(&[("Southern Eel Club", 9), ("SEC", 9)], &[("sec", "Southern Eel Club")]);
        assert_eq!(name(&own, "SEC"), "Southern Eel Club");
        assert_eq!(listed.find("Washington", false), None);
        assert!(listed.find("Washington", true).is_some_and(|(name, _)| name == "United States"));
    }

    #[test]
    fn acronyms_have_candidates_by_their_initials() {
        let counts = [("National Rivers Board", 20), ("NRB", 9), ("U.S. Rivers Board", 4)];
        let counts: BodyCounts = counts.map(|(name, count)| (name.to_owned(), count)).into();
        let found = candidates(&counts);
        assert_eq!(found.get("nrb").map(Vec::len), Some(1));
        assert_eq!(found.len(), 1);
        assert!(introduces("the National Rivers Board ( NRB ) said", "nrb"));
        assert!(introduces("the board (N.R.B.) said", "nrb"));
        assert!(!introduces("the NRB said (it rained)", "nrb"));
    }
}
