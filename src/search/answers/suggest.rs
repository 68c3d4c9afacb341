//! Spelling suggestions where nothing was found: words and names of the index that are spelt nearly
//! like those typed.
//!
//! Only words that the index does not have, or hardly has, are corrected; a word counts the more
//! the more documents have it, and the less the more letters differ. Suggestions come from the
//! index alone, so that whatever is suggested finds something.

use tantivy::schema::Field;

use crate::model::EntityKind;
use crate::search::plan::filters::fields_of;
use crate::search::plan::question::{Filters, Question};
use crate::search::query::ast::{FieldName, Node, Pattern};
use crate::search::scoring::columns::Segments;
use crate::search::snapshot::Snapshot;
use crate::search::terms::fuzzy_candidates::{fuzzy_candidates, max_distance};
use crate::search::terms::term_dictionary::{FieldTerms, TermDictionary};
use crate::store::Error;
use crate::text::{EnglishStems, Words};

/// Correction of a part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Part of the question.
    pub field: SuggestionField,
    /// Whole part as typed.
    pub typed: String,
    /// Whole part with words corrected.
    pub corrected: String,
}

/// Part of a question that words or names are typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionField {
    /// Words of the question.
    Words,
    /// Name of a speaker.
    Speaker,
    /// Name of any kind.
    Entity,
    /// Name of a person.
    Person,
    /// Name of an organisation.
    Organisation,
    /// Name of a place.
    Place,
    /// Name of the publication.
    Source,
}

/// Number of letters below which a word has too many neighbours to be corrected.
const MIN_LETTERS: usize = 4;
/// Factor of a candidate's frequency for each further letter that differs.
const PENALTY_PER_LETTER: f64 = 0.05;
/// Factor of a candidate's frequency when its first letter differs: that is seldom mistyped.
const PENALTY_FIRST_LETTER: f64 = 0.2;
/// Factor by which a candidate must be more frequent than a word that the index has.
const MIN_FREQUENCY_RATIO: u64 = 50;
/// Number of words that are corrected at most: no question needs more, and each costs a walk
/// through the dictionary.
const MAX_CORRECTIONS: usize = 12;

/// Fields that a word is looked up in.
#[derive(Clone)]
struct Lookup {
    /// Fields whose words are spelt right; candidates are the words of the first field that has
    /// any.
    fields: Vec<Field>,
    /// True if the fields are keyed by stem: any form of a word is as good.
    keyed: bool,
}

impl Lookup {
    fn words(fields: Vec<Field>) -> Self {
        Self { fields, keyed: true }
    }

    fn names(fields: Vec<Field>) -> Self {
        Self { fields, keyed: false }
    }

    fn dictionary<'s>(&self, segments: Segments<'s>, field: Field) -> TermDictionary<'s> {
        TermDictionary { segments, field, stem_keyed: self.keyed }
    }
}

/// Corrections of the words and filters of a question.
///
/// # Errors
/// The index cannot be read.
pub fn suggest(snapshot: &Snapshot, question: &Question) -> Result<Vec<Suggestion>, Error> {
    let fields = &snapshot.fields;
    let anywhere = &Lookup::words(vec![fields.body, fields.title]);
    let Filters { speaker, names, publisher, .. } = &question.filters;
    let mut typed: Vec<(SuggestionField, &str, Vec<Field>)> = Vec::new();
    if let Some(speaker) = speaker {
        typed.push((SuggestionField::Speaker, speaker, vec![fields.speaker]));
    }
    for name in names {
        let (asked, fields) = match name.kind {
            Some(EntityKind::Person) => (SuggestionField::Person, vec![fields.person]),
            Some(EntityKind::Organisation) => {
                (SuggestionField::Organisation, vec![fields.organisation])
            }
            Some(EntityKind::Place) => (SuggestionField::Place, vec![fields.place]),
            Some(EntityKind::Group) | None => {
                (SuggestionField::Entity, fields_of(FieldName::Entity, &snapshot.fields))
            }
        };
        typed.push((asked, &name.words, fields));
    }
    if let Some(source) = publisher {
        typed.push((SuggestionField::Source, source, vec![fields.publisher, fields.path]));
    }
    let mut suggestions = Vec::new();
    if let Some(query) = &question.query {
        let mut right = query.clone();
        let mut left = MAX_CORRECTIONS;
        correct_tree(snapshot, &mut right, anywhere, &mut left).map_err(|e| snapshot.fail(&e))?;
        if right != *query {
            let (typed, corrected) = (query.to_string(), right.to_string());
            suggestions.push(Suggestion { field: SuggestionField::Words, typed, corrected });
        }
    }
    for (asked, typed, fields) in typed {
        let lookup = Lookup::names(fields);
        let right = snapshot
            .segments()
            .and_then(|segments| correct(segments, typed, &lookup, &mut { MAX_CORRECTIONS }));
        if let Some(right) = right.map_err(|e| snapshot.fail(&e))? {
            suggestions.push(Suggestion {
                field: asked,
                typed: typed.to_owned(),
                corrected: right,
            });
        }
    }
    Ok(suggestions)
}

/// Corrects the words of a query where they stand. Negated parts are left as they are, and so are
/// patterns, which say themselves how a word may be spelt.
fn correct_tree(
    snapshot: &Snapshot,
    node: &mut Node,
    lookup: &Lookup,
    left: &mut usize,
) -> tantivy::Result<()> {
    match node {
        Node::Word(pattern) => correct_pattern(snapshot, pattern, lookup, left),
        Node::Phrase(patterns) => {
            patterns.iter_mut().try_for_each(|p| correct_pattern(snapshot, p, lookup, left))
        }
        Node::Near { parts, .. } | Node::And { parts, .. } | Node::Or(parts) => {
            parts.iter_mut().try_for_each(|part| correct_tree(snapshot, part, lookup, left))
        }
        Node::Within(_, inner) | Node::Boost(inner, _) => {
            correct_tree(snapshot, inner, lookup, left)
        }
        Node::Field(field, inner) => {
            correct_tree(snapshot, inner, &lookup_for(snapshot, *field), left)
        }
        Node::Not(_) | Node::Date(_) => Ok(()),
    }
}

/// Corrects the word of a pattern that is a single word.
fn correct_pattern(
    snapshot: &Snapshot,
    pattern: &mut Pattern,
    lookup: &Lookup,
    left: &mut usize,
) -> tantivy::Result<()> {
    if let Pattern::Word(word) = pattern
        && let Some(right) = correct(snapshot.segments()?, word, lookup, left)?
    {
        *word = right;
    }
    Ok(())
}

/// Fields that the words of a field of the query are looked up in.
fn lookup_for(snapshot: &Snapshot, field: FieldName) -> Lookup {
    let words = fields_of(field, &snapshot.fields);
    match field {
        FieldName::Title | FieldName::Body | FieldName::Quote => Lookup::words(words),
        _ => Lookup::names(words),
    }
}

/// `typed` with those words corrected that the fields do not have, `left` words at most; `None`
/// when there are none.
fn correct(
    segments: Segments<'_>,
    typed: &str,
    lookup: &Lookup,
    left: &mut usize,
) -> tantivy::Result<Option<String>> {
    let stems = EnglishStems::default();
    let mut right = String::new();
    let (mut at, mut changed) = (0, false);
    let mut words = Words::new(typed);
    while let Some(word) = words.advance() {
        let fit = word.folded.chars().count() >= MIN_LETTERS
            && word.folded.chars().all(char::is_alphabetic);
        if !fit || *left == 0 {
            continue;
        }
        let stem = stems.stem(word.folded);
        let mut frequency = 0;
        for field in &lookup.fields {
            let words = lookup.dictionary(segments, *field);
            frequency += if lookup.keyed {
                FieldTerms::for_stem(segments, *field, &stem, None)?.documents
            } else {
                words.frequency(word.folded)?
            };
        }
        let mut better = None;
        for field in &lookup.fields {
            if better.is_none() {
                better =
                    best_candidate(lookup.dictionary(segments, *field), word.folded, frequency)?;
            }
        }
        if let Some(better) = better {
            right.push_str(&typed[at..word.span.start]);
            right.push_str(&better);
            at = word.span.end;
            changed = true;
            *left -= 1;
        }
    }
    right.push_str(&typed[at..]);
    Ok(changed.then_some(right))
}

/// Likeliest word that is spelt nearly like `word`, which `frequency` documents have.
fn best_candidate(
    words: TermDictionary<'_>,
    word: &str,
    frequency: u64,
) -> tantivy::Result<Option<String>> {
    let mut best: Option<(f64, String)> = None;
    for (other, distance) in fuzzy_candidates(words, word, max_distance(word))? {
        let found = words.frequency(&other)?;
        if found == 0 || found < frequency.saturating_mul(MIN_FREQUENCY_RATIO) {
            continue;
        }
        let same_start = other.chars().next() == word.chars().next();
        let value = found as f64
            * PENALTY_PER_LETTER.powi(i32::from(distance) - 1)
            * if same_start { 1.0 } else { PENALTY_FIRST_LETTER };
        let better = best.as_ref().is_none_or(|(most, name)| {
            value.total_cmp(most).then_with(|| name.cmp(&other)).is_gt()
        });
        if better {
            best = Some((value, other));
        }
    }
    Ok(best.map(|(_, word)| word))
}
