//! Order of hits: by score, by date, or by the role of the speaker.

use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, Searcher};

use crate::search::plan::question::Sort;
use crate::store::{StrValues, columns};
use crate::text::fold;

/// Numbers that a role is apart from the next, more than days of all dates.
const ROLE_STEP: f64 = 8e6;

/// Order of hits, with what it needs of the columns.
pub struct HitOrder {
    /// Order that was asked for.
    pub sort: Sort,
    /// Roles of each segment; empty for any other order.
    roles: Vec<Option<SegmentRoles>>,
}

/// Places of a segment's roles in the alphabet of all.
struct SegmentRoles {
    column: StrColumn,
    /// Place by the role's ordinal.
    places: Vec<u32>,
}

impl HitOrder {
    /// Order of this sort over the segments of a commit.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(sort: Sort, searcher: &Searcher) -> tantivy::Result<Self> {
        if sort != Sort::Role {
            return Ok(Self { sort, roles: Vec::new() });
        }
        let mut printed: Vec<Option<(StrColumn, Vec<String>)>> = Vec::new();
        for segment in searcher.segment_readers() {
            printed.push(match columns::ROLE.open(segment)? {
                None => None,
                Some(column) => {
                    let values = StrValues::read(&column)?;
                    let count = column.num_terms() as u64;
                    let folded = (0..count).map(|ordinal| fold(values.get(ordinal))).collect();
                    Some((column, folded))
                }
            });
        }
        let mut alphabet: Vec<&String> =
            printed.iter().flatten().flat_map(|(_, roles)| roles).collect();
        alphabet.sort_unstable();
        alphabet.dedup();
        let place = |role: &String| alphabet.partition_point(|other| *other < role) as u32;
        let places: Vec<Option<Vec<u32>>> = printed
            .iter()
            .map(|one| one.as_ref().map(|(_, roles)| roles.iter().map(place).collect()))
            .collect();
        let roles = printed
            .into_iter()
            .zip(places)
            .map(|(one, places)| {
                one.zip(places).map(|((column, _), places)| SegmentRoles { column, places })
            })
            .collect();
        Ok(Self { sort, roles })
    }

    /// Number that documents are ordered by, higher first. `asked` tells that there are words to
    /// rank by.
    pub fn key(&self, asked: bool, score: f32, day: Option<i64>, address: DocAddress) -> f64 {
        let newest = |day: i64| day as f64;
        match (self.sort, day) {
            (Sort::Relevance, day) if !asked => day.map_or(f64::NEG_INFINITY, newest),
            (Sort::Relevance, _) => f64::from(score),
            (Sort::Role, day) => self.place(address).map_or(f64::NEG_INFINITY, |place| {
                let day = day.map_or(-ROLE_STEP / 2.0, newest);
                day - f64::from(place) * ROLE_STEP
            }),
            (_, None) => f64::NEG_INFINITY,
            (Sort::Newest, Some(day)) => newest(day),
            (Sort::Oldest, Some(day)) => -newest(day),
        }
    }

    /// Place of a quotation's role in the alphabet; `None` if it has none.
    fn place(&self, address: DocAddress) -> Option<u32> {
        let roles = self.roles.get(address.segment_ord as usize)?.as_ref()?;
        let ordinal = roles.column.term_ords(address.doc_id).next()?;
        roles.places.get(ordinal as usize).copied()
    }
}
