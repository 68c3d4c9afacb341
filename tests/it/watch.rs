//! `index --watch`: what changes counts soon, what is taken off for a while is not forgotten, and a
//! kill loses nothing.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{Sandbox, invented};

/// Longer than anything takes on a busy machine; nothing is timed here.
const PATIENCE: Duration = Duration::from_mins(1);

struct Watching(Child);

impl Watching {
    fn start(sandbox: &Sandbox) -> Self {
        let mut command = sandbox.command();
        command.args(["index", "--watch", "--quiet"]).arg(sandbox.news());
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    fn is_running(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks until the answer has this exit code.
fn becomes(sandbox: &Sandbox, word: &str, code: i32) {
    let start = Instant::now();
    loop {
        let ran = sandbox.run(&["query", word]);
        if ran.code == code {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{word}: {} {}", ran.out, ran.err);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn changes_count_and_a_missing_disk_is_waited_for() {
    let sandbox = Sandbox::new();
    sandbox.write("a/1.txt", invented(1));
    sandbox.write("a/keep.txt", "The osprey was seen.");
    let mut watching = Watching::start(&sandbox);
    becomes(&sandbox, "osprey", 0);

    sandbox.write("b/new/2.txt", "The bittern was heard.");
    becomes(&sandbox, "bittern", 0);
    sandbox.write("b/new/2.txt", "The curlew was heard.");
    becomes(&sandbox, "curlew", 0);
    becomes(&sandbox, "bittern", 1);
    fs::remove_dir_all(sandbox.news().join("b")).unwrap();
    becomes(&sandbox, "curlew", 1);
    sandbox.write("a/.hidden.txt", "The dotterel was hidden.");
    fs::rename(sandbox.news().join("a/1.txt"), sandbox.news().join("a/moved.txt")).unwrap();
    becomes(&sandbox, "path:moved", 0);
    assert_eq!(sandbox.run(&["query", "dotterel"]).code, 1);

    // The disk is taken off; what the index has of it stays, and what changed meanwhile counts
    // afterwards.
    let away = sandbox.path("away");
    fs::rename(sandbox.news(), &away).unwrap();
    std::thread::sleep(Duration::from_secs(3));
    becomes(&sandbox, "osprey", 0);
    fs::write(away.join("a/back.txt"), "The fulmar came back.").unwrap();
    fs::rename(&away, sandbox.news()).unwrap();
    becomes(&sandbox, "fulmar", 0);
    becomes(&sandbox, "osprey", 0);
    assert!(watching.is_running());
    sandbox.write("a/3.txt", "The grebe was seen.");
    becomes(&sandbox, "grebe", 0);

    drop(watching);
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&run["files_read"], &run["files_removed"]), (&0.into(), &0.into()), "{run}");
}
