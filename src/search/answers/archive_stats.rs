//! Statistics of an index, for `status`.

use tantivy::collector::Count;
use tantivy::{DocId, SegmentReader};

use crate::model::{DayRange, Days};
use crate::search::snapshot::Snapshot;
use crate::store::{Code, Dating, Error, Kind, LiveDocuments, SpeakerKind, columns, kind_query};

/// Numbers of the documents of an index, by kind and by evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArchiveStats {
    /// Number of files in the ledger, also those that failed.
    pub files: u64,
    /// Number of articles.
    pub articles: u64,
    /// Number of quotations.
    pub quotes: u64,
    /// Number of quotations with a speaker, named or not.
    pub quotes_with_speaker: u64,
    /// Numbers of quotations whose speaker has a name, by its resolution: named, surname, pronoun,
    /// title, carried over.
    pub named_by: [u64; 5],
    /// Number of articles without a date.
    pub undated: u64,
    /// Numbers of articles by the origin of their date: a field, a dateline, the path, the URL,
    /// none, a date that cannot be used.
    pub dated_by: [u64; 6],
    /// First and last published day.
    pub days: Option<DayRange>,
}

/// Counts the documents of an index.
///
/// # Errors
/// The index cannot be read.
pub fn count(snapshot: &Snapshot) -> Result<ArchiveStats, Error> {
    let files = kind_query(&snapshot.fields, Kind::File);
    let count = || -> tantivy::Result<ArchiveStats> {
        let files = snapshot.searcher.search(&files, &Count)? as u64;
        let mut counts = ArchiveStats { files, ..ArchiveStats::default() };
        for segment in snapshot.searcher.segment_readers() {
            count_quotes(snapshot, segment, &mut counts)?;
            count_articles(snapshot, segment, &mut counts)?;
        }
        Ok(counts)
    };
    count().map_err(|e| snapshot.fail(&e))
}

/// Adds the quotations of a segment.
fn count_quotes(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    counts: &mut ArchiveStats,
) -> tantivy::Result<()> {
    let kinds = columns::SPEAKER_KIND.open(segment)?;
    let resolutions = columns::RESOLUTION.open(segment)?;
    for_each_of(snapshot, segment, Kind::Quote, |doc| {
        counts.quotes += 1;
        let kind = kinds.first(doc).unwrap_or(SpeakerKind::Nobody);
        counts.quotes_with_speaker += u64::from(kind != SpeakerKind::Nobody);
        if let Some(resolution) = resolutions.first(doc).filter(|_| kind.has_name())
            && let Some(count) = counts.named_by.get_mut(resolution.code() as usize)
        {
            *count += 1;
        }
    })
}

/// Adds the articles of a segment.
fn count_articles(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    counts: &mut ArchiveStats,
) -> tantivy::Result<()> {
    let days = columns::DAY.open(segment)?;
    let evidence = columns::DATING.open(segment)?;
    for_each_of(snapshot, segment, Kind::Article, |doc| {
        counts.articles += 1;
        let dating = evidence.first(doc).unwrap_or(Dating::Undated);
        counts.dated_by[dating.code() as usize] += 1;
        match days.first(doc).map(Days) {
            Some(day) => {
                let range = counts.days.unwrap_or(DayRange { first: day, last: day });
                let (first, last) = (range.first.min(day), range.last.max(day));
                counts.days = Some(DayRange { first, last });
            }
            None => counts.undated += 1,
        }
    })
}

/// Calls `each` with every document of a kind in a segment.
fn for_each_of(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    kind: Kind,
    each: impl FnMut(DocId),
) -> tantivy::Result<()> {
    let query = kind_query(&snapshot.fields, kind);
    let searcher = &snapshot.searcher;
    LiveDocuments { searcher, query: &query, articles: None }.for_each(segment, each)
}
