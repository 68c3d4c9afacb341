//! Damaged, truncated and odd files in compressions and archives: what stands before and behind the
//! damage is read, and nothing is made of what is damaged.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::Range;

use tar::EntryType;
use zip::write::SimpleFileOptions;

use crate::model::Article;
use crate::read::articles::{FormatFilter, read_articles};
use crate::read::context::FileContext;
use crate::read::unpack::Limits;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An invented article, another for each number, in words that pack badly.
fn invented(number: u64) -> String {
    let mut state = number + 1;
    let mut text = format!(" date 2001-01-01 Session {number} in Lowmere.\n\n");
    for _ in 0..20 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{:x} ", state >> 20));
    }
    text
}

/// The articles of a file that stand at its end, and the number of problems.
fn read(name: &str, bytes: &[u8]) -> (Vec<Article>, u64) {
    let (mut articles, mut problems) = (BTreeMap::new(), BTreeMap::new());
    let (limits, formats) = (Limits::default(), FormatFilter::default());
    let mut input = bytes;
    let size = bytes.len() as u64;
    let end = read_articles(
        &mut input,
        size,
        &FileContext::new(name),
        &limits,
        &formats,
        &mut |position, read| match read {
            Ok(article) => {
                articles.insert(position, article);
            }
            Err(problem) => {
                articles.remove(&position);
                problems.insert(position, problem);
            }
        },
    );
    let problems = problems.len() as u64 + u64::from(end.is_err());
    (articles.into_values().collect(), problems)
}

/// Numbers of articles and of problems in a file.
fn counted(name: &str, bytes: impl AsRef<[u8]>) -> (u64, u64) {
    let (articles, problems) = read(name, bytes.as_ref());
    (articles.len() as u64, problems)
}

fn lines(range: Range<u64>) -> String {
    range.map(|n| serde_json::json!({"text": invented(n), "id": n}).to_string() + "\n").collect()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A way to pack bytes, with the extension of its files.
type Packing = (&'static str, fn(&[u8]) -> Vec<u8>);

const PACKINGS: [Packing; 3] = [("gz", gz), ("bz2", bz2), ("zst", zst)];

#[test]
fn bytes_behind_a_whole_member_cost_nothing() {
    for (extension, pack) in PACKINGS {
        let name = format!("a.jsonl.{extension}");
        let one = pack(lines(0..60).as_bytes());
        let two = [&one[..], &pack(lines(60..90).as_bytes())].concat();
        for trailing in ["\n", "\r\n", "\0\0\0\0", "junk at end!", "\0\0x"] {
            let stray = trailing.as_bytes();
            assert_eq!(counted(&name, [&one, stray].concat()), (60, 0), "{name} {trailing:?}");
            assert_eq!(counted(&name, [&two, stray].concat()), (90, 0), "{name} {trailing:?}");
        }
        // What may have been a member is told.
        let long = [&one[..], &[b'?'; 400]].concat();
        assert_eq!(counted(&name, long), (60, 1), "{name}");
    }
}

#[test]
fn a_damaged_member_in_the_middle_costs_its_own_articles_alone() {
    for (extension, pack) in PACKINGS {
        let members: Vec<Vec<u8>> =
            (0..5).map(|n| pack(lines(n * 40..n * 40 + 40).as_bytes())).collect();
        let name = format!("a.jsonl.{extension}");
        let length = members[0].len();
        for (damaged, at) in
            [(2, 300), (2, 1), (2, length - 40), (2, length - 2), (0, 500), (3, 60)]
        {
            let mut members = members.clone();
            let at = at.min(members[damaged].len() - 1);
            members[damaged][at] ^= 0xFF;
            members[damaged][at.saturating_sub(1)] ^= 0x10;
            let (articles, problems) = counted(&name, members.concat());
            assert!(articles >= 160, "{name}, byte {at} of member {damaged}: {articles}");
            assert!(problems > 0, "{name}, byte {at} of member {damaged}");
        }
        // A piece is missing, and one is there twice.
        let mut cut = members.clone();
        cut[2].drain(200..300);
        assert_eq!(counted(&name, cut.concat()).0, 160, "{name}");
        cut[2] = [&members[2][..100], &members[2][..]].concat();
        assert!(counted(&name, cut.concat()).0 >= 160, "{name}");
        // The last is cut off: what stands in it before the cut is whole.
        let cut = [&members[..4].concat()[..], &members[4][..300]].concat();
        assert!(counted(&name, cut).0 >= 160, "{name}");
        let table = |range: Range<u64>| -> String {
            let rows: Vec<String> = range.map(|n| format!("{n},\"{}\"\n", invented(n))).collect();
            rows.concat()
        };
        let rows = [0, 1, 2].map(|n| pack(table(n * 30..n * 30 + 30).as_bytes()));
        let mut rows = [pack(b"id,text\n"), rows.concat()].concat();
        let middle = rows.len() / 2;
        rows[middle] ^= 0xFF;
        assert_eq!(counted(&format!("a.csv.{extension}"), rows).0, 60, "{extension}");
    }
}

#[test]
fn no_article_is_made_of_the_ends_of_two() {
    // Blocks of one size, as some packers cut them, whatever stands there.
    let text = lines(0..200);
    let blocks: Vec<Vec<u8>> = text.as_bytes().chunks(5000).map(gz).collect();
    let whole: Vec<String> = (0..200).map(invented).collect();
    for damaged in 1..blocks.len() - 1 {
        let mut blocks = blocks.clone();
        let middle = blocks[damaged].len() / 2;
        blocks[damaged][middle] ^= 0xFF;
        let (articles, _) = read("a.jsonl.gz", &blocks.concat());
        let count = articles.len();
        for article in articles {
            assert!(whole.contains(&article.body), "{}", article.body);
        }
        assert!(count >= 180, "{count}");
    }
}

#[test]
fn one_damaged_compression_in_an_archive_costs_no_other_file() {
    let mut bad = gz(lines(0..50).as_bytes());
    let middle = bad.len() / 2;
    bad[middle] ^= 0xFF;
    let members = [
        ("a.jsonl", lines(50..70).into_bytes()),
        ("b.jsonl.gz", bad),
        ("c.jsonl", lines(70..80).into_bytes()),
    ];
    for (name, bytes) in
        [("a.tar", tar(&members)), ("a.tar.gz", gz(&tar(&members))), ("a.zip", zip(&members))]
    {
        assert_eq!(counted(name, bytes).0, 30, "{name}");
    }
}

#[test]
fn behind_a_damaged_header_of_a_tar_the_next_is_found() {
    let names: Vec<String> = (0..6).map(|n| format!("{n}.txt")).collect();
    let members: Vec<(&str, Vec<u8>)> =
        (0..6).map(|n| (names[n].as_str(), invented(n as u64).into_bytes())).collect();
    let whole = tar(&members);
    let at = whole.windows(5).position(|w| w == b"2.txt").unwrap();
    let mut damaged = whole.clone();
    damaged[at + 130] ^= 0x0F;
    assert_eq!(counted("a.tar", &damaged), (5, 1));
    let mut shifted = whole.clone();
    shifted.drain(at + 30..at + 60);
    assert_eq!(counted("a.tar", shifted), (5, 1));
    // Packed in pieces, of which one is damaged.
    let mut pieces: Vec<Vec<u8>> = whole.chunks(1000).map(gz).collect();
    let middle = pieces[2].len() / 2;
    pieces[2][middle] ^= 0xFF;
    let (articles, problems) = counted("a.tar.gz", pieces.concat());
    assert!(articles >= 3 && problems > 0, "{articles} {problems}");
    // Two archives, one behind the other.
    let joined = [&whole[..], &tar(&[("last.txt", invented(9).into_bytes())])].concat();
    assert_eq!(counted("joined.tar", joined), (7, 0));
}

#[test]
fn long_names_of_a_tar_are_read_and_endless_ones_told() {
    let long = format!("{}/{}.txt", "folder".repeat(15), "name".repeat(20));
    let mut pax = tar::Builder::new(Vec::new());
    pax.append_pax_extensions([("path", long.as_bytes())]).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_path("short.txt").unwrap();
    header.set_size(invented(1).len() as u64);
    header.set_cksum();
    pax.append(&header, invented(1).as_bytes()).unwrap();
    for bytes in [tar(&[(&long, invented(1).into_bytes())]), pax.into_inner().unwrap()] {
        let (articles, problems) = read("a.tar", &bytes);
        assert_eq!((articles[0].member.as_deref(), problems), (Some(long.as_str()), 0));
    }
    let endless = |kind: EntryType, length: usize| {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(length as u64);
        header.set_cksum();
        let mut bytes = [header.as_bytes(), &vec![b'n'; length][..]].concat();
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        bytes
    };
    let file = |n: u64| {
        let name = format!("{n}.txt");
        let mut bytes = tar(&[(name.as_str(), invented(n).into_bytes())]);
        bytes.truncate(bytes.len() - 1024);
        bytes
    };
    for kind in [EntryType::GNULongName, EntryType::XHeader] {
        let bytes = [file(1), endless(kind, 2_000_000), file(2), file(3)].concat();
        assert_eq!(counted("a.tar", bytes), (2, 1), "{kind:?}");
    }
    for kind in [EntryType::GNULongLink, EntryType::XGlobalHeader] {
        let bytes = [file(1), endless(kind, 2_000_000), file(2), file(3)].concat();
        assert_eq!(counted("a.tar", bytes), (3, 0), "{kind:?}");
    }
}

#[test]
fn a_zip_without_its_directory_is_read_member_by_member() {
    let members: Vec<(String, Vec<u8>)> =
        (0..6).map(|n| (format!("{n}.txt"), invented(n).into_bytes())).collect();
    let members: Vec<(&str, Vec<u8>)> =
        members.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let whole = zip(&members);
    let directory = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    assert_eq!(counted("cut.zip", &whole[..directory + 10]), (6, 1));
    let last = whole.windows(4).rposition(|w| w == b"PK\x03\x04").unwrap();
    let (articles, problems) = counted("cut.zip", &whole[..last + 80]);
    assert!(articles == 5 && problems >= 1, "{articles} {problems}");
    let mut damaged = whole[..directory].to_vec();
    let third = damaged.windows(5).position(|w| w == b"2.txt").unwrap();
    damaged[third + 30] ^= 0xFF;
    assert_eq!(counted("damaged.zip", damaged).0, 5);
    let mut damaged = whole;
    damaged[third + 30] ^= 0xFF;
    assert_eq!(counted("member.zip", damaged), (5, 1));
}
