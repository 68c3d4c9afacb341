//! Check of an index: its files against their checksums, the ledger against the articles, each
//! article's record against the columns and quotations that follow from it.
//!
//! It opens file by file and not through [`Index`](crate::store::Index), which is whole or not
//! there. Everything passes by once; what stays in memory is a few bytes for each file and article.
//! Nobody may write meanwhile.

mod fingerprints;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;

use crate::model::{ArticleId, FileId, Source};
use crate::store::check::fingerprints::Fingerprints;
use crate::store::checksum_cache::{ChecksumCache, agrees_with_meta, files_of};
use crate::store::codes::Outcome;
use crate::store::document::article_documents;
use crate::store::error::Error;
use crate::store::extended_schema::is_extended_by;
use crate::store::index_dir::{
    MANAGED_FILE, META_FILE, is_index_dir, parse_meta, read_meta, replace_in_index, segment_files,
    write_managed,
};
use crate::store::ledger::FileRow;
use crate::store::lock::WriteLock;
use crate::store::manifest::FORMAT;
use crate::store::record::ArticleRecord;
use crate::store::salvage::{
    SalvagedDocument, SalvagedIndex, SegmentSalvage, broken_files, guarded,
};
use crate::store::schema::Fields;
use crate::store::side_file::{is_side_file, is_sound_side_file};
use crate::text::StemKeys;

/// Number of faults that are listed; all are counted.
const MAX_LISTED: usize = 1000;

/// Result of a check: counts of what was looked at, and the faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// Number of files of the index that were compared with their checksums.
    pub files: u64,
    /// Number of rows of the ledger.
    pub rows: u64,
    /// Number of articles.
    pub articles: u64,
    /// Number of quotations.
    pub quotations: u64,
    /// Number of faults.
    pub count: u64,
    /// First faults, a thousand at most.
    pub faults: Vec<Fault>,
}

/// A part of an index that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File of the index, or address of the article or file of the archive.
    pub place: String,
    /// Predicate of the sentence that the place begins ("is missing").
    pub what: String,
    /// Remedy for it.
    pub remedy: Remedy,
}

/// Remedy for a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Leave it out and make it again from the rest of the index.
    Remake,
    /// Make the index anew from what is sound, and read again from the archive what is not.
    Rebuild,
    /// None here: only whoever wrote it can mend it.
    ByHand,
}

impl Check {
    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.count == 0
    }

    /// Adds a fault.
    pub fn add(&mut self, place: impl Into<String>, what: impl Into<String>, remedy: Remedy) {
        self.count += 1;
        if self.faults.len() < MAX_LISTED {
            self.faults.push(Fault { place: place.into(), what: what.into(), remedy });
        }
    }

    /// True if this is the remedy for one of the listed faults.
    pub fn wants(&self, remedy: Remedy) -> bool {
        self.faults.iter().any(|fault| fault.remedy == remedy)
    }
}

/// Checks the index in `dir`. `holder` names the process to whoever wants to write meanwhile;
/// `progress` is called with the number of documents done and of all.
///
/// # Errors
/// There is no index, it is of another format, or it is being written to.
pub fn check(dir: &Path, holder: &str, progress: &mut dyn FnMut(u64, u64)) -> Result<Check, Error> {
    let mut check = Check::default();
    if !is_index_dir(dir) && ChecksumCache::read(dir).meta.is_empty() {
        return Err(Error::Missing { dir: dir.to_owned() });
    }
    let _lock = lock(dir, holder)?;
    check_side_files(dir, &mut check)?;
    if !is_index_dir(dir) {
        check.add("meta.json", "is missing", Remedy::Remake);
        return Ok(check);
    }
    let meta = read_meta(dir)?;
    match parse_meta(dir, &meta) {
        Err(Error::Damaged { reason, .. }) => {
            check.add("meta.json", reason, Remedy::Remake);
            return Ok(check);
        }
        Err(error) => return Err(error),
        Ok((manifest, _)) if manifest.onrecord_format < FORMAT => {
            let found = manifest.onrecord_format;
            return Err(Error::Outdated { dir: dir.to_owned(), found, ours: FORMAT });
        }
        Ok(_) => {}
    }
    let list = fs::read(dir.join(MANAGED_FILE)).unwrap_or_else(|_| b"[]".to_vec());
    let Ok(listed) = serde_json::from_slice::<FxHashSet<PathBuf>>(&list) else {
        check.add(".managed.json", "is not as it was written", Remedy::Remake);
        return Ok(check);
    };
    let cached = ChecksumCache::read(dir);
    if cached.meta != meta && same_commit(&cached.meta, &meta) {
        check.add("meta.json", "is not as it was when the commit was made", Remedy::Remake);
    }
    let index = match SalvagedIndex::open(dir) {
        Ok(index) => index,
        Err(Error::Damaged { reason, .. }) => {
            check.add("meta.json", reason, Remedy::Remake);
            return Ok(check);
        }
        Err(error) => return Err(error),
    };
    let (schema, fields) = Fields::schema();
    if !is_extended_by(&index.index.schema(), &schema) {
        check.add("meta.json", "names other fields", Remedy::Remake);
        return Ok(check);
    }
    // tantivy's list of its own files has to name all that are in use: it clears away by it.
    let in_use = index.segments.iter().flat_map(|segment| files_of(segment.meta()));
    for name in in_use.filter(|name| !listed.contains(name)) {
        let what = format!("does not name {}", name.display());
        check.add(".managed.json", what, Remedy::Remake);
    }
    let mut checker = Checker {
        check,
        fields,
        keys: StemKeys::default(),
        files: FxHashMap::default(),
        articles: FxHashSet::default(),
        incomplete: false,
    };
    checker.check_all(dir, &index, progress);
    Ok(checker.check)
}

/// Acquires the right to write; `None` where nobody may write, since nobody has to be kept from it
/// there.
fn lock(dir: &Path, holder: &str) -> Result<Option<WriteLock>, Error> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    match WriteLock::acquire(dir, holder) {
        Err(Error::Io { source, .. })
            if matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem) =>
        {
            Ok(None)
        }
        taken => taken.map(Some),
    }
}

/// True if both texts of meta.json name one commit with the same segments.
fn same_commit(one: &[u8], other: &[u8]) -> bool {
    let parts = |meta: &[u8]| {
        let meta: serde_json::Value = serde_json::from_slice(meta).ok()?;
        Some((meta.get("opstamp")?.clone(), meta.get("segments")?.clone()))
    };
    parts(one).is_some_and(|one| parts(other) == Some(one))
}

fn check_side_files(dir: &Path, check: &mut Check) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let entry = entry.map_err(|e| Error::io(dir, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_side_file(&name) {
            continue;
        }
        check.files += 1;
        if !is_sound_side_file(&entry.path()) {
            check.add(name, "is not as it was written", Remedy::Remake);
        }
    }
    Ok(())
}

/// A file of the ledger while its articles are checked.
struct ExpectedFile {
    expected: Option<u64>,
    found: u64,
    versions: u64,
    partial: bool,
}

/// State of a check.
struct Checker {
    check: Check,
    fields: Fields,
    keys: StemKeys,
    files: FxHashMap<FileId, ExpectedFile>,
    articles: FxHashSet<ArticleId>,
    /// True if articles may lie in what could not be read.
    incomplete: bool,
}

impl Checker {
    fn check_all(&mut self, dir: &Path, index: &SalvagedIndex, progress: &mut dyn FnMut(u64, u64)) {
        let mut segments = Vec::new();
        for segment in &index.segments {
            self.check.files += files_of(segment.meta()).len() as u64;
            let broken = broken_files(dir, segment);
            for file in &broken {
                let name = file.name.display().to_string();
                self.check.add(name, file.fault.clone(), Remedy::Rebuild);
            }
            if !broken.is_empty() {
                // What its sound files hold need not be compared: all of it is made anew.
                self.incomplete = true;
            } else if guarded(|| agrees_with_meta(segment).ok()) == Some(true) {
                let fingerprints = guarded(|| Fingerprints::open(segment));
                segments.push((SegmentSalvage::open(index, segment, &broken), fingerprints));
            } else {
                let what = "says of a segment what its files do not say";
                self.check.add("meta.json", what, Remedy::Remake);
                self.incomplete = true;
            }
        }
        for (segment, _) in &segments {
            for doc in segment.live().filter(|doc| segment.is_file(*doc)) {
                match segment.read(doc) {
                    SalvagedDocument::File(row) => self.check_row(&row),
                    SalvagedDocument::Lost(what) => {
                        self.check.add("the ledger", what, Remedy::Rebuild);
                    }
                    SalvagedDocument::Article(_) | SalvagedDocument::Quote => {}
                }
            }
        }
        let (mut done, all) = (0, index.documents());
        for (segment, fingerprints) in &segments {
            let Some(fingerprints) = fingerprints else {
                self.check.add("a segment", "its columns cannot be read", Remedy::Rebuild);
                continue;
            };
            // Quotations stand right behind their article; up to which document they are accounted
            // for.
            let mut accounted = 0;
            for doc in segment.live().filter(|doc| !segment.is_file(*doc)) {
                match segment.read(doc) {
                    SalvagedDocument::Article(record) => {
                        accounted = self.check_article(segment, fingerprints, doc, &record);
                    }
                    SalvagedDocument::Quote if doc < accounted => {}
                    SalvagedDocument::Quote | SalvagedDocument::File(_) => {
                        let what = "a quotation stands there that is of no article";
                        self.check.add(format!("document {doc}"), what, Remedy::Rebuild);
                    }
                    SalvagedDocument::Lost(what) => {
                        self.incomplete = true;
                        self.check.add(format!("document {doc}"), what, Remedy::Rebuild);
                    }
                }
                done += 1;
                if done % 256 == 0 {
                    progress(done, all);
                }
            }
        }
        progress(all, all);
        for (segment, _) in &segments {
            for doc in segment.live().filter(|doc| segment.is_file(*doc)) {
                if let SalvagedDocument::File(row) = segment.read(doc) {
                    self.check_count(&row);
                }
            }
        }
    }

    fn check_row(&mut self, row: &FileRow) {
        self.check.rows += 1;
        let file = ExpectedFile {
            expected: row.expected_articles(),
            found: 0,
            versions: row.entry.versions,
            partial: row.entry.outcome == Outcome::Partial,
        };
        if self.files.insert(row.id(), file).is_some() {
            let what = "the ledger lists it twice";
            self.check.add(format!("{}/{}", row.root, row.path), what, Remedy::Rebuild);
        }
    }

    /// Checks an article and the quotations behind it; returns the document behind these.
    fn check_article(
        &mut self,
        segment: &SegmentSalvage,
        fingerprints: &Fingerprints,
        doc: DocId,
        record: &ArticleRecord,
    ) -> DocId {
        let Source { root, path, position } = &record.source;
        let place = format!("{root}/{path} #{position}");
        let mut fault = |what: &str| self.check.add(place.clone(), what, Remedy::Rebuild);
        if !self.articles.insert(record.source.article_id()) {
            fault("it is there twice");
        }
        match self.files.get_mut(&record.source.file_id()) {
            Some(file) => {
                file.found += 1;
                let content = || ArticleRecord::digest(&record.article, file.versions);
                if !file.partial && record.content != content() {
                    fault("its digest is another article's");
                }
            }
            None if self.incomplete => {}
            None => fault("the ledger does not list its file"),
        }
        if !record.notes.matches(&record.article.body) {
            fault("a name or quotation lies outside its text");
            return doc + 1 + record.notes.quotes.len() as DocId;
        }
        let documents = article_documents(&self.fields, record, &mut self.keys);
        for (at, document) in documents.iter().enumerate() {
            let doc = doc + at as DocId;
            let there =
                segment.is_live(doc).then(|| guarded(|| Some(fingerprints.stored(doc)))).flatten();
            if there != Some(fingerprints.expected(document)) {
                let what = match at {
                    0 => "its columns are not what follows from its record".to_owned(),
                    at => format!("quotation {at} is not what follows from its record"),
                };
                self.check.add(place.clone(), what, Remedy::Rebuild);
            }
        }
        self.check.articles += 1;
        self.check.quotations += documents.len() as u64 - 1;
        doc + documents.len() as DocId
    }

    fn check_count(&mut self, row: &FileRow) {
        let Some(ExpectedFile { expected: Some(expected), found, .. }) = self.files.get(&row.id())
        else {
            return;
        };
        if found != expected && !self.incomplete {
            let what = format!("the ledger counts {expected} articles of it, there are {found}");
            self.check.add(format!("{}/{}", row.root, row.path), what, Remedy::Rebuild);
        }
    }
}

/// Mends what follows from the rest of the index: removes side files, to be made anew; takes
/// meta.json from the copy that was made when it was last seen whole; writes tantivy's list of its
/// files anew.
///
/// # Errors
/// The directory cannot be written to, or there is no such copy.
pub fn mend(dir: &Path, holder: &str, found: &Check) -> Result<(), Error> {
    let _lock = WriteLock::acquire(dir, holder)?;
    let is_wrong = |name: &str| found.faults.iter().any(|fault| fault.place == name);
    if is_wrong("meta.json") {
        let cached = ChecksumCache::read(dir);
        if cached.meta.is_empty() || parse_meta(dir, &cached.meta).is_err() {
            let reason = "meta.json cannot be read, and there is no copy of it; \
                          delete the directory and index again";
            return Err(Error::Index { dir: dir.to_owned(), reason: reason.to_owned() });
        }
        replace_in_index(dir, META_FILE, &cached.meta)?;
    }
    write_managed(dir, &segment_files(dir)?)?;
    for fault in found.faults.iter().filter(|fault| is_side_file(&fault.place)) {
        let path = dir.join(&fault.place);
        fs::remove_file(&path).map_err(|e| Error::io(&path, e))?;
    }
    Ok(())
}
