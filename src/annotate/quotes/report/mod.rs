//! Reports of speech in a sentence: the verb, its subject, and what it reports.
//!
//! One [`Report`] for each verb of speech (or "according to") that has something to report. The
//! reported words are settled here as items; spans and speakers come later, so that this grammar
//! knows nothing of persons.

mod according;
mod after_verb;
mod clause;
mod complement;
mod elliptical;
mod lookahead;
mod noun;
mod objects;
mod perception;
mod preposed;
mod relay;
mod reporting_verb;
mod resumption;
mod rule;
mod span;
mod unasserted;
mod unlisted;
mod verb_rules;

pub use clause::is_title;
pub use span::{Report, ReportOrder, ReportedSpan};

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::according::according;
use crate::annotate::quotes::report::clause::clearly_clause;
use crate::annotate::quotes::report::noun::report_of_noun;
use crate::annotate::quotes::report::relay::quoting;
use crate::annotate::quotes::report::unlisted::unlisted_verb;
use crate::annotate::quotes::report::verb_rules::report_of_verb;

/// Rule for the report of the word at an item.
type Rule = fn(&Narration<'_>, NarrationSentence, usize) -> Option<Report>;

/// Most reports after one that may end what it reports.
const MAX_REPORTS_AHEAD: usize = 4;

/// Returns all reports of one sentence, in order.
pub fn reports_in(narration: &Narration<'_>, sentence: NarrationSentence) -> Vec<Report> {
    let mut reports = acts_of_reporting(narration, sentence);
    for report in &mut reports {
        quoting(narration, sentence.end, report);
    }
    reports.retain(Report::reports_anything);
    end_at_next_report(narration, &mut reports);
    // What a question asks is nobody's report.
    if sentence.end > sentence.start && narration.word(sentence.end - 1) == "?" {
        for report in &mut reports {
            report.right = report.right.filter(|right| matches!(right, ReportedSpan::Quote(_)));
        }
    }
    reports.retain(Report::reports_anything);
    reports
}

/// Returns what is said to be reported in one sentence, in order, also where the reported words are
/// not in it: "Smith told the Herald:".
pub fn acts_of_reporting(narration: &Narration<'_>, sentence: NarrationSentence) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut quoted = false;
    for at in sentence.start..sentence.end {
        let item = &narration.items[at];
        if item.kind != ItemKind::Word {
            quoted |= item.is_quote();
            continue;
        }
        let noun = report_of_noun(narration, sentence, at);
        if let (Some(noun), Some(last)) = (&noun, reports.last_mut()) {
            // "repeated his claim that": the noun has the clause.
            last.right = last.right.filter(|said| said.start() < noun.from);
        }
        let found = if noun.is_some() {
            noun
        } else if !item.subcat.is_empty() {
            report_of_verb(narration, sentence, at, reports.last())
        } else if item.is(Pos::PREP | Pos::ING) && !item.is(Pos::NAME) {
            according(narration, sentence, at)
        } else {
            None
        };
        reports.extend(found.or_else(|| {
            let after_quote = |rule: Rule| quoted.then(|| rule(narration, sentence, at)).flatten();
            after_quote(unlisted_verb).or_else(|| after_quote(signature))
        }));
    }
    reports
}

/// "“…” — Ana Lomidze", "“…” -Commissioner Ana Lomidze": the name that a quotation is signed with,
/// whose first word is at `at`.
fn signature(narration: &Narration<'_>, sentence: NarrationSentence, at: usize) -> Option<Report> {
    let quote = at.checked_sub(2).filter(|quote| *quote >= sentence.start)?;
    let dash = quote + 1;
    let signed = narration.items[dash].kind == ItemKind::Dash && narration.items[quote].is_quote();
    if !signed || !narration.items[at].capital {
        return None;
    }
    let subject = NounPhrase::starting_at(narration, at, sentence.end)
        .filter(|subject| narration.items[subject.head].is_named())?;
    let closes = narration
        .before(subject.end, sentence.end)
        .is_none_or(|i| matches!(i.kind, ItemKind::Comma | ItemKind::Stop));
    closes.then(|| Report {
        cue: ItemRange::single(dash),
        subcat: Subcat::QUOTE,
        order: ReportOrder::Inverted,
        subject: Some(subject),
        from: dash,
        left: vec![ReportedSpan::Quote(quote)],
        right: None,
    })
}

/// Ends what one verb reports where the next one's clause begins.
fn end_at_next_report(narration: &Narration<'_>, reports: &mut [Report]) {
    for at in 0..reports.len() {
        let Some(ReportedSpan::Words(words)) = reports[at].right else { continue };
        let end = reports
            .iter()
            .skip(at + 1)
            .take(MAX_REPORTS_AHEAD)
            .filter(|next| next.from > words.start && next.from < words.end)
            .find_map(|next| end_before(narration, words.start, next))
            .map_or(words.end, |end| words.end.min(end));
        let words = ItemRange::new(words.start, end);
        reports[at].right =
            (!words.is_empty()).then(|| ReportedSpan::quote_or_words(narration, words));
    }
}

/// True for a word that is an adverb and nothing else: "while only half said".
fn only_adverb(item: &NarrationItem) -> bool {
    let other = Pos::NOUN | Pos::PREP | Pos::DET | Pos::PRON | Pos::SUB | Pos::FINITE | Pos::TIME;
    item.is_plain_word() && item.is(Pos::ADV) && !item.is(other)
}

/// Returns the end of words reported from `start` on that a comma or conjunction parts from the
/// report `next`.
fn end_before(narration: &Narration<'_>, start: usize, next: &Report) -> Option<usize> {
    let mut from = next.from;
    let mut parted = next.order == ReportOrder::Inherited;
    while from > start {
        let item = &narration.items[from - 1];
        let leads =
            item.is_plain_word() && (item.is(Pos::CONJ) || item.is_listed(WordClass::LEADS_ON));
        let leads = leads
            || only_adverb(item)
                && from > start + 1
                && narration.is_listed(from - 2, WordClass::LEADS_ON);
        if !leads && !matches!(item.kind, ItemKind::Comma | ItemKind::Dash) {
            break;
        }
        // "he said A and B said C" is too often "A and B" said or done together.
        parted |= item.kind != ItemKind::Word || item.is_listed(WordClass::PARTS_REPORTS);
        from -= 1;
    }
    // "he said sales fell and others said prices did"
    parted |= from < next.from && clearly_clause(narration, start, from);
    parted |= next.order == ReportOrder::According || !next.left.is_empty();
    (parted && from > start).then_some(from)
}
