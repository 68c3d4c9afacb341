//! Whole files → articles, whatever they are packed in and whichever reader claims them; and the
//! way back, from an article's address to its record.

use std::io::{self, BufRead, Read, Write};
use std::ops::Range;

use crate::model::{Article, Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::dates::DateOrder;
use crate::read::encoding::{
    MarkedEncoding, TextEncoding, TextStream, copy_decoded, known_encoding, legacy_encoding,
    mojibake,
};
use crate::read::extract::marked::resolve_references;
use crate::read::input::{HEAD_BYTES, io_problem};
use crate::read::reader::{Emit, FormatReader};
use crate::read::readers::reader_for;
use crate::read::unpack::{Budget, DAMAGED, Damage, Limits, UnpackVisitor, UnpackedFile, unpack};
use crate::read::warc::{WarcReader, is_warc};

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
    let mut reading = ArticleVisitor {
        next: 0,
        read: 0,
        excluded: 0,
        verified: 0,
        unverified: Vec::new(),
        damages: Vec::new(),
        outer_failed: false,
        formats,
        emit,
    };
    if let Err(problem) = unpack(input, size, context, limits, &mut reading)
        && !reading.retract(&problem, 0)
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
    /// Articles that no checksum stands behind yet.
    unverified: Vec<Unverified>,
    /// Damage behind which reading went on, each place with whether anything was told of it.
    damages: Vec<(Damage, bool)>,
    /// True if the outermost compression is damaged for good.
    outer_failed: bool,
    formats: &'r FormatFilter,
    emit: &'r mut Emit<'o>,
}

/// An article that no checksum stands behind yet.
struct Unverified {
    position: u64,
    /// Range of unpacked bytes that it was read from, or a wider one.
    range: Range<u64>,
}

impl UnpackVisitor for ArticleVisitor<'_, '_> {
    fn visit_file(&mut self, file: UnpackedFile<'_>) -> Result<(), Problem> {
        let (reader, encoding) = choose(&file)?;
        if !self.formats.accepts(reader) {
            self.excluded += 1;
            return Ok(());
        }
        let note = encoding.and_then(|(encoding, mark)| encoding_note(encoding, mark));
        let mut text = TextStream::new(file.input, file.head, encoding);
        let order = DateOrder::from_evidence(&TextStream::text_head(file.head, encoding));
        let order = order.or(file.context.date_order);
        let context = FileContext { date_order: order, ..*file.context };
        let start = self.next;
        let name = |problem: Problem| Problem { format: reader.name().to_owned(), ..problem };
        let within = |problem: Problem| match file.member {
            Some(member) => problem.within(member),
            None => problem,
        };
        let ahead = text.read_ahead();
        let mut before = file.budget.progress().0;
        let read = reader.read(&mut text, &context, &mut |position, read| {
            let position = start + position;
            self.next = position + 1;
            self.read += 1;
            let taken = file.budget.progress().0;
            let extent = read.as_ref().ok().and_then(|article| article.extent);
            let range = match (extent, file.base) {
                (Some(Extent { start, length }), Some(base)) if encoding.is_none() => {
                    base + start..base + start + length
                }
                _ => before.saturating_sub(ahead)..taken,
            };
            before = taken;
            let read = self.verify(position, range, read, file.budget);
            let read = read.and_then(|article| finish_article(article, &context, file.member));
            let read = read.map(|mut article| {
                article.mended.extend(note.clone());
                article
            });
            (self.emit)(position, read.map_err(name).map_err(within));
        });
        if read.is_ok() && self.next == start {
            return Err(name(Problem::new(Stage::Read, "no articles", "it holds none")));
        }
        read.map_err(name)
    }

    fn position(&self) -> u64 {
        self.next
    }

    fn visit_failure(&mut self, problem: Problem, from: u64, budget: &Budget) {
        self.heed_damages(budget);
        if self.retract(&problem, from) {
            return;
        }
        (self.emit)(self.next, Err(problem));
        self.next += 1;
    }

    fn visit_end(&mut self, budget: &Budget) {
        self.heed_damages(budget);
        for (damage, told) in std::mem::take(&mut self.damages) {
            if !told {
                (self.emit)(self.next, Err(untrusted(&damage.detail)));
                self.next += 1;
            }
        }
    }
}

impl ArticleVisitor<'_, '_> {
    /// The article of a range of unpacked bytes, unless these are damaged; it is kept in mind until
    /// a checksum stands behind it.
    fn verify(
        &mut self,
        position: u64,
        range: Range<u64>,
        read: Result<Article, Problem>,
        budget: &Budget,
    ) -> Result<Article, Problem> {
        self.heed_damages(budget);
        let verified = budget.progress().1;
        if verified > self.verified {
            self.verified = verified;
            if !budget.is_nested() {
                self.unverified.retain(|article| article.range.end > verified);
            }
        }
        let article = read?;
        if let Some((damage, told)) = self.damages.iter_mut().find(|(d, _)| touches(d, &range)) {
            *told = true;
            return Err(untrusted(&damage.detail));
        }
        // The checksum of the outermost says nothing of a compression within.
        if range.end > verified || budget.is_nested() {
            self.unverified.push(Unverified { position, range });
        }
        Ok(article)
    }

    /// Takes back the articles that were read out of places that turned out to be damaged.
    fn heed_damages(&mut self, budget: &Budget) {
        self.outer_failed = budget.has_failed();
        for damage in budget.damages_after(self.damages.len()) {
            let mut told = false;
            self.unverified.retain(|article| {
                let damaged = touches(&damage, &article.range);
                if damaged {
                    told = true;
                    (self.emit)(article.position, Err(untrusted(&damage.detail)));
                }
                !damaged
            });
            self.damages.push((damage, told));
        }
    }

    /// Takes back the articles that were read out of damaged compression since its last checksum:
    /// any of their words may be wrong. A compression in another takes back its own alone, which
    /// begin at position `from`. True if there were any.
    fn retract(&mut self, problem: &Problem, from: u64) -> bool {
        if problem.cause != DAMAGED {
            return false;
        }
        let (outer, verified) = (self.outer_failed, self.verified);
        let before = self.unverified.len();
        self.unverified.retain(|article| {
            let damaged = article.position >= from || (outer && article.range.end > verified);
            if damaged {
                let detail = untrusted(&problem.detail).detail;
                (self.emit)(article.position, Err(Problem { detail, ..problem.clone() }));
            }
            !damaged
        });
        self.unverified.len() < before
    }
}

/// True if any of a range of bytes is damaged, or if something is lost within it.
fn touches(damage: &Damage, range: &Range<u64>) -> bool {
    range.start < damage.to && range.end > damage.from
}

/// The problem of an article that was read out of damaged compression.
fn untrusted(detail: &str) -> Problem {
    let detail = format!(
        "{detail}; what was read of it cannot be trusted (unpack by hand what can be saved)"
    );
    Problem::new(Stage::Open, DAMAGED, detail)
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

/// The reader of a file, and the encoding that it is decoded from before that.
fn choose(
    file: &UnpackedFile<'_>,
) -> Result<(&'static dyn FormatReader, Option<MarkedEncoding>), Problem> {
    if is_warc(file.head) {
        return Ok((&WarcReader, None));
    }
    let encoding = known_encoding(file.head, file.context.encoding);
    let head = TextStream::text_head(file.head, encoding);
    let head = &head[..floor_char_boundary(&head, HEAD_BYTES)];
    let reader = reader_for(head, file.context.path)?;
    // Pages and mail declare their encoding, in the midst of what else they say.
    let is_mail = matches!(reader.name(), "mail" | "mbox");
    let declares = is_mail || head.trim_ascii_start().starts_with(b"<");
    if encoding.is_some() || declares {
        return Ok((reader, encoding));
    }
    Ok((reader, legacy_encoding(file.head).map(|encoding| (encoding, 0))))
}

/// The words before the name of an encoding in an article's list of repairs.
const ENCODING_NOTE: &str = "encoding ";

/// The note that a file was in an encoding that its first bytes alone do not always tell.
fn encoding_note(encoding: TextEncoding, mark: usize) -> Option<String> {
    (mark == 0).then(|| format!("{ENCODING_NOTE}{}", encoding.name()))
}

/// The encoding that a file was decoded from before its records were split.
fn noted_encoding(article: &Article) -> Option<MarkedEncoding> {
    let name = article.mended.iter().find_map(|note| note.strip_prefix(ENCODING_NOTE))?;
    TextEncoding::from_name(name).map(|encoding| (encoding, 0))
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
    let encoding = noted_encoding(article);
    let mut finding = RecordVisitor { member, extent, encoding, into, found: false };
    unpack(input, size, context, &Limits::default(), &mut finding)?;
    Ok(finding.found)
}

struct RecordVisitor<'f> {
    member: Option<&'f str>,
    extent: Option<Extent>,
    /// Encoding that the file was decoded from.
    encoding: Option<MarkedEncoding>,
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
        if let Some(encoding) = self.encoding.or_else(|| known_encoding(file.head, None)) {
            let copied = copy_decoded(file.input, encoding, (start, length), self.into);
            self.found = copied.map_err(fail)?;
            return Ok(());
        }
        io::copy(&mut (&mut *file.input).take(start), &mut io::sink()).map_err(fail)?;
        let copied = io::copy(&mut (&mut *file.input).take(length), self.into).map_err(fail)?;
        self.found = copied == length;
        Ok(())
    }

    fn visit_failure(&mut self, _: Problem, _: u64, _: &Budget) {}

    fn is_done(&self) -> bool {
        self.found
    }
}
