//! Figures by cross-validation.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use onrecord::annotate::training::quotes::{KIND_NAMES, Trace};
use onrecord::model::{Quote, ResolutionMethod, Span};
use onrecord::text::CharOffsets;
use serde_json::json;

use crate::articles::Article;
use crate::examples::examples;
use crate::matching::{pairs, same_person};

/// Quotations of one sort: all, with the right name, with a wrong one.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: u32,
    right: u32,
    wrong: u32,
    /// Not told, but right.
    would: u32,
}

/// Confidences of one tenth: their number, their sum, and how many are right.
#[derive(Clone, Copy, Default)]
struct Tenth {
    all: u32,
    told: f64,
    right: u32,
}

/// Figures of all sets.
pub struct Figures {
    sets: &'static [&'static str],
    /// By set and kind: decisions, right by the rules, right by the model.
    decisions: BTreeMap<(String, usize), [u32; 3]>,
    /// By set and way to the name.
    quotes: BTreeMap<(String, &'static str), Tally>,
    tenths: BTreeMap<(String, usize), Tenth>,
    predictions: BTreeMap<(String, usize), String>,
}

impl Figures {
    /// Returns figures without any.
    pub fn new(sets: &'static [&'static str]) -> Self {
        Self {
            sets,
            decisions: BTreeMap::new(),
            quotes: BTreeMap::new(),
            tenths: BTreeMap::new(),
            predictions: BTreeMap::new(),
        }
    }

    /// Adds the decisions of an article.
    pub fn add_decisions(&mut self, article: &Article, trace: &Trace) {
        for example in examples(article, trace) {
            let counts = self.decisions.entry((article.set.clone(), example.kind)).or_default();
            counts[0] += 1;
            counts[1] += u32::from(example.right[example.ruled]);
            counts[2] += u32::from(example.right[example.chosen]);
        }
    }

    /// Prints the decisions.
    pub fn print_decisions(&self) {
        println!("decisions: all, right by the rules alone, right by the model");
        for ((set, kind), [all, ruled, right]) in &self.decisions {
            println!("{set:16} {:14} {all:5} {ruled:5} {right:5}", KIND_NAMES[*kind]);
        }
        let sum = |at: usize| self.decisions.values().map(|c| c[at]).sum::<u32>();
        println!("all {} {} {}", sum(0), sum(1), sum(2));
    }

    /// Adds the quotations of an article.
    pub fn add_quotes(&mut self, article: &Article, quotes: &[Quote], trace: &Trace) {
        let gold: Vec<Span> = article.quotes.iter().map(|quote| quote.span).collect();
        let found: Vec<Span> = quotes.iter().map(|quote| quote.span).collect();
        let mut right = vec![false; quotes.len()];
        for (a, b) in pairs(&article.text, &gold, &found) {
            let (marked, quote) = (&article.quotes[a], &quotes[b]);
            let name = marked.canonical.as_ref().or(marked.printed.as_ref());
            right[b] = match (name, quote.speaker()) {
                (Some(name), Some(speaker)) => same_person(name, speaker),
                (name, speaker) => name.is_none() && speaker.is_none(),
            };
            let tally = self.quotes.entry((article.set.clone(), way(quote, trace))).or_default();
            tally.all += 1;
            tally.right += u32::from(right[b]);
            tally.wrong += u32::from(!right[b] && quote.speaker().is_some());
            if quote.attribution.is_none() {
                let meant = trace.quotes.iter().find(|q| q.span == quote.span);
                let speaker = meant.and_then(|q| q.speaker.as_deref());
                let would = speaker.zip(name).is_some_and(|(s, n)| same_person(n, s));
                tally.would += u32::from(would);
            }
        }
        for (quote, right) in quotes.iter().zip(right) {
            let tenth = ((quote.confidence * 10.0) as usize).min(9);
            for set in [article.set.as_str(), "all"] {
                let tenth = self.tenths.entry((set.to_owned(), tenth)).or_default();
                tenth.all += 1;
                tenth.told += f64::from(quote.confidence);
                tenth.right += u32::from(right);
            }
        }
    }

    /// Prints the quotations.
    pub fn print_quotes(&self) {
        println!("quotations that were found: all, right name, wrong name, by the way to it");
        for ((set, way), tally) in &self.quotes {
            println!(
                "{set:16} {way:14} {:5} {:5} {:5} {:5}",
                tally.all, tally.right, tally.wrong, tally.would
            );
        }
        println!("confidence by tenths: all, told, true");
        for ((set, tenth), Tenth { all, told, right }) in &self.tenths {
            let share = |sum: f64| 100.0 * sum / f64::from(*all);
            let (told, right) = (share(*told), share(f64::from(*right)));
            println!("{set:16} .{tenth} {all:5} {told:5.1} {right:5.1}");
        }
    }

    /// Adds the line of predictions of an article, of this number.
    pub fn add_prediction(&mut self, number: usize, article: &Article, line: String) {
        self.predictions.insert((article.set.clone(), number), line);
    }

    /// Writes the lines of predictions, a file for each set.
    pub fn write_predictions(&self, directory: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(directory)?;
        for set in self.sets {
            let lines = self.predictions.iter().filter(|((of, _), _)| of == set);
            let lines: Vec<&str> = lines.map(|(_, line)| line.as_str()).collect();
            fs::write(directory.join(format!("{set}.jsonl")), lines.join("\n") + "\n")?;
        }
        Ok(())
    }
}

/// Returns the quotations of an article as a line of predictions.
pub fn prediction(article: &Article, quotes: &[Quote]) -> String {
    let text = article.text.as_str();
    let offsets = CharOffsets::new(text);
    let span = |span: Span| {
        let (start, end) = (offsets.of(span.start), offsets.of(span.end));
        json!({"start": start, "end": end, "text": span.of(text)})
    };
    let quotes: Vec<_> = quotes
        .iter()
        .map(|quote| {
            let mut line = span(quote.span);
            line["type"] = json!(quote.kind);
            line["speaker"] = json!(quote.attribution.as_ref().and_then(|a| a.mention).map(span));
            line["speaker_canonical"] = json!(quote.speaker());
            line["reached"] = json!(quote.attribution.as_ref().map(|a| a.reached));
            line["confidence"] = json!(quote.confidence);
            line
        })
        .collect();
    json!({"id": article.id, "quotes": quotes}).to_string()
}

/// Way in which a quotation's name was reached.
fn way(quote: &Quote, trace: &Trace) -> &'static str {
    let Some(attribution) = &quote.attribution else {
        let known = trace.quotes.iter().any(|q| q.span == quote.span && q.speaker.is_some());
        return if known { "not told" } else { "nobody" };
    };
    match attribution.reached {
        ResolutionMethod::Named => "named",
        ResolutionMethod::Surname => "surname",
        ResolutionMethod::Pronoun => "pronoun",
        ResolutionMethod::Title if attribution.entity.is_some() => "noun resolved",
        ResolutionMethod::Title => "noun",
        ResolutionMethod::CarriedOver => "carried over",
        ResolutionMethod::ByHand => "by hand",
    }
}
