//! A run that is killed loses nothing that was committed, and the next one goes on from there.

use std::process::Stdio;
use std::time::Duration;

use onrecord::archive::analyse;
use onrecord::ingest::Timings;
use onrecord::store::Index;

use crate::sandbox::{Sandbox, documents, invented};

#[test]
fn a_killed_run_is_taken_up_by_the_next() {
    let sandbox = Sandbox::new();
    for number in 0..1500_u64 {
        sandbox.write(&format!("{}/{number}.txt", number % 10), invented(number));
    }
    let lines: String =
        (1500..3000).map(|n| serde_json::json!({"text": invented(n)}).to_string() + "\n").collect();
    sandbox.write("5/all.jsonl", lines);
    let whole = sandbox.path("whole");
    let run = |index: &std::path::Path| {
        let mut command = sandbox.command();
        command.arg("--index").arg(index).args(["index", "--quiet", "--commit-every", "100"]);
        command.arg(sandbox.news()).stderr(Stdio::null());
        command
    };
    assert!(run(&whole).status().unwrap().success());
    let undisturbed = documents(&whole);
    assert_eq!(undisturbed.len(), 6000);
    let mut committed = 0;
    for turn in 0..8_u64 {
        let index = sandbox.path(&format!("killed-{turn}"));
        let mut child = run(&index).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 + 45 * turn));
        child.kill().unwrap();
        child.wait().unwrap();
        if let Ok(archive) = Index::open(&index) {
            drop(archive);
            // A killed run leaves no analyses; names are shown as these have them.
            analyse(&index, &Timings::default()).unwrap();
            // What is there is a part of the whole: whole articles with all their quotations.
            let there = documents(&index);
            committed += usize::from(!there.is_empty());
            assert!(there.iter().all(|line| undisturbed.binary_search(line).is_ok()));
            assert_eq!(there.len() % 2, 0);
        }
        assert!(run(&index).status().unwrap().success());
        assert!(documents(&index) == undisturbed, "turn {turn} ended otherwise");
    }
    assert!(committed > 0, "every run was killed before its first commit");
}
