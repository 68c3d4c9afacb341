//! Files of one index in the place of another's, and of one segment in the place of another's, are
//! noticed: each has a right checksum of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Ran, Sandbox, invented};

const EXTENSIONS: [&str; 6] = ["fast", "store", "term", "idx", "pos", "fieldnorm"];

/// An index of two segments, both with deleted documents.
fn indexed() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    for number in 40..70 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    for number in [7, 50] {
        fs::remove_file(sandbox.news().join(format!("{number}.txt"))).unwrap();
    }
    sandbox.index(&sandbox.news(), &["--jobs", "1"]);
    sandbox
}

/// Files of the segments, by extension.
fn segments(index: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let mut found: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in fs::read_dir(index).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if EXTENSIONS.contains(&&*extension) || extension == "del" {
            found.entry(extension).or_default().push(path);
        }
    }
    for paths in found.values_mut() {
        paths.sort();
    }
    found
}

fn answers(sandbox: &Sandbox) -> Vec<Ran> {
    let questions: [&[&str]; 6] = [
        &["query", "harbour", "--format", "jsonl"],
        &["query", "\"session 11\"", "--format", "jsonl"],
        &["quotes", "--speaker", "marrow", "--format", "jsonl"],
        &["speakers", "--format", "json"],
        &["timeline", "council", "--format", "json"],
        &["export", "--full"],
    ];
    questions.iter().map(|args| sandbox.run(args)).collect()
}

/// Asks the index that was tampered with: right or refused, found by `check`, and mended.
fn is_noticed(sandbox: &Sandbox, expected: &[Ran], place: &str, names: &str) {
    for (expected, found) in expected.iter().zip(answers(sandbox)) {
        assert!(!found.err.contains("panicked"), "{place}: {}", found.err);
        let right = (found.code, &found.out) == (expected.code, &expected.out);
        let refused = found.code == 2 && found.err.contains(names);
        assert!(right || refused, "{place}: {} {}{}", found.code, found.out, found.err);
    }
    let check = sandbox.run(&["check"]);
    assert_eq!(check.code, 1, "{place}: {}{}", check.out, check.err);
    assert!(check.out.contains(names), "{place}: {}", check.out);
}

fn is_mended(sandbox: &Sandbox, documents: &[String], place: &str) {
    let repair = sandbox.run(&["check", "--repair"]);
    // Of what was removed nothing tells any more, until the archive is walked.
    assert!(repair.code < 2, "{place}: {}{}", repair.out, repair.err);
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(sandbox.run(&["check"]).code, 0, "{place}");
    assert!(sandbox.documents() == documents, "{place}: mended otherwise");
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let mut cp = Command::new("cp");
    assert!(cp.arg("-a").arg(from).arg(to).status().unwrap().success());
}

fn exchange(one: &Path, other: &Path) {
    let aside = one.with_extension("aside");
    fs::rename(one, &aside).unwrap();
    fs::rename(other, one).unwrap();
    fs::rename(aside, other).unwrap();
}

#[test]
fn files_of_two_segments_that_changed_places_are_noticed() {
    let sandbox = indexed();
    let (expected, documents) = (answers(&sandbox), sandbox.documents());
    let (index, kept) = (sandbox.path("index"), sandbox.path("kept"));
    copy(&index, &kept);
    let sets: [&[&str]; 9] = [
        &["fast"],
        &["store"],
        &["term"],
        &["idx"],
        &["pos"],
        &["fieldnorm"],
        &["term", "idx", "pos"],
        &["fast", "store"],
        &EXTENSIONS,
    ];
    for set in sets {
        let files = segments(&index);
        for extension in set {
            let [one, other] = &files[*extension][..] else { panic!("two segments") };
            exchange(one, other);
        }
        let place = format!("{set:?}");
        is_noticed(&sandbox, &expected, &place, set[0]);
        is_mended(&sandbox, &documents, &place);
        copy(&kept, &index);
    }
    let files = segments(&index);
    let [one, other] = &files["del"][..] else { panic!("two segments") };
    exchange(one, other);
    is_noticed(&sandbox, &expected, "del", ".del");
    is_mended(&sandbox, &documents, "del");
}

#[test]
fn files_of_another_index_are_noticed() {
    let sandbox = indexed();
    let (expected, documents) = (answers(&sandbox), sandbox.documents());
    let (index, kept) = (sandbox.path("index"), sandbox.path("kept"));
    copy(&index, &kept);
    // The same number of articles, so that its commit has the same number.
    let other = indexed();
    for number in 0..70 {
        let path = other.news().join(format!("{number}.txt"));
        if path.exists() {
            fs::write(path, invented(number + 300)).unwrap();
        }
    }
    fs::remove_dir_all(other.path("index")).unwrap();
    other.index(&other.news(), &["--jobs", "1"]);
    let theirs = segments(&other.path("index"));
    for extension in EXTENSIONS {
        let files = segments(&index);
        fs::copy(&theirs[extension][0], &files[extension][0]).unwrap();
        is_noticed(&sandbox, &expected, extension, extension);
        is_mended(&sandbox, &documents, extension);
        copy(&kept, &index);
    }
    for name in ["names.bin", "copies.bin", "sayings.bin", "state.bin", "meta.json"] {
        fs::copy(other.path("index").join(name), index.join(name)).unwrap();
        for (expected, found) in expected.iter().zip(answers(&sandbox)) {
            let told = found.code == 2 || found.err.contains("not made yet");
            let right = (found.code, &found.out) == (expected.code, &expected.out);
            assert!(right || told, "{name}: {}{}", found.out, found.err);
        }
        let check = sandbox.run(&["check"]);
        assert!(check.code == 1 && check.out.contains(name), "{name}: {}", check.out);
        let repair = sandbox.run(&["check", "--repair"]);
        assert_eq!(repair.code, 0, "{name}: {}{}", repair.out, repair.err);
        for (expected, found) in expected.iter().zip(answers(&sandbox)) {
            assert_eq!((found.code, &found.out), (expected.code, &expected.out), "{name}");
        }
        copy(&kept, &index);
    }
}

#[test]
fn a_file_of_a_copy_that_went_its_own_way_is_noticed() {
    let sandbox = indexed();
    let (index, kept) = (sandbox.path("index"), sandbox.path("kept"));
    copy(&index, &kept);
    let one = sandbox.path("one");
    // Two copies from which another article is removed each: files of one name, with other content.
    let mut copies = Vec::new();
    for gone in [5, 6] {
        copy(&kept, &index);
        // The other one is moved to and fro, so that both have a new change time in either copy.
        let other = sandbox.news().join(format!("{}.txt", 11 - gone));
        fs::rename(&other, &one).unwrap();
        fs::rename(&one, &other).unwrap();
        let (from, to) = (sandbox.news().join(format!("{gone}.txt")), one.clone());
        fs::rename(&from, &to).unwrap();
        sandbox.index(&sandbox.news(), &["--jobs", "1"]);
        fs::rename(&to, &from).unwrap();
        let dir = sandbox.path(&format!("copy-{gone}"));
        copy(&index, &dir);
        copies.push(dir);
    }
    let [five, six] = &copies[..] else { panic!("two copies") };
    let shared = |path: &PathBuf| six.join(path.file_name().unwrap()).is_file();
    let del: Vec<PathBuf> = segments(five)["del"].iter().filter(|p| shared(p)).cloned().collect();
    let differs = |path: &&PathBuf| {
        fs::read(path).unwrap() != fs::read(six.join(path.file_name().unwrap())).unwrap()
    };
    let del = del.iter().find(differs).expect("a file of the same name with other content");
    copy(six, &index);
    let expected = answers(&sandbox);
    let name = del.file_name().unwrap();
    fs::copy(del, index.join(name)).unwrap();
    is_noticed(&sandbox, &expected, "del of a copy", name.to_str().unwrap());
}
