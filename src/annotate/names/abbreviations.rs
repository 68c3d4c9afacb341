//! Abbreviations that a text itself explains: "Harker Investigation Project (HIP)", then "HIP".
//!
//! What stands in the brackets is found by the letters, as in Schwartz and Hearst, "A simple
//! algorithm for identifying abbreviation definitions" (2003), held to the first letters of words.

use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::EntityKind;
use crate::text::Case;

/// Letters of the shortest and the longest abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=8;

/// An abbreviation and what it stands for.
#[derive(Clone, Copy, Debug)]
struct Abbreviation<'t> {
    word: &'t str,
    /// Hash in small letters.
    lower: u64,
    kind: EntityKind,
}

/// Gives the abbreviations that the text explains the kind of the body or place that they stand
/// for, wherever they are printed.
pub fn follow_abbreviations(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let explained: Vec<Abbreviation<'_>> =
        names.iter().filter_map(|name| explained_by(input, name)).collect();
    if explained.is_empty() {
        return;
    }
    let find = |at: usize| {
        let found = explained.iter().find(|other| other.lower == input.lower[at])?;
        (input.prose.word(at) == found.word).then_some(*found)
    };
    let mut added = Vec::new();
    let mut taken = names.iter_mut().peekable();
    for at in input.sequences.iter().flat_map(|s| s.start..s.end) {
        while taken.next_if(|name| name.end <= at).is_some() {}
        let Some(found) = find(at) else { continue };
        match taken.peek_mut() {
            Some(name) if name.start <= at => {
                if name.token_count() == 1 && name.kind != EntityKind::Group {
                    name.kind = found.kind;
                }
            }
            _ => added.push(Name::new(input.prose, at, at + 1, found.kind)),
        }
    }
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.start);
    }
}

/// The abbreviation in the brackets behind a name of several words, if its letters are theirs.
fn explained_by<'t>(input: &TaggerInput<'_, 't>, name: &Name) -> Option<Abbreviation<'t>> {
    let prose = input.prose;
    let at = name.end + 1;
    if name.token_count() < 2
        || !matches!(name.kind, EntityKind::Organisation | EntityKind::Place)
        || at >= prose.tokens.len()
        || prose.word(name.end) != "("
        || prose.tokens[at].case != Case::Upper
    {
        return None;
    }
    let word = prose.tokens[at].of(prose.text);
    let fits = LETTERS.contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && (are_initials(input, name, word, false) || are_initials(input, name, word, true));
    fits.then_some(Abbreviation { word, lower: input.lower[at], kind: name.kind })
}

/// True if the letters are the first letters of the name's capitalised words, or of all its words
/// with `small`.
fn are_initials(input: &TaggerInput<'_, '_>, name: &Name, letters: &str, small: bool) -> bool {
    let words = (name.start..name.end)
        .filter(|at| small || input.prose.tokens[*at].has_capital())
        .flat_map(|at| input.prose.word(at).split('-'))
        .filter_map(|word| word.chars().next().filter(|c| c.is_alphabetic()));
    words.flat_map(char::to_uppercase).eq(letters.chars())
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn an_abbreviation_is_what_it_stands_for() {
        let text = "The Harker Coastal Development Agency (HCDA) met. Later HCDA left for Oslo.";
        let notes = annotate(text);
        let found: Vec<(&str, &str)> =
            notes.mentions.iter().map(|m| (m.span.of(text), m.kind.tag())).collect();
        let expected = [
            ("Harker Coastal Development Agency", "ORG"),
            ("HCDA", "ORG"),
            ("HCDA", "ORG"),
            ("Oslo", "LOC"),
        ];
        assert_eq!(found, expected);
    }
}
