//! Roles of a speaker, with the years in which articles give them.

use std::collections::BTreeMap;

use crate::text::fold;

/// Role of a speaker with the years of the quotations that give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleYears {
    /// Role as most quotations print it.
    pub role: String,
    /// Number of quotations.
    pub count: u64,
    /// First and last year; `None` where all are undated.
    pub years: Option<(i32, i32)>,
}

/// Counts of the roles of one speaker.
#[derive(Clone, Debug, Default)]
pub struct RoleTally {
    by_role: BTreeMap<String, OneRole>,
}

/// Count of a role, in all its spellings.
#[derive(Clone, Debug, Default)]
struct OneRole {
    spellings: BTreeMap<String, u64>,
    years: Option<(i32, i32)>,
}

impl RoleTally {
    /// Adds quotations that give a role in a year.
    pub fn add(&mut self, role: &str, year: Option<i32>, count: u64) {
        let one = self.by_role.entry(fold(role)).or_default();
        *one.spellings.entry(role.to_owned()).or_default() += count;
        if let Some(year) = year {
            let (first, last) = one.years.unwrap_or((year, year));
            one.years = Some((first.min(year), last.max(year)));
        }
    }

    /// Roles, the one of most quotations first, then by alphabet.
    pub fn into_roles(self) -> Vec<RoleYears> {
        let role = |one: OneRole| {
            let count = one.spellings.values().sum();
            let commonest =
                one.spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            RoleYears {
                role: commonest.map_or_else(String::new, |(role, _)| role),
                count,
                years: one.years,
            }
        };
        let mut roles: Vec<RoleYears> = self.by_role.into_values().map(role).collect();
        roles.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.role.cmp(&b.role)));
        roles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_counted_whatever_their_case_with_their_years() {
        let mut tally = RoleTally::default();
        for (role, year) in [
            ("mayor", Some(2020)),
            ("Mayor", Some(2018)),
            ("mayor", None),
            ("Senator", Some(2023)),
            ("envoy", None),
        ] {
            tally.add(role, year, 1);
        }
        let role = |role: &str, count, years| RoleYears { role: role.to_owned(), count, years };
        assert_eq!(
            tally.into_roles(),
            [
                role("mayor", 3, Some((2018, 2020))),
                role("Senator", 1, Some((2023, 2023))),
                role("envoy", 1, None),
            ]
        );
    }
}
