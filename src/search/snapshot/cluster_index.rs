//! Clusters of copies in the form that collapsing looks them up in.

use rustc_hash::{FxBuildHasher, FxHashMap};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId};

use crate::corpus::duplicates::articles::clusters::ArticleClusters;
use crate::corpus::duplicates::quotes::clusters::QuoteClusters;
use crate::search::scoring::columns::{Columns, Segments};

/// Clusters of articles by their documents. Of most questions every match is counted, and to look
/// up its id first would cost more than all the rest that is done about it.
#[derive(Debug)]
pub struct ArticleClusterIndex {
    segments: Vec<FxHashMap<DocId, u32>>,
}

/// Clusters of quotations by their ids. A common word stands in some hundred thousand quotations,
/// and to search a list for each took half of the time of the question.
#[derive(Debug)]
pub struct QuoteClusterIndex {
    by_id: FxHashMap<u64, u32>,
}

impl QuoteClusterIndex {
    /// Index of these clusters.
    pub fn new(sayings: &QuoteClusters) -> Self {
        let mut by_id = FxHashMap::with_capacity_and_hasher(sayings.member_count(), FxBuildHasher);
        for cluster in 0..sayings.cluster_count() as u32 {
            by_id.extend(sayings.members(cluster).iter().map(|member| (member.id().0, cluster)));
        }
        Self { by_id }
    }

    /// Number of the cluster of the quotation with this id.
    pub fn cluster(&self, id: u64) -> Option<u32> {
        self.by_id.get(&id).copied()
    }
}

/// Number of ids that are read at once.
const BATCH: usize = 1024;

impl ArticleClusterIndex {
    /// Index of these clusters by the documents of all segments.
    pub fn new(segments: Segments<'_>, copies: &ArticleClusters) -> Self {
        let mut by_id = FxHashMap::default();
        for cluster in 0..copies.cluster_count() as u32 {
            by_id.extend(copies.members(cluster).iter().map(|member| (member.id().0, cluster)));
        }
        Self {
            segments: segments
                .iter()
                .map(|(_, columns)| cluster_by_document(columns, &by_id))
                .collect(),
        }
    }

    /// Number of the cluster of the article at an address.
    pub fn cluster(&self, address: DocAddress) -> Option<u32> {
        self.segments.get(address.segment_ord as usize)?.get(&address.doc_id).copied()
    }
}

/// Clusters of one segment's articles by their documents.
fn cluster_by_document(columns: &Columns, by_id: &FxHashMap<u64, u32>) -> FxHashMap<DocId, u32> {
    let Column { index, values } = &columns.article_id;
    let (mut rows, mut clusters) = (Vec::new(), Vec::new());
    let count = if by_id.is_empty() { 0 } else { values.num_vals() };
    let mut some = [0; BATCH];
    for start in (0..count).step_by(BATCH) {
        let some = &mut some[..((count - start) as usize).min(BATCH)];
        values.get_range(u64::from(start), some);
        for (row, id) in (start..).zip(some) {
            if let Some(cluster) = by_id.get(id) {
                rows.push(row);
                clusters.push(*cluster);
            }
        }
    }
    index.select_batch_in_place(0, &mut rows);
    rows.into_iter().zip(clusters).collect()
}
