//! Alignment of the words asked with the words found: the cheapest way to turn the first into a
//! part of the second.
//!
//! Word-level edit distance with affine gaps (Gotoh 1982), free at both ends of the text that
//! stands there, since people quote a part of what was said. Words equal but for their ending or a
//! slip of spelling cost less than others, common words less than rare ones; and a word found
//! elsewhere in the text is taken for moved, so that clauses in another order are still the same
//! saying.

use crate::search::verify::compared_word::{COMMON, ComparedWord, WordSimilarity, word_similarity};

/// Cost of another ending or a slip of spelling, as a share of the word's weight.
const OTHER_FORM: f32 = 0.35;
/// Cost of another word, as shares of the weights of the one asked and the one found: no more than
/// adding it would cost, so that words stand beside those they took the place of.
const OTHER_WORD: (f32, f32) = (0.8, 0.2);
/// Cost of the first word left out, as a share of its weight.
const GAP_OPEN: f32 = 0.6;
/// Cost of each further word left out, as a share of its weight: to leave out the middle of a
/// saying is one liberty and not many.
const GAP_EXTEND: f32 = 0.25;
/// Cost of a word that stands elsewhere, as a share of its weight.
const MOVED: f32 = 0.35;

/// Step of an alignment; indices into the words asked and the words found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditStep {
    /// Equal words.
    Same {
        /// Word asked.
        asked: usize,
        /// Word found.
        found: usize,
    },
    /// Another word, or another form of it.
    Changed {
        /// Word asked.
        asked: usize,
        /// Word found.
        found: usize,
    },
    /// Word that was asked only.
    Added {
        /// Word asked.
        asked: usize,
    },
    /// Word that was found only.
    Missing {
        /// Word found.
        found: usize,
    },
    /// Equal words at different places; the step stands where the archive has the word.
    Moved {
        /// Word asked.
        asked: usize,
        /// Word found.
        found: usize,
    },
}

impl EditStep {
    /// Word found that the step is about.
    pub fn found(self) -> Option<usize> {
        match self {
            Self::Same { found, .. }
            | Self::Changed { found, .. }
            | Self::Missing { found }
            | Self::Moved { found, .. } => Some(found),
            Self::Added { .. } => None,
        }
    }

    /// Word asked that the step is about.
    pub fn asked(self) -> Option<usize> {
        match self {
            Self::Same { asked, .. }
            | Self::Changed { asked, .. }
            | Self::Added { asked }
            | Self::Moved { asked, .. } => Some(asked),
            Self::Missing { .. } => None,
        }
    }
}

/// Alignment of the words asked with a part of those found.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Steps in the order of the words found.
    pub steps: Vec<EditStep>,
    /// Similarity from 0, nothing in common, to 1, word for word.
    pub similarity: f32,
}

impl Alignment {
    /// True if the words asked were found word for word.
    pub fn is_exact(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, EditStep::Same { .. }))
    }

    /// Number of words that differ, those left out and those moved counted half.
    pub fn differing(&self) -> f32 {
        let weight = |step: &EditStep| match step {
            EditStep::Same { .. } => 0.0,
            EditStep::Changed { .. } | EditStep::Added { .. } => 1.0,
            EditStep::Missing { .. } | EditStep::Moved { .. } => 0.5,
        };
        self.steps.iter().map(weight).sum()
    }

    /// Indices of the first and last word found that belong to the words asked.
    pub fn window(&self) -> Option<(usize, usize)> {
        let found = self.steps.iter().filter_map(|step| match *step {
            EditStep::Same { found, .. }
            | EditStep::Changed { found, .. }
            | EditStep::Moved { found, .. } => Some(found),
            _ => None,
        });
        found.clone().min().zip(found.max())
    }

    /// Number of places where words asked as one sentence stand in two of the archive, or in parts
    /// of an utterance between which another began.
    pub fn joins(&self, asked: &[ComparedWord], found: &[ComparedWord]) -> usize {
        let pair = |step: &EditStep| step.asked().zip(step.found());
        let pairs: Vec<(usize, usize)> = self.steps.iter().filter_map(pair).collect();
        let parted = |words: &[ComparedWord], from: usize, to: usize| {
            words[from.min(to) + 1..=from.max(to)].iter().any(|word| word.begins)
        };
        let joined = |pair: &&[(usize, usize)]| {
            let ((a, f), (next_a, next_f)) = (pair[0], pair[1]);
            parted(found, f, next_f) && !parted(asked, a, next_a)
        };
        pairs.windows(2).filter(joined).count()
    }

    /// Indices of the words asked that were found in some form.
    pub fn kept(&self, asked: &[ComparedWord], found: &[ComparedWord]) -> Vec<usize> {
        let kept = |step: &EditStep| match *step {
            EditStep::Same { asked, .. } | EditStep::Moved { asked, .. } => Some(asked),
            EditStep::Changed { asked: a, found: f } => {
                (word_similarity(&asked[a], &found[f]) != WordSimilarity::None).then_some(a)
            }
            _ => None,
        };
        self.steps.iter().filter_map(kept).collect()
    }
}

/// Aligns `asked` with the part of `found` that is cheapest to get from it.
pub fn align(asked: &[ComparedWord], found: &[ComparedWord]) -> Alignment {
    let (steps, cost) = gotoh(asked, found);
    let (steps, saved) = with_moves(&steps, asked, found);
    let all: f32 = asked.iter().map(|word| word.weight).sum();
    let similarity = if all > 0.0 { (1.0 - (cost - saved) / all).clamp(0.0, 1.0) } else { 0.0 };
    Alignment { steps, similarity }
}

/// Origin of a cell's cost, by which the cheapest path is traced back.
#[derive(Clone, Copy, PartialEq)]
enum Traceback {
    /// Beginning of the words asked.
    Start,
    /// Word asked beside a word found.
    Pair,
    /// Word asked only.
    Added,
    /// Word found only, at the end of a gap.
    Gap,
}

/// Cheapest alignment and its cost, by the algorithm of Gotoh (1982): three costs a cell (pair,
/// addition, gap), so that a gap's first word costs more than each further one.
fn gotoh(asked: &[ComparedWord], found: &[ComparedWord]) -> (Vec<EditStep>, f32) {
    let (rows, columns) = (asked.len() + 1, found.len() + 1);
    let mut from = vec![Traceback::Start; rows * columns];
    // Whether the gap that ends in a cell goes on from a gap before it.
    let mut goes_on = vec![false; rows * columns];
    let mut above = vec![0.0_f32; columns];
    let mut row = vec![0.0_f32; columns];
    for i in 1..rows {
        let word = &asked[i - 1];
        row[0] = above[0] + word.weight;
        from[i * columns] = Traceback::Added;
        let mut gap = f32::INFINITY;
        for j in 1..columns {
            let other = &found[j - 1];
            let pair = match word_similarity(word, other) {
                WordSimilarity::Equal => 0.0,
                WordSimilarity::Form => OTHER_FORM * word.weight.max(other.weight),
                WordSimilarity::None => OTHER_WORD.0 * word.weight + OTHER_WORD.1 * other.weight,
            };
            let at = i * columns + j;
            let opened = row[j - 1] + GAP_OPEN * other.weight;
            let further = gap + GAP_EXTEND * other.weight;
            goes_on[at] = further < opened;
            gap = opened.min(further);
            let paired = above[j - 1] + pair;
            let added = above[j] + word.weight;
            (row[j], from[at]) = if paired <= added && paired <= gap {
                (paired, Traceback::Pair)
            } else if added <= gap {
                (added, Traceback::Added)
            } else {
                (gap, Traceback::Gap)
            };
        }
        std::mem::swap(&mut above, &mut row);
    }
    // The first of equal ends: what was said first is what was meant.
    let mut j = 0;
    for column in 1..columns {
        if above[column] < above[j] {
            j = column;
        }
    }
    let cost = above[j];
    let mut steps = Vec::new();
    let mut i = rows - 1;
    let mut in_gap = false;
    while i > 0 {
        let at = i * columns + j;
        if in_gap || from[at] == Traceback::Gap {
            steps.push(EditStep::Missing { found: j - 1 });
            in_gap = goes_on[at];
            j -= 1;
        } else if from[at] == Traceback::Pair {
            (i, j) = (i - 1, j - 1);
            steps.push(if asked[i].folded == found[j].folded {
                EditStep::Same { asked: i, found: j }
            } else {
                EditStep::Changed { asked: i, found: j }
            });
        } else {
            i -= 1;
            steps.push(EditStep::Added { asked: i });
        }
    }
    steps.reverse();
    (steps, cost)
}

/// Steps with words that both have at different places as moved, and the cost that this saves.
fn with_moves(
    steps: &[EditStep],
    asked: &[ComparedWord],
    found: &[ComparedWord],
) -> (Vec<EditStep>, f32) {
    let mut of_asked: Vec<Option<usize>> = vec![None; asked.len()];
    let mut taken = vec![false; found.len()];
    let mut costs = vec![0.0_f32; asked.len()];
    for step in steps {
        match *step {
            EditStep::Same { found, .. } => taken[found] = true,
            EditStep::Changed { asked: a, found: f } => match word_similarity(&asked[a], &found[f])
            {
                WordSimilarity::None => costs[a] = OTHER_WORD.0 * asked[a].weight,
                _ => taken[f] = true,
            },
            EditStep::Added { asked: a } => costs[a] = asked[a].weight,
            EditStep::Missing { .. } | EditStep::Moved { .. } => {}
        }
    }
    // Not from anywhere in a speech, but from no farther off than what was asked is long.
    let near = {
        let same = (0..found.len()).filter(|at| taken[*at]);
        let first = same.clone().min().unwrap_or(0).saturating_sub(asked.len());
        first..same.max().map_or(0, |last| (last + asked.len() + 1).min(found.len()))
    };
    // A rare word first; then its neighbours come along, common ones too.
    for a in (0..asked.len()).filter(|a| costs[*a] > 0.0 && asked[*a].weight > COMMON) {
        if of_asked[a].is_some() {
            continue;
        }
        let free = |f: &usize| !taken[*f] && found[*f].folded == asked[a].folded;
        let Some(f) = near.clone().find(free) else { continue };
        for step in [1_isize, -1] {
            let (mut x, mut y) = (a as isize, f as isize);
            while let (Some(word), Some(other)) = (get(asked, x), get(found, y)) {
                let (at, there) = (x as usize, y as usize);
                let new = of_asked[at].is_none() && costs[at] > 0.0 && !taken[there];
                if !(new && word.folded == other.folded || (at, there) == (a, f)) {
                    break;
                }
                of_asked[at] = Some(there);
                taken[there] = true;
                (x, y) = (x + step, y + step);
            }
        }
    }
    let saved = |(a, moved): (usize, &Option<usize>)| {
        moved.map_or(0.0, |_| (costs[a] - MOVED * asked[a].weight).max(0.0))
    };
    let saved = of_asked.iter().enumerate().map(saved).sum();
    (place_moves(steps, &of_asked), saved)
}

/// Word at an index, which may lie outside.
fn get(words: &[ComparedWord], at: isize) -> Option<&ComparedWord> {
    usize::try_from(at).ok().and_then(|at| words.get(at))
}

/// Steps with moved words where the archive has them.
fn place_moves(steps: &[EditStep], moved: &[Option<usize>]) -> Vec<EditStep> {
    if moved.iter().all(Option::is_none) {
        return steps.to_vec();
    }
    let mut by_found: Vec<(usize, usize)> =
        moved.iter().enumerate().filter_map(|(a, f)| f.map(|f| (f, a))).collect();
    by_found.sort_unstable();
    let is_moved_to = |found: usize| by_found.binary_search_by_key(&found, |(f, _)| *f).is_ok();
    let mut out: Vec<EditStep> = Vec::with_capacity(steps.len() + by_found.len());
    for step in steps {
        match *step {
            EditStep::Changed { asked, found } if moved[asked].is_some() => {
                if !is_moved_to(found) {
                    out.push(EditStep::Missing { found });
                }
            }
            EditStep::Changed { asked, found } if is_moved_to(found) => {
                out.push(EditStep::Added { asked });
            }
            EditStep::Added { asked } if moved[asked].is_some() => {}
            EditStep::Missing { found } if is_moved_to(found) => {}
            step => out.push(step),
        }
    }
    // Each behind the last step that stands before it.
    for (found, asked) in by_found {
        let before = out.iter().rposition(|step| step.found().is_some_and(|at| at < found));
        out.insert(before.map_or(0, |at| at + 1), EditStep::Moved { asked, found });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::verify::compared_word::compared_words;
    use proptest::prelude::*;

    /// The saying with changes as git's word diff shows them; moved words in `<…>`.
    fn shown(asked: &str, found: &str) -> (String, f32) {
        let (a, f) = (compared_words(asked, 0), compared_words(found, 0));
        let alignment = align(&a, &f);
        (shown_steps(&alignment, &a, &f), alignment.similarity)
    }

    fn shown_steps(alignment: &Alignment, a: &[ComparedWord], f: &[ComparedWord]) -> String {
        let word = |step: &EditStep| match *step {
            EditStep::Same { found, .. } => f[found].folded.clone(),
            EditStep::Changed { asked, found } => {
                format!("[-{}-]{{+{}+}}", a[asked].folded, f[found].folded)
            }
            EditStep::Added { asked } => format!("[-{}-]", a[asked].folded),
            EditStep::Missing { found } => format!("{{+{}+}}", f[found].folded),
            EditStep::Moved { found, .. } => format!("<{}>", f[found].folded),
        };
        alignment.steps.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    fn check(asked: &str, found: &str, expected: &str, least: f32, most: f32) {
        let (words, similarity) = shown(asked, found);
        assert_eq!(words, expected, "{asked} / {found}");
        assert!((least..=most).contains(&similarity), "{asked} / {found}: {similarity}");
    }

    #[test]
    fn a_part_of_a_saying_word_for_word() {
        let found = "Well, “the ferry will sail at dawn”, whatever the wind";
        check("The ferry will sail at dawn.", found, "the ferry will sail at dawn", 1.0, 1.0);
        check("isn ’ t it", "It isn't it at all", "is n't it", 1.0, 1.0);
    }

    #[test]
    fn changes_are_told_word_by_word() {
        let found = "the ferry will sail at dawn whatever the wind";
        check(
            "the ferry will leave at dawn",
            found,
            "the ferry will [-leave-]{+sail+} at dawn",
            0.6,
            0.8,
        );
        check("the ferry will at dawn", found, "the ferry will {+sail+} at dawn", 0.6, 0.9);
        check(
            "the old ferry will sail at dawn",
            found,
            "the [-old-] ferry will sail at dawn",
            0.6,
            0.9,
        );
        check(
            "the fery sailed at dawn",
            found,
            "the [-fery-]{+ferry+} {+will+} [-sailed-]{+sail+} at dawn",
            0.6,
            0.9,
        );
    }

    #[test]
    fn clauses_in_another_order_are_the_same_saying() {
        let found = "because the harbour froze we shall carry the herring over land";
        let asked = "we shall carry the herring over land because the harbour froze";
        let (words, similarity) = shown(asked, found);
        assert!(words.contains("<harbour> <froze>") && !words.contains("[-"), "{words}");
        assert!(similarity > 0.6, "{similarity}");
    }

    #[test]
    fn what_is_left_out_in_the_middle_is_one_liberty() {
        let found = "we shall build the wall before the winter comes and the ice with it though \
                     money is short and nobody will thank us";
        let (_, similarity) = shown("we shall build the wall and nobody will thank us", found);
        assert!(similarity > 0.4, "{similarity}");
        let (_, other) = shown("the museum opens its doors to children on Sunday", found);
        assert!(other < 0.3, "{other}");
    }

    proptest! {
        #[test]
        fn every_word_asked_is_accounted_for_once(
            asked in "([a-d]{1,2} ){0,12}", found in "([a-d]{1,2} ){0,16}",
        ) {
            let (a, f) = (compared_words(&asked, 0), compared_words(&found, 0));
            let alignment = align(&a, &f);
            let (mut of_asked, mut of_found) = (vec![0; a.len()], vec![0; f.len()]);
            for step in &alignment.steps {
                match *step {
                    EditStep::Same { asked, found }
                    | EditStep::Changed { asked, found }
                    | EditStep::Moved { asked, found } => {
                        of_asked[asked] += 1;
                        of_found[found] += 1;
                    }
                    EditStep::Added { asked } => of_asked[asked] += 1,
                    EditStep::Missing { found } => of_found[found] += 1,
                }
            }
            prop_assert!(of_asked.iter().all(|times| *times == 1), "{:?}", alignment.steps);
            prop_assert!(of_found.iter().all(|times| *times <= 1), "{:?}", alignment.steps);
            prop_assert!((0.0..=1.0).contains(&alignment.similarity));
        }

        #[test]
        fn a_text_is_word_for_word_in_itself(
            text in "([a-d]{1,3} ){1,12}",
            before in "[a-d ]{0,9}",
        ) {
            let (a, f) = (compared_words(&text, 0), compared_words(&format!("{before} {text}"), 0));
            let alignment = align(&a, &f);
            prop_assert!(alignment.is_exact() && alignment.similarity > 0.999);
        }
    }
}
