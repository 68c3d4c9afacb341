//! Snapshots: an index with all that people keep beside it, put away and restored.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::sandbox::{Sandbox, invented, samples};

/// A sandbox with everything that a snapshot takes along, and the snapshot in `all.onrecord`.
fn put_away() -> (Sandbox, String) {
    let sandbox = Sandbox::with_samples();
    let hits = sandbox.run(&["quotes", "--speaker", "oskarsdal", "--format", "csv"]).out;
    let id = &hits.lines().nth(1).unwrap()[..16];
    assert_eq!(sandbox.run(&["correct", id, "--speaker", "Ysolt Brandreth"]).code, 0);
    assert_eq!(sandbox.run(&["save", "tariffs", "quotes", "tariffs"]).code, 0);
    assert_eq!(sandbox.run(&["run", "tariffs", "--new"]).code, 0);
    let aliases = "\"Marit Oskarsdal\" = [\"the energy minister\"]\n";
    fs::write(sandbox.path("index.aliases.toml"), aliases).unwrap();
    fs::write(sandbox.path("index.settings.toml"), "limit = 3\n").unwrap();
    let ran = sandbox.run(&["snapshot", "all.onrecord"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (sandbox, id.to_owned())
}

#[test]
fn all_that_belongs_to_an_index_is_restored() {
    let (sandbox, id) = put_away();
    let other = Sandbox::new();
    let file = sandbox.path("all.onrecord");
    let ran = other.run(&["restore", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(other.documents(), sandbox.documents());
    assert_eq!(other.run(&["check"]).code, 0);
    for name in ["corrections.jsonl", "aliases.toml", "searches.jsonl", "settings.toml"] {
        let read = |sandbox: &Sandbox| fs::read(sandbox.path(&format!("index.{name}"))).unwrap();
        assert_eq!(read(&other), read(&sandbox), "{name}");
    }
    assert!(other.run(&["show", &id]).out.contains("Ysolt Brandreth"));
    let quotes = ["quotes", "tariffs", "--format", "jsonl"];
    assert_eq!(other.run(&quotes).out, sandbox.run(&quotes).out);
    assert_eq!(other.run(&quotes).out.lines().count(), 3);
    assert_eq!(other.run(&["run", "tariffs", "--new"]).code, 1);
    // The archive goes on from there: nothing is read again.
    let counts = other.index(&samples(), &[]);
    assert_eq!(counts["files_read"], 0, "{counts}");
    // Nothing is replaced, and nothing left behind.
    let before = other.documents();
    let ran = other.run(&["restore", file.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("move it away"), "{}", ran.err);
    assert_eq!(other.documents(), before);
    assert!(!other.path("index/.restoring").exists());
}

#[test]
fn a_file_of_somebody_else_is_not_replaced() {
    let (sandbox, _) = put_away();
    let other = Sandbox::new();
    fs::write(other.path("index.searches.jsonl"), "{\"name\":\"own\",\"args\":[]}\n").unwrap();
    let file = sandbox.path("all.onrecord");
    let ran = other.run(&["restore", file.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("index.searches.jsonl"), "{}", ran.err);
    assert_eq!(other.run(&["quotes", "tariffs"]).code, 2);
    assert!(!other.path("index.corrections.jsonl").exists());
    fs::remove_file(other.path("index.searches.jsonl")).unwrap();
    assert_eq!(other.run(&["restore", file.to_str().unwrap()]).code, 0);
}

#[test]
fn damage_anywhere_is_noticed_and_leaves_nothing() {
    let (sandbox, _) = put_away();
    let whole = fs::read(sandbox.path("all.onrecord")).unwrap();
    let other = Sandbox::new();
    let mut tried = 0;
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        for bytes in [&flipped[..], &whole[..at]] {
            fs::write(other.path("damaged"), bytes).unwrap();
            let ran = other.run(&["restore", "damaged"]);
            if ran.code == 0 {
                // A flag of the frame that says nothing: then all is as it was.
                assert_eq!(other.documents(), sandbox.documents(), "{at}");
                other.forget();
                continue;
            }
            assert_eq!(ran.code, 2, "{at}");
            assert!(ran.err.contains("damaged"), "{at}: {}", ran.err);
            let left: Vec<_> = fs::read_dir(other.path("index"))
                .map(|dir| dir.map(|entry| entry.unwrap().file_name()).collect())
                .unwrap_or_default();
            assert!(left.iter().all(|name| name == "onrecord.lock"), "{at}: {left:?}");
            tried += 1;
        }
    }
    assert!(tried > 70, "{tried}");
    fs::write(other.path("damaged"), "no snapshot at all").unwrap();
    assert_eq!(other.run(&["restore", "damaged"]).code, 2);
    assert_eq!(other.run(&["restore", "missing"]).code, 2);
}

#[test]
fn a_snapshot_is_of_one_commit_while_others_are_made() {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &[]);
    for number in 40..400 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    let mut command = sandbox.command();
    command.args(["index", "news", "--quiet", "--commit-every", "10", "--jobs", "1"]);
    let mut running = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut taken = 0;
    while running.try_wait().unwrap().is_none() {
        let name = format!("{taken}.onrecord");
        let ran = sandbox.run(&["snapshot", &name]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let other = Sandbox::new();
        let ran = other.run(&["restore", sandbox.path(&name).to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(other.documents().len() >= 40);
        taken += 1;
    }
    let mut err = String::new();
    running.stderr.unwrap().read_to_string(&mut err).unwrap();
    assert!(taken > 0, "{err}");
}

#[test]
fn a_killed_restore_leaves_no_index_and_the_next_one_goes_through() {
    let (sandbox, _) = put_away();
    let other = Sandbox::new();
    // As a kill leaves it: files moved, meta.json not yet.
    let half = other.path("index/.restoring/index");
    fs::create_dir_all(&half).unwrap();
    for entry in fs::read_dir(sandbox.path("index")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let to =
            if name == "meta.json" { half.join(&name) } else { other.path("index").join(&name) };
        fs::copy(entry.path(), to).unwrap();
    }
    fs::remove_file(other.path("index/checked.bin")).unwrap();
    assert_eq!(other.run(&["quotes", "tariffs"]).code, 2);
    let file = sandbox.path("all.onrecord");
    let ran = other.run(&["restore", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(other.documents(), sandbox.documents());
    assert_eq!(other.run(&["check"]).code, 0);
}
