//! A second run reads only what changed, and ends as a rebuild from nothing would.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::sandbox::{Sandbox, documents, invented};

/// Sets a file's modification time, so that a test need not wait for the clock.
fn set_time(path: &std::path::Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
}

fn counts(run: &serde_json::Value) -> [u64; 5] {
    ["files_found", "files_read", "files_unchanged", "files_removed", "files_failed"]
        .map(|name| run[name].as_u64().unwrap())
}

fn archive_of(count: u64) -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..count {
        sandbox.write(&format!("{:02}/{number}.txt", number % 7), invented(number));
    }
    sandbox
}

/// The documents of an index built from nothing over the same archive.
fn rebuilt(sandbox: &Sandbox) -> Vec<String> {
    let fresh = sandbox.path("fresh");
    let _ = fs::remove_dir_all(&fresh);
    let status = sandbox
        .command()
        .arg("--index")
        .arg(&fresh)
        .args(["index", "--quiet"])
        .arg(sandbox.news())
        .status()
        .unwrap();
    assert!(status.success());
    documents(&fresh)
}

#[test]
fn changes_additions_and_deletions_and_nothing_else() {
    let sandbox = archive_of(60);
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [60, 60, 0, 0, 0]);
    let first = sandbox.documents();
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [60, 0, 60, 0, 0]);
    assert_eq!(sandbox.documents(), first);

    for number in [3, 17, 40] {
        sandbox.write(&format!("{:02}/{number}.txt", number % 7), invented(number + 1000));
    }
    sandbox.write("new/a.txt", invented(2000));
    sandbox.write(
        "new/b.jsonl",
        "{\"text\": \"“Twice,” said Ada Roe.\", \"id\": 1}\n{\"text\": \"Once.\", \"id\": 2}\n",
    );
    for number in [0_u64, 7, 8, 59] {
        fs::remove_file(sandbox.news().join(format!("{:02}/{number}.txt", number % 7))).unwrap();
    }
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [58, 5, 53, 4, 0]);
    assert_eq!(sandbox.documents(), rebuilt(&sandbox));
    assert_ne!(sandbox.documents(), first);
}

#[test]
fn a_touched_file_is_not_read_again_and_a_rewritten_one_is() {
    let sandbox = archive_of(3);
    sandbox.index(&sandbox.news(), &[]);
    let path = sandbox.news().join("00/0.txt");
    set_time(&path, 1_000_000_000);
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [3, 0, 3, 0, 0]);
    // The same size, other contents, another time.
    let text = fs::read_to_string(&path).unwrap().replace("Lowmere", "Highmer");
    fs::write(&path, text).unwrap();
    set_time(&path, 1_000_000_001);
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [3, 1, 2, 0, 0]);
    assert_eq!(sandbox.run(&["query", "highmer"]).code, 0);
    assert_eq!(sandbox.documents(), rebuilt(&sandbox));
}

#[test]
fn a_container_that_shrinks_loses_what_it_lost() {
    let sandbox = Sandbox::new();
    let lines = |range: std::ops::Range<u64>| -> String {
        range.map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect()
    };
    sandbox.write("all.jsonl", lines(0..300));
    sandbox.index(&sandbox.news(), &[]);
    sandbox.write("all.jsonl", lines(5..205) + "not json\n");
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!(run["records_failed"], 1);
    assert_eq!(run["causes"]["malformed JSON"], 1);
    assert_eq!(sandbox.documents(), rebuilt(&sandbox));
    sandbox.write("all.jsonl", "");
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [1, 0, 0, 0, 1]);
    assert!(sandbox.documents().is_empty());
}

#[test]
fn indexing_one_root_never_touches_another() {
    let sandbox = Sandbox::new();
    sandbox.write("a/1.txt", invented(1));
    sandbox.write("b/2.txt", invented(2));
    let (a, b) = (sandbox.news().join("a"), sandbox.news().join("b"));
    sandbox.index(&a, &[]);
    sandbox.index(&b, &[]);
    assert_eq!(sandbox.documents().len(), 4);
    fs::remove_file(a.join("1.txt")).unwrap();
    sandbox.write("b/3.txt", invented(3));
    sandbox.index(&b, &[]);
    assert_eq!(sandbox.documents().len(), 6, "a/1.txt is gone, but a was not asked for");
    // A path inside a root belongs to it, and the rest of the root is left alone.
    sandbox.write("b/c/4.txt", invented(4));
    fs::remove_file(b.join("2.txt")).unwrap();
    sandbox.index(&b.join("c"), &[]);
    assert_eq!(sandbox.documents().len(), 8);
    // The directory above holds both roots: now the two are found gone.
    let run = sandbox.index(&sandbox.news(), &["--allow-empty"]);
    assert_eq!(run["files_removed"], 2);
    assert_eq!(sandbox.documents().len(), 4);
}

#[test]
fn a_moved_root_keeps_its_ids() {
    let sandbox = archive_of(5);
    sandbox.index(&sandbox.news(), &[]);
    let before = sandbox.documents();
    let moved = sandbox.path("elsewhere");
    fs::rename(sandbox.news(), &moved).unwrap();
    let root = format!("news={}", moved.display());
    let ran = sandbox.run(&["index", "--root", &root, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(counts(&serde_json::from_str(&ran.out).unwrap()), [5, 0, 5, 0, 0]);
    assert_eq!(sandbox.documents(), before);
}

#[test]
fn a_root_that_is_not_mounted_loses_nothing() {
    let sandbox = archive_of(4);
    sandbox.index(&sandbox.news(), &[]);
    let before = sandbox.documents();
    let news = sandbox.news();
    fs::rename(&news, sandbox.path("away")).unwrap();
    let ran = sandbox.run(&["index", news.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("mount") && ran.err.contains("nothing was changed"), "{}", ran.err);
    // An empty mount point is no emptied archive.
    fs::create_dir(&news).unwrap();
    let ran = sandbox.run(&["index", news.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--forget-missing"), "{}", ran.err);
    assert_eq!(sandbox.documents(), before);
    sandbox.index(&news, &["--allow-empty"]);
    assert!(sandbox.documents().is_empty());
}

#[test]
fn the_number_of_workers_changes_nothing() {
    let sandbox = archive_of(150);
    let lines: String =
        (200..500).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("more.jsonl", lines);
    let ask = |workers: &str| {
        let index = sandbox.path(workers);
        let run = |args: &[&str]| {
            let output = sandbox.command().arg("--index").arg(&index).args(args).output().unwrap();
            assert!(output.status.code().is_some_and(|code| code < 2));
            String::from_utf8(output.stdout).unwrap()
        };
        run(&[
            "index",
            sandbox.news().to_str().unwrap(),
            "--jobs",
            workers,
            "--quiet",
            "--commit-every",
            "40",
        ]);
        let mut answers = documents(&index);
        for question in [
            vec!["query", "harbour wall", "-n", "50"],
            vec!["query", "harbour snow money", "--any", "-n", "30"],
            vec!["quotes", "promise", "--from", "2004", "-n", "40"],
            vec!["quotes", "--speaker", "marrow", "--sort", "oldest"],
            vec!["speakers"],
            vec!["entities"],
        ] {
            answers.push(run(&[question, vec!["--format", "json"]].concat()));
        }
        answers
    };
    assert_eq!(ask("1"), ask("4"));
}

/// Exchanges the names of two files.
#[cfg(unix)]
fn swap(sandbox: &Sandbox, a: &str, b: &str) {
    let (a, b, aside) = (sandbox.news().join(a), sandbox.news().join(b), sandbox.path("aside"));
    fs::rename(&a, &aside).unwrap();
    fs::rename(&b, &a).unwrap();
    fs::rename(&aside, &b).unwrap();
}

/// Two articles of one size and one time, of which one names a petrel and one a plover.
#[cfg(unix)]
fn twins(sandbox: &Sandbox, names: [&str; 2]) {
    for (name, bird) in names.into_iter().zip(["petrel", "plover"]) {
        sandbox.write(name, format!("Title: A bird\nDate: 2024-03-05\n\nThe {bird} was seen.\n"));
        set_time(&sandbox.news().join(name), 1_700_000_000);
    }
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_size_and_time_is_found() {
    let sandbox = Sandbox::new();
    twins(&sandbox, ["a.txt", "b.txt"]);
    twins(&sandbox, ["c/1.txt", "c/2.txt"]);
    sandbox.write("lines.jsonl", "{\"text\": \"The dunlin was heard near Lowmere.\"}\n");
    set_time(&sandbox.news().join("lines.jsonl"), 1_700_000_000);
    sandbox.index(&sandbox.news(), &[]);
    let found = |word: &str| sandbox.run(&["query", word, "--all-copies"]).out;
    assert!(found("petrel").contains("news/a.txt") && found("petrel").contains("news/c/1.txt"));

    // Two files change places.
    swap(&sandbox, "a.txt", "b.txt");
    // A word gives way to one of its length, and the time is put back.
    let lines = "{\"text\": \"The godwit was heard near Lowmere.\"}\n";
    sandbox.write("lines.jsonl", lines);
    set_time(&sandbox.news().join("lines.jsonl"), 1_700_000_000);
    // A file is replaced by another that was made beside it.
    let text = fs::read_to_string(sandbox.news().join("c/1.txt")).unwrap();
    sandbox.write("c/.new", text.replace("petrel", "avocet"));
    set_time(&sandbox.news().join("c/.new"), 1_700_000_000);
    fs::rename(sandbox.news().join("c/.new"), sandbox.news().join("c/1.txt")).unwrap();
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [5, 4, 1, 0, 0]);
    assert!(found("petrel").contains("news/b.txt") && !found("petrel").contains("news/a.txt"));
    assert!(found("avocet").contains("news/c/1.txt"));
    assert!(found("godwit").contains("news/lines.jsonl"));
    assert_eq!(sandbox.run(&["query", "dunlin"]).code, 1);
    assert_eq!(sandbox.documents(), rebuilt(&sandbox));
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [5, 0, 5, 0, 0]);
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_copy_or_a_change_of_rights_reads_no_article_again() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = archive_of(12);
    let lines: String =
        (20..40).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("lines.jsonl", lines + "not json\n");
    sandbox.index(&sandbox.news(), &[]);
    let before = sandbox.documents();
    for number in 0..12_u64 {
        let path = sandbox.news().join(format!("{:02}/{number}.txt", number % 7));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    }
    let damaged = sandbox.news().join("lines.jsonl");
    fs::set_permissions(&damaged, fs::Permissions::from_mode(0o640)).unwrap();
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!(counts(&run), [13, 1, 12, 0, 0], "the damaged one is looked through again");
    assert_eq!((&run["articles"], &run["articles_kept"]), (&0.into(), &20.into()));
    assert_eq!(sandbox.documents(), before);
    assert_eq!(sandbox.run(&["check"]).code, 0);
    assert_eq!(counts(&sandbox.index(&sandbox.news(), &[])), [13, 0, 13, 0, 0]);
}
