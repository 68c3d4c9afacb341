//! Every format: small fixtures with all that is read of them, mutated ones that must do no harm, and the
//! real samples with a committed table of what they give.
//!
//! `INSTA_UPDATE=always cargo test --test it formats` writes the expected outputs anew, and
//! `ONRECORD_FORMATS=print cargo test --test it formats -- --nocapture` prints the table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use onrecord::model::{Article, Problem};
use onrecord::read::{
    Context, FormatReader, HEAD_BYTES, NoSiblings, READERS, Siblings, reader_for,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sandbox::shared;

/// The files beside a fixture.
struct Folder(PathBuf);

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

/// What a file gives: its reader, its records, and what ended it.
struct Given {
    reader: &'static str,
    records: Vec<Result<Article, Problem>>,
    end: Option<Problem>,
}

fn read(path: &str, bytes: &[u8], siblings: &dyn Siblings) -> Given {
    match reader_for(&bytes[..bytes.len().min(HEAD_BYTES)], path) {
        Ok(reader) => read_with(reader, path, bytes, siblings),
        Err(problem) => Given { reader: "none", records: Vec::new(), end: Some(problem) },
    }
}

fn read_with(
    reader: &'static dyn FormatReader,
    path: &str,
    bytes: &[u8],
    siblings: &dyn Siblings,
) -> Given {
    let mut records = Vec::new();
    let mut last = None;
    let context = Context { siblings, ..Context::new(path) };
    let result = reader.read(&mut &bytes[..], &context, &mut |position, record| {
        // Web archives have records that are no pages between those that are; an article may be taken
        // back by a problem at its own position.
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

fn fixtures() -> Vec<(String, PathBuf)> {
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
        let context = Context { siblings: &folder, ..Context::new(&name) };
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

/// A change of a file's bytes.
#[derive(Clone, Debug)]
enum Change {
    Cut(usize),
    Drop(usize, usize),
    Twice(usize, usize),
    Put(usize, Vec<u8>),
    Swap(usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let token = prop::sample::select(vec![
        "<",
        ">",
        "</",
        "<!--",
        "]]>",
        "<![CDATA[",
        "&",
        "&#x1F;",
        "&#99999999;",
        "\"",
        "'",
        "\"\"",
        ",",
        "\n",
        "\n\n",
        "{",
        "}",
        "[",
        "]",
        "null",
        "<p>",
        "</DOC>",
        "<DOC>",
        "</BODY>",
        "From x\n",
        "--",
        "---\n",
        "=?utf-8?B?",
        "\r",
        "\u{feff}",
        "&lol;",
        "<nitf>",
        "<REUTERS ",
        "9999999999999999999",
        "-",
        "\0",
        "é",
        "”",
    ]);
    prop_oneof![
        any::<usize>().prop_map(Change::Cut),
        (any::<usize>(), 1..400_usize).prop_map(|(at, n)| Change::Drop(at, n)),
        (any::<usize>(), 1..400_usize).prop_map(|(at, n)| Change::Twice(at, n)),
        (any::<usize>(), token, 1..40_usize)
            .prop_map(|(at, token, n)| Change::Put(at, token.repeat(n).into_bytes())),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Swap(at, byte)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let at = |at: usize, bytes: &[u8]| at % (bytes.len() + 1);
    match change {
        Change::Cut(place) => bytes.truncate(at(*place, bytes)),
        Change::Drop(place, count) => {
            let from = at(*place, bytes);
            bytes.drain(from..(from + count).min(bytes.len()));
        }
        Change::Twice(place, count) => {
            let from = at(*place, bytes);
            let copy = bytes[from..(from + count).min(bytes.len())].to_vec();
            bytes.splice(from..from, copy);
        }
        Change::Put(place, token) => {
            let from = at(*place, bytes);
            bytes.splice(from..from, token.iter().copied());
        }
        Change::Swap(place, byte) => {
            let from = at(*place, bytes);
            if let Some(old) = bytes.get_mut(from) {
                *old = *byte;
            }
        }
    }
}

/// Whatever is done to a file, its reader ends in time, numbers its records in order and gives no more
/// text than there was, but for what a METS file takes from the pages beside it.
fn harmless(name: &str, bytes: &[u8], siblings: &dyn Siblings) {
    let started = Instant::now();
    let given = read(name, bytes, siblings);
    let text: usize = given.records.iter().flatten().map(|article| article.body.len()).sum();
    assert!(started.elapsed() < Duration::from_secs(10), "{name} took {:?}", started.elapsed());
    let most = bytes.len() * 4 + 100_000;
    assert!(text <= most, "{name}: {text} bytes of text from {}", bytes.len());
    for problem in given.records.iter().filter_map(|record| record.as_ref().err()).chain(&given.end)
    {
        assert!(
            problem.cause.len() <= 40,
            "{name}: a cause is short and the same for all alike: {problem}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn changed_fixtures_do_no_harm(which: prop::sample::Index, changes in prop::collection::vec(change(), 1..6)) {
        let fixtures = fixtures();
        let (name, path) = which.get(&fixtures);
        let mut bytes = fs::read(path).unwrap();
        for change in &changes {
            apply(&mut bytes, change);
        }
        harmless(name, &bytes, &Folder(path.parent().unwrap().to_owned()));
        // And with a reader that it is not for.
        for reader in READERS {
            read_with(*reader, name, &bytes, &NoSiblings);
        }
    }
}

/// `ONRECORD_CASES` asks for more than an ordinary run has time for.
fn cases() -> u32 {
    std::env::var("ONRECORD_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}

/// Files made to be slow or large: each must end in seconds.
#[test]
fn files_made_to_be_slow_are_not() {
    let many = |piece: &str, count: usize| piece.repeat(count).into_bytes();
    let around = |before: &str, piece: &str, count: usize, after: &str| {
        let mut bytes = before.as_bytes().to_vec();
        bytes.extend(many(piece, count));
        bytes.extend_from_slice(after.as_bytes());
        bytes
    };
    let links = "<smLinkGrp><smLocatorLink href='#a'/><smLocatorLink href='#p'/></smLinkGrp>";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("deep.xml", around("<nitf>", "<block>", 300_000, "")),
        ("deep2.xml", around("<nitf><body><body.content>", "<p><b>x</b>", 200_000, "")),
        ("attributes.xml", around("<nitf ", "a='1' ", 500_000, "></nitf>")),
        (
            "entities.xml",
            around(
                "<rss><channel><item><title>x</title><description>",
                "&amp;lt;p",
                400_000,
                "</description></item></channel></rss>",
            ),
        ),
        (
            "references.xml",
            around(
                "<nitf><body><body.content><p>",
                "&x;",
                500_000,
                "</p></body.content></body></nitf>",
            ),
        ),
        ("doctype.xml", around("<!DOCTYPE nitf [", "<!ENTITY a 'b'>", 200_000, "]><nitf/>")),
        ("comment.xml", around("<nitf>", "<!--", 500_000, "")),
        (
            "components.xml",
            around(
                "<NewsML><NewsItem>",
                "<NewsComponent><NewsLines><HeadLine>x</HeadLine></NewsLines>",
                900,
                &"</NewsComponent>".repeat(900),
            ),
        ),
        (
            "wide.xml",
            around(
                "<NewsML><NewsItem><NewsComponent>",
                "<NewsComponent><DataContent>x</DataContent></NewsComponent>",
                100_000,
                "</NewsComponent></NewsItem></NewsML>",
            ),
        ),
        (
            "links.xml",
            around(
                "<mets><structMap TYPE='LOGICAL'><div ID='a' TYPE='ARTICLE'/></structMap><structLink>",
                links,
                50_000,
                "</structLink></mets>",
            ),
        ),
        ("docs.sgml", many("<DOC>", 400_000)),
        ("docs2.sgml", many("<DOC><TEXT>x</TEXT></DOC>", 200_000)),
        ("open.sgm", around("<REUTERS NEWID=\"1\"><TEXT><BODY>", "<TITLE>", 300_000, "</REUTERS>")),
        ("marks.csv", around("id,content\n", "1,\"a\"\"b\n", 300_000, "")),
        ("commas.csv", around("id,content\n", ",", 2_000_000, "")),
        ("lists.json", around("{\"text\": ", "[", 1_000_000, "")),
        ("front.md", around("---\n", "a: [", 60_000, "\n---\nText")),
        ("front2.md", around("---\na: b\n---\n", "[[[[", 200_000, "")),
        ("front3.md", around("---\na: b\n---\n", "> ", 200_000, "x")),
        ("front4.md", around("---\na: b\n---\n", "{{ {% ", 200_000, "x")),
        (
            "parts.eml",
            around(
                "Subject: x\nFrom: y\nContent-Type: multipart/mixed; boundary=b\n\n",
                "--b\nContent-Type: multipart/mixed; boundary=b\n\n",
                30_000,
                "",
            ),
        ),
        ("headers.eml", around("Subject: x\nFrom: y\n", "To: <a@b>, ", 200_000, "\n\nText")),
        ("words.eml", around("From: y\nSubject: ", "=?utf-8?Q?a?= ", 200_000, "\n\nText")),
        ("froms.mbox", many("From x\nSubject: y\n\nz\n\n", 100_000)),
    ];
    for (name, bytes) in cases {
        let started = Instant::now();
        let given = read(name, &bytes, &NoSiblings);
        let taken = started.elapsed();
        assert!(taken < Duration::from_secs(10), "{name} took {taken:?} as {}", given.reader);
        let text: usize = given.records.iter().flatten().map(|article| article.body.len()).sum();
        assert!(
            text <= bytes.len() * 2 + 1000,
            "{name}: {text} bytes of text from {}",
            bytes.len()
        );
    }
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
        "| samples | format | files | refused whole | articles | with date | with title | records refused | causes |\n\
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
