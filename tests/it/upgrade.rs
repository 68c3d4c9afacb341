//! An index of an older format is brought to today's from what it holds itself, whole or not at
//! all.
//!
//! `tests/indexes` keeps an index of each older format as it was written, sources gone: 36
//! articles, one of them from a pipe, with documents that were replaced and removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use onrecord::archive::analyse;
use onrecord::ingest::Timings;
use onrecord::store::{Error, FORMAT, Index};

use crate::sandbox::{Ran, Sandbox, documents, invented};

fn kept(format: u32) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/indexes/format-{format}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Files with what is in them, but for locks.
fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    };
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(entry).collect();
    files.retain(|(name, _)| !name.ends_with("lock"));
    files.sort();
    files
}

/// Makes a commit of today's format say that it is of another: the records of format 2 are today's
/// without their seals, and what stands behind a record is not read.
fn relabel(index: &Path, format: u32) {
    let path = index.join("meta.json");
    let mut meta: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let payload: serde_json::Value =
        serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    let payload = serde_json::json!({"onrecord_format": format, "roots": payload["roots"]});
    meta["payload"] = payload.to_string().into();
    // Older ones neither sealed it nor listed its files.
    for key in ["seal", "files"] {
        meta.as_object_mut().unwrap().remove(key);
    }
    fs::write(&path, meta.to_string()).unwrap();
}

/// The files of segments that lie there, and those that meta.json names.
fn segment_files(index: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let meta: serde_json::Value =
        serde_json::from_slice(&fs::read(index.join("meta.json")).unwrap()).unwrap();
    let named = meta["segments"].as_array().unwrap().iter();
    let named = named.map(|s| s["segment_id"].as_str().unwrap().replace('-', "")).collect();
    let files = contents(index).into_iter().filter_map(|(name, _)| {
        let (stem, _) = name.split_once('.')?;
        (stem.len() == 32).then(|| stem.to_owned())
    });
    (files.collect(), named)
}

#[test]
fn an_index_of_every_older_format_keeps_all_it_holds() {
    for format in 2..FORMAT {
        let sandbox = Sandbox::new();
        let index = sandbox.path("index");
        copy(&kept(format), &index);
        let before = contents(&index);
        for args in [&["status"][..], &["query", "ferry"], &["quotes", "ferry"], &["export"]] {
            let Ran { code, err, .. } = sandbox.run(args);
            assert_eq!(code, 2);
            assert!(err.contains("`onrecord index` brings it to format"), "{err}");
        }
        assert!(contents(&index) == before, "a command that only reads changed the index");
        let ran = sandbox.run(&["index"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("36 articles of 35 files"), "{}", ran.err);
        assert!(ran.err.contains("stays as it is"), "{}", ran.err);
        let status = sandbox.run(&["status", "--failures", "--format", "json"]).out;
        let status: serde_json::Value = serde_json::from_str(&status).unwrap();
        assert_eq!((status["articles"].as_u64(), status["quotes"].as_u64()), (Some(36), Some(356)));
        assert_eq!(status["failures"].as_array().unwrap().len(), 4);
        assert_eq!(status["roots"].as_array().unwrap().len(), 2);
        assert!(sandbox.run(&["query", "title:pipe"]).out.contains("By pipe"));
        let (files, named) = segment_files(&index);
        assert_eq!(files, named, "files of the old index were left");
    }
}

#[test]
fn a_killed_upgrade_leaves_the_old_index_or_the_new() {
    let sandbox = Sandbox::new();
    for number in 0..400_u64 {
        sandbox.write(&format!("{}/{number}.txt", number % 10), invented(number));
    }
    sandbox.write("broken.json", "{");
    let old = sandbox.path("old");
    let run = |index: &Path, more: &[&str]| {
        let mut command = sandbox.command();
        command.arg("--index").arg(index).args(["index", "--quiet"]).args(more);
        command.stderr(Stdio::null());
        command
    };
    assert!(run(&old, &[sandbox.news().to_str().unwrap()]).status().unwrap().success());
    let expected = documents(&old);
    assert_eq!(expected.len(), 800);
    relabel(&old, 2);
    let whole = sandbox.path("whole");
    copy(&old, &whole);
    let start = Instant::now();
    assert!(run(&whole, &[]).status().unwrap().success());
    let time = start.elapsed();
    assert!(documents(&whole) == expected);
    let (mut is_old, mut is_new) = (0, 0);
    for turn in 0..12_u32 {
        let index = sandbox.path(&format!("killed-{turn}"));
        copy(&old, &index);
        let mut child = run(&index, &[]).spawn().unwrap();
        std::thread::sleep(time * turn / 7 + Duration::from_millis(3));
        child.kill().unwrap();
        child.wait().unwrap();
        match Index::open(&index) {
            Ok(_) => {
                is_new += 1;
                // A killed run leaves no analyses; names are shown as these have them.
                analyse(&index, &Timings::default()).unwrap();
                assert!(documents(&index) == expected, "turn {turn} left less");
            }
            Err(Error::Outdated { found: 2, .. }) => is_old += 1,
            Err(error) => panic!("turn {turn}: {error}"),
        }
        assert!(run(&index, &[]).status().unwrap().success());
        assert!(documents(&index) == expected, "turn {turn} ended otherwise");
        assert!(!index.join("rebuilding").exists());
        let (files, named) = segment_files(&index);
        assert!(files.is_superset(&named));
    }
    assert!(is_old > 0 && is_new > 0, "killed only before ({is_old}) or after ({is_new})");
}
