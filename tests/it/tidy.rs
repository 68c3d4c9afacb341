//! The wall between the floors: a module names lower floors only, and neighbours never name each
//! other. One package has no walls between crates, so this test is the wall.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each module.
const FLOORS: &[(&str, u8)] = &[
    ("model", 1),
    ("text", 2),
    ("crawl", 3),
    ("read", 3),
    ("annotate", 3),
    ("store", 3),
    ("ingest", 4),
    ("search", 4),
    ("present", 5),
    ("serve", 6),
    ("cli", 7),
];

/// Files longer than this are more than one idea.
const LONGEST: usize = 600;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Each source file with its path beneath `src` and its text.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    rust_files(&source(), &mut found);
    let name =
        |path: &Path| path.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
    let mut files: Vec<_> =
        found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect();
    files.sort();
    assert!(files.len() > 30, "the source was not found");
    files
}

/// The modules of the crate that a text names, as in `crate::model::Span` or `use crate::{text, …}`.
fn named_modules(text: &str) -> Vec<String> {
    let mut named = Vec::new();
    // A link in a comment is no dependency.
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let text = code.as_str();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + 7..];
        if let Some(group) = rest.strip_prefix('{') {
            let inside = group.split('}').next().unwrap_or("");
            named.extend(inside.split(',').map(|part| first_word(part.trim())));
        } else {
            named.push(first_word(rest));
        }
    }
    named
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn modules_use_lower_floors_only() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (name, text) in files() {
        let module = name.split(['/', '.']).next().unwrap();
        let Some(floor) = floors.get(module) else {
            assert!(["lib", "main", "bin"].contains(&module), "src/{name} stands on no floor");
            continue;
        };
        for other in named_modules(&text) {
            checked += 1;
            if let Some(other_floor) = floors.get(other.as_str())
                && other != module
                && other_floor >= floor
            {
                wrong.push(format!("src/{name} names {other}, which is not below it"));
            }
        }
    }
    assert!(checked > 100, "the use lines were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_wall_sees_what_it_guards_against() {
    assert_eq!(named_modules("use crate::search::Engine;"), ["search"]);
    assert_eq!(named_modules("use crate::{model, cli::args};"), ["model", "cli"]);
}

#[test]
fn only_some_modules_touch_files_tantivy_and_clap() {
    let allowed: &[(&str, &[&str])] = &[
        ("tantivy", &["store", "search"]),
        ("clap", &["cli"]),
        ("walkdir", &["crawl"]),
        ("std::fs", &["crawl", "store", "cli"]),
        ("anyhow", &["cli"]),
        ("std::env", &["cli", "main"]),
        ("SystemTime::now", &["cli"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in files() {
        let module = name.split(['/', '.']).next().unwrap();
        let code: String = text
            .split("#[cfg(test)]")
            .next()
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for (word, modules) in allowed {
            let named = code.contains(&format!("{word}::"))
                || code.contains(&format!("use {word}"))
                || code.contains(&format!("{word}("));
            if named && !modules.contains(&module) && module != "bin" {
                wrong.push(format!("src/{name} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    let mut wrong = Vec::new();
    for (name, text) in files() {
        if !text.starts_with("//!") {
            wrong.push(format!("src/{name} does not open with //!"));
        }
        if text.lines().count() > LONGEST {
            wrong.push(format!("src/{name} has more than {LONGEST} lines"));
        }
        let code =
            text.lines().take_while(|line| !line.starts_with("#[cfg(") || !line.contains("test"));
        if code.into_iter().any(|line| {
            line.contains("super::")
                && !line.contains("pub(super)")
                && !line.trim_start().starts_with("//")
        }) {
            wrong.push(format!("src/{name} uses super::"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
