//! Reading of one file, without an index: shared by the workers, by `annotate` and by `show
//! --original`.

use std::cell::RefCell;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::rc::Rc;

use crate::crawl::{self, Globs};
use crate::model::{Article, Days, Problem, Stage};
use crate::read::{
    self, Acceptance, DateOrder, Emit, FileContext, FormatFilter, Limits, MAX_ARTICLE_BYTES,
    ReadSeek, Siblings, TextEncoding,
};

/// Limits and choices for reading files.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Limits on what a file may unpack to.
    pub limits: Limits,
    /// Size of the largest file that is opened, in bytes; `None` for any.
    pub max_file_size: Option<u64>,
    /// Formats that are read.
    pub formats: FormatFilter,
    /// Order of day and month where nothing else tells it.
    pub date_order: Option<DateOrder>,
    /// Encodings of files that do not tell their own; the first whose files a file is among counts.
    pub encodings: Vec<NamedEncoding>,
    /// Last day that an article can have been published on.
    pub latest: Option<Days>,
}

/// An encoding that the user names, for some files or for all.
#[derive(Clone, Debug)]
pub struct NamedEncoding {
    /// Globs of the files.
    pub files: Globs,
    /// The encoding.
    pub encoding: TextEncoding,
}

/// A file to be read.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'p> {
    /// Path beneath its root, `/` between the parts.
    pub path: &'p str,
    /// Path on the disk; `None` for a stream.
    pub on_disk: Option<&'p Path>,
    /// Size in bytes, 0 if it is not known.
    pub size: u64,
}

impl Reading {
    /// Reads all articles of a file.
    ///
    /// # Errors
    /// The file is of no known format, ends in the midst of an article, or exceeds a limit; what
    /// went to `out` stands. Or a file that it is read with cannot be read
    /// ([`Problem::UNREADABLE_WITH`]); then what went to `out` is not all that the file holds.
    pub fn read_file(
        &self,
        input: &mut dyn BufRead,
        file: InputFile<'_>,
        out: &mut Emit<'_>,
    ) -> Result<Acceptance, Problem> {
        if let Some(limit) = self.max_file_size.filter(|limit| file.size > *limit) {
            let detail = format!(
                "{} bytes, and --max-file-size is {limit}; raise it and run with --retry-failed",
                file.size
            );
            return Err(Problem::new(Stage::Open, "file too large", detail));
        }
        let siblings = DiskSiblings::new(file);
        let context = FileContext {
            path: file.path,
            date_order: self.date_order,
            encoding: self.encoding_of(file.path),
            latest: self.latest,
            siblings: &siblings,
        };
        let read =
            read::read_articles(input, file.size, &context, &self.limits, &self.formats, out);
        let unreadable = siblings.unreadable.take();
        unreadable
            .map_or(read, |detail| Err(Problem::new(Stage::Open, Problem::UNREADABLE_WITH, detail)))
    }

    fn encoding_of(&self, path: &str) -> Option<TextEncoding> {
        let mut named = self.encodings.iter();
        Some(named.find(|named| !named.files.excludes(Path::new(path)))?.encoding)
    }
}

/// Copies the record of an article as it stands in its file to `into`; false if it is not there.
///
/// # Errors
/// The file cannot be read so far, or `into` cannot be written.
pub fn copy_record(
    article: &Article,
    file: InputFile<'_>,
    input: &mut dyn BufRead,
    into: &mut dyn Write,
) -> Result<bool, Problem> {
    let siblings = DiskSiblings::new(file);
    let context = FileContext { siblings: &siblings, ..FileContext::new(file.path) };
    read::copy_record(input, file.size, &context, article, into)
}

/// Neighbours of a file on the disk.
struct DiskSiblings<'p> {
    path: Option<&'p Path>,
    /// Number of directories of the archive above it.
    depth: usize,
    /// First of them that is there and cannot be read, and why.
    unreadable: Rc<RefCell<Option<String>>>,
}

impl<'p> DiskSiblings<'p> {
    fn new(file: InputFile<'p>) -> Self {
        let depth = file.path.matches('/').count();
        Self { path: file.on_disk, depth, unreadable: Rc::default() }
    }

    fn note(&self, name: &str, error: &io::Error) {
        self.unreadable.borrow_mut().get_or_insert_with(|| format!("{name}: {error}"));
    }
}

impl Siblings for DiskSiblings<'_> {
    fn names(&self) -> Vec<String> {
        self.path.map(crawl::sibling_names).unwrap_or_default()
    }

    fn open(&self, path: &str) -> Option<Vec<u8>> {
        let read = crawl::read_sibling(self.path?, path, MAX_ARTICLE_BYTES as u64);
        read.unwrap_or_else(|error| {
            self.note(path, &error);
            None
        })
    }

    fn parent(&self) -> Option<Box<dyn Siblings + '_>> {
        let depth = self.depth.checked_sub(1)?;
        let unreadable = self.unreadable.clone();
        Some(Box::new(DiskSiblings { path: Some(self.path?.parent()?), depth, unreadable }))
    }

    fn reopen(&self) -> Option<Box<dyn ReadSeek>> {
        match crawl::open_seekable(self.path?) {
            Ok(file) => Some(Box::new(file)),
            Err(error) => {
                self.note("opened again", &error);
                None
            }
        }
    }
}
