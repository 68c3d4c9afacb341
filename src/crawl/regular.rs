//! Regular files: only they are opened, since nobody can say when anything else would answer.
//!
//! A pipe waits for somebody to write to it, a device for its hardware, and some files of the
//! kernel (`/proc/kmsg`), regular by their type, for something to happen.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// Devices of the file systems that the kernel makes up.
#[derive(Clone, Debug, Default)]
pub struct KernelDevices(Vec<u64>);

#[cfg(unix)]
impl KernelDevices {
    /// Devices of `/proc` and `/sys`, where these are file systems of their own.
    pub fn find() -> Self {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &str| fs::metadata(path).ok().map(|metadata| metadata.dev());
        let root = device("/");
        let found = ["/proc", "/sys"].into_iter().filter_map(device);
        Self(found.filter(|device| Some(*device) != root).collect())
    }

    /// Noun phrase for what is neither a directory nor a regular file; `None` for these.
    pub fn irregular(&self, metadata: &Metadata) -> Option<&'static str> {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let kind = metadata.file_type();
        if kind.is_fifo() {
            Some("a pipe")
        } else if kind.is_socket() {
            Some("a socket")
        } else if kind.is_char_device() || kind.is_block_device() {
            Some("a device")
        } else if self.0.contains(&metadata.dev()) {
            Some("made up by the kernel, as all of /proc and /sys")
        } else {
            None
        }
    }
}

#[cfg(not(unix))]
impl KernelDevices {
    /// No devices: there are no such file systems.
    pub fn find() -> Self {
        Self::default()
    }

    /// Noun phrase for what is neither a directory nor a regular file; `None` for these.
    pub fn irregular(&self, metadata: &Metadata) -> Option<&'static str> {
        (!metadata.is_file() && !metadata.is_dir()).then_some("no regular file")
    }
}

/// True if a path, links resolved, lies in `/proc` or `/sys`; these hold file systems of other
/// devices too.
pub fn is_of_kernel(resolved: &Path) -> bool {
    cfg!(unix) && (resolved.starts_with("/proc") || resolved.starts_with("/sys"))
}

/// Opens the file at `path` if it is a regular one.
///
/// # Errors
/// It is none, or cannot be opened.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let metadata = fs::metadata(path)?;
    match KernelDevices::find().irregular(&metadata) {
        None => File::open(path),
        Some(what) => {
            let reason = format!("not a regular file but {what}");
            Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
        }
    }
}

/// Text of the file at `path`, if it is a regular one.
///
/// # Errors
/// It is none, cannot be read, or is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    if path.canonicalize().is_ok_and(|resolved| is_of_kernel(&resolved)) {
        let reason = "not a regular file: it lies in /proc or /sys";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let mut text = String::new();
    open_regular(path)?.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn what_may_never_answer_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let plain = dir.path().join("plain.txt");
        fs::write(&plain, "x").unwrap();
        assert_eq!(read_text(&plain).unwrap(), "x");
        let socket = dir.path().join("socket");
        let _listener = UnixListener::bind(&socket).unwrap();
        let refused = |path: &Path| open_regular(path).unwrap_err().to_string();
        assert!(refused(&socket).ends_with("a socket"));
        assert!(refused(Path::new("/dev/null")).ends_with("a device"));
        if Path::new("/proc/version").is_file() {
            let link = dir.path().join("link.txt");
            std::os::unix::fs::symlink("/proc/version", &link).unwrap();
            assert!(refused(&link).contains("/proc"));
            assert!(read_text(&link).is_err());
        }
    }
}
