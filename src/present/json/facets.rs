//! Counts of matches: facets, names, speakers about a subject, timelines; and what may have been
//! meant where nothing matches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::present::answer::{DocumentKind, NameList, SpeakerList};
use crate::present::rows::{self, RoleRow, SpeakerRow, TimelineRow};
use crate::present::words;
use crate::search::{
    Evidence, Facet, FacetValue, JoinedForm, NameCount, OtherName, Suggestion, Timeline, Variant,
};

/// Counts of all matches by the values of a field.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "facet")]
pub struct FacetJson<'a> {
    /// The commonest values.
    values: Vec<ValueJson<'a>>,
    /// Number of different values.
    different: usize,
    /// Number of matches without any.
    without: u64,
}

/// A value of a facet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "facet-value")]
struct ValueJson<'a> {
    /// The value.
    value: &'a str,
    /// Number of matches that have it.
    count: u64,
}

/// A line of facets, at the end of lines of hits.
#[derive(Serialize, JsonSchema)]
pub struct FacetsJson<'a> {
    /// Facets by their names.
    pub facets: &'a BTreeMap<&'static str, FacetJson<'a>>,
}

impl<'a> FacetJson<'a> {
    fn new(facet: &'a Facet) -> Self {
        let value = |v: &'a FacetValue| ValueJson { value: &v.value, count: v.count };
        let values = facet.values.iter().map(value).collect();
        Self { values, different: facet.different, without: facet.without }
    }
}

/// Facets by their names.
pub fn facets(facets: &[Facet]) -> BTreeMap<&'static str, FacetJson<'_>> {
    facets.iter().map(|facet| (words::facet(facet.field), FacetJson::new(facet))).collect()
}

/// A spelling that the archive has, for what was typed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "suggestion")]
pub struct SuggestionJson<'a> {
    /// Name of the option that it was typed for, or "words".
    asked: &'static str,
    /// Words as typed.
    typed: &'a str,
    /// Words as the archive has them.
    meant: &'a str,
}

/// Spellings that the archive has, for what was typed.
pub fn suggestions(meant: &[Suggestion]) -> Vec<SuggestionJson<'_>> {
    let mut all = Vec::with_capacity(meant.len());
    for Suggestion { field, typed, corrected } in meant {
        all.push(SuggestionJson { asked: words::option(*field), typed, meant: corrected });
    }
    all
}

/// A timeline with its periods, coarser dates and undated documents.
#[derive(Serialize, JsonSchema)]
pub struct TimelineJson {
    /// Noun of the documents counted: articles or quotations.
    of: &'static str,
    /// Number of documents that match.
    total: u64,
    /// Length of a period.
    by: &'static str,
    /// Periods in order.
    periods: Vec<TimelineRow>,
    /// True if empty periods are left out.
    gaps_left_out: bool,
    /// Documents whose dates fit into no one period.
    dated_less_exactly: Vec<TimelineRow>,
    /// Number of documents without a date.
    undated: u64,
}

/// A timeline with its periods, coarser dates and undated documents.
pub fn timeline(timeline: &Timeline, documents: DocumentKind) -> TimelineJson {
    let mut periods = rows::timeline(timeline);
    let mut coarse = periods.split_off(timeline.periods.len());
    coarse.truncate(timeline.coarse.len());
    TimelineJson {
        of: documents.noun(2),
        total: timeline.total,
        by: words::unit(timeline.unit),
        periods,
        gaps_left_out: timeline.gaps_left_out,
        dated_less_exactly: coarse,
        undated: timeline.undated,
    }
}

/// Speakers about a subject, with counts over all of them.
#[derive(Serialize, JsonSchema)]
pub struct SpeakersJson<'a> {
    /// Number of speakers in all.
    total: usize,
    /// Number of quotations that match.
    quotes: u64,
    /// Number of matching quotations without a named speaker.
    quotes_without_named_speaker: u64,
    /// Speakers shown, most often quoted first.
    speakers: Vec<SpeakerRow<'a>>,
}

/// Speakers about a subject, with counts over all of them.
pub fn speakers_about(list: &SpeakerList) -> SpeakersJson<'_> {
    SpeakersJson {
        total: list.total,
        quotes: list.quotes,
        quotes_without_named_speaker: list.nobody,
        speakers: list.speakers.iter().map(rows::speaker).collect(),
    }
}

/// A name with its count.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "name")]
pub struct NameJson<'a> {
    /// Name in the archive.
    name: &'a str,
    /// Kind of what is named: PER, ORG, LOC or MISC; not there for speakers.
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    kind: Option<&'static str>,
    /// Number of articles that name it, or of quotations of a speaker.
    count: u64,
    /// Roles of a speaker, most frequent first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<RoleRow<'a>>,
    /// Forms of the name, where they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<VariantJson<'a>>,
    /// Evidence for who a speaker is, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<EvidenceJson<'a>>,
}

/// Evidence for who a speaker is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "evidence")]
struct EvidenceJson<'a> {
    /// Number of articles that quote the speaker.
    articles: u64,
    /// Number of quotations by year.
    years: Vec<YearJson>,
    /// Number of quotations without a year.
    undated: u64,
    /// Forms joined, with the rule that joins each.
    joined: Vec<ReasonJson<'a>>,
    /// Others of the surname, with what keeps each apart.
    apart: Vec<ReasonJson<'a>>,
}

/// Number of quotations of a year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "year")]
struct YearJson {
    /// Year.
    year: i32,
    /// Number of quotations.
    count: u64,
}

/// A name, and the reason for which it is joined or held apart.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "reason")]
struct ReasonJson<'a> {
    /// Name.
    name: &'a str,
    /// Number of quotations.
    count: u64,
    /// Name of the rule.
    rule: &'static str,
    /// Rule in words.
    told: String,
}

impl<'a> EvidenceJson<'a> {
    fn new(evidence: &'a Evidence) -> Self {
        let year = |(year, count): &(i32, u64)| YearJson { year: *year, count: *count };
        let joined = |one: &'a JoinedForm| ReasonJson {
            name: &one.form,
            count: one.count,
            rule: one.reason.name(),
            told: one.reason.told(),
        };
        let apart = |one: &'a OtherName| ReasonJson {
            name: &one.name,
            count: one.count,
            rule: one.reason.name(),
            told: one.reason.told().to_owned(),
        };
        Self {
            articles: evidence.articles,
            years: evidence.years.iter().map(year).collect(),
            undated: evidence.undated,
            joined: evidence.joined.iter().map(joined).collect(),
            apart: evidence.apart.iter().map(apart).collect(),
        }
    }
}

/// A form that articles have of a name.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "variant")]
struct VariantJson<'a> {
    /// Form as articles have it.
    name: &'a str,
    /// Number of articles or quotations.
    count: u64,
    /// True if the archive and not the article tells that this name is meant.
    inferred: bool,
}

/// The names shown, all of one kind.
pub fn names<'a>(
    list: &'a NameList,
    kind: Option<&'static str>,
) -> impl Iterator<Item = NameJson<'a>> {
    let variant =
        |v: &'a Variant| VariantJson { name: &v.name, count: v.count, inferred: v.inferred };
    let variants = move |n: &'a NameCount| {
        let shown = if list.variants { n.variants.as_slice() } else { &[] };
        shown.iter().map(variant).collect()
    };
    list.names.iter().map(move |n| NameJson {
        name: &n.name,
        kind,
        count: n.count,
        roles: rows::roles(&n.roles),
        variants: variants(n),
        why: n.evidence.as_ref().map(EvidenceJson::new),
    })
}
