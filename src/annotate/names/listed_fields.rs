//! Bodies whose fields are a list with commas: "Department of Trade, Fisheries and Forestry".
//!
//! A comma ends what the tagger looks at, since most lists with commas are of several names; only
//! the whole list shows that its parts are one.

use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::EntityKind;
use crate::text::TokenKind;

/// Longest field, in words, and most fields that a body is joined to.
const MAX_FIELD_WORDS: usize = 4;
const MAX_FIELDS: usize = 5;

/// Joins to a body the fields that follow it behind commas.
pub fn join_fields(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut joined = false;
    let mut covered = 0;
    for name in names.iter_mut() {
        if name.start >= covered
            && let Some(end) = end_of_fields(input, name)
        {
            covered = end;
            *name = Name::new(input.prose, name.start, end, EntityKind::Organisation);
            joined = true;
        }
    }
    if joined {
        let mut covered = 0;
        names.retain(|name| {
            let keeps = name.start >= covered;
            covered = covered.max(name.end);
            keeps
        });
    }
}

/// Token after the last field, if the name is a body with one field ("Department of Trade") and a
/// comma, one more field or several, and an "and" with the last follow.
fn end_of_fields(input: &TaggerInput<'_, '_>, name: &Name) -> Option<usize> {
    let word = |at: usize| input.prose.word(at);
    let is_body = name.kind == EntityKind::Organisation
        && name.token_count() > 2
        && word(name.end) == ","
        && (name.start..name.end - 1).any(|at| {
            matches!(word(at + 1), "of" | "for" | "on")
                && input.flags[at].intersects(ListFlags::ORGANISATION_WORD)
        })
        && is_field(input, name.end - 1);
    if !is_body {
        return None;
    }
    let mut at = name.end;
    for _ in 0..MAX_FIELDS {
        let comma = usize::from(word(at) == ",");
        let last = matches!(word(at + comma), "and" | "&");
        if comma == 0 && !last {
            return None;
        }
        at += comma + usize::from(last);
        let start = at;
        while at - start < MAX_FIELD_WORDS && is_field(input, at) {
            at += 1;
        }
        if at == start {
            return None;
        }
        if last {
            return Some(at);
        }
    }
    None
}

/// True for a capitalised word that is nobody's name and no place.
fn is_field(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let other = ListFlags::FIRST_NAME
        .union(ListFlags::PLACE_NAME)
        .union(ListFlags::GROUP)
        .union(ListFlags::ORGANISATION)
        .union(ListFlags::CALENDAR)
        .union(ListFlags::TITLE);
    input.prose.tokens.get(at).is_some_and(|token| {
        token.kind == TokenKind::Word
            && token.has_capital()
            && token.span.end > token.span.start + 2
    }) && !input.flags[at].intersects(other)
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn the_fields_of_a_body_are_one_name() {
        let check = |text: &str, expected: &[&str]| {
            let notes = annotate(text);
            let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "She runs the Department of Agriculture, Fisheries and Forestry in Oslo.",
            &["Department of Agriculture, Fisheries and Forestry", "Oslo"],
        );
        check(
            "They sued the Department of Energy, Microsoft and Norway.",
            &["Department of Energy", "Microsoft", "Norway"],
        );
    }
}
