//! Gathering of the evidence for who a speaker is.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::names::reasons::{ApartReason, JoinReason};
use crate::corpus::names::speakers::{NameId, SegmentSpeakers, Speaker};
use crate::search::answers::evidence::{Evidence, JoinedForm, OtherName};
use crate::search::answers::name_counts::{NameCount, count_speakers};
use crate::search::answers::prepared_search::{allowed_articles, speaker_query};
use crate::search::plan::filters::shown_query;
use crate::search::plan::question::Filters;
use crate::search::snapshot::Snapshot;
use crate::store::{ArticleIds, Error, Kind, LiveDocuments, columns};
use crate::text::fold;

/// Number of other speakers told at most.
const MAX_APART: usize = 10;

/// Adds the evidence to speakers.
///
/// # Errors
/// The index cannot be read.
pub fn add_evidence(
    snapshot: &Snapshot,
    filters: &Filters,
    speakers: &mut [NameCount],
) -> Result<(), Error> {
    let all = count_speakers(snapshot, "", filters, false)?;
    let (authority, aliases) = (snapshot.names(), &snapshot.overrides.aliases);
    let mut places = FxHashMap::default();
    let mut found = Vec::with_capacity(speakers.len());
    for (at, speaker) in speakers.iter().enumerate() {
        places.insert(fold(&speaker.name), at);
        let joined = speaker.variants.iter().map(|form| JoinedForm {
            form: form.name.clone(),
            count: form.count,
            reason: JoinReason::new(authority, aliases, (&form.name, &speaker.name), form.inferred),
        });
        let others = all.iter().filter(|other| other.name != speaker.name);
        let apart = others.filter_map(|other| {
            let names = (speaker.name.as_str(), other.name.as_str());
            let reason = ApartReason::new(authority, aliases, names)?;
            Some(OtherName { name: other.name.clone(), count: other.count, reason })
        });
        let mut apart: Vec<OtherName> = apart.collect();
        // Who is likest comes first.
        apart.sort_by_key(|other| other.reason == ApartReason::FirstName);
        apart.truncate(MAX_APART);
        found.push(Evidence { joined: joined.collect(), apart, ..Evidence::default() });
    }
    count_years(snapshot, filters, &places, &mut found)?;
    for (speaker, evidence) in speakers.iter_mut().zip(found) {
        speaker.evidence = Some(evidence);
    }
    Ok(())
}

/// Counts the articles and years of speakers, whose places are by the folded name.
fn count_years(
    snapshot: &Snapshot,
    filters: &Filters,
    places: &FxHashMap<String, usize>,
    found: &mut [Evidence],
) -> Result<(), Error> {
    let query = shown_query(snapshot, Kind::Quote, filters, speaker_query(snapshot, filters));
    let articles = allowed_articles(snapshot, Kind::Quote, filters)?;
    let (searcher, query, articles) = (&snapshot.searcher, query.as_ref(), articles.as_ref());
    let documents = LiveDocuments { searcher, query, articles };
    let mut quoting: Vec<FxHashSet<u64>> = vec![FxHashSet::default(); found.len()];
    let mut years: Vec<FxHashMap<Option<i32>, u64>> = vec![FxHashMap::default(); found.len()];
    let mut run = || -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            let speakers =
                SegmentSpeakers::open_all(segment, snapshot.names(), &snapshot.overrides)?;
            let (year, ids) = (columns::YEAR.open(segment)?, ArticleIds::open(segment)?);
            let mut known: FxHashMap<NameId, Option<usize>> = FxHashMap::default();
            documents.for_each(segment, |doc| {
                let place = |name: &str| places.get(&fold(name)).copied();
                let at = match speakers.speaker(doc) {
                    Speaker::NotAQuote | Speaker::Unknown => None,
                    Speaker::Override(name) => place(&name),
                    Speaker::Resolved(id) => {
                        *known.entry(id).or_insert_with(|| place(&speakers.resolved(id).name))
                    }
                };
                if let Some(at) = at {
                    quoting[at].extend(ids.first(doc));
                    *years[at].entry(year.first(doc).map(|year| year as i32)).or_default() += 1;
                }
            })?;
        }
        Ok(())
    };
    run().map_err(|e| snapshot.fail(&e))?;
    for ((evidence, articles), mut years) in found.iter_mut().zip(quoting).zip(years) {
        evidence.articles = articles.len() as u64;
        evidence.undated = years.remove(&None).unwrap_or_default();
        evidence.years = years.into_iter().filter_map(|(year, n)| Some((year?, n))).collect();
        evidence.years.sort_unstable();
    }
    Ok(())
}
