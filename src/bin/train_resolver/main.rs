//! Trains the attribution of quotations: `train_resolver GOLD SOURCE [PREDICTIONS [SET …]]`, where
//! GOLD is the folder of `wikinews_train.jsonl` and `open_news_train.jsonl`, and SOURCE is
//! `src/annotate/quotes`. Writes `resolver/weights.txt` and `confidence.txt` there, the same bytes
//! each time; build again to have them in the program.
//!
//! The resolver is learned first, in two rounds: from the decisions that the rules meet, then from
//! those that the first round's model meets. The confidence is fitted on what models say of
//! articles that they were not trained on. Figures by cross-validation (ten parts, by article) are
//! printed; PREDICTIONS is a folder for what was said of the articles left out, for
//! `score_quotes.py`, and for what the new models say of further sets of GOLD.
// A program of its own whose figures are its output.
#![allow(clippy::print_stdout)]

mod articles;
mod calibration;
mod examples;
mod figures;
mod matching;
mod ranking;

use std::fs;
use std::path::Path;

use onrecord::annotate::training::quotes::{
    ConfidenceModel, Models, ResolverModel, Trace, attribute_watched, feature_names,
};
use onrecord::model::Quote;
use onrecord::text::Prose;

use crate::articles::{Article, read};
use crate::calibration::{Case, confidence_file, fit};
use crate::examples::{Example, cases, examples};
use crate::figures::{Figures, prediction};
use crate::ranking::train;

/// Sets to learn from.
const SETS: &[&str] = &["wikinews_train", "open_news_train"];
/// Parts of the cross-validation.
const PARTS: usize = 10;
/// Lines at the head of both files of weights.
const HEAD: &str =
    "# Made by train_resolver from wikinews_train and open_news_train; see CREDITS.md.\n";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (gold, source, predictions) = match &arguments[..] {
        [gold, source] => (Path::new(gold), Path::new(source), None),
        [gold, source, predictions, ..] => {
            (Path::new(gold), Path::new(source), Some(Path::new(predictions)))
        }
        _ => anyhow::bail!("usage: train_resolver GOLD SOURCE [PREDICTIONS [SET …]]"),
    };
    let mut articles = Vec::new();
    for set in SETS {
        articles.extend(read(set, &fs::read_to_string(gold.join(format!("{set}.jsonl")))?)?);
    }
    let confidence = ConfidenceModel::parse("", feature_names());

    let mut figures = Figures::new(SETS);
    let mut told: Vec<Vec<Case>> = vec![Vec::new(); articles.len()];
    let mut resolvers = Vec::new();
    for part in 0..PARTS {
        let resolver = resolver_of(&articles, |at| at % PARTS != part, &confidence);
        for (at, article) in left_out(&articles, part) {
            let (_, trace) =
                watch(article, Models { resolver: &resolver, confidence: &confidence });
            figures.add_decisions(article, &trace);
            told[at] = cases(article, &trace);
        }
        resolvers.push(resolver);
    }
    figures.print_decisions();

    let all: Vec<&Case> = told.iter().flatten().collect();
    let confidence_text = format!("{HEAD}{}", confidence_file(fit(&all)));
    for (part, resolver) in resolvers.iter().enumerate() {
        let others: Vec<&Case> = told
            .iter()
            .enumerate()
            .filter(|(at, _)| at % PARTS != part)
            .flat_map(|o| o.1)
            .collect();
        let fitted = ConfidenceModel::parse(&confidence_file(fit(&others)), feature_names());
        for (at, article) in left_out(&articles, part) {
            let (quotes, trace) = watch(article, Models { resolver, confidence: &fitted });
            figures.add_quotes(article, &quotes, &trace);
            figures.add_prediction(at, article, prediction(article, &quotes));
        }
    }
    figures.print_quotes();
    if let Some(predictions) = predictions {
        figures.write_predictions(predictions)?;
    }

    let resolver = resolver_of(&articles, |_| true, &confidence);
    fs::write(source.join("resolver/weights.txt"), format!("{HEAD}{}", resolver.file()))?;
    fs::write(source.join("confidence.txt"), &confidence_text)?;
    let confidence = ConfidenceModel::parse(&confidence_text, feature_names());
    let models = Models { resolver: &resolver, confidence: &confidence };
    for set in arguments.iter().skip(3) {
        let text = fs::read_to_string(gold.join(format!("{set}.jsonl")))?;
        let lines: Vec<String> = read(set, &text)?
            .iter()
            .map(|article| prediction(article, &watch(article, models).0) + "\n")
            .collect();
        if let Some(predictions) = predictions {
            fs::write(predictions.join(format!("{set}.jsonl")), lines.concat())?;
        }
    }
    Ok(())
}

/// Articles of one part, with their numbers.
fn left_out(articles: &[Article], part: usize) -> impl Iterator<Item = (usize, &Article)> {
    articles.iter().enumerate().filter(move |(at, _)| at % PARTS == part)
}

/// Returns the resolver that is learned from the articles of these numbers.
fn resolver_of(
    articles: &[Article],
    is_learned: impl Fn(usize) -> bool,
    confidence: &ConfidenceModel,
) -> ResolverModel {
    let met_by = |resolver: &ResolverModel| -> Vec<Example> {
        let learned = articles.iter().enumerate().filter(|(at, _)| is_learned(*at));
        learned
            .flat_map(|(_, article)| {
                let (_, trace) = watch(article, Models { resolver, confidence });
                examples(article, &trace)
            })
            .collect()
    };
    let mut met = met_by(&ResolverModel::rules_alone());
    let first = train(&met);
    met.extend(met_by(&first));
    train(&met)
}

/// Returns the quotations of an article, and how their speakers were found.
fn watch(article: &Article, models: Models<'_>) -> (Vec<Quote>, Trace) {
    attribute_watched(&Prose::new(&article.text), &article.notes, models)
}
