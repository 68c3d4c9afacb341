//! Checksums of an index's files, compared once a file before the index is believed.
//!
//! tantivy writes a checksum at the end of every file and never looks at it. A flipped byte in
//! postings, columns or dictionaries then gives a wrong answer, or ends the program. To read all
//! files before each question would cost more than the question (0.1 s for 150 MB). So the files
//! that were found sound are listed in a side file, by name, size and the time when the system last
//! changed them: not the time that a copy takes along, but the one that no program can set. A
//! question compares a few dozen of these. Whatever writes to a file after that, and any copy or
//! restored backup, has it read again. What rots on the disk without being written is found by
//! `onrecord check`, and in the stored records at once, by their seals.
//!
//! The cache keeps meta.json too, the only file of an index without a checksum.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use tantivy::columnar::ColumnarReader;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::{Index, Segment, SegmentMeta, TantivyError};

use crate::store::error::Error;
use crate::store::file_marks::{FileMarks, Soundness, read_mark, soundness};
use crate::store::replace_file::replace_file;
use crate::store::seal::{Sealed, bytes_of, seal, unseal};

/// Name of the side file that holds the cache.
pub const CACHE_FILE: &str = "checked.bin";

/// Files of an index that were found sound, and the meta.json that named them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ChecksumCache {
    files: FxHashSet<FileStamp>,
    /// Text of meta.json, of the commit that these files were of.
    pub meta: Vec<u8>,
}

/// A file by what changes whenever it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct FileStamp {
    name: String,
    size: u64,
    /// Seconds and nanoseconds since 1970.
    changed: (i64, i64),
}

impl FileStamp {
    fn read(dir: &Path, name: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(dir.join(name))?;
        let changed = changed(&metadata);
        Ok(Self { name: name.to_string_lossy().into_owned(), size: metadata.len(), changed })
    }
}

#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(metadata: &fs::Metadata) -> (i64, i64) {
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or((0, 0), |since| (since.as_secs() as i64, i64::from(since.subsec_nanos())))
}

impl ChecksumCache {
    /// Reads the cache of the index in `dir`; empty if there is none that can be believed.
    pub fn read(dir: &Path) -> Self {
        let read = || {
            let bytes = fs::read(dir.join(CACHE_FILE)).ok()?;
            postcard::from_bytes(unseal(Sealed::Side, &bytes)?).ok()
        };
        read().unwrap_or_default()
    }
}

/// Compares the files of the commit that `meta` names with their checksums, but for those that are
/// known to be sound, and records that they are.
///
/// # Errors
/// A file is missing, cannot be read or is not as it was written.
pub fn verify(dir: &Path, index: &Index, meta: &[u8]) -> Result<(), Error> {
    let cache = ChecksumCache::read(dir);
    let marks = FileMarks::of_meta(meta);
    let segments = index.searchable_segments().map_err(|e| Error::index(dir, &e))?;
    let mut files = FxHashSet::default();
    let mut read = 0;
    for segment in &segments {
        for name in files_of(segment.meta()) {
            let missing = |e: io::Error| match e.kind() {
                io::ErrorKind::NotFound => {
                    Error::damaged(dir, format!("{} is missing", name.display()))
                }
                _ => Error::io(&dir.join(&name), e),
            };
            let stamp = FileStamp::read(dir, &name).map_err(missing)?;
            let (path, mark) = (dir.join(&name), marks.get(&name));
            let found = if !cache.files.contains(&stamp) {
                read += 1;
                soundness(&path, mark).map_err(missing)?
            } else if cache.meta != meta && mark.is_some() {
                // It is sound, but perhaps not what another commit wrote under this name.
                let same = read_mark(&path).map_err(missing)? == mark;
                if same { Soundness::Sound } else { Soundness::Foreign }
            } else {
                Soundness::Sound
            };
            if let Some(fault) = found.fault() {
                return Err(Error::damaged(dir, format!("{} {fault}", name.display())));
            }
            files.insert(stamp);
        }
    }
    if cache.meta != meta {
        for segment in &segments {
            if !agrees_with_meta(segment).map_err(|e| Error::index(dir, &e))? {
                return Err(Error::damaged(dir, "meta.json is not as it was written"));
            }
        }
    } else if read == 0 {
        return Ok(());
    }
    // Where the index may not be written to, all is read each time: slower, and no less sure.
    let cache = ChecksumCache { files, meta: meta.to_vec() };
    let path = dir.join(CACHE_FILE);
    if let Err(error) = replace_file(&path, &seal(Sealed::Side, bytes_of(&cache))) {
        log::debug!("{}", Error::io(&path, error));
    }
    Ok(())
}

/// Names of a segment's files.
pub fn files_of(segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut parts = vec![
        SegmentComponent::FastFields,
        SegmentComponent::Store,
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FieldNorms,
    ];
    if segment.has_deletes() {
        parts.push(SegmentComponent::Delete);
    }
    parts.into_iter().map(|part| segment.relative_path(part)).collect()
}

/// True if what meta.json says of a segment is what its files say.
///
/// # Errors
/// The files cannot be read.
pub fn agrees_with_meta(segment: &Segment) -> Result<bool, TantivyError> {
    let meta = segment.meta();
    let columns = ColumnarReader::open(segment.open_read(SegmentComponent::FastFields)?)?;
    if columns.num_docs() != meta.max_doc() {
        return Ok(false);
    }
    if !meta.has_deletes() {
        return Ok(true);
    }
    let bytes = segment.open_read(SegmentComponent::Delete)?.read_bytes()?;
    let alive = AliveBitSet::open(bytes);
    Ok(alive.bitset().max_value() == meta.max_doc()
        && alive.num_alive_docs() as u32 == meta.num_docs())
}
