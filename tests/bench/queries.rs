//! How fast questions are answered: 1,000 mixed queries in one warm process, and for words and
//! phrases tantivy alone on an index of the same bodies' stems, made for this, with the same ten
//! best and an exact count.
//!
//! The queries are made of the index's own articles, the same each time. `answer` is all that a
//! user gets: ranking, total, stored articles, passages with marks. `rank` is ids, scores and the
//! total, which is what tantivy is timed for.
//!
//! `cargo bench --bench queries -- INDEX`
//!
//! With `--ask FILE ROUNDS` it asks the queries of FILE, one a line, and prints for each the total
//! and the best of ROUNDS in milliseconds, for comparisons with other programs.

// A program of its own that prints its figures and stops at the first failure.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::search::{Articles, Question, parse_query};
use onrecord::text::{EnglishStems, Words};
use onrecord::{Archive, Overrides};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::WhitespaceTokenizer;
use tantivy::{Index as TantivyIndex, IndexWriter, TantivyDocument, Term};

/// A kind of query and how many there are of it among the thousand.
const KINDS: &[(&str, usize)] = &[
    ("word", 300),
    ("phrase", 200),
    ("two words", 150),
    ("word by speaker", 100),
    ("word in a year", 100),
    ("alternatives", 50),
    ("wildcard", 50),
    ("near", 50),
];

/// Words of the articles, at places spread over all of them: neighbours in the text, none of them a
/// short one.
fn pairs(archive: &Archive, wanted: usize) -> Vec<(String, String, String, i32)> {
    let all = Question { limit: usize::MAX, ..Question::default() };
    // Ids first and then the articles wanted: all of a large archive would not fit into memory.
    let ids = archive.ids(&all).unwrap().0;
    let step = (ids.len() / wanted).max(1);
    let mut pairs = Vec::new();
    for (number, (id, _)) in ids.iter().step_by(step).enumerate() {
        let Some(record) = archive.article(*id).unwrap() else { continue };
        let body = &record.article.body;
        let mut words = Vec::new();
        let mut scanner = Words::new(body);
        while let Some(word) = scanner.advance() {
            words.push(word.folded.to_owned());
        }
        let start = (number * 37) % words.len().max(1);
        let usable = |word: &String| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
        let found = (start..words.len().saturating_sub(1))
            .find(|at| usable(&words[*at]) && usable(&words[at + 1]));
        let speaker = record.notes.quotes.iter().find_map(|quote| quote.speaker());
        let speaker = speaker.and_then(|name| name.rsplit(' ').next()).unwrap_or("trump");
        let year = record.article.date.map_or(2020, |date| date.year());
        if let Some(at) = found {
            pairs.push((words[at].clone(), words[at + 1].clone(), speaker.to_owned(), year));
        }
    }
    pairs
}

/// tantivy alone: the stems of all bodies in one field with positions, nothing stored.
fn bare(archive: &Archive) -> (TantivyIndex, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let index = TantivyIndex::create_from_tempdir(schema.build()).unwrap();
    index.tokenizers().register("whitespace", WhitespaceTokenizer::default());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 200_000_000).unwrap();
    let stems = EnglishStems::default();
    let all = Question { limit: usize::MAX, ..Question::default() };
    for (id, _) in archive.ids(&all).unwrap().0 {
        let Some(record) = archive.article(id).unwrap() else { continue };
        let mut text = String::new();
        let mut words = Words::new(&record.article.body);
        while let Some(word) = words.advance() {
            text.push_str(&stems.stem(word.folded));
            text.push(' ');
        }
        let mut document = TantivyDocument::default();
        document.add_text(body, text);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    (index, body)
}

struct Times(Vec<Duration>);

impl Times {
    fn at(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let at = ((self.0.len() as f64 * share) as usize).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }
}

/// The best of three runs: what else the machine does is not to be measured.
fn time(mut run: impl FnMut()) -> Duration {
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(|_| once(&mut run)).min().unwrap()
}

/// The queries of a file, each asked so many times.
fn ask(archive: &Archive, file: &str, rounds: u32) {
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let question =
            Question { query: parse_query(line).unwrap().tree, limit: 10, ..Question::default() };
        let mut times = Times(Vec::new());
        let mut total = 0;
        for _ in 0..rounds.max(1) {
            let start = Instant::now();
            total = black_box(archive.search::<Articles>(&question).unwrap()).total;
            times.0.push(start.elapsed());
        }
        println!("{total}\t{:.4}", times.at(0.0));
    }
}

/// Question of a kind about two words, a speaker and a year.
fn question(
    kind: &str,
    (word, other): (&String, &String),
    speaker: &str,
    year: &impl std::fmt::Display,
) -> Question {
    let query = match kind {
        "word" => word.clone(),
        "phrase" => format!("\"{word} {other}\""),
        "two words" => format!("{word} {other}"),
        "word by speaker" => format!("{word} speaker:\"{speaker}\""),
        "word in a year" => format!("{word} date:{year}"),
        "alternatives" => format!("{word} OR {other}"),
        "wildcard" => format!("{}*", &word[..4]),
        _ => format!("{word} NEAR/5 {other}"),
    };
    Question { query: parse_query(&query).unwrap().tree, limit: 10, ..Question::default() }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (dir, asked) = match args[..] {
        [dir] => (dir, None),
        [dir, "--ask", file, rounds] => (dir, Some((file, rounds.parse().unwrap()))),
        _ => {
            println!("usage: queries INDEX [--ask FILE ROUNDS]");
            return;
        }
    };
    let archive = Archive::open(Path::new(dir), Overrides::default()).unwrap();
    if let Some((file, rounds)) = asked {
        ask(&archive, file, rounds);
        return;
    }
    compare(&archive);
}

/// Times questions of every kind, and words and phrases of them in tantivy alone.
fn compare(archive: &Archive) {
    let total: usize = KINDS.iter().map(|(_, count)| count).sum();
    let pairs = pairs(archive, total + total / 4);
    let stems = EnglishStems::default();
    let (bare_index, body) = bare(archive);
    let searcher = bare_index.reader().unwrap().searcher();
    let term = |word: &str| Term::from_field_text(body, &stems.stem(word));
    println!("{total} queries in milliseconds, the best of three runs each");
    println!(
        "{:<16} {:>5} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}",
        "kind", "n", "answer p50", "p99", "rank p50", "p99", "tantivy p50", "p99", "ratio"
    );
    let mut next = pairs.iter().cycle();
    let (mut all_answers, mut all_ranks, mut all_bare) =
        (Times(Vec::new()), Times(Vec::new()), Times(Vec::new()));
    let mut compared = Times(Vec::new());
    for (kind, count) in KINDS {
        let (mut answers, mut ranks, mut bare) =
            (Times(Vec::new()), Times(Vec::new()), Times(Vec::new()));
        for _ in 0..*count {
            let (word, other, speaker, year) = next.next().unwrap();
            let question = question(kind, (word, other), speaker, year);
            answers
                .0
                .push(time(|| drop(black_box(archive.search::<Articles>(&question).unwrap()))));
            ranks.0.push(time(|| drop(black_box(archive.ids(&question).unwrap()))));
            let alone: Option<Box<dyn Query>> = match *kind {
                "word" => Some(Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))),
                "phrase" => Some(Box::new(PhraseQuery::new(vec![term(word), term(other)]))),
                _ => None,
            };
            if let Some(alone) = alone {
                let collect = (TopDocs::with_limit(10).order_by_score(), Count);
                bare.0.push(time(|| drop(black_box(searcher.search(&alone, &collect).unwrap()))));
            }
        }
        let ratio = if bare.0.is_empty() {
            String::new()
        } else {
            format!("{:.2}", ranks.at(0.5) / bare.at(0.5))
        };
        println!(
            "{kind:<16} {count:>5} {:>9.3} {:>9.3} {:>9.3} {:>9.3} {:>9.3} {:>9.3} {ratio:>6}",
            answers.at(0.5),
            answers.at(0.99),
            ranks.at(0.5),
            ranks.at(0.99),
            bare.at(0.5),
            bare.at(0.99),
        );
        if !bare.0.is_empty() {
            compared.0.extend(&ranks.0);
        }
        all_answers.0.extend(answers.0);
        all_ranks.0.extend(ranks.0);
        all_bare.0.extend(bare.0);
    }
    println!(
        "{:<16} {total:>5} {:>9.3} {:>9.3} {:>9.3} {:>9.3}",
        "all",
        all_answers.at(0.5),
        all_answers.at(0.99),
        all_ranks.at(0.5),
        all_ranks.at(0.99),
    );
    println!(
        "words and phrases together: rank p50 {:.3}, tantivy p50 {:.3}, ratio {:.2}",
        compared.at(0.5),
        all_bare.at(0.5),
        compared.at(0.5) / all_bare.at(0.5),
    );
}
