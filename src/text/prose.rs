//! Prose: a body divided once, for all annotators.
//!
//! Tokens, sentences and paragraphs are three flat lists that point into each other by index, so
//! that an annotator can walk any of them without asking which style of text it has.

use crate::text::sentence::{Paragraph, Sentence, divide};
use crate::text::tokenizer::{Token, tokenise};

/// A text with what every annotator needs of it, made in time linear in its length and shared.
#[derive(Debug)]
pub struct Prose<'t> {
    /// Text itself; all spans are byte offsets into it.
    pub text: &'t str,
    /// Words and marks, in order; white space lies between them.
    pub tokens: Vec<Token>,
    /// Sentences, in order; every token lies in exactly one. A text without full stops may be
    /// one sentence, however long: work on a sentence has to stay linear.
    pub sentences: Vec<Sentence>,
    /// Paragraphs, in order; every sentence lies in exactly one.
    pub paragraphs: Vec<Paragraph>,
}

impl<'t> Prose<'t> {
    /// Divides `text` into tokens, sentences and paragraphs.
    pub fn new(text: &'t str) -> Self {
        let tokens = tokenise(text);
        let (sentences, paragraphs) = divide(text, &tokens);
        Self { text, tokens, sentences, paragraphs }
    }

    /// Tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.clone()).unwrap_or(&[])
    }

    /// Sentences of a paragraph.
    pub fn sentences_of(&self, paragraph: &Paragraph) -> &[Sentence] {
        self.sentences.get(paragraph.sentences.clone()).unwrap_or(&[])
    }

    /// Text of the token at `at`; empty past the end.
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Index of the first token that ends after byte `offset`.
    pub fn token_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= offset)
    }

    /// Index of the sentence that token `at` lies in.
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_token_lies_in_one_sentence_and_one_paragraph(
            text in "[ \\PC\n\r'’.\"A-c]{0,80}|\\PC{0,60}"
        ) {
            let prose = Prose::new(&text);
            let mut end = 0;
            for token in &prose.tokens {
                prop_assert!(token.span.start >= end && !token.span.of(&text).is_empty());
                end = token.span.end;
            }
            let in_sentences = prose.sentences.iter().flat_map(|s| s.tokens.clone());
            prop_assert!(in_sentences.eq(0..prose.tokens.len()));
            let in_paragraphs = prose.paragraphs.iter().flat_map(|p| p.sentences.clone());
            prop_assert!(in_paragraphs.eq(0..prose.sentences.len()));
        }
    }
}
