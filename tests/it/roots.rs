//! Roots: listed, added, moved and removed by hand.

use std::fs;

use serde_json::Value;

use crate::sandbox::{Sandbox, invented};

fn list(sandbox: &Sandbox) -> Vec<Value> {
    let ran = sandbox.run(&["roots", "--format", "json"]);
    let listed: Value = serde_json::from_str(&ran.out).unwrap();
    listed["hits"].as_array().unwrap().clone()
}

fn two_roots() -> Sandbox {
    let sandbox = Sandbox::new();
    for n in 0..3 {
        sandbox.write(&format!("wire/{n}.txt"), invented(n));
    }
    sandbox.write("desk/all.jsonl", "{\"text\": \"The knot was seen.\"}\nnot json\n");
    sandbox.index(&sandbox.news().join("wire"), &[]);
    sandbox.index(&sandbox.news().join("desk"), &[]);
    sandbox
}

#[test]
fn roots_are_listed_with_what_the_index_has_of_them() {
    let sandbox = two_roots();
    let roots = list(&sandbox);
    let count =
        |root: &Value| (root["name"].clone(), root["files"].clone(), root["articles"].clone());
    assert_eq!(count(&roots[0]), ("wire".into(), 3.into(), 3.into()));
    assert_eq!(count(&roots[1]), ("desk".into(), 1.into(), 1.into()));
    assert!(roots.iter().all(|root| root["last_read"].is_string() && root["there"] == true));
    let text = sandbox.run(&["roots"]).out;
    assert!(text.contains("wire = ") && text.contains(": 3 articles of 3 files, last read "));
    let status = sandbox.run(&["status"]).out;
    assert!(
        status.contains("root       desk = ") && status.contains("1 articles of 1 files, last")
    );
    let csv = sandbox.run(&["roots", "--format", "csv"]).out;
    assert!(csv.starts_with("name,dir,there,files,articles,last_read\n"), "{csv}");
    // A run that finds nothing new was one too; one over a part of a root was not.
    let before = roots[0]["last_read"].clone();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    sandbox.index(&sandbox.news().join("wire/1.txt"), &[]);
    assert_eq!(list(&sandbox)[0]["last_read"], before);
    sandbox.index(&sandbox.news().join("wire"), &[]);
    assert_ne!(list(&sandbox)[0]["last_read"], before);
}

#[test]
fn a_root_that_moves_keeps_ids_and_corrections() {
    let sandbox = two_roots();
    let ran = sandbox.run(&["quotes", "--from", "1900", "-n", "1", "--format", "jsonl"]);
    let quote: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    let id = quote["id"].as_str().unwrap();
    assert_eq!(sandbox.run(&["correct", id, "--speaker", "Elske Thorn"]).code, 0);
    let before = sandbox.documents();
    let (old, new) = (sandbox.news().join("wire"), sandbox.path("disk/wire"));
    fs::create_dir(sandbox.path("disk")).unwrap();
    fs::rename(&old, &new).unwrap();
    // Told by its directory, which is not there any more.
    let ran = sandbox.run(&["roots", "move", old.to_str().unwrap(), new.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let run = sandbox.index(&new, &[]);
    assert_eq!((&run["files_unchanged"], &run["articles"]), (&3.into(), &0.into()), "{run}");
    assert_eq!(sandbox.documents(), before);
    assert!(sandbox.run(&["quotes", "--speaker", "thorn"]).out.contains("Elske Thorn"));
    // Told by its name, and by a path that is relative.
    fs::rename(&new, sandbox.path("here")).unwrap();
    assert_eq!(sandbox.run(&["roots", "move", "wire", "here"]).code, 0);
    assert_eq!(sandbox.index(&sandbox.path("here"), &[])["files_unchanged"], 3);
    assert_eq!(list(&sandbox).len(), 2);
    assert_eq!(sandbox.documents(), before);
}

#[test]
fn roots_are_added_and_removed() {
    let sandbox = two_roots();
    fs::create_dir(sandbox.path("more")).unwrap();
    fs::write(sandbox.path("more/1.txt"), "The ruff was seen at Lowmere.").unwrap();
    assert_eq!(sandbox.run(&["roots", "add", "birds=more"]).code, 0);
    assert_eq!(sandbox.run(&["query", "ruff"]).code, 1, "it is not read yet");
    assert!(sandbox.run(&["roots"]).out.contains("not read as a whole yet"));
    assert_eq!(sandbox.run(&["index", "--quiet"]).code, 0);
    assert!(sandbox.run(&["query", "ruff"]).out.contains("birds/1.txt"));
    let ran = sandbox.run(&["roots", "remove", "birds"]);
    assert!(ran.code == 0 && ran.out.contains("1 files"), "{} {}", ran.out, ran.err);
    assert_eq!(sandbox.run(&["query", "ruff"]).code, 1);
    assert!(sandbox.path("more/1.txt").is_file());
    let desk = sandbox.news().join("desk");
    assert_eq!(sandbox.run(&["roots", "remove", desk.to_str().unwrap()]).code, 0);
    assert_eq!(list(&sandbox).len(), 1);
    assert_eq!(sandbox.run(&["check"]).code, 0);
    assert_eq!(sandbox.documents().len(), 6);
}

#[test]
fn wrong_roots_are_errors_that_say_what_to_do() {
    let sandbox = two_roots();
    fs::write(sandbox.path("file"), "x").unwrap();
    let wire = sandbox.news().join("wire");
    let wire = wire.to_str().unwrap();
    fs::create_dir(sandbox.news().join("wire/sub")).unwrap();
    let before = list(&sandbox);
    for (args, word) in [
        (&["roots", "add", "nowhere"][..], "nowhere"),
        (&["roots", "add", "file"], "no directory"),
        (&["roots", "add", wire], "already the root named wire"),
        (&["roots", "add", "news/wire/sub"], "lies in the root wire"),
        (&["roots", "add", "desk=news/wire"], "roots move desk"),
        (&["roots", "move", "wires", "news"], "there are: wire, desk"),
        (&["roots", "move", "wire", "news/desk"], "roots remove desk"),
        (&["roots", "remove", "sea"], "no root sea"),
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
    assert_eq!(list(&sandbox), before);
    let ran = sandbox.run(&["roots", "--index", "none", "remove", "x"]);
    assert!(ran.code == 2 && !sandbox.path("none").exists(), "{}", ran.err);
}
