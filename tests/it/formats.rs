//! Every format: small fixtures with all that is read of them, and the real samples with a
//! committed table of their results.
//!
//! `INSTA_UPDATE=always cargo test --test it formats` writes the expected outputs anew, and
//! `ONRECORD_FORMATS=print cargo test --test it formats -- --nocapture` prints the table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::model::{Article, Problem};
use onrecord::read::{
    FileContext, FormatReader, HEAD_BYTES, NoSiblings, READERS, Siblings, reader_for,
};
use serde_json::{Value, json};

use crate::sandbox::shared;

/// The files beside a fixture.
pub struct Folder(pub PathBuf);

impl Siblings for Folder {
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn open(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(path)).ok()
    }
}

/// The result of reading a file: its reader, its records, and the problem that ended it.
pub struct Given {
    pub reader: &'static str,
    pub records: Vec<Result<Article, Problem>>,
    pub end: Option<Problem>,
}

/// Reads bytes with the reader that claims them.
pub fn read(path: &str, bytes: &[u8], siblings: &dyn Siblings) -> Given {
    match reader_for(&bytes[..bytes.len().min(HEAD_BYTES)], path) {
        Ok(reader) => read_with(reader, path, bytes, siblings),
        Err(problem) => Given { reader: "none", records: Vec::new(), end: Some(problem) },
    }
}

/// Reads bytes with this reader.
pub fn read_with(
    reader: &'static dyn FormatReader,
    path: &str,
    bytes: &[u8],
    siblings: &dyn Siblings,
) -> Given {
    let mut records = Vec::new();
    let mut last = None;
    let context = FileContext { siblings, ..FileContext::new(path) };
    let result = reader.read(&mut &bytes[..], &context, &mut |position, record| {
        // Web archives have records that are no pages between those that are; an article may be
        // taken back by a problem at its own position.
        let again = last == Some(position);
        assert!(again || last.is_none_or(|last| position > last), "{path}: position {position}");
        last = Some(position);
        if again {
            assert!(record.is_err(), "{path}: two articles at {position}");
            records.pop();
        }
        if let Some(extent) = record.as_ref().ok().and_then(|article: &Article| article.extent) {
            let end = extent.start + extent.length;
            assert!(extent.length > 0 && end <= bytes.len() as u64, "{path}: {extent:?}");
        }
        records.push(record);
    });
    Given { reader: reader.name(), records, end: result.err() }
}

/// Every fixture with its path beneath `tests/formats`.
pub fn fixtures() -> Vec<(String, PathBuf)> {
    fn walk(dir: &Path, base: &Path, found: &mut Vec<(String, PathBuf)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, base, found);
            } else {
                let name = path.strip_prefix(base).unwrap().to_str().unwrap().to_owned();
                found.push((name, path));
            }
        }
    }
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut found = Vec::new();
    walk(&base, &base, &mut found);
    found.sort();
    found
}

/// An article as JSON, its date and what it has none of left out.
fn shown(record: &Result<Article, Problem>) -> Value {
    match record {
        Ok(article) => {
            let mut value = serde_json::to_value(article).unwrap();
            if let Some(date) = article.date {
                value["date"] = json!(format!("{date} {:?}", date.origin));
            }
            let object = value.as_object_mut().unwrap();
            object.retain(|_, value| !value.is_null() && *value != json!([]));
            value
        }
        Err(problem) => json!(format!("{problem}")),
    }
}

#[test]
fn every_fixture_gives_the_whole_article_that_is_expected() {
    let mut readers: Vec<&str> = Vec::new();
    for (name, path) in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let folder = Folder(path.parent().unwrap().to_owned());
        let given = read(&name, &bytes, &folder);
        readers.push(given.reader);
        let mut text = format!("reader: {}\n", given.reader);
        for record in &given.records {
            writeln!(text, "{}", serde_json::to_string_pretty(&shown(record)).unwrap()).unwrap();
        }
        if let Some(problem) = given.end {
            writeln!(text, "end: {problem}").unwrap();
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snap/formats");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.replace('/', "-"), text));
    }
    for reader in READERS {
        assert!(
            readers.contains(&reader.name()) || WITHOUT_FIXTURE.contains(&reader.name()),
            "{} has no fixture",
            reader.name()
        );
    }
}

/// Readers whose fixtures stand elsewhere: the sample archive has them.
const WITHOUT_FIXTURE: &[&str] = &["html", "warc"];

/// What is read of a file must not depend on how its bytes arrive.
#[test]
fn small_reads_give_the_same() {
    for (name, path) in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let folder = Folder(path.parent().unwrap().to_owned());
        let Ok(reader) = reader_for(&bytes[..bytes.len().min(HEAD_BYTES)], &name) else { continue };
        if reader.name() == "about" {
            continue; // it looks at the head only
        }
        let whole: Vec<Value> =
            read_with(reader, &name, &bytes, &folder).records.iter().map(shown).collect();
        let mut slow = std::io::BufReader::with_capacity(7, &bytes[..]);
        let mut records = Vec::new();
        let context = FileContext { siblings: &folder, ..FileContext::new(&name) };
        let _ = reader.read(&mut slow, &context, &mut |_, record| records.push(shown(&record)));
        assert_eq!(records, whole, "{name}");
    }
}

/// The record at an article's place gives the article again, as `show --original` needs it.
#[test]
fn every_extent_holds_its_record() {
    let mut checked = 0;
    for (name, path) in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let given = read(&name, &bytes, &NoSiblings);
        for article in given.records.iter().flatten() {
            let Some(extent) = article.extent else { continue };
            let record = &bytes[extent.start as usize..(extent.start + extent.length) as usize];
            let text = String::from_utf8_lossy(record).replace("\"\"", "\"").replace("\\n", "\n");
            let word =
                article.body.split_whitespace().last().unwrap().trim_matches(['"', '.', '”']);
            assert!(text.contains(word), "{name}: {word} is not in {text}");
            checked += 1;
        }
    }
    assert!(checked >= 15, "{checked}");
}

/// A row of the table.
#[derive(Default)]
struct Row {
    files: u64,
    refused: u64,
    articles: u64,
    dated: u64,
    titled: u64,
    records_refused: u64,
    causes: BTreeMap<String, u64>,
}

/// What the real samples give, by folder and reader.
fn table(samples: &Path) -> String {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut open = vec![samples.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let relative = path.strip_prefix(samples).unwrap().to_str().unwrap();
            let folder = relative.split('/').next().unwrap().to_owned();
            let bytes = fs::read(&path).unwrap();
            let given = read(relative, &bytes, &Folder(dir.clone()));
            let row = rows.entry((folder, given.reader.to_owned())).or_default();
            row.files += 1;
            let articles = given.records.iter().filter(|record| record.is_ok()).count();
            let end_is_harmless = given.end.as_ref().is_none_or(Problem::is_harmless);
            let read_elsewhere = given.records.is_empty() && end_is_harmless;
            row.refused += u64::from(articles == 0 && !read_elsewhere);
            if read_elsewhere {
                *row.causes.entry("(read, no article of its own)".to_owned()).or_default() += 1;
            }
            for article in given.records.iter().flatten() {
                row.articles += 1;
                row.dated += u64::from(article.date.is_some());
                row.titled += u64::from(article.title.is_some());
                assert!(!article.body.trim().is_empty(), "{relative}");
            }
            for problem in given.records.iter().filter_map(|record| record.as_ref().err()) {
                row.records_refused += 1;
                *row.causes.entry(problem.cause.clone()).or_default() += 1;
            }
            if let Some(problem) = given.end.filter(|problem| !problem.is_harmless()) {
                *row.causes.entry(problem.cause).or_default() += 1;
            }
        }
    }
    let mut text = String::from(
        "| samples | format | files | refused whole | articles | with date | with title \
         | records refused | causes |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for ((folder, reader), row) in rows {
        let causes: Vec<String> =
            row.causes.iter().map(|(cause, n)| format!("{n} {cause}")).collect();
        writeln!(
            text,
            "| {folder} | {reader} | {} | {} | {} | {} | {} | {} | {} |",
            row.files,
            row.refused,
            row.articles,
            row.dated,
            row.titled,
            row.records_refused,
            causes.join("; ")
        )
        .unwrap();
    }
    text
}

#[test]
fn the_real_samples_give_what_the_table_says() {
    let Some(shared) = shared("real samples of formats") else { return };
    let table = table(&shared.join("formats"));
    if std::env::var("ONRECORD_FORMATS").is_ok_and(|value| value == "print") {
        println!("{table}");
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/formats.md");
    let committed = fs::read_to_string(path).unwrap_or_default();
    for line in table.lines() {
        assert!(committed.lines().any(|old| old == line), "tests/gold/formats.md lacks: {line}");
    }
}
