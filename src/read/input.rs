//! The bytes that readers are handed: their limits, and the problems of reading them.

use std::io::{self, BufRead, Read};

use crate::model::{Problem, Stage};

/// Bytes of a file's start that a reader sees before it claims the file.
pub const HEAD_BYTES: usize = 8 * 1024;

/// Size of the largest single article, in bytes. A larger one is no article, and would not fit the
/// memory that the user allowed.
pub const MAX_ARTICLE_BYTES: usize = 32 * 1024 * 1024;

/// The problem of a failure to read bytes from a stream.
pub fn io_problem(error: &io::Error) -> Problem {
    // A problem found below a reader travels up inside of an I/O error.
    if let Some(problem) = error.get_ref().and_then(|inner| inner.downcast_ref::<Problem>()) {
        return problem.clone();
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Problem::new(Stage::Read, "truncated file", "it ends before its end was due")
        }
        _ => Problem::new(Stage::Open, "cannot be read", error.to_string()),
    }
}

/// Reads all of `input`.
///
/// # Errors
/// The stream fails, or has more than [`MAX_ARTICLE_BYTES`].
pub fn read_all(input: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    input.take(MAX_ARTICLE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
    if bytes.len() > MAX_ARTICLE_BYTES { Err(article_too_large()) } else { Ok(bytes) }
}

/// The problem of an article of more than [`MAX_ARTICLE_BYTES`].
pub fn article_too_large() -> Problem {
    let limit = MAX_ARTICLE_BYTES / (1024 * 1024);
    Problem::new(Stage::Read, "article too large", format!("over {limit} MB; split it"))
}
