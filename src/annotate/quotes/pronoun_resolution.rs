//! Pronouns → the referents that they mean.

use crate::annotate::quotes::discourse::{Choice, Discourse, Referent, ReferentKind};
use crate::annotate::quotes::resolution_context::{CERTAIN, Reference, ResolutionContext};
use crate::annotate::quotes::word_gender::pronoun_gender;
use crate::model::ResolutionMethod;

/// Smallest margin with which a pronoun tells the gender of its referent.
const MIN_MARGIN_FOR_GENDER: f32 = 1.0;

/// Returns the referent of the pronoun or possessive at item `at` in `sentence`: of "he" and "it"
/// the most salient one that fits, of "others" a new one.
pub fn resolve_pronoun(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    at: usize,
    sentence: usize,
) -> Option<Reference> {
    let narration = context.narration();
    let printed = narration.word(at);
    let word = printed.to_ascii_lowercase();
    let mention = Some(narration.items[at].span);
    let gender = pronoun_gender(narration, at);
    let choice = match word.as_str() {
        _ if gender.is_some() => discourse.choose(sentence, |r| match (r.kind, r.gender) {
            (ReferentKind::Person, Some(_)) if r.gender == gender => Some(unnamed_penalty(r)),
            (ReferentKind::Person, None) if r.entity.is_none() => Some(unnamed_penalty(r)),
            (ReferentKind::Person, None) => Some(-0.8),
            _ => None,
        }),
        "it" | "its" => discourse.choose(sentence, |r| match r.kind {
            ReferentKind::Organisation => Some(0.0),
            ReferentKind::Document => Some(-0.3),
            ReferentKind::Place => Some(-1.0),
            _ => None,
        }),
        "they" | "their" | "them" => discourse.choose(sentence, |r| match r.kind {
            ReferentKind::Plural => Some(0.0),
            ReferentKind::Organisation => Some(-1.0),
            _ => None,
        }),
        "who" | "i" | "we" | "you" | "this" | "these" | "that" | "which" => None,
        _ => {
            let single = matches!(word.as_str(), "one" | "another");
            let kind = if single { ReferentKind::Person } else { ReferentKind::Plural };
            let referent = discourse.add_unnamed(printed.to_owned(), kind, None, &word);
            let reached = ResolutionMethod::Title;
            return Some(Reference {
                referent,
                mention,
                reached,
                margin: CERTAIN,
                resolved: false,
            });
        }
    };
    let Choice { referent, margin } = choice?;
    if let Some(gender) = gender.filter(|_| margin > MIN_MARGIN_FOR_GENDER) {
        discourse.suggest_gender(referent, gender);
    }
    Some(Reference {
        referent,
        mention,
        reached: ResolutionMethod::Pronoun,
        margin,
        resolved: true,
    })
}

/// Weight by which a pronoun is less likely to mean somebody without a name, or somebody's doctor.
fn unnamed_penalty(referent: &Referent) -> f32 {
    if referent.entity.is_some() {
        0.0
    } else if referent.name.contains("'s ") || referent.name.contains("’s ") {
        -2.5
    } else {
        -0.3
    }
}
