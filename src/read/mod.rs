//! Bytes → articles. Pure: a reader is handed a stream and never opens a file itself.
//!
//! One reader a file, registered by one line in [`READERS`]. A file is given to the first reader that
//! claims it, by its content first and its name second.

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
mod markdown;
mod plain;
mod reader;
mod readers;
mod readme_filter;
mod sgml;
mod unpack;
mod warc;
mod window;
mod xml;

pub use articles::{Formats, Taken, copy_record, read_articles};
pub use context::{Alone, Context, ReadSeek, Siblings};
pub use dates::{DateOrder, parse_date};
pub use input::{HEAD, LARGEST_ARTICLE};
pub use reader::{Format, Out, Reader};
pub use readers::{READERS, reader_for, versions};
pub use unpack::Limits;
