//! Sibling files: the pages that a METS file needs lie beside it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

/// Sorted names of the files in the directory of the file at `path`, without those that are no
/// UTF-8.
pub fn sibling_names(path: &Path) -> Vec<String> {
    let Some(entries) = path.parent().and_then(|dir| dir.read_dir().ok()) else {
        return Vec::new();
    };
    let files = entries.filter_map(Result::ok).filter(|e| e.file_type().is_ok_and(|t| t.is_file()));
    let mut names: Vec<String> = files.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

/// The bytes of the file at `below`, a path relative to the directory of the file at `path`; `None`
/// when it cannot be read, leads out of that directory, or has more than `limit` bytes.
pub fn read_sibling(path: &Path, below: &str, limit: u64) -> Option<Vec<u8>> {
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    let dir = path.parent()?.canonicalize().ok()?;
    if !Path::new(below).components().all(plain) {
        return None;
    }
    // A link that leads out of the directory leads out of the archive.
    let file = dir.join(below).canonicalize().ok().filter(|file| file.starts_with(&dir))?;
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

/// Opens the file at `path` for reading in any order.
///
/// # Errors
/// The file cannot be opened.
pub fn open_seekable(path: &Path) -> io::Result<io::BufReader<File>> {
    Ok(io::BufReader::new(File::open(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_beside_is_read() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("issue")).unwrap();
        for path in ["issue/mets.xml", "issue/page1.xml", "secret.xml"] {
            std::fs::write(dir.path().join(path), path).unwrap();
        }
        let mets = dir.path().join("issue/mets.xml");
        assert_eq!(sibling_names(&mets), ["mets.xml", "page1.xml"]);
        assert_eq!(
            read_sibling(&mets, "./page1.xml", 100).as_deref(),
            Some(&b"issue/page1.xml"[..])
        );
        assert_eq!(read_sibling(&mets, "page1.xml", 5), None);
        assert_eq!(read_sibling(&mets, "../secret.xml", 100), None);
        assert_eq!(read_sibling(&mets, "/etc/hostname", 100), None);
    }
}
