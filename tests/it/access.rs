//! Whoever may read an index may ask it: another user, from a disk that nobody may write to, and
//! while it is being written.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::sandbox::{Ran, Sandbox, invented, root};

/// A user who owns nothing.
const NOBODY: u32 = 65534;

/// A sandbox that any user may read, with an index and with what people made beside it.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::set_permissions(sandbox.path(""), Permissions::from_mode(0o755)).unwrap();
    for number in 0..30 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &[]);
    let quote = id(&sandbox, "quotes");
    assert_eq!(sandbox.run(&["correct", &quote, "--speaker", "Nuala Pettigar"]).code, 0);
    assert_eq!(sandbox.run(&["save", "walls", "query", "harbour"]).code, 0);
    sandbox
}

fn id(sandbox: &Sandbox, command: &str) -> String {
    let out = sandbox.run(&[command, "harbour", "-n", "1", "--format", "jsonl"]).out;
    let hit: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    hit["id"].as_str().unwrap().to_owned()
}

/// Every command that only asks.
fn questions(sandbox: &Sandbox) -> Vec<Vec<String>> {
    let (article, quote) = (id(sandbox, "query"), id(sandbox, "quotes"));
    let lines = format!(
        "query harbour --facet year\nquotes harbour\nspeakers\nentities\ntimeline harbour\nstatus\n\
         show {article}\ncopies {article}\ncite {quote}\nverify promise\nexport --full\n\
         run walls\nrun walls --new\ncheck\nquery zeppelin"
    );
    lines.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Names, sizes and times of all that lies in a directory.
fn listing(dir: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let of = entry.metadata().unwrap();
        let name = entry.file_name().into_string().unwrap();
        all.push(format!("{name} {} {}.{}", of.len(), of.ctime(), of.ctime_nsec()));
    }
    all.sort();
    all
}

#[test]
fn another_user_asks_and_writes_nothing() {
    if !root("another user") {
        return;
    }
    let sandbox = archive();
    let program = sandbox.program_for_anybody();
    let questions = questions(&sandbox);
    let (index, beside) = (sandbox.path("index"), sandbox.path(""));
    let before = (listing(&index), listing(&beside));
    let mut answers = Vec::new();
    for question in &questions {
        let mut command = Command::new(&program);
        command.arg("--index").arg(&index).args(question).stdin(Stdio::null());
        answers.push(ran(command.uid(NOBODY).gid(NOBODY).output().unwrap()));
    }
    assert_eq!((listing(&index), listing(&beside)), before);
    for (question, answer) in questions.iter().zip(answers) {
        let words: Vec<&str> = question.iter().map(String::as_str).collect();
        let own = sandbox.run(&words);
        assert_eq!((answer.code, answer.out), (own.code, own.out), "{words:?} {}", answer.err);
        assert!(words.contains(&"--new") || answer.err == own.err, "{words:?} {}", answer.err);
    }
    let ran = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--index").arg(&index).args(args).stdin(Stdio::null());
        ran(command.uid(NOBODY).gid(NOBODY).output().unwrap())
    };
    // To write is another matter, and said in a sentence.
    let write = ran(&["index", sandbox.news().to_str().unwrap()]);
    assert_eq!(write.code, 2);
    assert!(write.err.contains("check its permissions"), "{}", write.err);
    // While the owner's lock is held too.
    let lock = fs::File::open(index.join("onrecord.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(ran(&["query", "harbour"]).code, 0);
    assert_eq!(ran(&["check"]).code, 0);
}

#[test]
fn a_disk_that_nobody_may_write_to_is_asked() {
    if !root("a read-only mount") {
        return;
    }
    let sandbox = archive();
    let questions = questions(&sandbox);
    // A copy, as one burnt on a disk, knows of no file when it was written.
    let copy = sandbox.path("copy");
    let mut cp = Command::new("cp");
    assert!(cp.arg("-r").arg(sandbox.path("index")).arg(&copy).status().unwrap().success());
    for file in ["corrections.jsonl", "searches.jsonl"] {
        let of = |index: &str| sandbox.path(&format!("{index}.{file}"));
        fs::copy(of("index"), of("copy")).unwrap();
    }
    for question in &questions {
        let words: Vec<&str> = question.iter().map(String::as_str).collect();
        for index in [&sandbox.path("index"), &copy] {
            // A mount of its own, which ends with the process.
            let mut command = Command::new("unshare");
            let mount = "dir=$1; shift; mount --bind \"$dir\" \"$dir\" && \
                         mount -o remount,bind,ro \"$dir\" && ! touch \"$dir/x\" 2>/dev/null && \
                         exec \"$@\"";
            command.args(["-m", "sh", "-c", mount, "sh"]).arg(sandbox.path(""));
            command.arg(env!("CARGO_BIN_EXE_onrecord")).arg("--index").arg(index);
            let answer = ran(command.args(question).stdin(Stdio::null()).output().unwrap());
            let own = sandbox.run(&[&["--index", index.to_str().unwrap()], &words[..]].concat());
            let same = (answer.code, &answer.out) == (own.code, &own.out);
            assert!(same, "{words:?} {}{}{}", answer.code, answer.out, answer.err);
        }
    }
}

#[test]
fn files_have_the_mode_of_the_umask() {
    for (umask, mode) in [("022", 0o644), ("027", 0o640), ("077", 0o600), ("002", 0o664)] {
        let sandbox = Sandbox::new();
        for number in 0..8 {
            sandbox.write(&format!("{number}.txt"), invented(number));
        }
        let run = |line: &str| {
            let mut command = Command::new("sh");
            command.arg("-c").arg(format!("umask {umask}; exec \"$0\" --index index {line}"));
            command.arg(env!("CARGO_BIN_EXE_onrecord")).current_dir(sandbox.path(""));
            ran(command.output().unwrap())
        };
        assert_eq!(run("index news --quiet").code, 0);
        fs::remove_file(sandbox.news().join("3.txt")).unwrap();
        assert_eq!(run("index news --quiet").code, 0);
        assert_eq!(run("save walls query harbour").code, 0);
        let mut seen = 0;
        let index = fs::read_dir(sandbox.path("index")).unwrap();
        let beside = fs::read_dir(sandbox.path("")).unwrap();
        for entry in index.chain(beside).map(Result::unwrap) {
            let of = entry.metadata().unwrap();
            if of.is_file() {
                assert_eq!(of.mode() & 0o777, mode, "{umask}: {}", entry.path().display());
                seen += 1;
            }
        }
        assert!(seen > 10);
    }
}

#[test]
fn an_index_that_its_owner_alone_could_read_is_opened_by_the_next_run() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", invented(1));
    sandbox.index(&sandbox.news(), &[]);
    // As an older onrecord left it.
    let index = sandbox.path("index");
    for name in ["meta.json", ".managed.json"] {
        let path = index.join(name);
        if !path.exists() {
            fs::write(&path, "[]").unwrap();
        }
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    }
    sandbox.index(&sandbox.news(), &[]);
    let mode = |path: &Path| fs::metadata(path).unwrap().mode();
    assert_eq!(mode(&index.join("meta.json")), mode(&index.join("onrecord.lock")));
    assert!(!index.join(".managed.json").exists());
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn a_running_index_never_keeps_a_question_waiting() {
    let sandbox = Sandbox::new();
    for number in 0..400 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &[]);
    let total = |out: &str| {
        let answer: serde_json::Value = serde_json::from_str(out).unwrap_or_default();
        answer["total"].as_u64()
    };
    let question = ["query", "harbour", "--format", "json"];
    let expected = total(&sandbox.run(&question).out);
    let mut command = sandbox.command();
    command.args(["index", "--quiet", "--again", "--commit-every", "5"]).arg(sandbox.news());
    let mut writer = command.spawn().unwrap();
    let mut asked = 0;
    while writer.try_wait().unwrap().is_none() {
        let Ran { code, out, err } = sandbox.run(&question);
        assert_eq!((code, total(&out)), (0, expected), "{err}");
        assert_eq!(sandbox.run(&["check"]).code, 0);
        asked += 1;
    }
    assert!(asked > 0 && writer.wait().unwrap().success());
}
