//! Figures: the tagger, and what the grammar sees after the rules and the embedded tagger, by
//! what is to be told apart.

use onrecord::annotate::training::speech::{Choice, Pos, Tag, Tagger};

use crate::corpus::Sentence;

/// Share of the words that the lexicon leaves open which are tagged right, in percent.
pub fn accuracy(tagger: Tagger<'_>, sentences: &[Sentence]) -> f64 {
    let (mut right, mut all) = (0, 0);
    for sentence in sentences {
        tagger.tag(&sentence.words, |at, choice| {
            if !choice.is_only()
                && let Some(gold) = sentence.gold[at]
            {
                all += 1;
                right += i32::from(choice.tag == gold);
            }
        });
    }
    100.0 * f64::from(right) / f64::from(all.max(1))
}

/// Pairs of classes: a word counts that can be both by the lexicon, and is one of them.
const PAIRS: &[(Tag, Tag)] = &[
    (Tag::Finite, Tag::Noun),
    (Tag::Base, Tag::Noun),
    (Tag::Participle, Tag::Finite),
    (Tag::Base, Tag::Finite),
    (Tag::Ing, Tag::Noun),
    (Tag::Adjective, Tag::Noun),
    (Tag::Adjective, Tag::Adverb),
    (Tag::Participle, Tag::Adjective),
];

/// Prints how often rules and tagger choose right.
pub fn print(tagger: Tagger<'_>, sentences: &[Sentence]) {
    for (a, b) in PAIRS {
        let mut counts = Counts::default();
        each(tagger, sentences, |sentence, at, choice, gold| {
            let Some(set) = sentence.sets.get(at) else { return };
            let possible = set.contains(a.pos() | b.pos()) || set.contains(Pos::GUESSED);
            if possible && (gold == *a || gold == *b) {
                counts.add(sentence.ruled[at], choice, gold);
            }
        });
        counts.print(&format!("{a:?}/{b:?}"));
    }
}

fn each(
    tagger: Tagger<'_>,
    sentences: &[Sentence],
    mut see: impl FnMut(&Sentence, usize, Choice, Tag),
) {
    for sentence in sentences {
        tagger.tag(&sentence.words, |at, choice| {
            if let Some(gold) = sentence.gold[at]
                && !choice.is_only()
            {
                see(sentence, at, choice, gold);
            }
        });
    }
}

#[derive(Default)]
struct Counts {
    all: u32,
    right: u32,
    /// By the rules: only the right class is left, it is not among those left.
    ruled: (u32, u32),
}

impl Counts {
    fn add(&mut self, ruled: Pos, choice: Choice, gold: Tag) {
        let classes =
            Pos::NOUN | Pos::FINITE | Pos::BASE | Pos::ING | Pos::PART | Pos::ADJ | Pos::ADV;
        let right = choice.tag == gold;
        self.all += 1;
        self.right += u32::from(right);
        self.ruled.0 += u32::from(ruled & classes == gold.pos());
        self.ruled.1 += u32::from(!ruled.intersects(gold.pos()));
    }

    fn print(&self, name: &str) {
        let share = |n: u32| 100.0 * f64::from(n) / f64::from(self.all.max(1));
        println!(
            "{name:24} {:5} tagger {:5.1}  grammar: right alone {:5.1}, excluded {:5.1}",
            self.all,
            share(self.right),
            share(self.ruled.0),
            share(self.ruled.1)
        );
    }
}
