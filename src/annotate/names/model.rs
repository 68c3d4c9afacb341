//! The trained tagger: word lists and two passes of weights.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::annotate::gazetteer::word_lists::{self, WordLists};
use crate::annotate::model_file::{self, ModelFile, read_block, read_f32, write_block};
use crate::annotate::names::crf::Transitions;
use crate::annotate::names::weights::Weights;

/// One pass of the tagger.
#[derive(Clone, Debug)]
pub struct Pass {
    /// Rounded weights of features.
    pub weights: Weights,
    /// Scores of one label after another.
    pub transitions: Transitions,
    /// Score of one step of a rounded weight.
    pub scale: f32,
}

/// Everything that was learnt.
#[derive(Clone, Debug)]
pub struct Model {
    /// Version, training sets, licence: for people to read.
    pub description: String,
    /// Word lists that features look up.
    pub lists: WordLists,
    /// Pass over single sentences.
    pub first: Pass,
    /// Pass over the whole text, which adds to the first.
    pub second: Pass,
    /// Weight of the first pass's scores in the second pass.
    pub share: f32,
}

/// The model that is embedded in the program; `None` if the file is damaged or of another version,
/// in which case no names are found.
pub fn embedded() -> Option<&'static Model> {
    static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
        Model::from_file(model_file::embedded()?, word_lists::embedded()?.clone())
    });
    MODEL.as_ref()
}

impl Model {
    /// The model of a file, whose lists are `lists`.
    fn from_file(file: &ModelFile<'static>, lists: WordLists) -> Option<Self> {
        let mut rest = file.passes;
        let first = Pass::read(&mut rest)?;
        let second = Pass::read(&mut rest)?;
        Some(Self {
            description: file.description.to_owned(),
            lists,
            first,
            second,
            share: file.share,
        })
    }

    /// Encodes the model as a trained file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut passes = Vec::new();
        self.first.write(&mut passes);
        self.second.write(&mut passes);
        let file = ModelFile {
            description: &self.description,
            share: self.share,
            word_lists: self.lists.bytes(),
            passes: &passes,
        };
        file.encode()
    }
}

impl Pass {
    fn read(rest: &mut &'static [u8]) -> Option<Self> {
        let scale = read_f32(rest)?;
        let mut transitions = Transitions::begin_before_inside();
        for row in &mut transitions.0 {
            for score in row.iter_mut() {
                *score = read_f32(rest)?;
            }
        }
        let weights = Weights::new(Cow::Borrowed(read_block(rest)?))?;
        Some(Self { weights, transitions, scale })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        for score in self.transitions.0.iter().flatten() {
            out.extend(score.to_le_bytes());
        }
        write_block(out, self.weights.bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_passes_fill_their_section() {
        let mut rest = model_file::embedded().unwrap().passes;
        assert!(Pass::read(&mut rest).is_some());
        assert!(Pass::read(&mut rest).is_some());
        assert!(rest.is_empty());
    }
}
