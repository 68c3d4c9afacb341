//! Where articles with their notes are put: the index here, a remote engine later, a list in a test.

use crate::model::{ArticleId, FileId};
use crate::store::{ArticleRecord, Error, FileRow, Manifest, Writer};

/// Takes articles, ledger rows and removals, and makes them durable together.
pub trait Sink {
    /// Puts an article and its quotations; `replace` says that an older version may be there.
    ///
    /// # Errors
    /// It cannot be written.
    fn put_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error>;

    /// Puts the ledger row of a file; `replace` as above.
    ///
    /// # Errors
    /// It cannot be written.
    fn put_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error>;

    /// Removes an article and its quotations.
    fn remove_article(&mut self, id: ArticleId);

    /// Removes a file's ledger row.
    fn remove_file(&mut self, id: FileId);

    /// Makes all of it durable and visible at once.
    ///
    /// # Errors
    /// It cannot be written; what was committed before stands.
    fn commit(&mut self, manifest: &Manifest) -> Result<(), Error>;
}

impl Sink for Writer {
    fn put_article(&mut self, record: &ArticleRecord, replace: bool) -> Result<(), Error> {
        Writer::put_article(self, record, replace)
    }

    fn put_file(&mut self, row: &FileRow, replace: bool) -> Result<(), Error> {
        Writer::put_file(self, row, replace)
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
