//! Parts of an archive, of which the analyses of the whole are a merge.

use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use crate::store::{Fields, Kind, LiveDocuments, kind_query};

/// One segment of a commit, as an analysis reads it.
pub struct Segment<'s> {
    /// Commit that the segment belongs to.
    pub searcher: &'s Searcher,
    /// Fields of the index.
    pub fields: &'s Fields,
    /// Number of the segment in its commit.
    pub ordinal: SegmentOrdinal,
    /// The segment's columns.
    pub reader: &'s SegmentReader,
}

impl Segment<'_> {
    /// Calls `each` with every document of a kind that is not deleted, in ascending order.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn for_each(&self, kind: Kind, each: impl FnMut(DocId)) -> tantivy::Result<()> {
        let query = kind_query(self.fields, kind);
        let documents = LiveDocuments { searcher: self.searcher, query: &query, articles: None };
        documents.for_each(self.reader, each)
    }
}

/// Contribution of one part of an archive to an analysis of the whole.
///
/// A part is a segment of an index here, so that what a small update adds is worked out like what a
/// large one holds; parts that many machines worked out are merged by the same code. However an
/// archive is divided, its parts merge into the same whole.
pub trait Part: Default {
    /// Reads the contribution of one segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    fn read(segment: &Segment<'_>) -> tantivy::Result<Self>;

    /// Adds the contribution of another part.
    fn merge(&mut self, other: Self);
}

/// Merges the contributions of all segments of a commit.
///
/// # Errors
/// The index cannot be read.
pub fn merge_parts<P: Part>(searcher: &Searcher, fields: &Fields) -> tantivy::Result<P> {
    let mut whole = P::default();
    for (ordinal, reader) in searcher.segment_readers().iter().enumerate() {
        let segment = Segment { searcher, fields, ordinal: ordinal as SegmentOrdinal, reader };
        whole.merge(P::read(&segment)?);
    }
    Ok(whole)
}
