//! A whole file → its articles, whatever it is packed in and whatever reader takes it; and the way
//! back, from an article's address to its record.

use std::io::{self, BufRead, Read, Write};

use crate::model::{Article, Extent, Problem, Stage};
use crate::read::context::Context;
use crate::read::dates::DateOrder;
use crate::read::encoding::mojibake;
use crate::read::input::{HEAD, io_problem};
use crate::read::reader::{Out, Reader};
use crate::read::readers::reader_for;
use crate::read::unpack::{DAMAGED, Leaf, Limits, Visit, unpack};

/// Which formats are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    /// Names of the only ones; all when empty.
    pub only: Vec<String>,
    /// Names of those that are left out.
    pub skip: Vec<String>,
}

impl Formats {
    fn allow(&self, reader: &dyn Reader) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == reader.name());
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

/// Whether a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was.
    Read,
    /// Its format is one of those to be left out.
    LeftOut,
}

/// Reads all articles of a file. `size` is its length in bytes, 0 when it is not known. Positions
/// count through all members of a container; an article without a date gets the one that its first lines, its path
/// or its URL tell.
///
/// # Errors
/// A problem that ends the file: what was handed over before it stands.
pub fn read_articles(
    input: &mut dyn BufRead,
    size: u64,
    context: &Context<'_>,
    limits: &Limits,
    formats: &Formats,
    out: &mut Out<'_>,
) -> Result<Taken, Problem> {
    let unverified = Vec::new();
    let mut reading =
        Reading { next: 0, read: 0, left_out: 0, verified: 0, unverified, formats, out };
    if let Err(problem) = unpack(input, size, context, limits, &mut reading)
        && !reading.retract(&problem)
    {
        return Err(problem);
    }
    let none = reading.read == 0 && reading.next == 0;
    if none && reading.left_out > 0 {
        return Ok(Taken::LeftOut);
    }
    Ok(Taken::Read)
}

struct Reading<'r, 'o> {
    /// The position of the next article.
    next: u64,
    read: u64,
    left_out: u64,
    /// How many of the unpacked bytes are known to be whole.
    verified: u64,
    /// Positions of articles that no checksum stands behind yet, and how much was taken when they were
    /// read.
    unverified: Vec<(u64, u64)>,
    formats: &'r Formats,
    out: &'r mut Out<'o>,
}

impl Visit for Reading<'_, '_> {
    fn file(&mut self, leaf: Leaf<'_>) -> Result<(), Problem> {
        let head = &leaf.head[..whole_characters(leaf.head, HEAD)];
        let reader = reader_for(head, leaf.context.path)?;
        if !self.formats.allow(reader) {
            self.left_out += 1;
            return Ok(());
        }
        let order = DateOrder::of_evidence(leaf.head).or(leaf.context.date_order);
        let context = Context { date_order: order, ..*leaf.context };
        let start = self.next;
        let name = |problem: Problem| Problem { format: reader.name().to_owned(), ..problem };
        let within = |problem: Problem| match leaf.member {
            Some(member) => problem.within(member),
            None => problem,
        };
        let read = reader.read(leaf.input, &context, &mut |position, read| {
            let position = start + position;
            self.next = position + 1;
            self.read += 1;
            let (taken, verified) = (leaf.taken)();
            if verified > self.verified {
                self.verified = verified;
                self.unverified.retain(|(_, at)| *at > verified);
            }
            if taken > verified && read.is_ok() {
                self.unverified.push((position, taken));
            }
            let read = read.and_then(|article| finish(article, &context, leaf.member));
            (self.out)(position, read.map_err(name).map_err(within));
        });
        if read.is_ok() && self.next == start {
            return Err(name(Problem::new(Stage::Read, "no articles", "it holds none")));
        }
        read.map_err(name)
    }

    fn failed(&mut self, problem: Problem) {
        if self.retract(&problem) {
            return;
        }
        (self.out)(self.next, Err(problem));
        self.next += 1;
    }
}

impl Reading<'_, '_> {
    /// Takes back what was read out of damaged compression since its last checksum: its words may be
    /// wrong, and nothing tells which. Whether there was something to be taken back.
    fn retract(&mut self, problem: &Problem) -> bool {
        if problem.cause != DAMAGED || self.unverified.is_empty() {
            return false;
        }
        let detail = format!(
            "{}; what was read of it cannot be trusted (unpack by hand what can be saved)",
            problem.detail
        );
        for (position, _) in self.unverified.drain(..) {
            (self.out)(position, Err(Problem { detail: detail.clone(), ..problem.clone() }));
        }
        true
    }
}

fn finish(
    mut article: Article,
    context: &Context<'_>,
    member: Option<&str>,
) -> Result<Article, Problem> {
    if article.body.trim().is_empty() {
        return Err(Problem::new(Stage::Read, "no text", "its body is empty"));
    }
    mojibake::mend(&mut article);
    article.member = member.map(str::to_owned);
    context.set_fallback_date(&mut article);
    Ok(article)
}

/// At most `limit` bytes of `head`, not ending in the midst of a character: it would be no UTF-8.
fn whole_characters(head: &[u8], limit: usize) -> usize {
    let mut end = head.len().min(limit);
    while end > 0 && end < head.len() && head[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
}

/// Copies the record of an article, as it stands in its unpacked file, to `into`; whether it was found.
///
/// # Errors
/// The file cannot be unpacked so far, or `into` cannot be written.
pub fn copy_record(
    input: &mut dyn BufRead,
    size: u64,
    context: &Context<'_>,
    article: &Article,
    into: &mut dyn Write,
) -> Result<bool, Problem> {
    let (member, extent) = (article.member.as_deref(), article.extent);
    let mut finding = Finding { member, extent, into, found: false };
    unpack(input, size, context, &Limits::default(), &mut finding)?;
    Ok(finding.found)
}

struct Finding<'f> {
    member: Option<&'f str>,
    extent: Option<Extent>,
    into: &'f mut dyn Write,
    found: bool,
}

impl Visit for Finding<'_> {
    fn file(&mut self, leaf: Leaf<'_>) -> Result<(), Problem> {
        if leaf.member != self.member || self.found {
            return Ok(());
        }
        let fail = |e: io::Error| io_problem(&e);
        self.found = true;
        let Some(Extent { start, length }) = self.extent else {
            return io::copy(&mut *leaf.input, self.into).map(drop).map_err(fail);
        };
        io::copy(&mut (&mut *leaf.input).take(start), &mut io::sink()).map_err(fail)?;
        let copied = io::copy(&mut (&mut *leaf.input).take(length), self.into).map_err(fail)?;
        self.found = copied == length;
        Ok(())
    }

    fn failed(&mut self, _: Problem) {}

    fn done(&self) -> bool {
        self.found
    }
}
