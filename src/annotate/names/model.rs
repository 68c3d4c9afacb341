//! The trained file: header, transitions, lists, weights.
//!
//! Layout, little-endian: magic `ORNAMES\x01`, u32 length of the description (JSON-free text: version,
//! training sets, licence), the description; f32 scale; f32 transitions of both passes; f32 share of the
//! first pass in the second; then three tables, each a u32 length and its bytes. It is embedded and
//! read where it lies.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::annotate::names::label::LABELS;
use crate::annotate::names::lattice::Transitions;
use crate::annotate::names::table::{Lists, Weights};

const MAGIC: &[u8; 8] = b"ORNAMES\x01";
static FILE: &[u8] = include_bytes!("model.bin");

/// One pass of the tagger.
#[derive(Clone, Debug)]
pub struct Pass {
    pub weights: Weights,
    pub transitions: Transitions,
    /// What one step of an int8 weight is worth.
    pub scale: f32,
}

/// Everything that was learnt.
#[derive(Clone, Debug)]
pub struct Model {
    /// Version, training sets, licence: for people to read.
    pub description: String,
    pub lists: Lists,
    /// The pass over single sentences.
    pub first: Pass,
    /// What the whole text adds to it.
    pub second: Pass,
    /// How much the scores of the first pass count in the second.
    pub share: f32,
}

/// The model that is embedded in the program; `None` when the file is damaged or of another version,
/// in which case no names are found.
pub fn embedded() -> Option<&'static Model> {
    static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(FILE));
    MODEL.as_ref()
}

impl Model {
    /// Reads a file that [`Model::write`] wrote.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let description = String::from_utf8(block(&mut rest)?.to_vec()).ok()?;
        let share = number(&mut rest)?;
        let lists = Lists::new(Cow::Borrowed(block(&mut rest)?))?;
        let first = Pass::read(&mut rest)?;
        let second = Pass::read(&mut rest)?;
        Some(Self { description, lists, first, second, share })
    }

    /// The file of this model.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        put_block(&mut out, self.description.as_bytes());
        out.extend(self.share.to_le_bytes());
        put_block(&mut out, self.lists.bytes());
        self.first.write(&mut out);
        self.second.write(&mut out);
        out
    }
}

impl Pass {
    fn read(rest: &mut &'static [u8]) -> Option<Self> {
        let scale = number(rest)?;
        let mut transitions = Transitions::new();
        for row in &mut transitions.0 {
            for score in row.iter_mut() {
                *score = number(rest)?;
            }
        }
        let weights = Weights::new(Cow::Borrowed(block(rest)?))?;
        Some(Self { weights, transitions, scale })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        for score in self.transitions.0.iter().flatten() {
            out.extend(score.to_le_bytes());
        }
        put_block(out, self.weights.bytes());
    }

    /// Adds the scores of these features, times the pass's scale, to `scores`.
    pub fn score(&self, features: &[u64], scores: &mut [f32; LABELS]) {
        let mut sums = [0_i32; LABELS];
        self.weights.add(features, &mut sums);
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum as f32 * self.scale;
        }
    }
}

fn number(rest: &mut &'static [u8]) -> Option<f32> {
    let (bytes, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(f32::from_le_bytes(*bytes))
}

fn block(rest: &mut &'static [u8]) -> Option<&'static [u8]> {
    let (bytes, tail) = rest.split_first_chunk::<4>()?;
    let (block, tail) = tail.split_at_checked(u32::from_le_bytes(*bytes) as usize)?;
    *rest = tail;
    Some(block)
}

fn put_block(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_whole() {
        let mut rest = FILE.strip_prefix(MAGIC).unwrap();
        let description = block(&mut rest).unwrap();
        assert!(description.len() < 2000);
        number(&mut rest).unwrap();
        let lists = block(&mut rest).unwrap();
        assert!(Lists::new(Cow::Borrowed(lists)).is_some());
        assert!(Pass::read(&mut rest).is_some());
        assert!(Pass::read(&mut rest).is_some());
        assert!(rest.is_empty());
    }
}
