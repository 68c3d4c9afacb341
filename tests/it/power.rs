//! Order in which a run makes its files durable, as the system sees it. What it means for a cut of
//! the power is tried by `tests/bench/faults.py`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sandbox::{Sandbox, invented, tool};

/// Calls of a run that name, remove or sync files, in their order.
fn traced(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let log = sandbox.path("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-qq", "-e", "signal=none", "-e"]);
    command.arg("trace=fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir");
    command.arg("-o").arg(&log).arg(env!("CARGO_BIN_EXE_onrecord"));
    command.arg("--index").arg(sandbox.path("deep/er/index")).args(args);
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    fs::read_to_string(log).unwrap().lines().map(str::to_owned).collect()
}

fn syncs(line: &str, dir: &Path) -> bool {
    let dir = dir.canonicalize().unwrap();
    line.contains("sync(") && line.contains(&format!("<{}>", dir.display()))
}

#[test]
fn nothing_is_removed_before_what_replaces_it_is_on_the_disk() {
    if !tool("strace", "the order of calls") {
        return;
    }
    let sandbox = Sandbox::new();
    for number in 0..40 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    let news = sandbox.news();
    let run = |more: &[&str]| {
        let args = ["--quiet", "index", news.to_str().unwrap(), "--commit-every", "7", "-j", "1"];
        traced(&sandbox, &[&args[..], more].concat())
    };
    let first = run(&[]);
    for dir in ["deep/er/index", "deep/er", "deep", ""] {
        assert!(first.iter().any(|line| syncs(line, &sandbox.path(dir))), "{dir} is not synced");
    }
    let index = sandbox.path("deep/er/index");
    fs::remove_file(news.join("7.txt")).unwrap();
    let store = |index: &Path| {
        let files = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
        let stores = files.filter(|path| path.extension().is_some_and(|e| e == "store"));
        stores.max_by_key(|path| path.metadata().unwrap().len()).unwrap()
    };
    let mut runs = vec![first, run(&[]), run(&["--again"])];
    let mut bytes = fs::read(store(&index)).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 4;
    fs::write(store(&index), bytes).unwrap();
    runs.push(traced(&sandbox, &["check", "--repair"]));
    for (number, lines) in runs.iter().enumerate() {
        let (mut named, mut removed) = (0, 0);
        for (at, line) in lines.iter().enumerate() {
            let meta = line.contains("rename") && line.contains("/deep/er/index/meta.json\"");
            let segment = [".store\"", ".fast\"", ".term\"", ".idx\"", ".pos\"", ".del\""];
            if meta {
                named += 1;
            } else if line.contains("unlink") && segment.iter().any(|end| line.contains(end)) {
                removed += 1;
                let is_meta = |line: &&String| line.contains("/deep/er/index/meta.json\"");
                let since = lines[..at].iter().rev().take_while(|line| !is_meta(line));
                let synced = since.clone().any(|line| syncs(line, &index));
                let never = since.count() == at;
                assert!(synced || never && number > 0, "run {number}: {line}");
            }
        }
        assert!(named > 0 && (removed > 0 || number == 0), "run {number}");
    }
}
