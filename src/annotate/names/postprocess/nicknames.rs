//! Names with a nickname in marks: "Dwayne “The Rock” Weston" is one name.
//!
//! The tagger cuts such a name at the marks unless the nickname is a first name itself.

use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::{Casing, TaggerInput};
use crate::model::EntityKind;
use crate::text::{Case, TokenKind};

/// Most marks and brackets on either side of a nickname.
const MAX_MARKS: usize = 2;
/// Most words of a nickname.
const MAX_WORDS: usize = 3;

/// Gives a name that begins within marks its opening mark back (`"Shorty" Weston`), and ends one
/// before a mark that opens within it and closes elsewhere (`Robert “Never`).
fn open_marks(input: &TaggerInput<'_, '_>, names: &mut [Name]) {
    let tokens = &input.prose.tokens;
    let is_mark = |at: usize| tokens[at].kind == TokenKind::QuoteMark;
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        let marks = (name.start..name.end).filter(|at| is_mark(*at)).count();
        if marks == 1 && name.start > 0 && is_mark(name.start - 1) {
            *name = Name::new(input.prose, name.start - 1, name.end, name.kind);
        } else if marks == 1
            && let Some(mark) = (name.start + 1..name.end).find(|at| is_mark(*at))
            && tokens[mark].span.start > tokens[mark - 1].span.end
        {
            *name = Name::new(input.prose, name.start, mark, name.kind);
        }
    }
}

/// Longest way from a first name to the surname behind a nickname, in tokens.
const MAX_NICKNAME: usize = 1 + 2 * MAX_MARKS + MAX_WORDS;

/// Gives a surname behind a nickname in marks the first name before it that was passed over.
fn take_first_names(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut covered = Vec::new();
    for index in 0..names.len() {
        let name = names[index];
        let marked = name.start > 1
            && matches!(input.prose.word(name.start - 1), "'" | "’" | "\"" | "”" | ")");
        if name.kind != EntityKind::Person || !marked {
            continue;
        }
        let first = (name.start.saturating_sub(MAX_NICKNAME)..name.start - 1).rev().find(|at| {
            input.prose.tokens[*at].has_capital()
                && is_first_name(input, *at)
                && nickname_end(input, at + 1) == Some(name.start)
        });
        let Some(first) = first else { continue };
        if names[..index]
            .iter()
            .rev()
            .take(MAX_NICKNAME)
            .any(|other| other.start <= first && first < other.end)
        {
            continue;
        }
        covered.push(first + 1..name.start);
        names[index] = Name::new(input.prose, first, name.end, name.kind);
    }
    if !covered.is_empty() {
        names.retain(|name| !covered.iter().any(|range| range.contains(&name.start)));
    }
}

/// Joins the names of persons before and after a nickname in marks, or the first name and the word
/// with a capital that follows.
pub fn join_nicknames(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    open_marks(input, names);
    take_first_names(input, names);
    let is_marked =
        |name: &Name| name.kind == EntityKind::Person && nickname_end(input, name.end).is_some();
    if !names.iter().any(is_marked) {
        return;
    }
    let mut joined: Vec<Name> = Vec::with_capacity(names.len());
    let mut rest = names.iter().copied().peekable();
    while let Some(mut name) = rest.next() {
        if let Some(surname) = nickname_end(input, name.end).filter(|_| is_marked(&name)) {
            while rest.next_if(|next| next.end <= surname).is_some() {}
            let end = rest.next_if(|next| next.start <= surname).map(|next| next.end);
            let end = end.unwrap_or(surname + 1);
            name = Name::new(input.prose, name.start, end, EntityKind::Person);
        }
        joined.push(name);
    }
    *names = joined;
}

/// Returns the token of the surname after a nickname in marks, with brackets around them or
/// without, that begins at token `at`: `“The Rock” Weston`, `("Shorty") Weston`.
fn nickname_end(input: &TaggerInput<'_, '_>, at: usize) -> Option<usize> {
    let prose = input.prose;
    let is_mark = |at: &usize| {
        prose.tokens.get(*at).is_some_and(|token| {
            token.kind == TokenKind::QuoteMark || matches!(prose.word(*at), "(" | ")")
        })
    };
    // Not the apostrophe of "the Reeds'".
    if !is_mark(&at) || prose.tokens[at].span.start == prose.tokens[at - 1].span.end {
        return None;
    }
    let open = at + (at..at + MAX_MARKS).take_while(is_mark).count();
    let close = (open + 1..=open + MAX_WORDS).find(is_mark)?;
    let past = close + (close..close + MAX_MARKS).take_while(is_mark).count();
    let inner = (open..close).all(|at| {
        let token = prose.tokens[at];
        let small = matches!(prose.word(at), "the" | "of" | "de" | "la");
        token.kind == TokenKind::Word && (token.has_capital() || small)
    });
    let surname = prose.tokens.get(past)?;
    let capital = matches!(surname.case, Case::Capitalised | Case::Mixed);
    let other = input.flags[past].intersects(ListFlags::CALENDAR)
        || matches!(prose.word(open), "A" | "An")
        || in_headline(input, past) && !is_first_name(input, at - 1);
    let whole = past - close == open - at && prose.sentence_of(at - 1) == prose.sentence_of(past);
    let named = inner && surname.kind == TokenKind::Word && capital && !other && whole;
    // "Ana Ox (Oslo) Harker" is a table, and a name in brackets may be another's.
    let quoted = (at..open).any(|at| prose.tokens[at].kind == TokenKind::QuoteMark);
    (named && quoted).then_some(past)
}

/// True if the token is a first name, and the first of its name.
fn is_first_name(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let first = at.checked_sub(1).is_none_or(|before| {
        // "Ana Reed ‘…’": the word before belongs to the name.
        !input.flags[before].intersects(ListFlags::FIRST_NAME)
    });
    input.flags[at].intersects(ListFlags::FIRST_NAME) && first
}

/// True if the token stands among words that have capitals for other reasons.
fn in_headline(input: &TaggerInput<'_, '_>, at: usize) -> bool {
    let next = input.sequences.partition_point(|sequence| sequence.end <= at);
    input.sequences.get(next).is_none_or(|sequence| sequence.casing != Casing::Prose)
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn a_nickname_in_marks_stands_within_the_name() {
        let check = |text: &str, expected: &[&str]| {
            let notes = annotate(text);
            let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Then Robert “The Hammer” Hughes left.", &["Robert “The Hammer” Hughes"]);
        check("Then Robert \"Bobby\" Hughes left.", &["Robert \"Bobby\" Hughes"]);
        check("Then Maria 'Iron Lady' Keller left.", &["Maria 'Iron Lady' Keller"]);
        check("Then Robert (“Bobby”) Hughes left.", &["Robert (“Bobby”) Hughes"]);
        check(
            "Robert Hughes ‘A Disgrace’ Over Bridge, Says Mayor Keller",
            &["Robert Hughes", "Keller"],
        );
        check("He told Robert “Never” and left.", &["Robert"]);
    }
}
