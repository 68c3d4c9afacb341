//! The bytes that readers are handed: how many at most, and what is said when they fail.

use std::io::{self, BufRead, Read};

use crate::model::{Problem, Stage};

/// How much of a file a reader sees before it claims it, in bytes.
pub const HEAD: usize = 8 * 1024;

/// The largest single article, in bytes. More is no article, and would not fit the memory that the
/// user allowed.
pub const LARGEST_ARTICLE: usize = 32 * 1024 * 1024;

/// A failure to take bytes from the stream.
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

/// The whole of `input` as bytes, at most [`LARGEST_ARTICLE`].
pub fn read_whole(input: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    input.take(LARGEST_ARTICLE as u64 + 1).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
    if bytes.len() > LARGEST_ARTICLE { Err(too_large()) } else { Ok(bytes) }
}

pub fn too_large() -> Problem {
    let limit = LARGEST_ARTICLE / (1024 * 1024);
    Problem::new(Stage::Read, "article too large", format!("over {limit} MB; split it"))
}
