//! The library's log records as lines on standard error: its own warnings always, more with `-v`.

use std::io::{self, Write};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::present::one_line;

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Other crates warn of what only their users can mend.
        let ours = metadata.target().starts_with(env!("CARGO_CRATE_NAME"));
        let asked = log::max_level() > LevelFilter::Warn;
        metadata.level() <= log::max_level() && (asked || ours || metadata.level() == Level::Error)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let text = record.args().to_string();
            let _ = match record.level() {
                Level::Warn => writeln!(io::stderr(), "onrecord: warning: {}", one_line(&text)),
                level => {
                    let level = level.as_str().to_lowercase();
                    writeln!(io::stderr(), "{level}: {}", one_line(&text))
                }
            };
        }
    }

    fn flush(&self) {}
}

/// Warnings by default, our own doings with `-v`, everything with `-vv`; errors alone if `quiet`.
pub fn start(verbose: u8, quiet: bool) {
    log::set_max_level(match verbose {
        0 if quiet => LevelFilter::Error,
        0 => LevelFilter::Warn,
        1 => LevelFilter::Info,
        _ => LevelFilter::Debug,
    });
    // Fails only where a program that uses the library has set its own.
    let _ = log::set_logger(&Lines);
}
