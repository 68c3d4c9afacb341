//! Copies of a saying, and the speakers credited with them.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, DocId};

use crate::search::answers::facets::NamedSpeakers;
use crate::search::answers::speaker_stats::SpeakerCount;
use crate::search::answers::value_counts::ValueCounts;
use crate::search::snapshot::Snapshot;
use crate::search::verify::compare::{VerifyFilter, accepts};
use crate::search::verify::verification::Credit;
use crate::store::columns::PublishedDates;
use crate::store::{ArticleIds, columns};

/// Speakers credited with these quotations, the number of their articles and the first date;
/// quotations that a person said are none, and those that are not shown, do not count. Only
/// quotations count that are asserted, or only those that are not.
///
/// # Errors
/// The index cannot be read.
pub fn credit(
    snapshot: &Snapshot,
    copies: &[DocAddress],
    hidden: &[u64],
    asserted: bool,
) -> tantivy::Result<Credit> {
    let mut credit = Credit::default();
    let mut values = ValueCounts::default();
    let mut speakers: FxHashMap<usize, SpeakerCount> = FxHashMap::default();
    let mut articles: FxHashSet<u64> = FxHashSet::default();
    let mut all = SpeakerCount::new("");
    for (ordinal, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let here: Vec<DocId> = copies
            .iter()
            .filter(|address| address.segment_ord as usize == ordinal)
            .map(|address| address.doc_id)
            .collect();
        if here.is_empty() {
            continue;
        }
        let mut named = NamedSpeakers::open(snapshot, segment)?;
        let dates = PublishedDates::open(segment)?;
        let ids = ArticleIds::open(segment)?;
        let accepts = accepts(snapshot, segment, VerifyFilter { speaker: None, hidden })?;
        let modes = columns::MODE.open(segment)?;
        let mode = |doc: DocId| modes.first(doc).unwrap_or_default().is_asserted();
        for doc in here.into_iter().filter(|doc| mode(*doc) == asserted && accepts(*doc)) {
            let date = dates.get(doc);
            all.add(date);
            articles.extend(ids.first(doc));
            match named.id(doc, &mut values) {
                None => credit.nobody += 1,
                Some(id) => {
                    speakers.entry(id).or_insert_with(|| SpeakerCount::new("")).add(date);
                }
            }
        }
    }
    let named = |(id, one): (usize, SpeakerCount)| SpeakerCount {
        name: values.spelling(id).to_owned(),
        ..one
    };
    credit.speakers = speakers.into_iter().map(named).collect();
    credit.speakers.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    credit.quotes = all.count;
    credit.first = all.first;
    credit.articles = articles.len() as u64;
    Ok(credit)
}
