//! Every field of the index, once, with why it is there.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::store::columns;
use crate::store::tokenizers::{FOLDED, KEYS, NAMES};

/// The fields, as tantivy numbers them.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// What the document stands for ([`Kind`]).
    pub kind: Field,
    /// The id of the article, on articles and on their quotations: finds, replaces and removes them
    /// together.
    pub article: Field,
    /// The same as a column, on articles alone ([`ArticleIds`](crate::store::ArticleIds)): breaks ties in an order
    /// that no merge changes.
    pub article_id: Field,
    /// The id of a quotation. Only a column: who asks for one by its id alone can wait for a scan, and terms of
    /// their own for all quotations would be a twentieth of the index.
    pub key: Field,
    /// Which quotation of the article's notes this is: its text, marks and speaker are read there, so
    /// that they are stored once.
    pub ordinal: Field,

    /// Words of the headline, as keys ([`forms`](crate::text::forms)).
    pub title: Field,
    /// Words of the body, as keys, with positions for phrases and for quotations: these are stretches of the body, so
    /// their words are not indexed again.
    pub body: Field,
    /// How many words `body` holds: exact average lengths, deleted documents left out.
    pub body_words: Field,
    /// How many of the body's first words stand for a headline, of an article that has none of its own.
    pub headline_words: Field,
    /// Which word of the body a quotation begins with.
    pub quote_at: Field,
    /// How many words it has.
    pub quote_words: Field,
    /// How many words of its sentence stand before it: with those behind it and the headline they tell what was
    /// said *about* Gaza without naming it.
    pub quote_before: Field,
    /// How many words of its sentence stand behind it.
    pub quote_after: Field,

    /// The speaker of a quotation: words to search, the name to count.
    pub speaker: Field,
    /// The role that the article gives the speaker of a quotation.
    pub role: Field,
    /// What a quotation's speaker is: 0 nobody known, 1 a person, 2 an organisation, 3 a place, 4 a
    /// group, 5 somebody without a name ("a senior official").
    pub speaker_kind: Field,
    /// How the speaker's name was reached: 0 named, 1 surname, 2 pronoun, 3 title, 4 carried over.
    pub reached: Field,
    /// How sure the annotator was of a quotation, in thousandths.
    pub confidence: Field,
    /// Persons named in the article.
    pub person: Field,
    /// Organisations named in the article.
    pub organisation: Field,
    /// Places named in the article.
    pub place: Field,
    /// Nationalities, religious and political groups named in the article.
    pub group: Field,
    /// The publication.
    pub publisher: Field,
    /// Who wrote it, a name each.
    pub byline: Field,
    /// The section or desk, as printed: counted, on articles and their quotations.
    pub section: Field,
    /// The language of the article as a bare tag (`en`): declared, or told by its words.
    pub language: Field,

    /// First day of the published date (days from 1970). tantivy's own date type wraps before 1677.
    pub day: Field,
    /// Last day of the published date: the same but for a date known by month or year only.
    pub day_last: Field,
    /// Its year, for histograms.
    pub year: Field,
    /// Its month, 1 to 12.
    pub month: Field,
    /// Its precision: 0 day, 1 month, 2 year.
    pub precision: Field,
    /// Its origin: 0 field, 1 dateline, 2 path, 3 URL; 4 for an article without a date, 5 when a date is
    /// printed there that cannot be used.
    pub origin: Field,

    /// A digest of an article's words ([`MinHash`](crate::text::MinHash)): the same article in another file has the same.
    pub words_digest: Field,
    /// Minima of an article's runs of words, four to a value, which find its near-copies. Not of the shortest.
    pub minima: Field,
    /// A digest of the headline without its signs: tells updates and withdrawals of a story.
    pub headline_digest: Field,
    /// A digest of the archive's own id, where that is long enough to be one's alone.
    pub item: Field,
    /// The signs before the headline ([`HeadlineKey`](crate::text::HeadlineKey)), where there are any.
    pub sign: Field,
    /// Whether an article may be shown: 1 withheld, 2 canceled; nothing where it may.
    pub status: Field,
    /// Not to be shown before this instant (seconds since 1970), where there is an embargo.
    pub embargo: Field,
    /// Digest and minima of a quotation's words ([`saying_signature`](crate::text::saying_signature)).
    pub saying: Field,
    /// Digest of an article as read, and of the versions that read and annotated it: tells whether a record
    /// of a changed container has changed.
    pub content: Field,

    /// Words of the path.
    pub path: Field,
    /// Words of the URL.
    pub url: Field,

    /// Ledger: the file's id, by which its row is replaced.
    pub file: Field,
    /// Ledger: the root's name.
    pub file_root: Field,
    /// Ledger: the path beneath the root.
    pub file_path: Field,
    /// Ledger: size in bytes.
    pub file_size: Field,
    /// Ledger: modification time in nanoseconds since 1970.
    pub file_modified: Field,
    /// Ledger: digest of the contents.
    pub file_digest: Field,
    /// Ledger: versions of the readers (high half) and of the annotators (low half).
    pub file_versions: Field,
    /// Ledger: how many positions were read.
    pub file_positions: Field,
    /// Ledger: what came of it ([`Outcome`](crate::store::Outcome)).
    pub file_outcome: Field,

    /// The stored record: of an article all, of a file its problems.
    pub record: Field,
}

impl Fields {
    /// Builds the schema.
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
            quote_at: s.add_u64_field(columns::QUOTE_START.name(), FAST),
            quote_words: s.add_u64_field(columns::QUOTE_WORDS.name(), FAST),
            quote_before: s.add_u64_field(columns::QUOTE_BEFORE.name(), FAST),
            quote_after: s.add_u64_field(columns::QUOTE_AFTER.name(), FAST),
            speaker: s.add_text_field(columns::SPEAKER.name(), names()),
            role: s.add_text_field(columns::ROLE.name(), names()),
            speaker_kind: s.add_u64_field(columns::SPEAKER_KIND.name(), FAST),
            reached: s.add_u64_field(columns::RESOLUTION.name(), FAST),
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
            origin: s.add_u64_field(columns::DATING.name(), FAST),
            words_digest: s.add_u64_field(columns::WORDS_DIGEST.name(), FAST),
            minima: s.add_u64_field(columns::SIGNATURE.name(), FAST),
            headline_digest: s.add_u64_field(columns::HEADLINE_DIGEST.name(), FAST),
            item: s.add_u64_field(columns::ITEM.name(), FAST),
            sign: s.add_u64_field(columns::HEADLINE_KEY.name(), FAST),
            status: s.add_u64_field(columns::STATUS.name(), FAST),
            embargo: s.add_i64_field(columns::EMBARGO.name(), FAST),
            saying: s.add_u64_field(columns::QUOTE_SIGNATURE.name(), FAST),
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
        };
        (s.build(), fields)
    }
}
