//! Narration of an article: its sentences with each quotation folded into one item.
//!
//! "“I went. I saw,” she said. “I left.”" reads here as `Q she said . Q`. The grammar of reporting
//! works on these short sentences, so that full stops, commas and names inside a quotation can
//! never mislead it. Short brackets are left out too.
//!
//! These are no chunks in the sense of shallow parsing: an item is a token or a folded quotation.
//! Phrases are found on top, by the grammar (`noun_phrase`, `verb_group`).

mod fold;
mod items;
mod sentence_end;
pub mod tagging;

pub use fold::{fold, fold_with};
pub use items::{
    ItemKind, ItemRange, MarkedIndex, MentionIndex, Narration, NarrationItem, NarrationSentence,
};
