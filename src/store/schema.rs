//! Every field of the index, once, with why it is there.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::model::EntityKind;
use crate::store::tokenizers::{FOLDED, KEYS, NAMES};

/// What a document of the index stands for: the value of the field `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A crawled file: a row of the ledger.
    File = 0,
    /// An article.
    Article = 1,
    /// A quotation of an article.
    Quote = 2,
}

/// What a quotation's speaker is: the value of the field `speaker_kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerKind {
    /// Nobody is known.
    Nobody = 0,
    /// A person.
    Person = 1,
    /// An organisation.
    Organisation = 2,
    /// A place, standing for its government ("Tehran").
    Place = 3,
    /// A group ("Democrats").
    Group = 4,
    /// Somebody without a name ("a senior official").
    Unnamed = 5,
}

impl SpeakerKind {
    /// By the entity behind the name.
    pub fn of(entity: Option<EntityKind>) -> Self {
        match entity {
            Some(EntityKind::Person) => Self::Person,
            Some(EntityKind::Organisation) => Self::Organisation,
            Some(EntityKind::Place) => Self::Place,
            Some(EntityKind::Group) => Self::Group,
            None => Self::Unnamed,
        }
    }
}

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
            article_id: s.add_u64_field("article_id", FAST),
            key: s.add_u64_field("key", FAST),
            ordinal: s.add_u64_field("ordinal", FAST),
            title: s.add_text_field("title", text(KEYS)),
            body: s.add_text_field("body", words(KEYS, true, places)),
            body_words: s.add_u64_field("body_words", FAST),
            headline_words: s.add_u64_field("headline_words", FAST),
            quote_at: s.add_u64_field("quote_at", FAST),
            quote_words: s.add_u64_field("quote_words", FAST),
            quote_before: s.add_u64_field("quote_before", FAST),
            quote_after: s.add_u64_field("quote_after", FAST),
            speaker: s.add_text_field("speaker", names()),
            role: s.add_text_field("role", names()),
            speaker_kind: s.add_u64_field("speaker_kind", FAST),
            reached: s.add_u64_field("reached", FAST),
            confidence: s.add_u64_field("confidence", FAST),
            person: s.add_text_field("person", names()),
            organisation: s.add_text_field("organisation", names()),
            place: s.add_text_field("place", names()),
            group: s.add_text_field("group", names()),
            publisher: s.add_text_field("publisher", names()),
            byline: s.add_text_field("byline", names()),
            section: s.add_text_field("section", names()),
            language: s
                .add_text_field("language", words(NAMES, false, IndexRecordOption::Basic) | FAST),
            day: s.add_i64_field("day", FAST),
            day_last: s.add_i64_field("day_last", FAST),
            year: s.add_i64_field("year", FAST),
            month: s.add_u64_field("month", FAST),
            precision: s.add_u64_field("precision", FAST),
            origin: s.add_u64_field("origin", FAST),
            words_digest: s.add_u64_field("words_digest", FAST),
            minima: s.add_u64_field("minima", FAST),
            headline_digest: s.add_u64_field("headline_digest", FAST),
            item: s.add_u64_field("item", FAST),
            sign: s.add_u64_field("sign", FAST),
            status: s.add_u64_field("status", FAST),
            embargo: s.add_i64_field("embargo", FAST),
            saying: s.add_u64_field("saying", FAST),
            content: s.add_u64_field("content", FAST),
            path: s.add_text_field("path", text(FOLDED)),
            url: s.add_text_field("url", text(FOLDED)),
            file: s.add_u64_field("file", found() | FAST),
            file_root: s.add_text_field("file_root", FAST),
            file_path: s.add_text_field("file_path", FAST),
            file_size: s.add_u64_field("file_size", FAST),
            file_modified: s.add_i64_field("file_modified", FAST),
            file_digest: s.add_u64_field("file_digest", FAST),
            file_versions: s.add_u64_field("file_versions", FAST),
            file_positions: s.add_u64_field("file_positions", FAST),
            file_outcome: s.add_u64_field("file_outcome", found() | FAST),
            record: s.add_bytes_field("record", STORED),
        };
        (s.build(), fields)
    }
}
