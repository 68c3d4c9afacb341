//! Sibling files: the pages that a METS file needs lie beside it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use crate::crawl::regular::open_regular;

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
/// when there is none, when it leads out of that directory, or has more than `limit` bytes.
///
/// # Errors
/// There is one that cannot be read.
pub fn read_sibling(path: &Path, below: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    let Some(dir) = path.parent() else { return Ok(None) };
    if !Path::new(below).components().all(plain) {
        return Ok(None);
    }
    let dir = dir.canonicalize()?;
    let file = match dir.join(below).canonicalize() {
        Ok(file) => file,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    // A link that leads out of the directory leads out of the archive.
    if !file.starts_with(&dir) || file.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    open_regular(&file)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn is_missing(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidFilename | InvalidInput)
}

/// Opens the file at `path` for reading in any order.
///
/// # Errors
/// The file cannot be opened.
pub fn open_seekable(path: &Path) -> io::Result<io::BufReader<File>> {
    Ok(io::BufReader::new(open_regular(path)?))
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
        let read = |below, limit| read_sibling(&mets, below, limit).unwrap();
        assert_eq!(read("./page1.xml", 100).as_deref(), Some(&b"issue/page1.xml"[..]));
        for (below, limit) in
            [("page1.xml", 5), ("../secret.xml", 100), ("/etc/hostname", 100), ("none.xml", 100)]
        {
            assert_eq!(read(below, limit), None, "{below}");
        }
    }
}
