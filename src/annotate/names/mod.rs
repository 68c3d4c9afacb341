//! Names in the prose, and the people, organisations and places behind them.
//!
//! A linear-chain CRF tags stretches of capitalised words in two passes (`tagger`); its spans are
//! tidied into bare names; mentions are grouped into the entities of the article.

mod agree;
mod evidence;
mod features;
mod hash;
mod known;
mod label;
mod lattice;
mod lists;
mod market;
mod model;
mod noise;
mod own;
mod page;
mod table;
mod tagger;
mod tidy;
pub mod train;

use std::cell::RefCell;

use crate::annotate::Annotator;
use crate::annotate::language::is_foreign;
use crate::annotate::names::lists::{CITY, COUNTRY, HERS, HIS};
use crate::annotate::names::model::Model;
use crate::annotate::names::own::Remembered;
use crate::annotate::names::page::Page;
use crate::annotate::people::{self, Name};
use crate::model::Notes;
use crate::text::Prose;

/// Finds mentions and groups them into entities.
#[derive(Debug)]
pub struct Names;

impl Annotator for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        let Some(model) = model::embedded() else { return };
        if is_foreign(notes) {
            return;
        }
        let names = KNOWN.with_borrow_mut(|known| find(prose, model, known));
        (notes.mentions, notes.entities) = people::resolve(prose, &names);
    }
}

thread_local! {
    /// What each worker remembers of words, by the embedded model.
    static KNOWN: RefCell<Remembered> = RefCell::default();
}

/// The names of a text, in order. What is remembered is of this model.
pub fn find(prose: &Prose<'_>, model: &Model, known: &mut Remembered) -> Vec<Name> {
    let page = Page::new(prose, &model.lists);
    let tagged = tagger::tag(&page, model, known);
    tidy::tidy(&page, &tagged)
}

/// What the list of first names says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstName {
    /// A man's name.
    His,
    /// A woman's name.
    Hers,
    /// Both bear it.
    Either,
    /// Not in the list.
    Unknown,
}

/// Looks a first name up.
pub fn first_name(word: &str) -> FirstName {
    let bits = model::embedded().map_or(0, |model| model.lists.bits(hash::lower(word)));
    match (bits & HIS != 0, bits & HERS != 0) {
        (true, true) => FirstName::Either,
        (true, false) => FirstName::His,
        (false, true) => FirstName::Hers,
        (false, false) => FirstName::Unknown,
    }
}

/// Whether the word names no place, so that it can stand for a body that is named after it.
pub fn is_no_place(word: &str) -> bool {
    model::embedded()
        .is_none_or(|model| model.lists.bits(hash::lower(word)) & (COUNTRY | CITY) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a text with their tags, groups left out.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let prose = Prose::new(text);
        let mut notes = Notes::default();
        Names.annotate(&prose, &mut notes);
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
        Names.annotate(&Prose::new(text), &mut notes);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["Sri Lankans", "Iranian", "Democrats"]);
        assert!(notes.entities.iter().all(|e| e.kind == crate::model::EntityKind::Group));
    }
}
