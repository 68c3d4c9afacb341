//! Reports → candidate quotations, still without speakers.
//!
//! Every stretch between marks is claimed once: by a report beside it, by the words around it that
//! are reported as a whole, or else by nobody, and then it is judged by itself whether it quotes
//! anyone at all.

use crate::annotate::quotes::lexicon::{self, Pos, WordClass};
use crate::annotate::quotes::marks::{Marked, is_like_name};
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, MarkedIndex, Narration, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::{Report, ReportOrder, ReportedSpan, is_title};
use crate::model::{QuoteKind, Span};

/// Fewest items of a report of views in which a short quotation would be lost.
const MIN_LONG_REPORT: usize = 25;
/// Words of a quotation that would be lost there, at least and below.
const LOST_WORDS: std::ops::Range<usize> = 3..8;
/// Most items between two quotations that are joined.
const MAX_JOINED: usize = 4;
/// Most words of a quotation that are looked at.
const MAX_WORDS: usize = 40;
/// Most items between a possessive and "including".
const MAX_POSSESSION: usize = 15;

/// Reason for which words are taken for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateOrigin {
    /// A verb reports it.
    Reported,
    /// The sentence is nothing but quotations.
    Bare,
    /// The sentence around it reports nothing.
    Embedded,
}

/// Quotation whose speaker is still to be found.
#[derive(Clone, Debug)]
pub struct CandidateQuote {
    /// Byte span in the article's body.
    pub span: Span,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// Reason for which it is taken for a quotation.
    pub origin: CandidateOrigin,
    /// First item.
    pub item: usize,
    /// Number of the sentence in the narration.
    pub sentence: usize,
    /// Index of the report among the sentence's reports.
    pub report: Option<usize>,
    /// True if it is a further part of what its report reports.
    pub second: bool,
    /// Stretch between marks, if it is that and nothing else.
    pub marked: Option<MarkedIndex>,
}

/// Returns the candidates of sentence `number`, in order of position.
pub fn in_sentence(
    narration: &Narration<'_>,
    marked: &[Marked],
    number: usize,
    reports: &[Report],
) -> Vec<CandidateQuote> {
    let sentence = narration.sentences[number];
    let claimed = vec![false; sentence.end - sentence.start];
    let mut claims =
        Claims { narration, marked, number, sentence, reports, claimed, found: Vec::new() };
    for index in 0..reports.len() {
        claims.claim_reported(index);
    }
    claims.claim_rest();
    claims.found.sort_by_key(|c| (c.span.start, c.span.end));
    claims.found
}

/// Candidates of one sentence, and the quotations that are claimed by them.
struct Claims<'a, 't> {
    narration: &'a Narration<'t>,
    marked: &'a [Marked],
    number: usize,
    sentence: NarrationSentence,
    reports: &'a [Report],
    /// For each item of the sentence: true if it is a quotation that is claimed.
    claimed: Vec<bool>,
    found: Vec<CandidateQuote>,
}

impl Claims<'_, '_> {
    /// Claims what a report reports, first to the left of its verb, then to the right.
    fn claim_reported(&mut self, index: usize) {
        let report = &self.reports[index];
        let mut second = false;
        for said in report.left.iter().chain(&report.right) {
            let Some(mut candidate) = self.reported(*said) else { continue };
            candidate.report = Some(index);
            candidate.second = second;
            second = true;
            if let Some(mark) = self.lost_in(*said, report.order) {
                self.found.push(CandidateQuote {
                    span: self.marked[mark.get()].span,
                    kind: QuoteKind::Direct,
                    marked: Some(mark),
                    ..candidate.clone()
                });
            }
            self.found.push(candidate);
        }
    }

    /// Returns the candidate of reported words, unless their quotation was claimed before.
    fn reported(&mut self, said: ReportedSpan) -> Option<CandidateQuote> {
        let (narration, low) = (self.narration, self.sentence.start);
        let range = match said {
            ReportedSpan::Quote(at) => ItemRange::single(at),
            ReportedSpan::Words(words) => {
                ItemRange::new(words.start, words.end.min(self.sentence.end))
            }
        };
        let is_quote = |at: &usize| narration.items[*at].is_quote();
        if range.is_empty() || range.iter().filter(is_quote).any(|at| self.claimed[at - low]) {
            return None;
        }
        let mut quoted = false;
        for at in range.iter().filter(is_quote) {
            self.claimed[at - low] = true;
            quoted = true;
        }
        let single = narration.items[range.start].quote.filter(|_| range.len() == 1);
        if single.is_some_and(|mark| self.is_programme(mark, range.start)) {
            return None;
        }
        let (span, kind) = match single {
            Some(mark) => (self.marked.get(mark.get())?.span, QuoteKind::Direct),
            None if quoted => (narration.span(range), QuoteKind::Mixed),
            None => (narration.span(range), QuoteKind::Indirect),
        };
        Some(CandidateQuote {
            span,
            kind,
            origin: CandidateOrigin::Reported,
            item: range.start,
            sentence: self.number,
            report: None,
            second: false,
            marked: single,
        })
    }

    /// Returns a quotation of a few words that would be lost in a long report of somebody's views,
    /// and so stands by itself too.
    fn lost_in(&self, said: ReportedSpan, order: ReportOrder) -> Option<MarkedIndex> {
        let ReportedSpan::Words(words) = said else { return None };
        if order != ReportOrder::According || words.len() < MIN_LONG_REPORT {
            return None;
        }
        let mut quotes = words.iter().filter_map(|at| self.narration.items[at].quote);
        let (mark, None) = (quotes.next()?, quotes.next()) else { return None };
        let inner = self.marked.get(mark.get())?.inner.of(self.narration.text);
        LOST_WORDS.contains(&inner.split_whitespace().count()).then_some(mark)
    }

    /// True if the quotation at item `at` is the title of somebody's programme or book: "told CNN's
    /// “Morning Hour” that".
    fn is_programme(&self, mark: MarkedIndex, at: usize) -> bool {
        let narration = self.narration;
        let Some(mark) = self.marked.get(mark.get()) else { return false };
        let Some(left) = at.checked_sub(1).filter(|left| *left >= self.sentence.start) else {
            return false;
        };
        let owned =
            narration.items[left].is(Pos::POSS) && narration.word(left).starts_with(['\'', '’']);
        let shown = left > self.sentence.start
            && narration.says(left, "of")
            && narration.is_listed(left - 1, WordClass::PROGRAMME);
        let inner = mark.inner.of(narration.text);
        // "In her book “Harbour,” Smith describes"
        let work = narration.is_listed(left, WordClass::BEFORE_TITLE)
            && narration.items[left].subcat.is_empty()
            && is_like_name(inner.trim_end_matches(','));
        work || (owned || shown) && is_title(inner)
    }

    /// Claims the quotations that no report claims, if they quote anyone.
    fn claim_rest(&mut self) {
        let bare = (self.sentence.start..self.sentence.end).all(|at| {
            let item = &self.narration.items[at];
            item.kind != ItemKind::Word || (Pos::CONJ | Pos::ADV).contains(item.pos)
        });
        for at in self.sentence.start..self.sentence.end {
            if let Some(mark) = self.narration.items[at].quote
                && !self.claimed[at - self.sentence.start]
            {
                self.claim_unreported(at, mark, bare);
            }
        }
    }

    /// Claims the quotation at item `at`. In a sentence that is not `bare` of other words it goes
    /// with another one that is reported, or must quote someone by itself.
    fn claim_unreported(&mut self, at: usize, index: MarkedIndex, bare: bool) {
        let mark = &self.marked[index.get()];
        // A further sentence of the same quotation, left over in a sentence that has a report of
        // one, goes with it.
        let with = self
            .found
            .iter()
            .rposition(|c| c.marked.is_some() && c.report.is_some() && self.ends_as_speech(mark))
            .or_else(|| self.joined_to(at));
        if !bare && with.is_none() && !self.quotes_someone(mark, at) {
            return;
        }
        let before = |report: &Report| report.cue.start < at && report.right.is_some();
        let report = match with.and_then(|with| self.found[with].report) {
            None if !bare => self.reports.iter().rposition(before),
            found => found,
        };
        self.found.push(CandidateQuote {
            span: mark.span,
            kind: QuoteKind::Direct,
            origin: match report {
                Some(_) => CandidateOrigin::Reported,
                None if bare => CandidateOrigin::Bare,
                None => CandidateOrigin::Embedded,
            },
            item: at,
            sentence: self.number,
            report,
            second: report.is_some(),
            marked: Some(index),
        });
    }

    /// Returns the candidate that the quotation at item `at` is joined to: "called it “null” and
    /// “absurd”".
    fn joined_to(&self, at: usize) -> Option<usize> {
        let low = self.sentence.start.max(at.saturating_sub(MAX_JOINED));
        for left in (low..at).rev() {
            let item = &self.narration.items[left];
            if item.is_quote() {
                return self
                    .found
                    .iter()
                    .rposition(|c| c.marked == item.quote && c.report.is_some());
            }
            let joins = item.kind == ItemKind::Comma
                || item.is(Pos::CONJ | Pos::DET)
                || self.narration.says(left, "as");
            if !joins {
                return None;
            }
        }
        None
    }

    /// True if the words between the marks end as a sentence or clause of speech does.
    fn ends_as_speech(&self, mark: &Marked) -> bool {
        mark.inner.of(self.narration.text).ends_with(['.', ',', '?', '!', '…'])
    }

    /// True if words between marks that nothing reports are somebody's: neither a title, nor a
    /// nickname, nor a word held up for show.
    fn quotes_someone(&self, mark: &Marked, at: usize) -> bool {
        let inner = mark.inner.of(self.narration.text);
        let words = || {
            let words = inner.split_whitespace().take(MAX_WORDS);
            words.filter(|word| word.contains(char::is_alphanumeric))
        };
        let count = words().count();
        if count < 4 || is_title(inner) {
            return false;
        }
        let before = at.checked_sub(1).filter(|before| *before >= self.sentence.start);
        if before.is_some_and(|left| self.narration.is_listed(left, WordClass::BEFORE_TITLE)) {
            return false;
        }
        let speech = Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL | Pos::PRON;
        let verbal = || {
            words().any(|word| {
                let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                lexicon::entry(word).pos.intersects(speech)
            })
        };
        count >= 5 || self.ends_as_speech(mark) || verbal()
    }
}

/// Returns the words for the speaker of a quotation after "including": "The mayor's language,
/// including “…”".
pub fn owner_of(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<NounPhrase> {
    let before = at.checked_sub(1).filter(|before| *before > sentence.start)?;
    if !narration.says(before, "including") {
        return None;
    }
    let low = sentence.start.max(at.saturating_sub(MAX_POSSESSION));
    let possessive = (low..before).rev().find(|i| narration.items[*i].is(Pos::POSS))?;
    NounPhrase::ending_at(narration, sentence.start, possessive)
}
