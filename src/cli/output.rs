//! Results through a presenter, coloured or not; remarks on standard error.

use std::io::{self, BufWriter, IntoInnerError, IsTerminal, Write};

use anstream::adapter::StripBytes;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;

use crate::cli::options::global::{ColorWhen, GlobalArgs, OutputFormat, ProgressWhen};
use crate::cli::sink::Sink;
use crate::present::{Answer, Csv, Json, Present, Text, one_line};
use crate::search::Warning;

/// The results' place, and the presenter that writes answers to it.
pub struct Output {
    stream: BufWriter<Uncoloured>,
    format: OutputFormat,
    presenter: Box<dyn Present>,
    /// True if standard error gets errors only.
    pub quiet: bool,
    /// Occasion on which progress is shown.
    pub progress: ProgressWhen,
}

/// A sink, and if it takes no colours what strips them.
struct Uncoloured {
    sink: Sink,
    strip: Option<StripBytes>,
}

impl Output {
    /// The place that the options ask for; a pager only if `paged`, and on a terminal.
    ///
    /// # Errors
    /// The file named cannot be made.
    pub fn new(global: &GlobalArgs, paged: bool) -> anyhow::Result<Self> {
        let terminal = io::stdout().is_terminal() && global.output.is_none();
        let through = (paged && terminal && global.format == OutputFormat::Text)
            .then(|| pager_command(global))
            .flatten();
        let sink = match (&global.output, through) {
            (Some(path), _) => Sink::file(path)
                .with_context(|| format!("{}: cannot be written", path.display()))?,
            (None, Some(command)) => Sink::pager(command),
            (None, None) => Sink::Stdout(io::stdout()),
        };
        let coloured = match global.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            // Asked of the terminal itself: the stream below is a buffer.
            ColorWhen::Auto => {
                global.output.is_none() && AutoStream::choice(&io::stdout()) != ColorChoice::Never
            }
        };
        let strip = (!coloured).then(StripBytes::new);
        let stream = BufWriter::with_capacity(64 * 1024, Uncoloured { sink, strip });
        let presenter: Box<dyn Present> = match global.format {
            OutputFormat::Text | OutputFormat::Trec => {
                Box::new(Text::new(terminal_width(), coloured))
            }
            OutputFormat::Json => Box::new(Json { lines: false }),
            OutputFormat::Jsonl => Box::new(Json { lines: true }),
            OutputFormat::Csv => Box::new(Csv),
        };
        let (format, quiet, progress) = (global.format, global.quiet, global.progress);
        Ok(Self { stream, format, presenter, quiet, progress })
    }

    /// Writes an answer, in the format asked for.
    ///
    /// # Errors
    /// The place fails.
    pub fn present(&mut self, answer: &Answer<'_>) -> io::Result<()> {
        self.presenter.present(answer, &mut self.stream)
    }

    /// The results' place as it is, for bytes that nothing may touch.
    ///
    /// # Errors
    /// What was written before cannot be written out.
    pub fn raw(&mut self) -> io::Result<&mut impl Write> {
        self.stream.flush()?;
        Ok(&mut self.stream.get_mut().sink)
    }

    /// Writes out all that is buffered.
    ///
    /// # Errors
    /// The place fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }

    /// Writes out all, and ends the output: a file gets its name, a pager is waited for.
    ///
    /// # Errors
    /// The place fails.
    pub fn finish(self) -> io::Result<()> {
        let Uncoloured { sink, .. } =
            self.stream.into_inner().map_err(IntoInnerError::into_error)?;
        sink.finish()
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

    /// True if results are shown on a terminal.
    pub fn is_terminal(&self) -> bool {
        self.stream.get_ref().sink.is_terminal()
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

    /// The results' place, for what no presenter writes.
    pub fn writer(&mut self) -> &mut dyn Write {
        &mut self.stream
    }

    /// Writes a line to the results' place.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.stream, "{}", one_line(text))
    }
}

impl Write for Uncoloured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { sink, strip } = self;
        let Some(strip) = strip else { return sink.write(bytes) };
        strip.strip_next(bytes).try_for_each(|plain| sink.write_all(plain))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Command of the pager: `--pager`, `ONRECORD_PAGER` or the config file, then `PAGER`, then `less`;
/// `None` for no pager.
fn pager_command(global: &GlobalArgs) -> Option<String> {
    if global.no_pager {
        return None;
    }
    let command = global.pager.clone().or_else(|| std::env::var("PAGER").ok());
    let command = command.unwrap_or_else(|| "less".to_owned());
    let none = command.trim().is_empty() || command.trim() == "cat";
    (!none).then_some(command)
}

/// Width of the terminal in columns, or 100 where there is none.
fn terminal_width() -> usize {
    console::Term::stdout().size_checked().map_or(100, |(_, columns)| usize::from(columns))
}
