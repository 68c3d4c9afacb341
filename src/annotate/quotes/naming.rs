//! Names that speakers are given: a wrong name is worse than none.

use crate::annotate::quotes::confidence::{Attributed, Confidence};
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::model::{Attribution, QuoteKind, ResolutionMethod, Span};

/// Confidence below which no name is claimed.
const MIN_NAMED: f32 = 0.3;
/// Confidence in the name alone below which it is not given: a wrong name is worse than none.
const MIN_NAME: f32 = 0.5;
/// Confidence below which words are not given to something that hardly speaks.
const MIN_THING: f32 = 0.4;
/// Longest words that stand for a speaker as they are printed, and most capitals among them.
const MAX_PRINTED_BYTES: usize = 160;
const MAX_CAPITALS: usize = 8;
/// Largest confidence in a quotation of somebody with a surname that others of the article bear.
const MAX_UNCLEAR: f32 = 0.45;

/// Name that the speaker of a quotation is given.
pub enum Naming {
    /// The name of the one whom the words stand for.
    Resolved,
    /// The words themselves.
    AsPrinted(Span),
    /// None.
    Nobody,
}

/// Facts known where a speaker gets a name.
#[derive(Clone, Copy)]
pub struct Namer<'c, 'a, 't> {
    /// The article.
    pub context: &'c ResolutionContext<'a, 't>,
    /// Those spoken of so far.
    pub discourse: &'c Discourse,
    /// Attribution of the quotation before.
    pub before: Option<&'c Attribution>,
}

impl Namer<'_, '_, '_> {
    /// Returns the name for the speaker of a quotation, which one whom an introduction has
    /// `printed` always has, and the confidence in it.
    pub fn naming(
        self,
        quote: Attributed<'_>,
        Confidence { both, name }: Confidence,
        printed: bool,
    ) -> (Naming, f32) {
        let candidate = quote.candidate;
        let direct = candidate.kind == QuoteKind::Direct;
        let Some(speaker) = quote.speaker else {
            return (Naming::Nobody, both.min(MIN_NAMED));
        };
        let entity = self.discourse.referent(speaker.referent).entity;
        if entity.is_some_and(|id| self.context.is_unclear(id)) {
            return (Naming::Resolved, both.min(MAX_UNCLEAR));
        }
        let sure = name >= MIN_NAME && (both >= MIN_NAMED || !direct);
        let carried = speaker.reached == ResolutionMethod::CarriedOver;
        let unnamed =
            (!carried || both > MIN_NAMED) && self.names_nobody(speaker, candidate.sentence);
        if sure || printed || unnamed {
            return (Naming::Resolved, both);
        }
        let subject = quote.report.and_then(|report| report.subject);
        let naming = match subject {
            Some(words) => self.printed(speaker, words, both),
            None => self.named_before(speaker),
        };
        let confidence = match naming {
            Naming::Nobody => both.min(MIN_NAMED),
            Naming::Resolved | Naming::AsPrinted(_) => both,
        };
        (naming, confidence)
    }

    /// Returns the name for a speaker whose words are printed as the subject of the report: a name
    /// is the speaker's, and a common noun stands for itself where it is unclear whom it means.
    fn printed(self, speaker: Reference, subject: NounPhrase, confidence: f32) -> Naming {
        let narration = self.context.narration();
        let printed = speaker.mention.filter(|mention| is_name_like(mention.of(narration.text)));
        let Some(mention) = printed else { return Naming::Nobody };
        let possessive = narration.is_listed_in_any_case(subject.start, WordClass::POSSESSIVE);
        let first = &narration.items[subject.start];
        let opens = Pos::DET | Pos::NOUN | Pos::NAME | Pos::ADJ | Pos::NUM | Pos::PRON;
        let thing = self.discourse.referent(speaker.referent).kind == ReferentKind::Thing
            && (confidence < MIN_THING || !first.is(opens));
        match speaker.reached {
            ResolutionMethod::Named | ResolutionMethod::Surname => Naming::Resolved,
            ResolutionMethod::Title if possessive || thing => Naming::Nobody,
            ResolutionMethod::Title if !speaker.resolved => Naming::Resolved,
            ResolutionMethod::Title => Naming::AsPrinted(mention),
            _ => Naming::Nobody,
        }
    }

    /// True for "he" or "they" after a sentence about somebody without a name, which names nobody
    /// wrongly.
    fn names_nobody(self, speaker: Reference, sentence: usize) -> bool {
        let referent = self.discourse.referent(speaker.referent);
        let told = !["The ", "the "].iter().any(|the| referent.name.starts_with(the));
        let several =
            told && matches!(referent.kind, ReferentKind::Plural | ReferentKind::Organisation);
        let indefinite = ["A ", "An ", "a ", "an "].iter().any(|a| referent.name.starts_with(a));
        let last = match speaker.reached {
            ResolutionMethod::Pronoun => referent.subject_before,
            ResolutionMethod::CarriedOver => referent
                .subject_before
                .max(if referent.subject < sentence as i64 { referent.subject } else { -1 }),
            _ => return false,
        };
        referent.entity.is_none() && (indefinite || several) && last >= sentence as i64 - 1
    }

    /// Returns the name of a speaker who goes on, and is named as with the quotation before: "“Q,”
    /// an aide said. “Q.”"
    fn named_before(self, speaker: Reference) -> Naming {
        let Some((before, mention)) = self.before.zip(speaker.mention) else {
            return Naming::Nobody;
        };
        if before.mention != Some(mention) {
            Naming::Nobody
        } else if before.speaker == self.discourse.referent(speaker.referent).name {
            Naming::Resolved
        } else {
            Naming::AsPrinted(mention)
        }
    }
}

/// True if printed words can stand for a speaker: they end in a word, and are no list of headlines.
fn is_name_like(printed: &str) -> bool {
    let capitals = printed.split(' ').filter(|w| w.starts_with(char::is_uppercase)).count();
    printed.len() <= MAX_PRINTED_BYTES
        && capitals <= MAX_CAPITALS
        && printed.chars().filter(|c| c.is_alphabetic()).count() > 1
        && printed.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '"' | '”'))
}
