//! Pronouns → the referents that they mean.

use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::discourse::{Choice, Discourse, Referent, ReferentKind};
use crate::annotate::quotes::lexicon::{self, Pos, WordClass};
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::resolution_context::{CERTAIN, Reference, ResolutionContext};
use crate::annotate::quotes::resolver::choice::decide;
use crate::annotate::quotes::resolver::kind::ReferenceKind;
use crate::annotate::quotes::resolver::question::{Place, Question, RULES};
use crate::annotate::quotes::word_gender::pronoun_gender;
use crate::model::ResolutionMethod;

/// Smallest margin with which a pronoun tells the gender of its referent.
const MIN_MARGIN_FOR_GENDER: f32 = 1.0;
/// Most items from a pronoun to its verb of speech.
const MAX_ASIDE: usize = 5;
/// Most sentences between "one athlete" and "another".
const MAX_BEFORE_ANOTHER: i64 = 4;

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
    let kind = match word.as_str() {
        _ if gender.is_some() => ReferenceKind::HeOrShe,
        "it" | "its" => ReferenceKind::It,
        "they" | "their" | "them" => ReferenceKind::They,
        "who" | "i" | "we" | "you" | "this" | "these" | "that" | "which" => return None,
        _ => {
            let single = matches!(word.as_str(), "one" | "another");
            let kind = if single { ReferentKind::Person } else { ReferentKind::Plural };
            let name = match noun_before(discourse, &word, sentence) {
                Some(noun) => format!("{printed} {noun}"),
                None => printed.to_owned(),
            };
            let referent = discourse.add_unnamed(name, kind, None, &word);
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
    let weight = |referent: &Referent| weight(kind, gender, referent);
    let ruled = discourse.choose(sentence, weight);
    let question = Question {
        kind,
        sentence,
        key: narration.items[at].span,
        ruled: ruled.map(|Choice { referent, margin }| (referent, margin)),
        rules: [None; RULES],
        noun: None,
        turn: None,
        place: Some(place(narration, at, sentence)),
    };
    let decision = decide(context, discourse, &question, |referent| weight(referent).is_some());
    let (referent, margin) = (decision.referent?, decision.margin);
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

/// Returns the place of the pronoun at item `at` in `sentence`.
fn place(narration: &Narration<'_>, at: usize, sentence: usize) -> Place {
    let Some(sentence) = narration.sentences.get(sentence) else { return Place::Plain };
    let first = &narration.items[sentence.start];
    let comma = at > sentence.start
        && (narration.items[at - 1].kind == ItemKind::Comma || narration.items[at - 1].is_quote());
    if !comma {
        return Place::Plain;
    }
    let high = sentence.end.min(at + MAX_ASIDE);
    let verb = (at + 1..high).find(|at| !narration.items[*at].subcat.is_empty());
    let closes = verb.is_some_and(|verb| {
        narration.before(verb + 1, sentence.end).is_none_or(|next| {
            matches!(next.kind, ItemKind::Comma | ItemKind::Stop | ItemKind::Dash)
        })
    });
    let adverbial = first.is_plain_word()
        && first.is(Pos::ING | Pos::PREP)
        && !first.is(Pos::SUB)
        && !narration.items[sentence.start..at].iter().any(NarrationItem::is_finite);
    match () {
        () if adverbial => Place::AfterAdverbial,
        () if closes => Place::Aside,
        () => Place::Plain,
    }
}

/// Returns what the last unnamed speakers were called of whose kind there are more: "athlete" after
/// "One athlete" for "another", "users" after "Some users" for "some".
fn noun_before(discourse: &Discourse, word: &str, sentence: usize) -> Option<String> {
    let kind = match word {
        "another" => ReferentKind::Person,
        "some" | "many" | "several" => ReferentKind::Plural,
        _ => return None,
    };
    let spoke = |referent: &Referent| referent.spoke.max(referent.subject);
    let recent = sentence as i64 - MAX_BEFORE_ANOTHER;
    let (_, last) = discourse
        .recent()
        .filter(|(_, r)| r.entity.is_none() && r.kind == kind && spoke(r) >= recent)
        .max_by_key(|(_, r)| spoke(r))?;
    let (first, noun) = last.name.split_once(' ')?;
    let first = first.to_lowercase();
    let same = match kind {
        ReferentKind::Person => lexicon::is_in(&first, WordClass::INDEFINITE),
        _ => first == word,
    };
    same.then(|| noun.to_owned())
}

/// Weight of a referent as the one whom a pronoun means, by the rules; `None` if it cannot be.
fn weight(kind: ReferenceKind, gender: Option<Gender>, referent: &Referent) -> Option<f32> {
    match (kind, referent.kind) {
        (ReferenceKind::HeOrShe, ReferentKind::Person) => match referent.gender {
            Some(_) if referent.gender == gender => Some(unnamed_penalty(referent)),
            None if referent.entity.is_none() => Some(unnamed_penalty(referent)),
            None => Some(-0.8),
            Some(_) => None,
        },
        (ReferenceKind::It, ReferentKind::Organisation)
        | (ReferenceKind::They, ReferentKind::Plural) => Some(0.0),
        (ReferenceKind::It, ReferentKind::Document) => Some(-0.3),
        // A body that no list knows may be taken for a person.
        (ReferenceKind::It, ReferentKind::Person) => referent.may_be_body().then_some(-2.5),
        (ReferenceKind::It, ReferentKind::Place)
        | (ReferenceKind::They, ReferentKind::Organisation) => Some(-1.0),
        _ => None,
    }
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
