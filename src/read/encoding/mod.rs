//! Bytes → text, whatever encoding they are in, and text that was decoded wrongly once before.

mod detect;
pub mod mojibake;
mod page;
mod xml;

pub use detect::{decode, is_binary};
pub use page::decode_page;
pub use xml::decode_xml;
