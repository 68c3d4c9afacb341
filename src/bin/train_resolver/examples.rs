//! Decisions and quotations, with what would have been right.

use onrecord::annotate::training::quotes::{DecisionRecord, KINDS, QuoteRecord, Trace};
use onrecord::model::Span;

use crate::articles::{Article, GoldQuote};
use crate::calibration::Case;
use crate::matching::{pairs, same_person};

/// Power by which a decision tells less among many of its kind in an article.
const CROWDING: f64 = 0.5;

/// Decision with the right candidates.
#[derive(Clone)]
pub struct Example {
    /// Kind of the words, by number.
    pub kind: usize,
    /// Features of each candidate.
    pub candidates: Vec<Vec<u16>>,
    /// True for the right ones.
    pub right: Vec<bool>,
    /// Candidate that the rules would take.
    pub ruled: usize,
    /// Candidate taken.
    pub chosen: usize,
    /// Weight: the more decisions of one kind an article holds, the less each tells.
    pub weight: f64,
}

/// Returns the quotations of the trace that are quotations indeed, with those marked by hand.
fn matched<'a>(article: &'a Article, trace: &'a Trace) -> Vec<(&'a GoldQuote, usize)> {
    let gold: Vec<Span> = article.quotes.iter().map(|quote| quote.span).collect();
    let found: Vec<Span> = trace.quotes.iter().map(|quote| quote.span).collect();
    let pairs = pairs(&article.text, &gold, &found);
    pairs.into_iter().map(|(a, b)| (&article.quotes[a], b)).collect()
}

/// Returns the last decision about the speaker of a quotation.
fn decision_of(trace: &Trace, quote: &QuoteRecord) -> Option<usize> {
    let last = |key: Span| trace.decisions.iter().rposition(|decision| decision.key == key);
    last(quote.span).or_else(|| last(quote.mention?))
}

/// Returns the decisions of an article of which it is known what would have been right.
pub fn examples(article: &Article, trace: &Trace) -> Vec<Example> {
    let mut seen = vec![false; trace.decisions.len()];
    let mut found = Vec::new();
    for (gold, at) in matched(article, trace) {
        let Some(decision) = decision_of(trace, &trace.quotes[at]) else { continue };
        if std::mem::replace(&mut seen[decision], true) {
            continue;
        }
        found.extend(example(article, &trace.decisions[decision], gold));
    }
    for kind in 0..KINDS {
        let of_kind = found.iter().filter(|example| example.kind == kind).count();
        let weight = (of_kind as f64).powf(-CROWDING);
        found.iter_mut().filter(|e| e.kind == kind).for_each(|e| e.weight = weight);
    }
    found
}

/// Returns a decision with what would have been right; `None` if that is not known.
pub fn example(article: &Article, decision: &DecisionRecord, gold: &GoldQuote) -> Option<Example> {
    let canonical = match &gold.canonical {
        Some(name) => name.as_str(),
        None if gold.printed.is_none() => "",
        None => return None,
    };
    let mut right: Vec<bool> = decision
        .candidates
        .iter()
        .map(|candidate| match &candidate.name {
            Some(name) => same_person(canonical, name),
            None => same_person(canonical, decision.key.of(&article.text)),
        })
        .collect();
    if !right.contains(&true)
        && let Some(nobody) = right.last_mut()
    {
        *nobody = true;
    }
    Some(Example {
        kind: decision.kind as usize,
        candidates: decision.candidates.iter().map(|c| c.features.clone()).collect(),
        right,
        ruled: decision.ruled,
        chosen: decision.chosen,
        weight: 1.0,
    })
}

/// Returns the quotations of an article as cases for the confidence.
pub fn cases(article: &Article, trace: &Trace) -> Vec<Case> {
    let mut gold = vec![None; trace.quotes.len()];
    for (marked, at) in matched(article, trace) {
        gold[at] = Some(marked);
    }
    trace
        .quotes
        .iter()
        .zip(gold)
        .map(|(quote, gold)| {
            let spoken = gold.is_some_and(|g| g.canonical.is_some() || g.printed.is_some());
            let right = gold.is_some_and(|gold| is_right(article, gold, quote));
            Case { features: quote.features.clone(), right, named: spoken.then_some(right) }
        })
        .collect()
}

/// True if the quotation has the right speaker.
fn is_right(article: &Article, gold: &GoldQuote, quote: &QuoteRecord) -> bool {
    let Some(name) = gold.canonical.as_ref().or(gold.printed.as_ref()) else {
        return quote.speaker.is_none();
    };
    let printed = || quote.mention.map(|mention| mention.of(&article.text));
    quote.speaker.as_deref().or_else(printed).is_some_and(|speaker| same_person(name, speaker))
}
