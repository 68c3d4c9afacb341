//! Bytes → articles. Pure: a reader is handed a stream and never opens a file itself.
//!
//! One reader a file, registered by one line in [`READERS`]. A file is given to the first reader
//! that claims it, by its content first and its name second. From the bottom: `input`, `context`
//! and `reader` say what a reader is and is given; `encoding`, `dates`, `extract` and `window` are
//! shared by the formats; then come the formats, the table `readers`, and `articles`, which unpacks
//! a file and reads all that is in it.

mod alto;
mod articles;
mod cnn_story;
mod context;
mod csv;
mod dates;
mod encoding;
mod extract;
mod html;
mod input;
mod json;
mod mail;
mod mail_text;
mod markdown;
#[cfg(test)]
mod packed_tests;
mod plain;
mod pushback;
mod reader;
mod readers;
mod readme_filter;
mod sgml;
mod unpack;
mod warc;
mod window;
mod xml;

pub use articles::{Acceptance, FormatFilter, copy_record, read_articles};
pub use context::{FileContext, NoSiblings, ReadSeek, Siblings};
pub use dates::{DateOrder, parse_date};
pub use encoding::TextEncoding;
pub use input::{HEAD_BYTES, MAX_ARTICLE_BYTES};
pub use reader::{Emit, FormatInfo, FormatReader};
pub use readers::{READERS, reader_for, versions};
pub use unpack::Limits;
