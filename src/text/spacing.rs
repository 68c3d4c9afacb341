//! White space between words.

/// The text with one blank for any white space, and none at its ends.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_white_space_is_one_blank() {
        assert_eq!(single_spaced(" a\n \tb\u{A0}c "), "a b c");
        assert_eq!(single_spaced(" \n"), "");
    }
}
