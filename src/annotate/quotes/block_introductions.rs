//! Introductions of blocks: who speaks in the quotation of a paragraph of its own, by the sentence
//! before it that ends in a colon ("Ana Lomidze told the Herald:").
//!
//! The sentence need not report anything by itself ("Lomidze questioned the choice:"): whoever it
//! is about speaks. Where it is about a thing, nobody is named, rather than whoever spoke last.

use crate::annotate::quotes::candidate_quotes::CandidateQuote;
use crate::annotate::quotes::discourse::{Discourse, Referent, ReferentKind};
use crate::annotate::quotes::interviews::object_of_interview;
use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::{Report, ReportOrder, ReportedSpan, acts_of_reporting};
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::annotate::quotes::speaker_resolution::{as_printed, resolve};
use crate::annotate::quotes::subject;
use crate::model::Span;

/// Most items before the source that a sentence begins with: "However, according to Smith:".
const MAX_LEAD: usize = 2;
/// Most items of a noun phrase that ends the sentence.
const MAX_LAST_PHRASE: usize = 16;

/// Speaker of the quotations that follow a colon.
#[derive(Clone, Copy, Debug)]
pub struct Introduced {
    /// Speaker; `None` if the sentence names nobody.
    pub speaker: Option<Reference>,
    /// Byte span of the verb of speech, if there is one.
    pub cue: Option<Span>,
}

/// Sentence that ends in a colon.
struct Introduction<'c, 'a, 't> {
    context: &'c ResolutionContext<'a, 't>,
    number: usize,
    /// Items of the sentence before its colon.
    words: ItemRange,
    acts: Vec<Report>,
    /// Phrases of the sentence that are resolved already.
    known: &'c [(NounPhrase, Reference)],
    /// First item of the words that a verb of speech reports, if they go on up to the colon.
    reported: Option<usize>,
}

type Rule = fn(&Introduction<'_, '_, '_>, &mut Discourse) -> Option<Introduced>;

/// Rules for the speaker whom a sentence introduces.
const RULES: &[Rule] = &[
    interviewed,
    source_at_start,
    subject_of_what,
    verb_of_joined_clause,
    document_saying,
    opening_subject,
    closing_verb,
    main_subject,
    agent,
    document_at_end,
    last_verb,
    source_at_end,
];

/// Returns the speaker whom sentence `number` introduces, if it ends in a colon. `known` are the
/// phrases of the sentence that are resolved already, `reports` its reports.
pub fn introduced_block(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    number: usize,
    known: &[(NounPhrase, Reference)],
    reports: &[Report],
) -> Option<Introduced> {
    let narration = context.narration();
    let sentence = narration.sentences[number];
    let colon = sentence.end.checked_sub(1).filter(|colon| *colon > sentence.start)?;
    let last = &narration.items[colon];
    // "They called it “a poor choice:”"
    let within = last.is_quote() && ends_in_colon(last.span.of(narration.text));
    if last.kind != ItemKind::Colon && !within {
        return None;
    }
    let words = ItemRange::new(sentence.start, colon);
    let acts = acts_of_reporting(narration, sentence);
    let reported = reports.iter().find_map(|report| {
        let Some(ReportedSpan::Words(said)) = report.right else { return None };
        let verbal = report.order != ReportOrder::According && report.subject.is_some();
        (verbal && said.start >= report.cue.end && said.end >= colon).then_some(said.start)
    });
    let introduction = Introduction { context, number, words, acts, known, reported };
    if introduction.is_of_others() {
        return Some(Introduced { speaker: None, cue: None });
    }
    let found = RULES.iter().find_map(|rule| rule(&introduction, discourse));
    Some(found.unwrap_or(Introduced { speaker: None, cue: None }))
}

/// True if sentence `number` tells of nothing published, and nobody speaks in its paragraph up to
/// it, of which no person is the subject either: a block after it, in an article that introduces
/// its blocks, is anybody's post.
pub fn is_silent(
    context: &ResolutionContext<'_, '_>,
    discourse: &Discourse,
    number: usize,
) -> bool {
    let narration = context.narration();
    let sentence = narration.sentences[number];
    let published = |at: usize| {
        narration.is_listed_in_any_case(at, WordClass::PLATFORM)
            || speaker_nouns::kind_of(narration.word(at)) == Some(SpeakerNoun::Document)
    };
    let first = narration.sentences[..number]
        .iter()
        .rposition(|before| before.paragraph != sentence.paragraph)
        .map_or(0, |before| before as i64 + 1);
    let present = |referent: &Referent| {
        let person = referent.kind == ReferentKind::Person;
        referent.spoke >= first || person && referent.subject >= first
    };
    !discourse.recent().any(|(_, referent)| present(referent))
        && !(sentence.start..sentence.end).any(published)
}

/// True if the quotation begins a paragraph, and the sentence before quotes nobody.
pub fn is_after_narration(narration: &Narration<'_>, candidate: &CandidateQuote) -> bool {
    let Some(before) = candidate.sentence.checked_sub(1) else { return false };
    let (before, own) = (narration.sentences[before], narration.sentences[candidate.sentence]);
    before.paragraph != own.paragraph
        && !narration.items[before.start..before.end].iter().any(NarrationItem::is_quote)
}

/// True if what stands between marks ends in a colon.
fn ends_in_colon(quoted: &str) -> bool {
    quoted.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ':').ends_with(':')
}

impl<'a, 't> Introduction<'_, 'a, 't> {
    fn narration(&self) -> &'a Narration<'t> {
        self.context.narration()
    }

    /// Returns the speaker whom the words mean.
    fn resolve(&self, discourse: &mut Discourse, words: NounPhrase) -> Option<Reference> {
        let known = self.known.iter().find(|(phrase, _)| phrase.head == words.head);
        let known = known.map(|(_, found)| *found);
        known.or_else(|| resolve(self.context, discourse, words, self.number))
    }

    /// Returns the speaker whom the words mean, unless they are a thing.
    fn speaker(&self, discourse: &mut Discourse, words: NounPhrase) -> Option<Reference> {
        self.resolve(discourse, words)
            .filter(|found| discourse.referent(found.referent).kind != ReferentKind::Thing)
    }

    /// Returns the speaker with the cue of the act of reporting, if there is one.
    fn introduced(&self, speaker: Reference, act: Option<&Report>) -> Introduced {
        Introduced { speaker: Some(speaker), cue: act.map(|act| self.narration().span(act.cue)) }
    }

    /// True if the words can be nobody but a person of the article: a name or "her".
    fn is_person(&self, words: NounPhrase) -> bool {
        let pronoun = ["her", "him", "them"].iter().any(|w| self.narration().says(words.head, w));
        pronoun || self.context.person_at(words.head).is_some()
    }

    /// Returns the last verb of speech, if nothing but hearers, times and places follow it.
    fn closing_act(&self) -> Option<&Report> {
        let narration = self.narration();
        self.acts.iter().rev().find(|act| {
            let verb = &narration.items[act.cue.start];
            act.order != ReportOrder::According
                && act.subject.is_some()
                && !self.is_reported(act)
                && !verb.forms.contains(Pos::ING)
                && (!verb.is(Pos::NOUN) || act.cue.end == self.words.end)
                && narration.items[act.cue.end..self.words.end]
                    .iter()
                    .all(|item| item.is_named() || !item.is_finite() && !item.is_quote())
        })
    }

    /// True for a verb within what somebody is reported to say: "Lomidze said it shows little:".
    fn is_reported(&self, act: &Report) -> bool {
        let within = |start: usize| act.subject.is_some_and(|subject| subject.start >= start);
        self.reported.is_some_and(within) && act.cue.end < self.words.end
    }

    /// True if the words to come are not the subject's: "They drew many replies, such as:", "The
    /// court jailed her for:", "Everyone will be asked:".
    fn is_of_others(&self) -> bool {
        let narration = self.narration();
        let Some(last) = self.words.end.checked_sub(1).filter(|at| *at > self.words.start) else {
            return false;
        };
        let left = &narration.items[last - 1];
        let asked = narration.is_listed(last, WordClass::ASKS) && left.is(Pos::BE);
        let examples = narration.says(last, "as") && narration.says(last - 1, "such");
        let reason = narration.says(last, "for") && self.acts.is_empty();
        asked || examples || reason
    }

    fn main(&self) -> Option<NounPhrase> {
        subject::of_main_clause(self.narration(), self.words)
    }
}

/// "The Herald spoke to Ana Lomidze about the bridge:", "We interviewed her:"
fn interviewed(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let object = object_of_interview(case.narration(), case.words)?;
    if !case.is_person(object) {
        return None;
    }
    Some(case.introduced(case.speaker(discourse, object)?, None))
}

/// "According to Ana Lomidze:", "For Ana Lomidze, the choice was wrong:"
fn source_at_start(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let narration = case.narration();
    let start = case.words.start;
    let source = case
        .acts
        .first()
        .filter(|act| act.order == ReportOrder::According && act.from <= start + MAX_LEAD);
    if let Some(act) = source {
        return Some(case.introduced(case.resolve(discourse, act.subject?)?, Some(act)));
    }
    if !narration.says(start, "for") {
        return None;
    }
    let comma = case.words.iter().find(|at| narration.items[*at].kind == ItemKind::Comma)?;
    let words = NounPhrase::within(narration, ItemRange::new(start + 1, comma))?;
    if !narration.items[words.head].is_named() {
        return None;
    }
    Some(case.introduced(case.speaker(discourse, words)?, None))
}

/// "This is what she hopes for:", "And here is what Lomidze found out:"
fn subject_of_what(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let narration = case.narration();
    let what = case.words.iter().skip(1).find(|at| narration.says(*at, "what"))?;
    if !narration.items[what - 1].is(Pos::BE) {
        return None;
    }
    let words = NounPhrase::starting_at(narration, what + 1, case.words.end)?;
    let verbal = |at: usize| narration.items[at].is_finite();
    if !(words.end..case.words.end).any(verbal) {
        return None;
    }
    Some(case.introduced(case.speaker(discourse, words)?, case.closing_act()))
}

/// "The ministry replied in haste, with a letter from Ana Lomidze saying:"
fn document_saying(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let narration = case.narration();
    let saying = case.words.end.checked_sub(1).filter(|at| *at > case.words.start)?;
    let item = &narration.items[saying];
    if !item.forms.contains(Pos::ING) || !item.accepts(Subcat::QUOTE) {
        return None;
    }
    let words = NounPhrase::ending_at(narration, case.words.start, saying)?;
    let document = speaker_nouns::kind_of(narration.word(words.head));
    if document != Some(SpeakerNoun::Document) || narration.items[words.head].is_named() {
        return None;
    }
    let speaker = case.speaker(discourse, words)?;
    Some(Introduced { speaker: Some(speaker), cue: Some(item.span) })
}

/// "The mayor had left, but Lomidze told the Herald:", "With the council gone, they wrote:", "The
/// mayor met Lomidze, who wrote:"
fn verb_of_joined_clause(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let act = case.closing_act()?;
    let subject = act.subject?;
    let left = subject.start.checked_sub(1).filter(|left| *left >= case.words.start)?;
    let narration = case.narration();
    let (left, head) = (&narration.items[left], &narration.items[subject.head]);
    let joined = left.is_plain_word() && left.is(Pos::CONJ | Pos::SUB | Pos::WH)
        || head.is_plain_word() && head.is(Pos::PRON) && !head.is(Pos::REL)
        || (subject.end..act.cue.start).any(|at| narration.says(at, "who"));
    let speaker = case.speaker(discourse, subject).filter(|_| joined)?;
    Some(case.introduced(speaker, Some(act)))
}

/// "Lomidze, a baker from the old town, questioned the choice:", "On Monday, Lomidze agreed:": the
/// phrase that the sentence begins with, past adverbials.
fn opening_subject(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let narration = case.narration();
    let start = subject::opening(narration, case.words)?;
    // "Lomidze states": the verb is no part of the name.
    let act = case.closing_act().filter(|act| act.cue.end == case.words.end);
    let end = act.map_or(case.words.end, |act| act.cue.start);
    let words = NounPhrase::starting_at(narration, start, end)?;
    // "It is not clear why, but": nobody.
    if narration.says(start, "it") && narration.items.get(start + 1)?.is(Pos::BE) {
        return None;
    }
    let speaker = if narration.says(words.end, "who") && !narration.items[words.head].is_named() {
        as_printed(case.context, discourse, words, case.number)?
    } else {
        case.speaker(discourse, words)?
    };
    Some(case.introduced(speaker, case.closing_act()))
}

/// "Lomidze told the Herald:", "…, who wrote on her page:", "in a letter from Lomidze saying:"
fn closing_verb(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let narration = case.narration();
    let end = case.words.end;
    if let Some(act) = case.closing_act() {
        let speaker = if act.cue.end == end {
            case.resolve(discourse, act.subject?)?
        } else {
            case.speaker(discourse, act.subject?)?
        };
        return Some(case.introduced(speaker, Some(act)));
    }
    let saying = end.checked_sub(1).filter(|at| *at > case.words.start)?;
    let item = &narration.items[saying];
    let left = &narration.items[saying - 1];
    if !item.forms.contains(Pos::ING)
        || !item.accepts(Subcat::QUOTE)
        || !(left.is_named() || left.is(Pos::NOUN) && left.kind == ItemKind::Word)
    {
        return None;
    }
    let words = NounPhrase::ending_at(narration, case.words.start, saying)?;
    let cue = Some(item.span);
    let speaker = case.speaker(discourse, words)?;
    Some(Introduced { speaker: Some(speaker), cue })
}

/// "Lomidze questioned the choice:"
fn main_subject(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let main = case.main().filter(|main| !case.narration().says(main.head, "it"))?;
    let speaker = case.speaker(discourse, main)?;
    let act = case.acts.iter().rev().find(|act| act.subject.is_some_and(|s| s.head == main.head));
    Some(case.introduced(speaker, act))
}

/// "The choice was criticised by the mayor, Ana Lomidze:"
fn agent(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let narration = case.narration();
    let by = case.words.iter().rev().find(|at| narration.says(*at, "by"))?;
    let words = NounPhrase::starting_at(narration, by + 1, case.words.end)?;
    let named = (words.start..case.words.end).any(|at| narration.items[at].is_named());
    let past = words.end..case.words.end;
    if !named || narration.items[past].iter().any(NarrationItem::is_finite) {
        return None;
    }
    Some(case.introduced(case.speaker(discourse, words)?, None))
}

/// "The choice was a mistake, as told in Lomidze's letter:", "Here is the ministry's statement:"
fn document_at_end(
    case: &Introduction<'_, '_, '_>,
    discourse: &mut Discourse,
) -> Option<Introduced> {
    let narration = case.narration();
    let low = case.words.start.max(case.words.end.saturating_sub(MAX_LAST_PHRASE));
    let words = NounPhrase::ending_at(narration, low, case.words.end)?;
    let document = speaker_nouns::kind_of(narration.word(words.head));
    if document != Some(SpeakerNoun::Document) || narration.items[words.head].is_named() {
        return None;
    }
    Some(case.introduced(case.speaker(discourse, words)?, None))
}

/// "The words were echoed by Ana Lomidze, who added that it was late:"
fn last_verb(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let own = |act: &&Report| act.order != ReportOrder::According && act.subject.is_some();
    let act = case.acts.iter().rev().find(own)?;
    let speaker = case.speaker(discourse, act.subject?)?;
    Some(case.introduced(speaker, Some(act)))
}

/// "The bridge had stood since May, according to the Herald:"
fn source_at_end(case: &Introduction<'_, '_, '_>, discourse: &mut Discourse) -> Option<Introduced> {
    let act = case.acts.iter().rev().find(|act| act.order == ReportOrder::According)?;
    let speaker = case.resolve(discourse, act.subject?)?;
    Some(case.introduced(speaker, Some(act)))
}
