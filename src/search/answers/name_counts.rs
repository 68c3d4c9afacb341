//! Counts of speakers and of named entities, under one name for each.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader};

use crate::corpus::names::authority::ResolvedName;
use crate::corpus::names::counts::{NameYears, count_by_year};
use crate::corpus::names::speakers::{NameId, SegmentSpeakers, Speaker};
use crate::corpus::names::splits::Occasion;
use crate::model::EntityKind;
use crate::search::answers::evidence::Evidence;
use crate::search::answers::prepared_search::{allowed_articles, speaker_query};
use crate::search::answers::role_years::{RoleTally, RoleYears};
use crate::search::plan::filters::shown_query;
use crate::search::plan::question::Filters;
use crate::search::snapshot::Snapshot;
use crate::store::{Error, Kind, LiveDocuments, SpeakerKind, StrValues, columns};
use crate::text::{fold, folded_has_word_prefix};

/// Number of documents of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// One name of the archive, as it is most often written.
    pub name: String,
    /// Number of documents (quotations of a speaker, articles that name an entity).
    pub count: u64,
    /// Forms of the name in articles, most frequent first.
    pub variants: Vec<Variant>,
    /// Roles of a speaker, most frequent first; none of other names.
    pub roles: Vec<RoleYears>,
    /// Evidence that all forms are one speaker, where it is asked for.
    pub evidence: Option<Evidence>,
}

/// Form of a name in articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Form as articles spell it.
    pub name: String,
    /// Number of documents that have it.
    pub count: u64,
    /// True if the archive and not the articles say who is meant.
    pub inferred: bool,
}

/// One name as spelt and a count, by the form and by whether it is inferred.
type Forms = BTreeMap<(String, bool), (String, u64)>;

/// Counts of forms of names, by the one name.
#[derive(Default)]
struct NameTally {
    by_name: FxHashMap<String, Forms>,
    roles: FxHashMap<String, RoleTally>,
}

impl NameTally {
    /// Adds documents with a form of a name.
    fn add(&mut self, resolved: &ResolvedName, form: &str, count: u64) {
        let forms = self.by_name.entry(fold(&resolved.name)).or_default();
        let entry = forms.entry((form.to_owned(), resolved.inferred));
        entry.or_insert_with(|| (resolved.name.clone(), 0)).1 += count;
    }

    /// Adds quotations of a speaker in a role.
    fn add_role(&mut self, name: &str, role: &str, year: Option<i32>, count: u64) {
        self.roles.entry(fold(name)).or_default().add(role, year, count);
    }

    /// Names of which a word starts with `prefix`, or a form does; most frequent first, then by
    /// name.
    fn into_counts(mut self, prefix: &str) -> Vec<NameCount> {
        let prefix = fold(prefix);
        let mut counts: Vec<NameCount> = self
            .by_name
            .into_iter()
            .filter_map(|(key, forms)| {
                let fits = folded_has_word_prefix(&key, &prefix)
                    || forms.keys().any(|(form, _)| folded_has_word_prefix(&fold(form), &prefix));
                let mut counted = fits.then(|| name_count(forms))??;
                counted.roles = self.roles.remove(&key).unwrap_or_default().into_roles();
                Some(counted)
            })
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        counts
    }
}

fn name_count(forms: Forms) -> Option<NameCount> {
    let count = forms.values().map(|(_, count)| count).sum();
    // The name comes in several spellings when only case or marks differ: the commonest is shown.
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in forms.values() {
        *names.entry(name).or_default() += count;
    }
    let name =
        names.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))?.0.to_owned();
    let mut variants: Vec<Variant> = forms
        .into_iter()
        .map(|((name, inferred), (_, count))| Variant { name, count, inferred })
        .collect();
    variants.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    Some(NameCount { name, count, variants, roles: Vec::new(), evidence: None })
}

/// Counts speakers by their number of quotations; only names of which a word starts with `prefix`,
/// and those without a name ("analysts") only if `unnamed`.
///
/// # Errors
/// The index cannot be read.
pub fn count_speakers(
    snapshot: &Snapshot,
    prefix: &str,
    filters: &Filters,
    unnamed: bool,
) -> Result<Vec<NameCount>, Error> {
    let query = shown_query(snapshot, Kind::Quote, filters, speaker_query(snapshot, filters));
    let articles = allowed_articles(snapshot, Kind::Quote, filters)?;
    let (searcher, query, articles) = (&snapshot.searcher, query.as_ref(), articles.as_ref());
    let documents = LiveDocuments { searcher, query, articles };
    let mut tally = NameTally::default();
    let mut count = |segment: &SegmentReader| -> tantivy::Result<()> {
        let (names, overrides) = (snapshot.names(), &snapshot.overrides);
        let speakers = SegmentSpeakers::open_all(segment, names, overrides)?;
        let kinds = columns::SPEAKER_KIND.open(segment)?;
        let (roles, years) = (columns::ROLE.open(segment)?, columns::YEAR.open(segment)?);
        let mut counts: FxHashMap<NameId, u64> = FxHashMap::default();
        let mut in_roles: FxHashMap<(NameId, u64, Option<i32>), u64> = FxHashMap::default();
        documents.for_each(segment, |doc| match speakers.speaker(doc) {
            Speaker::NotAQuote | Speaker::Unknown => {}
            Speaker::Override(name) => {
                let resolved = ResolvedName { name: name.clone(), inferred: false };
                tally.add(&resolved, &name, 1);
            }
            Speaker::Resolved(id) => {
                if unnamed || kinds.first(doc).is_some_and(SpeakerKind::has_name) {
                    *counts.entry(id).or_default() += 1;
                    if let Some(role) = roles.as_ref().and_then(|r| r.term_ords(doc).next()) {
                        let year = years.first(doc).map(|year| year as i32);
                        *in_roles.entry((id, role, year)).or_default() += 1;
                    }
                }
            }
        })?;
        let printed = roles.as_ref().map(StrValues::read).transpose()?.unwrap_or_default();
        for ((id, role, year), count) in in_roles {
            tally.add_role(&speakers.resolved(id).name, printed.get(role), year, count);
        }
        for (id, count) in counts {
            let speaker = speakers.resolved(id);
            let resolved = ResolvedName { name: speaker.name.clone(), inferred: speaker.inferred };
            tally.add(&resolved, &speaker.in_article, count);
        }
        Ok(())
    };
    let mut segments = searcher.segment_readers().iter();
    segments.try_for_each(&mut count).map_err(|e| snapshot.fail(&e))?;
    Ok(tally.into_counts(prefix))
}

/// Counts people, organisations, places or groups by their number of articles.
///
/// # Errors
/// The index cannot be read.
pub fn count_entities(
    snapshot: &Snapshot,
    kind: EntityKind,
    prefix: &str,
    filters: &Filters,
) -> Result<Vec<NameCount>, Error> {
    let column = match kind {
        EntityKind::Person => columns::PERSON,
        EntityKind::Organisation => columns::ORGANISATION,
        EntityKind::Place => columns::PLACE,
        EntityKind::Group => columns::GROUP,
    };
    let query = shown_query(snapshot, Kind::Article, filters, None);
    let articles = allowed_articles(snapshot, Kind::Article, filters)?;
    let (searcher, query, articles) = (&snapshot.searcher, query.as_ref(), articles.as_ref());
    let documents = LiveDocuments { searcher, query, articles };
    let mut by_name = NameYears::default();
    for segment in searcher.segment_readers() {
        let each = |each: &mut dyn FnMut(DocId)| documents.for_each(segment, each);
        count_by_year(segment, column, each, &mut by_name).map_err(|e| snapshot.fail(&e))?;
    }
    let mut tally = NameTally::default();
    let mut all: Vec<_> = by_name.into_iter().collect();
    all.sort();
    for (name, years) in all {
        for (year, count) in years {
            let occasion = Occasion { year, ..Occasion::default() };
            let aliases = &snapshot.overrides.aliases;
            let resolved = snapshot.names().resolve_kind((&name, kind), false, occasion, aliases);
            tally.add(&resolved, &name, u64::from(count));
        }
    }
    Ok(tally.into_counts(prefix))
}
