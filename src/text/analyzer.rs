//! Words of a text as search sees them: their spans, and folded.
//!
//! One scanner serves indexing, queries, keys and highlighting, so that they cannot disagree. It
//! folds what news archives spell in many ways: case, accents, ligatures, every kind of apostrophe,
//! and the blanks that tokenised text puts around clitics. `isn ’ t`, `isn’t`, `isn't` and `is n't`
//! are all the two words `is` `n't`; `Mueller ’ s` and `Mueller's` are `mueller`; `U.S.` is `us`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Span;

/// Length in bytes at which a folded word is truncated: nobody searches for more, and a file of one
/// endless word must not become one endless term.
const MAX_WORD: usize = 120;

/// A scanner over the words of a text. Not an [`Iterator`], since each word borrows the scanner.
#[derive(Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    folded: String,
    /// Span and form of a clitic that was split off the word before and comes next.
    clitic: Option<(Span, &'static str)>,
}

/// A word: its span, and its form as search sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'w> {
    /// Span in the text, in bytes, without a possessive ending.
    pub span: Span,
    /// Folded form: lower case, no accents, no apostrophes but in front of a clitic (`n't`, `'ll`).
    pub folded: &'w str,
}

impl<'t> Words<'t> {
    /// Scanner over the words of `text`, from its start.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, folded: String::new(), clitic: None }
    }

    /// Next word, or `None` at the end of the text.
    pub fn advance(&mut self) -> Option<Word<'_>> {
        if let Some((span, clitic)) = self.clitic.take() {
            self.folded.clear();
            self.folded.push_str(clitic);
            return Some(Word { span, folded: &self.folded });
        }
        loop {
            let start = self.skip_to_word()?;
            let span = self.scan(start);
            if !self.folded.is_empty() {
                return Some(Word { span, folded: &self.folded });
            }
        }
    }

    /// Moves to the next letter or digit.
    fn skip_to_word(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_alphanumeric() {
                return Some(self.at);
            }
            if byte.is_ascii() {
                self.at += 1;
                continue;
            }
            let c = self.text[self.at..].chars().next()?;
            if c.is_alphanumeric() {
                return Some(self.at);
            }
            self.at += c.len_utf8();
        }
        None
    }

    /// Reads the word that starts at `start`, folds it, and moves behind it and its possessive.
    fn scan(&mut self, start: usize) -> Span {
        self.folded.clear();
        let first = self.run(start);
        if first.is_letter && self.dotted(first.end) {
            return self.acronym(start, first.end);
        }
        self.fold(start, first.end);
        let mut end = first.end;
        loop {
            self.at = end;
            if let Some(next) = self.digit_group(end) {
                end = next;
                continue;
            }
            let Some(mark) = self.apostrophe(end) else { break };
            let suffix = self.run_end(mark.end);
            let letters = &self.text[mark.end..suffix];
            match clitic(letters) {
                Some(Clitic::Possessive) => {
                    self.at = suffix;
                    break;
                }
                Some(Clitic::Not) => {
                    // "isn’t" and "isn ’ t" split before the n; a bare "n't" is the clitic itself.
                    if self.folded == "n" {
                        self.folded.push_str("'t");
                        end = suffix;
                    } else if self.folded.ends_with('n') && self.text[..end].ends_with(['n', 'N']) {
                        self.folded.pop();
                        self.clitic = Some((Span::new(end - 1, suffix), "n't"));
                        end -= 1;
                    } else {
                        break;
                    }
                    self.at = suffix;
                    break;
                }
                Some(Clitic::Verb(verb)) => {
                    self.clitic = Some((Span::new(mark.start, suffix), verb));
                    self.at = suffix;
                    break;
                }
                None if mark.spaced || letters.is_empty() => break,
                None => {
                    // O’Brien, d'Ivoire: the mark is part of the word.
                    self.fold(mark.end, suffix);
                    end = suffix;
                }
            }
        }
        Span::new(start, end)
    }

    /// Run of word characters from `start`.
    fn run(&self, start: usize) -> Run {
        let mut chars = self.text[start..].chars();
        let first = chars.next().unwrap_or(' ');
        if is_ideograph(first) {
            return Run { end: start + first.len_utf8(), is_letter: false };
        }
        let end = self.run_end(start);
        Run { end, is_letter: first.is_alphabetic() && end == start + first.len_utf8() }
    }

    fn run_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                match self.text[at..].chars().next() {
                    Some(c) if continues_word(c) => at += c.len_utf8(),
                    _ => break,
                }
            }
        }
        at
    }

    /// True if `at` stands between a lone letter and another lone letter with a full stop ("U.S").
    fn dotted(&self, at: usize) -> bool {
        if self.text.as_bytes().get(at) != Some(&b'.') {
            return false;
        }
        match self.text[at + 1..].chars().next() {
            Some(c) if c.is_alphabetic() => self.run_end(at + 1) == at + 1 + c.len_utf8(),
            _ => false,
        }
    }

    /// Scans letters with full stops between them, which are one word without them: "U.S." is "us".
    fn acronym(&mut self, start: usize, first_end: usize) -> Span {
        self.fold(start, first_end);
        let mut end = first_end;
        while self.dotted(end) {
            let next = self.run_end(end + 1);
            self.fold(end + 1, next);
            end = next;
        }
        self.at = end + usize::from(self.text[end..].starts_with('.'));
        if let Some(mark) = self.apostrophe(self.at) {
            let suffix = self.run_end(mark.end);
            if matches!(clitic(&self.text[mark.end..suffix]), Some(Clitic::Possessive)) {
                self.at = suffix;
            }
        }
        Span::new(start, end)
    }

    /// Scans the group of digits after the mark at `end`: "1,000" is "1000" and "3.5" stays one
    /// word.
    fn digit_group(&mut self, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mark = *bytes.get(end)?;
        let digits = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        if !matches!(mark, b'.' | b',')
            || !digits(bytes.get(end - 1))
            || !digits(bytes.get(end + 1))
        {
            return None;
        }
        let next = self.run_end(end + 1);
        if mark == b',' && next - end != 4 {
            return None; // a list of numbers, not a thousands group
        }
        if mark == b'.' {
            self.folded.push('.');
        }
        self.fold(end + 1, next);
        Some(next)
    }

    /// Apostrophe at `end`, with or without the blanks of tokenised text around it.
    fn apostrophe(&self, end: usize) -> Option<Apostrophe> {
        let mut start = end;
        if self.text[start..].starts_with(' ') {
            start += 1;
        }
        let mark = self.text[start..].chars().next().filter(|c| is_apostrophe(*c))?;
        let mut after = start + mark.len_utf8();
        if start > end && self.text[after..].starts_with(' ') {
            after += 1;
        }
        Some(Apostrophe { start, end: after, spaced: start > end })
    }

    /// Appends the folded form of `text[start..end]`.
    fn fold(&mut self, start: usize, end: usize) {
        let piece = &self.text[start..end];
        let room = MAX_WORD.saturating_sub(self.folded.len());
        if piece.is_ascii() {
            let piece = &piece[..piece.len().min(room)];
            self.folded.extend(piece.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            for c in piece.chars() {
                if self.folded.len() >= MAX_WORD {
                    break;
                }
                fold_char(c, &mut self.folded);
            }
        }
    }
}

/// Run of word characters.
struct Run {
    end: usize,
    /// True if it is a lone letter.
    is_letter: bool,
}

/// Apostrophe with the blanks around it.
struct Apostrophe {
    start: usize,
    end: usize,
    spaced: bool,
}

/// Type of a clitic.
enum Clitic {
    Possessive,
    Not,
    Verb(&'static str),
}

/// Clitic that the letters after an apostrophe are, if they are one.
fn clitic(letters: &str) -> Option<Clitic> {
    if letters.len() > 2 || !letters.is_ascii() {
        return None;
    }
    let is = |other: &str| letters.eq_ignore_ascii_case(other);
    match letters.len() {
        1 if is("s") => Some(Clitic::Possessive),
        1 if is("t") => Some(Clitic::Not),
        1 if is("d") => Some(Clitic::Verb("'d")),
        1 if is("m") => Some(Clitic::Verb("'m")),
        2 if is("ll") => Some(Clitic::Verb("'ll")),
        2 if is("re") => Some(Clitic::Verb("'re")),
        2 if is("ve") => Some(Clitic::Verb("'ve")),
        _ => None,
    }
}

/// True if the character is written for an apostrophe somewhere. Wider than what the annotators
/// take for one, to whom ‘ opens a quotation: a search must find a word however it was typed.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '′' | '＇' | '`' | '´')
}

fn continues_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_ideograph(c)) || is_combining_mark(c) || is_joiner(c)
}

/// True for invisible characters inside words: soft hyphen, zero-width joiners and blanks, byte
/// order mark.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// True for characters of scripts written without blanks, each a word of its own.
fn is_ideograph(c: char) -> bool {
    matches!(
        c,
        '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' | 'İ' => out.push('i'),
        c if is_joiner(c) => {}
        c => {
            for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
                out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
            }
        }
    }
}

/// Words of `text`, folded, with one blank between them: a key under which spellings of one
/// name or title meet.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word.folded);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text}");
    }

    #[test]
    fn clitics_are_one_spelling() {
        for text in ["isn ’ t", "isn’t", "isn't", "is n't", "ISN'T"] {
            check(text, "is n't");
        }
        for text in ["did n't", "didn’t", "didn ' t"] {
            check(text, "did n't");
        }
        check("ca n't won’t", "ca n't wo n't");
        for text in ["we ’ ll go", "we'll go", "we 'll go"] {
            check(text, "we 'll go");
        }
    }

    #[test]
    fn possessives_fall_away() {
        for text in
            ["Mueller ’ s report", "Mueller’s report", "Mueller 's report", "Mueller report"]
        {
            check(text, "mueller report");
        }
        check("the workers’ rights", "the workers rights");
        check("the workers ' rights", "the workers rights");
        check("U.S.'s", "us");
    }

    #[test]
    fn case_accents_and_ligatures_fold() {
        check("Café CAFE cafe\u{301}", "cafe cafe cafe");
        check("ﬁnance Straße Łódź Ørsted İzmir", "finance strasse lodz orsted izmir");
        check("exam\u{AD}ple", "example");
    }

    #[test]
    fn names_and_acronyms() {
        check("O’Brien, O'Brien", "obrien obrien");
        check("the U.S. and US, J.K. Rowling", "the us and us jk rowling");
        check("al-Assad", "al assad");
        check("in the U.S.", "in the us");
    }

    #[test]
    fn numbers() {
        check("1,000 and 3.5, 10,20", "1000 and 3.5 10 20");
        check("2025-06-12", "2025 06 12");
        check("the end.", "the end");
        check("1,000,000.50", "1000000.50");
    }

    #[test]
    fn ideographs_are_words_of_their_own() {
        check("北京 Beijing", "北 京 beijing");
    }

    #[test]
    fn spans_point_at_the_words() {
        let text = "“He isn ’ t O’Brien’s”";
        let mut words = Words::new(text);
        let mut seen = Vec::new();
        while let Some(word) = words.advance() {
            seen.push(word.span.of(text).to_owned());
        }
        assert_eq!(seen, ["He", "is", "n ’ t", "O’Brien"]);
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(fold(&"x".repeat(100_000)).len(), MAX_WORD);
    }

    proptest! {
        #[test]
        fn any_text_scans_to_ordered_spans(text in "\\PC*|[a-z'’ .,0-9ÉnNtT]*") {
            let mut words = Words::new(&text);
            let mut last = 0;
            while let Some(word) = words.advance() {
                prop_assert!(word.span.start >= last && !word.span.of(&text).is_empty());
                last = word.span.end;
            }
        }
    }
}
