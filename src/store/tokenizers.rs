//! tantivy tokenizers over the one word scanner, so that what is indexed is what is searched.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::{EnglishStems, Words};

/// Words by their stems.
pub(super) const STEMS: &str = "onrecord_stems";
/// Words as spelt, folded.
pub(super) const FOLDED: &str = "onrecord_folded";
/// Words of names: as spelt, with a gap before each name of a list.
pub(super) const NAMES: &str = "onrecord_names";

/// How far apart the words of two names stand, so that a search for a name never takes one word from
/// each.
pub(crate) const NAME_GAP: usize = 100;

/// Registers the tokenizers; tantivy forgets them with the process.
pub(super) fn manager() -> TokenizerManager {
    // With tantivy's own: its writer asks for "default" on every field, numbers too.
    let manager = TokenizerManager::default();
    let analyzer = |form| TextAnalyzer::builder(WordTokenizer::new(form)).build();
    manager.register(STEMS, analyzer(Form::Stems));
    manager.register(FOLDED, analyzer(Form::Folded));
    manager.register(NAMES, analyzer(Form::Names));
    manager
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Stems,
    Folded,
    Names,
}

#[derive(Clone)]
struct WordTokenizer {
    form: Form,
    stems: EnglishStems,
    token: Token,
}

impl WordTokenizer {
    fn new(form: Form) -> Self {
        Self { form, stems: EnglishStems::default(), token: Token::default() }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        let next = if self.form == Form::Names { NAME_GAP } else { 0 };
        WordStream { tokenizer: self, words: Words::new(text), next }
    }
}

struct WordStream<'a> {
    tokenizer: &'a mut WordTokenizer,
    words: Words<'a>,
    next: usize,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.advance() else { return false };
        let WordTokenizer { form, stems, token } = &mut *self.tokenizer;
        token.offset_from = word.span.start;
        token.offset_to = word.span.end;
        token.position = self.next;
        token.text.clear();
        if *form == Form::Stems {
            token.text.push_str(&stems.stem(word.folded));
        } else {
            token.text.push_str(word.folded);
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
