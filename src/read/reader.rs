//! The reader of a format: the trait that every format implements.

use std::io::BufRead;

use crate::model::{Article, Problem};
use crate::read::context::FileContext;

/// A reader of one format of news archives.
pub trait FormatReader: Sync {
    /// Short name of the format, as `status` shows it.
    fn name(&self) -> &'static str;

    /// Version, raised whenever the reader reads something differently; files read by an older
    /// version are read again.
    fn version(&self) -> u32;

    /// Description of the format, for those who ask which formats there are.
    fn format(&self) -> FormatInfo;

    /// True if a file with these first bytes and this path (relative, `/` between its parts) is of
    /// this format.
    fn claims(&self, head: &[u8], path: &str) -> bool;

    /// Reads all articles of `input` and hands each to `emit`, with its position in the file from
    /// 0, in order. A record that cannot be read is handed over as a problem and takes a position
    /// too.
    ///
    /// # Errors
    /// A problem that ends the file: articles handed over before it stand.
    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem>;
}

/// Description of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// Usual extensions of such files, without the dot. Content decides before the name does.
    pub extensions: &'static [&'static str],
    /// The fields that are read.
    pub reads: &'static str,
    /// Anything else there is to know.
    pub notes: &'static str,
}

/// Receiver of the articles of a file: a position and an article or a problem. A position may come
/// a second time, with a problem: the article is then taken back.
pub type Emit<'o> = dyn FnMut(u64, Result<Article, Problem>) + 'o;

/// True if the name in `path` ends in one of these extensions, in any case.
pub fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|end| extensions.iter().any(|known| known.eq_ignore_ascii_case(end)))
}
