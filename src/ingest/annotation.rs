//! Reading and annotating one file, without an index: shared by the workers and by `annotate`.

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::annotate;
use crate::model::{Article, Notes, Problem, Stage};
use crate::read;

/// Whether articles are annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// Names, quotations and speakers are found.
    Full,
    /// Only texts and dates: faster, and nothing is known of who said what.
    Off,
}

impl Annotation {
    /// The version that the ledger keeps: a file annotated by another one is read again.
    pub(super) fn version(self) -> u32 {
        match self {
            Self::Full => annotate::VERSION,
            Self::Off => 0,
        }
    }

    /// The notes on an article.
    ///
    /// # Errors
    /// The annotator failed: a fault of ours, which must not cost the rest of the archive.
    pub fn of(self, article: &Article) -> Result<Notes, Problem> {
        if self == Self::Off {
            return Ok(Notes::default());
        }
        catch_unwind(AssertUnwindSafe(|| annotate::annotate(&article.body))).map_err(|_| {
            let detail = "the annotator failed on it; please report this article";
            Problem::new(Stage::Read, "internal error", detail)
        })
    }
}

/// Reads all articles of a stream; those without a date of their own get the one that the path
/// tells. `path` is relative to the root, `/` between its parts.
///
/// # Errors
/// The file is of no known format, or ends in the midst of an article; what went to `out` stands.
pub fn read_file(
    input: &mut dyn BufRead,
    path: &str,
    out: &mut read::Out<'_>,
) -> Result<(), Problem> {
    let reader = read::reader_for(&head(input)?, path)?;
    let context = read::Context::new(path);
    reader.read(input, &context, &mut |position, read| {
        let read = read.and_then(|mut article| {
            if article.body.trim().is_empty() {
                return Err(Problem::new(Stage::Read, "no text", "its body is empty"));
            }
            read::set_fallback_date(&mut article, &context);
            Ok(article)
        });
        out(position, read);
    })
}

/// The first bytes of the stream, which stay in it.
fn head(input: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let buffer =
        input.fill_buf().map_err(|e| Problem::new(Stage::Open, "cannot be read", e.to_string()))?;
    let mut end = buffer.len().min(read::HEAD);
    // Not in the midst of a character, or the head would be no UTF-8.
    while end > 0 && end < buffer.len() && buffer[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    Ok(buffer[..end].to_vec())
}
