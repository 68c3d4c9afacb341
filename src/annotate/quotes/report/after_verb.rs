//! Words after a reporting verb, as the rules for its complement see them.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::report::clause::{is_title, words_end};
use crate::annotate::quotes::report::rule::RuleOutcome;
use crate::annotate::quotes::report::span::ReportedSpan;

/// Most items between a verb and a quotation that it reports.
pub const MAX_BEFORE_QUOTE: usize = 14;

/// Words after a reporting verb.
pub struct AfterVerb<'a, 't> {
    /// Narration of the article.
    pub narration: &'a Narration<'t>,
    /// Item before the complement: the verb.
    pub verb: Option<NarrationItem>,
    /// First item after the verb.
    pub at: usize,
    /// First item after the verb and its hearer.
    pub from: usize,
    /// First item after the verb, its hearer and adverbials.
    pub start: usize,
    /// End of the sentence.
    pub high: usize,
    /// Complements that the verb accepts.
    pub subcat: Subcat,
}

/// Outcome of a rule for what a verb reports.
pub type Outcome = RuleOutcome<ReportedSpan>;

impl AfterVerb<'_, '_> {
    /// Item at which the complement may start.
    pub fn first(&self) -> Option<&NarrationItem> {
        self.narration.before(self.start, self.high)
    }

    /// True if the item at which the complement may start has any of the parts of speech.
    pub fn begins_with(&self, pos: Pos) -> bool {
        self.first().is_some_and(|first| first.is(pos))
    }

    /// True if the verb accepts any of the complements.
    pub fn accepts(&self, complements: Subcat) -> bool {
        self.subcat.intersects(complements)
    }

    /// True if the verb, as the lexicon has it, is of this kind.
    pub fn verb_is(&self, kind: Subcat) -> bool {
        self.verb.is_some_and(|verb| verb.accepts(kind))
    }

    /// True if the verb ends in -ing.
    pub fn verb_in_ing(&self) -> bool {
        self.verb.is_some_and(|verb| verb.forms.contains(Pos::ING))
    }

    /// Returns the words from item `start` to where the narration takes over.
    pub fn words(&self, start: usize) -> ReportedSpan {
        ReportedSpan::words(start, words_end(self.narration, start, self.high))
    }

    /// Accepts the words from item `start` on if `condition` is true.
    pub fn words_if(&self, condition: bool, start: usize) -> Outcome {
        RuleOutcome::accept_if(condition.then(|| self.words(start)))
    }
}

/// Returns the thing reported without a verb at item `start`: a noun phrase of two words or more.
pub fn noun_phrase_at(case: &AfterVerb<'_, '_>, start: usize) -> Option<ReportedSpan> {
    let first = case.narration.before(start, case.high)?;
    let noun = first.kind == ItemKind::Word
        && (first.is_named()
            || first.is(Pos::DET | Pos::NOUN | Pos::NUM | Pos::ADJ | Pos::NAME)
            || first.is(Pos::PART) && !first.is(Pos::BASE))
        && !first.is(Pos::PREP | Pos::TIME)
        && (first.is(Pos::DET) || !first.is(Pos::PRON))
        // "announced further help", "announced more than 40 arrests"
        && (first.is(Pos::DET | Pos::ADJ) || !first.is(Pos::ADV));
    let end = words_end(case.narration, start, case.high);
    // "who had called for a cap, said"
    let speaks = |at: &usize| {
        let next = case.narration.before(at + 1, end);
        case.narration.items[*at].kind == ItemKind::Comma
            && next
                .is_some_and(|next| !next.is_named() && next.is_finite() && !next.subcat.is_empty())
    };
    let end = (start..end).find(speaks).unwrap_or(end);
    (noun && end >= start + 2).then_some(ReportedSpan::words(start, end))
}

/// Returns a quotation a few words on from item `from`.
pub fn near_quote(case: &AfterVerb<'_, '_>, from: usize) -> Option<ReportedSpan> {
    let narration = case.narration;
    let quote = (from..case.high.min(from + MAX_BEFORE_QUOTE))
        .find(|at| narration.items[*at].is_quote())?;
    let mut between = narration.items[from..quote].iter();
    // "a song called “Q”" names a thing; somebody who calls something so has an object first.
    let names_a_thing = case.accepts(Subcat::NAMING)
        && !case.accepts(Subcat::PREPOSED)
        && !between.clone().any(|item| {
            item.is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::PREP)
                || item.is_listed(WordClass::OBJECT_PRONOUN)
        });
    if names_a_thing {
        return None;
    }
    // "denies calling him “…”", "insists she never called him “…”": the inner verb reports.
    let denies = from
        .checked_sub(1)
        .is_some_and(|verb| Governor::at(narration, verb).contains(Governor::DENIES));
    let inner = |at: usize| {
        let item = &narration.items[at];
        item.accepts(Subcat::NAMING | Subcat::QUOTE)
            && !item.is(Pos::NOUN)
            && (denies || narration.items[at - 1].is(Pos::NEG))
    };
    if (from..quote).any(inner) {
        return None;
    }
    let clear = between.all(|item| {
        item.kind == ItemKind::Word && !item.is_finite() && !item.accepts(Subcat::CLAUSE)
            || matches!(item.kind, ItemKind::Sign | ItemKind::Comma)
    });
    let reports = case.accepts(Subcat::NAMING | Subcat::QUOTE) && !case.accepts(Subcat::BESIDE);
    (clear && !is_title(narration.word(quote)) && reports).then_some(ReportedSpan::Quote(quote))
}

/// Returns "to" and a base verb at `at`, with what follows.
pub fn infinitive_at(narration: &Narration<'_>, at: usize, high: usize) -> Option<ReportedSpan> {
    let to = if at < high && narration.says(at, "not") { at + 1 } else { at };
    let verb = narration.before(to + 1, high)?;
    if narration.says(to, "to") && verb.is_quote() && !is_title(narration.word(to + 1)) {
        return Some(ReportedSpan::words(at, words_end(narration, at, high)));
    }
    // "urged her to say “…”": the second verb reports what follows by itself.
    let quoted = |at: usize| narration.before(at, high).is_some_and(NarrationItem::is_quote);
    let that = usize::from(narration.says(to + 2, "that"));
    if verb.accepts(Subcat::QUOTE) && verb.accepts(Subcat::THAT) && quoted(to + 2 + that) {
        return None;
    }
    (narration.says(to, "to")
        && verb.kind == ItemKind::Word
        && (verb.is(Pos::BASE | Pos::BE | Pos::HAVE | Pos::DO | Pos::ADV)
            || verb.is(Pos::GUESSED) && !verb.capital)
        && !verb.is(Pos::NAME | Pos::DET))
    .then(|| ReportedSpan::words(at, words_end(narration, at, high)))
}
