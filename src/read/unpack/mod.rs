//! Takes compression and archives off, layer by layer, until a reader knows what is left.
//!
//! .gz, .zst, .bz2, .zip and .tar, in any nesting up to a depth. Nothing is ever written to the disk, so the
//! paths inside an archive are labels and no more. Members are streamed; only a zip inside another
//! container has to be held in memory, since its directory stands at its end. What is unpacked is counted against
//! [`Limits`], so that a bomb ends as a problem and not as a full memory.

mod budget;
mod headed;
mod layer;
mod members;

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::{Problem, Stage};
use crate::read::context::{Alone, Context};
use crate::read::input::{LARGEST_ARTICLE, io_problem};
use crate::read::unpack::budget::{Budget, Counted};
use crate::read::unpack::headed::Headed;
use crate::read::unpack::layer::{Layer, inner_path};
use crate::read::unpack::members::Members;

pub use budget::DAMAGED;
pub use budget::Limits;

/// Buffer of a decoder, in bytes.
const BUFFER: usize = 64 * 1024;

/// The largest zip that is read out of another container, in bytes: it has to fit the memory.
const LARGEST_INNER_ZIP: usize = 2 * LARGEST_ARTICLE;

/// A file that is no container: what readers read.
pub struct Leaf<'l> {
    /// Its bytes, from the first.
    pub input: &'l mut dyn BufRead,
    /// As many of them as a buffer holds.
    pub head: &'l [u8],
    /// What is known of it.
    pub context: &'l Context<'l>,
    /// Its path inside the container, if it is in one.
    pub member: Option<&'l str>,
    /// How many unpacked bytes were taken so far, and how many are known to be whole.
    pub taken: &'l dyn Fn() -> (u64, u64),
}

/// What is done with the files that are found.
pub trait Visit {
    /// Takes a file. Stops the walk through a container when it says so.
    fn file(&mut self, leaf: Leaf<'_>) -> Result<(), Problem>;

    /// Takes a member that failed; the others follow.
    fn failed(&mut self, problem: Problem);

    /// Whether enough was seen.
    fn done(&self) -> bool {
        false
    }
}

/// Unpacks a file of `size` bytes (0 when not known) and hands what is in it to `visit`.
///
/// # Errors
/// A problem that ends the file.
pub fn unpack(
    input: &mut dyn BufRead,
    size: u64,
    context: &Context<'_>,
    limits: &Limits,
    visit: &mut dyn Visit,
) -> Result<(), Problem> {
    let budget = Budget::new(*limits, size);
    let place = Place { context: *context, member: None, depth: 0, counted: false };
    Unpacker { budget: &budget, visit }.layer(input, place)
}

/// Where the unpacker stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    context: Context<'p>,
    /// The path inside the outermost container, if there is one.
    member: Option<&'p str>,
    /// How many layers are taken off.
    depth: usize,
    /// Whether the bytes come out of the outermost decoder: the one whose checksums count.
    counted: bool,
}

struct Unpacker<'u> {
    budget: &'u Budget,
    visit: &'u mut dyn Visit,
}

impl Unpacker<'_> {
    fn layer(&mut self, input: &mut dyn BufRead, place: Place<'_>) -> Result<(), Problem> {
        let count = place.counted.then_some(self.budget);
        let mut input = Headed::new(input, count).map_err(|e| io_problem(&e))?;
        let Some(layer) = Layer::of(input.head(), place.context.path) else {
            let head = input.share_head();
            let taken = || self.budget.taken();
            let Place { context, member, .. } = &place;
            let leaf =
                Leaf { input: &mut input, head: &head, context, member: *member, taken: &taken };
            return self.visit.file(leaf);
        };
        let Place { context, depth, .. } = place;
        if depth == self.budget.limits.depth {
            let detail = format!("more than {depth} archives and compressions, one in another");
            return Err(Problem::new(Stage::Read, "nested too deeply", detail));
        }
        let place = Place { depth: depth + 1, ..place };
        let inner = Place {
            context: Context { path: inner_path(context.path, layer), ..context },
            ..place
        };
        match layer {
            Layer::Gzip => self.decoded(Members::new(input, self.budget), inner),
            Layer::Bzip2 => self.decoded(bzip2::bufread::MultiBzDecoder::new(input), inner),
            Layer::Zstd => {
                let decoder =
                    zstd::stream::read::Decoder::with_buffer(input).map_err(|e| io_problem(&e))?;
                self.decoded(decoder, inner)
            }
            Layer::Tar => self.tar(&mut input, place),
            Layer::Zip if depth == 0 => match context.siblings.itself() {
                Some(file) => self.zip(file, place),
                None => self.zip_in_memory(&mut input, place),
            },
            Layer::Zip => self.zip_in_memory(&mut input, place),
            Layer::Unsupported(name) => {
                let detail = format!("{name} is not unpacked here; unpack it first");
                Err(Problem::new(Stage::Read, "unsupported compression", detail))
            }
        }
    }

    fn decoded(&mut self, decoder: impl Read, place: Place<'_>) -> Result<(), Problem> {
        let place = Place { counted: self.budget.is_outermost(), ..place };
        let mut input = BufReader::with_capacity(BUFFER, Counted::new(decoder, self.budget));
        self.layer(&mut input, place)?;
        self.drain(&mut input)
    }

    /// Takes what a reader left, since the checksum stands at the end.
    fn drain(&self, input: &mut dyn BufRead) -> Result<(), Problem> {
        if !self.visit.done() {
            io::copy(input, &mut io::sink()).map_err(|e| io_problem(&e))?;
        }
        Ok(())
    }

    fn tar(&mut self, input: &mut dyn BufRead, place: Place<'_>) -> Result<(), Problem> {
        let mut archive = tar::Archive::new(input);
        let mut failed = false;
        for entry in archive.entries().map_err(|e| io_problem(&e))? {
            let entry = match entry {
                Ok(entry) => entry,
                // An archive that ends in the midst of a member has told so already, through the member.
                Err(_) if failed => return Ok(()),
                Err(error) => return Err(tar_problem(&error)),
            };
            let kind = entry.header().entry_type();
            if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
                continue;
            }
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let buffer = BUFFER.min(entry.size() as usize + 1);
            let entry = Whole { left: entry.size(), inner: entry };
            let mut input = BufReader::with_capacity(buffer, entry);
            failed = !self.member(&mut input, Place { counted: false, ..place }, &path);
            if self.visit.done() {
                break;
            }
        }
        Ok(())
    }

    fn zip_in_memory(&mut self, input: &mut dyn BufRead, place: Place<'_>) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        let limit = LARGEST_INNER_ZIP as u64;
        input.take(limit + 1).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
        if bytes.len() > LARGEST_INNER_ZIP {
            let detail = format!(
                "a zip of over {} MB in a container or a stream; unpack the container first",
                limit >> 20
            );
            return Err(Problem::new(Stage::Read, "inner zip too large", detail));
        }
        self.zip(Cursor::new(bytes), place)
    }

    fn zip(&mut self, file: impl Read + Seek, place: Place<'_>) -> Result<(), Problem> {
        let mut archive = ZipArchive::new(file).map_err(zip_problem)?;
        for index in 0..archive.len() {
            let entry = match archive.by_index(index) {
                Ok(entry) if entry.is_dir() || entry.is_symlink() => continue,
                Ok(entry) => entry,
                Err(error) => {
                    self.visit.failed(zip_problem(error));
                    continue;
                }
            };
            let path = entry
                .name()
                .map_or_else(|_| format!("member {index}"), std::borrow::Cow::into_owned);
            let place = Place { counted: self.budget.is_outermost(), ..place };
            let mut input = BufReader::with_capacity(BUFFER, Counted::new(entry, self.budget));
            self.member(&mut input, place, &path.replace('\\', "/"));
            if self.visit.done() {
                break;
            }
        }
        Ok(())
    }

    /// Takes the member at `path` of a container; whether it was read.
    fn member(&mut self, input: &mut dyn BufRead, place: Place<'_>, path: &str) -> bool {
        let path = path.trim_start_matches("./");
        // As in the walk: names that start with a dot are passed over, and so is what macOS adds.
        if path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            return true;
        }
        let member =
            place.member.map_or_else(|| path.to_owned(), |outer| format!("{outer}/{path}"));
        let full = format!("{}/{path}", place.context.path);
        // What lies beside the container does not lie beside what is in it.
        let context = Context { path: &full, siblings: &Alone, ..place.context };
        let read = self.layer(input, Place { context, member: Some(&member), ..place });
        let Err(problem) = read.and_then(|()| self.drain(input)) else { return true };
        self.visit.failed(problem.within(&member));
        false
    }
}

/// A member of a tar, which must have as many bytes as its header says: tar itself takes the end of
/// the file for the end of the member.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        if read == 0 && self.left > 0 && !out.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

fn tar_problem(error: &io::Error) -> Problem {
    match io_problem(error) {
        problem if problem.cause != "cannot be read" => problem,
        problem => Problem::new(Stage::Read, "damaged archive", problem.detail),
    }
}

fn zip_problem(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => io_problem(&error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Problem::new(Stage::Read, "encrypted", "a password is needed; unpack it first")
        }
        ZipError::UnsupportedArchive(reason) => Problem::new(
            Stage::Read,
            "unsupported compression",
            format!("{reason}; unpack it first"),
        ),
        ZipError::CompressionMethodNotSupported(method) => {
            let detail = format!("method {method} of zip; unpack it first");
            Problem::new(Stage::Read, "unsupported compression", detail)
        }
        error => Problem::new(Stage::Read, "damaged archive", io::Error::from(error).to_string()),
    }
}
