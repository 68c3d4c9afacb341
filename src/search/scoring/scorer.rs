//! Where a clause occurs in one segment, and what that is worth.
//!
//! Two steps: [`Matcher::seek`] goes by the cheapest signs to a document that may match, [`Matcher::confirm`] looks
//! at positions, columns or the text itself. The score is BM25 (Robertson and Zaragoza 2009) summed over the fields that a
//! clause is looked for in, each with a weight. A phrase is scored as one term that is as rare as all its words
//! together.

use tantivy::query::Scorer;
use tantivy::{DocId, TERMINATED};

use crate::search::scoring::bm25::{Bm25Weight, DocLengths};
use crate::search::scoring::intervals::{IntervalExpr, TermPositions};
use crate::search::scoring::postings::TermPostings;

/// Sums in another order differ by less.
pub const ROUNDING_MARGIN: f32 = 1.001;

/// A decision about a document that no posting list makes.
pub type DocPredicate<'a> = Box<dyn FnMut(DocId) -> bool + 'a>;

/// Where a clause occurs in a segment.
pub enum ClauseScorer<'a> {
    Nothing,
    Text(Box<TextScorer<'a>>),
    /// Documents that a condition lets by.
    Query(Box<dyn Scorer>),
    /// The same, listed in order.
    Listed(&'a [DocId]),
    /// The same, decided one by one. It goes everywhere, up to the end of the segment.
    Predicate(DocPredicate<'a>, DocId),
    And(Vec<ClauseScorer<'a>>),
    Or(Vec<ClauseScorer<'a>>),
    Not(Box<ClauseScorer<'a>>, DocId),
}

impl ClauseScorer<'_> {
    /// The first document at or after `target` that may match.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Text(text) => text.seek(target),
            Self::Query(docs) => {
                if docs.doc() < target {
                    docs.seek(target)
                } else {
                    docs.doc()
                }
            }
            Self::Listed(docs) => {
                let passed = match docs.first() {
                    Some(first) if *first < target => docs.partition_point(|doc| *doc < target),
                    _ => 0,
                };
                *docs = &docs[passed..];
                docs.first().copied().unwrap_or(TERMINATED)
            }
            Self::Predicate(_, end) | Self::Not(_, end) => {
                if target < *end {
                    target
                } else {
                    TERMINATED
                }
            }
            Self::And(parts) => seek_conjunction(parts, target, ClauseScorer::seek),
            Self::Or(parts) => {
                parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED)
            }
        }
    }

    /// Whether `doc` matches.
    pub fn matches(&mut self, doc: DocId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(text) => text.matches(doc),
            Self::Query(_) | Self::Listed(_) => self.seek(doc) == doc,
            Self::Predicate(check, _) => check(doc),
            Self::And(parts) => {
                parts.iter_mut().all(|part| part.seek(doc) == doc)
                    && parts.iter_mut().all(|part| part.matches(doc))
            }
            Self::Or(parts) => parts.iter_mut().any(|part| part.matches(doc)),
            Self::Not(inner, _) => !inner.matches(doc),
        }
    }

    /// What a document that matches is worth, each part of it told to `tell`.
    pub fn score(&mut self, doc: DocId, explain: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        match self {
            Self::Text(text) => text.score(doc, explain),
            Self::And(parts) => parts.iter_mut().map(|part| part.score(doc, explain)).sum(),
            Self::Or(parts) => parts
                .iter_mut()
                .map(|part| if part.matches(doc) { part.score(doc, explain) } else { 0.0 })
                .sum(),
            _ => 0.0,
        }
    }

    /// What is cheap to know of the score of a document that is confirmed, and the most that the rest can add.
    pub fn score_bound(&mut self, doc: DocId) -> (f32, f32) {
        match self {
            Self::Text(text) => text.score_bound(doc),
            Self::And(parts) | Self::Or(parts) => {
                let here = parts
                    .iter_mut()
                    .filter_map(|part| (part.seek(doc) == doc).then(|| part.score_bound(doc)));
                here.fold((0.0, 0.0), |(known, rest), (more, most)| (known + more, rest + most))
            }
            _ => (0.0, 0.0),
        }
    }

    /// About how many documents it leads to.
    pub fn size(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Text(text) => text.deciding.iter().map(FieldScorer::size).sum(),
            Self::Query(_) | Self::Predicate(..) | Self::Not(..) => u64::from(TERMINATED),
            Self::Listed(docs) => docs.len() as u64,
            Self::And(parts) => parts.iter().map(Self::size).min().unwrap_or(0),
            Self::Or(parts) => parts.iter().map(Self::size).sum(),
        }
    }

    /// Whether [`skim`](Self::skim) can be asked: a word, or words of which any will do.
    pub fn can_skip_by_score(&self) -> bool {
        match self {
            Self::Text(text) => text.is_plain_word(),
            Self::Or(parts) => parts.iter().all(|part| match part {
                Self::Text(text) => text.is_plain_word(),
                part => matches!(part, Self::Nothing),
            }),
            _ => false,
        }
    }

    /// Goes from `doc` to the first document that may be worth `least`, when all that is not looked at here adds
    /// `rest` at most; `pass` is called with each document on the way. The one tight loop: most documents end here.
    pub fn advance_to_competitive(
        &mut self,
        doc: DocId,
        least: f64,
        rest: f32,
        pass: impl FnMut(DocId),
    ) -> DocId {
        let falls_short = |score: f32| f64::from((score + rest) * ROUNDING_MARGIN) < least;
        match self {
            Self::Text(text) => text.advance_to_competitive(doc, falls_short, pass),
            Self::Or(parts) => advance_any_to_competitive(parts, doc, falls_short, pass),
            _ => doc,
        }
    }

    /// Whether it can be found by going from posting to posting, and nothing but documents of its kind are found.
    pub fn is_led_by_postings(&self) -> bool {
        match self {
            Self::Text(_) | Self::Nothing => true,
            Self::Query(_) | Self::Listed(_) | Self::Predicate(..) | Self::Not(..) => false,
            Self::And(parts) => parts.iter().any(Self::is_led_by_postings),
            Self::Or(parts) => parts.iter().all(Self::is_led_by_postings),
        }
    }
}

/// The first document at or after `target` that all parts may match.
fn seek_conjunction<P>(
    parts: &mut [P],
    mut target: DocId,
    mut seek: impl FnMut(&mut P, DocId) -> DocId,
) -> DocId {
    'candidates: while target != TERMINATED {
        for part in parts.iter_mut() {
            let at = seek(part, target);
            if at > target {
                target = at;
                continue 'candidates;
            }
        }
        return target;
    }
    TERMINATED
}

/// A word that is skimmed.
struct TermCursor<'m> {
    at: DocId,
    postings: &'m mut TermPostings,
    weight: &'m Bm25Weight,
    /// The most that the fields that only add can add.
    adding: f32,
}

/// The same as to skim one word, for words of which any will do.
fn advance_any_to_competitive(
    parts: &mut [ClauseScorer<'_>],
    doc: DocId,
    falls_short: impl Fn(f32) -> bool,
    mut pass: impl FnMut(DocId),
) -> DocId {
    let mut words = Vec::with_capacity(parts.len());
    let mut end = TERMINATED;
    for part in parts {
        if let ClauseScorer::Text(text) = part {
            let (word, other) = text.cursor(doc);
            words.extend(word);
            end = end.min(other);
        }
    }
    loop {
        let at = words.iter().map(|word| word.at).min().unwrap_or(TERMINATED);
        if at >= end {
            return end;
        }
        let here = words.iter_mut().filter(|word| word.at == at);
        let most = here.map(|word| word.weight.score(word.postings.frequency(), at) + word.adding);
        if !falls_short(most.sum()) {
            return at;
        }
        pass(at);
        for word in words.iter_mut().filter(|word| word.at == at) {
            word.at = word.postings.advance();
        }
    }
}

/// A clause of text in its fields.
pub struct TextScorer<'a> {
    pub deciding: Vec<FieldScorer>,
    pub adding: Vec<FieldScorer>,
    /// Reads the text where the index alone cannot decide.
    pub verify: Option<DocPredicate<'a>>,
    /// The last decision.
    pub last_decision: Option<(DocId, bool)>,
}

impl TextScorer<'_> {
    fn seek(&mut self, target: DocId) -> DocId {
        self.deciding.iter_mut().map(|source| source.seek(target)).min().unwrap_or(TERMINATED)
    }

    fn matches(&mut self, doc: DocId) -> bool {
        if let Some((last_decision, held)) = self.last_decision
            && last_decision == doc
        {
            return held;
        }
        let mut held = false;
        for source in &mut self.deciding {
            if source.occurs(doc) {
                held = true;
                break;
            }
        }
        if held && let Some(verify) = &mut self.verify {
            held = verify(doc);
        }
        self.last_decision = Some((doc, held));
        held
    }

    /// Whether it is one word, which the index alone decides.
    fn is_plain_word(&self) -> bool {
        let first = self.deciding.first();
        self.verify.is_none()
            && first.is_some_and(|source| matches!(source.arrangement, PositionalConstraint::Term))
    }

    fn advance_to_competitive(
        &mut self,
        doc: DocId,
        falls_short: impl Fn(f32) -> bool,
        mut pass: impl FnMut(DocId),
    ) -> DocId {
        let (word, other) = self.cursor(doc);
        let Some(TermCursor { mut at, postings, weight, adding }) = word else { return doc };
        while at < other && falls_short(weight.score(postings.frequency(), at) + adding) {
            pass(at);
            at = postings.advance();
        }
        at.min(other)
    }

    /// Its word from `doc` on, and where something else decides.
    fn cursor(&mut self, doc: DocId) -> (Option<TermCursor<'_>>, DocId) {
        let adding = self.adding.iter().map(FieldScorer::max_score).sum();
        let Some((word, others)) = self.deciding.split_first_mut() else { return (None, doc) };
        let other = others.iter_mut().map(|source| source.seek(doc)).min().unwrap_or(TERMINATED);
        let postings = &mut word.leaves[0];
        let at = postings.seek(doc);
        (Some(TermCursor { at, postings, weight: &word.weight, adding }), other)
    }

    fn sources(&self) -> impl Iterator<Item = &FieldScorer> {
        self.deciding.iter().chain(&self.adding)
    }

    fn score_bound(&mut self, doc: DocId) -> (f32, f32) {
        let rest = self.sources().skip(1).filter(|source| !source.is_beyond(doc));
        let rest: f32 = rest.map(FieldScorer::max_score).sum();
        let Some(first) = self.deciding.first_mut() else { return (0.0, rest) };
        // Of a single word this costs no positions.
        let looks = first.counted == doc || matches!(first.arrangement, PositionalConstraint::Term);
        match looks && first.occurs(doc) {
            true => (first.score(doc), rest),
            false if looks => (0.0, rest),
            false => (0.0, rest + first.max_score()),
        }
    }

    fn score(&mut self, doc: DocId, explain: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        let mut sum = 0.0;
        if !self.matches(doc) {
            return sum;
        }
        for source in self.deciding.iter_mut().chain(&mut self.adding) {
            if source.occurs(doc) {
                let score = source.score(doc);
                explain(source.number, source.frequency, score);
                sum += score;
            }
        }
        sum
    }
}

/// How leaves lead from document to document.
#[derive(Clone, Debug)]
pub enum Approximation {
    Term(usize),
    All(Vec<Approximation>),
    Any(Vec<Approximation>),
}

impl Approximation {
    /// What documents must hold for the shape to hold.
    pub fn new(shape: &IntervalExpr) -> Self {
        match shape {
            IntervalExpr::Term(leaf) => Self::Term(*leaf),
            IntervalExpr::Phrase(leaves) => {
                Self::All(leaves.iter().map(|leaf| Self::Term(*leaf)).collect())
            }
            IntervalExpr::Near { parts, .. } | IntervalExpr::And(parts) => {
                Self::All(parts.iter().map(Self::new).collect())
            }
            IntervalExpr::Or(parts) => Self::Any(parts.iter().map(Self::new).collect()),
            // Relaxed shapes hold no negation.
            IntervalExpr::Within(_, inner) | IntervalExpr::Not(inner) => Self::new(inner),
        }
    }

    /// Puts the rarest first of what must all be there: it leaves the others the least to look at.
    fn rarest_first(&mut self, leaves: &[TermPostings]) -> u64 {
        match self {
            Self::Term(leaf) => leaves[*leaf].size(),
            Self::Any(parts) => parts.iter_mut().map(|part| part.rarest_first(leaves)).sum(),
            Self::All(parts) => {
                let sized = parts.drain(..).map(|mut part| (part.rarest_first(leaves), part));
                let mut sized: Vec<(u64, Self)> = sized.collect();
                sized.sort_by_key(|(size, _)| *size);
                let least = sized.first().map_or(0, |(size, _)| *size);
                parts.extend(sized.into_iter().map(|(_, part)| part));
                least
            }
        }
    }

    fn seek(&self, leaves: &mut [TermPostings], target: DocId) -> DocId {
        match self {
            Self::Term(leaf) => leaves[*leaf].seek(target),
            Self::Any(parts) => {
                parts.iter().map(|part| part.seek(leaves, target)).min().unwrap_or(TERMINATED)
            }
            Self::All(parts) => {
                let mut target = target;
                'candidates: while target != TERMINATED {
                    for part in parts {
                        let at = part.seek(leaves, target);
                        if at > target {
                            target = at;
                            continue 'candidates;
                        }
                    }
                    return target;
                }
                TERMINATED
            }
        }
    }
}

/// How a field decides that a document matches.
#[derive(Clone, Debug)]
pub enum PositionalConstraint {
    /// One word.
    Term,
    /// All words, anywhere.
    AllTerms,
    /// All words, next to each other.
    Phrase,
    /// As the shape says.
    Intervals(Approximation, IntervalExpr),
}

/// A clause in one field of a segment.
pub struct FieldScorer {
    leaves: Vec<TermPostings>,
    /// Of words side by side, which in their order each leaf is.
    places: Vec<u32>,
    arrangement: PositionalConstraint,
    weight: Bm25Weight,
    /// Which of the clause's fields it is.
    number: usize,
    frequency: f32,
    counted: DocId,
    positions: TermPositions,
    starts: Vec<u32>,
    other: Vec<u32>,
}

impl FieldScorer {
    pub fn new(
        leaves: Vec<TermPostings>,
        mut arrangement: PositionalConstraint,
        weight: f32,
        lengths: DocLengths,
        average_words: f32,
        number: usize,
    ) -> Self {
        let mut leaves: Vec<(u32, TermPostings)> = (0..).zip(leaves).collect();
        match &mut arrangement {
            PositionalConstraint::Term => {}
            // The rarest word leads from document to document, and its places are fewest.
            PositionalConstraint::AllTerms | PositionalConstraint::Phrase => {
                leaves.sort_by_key(|(_, leaf)| leaf.size());
            }
            PositionalConstraint::Intervals(driver, _) => {
                let bare: Vec<TermPostings> = leaves.into_iter().map(|(_, leaf)| leaf).collect();
                driver.rarest_first(&bare);
                leaves = (0..).zip(bare).collect();
            }
        }
        let (places, leaves) = leaves.into_iter().unzip();
        Self {
            leaves,
            places,
            arrangement,
            weight: Bm25Weight::new(weight, lengths, average_words),
            number,
            frequency: 0.0,
            counted: TERMINATED,
            positions: TermPositions::default(),
            starts: Vec::new(),
            other: Vec::new(),
        }
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        match &self.arrangement {
            PositionalConstraint::Term => self.leaves[0].seek(target),
            PositionalConstraint::AllTerms | PositionalConstraint::Phrase => {
                seek_conjunction(&mut self.leaves, target, TermPostings::seek)
            }
            PositionalConstraint::Intervals(driver, _) => driver.seek(&mut self.leaves, target),
        }
    }

    /// Whether the clause occurs in `doc`; counts how often.
    pub fn occurs(&mut self, doc: DocId) -> bool {
        if self.counted == doc {
            return self.frequency > 0.0;
        }
        if self.seek(doc) != doc {
            return false;
        }
        self.counted = doc;
        self.frequency = match &self.arrangement {
            PositionalConstraint::Term => self.leaves[0].frequency(),
            PositionalConstraint::AllTerms => {
                self.leaves.iter_mut().map(TermPostings::frequency).fold(f32::INFINITY, f32::min)
            }
            PositionalConstraint::Phrase => self.phrases() as f32,
            PositionalConstraint::Intervals(..) => self.arranged(doc) as f32,
        };
        self.frequency > 0.0
    }

    /// How often the words stand next to each other in the document that all stand at.
    fn phrases(&mut self) -> usize {
        for (number, (place, leaf)) in self.places.iter().zip(&mut self.leaves).enumerate() {
            leaf.positions(&mut self.other);
            let other = &self.other;
            if number == 0 {
                self.starts.clear();
                self.starts.extend(other.iter().filter_map(|at| at.checked_sub(*place)));
            } else {
                self.starts.retain(|start| other.binary_search(&(start + place)).is_ok());
            }
            if self.starts.is_empty() {
                return 0;
            }
        }
        self.starts.len()
    }

    fn arranged(&mut self, doc: DocId) -> usize {
        self.positions.terms.resize(self.leaves.len(), Vec::new());
        for (leaf, positions) in self.leaves.iter_mut().zip(&mut self.positions.terms) {
            positions.clear();
            if leaf.seek(doc) == doc {
                leaf.positions(positions);
            }
        }
        match &self.arrangement {
            PositionalConstraint::Intervals(_, shape) => shape.count(&self.positions),
            _ => 0,
        }
    }

    /// About how many documents it leads to.
    fn size(&self) -> u64 {
        let leaves = self.leaves.iter().map(TermPostings::size);
        match self.arrangement {
            PositionalConstraint::Intervals(..) => leaves.sum(),
            _ => leaves.min().unwrap_or(0),
        }
    }

    /// Whether a word of it is known not to stand in `doc`.
    fn is_beyond(&self, doc: DocId) -> bool {
        match self.arrangement {
            PositionalConstraint::Intervals(..) => false,
            _ => self.leaves.iter().any(|leaf| leaf.doc() > doc),
        }
    }

    /// No frequency is worth more.
    fn max_score(&self) -> f32 {
        self.weight.max_score()
    }

    fn score(&self, doc: DocId) -> f32 {
        self.weight.score(self.frequency, doc)
    }
}
