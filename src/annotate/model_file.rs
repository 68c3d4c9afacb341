//! The trained file: its sections, read where they lie.
//!
//! Layout, little-endian: magic `ORNAMES\x02`; the description (free text: version, training sets,
//! licence) as a block; f32 share of the first pass in the second; the word lists as a block; then
//! two passes, each an f32 scale, the f32 transitions and the weights as a block. A block is a u32
//! length and that many bytes. The file is embedded in the program.
//!
//! It stands below the gazetteer and the tagger because both read it, each its own sections.

use std::sync::LazyLock;

const MAGIC: &[u8; 8] = b"ORNAMES\x02";
static EMBEDDED: &[u8] = include_bytes!("names/model.bin");

/// Sections of a trained file, still encoded.
#[derive(Clone, Copy, Debug)]
pub struct ModelFile<'b> {
    /// Version, training sets, licence: for people to read.
    pub description: &'b str,
    /// Weight of the first pass's scores in the second pass.
    pub share: f32,
    /// Table of the word lists.
    pub word_lists: &'b [u8],
    /// Both passes, one after the other.
    pub passes: &'b [u8],
}

impl<'b> ModelFile<'b> {
    /// Splits a file into its sections; `None` if it is damaged or of another version.
    pub fn parse(file: &'b [u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(MAGIC)?;
        let description = std::str::from_utf8(read_block(&mut rest)?).ok()?;
        let share = read_f32(&mut rest)?;
        let word_lists = read_block(&mut rest)?;
        Some(Self { description, share, word_lists, passes: rest })
    }

    /// Encodes the sections as one file.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        write_block(&mut out, self.description.as_bytes());
        out.extend(self.share.to_le_bytes());
        write_block(&mut out, self.word_lists);
        out.extend(self.passes);
        out
    }
}

/// Sections of the file that is embedded in the program; `None` if it is damaged.
pub fn embedded() -> Option<&'static ModelFile<'static>> {
    static FILE: LazyLock<Option<ModelFile<'static>>> =
        LazyLock::new(|| ModelFile::parse(EMBEDDED));
    FILE.as_ref()
}

/// Takes a number off the front of `rest`.
pub fn read_f32(rest: &mut &[u8]) -> Option<f32> {
    let (bytes, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(f32::from_le_bytes(*bytes))
}

/// Takes a block off the front of `rest`.
pub fn read_block<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (bytes, tail) = rest.split_first_chunk::<4>()?;
    let (block, tail) = tail.split_at_checked(u32::from_le_bytes(*bytes) as usize)?;
    *rest = tail;
    Some(block)
}

/// Appends a block to `out`.
pub fn write_block(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_split_and_joined_again() {
        let file = embedded().unwrap();
        assert!(file.description.len() < 2000);
        assert_eq!(file.encode(), EMBEDDED);
        assert!(ModelFile::parse(&EMBEDDED[1..]).is_none());
    }
}
