//! The files of an index are compared with their checksums before they are believed, each once.
//!
//! tantivy writes a checksum at the end of every file and never looks at it. A flipped byte in postings, columns or
//! dictionaries then gives a wrong answer, or ends the program. To read all files before each question would cost more than
//! the question (0.1 s for 150 MB). So the files that were found sound are noted in a side file, by name, size and the time when the system
//! last changed them: not the time that a copy takes along, but the one that no program can set. A question compares a few
//! dozen of these. Whatever writes to a file after that, and any copy or restored backup, has it read again. What rots on the
//! disk without being written is found by `onrecord check`, and in the stored records at once, by their seals.
//!
//! The note keeps meta.json too, the only file of an index without a checksum.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use tantivy::columnar::ColumnarReader;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::{
    INDEX_FORMAT_OLDEST_SUPPORTED_VERSION, INDEX_FORMAT_VERSION, Index, Segment, SegmentMeta,
    TantivyError,
};

use crate::store::record::bytes_of;
use crate::store::seal::{Sealed, seal, unseal};
use crate::store::{Error, side};

/// The side file of the note.
pub const NOTE: &str = "checked.bin";

/// What is known to be sound.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Note {
    files: FxHashSet<Known>,
    /// meta.json of the commit that these files were of.
    pub meta: Vec<u8>,
}

/// A file by what changes whenever it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Known {
    name: String,
    size: u64,
    changed: (i64, i64),
}

impl Known {
    fn at(dir: &Path, name: &Path) -> io::Result<Self> {
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

impl Note {
    /// The note beside the index in `dir`; empty where there is none that can be believed.
    pub fn read(dir: &Path) -> Self {
        let bytes = fs::read(dir.join(NOTE)).unwrap_or_default();
        let note = unseal(Sealed::Side, &bytes).and_then(|bytes| postcard::from_bytes(bytes).ok());
        note.unwrap_or_default()
    }
}

/// Compares the files of the commit that `meta` tells of with their checksums, but for those that are known to be
/// sound, and notes that they are.
pub fn verify(dir: &Path, index: &Index, meta: &[u8]) -> Result<(), Error> {
    let note = Note::read(dir);
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
            let known = Known::at(dir, &name).map_err(missing)?;
            if !note.files.contains(&known) {
                read += 1;
                if !is_sound(&dir.join(&name)).map_err(missing)? {
                    return Err(Error::damaged(dir, altered(&name)));
                }
            }
            files.insert(known);
        }
    }
    if note.meta != meta {
        for segment in &segments {
            if !agrees(segment).map_err(|e| Error::index(dir, &e))? {
                return Err(Error::damaged(dir, altered(Path::new("meta.json"))));
            }
        }
    } else if read == 0 {
        return Ok(());
    }
    // Where the index may not be written to, all is read each time: slower, and no less sure.
    let note = Note { files, meta: meta.to_vec() };
    if let Err(error) = side::write(&dir.join(NOTE), &seal(Sealed::Side, bytes_of(&note))) {
        log::debug!("{error}");
    }
    Ok(())
}

/// What is said of a file whose checksum is another.
pub fn altered(name: &Path) -> String {
    format!("{} is not as it was written", name.display())
}

/// The names of a segment's files.
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

/// Whether what meta.json says of a segment is what its files say.
pub fn agrees(segment: &Segment) -> Result<bool, TantivyError> {
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

/// tantivy's mark at the end of its files.
const MAGIC: u32 = 1337;
/// Longer than any footer.
const FOOTER: u64 = 4096;

/// As strict as tantivy, which opens no file whose footer it cannot read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Footer {
    version: Version,
    crc: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    #[serde(rename = "major")]
    _major: u32,
    #[serde(rename = "minor")]
    _minor: u32,
    #[serde(rename = "patch")]
    _patch: u32,
    #[serde(rename = "index_format_version")]
    format: u32,
}

/// Whether a file of tantivy's has the checksum that stands at its end. It is read as a file and not through the map of
/// memory that tantivy reads: a sector that the disk cannot read is an error here, and the end of the program there.
pub fn is_sound(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(FOOTER)))?;
    file.read_to_end(&mut end)?;
    let Some((crc, footer)) = footer(&end) else { return Ok(false) };
    file.rewind()?;
    let mut hash = crc32fast::Hasher::new();
    let mut body = file.take(size.saturating_sub(footer));
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let length = body.read(&mut buffer)?;
        if length == 0 {
            return Ok(hash.finalize() == crc);
        }
        hash.update(&buffer[..length]);
    }
}

/// The checksum in a footer and the footer's length.
fn footer(end: &[u8]) -> Option<(u32, u64)> {
    let (rest, magic) = end.split_last_chunk::<4>()?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let json = rest.get(rest.len().checked_sub(length)?..)?;
    let footer: Footer = serde_json::from_slice(json).ok()?;
    let readable = INDEX_FORMAT_OLDEST_SUPPORTED_VERSION..=INDEX_FORMAT_VERSION;
    let known = readable.contains(&footer.version.format);
    (known && u32::from_le_bytes(*magic) == MAGIC).then_some((footer.crc, length as u64 + 8))
}
