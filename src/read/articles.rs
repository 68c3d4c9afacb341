//! Whole files → articles, whatever they are packed in and whichever reader claims them; and the
//! way back, from an article's address to its record.

use std::io::{self, BufRead, Read, Write};

use crate::model::{Article, Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::dates::DateOrder;
use crate::read::encoding::mojibake;
use crate::read::extract::marked::resolve_references;
use crate::read::input::{HEAD_BYTES, io_problem};
use crate::read::reader::{Emit, FormatReader};
use crate::read::readers::reader_for;
use crate::read::unpack::{DAMAGED, Limits, UnpackVisitor, UnpackedFile, unpack};

/// A filter of files by their format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatFilter {
    /// Names of the only formats that are read; all when empty.
    pub only: Vec<String>,
    /// Names of formats that are left out.
    pub skip: Vec<String>,
}

impl FormatFilter {
    fn accepts(&self, reader: &dyn FormatReader) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == reader.name());
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

/// Result of a file that was read without a problem of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// At least one of its members was read.
    Accepted,
    /// Formats that are left out were all that it contains.
    Excluded,
}

/// Reads all articles of a file and hands each to `emit`, with its position in the file. `size` is
/// the file's length in bytes, 0 when it is not known. Positions count through all members of a
/// container; an article without a date gets the one in its first lines, its path or its URL. A
/// position that comes a second time, with a problem, takes its article back.
///
/// # Errors
/// A problem that ends the file: articles handed over before it stand.
pub fn read_articles(
    input: &mut dyn BufRead,
    size: u64,
    context: &FileContext<'_>,
    limits: &Limits,
    formats: &FormatFilter,
    emit: &mut Emit<'_>,
) -> Result<Acceptance, Problem> {
    let unverified = Vec::new();
    let mut reading =
        ArticleVisitor { next: 0, read: 0, excluded: 0, verified: 0, unverified, formats, emit };
    if let Err(problem) = unpack(input, size, context, limits, &mut reading)
        && !reading.retract(&problem)
    {
        return Err(problem);
    }
    let none = reading.read == 0 && reading.next == 0;
    if none && reading.excluded > 0 {
        return Ok(Acceptance::Excluded);
    }
    Ok(Acceptance::Accepted)
}

struct ArticleVisitor<'r, 'o> {
    /// Position of the next article.
    next: u64,
    read: u64,
    excluded: u64,
    /// Number of unpacked bytes that a checksum stands behind.
    verified: u64,
    /// Positions of articles that no checksum stands behind yet, each with the number of bytes that
    /// were taken when it was read.
    unverified: Vec<(u64, u64)>,
    formats: &'r FormatFilter,
    emit: &'r mut Emit<'o>,
}

impl UnpackVisitor for ArticleVisitor<'_, '_> {
    fn visit_file(&mut self, file: UnpackedFile<'_>) -> Result<(), Problem> {
        let head = &file.head[..floor_char_boundary(file.head, HEAD_BYTES)];
        let reader = reader_for(head, file.context.path)?;
        if !self.formats.accepts(reader) {
            self.excluded += 1;
            return Ok(());
        }
        let order = DateOrder::from_evidence(file.head).or(file.context.date_order);
        let context = FileContext { date_order: order, ..*file.context };
        let start = self.next;
        let name = |problem: Problem| Problem { format: reader.name().to_owned(), ..problem };
        let within = |problem: Problem| match file.member {
            Some(member) => problem.within(member),
            None => problem,
        };
        let read = reader.read(file.input, &context, &mut |position, read| {
            let position = start + position;
            self.next = position + 1;
            self.read += 1;
            let (taken, verified) = (file.progress)();
            if verified > self.verified {
                self.verified = verified;
                self.unverified.retain(|(_, at)| *at > verified);
            }
            if taken > verified && read.is_ok() {
                self.unverified.push((position, taken));
            }
            let read = read.and_then(|article| finish_article(article, &context, file.member));
            (self.emit)(position, read.map_err(name).map_err(within));
        });
        if read.is_ok() && self.next == start {
            return Err(name(Problem::new(Stage::Read, "no articles", "it holds none")));
        }
        read.map_err(name)
    }

    fn visit_failure(&mut self, problem: Problem) {
        if self.retract(&problem) {
            return;
        }
        (self.emit)(self.next, Err(problem));
        self.next += 1;
    }
}

impl ArticleVisitor<'_, '_> {
    /// Takes back the articles that were read out of damaged compression since its last checksum:
    /// any of their words may be wrong. True if there were any.
    fn retract(&mut self, problem: &Problem) -> bool {
        if problem.cause != DAMAGED || self.unverified.is_empty() {
            return false;
        }
        let detail = format!(
            "{}; what was read of it cannot be trusted (unpack by hand what can be saved)",
            problem.detail
        );
        for (position, _) in self.unverified.drain(..) {
            (self.emit)(position, Err(Problem { detail: detail.clone(), ..problem.clone() }));
        }
        true
    }
}

fn finish_article(
    mut article: Article,
    context: &FileContext<'_>,
    member: Option<&str>,
) -> Result<Article, Problem> {
    if article.body.trim().is_empty() {
        return Err(Problem::new(Stage::Read, "no text", "its body is empty"));
    }
    resolve_references(&mut article);
    mojibake::repair(&mut article);
    article.member = member.map(str::to_owned);
    context.set_fallback_date(&mut article);
    Ok(article)
}

/// Length of the longest prefix of `head` within `limit` bytes that does not end inside a
/// character: such a one would be no UTF-8.
fn floor_char_boundary(head: &[u8], limit: usize) -> usize {
    let mut end = head.len().min(limit);
    while end > 0 && end < head.len() && head[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
}

/// Copies the record of an article, as it stands in its unpacked file, to `into`. True if it was
/// found.
///
/// # Errors
/// The file cannot be unpacked so far, or `into` cannot be written.
pub fn copy_record(
    input: &mut dyn BufRead,
    size: u64,
    context: &FileContext<'_>,
    article: &Article,
    into: &mut dyn Write,
) -> Result<bool, Problem> {
    let (member, extent) = (article.member.as_deref(), article.extent);
    let mut finding = RecordVisitor { member, extent, into, found: false };
    unpack(input, size, context, &Limits::default(), &mut finding)?;
    Ok(finding.found)
}

struct RecordVisitor<'f> {
    member: Option<&'f str>,
    extent: Option<Extent>,
    into: &'f mut dyn Write,
    found: bool,
}

impl UnpackVisitor for RecordVisitor<'_> {
    fn visit_file(&mut self, file: UnpackedFile<'_>) -> Result<(), Problem> {
        if file.member != self.member || self.found {
            return Ok(());
        }
        let fail = |e: io::Error| io_problem(&e);
        self.found = true;
        let Some(Extent { start, length }) = self.extent else {
            return io::copy(&mut *file.input, self.into).map(drop).map_err(fail);
        };
        io::copy(&mut (&mut *file.input).take(start), &mut io::sink()).map_err(fail)?;
        let copied = io::copy(&mut (&mut *file.input).take(length), self.into).map_err(fail)?;
        self.found = copied == length;
        Ok(())
    }

    fn visit_failure(&mut self, _: Problem) {}

    fn is_done(&self) -> bool {
        self.found
    }
}
