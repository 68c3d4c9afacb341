//! What an index run leaves for questions, and that these make nothing of it themselves.

use std::collections::BTreeMap;
use std::fs;

use crate::sandbox::Sandbox;

/// Files that hold the analyses of the whole archive.
const ANALYSES: &[&str] = &["compared.bin", "copies.bin", "names.bin", "sayings.bin", "state.bin"];

/// Two papers print one story, in which a surname alone stands for somebody of a third article.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let story = "The ferry to Lowmere will not sail this winter, said Marrow on Monday. \
        “We have no captain, no cook and no coal left for the long way round the cape,” he told \
        the council, which had asked for a report on the matter three weeks before. The council \
        thanked him, and adjourned until the spring, when the ice on the sound will have gone.";
    for paper in ["herald", "gazette"] {
        sandbox.write(&format!("{paper}/2014-03-03-ferry.txt"), format!("2014-03-03 {story}"));
    }
    for day in 1..8 {
        let text = format!(
            "2014-02-{day:02} Tilda Marrow runs the ferry. “It is {day} degrees,” Tilda Marrow \
             said."
        );
        sandbox.write(&format!("herald/2014-02-{day:02}-ferry.txt"), text);
    }
    sandbox
}

fn analyses(sandbox: &Sandbox) -> BTreeMap<&'static str, Vec<u8>> {
    let read =
        |name: &&'static str| Some((*name, fs::read(sandbox.path("index").join(name)).ok()?));
    ANALYSES.iter().filter_map(read).collect()
}

#[test]
fn questions_are_answered_without_analyses_and_make_none() {
    let sandbox = archive();
    sandbox.index(&sandbox.news(), &[]);
    let whole = analyses(&sandbox);
    assert_eq!(whole.len(), ANALYSES.len());
    let all = sandbox.run(&["query", "cape", "--format", "json"]);
    assert!(
        all.out.contains("\"distinct\":1") || all.out.contains("\"distinct\": 1"),
        "{}",
        all.out
    );
    assert_eq!(all.err, "", "nothing to warn of");

    for name in ANALYSES {
        fs::remove_file(sandbox.path("index").join(name)).unwrap();
    }
    for args in [
        &["query", "cape"][..],
        &["quotes", "--speaker", "marrow"],
        &["speakers"],
        &["timeline", "ferry"],
        &["verify", "we have no captain"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 0, "{args:?} {}", ran.err);
        assert!(ran.err.contains("not made yet"), "{args:?} {}", ran.err);
        assert!(ran.err.contains("`onrecord index`"), "{args:?} {}", ran.err);
        assert!(analyses(&sandbox).is_empty(), "{args:?} made some");
    }
    // Without them both prints are hits of their own.
    let bare = sandbox.run(&["query", "cape", "--format", "json"]);
    assert!(
        bare.out.contains("\"distinct\":2") || bare.out.contains("\"distinct\": 2"),
        "{}",
        bare.out
    );

    // The next run makes them again, though nothing has changed.
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(analyses(&sandbox), whole);
    assert_eq!(sandbox.run(&["query", "cape", "--format", "json"]).out, all.out);
}

#[test]
fn analyses_of_an_earlier_commit_are_used_and_told() {
    let sandbox = archive();
    sandbox.index(&sandbox.news(), &[]);
    let before = analyses(&sandbox);
    sandbox.write("herald/2014-03-04-quay.txt", "2014-03-04 The quay at the cape was mended.");
    sandbox.index(&sandbox.news(), &[]);
    // As if the run had been killed between its commit and its analyses.
    for (name, bytes) in &before {
        fs::write(sandbox.path("index").join(name), bytes).unwrap();
    }
    let ran = sandbox.run(&["query", "cape", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("earlier state"), "{}", ran.err);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&answer["total"], &answer["distinct"]), (&3.into(), &2.into()), "{}", ran.out);
    assert_eq!(analyses(&sandbox), before);

    // What is gone since then is no hit of any group.
    fs::remove_file(sandbox.news().join("gazette/2014-03-03-ferry.txt")).unwrap();
    sandbox.index(&sandbox.news(), &[]);
    for (name, bytes) in &before {
        fs::write(sandbox.path("index").join(name), bytes).unwrap();
    }
    let ran = sandbox.run(&["quotes", "captain", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let check = sandbox.run(&["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    assert_eq!(sandbox.run(&["quotes", "captain"]).err, "");
}

#[test]
fn an_analysis_that_is_damaged_is_told_by_the_answers_that_miss_it() {
    let sandbox = archive();
    sandbox.index(&sandbox.news(), &[]);
    for (name, args) in [
        ("names.bin", &["speakers"][..]),
        ("names.bin", &["export", "--as", "jsonl", "--quotes"]),
        ("sayings.bin", &["verify", "we have no captain"]),
    ] {
        let path = sandbox.path("index").join(name);
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        fs::write(&path, damaged).unwrap();
        let ran = sandbox.run(args);
        assert!(ran.err.contains("onrecord: warning: "), "{name} {args:?} {}", ran.err);
        assert!(ran.err.contains(name) && ran.err.contains("`onrecord index`"), "{}", ran.err);
        assert_eq!(ran.code, 0);
        // What needs nothing of it is not bothered.
        assert_eq!(sandbox.run(&["query", "cape"]).err, "", "{name}");
        sandbox.index(&sandbox.news(), &[]);
        assert_eq!(fs::read(&path).unwrap(), whole);
        assert!(!sandbox.run(args).err.contains("warning"), "{name}");
    }
}
