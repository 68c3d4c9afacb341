//! Whether an index is what was written, and what it should be: its files against their checksums, the ledger against the
//! articles, each article's record against the columns and quotations that follow from it.
//!
//! It opens file by file and not through [`Index`](crate::store::Archive), which is whole or not there. Everything
//! passes by once; what stays in memory is a few bytes for each file and article. Nobody may write meanwhile.

mod prints;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;

use crate::model::{ArticleId, FileId, Source};
use crate::store::check::prints::Prints;
use crate::store::checked::{self, Note};
use crate::store::document::article_documents;
use crate::store::lock::WriteLock;
use crate::store::open::{commit_of, read_meta};
use crate::store::rebuild::{replace, segment_files, write_managed};
use crate::store::remains::{Part, Remain, Remains, broken_files, guarded};
use crate::store::{ArticleRecord, Error, FORMAT, Fields, FileRow, Outcome, is_index_dir, side};
use crate::text::forms::Keys;

/// How many faults are told one by one; all are counted.
const TOLD: usize = 1000;

/// What was checked, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// Files of the index that were compared with their checksums.
    pub files: u64,
    /// Rows of the ledger.
    pub rows: u64,
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotations: u64,
    /// How much is wrong.
    pub count: u64,
    /// The first faults.
    pub faults: Vec<Fault>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file of the index, or the address of the article or file of the archive.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
    /// What helps.
    pub remedy: Remedy,
}

/// What helps against a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It is left out and made again from the rest of the index.
    Remake,
    /// The index is made anew from what is sound, and what is not is read again from the archive.
    Rebuild,
    /// Only whoever wrote it can mend it.
    ByHand,
}

impl Check {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.count == 0
    }

    /// Adds a fault.
    pub fn add(&mut self, place: impl Into<String>, what: impl Into<String>, remedy: Remedy) {
        self.count += 1;
        if self.faults.len() < TOLD {
            self.faults.push(Fault { place: place.into(), what: what.into(), remedy });
        }
    }

    /// Whether one of the faults is helped by this.
    pub fn wants(&self, remedy: Remedy) -> bool {
        self.faults.iter().any(|fault| fault.remedy == remedy)
    }
}

/// Checks the index in `dir`. `holder` is who does, for whoever wants to write meanwhile; `progress` is called with the
/// documents done and those there are.
///
/// # Errors
/// There is no index, it is of another format, or it is being written to.
pub fn check(dir: &Path, holder: &str, progress: &mut dyn FnMut(u64, u64)) -> Result<Check, Error> {
    let mut check = Check::default();
    if !is_index_dir(dir) && Note::read(dir).meta.is_empty() {
        return Err(Error::Missing { dir: dir.to_owned() });
    }
    let _lock = lock(dir, holder)?;
    side_files(dir, &mut check)?;
    if !is_index_dir(dir) {
        check.add("meta.json", "is missing", Remedy::Remake);
        return Ok(check);
    }
    let meta = read_meta(dir)?;
    match commit_of(dir, &meta) {
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
    let list = fs::read(dir.join(".managed.json")).unwrap_or_else(|_| b"[]".to_vec());
    let Ok(listed) = serde_json::from_slice::<FxHashSet<PathBuf>>(&list) else {
        check.add(".managed.json", "is not as it was written", Remedy::Remake);
        return Ok(check);
    };
    let note = Note::read(dir);
    if note.meta != meta && same_commit(&note.meta, &meta) {
        check.add("meta.json", "is not as it was when the commit was made", Remedy::Remake);
    }
    let remains = match Remains::open(dir) {
        Ok(remains) => remains,
        Err(Error::Damaged { reason, .. }) => {
            check.add("meta.json", reason, Remedy::Remake);
            return Ok(check);
        }
        Err(error) => return Err(error),
    };
    let (schema, fields) = Fields::schema();
    if remains.index.schema() != schema {
        check.add("meta.json", "names other fields", Remedy::Remake);
        return Ok(check);
    }
    // tantivy's list of its own files has to name all that are in use: it clears away by it.
    let in_use = remains.segments.iter().flat_map(|segment| checked::files_of(segment.meta()));
    for name in in_use.filter(|name| !listed.contains(name)) {
        let what = format!("does not name {}", name.display());
        check.add(".managed.json", what, Remedy::Remake);
    }
    let mut checking = Checking {
        check,
        fields,
        keys: Keys::default(),
        files: FxHashMap::default(),
        articles: FxHashSet::default(),
        incomplete: false,
    };
    checking.all(dir, &remains, progress);
    Ok(checking.check)
}

/// The right to write. Where nobody may write, nobody has to be kept from it.
fn lock(dir: &Path, holder: &str) -> Result<Option<WriteLock>, Error> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    match WriteLock::take(dir, holder) {
        Err(Error::Io { source, .. })
            if matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem) =>
        {
            Ok(None)
        }
        taken => taken.map(Some),
    }
}

/// Whether both texts of meta.json tell of one commit with the same segments.
fn same_commit(one: &[u8], other: &[u8]) -> bool {
    let parts = |meta: &[u8]| {
        let meta: serde_json::Value = serde_json::from_slice(meta).ok()?;
        Some((meta.get("opstamp")?.clone(), meta.get("segments")?.clone()))
    };
    parts(one).is_some_and(|one| parts(other) == Some(one))
}

fn side_files(dir: &Path, check: &mut Check) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let entry = entry.map_err(|e| Error::io(dir, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !side::is_side_file(&name) {
            continue;
        }
        check.files += 1;
        if !side::is_sound(&entry.path()) {
            check.add(name, "is not as it was written", Remedy::Remake);
        }
    }
    Ok(())
}

/// What is known of a file while its articles pass by.
struct Known {
    expected: Option<u64>,
    found: u64,
    versions: u64,
    partial: bool,
}

struct Checking {
    check: Check,
    fields: Fields,
    keys: Keys,
    files: FxHashMap<FileId, Known>,
    articles: FxHashSet<ArticleId>,
    /// Whether articles may lie in what could not be read.
    incomplete: bool,
}

impl Checking {
    fn all(&mut self, dir: &Path, remains: &Remains, progress: &mut dyn FnMut(u64, u64)) {
        let mut parts = Vec::new();
        for segment in &remains.segments {
            self.check.files += checked::files_of(segment.meta()).len() as u64;
            let broken = broken_files(dir, segment);
            for file in &broken {
                let name = file.name.display().to_string();
                self.check.add(name, file.how.clone(), Remedy::Rebuild);
            }
            if !broken.is_empty() {
                // What its sound files hold need not be compared: all of it is made anew.
                self.incomplete = true;
            } else if guarded(|| checked::agrees(segment).ok()) == Some(true) {
                let prints = guarded(|| Prints::open(segment));
                parts.push((Part::open(remains, segment, &broken), prints));
            } else {
                let what = "says of a segment what its files do not say";
                self.check.add("meta.json", what, Remedy::Remake);
                self.incomplete = true;
            }
        }
        for (part, _) in &parts {
            for doc in part.live().filter(|doc| part.is_file(*doc)) {
                match part.read(doc) {
                    Remain::File(row) => self.row(&row),
                    Remain::Lost(what) => self.check.add("the ledger", what, Remedy::Rebuild),
                    Remain::Article(_) | Remain::Quote => {}
                }
            }
        }
        let (mut done, all) = (0, remains.documents());
        for (part, prints) in &parts {
            let Some(prints) = prints else {
                self.check.add("a segment", "its columns cannot be read", Remedy::Rebuild);
                continue;
            };
            // Quotations stand right behind their article; up to which document they are accounted for.
            let mut accounted = 0;
            for doc in part.live().filter(|doc| !part.is_file(*doc)) {
                match part.read(doc) {
                    Remain::Article(record) => {
                        accounted = self.article(part, prints, doc, &record);
                    }
                    Remain::Quote if doc < accounted => {}
                    Remain::Quote | Remain::File(_) => {
                        let what = "a quotation stands there that is of no article";
                        self.check.add(format!("document {doc}"), what, Remedy::Rebuild);
                    }
                    Remain::Lost(what) => {
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
        for (part, _) in &parts {
            for doc in part.live().filter(|doc| part.is_file(*doc)) {
                if let Remain::File(row) = part.read(doc) {
                    self.compare(&row);
                }
            }
        }
    }

    fn row(&mut self, row: &FileRow) {
        self.check.rows += 1;
        let known = Known {
            expected: row.articles(),
            found: 0,
            versions: row.entry.versions,
            partial: row.entry.outcome == Outcome::Partial,
        };
        if self.files.insert(row.id(), known).is_some() {
            let what = "the ledger lists it twice";
            self.check.add(format!("{}/{}", row.root, row.path), what, Remedy::Rebuild);
        }
    }

    /// Checks an article and the quotations behind it; the document behind these.
    fn article(
        &mut self,
        part: &Part,
        prints: &Prints,
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
            Some(known) => {
                known.found += 1;
                let content = || ArticleRecord::digest(&record.article, known.versions);
                if !known.partial && record.content != content() {
                    fault("its digest is another article's");
                }
            }
            None if self.incomplete => {}
            None => fault("the ledger does not list its file"),
        }
        if !record.notes.fits(&record.article.body) {
            fault("a name or quotation lies outside its text");
            return doc + 1 + record.notes.quotes.len() as DocId;
        }
        let documents = article_documents(&self.fields, record, &mut self.keys);
        for (at, document) in documents.iter().enumerate() {
            let doc = doc + at as DocId;
            let there = part.is_live(doc).then(|| guarded(|| Some(prints.of(doc)))).flatten();
            if there != Some(prints.expected(document)) {
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

    fn compare(&mut self, row: &FileRow) {
        let Some(Known { expected: Some(expected), found, .. }) = self.files.get(&row.id()) else {
            return;
        };
        if found != expected && !self.incomplete {
            let what = format!("the ledger counts {expected} articles of it, there are {found}");
            self.check.add(format!("{}/{}", row.root, row.path), what, Remedy::Rebuild);
        }
    }
}

/// Mends what follows from the rest of the index: side files are removed, to be made anew; meta.json is taken from the copy
/// that was made when it was last seen whole; tantivy's list of its files is written anew.
///
/// # Errors
/// The directory cannot be written to, or there is no such copy.
pub fn mend(dir: &Path, holder: &str, found: &Check) -> Result<(), Error> {
    let _lock = WriteLock::take(dir, holder)?;
    let is_wrong = |name: &str| found.faults.iter().any(|fault| fault.place == name);
    if is_wrong("meta.json") {
        let note = Note::read(dir);
        if note.meta.is_empty() || commit_of(dir, &note.meta).is_err() {
            let reason = "meta.json cannot be read, and there is no copy of it; delete the directory and index again";
            return Err(Error::Index { dir: dir.to_owned(), reason: reason.to_owned() });
        }
        replace(&dir.join("meta.json"), &note.meta)?;
    }
    write_managed(dir, &segment_files(dir)?)?;
    for fault in found.faults.iter().filter(|fault| side::is_side_file(&fault.place)) {
        let path = dir.join(&fault.place);
        fs::remove_file(&path).map_err(|e| Error::io(&path, e))?;
    }
    Ok(())
}
