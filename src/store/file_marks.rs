//! Marks of an index's files: size and checksum of each, as the commit that names them lists them.
//!
//! tantivy writes a checksum at the end of every file. It tells that the file is as it was written,
//! but not that it was written under this name: one of another segment, of another state or of a
//! copy of the index has a right checksum too. So meta.json lists the marks of all files that it
//! names.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;
use tantivy::{INDEX_FORMAT_OLDEST_SUPPORTED_VERSION, INDEX_FORMAT_VERSION};

/// Key of the marks in meta.json.
pub const MARKS: &str = "files";
/// Extensions of the files that every segment has.
const EXTENSIONS: [&str; 6] = ["fast", "store", "term", "idx", "pos", "fieldnorm"];

/// Size in bytes and CRC-32 of a file of tantivy's.
pub type FileMark = (u64, u32);

/// Marks of the files of one commit.
#[derive(Clone, Debug, Default)]
pub struct FileMarks(FxHashMap<String, FileMark>);

impl FileMarks {
    /// Marks that meta.json lists; none where an older onrecord wrote it.
    pub fn of_meta(meta: &[u8]) -> Self {
        let meta: Value = serde_json::from_slice(meta).unwrap_or_default();
        Self(serde_json::from_value(meta[MARKS].clone()).unwrap_or_default())
    }

    /// Mark of the file with this name, where it is known.
    pub fn get(&self, name: &Path) -> Option<FileMark> {
        self.0.get(&*name.to_string_lossy()).copied()
    }

    /// Adds the marks of all files that `meta` names to it: those that are known, and of new files
    /// what stands at their ends. Afterwards these are known.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn list_in(&mut self, dir: &Path, meta: &mut Value) -> io::Result<()> {
        let mut marks = FxHashMap::default();
        for name in files_of_meta(meta) {
            let mark = match self.0.get(&name) {
                Some(mark) => *mark,
                None => read_mark(&dir.join(&name))?.ok_or(io::ErrorKind::InvalidData)?,
            };
            marks.insert(name, mark);
        }
        let value = |(size, crc): &FileMark| vec![Value::from(*size), Value::from(*crc)];
        meta[MARKS] = marks.iter().map(|(name, mark)| (name.clone(), value(mark))).collect();
        self.0 = marks;
        Ok(())
    }
}

/// Names of the files of all segments that the parsed meta.json names.
pub fn files_of_meta(meta: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for segment in meta["segments"].as_array().into_iter().flatten() {
        let id = segment["segment_id"].as_str().unwrap_or_default().replace('-', "");
        names.extend(EXTENSIONS.iter().map(|extension| format!("{id}.{extension}")));
        if let Some(opstamp) = segment["deletes"]["opstamp"].as_u64() {
            names.push(format!("{id}.{opstamp}.del"));
        }
    }
    names
}

/// Result of comparing a file with its checksum and its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// Bytes that were written under this name.
    Sound,
    /// Other bytes than were written.
    Altered,
    /// Bytes that were written, but not under this name.
    Foreign,
}

impl Soundness {
    /// Predicate of the sentence that the file's name begins; `None` for a sound file.
    pub fn fault(self) -> Option<&'static str> {
        match self {
            Self::Sound => None,
            Self::Altered => Some("is not as it was written"),
            Self::Foreign => Some("is another file, of another segment, state or index"),
        }
    }
}

/// Magic number at the end of tantivy's files.
const MAGIC: u32 = 1337;
/// Number of bytes that hold any footer.
const MAX_FOOTER: u64 = 4096;

/// Footer of a file, parsed as strictly as by tantivy, which opens no file whose footer it cannot
/// read.
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

/// Compares a file of tantivy's with the checksum that stands at its end, and with its mark where
/// that is known. It is read as a file and not through the map of memory that tantivy reads: a
/// sector that the disk cannot read is an error here, and the end of the program there.
///
/// # Errors
/// The file is missing or cannot be read.
pub fn soundness(path: &Path, mark: Option<FileMark>) -> io::Result<Soundness> {
    soundness_of(&mut File::open(path)?, mark)
}

/// Compares an open file of tantivy's, as [`soundness`] does.
///
/// # Errors
/// The file cannot be read.
pub fn soundness_of(file: &mut File, mark: Option<FileMark>) -> io::Result<Soundness> {
    let Some((size, crc, footer)) = read_footer(file)? else { return Ok(Soundness::Altered) };
    file.rewind()?;
    let mut hash = crc32fast::Hasher::new();
    let mut body = file.take(size.saturating_sub(footer));
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let length = body.read(&mut buffer)?;
        if length == 0 {
            break;
        }
        hash.update(&buffer[..length]);
    }
    Ok(if hash.finalize() != crc {
        Soundness::Altered
    } else if mark.is_some_and(|mark| mark != (size, crc)) {
        Soundness::Foreign
    } else {
        Soundness::Sound
    })
}

/// Mark that a file bears itself; `None` if it does not end as a file of tantivy's.
///
/// # Errors
/// The file is missing or cannot be read.
pub fn read_mark(path: &Path) -> io::Result<Option<FileMark>> {
    Ok(read_footer(&mut File::open(path)?)?.map(|(size, crc, _)| (size, crc)))
}

/// Size of a file, its checksum, and the length of its footer in bytes.
fn read_footer(file: &mut File) -> io::Result<Option<(u64, u32, u64)>> {
    let size = file.metadata()?.len();
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(MAX_FOOTER)))?;
    file.read_to_end(&mut end)?;
    Ok(footer(&end).map(|(crc, length)| (size, crc, length)))
}

/// Checksum in a footer, and the footer's length in bytes; `None` if `end` does not end with a
/// footer.
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
