//! Interval expressions (phrase, near, same sentence) over token positions.
//!
//! One evaluation serves the index and the text of a hit, so that what is marked is what matched:
//! it sees only lists of word positions, wherever they come from.
//!
//! The algebra is that of Clarke, Cormack and Burkowski (1995, “An Algebra for Structured Text
//! Search”), on which Lucene's intervals rest, but for their minimal intervals: an unordered NEAR
//! is the longest run of words that stand close enough to one another, since all of them are
//! marked.

use crate::search::query::ast::Scope;
use crate::search::scoring::token_graph::TokenGraph;

/// Interval expression over the terms of a clause, which are numbered.
#[derive(Clone, Debug, PartialEq)]
pub enum IntervalExpr {
    /// Positions of a term.
    Term(usize),
    /// Terms next to each other, in order.
    Phrase(Vec<usize>),
    /// Terms next to each other, in order, some in several writings.
    Graph(TokenGraph),
    /// Parts close to one another.
    Near {
        /// Parts; at least two.
        parts: Vec<IntervalExpr>,
        /// Most words between one part and the next.
        distance: u32,
        /// True if the parts must stand in this order.
        ordered: bool,
    },
    /// A part all of which stands within one unit of text.
    Within(Scope, Box<IntervalExpr>),
    /// All parts, anywhere.
    And(Vec<IntervalExpr>),
    /// Any of the parts.
    Or(Vec<IntervalExpr>),
    /// Absence of a part.
    Not(Box<IntervalExpr>),
}

/// Interval of word positions: its first and its last.
pub type Interval = (u32, u32);

/// Interval that contains every position.
pub const WHOLE_TEXT: Interval = (0, u32::MAX);

/// Positions of the terms of a clause in one text.
#[derive(Debug, Default)]
pub struct TermPositions {
    /// Positions of each term, in ascending order.
    pub terms: Vec<Vec<u32>>,
    /// Occurrences of terms that take up several words of the text, with the term, their first and
    /// their last position, in ascending order. Known only where the text itself was read.
    pub joined: Vec<(usize, u32, u32)>,
    /// Sentences of the text; empty where no expression refers to them.
    pub sentences: Vec<Interval>,
    /// Paragraphs of the text; empty where no expression refers to them.
    pub paragraphs: Vec<Interval>,
}

impl TermPositions {
    /// Positions of a term within an interval.
    fn term(&self, term: usize, (from, to): Interval) -> &[u32] {
        let all = self.terms.get(term).map_or(&[][..], Vec::as_slice);
        let start = all.partition_point(|at| *at < from);
        let end = all.partition_point(|at| *at <= to);
        &all[start..end.max(start)]
    }

    /// Interval of the occurrence of a term at a position.
    fn interval(&self, term: usize, at: u32) -> Interval {
        let from = self.joined.partition_point(|joined| (joined.0, joined.1) < (term, at));
        let here =
            self.joined[from..].iter().take_while(|joined| (joined.0, joined.1) == (term, at));
        (at, here.last().map_or(at, |joined| joined.2))
    }

    /// Units of a scope that overlap an interval, clipped to it.
    fn units(&self, scope: Scope, (from, to): Interval) -> Vec<Interval> {
        let all: &[Interval] = match scope {
            Scope::Sentence => &self.sentences,
            Scope::Paragraph => &self.paragraphs,
            Scope::First(0) => return Vec::new(),
            Scope::First(words) => &[(0, words - 1)],
        };
        let within = all.iter().filter(|unit| unit.0 <= to && unit.1 >= from);
        within.map(|unit| (unit.0.max(from), unit.1.min(to))).collect()
    }
}

impl IntervalExpr {
    /// True if the expression matches within an interval.
    pub fn matches(&self, at: &TermPositions, window: Interval) -> bool {
        match self {
            Self::Term(term) => !at.term(*term, window).is_empty(),
            Self::Phrase(_) | Self::Graph(_) | Self::Near { .. } => {
                !self.intervals(at, window).is_empty()
            }
            Self::Within(scope, inner) => {
                at.units(*scope, window).into_iter().any(|unit| inner.matches(at, unit))
            }
            Self::And(parts) => parts.iter().all(|part| part.matches(at, window)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(at, window)),
            Self::Not(inner) => !inner.matches(at, window),
        }
    }

    /// Number of occurrences in the whole text; 1 where the expression matches without occurring
    /// anywhere.
    pub fn count(&self, at: &TermPositions) -> usize {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Graph(_) | Self::Near { .. } => {
                self.intervals(at, WHOLE_TEXT).len()
            }
            _ if self.matches(at, WHOLE_TEXT) => self.highlights(at, WHOLE_TEXT).len().max(1),
            _ => 0,
        }
    }

    /// Intervals of the expression within a window. Only words, phrases, NEAR and alternatives of
    /// these have some.
    fn intervals(&self, at: &TermPositions, window: Interval) -> Vec<Interval> {
        match self {
            Self::Term(term) => {
                let places = at.term(*term, window).iter();
                places.map(|place| at.interval(*term, *place)).collect()
            }
            Self::Phrase(terms) => {
                let length = terms.len() as u32;
                let mut starts = at.term(terms[0], window).to_vec();
                for (offset, term) in terms.iter().enumerate().skip(1) {
                    let others = at.term(*term, window);
                    starts.retain(|start| {
                        others.binary_search(&start.saturating_add(offset as u32)).is_ok()
                    });
                }
                starts.into_iter().map(|start| (start, start + length - 1)).collect()
            }
            Self::Graph(graph) => {
                let mut found = graph.intervals(&|term| at.term(term, window));
                found.retain(|interval| interval.1 <= window.1);
                found
            }
            Self::Or(parts) => {
                let mut all: Vec<Interval> =
                    parts.iter().flat_map(|part| part.intervals(at, window)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Self::Near { parts, distance, ordered } => {
                let groups = near(parts, *distance, *ordered, at, window);
                groups.into_iter().map(|group| group.interval).collect()
            }
            Self::Within(..) | Self::And(_) | Self::Not(_) => Vec::new(),
        }
    }

    /// Intervals to highlight within a window, in no order.
    pub fn highlights(&self, at: &TermPositions, window: Interval) -> Vec<Interval> {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Graph(_) => self.intervals(at, window),
            Self::Near { parts, distance, ordered } => {
                let groups = near(parts, *distance, *ordered, at, window);
                let members = groups.into_iter().flat_map(|group| group.members);
                // A part may itself have gaps: only its own words are marked.
                members.flat_map(|(part, interval)| parts[part].highlights(at, interval)).collect()
            }
            Self::Within(scope, inner) => {
                let units = at.units(*scope, window).into_iter();
                units
                    .filter(|unit| inner.matches(at, *unit))
                    .flat_map(|unit| inner.highlights(at, unit))
                    .collect()
            }
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().flat_map(|part| part.highlights(at, window)).collect()
            }
            Self::Not(_) => Vec::new(),
        }
    }

    /// Relaxation that the index decides without the text: it matches wherever the expression does,
    /// and possibly elsewhere. `None` when the index can decide nothing.
    pub fn relaxed(&self) -> Option<Self> {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Graph(_) | Self::Near { .. } => {
                Some(self.clone())
            }
            Self::Within(Scope::First(words), inner) => {
                let inner = inner.relaxed()?;
                Some(Self::Within(Scope::First(*words), Box::new(inner)))
            }
            Self::Within(_, inner) => inner.relaxed(),
            Self::And(parts) => {
                let mut parts: Vec<Self> = parts.iter().filter_map(Self::relaxed).collect();
                if parts.len() > 1 { Some(Self::And(parts)) } else { parts.pop() }
            }
            Self::Or(parts) => {
                parts.iter().map(Self::relaxed).collect::<Option<Vec<_>>>().map(Self::Or)
            }
            Self::Not(_) => None,
        }
    }

    /// True if the index alone cannot decide the expression.
    pub fn needs_text(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Graph(_) => false,
            Self::Within(Scope::First(_), inner) => inner.needs_text(),
            Self::Within(..) | Self::Not(_) => true,
            Self::And(parts) | Self::Or(parts) | Self::Near { parts, .. } => {
                parts.iter().any(Self::needs_text)
            }
        }
    }

    /// True if the expression refers to sentences or paragraphs.
    pub fn needs_units(&self) -> bool {
        match self {
            Self::Term(_) | Self::Phrase(_) | Self::Graph(_) => false,
            Self::Within(Scope::First(_), inner) | Self::Not(inner) => inner.needs_units(),
            Self::Within(..) => true,
            Self::And(parts) | Self::Or(parts) | Self::Near { parts, .. } => {
                parts.iter().any(Self::needs_units)
            }
        }
    }
}

/// Match of a NEAR: parts that stand close together.
struct NearMatch {
    /// Interval from the first part to the last.
    interval: Interval,
    /// Intervals of the parts, each with the number of its part.
    members: Vec<(usize, Interval)>,
}

/// Matches of a NEAR within a window.
fn near(
    parts: &[IntervalExpr],
    distance: u32,
    ordered: bool,
    at: &TermPositions,
    window: Interval,
) -> Vec<NearMatch> {
    // Two words are mostly far apart, which is seen without a list of their intervals.
    if let [IntervalExpr::Term(first), IntervalExpr::Term(second)] = parts
        && !within_reach(at.term(*first, window), at.term(*second, window), distance)
    {
        return Vec::new();
    }
    let lists: Vec<Vec<Interval>> = parts.iter().map(|part| part.intervals(at, window)).collect();
    if ordered { in_order(&lists, distance) } else { in_any_order(&lists, distance) }
}

/// True if a position of the first term has one of the second within the distance, on either side.
fn within_reach(first: &[u32], second: &[u32], distance: u32) -> bool {
    let reach = distance.saturating_add(1);
    let mut others = second.iter().copied().peekable();
    first.iter().any(|place| {
        while others.next_if(|other| other.saturating_add(reach) < *place).is_some() {}
        others.peek().is_some_and(|other| *other <= place.saturating_add(reach))
    })
}

/// Longest runs of intervals with at most `distance` words between one and the next that contain
/// all parts.
fn in_any_order(lists: &[Vec<Interval>], distance: u32) -> Vec<NearMatch> {
    let mut all: Vec<(Interval, usize)> = Vec::new();
    for (part, list) in lists.iter().enumerate() {
        all.extend(list.iter().map(|interval| (*interval, part)));
    }
    all.sort_unstable();
    let mut groups = Vec::new();
    let mut start = 0;
    while start < all.len() {
        let mut end = start + 1;
        let mut last = all[start].0.1;
        while end < all.len() && all[end].0.0 <= last.saturating_add(distance).saturating_add(1) {
            last = last.max(all[end].0.1);
            end += 1;
        }
        let run = &all[start..end];
        let mut places: Vec<Interval> = run.iter().map(|(interval, _)| *interval).collect();
        places.dedup();
        let complete = (0..lists.len()).all(|part| run.iter().any(|(_, other)| *other == part));
        if complete && places.len() >= lists.len() {
            let near =
                |a: Interval, b: Interval| b.0 <= a.1.saturating_add(distance).saturating_add(1);
            let kept = run.iter().enumerate().filter(|(at, (interval, part))| {
                let after = run[at + 1..].iter().take_while(|(next, _)| near(*interval, *next));
                let before =
                    run[..*at].iter().rev().take(64).filter(|(other, _)| near(*other, *interval));
                after.chain(before).any(|(other, p)| p != part && other != interval)
            });
            let members = kept.map(|(_, (interval, part))| (*part, *interval)).collect();
            groups.push(NearMatch { interval: (run[0].0.0, last), members });
        }
        start = end;
    }
    groups
}

/// One interval of each part in order, with at most `distance` words between one and the next.
fn in_order(lists: &[Vec<Interval>], distance: u32) -> Vec<NearMatch> {
    let reach = distance.saturating_add(1);
    // Forward: what can be reached; backward: what leads to the end. The lists are in ascending
    // order of their starts, and one look-up tells what lies within reach.
    let mut kept: Vec<Vec<Interval>> = Vec::with_capacity(lists.len());
    for list in lists {
        let Some(before) = kept.last() else {
            kept.push(list.clone());
            continue;
        };
        let mut ends: Vec<u32> = before.iter().map(|interval| interval.1).collect();
        ends.sort_unstable();
        let reached = |interval: &&Interval| {
            let first = ends.partition_point(|end| end.saturating_add(reach) < interval.0);
            ends.get(first).is_some_and(|end| *end < interval.0)
        };
        let reached: Vec<Interval> = list.iter().filter(reached).copied().collect();
        kept.push(reached);
    }
    let next_of = |list: &[Interval], end: u32| {
        let next = list.get(list.partition_point(|next| next.0 <= end)).copied();
        next.filter(|next| next.0 <= end.saturating_add(reach))
    };
    for part in (0..lists.len().saturating_sub(1)).rev() {
        let (before, after) = kept.split_at_mut(part + 1);
        before[part].retain(|interval| next_of(&after[0], interval.1).is_some());
    }
    let mut groups = Vec::new();
    for first in kept.first().map_or(&[][..], Vec::as_slice) {
        let mut members = vec![(0, *first)];
        let mut at = *first;
        for (part, list) in kept.iter().enumerate().skip(1) {
            let Some(next) = next_of(list, at.1) else { break };
            members.push((part, next));
            at = next;
        }
        if members.len() == lists.len() {
            groups.push(NearMatch { interval: (first.0, at.1), members });
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(terms: &[&[u32]]) -> TermPositions {
        TermPositions {
            terms: terms.iter().map(|term| term.to_vec()).collect(),
            sentences: vec![(0, 4), (5, 9)],
            paragraphs: vec![(0, 9)],
            ..TermPositions::default()
        }
    }

    fn near(distance: u32, ordered: bool) -> IntervalExpr {
        IntervalExpr::Near {
            parts: vec![IntervalExpr::Term(0), IntervalExpr::Term(1)],
            distance,
            ordered,
        }
    }

    #[test]
    fn nearness_counts_the_words_between() {
        let at = positions(&[&[3, 20], &[0, 9]]);
        assert!(near(2, false).matches(&at, WHOLE_TEXT));
        assert!(!near(1, false).matches(&at, WHOLE_TEXT));
        assert!(!near(4, true).matches(&at, WHOLE_TEXT));
        assert!(near(5, true).matches(&at, WHOLE_TEXT));
        let mut spots = near(2, false).highlights(&at, WHOLE_TEXT);
        spots.sort_unstable();
        assert_eq!(spots, [(0, 0), (3, 3)]);
        // A word is not near itself.
        let same = positions(&[&[3], &[3]]);
        assert!(!near(5, false).matches(&same, WHOLE_TEXT));
    }

    #[test]
    fn phrases_and_what_stands_within() {
        let at = positions(&[&[1, 5], &[2, 8]]);
        assert_eq!(IntervalExpr::Phrase(vec![0, 1]).highlights(&at, WHOLE_TEXT), [(1, 2)]);
        let both = Box::new(IntervalExpr::And(vec![IntervalExpr::Term(0), IntervalExpr::Term(1)]));
        assert_eq!(IntervalExpr::Within(Scope::Sentence, both.clone()).count(&at), 4);
        assert!(IntervalExpr::Within(Scope::First(3), both.clone()).matches(&at, WHOLE_TEXT));
        assert!(!IntervalExpr::Within(Scope::First(2), both).matches(&at, WHOLE_TEXT));
        let without = IntervalExpr::And(vec![
            IntervalExpr::Term(0),
            IntervalExpr::Not(Box::new(IntervalExpr::Term(1))),
        ]);
        assert!(
            !IntervalExpr::Within(Scope::Sentence, Box::new(without.clone()))
                .matches(&at, WHOLE_TEXT)
        );
        assert_eq!(
            IntervalExpr::Within(Scope::Sentence, Box::new(without)).relaxed(),
            Some(IntervalExpr::Term(0))
        );
    }
}
