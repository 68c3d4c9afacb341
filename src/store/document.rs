//! Articles, quotations and ledger rows as documents of the index.

use tantivy::TantivyDocument;

use crate::model::{Article, ArticleId, EntityKind, Notes, PublishedDate, Quote, Status};
use crate::store::codes::{Code, Dating, Kind, SpeakerKind, confidence_code};
use crate::store::ledger::FileRow;
use crate::store::record::{ArticleRecord, ProblemsRecord};
use crate::store::schema::Fields;
use crate::text::StemKeys;
use crate::text::{MinHash, digest, has_title, headline, headline_key, opening};
use crate::text::{quote_signature, sentence_at};

/// Number of words below which an article is the same as another only if their headlines agree too,
/// and nobody's near-copy: it has too few words to tell.
const SHORT: u64 = 25;

/// Length in bytes from which an archive's id (`urn:newsml:…`, a UUID) names one item wherever it
/// stands; shorter ones (`17`) are anybody's.
const MIN_UNIQUE_ID: usize = 12;

/// Words of a body: the byte at which each begins, and its hash.
#[derive(Default)]
struct BodyWords {
    starts: Vec<u32>,
    hashes: Vec<u64>,
}

impl BodyWords {
    /// Number of words that begin before a byte of the body: the position of the word there.
    fn position(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| (*start as usize) < byte)
    }
}

/// Documents of an article and its quotations, the article first. They must come to stand in the
/// index in this order with nothing between them: a quotation's words are found among its
/// article's.
pub fn article_documents(
    fields: &Fields,
    record: &ArticleRecord,
    keys: &mut StemKeys,
) -> Vec<TantivyDocument> {
    let id = record.source.article_id();
    let body = &record.article.body;
    let mut words = BodyWords::default();
    let body_keys = keys.of_text(body, |start, hash| {
        words.starts.push(start as u32);
        words.hashes.push(hash);
    });
    let mut documents = Vec::with_capacity(1 + record.notes.quotes.len());
    documents.push(article_document(fields, id, record, &words, body_keys, keys));
    let quotes = &record.notes.quotes;
    for (ordinal, (quote, key)) in quotes.iter().zip(record.quote_ids()).enumerate() {
        let mut document = TantivyDocument::default();
        document.add_u64(fields.kind, Kind::Quote as u64);
        document.add_u64(fields.article, id.0);
        document.add_u64(fields.key, key.0);
        document.add_u64(fields.ordinal, ordinal as u64);
        let sentence = sentence_at(body, quote.span);
        let from = words.position(quote.span.start);
        let to = words.position(quote.span.end).max(from);
        let before = from - words.position(sentence.start).min(from);
        let after = words.position(sentence.end).max(to) - to;
        document.add_u64(fields.quote_start, from as u64);
        document.add_u64(fields.quote_words, (to - from) as u64);
        document.add_u64(fields.quote_before, before as u64);
        document.add_u64(fields.quote_after, after as u64);
        document.add_u64(fields.quote_signature, quote_signature(&words.hashes[from..to]));
        add_speaker(fields, &mut document, quote, &record.notes);
        add_common(fields, &mut document, record);
        documents.push(document);
    }
    documents
}

fn add_speaker(fields: &Fields, document: &mut TantivyDocument, quote: &Quote, notes: &Notes) {
    document.add_u64(fields.confidence, confidence_code(quote.confidence.clamp(0.0, 1.0)));
    if !quote.mode.is_asserted() {
        document.add_u64(fields.mode, quote.mode.code());
    }
    let Some(attribution) = &quote.attribution else {
        document.add_u64(fields.speaker_kind, SpeakerKind::Nobody.code());
        return;
    };
    document.add_text(fields.speaker, &attribution.speaker);
    let entity = attribution.entity.and_then(|id| notes.entities.get(id.0 as usize));
    document.add_u64(fields.speaker_kind, SpeakerKind::from_entity(entity.map(|e| e.kind)).code());
    document.add_u64(fields.resolution, attribution.reached.code());
    if let Some(role) = &attribution.role {
        document.add_text(fields.role, role);
    }
}

fn article_document(
    fields: &Fields,
    id: ArticleId,
    record: &ArticleRecord,
    words: &BodyWords,
    body_keys: String,
    keys: &mut StemKeys,
) -> TantivyDocument {
    let ArticleRecord { source, article, notes, .. } = record;
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, Kind::Article as u64);
    document.add_u64(fields.article, id.0);
    document.add_u64(fields.article_id, id.0);
    if let Some(title) = &article.title {
        document.add_text(fields.title, keys.of_text(title, |_, _| {}));
    }
    if !has_title(article) {
        let words = words.position(opening(&article.body).end);
        document.add_u64(fields.headline_words, words as u64);
    }
    document.add_text(fields.body, body_keys);
    add_likeness(fields, &mut document, article, &MinHash::from_hashes(&words.hashes));
    for entity in &notes.entities {
        let field = match entity.kind {
            EntityKind::Person => fields.person,
            EntityKind::Organisation => fields.organisation,
            EntityKind::Place => fields.place,
            EntityKind::Group => fields.group,
        };
        document.add_text(field, &entity.name);
    }
    for author in &article.authors {
        document.add_text(fields.byline, author);
    }
    document.add_text(fields.path, &source.path);
    if let Some(url) = &article.url {
        document.add_text(fields.url, url);
    }
    add_common(fields, &mut document, record);
    document.add_u64(fields.content, record.content);
    document.add_bytes(fields.record, &record.to_bytes());
    document
}

/// Adds what finds an article's copies and its other versions, and whether it may be shown.
fn add_likeness(
    fields: &Fields,
    document: &mut TantivyDocument,
    article: &Article,
    sketch: &MinHash,
) {
    document.add_u64(fields.body_words, sketch.words);
    let (key, bare) = headline_key(headline(article));
    let headline = digest(bare);
    document.add_u64(fields.headline_digest, headline);
    if sketch.words < SHORT {
        // "See picture." is no article that could be the same as another; with its headline it may
        // be.
        document.add_u64(fields.words_digest, sketch.digest ^ headline.rotate_left(1));
    } else {
        document.add_u64(fields.words_digest, sketch.digest);
        for packed in sketch.pack() {
            document.add_u64(fields.signature, packed);
        }
    }
    if !key.is_none() {
        document.add_u64(fields.headline_key, key.code());
    }
    if let Some(id) = article.archive_id.as_deref().filter(|id| id.len() >= MIN_UNIQUE_ID) {
        document.add_u64(fields.item, digest(id));
    }
    if article.status != Status::Usable {
        document.add_u64(fields.status, article.status.code());
    }
    if let Some(instant) = article.embargo {
        document.add_i64(fields.embargo, instant);
    }
}

/// Adds what articles and their quotations are both filtered by.
fn add_common(fields: &Fields, document: &mut TantivyDocument, record: &ArticleRecord) {
    if let Some(publisher) = &record.article.publisher {
        document.add_text(fields.publisher, publisher);
    }
    if let Some(section) = record.article.section.as_deref().map(str::trim)
        && !section.is_empty()
    {
        document.add_text(fields.section, section);
    }
    if let Some(language) = language(record) {
        document.add_text(fields.language, language);
    }
    let dating = match &record.article.date {
        Some(date) => {
            add_date(fields, document, date);
            Dating::from(date.origin)
        }
        None if record.article.date_as_printed.is_some() => Dating::Unusable,
        None => Dating::Undated,
    };
    document.add_u64(fields.dating, dating.code());
}

/// Language as a bare tag: `en` for what an archive calls `en-GB` or `EN`.
fn language(record: &ArticleRecord) -> Option<String> {
    let declared = record.article.language.as_deref().map(str::trim).filter(|tag| !tag.is_empty());
    let bare = declared.and_then(|tag| tag.split(['-', '_']).next());
    let is_tag = |tag: &&str| tag.len() <= 3 && tag.bytes().all(|b| b.is_ascii_alphabetic());
    let tag = bare.filter(is_tag).or(record.notes.language.as_deref()).or(declared)?;
    Some(tag.to_lowercase())
}

fn add_date(fields: &Fields, document: &mut TantivyDocument, date: &PublishedDate) {
    let range = date.range();
    document.add_i64(fields.day, range.first.0);
    document.add_i64(fields.day_last, range.last.0);
    document.add_i64(fields.year, i64::from(date.year()));
    if let Some(month) = date.month() {
        document.add_u64(fields.month, u64::from(month));
    }
    document.add_u64(fields.precision, date.precision.code());
}

/// Text around a quotation that is searched at lower weight: its sentence without it, and the
/// headline.
pub fn quote_context(record: &ArticleRecord, quote: &Quote) -> String {
    let (before, after) = around(&record.article.body, quote);
    format!("{before} {after} {}", headline(&record.article))
}

/// Text of the quotation's sentence before and after it.
fn around<'b>(body: &'b str, quote: &Quote) -> (&'b str, &'b str) {
    let sentence = sentence_at(body, quote.span);
    let before = body.get(sentence.start..quote.span.start).unwrap_or("");
    let after = body.get(quote.span.end..sentence.end).unwrap_or("");
    (before, after)
}

/// Document of a ledger row.
pub fn file_document(fields: &Fields, row: &FileRow) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, Kind::File as u64);
    document.add_u64(fields.file, row.id().0);
    document.add_text(fields.file_root, &row.root);
    document.add_text(fields.file_path, &row.path);
    document.add_u64(fields.file_size, row.entry.size);
    document.add_i64(fields.file_modified, row.entry.modified);
    for value in [row.entry.digest, row.entry.stamp, row.entry.device] {
        document.add_u64(fields.file_digest, value);
    }
    document.add_u64(fields.file_versions, row.entry.versions);
    document.add_u64(fields.file_positions, row.entry.positions);
    document.add_u64(fields.file_outcome, row.entry.outcome.code());
    if !row.problems.is_empty() {
        let record = ProblemsRecord { problems: row.problems.clone() };
        document.add_bytes(fields.record, &record.to_bytes());
    }
    document
}
