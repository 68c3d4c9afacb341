//! Killed runs and restored backups leave nothing behind that stops the next run, enters an answer
//! or stays for good.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::sandbox::{Sandbox, documents, invented};

fn archive(files: u64) -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..files {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox
}

/// Names in a directory, with those of segments made alike.
fn names(dir: &Path) -> BTreeSet<String> {
    let plain = |name: String| match name.split_once('.') {
        Some((stem, end)) if stem.len() == 32 => format!("segment.{end}"),
        _ => name,
    };
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| plain(name.into_string().unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut cp = Command::new("cp");
    assert!(cp.arg("-a").arg(from.join(".")).arg(to).status().unwrap().success());
}

#[test]
fn killed_runs_leave_nothing_that_the_next_does_not_clear() {
    let sandbox = archive(300);
    sandbox.index(&sandbox.news(), &[]);
    let clean = names(&sandbox.path("index"));
    for turn in 0..12_u64 {
        let mut command = sandbox.command();
        command.args(["index", "--quiet", "--again", "--commit-every", "5"]).arg(sandbox.news());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + 60 * turn));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let index = sandbox.path("index");
    let part = "00112233445566778899aabbccddeeff";
    for name in [
        ".tmpQ1w2E3".to_owned(),
        ".names.bin.Q1w2E3.new".to_owned(),
        "sayings.4711.new".to_owned(),
        format!("{part}.store"),
        format!("{part}.17.del"),
    ] {
        fs::write(index.join(name), "half").unwrap();
    }
    fs::create_dir(index.join("rebuilding")).unwrap();
    fs::write(sandbox.path(".index.corrections.jsonl.Q1w2E3.new"), "{").unwrap();
    fs::write(sandbox.path("index.notes.new"), "somebody's own").unwrap();
    // A temporary file that a living process writes.
    let used = index.join(".copies.bin.Z9y8X7.new");
    let writing = File::create(&used).unwrap();
    writing.lock().unwrap();
    sandbox.index(&sandbox.news(), &["--again"]);
    assert!(used.exists());
    drop(writing);
    let repaired = sandbox.run(&["check", "--repair"]);
    assert_eq!(repaired.code, 0, "{}{}", repaired.out, repaired.err);
    let left: Vec<String> = names(&index).difference(&clean).cloned().collect();
    assert!(left.iter().all(|name| name == "segment.del"), "{left:?}");
    assert!(!sandbox.path(".index.corrections.jsonl.Q1w2E3.new").exists());
    assert!(sandbox.path("index.notes.new").exists());
    // What lies there is what the commit names, and nothing else.
    let meta = fs::read_to_string(index.join("meta.json")).unwrap();
    let meta: serde_json::Value = serde_json::from_str(&meta).unwrap();
    let named = meta["files"].as_object().unwrap();
    for entry in fs::read_dir(&index).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let part = name.split_once('.').is_some_and(|(stem, _)| stem.len() == 32);
        assert_eq!(named.contains_key(&name), part, "{name}");
    }
}

#[test]
fn a_backup_put_over_the_index_is_what_counts() {
    let sandbox = archive(40);
    let index = sandbox.path("index");
    let mut backups = Vec::new();
    let mut keep = |sandbox: &Sandbox| {
        let to = sandbox.path(&format!("backup-{}", backups.len()));
        copy(&index, &to);
        backups.push((to, sandbox.documents()));
    };
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    keep(&sandbox);
    fs::rename(sandbox.news().join("11.txt"), sandbox.path("11.txt")).unwrap();
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    keep(&sandbox);
    sandbox.write("new.txt", invented(100));
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    keep(&sandbox);
    fs::rename(sandbox.path("11.txt"), sandbox.news().join("11.txt")).unwrap();
    for (gone, (backup, expected)) in (12..).zip(backups.iter().rev().chain(&backups)) {
        // As a copy that deletes nothing puts it there; also one without the analyses.
        copy(backup, &index);
        assert!(documents(&index) == *expected);
        assert_eq!(sandbox.run(&["check"]).code, 0);
        fs::remove_file(sandbox.news().join(format!("{gone}.txt"))).unwrap();
        for _ in 0..2 {
            let ran = sandbox.index(&sandbox.news(), &["--jobs", "1"]);
            assert_eq!(ran["files_failed"], 0);
        }
        let fresh = sandbox.path("fresh");
        let _ = fs::remove_dir_all(&fresh);
        sandbox.index(&sandbox.news(), &["--index", fresh.to_str().unwrap()]);
        assert!(sandbox.documents() == documents(&fresh));
        assert_eq!(sandbox.run(&["check"]).code, 0);
    }
}

#[test]
fn analyses_of_a_later_state_are_not_taken_for_those_of_a_restored_one() {
    let sandbox = archive(20);
    let index = sandbox.path("index");
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    // Taken before the analyses were made: only the commit.
    let backup = sandbox.path("backup");
    copy(&index, &backup);
    for name in ["names.bin", "copies.bin", "sayings.bin", "state.bin", "compared.bin"] {
        fs::remove_file(backup.join(name)).unwrap();
    }
    let kept = fs::read(sandbox.news().join("3.txt")).unwrap();
    fs::remove_file(sandbox.news().join("3.txt")).unwrap();
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    copy(&backup, &index);
    // The same number of changes, and others: the number of the commit is the same again.
    sandbox.write("3.txt", kept);
    fs::remove_file(sandbox.news().join("4.txt")).unwrap();
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    let fresh = sandbox.path("fresh");
    sandbox.index(&sandbox.news(), &["--index", fresh.to_str().unwrap()]);
    let asked = sandbox.run(&["speakers", "--format", "json"]);
    let right = sandbox.run(&["--index", fresh.to_str().unwrap(), "speakers", "--format", "json"]);
    assert_eq!((asked.code, asked.out, asked.err.as_str()), (0, right.out, ""));
}
