//! Acronyms that an archive introduces: found by initials among the names that its articles have,
//! then looked up in the text of a few articles that have the full name.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, Searcher, SegmentOrdinal, TantivyError};

use crate::corpus::names::bodies::{
    BodyCounts, Introductions, candidates, introduces, introductions,
};
use crate::corpus::part::Segment;
use crate::store::{Error, Fields, Index, Kind, StrValues, columns};

/// Number of articles looked at for a name.
const ARTICLES: usize = 4;

/// Acronyms with the body that the articles of a commit introduce under them.
///
/// # Errors
/// The index cannot be read.
pub fn find(
    index: &Index,
    searcher: &Searcher,
    fields: &Fields,
    counts: &BodyCounts,
) -> Result<Introductions, Error> {
    let candidates = candidates(counts);
    let mut articles: FxHashMap<&str, Vec<(u64, DocAddress)>> = FxHashMap::default();
    for name in candidates.values().flatten() {
        articles.insert(name, Vec::new());
    }
    let fail = |error: &TantivyError| Error::index(index.dir(), error);
    for (ordinal, reader) in searcher.segment_readers().iter().enumerate() {
        let segment = Segment { searcher, fields, ordinal: ordinal as SegmentOrdinal, reader };
        add_articles(&segment, &mut articles).map_err(|e| fail(&e))?;
    }
    let mut found: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (acronym, names) in &candidates {
        for name in names {
            let mut count = 0;
            for (_, address) in articles.get(name.as_str()).into_iter().flatten() {
                let record = index.article(searcher, *address)?;
                count += u32::from(introduces(&record.article.body, acronym));
            }
            found.insert((acronym.clone(), name.clone()), count);
        }
    }
    Ok(introductions(counts, &found))
}

/// Adds to each name the articles of a segment that have it, and keeps those of the lowest ids: the
/// same ones however the archive is divided.
fn add_articles(
    segment: &Segment<'_>,
    articles: &mut FxHashMap<&str, Vec<(u64, DocAddress)>>,
) -> tantivy::Result<()> {
    let Some(column) = columns::ORGANISATION.open(segment.reader)? else { return Ok(()) };
    let ids = columns::ARTICLE_ID.open(segment.reader)?;
    let values = StrValues::read(&column)?;
    let wanted: Vec<bool> = (0..column.num_terms() as u64)
        .map(|ordinal| articles.contains_key(values.get(ordinal)))
        .collect();
    segment.for_each(Kind::Article, |doc| {
        let Some(id) = ids.first(doc) else { return };
        for ordinal in column.term_ords(doc).filter(|ordinal| wanted[*ordinal as usize]) {
            let Some(lowest) = articles.get_mut(values.get(ordinal)) else { continue };
            let one = (id, DocAddress::new(segment.ordinal, doc));
            let at = lowest.partition_point(|other| *other < one);
            lowest.insert(at, one);
            lowest.truncate(ARTICLES);
        }
    })
}
