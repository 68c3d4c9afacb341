//! A damaged index is found out, gives no wrong answer, and is mended from itself and from the
//! archive.
//!
//! `ONRECORD_FLIPS=500` flips so many bytes; `tests/bench/faults.py` does far more to larger
//! indexes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Ran, Sandbox, invented, samples};

/// A sandbox with an index of several segments, of which one has deleted documents.
fn indexed() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..60 {
        sandbox.write(&format!("{}/{number}.txt", number % 3), invented(number));
    }
    let lines: String =
        (60..90).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("all.jsonl", lines);
    sandbox.write("broken.json", "{");
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    sandbox.write("0/3.txt", invented(100));
    fs::remove_file(sandbox.news().join("1/1.txt")).unwrap();
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    sandbox
}

fn check(sandbox: &Sandbox, args: &[&str]) -> (i32, serde_json::Value) {
    let Ran { code, out, err } = sandbox.run(&[&["check", "--format", "json"], args].concat());
    assert!(!err.contains("panicked"), "{err}");
    (code, serde_json::from_str(&out).unwrap_or_else(|_| serde_json::json!({"error": err})))
}

fn files(index: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_string_lossy().ends_with("lock"));
    files.sort();
    files
}

fn restore(kept: &[(PathBuf, Vec<u8>)], index: &Path) {
    for path in files(index) {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in kept {
        fs::write(path, bytes).unwrap();
    }
}

fn answers(sandbox: &Sandbox) -> Vec<Ran> {
    let questions: [&[&str]; 5] = [
        &["query", "harbour", "--format", "jsonl", "--all-copies"],
        &["quotes", "--speaker", "marrow", "--format", "jsonl"],
        &["speakers", "--format", "json"],
        &["status", "--format", "json", "--failures"],
        &["export", "--full"],
    ];
    let ask = |args: &&[&str]| {
        let mut ran = sandbox.run(args);
        // The size on the disk is no answer from the index, nor is when the archive was looked at.
        let told = |line: &&str| !line.contains("\"bytes\"") && !line.contains("\"last_read\"");
        ran.out = ran.out.lines().filter(told).collect();
        ran
    };
    questions.iter().map(ask).collect()
}

#[test]
fn what_is_written_is_sound() {
    let sandbox = indexed();
    let (code, found) = check(&sandbox, &[]);
    assert_eq!((code, &found["faults_found"]), (0, &0.into()), "{found:#}");
    assert_eq!((&found["files"], &found["articles"]), (&61.into(), &89.into()));
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.news()).unwrap();
    sandbox.index(&samples(), &["--commit-every", "3"]);
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    sandbox.index(&formats, &["--no-annotate", "--quiet"]);
    let (code, found) = check(&sandbox, &[]);
    assert_eq!(code, 0, "{found:#}");
    assert_eq!(sandbox.run(&["--index", "nowhere", "check"]).code, 2);
}

#[test]
fn a_flipped_byte_is_found_and_never_gives_another_answer() {
    let flips: u64 =
        std::env::var("ONRECORD_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let sandbox = indexed();
    let index = sandbox.path("index");
    let expected = answers(&sandbox);
    let kept: Vec<_> =
        files(&index).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |below: usize| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    for turn in 0..flips {
        let (path, bytes) = &kept[turn as usize % kept.len()];
        let at = draw(bytes.len());
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << draw(8);
        fs::write(path, flipped).unwrap();
        let place = format!("byte {at} of {} in {}", bytes.len(), path.display());
        let (code, found) = check(&sandbox, &[]);
        // The footer's version is of no use to anyone; a list of files may name one that is gone.
        let harmless = bytes.len() - at < 120 || path.ends_with(".managed.json");
        assert!(code == 1 || code == 0 && harmless, "{place}: {found:#}");
        for (expected, found) in expected.iter().zip(answers(&sandbox)) {
            assert!(!found.err.contains("panicked"), "{place}: {}", found.err);
            let exact = found.code == expected.code && found.out == expected.out;
            let refused = code == 1 && found.code == 2 && !found.err.is_empty();
            assert!(exact || refused, "{place}: {} {}", found.out, found.err);
        }
        restore(&kept, &index);
    }
}

#[test]
fn what_was_lost_is_read_again_and_what_cannot_be_is_told() {
    let sandbox = indexed();
    let index = sandbox.path("index");
    let expected = sandbox.documents();
    let kept: Vec<_> =
        files(&index).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    for (path, bytes) in &kept {
        for missing in [false, true] {
            if missing {
                fs::remove_file(path).unwrap();
            } else {
                let mut flipped = bytes.clone();
                flipped[bytes.len() / 3] ^= 0x55;
                fs::write(path, flipped).unwrap();
            }
            let (code, found) = check(&sandbox, &["--repair"]);
            if path.extension().is_some_and(|extension| extension == "del") {
                // What was deleted is then not known any more. It is kept and told, and goes with
                // the next run.
                let gone = serde_json::json!(["news/1/1.txt"]);
                assert_eq!((code, &found["repaired"]["not_restored"]), (1, &gone), "{found:#}");
                sandbox.index(&sandbox.news(), &[]);
            } else {
                assert_eq!(code, 0, "{}: {found:#}", path.display());
            }
            assert_eq!(check(&sandbox, &[]).0, 0, "{}", path.display());
            assert!(sandbox.documents() == expected, "{} mended otherwise", path.display());
            let status = sandbox.run(&["status", "--format", "json"]).out;
            let status: serde_json::Value = serde_json::from_str(&status).unwrap();
            assert_eq!((&status["files"], &status["files_failed"]), (&61.into(), &1.into()));
            restore(&kept, &index);
        }
    }
    // With the archive gone, what is sound is kept, and what is lost is told.
    let store = kept.iter().map(|(path, bytes)| (bytes.len(), path));
    let (_, store) =
        store.filter(|(_, path)| path.extension().unwrap_or_default() == "store").max().unwrap();
    let mut bytes = fs::read(store).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x55;
    fs::write(store, bytes).unwrap();
    fs::rename(sandbox.news(), sandbox.path("away")).unwrap();
    let (code, found) = check(&sandbox, &["--repair"]);
    assert_eq!(code, 1, "{found:#}");
    assert!(!found["repaired"]["not_restored"].as_array().unwrap().is_empty(), "{found:#}");
    // It stays told, by `check` and by `status`, until it is read again.
    for args in [&[][..], &["--repair"]] {
        let (code, found) = check(&sandbox, args);
        assert_eq!((code, &found["sound"]), (1, &false.into()), "{found:#}");
        assert!(found["articles_missing"].as_u64() > Some(0), "{found:#}");
    }
    assert!(sandbox.run(&["status"]).out.contains("to be read again"));
    fs::rename(sandbox.path("away"), sandbox.news()).unwrap();
    let (code, found) = check(&sandbox, &["--repair"]);
    assert_eq!((code, &found["sound"]), (0, &true.into()), "{found:#}");
    assert!(sandbox.documents() == expected);
}
