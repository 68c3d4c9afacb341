//! What a reader may know of a file beyond its bytes: its path, its neighbours, and what the user
//! said about dates. Readers open nothing themselves; the neighbours are handed to them.

use crate::model::{Article, DateOrigin};
use crate::read::dates::{self, DateOrder};

/// What is known of the file that is being read.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// Its path beneath the root, `/` between its parts; inside a container, the member's path
    /// follows the container's.
    pub path: &'c str,
    /// The order of day and month in dates such as 05/06/2025, where the user or the file itself
    /// tells it.
    pub date_order: Option<DateOrder>,
    /// The files beside it.
    pub siblings: &'c dyn Siblings,
}

/// The other files of a file's directory, or of its folder in a container.
pub trait Siblings {
    /// The names of the files in the same directory, in order.
    fn names(&self) -> Vec<String>;

    /// The bytes of the file at `path`, relative to the directory; `None` when there is none, when
    /// it lies outside of the directory, or when it is larger than an article may be.
    fn open(&self, path: &str) -> Option<Vec<u8>>;
}

/// No other file is known: a stream, or a member of a container.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Siblings for Alone {
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn open(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

impl<'c> Context<'c> {
    /// A file of which only the path is known.
    pub fn new(path: &'c str) -> Self {
        Self { path, date_order: None, siblings: &Alone }
    }

    /// The file's name, without its folders.
    pub fn name(&self) -> &'c str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Gives `article` the date in `field`, unless it has one: day, instant, or what is printed there
    /// when that is no date to be used. The best field is to be handed over first.
    pub(super) fn set_date(&self, article: &mut Article, field: &str, origin: DateOrigin) {
        if article.date.is_some() || field.trim().is_empty() {
            return;
        }
        let read = dates::read_date(field, origin, self.date_order);
        article.date = read.date;
        if read.date.is_some() {
            article.instant = read.instant;
            article.date_as_printed = None;
        } else if article.date_as_printed.is_none() {
            article.date_as_printed = read.printed;
        }
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("path", &self.path).finish_non_exhaustive()
    }
}
