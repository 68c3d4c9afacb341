//! Words of a text as search sees them: their spans, and folded.
//!
//! One scanner serves indexing, queries, keys and highlighting, so that they cannot disagree. It
//! folds what news archives spell in many ways: case, accents, ligatures, widths, every kind of
//! apostrophe, and the blanks that tokenised text puts around clitics. `isn ’ t`, `isn’t`, `isn't`
//! and `is n't` are all the two words `is` `n't`; `Mueller ’ s` and `Mueller's` are `mueller`;
//! `U.S.` is `us`, `l’accord` the two words `l` `accord`. Of words that others write as one it
//! tells that form, too.

use crate::model::Span;
use crate::text::clitic::{Clitic, clitic};
use crate::text::compounds::{Chain, JoinedWord, Part};
use crate::text::elision::is_elided;
use crate::text::word_chars::{
    continues_cluster, continues_word, fold_char, is_apostrophe, is_comma, is_digit, is_full_stop,
    stands_alone, starts_word,
};

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
    /// True if the word just read lost its vowel before the next.
    elided: bool,
    /// True if `l’accord` is one word, as in keys of names.
    whole: bool,
    chain: Chain,
}

/// A word: its span, and its form as search sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'w> {
    /// Span in the text, in bytes, without a possessive ending.
    pub span: Span,
    /// Folded form: lower case, no accents, no apostrophes but in front of a clitic (`n't`, `'ll`).
    pub folded: &'w str,
    /// Forms in which this word and those before it are written as one: `f16` beside the `16` of
    /// F-16.
    pub joined: &'w [JoinedWord],
}

impl<'t> Words<'t> {
    /// Scanner over the words of `text`, from its start.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            folded: String::new(),
            clitic: None,
            elided: false,
            whole: false,
            chain: Chain::default(),
        }
    }

    /// Next word, or `None` at the end of the text.
    pub fn advance(&mut self) -> Option<Word<'_>> {
        if let Some((span, clitic)) = self.clitic.take() {
            self.folded.clear();
            self.folded.push_str(clitic);
            self.chain.clear();
            return Some(Word { span, folded: &self.folded, joined: &[] });
        }
        self.chain.shift(self.text, &mut self.folded);
        loop {
            let start = self.skip_to_word()?;
            let span = self.scan(start);
            if !self.folded.is_empty() {
                let part = self.part(span);
                self.chain.push(self.text, span.start, part, &self.folded);
                return Some(Word { span, folded: &self.folded, joined: self.chain.joined() });
            }
        }
    }

    /// Traits that decide whether the word just read is joined with its neighbours.
    fn part(&self, span: Span) -> Part {
        let bytes = self.text.as_bytes();
        // Most words are several letters of ASCII.
        let first = bytes[span.start];
        let short = span.len() <= 4 && (span.len() == 1 || !first.is_ascii());
        let lone = short && {
            let mut chars = span.of(self.text).chars();
            chars.next().is_some_and(|c| c.is_alphabetic() && !stands_alone(c))
                && chars.next().is_none()
        };
        Part {
            end: span.end,
            letters: !first.is_ascii_digit()
                && (first.is_ascii() || !self.text[span.start..].starts_with(is_digit)),
            lone,
            capital: lone && self.text[span.start..].starts_with(char::is_uppercase),
            elided: self.elided,
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
            if starts_word(c) {
                return Some(self.at);
            }
            self.at += c.len_utf8();
        }
        None
    }

    /// Reads the word that starts at `start`, folds it, and moves behind it and its possessive.
    fn scan(&mut self, start: usize) -> Span {
        self.folded.clear();
        self.elided = false;
        let first = self.run(start);
        if first.is_letter && self.dotted(first.end).is_some() {
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
                None if !self.whole && is_elided(&self.folded) => {
                    self.elided = true;
                    self.at = mark.end;
                    break;
                }
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
        if stands_alone(first) {
            let more = chars.take_while(|c| continues_cluster(*c)).map(char::len_utf8);
            let end = start + first.len_utf8() + more.sum::<usize>();
            return Run { end, is_letter: false };
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

    /// Length of the character at `at`, in bytes, if it is one of a class.
    fn mark_length(&self, at: usize, class: fn(char) -> bool) -> Option<usize> {
        let mark = self.text[at..].chars().next().filter(|c| class(*c))?;
        Some(mark.len_utf8())
    }

    /// Start of the lone letter behind the full stop at `at` ("U.S"); `None` if there is none.
    fn dotted(&self, at: usize) -> Option<usize> {
        let next = at + self.mark_length(at, is_full_stop)?;
        let c = self.text[next..].chars().next().filter(|c| c.is_alphabetic())?;
        (self.run_end(next) == next + c.len_utf8()).then_some(next)
    }

    /// Scans letters with full stops between them, which are one word without them: "U.S." is "us".
    fn acronym(&mut self, start: usize, first_end: usize) -> Span {
        self.fold(start, first_end);
        let mut end = first_end;
        while let Some(next) = self.dotted(end) {
            let next_end = self.run_end(next);
            self.fold(next, next_end);
            end = next_end;
        }
        self.at = end + self.mark_length(end, is_full_stop).unwrap_or(0);
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
        if !matches!(self.text.as_bytes().get(end)?, b'.' | b',' | 0xEF) {
            return None;
        }
        let decimal = self.mark_length(end, is_full_stop);
        let after = end + decimal.or_else(|| self.mark_length(end, is_comma))?;
        if !self.text[..end].ends_with(is_digit) || !self.text[after..].starts_with(is_digit) {
            return None;
        }
        let next = self.run_end(after);
        if decimal.is_none() && self.text[after..next].chars().count() != 3 {
            return None; // a list of numbers, not a thousands group
        }
        if decimal.is_some() {
            self.folded.push('.');
        }
        self.fold(after, next);
        Some(next)
    }

    /// Apostrophe at `end`, with or without the blanks of tokenised text around it.
    fn apostrophe(&self, end: usize) -> Option<Apostrophe> {
        let bytes = self.text.as_bytes();
        let mut start = end;
        if bytes.get(start) == Some(&b' ') {
            start += 1;
        }
        // Quick: behind most words stands a blank and the next word.
        if bytes.get(start).is_some_and(u8::is_ascii_alphanumeric) {
            return None;
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
            let from = self.folded.len();
            self.folded.push_str(&piece[..piece.len().min(room)]);
            self.folded[from..].make_ascii_lowercase();
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

/// Words of `text`, folded, with one blank between them: a key under which spellings of one
/// name or title meet. `D’Angelo` is one word here.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut words = Words { whole: true, ..Words::new(text) };
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

    /// The words of a text, each with the forms in which it and those before it are one.
    fn joined(text: &str) -> String {
        let mut words = Words::new(text);
        let mut shown = Vec::new();
        while let Some(word) = words.advance() {
            let joined = word.joined.iter().map(|one| format!("+{}{}", one.words, one.folded));
            shown.push(format!("{}{}", word.folded, joined.collect::<String>()));
        }
        shown.join(" ")
    }

    #[test]
    fn scripts_without_blanks_are_cut_at_each_character() {
        check("北京 Beijing", "北 京 beijing");
        assert_eq!(fold("강원도의").split(' ').count(), 4);
        // Decomposed, and in half width.
        assert_eq!(fold("\u{1100}\u{1161}\u{11BC}"), fold("강"));
        assert_eq!(fold("ﾄｳ"), fold("トウ"));
        // Vowels and tones stay with their consonants.
        check("ป่า ปา", "ป่ า ป า");
        assert_ne!(fold("ป่า"), fold("ปา"));
    }

    #[test]
    fn elided_articles_are_words() {
        assert_eq!(joined("l’olivier, qu'elle"), "l olivier+2lolivier qu elle+2quelle");
        assert_eq!(joined("dell' orto"), "dell orto");
        assert_eq!(joined("Anna D’Orsi's"), "anna d orsi+2dorsi");
        assert_eq!(joined("O’Brien, rock'n'roll, we'd, c's"), "obrien rocknroll we 'd c");
        // In keys of names they are not.
        check("Anna D’Orsi", "anna dorsi");
    }

    #[test]
    fn parts_tell_what_they_are_together() {
        assert_eq!(joined("a pre-war flat"), "a pre war+2prewar flat");
        assert_eq!(joined("X-15, OTTO–7"), "x 15+2x15 otto 7+2otto7");
        assert_eq!(joined("3-2 on 2024-05-06, north–south"), "3 2 on 2024 05 06 north south");
        assert_eq!(joined("go-to-it"), "go to+2goto it+2toit+3gotoit");
        assert_eq!(joined("pre - war -x"), "pre war x");
        assert_eq!(joined("B. N. Tarn"), "b n+2bn tarn");
        assert_eq!(joined("B N Tarn, B.N. Tarn, b. n. tarn"), "b n+2bn tarn bn tarn b n+2bn tarn");
        assert_eq!(joined("Plan A. I came. Q. E. D. now"), "plan a i came q e+2qe d+2ed+3qed now");
    }

    #[test]
    fn modifier_letters_are_apostrophes() {
        for text in ["Moʻorea", "Moʼorea", "Mo'orea", "Mo’orea", "Moʿorea", "Moorea"] {
            check(text, "moorea");
        }
        check("ʻEua isnʼt", "eua is n't");
    }

    #[test]
    fn wide_forms_are_narrow() {
        check("Ｃａｆｅ １，０００ ３．５ Ｕ．Ｓ．", "cafe 1000 3.5 us");
        assert_eq!(joined("Ｘ－１５"), "x 15+2x15");
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
