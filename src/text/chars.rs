//! From byte offsets to character offsets, for output that counts in Unicode code points.

/// Map from byte offsets of one text to numbers of code points before them, made in one pass for
/// the whole text and a binary search for each offset.
#[derive(Debug)]
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Number of code points before every 64th byte.
    counts: Vec<usize>,
}

/// Distance between counted bytes.
const STEP: usize = 64;

impl<'t> CharOffsets<'t> {
    /// Map for `text`.
    pub fn new(text: &'t str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += chunk.iter().filter(|b| is_start(**b)).count();
        }
        counts.push(count);
        Self { text, counts }
    }

    /// Number of code points that start before the byte offset `byte` (the whole text's number
    /// when it lies past the end).
    pub fn of(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / STEP;
        let rest = &self.text.as_bytes()[block * STEP..byte];
        self.counts[block] + rest.iter().filter(|b| is_start(**b)).count()
    }
}

/// True if the byte starts a code point of UTF-8.
fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::CharOffsets;

    #[test]
    fn every_offset_counts_the_characters_before_it() {
        let text = "“é” ".repeat(100) + "end";
        let offsets = CharOffsets::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.of(byte), count);
        }
        assert_eq!(offsets.of(text.len()), text.chars().count());
        assert_eq!(offsets.of(usize::MAX), text.chars().count());
        assert_eq!(CharOffsets::new("").of(0), 0);
    }
}
