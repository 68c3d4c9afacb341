//! Bad input: a clear sentence with the path and the remedy, and the run goes on.

use std::fs;
use std::process::Stdio;

use crate::sandbox::{Sandbox, invented};

#[test]
fn bad_files_are_counted_by_cause_and_cost_nothing_else() {
    let sandbox = Sandbox::new();
    sandbox.write("good.txt", invented(1));
    sandbox.write("empty.txt", "");
    sandbox.write("blank.txt", " \n\n ");
    sandbox.write("binary.txt", b"\x7fELF\0\0\0");
    sandbox.write("latin.txt", b"Caf\xE9 closes\n\n\x93It is over,\x94 said Jon Ash.\n");
    sandbox.write("headers.txt", "Title: T\nDate: 2020\n\n");
    sandbox.write("cut.json", "[{\"text\": \"whole\"}, {\"text\": \"cut");
    sandbox.write("odd.xyz", "who knows");
    let mut long = b"{\"text\": \"fine\"}\n{\"text\": \"".to_vec();
    long.resize(100 * 1000 * 1000, b'x');
    long.extend_from_slice(b"\"}\n{\"text\": \"after\"}\n");
    sandbox.write("long.jsonl", long);
    let run = sandbox.index(&sandbox.news(), &["--memory", "16MB"]);
    assert_eq!(run["files_found"], 9);
    assert_eq!(run["files_read"], 4);
    assert_eq!(run["files_failed"], 5);
    assert_eq!(run["articles"], 5);
    let causes = serde_json::json!({"empty file": 2, "binary file": 1, "no text": 1,
        "truncated JSON": 1, "unknown format": 1, "article too large": 1});
    assert_eq!(run["causes"], causes);
    let status = sandbox.run(&["status", "--failures"]);
    for name in
        ["empty.txt", "blank.txt", "binary.txt", "headers.txt", "cut.json", "odd.xyz", "long.jsonl"]
    {
        assert!(status.out.contains(&format!("news/{name}")), "{name}: {}", status.out);
    }
    assert_eq!(sandbox.run(&["query", "cafe"]).code, 0);
}

#[cfg(unix)]
#[test]
fn loops_broken_links_and_odd_names_do_not_stop_the_walk() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    sandbox.write("a/1.txt", invented(1));
    std::os::unix::fs::symlink(sandbox.news(), sandbox.news().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", sandbox.news().join("broken")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"caf\xE9.txt");
    fs::write(sandbox.news().join(odd), invented(2)).unwrap();
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&run["files_read"], &run["files_failed"]), (&2.into(), &2.into()));
    let again = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&again["files_unchanged"], &again["files_failed"]), (&2.into(), &2.into()));
    let status = sandbox.run(&["status"]);
    assert!(
        status.out.contains("loop of links") && status.out.contains("news/broken"),
        "{}",
        status.out
    );
}

#[test]
fn wrong_arguments_are_errors_that_say_what_to_do() {
    let sandbox = Sandbox::with_samples();
    let check = |args: &[&str], word: &str| {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{args:?}");
    };
    check(&["index", "no/such/path"], "no/such/path");
    check(&["--index", "fresh", "index", "no/such/path"], "nothing was changed");
    assert!(!sandbox.path("fresh").exists());
    check(&["--index", "fresh", "index"], "PATH");
    check(&["query", "x", "--from", "2025-02-30"], "calendar");
    check(&["query", "x", "--from", "June"], "2025-06-12");
    check(&["query", "x", "--from", "2025", "--to", "2024"], "turn them round");
    check(&["query"], "--help");
    check(&["query", "-wolf"], "-w");
    check(&["query", "--", "-wolf"], "must not occur");
    check(&["query", "***"], "no word");
    check(&["show", "xyz"], "16 hexadecimal");
    check(&["--index", "nowhere", "query", "x"], "onrecord index");
    check(&["index", "--memory", "lots", "."], "256MB");
    assert_eq!(sandbox.run(&["show", "0123456789abcdef"]).code, 1);
    assert_eq!(sandbox.run(&["query", "xylophonist"]).code, 1);
}

#[test]
fn a_directory_that_is_no_index_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", invented(1));
    fs::create_dir(sandbox.path("index")).unwrap();
    fs::write(sandbox.path("index/thesis.doc"), "mine").unwrap();
    let news = sandbox.news();
    let ran = sandbox.run(&["index", news.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("thesis.doc") && ran.err.contains("--index"), "{}", ran.err);
    assert_eq!(fs::read_dir(sandbox.path("index")).unwrap().count(), 1);
    // The README that a repository keeps there disturbs nothing.
    fs::rename(sandbox.path("index/thesis.doc"), sandbox.path("index/README.md")).unwrap();
    sandbox.index(&news, &[]);
    assert!(sandbox.path("index/README.md").exists());
}

#[test]
fn an_index_of_another_format_is_refused_and_kept() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", invented(1));
    sandbox.index(&sandbox.news(), &[]);
    let meta = sandbox.path("index/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let mut other: serde_json::Value = serde_json::from_str(&text).unwrap();
    other["payload"] = r#"{"onrecord_format":999,"shelves":[]}"#.into();
    let other = other.to_string();
    fs::write(&meta, &other).unwrap();
    for args in [vec!["query", "x"], vec!["index", "news"], vec!["status"]] {
        let ran = sandbox.run(&args);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("format 999") && ran.err.contains("--index"), "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(&meta).unwrap(), other);
}

#[test]
fn two_writers_are_told_of_each_other_and_readers_are_not_in_the_way() {
    let sandbox = Sandbox::new();
    for number in 0..4000 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    let news = sandbox.news();
    let mut first = sandbox
        .command()
        .args(["index", "--quiet", "-j1"])
        .arg(&news)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let lock = sandbox.path("index/onrecord.lock");
    while fs::read_to_string(&lock).unwrap_or_default().is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let second = sandbox.run(&["index", news.to_str().unwrap()]);
    assert_eq!(second.code, 2);
    assert!(second.err.contains(&format!("process {}", first.id())), "{}", second.err);
    assert!(first.wait().unwrap().success());
    assert_eq!(sandbox.run(&["query", "harbour"]).code, 0);
}

#[test]
fn nothing_from_an_article_steers_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "x.txt",
        "Harbour \u{1b}]0;owned\u{7} news\n\n“Safe \u{202E}words\u{1b}[2J,” \
        said Jon\u{9b} Ash of the harbour.\n",
    );
    sandbox.index(&sandbox.news(), &[]);
    let id = sandbox.run(&["query", "harbour", "--format", "json"]).out;
    let id = serde_json::from_str::<serde_json::Value>(&id).unwrap()["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for args in [
        vec!["query", "harbour"],
        vec!["quotes", "safe"],
        vec!["show", &id],
        vec!["speakers"],
        vec!["annotate", "news"],
    ] {
        let out = sandbox.run(&args).out;
        let raw = out.chars().find(|c| *c != '\n' && (c.is_control() || *c == '\u{202E}'));
        assert_eq!(raw, None, "{args:?}: {out:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::with_samples();
    let mut child = sandbox
        .command()
        .args(["query", "the minister said", "--any", "-n", "1000", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn wrong_arguments_of_answers_are_errors_too() {
    let sandbox = Sandbox::with_samples();
    let check = |args: &[&str], word: &str| {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    };
    check(&["timeline", "***"], "no word");
    check(&["timeline", "--by", "decade"], "possible values");
    check(&["timeline", "--from", "2025", "--to", "2024"], "turn them round");
    check(&["query", "x", "--facet", "colour"], "possible values");
    check(&["export", "--articles", "--quotes"], "cannot be used");
    check(&["export", "--as", "docx"], "possible values");
    check(&["speakers", "--query", "***"], "no word");
    check(&["verify"], "WORDS");
    check(&["cite", "0f3a"], "16 hexadecimal");
    check(&["--index", "nowhere", "verify", "x"], "onrecord index");
    check(&["man"], "--dir");
    assert_eq!(sandbox.run(&["cite", "0123456789abcdef"]).code, 1);
}
