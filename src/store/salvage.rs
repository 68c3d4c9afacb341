//! Salvage: what can be read of an index that is of an older format, or damaged.
//!
//! An [`Index`](crate::store::Index) is whole or it is not opened. Here each file of a segment is
//! opened by itself, so that one that is damaged costs only what stands in it. All that an index is
//! made of lies in the columns (the ledger) and in the stored records; words, postings and side
//! files follow from these.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::columnar::{Column, ColumnarReader, DynamicColumn, StrColumn};
use tantivy::directory::FileSlice;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocId, Index, Segment, TantivyError};

use crate::store::checksum_cache::files_of;
use crate::store::columns;
use crate::store::directory::IndexDirectory;
use crate::store::error::Error;
use crate::store::file_marks::{FileMarks, Soundness, soundness};
use crate::store::index_dir::{parse_meta, read_meta};
use crate::store::ledger::{EntryColumns, FileRow};
use crate::store::manifest::{CommitId, FORMAT, Manifest};
use crate::store::record::{ArticleRecord, OLDEST_FORMAT, decode, decode_problems};
use crate::store::stored_value::stored_value;
use crate::store::str_values::read_first_value;

/// An index of any known format, taken apart.
pub struct SalvagedIndex {
    /// The index as tantivy opens it, without reading its segments.
    pub index: Index,
    /// Format that it was written in.
    pub format: u32,
    /// Format and roots, as the commit states them.
    pub manifest: Manifest,
    /// Id of the commit.
    pub commit: CommitId,
    marks: FileMarks,
    /// Segments of the commit.
    pub segments: Vec<Segment>,
}

impl SalvagedIndex {
    /// Opens what there is in `dir`.
    ///
    /// # Errors
    /// meta.json cannot be read or is of an unknown format.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let meta = read_meta(dir)?;
        let (manifest, commit) = parse_meta(dir, &meta)?;
        let format = manifest.onrecord_format;
        if format > FORMAT {
            return Err(Error::Newer { dir: dir.to_owned(), found: format, ours: FORMAT });
        }
        if format < OLDEST_FORMAT {
            let found = format.to_string();
            return Err(Error::Format { dir: dir.to_owned(), found, ours: FORMAT });
        }
        let fail = |e: TantivyError| Error::opening(dir, &e);
        let index = Index::open(IndexDirectory::of_commit(dir, &meta)?).map_err(fail)?;
        let segments = index.searchable_segments().map_err(fail)?;
        let marks = FileMarks::of_meta(&meta);
        Ok(Self { index, format, manifest, commit, marks, segments })
    }

    /// Number of its documents, deleted ones too.
    pub fn documents(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.meta().max_doc())).sum()
    }
}

/// A file of a segment that is not as it should be.
#[derive(Debug)]
pub struct BrokenFile {
    /// Name of the file.
    pub name: PathBuf,
    /// Predicate of the sentence that the name begins ("is missing").
    pub fault: String,
    /// True if what it holds is of another segment, state or index.
    foreign: bool,
}

impl SalvagedIndex {
    /// Files of a segment that are missing, unreadable or not as they were written.
    pub fn broken_files(&self, dir: &Path, segment: &Segment) -> Vec<BrokenFile> {
        let mut broken = Vec::new();
        for name in files_of(segment.meta()) {
            let found = soundness(&dir.join(&name), self.marks.get(&name));
            let fault = match &found {
                Ok(soundness) => match soundness.fault() {
                    Some(fault) => fault.to_owned(),
                    None => continue,
                },
                Err(e) if e.kind() == io::ErrorKind::NotFound => "is missing".to_owned(),
                Err(e) => format!("cannot be read: {e}"),
            };
            let foreign = matches!(found, Ok(Soundness::Foreign));
            broken.push(BrokenFile { name, fault, foreign });
        }
        broken
    }
}

/// One segment, as far as its files can be opened.
pub struct SegmentSalvage {
    /// Columns, if they are sound.
    pub columns: Option<SalvageColumns>,
    store: Option<StoreReader>,
    /// Set of the documents that live, where some do not.
    alive: Option<AliveBitSet>,
    /// True if it is known which documents live.
    pub alive_known: bool,
    /// True if the stored records are known to be as they were written.
    store_sound: bool,
    format: u32,
    record: Option<Field>,
    documents: u32,
}

/// Columns that tell what a document is, and those of the ledger.
pub struct SalvageColumns {
    key: Column<u64>,
    content: Option<Column<u64>>,
    ledger: Option<LedgerColumns>,
}

struct LedgerColumns {
    root: StrColumn,
    path: StrColumn,
    entry: EntryColumns,
}

/// A document, as far as it could be read.
pub enum SalvagedDocument {
    /// A row of the ledger.
    File(FileRow),
    /// An article, with its digest where the columns tell it.
    Article(Box<ArticleRecord>),
    /// A quotation, which follows from its article.
    Quote,
    /// A row or an article that cannot be read, and why.
    Lost(String),
}

impl SegmentSalvage {
    /// Opens what can be opened of a segment of which these files are broken.
    pub fn open(index: &SalvagedIndex, segment: &Segment, broken: &[BrokenFile]) -> Self {
        let sound = |part: SegmentComponent| {
            let name = segment.relative_path(part);
            !broken.iter().any(|broken| broken.name == name)
        };
        let open = |part: SegmentComponent| segment.open_read(part).ok();
        let columns = sound(SegmentComponent::FastFields)
            .then(|| {
                guarded(|| SalvageColumns::open(index.format, open(SegmentComponent::FastFields)?))
            })
            .flatten();
        // A damaged store is read too: each record of today's format tells itself whether it is
        // sound. One of another segment holds other articles, or what these were once.
        let name = segment.relative_path(SegmentComponent::Store);
        let foreign = broken.iter().any(|broken| broken.foreign && broken.name == name);
        let store = || StoreReader::open(open(SegmentComponent::Store)?, BLOCKS_KEPT).ok();
        let store = if foreign { None } else { guarded(store) };
        let has_deletes = segment.meta().has_deletes();
        let alive = (has_deletes && sound(SegmentComponent::Delete))
            .then(|| {
                guarded(|| {
                    let bytes = open(SegmentComponent::Delete)?.read_bytes().ok()?;
                    Some(AliveBitSet::open(bytes))
                })
            })
            .flatten();
        Self {
            columns,
            store,
            alive_known: !has_deletes || alive.is_some(),
            alive,
            store_sound: sound(SegmentComponent::Store),
            format: index.format,
            record: index.index.schema().get_field("record").ok(),
            documents: segment.meta().max_doc(),
        }
    }

    /// Documents that live, as far as that is known.
    pub fn live(&self) -> impl Iterator<Item = DocId> + '_ {
        let alive = |doc: &DocId| self.alive.as_ref().is_none_or(|alive| alive.is_alive(*doc));
        (0..self.documents).filter(alive)
    }

    /// True if a document lives, as far as that is known.
    pub fn is_live(&self, doc: DocId) -> bool {
        doc < self.documents && self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    /// True if the document is a row of the ledger.
    pub fn is_file(&self, doc: DocId) -> bool {
        let ledger = self.columns.as_ref().and_then(|columns| columns.ledger.as_ref());
        ledger.is_some_and(|ledger| guarded(|| Some(ledger.entry.is_row(doc))).unwrap_or(false))
    }

    /// Reads a document. Without columns only its record can tell what it is.
    pub fn read(&self, doc: DocId) -> SalvagedDocument {
        let Some(columns) = &self.columns else {
            return match self.stored(doc) {
                None => SalvagedDocument::Lost("its record cannot be read".to_owned()),
                Some(bytes) if bytes.is_empty() => SalvagedDocument::Quote,
                Some(bytes) => self.article(&bytes, 0).unwrap_or(SalvagedDocument::Quote),
            };
        };
        if let Some(row) = guarded(|| columns.row(doc)) {
            return self.file(doc, row);
        }
        let Some(content) = columns.content(doc) else { return SalvagedDocument::Quote };
        let lost = |how: &str| SalvagedDocument::Lost(how.to_owned());
        let Some(bytes) = self.stored(doc) else { return lost("its record cannot be read") };
        let article = self.article(&bytes, content);
        article.unwrap_or_else(|| lost("its record is not as it was written"))
    }

    fn file(&self, doc: DocId, row: Option<(FileRow, u64)>) -> SalvagedDocument {
        let Some((row, key)) = row else {
            return SalvagedDocument::Lost("a row of the ledger is incomplete".to_owned());
        };
        if row.id().0 != key {
            return SalvagedDocument::Lost(format!(
                "{}/{} has another file's id",
                row.root, row.path
            ));
        }
        let stored = self.stored(doc).filter(|_| self.trusted());
        let problems = stored.and_then(|bytes| decode_problems(self.format, &bytes).ok());
        match problems {
            Some(record) => SalvagedDocument::File(FileRow { problems: record.problems, ..row }),
            None => SalvagedDocument::Lost(format!(
                "what failed in {}/{} cannot be read",
                row.root, row.path
            )),
        }
    }

    fn article(&self, bytes: &[u8], content: u64) -> Option<SalvagedDocument> {
        if !self.trusted() {
            return None;
        }
        let record = guarded(|| decode(self.format, bytes).ok())?;
        Some(SalvagedDocument::Article(Box::new(ArticleRecord { content, ..record })))
    }

    /// True if records say themselves, or their file does, that they are sound.
    fn trusted(&self) -> bool {
        self.store_sound || self.format > OLDEST_FORMAT
    }

    /// Stored bytes of a document, empty for one that has none; `None` if they cannot be read.
    fn stored(&self, doc: DocId) -> Option<Vec<u8>> {
        let (store, field) = (self.store.as_ref()?, self.record?);
        guarded(|| {
            let bytes = store.get_document_bytes(doc).ok()?;
            stored_value(&bytes, field).map(<[u8]>::to_vec)
        })
    }
}

/// Number of unpacked blocks of the store kept. Records are read in their order: more blocks would
/// only take memory.
const BLOCKS_KEPT: usize = 2;

impl SalvageColumns {
    fn open(format: u32, file: FileSlice) -> Option<Self> {
        let columns = ColumnarReader::open(file).ok()?;
        let one = |name: &str| columns.read_columns(name).ok()?.first()?.open().ok();
        let number = |name: &str| match one(name)? {
            DynamicColumn::U64(column) => Some(column),
            _ => None,
        };
        let text = |name: &str| match one(name)? {
            DynamicColumn::Str(column) => Some(column),
            _ => None,
        };
        let signed = |name: &str| match one(name)? {
            DynamicColumn::I64(column) => Some(column),
            _ => None,
        };
        let ledger = || {
            let entry =
                EntryColumns::open(|name| number(name).ok_or(()), |name| signed(name).ok_or(()));
            Some(LedgerColumns {
                root: text(columns::FILE_ROOT.name())?,
                path: text(columns::FILE_PATH.name())?,
                entry: entry.ok()?,
            })
        };
        Some(Self {
            // A segment without files has no such column.
            key: number(if format == OLDEST_FORMAT {
                columns::KEY.name()
            } else {
                columns::FILE.name()
            })
            .unwrap_or(Column::build_empty_column(columns.num_docs())),
            content: number(columns::CONTENT.name()),
            ledger: ledger(),
        })
    }

    fn content(&self, doc: DocId) -> Option<u64> {
        guarded(|| self.content.as_ref()?.first(doc))
    }

    /// Ledger row of a document with the file's id; `None` for any other document, and `Some(None)`
    /// for a row that is not complete.
    #[allow(clippy::option_option)] // the two say different things
    fn row(&self, doc: DocId) -> Option<Option<(FileRow, u64)>> {
        let ledger = self.ledger.as_ref()?;
        if !ledger.entry.is_row(doc) {
            return None;
        }
        let text = |column: &StrColumn| {
            let mut text = String::new();
            read_first_value(column, doc, &mut text).then_some(text)
        };
        let row = || {
            let entry = ledger.entry.get(doc)?;
            let (root, path) = (text(&ledger.root)?, text(&ledger.path)?);
            Some((FileRow { root, path, entry, problems: Vec::new() }, self.key.first(doc)?))
        };
        Some(row())
    }
}

/// Result of `read`; `None` if it panics, as tantivy does on some damage.
pub fn guarded<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}
