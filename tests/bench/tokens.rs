//! What the ranking sees of an archive: each article's words with their stems, and those of some
//! questions, so that another formula can be tried outside the program (`ranking.py`).
//!
//! `cargo bench --bench tokens -- INDEX QUERIES`, where QUERIES has a line `id<TAB>words` each.

// A program of its own that stops at the first failure.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{self, BufWriter, Write};
use std::path::Path;

use onrecord::search::Question;
use onrecord::text::{EnglishStems, Words, akin, is_stop_word};
use onrecord::{Archive, Overrides};

/// Writes the words of a text, a line each: position, form, stem.
fn write_words(out: &mut dyn Write, sign: char, text: &str) {
    let stems = EnglishStems::default();
    let mut words = Words::new(text);
    let mut place = 0;
    while let Some(word) = words.advance() {
        writeln!(out, "{sign}\t{place}\t{}\t{}", word.folded, stems.stem(word.folded)).unwrap();
        for joined in word.joined {
            let (first, form) = (place + 1 - joined.words, &joined.folded);
            writeln!(out, "{sign}\t{first}\t{form}\t{}", stems.stem(form)).unwrap();
        }
        place += 1;
    }
}

/// Writes the words of a question: form, stem, 1 for a stop word, stems of words akin.
fn write_question(out: &mut dyn Write, text: &str) {
    let stems = EnglishStems::default();
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        let (form, stem) = (word.folded, stems.stem(word.folded));
        let kin: Vec<&str> = akin(&stem, word.span.of(text)).collect();
        let stop = u8::from(is_stop_word(form));
        writeln!(out, "W\t{form}\t{stem}\t{stop}\t{}", kin.join(" ")).unwrap();
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [index, queries] = &args[..] else { panic!("give INDEX QUERIES") };
    let archive = Archive::open(Path::new(index), Overrides::default()).unwrap();
    let all = Question { limit: usize::MAX, ..Question::default() };
    let mut out = BufWriter::new(io::stdout().lock());
    for (id, _) in archive.ids(&all).unwrap().0 {
        let article = archive.article(id).unwrap().unwrap().article;
        writeln!(out, "D\t{}\t{}", article.archive_id.unwrap_or_default(), id.0).unwrap();
        write_words(&mut out, 'T', article.title.as_deref().unwrap_or_default());
        write_words(&mut out, 'B', &article.body);
    }
    for line in std::fs::read_to_string(queries).unwrap().lines() {
        let (id, words) = line.split_once('\t').unwrap();
        writeln!(out, "Q\t{id}").unwrap();
        write_question(&mut out, words);
    }
}
