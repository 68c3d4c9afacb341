//! From tagged runs of tokens to bare names: what is no part of a name goes, and so does what is no
//! name at all; then the names of one text are made consistent, and groups of people are added.

mod candidate;
mod groups;
mod reject;
mod trim;

use crate::annotate::names::boilerplate_names::Boilerplate;
use crate::annotate::names::consistency::make_consistent;
use crate::annotate::names::label;
use crate::annotate::names::postprocess::candidate::Candidate;
use crate::annotate::names::postprocess::groups::{add_groups, is_group};
use crate::annotate::names::postprocess::reject::is_no_name;
use crate::annotate::names::postprocess::trim::trim;
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger::TaggedSpan;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::EntityKind;

/// Names of a text in order, groups among them.
pub fn postprocess(input: &TaggerInput<'_, '_>, tagged: &[TaggedSpan]) -> Vec<Name> {
    let mut names = Vec::with_capacity(tagged.len() + tagged.len() / 4);
    for span in tagged {
        let Some(kind) = label::entity_kind(span.kind) else { continue };
        let tagged = Candidate { input, start: span.start, end: span.end, kind };
        if let Some(bare) = trim(tagged)
            && !is_no_name(&bare)
        {
            let kind = if is_group(&bare) { EntityKind::Group } else { kind };
            names.push(Name::new(input.prose, bare.start, bare.end, kind));
        }
    }
    let boilerplate = Boilerplate::new(input);
    boilerplate.remove_from(input.prose, &mut names);
    make_consistent(input, &mut names);
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
}
