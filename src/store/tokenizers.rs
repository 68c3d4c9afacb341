//! tantivy tokenizers over the one word scanner, so that what is indexed is what is searched.
//!
//! The words of bodies and headlines come as keys, since they were scanned for more than the index
//! already; they are only cut apart here.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::{BETWEEN_KEYS, JoinedWord, Words, joined_words};

/// Name of the tokenizer for keys with [`BETWEEN_KEYS`] between them.
pub const KEYS: &str = "onrecord_keys";
/// Name of the tokenizer for words as spelt, folded.
pub const FOLDED: &str = "onrecord_folded";
/// Name of the tokenizer for names: words as spelt, folded, with a gap before each name of a list.
pub const NAMES: &str = "onrecord_names";

/// Distance in positions between the words of two names, so that a search for a name never takes
/// one word from each.
pub const NAME_GAP: usize = 100;

/// Tokenizers by name; tantivy forgets them with the process.
pub fn manager() -> TokenizerManager {
    // With tantivy's own: its writer asks for "default" on every field, numbers too.
    let manager = TokenizerManager::default();
    let analyzer = |form| TextAnalyzer::builder(WordTokenizer::new(form)).build();
    manager.register(KEYS, TextAnalyzer::builder(KeyTokenizer::default()).build());
    manager.register(FOLDED, analyzer(Form::Folded));
    manager.register(NAMES, analyzer(Form::Names));
    manager
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Folded,
    Names,
}

#[derive(Clone)]
struct WordTokenizer {
    form: Form,
    token: Token,
}

impl WordTokenizer {
    fn new(form: Form) -> Self {
        Self { form, token: Token::default() }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        let next = if self.form == Form::Names { NAME_GAP } else { 0 };
        WordStream { tokenizer: self, words: Words::new(text), next, joined: Vec::new() }
    }
}

struct WordStream<'a> {
    tokenizer: &'a mut WordTokenizer,
    words: Words<'a>,
    next: usize,
    /// Forms of the words before in which they are one, still to come.
    joined: Vec<JoinedWord>,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(joined) = self.joined.pop() {
            let token = &mut self.tokenizer.token;
            token.position = self.next - joined.words;
            token.text = joined.folded;
            return true;
        }
        let Some(word) = self.words.advance() else { return false };
        let token = &mut self.tokenizer.token;
        token.offset_from = word.span.start;
        token.offset_to = word.span.end;
        token.position = self.next;
        token.text.clear();
        token.text.push_str(word.folded);
        if self.tokenizer.form == Form::Names {
            self.joined.extend_from_slice(word.joined);
        }
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

#[derive(Clone, Default)]
struct KeyTokenizer {
    token: Token,
}

impl Tokenizer for KeyTokenizer {
    type TokenStream<'a> = KeyStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeyStream<'a> {
        self.token.reset();
        KeyStream { token: &mut self.token, rest: text, next: 0 }
    }
}

struct KeyStream<'a> {
    token: &'a mut Token,
    rest: &'a str,
    next: usize,
}

impl TokenStream for KeyStream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let end = memchr::memchr(BETWEEN_KEYS as u8, self.rest.as_bytes());
        let (key, rest) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(key);
        // A form of several words stands where the first of them does.
        let words = key.bytes().next_back().and_then(joined_words);
        self.token.position = self.next - words.unwrap_or(0).min(self.next);
        self.next += usize::from(words.is_none());
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
