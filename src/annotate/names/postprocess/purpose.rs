//! Bodies named after their purpose: "Committee to Protect Bakers" is one name.
//!
//! The tagger, which sees few small words within names, ends such a name before "to", and may take
//! the purpose for a second one.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::{Casing, Sequence, TaggerInput};
use crate::model::EntityKind;
use crate::text::{Case, TokenKind};

/// Tokens between the noun for the body and what follows the verb of its purpose.
const TO_VERB: usize = 3;
/// Most tokens of the words for the body.
const MAX_BODY: usize = 4;
/// Most tokens of a purpose.
const MAX_PURPOSE: usize = 8;

/// Joins the noun for a body, "to" and its purpose.
pub fn join_purposes(input: &TaggerInput<'_, '_>, names: &mut Vec<Name>) {
    let mut bodies: Vec<Name> = Vec::new();
    for sequence in input.sequences.iter().filter(|sequence| sequence.casing == Casing::Prose) {
        let to = sequence.end;
        if to > sequence.start
            && to + 2 < sequence.sentence_end
            && input.prose.word(to) == "to"
            && let Some(body) = body_of(input, sequence, to)
            && bodies.last().is_none_or(|last| last.end <= body.start)
        {
            bodies.push(body);
        }
    }
    if bodies.is_empty() {
        return;
    }
    names.retain(|name| {
        let at = bodies.partition_point(|body| body.end <= name.start);
        bodies.get(at).is_none_or(|body| name.end <= body.start)
    });
    names.extend(bodies);
    names.sort_by_key(|name| name.start);
}

/// Returns the body around "to" at token `to`, which ends the sequence.
fn body_of(input: &TaggerInput<'_, '_>, sequence: &Sequence, to: usize) -> Option<Name> {
    let (noun, high) = (to - 1, sequence.sentence_end);
    let capital = |at: usize| {
        let token = input.prose.tokens[at];
        token.kind == TokenKind::Word && !matches!(token.case, Case::None) && token.has_capital()
    };
    let verb = is_word_of(WordClass::PURPOSE, input.prose.word(to + 1));
    if !verb
        || !capital(noun)
        || !capital(to + 2)
        || !is_word_of(WordClass::PURPOSE_BODY, input.prose.word(noun))
    {
        return None;
    }
    let mut end = noun + TO_VERB + 1;
    while end < high.min(to + MAX_PURPOSE) {
        let joint = matches!(input.prose.word(end), "and" | "of" | "the" | "&");
        if capital(end) {
            end += 1;
        } else if joint && end + 1 < high && capital(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    let low = sequence.start.max(to.saturating_sub(MAX_BODY));
    let part =
        |at: &usize| capital(*at) && !is_word_of(WordClass::FUNCTION_WORD, input.prose.word(*at));
    let start = (low..noun).rev().take_while(part).last().unwrap_or(noun);
    Some(Name::new(input.prose, start, end, EntityKind::Organisation))
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn a_body_is_named_after_its_purpose() {
        let check = |text: &str, expected: &[&str]| {
            let notes = annotate(text);
            let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "The Committee to Protect Bakers said on Monday that the mills were closed.",
            &["Committee to Protect Bakers"],
        );
        check(
            "It was praised by the Harbour Campaign to End Hunger and Thirst in Kenya.",
            &["Harbour Campaign to End Hunger and Thirst", "Kenya"],
        );
        check("She went from the Ministry to London.", &["Ministry", "London"]);
    }
}
