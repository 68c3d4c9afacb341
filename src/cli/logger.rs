//! `-v`: the library's log records as lines on standard error.

use std::io::{self, Write};

use log::{LevelFilter, Log, Metadata, Record};

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let level = record.level().as_str().to_lowercase();
            let _ = writeln!(io::stderr(), "{level}: {}", record.args());
        }
    }

    fn flush(&self) {}
}

/// Warnings by default, our own doings with `-v`, everything with `-vv`.
pub fn start(verbose: u8) {
    log::set_max_level(match verbose {
        0 => LevelFilter::Error,
        1 => LevelFilter::Info,
        _ => LevelFilter::Debug,
    });
    // Fails only where a program that uses the library has set its own.
    let _ = log::set_logger(&Lines);
}
