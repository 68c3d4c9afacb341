//! Archives that are odd in shape and not broken: one file as large as others' archives, a
//! directory without end, paths as long as the system allows, names that are no text, a century and
//! three quarters of dates.
//!
//! `ONRECORD_ODD=long` makes them as large as they come: a file of a gigabyte and a directory of a
//! million files. The memory of such a run is what `tests/bench/peak.sh` shows.

use std::fs;
use std::io::Write;

use crate::sandbox::{Sandbox, invented};

fn is_long() -> bool {
    std::env::var("ONRECORD_ODD").is_ok_and(|value| value == "long")
}

/// What the program's largest process took so far, in megabytes; only the kernel knows.
#[cfg(target_os = "linux")]
fn peak_of(sandbox: &Sandbox, args: &[&str]) -> u64 {
    let mut child =
        sandbox.command().args(args).stdout(std::process::Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1024);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_larger_than_any_article_is_refused_in_bounded_memory() {
    let bytes: u64 = if is_long() { 1_000_000_000 } else { 80_000_000 };
    let sandbox = Sandbox::new();
    let sentence = "The harbour wall was a matter of words for a whole winter.\n";
    for name in ["one.txt", "one.json", "lines.jsonl"] {
        let mut file =
            std::io::BufWriter::new(fs::File::create(sandbox.news().join(name)).unwrap());
        let mut written = 0;
        match name {
            "one.json" => write!(file, "{{\"title\": \"Wall\", \"text\": \"").unwrap(),
            _ => write!(file, " date 2001-02-03 Wall\n\n").unwrap(),
        }
        if name == "lines.jsonl" {
            file = std::io::BufWriter::new(fs::File::create(sandbox.news().join(name)).unwrap());
        }
        while written < bytes {
            match name {
                "one.json" => file.write_all(sentence.trim_end().as_bytes()).unwrap(),
                "lines.jsonl" => {
                    let text = sentence.repeat(40);
                    writeln!(file, "{}", serde_json::json!({"text": text, "id": written})).unwrap();
                    written += 40 * sentence.len() as u64;
                }
                _ => file.write_all(sentence.as_bytes()).unwrap(),
            }
            written += sentence.len() as u64;
        }
        if name == "one.json" {
            write!(file, "\"}}").unwrap();
        }
    }
    sandbox.write("small.txt", invented(1));
    let news = sandbox.news();
    let args = ["index", news.to_str().unwrap(), "--memory", "64MB", "--jobs", "2", "--quiet"];
    let peak = peak_of(&sandbox, &args);
    let status = sandbox.run(&["status", "--failures"]).out;
    let _ = writeln!(std::io::stdout(), "{peak} MB\n{status}");
    assert!(status.contains("news/one.txt: ") && status.contains("news/one.json: "), "{status}");
    assert!(status.contains("files      4, 2 of them failed"), "{status}");
    // Twice the writer's memory and 100 MB, and the article that each worker may hold.
    assert!(peak < 2 * 64 + 100 + 2 * 3 * 64, "{peak} MB");
}

#[test]
fn a_directory_of_very_many_files_is_read_and_read_again() {
    let files: u64 = if is_long() { 1_000_000 } else { 3000 };
    let sandbox = Sandbox::new();
    for number in 0..files {
        sandbox.write(
            &format!("{number}.txt"),
            format!(" date 2001-02-03 Notice {number}\n\nRain.\n"),
        );
    }
    let start = std::time::Instant::now();
    let run = sandbox.index(&sandbox.news(), &["--memory", "256MB"]);
    let first = start.elapsed();
    assert_eq!((&run["files_read"], &run["articles"]), (&files.into(), &files.into()));
    let start = std::time::Instant::now();
    let again = sandbox.index(&sandbox.news(), &["--memory", "256MB"]);
    assert_eq!(again["files_unchanged"], files);
    let _ = writeln!(std::io::stdout(), "{files} files: {first:?}, again {:?}", start.elapsed());
    assert_eq!(sandbox.run(&["query", "notice", "--on", "2001-02-03", "-n", "1"]).code, 0);
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn paths_as_long_as_the_system_allows_and_names_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let mut dir = sandbox.news();
    let part =
        std::ffi::OsStr::from_bytes(&[b"Gazette de Sarn\xE9 ".repeat(13), vec![b'x'; 20]].concat())
            .to_owned();
    // A path ends at 4096 bytes, and the file needs its own name.
    while dir.as_os_str().len() + part.len() + 60 < 4096 {
        dir.push(&part);
    }
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("one.txt"), invented(1)).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"\x1B[31mred\n\xFF\xFE.txt");
    fs::write(sandbox.news().join(odd), invented(2)).unwrap();
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!((&run["files_read"], &run["files_failed"]), (&2.into(), &0.into()));
    let again = sandbox.index(&sandbox.news(), &[]);
    assert_eq!(again["files_unchanged"], 2);
    let found = sandbox.run(&["query", "council", "--format", "jsonl"]);
    assert_eq!(found.out.lines().count(), 2, "{}", found.err);
    let shown = sandbox.run(&["query", "council"]);
    assert!(!shown.out.contains('\x1B'), "a name of a file speaks to the terminal");
    for line in found.out.lines() {
        let hit: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = hit["id"].as_str().unwrap();
        let original = sandbox.run(&["show", id, "--original"]);
        assert_eq!(original.code, 0, "{}", original.err);
        assert!(original.out.contains("told the council"));
    }
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn dates_from_1850_to_today_are_told_apart() {
    let sandbox = Sandbox::new();
    for year in 1850..=2025 {
        let text = format!(
            " date {year}-03-{:02} Harbour notes\n\nThe tide of the year.\n",
            year % 28 + 1
        );
        sandbox.write(&format!("{}/{year}.txt", year / 10), text);
    }
    let run = sandbox.index(&sandbox.news(), &[]);
    assert_eq!(run["articles"], 176);
    for year in [1850, 1899, 1900, 1969, 1970, 1971, 2000, 2025] {
        let ran = sandbox.run(&[
            "query",
            "tide",
            "--on",
            &year.to_string(),
            "--format",
            "jsonl",
            "--all-copies",
        ]);
        assert_eq!(ran.out.lines().count(), 1, "{year}: {}", ran.err);
        assert!(ran.out.contains(&format!("{year}-03-")), "{}", ran.out);
    }
    let status = sandbox.run(&["status"]).out;
    assert!(status.contains("1850-03-03 to 2025-03-"), "{status}");
    let oldest = sandbox
        .run(&["query", "tide", "--sort", "oldest", "-n", "1", "--format", "jsonl", "--all-copies"])
        .out;
    assert!(oldest.contains("1850-03-03"), "{oldest}");
    let line = sandbox.run(&["timeline", "tide", "--by", "year"]);
    assert!(line.out.contains("1850") && line.out.contains("2025"), "{}", line.out);
}
