//! Writing to the index: the parts that `index`, `index --watch` and `check --repair` share.

use std::path::{Path, PathBuf};
use std::thread;

use crate::cli::clock;
use crate::cli::output::Output;
use crate::crawl::unescape_path;
use crate::store::{Index, WriterOptions};

/// Largest number of threads of an index writer; more would only divide its memory.
const MAX_WRITER_THREADS: usize = 4;

/// Number of cores of the machine.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Options of an index writer; `memory` in bytes.
pub fn writer_options(command: &str, workers: usize, memory: usize) -> WriterOptions {
    WriterOptions { memory, threads: workers.min(MAX_WRITER_THREADS), holder: holder(command) }
}

/// The name of this process, for another run that finds the index locked.
pub fn holder(command: &str) -> String {
    format!("onrecord {command}, process {}, since {}", std::process::id(), clock::local_time())
}

/// The directories that the index knows, where no PATH is given. Those that are not there are left
/// alone, as a disk that is not mounted is; a stream has no directory.
pub fn known_dirs(index: &Index, output: &Output) -> Vec<PathBuf> {
    let mut dirs = Vec::new();
    for root in &index.manifest().roots {
        let dir = unescape_path(&root.dir);
        if !dir.is_absolute() {
            continue;
        }
        if has_entries(&dir) {
            dirs.push(dir);
        } else {
            let (name, dir) = (&root.name, &root.dir);
            output.note(&format!(
                "root {name} is not there or empty ({dir}): what the index has of it stays as it is"
            ));
        }
    }
    dirs
}

/// True if a directory holds anything: a mount point without its disk is an empty directory.
pub fn has_entries(dir: &Path) -> bool {
    dir.is_file() || dir.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
