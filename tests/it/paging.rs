//! Pages by cursor, and exports: each match once, as many as are counted.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sandbox::{Sandbox, invented, samples};

/// Questions of many kinds, on the sample archive.
const QUESTIONS: &[&[&str]] = &[
    &["the"],
    &["minister"],
    &["harbour"],
    &["\"central bank\""],
    &["tariff freeze", "--any"],
    &["ferry", "flood", "herring", "--any"],
    &["--from", "2000"],
    &["--from", "2019", "--to", "2025-06"],
    &["--to", "2100", "--loose-dates"],
    &["--speaker", "oskarsdal"],
    &["--speaker", "oskarsdal", "gas"],
    &["--person", "dravell"],
    &["--source", "wire"],
    &["--place", "kessing"],
    &["port -strike"],
    &["title:harb* OR speaker:oskarsdal"],
    &["(ferry OR gas) NEAR/5 price date:>=2000"],
    &["place:kessing -\"central bank\""],
    &["said", "--sort", "newest"],
    &["said", "--sort", "oldest"],
];

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(hits: &[Value]) -> Vec<String> {
    hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

/// The ids of all pages of four hits that match in full, and what the answers count: all, and
/// without copies.
fn pages(sandbox: &Sandbox, command: &str, question: &[&str]) -> (Vec<String>, u64, u64) {
    let mut paged: Vec<String> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut args = [&["--format", "json", command], question, &["-n", "4"]].concat();
        if let Some(cursor) = &cursor {
            args.extend(["--after", cursor]);
        }
        let ran = sandbox.run(&args);
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        let hits = answer["hits"].as_array().unwrap();
        let complete: Vec<Value> =
            hits.iter().filter(|hit| hit["complete"] == true).cloned().collect();
        paged.extend(ids(&complete));
        cursor = answer["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            let different: BTreeSet<&String> = paged.iter().collect();
            assert_eq!(different.len(), paged.len(), "{command} {question:?}");
            let count = |name: &str| answer[name].as_u64().unwrap();
            return (paged, count("total"), count("distinct"));
        }
    }
}

#[test]
fn paging_to_the_end_gives_each_match_once_and_exports_are_the_same() {
    let sandbox = Sandbox::with_samples();
    let wire = fs::read(samples().join("wire/2025/06/12/tariff-freeze-ends.txt")).unwrap();
    sandbox.write("again/tariff-freeze-ends.txt", wire);
    sandbox.index(&sandbox.news(), &["--quiet"]);
    let (mut checked, mut copies) = (0, 0);
    for question in QUESTIONS {
        for command in ["query", "quotes"] {
            // Copies are one hit, and what is counted without copies is paged through.
            let (folded, _, distinct) = pages(&sandbox, command, question);
            assert_eq!(folded.len() as u64, distinct, "{command} {question:?}");
            // Or each stands for itself.
            let unfolded = [question, &["--all-copies"][..]].concat();
            let (paged, total, same) = pages(&sandbox, command, &unfolded);
            assert_eq!((paged.len() as u64, total), (total, same), "{command} {question:?}");
            assert!(folded.iter().all(|id| paged.contains(id)), "{command} {question:?}");
            copies += total - distinct;
            // One page that holds all has the same order.
            let args = [&["--format", "json", command], &unfolded[..], &["-n", "100000"]].concat();
            let answer: Value = serde_json::from_str(&sandbox.run(&args).out).unwrap();
            assert_eq!(ids(answer["hits"].as_array().unwrap())[..paged.len()], paged);
            // And so has the export.
            let quotes: &[&str] = if command == "quotes" { &["--quotes"] } else { &[] };
            let args = [&["export"], *question, quotes].concat();
            let exported = sandbox.run(&args);
            assert_eq!(ids(&lines(&exported.out)), paged, "{args:?}");
            assert_eq!(exported.code, i32::from(total == 0));
            assert!(exported.err.starts_with(&format!("onrecord: {total} ")), "{}", exported.err);
            checked += 1;
        }
    }
    assert!(checked >= 34 && copies > 0, "{checked} {copies}");
}

#[test]
fn every_format_exports_as_many() {
    let sandbox = Sandbox::with_samples();
    for (quotes, question) in [(false, "said"), (true, "said"), (false, ""), (true, "xylophone")] {
        let mut base = vec!["export"];
        base.extend((!question.is_empty()).then_some(question));
        base.extend(quotes.then_some("--quotes"));
        let export = |format| sandbox.run(&[&base[..], &["--as", format]].concat()).out;
        let lines = export("jsonl");
        let total = lines.lines().count();
        // What somebody is said not to have said is not cited.
        let asserted = |line: &&str| !quotes || line.contains("\"mode\":\"asserted\"");
        let cited = lines.lines().filter(asserted).count();
        let csv = export("csv");
        let rows = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).count();
        let ris = export("ris");
        let csl: Vec<Value> = serde_json::from_str(&export("csl-json")).unwrap();
        let entries = export("bibtex").lines().filter(|line| line.starts_with("@article{")).count();
        let ends = ris.matches("\r\nER  - \r\n").count();
        assert_eq!((rows, ends, csl.len(), entries), (total, cited, cited, cited), "{base:?}");
        assert!(ris.split("\r\n").all(|line| line.is_empty() || &line[2..6] == "  - "), "{ris}");
        assert_eq!(total == 0, question == "xylophone");
    }
    let full = sandbox.run(&["export", "herring", "--full"]).out;
    assert!(lines(&full).iter().all(|article| article["text"].is_string()), "{full}");
    assert_eq!(sandbox.run(&["export", "--full", "--as", "csv"]).code, 2);
}

#[test]
fn pages_are_numbered_on_and_the_cursor_stands_beneath() {
    let sandbox = Sandbox::with_samples();
    let first = sandbox.run(&["quotes", "said", "-n", "2"]).out;
    let cursor = first.lines().find_map(|line| line.strip_prefix("next page: --after ")).unwrap();
    let second = sandbox.run(&["quotes", "said", "-n", "2", "--after", cursor]).out;
    assert!(second.starts_with("3. ") && second.contains(", 3 to 4 shown\n"), "{second}");
    // A limit of its own is no other question.
    assert_eq!(sandbox.run(&["quotes", "said", "-n", "1", "--after", cursor]).code, 0);
    let lines = sandbox.run(&["quotes", "said", "-n", "2", "--format", "jsonl"]);
    assert!(lines.err.contains(&format!("next page: --after {cursor}")), "{}", lines.err);
}

#[test]
fn cursors_that_do_not_fit_are_refused() {
    let sandbox = Sandbox::with_samples();
    let answer = sandbox.run(&["query", "said", "-n", "2", "--format", "json"]).out;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let cursor = answer["next"].as_str().unwrap();
    let refused = |args: &[&str], word: &str| {
        let start = Instant::now();
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
        assert!(start.elapsed() < Duration::from_secs(1), "{args:?}");
    };
    let long = "ab".repeat(50_000);
    let damaged = format!("{}0{}", &cursor[..40], &cursor[41..]);
    let damaged = if damaged == cursor { cursor.replacen('0', "1", 1) } else { damaged };
    for garbage in ["", "x", "zz", "é", "0", "00", &cursor[..cursor.len() - 2], &long, &damaged] {
        refused(&["query", "said", "--after", garbage], "no cursor");
    }
    let other = "another question";
    refused(&["query", "wrote", "--after", cursor], other);
    refused(&["quotes", "said", "--after", cursor], other);
    refused(&["query", "said", "--any", "--from", "2001", "--after", cursor], other);
    refused(&["query", "said", "--sort", "newest", "--after", cursor], other);
    refused(&["query", "said", "--offset", "1", "--after", cursor], "--offset");
    assert_eq!(sandbox.run(&["query", "said", "--after", cursor]).code, 0);
    // The index grows: places may have moved.
    sandbox.write("more.txt", invented(1));
    sandbox.index(&sandbox.news(), &[]);
    refused(&["query", "said", "--after", cursor], "has changed");
    // Another index.
    let elsewhere = Sandbox::new();
    elsewhere.write("a.txt", " date 2020-01-05 It was said.\n");
    elsewhere.index(&elsewhere.news(), &[]);
    let ran = elsewhere.run(&["query", "said", "--after", cursor]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is another or has changed"), "{}", ran.err);
}

#[test]
fn a_run_that_changes_nothing_leaves_cursors_good() {
    let sandbox = Sandbox::new();
    for number in 0..20 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &[]);
    let answer = sandbox.run(&["query", "spoke", "-n", "2", "--format", "json"]).out;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    sandbox.index(&sandbox.news(), &[]);
    let cursor = answer["next"].as_str().unwrap();
    assert_eq!(sandbox.run(&["query", "spoke", "-n", "2", "--after", cursor]).code, 0);
}

#[test]
fn citations_by_id() {
    let sandbox = Sandbox::with_samples();
    let ran = sandbox.run(&[
        "quotes",
        "--speaker",
        "oskarsdal",
        "crown",
        "--on",
        "2021-11",
        "--format",
        "json",
    ]);
    let hits: Value = serde_json::from_str(&ran.out).unwrap();
    let id = hits["hits"][0]["id"].as_str().unwrap();
    let text = sandbox.run(&["cite", id]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.starts_with("Marit Oskarsdal"), "{}", text.out);
    assert!(text.out.contains("“Tariffs will not rise by a single crown"), "{}", text.out);
    assert!(text.out.trim_end().ends_with(&format!("[{id}]")), "{}", text.out);
    let csl: Value =
        serde_json::from_str(&sandbox.run(&["cite", id, "--format", "json"]).out).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"][0][0], 2021);
    // What is dated by month only stays that, for an article too.
    let ran = sandbox.run(&["query", "--on", "2016-03", "--format", "json"]);
    let hits: Value = serde_json::from_str(&ran.out).unwrap();
    let article = hits["hits"][0]["id"].as_str().unwrap();
    assert!(sandbox.run(&["cite", article]).out.contains("2016-03 (month only)"));
    let two = sandbox.run(&["cite", id, article, "--style", "ris"]);
    assert_eq!(two.out.matches("TY  - NEWS").count(), 2);
    assert!(two.out.contains("DA  - 2016/03//\r\n"), "{}", two.out);
    // An unknown id is told; what is known is printed all the same.
    let unknown = sandbox.run(&["cite", "0123456789abcdef", id]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("0123456789abcdef") && unknown.out.contains("Oskarsdal"));
    assert_eq!(sandbox.run(&["cite", "xyz"]).code, 2);
}
