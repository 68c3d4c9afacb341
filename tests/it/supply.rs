//! What onrecord is built of: that every package comes from crates.io with its checksum, under a
//! licence of deny.toml's list, that no other build script runs than those listed there, and that
//! nothing which speaks to a network comes in. `cargo deny` tells the same and more; compiling it
//! would cost a test run more than all the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn file(name: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The strings of a list in deny.toml: its entries, or what they have under `key`.
fn listed(path: &[&str], key: &str) -> BTreeSet<String> {
    let deny = file("deny.toml");
    let mut at = &toml::Value::Table(deny);
    for name in path {
        at = &at[*name];
    }
    let name = |entry: &toml::Value| entry.get(key).unwrap_or(entry).as_str().unwrap().to_owned();
    let listed: BTreeSet<String> = at.as_array().unwrap().iter().map(name).collect();
    assert!(!listed.is_empty(), "{path:?} is empty in deny.toml");
    listed
}

/// What cargo knows of the packages for Linux, from what it has on the disk.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = told["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 100, "the packages were not found");
    packages
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn every_package_comes_from_crates_io_with_its_checksum() {
    let lock = file("Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() > 100, "the packages were not found");
    let told = |package: &toml::Value, key: &str| {
        package.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    };
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| told(package, "name") != "onrecord")
        .filter(|package| {
            told(package, "source") != CRATES || told(package, "checksum").len() != 64
        })
        .map(|package| format!("{} from {}", told(package, "name"), told(package, "source")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_licence_is_listed() {
    let listed = listed(&["licenses", "allow"], "");
    let wrong: Vec<String> = packages()
        .iter()
        .filter(|package| !allows(&listed, text(&package["license"])))
        .map(|package| format!("{}: {}", text(&package["name"]), package["license"]))
        .collect();
    assert!(wrong.is_empty(), "deny.toml does not list the licence of {wrong:?}");
}

#[test]
fn every_build_script_is_listed() {
    let listed = listed(&["bans", "build", "allow-build-scripts"], "name");
    let runs = |package: &&Value| {
        let targets = package["targets"].as_array().unwrap();
        targets.iter().any(|target| target["kind"][0] == "custom-build")
    };
    let wrong: Vec<String> = packages()
        .iter()
        .filter(runs)
        .map(|package| text(&package["name"]).to_owned())
        .filter(|name| !listed.contains(name))
        .collect();
    assert!(wrong.is_empty(), "read the build scripts of {wrong:?}, and list them in deny.toml");
}

#[test]
fn nothing_speaks_to_a_network() {
    let banned = listed(&["bans", "deny"], "crate");
    let lock = file("Cargo.lock");
    let names = lock["package"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap());
    let wrong: Vec<&str> = names.filter(|name| banned.contains(*name)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Whether a licence expression can be met by the licences listed: OR and the old `/` need one
/// side, AND both.
fn allows(listed: &BTreeSet<String>, expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let allowed = either(listed, &mut words);
    allowed && words.next().is_none()
}

type Licences<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn either(listed: &BTreeSet<String>, words: &mut Licences<'_>) -> bool {
    let mut allowed = both(listed, words);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= both(listed, words);
    }
    allowed
}

fn both(listed: &BTreeSet<String>, words: &mut Licences<'_>) -> bool {
    let mut allowed = one(listed, words);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(listed, words);
    }
    allowed
}

fn one(listed: &BTreeSet<String>, words: &mut Licences<'_>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let allowed = either(listed, words);
        return words.next() == Some(")") && allowed;
    }
    let mut name = words.next().unwrap_or_default().to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", words.next().unwrap_or_default());
    }
    listed.contains(&name)
}

#[test]
fn licences_are_read_as_written() {
    let listed: BTreeSet<String> = ["MIT", "Zlib"].map(str::to_owned).into();
    for (expression, allowed) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("MIT AND (GPL-3.0 OR Zlib)", true),
        ("MIT WITH Classpath-exception-2.0", false),
        ("MIT OR", true),
        ("MIT Zlib", false),
    ] {
        assert_eq!(allows(&listed, expression), allowed, "{expression}");
    }
}
