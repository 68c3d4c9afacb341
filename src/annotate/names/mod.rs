//! Names in the prose, and the people, organisations and places behind them.
//!
//! A linear-chain CRF tags sequences of capitalised words in two passes (`tagger`); its spans are
//! trimmed to bare names and made consistent; mentions are grouped into the entities of the
//! article.

pub mod abbreviations;
pub mod boilerplate_names;
pub mod consistency;
pub mod crf;
pub mod document_features;
pub mod features;
pub mod label;
pub mod listed_fields;
pub mod model;
pub mod postprocess;
pub mod span;
pub mod tagger;
pub mod tagger_input;
pub mod tickers;
pub mod weights;
pub mod word_score_cache;

use std::cell::RefCell;

use crate::annotate::annotator::Annotator;
use crate::annotate::entities;
use crate::annotate::language::is_foreign;
use crate::annotate::names::model::Model;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::annotate::names::word_score_cache::WordScoreCache;
use crate::model::Notes;
use crate::text::Prose;

/// Named-entity recognition: finds mentions and groups them into entities.
#[derive(Debug)]
pub struct EntityRecogniser;

impl Annotator for EntityRecogniser {
    fn name(&self) -> &'static str {
        "names"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        let Some(model) = model::embedded() else { return };
        if is_foreign(notes) {
            return;
        }
        let names = CACHE.with_borrow_mut(|cache| find(prose, model, cache));
        (notes.mentions, notes.entities) = entities::resolve(prose, &names);
    }
}

thread_local! {
    /// Scores of words by the embedded model, kept for the next text of this worker.
    static CACHE: RefCell<WordScoreCache> = RefCell::default();
}

/// Names of a text, in order. `cache` is one that was filled with this model.
pub fn find(prose: &Prose<'_>, model: &Model, cache: &mut WordScoreCache) -> Vec<Name> {
    let input = TaggerInput::new(prose, &model.lists);
    let tagged = tagger::tag(&input, model, cache);
    postprocess::postprocess(&input, &tagged)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a text with their tags, groups left out.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let prose = Prose::new(text);
        let mut notes = Notes::default();
        EntityRecogniser.annotate(&prose, &mut notes);
        let found: Vec<(&str, &str)> = notes
            .mentions
            .iter()
            .map(|m| (m.span.of(text), m.kind.tag()))
            .filter(|(_, tag)| *tag != "NORP")
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn junk_is_no_name_and_names_are_bare() {
        check(
            "OSLO (Reuters) - On Monday Prime Minister Angela Merkel’s aides met Mr. Harker.",
            &[("OSLO", "LOC"), ("Angela Merkel", "PER"), ("Harker", "PER")],
        );
        check(
            "The French president ’ s aide called Barack Obama ’ s office in Washington .",
            &[("Barack Obama", "PER"), ("Washington", "LOC")],
        );
        check("Shares of Harker Inc. ( HRK.N ) fell to US$3.", &[("Harker Inc.", "ORG")]);
    }

    #[test]
    fn groups_are_found_by_list() {
        let text = "Two Sri Lankans and an Iranian met Democrats.";
        let mut notes = Notes::default();
        EntityRecogniser.annotate(&Prose::new(text), &mut notes);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["Sri Lankans", "Iranian", "Democrats"]);
        assert!(notes.entities.iter().all(|e| e.kind == crate::model::EntityKind::Group));
    }
}
