//! Reading one file, without an index: shared by the workers, by `annotate` and by `show --original`.

use std::io::{BufRead, Write};
use std::path::Path;

use crate::crawl;
use crate::model::{Article, Days, Problem, Stage};
use crate::read::{
    self, Context, DateOrder, Formats, LARGEST_ARTICLE, Limits, Out, ReadSeek, Siblings, Taken,
};

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What a file may unpack to.
    pub limits: Limits,
    /// The largest file that is opened, in bytes; any when `None`.
    pub max_file_size: Option<u64>,
    /// Which formats are read.
    pub formats: Formats,
    /// The order of day and month where nothing else tells it.
    pub date_order: Option<DateOrder>,
    /// The last day that an article can have been published on.
    pub latest: Option<Days>,
}

/// A file to be read.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// Its path beneath its root, `/` between the parts.
    pub path: &'p str,
    /// Where it lies on the disk; `None` for a stream.
    pub on_disk: Option<&'p Path>,
    /// Its size in bytes, 0 when it is not known.
    pub size: u64,
}

impl Reading {
    /// Reads all articles of a file.
    ///
    /// # Errors
    /// The file is of no known format, ends in the midst of an article, or exceeds a limit; what went
    /// to `out` stands.
    pub fn read_file(
        &self,
        input: &mut dyn BufRead,
        place: Place<'_>,
        out: &mut Out<'_>,
    ) -> Result<Taken, Problem> {
        if let Some(limit) = self.max_file_size.filter(|limit| place.size > *limit) {
            let detail = format!(
                "{} bytes, and --max-file-size is {limit}; raise it and run with --retry-failed",
                place.size
            );
            return Err(Problem::new(Stage::Open, "file too large", detail));
        }
        let beside = Beside { path: place.on_disk, depth: place.path.matches('/').count() };
        let context = Context {
            path: place.path,
            date_order: self.date_order,
            latest: self.latest,
            siblings: &beside,
        };
        read::read_articles(input, place.size, &context, &self.limits, &self.formats, out)
    }
}

/// Copies the record of an article as it stands in its file to `into`; whether it is there.
///
/// # Errors
/// The file cannot be read so far, or `into` cannot be written.
pub fn copy_record(
    article: &Article,
    place: Place<'_>,
    input: &mut dyn BufRead,
    into: &mut dyn Write,
) -> Result<bool, Problem> {
    let beside = Beside { path: place.on_disk, depth: place.path.matches('/').count() };
    let context = Context { siblings: &beside, ..Context::new(place.path) };
    read::copy_record(input, place.size, &context, article, into)
}

/// The neighbours of a file on the disk.
struct Beside<'p> {
    path: Option<&'p Path>,
    /// How many directories of the archive lie above.
    depth: usize,
}

impl Siblings for Beside<'_> {
    fn names(&self) -> Vec<String> {
        self.path.map(crawl::names_beside).unwrap_or_default()
    }

    fn open(&self, path: &str) -> Option<Vec<u8>> {
        crawl::read_beside(self.path?, path, LARGEST_ARTICLE as u64)
    }

    fn above(&self) -> Option<Box<dyn Siblings + '_>> {
        let depth = self.depth.checked_sub(1)?;
        Some(Box::new(Beside { path: Some(self.path?.parent()?), depth }))
    }

    fn itself(&self) -> Option<Box<dyn ReadSeek>> {
        Some(Box::new(crawl::open_seekable(self.path?).ok()?))
    }
}
