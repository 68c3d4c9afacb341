//! Values of text columns.
//!
//! A text column keeps a number (ordinal) for each value and a sorted dictionary of the values.

use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// All values of a text column, read in one pass: looking them up one by one takes a hundred times
/// as long each.
#[derive(Debug, Default)]
pub struct StrValues {
    text: String,
    /// End of each value in `text`, in bytes.
    ends: Vec<usize>,
}

impl StrValues {
    /// Reads the dictionary of a column.
    ///
    /// # Errors
    /// The dictionary cannot be read.
    pub fn read(column: &StrColumn) -> tantivy::Result<Self> {
        let mut all = Self::default();
        let mut values = column.dictionary().stream()?;
        while values.advance() {
            all.text.push_str(&String::from_utf8_lossy(values.key()));
            all.ends.push(all.text.len());
        }
        Ok(all)
    }

    /// Value with this ordinal; empty if there is none.
    pub fn get(&self, ordinal: u64) -> &str {
        let at = ordinal as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.text.get(start.unwrap_or_default()..end).unwrap_or_default()
    }
}

/// Value with this ordinal; empty if there is none or it cannot be read.
pub fn str_value(column: &StrColumn, ordinal: u64) -> String {
    let mut text = String::new();
    let found = column.ord_to_str(ordinal, &mut text).unwrap_or(false);
    if found { text } else { String::new() }
}

/// Reads the first value of a document into `text`, in place of what was there; false if it has
/// none or it cannot be read.
pub fn read_first_value(column: &StrColumn, doc: DocId, text: &mut String) -> bool {
    text.clear();
    match column.term_ords(doc).next() {
        Some(ordinal) => column.ord_to_str(ordinal, text).unwrap_or(false),
        None => false,
    }
}
