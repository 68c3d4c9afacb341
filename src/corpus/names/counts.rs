//! Occurrences of each person's name by year, and of each speaker's roles.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader};

use crate::corpus::names::bodies::BodyCounts;
use crate::corpus::part::{Part, Segment};
use crate::store::columns::FastText;
use crate::store::{Kind, StrValues, columns};

/// Number of articles that have a name, by the name as articles spell it and the article's year;
/// undated articles under `None`.
pub type NameYears = FxHashMap<String, BTreeMap<Option<i32>, u32>>;

/// Number of quotations by speaker, the article's year and the role that it gives the speaker.
pub type RoleCounts = FxHashMap<(String, Option<i32>, String), u32>;

/// Contribution of a part of an archive to its name authority.
#[derive(Debug, Default)]
pub struct NameCounts {
    /// Articles that name a person.
    pub persons: NameYears,
    /// Quotations with a speaker and a role.
    pub roles: RoleCounts,
    /// Articles that name an organisation.
    pub organisations: BodyCounts,
}

impl Part for NameCounts {
    fn read(segment: &Segment<'_>) -> tantivy::Result<Self> {
        let articles = |each: &mut dyn FnMut(DocId)| segment.for_each(Kind::Article, each);
        let mut persons = NameYears::default();
        count_by_year(segment.reader, columns::PERSON, articles, &mut persons)?;
        let organisations = count_organisations(segment)?;
        Ok(Self { persons, roles: count_roles(segment)?, organisations })
    }

    fn merge(&mut self, other: Self) {
        for (name, years) in other.persons {
            let known = self.persons.entry(name).or_default();
            for (year, count) in years {
                *known.entry(year).or_default() += count;
            }
        }
        for (key, count) in other.roles {
            *self.roles.entry(key).or_default() += count;
        }
        for (name, count) in other.organisations {
            *self.organisations.entry(name).or_default() += count;
        }
    }
}

/// Number of articles of a segment by the organisations that they name.
fn count_organisations(segment: &Segment<'_>) -> tantivy::Result<BodyCounts> {
    let Some(column) = columns::ORGANISATION.open(segment.reader)? else {
        return Ok(BodyCounts::new());
    };
    let mut counts = vec![0_u32; column.num_terms()];
    segment.for_each(Kind::Article, |doc| {
        for ordinal in column.term_ords(doc) {
            counts[ordinal as usize] += 1;
        }
    })?;
    let names = StrValues::read(&column)?;
    let counted = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
    Ok(counted.map(|(at, count)| (names.get(at as u64).to_owned(), count)).collect())
}

/// Adds to `counts` the values that a text column has in the documents of a segment, by year;
/// `documents` calls its argument with each of them.
///
/// # Errors
/// The segment cannot be read.
pub fn count_by_year(
    segment: &SegmentReader,
    column: FastText,
    documents: impl FnOnce(&mut dyn FnMut(DocId)) -> tantivy::Result<()>,
    counts: &mut NameYears,
) -> tantivy::Result<()> {
    let Some(values) = column.open(segment)? else { return Ok(()) };
    let years = columns::YEAR.open(segment)?;
    let mut by_ordinal: FxHashMap<(u64, Option<i32>), u32> = FxHashMap::default();
    documents(&mut |doc| {
        let year = years.first(doc).map(|year| year as i32);
        for ordinal in values.term_ords(doc) {
            *by_ordinal.entry((ordinal, year)).or_default() += 1;
        }
    })?;
    let spellings = StrValues::read(&values)?;
    for ((ordinal, year), count) in by_ordinal {
        let name = spellings.get(ordinal);
        let years = match counts.get_mut(name) {
            Some(years) => years,
            None => counts.entry(name.to_owned()).or_default(),
        };
        *years.entry(year).or_default() += count;
    }
    Ok(())
}

/// Number of quotations by speaker, year and role in a segment.
fn count_roles(segment: &Segment<'_>) -> tantivy::Result<RoleCounts> {
    let mut counts = RoleCounts::default();
    let speakers = columns::SPEAKER.open(segment.reader)?;
    let roles = columns::ROLE.open(segment.reader)?;
    let Some((speakers, roles)) = speakers.zip(roles) else { return Ok(counts) };
    let years = columns::YEAR.open(segment.reader)?;
    let mut by_ordinal: FxHashMap<(u64, Option<i32>, u64), u32> = FxHashMap::default();
    segment.for_each(Kind::Quote, |doc| {
        let ordinals = speakers.term_ords(doc).next().zip(roles.term_ords(doc).next());
        if let Some((speaker, role)) = ordinals {
            let year = years.first(doc).map(|year| year as i32);
            *by_ordinal.entry((speaker, year, role)).or_default() += 1;
        }
    })?;
    let (names, printed) = (StrValues::read(&speakers)?, StrValues::read(&roles)?);
    for ((speaker, year, role), count) in by_ordinal {
        let key = (names.get(speaker).to_owned(), year, printed.get(role).to_owned());
        *counts.entry(key).or_default() += count;
    }
    Ok(counts)
}
