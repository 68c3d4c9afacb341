//! Ctrl-C: the first commits what is done and says how to go on, the second ends at once.

#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{Sandbox, documents, invented};

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
}

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..900_u64 {
        sandbox.write(&format!("{}/{number}.txt", number % 10), invented(number));
    }
    let lines: String =
        (900..2400).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("5/all.jsonl", lines);
    sandbox
}

fn run(sandbox: &Sandbox, index: &str) -> Command {
    let mut command = sandbox.command();
    command.arg("--index").arg(sandbox.path(index)).args(["index", "--jobs", "2"]);
    command.arg(sandbox.news()).stderr(Stdio::piped()).stdout(Stdio::piped());
    command
}

#[test]
fn the_first_signal_commits_what_is_done() {
    let sandbox = archive();
    assert!(run(&sandbox, "whole").output().unwrap().status.success());
    let whole = documents(&sandbox.path("whole"));
    let mut stopped = 0;
    for (turn, name) in ["INT", "TERM", "INT", "TERM", "INT", "TERM"].into_iter().enumerate() {
        let index = format!("stopped-{turn}");
        let mut child = run(&sandbox, &index).spawn().unwrap();
        // The lock is there: from here on the signal is waited for, at the latest a moment later.
        let start = Instant::now();
        while !sandbox.path(&index).join("onrecord.lock").exists() {
            assert!(start.elapsed() < Duration::from_mins(1));
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(40 + 90 * turn as u64));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let code = if name == "INT" { 130 } else { 143 };
        if output.status.code() == Some(code) {
            assert!(said.contains("the same command goes on from there"), "{said}");
            let there = documents(&sandbox.path(&index));
            assert!(there.len() < whole.len());
            stopped += usize::from(!there.is_empty());
        } else {
            // It came before it was listened to, or after all was done.
            assert!(output.status.code().is_none_or(|code| code == 0), "{said}");
        }
        assert!(run(&sandbox, &index).output().unwrap().status.success());
        assert!(documents(&sandbox.path(&index)) == whole, "turn {turn} ended otherwise");
    }
    assert!(stopped > 0, "no run was stopped in its midst");
}

#[test]
fn the_second_signal_ends_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", invented(1));
    // A stream that does not end keeps the run from its end.
    let mut command = run(&sandbox, "index");
    let mut child = command.arg("-").stdin(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    signal_once_it_listens(&sandbox, &child);
    while child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_mins(1), "it goes on");
        std::thread::sleep(Duration::from_millis(100));
        signal(&child, "INT");
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(sandbox.index(&sandbox.news(), &[])["files_failed"], 0);
}

fn signal_once_it_listens(sandbox: &Sandbox, child: &Child) {
    while !sandbox.path("index/onrecord.lock").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(500));
    signal(child, "INT");
}

#[test]
fn watching_ends_with_a_signal() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", invented(1));
    let mut command = sandbox.command();
    command.args(["index", "--watch"]).arg(sandbox.news());
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while sandbox.run(&["query", "council"]).code != 0 {
        assert!(start.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(50));
    }
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(sandbox.index(&sandbox.news(), &[])["files_unchanged"], 1);
}
