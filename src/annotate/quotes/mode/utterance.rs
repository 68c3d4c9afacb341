//! Mode of one utterance: that of its verb of saying, and what the verb itself denies or asks.

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::chain::mode_of_verb;
use crate::annotate::quotes::mode::finite::is_no;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::link::Effect;
use crate::annotate::quotes::mode::scene::{Scene, VERBAL};
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem, NarrationSentence};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::{Report, ReportOrder};
use crate::model::{Mode, QuoteKind};

/// Most items between a quotation that no report claims and the verb that governs it.
const MAX_NEAR: usize = 12;

/// Returns the mode of a candidate quotation that `report` reports.
pub fn mode_of(
    narration: &Narration<'_>,
    report: Option<&Report>,
    candidate: &CandidateQuote,
) -> Mode {
    let sentence = narration.sentences[candidate.sentence];
    let scene = Scene { narration, low: sentence.start, high: sentence.end };
    match report {
        Some(report) if candidate.origin == CandidateOrigin::Reported => {
            reported(&scene, report, candidate)
        }
        None if candidate.origin == CandidateOrigin::Embedded => embedded(&scene, candidate),
        _ => Mode::Asserted,
    }
}

/// True if the phrase for a speaker stands for nobody: "nobody", "no official", "who" of a
/// question, which `asked` tells.
pub fn is_nobody(narration: &Narration<'_>, phrase: NounPhrase, asked: bool) -> bool {
    let scene = Scene { narration, low: phrase.start, high: phrase.end };
    let nor = phrase.start > 0 && narration.says(phrase.start - 1, "nor");
    nor || scene.governor(phrase.start).contains(Governor::NOBODY)
        || is_no(&scene, phrase.start)
        || asked && phrase.len() == 1 && scene.is(phrase.start, Pos::WH)
}

/// True if the phrase for a speaker is a forged document: "a fake post".
pub fn is_forgery(narration: &Narration<'_>, phrase: NounPhrase) -> bool {
    let classes =
        phrase.items().iter().fold(Governor::empty(), |all, at| all | Governor::at(narration, at));
    classes.contains(Governor::FAKE)
        && Governor::at(narration, phrase.head).contains(Governor::DOCUMENT)
}

/// True if a verb of wishing or hearing governs the subject of a verb of saying, so that its own
/// subject is somebody else: "wants the mayor to say", "hopes the mayor will say".
pub fn is_governed(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    subject: NounPhrase,
) -> bool {
    let scene = Scene { narration, low: sentence.start, high: sentence.end };
    let Some(mut at) = scene.before_adverbs(subject.start) else { return false };
    if scene.says(at, "that") {
        let Some(left) = scene.before_adverbs(at) else { return false };
        at = left;
    }
    let governor = scene.governor(at);
    // "Smith hopes he will say" may be about Smith, "wants him to say" is not.
    let pronoun = scene.is(subject.head, Pos::PRON);
    let apart =
        !pronoun || narration.says(subject.end, "to") || governor.contains(Governor::PERCEIVES);
    apart
        && governor.intersects(Governor::WANTS | Governor::PERCEIVES | Governor::PREVENTS)
        && scene.is(at, VERBAL | Pos::HAVE)
}

/// Mode of words that a report reports.
fn reported(scene: &Scene<'_, '_>, report: &Report, candidate: &CandidateQuote) -> Mode {
    let verb = report.cue.start;
    let after = candidate.item > verb;
    if report.order == ReportOrder::According || !scene.is_kind(verb, ItemKind::Word) {
        return Mode::Asserted;
    }
    let said = after.then_some(candidate.item);
    let mode = mode_of_verb(scene, verb, said);
    if after
        && candidate.kind != QuoteKind::Indirect
        && let Some(corrected) = corrected(scene, candidate.item, mode)
    {
        return corrected;
    }
    let governor = scene.governor(verb);
    if after && governor.contains(Governor::DENIES) && is_object(scene, verb, candidate.item) {
        // "would neither confirm nor deny" leaves it refused.
        return if mode == Mode::Refused { mode } else { Effect::Deny.on(mode) };
    }
    let falsely = || scene.auxiliaries(verb).adverbs.contains(Governor::FALSELY);
    if governor.contains(Governor::MISQUOTES) || governor.contains(Governor::QUOTES) && falsely() {
        return Effect::Deny.on(mode);
    }
    let asks = governor.contains(Governor::ASKS)
        && after
        && candidate.kind != QuoteKind::Direct
        && mode == Mode::Asserted;
    if asks && begins_question(scene, candidate.item) {
        return Mode::Asked;
    }
    mode
}

/// "said not “A” but “B”": the mode of words right behind "not" or "but".
fn corrected(scene: &Scene<'_, '_>, said: usize, mode: Mode) -> Option<Mode> {
    let left = scene.before(said)?;
    if scene.is(left, Pos::NEG) {
        return Some(Mode::Denied);
    }
    let instead = scene.says(left, "rather") || scene.says(left, "instead");
    let but = if instead { scene.before(left)? } else { left };
    (mode == Mode::Denied && scene.says(but, "but")).then_some(Mode::Asserted)
}

/// True if the words at item `said` are the object or clause of the verb: nothing parts them but
/// "that".
fn is_object(scene: &Scene<'_, '_>, verb: usize, said: usize) -> bool {
    (verb + 1..said).all(|at| {
        scene.is_kind(at, ItemKind::Word)
            && !scene.says(at, "as")
            && !scene.is(at, Pos::ING)
            && !scene.says(at, "with")
    })
}

/// True if the reported words begin as an indirect question does.
fn begins_question(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.is(at, Pos::WH) || scene.says(at, "if") || scene.says(at, "whether")
}

/// Mode of words in marks that no report claims: by the nearest verb before them, or, where they
/// begin their sentence, by the first verb of saying after them.
fn embedded(scene: &Scene<'_, '_>, candidate: &CandidateQuote) -> Mode {
    let at = candidate.item;
    let low = scene.low.max(at.saturating_sub(MAX_NEAR));
    let clear = |i: &usize| {
        scene.item(*i).is_some_and(|item| matches!(item.kind, ItemKind::Word | ItemKind::Sign))
    };
    let near = (low..at).rev().take_while(clear).find(|i| is_verb(scene, *i));
    if let Some(verb) = near {
        let mode = mode_of_verb(scene, verb, Some(at));
        return match corrected(scene, at, mode) {
            Some(corrected) => corrected,
            None if scene.governor(verb).contains(Governor::DENIES)
                && is_object(scene, verb, at) =>
            {
                Effect::Deny.on(mode)
            }
            None => mode,
        };
    }
    let after = (at + 1..scene.high.min(at + MAX_NEAR))
        .take_while(clear)
        .find(|i| scene.item(*i).is_some_and(|item| !item.subcat.is_empty()) && is_verb(scene, *i));
    match after {
        Some(verb) if (scene.low..at).all(|i| !scene.is_kind(i, ItemKind::Word)) => {
            mode_of_verb(scene, verb, None)
        }
        _ => Mode::Asserted,
    }
}

/// True if the item is a verb and can be nothing else.
fn is_verb(scene: &Scene<'_, '_>, at: usize) -> bool {
    let helper = Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL;
    let other = Pos::NOUN | Pos::ADJ | Pos::PREP | Pos::SUB | Pos::CONJ | Pos::ADV;
    scene.is(at, VERBAL)
        && !scene.is(at, helper)
        && scene
            .item(at)
            .is_some_and(|item: &NarrationItem| !item.is(other) || !item.subcat.is_empty())
}
