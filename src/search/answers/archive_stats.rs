//! What an index holds, counted for `status`.

use tantivy::collector::Count;
use tantivy::columnar::Column;
use tantivy::query::EnableScoring;
use tantivy::{Searcher, SegmentReader};

use crate::model::{DayRange, Days};
use crate::store::for_each_live;
use crate::search::plan::filters::own_query;
use crate::search::plan::question::Filters;
use crate::store::{Fields, Kind, SpeakerKind};

/// What an index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files in the ledger, also those that failed.
    pub files: u64,
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotes: u64,
    /// Quotations with a speaker, named or not.
    pub quotes_with_speaker: u64,
    /// Quotations whose speaker has a name, by how it was reached: named, surname, pronoun, title,
    /// carried over.
    pub named_by: [u64; 5],
    /// Articles without a date.
    pub undated: u64,
    /// Articles by what dates them: a field, a dateline, the path, the URL, nothing, a date that cannot
    /// be used.
    pub dated_by: [u64; 6],
    /// First and last published day.
    pub days: Option<DayRange>,
}

pub fn count(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Counts> {
    let files = own_query(fields, Kind::File, &Filters::default(), None);
    let mut counts = Counts { files: searcher.search(&files, &Count)? as u64, ..Counts::default() };
    for segment in searcher.segment_readers() {
        let kinds: Column<u64> = segment.fast_fields().u64("speaker_kind")?;
        let reached: Column<u64> = segment.fast_fields().u64("reached")?;
        for_each_of(searcher, segment, fields, Kind::Quote, |doc| {
            counts.quotes += 1;
            let kind = kinds.first(doc).unwrap_or_default();
            counts.quotes_with_speaker += u64::from(kind != SpeakerKind::Nobody as u64);
            if kind != SpeakerKind::Nobody as u64 && kind != SpeakerKind::Unnamed as u64 {
                let how = reached.first(doc).unwrap_or_default() as usize;
                counts.named_by[how.min(4)] += 1;
            }
        })?;
        let days: Column<i64> = segment.fast_fields().i64("day")?;
        let origins: Column<u64> = segment.fast_fields().u64("origin")?;
        for_each_of(searcher, segment, fields, Kind::Article, |doc| {
            counts.articles += 1;
            counts.dated_by[origins.first(doc).unwrap_or(4).min(5) as usize] += 1;
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
    let query = own_query(fields, kind, &Filters::default(), None);
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), each);
    Ok(())
}
