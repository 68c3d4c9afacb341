//! Principals: bearers of a surname whom an article never names in full, as everybody knows them,
//! while it names their relatives so: "Mr Ox" and "his daughter Ana Ox".
//!
//! The surname alone means the principal then. That there is one shows where all who are named in
//! full are called somebody's relatives and the surname was printed before, belongs to an office
//! that they do not hold, or owns the relative; and where its titles and pronouns are of the other
//! gender.

use rustc_hash::FxHashMap;

use crate::annotate::entities::address::Address;
use crate::annotate::entities::gender::pronoun_gender;
use crate::annotate::entities::name_parts::NameParts;
use crate::annotate::gazetteer::{Gender, likely_gender};
use crate::annotate::names::span::Name;
use crate::text::Prose;

/// Most persons of one surname that are looked at.
const MAX_BEARERS: usize = 12;
/// Most tokens between a surname and the pronoun that stands for it.
const PRONOUN_TOKENS: usize = 20;
/// Pronouns of the other gender from which they tell of somebody else, without any kinship; one
/// less with an office that nobody who is named in full has.
const MIN_PRONOUNS: u32 = 3;

/// Bearer of a surname who is not named in full.
#[derive(Debug, Default)]
pub struct Principal {
    /// Surname, folded.
    pub surname: String,
    /// Gender, if titles or pronouns tell it.
    pub gender: Option<Gender>,
    /// Offices, folded, in which the surname alone is addressed.
    pub offices: Vec<String>,
    /// True if the surname without a title means the principal.
    pub dominant: bool,
}

/// A person of the surname who is named in full.
struct Bearer<'p> {
    first: &'p str,
    relative: bool,
    /// True if a mention gives the person an office.
    office: bool,
    suffix: Option<&'p str>,
    gender: Option<Gender>,
}

/// All that an article prints of one surname.
#[derive(Default)]
struct Family<'p> {
    bearers: Vec<Bearer<'p>>,
    /// Mentions of the surname alone, by their number among the names.
    alone: Vec<usize>,
    /// First mention of a bearer in full.
    first_full: usize,
    /// True if a mention of the surname alone owns a relative: "Ox's daughter, Ana Ox".
    owns: bool,
}

/// Principals of the surnames of an article, in the order in which the surnames appear.
pub fn principals(
    prose: &Prose<'_>,
    names: &[Name],
    parts: &[Option<NameParts>],
    addresses: &[Address],
) -> Vec<Principal> {
    let mut families: FxHashMap<&str, Family<'_>> = FxHashMap::default();
    let mut order: Vec<&str> = Vec::new();
    for (at, parts) in parts.iter().enumerate() {
        let Some(parts) = parts else { continue };
        let family = families.entry(parts.last()).or_insert_with(|| {
            order.push(parts.last());
            Family { first_full: usize::MAX, ..Family::default() }
        });
        if parts.words.len() > 1 {
            family.add_full(at, parts, &addresses[at]);
            let before = at.checked_sub(1).filter(|before| family.alone.last() == Some(before));
            family.owns |= addresses[at].relative
                && before.is_some_and(|before| {
                    addresses[before].sentence == addresses[at].sentence
                        && prose.word(names[before].end).ends_with(['s', '’', '\''])
                });
        } else if parts.suffix.is_none() {
            family.alone.push(at);
        }
    }
    let found = order.into_iter().filter_map(|surname| {
        let family = families.get(surname).filter(|f| !f.bearers.is_empty())?;
        family.principal(surname, prose, names, addresses)
    });
    found.collect()
}

impl<'p> Family<'p> {
    fn add_full(&mut self, at: usize, parts: &'p NameParts, address: &Address) {
        self.first_full = self.first_full.min(at);
        let suffix = parts.suffix.as_deref();
        let (first, office) = (parts.first(), address.office.is_some());
        let known = self.bearers.iter_mut().find(|b| b.first == first && b.suffix == suffix);
        if let Some(bearer) = known {
            bearer.relative |= address.relative;
            bearer.office |= office;
            bearer.gender = address.gender.or(bearer.gender);
        } else if self.bearers.len() < MAX_BEARERS {
            let gender = address.gender.or_else(|| likely_gender(first));
            let relative = address.relative;
            self.bearers.push(Bearer { first, relative, office, suffix, gender });
        }
    }

    /// The principal of the surname, if there is one.
    fn principal(
        &self,
        surname: &str,
        prose: &Prose<'_>,
        names: &[Name],
        addresses: &[Address],
    ) -> Option<Principal> {
        let first = *self.alone.first()?;
        let gender = self.bearers[0].gender;
        let gender = gender.filter(|_| self.bearers.iter().all(|b| b.gender == gender));
        let before = first < self.first_full;
        let relatives = self.bearers.iter().all(|b| b.relative || b.suffix.is_some())
            && self.bearers.iter().any(|b| b.relative);
        // Titles and pronouns of the surname alone that are not the bearers', and that are.
        let (mut titles, mut pronouns) = ((0, 0), (0, 0));
        let mut principal = Principal { surname: surname.to_owned(), ..Principal::default() };
        for at in &self.alone {
            let add = |counts: &mut (u32, u32), told: Option<Gender>| match (told, gender) {
                (Some(told), Some(gender)) if told != gender => counts.0 += 1,
                (Some(_), Some(_)) => counts.1 += 1,
                _ => {}
            };
            add(&mut titles, addresses[*at].gender);
            if before || relatives {
                add(&mut pronouns, pronoun_after(prose, names, *at));
            }
            if let Some(office) = &addresses[*at].office
                && !principal.offices.contains(office)
            {
                principal.offices.push(office.clone());
            }
        }
        let in_office = !principal.offices.is_empty() && !self.bearers.iter().any(|b| b.office);
        let (others, theirs) = (titles.0 + pronouns.0, titles.1 + pronouns.1);
        let by_title = titles.0 > 0 && (before || relatives || titles.1 > 0);
        let told = pronouns.0 + u32::from(in_office);
        let by_pronoun = before && told >= MIN_PRONOUNS && theirs == 0;
        // A man and a woman may be each other's relatives.
        let one_gender = self.bearers.len() == 1 || gender.is_some();
        let by_kin =
            relatives && (in_office || one_gender && (before || self.owns) && theirs <= others);
        if !(by_title || by_pronoun || by_kin) {
            return None;
        }
        let other = match gender {
            Some(Gender::Male) => Gender::Female,
            _ => Gender::Male,
        };
        principal.gender = (by_title || gender.is_some() && others > theirs).then_some(other);
        principal.dominant = in_office && before || others >= theirs;
        Some(principal)
    }
}

/// Gender of the pronoun that follows a mention in its sentence, before any other name.
fn pronoun_after(prose: &Prose<'_>, names: &[Name], at: usize) -> Option<Gender> {
    let name = &names[at];
    let sentence = prose.sentences.get(prose.sentence_of(name.start))?;
    let next = names.get(at + 1).map_or(usize::MAX, |next| next.start);
    let until = sentence.tokens.end.min(next).min(name.end + PRONOUN_TOKENS);
    (name.end..until).find_map(|at| pronoun_gender(prose.word(at)))
}
