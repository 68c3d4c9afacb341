//! What a reader of one format is.

use std::io::BufRead;

use crate::model::{Article, Problem};
use crate::read::context::Context;

/// Knows one format of news archives.
pub trait Reader: Sync {
    /// The format's short name, as `status` shows it.
    fn name(&self) -> &'static str;

    /// Raised whenever the reader reads something differently; files read by an older version are
    /// read again.
    fn version(&self) -> u32;

    /// What is read of it, for those who ask which formats there are.
    fn describes(&self) -> Format;

    /// Whether a file with these first bytes and this path (relative, `/` between its parts) is of
    /// this format.
    fn claims(&self, head: &[u8], path: &str) -> bool;

    /// Reads all articles of `input` and hands each to `out`, with its position in the file from 0,
    /// in order. A record that cannot be read is handed over as a problem and takes a position too.
    ///
    /// # Errors
    /// A problem that ends the file: what was handed over before it stands.
    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &Context<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Problem>;
}

/// A format as its reader describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What names of such files commonly end in, without the dot. Content decides before the name does.
    pub extensions: &'static [&'static str],
    /// The fields that are read.
    pub reads: &'static str,
    /// What else there is to know.
    pub notes: &'static str,
}

/// Where a reader puts what it reads: a position and an article or a problem.
/// A position may come a second time, with a problem: the article is then taken back.
pub type Out<'o> = dyn FnMut(u64, Result<Article, Problem>) + 'o;

/// Whether the name in `path` ends in one of these extensions, in capitals or not.
pub fn is_named(path: &str, extensions: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|end| extensions.iter().any(|known| known.eq_ignore_ascii_case(end)))
}
