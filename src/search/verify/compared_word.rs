//! Words of a text, ready to be compared.

use crate::model::Span;
use crate::search::verify::negations::{is_negation, is_turned};
use crate::text::{EnglishStems, Prose, Words, is_stop_word};

/// Word of a text, ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedWord {
    /// Folded form.
    pub folded: String,
    /// Stem of the folded form.
    pub stem: String,
    /// Byte span in the text.
    pub span: Span,
    /// Cost of its loss.
    pub weight: f32,
    /// True if a sentence begins with it, but for the first of a text.
    pub begins: bool,
    /// True if a comma stands behind it.
    pub comma: bool,
}

/// Weight of a common word, which says little about who said it; others weigh 1.
pub const COMMON: f32 = 0.4;

/// Words of a text that starts at `offset` in its article.
pub fn compared_words(text: &str, offset: usize) -> Vec<ComparedWord> {
    let stemmer = EnglishStems::default();
    let prose = Prose::new(text);
    let mut sentences = prose.sentences.iter().map(|sentence| sentence.span.start).peekable();
    let mut scanner = Words::new(text);
    let mut words: Vec<ComparedWord> = Vec::new();
    while let Some(word) = scanner.advance() {
        let mut begins = false;
        while sentences.next_if(|start| *start <= word.span.start).is_some() {
            begins = !words.is_empty();
        }
        words.push(ComparedWord {
            folded: word.folded.to_owned(),
            stem: stemmer.stem(word.folded).into_owned(),
            span: Span::new(word.span.start + offset, word.span.end + offset),
            weight: if is_stop_word(word.folded) { COMMON } else { 1.0 },
            begins,
            comma: text[word.span.end..].starts_with(','),
        });
    }
    words
}

/// Words of the parts of one utterance, which begin at bytes of `body`.
pub fn utterance_words(body: &str, parts: &[Span]) -> Vec<ComparedWord> {
    let mut words: Vec<ComparedWord> = Vec::new();
    let mut end: Option<usize> = None;
    for part in parts {
        let first = words.len();
        words.extend(compared_words(part.of(body), part.start));
        if let Some(word) = words.get_mut(first) {
            word.begins = end.is_some_and(|end| ends_sentence(body, end, part.start));
        }
        end = Some(part.end);
    }
    words
}

/// True if what stands between two parts of an utterance, or the end of the first, ends a sentence.
fn ends_sentence(body: &str, end: usize, start: usize) -> bool {
    let ends = |text: &str| {
        let last = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !ENDS.contains(&c));
        last.ends_with(ENDS)
    };
    ends(&body[..end]) || body.get(end..start).is_none_or(ends)
}

/// Marks with which a sentence ends.
const ENDS: &[char] = &['.', '!', '?', '…', ':', '。'];

/// Similarity of two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordSimilarity {
    /// Equal words.
    Equal,
    /// Equal stems, or a slip of spelling.
    Form,
    /// Different words.
    None,
}

/// Similarity of two words.
pub fn word_similarity(a: &ComparedWord, b: &ComparedWord) -> WordSimilarity {
    if a.folded == b.folded {
        WordSimilarity::Equal
    } else if is_negation(&a.folded) != is_negation(&b.folded) || is_turned(&a.folded, &b.folded) {
        // No slip makes “never” of “ever”.
        WordSimilarity::None
    } else if a.stem == b.stem || is_misspelling(&a.folded, &b.folded) {
        WordSimilarity::Form
    } else {
        WordSimilarity::None
    }
}

/// True if two words differ in a letter (two from eight letters on); of short words that makes
/// another word.
fn is_misspelling(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    if shorter < 4 || a.len().abs_diff(b.len()) > 2 || !a.bytes().all(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let most = if shorter >= 8 { 2 } else { 1 };
    let ends = |word: &str| (word.as_bytes()[0], word.as_bytes()[word.len() - 1]);
    let (first, last) = (ends(a), ends(b));
    // Most pairs are told apart by their ends.
    if first.0 != last.0 && first.1 != last.1 {
        return false;
    }
    strsim::levenshtein(a, b) <= most
}
