//! Pages of news sites and crawls of them: the whole parsed article of every page in `tests/pages`,
//! pages without end, damaged pages, and the real samples beside the repository.
//!
//! `ONRECORD_PAGES=write cargo test --release pages` writes what is expected anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use onrecord::model::{Article, Problem};
use onrecord::read::{FileContext, FormatFilter, Limits, read_articles};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::sandbox::shared;

/// All that `bytes` hold, read as a file at `path`.
pub(crate) fn read(path: &str, bytes: &[u8]) -> Vec<(u64, Result<Article, Problem>)> {
    let mut seen = Vec::new();
    let end = read_articles(
        &mut &bytes[..],
        bytes.len() as u64,
        &FileContext::new(path),
        &Limits::default(),
        &FormatFilter::default(),
        &mut |position, read| seen.push((position, read)),
    );
    if let Err(problem) = end {
        seen.push((u64::MAX, Err(problem)));
    }
    seen
}

/// What was read, as it stands in the expected files: dates as people write them, nothing that is
/// empty.
fn shown(read: &Result<Article, Problem>) -> Value {
    let article = match read {
        Ok(article) => article,
        Err(problem) => return json!({"problem": problem.to_string()}),
    };
    let mut value = serde_json::to_value(article).unwrap();
    let fields: &mut Map<String, Value> = value.as_object_mut().unwrap();
    if let Some(date) = article.date {
        fields.insert("date".to_owned(), format!("{date} ({:?})", date.origin).into());
    }
    let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
    fields.insert("body".to_owned(), paragraphs.into());
    fields.retain(|name, value| {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        !is_empty && name != "status"
    });
    value
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

#[test]
fn every_page_gives_the_article_that_is_expected() {
    let write = std::env::var("ONRECORD_PAGES").is_ok_and(|value| value == "write");
    let mut count = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(pages()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|extension| extension == "json") {
            continue;
        }
        let seen = read(&name, &fs::read(&path).unwrap());
        let values: Vec<Value> = seen.iter().map(|(_, read)| shown(read)).collect();
        let text = serde_json::to_string_pretty(&values).unwrap() + "\n";
        let expected = path.with_file_name(format!("{name}.json"));
        if write {
            fs::write(&expected, &text).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != text {
            wrong.push(format!("{name} is\n{text}"));
        }
        count += 1;
    }
    assert!(count >= 10, "only {count} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pages that would cost a careless parser minutes, gigabytes or the stack.
fn pages_without_end() -> Vec<(&'static str, Vec<u8>)> {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let unclosed = (0..20_000).map(|n| format!("<b x{n}>")).collect::<Vec<_>>().concat();
    let nested_tables = many("<table><tr><td>", 50_000);
    vec![
        ("nested", many("<div>", 100_000)),
        ("nested and closed", many("<div>", 100_000) + "text" + &many("</div>", 100_000)),
        ("nested before a table", "<table>".to_owned() + &many("<div>", 100_000)),
        ("spans", "<p>".to_owned() + &many("<span>word ", 100_000)),
        ("formatting", unclosed + &many("<p>text", 20_000)),
        ("links", many("<a href=x>", 100_000)),
        ("tables", nested_tables),
        ("paragraphs", many("<p>A sentence of some words, and of no use at all.</p>", 60_000)),
        ("breaks", "<div>".to_owned() + &many("text<br><br>", 60_000)),
        ("list", "<ul>".to_owned() + &many("<li>item <a href=x>link</a>", 60_000)),
        ("attributes", "<div ".to_owned() + &many("a=b ", 300_000) + ">text</div>"),
        ("bodies", many("<body x=y>", 100_000)),
        ("ampersands", "<p>".to_owned() + &many("& ", 500_000)),
        ("latin signs", "<p>".to_owned() + &many("° ", 500_000)),
        ("comments", many("<!-- x -->", 200_000) + "<p>text"),
        ("entities", "<p>".to_owned() + &many("&amp;&NotGreaterGreater;", 100_000)),
        ("one text", "<p>".to_owned() + &many("word ", 1_600_000)),
        ("no end of a tag", "<p ".to_owned() + &many("x", 4_000_000)),
        ("scripts", many("<script>var a='</p>';</script>", 60_000)),
        ("fifty megabytes", many("<p>A sentence, as good as any other.</p>", 1_400_000)),
    ]
    .into_iter()
    .map(|(name, text)| (name, format!("<!DOCTYPE html><html><body>{text}").into_bytes()))
    .collect()
}

#[test]
fn no_page_takes_long_or_overflows() {
    for (name, bytes) in pages_without_end() {
        let start = Instant::now();
        let seen = read("page.html", &bytes);
        let spent = start.elapsed();
        assert_eq!(seen.len(), 1, "{name}");
        // A few seconds on one core of a slow machine that does other things too.
        assert!(spent < Duration::from_secs(10), "{name} took {spent:?}");
        println!(
            "{name}: {spent:.1?}, {}",
            match &seen[0].1 {
                Ok(article) => format!("{} bytes of text", article.body.len()),
                Err(problem) => problem.to_string(),
            }
        );
    }
}

#[test]
fn what_is_too_deep_or_too_large_says_so() {
    for (name, bytes) in pages_without_end() {
        let cause = match name {
            "nested" | "nested and closed" | "tables" => "page nested too deeply",
            "fifty megabytes" => "article too large",
            _ => continue,
        };
        let seen = read("page.html", &bytes);
        assert_eq!(seen[0].1.as_ref().unwrap_err().cause, cause, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Pages and crawls with pieces cut out, doubled, or overwritten: no panic, no empty article.
    #[test]
    fn damaged_pages_are_read_or_refused(
        which in 0..20_usize,
        edits in prop::collection::vec(
            (0.0..1.0_f64, 0..200_usize, prop::collection::vec(any::<u8>(), 0..8)),
            0..6,
        ),
    ) {
        let entries = fs::read_dir(pages()).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
        files.retain(|path| path.extension().is_none_or(|end| end != "json"));
        files.sort();
        let path = &files[which % files.len()];
        let mut bytes = fs::read(path).unwrap();
        for (at, length, with) in edits {
            let start = (at * bytes.len() as f64) as usize;
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, with);
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut last = None;
        for (position, read) in read(name, &bytes) {
            prop_assert!(last.is_none_or(|last| position > last));
            last = Some(position);
            if let Ok(article) = read {
                prop_assert!(!article.body.trim().is_empty());
                if let Some(extent) = article.extent {
                    prop_assert!(extent.start + extent.length <= bytes.len() as u64);
                }
            }
        }
    }
}

#[test]
fn real_crawls_are_read_or_refused_with_their_cause() {
    let Some(shared) = shared("real crawls") else { return };
    let dir = shared.join("formats/warc");
    for (name, articles, problems) in [
        ("example.warc", 1, &[][..]),
        ("example.warc.gz", 1, &[]),
        ("example-bad-non-chunked.warc.gz", 1, &[]),
        ("example-digest.warc", 0, &["no articles"]),
        ("example-iana.org-chunked.warc", 0, &["index page"]),
        ("example-resource.warc.gz", 1, &[]),
        ("example-space-in-target-uri.warc.gz", 0, &["no articles"]),
        // Its length says two bytes too few: the page is whole, the next record does not begin
        // there.
        ("example-trunc.warc", 1, &["damaged record"]),
        ("example-wget-bad-target-uri.warc.gz", 1, &[]),
        ("example-wrong-chunks.warc.gz", 1, &[]),
        ("post-test.warc.gz", 0, &["no articles"]),
        ("example.arc", 0, &["ARC file"]),
        ("example.arc.gz", 0, &["ARC file"]),
        ("bad.arc", 0, &["ARC file"]),
        ("example-space-in-url.arc", 0, &["ARC file"]),
        ("cc-news/collection1/segment1.warc.gz", 1, &[]),
    ] {
        let seen = read(name, &fs::read(dir.join(name)).unwrap());
        let causes: Vec<&str> =
            seen.iter().filter_map(|(_, read)| Some(read.as_ref().err()?.cause.as_str())).collect();
        let count = seen.iter().filter(|(_, read)| read.is_ok()).count();
        assert_eq!((count, causes.as_slice()), (articles, problems), "{name}: {seen:?}");
    }
}
