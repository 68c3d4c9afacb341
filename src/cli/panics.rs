//! Panics as errors: one line like any other, and no trace of the program's inside.
//!
//! tantivy panics on some damage that no checksum was there to find, and so may whatever reads
//! strange data. What is caught on the way (an article that the annotator fails on) is not told
//! here at all.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;

use crate::store::Wanting;

/// The last panic, as it would have been printed.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs `work`; a panic is an error.
pub fn caught<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    panic::set_hook(Box::new(|info| {
        log::debug!("{info}");
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wanting) = Wanting::of(&last) {
            let what = match wanting {
                Wanting::Threads => "threads (`ulimit -u`)",
                Wanting::Memory => "memory (`ulimit -v`)",
            };
            return Err(anyhow!(
                "the system gives no more {what}; end other programs or raise the limit, and run \
                 the same command again"
            ));
        }
        // A workbook's rows on their way through a temporary file.
        if ["StorageFull", "QuotaExceeded"].iter().any(|sign| last.contains(sign)) {
            return Err(anyhow!(
                "the disk is full on which temporary files lie; free some space or let TMPDIR name \
                 another folder, and run the same command again"
            ));
        }
        Err(anyhow!(
            "something is not as it should be, in the index or in onrecord ({}); \
             `onrecord check` tells whether it is the index, else please report it",
            last.replace('\n', ", ")
        ))
    })
}
