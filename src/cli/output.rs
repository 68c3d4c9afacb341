//! Standard output through a presenter, coloured or not; remarks on standard error.

use std::io::{self, BufWriter, Stdout, Write};

use anstream::{AutoStream, ColorChoice};

use crate::cli::options::global::{ColorWhen, GlobalArgs, OutputFormat};
use crate::present::{Answer, Csv, Json, Present, Text, one_line};
use crate::search::Warning;

/// Standard output, and the presenter that writes answers to it.
pub struct Output {
    stream: BufWriter<AutoStream<Stdout>>,
    format: OutputFormat,
    presenter: Box<dyn Present>,
    /// True if standard error gets errors only.
    pub quiet: bool,
}

impl Output {
    /// Standard output as the options ask for it.
    pub fn new(global: &GlobalArgs) -> Self {
        let choice = match global.color {
            ColorWhen::Always => ColorChoice::Always,
            ColorWhen::Never => ColorChoice::Never,
            // Asked of the terminal itself: the stream below is a buffer.
            ColorWhen::Auto => AutoStream::choice(&io::stdout()),
        };
        let stream = BufWriter::with_capacity(64 * 1024, AutoStream::new(io::stdout(), choice));
        let coloured = choice != ColorChoice::Never;
        let presenter: Box<dyn Present> = match global.format {
            OutputFormat::Text | OutputFormat::Trec => {
                Box::new(Text::new(terminal_width(), coloured))
            }
            OutputFormat::Json => Box::new(Json { lines: false }),
            OutputFormat::Jsonl => Box::new(Json { lines: true }),
            OutputFormat::Csv => Box::new(Csv),
        };
        Self { stream, format: global.format, presenter, quiet: global.quiet }
    }

    /// Writes an answer to standard output, in the format asked for.
    ///
    /// # Errors
    /// Standard output fails.
    pub fn present(&mut self, answer: &Answer<'_>) -> io::Result<()> {
        self.presenter.present(answer, &mut self.stream)
    }

    /// Standard output as it is, for bytes that nothing may touch.
    pub fn raw() -> impl Write {
        io::stdout().lock()
    }

    /// Writes out all that is buffered.
    ///
    /// # Errors
    /// Standard output fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }

    /// Writes a remark to standard error, unless told to be quiet.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "onrecord: {}", one_line(text));
        }
    }

    /// Writes warnings of what in a query was taken otherwise than written to standard error.
    pub fn warnings(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.warn(&warning.to_string());
        }
    }

    /// Warns of something that the answer may suffer from, unless quiet.
    pub fn warn(&self, text: &str) {
        self.note(&format!("warning: {text}"));
    }

    /// True if a run file is asked for.
    pub fn is_trec(&self) -> bool {
        self.format == OutputFormat::Trec
    }

    /// Writes the total and the next page's cursor to standard error, where lines of a result have
    /// no place for them.
    pub fn total(&self, total: u64, next: Option<&str>) {
        if matches!(self.format, OutputFormat::Jsonl | OutputFormat::Csv) {
            self.note(&format!("{total} in all"));
            if let Some(next) = next {
                self.note(&format!("next page: --after {next}"));
            }
        }
    }

    /// Standard output, for what no presenter writes.
    pub fn writer(&mut self) -> &mut dyn Write {
        &mut self.stream
    }

    /// Writes a line to standard output.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.stream, "{}", one_line(text))
    }
}

/// Width of the terminal in columns, or 100 where there is none.
fn terminal_width() -> usize {
    console::Term::stdout().size_checked().map_or(100, |(_, columns)| usize::from(columns))
}
