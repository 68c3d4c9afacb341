//! Progress of a run: a bar on a terminal, plain lines off one.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::options::global::ProgressWhen;
use crate::cli::output::Output;
use crate::ingest::Report;

/// Interval between plain lines.
const EVERY: Duration = Duration::from_secs(5);

/// A display of reports as they come.
pub enum Progress {
    /// Nothing is shown.
    Quiet,
    /// A bar on a terminal.
    Bar(ProgressBar),
    /// A line every few seconds.
    Lines {
        /// Start of the run.
        start: Instant,
        /// Time of the last line.
        last: Instant,
    },
}

impl Progress {
    /// A bar, or lines off a terminal; nothing where the options say so.
    pub fn new(output: &Output) -> Self {
        let shown = match output.progress {
            ProgressWhen::Auto => !output.quiet,
            ProgressWhen::Always => true,
            ProgressWhen::Never => false,
        };
        if !shown {
            return Self::Quiet;
        }
        if !io::stderr().is_terminal() {
            return Self::Lines { start: Instant::now(), last: Instant::now() };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = "{bar:30} {human_pos}/{human_len} files  {msg}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.set_message("looking for files");
        bar.enable_steady_tick(Duration::from_millis(200));
        Self::Bar(bar)
    }

    /// Shows the state of a run.
    pub fn show(&mut self, report: &Report<'_>) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                bar.set_length(report.files_planned);
                bar.set_position(report.files_done);
                let rate = report.stats.articles as f64 / bar.elapsed().as_secs_f64().max(0.1);
                bar.set_message(format!("{rate:.0} articles/s"));
            }
            Self::Lines { start, last } => {
                if last.elapsed() < EVERY {
                    return;
                }
                *last = Instant::now();
                let seconds = start.elapsed().as_secs_f64().max(0.1);
                let Report { stats, files_planned, files_done } = report;
                let left =
                    (files_planned - files_done) as f64 * seconds / (*files_done).max(1) as f64;
                let rate = stats.articles as f64 / seconds;
                let line = format!(
                    "{files_done}/{files_planned} files, {rate:.0} articles/s, {left:.0} s left"
                );
                let _ = writeln!(io::stderr(), "{line}");
            }
        }
    }

    /// Writes a remark to standard error, above the bar.
    pub fn note(&self, text: &str) {
        let write = || {
            let _ = writeln!(io::stderr(), "onrecord: {text}");
        };
        match self {
            Self::Bar(bar) => bar.suspend(write),
            Self::Lines { .. } => write(),
            Self::Quiet => {}
        }
    }

    /// Shows a share of a task that does not read files.
    pub fn count(&mut self, what: &'static str, done: u64, all: u64) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent} %  {msg}") {
                    bar.set_style(style);
                }
                bar.set_length(all);
                bar.set_position(done);
                bar.set_message(what);
            }
            Self::Lines { last, .. } => {
                if last.elapsed() >= EVERY {
                    *last = Instant::now();
                    let percent = done * 100 / all.max(1);
                    let _ = writeln!(io::stderr(), "{percent} %, {what}");
                }
            }
        }
    }

    /// Removes the bar.
    pub fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
