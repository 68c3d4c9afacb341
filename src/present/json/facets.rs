//! Counts of matches: facets, names, speakers about a subject, timelines; and what may have been
//! meant where nothing matches.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::present::answer::{DocumentKind, NameList, SpeakerList};
use crate::present::rows::{self, RoleRow};
use crate::present::words;
use crate::search::{Facet, NameCount, Suggestion, Timeline, Variant};

/// Facets by their names.
pub fn facets(facets: &[Facet]) -> Value {
    let one = |facet: &Facet| {
        let values: Vec<Value> =
            facet.values.iter().map(|v| json!({"value": v.value, "count": v.count})).collect();
        let value =
            json!({"values": values, "different": facet.different, "without": facet.without});
        (words::facet(facet.field).to_owned(), value)
    };
    Value::Object(facets.iter().map(one).collect::<Map<_, _>>())
}

/// Spellings that the archive has, for what was typed.
pub fn suggestions(meant: &[Suggestion]) -> Vec<Value> {
    let one = |m: &Suggestion| {
        let asked = words::option(m.field);
        json!({"asked": asked, "typed": m.typed, "meant": m.corrected})
    };
    meant.iter().map(one).collect()
}

/// A timeline with its periods, coarser dates and undated documents.
pub fn timeline(timeline: &Timeline, documents: DocumentKind) -> Value {
    let rows = rows::timeline(timeline);
    let (periods, rest) = rows.split_at(timeline.periods.len());
    let coarse = &rest[..timeline.coarse.len()];
    json!({
        "of": documents.noun(2),
        "total": timeline.total,
        "by": words::unit(timeline.unit),
        "periods": periods,
        "gaps_left_out": timeline.gaps_left_out,
        "dated_less_exactly": coarse,
        "undated": timeline.undated,
    })
}

/// Speakers about a subject, with counts over all of them.
pub fn speakers_about(list: &SpeakerList) -> Value {
    json!({
        "total": list.total,
        "quotes": list.quotes,
        "quotes_without_named_speaker": list.nobody,
        "speakers": list.speakers.iter().map(rows::speaker).collect::<Vec<_>>(),
    })
}

/// A name with its count.
#[derive(Serialize)]
pub struct NameJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    kind: Option<&'static str>,
    count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<RoleRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<VariantJson<'a>>,
}

/// A form that articles have of a name.
#[derive(Serialize)]
struct VariantJson<'a> {
    name: &'a str,
    count: u64,
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
    })
}
