//! XML: the tree that its formats are read from, and the formats of wires and feeds.

mod feed;
mod newsml_1;
mod newsml_g2;
pub mod nitf;
mod other;
pub mod tree;

pub use feed::FeedReader;
pub use newsml_1::NewsMl1Reader;
pub use newsml_g2::NewsMlG2Reader;
pub use nitf::NitfReader;
pub use other::OtherXmlReader;
