//! What an index holds, counted for `status`.

use tantivy::collector::Count;
use tantivy::columnar::Column;
use tantivy::query::EnableScoring;
use tantivy::{Searcher, SegmentReader};

use crate::model::{DayRange, Days};
use crate::search::Filters;
use crate::search::engine::for_each_live;
use crate::search::filters::own_query;
use crate::store::{Fields, Kind};

/// What an index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files in the ledger, also those that failed.
    pub files: u64,
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotes: u64,
    /// Quotations with a speaker.
    pub quotes_with_speaker: u64,
    /// Articles without a date.
    pub undated: u64,
    /// First and last published day.
    pub days: Option<DayRange>,
}

pub(super) fn count(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Counts> {
    let files = own_query(fields, Kind::File, &Filters::default());
    let mut counts = Counts { files: searcher.search(&files, &Count)? as u64, ..Counts::default() };
    for segment in searcher.segment_readers() {
        let speakers = segment.fast_fields().str("speaker")?;
        for_each_of(searcher, segment, fields, Kind::Quote, |doc| {
            counts.quotes += 1;
            let speaker = speakers.as_ref().and_then(|column| column.term_ords(doc).next());
            counts.quotes_with_speaker += u64::from(speaker.is_some());
        })?;
        let days: Column<i64> = segment.fast_fields().i64("day")?;
        for_each_of(searcher, segment, fields, Kind::Article, |doc| {
            counts.articles += 1;
            match days.first(doc).map(Days) {
                Some(day) => {
                    let range = counts.days.unwrap_or(DayRange { first: day, last: day });
                    let (first, last) = (range.first.min(day), range.last.max(day));
                    counts.days = Some(DayRange { first, last });
                }
                None => counts.undated += 1,
            }
        })?;
    }
    Ok(counts)
}

fn for_each_of(
    searcher: &Searcher,
    segment: &SegmentReader,
    fields: &Fields,
    kind: Kind,
    each: impl FnMut(u32),
) -> tantivy::Result<()> {
    let query = own_query(fields, kind, &Filters::default());
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), each);
    Ok(())
}
