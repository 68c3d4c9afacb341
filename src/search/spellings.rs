//! All values of a column of names, read in one pass: looking them up one by one takes a hundred times as long each.

use tantivy::columnar::StrColumn;

/// The values of a column, by ordinal.
#[derive(Debug, Default)]
pub struct Spellings {
    text: String,
    ends: Vec<usize>,
}

impl Spellings {
    pub fn of(column: &StrColumn) -> tantivy::Result<Self> {
        let mut all = Self::default();
        let mut values = column.dictionary().stream()?;
        while values.advance() {
            all.text.push_str(&String::from_utf8_lossy(values.key()));
            all.ends.push(all.text.len());
        }
        Ok(all)
    }

    /// The value with this ordinal; empty when there is none.
    pub fn get(&self, ordinal: u64) -> &str {
        let at = ordinal as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.text.get(start.unwrap_or_default()..end).unwrap_or_default()
    }
}
