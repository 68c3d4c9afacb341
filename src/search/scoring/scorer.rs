//! Where a clause occurs in one segment, and what that is worth.
//!
//! Two steps: [`Matcher::seek`] goes by the cheapest signs to a document that may match, [`Matcher::confirm`] looks
//! at positions, columns or the text itself. The score is BM25 (Robertson and Zaragoza 2009) summed over the fields that a
//! clause is looked for in, each with a weight. A phrase is scored as one term that is as rare as all its words
//! together.

use tantivy::query::Scorer;
use tantivy::{DocId, TERMINATED};

use crate::search::scoring::bm25::{Lengths, Worth};
use crate::search::scoring::intervals::{Positions, Shape};
use crate::search::scoring::postings::Postings;

/// Sums in another order differ by less.
pub const MARGIN: f32 = 1.001;

/// A decision about a document that no posting list makes.
pub type Check<'a> = Box<dyn FnMut(DocId) -> bool + 'a>;

/// Where a clause occurs in a segment.
pub enum Matcher<'a> {
    Nothing,
    Text(Box<TextMatcher<'a>>),
    /// Documents that a condition lets by.
    Docs(Box<dyn Scorer>),
    /// The same, listed in order.
    Listed(&'a [DocId]),
    /// The same, decided one by one. It goes everywhere, up to the end of the segment.
    Check(Check<'a>, DocId),
    And(Vec<Matcher<'a>>),
    Or(Vec<Matcher<'a>>),
    Not(Box<Matcher<'a>>, DocId),
}

impl Matcher<'_> {
    /// The first document at or after `target` that may match.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Text(text) => text.seek(target),
            Self::Docs(docs) => {
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
            Self::Check(_, end) | Self::Not(_, end) => {
                if target < *end {
                    target
                } else {
                    TERMINATED
                }
            }
            Self::And(parts) => seek_all(parts, target, Matcher::seek),
            Self::Or(parts) => {
                parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED)
            }
        }
    }

    /// Whether `doc` matches.
    pub fn confirm(&mut self, doc: DocId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(text) => text.confirm(doc),
            Self::Docs(_) | Self::Listed(_) => self.seek(doc) == doc,
            Self::Check(check, _) => check(doc),
            Self::And(parts) => {
                parts.iter_mut().all(|part| part.seek(doc) == doc)
                    && parts.iter_mut().all(|part| part.confirm(doc))
            }
            Self::Or(parts) => parts.iter_mut().any(|part| part.confirm(doc)),
            Self::Not(inner, _) => !inner.confirm(doc),
        }
    }

    /// What a document that matches is worth, each part of it told to `tell`.
    pub fn score(&mut self, doc: DocId, tell: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        match self {
            Self::Text(text) => text.score(doc, tell),
            Self::And(parts) => parts.iter_mut().map(|part| part.score(doc, tell)).sum(),
            Self::Or(parts) => parts
                .iter_mut()
                .map(|part| if part.confirm(doc) { part.score(doc, tell) } else { 0.0 })
                .sum(),
            _ => 0.0,
        }
    }

    /// What is cheap to know of the score of a document that is confirmed, and the most that the rest can add.
    pub fn quick(&mut self, doc: DocId) -> (f32, f32) {
        match self {
            Self::Text(text) => text.quick(doc),
            Self::And(parts) | Self::Or(parts) => {
                let here = parts
                    .iter_mut()
                    .filter_map(|part| (part.seek(doc) == doc).then(|| part.quick(doc)));
                here.fold((0.0, 0.0), |(known, rest), (more, most)| (known + more, rest + most))
            }
            _ => (0.0, 0.0),
        }
    }

    /// About how many documents it leads to.
    pub fn size(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Text(text) => text.deciding.iter().map(Occurrences::size).sum(),
            Self::Docs(_) | Self::Check(..) | Self::Not(..) => u64::from(TERMINATED),
            Self::Listed(docs) => docs.len() as u64,
            Self::And(parts) => parts.iter().map(Self::size).min().unwrap_or(0),
            Self::Or(parts) => parts.iter().map(Self::size).sum(),
        }
    }

    /// Whether [`skim`](Self::skim) can be asked: a word, or words of which any will do.
    pub fn is_plain(&self) -> bool {
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
    pub fn skim(&mut self, doc: DocId, least: f64, rest: f32, pass: impl FnMut(DocId)) -> DocId {
        let falls_short = |score: f32| f64::from((score + rest) * MARGIN) < least;
        match self {
            Self::Text(text) => text.skim(doc, falls_short, pass),
            Self::Or(parts) => skim_any(parts, doc, falls_short, pass),
            _ => doc,
        }
    }

    /// Whether it can be found by going from posting to posting, and nothing but documents of its kind are found.
    pub fn is_led(&self) -> bool {
        match self {
            Self::Text(_) | Self::Nothing => true,
            Self::Docs(_) | Self::Listed(_) | Self::Check(..) | Self::Not(..) => false,
            Self::And(parts) => parts.iter().any(Self::is_led),
            Self::Or(parts) => parts.iter().all(Self::is_led),
        }
    }
}

/// The first document at or after `target` that all parts may match.
fn seek_all<P>(
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
struct Skimmed<'m> {
    at: DocId,
    postings: &'m mut Postings,
    worth: &'m Worth,
    /// The most that the fields that only add can add.
    adding: f32,
}

/// The same as to skim one word, for words of which any will do.
fn skim_any(
    parts: &mut [Matcher<'_>],
    doc: DocId,
    falls_short: impl Fn(f32) -> bool,
    mut pass: impl FnMut(DocId),
) -> DocId {
    let mut words = Vec::with_capacity(parts.len());
    let mut end = TERMINATED;
    for part in parts {
        if let Matcher::Text(text) = part {
            let (word, other) = text.skimmed(doc);
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
        let most = here.map(|word| word.worth.score(word.postings.frequency(), at) + word.adding);
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
pub struct TextMatcher<'a> {
    pub deciding: Vec<Occurrences>,
    pub adding: Vec<Occurrences>,
    /// Reads the text where the index alone cannot decide.
    pub verify: Option<Check<'a>>,
    /// The last decision.
    pub decided: Option<(DocId, bool)>,
}

impl TextMatcher<'_> {
    fn seek(&mut self, target: DocId) -> DocId {
        self.deciding.iter_mut().map(|source| source.seek(target)).min().unwrap_or(TERMINATED)
    }

    fn confirm(&mut self, doc: DocId) -> bool {
        if let Some((decided, held)) = self.decided
            && decided == doc
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
        self.decided = Some((doc, held));
        held
    }

    /// Whether it is one word, which the index alone decides.
    fn is_plain_word(&self) -> bool {
        let first = self.deciding.first();
        self.verify.is_none()
            && first.is_some_and(|source| matches!(source.arrangement, Arrangement::Single))
    }

    fn skim(
        &mut self,
        doc: DocId,
        falls_short: impl Fn(f32) -> bool,
        mut pass: impl FnMut(DocId),
    ) -> DocId {
        let (word, other) = self.skimmed(doc);
        let Some(Skimmed { mut at, postings, worth, adding }) = word else { return doc };
        while at < other && falls_short(worth.score(postings.frequency(), at) + adding) {
            pass(at);
            at = postings.advance();
        }
        at.min(other)
    }

    /// Its word from `doc` on, and where something else decides.
    fn skimmed(&mut self, doc: DocId) -> (Option<Skimmed<'_>>, DocId) {
        let adding = self.adding.iter().map(Occurrences::most).sum();
        let Some((word, others)) = self.deciding.split_first_mut() else { return (None, doc) };
        let other = others.iter_mut().map(|source| source.seek(doc)).min().unwrap_or(TERMINATED);
        let postings = &mut word.leaves[0];
        let at = postings.seek(doc);
        (Some(Skimmed { at, postings, worth: &word.worth, adding }), other)
    }

    fn sources(&self) -> impl Iterator<Item = &Occurrences> {
        self.deciding.iter().chain(&self.adding)
    }

    fn quick(&mut self, doc: DocId) -> (f32, f32) {
        let rest = self.sources().skip(1).filter(|source| !source.is_beyond(doc));
        let rest: f32 = rest.map(Occurrences::most).sum();
        let Some(first) = self.deciding.first_mut() else { return (0.0, rest) };
        // Of a single word this costs no positions.
        let looks = first.counted == doc || matches!(first.arrangement, Arrangement::Single);
        match looks && first.occurs(doc) {
            true => (first.score(doc), rest),
            false if looks => (0.0, rest),
            false => (0.0, rest + first.most()),
        }
    }

    fn score(&mut self, doc: DocId, tell: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        let mut sum = 0.0;
        if !self.confirm(doc) {
            return sum;
        }
        for source in self.deciding.iter_mut().chain(&mut self.adding) {
            if source.occurs(doc) {
                let score = source.score(doc);
                tell(source.number, source.frequency, score);
                sum += score;
            }
        }
        sum
    }
}

/// How leaves lead from document to document.
#[derive(Clone, Debug)]
pub enum Driver {
    Leaf(usize),
    All(Vec<Driver>),
    Any(Vec<Driver>),
}

impl Driver {
    /// What documents must hold for the shape to hold.
    pub fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Leaf(leaf) => Self::Leaf(*leaf),
            Shape::Phrase(leaves) => {
                Self::All(leaves.iter().map(|leaf| Self::Leaf(*leaf)).collect())
            }
            Shape::Near { parts, .. } | Shape::And(parts) => {
                Self::All(parts.iter().map(Self::of).collect())
            }
            Shape::Or(parts) => Self::Any(parts.iter().map(Self::of).collect()),
            // Relaxed shapes hold no negation.
            Shape::Within(_, inner) | Shape::Not(inner) => Self::of(inner),
        }
    }

    /// Puts the rarest first of what must all be there: it leaves the others the least to look at.
    fn rarest_first(&mut self, leaves: &[Postings]) -> u64 {
        match self {
            Self::Leaf(leaf) => leaves[*leaf].size(),
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

    fn seek(&self, leaves: &mut [Postings], target: DocId) -> DocId {
        match self {
            Self::Leaf(leaf) => leaves[*leaf].seek(target),
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
pub enum Arrangement {
    /// One word.
    Single,
    /// All words, anywhere.
    Together,
    /// All words, next to each other.
    Adjacent,
    /// As the shape says.
    Shape(Driver, Shape),
}

/// A clause in one field of a segment.
pub struct Occurrences {
    leaves: Vec<Postings>,
    /// Of words side by side, which in their order each leaf is.
    places: Vec<u32>,
    arrangement: Arrangement,
    worth: Worth,
    /// Which of the clause's fields it is.
    number: usize,
    frequency: f32,
    counted: DocId,
    positions: Positions,
    starts: Vec<u32>,
    other: Vec<u32>,
}

impl Occurrences {
    pub fn new(
        leaves: Vec<Postings>,
        mut arrangement: Arrangement,
        weight: f32,
        lengths: Lengths,
        average_words: f32,
        number: usize,
    ) -> Self {
        let mut leaves: Vec<(u32, Postings)> = (0..).zip(leaves).collect();
        match &mut arrangement {
            Arrangement::Single => {}
            // The rarest word leads from document to document, and its places are fewest.
            Arrangement::Together | Arrangement::Adjacent => {
                leaves.sort_by_key(|(_, leaf)| leaf.size());
            }
            Arrangement::Shape(driver, _) => {
                let bare: Vec<Postings> = leaves.into_iter().map(|(_, leaf)| leaf).collect();
                driver.rarest_first(&bare);
                leaves = (0..).zip(bare).collect();
            }
        }
        let (places, leaves) = leaves.into_iter().unzip();
        Self {
            leaves,
            places,
            arrangement,
            worth: Worth::new(weight, lengths, average_words),
            number,
            frequency: 0.0,
            counted: TERMINATED,
            positions: Positions::default(),
            starts: Vec::new(),
            other: Vec::new(),
        }
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        match &self.arrangement {
            Arrangement::Single => self.leaves[0].seek(target),
            Arrangement::Together | Arrangement::Adjacent => {
                seek_all(&mut self.leaves, target, Postings::seek)
            }
            Arrangement::Shape(driver, _) => driver.seek(&mut self.leaves, target),
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
            Arrangement::Single => self.leaves[0].frequency(),
            Arrangement::Together => {
                self.leaves.iter_mut().map(Postings::frequency).fold(f32::INFINITY, f32::min)
            }
            Arrangement::Adjacent => self.phrases() as f32,
            Arrangement::Shape(..) => self.arranged(doc) as f32,
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
        self.positions.leaves.resize(self.leaves.len(), Vec::new());
        for (leaf, positions) in self.leaves.iter_mut().zip(&mut self.positions.leaves) {
            positions.clear();
            if leaf.seek(doc) == doc {
                leaf.positions(positions);
            }
        }
        match &self.arrangement {
            Arrangement::Shape(_, shape) => shape.count(&self.positions),
            _ => 0,
        }
    }

    /// About how many documents it leads to.
    fn size(&self) -> u64 {
        let leaves = self.leaves.iter().map(Postings::size);
        match self.arrangement {
            Arrangement::Shape(..) => leaves.sum(),
            _ => leaves.min().unwrap_or(0),
        }
    }

    /// Whether a word of it is known not to stand in `doc`.
    fn is_beyond(&self, doc: DocId) -> bool {
        match self.arrangement {
            Arrangement::Shape(..) => false,
            _ => self.leaves.iter().any(|leaf| leaf.doc() > doc),
        }
    }

    /// No frequency is worth more.
    fn most(&self) -> f32 {
        self.worth.most()
    }

    fn score(&self, doc: DocId) -> f32 {
        self.worth.score(self.frequency, doc)
    }
}
