//! Hits, articles and counts → text for people or JSON for programs.
//!
//! Every presenter writes all that can be shown to any [`Write`], so that a page or a file is one more
//! implementation and no command knows which it writes to.

mod answers;
mod chart;
mod cite;
mod copies;
mod escape;
mod evidence;
mod export;
mod formats;
mod json;
mod layout;
mod lists;
mod margin;
mod reports;
mod table;
mod text;
mod verdict;
mod wire;
mod wire_copies;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crate::ingest::Tally;
use crate::model::{Article, EntityKind, Notes, QuoteId, Source};
use crate::read::Reader;
use crate::search::{
    ArticleCopy, ArticleHit, Copies, Counts, Hits, NameCount, Print, QuoteHit, Speaking, Timeline,
    Verification,
};
use crate::store::{ArticleRecord, Check, FileRow, Rebuilt, RootEntry};

pub use cite::{Bibliography, Citation, CitationStyle};
pub use escape::line as one_line;
pub use export::Exporter;
pub use json::Json;
pub use table::Csv;
pub use text::Text;

/// Writes what commands find. All methods fail only as the writer fails.
pub trait Present {
    /// Ranked articles.
    fn articles(&self, hits: &Hits<ArticleHit>, out: &mut dyn Write) -> io::Result<()>;
    /// Ranked quotations.
    fn quotes(&self, hits: &Hits<QuoteHit>, out: &mut dyn Write) -> io::Result<()>;
    /// Speakers with their numbers of quotations.
    fn speakers(&self, names: &Listed, out: &mut dyn Write) -> io::Result<()>;
    /// Entities with their numbers of articles.
    fn entities(&self, names: &[(EntityKind, Listed)], out: &mut dyn Write) -> io::Result<()>;
    /// Who speaks about something, and since when.
    fn who_speaks(&self, listed: &SpeakingListed, out: &mut dyn Write) -> io::Result<()>;
    /// How many articles or quotations were published when.
    fn timeline(&self, timeline: &Timeline, what: What, out: &mut dyn Write) -> io::Result<()>;
    /// What the archive says about words that somebody is said to have said.
    fn verification(&self, found: &Verification, out: &mut dyn Write) -> io::Result<()>;
    /// One article of the index with the ids of its quotations, the one that is `chosen` set off, and
    /// with its copies, itself among them.
    fn article(
        &self,
        record: &ArticleRecord,
        ids: &[QuoteId],
        chosen: Option<QuoteId>,
        copies: &[ArticleCopy],
        out: &mut dyn Write,
    ) -> io::Result<()>;
    /// The copies of an article, itself among them, and how each differs from it.
    fn copies(&self, copies: &[ArticleCopy], out: &mut dyn Write) -> io::Result<()>;
    /// Where a quotation was printed.
    fn prints(&self, prints: &[Print], out: &mut dyn Write) -> io::Result<()>;
    /// An article as annotated without an index.
    fn annotated(&self, annotated: &Annotated<'_>, out: &mut dyn Write) -> io::Result<()>;
    /// What an index holds.
    fn status(&self, status: &Status<'_>, out: &mut dyn Write) -> io::Result<()>;
    /// Whether an index is sound.
    fn check(&self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()>;
    /// The formats that are read.
    fn formats(&self, readers: &[&dyn Reader], out: &mut dyn Write) -> io::Result<()>;
    /// What a run did.
    fn run(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// The first of a list of names, and how many there are.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The names shown.
    pub names: Vec<NameCount>,
    /// How many there are in all.
    pub total: usize,
    /// Whether to show the forms of each.
    pub variants: bool,
}

/// The first of the speakers about something.
#[derive(Clone, Debug)]
pub struct SpeakingListed {
    /// The speakers shown.
    pub speakers: Vec<Speaking>,
    /// How many there are in all.
    pub total: usize,
    /// How many quotations match.
    pub quotes: u64,
    /// How many of these have no named speaker.
    pub nobody: u64,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

impl What {
    /// The word for `count` of them.
    pub fn counted(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Articles, 1) => "article",
            (Self::Articles, _) => "articles",
            (Self::Quotations, 1) => "quotation",
            (Self::Quotations, _) => "quotations",
        }
    }
}

/// An article with its notes, outside an index.
#[derive(Clone, Copy, Debug)]
pub struct Annotated<'a> {
    /// Where it came from; the path as given.
    pub source: &'a Source,
    /// The article.
    pub article: &'a Article,
    /// What was found in it.
    pub notes: &'a Notes,
}

impl Annotated<'_> {
    /// The article as an index would store it.
    fn record(&self) -> ArticleRecord {
        let Annotated { source, article, notes } = *self;
        ArticleRecord {
            source: source.clone(),
            article: article.clone(),
            notes: notes.clone(),
            content: 0,
        }
    }
}

/// What `status` shows.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// The index directory.
    pub dir: &'a Path,
    /// Its format.
    pub format: u32,
    /// Bytes on the disk.
    pub size: u64,
    /// The directories indexed.
    pub roots: &'a [RootEntry],
    /// How much there is of everything.
    pub counts: Counts,
    /// Which articles are copies, and which withdrawn.
    pub copies: &'a Copies,
    /// How many quotations were corrected by hand.
    pub corrected: usize,
    /// Files that failed, wholly or in part.
    pub failures: &'a [FileRow],
    /// How many of the failures to list by path.
    pub listed: usize,
    /// Whether to say by what articles are dated.
    pub dates: bool,
}

/// What `check` shows.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The index directory.
    pub dir: &'a Path,
    /// What was checked, and what is wrong: after the repair, if there was one.
    pub check: &'a Check,
    /// What was mended.
    pub repaired: Option<&'a Repaired>,
}

/// What a repair did.
#[derive(Clone, Debug, Default)]
pub struct Repaired {
    /// How much was wrong before.
    pub faults: u64,
    /// What the index was made anew of, when it was.
    pub rebuilt: Option<Rebuilt>,
    /// Articles read again from the archive.
    pub articles_read: u64,
    /// Files that lost articles and are not there to be read again.
    pub not_restored: Vec<String>,
}

/// What `index` shows at its end.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// The counts.
    pub tally: &'a Tally,
    /// How long it took.
    pub seconds: f64,
    /// How long each step took, over all threads; empty where nobody asked.
    pub steps: &'a [(&'static str, Duration)],
    /// Bytes of the index on the disk.
    pub size: u64,
    /// The index directory.
    pub dir: &'a Path,
}
