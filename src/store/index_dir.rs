//! Files of an index directory, and the commit that meta.json names.
//!
//! tantivy keeps two JSON files: meta.json, replaced by a rename with every commit, which names the
//! segments and carries our [`Manifest`] as its payload; and .managed.json, the list of the files
//! that tantivy may clear away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::store::checksum_cache::CACHE_FILE;
use crate::store::error::Error;
use crate::store::lock::LOCK_FILE;
use crate::store::manifest::{FORMAT, Manifest, Payload};
use crate::store::replace_file::replace_file;

/// Name of the file that names the segments of a commit.
pub const META_FILE: &str = "meta.json";
/// Name of tantivy's list of its own files.
pub const MANAGED_FILE: &str = ".managed.json";
/// Name of the directory within an index in which its successor is built.
const REBUILD_DIR: &str = "rebuilding";
/// Name of the directory within an index directory into which a snapshot is unpacked.
pub const RESTORE_DIR: &str = ".restoring";
/// Files that may lie in a directory where an index is to be built.
const HARMLESS: &[&str] = &["README.md", ".gitignore", LOCK_FILE];

/// True if `dir` holds an index, of any program or format.
pub fn is_index_dir(dir: &Path) -> bool {
    dir.join(META_FILE).is_file()
}

/// Checks that an index lies in `dir` or may be built there.
///
/// # Errors
/// The directory holds other things and no index, or an index without its meta.json.
pub fn check_index_dir(dir: &Path) -> Result<(), Error> {
    match is_index_dir(dir) {
        true => Ok(()),
        false if dir.join(CACHE_FILE).is_file() => Err(Error::damaged(dir, "meta.json is missing")),
        false => check_empty(dir),
    }
}

/// Refuses a directory that holds anything but what may lie beside an index.
fn check_empty(dir: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::io(dir, e)),
    };
    for entry in entries {
        let name = entry.map_err(|e| Error::io(dir, e))?.file_name();
        let name = name.to_string_lossy();
        // What tantivy leaves when it is killed while making an index starts with a dot.
        if !HARMLESS.contains(&&*name) && !name.starts_with('.') {
            return Err(Error::NotAnIndex { dir: dir.to_owned(), found: name.into_owned() });
        }
    }
    Ok(())
}

/// Reads meta.json.
///
/// # Errors
/// The file cannot be read.
pub fn read_meta(dir: &Path) -> Result<Vec<u8>, Error> {
    let path = dir.join(META_FILE);
    fs::read(&path).map_err(|e| Error::io(&path, e))
}

/// Parses the manifest and the number of the commit from `meta`, the text of meta.json.
///
/// # Errors
/// The text is not as it was written, or another program's.
pub fn parse_meta(dir: &Path, meta: &[u8]) -> Result<(Manifest, u64), Error> {
    let altered = || Error::damaged(dir, "meta.json is not as it was written");
    let meta: serde_json::Value = serde_json::from_slice(meta).map_err(|_| altered())?;
    let commit = meta.get("opstamp").and_then(serde_json::Value::as_u64).ok_or_else(altered)?;
    let payload = match meta.get("payload").and_then(serde_json::Value::as_str) {
        Some(payload) => payload,
        // Made, and killed before its first commit: an empty index of ours.
        None if meta["segments"].as_array().is_some_and(Vec::is_empty) => {
            return Ok((Manifest::default(), commit));
        }
        None => "",
    };
    match Payload::parse(payload) {
        Payload::Ours(manifest, of) if of.is_none_or(|of| of == commit) => Ok((manifest, commit)),
        Payload::Ours(..) | Payload::Damaged => Err(altered()),
        Payload::Strange => Err(Error::Format {
            dir: dir.to_owned(),
            found: "unknown (another program's)".to_owned(),
            ours: FORMAT,
        }),
    }
}

/// Directory within the index in `dir` in which its successor is built.
pub fn rebuild_dir(dir: &Path) -> PathBuf {
    dir.join(REBUILD_DIR)
}

/// Removes the directory of a rebuild, finished or killed.
///
/// # Errors
/// The directory is there and cannot be removed.
pub fn remove_rebuild_dir(dir: &Path) -> Result<(), Error> {
    let beside = rebuild_dir(dir);
    match fs::remove_dir_all(&beside) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::io(&beside, e)),
        _ => Ok(()),
    }
}

/// Names of the files in `dir` that belong to a segment, by the form of their names.
///
/// # Errors
/// The directory cannot be read.
pub fn segment_files(dir: &Path) -> Result<FxHashSet<PathBuf>, Error> {
    let mut found = FxHashSet::default();
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let name = PathBuf::from(entry.map_err(|e| Error::io(dir, e))?.file_name());
        let text = name.to_string_lossy();
        let (stem, rest) = text.split_once('.').unwrap_or((&text, ""));
        if stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty() {
            found.insert(name);
        }
    }
    Ok(found)
}

/// Writes tantivy's list of its own files: these and meta.json.
///
/// # Errors
/// The list cannot be written.
pub fn write_managed(dir: &Path, files: &FxHashSet<PathBuf>) -> Result<(), Error> {
    let mut files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    files.push(Path::new(META_FILE));
    replace_in_index(dir, MANAGED_FILE, &json_bytes(dir, serde_json::to_vec(&files))?)
}

/// Writes meta.json: the moment at which a rebuilt index takes the place of the old one.
///
/// # Errors
/// The file cannot be written; the one before stands.
pub fn write_meta(dir: &Path, meta: &serde_json::Value) -> Result<(), Error> {
    replace_in_index(dir, META_FILE, &json_bytes(dir, serde_json::to_vec_pretty(meta))?)
}

/// Replaces a file of the index, durably and whole ([`replace_file`]).
///
/// # Errors
/// The file cannot be written; the one before stands.
pub fn replace_in_index(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = dir.join(name);
    replace_file(&path, bytes).map_err(|e| Error::io(&path, e))
}

/// JSON text that was made, or the error that it could not be, as of a path that is not UTF-8.
fn json_bytes(dir: &Path, made: serde_json::Result<Vec<u8>>) -> Result<Vec<u8>, Error> {
    made.map_err(|e| Error::io(dir, e.into()))
}
