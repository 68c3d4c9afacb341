//! An archive of which one file in fifty is broken, in twenty ways: the run ends, every cause is
//! counted, nothing else is lost. With `ONRECORD_BROKEN=100000` it has so many files; the figures
//! of such a run stand in `tests/bench/README.md`.

use std::collections::BTreeMap;
use std::io::Write;

use crate::packed::{bz2, gz, tar, zip};
use crate::sandbox::{Sandbox, invented};

/// A broken file: what it is called, what is in it, and the cause that is to be counted for it.
type Broken = (&'static str, fn() -> Vec<u8>, &'static str);

const BROKEN: [Broken; 20] = [
    ("empty.txt", Vec::new, "empty file"),
    ("blank.txt", || b" \r\n\t \n".to_vec(), "empty file"),
    ("picture.jpg", || b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01".to_vec(), "binary file"),
    ("picture.txt", || b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(), "binary file"),
    ("program.bin", || (0..=255).collect(), "binary file"),
    ("page.indd", || b"Some program's own format, in letters".to_vec(), "unknown format"),
    ("cut.json", || b"{\"title\": \"Harbour\", \"text\": \"The pier".to_vec(), "truncated JSON"),
    ("list.json", || b"[1, 2, 3]".to_vec(), "malformed JSON"),
    ("textless.json", || b"{\"title\": \"Harbour\", \"date\": \"2001-02-03\"}".to_vec(), "no text"),
    ("bodyless.json", || b"{\"text\": \"  \", \"date\": \"2001-02-03\"}".to_vec(), "no text"),
    ("bodyless.txt", || b" date 2001-02-03 \n\n".to_vec(), "no text"),
    ("cut.jsonl.gz", || cut(&gz(&lines())), "truncated file"),
    ("flipped.txt.gz", || flipped(gz(&lines())), "damaged compression"),
    ("cut.tar", || tar(&[("a.txt", lines())])[..600].to_vec(), "truncated file"),
    ("cut.zip", || cut(&zip(&[("a.txt", lines())])), "damaged archive"),
    ("cut.bz2", || cut(&bz2(&lines())), "truncated file"),
    ("old.xz", || b"\xFD7zXZ\0\0\x04".to_vec(), "unsupported compression"),
    ("old.rar", || b"Rar!\x1A\x07\0".to_vec(), "unsupported compression"),
    ("deep.gz", || (0..6).fold(b"Deep.".to_vec(), |bytes, _| gz(&bytes)), "nested too deeply"),
    ("bomb.gz", || gz("Words of a day. ".repeat(70_000).as_bytes()), "unpacks to too much"),
];

/// One line that can be compressed a little.
fn lines() -> Vec<u8> {
    serde_json::json!({"text": invented(1), "id": 1}).to_string().into_bytes()
}

fn cut(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn flipped(mut bytes: Vec<u8>) -> Vec<u8> {
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    bytes
}

#[test]
fn every_broken_file_is_counted_and_no_other_is_lost() {
    let files: u64 =
        std::env::var("ONRECORD_BROKEN").ok().and_then(|n| n.parse().ok()).unwrap_or(2000);
    let sandbox = Sandbox::new();
    let mut causes: BTreeMap<&str, u64> = BTreeMap::new();
    for number in 0..files {
        let dir = format!("{:03}", number % 500);
        if number % 50 != 7 {
            sandbox.write(&format!("{dir}/{number}.txt"), invented(number));
            continue;
        }
        let (name, bytes, cause) = BROKEN[(number / 50 % 20) as usize];
        sandbox.write(&format!("{dir}/{number}-{name}"), bytes());
        *causes.entry(cause).or_default() += 1;
    }
    let failed: u64 = causes.values().sum();
    // Without its directory, a zip is read member by member, up to the one that is cut.
    let cut_zips = causes["damaged archive"];
    *causes.entry("truncated file").or_default() += cut_zips;
    let run = sandbox.index(&sandbox.news(), &["--max-unpacked", "1MB", "--memory", "256MB"]);
    let _ = writeln!(std::io::stdout(), "{run:#}");
    assert_eq!(run["causes"], serde_json::json!(causes));
    let count = |name: &str| run[name].as_u64().unwrap();
    assert_eq!((count("files_found"), count("files_failed")), (files, failed));
    assert_eq!((count("articles"), count("records_failed")), (files - failed, 0));
    let status: serde_json::Value =
        serde_json::from_str(&sandbox.run(&["status", "--failures", "--format", "json"]).out)
            .unwrap();
    assert_eq!(status["failures"].as_array().unwrap().len() as u64, failed);
    assert_eq!(status["articles"], files - failed);
}
