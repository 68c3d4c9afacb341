//! The yardstick: tantivy alone on the same files, with the same fields, two threads.
//!
//! It reads every file beneath a directory, takes the text as it is, and indexes it twice, as
//! onrecord does (stems with positions, words as spelt with frequencies) with tantivy's own
//! tokenizers, and stores it. No ledger, no dates, no names, no quotations: what is left of
//! onrecord's time after this is what those cost.
//!
//! `cargo bench --bench bare_tantivy -- DIR`

// A program of its own that prints its figures and stops at the first failure.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use onrecord::text::EnglishStems;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// tantivy's own English stemmer as its `stemmer` feature builds it, which would compile tantivy
/// twice.
#[derive(Clone)]
struct Stemmed;

impl TokenFilter for Stemmed {
    type Tokenizer<T: Tokenizer> = StemmedTokenizer<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> StemmedTokenizer<T> {
        StemmedTokenizer(tokenizer)
    }
}

#[derive(Clone)]
struct StemmedTokenizer<T>(T);

impl<T: Tokenizer> Tokenizer for StemmedTokenizer<T> {
    type TokenStream<'a> = StemmedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemmedStream(self.0.token_stream(text), EnglishStems::default())
    }
}

struct StemmedStream<S>(S, EnglishStems);

impl<S: TokenStream> TokenStream for StemmedStream<S> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let stem = self.1.stem(&self.0.token().text).into_owned();
        self.0.token_mut().text = stem;
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

fn main() {
    let dir = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let Some(dir) = dir else {
        println!("usage: bare_tantivy DIR");
        return;
    };
    let text = |tokenizer: &str, option| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut schema = Schema::builder();
    let body =
        schema.add_text_field("body", text("stems", IndexRecordOption::WithFreqsAndPositions));
    let exact = schema.add_text_field("exact", text("default", IndexRecordOption::WithFreqs));
    let key = schema.add_u64_field("key", INDEXED | FAST);
    let record = schema.add_bytes_field("record", STORED);
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
        ..IndexSettings::default()
    };
    let out = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let mut paths = Vec::new();
    files(Path::new(&dir), &mut paths);
    paths.sort();
    let index = Index::builder()
        .schema(schema.build())
        .settings(settings)
        .create_in_dir(out.path())
        .unwrap();
    let stems = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stemmed)
        .build();
    index.tokenizers().register("stems", stems);
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 512_000_000).unwrap();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    let mut document = TantivyDocument::default();
                    document.add_u64(key, next.load(Ordering::Relaxed) as u64);
                    document.add_bytes(record, text.as_bytes());
                    document.add_text(exact, &text);
                    document.add_text(body, text);
                    writer.add_document(document).unwrap();
                }
            });
        }
    });
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let size: u64 = fs::read_dir(out.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    println!("{} files, {seconds:.2} s, {:.1} MB", paths.len(), size as f64 / 1e6);
}
