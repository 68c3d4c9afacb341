//! What may have been meant where nothing was found: words and names of the index that are spelt nearly
//! like those typed.
//!
//! Only words that the index does not have, or hardly has, are put right; a word counts the more the more
//! documents have it, and the less the more letters differ. Suggestions come from the index alone, so that
//! whatever is suggested finds something.

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::model::EntityKind;
use crate::search::statistics::document_frequency;
use crate::search::{Engine, Filters};
use crate::store::{Error, Kind};
use crate::text::{EnglishStems, Words};

/// What was typed and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Where it was typed.
    pub asked: Asked,
    /// As typed, whole.
    pub typed: String,
    /// The same with words put right.
    pub meant: String,
}

/// A place where words or names are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The words of the question.
    Words,
    /// The name of a speaker.
    Speaker,
    /// A name of any kind.
    Entity,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// The publication.
    Source,
}

/// Shorter words have too many neighbours.
const LEAST_LETTERS: usize = 4;
/// From this length on two letters may differ.
const TWO_LETTERS: usize = 6;
/// How much less a word counts for each further letter that differs.
const PER_LETTER: f64 = 0.05;
/// How much less it counts when its first letter differs: that is seldom mistyped.
const FIRST_LETTER: f64 = 0.2;
/// A word that the index has is put right only by one that is so many times as frequent.
const TIMES: u64 = 50;
/// No question needs more words put right, and each costs a walk through the dictionary.
const MOST_WORDS: usize = 12;

impl Engine<'_> {
    /// What may have been meant by the words and filters of a question about articles.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn meant_for_articles(&self, words: &str, filters: &Filters) -> Result<Vec<Meant>, Error> {
        self.meant(words, filters, Kind::Article)
    }

    /// The same for quotations.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn meant_for_quotes(&self, words: &str, filters: &Filters) -> Result<Vec<Meant>, Error> {
        self.meant(words, filters, Kind::Quote)
    }

    fn meant(&self, words: &str, filters: &Filters, kind: Kind) -> Result<Vec<Meant>, Error> {
        let fields = &self.fields;
        let (known, spelt) = if kind == Kind::Article {
            (vec![fields.body, fields.title], vec![fields.exact])
        } else {
            (vec![fields.quote, fields.context], vec![fields.quote_exact, fields.exact])
        };
        let mut typed = vec![(Asked::Words, words, known, spelt)];
        if let Some(speaker) = &filters.speaker {
            typed.push((Asked::Speaker, speaker, vec![fields.speaker], vec![fields.speaker]));
        }
        for name in &filters.names {
            let (asked, fields) = match name.kind {
                Some(EntityKind::Person) => (Asked::Person, vec![fields.person]),
                Some(EntityKind::Organisation) => (Asked::Organisation, vec![fields.organisation]),
                Some(EntityKind::Place) => (Asked::Place, vec![fields.place]),
                Some(EntityKind::Group) | None => {
                    let all = [fields.person, fields.organisation, fields.place, fields.group];
                    (Asked::Entity, all.to_vec())
                }
            };
            typed.push((asked, &name.words, fields.clone(), fields));
        }
        if let Some(source) = &filters.publisher {
            let fields = vec![fields.publisher, fields.path];
            typed.push((Asked::Source, source, fields.clone(), fields));
        }
        let mut meant = Vec::new();
        for (asked, typed, known, spelt) in typed {
            let stemmed = asked == Asked::Words;
            let right = put_right(&self.searcher, typed, stemmed, &known, &spelt);
            if let Some(right) = right.map_err(|e| self.fail(&e))? {
                meant.push(Meant { asked, typed: typed.to_owned(), meant: right });
            }
        }
        Ok(meant)
    }
}

/// `typed` with the words put right that the `known` fields do not have; `None` when there are none.
fn put_right(
    searcher: &Searcher,
    typed: &str,
    stemmed: bool,
    known: &[Field],
    spelt: &[Field],
) -> tantivy::Result<Option<String>> {
    let stems = EnglishStems::default();
    let mut right = String::new();
    let (mut at, mut changed) = (0, 0);
    let mut words = Words::new(typed);
    while let Some(word) = words.advance() {
        let fit = word.folded.chars().count() >= LEAST_LETTERS
            && word.folded.chars().all(char::is_alphabetic);
        if !fit || changed == MOST_WORDS {
            continue;
        }
        let stem = if stemmed { stems.stem(word.folded) } else { word.folded.into() };
        let mut frequency = 0;
        for field in known {
            frequency += document_frequency(searcher, *field, &stem)?;
        }
        let mut better = None;
        for field in spelt {
            if better.is_none() {
                better = neighbour(searcher, *field, word.folded, frequency)?;
            }
        }
        if let Some(better) = better {
            right.push_str(&typed[at..word.span.start]);
            right.push_str(&better);
            at = word.span.end;
            changed += 1;
        }
    }
    right.push_str(&typed[at..]);
    Ok((changed > 0).then_some(right))
}

/// The likeliest word of the field that is spelt nearly like `word`, which `frequency` documents have.
fn neighbour(
    searcher: &Searcher,
    field: Field,
    word: &str,
    frequency: u64,
) -> tantivy::Result<Option<String>> {
    let mut best: Option<(f64, String)> = None;
    for (other, distance) in neighbours(searcher, field, word, most_different(word))? {
        let found = document_frequency(searcher, field, &other)?;
        if found == 0 || found < frequency.saturating_mul(TIMES) {
            continue;
        }
        let same_start = other.chars().next() == word.chars().next();
        let value = found as f64
            * PER_LETTER.powi(i32::from(distance) - 1)
            * if same_start { 1.0 } else { FIRST_LETTER };
        let better = best.as_ref().is_none_or(|(most, name)| {
            value.total_cmp(most).then_with(|| name.cmp(&other)).is_gt()
        });
        if better {
            best = Some((value, other));
        }
    }
    Ok(best.map(|(_, word)| word))
}

/// In how many letters a misspelt word may differ.
pub(super) fn most_different(word: &str) -> u8 {
    if word.chars().count() >= TWO_LETTERS { 2 } else { 1 }
}

/// Words of the field that differ from `word` in at most `most` letters, and in how many; two letters that
/// changed places differ in one.
pub(super) fn neighbours(
    searcher: &Searcher,
    field: Field,
    word: &str,
    most: u8,
) -> tantivy::Result<Vec<(String, u8)>> {
    let mut found: Vec<(String, u8)> = Vec::new();
    for distance in 1..=most {
        let query = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true);
        let mut within: Vec<String> = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().search(query.automaton()?).into_stream()?;
            while let Some((term, _)) = terms.next() {
                within.extend(std::str::from_utf8(term).ok().map(str::to_owned));
            }
        }
        within.sort();
        within.dedup();
        within.retain(|other| other != word && !found.iter().any(|(known, _)| known == other));
        found.extend(within.into_iter().map(|other| (other, distance)));
    }
    Ok(found)
}
