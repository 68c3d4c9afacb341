//! Filters → tantivy queries, which decide and never score.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::model::{DayRange, Days, EntityKind, Mode, QuoteId};
use crate::search::plan::question::{Filters, NameFilter};
use crate::search::query::ast::FieldName;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::article_reader::quotation_query;
use crate::store::{Code, Fields, Kind, kind_query};
use crate::text::spellings;

/// Slop within a name: words of one name stand closer, those of two names farther apart (the name
/// tokenizer leaves a gap of 100).
const NAME_SLOP: u32 = 60;

/// Query for the documents of `kind` that pass the filters by their own fields. On a quotation
/// these are date and speaker; the rest is its article's and comes from [`article_query`]. A
/// quotation's speaker is decided by
/// [`SegmentSpeakers`](crate::corpus::names::speakers::SpeakersOf); `speakers` holds those that may
/// be meant.
pub fn own_query(
    fields: &Fields,
    kind: Kind,
    filters: &Filters,
    speakers: Option<Box<dyn Query>>,
) -> Box<dyn Query> {
    let mut all: Vec<Box<dyn Query>> = vec![Box::new(kind_query(fields, kind))];
    if let Some(days) = filters.days {
        all.extend(date_query(fields, days, filters.loose_dates));
    }
    all.extend(speakers);
    if let Some(min) = filters.min_confidence.filter(|_| kind == Kind::Quote) {
        let min = Term::from_field_u64(fields.confidence, (min * 1000.0).round() as u64);
        all.push(Box::new(RangeQuery::new(Bound::Included(min), Bound::Unbounded)));
    }
    if let Some(role) = filters.role.as_deref().filter(|_| kind == Kind::Quote) {
        all.push(name_query(fields.role, role));
    }
    if kind == Kind::Quote && !filters.modes.is_empty() {
        all.push(mode_query(fields, &filters.modes));
    }
    if kind == Kind::Article {
        all.extend(article_conditions(fields, filters));
    }
    all_of(all)
}

/// Query for the documents of `kind` that pass the filters by their own fields and are shown.
pub fn shown_query(
    snapshot: &Snapshot,
    kind: Kind,
    filters: &Filters,
    speakers: Option<Box<dyn Query>>,
) -> Box<dyn Query> {
    let mut query = own_query(&snapshot.fields, kind, filters, speakers);
    if filters.role.is_some() && kind == Kind::Quote {
        // A corrected quotation has another speaker than the one with the role.
        let corrected = snapshot.overrides.corrections.by_speaker(|_| true);
        let fields = &snapshot.fields;
        let mut parts = vec![(Occur::Must, query)];
        parts.extend(corrected.iter().map(|id| (Occur::MustNot, quotation_query(fields, *id))));
        query = Box::new(BooleanQuery::new(parts));
    }
    let hidden = snapshot.hidden(filters);
    if hidden.is_empty() {
        return query;
    }
    let hidden = hidden.into_iter().map(|id| Term::from_field_u64(snapshot.fields.article, id));
    let hidden: Box<dyn Query> = Box::new(tantivy::query::TermSetQuery::new(hidden));
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::MustNot, hidden)]))
}

/// Query for the articles that a quotation's article must be among; `None` when any will do.
pub fn article_query(fields: &Fields, filters: &Filters) -> Option<Box<dyn Query>> {
    let mut all = article_conditions(fields, filters);
    if all.is_empty() {
        return None;
    }
    all.push(Box::new(kind_query(fields, Kind::Article)));
    Some(all_of(all))
}

/// Query for the quotations whose speaker may be the one that is asked for: by the words of the
/// name, by another form of it, or by a correction.
pub fn speaker_query(
    fields: &Fields,
    words: &str,
    other_forms: &[String],
    corrected: &[QuoteId],
) -> Box<dyn Query> {
    let mut any = vec![name_query(fields.speaker, words)];
    any.extend(other_forms.iter().map(|form| name_query(fields.speaker, form)));
    any.extend(corrected.iter().map(|id| quotation_query(fields, *id)));
    any_of(any)
}

/// Queries for the fields of an article that the filters limit.
fn article_conditions(fields: &Fields, filters: &Filters) -> Vec<Box<dyn Query>> {
    let mut all: Vec<Box<dyn Query>> = Vec::new();
    for NameFilter { words, kind } in &filters.names {
        all.push(match kind {
            Some(EntityKind::Person) => name_query(fields.person, words),
            Some(EntityKind::Organisation) => name_query(fields.organisation, words),
            Some(EntityKind::Place) => name_query(fields.place, words),
            Some(EntityKind::Group) => name_query(fields.group, words),
            None => {
                let any = [fields.person, fields.organisation, fields.place, fields.group];
                any_of(any.iter().map(|field| name_query(*field, words)).collect())
            }
        });
    }
    if let Some(publisher) = &filters.publisher {
        all.push(any_of(vec![
            name_query(fields.publisher, publisher),
            name_query(fields.path, publisher),
        ]));
    }
    all
}

/// Query for all words of `words` in one name, in any order and however they are written together.
/// Words that are none match nothing.
pub fn name_query(field: Field, words: &str) -> Box<dyn Query> {
    let mut any: Vec<Box<dyn Query>> =
        spellings(words).iter().map(|words| words_query(field, words)).collect();
    if any.len() == 1 { any.remove(0) } else { any_of(any) }
}

/// Query for all of some folded words in one name, in any order.
fn words_query(field: Field, words: &[String]) -> Box<dyn Query> {
    let mut terms = Vec::new();
    for word in words {
        let term = Term::from_field_text(field, word);
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    match terms.len() {
        0 => Box::new(tantivy::query::EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic)),
        _ => {
            let terms = terms.into_iter().enumerate().collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(terms, NAME_SLOP))
        }
    }
}

/// Query for the quotations of any of these modes. An asserted one has no value in the column, as
/// any document that is no quotation.
pub fn mode_query(fields: &Fields, modes: &[Mode]) -> Box<dyn Query> {
    let term = |mode: Mode| Term::from_field_u64(fields.mode, mode.code());
    let between = |first: Mode, last: Mode| -> Box<dyn Query> {
        let (first, last) = (Bound::Included(term(first)), Bound::Included(term(last)));
        Box::new(RangeQuery::new(first, last))
    };
    let each = |mode: &Mode| -> Box<dyn Query> {
        if mode.is_asserted() {
            let others = between(Mode::Asked, Mode::Hypothetical);
            let quotes: Box<dyn Query> = Box::new(kind_query(fields, Kind::Quote));
            return Box::new(BooleanQuery::new(vec![
                (Occur::Must, quotes),
                (Occur::MustNot, others),
            ]));
        }
        between(*mode, *mode)
    };
    any_of(modes.iter().map(each).collect())
}

/// Query for a range of published days: a period that is known only by month or year must lie
/// wholly within it, or, loosely, overlap it.
fn date_query(fields: &Fields, days: DayRange, loose: bool) -> [Box<dyn Query>; 2] {
    let (not_before, not_after) =
        if loose { (fields.day_last, fields.day) } else { (fields.day, fields.day_last) };
    let term = |field, day: Days| Bound::Included(Term::from_field_i64(field, day.0));
    [
        Box::new(RangeQuery::new(term(not_before, days.first), Bound::Unbounded)),
        Box::new(RangeQuery::new(Bound::Unbounded, term(not_after, days.last))),
    ]
}

/// Conjunction of some queries.
fn all_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Must, q)).collect()))
}

/// Disjunction of some queries.
pub fn any_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Should, q)).collect()))
}

/// Fields of the index that a field of the query language stands for.
pub fn fields_of(field: FieldName, fields: &Fields) -> Vec<Field> {
    match field {
        FieldName::Title => vec![fields.title],
        FieldName::Body | FieldName::Quote => vec![fields.body],
        FieldName::Speaker => vec![fields.speaker],
        FieldName::Role => vec![fields.role],
        FieldName::Mode => vec![fields.mode],
        FieldName::Person => vec![fields.person],
        FieldName::Organisation => vec![fields.organisation],
        FieldName::Place => vec![fields.place],
        FieldName::Group => vec![fields.group],
        FieldName::Entity => vec![fields.person, fields.organisation, fields.place, fields.group],
        FieldName::Source => vec![fields.publisher, fields.path],
        FieldName::Byline => vec![fields.byline],
        FieldName::Section => vec![fields.section],
        FieldName::Url => vec![fields.url],
        FieldName::Path => vec![fields.path],
        FieldName::Language => vec![fields.language],
    }
}
