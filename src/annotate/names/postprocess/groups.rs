//! Nationalities, religions and parties: names of groups, which are found by list and not learnt.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::{Sequence, TaggerInput};
use crate::model::EntityKind;

/// True if what was tagged a name is one of a group of people.
pub fn is_group(candidate: &Candidate<'_, '_, '_>) -> bool {
    is_listed_group(candidate) || is_wing(candidate)
}

/// "Democrats", "Sri Lankans", tagged an organisation or place and the name of no place.
fn is_listed_group(candidate: &Candidate<'_, '_, '_>) -> bool {
    let flags = candidate.first_flags();
    let continues = ListFlags::GROUP | ListFlags::PHRASE_CONTINUES;
    matches!(candidate.kind, EntityKind::Organisation | EntityKind::Place)
        && flags.contains(ListFlags::GROUP)
        && !flags.intersects(ListFlags::PLACE_NAME)
        && (candidate.token_count() == 1
            || flags.contains(ListFlags::PHRASE_BEGINS)
                && (candidate.start + 1..candidate.end)
                    .all(|at| candidate.input.flags[at].contains(continues)))
}

/// "Senate Democrats", "Texas Republicans".
fn is_wing(candidate: &Candidate<'_, '_, '_>) -> bool {
    candidate.token_count() > 1
        && is_word_of(WordClass::PARTY_MEMBERS, candidate.last_word())
        && candidate.names_seats()
}

/// Adds the capitalised words and phrases of the list of groups that lie in no name.
pub fn add_groups(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut groups = Vec::new();
    let mut taken = names.iter().peekable();
    for sequence in &input.sequences {
        let mut at = sequence.start;
        while at < sequence.end {
            while taken.next_if(|name| name.end <= at).is_some() {}
            if let Some(name) = taken.peek().filter(|name| name.start <= at) {
                at = name.end;
                continue;
            }
            let end = group_end(input, sequence, at);
            if let Some(end) = end
                && taken.peek().is_none_or(|name| end <= name.start)
                && !is_ambiguous(input, at)
            {
                groups.push(Name::new(input.prose, at, end, EntityKind::Group));
            }
            at = end.unwrap_or(at + 1);
        }
    }
    if !groups.is_empty() {
        names.extend(groups);
        names.sort_by_key(|name| name.start);
    }
    join_wings(input, names);
}

/// Joins the seats and the party of a wing that was taken for two names: "Senate" and "Democrats".
fn join_wings(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut joined = false;
    for at in 1..names.len() {
        let (seats, party) = (names[at - 1], names[at]);
        let run = Candidate { input, start: seats.start, end: party.end, kind: seats.kind };
        if seats.end == party.start && party.kind == EntityKind::Group && is_wing(&run) {
            names[at] = Name::new(input.prose, seats.start, party.end, EntityKind::Group);
            joined = true;
        }
    }
    if joined {
        // The seats stand before the wing that begins where they do.
        let starts: Vec<usize> = names.iter().skip(1).map(|name| name.start).collect();
        let mut next = starts.into_iter();
        names.retain(|name| next.next() != Some(name.start));
    }
}

/// Token after the listed word or phrase that begins at `at`; `None` if none does.
fn group_end(input: &TaggerInput<'_, '_>, sequence: &Sequence, at: usize) -> Option<usize> {
    if !input.flags[at].contains(ListFlags::GROUP) || !input.prose.tokens[at].has_capital() {
        return None;
    }
    let mut end = at + 1;
    if input.flags[at].contains(ListFlags::PHRASE_BEGINS) {
        let continues = ListFlags::GROUP | ListFlags::PHRASE_CONTINUES;
        while end < sequence.end && input.flags[end].contains(continues) {
            end += 1;
        }
    }
    Some(end)
}

/// True if the word alone is as well a surname or city, and a plain word of this text.
fn is_ambiguous(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let flags = input.flags[at];
    flags.intersects(ListFlags::SURNAME | ListFlags::CITY)
        && !flags.contains(ListFlags::PHRASE_BEGINS)
        && input.occurs_lowercase(at)
}
