//! Reports by a noun: "his claim that the bridge is safe", "issued a warning that it is not".

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemRange, Narration, NarrationSentence};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::clause::words_end;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::subject;
use crate::annotate::quotes::verb_group::VerbGroup;

/// Most items between a possessor and the noun: "Smith's repeated claim".
const MAX_OWNED: usize = 4;

/// Returns the report of the noun at `at`, if a clause with "that" follows and its owner or maker
/// is told. "The claims that were made" and "claims that she lied" report nobody's words.
pub fn report_of_noun(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let clause = narration.is_listed(at, WordClass::REPORTING_NOUN)
        && narration.says(at + 1, "that")
        && narration.before(at + 2, high).is_some_and(|next| !next.is_finite());
    if !clause {
        return None;
    }
    let (subject, from) = owner(narration, low, at).or_else(|| maker(narration, low, at))?;
    let words = ItemRange::new(at + 1, words_end(narration, at + 1, high));
    Some(Report {
        cue: ItemRange::single(at),
        subcat: Subcat::THAT,
        order: ReportOrder::Plain,
        subject: Some(subject),
        from,
        left: Vec::new(),
        right: Some(ReportedSpan::quote_or_words(narration, words)),
    })
}

/// Returns the possessor of the noun at `noun`, and where the noun's phrase begins.
fn owner(narration: &Narration<'_>, low: usize, noun: usize) -> Option<(NounPhrase, usize)> {
    let near = low.max(noun.saturating_sub(MAX_OWNED));
    for at in (near..noun).rev() {
        let item = &narration.items[at];
        if item.is_listed_in_any_case(WordClass::PERSONAL_POSSESSIVE) {
            return Some((NounPhrase::single(at), at));
        }
        if item.is(Pos::POSS) {
            // The owner of what another one rejects or repeats is no subject of the text.
            let phrase = NounPhrase::ending_at(narration, low, at)?;
            return (phrase.start == low).then_some((phrase, phrase.start));
        }
        if !item.is_plain_word() || !item.is(Pos::ADJ | Pos::PART | Pos::NOUN) {
            return None;
        }
    }
    None
}

/// Returns who issues what the noun at `noun` names, and where the verb's clause begins.
fn maker(narration: &Narration<'_>, low: usize, noun: usize) -> Option<(NounPhrase, usize)> {
    let phrase = NounPhrase::ending_at(narration, low, noun + 1)?;
    let verb = phrase.start.checked_sub(1).filter(|verb| *verb >= low)?;
    if !narration.is_listed(verb, WordClass::ISSUES) {
        return None;
    }
    let group = VerbGroup::before(narration, low, verb);
    let subject = subject::left_of_verb(narration, low, group.start)?;
    Some((subject, subject.start))
}
