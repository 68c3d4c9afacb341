//! The query language on a small archive: what is found and marked, that all examples of the help
//! run, and that nothing typed can do harm.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::model::Span;
use onrecord::search::{
    Articles, Marked, Parsed, Period, Question, Quotes, parse_query, plain_query,
};
use onrecord::{Archive, Overrides};

use crate::sandbox::Sandbox;

fn queries() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/queries")
}

fn with_articles() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.index(&queries().join("archive"), &["--quiet"]);
    sandbox
}

fn question(query: &str) -> Question {
    let today = Period::parse("2025-07-01").unwrap().range().unwrap().first;
    let Parsed { tree, .. } = parse_query(query).unwrap();
    Question { query: tree, today, limit: 100, ..Question::default() }
}

fn marks(marked: &Marked, found: &mut BTreeSet<String>) {
    found.extend(marked.marks.iter().map(|mark: &Span| mark.of(&marked.text).to_owned()));
}

/// The hits and marks of a query, as they stand in the table.
fn answer(archive: &Archive, kind: &str, query: &str, ranked: bool) -> (String, String) {
    let question = question(query);
    let (mut hits, mut found) = (Vec::new(), BTreeSet::new());
    if kind == "a" {
        for hit in
            archive.search::<Articles>(&question).unwrap().hits.iter().filter(|hit| hit.complete)
        {
            hits.push(hit.record.article.archive_id.clone().unwrap());
            marks(&hit.snippet, &mut found);
            hit.fragments.iter().for_each(|fragment| marks(fragment, &mut found));
        }
    } else {
        for hit in
            archive.search::<Quotes>(&question).unwrap().hits.iter().filter(|hit| hit.complete)
        {
            let id = hit.record.article.archive_id.clone().unwrap();
            let speaker = hit.speaker.as_ref().map_or("?", |s| s.name.as_str());
            hits.push(format!("{id}@{}", speaker.rsplit(' ').next().unwrap()));
            marks(&hit.text, &mut found);
        }
    }
    if !ranked {
        hits.sort();
    }
    (hits.join(" "), found.into_iter().collect::<Vec<_>>().join(", "))
}

#[test]
fn a_hundred_queries_find_and_mark_what_they_must() {
    let sandbox = with_articles();
    let archive = Archive::open(&sandbox.path("index"), Overrides::default()).unwrap();
    let text = fs::read_to_string(queries().join("queries.txt")).unwrap();
    let print = std::env::var("ONRECORD_QUERIES").is_ok_and(|value| value == "print");
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        if line.starts_with('#') || line.is_empty() {
            if print {
                println!("{line}");
            }
            continue;
        }
        let padded = format!("{line} ");
        let mut parts = padded.split(" | ");
        let mut next = || parts.next().unwrap_or("").trim();
        let (kind, query, hits, marked) = (next(), next(), next(), next());
        let order = hits.strip_prefix('>').map(str::trim);
        let (found, found_marks) = answer(&archive, kind, query, order.is_some());
        if print {
            let sign = if order.is_some() { "> " } else { "" };
            println!("{}", format!("{kind} | {query} | {sign}{found} | {found_marks}").trim_end());
        }
        if (found.as_str(), found_marks.as_str()) != (order.unwrap_or(hits), marked) {
            wrong.push(format!("{line}\n  found {found} | {found_marks}"));
        }
        asked += 1;
    }
    assert!(asked >= 100, "{asked}");
    assert!(print || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asks in every way; an answer or a refusal must come within a second.
fn survives(archive: &Archive, query: &str) {
    let start = Instant::now();
    for parsed in [parse_query(query), plain_query(query)] {
        let Ok(Parsed { tree, .. }) = parsed else { continue };
        let question = Question { query: tree, limit: 10, explain: true, ..Question::default() };
        archive.search::<Articles>(&question).unwrap();
        archive.search::<Quotes>(&question).unwrap();
    }
    let shown: String = query.chars().take(60).collect();
    assert!(start.elapsed() < Duration::from_secs(1), "{shown}: {:?}", start.elapsed());
}

/// Short queries that are wrong, empty or strange.
const ODD_QUERIES: &[&str] = &[
    "***",
    "* ? *",
    "\0",
    "dam\0flood",
    "\"\0\"",
    "/(a{100}){100}/",
    "/.*.*.*.*.*.*.*x/",
    "/[/",
    "/(?=x)/",
    "/\\bdam/",
    "dam date:",
    "date:2025-02-30",
    "date:2025-13",
    "date:2025-07..2025-06",
    "date:last-5d",
    "first/0(dam)",
    "first/99999999999(dam)",
    "dam~99",
    "dam^nan dam^-1 dam^99999999999999999999",
    "NEAR/99999999999999 dam",
    "dam NEAR/99999 wall",
    "-dam",
    "-(-dam)",
    "NOT NOT dam",
    "dam OR -dam",
    "((dam)",
    "dam))",
    "“dam",
    "dam”",
    "speaker:",
    "speaker:*",
    "speaker:(a NEAR/2 b)",
    "speaker:same-sentence(a b)",
    "same-sentence(speaker:calloway)",
    "same-sentence(date:2024 dam)",
    "same-sentence(-dam)",
    "first/20(-dam)",
    "title:title:dam",
    "quote:person:calloway",
    "lang:*",
    "*:dam",
    "=*",
    "==US",
    "\u{202e}dam \u{301}\u{301} e\u{301}",
    "𝔡𝔞𝔪 北京 ß İ ﬁ",
    "🙂 🙂🙂",
];

#[test]
fn bad_queries_are_answered_or_refused_within_a_second() {
    let sandbox = with_articles();
    let archive = Archive::open(&sandbox.path("index"), Overrides::default()).unwrap();
    let long = [
        "x".repeat(1_000_000),
        "a ".repeat(500_000),
        "dam OR ".repeat(140_000),
        "(".repeat(4_000) + "dam" + &")".repeat(4_000),
        "(".repeat(4_000),
        ")".repeat(4_000),
        "\"".repeat(4_001),
        "-".repeat(4_000) + "dam",
        "NOT ".repeat(4_000) + "dam",
        "title:".repeat(3_000) + "dam",
        "*".repeat(10_000),
        "*a".repeat(60),
        "?".repeat(120) + "*",
        "a*".repeat(5_000),
        "same-sentence(".repeat(50) + "dam" + &")".repeat(50),
        "dam NEAR/3 ".repeat(400) + "dam",
        "(dam OR wall) NEAR/9 ".repeat(50) + "dam",
        "\"the the the\"~9 ".repeat(50),
        "dam^0.5".repeat(1_000),
        format!("/{}/", "(a|b)".repeat(2_000)),
        format!("/{}x/", "a?".repeat(100)),
        "word~2 ".repeat(100),
        format!("{}~2", "abc".repeat(100)),
    ];
    for query in &long {
        survives(&archive, query);
    }
    for query in ODD_QUERIES {
        survives(&archive, query);
    }
}

#[test]
fn refusals_say_what_and_where() {
    let sandbox = with_articles();
    let check = |query: &str, code: i32, word: &str| {
        let start = Instant::now();
        let ran = sandbox.run(&["query", "--", query]);
        assert!(start.elapsed() < Duration::from_secs(1), "{word}");
        assert_eq!(ran.code, code, "{word}: {}", ran.err);
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    };
    check("dam date:2025-02-30", 2, "column 5: there is no 2025-02-30 in the calendar");
    check("date:2025-13", 2, "calendar");
    check("date:2025-07..2025-06", 2, "turn it round");
    check("***", 2, "no word");
    check(&("(".repeat(4_000) + "dam"), 2, "nested more than");
    check(&"x ".repeat(60_000), 2, "bytes long");
    check(&"x ".repeat(5_000), 2, "more than 600 words");
    check("dam AND", 0, "column 5: AND has nothing after it");
    check("“dam", 0, "column 1: a quotation mark");
    check("dam /(a{99}){99}/ OR dam", 0, "cannot be searched for");
    check("foo:dam", 1, "no field foo");
}

/// The examples of a text: what follows `onrecord ` at the start of an indented line, up to a gap.
fn examples(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix("onrecord "));
    lines.map(|line| line.split("   ").next().unwrap().trim_end().to_owned()).collect()
}

#[test]
fn every_example_of_the_help_finds_something() {
    let sandbox = Sandbox::with_samples();
    let help = sandbox.run(&["help", "query"]).out;
    let examples = examples(&help);
    assert!(examples.len() >= 25, "{}", examples.len());
    for example in examples {
        let program = env!("CARGO_BIN_EXE_onrecord");
        let line = format!("{program} --index {} {example}", sandbox.path("index").display());
        let output = std::process::Command::new("bash").args(["-c", &line]).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{example}\n{err}");
        let expected_warning = example.contains("--explain");
        assert_eq!(err.contains("warning"), expected_warning, "{example}\n{err}");
    }
    // What the program refuses, the help says.
    for limit in ["600 words", "20,000", "60 levels", "1,000 words"] {
        let flowing = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowing.contains(limit), "{limit}");
    }
}

#[test]
fn every_query_of_the_readme_finds_something_and_is_understood() {
    let sandbox = Sandbox::with_samples();
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(readme).unwrap();
    let section =
        text.split("## The query language").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let queries: Vec<&str> = rows.filter_map(|row| row.split("` |").next()).collect();
    assert!(queries.len() >= 15, "{}", queries.len());
    for query in queries {
        let ran = sandbox.run(&["query", "--", query]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{query}");
    }
}

#[test]
fn explanations_echo_the_query_and_add_up() {
    let sandbox = with_articles();
    let ran = sandbox.run(&["query", "dam (flood OR wol*)", "--explain", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["query"]["understood"], "dam (flood OR wol*)");
    assert_eq!(answer["query"]["expansions"]["wol*"], 2);
    for hit in answer["hits"].as_array().unwrap() {
        let parts = hit["explanation"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|part| part["score"].as_f64().unwrap()).sum();
        let score = hit["score"].as_f64().unwrap();
        assert!(!parts.is_empty() && (sum - score).abs() < 1e-3, "{sum} {score}");
    }
    let shown = sandbox.run(&["query", "dam (flood", "--explain"]);
    assert!(shown.out.starts_with("understood as dam flood\n"), "{}", shown.out);
    assert!(shown.err.contains("column 5: a parenthesis that none closes"), "{}", shown.err);
    let warned = sandbox.run(&["query", "dam (flood", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&warned.out).unwrap();
    assert_eq!(
        answer["warnings"][0],
        "column 5: a parenthesis that none closes; closed at the end"
    );
}

#[test]
fn plain_text_is_ranked_into_run_files() {
    let sandbox = with_articles();
    fs::write(sandbox.path("q.tsv"), "7\tTHE DAM (OR NOT \"THE FLOOD\n\n8\tbees\n").unwrap();
    let ran = sandbox.run(&["query", "--queries", "q.tsv", "--format", "trec"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines.iter().all(|line| line.len() == 6 && line[1] == "Q0" && line[5] == "onrecord"));
    assert_eq!((lines[0][0], lines[0][3]), ("7", "1"));
    for article in ["dam", "flood"] {
        assert!(lines.iter().any(|line| line[..3] == ["7", "Q0", article]));
    }
    assert_eq!(lines.last().unwrap()[..4], ["8", "Q0", "undated", "1"]);
    for args in [&["query", "--queries", "q.tsv"][..], &["query", "x", "--format", "trec"]] {
        assert_eq!(sandbox.run(args).code, 2);
    }
}

#[test]
fn recent_articles_are_preferred_on_demand() {
    let sandbox = Sandbox::new();
    for (name, date) in [("old", "1990-05-05"), ("new", "2026-01-05")] {
        sandbox.write(
            &format!("{name}.txt"),
            format!(" date {date} The dam of {name} stone holds.\n"),
        );
    }
    sandbox.write("best.txt", " date 2015-01-05 Dam. The dam, the dam, the dam holds.\n");
    sandbox.index(&sandbox.news(), &[]);
    let paths = |args: &[&str]| {
        let out =
            sandbox.run(&[&["query", "dam", "--format", "jsonl", "--quiet"], args].concat()).out;
        let path = |line: &str| {
            let hit: serde_json::Value = serde_json::from_str(line).unwrap();
            hit["path"].as_str().unwrap().trim_end_matches(".txt").to_owned()
        };
        out.lines().map(path).collect::<Vec<_>>()
    };
    assert_eq!(paths(&[])[0], "best");
    let recent = paths(&["--recency"]);
    assert_eq!(recent[0], "new");
    assert!(recent.contains(&"old".to_owned()));
}
