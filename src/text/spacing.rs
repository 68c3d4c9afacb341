//! White space between words.

/// The text with one blank for any white space, and none at its ends.
pub fn single_spaced(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
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
