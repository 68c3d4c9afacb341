//! The context of a file: all that a reader may know of it beyond its bytes. Its path, its
//! neighbours, and the user's word on dates. Readers open nothing themselves; the neighbours are
//! handed to them.

use std::io::{Read, Seek};

use crate::model::{Article, DateOrigin, Days};
use crate::read::dates::{self, DateOrder, ParsedDate};
use crate::read::encoding::TextEncoding;

/// Path, neighbours and rules of dates of the file that is being read.
#[derive(Clone, Copy)]
pub struct FileContext<'c> {
    /// Path beneath the root, `/` between its parts; inside a container, the member's path follows
    /// the container's.
    pub path: &'c str,
    /// Order of day and month in dates such as 05/06/2025, where the user or the file itself tells
    /// it.
    pub date_order: Option<DateOrder>,
    /// Encoding of a file that does not tell its own, where the user names it.
    pub encoding: Option<TextEncoding>,
    /// Last day that an article can have been published on: tomorrow, for those ahead of us.
    pub latest: Option<Days>,
    /// The files beside it.
    pub siblings: &'c dyn Siblings,
}

/// Access to the other files of a file's directory, or of its folder in a container.
pub trait Siblings {
    /// Sorted names of the files in the directory.
    fn names(&self) -> Vec<String>;

    /// The bytes of the file at `path`, relative to the directory; `None` when there is none, when
    /// it lies outside of the directory, or when it is larger than an article may be.
    fn open(&self, path: &str) -> Option<Vec<u8>>;

    /// Access to the directory above, where that belongs to the archive too.
    fn parent(&self) -> Option<Box<dyn Siblings + '_>> {
        None
    }

    /// Opens the file itself anew, to be read in any order; `None` when it is a stream.
    fn reopen(&self) -> Option<Box<dyn ReadSeek>> {
        None
    }
}

/// A source of bytes that can be read in any order.
pub trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// No siblings: the file is a stream or a member of a container.
#[derive(Clone, Copy, Debug)]
pub struct NoSiblings;

impl Siblings for NoSiblings {
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn open(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

impl<'c> FileContext<'c> {
    /// A context of which only the path is known.
    pub fn new(path: &'c str) -> Self {
        Self { path, date_order: None, encoding: None, latest: None, siblings: &NoSiblings }
    }

    /// The file's name, without its folders.
    pub fn file_name(&self) -> &'c str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Gives `article` the date in `field`, unless it has one: day and instant, or the text as
    /// printed when that is no usable date. The best field is to be handed over first.
    pub fn set_date(&self, article: &mut Article, field: &str, origin: DateOrigin) {
        if article.date.is_none() {
            self.insert_date(
                article,
                dates::read_date(field, origin, self.date_order, self.latest),
            );
        }
    }

    /// Gives `article` the date of a number of seconds or milliseconds since 1970, unless it has
    /// one.
    pub fn set_epoch(&self, article: &mut Article, number: f64, origin: DateOrigin) {
        if article.date.is_none() {
            self.insert_date(article, dates::from_epoch(number, origin));
        }
    }

    /// Gives an article without a date the next best one: that of its first lines, its path or its
    /// URL.
    pub fn set_fallback_date(&self, article: &mut Article) {
        if article.date.is_some() {
            return;
        }
        if let Some(read) = dates::dateline_date(&article.body, self.date_order) {
            self.insert_date(article, read);
        }
        let member = article.member.as_deref();
        let written = member.and_then(dates::path_date).or_else(|| dates::path_date(self.path));
        let written = written.or_else(|| article.url.as_deref().and_then(dates::url_date));
        self.insert_date(article, ParsedDate { date: written, ..ParsedDate::default() });
    }

    fn insert_date(&self, article: &mut Article, read: ParsedDate) {
        if article.date.is_some() {
            return;
        }
        match read.date {
            Some(date) if dates::is_plausible(&date, self.latest) => {
                (article.date, article.instant) = (Some(date), read.instant);
            }
            Some(date) => {
                article.date_as_printed.get_or_insert_with(|| date.to_string());
            }
            None => article.date_as_printed = article.date_as_printed.take().or(read.printed),
        }
    }
}

impl std::fmt::Debug for FileContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileContext").field("path", &self.path).finish_non_exhaustive()
    }
}
