//! Statistics of speakers about a subject: numbers of their quotations that answer a question, and
//! the dates of the first and last.

use rustc_hash::FxHashMap;
use tantivy::DocId;

use crate::model::PublishedDate;
use crate::search::answers::doc_set::DocSet;
use crate::search::answers::doc_set::doc_set;
use crate::search::answers::facets::NamedSpeakers;
use crate::search::answers::role_years::{RoleTally, RoleYears};
use crate::search::answers::value_counts::ValueCounts;
use crate::search::plan::question::Question;
use crate::search::query::parsed::Warning;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::columns::PublishedDates;
use crate::store::{Error, columns, str_value};

/// Speakers of the quotations that answer a question.
#[derive(Clone, Debug)]
pub struct SpeakerStats {
    /// Named speakers of the quotations that answer the question, most quotations first.
    pub speakers: Vec<SpeakerCount>,
    /// Number of the quotations without a named speaker.
    pub nobody: u64,
    /// Warnings about the question.
    pub warnings: Vec<Warning>,
}

/// Number of a speaker's quotations that answer a question, with their dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerCount {
    /// One name in the archive.
    pub name: String,
    /// Number of quotations.
    pub count: u64,
    /// Date of the first, as exactly as that is known; `None` when all are undated.
    pub first: Option<PublishedDate>,
    /// Date of the last.
    pub last: Option<PublishedDate>,
    /// Number of undated quotations.
    pub undated: u64,
    /// Roles, most frequent first.
    pub roles: Vec<RoleYears>,
}

impl SpeakerCount {
    /// Speaker of whom nothing is counted yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            count: 0,
            first: None,
            last: None,
            undated: 0,
            roles: Vec::new(),
        }
    }

    /// Counts a quotation of this date.
    pub fn add(&mut self, date: Option<PublishedDate>) {
        self.count += 1;
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        // Of a day and a year that begins with it the day is the better answer.
        let first = |d: &PublishedDate| (d.range().first, d.precision);
        let last = |d: &PublishedDate| (d.range().last, std::cmp::Reverse(d.precision));
        if self.first.is_none_or(|before| first(&date) < first(&before)) {
            self.first = Some(date);
        }
        if self.last.is_none_or(|before| last(&date) > last(&before)) {
            self.last = Some(date);
        }
    }
}

/// Named speakers of the quotations that answer the question, most quotations first, and the number
/// of the quotations without one. Only what was said counts, unless the question names modes.
///
/// # Errors
/// The index cannot be read.
pub fn speaker_stats(snapshot: &Snapshot, question: &Question) -> Result<SpeakerStats, Error> {
    let DocSet { segments, warnings } = doc_set(snapshot, question, Domain::Quotes)?;
    let mut values = ValueCounts::default();
    let mut speaking: FxHashMap<usize, SpeakerCount> = FxHashMap::default();
    let mut in_roles: FxHashMap<usize, RoleTally> = FxHashMap::default();
    let mut nobody = 0;
    let any_mode = !question.filters.modes.is_empty();
    let mut count = || -> tantivy::Result<()> {
        for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(&segments) {
            let mut named = NamedSpeakers::open(snapshot, segment)?;
            let dates = PublishedDates::open(segment)?;
            let roles = columns::ROLE.open(segment)?;
            let mut printed: FxHashMap<u64, String> = FxHashMap::default();
            let modes = columns::MODE.open(segment)?;
            let counts =
                |doc: &&DocId| any_mode || modes.first(**doc).unwrap_or_default().is_asserted();
            for doc in docs.iter().filter(counts) {
                let Some(id) = named.id(*doc, &mut values) else {
                    nobody += 1;
                    continue;
                };
                let date = dates.get(*doc);
                speaking.entry(id).or_insert_with(|| SpeakerCount::new("")).add(date);
                if named.is_by_hand(*doc) {
                    continue;
                }
                let Some(roles) = &roles else { continue };
                if let Some(role) = roles.term_ords(*doc).next() {
                    let role = printed.entry(role).or_insert_with(|| str_value(roles, role));
                    let year = date.map(|date| date.year());
                    in_roles.entry(id).or_default().add(role, year, 1);
                }
            }
        }
        Ok(())
    };
    count().map_err(|e| snapshot.fail(&e))?;
    let mut named = |(id, one): (usize, SpeakerCount)| SpeakerCount {
        name: values.spelling(id).to_owned(),
        roles: in_roles.remove(&id).unwrap_or_default().into_roles(),
        ..one
    };
    let mut speakers: Vec<SpeakerCount> = speaking.into_iter().map(&mut named).collect();
    speakers.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    Ok(SpeakerStats { speakers, nobody, warnings })
}
