//! From tagged runs of tokens to bare names: what is no part of a name goes, and so does what is no
//! name at all; then the names of one text are made consistent, and groups of people are added.

mod candidate;
mod groups;
mod nicknames;
mod purpose;
mod reject;
mod split;
mod trim;

use crate::annotate::gazetteer::companies::find_company;
use crate::annotate::names::abbreviations::follow_abbreviations;
use crate::annotate::names::boilerplate_names::Boilerplate;
use crate::annotate::names::consistency::make_consistent;
use crate::annotate::names::label;
use crate::annotate::names::listed_fields::join_fields;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::annotate::names::postprocess::groups::{add_groups, is_group};
use crate::annotate::names::postprocess::nicknames::join_nicknames;
use crate::annotate::names::postprocess::purpose::join_purposes;
use crate::annotate::names::postprocess::reject::is_no_name;
use crate::annotate::names::postprocess::split::split;
use crate::annotate::names::postprocess::trim::trim;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger::TaggedSpan;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::EntityKind;

/// Longest name, in tokens. What is longer is a list or a table, and names nobody; the forms that a
/// name is known by are made of each of its beginnings, so that its cost grows with its square.
const MAX_NAME_TOKENS: usize = 40;

/// Names of a text in order, groups among them.
pub fn postprocess(input: &TaggerInput<'_, '_>, tagged: &[TaggedSpan]) -> Vec<Name> {
    let mut names = Vec::with_capacity(tagged.len() + tagged.len() / 4);
    for span in tagged.iter().filter(|span| span.end - span.start <= MAX_NAME_TOKENS) {
        // What is listed is a company, though an index may be named after it.
        let listed = || find_company(&input.lower[span.start..span.end]);
        let kind = label::entity_kind(span.kind)
            .or_else(|| listed().is_some().then_some(EntityKind::Organisation));
        let Some(kind) = kind else { continue };
        let mut rest = Some(Candidate { input, start: span.start, end: span.end, kind });
        while let Some(run) = rest.take() {
            let mut tagged = run;
            if let Some((first, others)) = split(run) {
                (tagged, rest) = (first, Some(others));
            }
            if let Some(bare) = trim(tagged)
                && !is_no_name(&bare)
            {
                let kind = if is_group(&bare) { EntityKind::Group } else { bare.kind };
                names.push(Name::new(input.prose, bare.start, bare.end, kind));
            }
        }
    }
    join_nicknames(input, &mut names);
    join_purposes(input, &mut names);
    join_fields(input, &mut names);
    let boilerplate = Boilerplate::new(input);
    boilerplate.remove_from(input.prose, &mut names);
    make_consistent(input, &mut names);
    follow_abbreviations(input, &mut names);
    add_groups(input, &mut names);
    boilerplate.remove_from(input.prose, &mut names);
    names
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn marks_of_parties_and_wings_are_no_names() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let notes = annotate(text);
            let found: Vec<(&str, &str)> =
                notes.mentions.iter().map(|m| (m.span.of(text), m.kind.tag())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Sen. Maria Hale , D-Calif. , left.", &[("Maria Hale", "PER")]);
        check("He said Senate Democrats would wait.", &[("Senate Democrats", "NORP")]);
    }

    #[test]
    fn a_table_of_abbreviations_is_no_name() {
        for piece in ["n.a. ", "U.S. ", "e.g. ", "A.B.C. ", "J.K. Rowling "] {
            let text = piece.repeat(2000);
            let longest = |notes: &crate::model::Notes| {
                notes.mentions.iter().map(|m| m.span.end - m.span.start).max().unwrap_or(0)
            };
            let notes = annotate(&text);
            assert!(longest(&notes) < 600, "{piece}: {}", longest(&notes));
        }
    }
}
