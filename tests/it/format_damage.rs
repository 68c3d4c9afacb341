//! Fixtures of every format with their bytes changed, and files made to be slow: they must do no
//! harm.

use std::fs;
use std::time::{Duration, Instant};

use onrecord::read::{NoSiblings, READERS, Siblings};
use proptest::prelude::*;

use crate::formats::{Folder, fixtures, read, read_with};

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

/// Whatever is done to a file, its reader ends in time, numbers its records in order and gives no
/// more text than there was, but for what a METS file takes from the pages beside it.
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
    fn changed_fixtures_do_no_harm(
        which: prop::sample::Index,
        changes in prop::collection::vec(change(), 1..6),
    ) {
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

/// `piece` so many times.
fn many(piece: &str, count: usize) -> Vec<u8> {
    piece.repeat(count).into_bytes()
}

/// `piece` so many times between `before` and `after`.
fn around(before: &str, piece: &str, count: usize, after: &str) -> Vec<u8> {
    [before.as_bytes(), &many(piece, count), after.as_bytes()].concat()
}

/// XML files made to be slow or large.
fn slow_xml() -> Vec<(&'static str, Vec<u8>)> {
    let links = "<smLinkGrp><smLocatorLink href='#a'/><smLocatorLink href='#p'/></smLinkGrp>";
    vec![
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
                "<mets><structMap TYPE='LOGICAL'><div ID='a' \
                 TYPE='ARTICLE'/></structMap><structLink>",
                links,
                50_000,
                "</structLink></mets>",
            ),
        ),
    ]
}

/// Files of other formats made to be slow or large.
fn slow_texts() -> Vec<(&'static str, Vec<u8>)> {
    vec![
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
    ]
}

/// Each must end in seconds.
#[test]
fn files_made_to_be_slow_are_not() {
    for (name, bytes) in slow_xml().into_iter().chain(slow_texts()) {
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
