//! Facets: numbers of the documents that answer a question, by speaker, name, source, section,
//! language and year.
//!
//! All matches are counted, not only the page shown. A value counts once for a document, however
//! often and in however many forms the document has it; people go under the one name that the
//! archive knows them by.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::corpus::names::speakers::{NameId, SegmentSpeakers, Speaker};
use crate::corpus::names::splits::Occasion;
use crate::model::{EntityKind, Mode};
use crate::search::answers::doc_set::doc_set;
use crate::search::answers::value_counts::{FacetValue, ValueCounts};
use crate::search::plan::question::Question;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::columns::{CodeColumn, FastText};
use crate::store::{
    ArticleIds, Error, Kind, LiveDocuments, SpeakerKind, columns, kind_query, str_value,
};

/// Field that documents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetField {
    /// Speakers who are quoted.
    Speaker,
    /// Roles of the speakers.
    Role,
    /// Persons that the article names.
    Person,
    /// Organisations that the article names.
    Organisation,
    /// Places that the article names.
    Place,
    /// Publication.
    Source,
    /// Section or desk.
    Section,
    /// Language.
    Language,
    /// Mode of quotations.
    Mode,
    /// Year of publication.
    Year,
}

/// Counts of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Field that is counted by.
    pub field: FacetField,
    /// Values and the number of documents that have them: most frequent first, years in their
    /// order.
    pub values: Vec<FacetValue>,
    /// Number of different values, also of those not listed.
    pub different: usize,
    /// Number of documents without a value.
    pub without: u64,
}

/// Counts the documents that answer the question by each of `fields`; of each the first `limit`
/// values, and all years.
///
/// # Errors
/// The index cannot be read.
pub fn facets(
    snapshot: &Snapshot,
    question: &Question,
    domain: Domain,
    fields: &[FacetField],
    limit: usize,
) -> Result<Vec<Facet>, Error> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let matching = doc_set(snapshot, question, domain)?.segments;
    let kind = domain.kind();
    let count = |field: &FacetField| facet(snapshot, *field, kind, &matching, limit);
    fields.iter().map(count).collect::<tantivy::Result<_>>().map_err(|e| snapshot.fail(&e))
}

/// Counts of one field over the documents that match.
fn facet(
    snapshot: &Snapshot,
    field: FacetField,
    kind: Kind,
    matching: &[Vec<DocId>],
    limit: usize,
) -> tantivy::Result<Facet> {
    let mut values = ValueCounts::default();
    let all: u64 = matching.iter().map(|docs| docs.len() as u64).sum();
    let having = match field {
        FacetField::Year => count_years(snapshot, matching, &mut values)?,
        FacetField::Source => count_texts(snapshot, columns::PUBLISHER, matching, &mut values)?,
        FacetField::Section => count_texts(snapshot, columns::SECTION, matching, &mut values)?,
        FacetField::Language => count_texts(snapshot, columns::LANGUAGE, matching, &mut values)?,
        FacetField::Speaker if kind == Kind::Quote => {
            count_speakers(snapshot, matching, &mut values)?
        }
        FacetField::Speaker => count_quoted(snapshot, matching, &mut values)?,
        FacetField::Role => count_roles(snapshot, kind, matching, &mut values)?,
        FacetField::Mode => count_modes(snapshot, kind, matching, &mut values)?,
        FacetField::Person => count_named(
            snapshot,
            (columns::PERSON, EntityKind::Person),
            kind,
            matching,
            &mut values,
        )?,
        FacetField::Organisation => count_named(
            snapshot,
            (columns::ORGANISATION, EntityKind::Organisation),
            kind,
            matching,
            &mut values,
        )?,
        FacetField::Place => {
            count_named(snapshot, (columns::PLACE, EntityKind::Place), kind, matching, &mut values)?
        }
    };
    let mut values = values.into_sorted();
    let different = values.len();
    if field == FacetField::Year {
        values.sort_by_key(|v| v.value.parse::<i64>().unwrap_or(i64::MAX));
    } else {
        values.truncate(limit);
    }
    Ok(Facet { field, values, different, without: all.saturating_sub(having) })
}

/// Counts documents by year; returns the number of those that have one, as all counts below do.
fn count_years(
    snapshot: &Snapshot,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let mut having = 0;
    for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(matching) {
        let years = columns::YEAR.open(segment)?;
        for year in docs.iter().filter_map(|doc| years.first(*doc)) {
            having += 1;
            let id = values.id(&year.to_string());
            values.add(id, 1);
        }
    }
    Ok(having)
}

/// Counts documents by the value of a text column.
fn count_texts(
    snapshot: &Snapshot,
    column: FastText,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let mut having = 0;
    for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(matching) {
        let Some(texts) = column.open(segment)? else {
            continue;
        };
        let mut ids: FxHashMap<u64, usize> = FxHashMap::default();
        for ordinal in docs.iter().filter_map(|doc| texts.term_ords(*doc).next()) {
            having += 1;
            let id = *ids.entry(ordinal).or_insert_with(|| values.id(&str_value(&texts, ordinal)));
            values.add(id, 1);
        }
    }
    Ok(having)
}

/// Counts quotations by speaker; those without a named one count for nobody.
fn count_speakers(
    snapshot: &Snapshot,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let mut having = 0;
    for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(matching) {
        let mut named = NamedSpeakers::open(snapshot, segment)?;
        for doc in docs {
            if let Some(id) = named.id(*doc, values) {
                having += 1;
                values.add(id, 1);
            }
        }
    }
    Ok(having)
}

/// Counts articles by the speakers of their quotations.
fn count_quoted(
    snapshot: &Snapshot,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let articles = article_counts(snapshot, matching)?;
    let mut quoted: FxHashSet<(usize, u64)> = FxHashSet::default();
    let query = kind_query(&snapshot.fields, Kind::Quote);
    let searcher = &snapshot.searcher;
    let documents = LiveDocuments { searcher, query: &query, articles: None };
    for segment in snapshot.searcher.segment_readers() {
        let ids = ArticleIds::open(segment)?;
        let mut named = NamedSpeakers::open(snapshot, segment)?;
        documents.for_each(segment, |doc| {
            let article = ids.first(doc).filter(|id| articles.contains_key(id));
            if let Some(article) = article
                && let Some(id) = named.id(doc, values)
            {
                quoted.insert((id, article));
            }
        })?;
    }
    let having: FxHashSet<u64> = quoted.iter().map(|(_, article)| *article).collect();
    for (id, _) in quoted {
        values.add(id, 1);
    }
    Ok(having.len() as u64)
}

/// Counts quotations by the role of their speaker, articles by the roles of those they quote. A
/// speaker named by hand has none.
fn count_roles(
    snapshot: &Snapshot,
    kind: Kind,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let articles =
        if kind == Kind::Quote { None } else { Some(article_counts(snapshot, matching)?) };
    let query = kind_query(&snapshot.fields, Kind::Quote);
    let searcher = &snapshot.searcher;
    let documents = LiveDocuments { searcher, query: &query, articles: None };
    let mut found: FxHashSet<(usize, u64)> = FxHashSet::default();
    let mut having = 0;
    for (segment, docs) in searcher.segment_readers().iter().zip(matching) {
        let Some(roles) = columns::ROLE.open(segment)? else { continue };
        let speakers = snapshot.speakers_of(segment)?;
        let mut numbers: FxHashMap<u64, usize> = FxHashMap::default();
        let mut role = |doc: DocId, values: &mut ValueCounts| {
            let ordinal = roles.term_ords(doc).next()?;
            matches!(speakers.speaker(doc), Speaker::Resolved(_)).then_some(())?;
            let new = || values.id(&str_value(&roles, ordinal));
            Some(*numbers.entry(ordinal).or_insert_with(new))
        };
        let Some(articles) = &articles else {
            for doc in docs {
                if let Some(id) = role(*doc, values) {
                    having += 1;
                    values.add(id, 1);
                }
            }
            continue;
        };
        let ids = ArticleIds::open(segment)?;
        documents.for_each(segment, |doc| {
            let article = ids.first(doc).filter(|id| articles.contains_key(id));
            found.extend(article.and_then(|article| Some((role(doc, values)?, article))));
        })?;
    }
    for (id, _) in &found {
        values.add(*id, 1);
    }
    let quoting: FxHashSet<u64> = found.into_iter().map(|(_, article)| article).collect();
    Ok(having + quoting.len() as u64)
}

/// Counts quotations by their mode, articles by the modes of their quotations.
fn count_modes(
    snapshot: &Snapshot,
    kind: Kind,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let mut counts: FxHashMap<Mode, u64> = FxHashMap::default();
    let mut having = 0;
    if kind == Kind::Quote {
        for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(matching) {
            let modes = columns::MODE.open(segment)?;
            for doc in docs {
                *counts.entry(modes.first(*doc).unwrap_or_default()).or_default() += 1;
                having += 1;
            }
        }
    } else {
        let articles = article_counts(snapshot, matching)?;
        let mut found: FxHashSet<(Mode, u64)> = FxHashSet::default();
        let query = kind_query(&snapshot.fields, Kind::Quote);
        let searcher = &snapshot.searcher;
        let documents = LiveDocuments { searcher, query: &query, articles: None };
        for segment in snapshot.searcher.segment_readers() {
            let ids = ArticleIds::open(segment)?;
            let modes = columns::MODE.open(segment)?;
            documents.for_each(segment, |doc| {
                if let Some(article) = ids.first(doc).filter(|id| articles.contains_key(id)) {
                    found.insert((modes.first(doc).unwrap_or_default(), article));
                }
            })?;
        }
        for (mode, _) in &found {
            *counts.entry(*mode).or_default() += 1;
        }
        having = found.iter().map(|(_, article)| *article).collect::<FxHashSet<u64>>().len() as u64;
    }
    for mode in Mode::ALL {
        if let Some(count) = counts.get(&mode) {
            let id = values.id(mode.name());
            values.add(id, *count);
        }
    }
    Ok(having)
}

/// Counts articles by the names in them, quotations by the names in their article.
fn count_named(
    snapshot: &Snapshot,
    (column, kind): (FastText, EntityKind),
    documents_are: Kind,
    matching: &[Vec<DocId>],
    values: &mut ValueCounts,
) -> tantivy::Result<u64> {
    let mut having = 0;
    let segments = snapshot.searcher.segment_readers();
    if documents_are == Kind::Article {
        for (segment, docs) in segments.iter().zip(matching) {
            let mut names = SegmentNames::open(snapshot, kind, segment, column)?;
            for doc in docs {
                having += u64::from(names.count(*doc, 1, values));
            }
        }
        return Ok(having);
    }
    let articles = article_counts(snapshot, matching)?;
    let query = kind_query(&snapshot.fields, Kind::Article);
    let searcher = &snapshot.searcher;
    let documents = LiveDocuments { searcher, query: &query, articles: None };
    for segment in segments {
        let ids = ArticleIds::open(segment)?;
        let mut names = SegmentNames::open(snapshot, kind, segment, column)?;
        documents.for_each(segment, |doc| {
            let count = ids.first(doc).and_then(|id| articles.get(&id)).copied();
            if let Some(count) = count
                && names.count(doc, count, values)
            {
                having += count;
            }
        })?;
    }
    Ok(having)
}

/// Number of the documents by their article.
fn article_counts(
    snapshot: &Snapshot,
    matching: &[Vec<DocId>],
) -> tantivy::Result<FxHashMap<u64, u64>> {
    let mut articles: FxHashMap<u64, u64> = FxHashMap::default();
    for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(matching) {
        let ids = ArticleIds::open(segment)?;
        for id in docs.iter().filter_map(|doc| ids.first(*doc)) {
            *articles.entry(id).or_default() += 1;
        }
    }
    Ok(articles)
}

/// Speakers of a segment's quotations, those with a name.
pub struct NamedSpeakers<'e> {
    speakers: SegmentSpeakers<'e>,
    kinds: CodeColumn<SpeakerKind>,
    ids: FxHashMap<NameId, usize>,
}

impl<'e> NamedSpeakers<'e> {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(snapshot: &'e Snapshot, segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            speakers: snapshot.speakers_of(segment)?,
            kinds: columns::SPEAKER_KIND.open(segment)?,
            ids: FxHashMap::default(),
        })
    }

    /// True if a person named the speaker, whose role no article tells then.
    pub fn is_by_hand(&self, doc: DocId) -> bool {
        matches!(self.speakers.speaker(doc), Speaker::Override(_))
    }

    /// Value that the speaker of a quotation stands under; `None` without a named speaker.
    pub fn id(&mut self, doc: DocId, values: &mut ValueCounts) -> Option<usize> {
        match self.speakers.speaker(doc) {
            Speaker::NotAQuote | Speaker::Unknown => None,
            // Whatever kind the annotator saw.
            Speaker::Override(name) => Some(values.id(&name)),
            Speaker::Resolved(id) => {
                self.kinds.first(doc).filter(|kind| kind.has_name())?;
                let speakers = &self.speakers;
                let value = || values.id(&speakers.resolved(id).name);
                Some(*self.ids.entry(id).or_insert_with(value))
            }
        }
    }
}

/// Names in a segment's articles, each under its one name.
struct SegmentNames<'e> {
    snapshot: &'e Snapshot,
    kind: EntityKind,
    column: Option<StrColumn>,
    years: Column<i64>,
    ids: FxHashMap<(u64, Option<i32>), usize>,
    document_ids: Vec<usize>,
}

impl<'e> SegmentNames<'e> {
    fn open(
        snapshot: &'e Snapshot,
        kind: EntityKind,
        segment: &SegmentReader,
        column: FastText,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            snapshot,
            kind,
            column: column.open(segment)?,
            years: columns::YEAR.open(segment)?,
            ids: FxHashMap::default(),
            document_ids: Vec::new(),
        })
    }

    /// Adds `count` to each name of the article `doc`; true if it has any.
    fn count(&mut self, doc: DocId, count: u64, values: &mut ValueCounts) -> bool {
        let Some(column) = &self.column else { return false };
        let year = self.years.first(doc).map(|year| year as i32);
        self.document_ids.clear();
        for ordinal in column.term_ords(doc) {
            let id = *self.ids.entry((ordinal, year)).or_insert_with(|| {
                let name = str_value(column, ordinal);
                let aliases = &self.snapshot.overrides.aliases;
                let occasion = Occasion { year, ..Occasion::default() };
                let names = self.snapshot.names();
                let resolved = names.resolve_kind((&name, self.kind), false, occasion, aliases);
                values.id(&resolved.name)
            });
            self.document_ids.push(id);
        }
        self.document_ids.sort_unstable();
        self.document_ids.dedup();
        for id in &self.document_ids {
            values.add(*id, count);
        }
        !self.document_ids.is_empty()
    }
}
