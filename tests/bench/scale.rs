//! Makes an archive of any size out of a small one, to see how cost grows with the number of
//! articles.
//!
//! ```text
//! cargo bench --bench scale -- make DIR 250000 OUT [--as files|jsonl] [--mark] [--seed 7]
//! ```
//!
//! A made article has the layout of a real one (its paragraphs, the number of its sentences), the
//! opening of another (so the dateline stays in front), and for the rest runs of sentences of
//! several more, all of the same source and month, or the neighbouring months where one holds too
//! little. A quotation and what carries it over stay together, so that about as many are found as
//! in the originals, with about as many speakers. One word in three, and in quotations more, gives
//! its place to another of its length and ending, and the digits of numbers are thrown anew:
//! without that, each sentence would stand in an archive fifty times as large fifty times, and all
//! of it would be copies. Words beside names, figures of years, and what leads into a quotation are
//! left alone. No two articles are alike. Dates fall on the months of the originals, in forty
//! years.
//!
//! The same arguments make the same archive, to the byte, and article 17 is the same in a small one
//! as in a large one. What does not grow as in reality: the words and the names. Real archives meet
//! new ones for ever; here all are those of DIR, from the first ten thousand articles to the last
//! million, and only numbers are new. So lists of names, dictionaries and whatever is kept for each
//! name look cheaper than they will be, and words are more frequent in the end than they would be,
//! which makes queries look dearer.
//!
//! DIR may hold anything that onrecord reads; the folders at its top are its sources. With `--as
//! files` the output is plain text in folders of at most 1,000 files; with `--as jsonl` containers
//! of 5,000 lines. `--mark` gives each article a word that no other has, `zq…`.

// A program of its own that prints its figures and stops at the first failure.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod random;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;

use onrecord::crawl;
use onrecord::ingest::{Annotation, InputFile, Reading, Timings};
use onrecord::model::{Article, Notes, ResolutionMethod, Span};
use onrecord::text::{Case, Prose, TokenKind};
use xxhash_rust::xxh3::xxh3_64;

use crate::random::{Random, mark};

/// Threads that read, and that mix.
const THREADS: usize = 2;
/// A pool of sentences is drawn from at least so many originals.
const POOL: usize = 60;
/// Years that dates fall in.
const YEARS: Range<i32> = 1985..2025;
/// Of a hundred sentences, those that go on with the original of the sentence before.
const STAY: usize = 65;
/// Of a hundred turns to another original, those that go back to one that was left.
const RETURN: usize = 50;
/// Of a hundred words that may change, those that do; and of those in quotations, which would
/// otherwise be found to be the same saying.
const CHANGE: usize = 35;
const CHANGE_QUOTED: usize = 70;
/// Articles that a thread mixes before it hands them on.
const BLOCK: u64 = 500;
/// Articles in a container, and files in a folder.
const CONTAINER: u64 = 5_000;
const FOLDER: u64 = 1_000;
/// The group of a number: its digits change, not its place.
const NUMBER: u32 = u32::MAX;

/// Sentences that stay together, and the words in them that may change: a part of an original's
/// list.
#[derive(Clone)]
struct Unit {
    span: Span,
    swaps: Range<usize>,
}

/// A word that may change, and the group of words that may take its place.
struct Swap {
    span: Span,
    /// How often of a hundred times it does.
    share: usize,
    group: u32,
}

struct Original {
    source: String,
    /// Year and month in one number; articles of no date come first.
    month: i32,
    title: Option<String>,
    body: String,
    units: Vec<Unit>,
    swaps: Vec<Swap>,
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// All articles beneath `dir` that can be read, each source by month.
fn originals(dir: &Path) -> Vec<Original> {
    let mut paths = Vec::new();
    files(dir, &mut paths);
    paths.sort();
    let share = paths.len().div_ceil(THREADS).max(1);
    let mut all: Vec<Original> = thread::scope(|scope| {
        let threads: Vec<_> = paths
            .chunks(share)
            .map(|paths| {
                scope.spawn(move || paths.iter().flat_map(|p| read(dir, p)).collect::<Vec<_>>())
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    // Stable: articles of one month stay in the order of their paths.
    all.sort_by(|a, b| (&a.source, a.month).cmp(&(&b.source, b.month)));
    group_words(&mut all);
    all
}

fn read(dir: &Path, path: &Path) -> Vec<Original> {
    let mut found = Vec::new();
    let relative = path.strip_prefix(dir).unwrap().to_str().unwrap();
    let size = fs::metadata(path).unwrap().len();
    let place = InputFile { path: relative, on_disk: Some(path), size };
    let source = relative.split_once('/').map_or("made", |(folder, _)| folder).to_owned();
    let mut input = crawl::open(path).unwrap();
    // What cannot be read is no original.
    let _ = Reading::default().read_file(&mut input, place, &mut |_, article| {
        let Ok(article) = article else { return };
        let Ok(notes) = Annotation::Full.annotate(&article, &Timings::default()) else { return };
        found.extend(original(source.clone(), article, &notes));
    });
    found
}

fn original(source: String, article: Article, notes: &Notes) -> Option<Original> {
    let Article { title, body, date, .. } = article;
    let month = date.map_or(0, |date| date.year() * 12 + date.month().map_or(0, |m| m as i32 - 1));
    let prose = Prose::new(&body);
    let (mut units, mut swaps): (Vec<Unit>, Vec<Swap>) = (Vec::new(), Vec::new());
    for sentence in &prose.sentences {
        let span = sentence.span;
        let mut quotes = notes.quotes.iter().filter(|quote| quote.span.overlaps(span));
        let speaks = quotes.clone().next().is_some();
        // What a quotation runs over, and what is carried over to it, cannot be taken apart.
        let joined = quotes.any(|quote| {
            let carried = quote.attribution.as_ref().map(|a| a.reached)
                == Some(ResolutionMethod::CarriedOver);
            quote.span.start < span.start || quote.continues.is_some() || carried
        });
        let first = swaps.len();
        for at in sentence.tokens.clone() {
            let token = prose.tokens[at];
            let inside = speaks && notes.quotes.iter().any(|quote| quote.span.covers(token.span));
            let capital = |at: usize| prose.tokens.get(at).is_some_and(|t| t.has_capital());
            let word = token.of(&body);
            let alone = !capital(at.wrapping_sub(1)) && !capital(at + 1);
            let plain = token.kind == TokenKind::Word
                && token.case == Case::Lower
                && word.len() >= if inside { 4 } else { 5 }
                && word.bytes().all(|b| b.is_ascii_lowercase());
            let share = if inside { CHANGE_QUOTED } else { CHANGE };
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            if token.kind == TokenKind::Number && digits > 1 && digits < 10 && !year {
                swaps.push(Swap { span: token.span, share: CHANGE, group: NUMBER });
            } else if plain && alone && inside == speaks {
                swaps.push(Swap { span: token.span, share, group: 0 });
            }
        }
        match units.last_mut() {
            Some(last) if joined => {
                last.span = Span::new(last.span.start, span.end);
                last.swaps.end = swaps.len();
            }
            _ => units.push(Unit { span, swaps: first..swaps.len() }),
        }
    }
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    (!units.is_empty()).then_some(Original { source, month, title, body, units, swaps })
}

/// Groups words by source, ending and length: those of one group can stand for each other.
fn group_words(all: &mut [Original]) {
    let mut numbers: HashMap<(String, String, usize), u32> = HashMap::new();
    for Original { source, body, swaps, .. } in all {
        for swap in swaps.iter_mut().filter(|swap| swap.group != NUMBER) {
            let word = swap.span.of(body);
            let ending = word[word.len() - 3..].to_owned();
            let next = numbers.len() as u32;
            swap.group = *numbers.entry((source.clone(), ending, word.len() / 2)).or_insert(next);
        }
    }
}

/// All that articles are made of.
struct Mixer<'o> {
    originals: &'o [Original],
    /// For each original those that it is mixed with.
    pools: Vec<Range<usize>>,
    /// How many units that are no openings lie before each original.
    before: Vec<usize>,
    /// The words of each group, as often as they occur.
    words: Vec<Vec<&'o str>>,
    /// The order in which originals lend their layout.
    order: Vec<usize>,
    seed: u64,
    mark: bool,
}

struct Made {
    source: String,
    date: String,
    title: Option<String>,
    body: String,
}

impl<'o> Mixer<'o> {
    fn new(originals: &'o [Original], seed: u64, mark: bool) -> Self {
        let mut words: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        let mut before = vec![0];
        for original in originals {
            before.push(before.last().unwrap() + original.units.len() - 1);
            for swap in original.swaps.iter().filter(|swap| swap.group != NUMBER) {
                words.entry(swap.group).or_default().push(swap.span.of(&original.body));
            }
        }
        let mut order: Vec<usize> = (0..originals.len()).collect();
        let mut random = Random(seed);
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        let pools = (0..originals.len()).map(|at| pool(originals, at)).collect();
        Self { originals, pools, before, words: words.into_values().collect(), order, seed, mark }
    }

    fn make(&self, number: u64, attempt: u64) -> Made {
        let mut random = Random::of(self.seed, number, attempt);
        let template = self.order[(number % self.order.len() as u64) as usize];
        let pool = self.pools[template].clone();
        let layout = &self.originals[template];
        let mut body = String::with_capacity(layout.body.len() * 5 / 4);
        let lead = pool.start + random.below(pool.len());
        // The originals that were begun, each with the unit that comes next there; the last is the
        // current one.
        let mut strands = vec![(lead, 0)];
        for (slot, unit) in layout.units.iter().enumerate() {
            let (original, at) = if slot == 0 {
                (lead, 0)
            } else {
                body.push_str(&layout.body[layout.units[slot - 1].span.end..unit.span.start]);
                self.next(&mut strands, &pool, &mut random)
            };
            self.write(&self.originals[original], at, attempt, &mut random, &mut body);
        }
        body.push_str(&layout.body[layout.units[layout.units.len() - 1].span.end..]);
        if self.mark {
            body.truncate(body.trim_end().len());
            body.push_str("\n\nIt was entered under ");
            body.push_str(&mark(number));
            body.push_str(" in the register.\n");
        }
        let month = self.originals[lead].month.rem_euclid(12) + 1;
        let year = YEARS.start + random.below(YEARS.len()) as i32;
        let date = format!("{year}-{month:02}-{:02}", 1 + random.below(28));
        let title = self.originals[lead].title.clone();
        Made { source: layout.source.clone(), date, title, body }
    }

    /// The unit that comes next: of the same original, of one that was left, or of another.
    fn next(
        &self,
        strands: &mut Vec<(usize, usize)>,
        pool: &Range<usize>,
        random: &mut Random,
    ) -> (usize, usize) {
        let left = |&(original, at): &(usize, usize)| at + 1 < self.originals[original].units.len();
        let mut current = strands.pop().filter(left);
        if current.is_none() || !random.percent(STAY) {
            strands.extend(current);
            strands.retain(left);
            let back = !strands.is_empty() && random.percent(RETURN);
            current = if back {
                let at = random.below(strands.len());
                Some(strands.swap_remove(at))
            } else {
                None
            };
        }
        let (original, at) = match current {
            Some((original, at)) => (original, at + 1),
            None => self.draw(pool, random),
        };
        strands.push((original, at));
        (original, at)
    }

    /// Any unit of the pool that is no opening; where there is none, an opening.
    fn draw(&self, pool: &Range<usize>, random: &mut Random) -> (usize, usize) {
        let (first, end) = (self.before[pool.start], self.before[pool.end]);
        if first == end {
            return (pool.start + random.below(pool.len()), 0);
        }
        let wanted = first + random.below(end - first);
        let original = self.before.partition_point(|before| *before <= wanted) - 1;
        (original, 1 + wanted - self.before[original])
    }

    /// A unit, with some of its words changed: more of them when what came out the last time was
    /// there already.
    fn write(
        &self,
        original: &Original,
        at: usize,
        attempt: u64,
        random: &mut Random,
        into: &mut String,
    ) {
        let unit = &original.units[at];
        let mut end = unit.span.start;
        for swap in &original.swaps[unit.swaps.clone()] {
            if !random.percent(swap.share + 10 * attempt as usize) {
                continue;
            }
            into.push_str(&original.body[end..swap.span.start]);
            end = swap.span.end;
            if swap.group == NUMBER {
                for (place, c) in swap.span.of(&original.body).chars().enumerate() {
                    let other = char::from(b'0' + random.below(10) as u8);
                    into.push(if place > 0 && c.is_ascii_digit() { other } else { c });
                }
            } else {
                let words = &self.words[swap.group as usize];
                into.push_str(words[random.below(words.len())]);
            }
        }
        into.push_str(&original.body[end..unit.span.end]);
    }
}

fn month(original: &Original) -> (&str, i32) {
    (&original.source, original.month)
}

/// The originals of the same source and month, with neighbours on both sides until they are enough.
fn pool(originals: &[Original], at: usize) -> Range<usize> {
    let same = |other: usize| originals[other].source == originals[at].source;
    let first = originals.partition_point(|o| o.source < originals[at].source);
    let mut start = originals.partition_point(|o| month(o) < month(&originals[at]));
    let mut end = originals.partition_point(|o| month(o) <= month(&originals[at]));
    while end - start < POOL {
        let before = (start, end);
        if start > first {
            start -= 1;
        }
        if end < originals.len() && same(end) {
            end += 1;
        }
        if before == (start, end) {
            break;
        }
    }
    start..end
}

/// Where articles go: plain files in folders, or containers.
enum Output {
    Files,
    Lines(Option<BufWriter<File>>),
}

impl Output {
    fn put(&mut self, out: &Path, number: u64, made: &Made) {
        let Made { source, date, title, body } = made;
        match self {
            Self::Files => {
                let folder = out.join(format!("{source}/{:04}", number / FOLDER));
                let path = folder.join(format!("{number:07}.txt"));
                let text = match title {
                    Some(title) => format!("Title: {title}\nDate: {date}\n\n{body}"),
                    None => format!(" date {date} {body}"),
                };
                if fs::write(&path, &text).is_err() {
                    fs::create_dir_all(&folder).unwrap();
                    fs::write(&path, &text).unwrap();
                }
            }
            Self::Lines(file) => {
                if number.is_multiple_of(CONTAINER) {
                    file.take().map(BufWriter::into_inner);
                    let path = out.join(format!("{:04}.jsonl", number / CONTAINER));
                    *file = Some(BufWriter::new(File::create(path).unwrap()));
                }
                let id = format!("{source}-{number:07}");
                let mut line =
                    serde_json::json!({"id": id, "date": date, "source": source, "text": body});
                if let Some(title) = title {
                    line["title"] = title.as_str().into();
                }
                writeln!(file.as_mut().unwrap(), "{line}").unwrap();
            }
        }
    }
}

fn make(dir: &Path, count: u64, out: &Path, mut output: Output, seed: u64, mark: bool) {
    let start = Instant::now();
    let originals = originals(dir);
    assert!(!originals.is_empty(), "there is no article beneath {}", dir.display());
    let units: usize = originals.iter().map(|original| original.units.len()).sum();
    println!(
        "{} originals in {units} pieces, read in {:.1} s",
        originals.len(),
        start.elapsed().as_secs_f64()
    );
    fs::create_dir_all(out).unwrap();
    let mixer = Mixer::new(&originals, seed, mark);
    let start = Instant::now();
    let (mut digests, mut bytes, mut again) = (HashSet::new(), 0, 0_u64);
    thread::scope(|scope| {
        // Each thread makes every second block; they are written in their order.
        let made: Vec<_> = (0..THREADS as u64)
            .map(|thread| {
                let (full, made) = sync_channel(2);
                let mixer = &mixer;
                scope.spawn(move || {
                    for block in (thread..count.div_ceil(BLOCK)).step_by(THREADS) {
                        let numbers = block * BLOCK..((block + 1) * BLOCK).min(count);
                        let block: Vec<Made> = numbers.map(|n| mixer.make(n, 0)).collect();
                        if full.send(block).is_err() {
                            return;
                        }
                    }
                });
                made
            })
            .collect();
        let mut number = 0;
        for block in 0..count.div_ceil(BLOCK) {
            for mut article in made[(block % THREADS as u64) as usize].recv().unwrap() {
                let mut attempt = 0;
                while !digests.insert(xxh3_64(article.body.as_bytes())) {
                    attempt += 1;
                    again += 1;
                    assert!(attempt < 100, "article {number} came out as another a hundred times");
                    article = mixer.make(number, attempt);
                }
                bytes += article.body.len();
                output.put(out, number, &article);
                number += 1;
            }
        }
    });
    if let Output::Lines(Some(file)) = &mut output {
        file.flush().unwrap();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{count} articles, {:.1} MB of text, {again} made again, in {seconds:.1} s ({:.0} \
         articles/s)",
        bytes as f64 / 1e6,
        count as f64 / seconds
    );
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let mut plain = Vec::new();
    let (mut output, mut seed, mut mark) = (Output::Files, 7, false);
    let mut args = args.iter().map(String::as_str);
    while let Some(arg) = args.next() {
        match arg {
            "--mark" => mark = true,
            "--seed" => seed = args.next().and_then(|seed| seed.parse().ok()).unwrap(),
            "--as" => match args.next() {
                Some("files") => output = Output::Files,
                Some("jsonl") => output = Output::Lines(None),
                _ => panic!("--as files or --as jsonl"),
            },
            _ => plain.push(arg),
        }
    }
    match plain[..] {
        ["make", dir, count, out] => {
            make(Path::new(dir), count.parse().unwrap(), Path::new(out), output, seed, mark);
        }
        _ => {
            println!("usage: scale make DIR COUNT OUT [--as files|jsonl] [--mark] [--seed NUMBER]");
        }
    }
}
