//! The rules that the source keeps: floors, no circles of files, short files and functions,
//! documented items. One package has no walls between crates, so this test is the wall.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::source::{Items, SourceFile, arrows, circles, named_paths, parse, read_folder};

/// Floors from the ground up: a module names lower floors only, and neighbours never name each
/// other. The archive stands between search and what presents its answers.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["text"],
    &["crawl", "read", "annotate", "store"],
    &["ingest", "corpus"],
    &["search"],
    &["archive"],
    &["present"],
    &["serve"],
    &["cli"],
];

/// Modules that alone may name a crate or a part of the standard library.
const KEEPERS: &[(&str, &[&str])] = &[
    ("tantivy", &["store", "corpus", "search"]),
    ("clap", &["cli"]),
    ("walkdir", &["crawl"]),
    ("std::fs", &["crawl", "store", "cli"]),
    ("anyhow", &["cli"]),
    ("std::env", &["cli", "main"]),
    ("SystemTime::now", &["cli"]),
];

/// Most lines of a file: a longer one is more than one idea.
const MAX_FILE_LINES: usize = 500;
/// Most lines of a function, from `fn` to the closing brace.
const MAX_FUNCTION_LINES: usize = 80;
/// Most columns of a line, in characters.
const MAX_COLUMNS: usize = 100;

/// Words that no doc comment opens with: its first sentence is a noun phrase or starts with a verb
/// in the third person, and can be read alone.
const OPENINGS: &[&str] = &[
    "what", "how", "whether", "who", "whom", "whose", "where", "which", "when", "why", "it", "its",
    "they", "their", "the same", "as",
];

fn source() -> Vec<SourceFile> {
    let files = read_folder("src");
    assert!(files.len() > 200, "the source was not found");
    files
}

fn source_and_tests() -> Vec<SourceFile> {
    let mut files = source();
    files.extend(read_folder("tests"));
    files
}

/// Fails with everything that breaks a rule, a line each.
fn check(broken: &[String]) {
    assert!(broken.is_empty(), "{} in all\n{}", broken.len(), broken.join("\n"));
}

/// The floor that a file belongs to: its folder at the top, or its own name.
fn room(file: &SourceFile) -> &str {
    file.module.first().map_or("lib", String::as_str)
}

#[test]
fn modules_name_lower_floors_only() {
    let floor_of = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let mut broken = Vec::new();
    let mut checked = 0;
    for file in &source() {
        let here = room(file);
        let Some(floor) = floor_of(here) else {
            assert!(["lib", "main", "bin"].contains(&here), "{} stands on no floor", file.path);
            continue;
        };
        for path in named_paths(file) {
            checked += 1;
            let Some(there) = path.first().filter(|there| *there != here) else { continue };
            if floor_of(there).is_some_and(|other| other >= floor) {
                broken.push(format!("{} names crate::{}", file.path, path.join("::")));
            }
        }
    }
    assert!(checked > 1000, "the imports were not found");
    check(&broken);
}

#[test]
fn no_files_import_each_other_round_about() {
    let arrows = arrows(&source());
    assert!(arrows.len() > 500, "the imports were not found");
    let mut broken = Vec::new();
    for circle in circles(&arrows) {
        let mut told = format!("a circle of {}:", circle.len());
        for ((from, to), names) in &arrows {
            if circle.contains(&from.as_str()) && circle.contains(&to.as_str()) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                write!(told, "\n  {from} takes {} from {to}", names.join(", ")).unwrap();
            }
        }
        broken.push(told);
    }
    check(&broken);
}

#[test]
fn only_some_modules_touch_files_tantivy_and_clap() {
    let mut broken = Vec::new();
    for file in &source() {
        let code = file.text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        for (word, rooms) in KEEPERS {
            let named = [format!("{word}::"), format!("use {word}"), format!("{word}(")];
            let here = room(file);
            if named.iter().any(|n| code.contains(n)) && !rooms.contains(&here) && here != "bin" {
                broken.push(format!("{} names {word}", file.path));
            }
        }
    }
    check(&broken);
}

#[test]
fn files_functions_and_lines_are_short() {
    let mut broken = Vec::new();
    for file in &source_and_tests() {
        let path = &file.path;
        let lines = file.text.lines().count();
        if lines > MAX_FILE_LINES {
            broken.push(format!("{path} has {lines} lines"));
        }
        for (at, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > MAX_COLUMNS {
                broken.push(format!("{path}:{} has {columns} columns", at + 1));
            }
        }
        for function in Items::new(file).functions {
            if function.lines > MAX_FUNCTION_LINES {
                let (line, name, lines) = (function.line, function.name, function.lines);
                broken.push(format!("{path}:{line} fn {name} has {lines} lines"));
            }
        }
    }
    check(&broken);
}

#[test]
fn public_items_are_documented_in_sentences_that_stand_alone() {
    let mut broken = Vec::new();
    let mut checked = 0;
    for file in &source() {
        for doc in Items::new(file).docs {
            checked += 1;
            let place = format!("{}:{} {}", file.path, doc.line, doc.item);
            // A value of an option whose name says all has no help, and a doc comment would be one.
            let is_value = doc.is_help && doc.item.starts_with("variant ");
            let must_have = doc.is_public && !is_value || doc.item.starts_with("file ");
            if doc.text.is_empty() && must_have {
                broken.push(format!("{place} has no doc comment"));
            }
            if let Some(opening) = forbidden_opening(&doc.text).filter(|_| !doc.is_help) {
                broken.push(format!("{place}: the doc opens with {opening:?}"));
            }
        }
    }
    assert!(checked > 3000, "the doc comments were not found");
    check(&broken);
}

fn forbidden_opening(doc: &str) -> Option<&'static str> {
    let doc = doc.to_lowercase();
    let opens = |words: &&&str| {
        doc.strip_prefix(**words).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric() && c != '-')
        })
    };
    OPENINGS.iter().find(opens).copied()
}

#[test]
fn a_type_has_its_methods_where_it_is_defined() {
    let mut broken = Vec::new();
    let mut checked = 0;
    let files = source();
    let items: Vec<Items> = files.iter().map(Items::new).collect();
    let defined: BTreeSet<&String> = items.iter().flat_map(|items| &items.defined).collect();
    for (file, items) in files.iter().zip(&items) {
        for (line, name) in &items.implemented {
            checked += 1;
            // Types that a macro writes are seen nowhere.
            if !items.defined.contains(name) && defined.contains(name) {
                broken.push(format!("{}:{line} impl {name}, defined elsewhere", file.path));
            }
        }
    }
    assert!(checked > 100, "the impl blocks were not found");
    check(&broken);
}

fn is_test_gate(line: &str) -> bool {
    line.starts_with("#[cfg(") && line.contains("test")
}

#[test]
fn no_file_says_super() {
    let mut broken = Vec::new();
    for file in &source() {
        let lines = file.text.lines().enumerate();
        for (at, line) in lines.take_while(|(_, line)| !is_test_gate(line)) {
            if line.contains("super::") && !line.trim_start().starts_with("//") {
                broken.push(format!("{}:{}", file.path, at + 1));
            }
        }
    }
    check(&broken);
}

#[test]
fn the_wall_sees_what_it_guards_against() {
    let file = |path: &str, text: &str| parse(path.to_owned(), text.to_owned());
    let files = [
        file("src/a/mod.rs", "mod b; mod c; pub use b::B; use self::c::C;"),
        file("src/a/b.rs", "use crate::a::{c::{C, D}, Top}; fn f() { crate::e::g() }"),
        file("src/a/c.rs", "#[cfg(test)] mod tests { use crate::a::b::B; } struct C;"),
        file("src/e.rs", "fn g() { println!(\"{}\", crate::a::c::D) }"),
    ];
    let arrows = arrows(&files);
    let seen: Vec<(&str, &str)> =
        arrows.keys().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("src/a/b.rs", "src/a/c.rs"),
            ("src/a/b.rs", "src/a/mod.rs"),
            ("src/a/b.rs", "src/e.rs"),
            ("src/a/mod.rs", "src/a/b.rs"),
            ("src/a/mod.rs", "src/a/c.rs"),
            ("src/e.rs", "src/a/c.rs"),
        ]
    );
    assert_eq!(circles(&arrows), [["src/a/b.rs", "src/a/mod.rs"]]);
    assert_eq!(forbidden_opening("Whether it is so."), Some("whether"));
    assert_eq!(forbidden_opening("Itself a list."), None);
    assert_eq!(forbidden_opening("The same for quotations."), Some("the same"));
}
