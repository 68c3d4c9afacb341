//! Destination of articles with their notes: the index here, a remote engine later, a list in a
//! test.

use crate::model::{ArticleId, FileId};
use crate::store::{ArticleRecord, Error, FileRow, Manifest, Writer};

/// Accepts articles, ledger rows and removals, and makes them durable together.
pub trait Sink {
    /// Inserts an article and its quotations; `replace` says that an older version may be there.
    ///
    /// # Errors
    /// It cannot be written.
    fn insert_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error>;

    /// Inserts the ledger row of a file; `replace` says that an older one may be there.
    ///
    /// # Errors
    /// It cannot be written.
    fn insert_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error>;

    /// Removes an article and its quotations.
    fn remove_article(&mut self, id: ArticleId);

    /// Removes a file's ledger row.
    fn remove_file(&mut self, id: FileId);

    /// Makes everything since the last commit durable and visible at once.
    ///
    /// # Errors
    /// It cannot be written; what was committed before stands.
    fn commit(&mut self, manifest: &Manifest) -> Result<(), Error>;
}

impl Sink for Writer {
    fn insert_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error> {
        Writer::insert_article(self, record, replace)
    }

    fn insert_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error> {
        Writer::insert_file(self, row, replace)
    }

    fn remove_article(&mut self, id: ArticleId) {
        Writer::remove_article(self, id);
    }

    fn remove_file(&mut self, id: FileId) {
        Writer::remove_file_row(self, id);
    }

    fn commit(&mut self, manifest: &Manifest) -> Result<(), Error> {
        Writer::commit(self, manifest)
    }
}
