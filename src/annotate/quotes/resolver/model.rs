//! The weights of the learned resolver, as a text file beside the code.
//!
//! A line for each value of a feature: the feature's name, the value, and a weight for each kind of
//! words, in [`UNIT`]s. Lines that are missing weigh nothing; lines that begin with `#` are for
//! people. The program `train_resolver` writes the file.

use std::fmt::Write;
use std::sync::LazyLock;

use crate::annotate::quotes::resolver::kind::{KINDS, ReferenceKind};

/// Name and number of values of a feature.
pub type FeatureShape = (&'static str, u16);

/// Parts into which a unit of the logarithm of the odds is cut.
pub const UNIT: i32 = 256;

/// Features of a candidate, by the order of [`Feature`].
pub const FEATURES: &[FeatureShape] = &[
    ("seen", 8),
    ("subject", 8),
    ("spoke", 8),
    ("paragraphs", 4),
    ("subject-paragraphs", 5),
    ("order", 5),
    ("latest", 4),
    ("last-speaker", 3),
    ("count", 6),
    ("so-far", 5),
    ("speeches", 4),
    ("main", 2),
    ("first", 2),
    ("sort", 10),
    ("gender", 3),
    ("alone", 3),
    ("ruled", 5),
    ("rule", 5),
    ("called", 6),
    ("named-so", 8),
    ("owned", 2),
    ("bare-sort", 20),
    ("turn", 6),
    ("own-subject", 4),
    ("pause", 5),
    ("said-in-pause", 10),
    ("nobody", 2),
    ("nobody-of", 5),
    ("nobody-near", 4),
    ("nobody-shape", 8),
    ("nobody-turn", 8),
    ("seen-subject", 16),
    ("first-named", 4),
    ("within", 2),
    ("voice", 30),
    ("colon", 20),
    ("new-seen", 20),
    ("spoke-pause", 16),
    ("nobody-voice", 3),
    ("chain", 9),
    ("place", 9),
];

/// Feature of a candidate.
#[derive(Clone, Copy, Debug)]
pub enum Feature {
    /// Sentences since it was seen.
    Seen,
    /// Sentences since it was the subject.
    Subject,
    /// Sentences since it spoke.
    Spoke,
    /// Paragraphs since it was seen.
    Paragraphs,
    /// Paragraphs since it was the subject.
    SubjectParagraphs,
    /// Number of candidates seen later.
    Order,
    /// Latest subject of the candidates, latest speaker of them.
    Latest,
    /// The last speaker of the article, in this sentence or the one before.
    LastSpeaker,
    /// Times that the article names it.
    Count,
    /// Times that it was spoken of so far.
    SoFar,
    /// Times that it spoke so far.
    Speeches,
    /// Named most often of the candidates.
    Main,
    /// First named of the candidates.
    First,
    /// Kind of referent, and of its name.
    Sort,
    /// Gender known and right, or not known.
    Gender,
    /// The only candidate, or the only one near.
    Alone,
    /// Taken by the rules, by their margin.
    Ruled,
    /// Rule for common nouns that takes it.
    Rule,
    /// Called by the noun elsewhere in the article.
    Called,
    /// The name contains the noun, or the words before it; of somebody unnamed.
    NamedSo,
    /// Somebody's somebody.
    Owned,
    /// Kind of referent, for a noun with an article and nothing else.
    BareSort,
    /// Takes its turn, or goes on in the paragraph.
    Turn,
    /// Subject of the quotation's own sentence.
    OwnSubject,
    /// Paragraphs between what it said and the quotation.
    Pause,
    /// Pause, and mentions of it since.
    SaidInPause,
    /// Nobody that is known; taken by the rules.
    Nobody,
    /// Nobody, by the number of candidates.
    NobodyOf,
    /// Nobody, by the number of candidates near.
    NobodyNear,
    /// Nobody, by the shape of the words.
    NobodyShape,
    /// Nobody, by the turn.
    NobodyTurn,
    /// Sentences since it was seen and since it was the subject.
    SeenSubject,
    /// First named in the article.
    FirstNamed,
    /// Named within the quotation.
    Within,
    /// First person of the quotation, and kind of referent.
    Voice,
    /// Kind of referent that was seen just before a colon.
    Colon,
    /// Times that it was spoken of so far, and sentences since.
    NewSeen,
    /// Sentences and paragraphs since it spoke.
    SpokePause,
    /// Nobody, by the first person of the quotation.
    NobodyVoice,
    /// Somebody unnamed whose words hold the noun, who is told of in several words, for a noun that
    /// stands alone.
    Chain,
    /// Place of the pronoun, and of the referent in the same sentence.
    Place,
}

/// First number of each feature's values; the last is the number of all.
const BASES: [u16; FEATURES.len() + 1] = {
    let mut bases = [0; FEATURES.len() + 1];
    let mut at = 0;
    while at < FEATURES.len() {
        bases[at + 1] = bases[at] + FEATURES[at].1;
        at += 1;
    }
    bases
};

/// Number of values of all features.
pub const VALUES: usize = BASES[FEATURES.len()] as usize;

impl Feature {
    /// Number of a value of the feature; values beyond the last count as the last.
    pub fn value(self, value: usize) -> u16 {
        let at = self as usize;
        BASES[at] + (value as u16).min(FEATURES[at].1 - 1)
    }
}

/// Weights of the learned resolver.
#[derive(Clone, Debug)]
pub struct ResolverModel {
    /// By kind of words, then by value of a feature.
    weights: Vec<[i32; VALUES]>,
    /// True if nobody but the rules decides.
    rules_alone: bool,
}

impl ResolverModel {
    /// Returns a model that leaves every decision to the rules.
    pub fn rules_alone() -> Self {
        Self { weights: vec![[0; VALUES]; KINDS], rules_alone: true }
    }

    /// Returns the model with these weights, by kind and value.
    pub fn new(weights: Vec<[i32; VALUES]>) -> Self {
        Self { weights, rules_alone: false }
    }

    /// Reads a file of weights. What it does not have weighs nothing.
    pub fn parse(file: &str) -> Self {
        let mut weights = vec![[0; VALUES]; KINDS];
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(at) = words.next().and_then(|w| FEATURES.iter().position(|f| f.0 == w)) else {
                continue;
            };
            let Some(value) = words.next().and_then(|w| w.parse::<u16>().ok()) else { continue };
            if value >= FEATURES[at].1 {
                continue;
            }
            let number = usize::from(BASES[at] + value);
            for (of_kind, weight) in weights.iter_mut().zip(words) {
                of_kind[number] = weight.parse().unwrap_or(0);
            }
        }
        Self::new(weights)
    }

    /// Writes the weights as a file reads them, without those that are nothing.
    pub fn file(&self) -> String {
        let mut out = String::new();
        for (at, (name, values)) in FEATURES.iter().enumerate() {
            for value in 0..*values {
                let number = usize::from(BASES[at] + value);
                if self.weights.iter().any(|of_kind| of_kind[number] != 0) {
                    let _ = write!(out, "{name} {value}");
                    for of_kind in &self.weights {
                        let _ = write!(out, " {}", of_kind[number]);
                    }
                    out.push('\n');
                }
            }
        }
        out
    }

    /// True if the rules decide alone.
    pub fn leaves_it_to_rules(&self) -> bool {
        self.rules_alone
    }

    /// Score of a candidate with these features, in [`UNIT`]s.
    pub fn score(&self, kind: ReferenceKind, features: &[u16]) -> i32 {
        let weights = &self.weights[kind as usize];
        features.iter().map(|feature| weights[usize::from(*feature)]).sum()
    }
}

/// The weights that are embedded in the program.
pub fn embedded() -> &'static ResolverModel {
    static MODEL: LazyLock<ResolverModel> =
        LazyLock::new(|| ResolverModel::parse(include_str!("weights.txt")));
    &MODEL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_weights_is_read_as_it_was_written() {
        let file = embedded().file();
        assert_eq!(ResolverModel::parse(&file).file(), file);
    }

    #[test]
    fn lines_that_are_no_weights_weigh_nothing() {
        let model = ResolverModel::parse("# seen 0 5\nsung 0 7\nseen 8 9\nseen\nseen 1 4");
        assert_eq!(model.file(), "seen 1 4 0 0 0 0 0 0 0 0\n");
        let kind = ReferenceKind::HeOrShe;
        let features = [Feature::Seen.value(1), Feature::Subject.value(99)];
        assert_eq!(model.score(kind, &features), 4);
    }

    #[test]
    fn features_have_a_shape_each() {
        assert_eq!(Feature::Place as usize, FEATURES.len() - 1);
    }
}
