//! Files of an index directory, and the commit that meta.json names.
//!
//! meta.json is replaced by a rename with every commit. tantivy names the segments in it and
//! carries our [`Manifest`] as its payload; we add the marks of the segments' files, and a seal
//! over all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::store::checksum_cache::CACHE_FILE;
use crate::store::error::Error;
use crate::store::lock::LOCK_FILE;
use crate::store::manifest::{CommitId, FORMAT, Manifest, Payload};
use crate::store::replace_file::replace_file;
use crate::store::seal::{Sealed, seal_of};

/// Name of the file that names the segments of a commit.
pub const META_FILE: &str = "meta.json";
/// Text at the end of meta.json before its seal.
const SEAL: &str = ",\"seal\":\"";
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

/// Parses the manifest and the commit's id from `meta`, the text of meta.json.
///
/// # Errors
/// The text is not as it was written, or another program's.
pub fn parse_meta(dir: &Path, meta: &[u8]) -> Result<(Manifest, CommitId), Error> {
    let altered = || Error::damaged(dir, "meta.json is not as it was written");
    let sealed = is_sealed(meta);
    let meta: serde_json::Value = serde_json::from_slice(meta).map_err(|_| altered())?;
    let commit = meta.get("opstamp").and_then(serde_json::Value::as_u64).ok_or_else(altered)?;
    let number = CommitId::numbered(commit);
    let payload = match meta.get("payload").and_then(serde_json::Value::as_str) {
        Some(payload) => payload,
        // Made, and killed before its first commit: an empty index of ours.
        None if sealed != Some(false) && meta["segments"].as_array().is_some_and(Vec::is_empty) => {
            return Ok((Manifest::default(), number));
        }
        None => "",
    };
    match Payload::parse(payload) {
        // How a newer version seals is not known here.
        Payload::Ours(manifest, None) if manifest.onrecord_format > FORMAT => {
            Ok((manifest, number))
        }
        _ if sealed == Some(false) => Err(altered()),
        Payload::Ours(_, Some(of)) if of.index != 0 && sealed.is_none() => Err(altered()),
        Payload::Ours(manifest, of) if of.is_none_or(|of| of.number == commit) => {
            Ok((manifest, of.unwrap_or(number)))
        }
        Payload::Ours(..) | Payload::Damaged => Err(altered()),
        Payload::Strange => Err(Error::Format {
            dir: dir.to_owned(),
            found: "unknown (another program's)".to_owned(),
            ours: FORMAT,
        }),
    }
}

/// Text of meta.json with its seal.
///
/// # Errors
/// Never, but JSON could fail.
pub fn sealed_meta(meta: &serde_json::Value) -> serde_json::Result<Vec<u8>> {
    let mut meta = meta.clone();
    if let Some(object) = meta.as_object_mut() {
        object.remove("seal");
    }
    let text = serde_json::to_string_pretty(&meta)?;
    let text = text.strip_suffix('}').unwrap_or(&text).trim_end();
    let seal = seal_of(Sealed::Meta, text.as_bytes());
    Ok(format!("{text}{SEAL}{seal:016x}\"}}\n").into_bytes())
}

/// True if meta.json is as it was sealed; `None` if it bears no seal.
fn is_sealed(meta: &[u8]) -> Option<bool> {
    let text = String::from_utf8_lossy(meta);
    let (text, seal) = text.rsplit_once(SEAL)?;
    Some(format!("{:016x}\"}}\n", seal_of(Sealed::Meta, text.as_bytes())) == seal)
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

/// Writes meta.json, sealed: the moment at which a rebuilt index takes the place of the old one.
///
/// # Errors
/// The file cannot be written; the one before stands.
pub fn write_meta(dir: &Path, meta: &serde_json::Value) -> Result<(), Error> {
    let sealed = sealed_meta(meta).map_err(|e| Error::io(dir, e.into()))?;
    replace_in_index(dir, META_FILE, &sealed)
}

/// Replaces a file of the index, durably and whole ([`replace_file`]).
///
/// # Errors
/// The file cannot be written; the one before stands.
pub fn replace_in_index(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = dir.join(name);
    replace_file(&path, bytes).map_err(|e| Error::io(&path, e))
}
