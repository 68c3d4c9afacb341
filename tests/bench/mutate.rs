//! Mutates real files and gives them to the readers, for as long as is wanted.
//!
//!     cargo bench --bench mutate -- SECONDS DIR…
//!
//! Every file beneath the DIRs is a seed. It is cut, spliced with another, has bytes flipped,
//! stretches repeated, moved or dropped and marks of the formats put in, and is then read as it
//! would be from an archive. Reported are panics, files that took more than ten seconds, and those
//! for which the process grew by more than a gigabyte; a file with such an input is left in the
//! temporary directory. The exit code is 1 when there was any. A stack that runs over ends the
//! process: the last input is then in `onrecord-mutate-last`.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use onrecord::read::{FileContext, FormatFilter, Limits, read_articles};

/// Small words that make readers go elsewhere.
const MARKS: &[&str] = &[
    "<",
    ">",
    "</p>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#x0;",
    "&#999999999;",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u",
    ":",
    ",",
    "null",
    "\r\n",
    "\n\n",
    "\0",
    "\u{feff}",
    "WARC/1.0\r\n",
    "Content-Length: 99999999999\r\n",
    "From \n",
    "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a",
    "=?utf-8?B?",
    "<DOC>",
    "</DOC>",
    "<REUTERS",
    "<BODY>",
    "---\n",
    "+++\n",
    "<div>",
    "<table>",
    "<script>",
    "2025-13-45",
    "1e999",
    "-1",
];

/// xorshift64*: a stream of numbers that a seed repeats.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.next() % limit as u64) as usize }
    }
}

fn mutate(random: &mut Random, seeds: &[(String, Vec<u8>)], bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let reach = 1 << random.below(14);
        let end = (at + random.below(reach)).min(bytes.len());
        match random.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1_u8 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let again = bytes[at..end].repeat(1 + random.below(200));
                bytes.splice(end..end, again.into_iter().take(4 << 20));
            }
            5 => {
                let mark = MARKS[random.below(MARKS.len())].repeat(1 + random.below(3));
                bytes.splice(at..at, mark.into_bytes());
            }
            6 => {
                let mark = MARKS[random.below(MARKS.len())].repeat(1 << random.below(16));
                bytes.splice(at..at, mark.into_bytes());
            }
            7 => {
                let (_, other) = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let stretch = other[from..].iter().take(1 << random.below(16)).copied();
                bytes.splice(at..end, stretch.collect::<Vec<_>>());
            }
            _ => {
                let moved: Vec<u8> = bytes.drain(at..end).collect();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, moved);
            }
        }
        bytes.truncate(24 << 20);
    }
}

/// The most memory the process has had, in kilobytes, since it was last asked to forget.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let Some((seconds, dirs)) = args.split_first() else {
        println!("give SECONDS DIR…");
        return ExitCode::SUCCESS;
    };
    let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
    let mut seeds = Vec::new();
    for entry in dirs.iter().flat_map(walkdir::WalkDir::new).filter_map(Result::ok) {
        if entry.file_type().is_file() && entry.metadata().unwrap().len() < 4 << 20 {
            let path = entry.path().to_string_lossy().into_owned();
            seeds.push((path, fs::read(entry.path()).unwrap()));
        }
    }
    let start = std::env::var("MUTATE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut random = Random(start);
    let dir = std::env::temp_dir();
    let keep = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = dir.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let (mut runs, mut articles, mut problems, mut faults) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut slowest = Duration::ZERO;
    std::panic::set_hook(Box::new(|_| {}));
    while Instant::now() < end {
        let (path, seed) = &seeds[random.below(seeds.len())];
        let mut bytes = seed.clone();
        mutate(&mut random, &seeds, &mut bytes);
        keep("onrecord-mutate-last", &bytes);
        let _ = fs::write("/proc/self/clear_refs", "5");
        let (before, began) = (peak(), Instant::now());
        let mut last = None;
        let read = catch_unwind(AssertUnwindSafe(|| {
            let _ = read_articles(
                &mut bytes.as_slice(),
                bytes.len() as u64,
                &FileContext::new(path),
                &Limits::default(),
                &FormatFilter::default(),
                &mut |position, read| {
                    last = last.max(Some(position));
                    articles += u64::from(read.is_ok());
                    problems += u64::from(read.is_err());
                },
            );
        }));
        let took = began.elapsed();
        slowest = slowest.max(took);
        let grown = peak().saturating_sub(before) / 1024;
        let fault = if read.is_err() {
            Some("panic")
        } else if took > Duration::from_secs(10) {
            Some("hang")
        } else if grown > 1024 {
            Some("memory")
        } else {
            None
        };
        runs += 1;
        if let Some(fault) = fault {
            faults += 1;
            let kept = keep(&format!("onrecord-mutate-{fault}-{runs}"), &bytes);
            println!("{fault}: {path}, {took:.1?}, {grown} MB, kept as {}", kept.display());
        }
    }
    println!(
        "{} seeds, {runs} inputs, {articles} articles, {problems} problems, slowest \
         {slowest:.1?}: {faults} faults",
        seeds.len()
    );
    ExitCode::from(u8::from(faults > 0))
}
