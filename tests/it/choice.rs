//! What is read and what is not: lists, standard input, globs, ignore files, formats, limits,
//! retries.

use std::io::Write;
use std::process::Stdio;

use crate::sandbox::{Sandbox, invented};

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..4 {
        sandbox.write(&format!("wire/{number}.txt"), invented(number));
    }
    sandbox.write("wire/drafts/5.txt", invented(5));
    sandbox.write("export.jsonl", serde_json::json!({"text": invented(9)}).to_string());
    sandbox
}

/// Articles put, files left out, files removed.
fn index(sandbox: &Sandbox, more: &[&str]) -> [u64; 3] {
    let run = sandbox.index(&sandbox.news(), more);
    ["articles", "files_left_out", "files_removed"].map(|name| run[name].as_u64().unwrap())
}

#[test]
fn globs_are_about_one_run() {
    let sandbox = archive();
    assert_eq!(index(&sandbox, &["--exclude", "drafts/", "--exclude", "*.jsonl"]), [4, 2, 0]);
    assert_eq!(index(&sandbox, &["--include", "*.jsonl"]), [1, 5, 0]);
    assert_eq!(index(&sandbox, &[]), [1, 0, 0]);
    assert_eq!(index(&sandbox, &["--exclude", "*"]), [0, 6, 0]);
    assert_eq!(sandbox.run(&["index", "news", "--include", "[a"]).code, 2);
}

#[test]
fn ignore_files_are_about_the_archive() {
    let sandbox = archive();
    assert_eq!(index(&sandbox, &[]), [6, 0, 0]);
    sandbox.write("wire/.onrecordignore", "drafts/\n[0-2].txt\n!1.txt\n");
    assert_eq!(index(&sandbox, &[]), [0, 0, 3]);
    // Also where the walk starts below the ignore file.
    let run = sandbox.index(&sandbox.path("news/wire/drafts"), &["--allow-empty"]);
    assert_eq!(run["articles"], 0, "{run}");
}

#[test]
fn formats_are_chosen_by_name() {
    let sandbox = archive();
    assert_eq!(index(&sandbox, &["--only", "jsonl", "--only", "json"]), [1, 5, 0]);
    assert_eq!(index(&sandbox, &["--skip", "json"]), [5, 0, 0]);
    let wrong = sandbox.run(&["index", "news", "--only", "html5"]);
    assert!(wrong.code == 2 && wrong.err.contains("there is no format “html5”"), "{}", wrong.err);
}

#[test]
fn a_list_names_the_files() {
    let sandbox = archive();
    let path = |name: &str| sandbox.path(name).display().to_string();
    let list =
        [path("news/wire/1.txt"), String::new(), path("news/gone.txt"), path("news/export.jsonl")];
    std::fs::write(sandbox.path("list"), list.join("\n")).unwrap();
    let ran = sandbox.run(&["index", "--list", "list", "--format", "json"]);
    let run: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let counts =
        ["files_found", "files_read", "files_failed", "articles"].map(|n| run[n].as_u64().unwrap());
    assert_eq!(counts, [3, 2, 1, 2], "{run}");
    // The same files through their directory have the same ids; what is gone for good goes.
    assert_eq!(index(&sandbox, &[]), [4, 0, 1]);
    std::fs::remove_file(sandbox.path("news/wire/1.txt")).unwrap();
    assert_eq!(index(&sandbox, &[]), [0, 0, 1]);
    assert_eq!(sandbox.run(&["index", "--list", "nowhere"]).code, 2);
}

/// Runs `index -` with `input`; the number of articles put.
fn pipe(sandbox: &Sandbox, more: &[&str], input: &str) -> serde_json::Value {
    let mut child = sandbox
        .command()
        .args(["index", "-", "--format", "json"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn standard_input_is_a_file_with_a_name() {
    let sandbox = archive();
    index(&sandbox, &[]);
    let line =
        |text: &str| serde_json::json!({"text": text, "date": "2001-02-03"}).to_string() + "\n";
    let run = pipe(
        &sandbox,
        &["--as", "desk"],
        &(line("The pier is open.") + &line("The pier is shut.")),
    );
    assert_eq!(run["articles"], 2, "{run}");
    let run =
        pipe(&sandbox, &["--as", "desk"], &(line("The pier is open.") + &line("Nothing else.")));
    assert_eq!((&run["articles"], &run["articles_kept"]), (&1.into(), &1.into()), "{run}");
    let found = sandbox.run(&["query", "pier", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(found["hits"][0]["root"], "stdin");
    assert_eq!(found["hits"][0]["path"], "desk");
    // The walk of a directory does not take the stream for a file that is gone.
    assert_eq!(index(&sandbox, &[]), [0, 0, 0]);
    assert_eq!(sandbox.run(&["query", "pier"]).code, 0);
    let id = found["hits"][0]["id"].as_str().unwrap();
    let shown = sandbox.run(&["show", id, "--original"]);
    assert!(shown.code == 2 && shown.err.contains("came from a stream"), "{}", shown.err);
}

#[test]
fn failures_are_read_again_when_asked_and_strictness_is_a_choice() {
    let sandbox = archive();
    sandbox.write("big.txt", "Words of a day. ".repeat(200));
    sandbox.write("empty.txt", "");
    let run = sandbox.index(&sandbox.news(), &["--max-file-size", "1kb"]);
    assert_eq!(run["causes"], serde_json::json!({"empty file": 1, "file too large": 1}), "{run}");
    assert_eq!(sandbox.index(&sandbox.news(), &[])["files_unchanged"], 8);
    let failures = sandbox.run(&["status", "--failures"]).out;
    assert!(failures.contains("big.txt: file too large: 3200 bytes"), "{failures}");
    assert!(failures.contains("--retry-failed (open)"), "{failures}");
    let run = sandbox.index(&sandbox.news(), &["--retry-failed"]);
    assert_eq!((&run["files_read"], &run["files_failed"]), (&1.into(), &1.into()), "{run}");
    let strict = sandbox.run(&["index", "news", "--retry-failed", "--strict"]);
    assert!(strict.code == 2 && strict.err.contains("1 files or records failed"), "{}", strict.err);
}

#[test]
fn the_order_of_day_and_month_is_told_by_evidence_or_by_hand() {
    let sandbox = Sandbox::new();
    let line = |date: &str| {
        serde_json::json!({"text": "The pier is open.", "date": date}).to_string() + "\n"
    };
    sandbox.write("evident.jsonl", line("05/06/2001") + &line("25/06/2001"));
    sandbox.write("open.jsonl", line("07/08/2001") + &line("0001-01-01"));
    let days = |more: &[&str]| {
        sandbox.index(&sandbox.news(), more);
        let found =
            sandbox.run(&["query", "pier", "--all-copies", "--sort", "oldest", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
        let hits = found["hits"].as_array().unwrap();
        hits.iter().map(|h| h["date"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(days(&[]), ["2001-06-05", "2001-06-25", "-", "-"]);
    let status = sandbox.run(&["status", "--dates"]).out;
    assert!(status.contains("dated by field          2"), "{status}");
    assert!(status.contains("dated by unusable date  2"), "{status}");
    assert_eq!(
        days(&["--again", "--date-order", "dmy"]),
        ["2001-06-05", "2001-06-25", "2001-08-07", "-"]
    );
    assert_eq!(
        days(&["--again", "--date-order", "mdy"]),
        ["2001-06-05", "2001-06-25", "2001-07-08", "-"]
    );
    let shown = sandbox.run(&["query", "pier", "--all-copies"]).out;
    assert!(shown.contains("undated (printed: 0001-01-01)"), "{shown}");
}

#[test]
fn an_issue_owns_its_pages_wherever_they_lie_and_changes_with_them() {
    let issue = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/issue");
    let files: Vec<_> =
        std::fs::read_dir(issue).unwrap().map(|entry| entry.unwrap().path()).collect();
    let counts = |below: &str| {
        let sandbox = Sandbox::new();
        for path in &files {
            let name = path.file_name().unwrap().to_str().unwrap();
            let text = std::fs::read_to_string(path).unwrap();
            if name.contains("mets") {
                let text = text.replace("href=\"./0", "href=\"0");
                let text = text.replace("href=\"00", &format!("href=\"{below}00"));
                sandbox.write(&format!("1905/{name}"), text);
            } else {
                sandbox.write(&format!("1905/{below}{name}"), text);
            }
        }
        let run = sandbox.index(&sandbox.news(), &[]);
        let first = ["articles", "files_read", "files_failed", "records_failed"]
            .map(|name| run[name].as_u64().unwrap());
        assert_eq!(first[1..], [3, 0, 1], "one article's page is missing: {run}");
        // A page that changes makes its issue be read again; nothing else is.
        let page = files.iter().find(|path| !path.to_str().unwrap().contains("mets")).unwrap();
        let name = page.file_name().unwrap().to_str().unwrap();
        let mut text = std::fs::read_to_string(page).unwrap();
        text.push_str("<!-- again -->");
        sandbox.write(&format!("1905/{below}{name}"), text);
        let run = sandbox.index(&sandbox.news(), &[]);
        (first, run["articles_kept"].as_u64().unwrap())
    };
    let beside = counts("");
    assert!(beside.0[0] > 0 && beside.1 == beside.0[0], "{beside:?}");
    assert_eq!(counts("alto/"), beside);
}
