//! An index in one file, to be put away or sent elsewhere, checked on both ends.
//!
//! A tar of the files of one commit and of those that people keep beside the index, packed with
//! zstd. Its last member lists all others with their sizes and digests: a file that was cut has no
//! list, and one that was altered does not agree with it. Names are those of files, never paths, so
//! that none leads out of the folder that it is unpacked into.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::Index as TantivyIndex;
use thiserror::Error;
use xxhash_rust::xxh3::Xxh3;

use crate::store::checksum_cache::{CACHE_FILE, files_of};
use crate::store::directory::IndexDirectory;
use crate::store::error::Error;
use crate::store::file_marks::{FileMarks, Soundness, soundness_of};
use crate::store::index_dir::{META_FILE, parse_meta, read_meta};
use crate::store::replace_file::sync_dir;
use crate::store::side_file::is_side_file;

/// Version of the layout of a snapshot.
const LAYOUT: u32 = 1;
/// Name of the member that lists the others.
const LIST: &str = "snapshot.json";
/// Folder of the index's files.
pub const INDEX_FOLDER: &str = "index";
/// Folder of the files that people keep beside the index.
pub const BESIDE_FOLDER: &str = "beside";
/// Level of zstd: the stored texts are packed already, and the rest gains little above it.
const LEVEL: i32 = 3;
/// Largest list that is read, in bytes.
const MAX_LIST: u64 = 64 << 20;
/// Number of times that an index is read again that was committed to meanwhile.
const MAX_TRIES: usize = 100;

/// Contents of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Version of the layout.
    pub onrecord_snapshot: u32,
    /// Format of the index.
    pub onrecord_format: u32,
    /// Number of the commit.
    pub commit: u64,
    /// All files but the list.
    pub files: Vec<Member>,
}

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Folder and name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// xxh3 of the bytes, 16 hexadecimal digits.
    pub xxh3: String,
}

impl Contents {
    /// Size of all files, in bytes.
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// A snapshot that cannot be written or read.
#[derive(Debug, Error)]
pub enum SnapshotError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] Error),
    /// A file is not what was written.
    #[error("{0} is not as it was written; `onrecord check --repair` mends the index first")]
    Damaged(PathBuf),
    /// A file to be packed, or one unpacked, cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// The snapshot itself cannot be read or written.
    #[error(transparent)]
    Stream(#[from] io::Error),
    /// The snapshot is no snapshot, or another than was written.
    #[error("{0}; take another copy of the snapshot")]
    NotAsWritten(String),
    /// Something stands where the snapshot belongs.
    #[error("{0} is there already; move it away, or name another index with --index DIR")]
    Occupied(PathBuf),
    /// A newer version wrote it.
    #[error("a newer onrecord wrote this snapshot (layout {0}, this one reads {LAYOUT})")]
    Newer(u32),
}

/// Writes the last commit of the index in `dir`, and the files of `beside` under the names given,
/// to `out`. Others may write to the index meanwhile. `progress` is called with the bytes done and
/// all.
///
/// # Errors
/// The index cannot be read or is damaged; or `out` fails.
pub fn write_snapshot(
    dir: &Path,
    beside: &[(String, PathBuf)],
    out: impl Write,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Contents, SnapshotError> {
    let Opened { mut files, format, commit, marks } = open_commit(dir)?;
    for (name, path) in beside {
        let file = File::open(path).map_err(|e| SnapshotError::Io(path.clone(), e))?;
        files.push(OpenFile { name: format!("{BESIDE_FOLDER}/{name}"), path: path.clone(), file });
    }
    let length = |one: &OpenFile| one.file.metadata().map_or(0, |meta| meta.len());
    let all = files.iter().map(length).sum();
    let mut encoder = zstd::Encoder::new(out, LEVEL)?;
    encoder.include_checksum(true)?;
    let mut tar = tar::Builder::new(encoder);
    let mut contents =
        Contents { onrecord_snapshot: LAYOUT, onrecord_format: format, commit, files: Vec::new() };
    let mut done = 0;
    for OpenFile { name, path, mut file } in files {
        let fail = |e| SnapshotError::Io(path.clone(), e);
        let segment =
            name.starts_with(INDEX_FOLDER) && !name.ends_with(META_FILE) && !is_side_file(&name);
        if segment {
            let mark = path.file_name().and_then(|name| marks.get(Path::new(name)));
            if soundness_of(&mut file, mark).map_err(fail)? != Soundness::Sound {
                return Err(SnapshotError::Damaged(path));
            }
        }
        file.rewind().map_err(fail)?;
        let size = file.metadata().map_err(fail)?.len();
        let mut hashed = Hashed { inner: file.take(size), hash: Xxh3::new() };
        tar.append_data(&mut header(size), &name, &mut hashed)?;
        done += size;
        progress(done, all);
        contents.files.push(Member { name, size, xxh3: hashed.digest() });
    }
    let list = serde_json::to_vec(&contents).map_err(io::Error::from)?;
    tar.append_data(&mut header(list.len() as u64), LIST, list.as_slice())?;
    tar.into_inner()?.finish()?.flush()?;
    Ok(contents)
}

fn header(size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(0);
    header
}

/// A file that is open, so that it stays readable when it is cleared away.
struct OpenFile {
    name: String,
    path: PathBuf,
    file: File,
}

/// All files of one commit.
struct Opened {
    files: Vec<OpenFile>,
    format: u32,
    commit: u64,
    marks: FileMarks,
}

/// Opens all files of the last commit before any of them can be cleared away.
fn open_commit(dir: &Path) -> Result<Opened, Error> {
    if !dir.join(META_FILE).is_file() {
        return Err(Error::Missing { dir: dir.to_owned() });
    }
    for _ in 0..MAX_TRIES {
        let meta = read_meta(dir)?;
        let opened = open_files(dir, &meta);
        if read_meta(dir)? == meta {
            return opened;
        }
    }
    let reason = "it is committed to without a pause; try again".to_owned();
    Err(Error::Index { dir: dir.to_owned(), reason })
}

fn open_files(dir: &Path, meta: &[u8]) -> Result<Opened, Error> {
    let (manifest, commit) = parse_meta(dir, meta)?;
    let index = TantivyIndex::open(IndexDirectory::of_commit(dir, meta)?)
        .map_err(|e| Error::opening(dir, &e))?;
    let segments = index.searchable_segment_metas().map_err(|e| Error::index(dir, &e))?;
    let mut names: Vec<PathBuf> = segments.iter().flat_map(files_of).collect();
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let name = entry.map_err(|e| Error::io(dir, e))?.file_name();
        // The list of sound files holds for this place only.
        if name.to_str().is_some_and(|name| is_side_file(name) && name != CACHE_FILE) {
            names.push(name.into());
        }
    }
    // Last, as it is written last.
    names.push(META_FILE.into());
    let open = |name: PathBuf| {
        let path = dir.join(&name);
        let file = File::open(&path).map_err(|e| Error::io(&path, e))?;
        Ok(OpenFile { name: format!("{INDEX_FOLDER}/{}", name.display()), path, file })
    };
    let files = names.into_iter().map(open).collect::<Result<_, Error>>()?;
    let (format, commit) = (manifest.onrecord_format, commit.number);
    Ok(Opened { files, format, commit, marks: FileMarks::of_meta(meta) })
}

/// Unpacks a snapshot into the folder `into`, which is made: the index's files into one folder of
/// it, those of people into another. All is synced.
///
/// # Errors
/// The snapshot is not as it was written, or of a newer version; or the folder cannot be written.
pub fn read_snapshot(input: impl Read, into: &Path) -> Result<Contents, SnapshotError> {
    let not_one = |_| SnapshotError::NotAsWritten("this is no snapshot, or it is damaged".into());
    for folder in [INDEX_FOLDER, BESIDE_FOLDER] {
        let folder = into.join(folder);
        fs::create_dir_all(&folder).map_err(|e| SnapshotError::Io(folder.clone(), e))?;
    }
    let mut tar = tar::Archive::new(zstd::Decoder::new(input)?);
    let mut unpacked = Vec::new();
    let mut list: Option<Contents> = None;
    for entry in tar.entries().map_err(not_one)? {
        let mut entry = entry.map_err(not_one)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if list.is_some() {
            return Err(SnapshotError::NotAsWritten("something stands behind the list".into()));
        }
        if name == LIST {
            let mut text = String::new();
            entry.by_ref().take(MAX_LIST).read_to_string(&mut text).map_err(not_one)?;
            list = Some(parse_list(&text)?);
            continue;
        }
        if !is_safe(&name) || !entry.header().entry_type().is_file() {
            let told = format!("it holds {name}, which no snapshot does");
            return Err(SnapshotError::NotAsWritten(told));
        }
        unpacked.push(unpack(entry, &name, into)?);
    }
    let cut = || SnapshotError::NotAsWritten("its end is missing".into());
    let contents = list.ok_or_else(cut)?;
    if contents.files != unpacked {
        return Err(SnapshotError::NotAsWritten("its files are not those of its list".into()));
    }
    let index = into.join(INDEX_FOLDER);
    for folder in [&index, &into.join(BESIDE_FOLDER), into] {
        sync_dir(folder).map_err(|e| SnapshotError::Io(folder.to_owned(), e))?;
    }
    Ok(contents)
}

fn parse_list(text: &str) -> Result<Contents, SnapshotError> {
    let damaged = |_| SnapshotError::NotAsWritten("its list is damaged".into());
    let version: serde_json::Value = serde_json::from_str(text).map_err(damaged)?;
    match version["onrecord_snapshot"].as_u64() {
        Some(layout) if layout > u64::from(LAYOUT) => Err(SnapshotError::Newer(layout as u32)),
        _ => serde_json::from_value(version).map_err(damaged),
    }
}

/// Writes a member of a snapshot to its place.
fn unpack(entry: impl Read, name: &str, into: &Path) -> Result<Member, SnapshotError> {
    let path = into.join(name);
    let fail = |e| SnapshotError::Io(path.clone(), e);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(fail)?;
    let mut hashed = Hashed { inner: entry, hash: Xxh3::new() };
    let size = io::copy(&mut hashed, &mut file).map_err(fail)?;
    file.sync_all().map_err(fail)?;
    Ok(Member { name: name.to_owned(), size, xxh3: hashed.digest() })
}

/// True if a name is a folder of a snapshot and names of files, of plain characters.
fn is_safe(name: &str) -> bool {
    let path = Path::new(name);
    let parts: Vec<_> = path.components().collect();
    let plain = parts.iter().all(|part| matches!(part, Component::Normal(_)));
    let first = parts.first().map(|part| part.as_os_str());
    let known = first.is_some_and(|part| part == INDEX_FOLDER || part == BESIDE_FOLDER);
    let hidden = name.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    plain && known && !hidden && !name.contains('\\') && (2..=3).contains(&parts.len())
}

/// A reader that computes the digest of what it gives.
struct Hashed<R> {
    inner: R,
    hash: Xxh3,
}

impl<R> Hashed<R> {
    fn digest(&self) -> String {
        format!("{:016x}", self.hash.digest())
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.hash.update(&buffer[..length]);
        Ok(length)
    }
}
