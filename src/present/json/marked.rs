//! A text with marks, as a snippet of a hit has them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::search::Marked;
use crate::text::CharOffsets;

/// A text and the stretches of it to mark.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "marked-text")]
pub struct MarkedJson<'a> {
    /// The text.
    text: &'a str,
    /// Start and end of each mark, in characters of the text.
    pub marks: Vec<[usize; 2]>,
}

impl<'a> MarkedJson<'a> {
    /// The text with its marks counted in characters.
    pub fn new(marked: &'a Marked) -> Self {
        let offsets = CharOffsets::new(&marked.text);
        let marks = marked.marks.iter().map(|m| [offsets.of(m.start), offsets.of(m.end)]).collect();
        Self { text: &marked.text, marks }
    }
}
