//! Answers: what a command has found, as one value that any presenter can write.
//!
//! There is one enum and a presenter has one method, not a method an answer: a command makes a
//! value and hands it over, the compiler still asks each presenter for every answer (no `match` on
//! one has a wildcard), and another format is one more implementor. To serialise these types
//! themselves with serde was weighed and left: their fields would then be bound to the names that
//! programs read; CSV has other columns than JSON has fields; and lines of JSON are not the
//! elements of one list but differ from answer to answer. So JSON has types of its own
//! ([`crate::present::Json`]), from which both the document and the lines are written, and only
//! text and CSV are written by hand.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use crate::corpus::{ArticleClusters, Correction};
use crate::ingest::RunStats;
use crate::model::{Article, EntityKind, Notes, QuoteId, Source};
use crate::present::claims::CheckedClaim;
use crate::read::FormatReader;
use crate::search::{
    ArchiveStats, ArticleCopy, ArticleHit, Hits, NameCount, QuoteHit, Reprint, SpeakerCount,
    Timeline, Verification,
};
use crate::store::{ArticleRecord, Check, FileRow, Rebuilt};

/// A writer of answers in one format.
pub trait Present {
    /// Writes an answer.
    ///
    /// # Errors
    /// The writer fails.
    fn present(&self, answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// An answer of any command.
#[derive(Clone, Copy)]
pub enum Answer<'a> {
    /// Ranked articles.
    Articles(&'a Hits<ArticleHit>),
    /// Ranked quotations.
    Quotations {
        /// A page of hits.
        hits: &'a Hits<QuoteHit>,
        /// True if text shows each quotation's sentence.
        context: bool,
    },
    /// Speakers with their numbers of quotations.
    Speakers(&'a NameList),
    /// Entities of each kind with their numbers of articles.
    Entities(&'a [(EntityKind, NameList)]),
    /// Speakers about a subject, with the dates of their first and last quotation.
    SpeakersAbout(&'a SpeakerList),
    /// Numbers of documents by date of publication.
    Timeline {
        /// Periods and their counts.
        timeline: &'a Timeline,
        /// Documents counted.
        documents: DocumentKind,
    },
    /// Quotations closest to words that somebody is said to have said.
    Verification(&'a Verification),
    /// Claims of a list, each checked.
    Claims(&'a [CheckedClaim]),
    /// One article of the index.
    Article(IndexedArticle<'a>),
    /// Copies of an article, itself among them, with their differences from it.
    Copies(&'a [ArticleCopy]),
    /// Articles that print a quotation.
    Reprints(&'a [Reprint]),
    /// One article as annotated without an index.
    Annotated(AnnotatedArticle<'a>),
    /// Corrections made by hand.
    Corrections(&'a [&'a Correction]),
    /// Contents of an index.
    Status(&'a IndexStatus<'a>),
    /// Roots of an index.
    Roots(&'a [RootLine]),
    /// Faults of an index.
    Check(CheckReport<'a>),
    /// Settings in force.
    Settings(&'a [SettingRow]),
    /// Formats that are read.
    Formats(&'a [&'a dyn FormatReader]),
    /// Names of the shapes of JSON.
    Schemas(&'a [SchemaName]),
    /// Results of an ingest run.
    Ingest(&'a IngestReport<'a>),
}

/// The first of a list of names, and the length of the whole list.
#[derive(Clone, Debug)]
pub struct NameList {
    /// Names shown.
    pub names: Vec<NameCount>,
    /// Number of names in all.
    pub total: usize,
    /// True if the forms of each name are shown.
    pub variants: bool,
}

/// The first of the speakers about a subject, and counts over all of them.
#[derive(Clone, Debug)]
pub struct SpeakerList {
    /// Speakers shown.
    pub speakers: Vec<SpeakerCount>,
    /// Number of speakers in all.
    pub total: usize,
    /// Number of quotations that match.
    pub quotes: u64,
    /// Number of matching quotations without a named speaker.
    pub nobody: u64,
}

/// Kind of the documents that an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

impl DocumentKind {
    /// The noun for `count` documents of this kind.
    pub fn noun(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Articles, 1) => "article",
            (Self::Articles, _) => "articles",
            (Self::Quotations, 1) => "quotation",
            (Self::Quotations, _) => "quotations",
        }
    }
}

/// An article of the index as `show` presents it.
#[derive(Clone, Copy, Debug)]
pub struct IndexedArticle<'a> {
    /// Article and notes as stored, corrections applied.
    pub record: &'a ArticleRecord,
    /// Ids of its quotations, in the order of the notes.
    pub ids: &'a [QuoteId],
    /// Quotation to set off, if one was asked for.
    pub chosen: Option<QuoteId>,
    /// Copies of the article, itself among them.
    pub copies: &'a [ArticleCopy],
}

/// An article with its notes, outside an index.
#[derive(Clone, Copy, Debug)]
pub struct AnnotatedArticle<'a> {
    /// Root, path as given, and position in the file.
    pub source: &'a Source,
    /// The article.
    pub article: &'a Article,
    /// Notes on its body.
    pub notes: &'a Notes,
}

impl AnnotatedArticle<'_> {
    /// The article as an index would store it.
    pub fn to_record(self) -> ArticleRecord {
        let Self { source, article, notes } = self;
        ArticleRecord {
            source: source.clone(),
            article: article.clone(),
            notes: notes.clone(),
            content: 0,
        }
    }
}

/// A setting in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "setting")]
pub struct SettingRow {
    /// Name of the setting and of its option.
    pub name: &'static str,
    /// Value, as it would be typed.
    pub value: Option<String>,
    /// Origin of the value: an option, a variable of the environment, a file, or `default`.
    pub source: String,
}

/// Name of a shape of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "schema")]
pub struct SchemaName {
    /// Name of the shape, as `onrecord schema` takes it.
    pub name: &'static str,
    /// Version of the shape.
    pub version: u32,
    /// The shape in a sentence, with the commands that write it.
    pub about: &'static str,
}

/// Contents of an index, as `status` shows them.
#[derive(Clone, Debug)]
pub struct IndexStatus<'a> {
    /// The index directory.
    pub dir: &'a Path,
    /// Version of the index format.
    pub format: u32,
    /// Size on the disk, in bytes.
    pub size: u64,
    /// Directories indexed.
    pub roots: &'a [RootLine],
    /// Numbers of files, articles, quotations.
    pub counts: ArchiveStats,
    /// Groups of copies, and withdrawn articles.
    pub copies: &'a ArticleClusters,
    /// Number of quotations corrected by hand.
    pub corrected: usize,
    /// Number of files that wait to be read again, since articles of them were lost to damage.
    pub waiting: usize,
    /// Files that failed, wholly or in part.
    pub failures: &'a [FileRow],
    /// Number of failures to list by path.
    pub listed: usize,
    /// True if text says what articles are dated by.
    pub dates: bool,
}

/// A root, as `status` and `roots` show it.
#[derive(Clone, Debug)]
pub struct RootLine {
    /// Name, which ids are made from.
    pub name: String,
    /// Full path of the directory.
    pub dir: String,
    /// True if the directory is there.
    pub there: bool,
    /// True if articles of it were lost to damage, and it was not read as a whole since.
    pub incomplete: bool,
    /// Number of files that the index has of it.
    pub files: u64,
    /// Number of articles that the index has of it.
    pub articles: u64,
    /// Local time at which it was last read as a whole, as RFC 3339 has it, if that is known.
    pub last_read: Option<String>,
}

/// Faults of an index, as `check` shows them.
#[derive(Clone, Copy, Debug)]
pub struct CheckReport<'a> {
    /// The index directory.
    pub dir: &'a Path,
    /// Numbers checked, and faults: those after the repair, if there was one.
    pub check: &'a Check,
    /// Results of the repair.
    pub repaired: Option<&'a Repaired>,
}

/// Results of a repair.
#[derive(Clone, Debug, Default)]
pub struct Repaired {
    /// Number of faults before.
    pub faults: u64,
    /// Sources of the new index, if one was made.
    pub rebuilt: Option<Rebuilt>,
    /// Number of articles read again from the archive.
    pub articles_read: u64,
    /// Files that lost articles and are not there to be read again.
    pub not_restored: Vec<String>,
}

/// Results of an ingest run, as `index` shows them at its end.
#[derive(Clone, Debug)]
pub struct IngestReport<'a> {
    /// Counts of files, articles and notes.
    pub tally: &'a RunStats,
    /// Duration, in seconds.
    pub seconds: f64,
    /// Duration of each step summed over all threads; empty unless asked for.
    pub steps: &'a [(&'static str, Duration)],
    /// Size of the index on the disk, in bytes.
    pub size: u64,
    /// The index directory.
    pub dir: &'a Path,
}
