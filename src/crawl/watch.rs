//! Changes beneath directories, as the system reports them.
//!
//! Events are hints and no more: whoever gets them looks at the files themselves. So events that
//! come twice, in another order or for nothing do no harm, and where some may have been missed (a
//! queue that ran over, a disk that was taken off and put back) the answer is to look at
//! everything.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecursiveMode, Watcher};
use thiserror::Error;

/// Time without a change after which a burst of changes has ended.
const QUIET_PERIOD: Duration = Duration::from_millis(300);
/// Longest time that a burst is collected before it is handed over, ended or not.
const MAX_BURST: Duration = Duration::from_secs(2);
/// Most paths that are handed over one by one; more are left to a walk.
const MAX_PATHS: usize = 5000;
/// Interval at which directories are polled that the system cannot watch.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Changes reported since the last wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// No change within the time that was waited.
    None,
    /// Changed files and directories; some may be gone.
    Paths(Vec<PathBuf>),
    /// Unknown changes: everything is to be looked at.
    Everything,
}

/// A directory that cannot be watched: it does not exist, or the system refuses.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct WatchError(#[from] notify::Error);

/// A watch on directories.
pub struct Watch {
    // Held for as long as events are wanted.
    _watcher: Box<dyn Watcher>,
    events: Receiver<notify::Result<Event>>,
    polls: bool,
}

impl Watch {
    /// Watches all that lies beneath `dirs`. Where the system has no watches left, the directories
    /// are polled every two seconds instead.
    ///
    /// # Errors
    /// A directory does not exist, or the system refuses.
    pub fn new(dirs: &[PathBuf]) -> Result<Self, WatchError> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        for dir in dirs {
            match watcher.watch(dir, RecursiveMode::Recursive) {
                Ok(()) => {}
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                    return Ok(Self::polling(dirs)?);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Self { _watcher: Box::new(watcher), events, polls: false })
    }

    fn polling(dirs: &[PathBuf]) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let config = Config::default().with_poll_interval(POLL_INTERVAL);
        let mut watcher = PollWatcher::new(sender, config)?;
        for dir in dirs {
            watcher.watch(dir, RecursiveMode::Recursive)?;
        }
        Ok(Self { _watcher: Box::new(watcher), events, polls: true })
    }

    /// True if the directories are polled every two seconds, for want of watches.
    pub fn polls(&self) -> bool {
        self.polls
    }

    /// Waits for changes, at most `longest`, and then until the burst they are part of has ended.
    pub fn wait(&self, longest: Duration) -> Changes {
        let mut paths = BTreeSet::new();
        let mut everything = false;
        let mut deadline = Instant::now() + longest;
        let mut started = None;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(Ok(event)) if event.need_rescan() => everything = true,
                Ok(Ok(event)) if matches!(event.kind, EventKind::Access(_)) => continue,
                Ok(Ok(event)) => paths.extend(event.paths),
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => everything = true,
                Err(RecvTimeoutError::Timeout) => break,
            }
            let start = *started.get_or_insert_with(Instant::now);
            deadline = (Instant::now() + QUIET_PERIOD).min(start + MAX_BURST);
            if everything && paths.is_empty() {
                break;
            }
        }
        match paths.len() {
            _ if everything => Changes::Everything,
            0 => Changes::None,
            1..=MAX_PATHS => Changes::Paths(paths.into_iter().collect()),
            _ => Changes::Everything,
        }
    }
}

impl Changes {
    /// Removes hidden paths: names that start with a dot beneath one of `dirs`, and all that lies
    /// in one of `skip`.
    #[must_use]
    pub fn visible(self, dirs: &[PathBuf], skip: &[PathBuf]) -> Self {
        let Self::Paths(mut paths) = self else { return self };
        let hidden = |path: &Path| {
            let below = dirs.iter().find_map(|dir| path.strip_prefix(dir).ok()).unwrap_or(path);
            below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
        };
        // A new ignore file is about all that lies beside and below it.
        if paths
            .iter()
            .any(|path| path.file_name().is_some_and(|n| n == crate::crawl::globs::IGNORE_FILE))
        {
            return Self::Everything;
        }
        paths.retain(|path| !hidden(path) && !skip.iter().any(|dir| path.starts_with(dir)));
        if paths.is_empty() { Self::None } else { Self::Paths(paths) }
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("polls", &self.polls).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_comes_as_one() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        let watch = Watch::new(std::slice::from_ref(&base)).unwrap();
        assert_eq!(watch.wait(Duration::from_millis(50)), Changes::None);
        for name in ["a.txt", "b.txt", ".hidden"] {
            std::fs::write(base.join(name), "x").unwrap();
        }
        std::fs::remove_file(base.join("a.txt")).unwrap();
        let changes = watch.wait(Duration::from_secs(10)).visible(std::slice::from_ref(&base), &[]);
        assert_eq!(changes, Changes::Paths(vec![base.join("a.txt"), base.join("b.txt")]));
        std::fs::write(base.join(crate::crawl::globs::IGNORE_FILE), "b.txt").unwrap();
        let changes = watch.wait(Duration::from_secs(10)).visible(std::slice::from_ref(&base), &[]);
        assert_eq!(changes, Changes::Everything);
        std::fs::write(base.join("b.txt"), "y").unwrap();
        let changes = watch
            .wait(Duration::from_secs(10))
            .visible(std::slice::from_ref(&base), std::slice::from_ref(&base));
        assert_eq!(changes, Changes::None);
    }
}
