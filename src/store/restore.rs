//! Restoring of a snapshot: unpacked beside its place, checked whole, then moved there.
//!
//! The snapshot is unpacked into a folder within the index directory, so that every move is a
//! rename in one file system, and meta.json is moved last: until then there is no index, and
//! afterwards all of it. The folder tells a killed restore to the next one. Nothing that is there
//! is ever replaced.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::store::check::check;
use crate::store::error::Error;
use crate::store::index_dir::{
    META_FILE, RESTORE_DIR, check_index_dir, is_index_dir, segment_files,
};
use crate::store::lock::{LOCK_FILE, WriteLock};
use crate::store::replace_file::{make_dir, replace_file, sync_dir};
use crate::store::side_file::is_side_file;
use crate::store::snapshot_file::{
    BESIDE_FOLDER, Contents, INDEX_FOLDER, SnapshotError, read_snapshot,
};

/// Restores a snapshot into `dir`, which holds no index. `beside` gives the place of a file that
/// people keep beside the index. `holder` names this process to others.
///
/// # Errors
/// There is an index in `dir`, or a file beside it with another content; the snapshot is damaged or
/// of a newer version; or the directory cannot be written. Then nothing is there but what was.
pub fn restore(
    input: impl Read,
    dir: &Path,
    holder: &str,
    beside: impl Fn(&str) -> PathBuf,
) -> Result<Contents, SnapshotError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |e| SnapshotError::Io(path, e)
    };
    if is_index_dir(dir) {
        return Err(SnapshotError::Occupied(dir.to_owned()));
    }
    make_dir(dir).map_err(io(dir))?;
    let new = dir.join(RESTORE_DIR);
    if new.exists() {
        clear(dir).map_err(io(dir))?;
    }
    check_index_dir(dir)?;
    let _lock = WriteLock::acquire(dir, holder)?;
    fs::create_dir(&new).map_err(io(&new))?;
    let unpacked = read_snapshot(input, &new).and_then(|contents| {
        check_unpacked(&new)?;
        let files = beside_files(&new, &contents, &beside)?;
        Ok((contents, files))
    });
    let (contents, files) = match unpacked {
        Ok(unpacked) => unpacked,
        Err(error) => {
            // What could not be used is not left behind; the error is told either way.
            let _ = fs::remove_dir_all(&new);
            return Err(error);
        }
    };
    for (path, bytes) in files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io(folder))?;
        }
        replace_file(&path, &bytes).map_err(io(&path))?;
    }
    move_in(&new.join(INDEX_FOLDER), dir).map_err(io(dir))?;
    fs::remove_dir_all(&new).map_err(io(&new))?;
    Ok(contents)
}

/// Removes what a killed restore has left in a directory without an index.
fn clear(dir: &Path) -> io::Result<()> {
    for name in segment_files(dir).map_err(io::Error::other)? {
        fs::remove_file(dir.join(name))?;
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_side_file) {
            fs::remove_file(entry.path())?;
        }
    }
    // Last, as it is what tells that the rest may go.
    fs::remove_dir_all(dir.join(RESTORE_DIR))
}

/// Fails unless the index that was unpacked is sound. One of an older format is brought to today's
/// by the next run, which looks at it then.
fn check_unpacked(new: &Path) -> Result<(), SnapshotError> {
    let found = match check(&new.join(INDEX_FOLDER), "restore", &mut |_, _| {}) {
        Err(Error::Outdated { .. }) => return Ok(()),
        found => found?,
    };
    match found.faults.first() {
        None => Ok(()),
        Some(fault) => {
            let told = format!("its index has faults: {} {}", fault.place, fault.what);
            Err(SnapshotError::NotAsWritten(told))
        }
    }
}

/// Places and contents of the files that people keep beside the index.
fn beside_files(
    new: &Path,
    contents: &Contents,
    beside: &impl Fn(&str) -> PathBuf,
) -> Result<Vec<(PathBuf, Vec<u8>)>, SnapshotError> {
    let mut files = Vec::new();
    let prefix = format!("{BESIDE_FOLDER}/");
    for member in &contents.files {
        let Some(name) = member.name.strip_prefix(&prefix) else { continue };
        let unpacked = new.join(&member.name);
        let bytes = fs::read(&unpacked).map_err(|e| SnapshotError::Io(unpacked, e))?;
        let path = beside(name);
        match fs::read(&path) {
            Ok(there) if there == bytes => {}
            Ok(_) => return Err(SnapshotError::Occupied(path)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => files.push((path, bytes)),
            Err(e) => return Err(SnapshotError::Io(path, e)),
        }
    }
    Ok(files)
}

/// Moves the files of an index into `dir`, meta.json last.
fn move_in(from: &Path, dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        if name != META_FILE && name != LOCK_FILE {
            fs::rename(from.join(&name), dir.join(&name))?;
        }
    }
    sync_dir(dir)?;
    fs::rename(from.join(META_FILE), dir.join(META_FILE))?;
    sync_dir(dir)?;
    // The directory itself may be new.
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_dir(parent),
        _ => sync_dir(Path::new(".")),
    }
}
