//! Codes of shares and indices, as market reports print them.

use crate::text::{Case, Prose, TokenKind};

/// Whether the token is a code with its change behind it: "HRK, +0.68%".
pub fn is_code(prose: &Prose<'_>, at: usize) -> bool {
    looks_like_code(prose, at) && {
        let rest = &prose.text[prose.tokens[at].span.end..];
        rest.trim_start()
            .strip_prefix(',')
            .and_then(|rest| rest.trim_start().strip_prefix(['+', '-', '−', '–']))
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Whether the token is the code of an index: ".HRK", "<.HRK>".
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
        && prose.word(at).len() <= 6
}

/// Whether the name in the tokens `start..end` is spoken of as a company: "shares of Harker",
/// "Harker (NYSE: HRK)", "Harker analysts", "Harker HRK, +0.1%".
pub fn is_traded(prose: &Prose<'_>, start: usize, end: usize) -> bool {
    let held = start > 1
        && prose.word(start - 1) == "of"
        && matches!(prose.word(start - 2), "shares" | "Shares")
        && !prose.word(end).starts_with(['\'', '’']);
    let listed = prose.word(end) == "("
        && matches!(prose.word(end + 1), "NYSE" | "Nasdaq" | "NASDAQ" | "NYSEARCA" | "AMEX");
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
    fn who_is_traded_is_a_company() {
        let text = "He sold shares of Ana Harker on Friday. Then Ana Harker rose.";
        let notes = annotate(text);
        assert!(notes.mentions.iter().all(|m| m.kind.tag() == "ORG"), "{:?}", notes.mentions);
    }
}
