//! Ledger of the crawled files, kept as documents of the index, so that it is committed with what
//! was read.
//!
//! A later run reads the ledger as columns, not as records: 56 bytes a file in memory, and no text
//! but when a file has to be named.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use crate::model::{FileId, Problem};
use crate::store::codes::{Kind, Outcome};
use crate::store::columns::{self, CodeColumn};
use crate::store::error::Error;
use crate::store::index::Index;
use crate::store::live_documents::for_each_live;
use crate::store::str_values::read_first_value;

/// A row of the ledger: a file as it was when it was read, and the outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    /// Name of the root.
    pub root: String,
    /// Path beneath the root.
    pub path: String,
    /// Properties that later runs compare.
    pub entry: LedgerEntry,
    /// First problems, each with its position in the file; [`PROBLEMS_KEPT`] at most.
    pub problems: Vec<(u64, Problem)>,
}

impl FileRow {
    /// Row of a file that was not read to its end: the next run reads it again.
    pub fn unfinished(root: String, path: String, positions: u64) -> Self {
        let entry = LedgerEntry {
            size: 0,
            modified: 0,
            digest: 0,
            stamp: 0,
            device: 0,
            versions: 0,
            positions,
            outcome: Outcome::Partial,
        };
        Self { root, path, entry, problems: Vec::new() }
    }

    /// Row of a file of whose articles some were lost to damage: the next run reads it again.
    pub fn lost(root: String, path: String, positions: u64) -> Self {
        let mut row = Self::unfinished(root, path, positions);
        row.entry.outcome = Outcome::Lost;
        row
    }

    /// Id of the file.
    pub fn id(&self) -> FileId {
        FileId::new(&self.root, &self.path)
    }

    /// Number of articles that the index must have of the file: one for each position that did not
    /// fail. Not known of a file that was being read, nor of one that has more problems than are
    /// kept.
    pub fn expected_articles(&self) -> Option<u64> {
        let failed = || {
            let failed = self.problems.iter().map(|(position, _)| *position);
            let failed: FxHashSet<u64> = failed.filter(|at| *at < self.entry.positions).collect();
            self.entry.positions - failed.len() as u64
        };
        match self.entry.outcome {
            Outcome::Read => Some(self.entry.positions),
            Outcome::Damaged | Outcome::Failed if self.problems.len() < PROBLEMS_KEPT => {
                Some(failed())
            }
            _ => None,
        }
    }
}

/// Number of problems of one file that are kept with their particulars.
pub const PROBLEMS_KEPT: usize = 50;

/// Properties of a file that tell whether it has changed since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Size in bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified: i64,
    /// Digest (xxh3) of the contents.
    pub digest: u64,
    /// Digest of what nobody can set by hand, inode and change time; 0 where it is not known.
    pub stamp: u64,
    /// Device of the directory that it lay in; 0 where it is not known.
    pub device: u64,
    /// Versions of the readers (high half) and of the annotators (low half) that read it.
    pub versions: u64,
    /// Number of positions in it.
    pub positions: u64,
    /// Outcome of reading it.
    pub outcome: Outcome,
}

impl LedgerEntry {
    /// Number of articles of a file that was read whole.
    pub fn read_articles(&self) -> Option<u64> {
        (self.outcome == Outcome::Read).then_some(self.positions)
    }
}

/// Rows of all files, by id.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: FxHashMap<FileId, LedgerEntry>,
}

impl Ledger {
    /// Loads the ledger of an index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn load(index: &Index) -> Result<Self, Error> {
        let searcher = index.searcher();
        let mut entries = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let columns = RowColumns::open(segment).map_err(|e| Error::index(index.dir(), &e))?;
            for_each_file(index, segment, |doc| {
                if let Some((id, entry)) = columns.row(doc) {
                    entries.insert(id, entry);
                }
            })?;
        }
        Ok(Self { entries })
    }

    /// Row of a file.
    pub fn get(&self, id: FileId) -> Option<&LedgerEntry> {
        self.entries.get(&id)
    }

    /// True if names and quotations were looked for in the files, or in some of them.
    pub fn is_annotated(&self) -> bool {
        let read = self.entries.values().filter(|entry| !entry.outcome.is_unfinished());
        let mut versions = read.map(|entry| entry.versions as u32).peekable();
        versions.peek().is_none() || versions.any(|version| version != 0)
    }

    /// Root and path of the files that the next run reads again, sorted: a run had begun to read
    /// them and not finished, or articles of them were lost.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn unfinished(index: &Index) -> Result<Vec<String>, Error> {
        let ledger = Self::load(index)?;
        let mut found = Vec::new();
        Self::for_each_path(index, |root, path| {
            let entry = ledger.get(FileId::new(root, path));
            if entry.is_some_and(|entry| entry.outcome.is_unfinished()) {
                found.push(format!("{root}/{path}"));
            }
        })?;
        found.sort();
        Ok(found)
    }

    /// Number of files of which articles were lost to damage and not read again yet.
    pub fn lost(&self) -> usize {
        self.entries.values().filter(|entry| entry.outcome == Outcome::Lost).count()
    }

    /// Number of files in it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if it lists no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `each` with root and path of every file in the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_each_path(index: &Index, mut each: impl FnMut(&str, &str)) -> Result<(), Error> {
        Self::for_each_row(index, |root, path, _| each(root, path))
    }

    /// Calls `each` with root, path and address of the row of every file in the index.
    fn for_each_row(
        index: &Index,
        mut each: impl FnMut(&str, &str, DocAddress),
    ) -> Result<(), Error> {
        let searcher = index.searcher();
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            let fail = |e| Error::index(index.dir(), &e);
            let (Some(roots), Some(paths)) = (
                columns::FILE_ROOT.open(segment).map_err(fail)?,
                columns::FILE_PATH.open(segment).map_err(fail)?,
            ) else {
                continue;
            };
            let (mut root, mut path) = (String::new(), String::new());
            for_each_file(index, segment, |doc| {
                if read_first_value(&roots, doc, &mut root)
                    && read_first_value(&paths, doc, &mut path)
                {
                    each(&root, &path, DocAddress::new(ordinal as u32, doc));
                }
            })?;
        }
        Ok(())
    }

    /// Rows of the files that failed wholly or in part, or could not be read, with their problems,
    /// sorted by root and path.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn failures(index: &Index) -> Result<Vec<FileRow>, Error> {
        let searcher = index.searcher();
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            columns.push(RowColumns::open(segment).map_err(|e| Error::index(index.dir(), &e))?);
        }
        let mut found = Vec::new();
        Self::for_each_row(index, |root, path, address| {
            let row = columns[address.segment_ord as usize].row(address.doc_id);
            if let Some((_, entry)) = row
                && matches!(entry.outcome, Outcome::Failed | Outcome::Damaged | Outcome::Unreadable)
            {
                found.push((root.to_owned(), path.to_owned(), entry, address));
            }
        })?;
        found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        found
            .into_iter()
            .map(|(root, path, entry, address)| {
                let problems = index.problems(&searcher, address)?;
                Ok(FileRow { root, path, entry, problems })
            })
            .collect()
    }
}

/// Calls `each` with every live ledger row of a segment.
fn for_each_file(
    index: &Index,
    segment: &SegmentReader,
    each: impl FnMut(DocId),
) -> Result<(), Error> {
    let fail = |e: tantivy::TantivyError| Error::index(index.dir(), &e);
    let kind = index.fields().kind;
    let term = Term::from_field_u64(kind, Kind::File as u64);
    let terms = segment.inverted_index(kind).map_err(fail)?;
    let postings = terms
        .read_postings(&term, IndexRecordOption::Basic)
        .map_err(|e| Error::io(index.dir(), e))?;
    let Some(mut postings) = postings else { return Ok(()) };
    for_each_live(segment, &mut postings, each);
    Ok(())
}

/// Columns of the ledger.
struct RowColumns {
    key: Column<u64>,
    entry: EntryColumns,
}

impl RowColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let number = |name: &str| fast.u64(name);
        let entry = EntryColumns::open(number, |name| fast.i64(name))?;
        Ok(Self { key: columns::FILE.open(segment)?, entry })
    }

    fn row(&self, doc: DocId) -> Option<(FileId, LedgerEntry)> {
        Some((FileId(self.key.first(doc)?), self.entry.get(doc)?))
    }
}

/// Columns of a [`LedgerEntry`].
pub struct EntryColumns {
    size: Column<u64>,
    modified: Column<i64>,
    digest: Column<u64>,
    versions: Column<u64>,
    positions: Column<u64>,
    outcome: CodeColumn<Outcome>,
}

impl EntryColumns {
    /// Opens them by their names: `number` a column of unsigned numbers, `signed` one of signed
    /// numbers.
    ///
    /// # Errors
    /// A column cannot be opened.
    pub fn open<E>(
        number: impl Fn(&str) -> Result<Column<u64>, E>,
        signed: impl Fn(&str) -> Result<Column<i64>, E>,
    ) -> Result<Self, E> {
        Ok(Self {
            size: number(columns::FILE_SIZE.name())?,
            modified: signed(columns::FILE_MODIFIED.name())?,
            digest: number(columns::FILE_DIGEST.name())?,
            versions: number(columns::FILE_VERSIONS.name())?,
            positions: number(columns::FILE_POSITIONS.name())?,
            outcome: CodeColumn::new(number(columns::FILE_OUTCOME.name())?),
        })
    }

    /// True if the document is a row of the ledger.
    pub fn is_row(&self, doc: DocId) -> bool {
        self.outcome.first(doc).is_some()
    }

    /// Entry of a row; `None` if a value is missing.
    pub fn get(&self, doc: DocId) -> Option<LedgerEntry> {
        let mut digests = self.digest.values_for_doc(doc);
        let mut next = || digests.next();
        Some(LedgerEntry {
            size: self.size.first(doc)?,
            modified: self.modified.first(doc)?,
            digest: next()?,
            stamp: next().unwrap_or(0),
            device: next().unwrap_or(0),
            versions: self.versions.first(doc)?,
            positions: self.positions.first(doc)?,
            outcome: self.outcome.first(doc)?,
        })
    }
}
