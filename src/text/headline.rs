//! Headline of an article: its title, or else the opening of its body, cut at a sentence or a word.

use crate::model::{Article, Span};
use crate::text::abbreviation;
use crate::text::prose::Prose;

/// Longest opening, in characters.
const MAX_CHARS: usize = 120;
/// Bytes of the first line that are read for it.
const MAX_BYTES: usize = 600;
/// Buttons and labels of a page that are printed in front of its text or behind its title.
const BUTTONS: &[&str] = &["CLOSE", "ADVERTISEMENT", "Advertisement", "SHARE", "PRINT"];
/// Sections that pages print in brackets behind a title.
const SECTIONS: &[&str] = &[
    "arts", "audio", "books", "business", "culture", "gallery", "health", "news", "opinion",
    "photos", "politics", "science", "sport", "sports", "style", "travel", "video", "world",
];

/// True if the archive gives the article a title.
pub fn has_title(article: &Article) -> bool {
    article.title.as_deref().is_some_and(|title| !title.trim().is_empty())
}

/// The title without buttons and section, or else the opening of the body.
pub fn headline(article: &Article) -> &str {
    match article.title.as_deref().map(str::trim) {
        Some(title) if !title.is_empty() => without_labels(title),
        _ => opening(&article.body).of(&article.body),
    }
}

/// Span of the first sentence of `body`, cut at a word if it is long; it never ends with an
/// abbreviation that a name has to follow ("Sen.").
pub fn opening(body: &str) -> Span {
    let Some((start, line)) = first_line(body) else { return Span::new(0, 0) };
    let line = &line[..line.floor_char_boundary(MAX_BYTES)];
    let prose = Prose::new(line);
    let sentence = prose.sentences.first().map_or(line.len(), |first| first.span.end);
    let mut text = line[..sentence].trim_end();
    if let Some((limit, _)) = text.char_indices().nth(MAX_CHARS) {
        let cut = text[..limit].rfind(char::is_whitespace);
        let whole_word = text[limit..].starts_with(char::is_whitespace);
        text = if whole_word { &text[..limit] } else { &text[..cut.unwrap_or(limit)] };
        text = text.trim_end();
    }
    Span::new(start, start + without_dangling(text).len())
}

/// The first line that is more than a button, and its offset.
fn first_line(body: &str) -> Option<(usize, &str)> {
    let mut offset = 0;
    for line in body.split_inclusive(['\n', '\r']) {
        let start = offset + line.len() - line.trim_start().len();
        offset += line.len();
        let text = line.trim();
        if !text.is_empty() && !BUTTONS.contains(&text) {
            let bare = without_leading_button(text);
            return Some((start + text.len() - bare.len(), bare));
        }
    }
    None
}

/// The title without a button before or behind it and without a section in brackets.
fn without_labels(title: &str) -> &str {
    let mut bare = without_leading_button(title);
    if let Some((rest, last)) = bare.rsplit_once(char::is_whitespace) {
        let section = last.strip_prefix('(').and_then(|last| last.strip_suffix(')'));
        let button = BUTTONS.contains(&last) && rest.contains(char::is_lowercase);
        if button || section.is_some_and(|section| SECTIONS.contains(&section)) {
            bare = rest.trim_end();
        }
    }
    bare
}

/// The text without a button before it, unless the text is all capitals like one.
fn without_leading_button(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((first, rest))
            if BUTTONS.contains(&first)
                && rest.trim_start().starts_with(|c: char| c.is_uppercase() || c == '“')
                && rest.contains(char::is_lowercase) =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

/// The text without abbreviations at its end after which a name follows.
fn without_dangling(mut text: &str) -> &str {
    loop {
        let (rest, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        // "Sen ." in taken-apart text.
        let before = rest.trim_end();
        let apart = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let kept = if abbreviation::is_title(last) {
            before
        } else if last == "." && abbreviation::is_title(&format!("{apart}.")) {
            before.strip_suffix(apart).unwrap_or(before).trim_end()
        } else {
            return text;
        };
        if kept.is_empty() {
            return text;
        }
        text = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &str) {
        assert_eq!(opening(body).of(body), expected, "{body}");
    }

    #[test]
    fn the_first_sentence_opens_a_body() {
        check(
            " U.S. envoy J. Harker met ministers. Talks go on.\nMore.",
            "U.S. envoy J. Harker met ministers.",
        );
        check("Talks with Sen. Ana Ox failed. More.", "Talks with Sen. Ana Ox failed.");
        check("It cost Harker Inc. dear. More.", "It cost Harker Inc. dear.");
        check("", "");
        check("ééé", "ééé");
    }

    #[test]
    fn a_cut_never_ends_with_the_title_of_somebody() {
        let lead = "The committee heard for three hours what had gone wrong with the dam above the \
            town, and in the end it praised Sen. Annabella Ox.";
        let cut = opening(lead).of(lead);
        assert!(cut.chars().count() <= MAX_CHARS && cut.ends_with("praised"), "{cut}");
        check("They met Sen.\nAna Ox.", "They met");
        check("They met Sen .\nAna Ox .", "They met");
        check("Sen.", "Sen.");
    }

    #[test]
    fn buttons_and_sections_are_no_part_of_a_headline() {
        check("Advertisement\n\nRain fell. More.", "Rain fell.");
        check("CLOSE Ana Ox spoke on Monday. More.", "Ana Ox spoke on Monday.");
        let titled = |title: &str| {
            let article = Article { title: Some(title.to_owned()), ..Article::default() };
            headline(&article).to_owned()
        };
        assert_eq!(titled("CLOSE Ana Ox speaks"), "Ana Ox speaks");
        assert_eq!(titled("Ana Ox paints (arts)"), "Ana Ox paints");
        assert_eq!(titled("Ana Ox paints ADVERTISEMENT"), "Ana Ox paints");
        assert_eq!(titled("CLOSE THE DAM"), "CLOSE THE DAM");
        assert_eq!(titled("Close race in Lund (again)"), "Close race in Lund (again)");
    }
}
