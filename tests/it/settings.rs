//! Settings of a file and of the environment; where results go.

use std::fs;
use std::process::Command;

use crate::sandbox::{Ran, Sandbox, samples};

fn row(ran: &Ran, name: &str) -> String {
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line = ran.out.lines().find(|line| line.starts_with(&format!("{name},")));
    line.unwrap_or_default().to_owned()
}

fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn typed_goes_before_environment_before_file_before_default() {
    let sandbox = Sandbox::with_samples();
    let config = &["config", "--format", "csv"];
    assert_eq!(row(&sandbox.run(config), "limit"), "limit,10,default");
    assert_eq!(row(&sandbox.run(config), "format"), "format,csv,option --format");
    let dir = sandbox.path("settings/onrecord");
    fs::create_dir_all(&dir).unwrap();
    let file = dir.join("config.toml");
    fs::write(&file, "limit = 2\nindex = \"../../index\"\npager = \"more\"\n").unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(row(&sandbox.run(config), "limit"), format!("limit,2,{path}"));
    let shown = |args: &[&str]| sandbox.run(args).out.lines().count();
    assert_eq!(shown(&["quotes", "tariffs", "--format", "jsonl"]), 2);
    assert_eq!(shown(&["quotes", "tariffs", "--format", "jsonl", "-n", "3"]), 3);
    // Without --index: the file names it, from its own folder.
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir("/").env("XDG_CONFIG_HOME", sandbox.path("settings"));
    command.env_remove("ONRECORD_INDEX").env_remove("ONRECORD_CONFIG");
    command.args(["quotes", "tariffs", "--format", "csv"]);
    let ran = run(&mut command);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{}", ran.err);
    // The environment goes before the file.
    command.env("ONRECORD_INDEX", sandbox.path("none"));
    assert_eq!(run(&mut command).code, 2);
    let ran = run(sandbox.command().args(config).env("ONRECORD_PAGER", "most"));
    assert_eq!(row(&ran, "pager"), "pager,most,ONRECORD_PAGER");
    // Beside the index stand settings that travel with it; the user's go before them.
    fs::write(sandbox.path("index.settings.toml"), "limit = 7\nmemory = \"64MB\"\n").unwrap();
    assert_eq!(row(&sandbox.run(config), "limit"), format!("limit,2,{path}"));
    assert!(row(&sandbox.run(config), "memory").starts_with("memory,64MB,"));
    // What is exported is not cut unless typed.
    let export = ["export", "tariffs", "--quotes"];
    assert!(shown(&export) > 5);
    assert_eq!(shown(&[&export[..], &["-n", "4"]].concat()), 4);
    // Saved searches keep what they were saved with.
    assert_eq!(sandbox.run(&["save", "all", "quotes", "tariffs", "-n", "4"]).code, 0);
    assert_eq!(shown(&["run", "all", "--format", "jsonl"]), 4);
}

#[test]
fn faults_of_the_file_are_told_with_its_name() {
    let sandbox = Sandbox::with_samples();
    for (text, told) in [
        ("limit = \"few\"", "limit"),
        ("limt = 3", "there is no setting limt"),
        ("color = \"mauve\"", "mauve"),
        ("limit = [1]", "not array"),
        ("limit = ", "line 1"),
    ] {
        fs::write(sandbox.path("my.toml"), text).unwrap();
        for args in [["config", "--config", "my.toml"], ["quotes", "x", "--config=my.toml"]] {
            let ran = sandbox.run(&args);
            assert_eq!(ran.code, 2, "{text}: {}", ran.out);
            assert!(ran.err.contains("my.toml") && ran.err.contains(told), "{text}: {}", ran.err);
        }
    }
    let ran = sandbox.run(&["config", "--config", "none.toml"]);
    assert!(ran.code == 2 && ran.err.contains("none.toml"), "{}", ran.err);
}

#[test]
fn results_go_to_a_file_whole_or_not_at_all() {
    let sandbox = Sandbox::with_samples();
    let out = sandbox.path("out");
    let printed = sandbox.run(&["quotes", "tariffs"]);
    let ran = sandbox.run(&["quotes", "tariffs", "-o", "out"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&out).unwrap(), printed.out);
    // Nothing found is a result; an error is none, and leaves what was there.
    let ran = sandbox.run(&["export", "xylophone", "--as", "csv", "-o", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let kept = fs::read_to_string(&out).unwrap();
    assert!(kept.starts_with("id,") && kept.lines().count() == 1, "{kept}");
    assert_eq!(sandbox.run(&["show", "00", "-o", "out"]).code, 2);
    assert_eq!(fs::read_to_string(&out).unwrap(), kept);
    let ran = sandbox.run(&["quotes", "tariffs", "--output", "none/out"]);
    assert!(ran.code == 2 && ran.err.contains("none/out"), "{}", ran.err);
    assert_eq!(sandbox.run(&["quotes", "tariffs", "-o", "-"]).out, printed.out);
    let left = fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn results_go_into_a_device_and_through_a_link() {
    let sandbox = Sandbox::with_samples();
    assert_eq!(sandbox.run(&["quotes", "tariffs", "-o", "/dev/null"]).code, 0);
    fs::write(sandbox.path("real"), "").unwrap();
    std::os::unix::fs::symlink("real", sandbox.path("link")).unwrap();
    assert_eq!(sandbox.run(&["quotes", "tariffs", "-o", "link"]).code, 0);
    assert!(sandbox.path("link").is_symlink());
    assert!(fs::read_to_string(sandbox.path("real")).unwrap().contains("Oskarsdal"));
    // Colours only where they are asked for.
    let coloured = sandbox.run(&["quotes", "tariffs", "-o", "real", "--color", "always"]);
    assert_eq!(coloured.code, 0);
    assert!(fs::read_to_string(sandbox.path("real")).unwrap().contains('\u{1b}'));
}

#[test]
fn progress_is_shown_as_asked() {
    let sandbox = Sandbox::new();
    let samples = samples();
    let samples = samples.to_str().unwrap();
    for when in ["auto", "always", "never"] {
        let ran = sandbox.run(&["index", samples, "--again", "--quiet", "--progress", when]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    }
    assert_eq!(sandbox.run(&["index", samples, "--progress", "often"]).code, 2);
}
