//! Files that killed runs and restored backups leave in an index and beside it, and their removal.
//!
//! Only whoever holds the lock of the index removes any. What no commit names is of no use to
//! anyone: a reader that has just opened an older commit keeps its files open, or opens the newer.
//! Temporary files are locked while they are written.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::store::error::Error;
use crate::store::file_marks::{FileMarks, files_of_meta};
use crate::store::index_dir::{
    RESTORE_DIR, is_index_dir, parse_meta, read_meta, remove_rebuild_dir, segment_files, write_meta,
};
use crate::store::lock::WriteLock;
use crate::store::replace_file::{NEW, parent_of, remove_unused, sync_dir};

/// List that tantivy keeps of its own files, where an older onrecord let it.
const MANAGED_FILE: &str = ".managed.json";
/// Start of the names of tantivy's temporary files, which are six letters longer.
const TANTIVY_NEW: &str = ".tmp";
/// Lock files of tantivy, where an older onrecord let it lock.
const TANTIVY_LOCKS: [&str; 2] = [".tantivy-meta.lock", ".tantivy-writer.lock"];
/// Names, behind that of the index, of the temporary files of older versions.
const OLD_NEW: [&str; 4] =
    [".corrections.new", ".corrections.jsonl.new", ".searches.new", ".searches.jsonl.new"];
/// Name, behind that of the index, of the directory of hits that saved searches have shown.
const SEEN: &str = ".searches.seen";

/// Removes what killed runs and restored backups left in the index in `dir`, and beside it; none of
/// it that a living process uses.
///
/// # Errors
/// Another process writes to the index, or the directory cannot be read or written.
pub fn remove_leftovers(dir: &Path, holder: &str) -> Result<(), Error> {
    let _lock = WriteLock::acquire(dir, holder)?;
    remove_under_lock(dir)
}

/// Removes the same for a holder of the lock.
///
/// # Errors
/// The directory cannot be read or written.
pub fn remove_under_lock(dir: &Path) -> Result<(), Error> {
    remove_rebuild_dir(dir)?;
    let fail = |e: io::Error| Error::io(dir, e);
    for entry in fs::read_dir(dir).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if is_temporary(&entry.file_name().to_string_lossy()) {
            remove_unused(&entry.path());
        }
    }
    remove_beside(dir);
    if is_index_dir(dir) {
        // Without an index it is what tells the next restore that one was killed.
        match fs::remove_dir_all(dir.join(RESTORE_DIR)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(fail(e)),
            _ => {}
        }
        remove_unnamed(dir)?;
    }
    Ok(())
}

/// Removes the files of segments that the last commit does not name.
fn remove_unnamed(dir: &Path) -> Result<(), Error> {
    let meta = read_meta(dir)?;
    let Ok(mut value) = serde_json::from_slice::<Value>(&meta) else { return Ok(()) };
    if parse_meta(dir, &meta).is_err() {
        // Whoever opens the index says what is wrong with it.
        return Ok(());
    }
    if dir.join(MANAGED_FILE).exists() {
        // Written by tantivy, so that only its owner may read it, and without marks.
        let listed = FileMarks::of_meta(&meta).list_in(dir, &mut value);
        if listed.is_ok() {
            write_meta(dir, &value)?;
            remove_unused(&dir.join(MANAGED_FILE));
        }
    }
    let named = files_of_meta(&value);
    let mut left = segment_files(dir)?;
    if !named.iter().all(|name| left.contains(Path::new(name))) {
        // Perhaps the meta.json of another index or state; then what is here is all there is.
        return Ok(());
    }
    left.retain(|file| !named.iter().any(|name| Path::new(name) == file));
    if left.is_empty() {
        return Ok(());
    }
    // The commit may have been made by a run that was killed before this.
    sync_dir(dir).map_err(|e| Error::io(dir, e))?;
    for name in left {
        let path = dir.join(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(Error::io(&path, e)),
            _ => {}
        }
    }
    Ok(())
}

/// True for the name of a temporary file in an index, of this or an older version.
fn is_temporary(name: &str) -> bool {
    let of_older = |stem: &str| {
        let (name, process) = stem.split_once('.').unwrap_or((stem, ""));
        is_word(name) && !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit())
    };
    if let Some(stem) = name.strip_suffix(NEW) {
        return name.starts_with('.') || of_older(stem);
    }
    let random = name.strip_prefix(TANTIVY_NEW);
    TANTIVY_LOCKS.contains(&name)
        || random.is_some_and(|random| random.len() == 6 && is_word(random))
}

/// Removes the temporary files of what people made, which lies beside the index and bears its name.
fn remove_beside(dir: &Path) {
    let Some(name) = dir.file_name() else { return };
    let name = name.to_string_lossy();
    let Ok(entries) = fs::read_dir(parent_of(dir)) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        let of_older = || OLD_NEW.iter().any(|end| file.strip_prefix(&*name) == Some(end));
        let of_ours = || {
            let rest = file.strip_prefix('.')?.strip_prefix(&*name)?.strip_prefix('.')?;
            let (_, random) = rest.strip_suffix(NEW)?.rsplit_once('.')?;
            Some(random.len() == 6 && is_word(random))
        };
        if of_ours() == Some(true) || of_older() {
            remove_unused(&entry.path());
        } else if file.strip_prefix(&*name) == Some(SEEN) {
            let shown = fs::read_dir(entry.path()).into_iter().flatten().flatten();
            let left = shown.filter(|file| is_temporary(&file.file_name().to_string_lossy()));
            left.for_each(|file| remove_unused(&file.path()));
        }
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_temporary_files_are_known_and_no_others() {
        for name in [".names.bin.aB3xYz.new", ".abcdef.new", "sayings.4711.new", ".tmpDOAoJI"] {
            assert!(is_temporary(name), "{name}");
        }
        for name in ["meta.json", "notes.new", ".gitignore", ".tmp", "onrecord.lock", ".nfs0001"] {
            assert!(!is_temporary(name), "{name}");
        }
    }

    #[test]
    fn beside_the_index_only_what_bears_its_name_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let index = dir.path().join("index");
        fs::create_dir(&index).unwrap();
        let ours = [".index.corrections.jsonl.aB3xYz.new", "index.corrections.new"];
        let theirs =
            [".index.corrections.jsonl", "index.notes.new", ".other.x.aB3xYz.new", "a.new"];
        for name in ours.iter().chain(&theirs) {
            fs::write(dir.path().join(name), "").unwrap();
        }
        remove_under_lock(&index).unwrap();
        assert!(ours.iter().all(|name| !dir.path().join(name).exists()));
        assert!(theirs.iter().all(|name| dir.path().join(name).exists()));
    }
}
