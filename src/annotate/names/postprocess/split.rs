//! Rules that cut a tagged run in two where it holds two names, or a name and an office.
//!
//! Each rule is one function with its examples; the table says in which order they are asked.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::model::EntityKind;
use crate::text::{Case, TokenKind};

/// A rule for the token at a place within the run: where the run is cut, if the rule applies there.
type Rule = fn(&Candidate<'_, '_, '_>, usize) -> Option<Cut>;

const RULES: &[Rule] = &[two_persons, origin, owner, two_bodies, holder_of_office, employee];

/// A place where a run is cut.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// First token after the name before.
    from: usize,
    /// First token of the name after.
    to: usize,
    /// Kind of the name before.
    before: EntityKind,
    /// Kind of the name after.
    after: EntityKind,
}

/// The first name of a run that holds two, and the rest; `None` if it holds one.
pub fn split<'i, 'p, 't>(
    candidate: Candidate<'i, 'p, 't>,
) -> Option<(Candidate<'i, 'p, 't>, Candidate<'i, 'p, 't>)> {
    if candidate.token_count() < 3 {
        return None;
    }
    let mut cuts = (candidate.start + 1..candidate.end - 1)
        .filter_map(|at| RULES.iter().find_map(|rule| rule(&candidate, at)));
    let cut = cuts.next()?;
    let first = Candidate { end: cut.from, kind: cut.before, ..candidate };
    Some((first, Candidate { start: cut.to, kind: cut.after, ..candidate }))
}

/// "Ana Ox and Mr. Reed": two people.
fn two_persons(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let joins = matches!(candidate.input.prose.word(at), "and" | "for" | "vs" | "vs.");
    (candidate.is_person() && joins).then_some(Cut {
        from: at,
        to: at + 1,
        before: EntityKind::Person,
        after: EntityKind::Person,
    })
}

/// "Ana Ox of Harker": where somebody is from, or whom they work for; not "Joan of Harker".
fn origin(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let input = candidate.input;
    let full_name =
        at - candidate.start >= 2 && candidate.first_flags().intersects(ListFlags::FIRST_NAME);
    let is_place = input.flags[at + 1].intersects(ListFlags::PLACE_NAME);
    let after = if is_place { EntityKind::Place } else { EntityKind::Organisation };
    let applies = candidate.is_person() && full_name && input.prose.word(at) == "of";
    applies.then_some(Cut { from: at, to: at + 1, before: EntityKind::Person, after })
}

/// "Harker University's College of Law", "Norway's Ministry of Trade": a body or country, and a
/// body of its own; not "Harker's Hospital".
fn owner(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let input = candidate.input;
    let flags = |at: usize| input.flags[at];
    let is_country = flags(candidate.start).contains(ListFlags::COUNTRY)
        && (candidate.start + 1..at)
            .all(|at| flags(at).contains(ListFlags::COUNTRY | ListFlags::PHRASE_CONTINUES));
    let is_body = at > candidate.start + 1
        && flags(at - 1).contains(ListFlags::ORGANISATION_WORD)
        && input.prose.tokens[at - 1].has_capital();
    let applies = candidate.kind == EntityKind::Organisation
        && input.prose.tokens[at].kind == TokenKind::Clitic
        && (is_country || is_body)
        && (at + 1..candidate.end).any(|at| flags(at).contains(ListFlags::ORGANISATION_WORD));
    applies.then_some(Cut {
        from: at,
        to: at + 1,
        before: if is_country { EntityKind::Place } else { EntityKind::Organisation },
        after: EntityKind::Organisation,
    })
}

/// "NATO and Oslo Harbour Board", "Harker Trust and University of Oslo": a body, and one that is
/// known by an abbreviation or listed.
fn two_bodies(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let input = candidate.input;
    let upper =
        |at: usize| input.prose.tokens[at].case == Case::Upper && input.prose.word(at).len() > 2;
    let body = ListFlags::INSTITUTION.union(ListFlags::ORGANISATION);
    // A listed phrase that begins behind the "and" and ends with the run.
    let listed = input.flags[at + 1].contains(ListFlags::PHRASE_BEGINS)
        && input.flags[at + 1].intersects(body)
        && (at + 2..candidate.end).all(|at| {
            input.flags[at].contains(ListFlags::PHRASE_CONTINUES)
                && input.flags[at].intersects(body)
        });
    let short = at == candidate.start + 1 && upper(candidate.start) && !upper(at + 1);
    let applies = candidate.kind == EntityKind::Organisation
        && input.prose.word(at) == "and"
        && (listed || short);
    applies.then_some(Cut {
        from: at,
        to: at + 1,
        before: EntityKind::Organisation,
        after: EntityKind::Organisation,
    })
}

/// "Harker Chairman Ana Ox", "Texas Governor Ana Ox": the seat of an office, the office, and who
/// holds it.
fn holder_of_office(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let input = candidate.input;
    let holder = office_end(candidate, at)?;
    if !is_full_name(candidate, holder) {
        return None;
    }
    let seat = if candidate.first_flags().intersects(ListFlags::PLACE_NAME) {
        EntityKind::Place
    } else {
        EntityKind::Organisation
    };
    let before = if candidate.is_person() { seat } else { candidate.kind };
    // "of" before the office: "Bank of" is no seat.
    input.prose.tokens[at - 1].has_capital().then_some(Cut {
        from: at,
        to: holder,
        before,
        after: EntityKind::Person,
    })
}

/// "Harker LLC Ana Ox": a company, and who works there.
fn employee(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<Cut> {
    let word = candidate.input.prose.word(at).trim_end_matches('.');
    let applies = is_word_of(WordClass::LEGAL_FORM, word) && is_full_name(candidate, at + 1);
    applies.then_some(Cut {
        from: at + 1,
        to: at + 1,
        before: EntityKind::Organisation,
        after: EntityKind::Person,
    })
}

/// Token after the office whose last or only word is at `at`: "Chairman", "Chief Executive".
fn office_end(candidate: &Candidate<'_, '_, '_>, at: usize) -> Option<usize> {
    let (prose, flags) = (candidate.input.prose, candidate.input.flags[at]);
    let word = prose.word(at);
    if word == "Chief" && matches!(prose.word(at + 1), "Executive" | "Justice") {
        return Some(at + 2 + usize::from(prose.word(at + 2) == "Officer"));
    }
    let office = flags.contains(ListFlags::TITLE)
        && !flags.intersects(ListFlags::PERSON_NAME)
        && prose.tokens[at].has_capital()
        && !is_word_of(WordClass::KEPT_TITLE, &word.trim_end_matches('.').to_lowercase());
    office.then_some(at + 1)
}

/// True if the tokens from `from` to the end of the run are a first name and more.
fn is_full_name(candidate: &Candidate<'_, '_, '_>, from: usize) -> bool {
    let input = candidate.input;
    candidate.end > from + 1
        && candidate.end <= from + 4
        && input.flags[from].intersects(ListFlags::FIRST_NAME)
        && !input.flags[from].intersects(ListFlags::TITLE | ListFlags::ORGANISATION_WORD)
        && (from..candidate.end).all(|at| {
            input.prose.tokens[at].kind == TokenKind::Word
                && !input.flags[at].intersects(ListFlags::ORGANISATION_WORD)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::gazetteer::word_lists::embedded;
    use crate::annotate::names::tagger_input::TaggerInput;
    use crate::text::Prose;

    #[test]
    fn two_names_in_one_run_are_parted() {
        use EntityKind::{Organisation, Person, Place};
        let check = |text: &str, kind: EntityKind, expected: &[(&str, EntityKind)]| {
            let prose = Prose::new(text);
            let input = TaggerInput::new(&prose, embedded().unwrap());
            let run = Candidate { input: &input, start: 0, end: prose.tokens.len(), kind };
            let parts = split(run).map_or(vec![run], |(first, second)| vec![first, second]);
            let found: Vec<(&str, EntityKind)> = parts
                .iter()
                .map(|part| {
                    let tokens = &prose.tokens[part.start..part.end];
                    let span = tokens[0].span.start..tokens[tokens.len() - 1].span.end;
                    (&text[span], part.kind)
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Hale and Mr. Reed", Person, &[("Hale", Person), ("Mr. Reed", Person)]);
        check("Maria Hale of Harker", Person, &[("Maria Hale", Person), ("Harker", Organisation)]);
        check("Maria of Harker", Person, &[("Maria of Harker", Person)]);
        check(
            "Harker Chairman Maria Hale",
            Person,
            &[("Harker", Organisation), ("Maria Hale", Person)],
        );
        check("Texas Governor Maria Hale", Person, &[("Texas", Place), ("Maria Hale", Person)]);
        check(
            "Harker Chief Executive Maria Hale",
            Organisation,
            &[("Harker", Organisation), ("Maria Hale", Person)],
        );
        check(
            "Harker LLC Maria Hale",
            Organisation,
            &[("Harker LLC", Organisation), ("Maria Hale", Person)],
        );
        check("Maria Anne Hale", Person, &[("Maria Anne Hale", Person)]);
        check(
            "Harker University's College of Law",
            Organisation,
            &[("Harker University", Organisation), ("College of Law", Organisation)],
        );
        check(
            "Norway's Ministry of Trade",
            Organisation,
            &[("Norway", Place), ("Ministry of Trade", Organisation)],
        );
        let hospital = "Harker's Hospital";
        check(hospital, Organisation, &[(hospital, Organisation)]);
        check(
            "NATO and Harker Harbour Board",
            Organisation,
            &[("NATO", Organisation), ("Harker Harbour Board", Organisation)],
        );
        check("Bosnia and Herzegovina", Place, &[("Bosnia and Herzegovina", Place)]);
    }
}
