//! A system that gives no more threads or memory is told in a sentence, and the index stays whole.

use std::process::{Command, Output};

use crate::sandbox::{Sandbox, invented, tool};

/// Words of faults that a person can do nothing with, or that blame the index.
const FORBIDDEN: [&str; 6] = [
    "panicked",
    "fatal runtime error",
    "Fatal glibc error",
    "damaged",
    "report it",
    "is the index",
];

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..20 {
        sandbox.write(&format!("{number}.txt"), invented(number));
    }
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

fn commands(sandbox: &Sandbox) -> Vec<String> {
    let (program, index) = (env!("CARGO_BIN_EXE_onrecord"), sandbox.path("index"));
    let (index, news) = (index.display(), sandbox.news());
    let news = news.display();
    vec![
        format!("{program} --index {index} -q index {news} --again --memory 64MB"),
        format!("{program} --index {index} -q query harbour"),
        format!("{program} --index {index} -q check"),
    ]
}

/// Fails unless the command ended well or told in a sentence what was wanting.
fn is_told(place: &str, output: &Output, wanting: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code();
    let forbidden = FORBIDDEN.iter().find(|word| said.contains(**word));
    assert_eq!(forbidden, None, "{place}: {said}");
    assert!(code == Some(0) || said.contains(wanting), "{place}: {code:?} {said}");
    assert!(code != Some(1), "{place}: {said}");
}

#[test]
fn no_more_threads() {
    if !tool("strace", "a system without threads") {
        return;
    }
    let sandbox = archive();
    for command in commands(&sandbox) {
        for from in 1..=14 {
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qqq", "-o", "/dev/null", "-e", "trace=clone3,clone", "-e"]);
            strace.arg(format!("inject=clone3,clone:error=EAGAIN:when={from}+"));
            let output = strace.args(command.split(' ')).output().unwrap();
            let place = format!("no thread from the {from}th on: {command}");
            assert!(output.status.code().is_some_and(|code| code != 134), "{place}");
            is_told(&place, &output, "threads");
        }
    }
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn no_more_memory() {
    let sandbox = archive();
    for command in commands(&sandbox) {
        for megabytes in (20..400).step_by(20) {
            let limited = |command: &str| {
                let line = format!("ulimit -v {}; exec {command}", megabytes * 1000);
                Command::new("bash").arg("-c").arg(line).output().unwrap()
            };
            if !limited(&format!("{} --version", env!("CARGO_BIN_EXE_onrecord"))).status.success() {
                // Not enough to load the program.
                continue;
            }
            let output = limited(&command);
            is_told(&format!("{megabytes} MB: {command}"), &output, "memory");
        }
    }
    assert_eq!(sandbox.run(&["check"]).code, 0);
}
