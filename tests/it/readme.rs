//! The README's commands, run as they stand there.

use std::fs;
use std::path::Path;
use std::process::Command;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of the README that start with `$ onrecord`, in order.
fn commands() -> Vec<String> {
    let text = fs::read_to_string(repository().join("README.md")).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

#[test]
fn every_command_of_the_tour_finds_something() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("tests")).unwrap();
    let from = repository().join("tests/archive");
    let copied = Command::new("cp").arg("-r").arg(from).arg(dir.path().join("tests")).status();
    assert!(copied.unwrap().success());
    let program = Path::new(env!("CARGO_BIN_EXE_onrecord"));
    let mut ran = 0;
    for line in commands().iter().filter(|line| line.starts_with("onrecord ")) {
        let output = Command::new("bash")
            .args(["-c", line])
            .env(
                "PATH",
                format!(
                    "{}:{}",
                    program.parent().unwrap().display(),
                    std::env::var("PATH").unwrap()
                ),
            )
            .current_dir(dir.path())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{line}\n{err}");
        let file = line.split(" -o ").nth(1).map(|name| dir.path().join(name));
        let written = file.is_some_and(|file| fs::metadata(file).unwrap().len() > 0);
        assert!(written || !output.stdout.is_empty(), "{line}");
        ran += 1;
    }
    assert!(ran >= 8, "the tour was not found");
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let test = commands().into_iter().find(|line| line.starts_with("cargo test")).unwrap();
    let script = fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert!(script.lines().any(|line| line.contains(&test)), "{test}");
}
