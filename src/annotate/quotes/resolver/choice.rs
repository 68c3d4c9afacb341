//! The choice among all who can be meant.

use crate::annotate::quotes::discourse::{Discourse, Referent, ReferentIndex};
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::resolver::features::{self, FeatureValues, Field};
use crate::annotate::quotes::resolver::model::UNIT;
use crate::annotate::quotes::resolver::question::Question;
use crate::annotate::quotes::resolver::trace::{CandidateRecord, DecisionRecord};

/// Least lead over whom the rules take with which another is taken.
const OVERRULE: i32 = UNIT / 2;
/// Largest margin of a choice.
const MAX_MARGIN: f32 = 9.0;

/// Outcome of a choice.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Referent chosen; `None` for nobody that is known.
    pub referent: Option<ReferentIndex>,
    /// Distance of its score to that of the second best, in logarithms of odds.
    pub margin: f32,
}

/// Returns the likeliest of those recent referents that `admits` admits, and of nobody that is
/// known.
pub fn decide(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    question: &Question<'_>,
    admits: impl Fn(&Referent) -> bool,
) -> Decision {
    let mut candidates: Vec<ReferentIndex> = discourse
        .recent()
        .rev()
        .filter(|(_, referent)| admits(referent))
        .map(|(index, _)| index)
        .collect();
    let ruled = question.ruled.map(|(index, _)| index);
    for index in question.rules.iter().chain([&ruled]).flatten() {
        if !candidates.contains(index) {
            candidates.push(*index);
        }
    }
    let field = Field::new(context, discourse, &candidates, question.sentence);
    let model = context.resolver();
    let mut scored: Vec<(i32, FeatureValues)> = Vec::with_capacity(candidates.len() + 1);
    for (order, index) in candidates.iter().enumerate() {
        let values = features::of_candidate(context, discourse, (&field, order), question, *index);
        scored.push((model.score(question.kind, values.as_slice()), values));
    }
    let nobody = features::of_nobody(&field, question);
    scored.push((model.score(question.kind, nobody.as_slice()), nobody));

    let ruled_at = ruled.and_then(|ruled| candidates.iter().position(|index| *index == ruled));
    let ruled_at = ruled_at.unwrap_or(candidates.len());
    let (mut best, mut second) = (0, i32::MIN / 2);
    for (at, (score, _)) in scored.iter().enumerate().skip(1) {
        if *score > scored[best].0 {
            second = scored[best].0;
            best = at;
        } else {
            second = second.max(*score);
        }
    }
    if scored[best].0 - scored[ruled_at].0 < OVERRULE {
        second = if best == ruled_at { second } else { scored[best].0 };
        best = ruled_at;
    }
    let difference = scored[best].0.saturating_sub(second).max(0) as f32 / UNIT as f32;
    let mut decision =
        Decision { referent: candidates.get(best).copied(), margin: difference.min(MAX_MARGIN) };
    if model.leaves_it_to_rules() {
        best = ruled_at;
        decision = Decision {
            referent: ruled,
            margin: question.ruled.map_or(MAX_MARGIN, |(_, margin)| margin),
        };
    }
    record(discourse, question, (&candidates, &scored), (ruled_at, best));
    decision
}

/// Records a decision if a trainer watches.
fn record(
    discourse: &mut Discourse,
    question: &Question<'_>,
    (candidates, scored): (&[ReferentIndex], &[(i32, FeatureValues)]),
    (ruled, chosen): (usize, usize),
) {
    let Some(mut trace) = discourse.trace.take() else { return };
    let named = |at: usize| candidates.get(at).map(|i| discourse.referent(*i).name.clone());
    let candidates = scored
        .iter()
        .enumerate()
        .map(|(at, (_, values))| CandidateRecord {
            name: named(at),
            features: values.as_slice().to_vec(),
        })
        .collect();
    let (key, kind) = (question.key, question.kind);
    trace.decisions.push(DecisionRecord { key, kind, candidates, ruled, chosen });
    discourse.trace = Some(trace);
}
