//! Bearers of one name in different times: quoted under offices that have nothing in common, with
//! many years between them in which no article gives the name an office. As people change their
//! office, the fields have to differ too, unless more years lie between than a career has.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::corpus::names::occupation::Occupation;
use crate::corpus::names::offices;
use crate::text::fold;

/// Years without an office after which another office is another person's.
const GAP_YEARS: i32 = 10;
/// Years without an office after which any other office is another person's.
const CAREER_YEARS: i32 = 40;
/// Years before the first and after the last office within which an article still means the bearer.
const NEAR_YEARS: i32 = 5;
/// Number of quotations under an office that each of two bearers must have.
const MIN_QUOTES: u32 = 3;

/// One bearer of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearer {
    /// Name with what tells it from the others.
    pub name: String,
    /// First and last year in which articles give an office.
    pub years: (i32, i32),
}

/// Bearers by the folded name that they have in common.
pub type Bearers = FxHashMap<String, Vec<Bearer>>;

/// Bearer whom an article of a year means, if it is near the years of one.
pub fn in_year(bearers: &[Bearer], year: i32) -> Option<&Bearer> {
    let distance = |bearer: &&Bearer| {
        let (from, to) = bearer.years;
        (from - year).max(year - to).max(0)
    };
    bearers.iter().min_by_key(distance).filter(|bearer| distance(bearer) <= NEAR_YEARS)
}

/// Number of quotations of a name by year and role.
pub type RolesByYear<'r> = BTreeMap<i32, BTreeMap<&'r str, u32>>;

/// Years near each other in which a name has offices.
struct Period<'r> {
    years: (i32, i32),
    roles: BTreeMap<&'r str, u32>,
    offices: BTreeSet<String>,
    /// Number of quotations under an office that is held, not one of the past.
    quotes: u32,
    /// Fields of these offices.
    fields: BTreeSet<Occupation>,
}

impl<'r> Period<'r> {
    fn new(year: i32, roles: &BTreeMap<&'r str, u32>) -> Self {
        let mut period = Self {
            years: (year, year),
            roles: roles.clone(),
            offices: BTreeSet::new(),
            quotes: 0,
            fields: BTreeSet::new(),
        };
        for (role, count) in roles {
            if let Some(office) = offices::office(role) {
                // Countries, banks and clubs have presidents.
                let tells = !offices::is_past(role) && office != "president";
                period.fields.extend(Occupation::from_role(role).filter(|_| tells));
                period.quotes += if offices::is_past(role) { 0 } else { *count };
                period.offices.insert(office);
            }
        }
        period
    }

    fn merge(&mut self, other: Self) {
        self.years.1 = other.years.1;
        for (role, count) in other.roles {
            *self.roles.entry(role).or_default() += count;
        }
        self.offices.extend(other.offices);
        self.quotes += other.quotes;
        self.fields.extend(other.fields);
    }

    /// True if this and an earlier period are two people's.
    fn is_apart_from(&self, earlier: &Self) -> bool {
        let known = !self.fields.is_empty() && !earlier.fields.is_empty();
        let other_field = known && self.fields.is_disjoint(&earlier.fields);
        self.quotes >= MIN_QUOTES
            && earlier.quotes >= MIN_QUOTES
            && (other_field || self.years.0 - earlier.years.1 >= CAREER_YEARS)
            && self.offices.is_disjoint(&earlier.offices)
    }

    /// Role of most quotations, a present one before a past one.
    fn role(&self) -> Option<&'r str> {
        let roles = self.roles.iter().filter(|(role, _)| offices::office(role).is_some());
        let best = roles.max_by_key(|(role, count)| {
            (!offices::is_past(role), **count, std::cmp::Reverse(**role))
        });
        best.map(|(role, _)| *role)
    }
}

/// Names of several bearers, among names with their roles, by the folded name.
pub fn find(by_name: &BTreeMap<String, (String, RolesByYear<'_>)>) -> Bearers {
    let mut bearers = Bearers::default();
    for (key, (name, years)) in by_name {
        let periods = periods(years);
        if periods.len() > 1 {
            bearers.insert(key.clone(), label(name, &periods));
        }
    }
    bearers
}

/// Periods of a name that are different people's, in order.
fn periods<'r>(years: &RolesByYear<'r>) -> Vec<Period<'r>> {
    let mut near: Vec<Period<'r>> = Vec::new();
    for (year, roles) in years {
        let next = Period::new(*year, roles);
        match near.last_mut() {
            Some(last) if year - last.years.1 < GAP_YEARS => last.merge(next),
            _ => near.push(next),
        }
    }
    let mut apart: Vec<Period<'r>> = Vec::new();
    for next in near {
        match apart.last_mut() {
            Some(last) if !next.is_apart_from(last) => last.merge(next),
            _ => apart.push(next),
        }
    }
    apart
}

/// Bearers with their names: told apart by role, or by years where that does not do.
fn label(name: &str, periods: &[Period<'_>]) -> Vec<Bearer> {
    let roles: Vec<&str> = periods.iter().filter_map(Period::role).collect();
    let distinct: BTreeSet<String> = roles.iter().map(|role| fold(role)).collect();
    let by_role = distinct.len() == periods.len();
    let bearers = periods.iter().enumerate().map(|(at, period)| {
        let (from, to) = period.years;
        let label = match roles.get(at) {
            Some(role) if by_role => (*role).to_owned(),
            _ if from == to => from.to_string(),
            _ => format!("{from}–{to}"),
        };
        Bearer { name: format!("{name} ({label})"), years: period.years }
    });
    bearers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(counts: &[(&str, i32, &'static str, u32)]) -> Bearers {
        let mut by_name: BTreeMap<String, (String, RolesByYear<'_>)> = BTreeMap::new();
        for (name, year, role, count) in counts {
            let new = || ((*name).to_owned(), RolesByYear::new());
            let (_, years) = by_name.entry(fold(name)).or_insert_with(new);
            years.entry(*year).or_default().insert(role, *count);
        }
        super::find(&by_name)
    }

    #[test]
    fn two_offices_long_apart_are_two_people() {
        let found = find(&[
            ("Bram Vane", 1962, "President", 9),
            ("Bram Vane", 2017, "Sen.", 5),
            ("Bram Vane", 2019, "Republican Senator", 4),
            // One who comes back, and one who was never gone.
            ("Osric Vane", 1987, "harbour developer", 5),
            ("Osric Vane", 2016, "President", 50),
            ("Osric Vane", 2010, "Celebrity developer", 3),
            ("Piet Vane", 1987, "harbour analyst", 9),
            ("Piet Vane", 2010, "senior fellow", 9),
            ("Ina Vane", 1987, "harbour minister", 9),
            ("Ina Vane", 2010, "harbour lawyer", 9),
            ("Ysolde Vane", 1999, "Senator", 9),
            ("Ysolde Vane", 2005, "Governor", 9),
            ("Tilda Vane", 1987, "minister", 9),
            ("Tilda Vane", 2014, "former minister", 9),
        ]);
        assert_eq!(found.len(), 2);
        assert!(found.contains_key("ina vane"));
        let vanes = &found["bram vane"];
        assert_eq!(
            in_year(vanes, 1965).map(|one| one.name.as_str()),
            Some("Bram Vane (President)")
        );
        assert_eq!(in_year(vanes, 2018).map(|one| one.name.as_str()), Some("Bram Vane (Sen.)"));
        assert_eq!(in_year(vanes, 1990), None);
    }
}
