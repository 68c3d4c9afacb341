//! Tickers: codes of shares and indices, as market reports print them.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::text::{Case, Prose, TokenKind};

/// Longest code that is recognised without brackets, in bytes.
const MAX_CODE_BYTES: usize = 6;
/// Longest code in angle brackets, in bytes.
const MAX_BRACKETED_BYTES: usize = 8;

/// True if the token is a code with its change behind it: "HRK, +0.68%".
pub fn is_code(prose: &Prose<'_>, at: usize) -> bool {
    looks_like_code(prose, at) && {
        let rest = &prose.text[prose.tokens[at].span.end..];
        rest.trim_start()
            .strip_prefix(',')
            .and_then(|rest| rest.trim_start().strip_prefix(['+', '-', '−', '–']))
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// True if the token is the code of an index: ".HRK", "<.HRK>".
pub fn is_index(prose: &Prose<'_>, at: usize) -> bool {
    looks_like_code(prose, at) && {
        let before = &prose.text[..prose.tokens[at].span.start];
        before.strip_suffix('.').is_some_and(|before| {
            before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || "<(".contains(c))
        })
    }
}

fn looks_like_code(prose: &Prose<'_>, at: usize) -> bool {
    prose.tokens[at].kind == TokenKind::Word
        && prose.tokens[at].case == Case::Upper
        && prose.word(at).len() <= MAX_CODE_BYTES
}

/// True if the word is a share's code with its exchange, such as "MS.N".
pub fn is_ticker(word: &str) -> bool {
    let Some((share, exchange)) = word.split_once('.') else { return false };
    (1..=6).contains(&share.len())
        && (1..=3).contains(&exchange.len())
        && word.len() > 2
        && share.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && exchange.bytes().all(|b| b.is_ascii_uppercase())
        && !is_word_of(WordClass::NO_TICKER, word)
}

/// True if a ticker in brackets begins at the token: "( C.N )", "<RWNT.L>".
pub fn has_ticker(prose: &Prose<'_>, at: usize) -> bool {
    match prose.word(at) {
        "(" => is_ticker(prose.word(at + 1)) && prose.word(at + 2) == ")",
        "<" => {
            prose.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Word) && {
                let word = prose.word(at + 1);
                word.len() <= MAX_BRACKETED_BYTES
                    && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
            }
        }
        _ => false,
    }
}

/// True if the name in the tokens `start..end` is spoken of as a company: "shares of Harker",
/// "Harker (NYSE: HRK)", "Harker analysts", "Harker HRK, +0.1%".
pub fn is_traded(prose: &Prose<'_>, start: usize, end: usize) -> bool {
    let held = start > 1
        && prose.word(start - 1) == "of"
        && matches!(prose.word(start - 2), "shares" | "Shares")
        && !prose.word(end).starts_with(['\'', '’']);
    let listed = prose.word(end) == "(" && is_word_of(WordClass::EXCHANGE, prose.word(end + 1));
    let coded = end < prose.tokens.len() && is_code(prose, end);
    held || listed || coded || matches!(prose.word(end), "analyst" | "analysts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;

    #[test]
    fn codes_are_no_names() {
        let text =
            "The index ’ s HRK , +0.68 % rise beat < .HRKX > and .HRKY today. The USA, 3 said.";
        let prose = Prose::new(text);
        let codes: Vec<&str> = (0..prose.tokens.len())
            .filter(|at| is_code(&prose, *at) || is_index(&prose, *at))
            .map(|at| prose.word(at))
            .collect();
        assert_eq!(codes, ["HRK", "HRKX", "HRKY"]);
    }

    #[test]
    fn tickers_are_told_from_abbreviations() {
        assert!(is_ticker("MS.N") && is_ticker("005930.KS") && is_ticker("C.N"));
        assert!(!is_ticker("U.S.") && !is_ticker("Inc.") && !is_ticker("D.C"));
    }

    #[test]
    fn a_traded_name_is_a_company() {
        let text = "He sold shares of Ana Harker on Friday. Then Ana Harker rose.";
        let notes = annotate(text);
        assert!(notes.mentions.iter().all(|m| m.kind.tag() == "ORG"), "{:?}", notes.mentions);
    }
}
