//! Files of many articles are read in the memory of one: a stream that is made as it is read,
//! larger than the bound by far.
//!
//! The reading is done in a process of its own, since only a process knows its peak.
//! `ONRECORD_STREAM` sets the size of each stream in MB; 5000 is what an archive may hold.

use std::io::{BufRead, BufReader, Read};
use std::process::Command;

use onrecord::read::{FileContext, HEAD_BYTES, reader_for};

/// More than this, in MB, no reader may take: some copies of one article of the largest size would
/// fit, the whole stream would not.
const MOST: u64 = 100;

/// `before`, then `record` again and again up to `size` bytes.
struct Stream {
    before: Vec<u8>,
    record: Vec<u8>,
    given: u64,
    size: u64,
}

impl Read for Stream {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let before = self.before.len() as u64;
        let (part, at) = if self.given < before {
            (&self.before, self.given as usize)
        } else {
            (&self.record, ((self.given - before) % self.record.len() as u64) as usize)
        };
        // Whole records only, so that the last is not cut.
        if self.given >= self.size && at == 0 {
            return Ok(0);
        }
        let count = out.len().min(part.len() - at);
        out[..count].copy_from_slice(&part[at..at + count]);
        self.given += count as u64;
        Ok(count)
    }
}

/// Name, what stands before the records, and one record.
fn streams() -> Vec<(&'static str, String, String)> {
    let body = "Ships came in the night. “More will follow,” said Jon Ash.\n".repeat(40);
    let json = serde_json::json!({"title": "T", "text": body, "date": "2020-01-02"});
    vec![
        (
            "a.mbox",
            String::new(),
            format!("From a@b Thu Jun 12 23:30:00 2025\nSubject: S\n\n{body}\n"),
        ),
        ("a.csv", "id,title,content\n".into(), format!("1,T,\"{body}\"\n")),
        (
            "a.sgml",
            String::new(),
            format!("<DOC>\n<DOCNO> 1 </DOCNO>\n<TEXT>\n{body}</TEXT>\n</DOC>\n"),
        ),
        (
            "a.sgm",
            "<!DOCTYPE lewis>\n".into(),
            format!("<REUTERS NEWID=\"1\">\n<TEXT><BODY>{body}</BODY></TEXT>\n</REUTERS>\n"),
        ),
        ("a.jsonl", String::new(), format!("{json}\n")),
        ("a.json", "[".into(), format!("{json},\n")),
    ]
}

#[test]
fn a_stream_of_any_size_takes_the_memory_of_one_article() {
    let size = std::env::var("ONRECORD_STREAM").unwrap_or_else(|_| "250".to_owned());
    if !cfg!(target_os = "linux") {
        println!("skipped: the peak of a process is asked of Linux");
        return;
    }
    for (name, ..) in streams() {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["streams::one_stream", "--exact", "--ignored", "--nocapture"])
            .env("ONRECORD_STREAM", &size)
            .env("ONRECORD_STREAM_NAME", name)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{name}: {text}");
        let line = text.lines().find(|line| line.contains(" MB at most")).unwrap_or_default();
        println!("{line}");
        let peak = line.rsplit(": ").next().and_then(|rest| rest.split(' ').next());
        let peak: u64 = peak.unwrap().parse().unwrap();
        assert!(peak < MOST, "{line}");
    }
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn one_stream() {
    let size: u64 = std::env::var("ONRECORD_STREAM").unwrap().parse().unwrap();
    let wanted = std::env::var("ONRECORD_STREAM_NAME").unwrap();
    let (name, before, record) = streams().into_iter().find(|(name, ..)| *name == wanted).unwrap();
    let stream =
        Stream { before: before.into(), record: record.into(), given: 0, size: size * 1_000_000 };
    let mut input = BufReader::with_capacity(128 * 1024, stream);
    let head = input.fill_buf().unwrap();
    let head = head[..head.len().min(HEAD_BYTES)].to_vec();
    let reader = reader_for(&head, name).unwrap();
    let (mut articles, mut failed) = (0_u64, 0_u64);
    let started = std::time::Instant::now();
    let end = reader.read(&mut input, &FileContext::new(name), &mut |_, read| match read {
        Ok(_) => articles += 1,
        Err(_) => failed += 1,
    });
    let given = input.get_ref().given;
    assert!(
        given >= size * 1_000_000 && failed == 0 && articles > size * 200,
        "{articles} {failed} {end:?}"
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let peak: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    let rate = given / 1_000_000 * 1000 / started.elapsed().as_millis().max(1) as u64;
    println!(
        "{} of {size} MB, {articles} articles, {rate} MB/s: {} MB at most",
        reader.name(),
        peak / 1000
    );
}
