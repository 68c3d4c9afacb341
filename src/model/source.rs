//! Address of an article, and the ids made from it.
//!
//! An id hashes what lasts: the root's name, the path beneath it, the position in the file. So it
//! survives re-indexing, another machine and a moved archive. xxh3 is used because it is fast and
//! its output is fixed by its specification; 64 bits collide about once in a million archives of
//! ten million quotations.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Address of an article: a root known by name, a path beneath it, a position in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Name of the root, unique in an index; the directory it stands for may move.
    pub root: String,
    /// Path relative to the root, `/` between its parts whatever the platform; empty when the root
    /// is a file itself. Bytes that are no UTF-8 are written `\xNN`.
    pub path: String,
    /// Index of the article in the file, from 0.
    pub position: u64,
}

impl Source {
    /// Id of the file this address lies in.
    pub fn file_id(&self) -> FileId {
        FileId::new(&self.root, &self.path)
    }

    /// Id of the article at this address.
    pub fn article_id(&self) -> ArticleId {
        self.file_id().article(self.position)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord,
            Serialize, Deserialize,
        )]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }
    };
}

id! {
    /// Id of a crawled file: a hash of its root's name and its path beneath the root.
    FileId
}
id! {
    /// Id of an article, whatever order or index it was read in; printed as 16 hex digits.
    ArticleId
}
id! {
    /// Id of a quotation, made of its article, its text and its count among equal texts there.
    QuoteId
}

impl FileId {
    /// Id of the file at `path` beneath the root named `root`.
    pub fn new(root: &str, path: &str) -> Self {
        let mut hash = Xxh3::new();
        hash.update(root.as_bytes());
        hash.update(&[0]);
        hash.update(path.as_bytes());
        Self(hash.digest())
    }

    /// Id of the article at `position` (from 0) in this file.
    pub fn article(self, position: u64) -> ArticleId {
        let mut bytes = [0; 17];
        bytes[..8].copy_from_slice(&self.0.to_le_bytes());
        bytes[8] = b'a';
        bytes[9..].copy_from_slice(&position.to_le_bytes());
        ArticleId(xxh3_64(&bytes))
    }
}

impl ArticleId {
    /// Ids of quotations with these texts, in the order of the article.
    pub fn quotes(self, texts: &[&str]) -> Vec<QuoteId> {
        let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
        let mut id = |text| {
            let count = counts.entry(text).or_default();
            *count += 1;
            self.quote(text, *count - 1)
        };
        texts.iter().map(|text| id(text)).collect()
    }

    /// Id of the quotation `text` in this article; `count` is the number of equal texts before
    /// it, so that the same words said twice are two quotations.
    fn quote(self, text: &str, count: u64) -> QuoteId {
        let mut hash = Xxh3::new();
        hash.update(&self.0.to_le_bytes());
        hash.update(b"q");
        hash.update(&count.to_le_bytes());
        hash.update(text.as_bytes());
        QuoteId(hash.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_every_part_and_on_nothing_else() {
        let source = Source { root: "wire".into(), path: "2025/a.txt".into(), position: 0 };
        let id = source.article_id();
        assert_eq!(id, source.clone().article_id());
        assert_ne!(id, Source { root: "wires".into(), ..source.clone() }.article_id());
        assert_ne!(id, Source { position: 1, ..source.clone() }.article_id());
        assert_ne!(FileId::new("ab", "c"), FileId::new("a", "bc"));
        let ids = id.quotes(&["yes", "no", "yes"]);
        assert_eq!(ids[..2], id.quotes(&["yes", "no"]));
        assert_ne!(ids[0], ids[2]);
        assert_eq!(id.to_string().len(), 16);
    }
}
