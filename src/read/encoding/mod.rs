//! Bytes → text, whatever encoding they are in, and text that was decoded wrongly once before.

mod detect;
mod evidence;
pub mod mojibake;
mod named;
mod page;
mod single_byte;
mod text_stream;
mod xml;

pub use detect::{decode, is_binary, legacy_encoding};
pub use named::TextEncoding;
pub use page::decode_page;
pub use text_stream::{MarkedEncoding, TextStream, copy_decoded, known_encoding};
pub use xml::decode_xml;
