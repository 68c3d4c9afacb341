//! What the program prints: whole outputs as snapshots, with what varies filtered.

use std::fmt::Write;

use crate::sandbox::{Sandbox, samples};

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snap");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"\d+\.\d s \(\d+ articles/s\)", "[time]");
    settings.add_filter(r"\(\d+\.\d kB\)|format \d+, \d+\.\d kB", "[size]");
    settings.add_filter(r"--after [0-9a-f]+", "--after [cursor]");
    settings.add_filter(r"last read \d[\d -]+:\d\d", "last read [time]");
    settings.add_filter(r"/\S*/tests/archive", "[repo]/tests/archive");
    settings.add_filter(r"/\S*/index\b", "[index]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn help() {
    let sandbox = Sandbox::new();
    let mut all = String::new();
    for command in [
        "",
        "index",
        "query",
        "quotes",
        "speakers",
        "entities",
        "timeline",
        "verify",
        "cite",
        "export",
        "correct",
        "show",
        "copies",
        "save",
        "run",
        "annotate",
        "status",
        "completions",
        "man",
        "formats",
        "schema",
    ] {
        let args: Vec<&str> =
            [command, "--help"].into_iter().filter(|arg| !arg.is_empty()).collect();
        let ran = sandbox.run(&args);
        assert_eq!(ran.code, 0);
        let _ = write!(all, "$ onrecord {}\n{}\n", args.join(" "), ran.out);
    }
    snapshot("help", &all);
}

#[test]
fn commands_on_the_sample_archive() {
    let sandbox = Sandbox::new();
    let samples = samples();
    let mut all = String::new();
    let mut say = |args: &[&str]| {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        let _ = write!(all, "$ onrecord {}\n{}\n", args.join(" "), ran.out);
    };
    say(&["index", samples.to_str().unwrap()]);
    say(&["status"]);
    say(&["query", "\"central bank\"", "-n", "2"]);
    say(&["query", "flood", "--on", "2024"]);
    say(&["quotes", "--speaker", "oskarsdal", "tariffs", "--context", "-n", "3"]);
    say(&["speakers", "-n", "5"]);
    say(&["entities", "ferr"]);
    say(&["formats"]);
    snapshot("commands", &all);
}

#[test]
fn answers_on_the_sample_archive() {
    let sandbox = Sandbox::new();
    let samples = samples();
    let indexed = sandbox.run(&["index", samples.to_str().unwrap(), "--quiet"]);
    assert_eq!(indexed.code, 0, "{}", indexed.err);
    let mut all = String::new();
    let mut say = |args: &[&str], code: i32| {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        let _ = write!(all, "$ onrecord {}\n{}\n", args.join(" "), ran.out.replace('\r', ""));
    };
    say(&["query", "harbour", "-n", "1", "--facet", "year,person,lang", "--facet-limit", "3"], 0);
    say(&["query", "harbuor"], 1);
    say(&["timeline", "--by", "year"], 0);
    say(&["timeline", "--quotes", "tariffs", "--by", "month", "--format", "csv"], 0);
    say(&["speakers", "--query", "tariffs", "-n", "3"], 0);
    let asked = "tariffs will never rise by a single krone in this parliament";
    say(&["verify", asked], 0);
    say(&["verify", asked, "--speaker", "dravell", "-n", "1"], 1);
    say(&["verify", "the moon is a cheese that nobody has cut"], 1);
    say(&["export", "--on", "2016-03", "--as", "bibtex"], 0);
    say(&["export", "--on", "2016-03", "--as", "ris"], 0);
    say(&["export", "--on", "2011", "--as", "csl-json"], 0);
    snapshot("answers", &all);
}
