//! How many made copies are found: variants of real articles, and the share of them that the index
//! groups with their originals.
//!
//! ```text
//! cargo bench --bench copies -- make DIR OUT 2000      # writes OUT/variants and OUT/variants.tsv
//! onrecord --index INDEX index DIR OUT/variants
//! cargo bench --bench copies -- score INDEX OUT DIR
//! ```
//!
//! A variant is an article of at least 60 words in another format (JSON), dated the same day or the
//! next, with what papers do to wire copy: another first sentence (of a stranger), a paragraph or a
//! seventh of the sentences dropped, the last third cut off, the text taken apart by a tokeniser or
//! not. The choice is made by a fixed seed.

// A program of its own that prints its figures and stops at the first failure.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::model::Source;
use onrecord::text::{MinHash, Prose, TokenHashes};
use onrecord::{Archive, Overrides};

const KINDS: [&str; 6] = ["same", "lead", "dropped", "end", "lead tokenised", "dropped tokenised"];

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// Date and body of a file that begins ` date 2025-06-12 `.
fn parts(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(" date ")?;
    rest.split_at_checked(10)
}

fn sentences(body: &str) -> Vec<&str> {
    let prose = Prose::new(body);
    let tokens = |range: &std::ops::Range<usize>| {
        let first = prose.tokens[range.start].span.start;
        let last = prose.tokens[range.end - 1].span.end;
        &body[first..last]
    };
    prose.sentences.iter().map(|s| tokens(&s.tokens)).collect()
}

/// As a tokeniser of the Penn treebank writes it.
fn tokenised(text: &str) -> String {
    let prose = Prose::new(text);
    let mut open = false;
    let words = prose.tokens.iter().map(|token| match token.span.of(text) {
        "\"" => {
            open = !open;
            if open { "``" } else { "''" }
        }
        "“" => "``",
        "”" => "''",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn make(dir: &Path, out: &Path, count: usize) {
    let mut paths = Vec::new();
    files(dir, &mut paths);
    paths.sort();
    let mut random = Random(7);
    fs::create_dir_all(out.join("variants")).unwrap();
    let mut list = String::new();
    let mut made = 0;
    while made < count && !paths.is_empty() {
        let path = paths.swap_remove(random.below(paths.len()));
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Some((date, body)) = parts(&text) else { continue };
        let all = sentences(body);
        if body.split_whitespace().count() < 60 || all.len() < 4 {
            continue;
        }
        let kind = KINDS[made % KINDS.len()];
        let mut kept = all.clone();
        let stranger = fs::read_to_string(&paths[random.below(paths.len())]).unwrap_or_default();
        let lead = sentences(parts(&stranger).map_or("", |(_, body)| body));
        if kind.starts_with("lead") {
            kept[0] = lead.first().copied().unwrap_or("Officials said little on Monday.");
        } else if kind.starts_with("dropped") {
            let many = all.len().div_ceil(7);
            let from = random.below(all.len() - many + 1);
            kept.drain(from..from + many);
        } else if kind == "end" {
            kept.truncate((all.len() * 2).div_ceil(3));
        }
        let mut body = kept.join(" ");
        if kind.ends_with("tokenised") {
            body = tokenised(&body);
        }
        let day = date[8..].parse::<u32>().unwrap();
        let date = if made % 2 == 0 && day < 28 {
            format!("{}{:02}", &date[..8], day + 1)
        } else {
            date.to_owned()
        };
        let article = serde_json::json!({ "text": body, "date": date });
        let name = format!("{made:05}.json");
        fs::write(out.join("variants").join(&name), article.to_string()).unwrap();
        let original = path.strip_prefix(dir).unwrap().to_str().unwrap();
        let words = body.split_whitespace().count();
        writeln!(list, "{name}\t{original}\t{kind}\t{words}").expect("a string takes all");
        made += 1;
    }
    fs::write(out.join("variants.tsv"), list).unwrap();
    println!("{made} variants");
}

fn score(index: &Path, out: &Path, dir: &Path) {
    let archive = Archive::open(index, Overrides::default()).unwrap();
    let copies = archive.clusters();
    let root = dir.file_name().unwrap().to_str().unwrap();
    let id = |root: &str, path: &str| {
        Source { root: root.into(), path: path.into(), position: 0 }.article_id()
    };
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in fs::read_to_string(out.join("variants.tsv")).unwrap().lines() {
        let [name, original, kind, words] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        let groups =
            (copies.cluster_of(id("variants", name)), copies.cluster_of(id(root, original)));
        let found = groups.0.is_some() && groups.0 == groups.1;
        let length = if words.parse::<u32>().unwrap() < 120 { "under 120 words" } else { "longer" };
        for row in ["all", kind, length] {
            let count = counts.entry(row.to_owned()).or_default();
            *count = (count.0 + u32::from(found), count.1 + 1);
        }
        if !found {
            let body = |id| archive.article(id).unwrap().map_or(String::new(), |r| r.article.body);
            let (a, b) = (body(id("variants", name)), body(id(root, original)));
            let minima = |text: &str| MinHash::new(text).signature;
            let agreeing = MinHash::agreeing(&minima(&a), &minima(&b));
            let common = TokenHashes::new(&a).compare(&TokenHashes::new(&b));
            println!(
                "missed {kind}, {words} words, {name}: {agreeing} minima agree, {:.2} of it \
                 copied, {:.2} of {original}, {:.2} of {} figures",
                common.of_first, common.of_second, common.figures, common.figures_compared
            );
        }
    }
    println!("groups {}, articles in them {}", copies.cluster_count(), copies.member_count());
    for (row, (found, all)) in counts {
        println!(
            "{row:20} {found:5} of {all:5}  {:.2} %",
            100.0 * f64::from(found) / f64::from(all)
        );
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["make", dir, out, count] => {
            make(Path::new(dir), Path::new(out), count.parse().expect("a number"));
        }
        ["score", index, out, dir] => score(Path::new(index), Path::new(out), Path::new(dir)),
        _ => println!("cargo bench --bench copies -- make DIR OUT COUNT | score INDEX OUT DIR"),
    }
}
