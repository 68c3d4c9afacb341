//! Completions and manual pages.

use std::fs;

use crate::sandbox::Sandbox;

/// What the program offers for the last of these words.
fn offered(sandbox: &Sandbox, words: &[&str]) -> String {
    let mut command = sandbox.command();
    command.env("ONRECORD_COMPLETE", "bash");
    command.env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
    command
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true");
    let output = command.arg("--").args(words).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn scripts_for_every_shell_call_the_program() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = sandbox.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{shell}: {}", ran.err);
        assert!(
            ran.out.contains("ONRECORD_COMPLETE") && ran.out.contains("onrecord"),
            "{}",
            ran.out
        );
    }
    assert_eq!(sandbox.run(&["completions", "dos"]).code, 2);
}

#[test]
fn commands_and_names_of_the_index_are_completed() {
    let sandbox = Sandbox::with_samples();
    assert!(offered(&sandbox, &["onrecord", "ver"]).contains("verify"));
    let speakers = offered(&sandbox, &["onrecord", "quotes", "--speaker", "osk"]);
    assert_eq!(speakers.lines().next(), Some("oskarsdal"), "{speakers}");
    let index = sandbox.path("index");
    let index = index.to_str().unwrap();
    let named = offered(&sandbox, &["onrecord", "--index", index, "query", "--person", "Mar"]);
    assert!(named.contains("Marit\\ Oskarsdal"), "{named}");
    let places = offered(&sandbox, &["onrecord", "query", "--place", "kess"]);
    assert!(places.lines().any(|line| line == "kessing"), "{places}");
    // No index, no names, and no complaint.
    let empty = Sandbox::new();
    assert_eq!(offered(&empty, &["onrecord", "quotes", "--speaker", "osk"]).trim(), "");
}

#[test]
fn every_command_has_a_manual_page() {
    let sandbox = Sandbox::new();
    let dir = sandbox.path("man/man1");
    let ran = sandbox.run(&["man", "--dir", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in
        ["onrecord", "onrecord-index", "onrecord-quotes", "onrecord-verify", "onrecord-export"]
    {
        let page = fs::read_to_string(dir.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".TH") && page.contains(".SH DESCRIPTION"), "{name}");
    }
    sandbox.write("file", "x");
    let ran = sandbox.run(&["man", "--dir", "news/file"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("news/file"), "{}", ran.err);
}
