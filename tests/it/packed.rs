//! Compressed files and archives: the same articles as from plain files, bombs and damage as
//! problems.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use crate::sandbox::{Sandbox, invented};

fn lines(range: std::ops::Range<u64>) -> String {
    range.map(|n| serde_json::json!({"text": invented(n), "id": n}).to_string() + "\n").collect()
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(crate) fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The bodies of all articles, with their dates, sorted: what must not depend on the packing.
fn bodies(sandbox: &Sandbox) -> Vec<(String, String)> {
    let parse = |line: &String| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let articles = sandbox.documents();
    let articles = articles.iter().map(parse).filter(|value| value.get("quotes").is_some());
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or("").to_owned();
    let mut bodies: Vec<_> = articles.map(|a| (text(&a, "text"), text(&a, "date"))).collect();
    bodies.sort();
    bodies
}

#[test]
fn every_packing_gives_the_articles_of_plain_files() {
    let plain = Sandbox::new();
    for number in 0..12 {
        plain.write(&format!("2001/02/{:02}/{number}.txt", number + 1), body(number));
    }
    plain.index(&plain.news(), &[]);
    let members: Vec<(String, Vec<u8>)> =
        (0..12).map(|n| (format!("2001/02/{:02}/{n}.txt", n + 1), body(n).into_bytes())).collect();
    let members: Vec<(&str, Vec<u8>)> =
        members.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let half = |at: usize| members[at * 6..at * 6 + 6].to_vec();
    for (name, bytes) in [
        ("all.tar", tar(&members)),
        ("all.tar.gz", gz(&tar(&members))),
        ("all.tgz", gz(&tar(&members))),
        ("all.tar.zst", zstd::encode_all(tar(&members).as_slice(), 1).unwrap()),
        ("all.tar.bz2", bz2(&tar(&members))),
        ("all.zip", zip(&members)),
        ("named-wrongly.txt", zip(&members)),
        ("two.tar", tar(&[("a.zip", zip(&half(0))), ("b.tar.gz", gz(&tar(&half(1))))])),
    ] {
        let packed = Sandbox::new();
        packed.write(name, bytes);
        let run = packed.index(&packed.news(), &[]);
        assert_eq!(
            (&run["articles"], &run["files_failed"]),
            (&12.into(), &0.into()),
            "{name} {run}"
        );
        assert_eq!(bodies(&packed), bodies(&plain), "{name}");
    }
}

/// An article without a date of its own: the path tells it.
fn body(number: u64) -> String {
    invented(number)
        .split_once('\n')
        .unwrap()
        .1
        .replace("the council", &format!("council {number}"))
}

#[test]
fn one_file_compressed_is_read_as_what_it_is() {
    let plain = Sandbox::new();
    plain.write("a.jsonl", lines(0..10));
    plain.index(&plain.news(), &[]);
    let two = [gz(lines(0..5).as_bytes()), gz(lines(5..10).as_bytes())].concat();
    for (name, bytes) in [
        ("members.jsonl.gz", two),
        ("a.jsonl.bz2", bz2(lines(0..10).as_bytes())),
        ("a.jsonl.zst", zstd::encode_all(lines(0..10).as_bytes(), 1).unwrap()),
        ("twice.jsonl.gz.gz", gz(&gz(lines(0..10).as_bytes()))),
    ] {
        let packed = Sandbox::new();
        packed.write(name, bytes);
        packed.index(&packed.news(), &[]);
        assert_eq!(bodies(&packed), bodies(&plain), "{name}");
    }
}

#[test]
fn bombs_damage_and_locks_are_problems_with_their_cause() {
    let sandbox = Sandbox::new();
    let much = "Words of a day. ".repeat(200_000).into_bytes();
    let whole = gz(lines(0..400).as_bytes());
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xFF;
    let mut deep = b"At the bottom.".to_vec();
    for _ in 0..6 {
        deep = gz(&deep);
    }
    let mut locked = zip(&[("a.txt", b"Secret words.".to_vec())]);
    // The flag of encryption, in the header of the member and in the directory.
    locked[6] |= 1;
    let directory = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    sandbox.write("bomb.txt.gz", gz(&much));
    sandbox.write("bomb.zip", zip(&[("a.txt", much)]));
    sandbox.write("cut.jsonl.gz", &whole[..whole.len() / 2]);
    sandbox.write("flipped.jsonl.gz", flipped);
    sandbox.write("cut.zip", &zip(&[("a.txt", b"Words of a day.".to_vec())])[..60]);
    sandbox.write("deep.gz", deep);
    sandbox.write("locked.zip", locked);
    sandbox.write("old.xz", b"\xfd7zXZ\0\0\x04");
    sandbox.write(
        "mixed.tar",
        tar(&[
            ("a.txt", b"Words of a day.".to_vec()),
            ("empty.txt", Vec::new()),
            ("b.txt", b"More words.".to_vec()),
        ]),
    );
    let run = sandbox.index(&sandbox.news(), &["--max-unpacked", "2MB"]);
    // As many as could be read before the damage was noticed.
    let damaged = &run["causes"]["damaged compression"];
    assert!(damaged.as_u64().unwrap() > 0, "{run:#}");
    let causes = serde_json::json!({
        "unpacks to too much": 2, "truncated file": 1, "damaged compression": damaged,
        "damaged archive": 1, "nested too deeply": 1, "encrypted": 1, "unsupported compression": 1,
        "empty file": 1,
    });
    assert_eq!(run["causes"], causes, "{run:#}");
    let status = sandbox.run(&["status", "--failures"]);
    assert!(status.out.contains("mixed.tar #1: empty file: empty.txt"), "{}", status.out);
    assert!(status.out.contains("cut.jsonl.gz #"), "{}", status.out);
    // What stands before a cut is kept; what comes out of a damaged stream may be wrong in any
    // word.
    assert!(status.out.contains("flipped.jsonl.gz: damaged compression"), "{}", status.out);
    let all = sandbox.run(&["query", "--any", "council words harbour the", "-n", "1000"]);
    assert!(!all.out.contains("flipped.jsonl.gz"), "{}", all.out);
    let kept = sandbox.run(&["query", "--any", "council words", "-n", "1000"]);
    assert!(kept.out.contains("mixed.tar/b.txt#2"), "{}", kept.out);
    assert!(kept.out.contains("cut.jsonl.gz"), "{}", kept.out);
}

#[test]
fn a_damaged_member_costs_no_other() {
    let sandbox = Sandbox::new();
    let mut bad = gz(lines(300..600).as_bytes());
    let length = bad.len();
    bad[length - 6] ^= 0xFF; // the checksum: the words may be wrong anywhere
    let members = [gz(lines(0..300).as_bytes()), bad, gz(lines(600..700).as_bytes())];
    sandbox.write("a.jsonl.gz", members.concat());
    let run = sandbox.index(&sandbox.news(), &["--commit-every", "50"]);
    let count = |name: &str| run[name].as_u64().unwrap();
    assert_eq!((count("articles"), count("records_failed")), (400, 300), "{run}");
    assert_eq!(bodies(&sandbox).len() as u64, count("articles"));
    let again = sandbox.index(&sandbox.news(), &["--retry-failed"]);
    assert_eq!(again["articles_kept"], run["articles"], "{again}");
}

#[test]
fn of_a_changed_container_only_what_changed_is_made_anew() {
    let sandbox = Sandbox::new();
    sandbox.write("a.jsonl.gz", gz(lines(0..50).as_bytes()));
    sandbox.index(&sandbox.news(), &[]);
    sandbox.write("a.jsonl.gz", gz((lines(0..20) + &lines(200..201) + &lines(21..60)).as_bytes()));
    let run = sandbox.index(&sandbox.news(), &[]);
    // What was moved is made anew too: it is stored where an article lies in its file.
    assert_eq!((&run["articles"], &run["articles_kept"]), (&40.into(), &20.into()), "{run}");
    let fresh = Sandbox::new();
    fresh.write("a.jsonl.gz", gz((lines(0..20) + &lines(200..201) + &lines(21..60)).as_bytes()));
    fresh.index(&fresh.news(), &[]);
    assert_eq!(sandbox.documents(), fresh.documents());
    let longer = lines(0..20) + &lines(200..201) + &lines(21..70);
    sandbox.write("a.jsonl.gz", gz(longer.as_bytes()));
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&run["articles"], &run["articles_kept"]), (&10.into(), &60.into()), "{run}");
    sandbox.write("a.jsonl.gz", gz(lines(0..3).as_bytes()));
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&run["articles"], &run["articles_kept"]), (&0.into(), &3.into()), "{run}");
    assert_eq!(bodies(&sandbox).len(), 3);
    let run = sandbox.index(&sandbox.news(), &["--again"]);
    assert_eq!((&run["articles"], &run["articles_kept"]), (&3.into(), &0.into()), "{run}");
}

#[test]
fn the_original_record_comes_back_byte_for_byte() {
    let sandbox = Sandbox::new();
    let text = " date 2001-02-03 Harbour news, “to the byte” \u{1b}[31m.\r\n\u{a0}\n";
    sandbox.write("plain.txt", text);
    sandbox.write(
        "deep.tar.gz",
        gz(&tar(&[("x/1.txt", b"Nothing.".to_vec()), ("x/2.txt", text.into())])),
    );
    sandbox.write("c.zip", zip(&[("2.txt", text.into())]));
    sandbox.index(&sandbox.news(), &[]);
    let found = sandbox.run(&["query", "harbour", "--all-copies", "--format", "jsonl"]);
    let ids: Vec<String> = found
        .out
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 3, "{}", found.out);
    for id in ids {
        let shown = sandbox.run(&["show", &id, "--original"]);
        assert_eq!((shown.code, shown.out.as_str()), (0, text), "{}", shown.err);
    }
}
