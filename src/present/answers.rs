//! The JSON of facets, timelines, speakers about something, and checks.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::PublishedDate;
use crate::present::lists::{asked, field_name};
use crate::present::wire::WireOrigin;
use crate::present::{SpeakingListed, What, verdict, wire};
use crate::search::{
    Credit, Difference, Differing, Facet, Match, Meant, Speaking, TextMatch, Timeline, Unit,
    Verification, WordPair,
};

/// Facets by their names.
pub fn facets(facets: &[Facet]) -> Value {
    let one = |facet: &Facet| {
        let values: Vec<Value> =
            facet.values.iter().map(|v| json!({"value": v.value, "count": v.count})).collect();
        let value =
            json!({"values": values, "different": facet.different, "without": facet.without});
        (field_name(facet.field).to_owned(), value)
    };
    Value::Object(facets.iter().map(one).collect::<Map<_, _>>())
}

pub fn meant(meant: &[Meant]) -> Vec<Value> {
    let one = |m: &Meant| json!({"asked": asked(m.asked), "typed": m.typed, "meant": m.meant});
    meant.iter().map(one).collect()
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

/// A row of a timeline.
#[derive(Serialize)]
pub struct WireRow {
    /// The period, or the date as far as it is known; none for what has no date.
    pub period: Option<String>,
    /// The unit, or how exactly the date is known.
    pub unit: &'static str,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub count: u64,
}

/// Periods, then what is dated less exactly, then what is undated.
pub fn timeline_rows(timeline: &Timeline) -> Vec<WireRow> {
    let day = |day: crate::model::Days| day.date().map(|d| d.to_string());
    let mut rows: Vec<WireRow> = timeline
        .periods
        .iter()
        .map(|period| WireRow {
            period: Some(timeline.unit.label(period.days)),
            unit: unit_name(timeline.unit),
            first_day: day(period.days.first),
            last_day: day(period.days.last),
            count: period.count,
        })
        .collect();
    rows.extend(timeline.coarse.iter().map(|(date, count)| WireRow {
        period: Some(date.to_string()),
        unit: match date.precision {
            crate::model::DatePrecision::Day => "day",
            crate::model::DatePrecision::Month => "month",
            crate::model::DatePrecision::Year => "year",
        },
        first_day: day(date.range().first),
        last_day: day(date.range().last),
        count: *count,
    }));
    if timeline.undated > 0 {
        rows.push(WireRow {
            period: None,
            unit: "undated",
            first_day: None,
            last_day: None,
            count: timeline.undated,
        });
    }
    rows
}

pub fn timeline(timeline: &Timeline, what: What) -> Value {
    let rows = timeline_rows(timeline);
    let (periods, rest) = rows.split_at(timeline.periods.len());
    let coarse = &rest[..timeline.coarse.len()];
    json!({
        "of": what.counted(2),
        "total": timeline.total,
        "by": unit_name(timeline.unit),
        "periods": periods,
        "gaps_left_out": timeline.gaps_left_out,
        "dated_less_exactly": coarse,
        "undated": timeline.undated,
    })
}

/// A speaker about something.
#[derive(Serialize)]
pub struct WireSpeaking<'a> {
    pub name: &'a str,
    pub count: u64,
    pub first: Option<String>,
    pub last: Option<String>,
    pub undated: u64,
}

pub fn speaking(one: &Speaking) -> WireSpeaking<'_> {
    let date = |date: &Option<PublishedDate>| date.map(|date| date.to_string());
    WireSpeaking {
        name: &one.name,
        count: one.count,
        first: date(&one.first),
        last: date(&one.last),
        undated: one.undated,
    }
}

pub fn who_speaks(listed: &SpeakingListed) -> Value {
    json!({
        "total": listed.total,
        "quotes": listed.quotes,
        "quotes_without_named_speaker": listed.nobody,
        "speakers": listed.speakers.iter().map(speaking).collect::<Vec<_>>(),
    })
}

#[derive(Serialize)]
struct WireWord<'a> {
    how: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    found: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    asked: &'a str,
}

fn word(pair: &WordPair) -> WireWord<'_> {
    let how = match pair.how {
        Difference::Around => "around",
        Difference::Same => "same",
        Difference::Changed => "changed",
        Difference::Missing => "left-out",
        Difference::Added => "added",
        Difference::Moved => "moved",
    };
    WireWord { how, found: &pair.found, asked: &pair.asked }
}

fn differing(words: &[WordPair]) -> Value {
    let Differing { changed, missing, added, moved } = Differing::of(words);
    json!({"changed": changed, "left_out": missing, "added": added, "moved": moved})
}

pub fn verification(verification: &Verification) -> serde_json::Result<Value> {
    let sayings: Vec<Value> =
        verification.matches.iter().map(saying).collect::<serde_json::Result<_>>()?;
    let texts: Vec<Value> =
        verification.in_text.iter().map(in_text).collect::<serde_json::Result<_>>()?;
    Ok(json!({
        "asked": verification.asked,
        "speaker_asked": verification.speaker,
        "verdict": verdict::code(verification),
        "verdict_text": verdict::sentence(verification),
        "found": verification.is_found(),
        "sayings": sayings,
        "in_text_only": texts,
    }))
}

fn saying(found: &Match) -> serde_json::Result<Value> {
    let Credit { speakers, nobody, quotes, articles, first } = &found.credit;
    let words: Vec<WireWord<'_>> = found.words.iter().map(word).collect();
    Ok(json!({
        "close": found.close,
        "similarity": found.similarity,
        "whole": found.whole,
        "differing": differing(&found.words),
        "words": words,
        "by_speaker_asked": found.by_speaker,
        "credited": speakers.iter().map(speaking).collect::<Vec<_>>(),
        "credited_to_nobody_named": nobody,
        "quotes": quotes,
        "articles": articles,
        "first": first.map(|date| date.to_string()),
        "first_precision": first.map(|date| date.precision),
        "quote": serde_json::to_value(wire::quote_hit(&found.hit))?,
    }))
}

fn in_text(found: &TextMatch) -> serde_json::Result<Value> {
    let words: Vec<WireWord<'_>> = found.words.iter().map(word).collect();
    let origin = WireOrigin::new(&found.record.source, &found.record.article);
    Ok(json!({
        "similarity": found.similarity,
        "differing": differing(&found.words),
        "words": words,
        "passage": found.passage.text,
        "article": found.id.to_string(),
        "origin": serde_json::to_value(origin)?,
    }))
}
