//! Trains the part-of-speech tagger of the narration: `train_tagger DIRECTORY OUT`, where DIRECTORY
//! holds `gum_train.tsv`, `gum_dev.tsv` and `gum_test.tsv` of the grammar data (a token a line:
//! number, form, lemma, UPOS, XPOS, head, relation). OUT is the table of weights,
//! `src/annotate/quotes/tagger/weights.bin`. The same files give the same bytes.
// A program of its own whose figures are its output.
#![allow(clippy::print_stdout)]

mod corpus;
mod perceptron;
mod score;

use std::fs;
use std::path::Path;

use onrecord::annotate::training::speech::Tagger;

use crate::perceptron::Perceptron;

/// Passes over the sentences.
const EPOCHS: usize = 6;
/// Points of the table for a weight of one.
const SCALE: i64 = 16;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, out] = &arguments[..] else {
        anyhow::bail!("usage: train_tagger DIRECTORY OUT");
    };
    let directory = Path::new(directory);
    let read = |part: &str| -> anyhow::Result<_> {
        let file = fs::read_to_string(directory.join(format!("gum_{part}.tsv")))?;
        Ok(corpus::read(&file))
    };
    let (train, dev, test) = (read("train")?, read("dev")?, read("test")?);
    let mut perceptron = Perceptron::new();
    let mut order: Vec<usize> = (0..train.len()).collect();
    for epoch in 1..=EPOCHS {
        shuffle(&mut order, epoch as u64);
        let wrong = perceptron.pass(&train, &order);
        let table = perceptron.table(SCALE);
        let Some(tagger) = Tagger::new(&table) else { anyhow::bail!("no table") };
        println!("epoch {epoch}: {wrong} wrong, dev {:.2}", score::accuracy(tagger, &dev));
    }
    let table = perceptron.table(SCALE);
    fs::write(out, &table)?;
    let Some(tagger) = Tagger::new(&table) else { anyhow::bail!("no table") };
    for (name, part) in [("dev", &dev), ("test", &test)] {
        println!("{name}: {:.2}", score::accuracy(tagger, part));
        score::print(tagger, part);
    }
    Ok(())
}

/// Shuffles (Fisher and Yates), by a linear congruential generator.
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed;
    for at in (1..order.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, ((state >> 33) % (at as u64 + 1)) as usize);
    }
}
