//! The place that results go to: standard output, a pager on a terminal, or a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Stdout, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::store::NewFile;

/// A writer of the bytes of results.
pub enum Sink {
    /// Standard output.
    Stdout(Stdout),
    /// A pager between the program and its terminal.
    Pager(LazyPager),
    /// A file, which gets its name when all is written.
    File(NewFile),
    /// A pipe or device, written as it comes.
    Device(File),
}

/// A pager that the first byte starts; the terminal itself if none can be started.
pub struct LazyPager {
    command: String,
    state: PagerState,
}

enum PagerState {
    NotStarted,
    Started(Child, ChildStdin),
    Failed(Stdout),
}

impl Sink {
    /// A pager, whose command a shell finds.
    pub fn pager(command: String) -> Self {
        Self::Pager(LazyPager { command, state: PagerState::NotStarted })
    }

    /// A file: a regular one is replaced when all is written, any other is written as it comes; `-`
    /// is standard output.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn file(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdout(io::stdout()));
        }
        if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
            return Ok(Self::Device(OpenOptions::new().write(true).open(path)?));
        }
        // A link stays one.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(Self::File(NewFile::create(&path)?))
    }

    /// Ends the output: the file gets its name, the pager its end and is waited for.
    ///
    /// # Errors
    /// The file cannot be put in its place.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(_) | Self::Device(_) => Ok(()),
            Self::File(new) => new.persist(),
            Self::Pager(pager) => match pager.state {
                PagerState::NotStarted | PagerState::Failed(_) => Ok(()),
                PagerState::Started(mut child, input) => {
                    drop(input);
                    // Its exit code says nothing about the results.
                    child.wait().map(drop)
                }
            },
        }
    }

    /// True if what is written is shown on a terminal.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::Stdout(stream) => stream.is_terminal(),
            Self::Pager(_) => true,
            Self::Device(file) => file.is_terminal(),
            Self::File(_) => false,
        }
    }

    fn current(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stream) => stream,
            Self::Device(file) => file,
            Self::File(new) => new,
            Self::Pager(pager) => pager.started(),
        }
    }
}

impl LazyPager {
    fn started(&mut self) -> &mut dyn Write {
        if matches!(self.state, PagerState::NotStarted) {
            self.state = match start(&self.command) {
                Ok((child, input)) => PagerState::Started(child, input),
                Err(_) => PagerState::Failed(io::stdout()),
            };
        }
        match &mut self.state {
            PagerState::Started(_, input) => input,
            PagerState::Failed(stdout) => stdout,
            PagerState::NotStarted => unreachable!("it was started above"),
        }
    }
}

/// Starts a pager, with the options that git gives it: `less` quits if all fits on one screen,
/// shows colours and leaves the text on the screen.
fn start(command: &str) -> io::Result<(Child, ChildStdin)> {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).stdin(Stdio::piped());
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            shell.env(name, value);
        }
    }
    let mut child = shell.spawn()?;
    let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    Ok((child, input))
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.current().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.current().flush()
    }
}
