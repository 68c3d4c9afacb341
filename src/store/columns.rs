//! Fast-field columns: the name and type of each, once, and their typed readers.
//!
//! A column is opened by its constant, `columns::DAY.open(segment)?`, and never by a name in
//! quotes; the schema takes the names from here too. A column whose values stand for something is a
//! [`FastCode`], which gives values and not numbers. Opening looks the name up in the segment and
//! costs more than many a query: open once a segment.

use std::marker::PhantomData;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::model::{DatePrecision, Days, Mode, PublishedDate, ResolutionMethod, Status};
use crate::store::codes::{Code, Dating, Outcome, SpeakerKind};
use crate::text::HeadlineKey;

/// A column of unsigned numbers.
#[derive(Clone, Copy, Debug)]
pub struct FastU64(&'static str);

/// A column of signed numbers.
#[derive(Clone, Copy, Debug)]
pub struct FastI64(&'static str);

/// A column of texts, several to a document where the article has several.
#[derive(Clone, Copy, Debug)]
pub struct FastText(&'static str);

/// A column of numbers that stand for values of `T`.
#[derive(Clone, Copy, Debug)]
pub struct FastCode<T>(&'static str, PhantomData<fn() -> T>);

// Articles.

/// Article's id, on articles alone; of a quotation see [`ArticleIds`](crate::store::ArticleIds).
pub const ARTICLE_ID: FastU64 = FastU64("article_id");
/// Number of words in the body.
pub const BODY_WORDS: FastU64 = FastU64("body_words");
/// Number of words of the body that stand for a headline, on articles without a title.
pub const HEADLINE_WORDS: FastU64 = FastU64("headline_words");
/// Names of persons.
pub const PERSON: FastText = FastText("person");
/// Names of organisations.
pub const ORGANISATION: FastText = FastText("organisation");
/// Names of places.
pub const PLACE: FastText = FastText("place");
/// Names of nationalities, religious and political groups.
pub const GROUP: FastText = FastText("group");
/// Names of the authors.
pub const BYLINE: FastText = FastText("byline");
/// Digest of the words of the body; of the shortest articles, of the headline too.
pub const WORDS_DIGEST: FastU64 = FastU64("words_digest");
/// `MinHash` signature of the body, four minima to a value
/// ([`MinHash::unpack`](crate::text::MinHash::unpack)); none on the shortest articles.
pub const SIGNATURE: FastU64 = FastU64("minima");
/// Digest of the headline without its key.
pub const HEADLINE_DIGEST: FastU64 = FastU64("headline_digest");
/// Digest of the archive's own id, where that is long enough to be unique.
pub const ITEM: FastU64 = FastU64("item");
/// Key before the headline ("UPDATE 2"); no value where there is none.
pub const HEADLINE_KEY: FastCode<HeadlineKey> = FastCode::new("sign");
/// Publication status; no value where the article may be shown.
pub const STATUS: FastCode<Status> = FastCode::new("status");
/// End of the embargo in seconds since 1970, where there is one.
pub const EMBARGO: FastI64 = FastI64("embargo");
/// Digest of the article as read, with the versions of reader and annotator.
pub const CONTENT: FastU64 = FastU64("content");

// Articles and quotations.

/// Name of the publication.
pub const PUBLISHER: FastText = FastText("publisher");
/// Section or desk, as printed.
pub const SECTION: FastText = FastText("section");
/// Language as a bare tag (`en`).
pub const LANGUAGE: FastText = FastText("language");
/// First day of the published date, in days since 1970; no value on undated documents.
pub const DAY: FastI64 = FastI64("day");
/// Last day of the published date, in days since 1970.
pub const DAY_LAST: FastI64 = FastI64("day_last");
/// Year of the published date.
pub const YEAR: FastI64 = FastI64("year");
/// Month of the published date, 1 to 12; no value if only the year is known.
pub const MONTH: FastU64 = FastU64("month");
/// Precision of the published date.
pub const PRECISION: FastCode<DatePrecision> = FastCode::new("precision");
/// Evidence for the published date; has a value on every article and quotation.
pub const DATING: FastCode<Dating> = FastCode::new("origin");

// Quotations.

/// Quotation's id.
pub const KEY: FastU64 = FastU64("key");
/// Index of the quotation in its article's notes.
pub const ORDINAL: FastU64 = FastU64("ordinal");
/// Index of the quotation's first word among the words of the body.
pub const QUOTE_START: FastU64 = FastU64("quote_at");
/// Number of words in the quotation.
pub const QUOTE_WORDS: FastU64 = FastU64("quote_words");
/// Number of words of the sentence before the quotation.
pub const QUOTE_BEFORE: FastU64 = FastU64("quote_before");
/// Number of words of the sentence behind the quotation.
pub const QUOTE_AFTER: FastU64 = FastU64("quote_after");
/// Name of the speaker.
pub const SPEAKER: FastText = FastText("speaker");
/// Role that the article gives the speaker.
pub const ROLE: FastText = FastText("role");
/// Type of the speaker; has a value on every quotation.
pub const SPEAKER_KIND: FastCode<SpeakerKind> = FastCode::new("speaker_kind");
/// Way in which the speaker's name was resolved.
pub const RESOLUTION: FastCode<ResolutionMethod> = FastCode::new("reached");
/// Mode of the utterance; no value where it is asserted, and in an index made before modes were
/// known.
pub const MODE: FastCode<Mode> = FastCode::new("mode");
/// Confidence in thousandths ([`confidence_code`](crate::store::codes::confidence_code)).
pub const CONFIDENCE: FastU64 = FastU64("confidence");
/// Digest and minima of the quotation's words
/// ([`quote_signature`](crate::text::quote_signature)).
pub const QUOTE_SIGNATURE: FastU64 = FastU64("saying");

// Rows of the ledger.

/// File's id.
pub const FILE: FastU64 = FastU64("file");
/// Name of the file's root.
pub const FILE_ROOT: FastText = FastText("file_root");
/// Path beneath the root.
pub const FILE_PATH: FastText = FastText("file_path");
/// Size in bytes.
pub const FILE_SIZE: FastU64 = FastU64("file_size");
/// Modification time in nanoseconds since 1970.
pub const FILE_MODIFIED: FastI64 = FastI64("file_modified");
/// Digest of the contents; behind it, where they are known, the digest of inode and change time,
/// and the device.
pub const FILE_DIGEST: FastU64 = FastU64("file_digest");
/// Versions of the readers (high half) and of the annotators (low half).
pub const FILE_VERSIONS: FastU64 = FastU64("file_versions");
/// Number of positions read.
pub const FILE_POSITIONS: FastU64 = FastU64("file_positions");
/// Outcome of reading the file; has a value on every row.
pub const FILE_OUTCOME: FastCode<Outcome> = FastCode::new("file_outcome");

impl FastU64 {
    /// Name of the field in the schema.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Opens the column of a segment; empty if no document there has a value.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(self, segment: &SegmentReader) -> tantivy::Result<Column<u64>> {
        segment.fast_fields().u64(self.0)
    }
}

impl FastI64 {
    /// Name of the field in the schema.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Opens the column of a segment; empty if no document there has a value.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(self, segment: &SegmentReader) -> tantivy::Result<Column<i64>> {
        segment.fast_fields().i64(self.0)
    }
}

impl FastText {
    /// Name of the field in the schema.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Opens the column of a segment; `None` if no document there has a value.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(self, segment: &SegmentReader) -> tantivy::Result<Option<StrColumn>> {
        segment.fast_fields().str(self.0)
    }
}

impl<T> FastCode<T> {
    const fn new(name: &'static str) -> Self {
        Self(name, PhantomData)
    }

    /// Name of the field in the schema.
    pub const fn name(&self) -> &'static str {
        self.0
    }

    /// Opens the column of a segment; empty if no document there has a value, and if the segment
    /// was written before the column was known.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(&self, segment: &SegmentReader) -> tantivy::Result<CodeColumn<T>> {
        let column = segment.fast_fields().column_opt(self.0)?;
        Ok(CodeColumn::new(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc()))))
    }
}

/// An open column of numbers that stand for values of `T`.
#[derive(Clone, Debug)]
pub struct CodeColumn<T> {
    codes: Column<u64>,
    values: PhantomData<fn() -> T>,
}

impl<T> CodeColumn<T> {
    /// Column of these numbers.
    pub fn new(codes: Column<u64>) -> Self {
        Self { codes, values: PhantomData }
    }
}

impl<T: Code> CodeColumn<T> {
    /// Value of a document, if it has one.
    pub fn first(&self, doc: DocId) -> Option<T> {
        self.codes.first(doc).map(T::from_code)
    }
}

/// Open columns of the published dates of articles and quotations.
#[derive(Clone, Debug)]
pub struct PublishedDates {
    day: Column<i64>,
    precision: CodeColumn<DatePrecision>,
    dating: CodeColumn<Dating>,
}

impl PublishedDates {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            day: DAY.open(segment)?,
            precision: PRECISION.open(segment)?,
            dating: DATING.open(segment)?,
        })
    }

    /// Published date of a document, if it has one.
    pub fn get(&self, doc: DocId) -> Option<PublishedDate> {
        let day = Days(self.day.first(doc)?);
        let precision = self.precision.first(doc).unwrap_or(DatePrecision::Day);
        let dating = self.dating.first(doc).unwrap_or(Dating::Field);
        let origin = dating.origin().unwrap_or(crate::model::DateOrigin::Field);
        Some(PublishedDate { day, precision, origin })
    }
}
