//! Schema: every field of the index, once, with the reason for it.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::store::columns;
use crate::store::tokenizers::{FOLDED, KEYS, NAMES};

/// Fields of the index, as tantivy numbers them.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Type of the document ([`Kind`](crate::store::Kind)).
    pub kind: Field,
    /// Id of the article, on articles and on their quotations: finds, replaces and removes them
    /// together.
    pub article: Field,
    /// Id of the article as a column, on articles alone ([`ArticleIds`](crate::store::ArticleIds)):
    /// breaks ties in an order that no merge changes.
    pub article_id: Field,
    /// Id of a quotation. Only a column: who asks for one by its id alone can wait for a scan, and
    /// terms of their own for all quotations would be a twentieth of the index.
    pub key: Field,
    /// Index of a quotation in the article's notes: its text, marks and speaker are read there, so
    /// that they are stored once.
    pub ordinal: Field,

    /// Words of the headline, as keys ([`StemKeys`](crate::text::StemKeys)).
    pub title: Field,
    /// Words of the body, as keys, with positions for phrases and for quotations: these are
    /// stretches of the body, so their words are not indexed again.
    pub body: Field,
    /// Number of words in `body`: exact average lengths, deleted documents left out.
    pub body_words: Field,
    /// Number of the body's first words that stand for a headline, of an article that has none of
    /// its own.
    pub headline_words: Field,
    /// Index of a quotation's first word among the words of the body.
    pub quote_start: Field,
    /// Number of words in a quotation.
    pub quote_words: Field,
    /// Number of words of its sentence before a quotation: with those behind it and the headline
    /// they tell what was said *about* Gaza without naming it.
    pub quote_before: Field,
    /// Number of words of its sentence behind a quotation.
    pub quote_after: Field,

    /// Speaker of a quotation: words to search, the name to count.
    pub speaker: Field,
    /// Role that the article gives the speaker of a quotation.
    pub role: Field,
    /// Type of a quotation's speaker ([`SpeakerKind`](crate::store::SpeakerKind)).
    pub speaker_kind: Field,
    /// Way in which the speaker's name was resolved
    /// ([`ResolutionMethod`](crate::model::ResolutionMethod)).
    pub resolution: Field,
    /// Mode of a quotation ([`Mode`](crate::model::Mode)); no value where it is asserted.
    pub mode: Field,
    /// Confidence of the annotator in a quotation, in thousandths.
    pub confidence: Field,
    /// Persons named in the article.
    pub person: Field,
    /// Organisations named in the article.
    pub organisation: Field,
    /// Places named in the article.
    pub place: Field,
    /// Nationalities, religious and political groups named in the article.
    pub group: Field,
    /// Name of the publication.
    pub publisher: Field,
    /// Names of the authors.
    pub byline: Field,
    /// Section or desk, as printed: counted, on articles and their quotations.
    pub section: Field,
    /// Language of the article as a bare tag (`en`): declared, or told by its words.
    pub language: Field,

    /// First day of the published date (days from 1970). tantivy's own date type wraps before 1677.
    pub day: Field,
    /// Last day of the published date: the first day but for a date known by month or year only.
    pub day_last: Field,
    /// Year of the published date, for histograms.
    pub year: Field,
    /// Month of the published date, 1 to 12.
    pub month: Field,
    /// Precision of the published date ([`DatePrecision`](crate::model::DatePrecision)).
    pub precision: Field,
    /// Evidence for the published date ([`Dating`](crate::store::Dating)).
    pub dating: Field,

    /// Digest of an article's words ([`MinHash`](crate::text::MinHash)): the same article in
    /// another file has the same.
    pub words_digest: Field,
    /// `MinHash` signature of an article, four minima to a value, which finds its near-copies. None
    /// on the shortest.
    pub signature: Field,
    /// Digest of the headline without its key: tells updates and withdrawals of a story.
    pub headline_digest: Field,
    /// Digest of the archive's own id, where that is long enough to be one's alone.
    pub item: Field,
    /// Key before the headline ([`HeadlineKey`](crate::text::HeadlineKey)), where there is one.
    pub headline_key: Field,
    /// Publication status ([`Status`](crate::model::Status)); no value on an article that may be
    /// shown.
    pub status: Field,
    /// End of the embargo in seconds since 1970, where there is one.
    pub embargo: Field,
    /// Digest and minima of a quotation's words
    /// ([`quote_signature`](crate::text::quote_signature)).
    pub quote_signature: Field,
    /// Digest of an article as read, and of the versions that read and annotated it: tells whether
    /// a record of a changed container has changed.
    pub content: Field,

    /// Words of the path.
    pub path: Field,
    /// Words of the URL.
    pub url: Field,

    /// Ledger: id of the file, by which its row is replaced.
    pub file: Field,
    /// Ledger: name of the root.
    pub file_root: Field,
    /// Ledger: path beneath the root.
    pub file_path: Field,
    /// Ledger: size in bytes.
    pub file_size: Field,
    /// Ledger: modification time in nanoseconds since 1970.
    pub file_modified: Field,
    /// Ledger: digest of the contents.
    pub file_digest: Field,
    /// Ledger: versions of the readers (high half) and of the annotators (low half).
    pub file_versions: Field,
    /// Ledger: number of positions read.
    pub file_positions: Field,
    /// Ledger: outcome of reading the file ([`Outcome`](crate::store::Outcome)).
    pub file_outcome: Field,

    /// Stored record: of an article all, of a file its problems.
    pub record: Field,
}

impl Fields {
    /// Builds the schema, and the numbers of its fields.
    pub fn schema() -> (Schema, Fields) {
        let mut s = Schema::builder();
        // Lengths count only where a field is ranked by them.
        let words = |tokenizer: &str, lengths, option| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
            let indexing = indexing.set_fieldnorms(lengths).set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let places = IndexRecordOption::WithFreqsAndPositions;
        let text = |tokenizer| words(tokenizer, false, places);
        let names = || text(NAMES) | FAST;
        // Without lengths, which the flag INDEXED would keep of numbers too.
        let found = || NumericOptions::default().set_indexed();
        let fields = Fields {
            kind: s.add_u64_field("kind", found()),
            article: s.add_u64_field("article", found()),
            article_id: s.add_u64_field(columns::ARTICLE_ID.name(), FAST),
            key: s.add_u64_field(columns::KEY.name(), FAST),
            ordinal: s.add_u64_field(columns::ORDINAL.name(), FAST),
            title: s.add_text_field("title", text(KEYS)),
            body: s.add_text_field("body", words(KEYS, true, places)),
            body_words: s.add_u64_field(columns::BODY_WORDS.name(), FAST),
            headline_words: s.add_u64_field(columns::HEADLINE_WORDS.name(), FAST),
            quote_start: s.add_u64_field(columns::QUOTE_START.name(), FAST),
            quote_words: s.add_u64_field(columns::QUOTE_WORDS.name(), FAST),
            quote_before: s.add_u64_field(columns::QUOTE_BEFORE.name(), FAST),
            quote_after: s.add_u64_field(columns::QUOTE_AFTER.name(), FAST),
            speaker: s.add_text_field(columns::SPEAKER.name(), names()),
            role: s.add_text_field(columns::ROLE.name(), names()),
            speaker_kind: s.add_u64_field(columns::SPEAKER_KIND.name(), FAST),
            resolution: s.add_u64_field(columns::RESOLUTION.name(), FAST),
            confidence: s.add_u64_field(columns::CONFIDENCE.name(), FAST),
            person: s.add_text_field(columns::PERSON.name(), names()),
            organisation: s.add_text_field(columns::ORGANISATION.name(), names()),
            place: s.add_text_field(columns::PLACE.name(), names()),
            group: s.add_text_field(columns::GROUP.name(), names()),
            publisher: s.add_text_field(columns::PUBLISHER.name(), names()),
            byline: s.add_text_field(columns::BYLINE.name(), names()),
            section: s.add_text_field(columns::SECTION.name(), names()),
            language: s.add_text_field(
                columns::LANGUAGE.name(),
                words(NAMES, false, IndexRecordOption::Basic) | FAST,
            ),
            day: s.add_i64_field(columns::DAY.name(), FAST),
            day_last: s.add_i64_field(columns::DAY_LAST.name(), FAST),
            year: s.add_i64_field(columns::YEAR.name(), FAST),
            month: s.add_u64_field(columns::MONTH.name(), FAST),
            precision: s.add_u64_field(columns::PRECISION.name(), FAST),
            dating: s.add_u64_field(columns::DATING.name(), FAST),
            words_digest: s.add_u64_field(columns::WORDS_DIGEST.name(), FAST),
            signature: s.add_u64_field(columns::SIGNATURE.name(), FAST),
            headline_digest: s.add_u64_field(columns::HEADLINE_DIGEST.name(), FAST),
            item: s.add_u64_field(columns::ITEM.name(), FAST),
            headline_key: s.add_u64_field(columns::HEADLINE_KEY.name(), FAST),
            status: s.add_u64_field(columns::STATUS.name(), FAST),
            embargo: s.add_i64_field(columns::EMBARGO.name(), FAST),
            quote_signature: s.add_u64_field(columns::QUOTE_SIGNATURE.name(), FAST),
            content: s.add_u64_field(columns::CONTENT.name(), FAST),
            path: s.add_text_field("path", text(FOLDED)),
            url: s.add_text_field("url", text(FOLDED)),
            file: s.add_u64_field(columns::FILE.name(), found() | FAST),
            file_root: s.add_text_field(columns::FILE_ROOT.name(), FAST),
            file_path: s.add_text_field(columns::FILE_PATH.name(), FAST),
            file_size: s.add_u64_field(columns::FILE_SIZE.name(), FAST),
            file_modified: s.add_i64_field(columns::FILE_MODIFIED.name(), FAST),
            file_digest: s.add_u64_field(columns::FILE_DIGEST.name(), FAST),
            file_versions: s.add_u64_field(columns::FILE_VERSIONS.name(), FAST),
            file_positions: s.add_u64_field(columns::FILE_POSITIONS.name(), FAST),
            file_outcome: s.add_u64_field(columns::FILE_OUTCOME.name(), found() | FAST),
            record: s.add_bytes_field("record", STORED),
            // What came later stands behind what was there: the numbers of fields are kept.
            mode: s.add_u64_field(columns::MODE.name(), FAST),
        };
        (s.build(), fields)
    }
}
