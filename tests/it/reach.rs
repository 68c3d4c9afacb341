//! What is there and cannot be read, what is away for a while, what would never answer, and what is
//! reached twice: no article is lost by it, none doubled, and the run ends.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::sandbox::{Sandbox, invented};

/// Longer than any of these runs takes on a busy machine: they hang or they do not.
const PATIENCE: Duration = Duration::from_mins(2);
/// A user without rights.
const NOBODY: u32 = 65_534;

/// Runs the program and kills it should it hang.
fn run_to_end(command: &mut Command) -> (i32, String, String) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = receiver.recv_timeout(PATIENCE) else {
        let _ = Command::new("kill").args(["-s", "KILL", &id]).status();
        panic!("it hangs: {command:?}");
    };
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn index(sandbox: &Sandbox, path: &Path, more: &[&str]) -> Value {
    let mut command = sandbox.command();
    command.args(["index", "--format", "json"]).arg(path).args(more);
    let (code, out, err) = run_to_end(&mut command);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn number(run: &Value, name: &str) -> u64 {
    run[name].as_u64().unwrap()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A sandbox whose program is run by a user for whom rights count: root reads everything.
struct Restricted {
    sandbox: Sandbox,
    program: Option<PathBuf>,
}

impl Restricted {
    fn new(sandbox: Sandbox) -> Self {
        let is_root = fs::metadata(sandbox.news()).unwrap().uid() == 0;
        let program = is_root.then(|| sandbox.program_for_anybody());
        Self { sandbox, program }
    }

    fn command(&self) -> Command {
        let Some(program) = &self.program else { return self.sandbox.command() };
        give_away(&self.sandbox.path("."));
        let mut command = Command::new(program);
        command.arg("--index").arg(self.sandbox.path("index")).current_dir(self.sandbox.path("."));
        command.stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
        command.env("XDG_CONFIG_HOME", self.sandbox.path("settings"));
        command
    }

    fn index(&self, more: &[&str]) -> Value {
        let mut command = self.command();
        command.args(["index", "--format", "json"]).arg(self.sandbox.news()).args(more);
        let (code, out, err) = run_to_end(&mut command);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).unwrap()
    }

    fn out(&self, args: &[&str]) -> String {
        run_to_end(self.command().args(args)).1
    }

    fn allow(&self, name: &str, mode: u32) {
        let path = self.sandbox.news().join(name);
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
}

fn give_away(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        for entry in path.read_dir().unwrap() {
            give_away(&entry.unwrap().path());
        }
    }
}

/// An article about a bird.
fn bird(name: &str) -> String {
    format!("Title: A bird at Lowmere\nDate: 2023-04-05\n\nThe {name} came back to the marsh.\n")
}

#[test]
fn a_file_that_cannot_be_read_now_keeps_its_articles() {
    let sandbox = Sandbox::new();
    sandbox.write("plain.txt", bird("wigeon"));
    sandbox.write("whole.txt", bird("gadwall"));
    sandbox.write("one.json", serde_json::json!({"text": "The smew was seen."}).to_string());
    let lines: String =
        (0..200).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("many.jsonl", &lines);
    sandbox.write("away/deep/1.txt", bird("garganey"));
    let restricted = Restricted::new(sandbox);
    restricted.index(&[]);
    let before = restricted.out(&["query", "--from", "1900", "--format", "json", "-n", "300"]);
    let locked = ["plain.txt", "one.json", "many.jsonl", "away"];
    for name in locked {
        restricted.allow(name, 0);
    }
    for options in [&["--again"][..], &[], &["--retry-failed"]] {
        let run = restricted.index(options);
        assert_eq!(number(&run, "files_failed"), 4, "{options:?} {run}");
        assert_eq!(number(&run, "files_kept"), 3, "{options:?} {run}");
        assert_eq!(number(&run, "files_removed"), 0, "{options:?} {run}");
        let now = restricted.out(&["query", "--from", "1900", "--format", "json", "-n", "300"]);
        assert_eq!(now, before, "{options:?}");
    }
    let failures = restricted.out(&["status", "--failures"]);
    for name in locked {
        assert!(failures.contains(&format!("news/{name}")), "{name}: {failures}");
    }
    assert!(failures.contains("cannot be read: Permission denied"), "{failures}");
    assert!(restricted.out(&["check"]).contains("The index is sound"));
    // Changed meanwhile, or not: read as soon as that can be done.
    fs::write(restricted.sandbox.news().join("whole.txt"), bird("shoveler")).unwrap();
    restricted.allow("plain.txt", 0o644);
    restricted.allow("one.json", 0o644);
    restricted.allow("many.jsonl", 0o644);
    restricted.allow("away", 0o755);
    let run = restricted.index(&[]);
    assert_eq!((number(&run, "files_failed"), number(&run, "files_read")), (0, 4), "{run}");
    assert_eq!((number(&run, "articles"), number(&run, "articles_kept")), (1, 202), "{run}");
    assert_eq!(number(&restricted.index(&[]), "files_unchanged"), 5);
    assert!(!restricted.out(&["status"]).contains("cannot be"));
}

#[test]
fn a_new_file_that_cannot_be_read_is_read_once_it_can_be() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", bird("wigeon"));
    sandbox.write("b.txt", bird("gadwall"));
    let restricted = Restricted::new(sandbox);
    restricted.allow("b.txt", 0);
    let run = restricted.index(&[]);
    assert_eq!((number(&run, "files_failed"), number(&run, "files_kept")), (1, 0), "{run}");
    restricted.allow("b.txt", 0o644);
    assert_eq!(number(&restricted.index(&[]), "files_read"), 1);
    assert!(restricted.out(&["query", "gadwall"]).contains("news/b.txt"));
}

/// METS of an issue with one article on a page, which lies beside it.
fn issue(sandbox: &Sandbox, word: &str) {
    let mets = r#"<mets xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp>
        <file ID="A1"><FLocat xlink:href="page.xml"/></file></fileGrp></fileSec>
        <structMap TYPE="LOGICAL"><div TYPE="ISSUE"><div TYPE="ARTICLE" LABEL="Birds">
        <fptr><area FILEID="A1" BEGIN="T"/></fptr></div></div></structMap></mets>"#;
    let said = format!("The {word} came back to the marsh at Lowmere on Monday morning .");
    let word = |w: &str| format!(r#"<String CONTENT="{w}"/><SP/>"#);
    let words = said.split(' ').map(word).collect::<Vec<_>>().concat();
    let page = format!(
        r#"<alto><Layout><Page><PrintSpace><TextBlock ID="T"><TextLine>{words}</TextLine>
        </TextBlock></PrintSpace></Page></Layout></alto>"#
    );
    sandbox.write("issue/i-mets.xml", mets);
    sandbox.write("issue/page.xml", page);
}

#[test]
fn an_issue_whose_page_cannot_be_read_stays_as_it_is() {
    let sandbox = Sandbox::new();
    issue(&sandbox, "whimbrel");
    let restricted = Restricted::new(sandbox);
    restricted.index(&[]);
    assert!(restricted.out(&["query", "whimbrel"]).contains("i-mets.xml"));
    for (name, options) in [("page.xml", &["--again"][..]), ("i-mets.xml", &[])] {
        restricted.allow(&format!("issue/{name}"), 0);
        restricted.index(options);
        let found = restricted.out(&["query", "whimbrel"]);
        assert!(found.contains("i-mets.xml"), "{name}: {found}");
        assert!(!found.contains("page.xml"), "{name}: {found}");
        assert!(restricted.out(&["status", "--failures"]).contains(name), "{name}");
        restricted.allow(&format!("issue/{name}"), 0o644);
        assert_eq!(number(&restricted.index(&[]), "files_kept"), 0);
    }
}

#[test]
fn what_would_never_answer_is_passed_by_and_told() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", bird("wigeon"));
    issue(&sandbox, "whimbrel");
    fs::remove_file(sandbox.news().join("issue/page.xml")).unwrap();
    pipe(&sandbox.news().join("issue/page.xml"));
    pipe(&sandbox.news().join("pipe.txt"));
    let _socket = UnixListener::bind(sandbox.news().join("socket.txt")).unwrap();
    symlink("/dev/zero", sandbox.news().join("device.txt")).unwrap();
    pipe(&sandbox.path("elsewhere"));
    symlink(sandbox.path("elsewhere"), sandbox.news().join("link.txt")).unwrap();
    let mut told = vec!["issue/page.xml", "pipe.txt", "socket.txt", "device.txt", "link.txt"];
    if Path::new("/proc/kmsg").exists() {
        symlink("/proc/kmsg", sandbox.news().join("kernel.txt")).unwrap();
        symlink("/proc/self", sandbox.news().join("process")).unwrap();
        told.extend(["kernel.txt", "process"]);
    }
    pipe(&sandbox.news().join(".onrecordignore"));
    told.push(".onrecordignore");
    let run = index(&sandbox, &sandbox.news(), &[]);
    // The issue lacks its page, and is told too.
    assert_eq!(number(&run, "files_failed"), told.len() as u64 + 1, "{run}");
    assert_eq!(number(&run, "articles"), 1, "{run}");
    let status = sandbox.run(&["status", "--failures"]).out;
    for name in told {
        assert!(status.contains(&format!("news/{name}: ")), "{name}: {status}");
    }
    // An article that gives way to a pipe is not lost by it.
    fs::remove_file(sandbox.news().join("a.txt")).unwrap();
    pipe(&sandbox.news().join("a.txt"));
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!(number(&run, "files_kept"), 1, "{run}");
    assert_eq!(sandbox.run(&["query", "wigeon"]).code, 0);
    assert!(sandbox.run(&["status", "--failures"]).out.contains("news/a.txt: "));
    // As PATHs, and as what people keep beside the index.
    index(&sandbox, &sandbox.news().join("pipe.txt"), &[]);
    for name in ["index.aliases.toml", "index.corrections.jsonl", "index.searches.jsonl"] {
        pipe(&sandbox.path(name));
        let args = if name.contains("searches") { &["run", "x"][..] } else { &["query", "wigeon"] };
        let (code, _, err) = run_to_end(sandbox.command().args(args));
        assert_eq!(code, 2, "{name}");
        assert!(err.contains(name) && err.contains("pipe"), "{err}");
        fs::remove_file(sandbox.path(name)).unwrap();
    }
}

#[test]
fn links_double_nothing_and_what_only_they_lead_to_is_read() {
    let sandbox = Sandbox::new();
    // Each directory has two links to the next: more paths than could ever be walked.
    for level in 0..40 {
        let dir = sandbox.news().join(format!("w{level}"));
        fs::create_dir(&dir).unwrap();
        for name in ["l0", "l1"] {
            symlink(format!("../w{}", level + 1), dir.join(name)).unwrap();
        }
    }
    sandbox.write("w40/x.txt", bird("wigeon"));
    sandbox.write("dated/y.txt", bird("gadwall"));
    fs::hard_link(sandbox.news().join("dated/y.txt"), sandbox.news().join("dated/z.txt")).unwrap();
    // A link that comes first in order, and the file itself later.
    symlink("dated", sandbox.news().join("a-latest")).unwrap();
    symlink("../w40/x.txt", sandbox.news().join("dated/a.txt")).unwrap();
    // What only links lead to: outside, and in a hidden place.
    fs::create_dir(sandbox.path("outside")).unwrap();
    fs::write(sandbox.path("outside/o.txt"), bird("garganey")).unwrap();
    symlink(sandbox.path("outside"), sandbox.news().join("one")).unwrap();
    symlink(sandbox.path("outside"), sandbox.news().join("two")).unwrap();
    symlink(sandbox.path("outside/o.txt"), sandbox.news().join("three.txt")).unwrap();
    sandbox.write(".store/77", bird("shoveler"));
    symlink(".store/77", sandbox.news().join("shoveler.txt")).unwrap();
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!((number(&run, "articles"), number(&run, "files_failed")), (4, 0), "{run}");
    let lists = |word: &str| sandbox.run(&["query", word, "--all-copies"]).out;
    for (word, path) in [
        ("wigeon", "news/w40/x.txt"),
        ("gadwall", "news/dated/y.txt"),
        ("garganey", "news/one/o.txt"),
        ("shoveler", "news/shoveler.txt"),
    ] {
        assert!(lists(word).contains(path), "{word}: {}", lists(word));
    }
    assert_eq!(number(&index(&sandbox, &sandbox.news(), &[]), "files_unchanged"), 4);
    // One of several links goes, and what it led to is found by the next.
    fs::remove_file(sandbox.news().join("one")).unwrap();
    index(&sandbox, &sandbox.news(), &[]);
    assert!(lists("garganey").contains("news/three.txt"), "{}", lists("garganey"));
    // As a list, and as a PATH, a link is what it is in a whole run.
    fs::write(sandbox.path("list"), sandbox.news().join("three.txt").to_str().unwrap()).unwrap();
    sandbox.run(&["index", "--list", "list"]);
    index(&sandbox, &sandbox.news().join("a-latest"), &[]);
    index(&sandbox, &sandbox.news(), &[]);
    for word in ["garganey", "gadwall"] {
        let lines = sandbox.run(&["query", word, "--all-copies", "--format", "jsonl"]).out;
        assert_eq!(lines.lines().count(), 1, "{word}: {lines}");
    }
}

#[test]
fn links_between_roots_double_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a/1.txt", bird("wigeon"));
    sandbox.write("b/2.txt", bird("gadwall"));
    symlink("../b", sandbox.news().join("a/other")).unwrap();
    symlink(sandbox.news(), sandbox.news().join("b/up")).unwrap();
    let (a, b) = (sandbox.news().join("a"), sandbox.news().join("b"));
    let b = b.to_str().unwrap();
    let run = index(&sandbox, &a, &[b]);
    assert_eq!(number(&run, "articles"), 2, "{run}");
    assert_eq!(number(&index(&sandbox, &a, &[]), "articles"), 0);
    assert_eq!(number(&index(&sandbox, Path::new(b), &[]), "articles"), 0);
    assert_eq!(sandbox.documents().len(), 2);
}

fn place(run: &Value, at: usize) -> (String, u64, String) {
    let place = &run["out_of_reach"][at];
    let text = |name: &str| place[name].as_str().unwrap_or_default().to_owned();
    (text("dir"), place["articles"].as_u64().unwrap_or(0), text("reason"))
}

#[test]
fn a_directory_that_holds_none_of_its_articles_is_out_of_reach() {
    let sandbox = Sandbox::new();
    for n in 0..6 {
        sandbox.write(&format!("2023/{n}.txt"), invented(n));
        sandbox.write(&format!("2024/0{}/{n}.txt", n % 2), invented(100 + n));
        sandbox.write(&format!("2025/{n}.txt"), invented(200 + n));
    }
    index(&sandbox, &sandbox.news(), &[]);
    let before = sandbox.documents();
    let empty = |name: &str| {
        fs::remove_dir_all(sandbox.news().join(name)).unwrap();
        fs::create_dir_all(sandbox.news().join(name)).unwrap();
    };
    empty("2024");
    empty("2025");
    // What somebody left in the empty mount point is no article of the archive.
    sandbox.write("2025/README.txt", "x");
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!(number(&run, "files_removed"), 0, "{run}");
    let (dir, articles, reason) = place(&run, 0);
    assert!(dir.ends_with("/news/2024"), "{run}");
    assert_eq!((articles, reason.as_str()), (6, "holds_none"));
    assert!(place(&run, 1).0.ends_with("/news/2025"), "{run}");
    assert_eq!(sandbox.documents(), before);
    let told = sandbox.run(&["index", sandbox.news().to_str().unwrap()]);
    assert!(told.out.contains("6 articles of 6 files beneath"), "{}", told.out);
    assert!(told.out.contains("--forget-missing"), "{}", told.out);
    // A file deleted where others are left is gone, and so is a directory that was deleted.
    fs::remove_file(sandbox.news().join("2023/3.txt")).unwrap();
    fs::remove_dir(sandbox.news().join("2024")).unwrap();
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!(number(&run, "files_removed"), 7, "{run}");
    assert!(place(&run, 0).0.ends_with("/news/2025"), "{run}");
    // New articles in the place of all the old ones: it holds articles.
    sandbox.write("2025/new.txt", invented(900));
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!(number(&run, "files_removed"), 6, "{run}");
    assert_eq!(run["out_of_reach"].as_array().unwrap().len(), 0, "{run}");
}

#[test]
fn what_is_out_of_reach_goes_when_it_is_asked_for() {
    for option in ["--forget-missing", "--allow-empty"] {
        let sandbox = Sandbox::new();
        sandbox.write("a/1.txt", bird("wigeon"));
        sandbox.write("b/2.txt", bird("gadwall"));
        sandbox.write(".keep", "");
        index(&sandbox, &sandbox.news(), &[]);
        fs::remove_file(sandbox.news().join("b/2.txt")).unwrap();
        let run = index(&sandbox, &sandbox.news(), &[]);
        assert_eq!(place(&run, 0).1, 1, "{run}");
        assert_eq!(number(&index(&sandbox, &sandbox.news(), &[option]), "files_removed"), 1);
        assert_eq!(sandbox.documents().len(), 1);
        // What an ignore file names was left out by choice.
        sandbox.write(".onrecordignore", "a\n");
        assert_eq!(number(&index(&sandbox, &sandbox.news(), &[]), "files_removed"), 1);
        assert!(sandbox.documents().is_empty());
    }
}

/// A file system of its own, until dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn new(dir: PathBuf) -> Option<Self> {
        fs::create_dir_all(&dir).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "none"]).arg(&dir).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(Self(dir));
        }
        println!("skipped: a test needs root and mount");
        let required = std::env::var("ONRECORD_SHARED").is_ok_and(|value| value == "required");
        assert!(!required, "mount does not work here");
        None
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

#[test]
fn a_disk_that_is_not_mounted_loses_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("2023/1.txt", invented(1));
    sandbox.write("2023/2.txt", invented(2));
    let Some(disk) = Mounted::new(sandbox.news().join("2024")) else { return };
    let Some(far) = Mounted::new(sandbox.path("far")) else { return };
    symlink(sandbox.path("far"), sandbox.news().join("linked")).unwrap();
    for n in 0..4 {
        sandbox.write(&format!("2024/{n}.txt"), invented(100 + n));
        fs::write(sandbox.path("far").join(format!("{n}.txt")), invented(200 + n)).unwrap();
    }
    index(&sandbox, &sandbox.news(), &[]);
    let before = sandbox.documents();
    // A file deleted from a disk that is there is gone.
    fs::remove_file(sandbox.news().join("2024/3.txt")).unwrap();
    assert_eq!(number(&index(&sandbox, &sandbox.news(), &[]), "files_removed"), 1);
    assert_eq!(sandbox.documents().len(), before.len() - 2);
    let before = sandbox.documents();
    drop(disk);
    drop(far);
    // In one mount point lies an article, of a name that the disk has too.
    sandbox.write("2024/0.txt", invented(777));
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!(number(&run, "files_removed"), 0, "{run}");
    let found: Vec<_> = (0..2).map(|at| place(&run, at)).collect();
    assert!(found.iter().all(|(_, _, reason)| reason == "other_device"), "{run}");
    assert_eq!(found.iter().map(|(_, articles, _)| articles).sum::<u64>(), 2 + 4);
    let there = sandbox.documents();
    assert_eq!(there.len(), before.len());
    assert_eq!(before.iter().filter(|line| !there.contains(line)).count(), 2);
}

#[test]
fn a_link_to_a_disk_that_is_gone_keeps_what_it_led_to() {
    let sandbox = Sandbox::new();
    sandbox.write("1.txt", bird("wigeon"));
    fs::create_dir(sandbox.path("far")).unwrap();
    fs::write(sandbox.path("far/2.txt"), bird("gadwall")).unwrap();
    symlink(sandbox.path("far"), sandbox.news().join("linked")).unwrap();
    index(&sandbox, &sandbox.news(), &[]);
    fs::rename(sandbox.path("far"), sandbox.path("further")).unwrap();
    let run = index(&sandbox, &sandbox.news(), &[]);
    assert_eq!((number(&run, "files_removed"), number(&run, "files_failed")), (0, 1), "{run}");
    assert_eq!(sandbox.run(&["query", "gadwall"]).code, 0);
    fs::rename(sandbox.path("further"), sandbox.path("far")).unwrap();
    assert_eq!(number(&index(&sandbox, &sandbox.news(), &[]), "files_unchanged"), 2);
}
