//! Unpacking: compression and archives come off, layer by layer, until a file is left that a reader
//! may claim.
//!
//! .gz, .zst, .bz2, .zip and .tar, in any nesting up to a depth. Nothing is ever written to the
//! disk, so the paths inside an archive are labels and no more. Members are streamed; only a zip
//! inside another container has to be held in memory, since its directory stands at its end.
//! Unpacked bytes are counted against [`Limits`], so that a bomb ends as a problem and not as a
//! full memory.

mod budget;
mod layer;
mod members;
mod peek;
mod rewind;
mod tar;
mod zip_salvage;

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::{Problem, Stage};
use crate::read::context::{FileContext, NoSiblings};
use crate::read::input::{MAX_ARTICLE_BYTES, io_problem};
use crate::read::unpack::budget::CountedReader;
use crate::read::unpack::layer::{Layer, inner_path};
use crate::read::unpack::members::Members;
use crate::read::unpack::peek::PeekReader;
use crate::read::unpack::tar::{TarItem, TarReader};
use crate::read::unpack::zip_salvage::ZipMembers;

pub use budget::{Budget, DAMAGED, Damage, Limits};

/// Size of a decoder's buffer, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// Size of the largest zip that is read out of another container, in bytes: it has to fit the
/// memory.
const MAX_INNER_ZIP_BYTES: usize = 2 * MAX_ARTICLE_BYTES;

/// A file that is no container, for a reader.
pub struct UnpackedFile<'l> {
    /// Bytes of the file, from the first.
    pub input: &'l mut dyn BufRead,
    /// First bytes of the file, as many as a buffer holds.
    pub head: &'l [u8],
    /// Context of the file.
    pub context: &'l FileContext<'l>,
    /// Path inside the container, if it is in one.
    pub member: Option<&'l str>,
    /// Account of the whole file: what was taken so far, and what a checksum stands behind.
    pub budget: &'l Budget,
    /// Number of bytes that were taken of the outermost decoder before this file, where all of them
    /// are its own.
    pub base: Option<u64>,
}

/// Visitor of the files that a container holds.
pub trait UnpackVisitor {
    /// Visits a file.
    ///
    /// # Errors
    /// A problem that ends the container.
    fn visit_file(&mut self, file: UnpackedFile<'_>) -> Result<(), Problem>;

    /// Position of the next article.
    fn position(&self) -> u64 {
        0
    }

    /// Visits a member that failed, whose first article was at position `from`; others follow.
    fn visit_failure(&mut self, problem: Problem, from: u64, budget: &Budget);

    /// Visits the account at the end of all.
    fn visit_end(&mut self, _budget: &Budget) {}

    /// True if enough was seen.
    fn is_done(&self) -> bool {
        false
    }
}

/// Unpacks a file of `size` bytes (0 when not known) and hands all that is in it to `visitor`.
///
/// # Errors
/// A problem that ends the file.
pub fn unpack(
    input: &mut dyn BufRead,
    size: u64,
    context: &FileContext<'_>,
    limits: &Limits,
    visitor: &mut dyn UnpackVisitor,
) -> Result<(), Problem> {
    let budget = Budget::new(*limits, size);
    let place = Nesting { context: *context, member: None, depth: 0, counted: false };
    let result = Unpacker { budget: &budget, visitor }.unpack_layer(input, place);
    visitor.visit_end(&budget);
    result
}

/// Position of the unpacker within nested containers.
#[derive(Clone, Copy)]
struct Nesting<'p> {
    context: FileContext<'p>,
    /// Path inside the outermost container, if there is one.
    member: Option<&'p str>,
    /// Number of layers that were taken off.
    depth: usize,
    /// True if the bytes come out of the outermost decoder: the one whose checksums count.
    counted: bool,
}

struct Unpacker<'u> {
    budget: &'u Budget,
    visitor: &'u mut dyn UnpackVisitor,
}

impl Unpacker<'_> {
    fn unpack_layer(&mut self, input: &mut dyn BufRead, place: Nesting<'_>) -> Result<(), Problem> {
        let count = place.counted.then_some(self.budget);
        let base = count.map(|budget| budget.progress().0);
        let mut input = PeekReader::new(input, count).map_err(|e| io_problem(&e))?;
        let Some(layer) = Layer::detect(input.head(), place.context.path) else {
            let head = input.share_head();
            let Nesting { context, member, .. } = &place;
            let file = UnpackedFile {
                input: &mut input,
                head: &head,
                context,
                member: *member,
                budget: self.budget,
                base,
            };
            return self.visitor.visit_file(file);
        };
        let Nesting { context, depth, .. } = place;
        if depth == self.budget.limits.depth {
            let detail = format!("more than {depth} archives and compressions, one in another");
            return Err(Problem::new(Stage::Read, "nested too deeply", detail));
        }
        let place = Nesting { depth: depth + 1, ..place };
        let inner = Nesting {
            context: FileContext { path: inner_path(context.path, layer), ..context },
            ..place
        };
        match layer {
            Layer::Gzip | Layer::Bzip2 | Layer::Zstd => {
                let members =
                    Members::new(layer, input, self.budget).map_err(|e| io_problem(&e))?;
                self.unpack_decoded(members, inner)
            }
            Layer::Tar => self.unpack_tar(&mut input, place),
            Layer::Zip if depth == 0 => match context.siblings.reopen() {
                Some(file) => self.unpack_zip(file, place),
                None => self.zip_in_memory(&mut input, place),
            },
            Layer::Zip => self.zip_in_memory(&mut input, place),
            Layer::Unsupported(name) => {
                let detail = format!("{name} is not unpacked here; unpack it first");
                Err(Problem::new(Stage::Read, "unsupported compression", detail))
            }
        }
    }

    fn unpack_decoded(&mut self, decoder: impl Read, place: Nesting<'_>) -> Result<(), Problem> {
        let place = Nesting { counted: self.budget.is_outermost(), ..place };
        let mut input =
            BufReader::with_capacity(BUFFER_BYTES, CountedReader::new(decoder, self.budget));
        self.unpack_layer(&mut input, place)?;
        self.drain(&mut input)
    }

    /// Reads the rest that a reader left, since the checksum stands at the end.
    fn drain(&self, input: &mut dyn BufRead) -> Result<(), Problem> {
        if !self.visitor.is_done() {
            io::copy(input, &mut io::sink()).map_err(|e| io_problem(&e))?;
        }
        Ok(())
    }

    fn unpack_tar(&mut self, input: &mut dyn BufRead, place: Nesting<'_>) -> Result<(), Problem> {
        let mut archive = TarReader::new(input);
        let mut failed = false;
        loop {
            let (path, size) = match archive.next() {
                Ok(TarItem::File { path, size }) => (path, size),
                Ok(TarItem::Damaged(detail)) => {
                    let problem = Problem::new(Stage::Read, "damaged archive", detail);
                    self.fail(problem);
                    continue;
                }
                Ok(TarItem::End) => return Ok(()),
                // An archive that ends in the midst of a member has told so already, through the
                // member.
                Err(_) if failed => return Ok(()),
                Err(error) => return Err(tar_problem(&error)),
            };
            let buffer = BUFFER_BYTES.min(size as usize + 1);
            let mut input = BufReader::with_capacity(buffer, &mut archive);
            failed = !self.unpack_member(&mut input, Nesting { counted: false, ..place }, &path);
            if self.visitor.is_done() {
                return Ok(());
            }
        }
    }

    fn zip_in_memory(
        &mut self,
        input: &mut dyn BufRead,
        place: Nesting<'_>,
    ) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        let limit = MAX_INNER_ZIP_BYTES as u64;
        input.take(limit + 1).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
        if bytes.len() > MAX_INNER_ZIP_BYTES {
            let detail = format!(
                "a zip of over {} MB in a container or a stream; unpack the container first",
                limit >> 20
            );
            return Err(Problem::new(Stage::Read, "inner zip too large", detail));
        }
        self.unpack_zip(Cursor::new(bytes), place)
    }

    fn unpack_zip(&mut self, file: impl Read + Seek, place: Nesting<'_>) -> Result<(), Problem> {
        let mut file = file;
        let mut archive = match ZipArchive::new(&mut file) {
            Ok(archive) => archive,
            Err(ZipError::InvalidArchive(_) | ZipError::Io(_)) => {
                return self.salvage_zip(file, place);
            }
            Err(error) => return Err(zip_problem(error)),
        };
        for index in 0..archive.len() {
            let entry = match archive.by_index(index) {
                Ok(entry) if entry.is_dir() || entry.is_symlink() => continue,
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(zip_problem(error));
                    continue;
                }
            };
            let path = entry
                .name()
                .map_or_else(|_| format!("member {index}"), std::borrow::Cow::into_owned);
            self.unpack_zip_member(entry, place, &path);
            if self.visitor.is_done() {
                break;
            }
        }
        Ok(())
    }

    /// Unpacks the members of a zip without its directory.
    fn salvage_zip(
        &mut self,
        mut file: impl Read + Seek,
        place: Nesting<'_>,
    ) -> Result<(), Problem> {
        let fail = |e: io::Error| io_problem(&e);
        file.rewind().map_err(fail)?;
        let mut input = BufReader::with_capacity(BUFFER_BYTES, file);
        let mut members = ZipMembers::new(&mut input);
        let detail = "its directory is damaged or cut off; what stands before it is read";
        let problem = Problem::new(Stage::Read, "damaged archive", detail);
        let mut found = false;
        while let Some(member) = members.next().map_err(fail)? {
            found = true;
            match member {
                Ok(member) if member.path.ends_with('/') => {}
                Ok(member) => {
                    let content = members.content(&member);
                    self.unpack_zip_member(content, place, &member.path);
                }
                Err(problem) => self.fail(problem),
            }
            if self.visitor.is_done() {
                return Ok(());
            }
        }
        if !found {
            return Err(problem);
        }
        self.fail(problem);
        Ok(())
    }

    /// Tells of a member that no article was read of.
    fn fail(&mut self, problem: Problem) {
        let from = self.visitor.position();
        self.visitor.visit_failure(problem, from, self.budget);
    }

    fn unpack_zip_member(&mut self, content: impl Read, place: Nesting<'_>, path: &str) {
        let place = Nesting { counted: self.budget.is_outermost(), ..place };
        let mut input =
            BufReader::with_capacity(BUFFER_BYTES, CountedReader::new(content, self.budget));
        self.unpack_member(&mut input, place, &path.replace('\\', "/"));
    }

    /// Unpacks the member at `path` of a container. True if it was read.
    fn unpack_member(&mut self, input: &mut dyn BufRead, place: Nesting<'_>, path: &str) -> bool {
        let path = path.trim_start_matches("./");
        // As in the walk: names that start with a dot are passed over, and so is what macOS adds.
        if path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            return true;
        }
        let member =
            place.member.map_or_else(|| path.to_owned(), |outer| format!("{outer}/{path}"));
        let full = format!("{}/{path}", place.context.path);
        // What lies beside the container does not lie beside what is in it.
        let context = FileContext { path: &full, siblings: &NoSiblings, ..place.context };
        let from = self.visitor.position();
        let read = self.unpack_layer(input, Nesting { context, member: Some(&member), ..place });
        let Err(problem) = read.and_then(|()| self.drain(input)) else { return true };
        self.visitor.visit_failure(problem.within(&member), from, self.budget);
        false
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
