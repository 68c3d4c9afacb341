//! A filter of the paragraphs of a page's main part: those that are none of the article go, by
//! their words.

use crate::read::dates;
use crate::read::html::byline;
use crate::read::html::json_ld::same_headline;
use crate::read::html::render::{BlockKind, PageParagraph};

/// Beginnings, in lower case, of short lines that lead away from the article.
const LEAD_AWAY: &[&str] = &[
    "related:",
    "related story",
    "related stories",
    "related articles",
    "related content",
    "related coverage",
    "related topics",
    "read more",
    "read also",
    "also read",
    "read:",
    "read next",
    "more:",
    "more from",
    "more on",
    "see also",
    "see more",
    "also see",
    "watch:",
    "watch now",
    "listen:",
    "subscribe",
    "sign up",
    "follow us",
    "follow @",
    "click here",
    "tap here",
    "get the latest",
    "you may also like",
    "you might also like",
    "recommended",
    "don't miss",
    "don’t miss",
    "next:",
    "previous:",
    "share this",
    "share on",
    "photo:",
    "photos:",
    "photo by",
    "photo credit",
    "photograph:",
    "photograph by",
    "image:",
    "image credit",
    "image source",
    "credit:",
    "credits:",
    "picture:",
    "advertisement",
    "sponsored",
    "story continues",
    "article continues",
    "continue reading",
    "scroll down",
    "copyright",
    "©",
    "all rights reserved",
    "download our app",
    "download the",
    "follow him",
    "follow her",
    "follow the author",
    "have a tip",
    "contact the author",
    "this story has been updated",
    "editor's pick",
    "editors' picks",
    "trending",
    "leia também",
    "leia mais",
    "lea también",
    "lire aussi",
    "à lire aussi",
    "lesen sie auch",
    "mehr zum thema",
    "baca juga",
    "leggi anche",
    "lees ook",
    "posted on",
    "posted by",
    "posted:",
    "updated:",
    "updated on",
    "last updated",
    "published:",
    "published on",
    "first published",
    "tags:",
    "filed under",
    "categories:",
    "topics:",
    "join the conversation",
    "leave a comment",
    "view comments",
    "comments",
    "show comments",
];

/// Metadata of the article that helps to filter its paragraphs.
pub struct ArticleClues<'k> {
    /// Headline; empty without one.
    pub title: &'k str,
    /// Names of the authors.
    pub authors: &'k [String],
}

/// The paragraphs that are part of the article.
pub fn filter_paragraphs(
    paragraphs: Vec<PageParagraph>,
    clues: &ArticleClues<'_>,
) -> Vec<PageParagraph> {
    let in_link_list = link_lists(&paragraphs);
    let mut kept: Vec<PageParagraph> = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let text = paragraph.text.as_str();
        let length = text.chars().count();
        let repeats = length > 40 && kept.iter().rev().take(3).any(|other| other.text == text);
        let is_title = kept.len() < 3 && length < 300 && same_headline(text, clues.title);
        let is_frame = in_link_list[at]
            || repeats
            || is_title
            || is_dateline(text, length, kept.len())
            || (kept.len() < 3 && is_byline(text, clues.authors))
            || is_notice(text, length)
            || leads_away(&paragraph, length)
            || is_credit(text, length);
        if !is_frame {
            kept.push(paragraph);
        }
    }
    drop_tail(&mut kept, clues.authors);
    kept
}

/// Drops the paragraphs after the end of the text: notes on the author and how to reach him, who
/// else worked on it, a heading with nothing beneath it.
fn drop_tail(kept: &mut Vec<PageParagraph>, authors: &[String]) {
    let first = kept.len().saturating_sub(5).max(1);
    let mut at = kept.len();
    while at > first {
        at -= 1;
        let text = kept[at].text.as_str();
        let length = text.chars().count();
        if length < 500 && (is_author_note(text, authors) || is_desk_note(text)) {
            kept.remove(at);
        }
    }
    while kept.last().is_some_and(|last| last.block == BlockKind::Heading) {
        kept.pop();
    }
}

/// True for a note on an author: "Ina Cole is a reporter for the Gazette."
fn is_author_note(text: &str, authors: &[String]) -> bool {
    const TRADES: &[&str] = &[
        "reporter",
        "editor",
        "writer",
        "journalist",
        "correspondent",
        "columnist",
        "curator",
        "producer",
        "contributor",
        "blogger",
        "author",
        "freelance",
        "analyst",
        "professor",
        "fellow",
        "president",
    ];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(at) = [
        " is a ",
        " is an ",
        " is the ",
        " is our ",
        " covers ",
        " writes ",
        "'s ",
        "’s ",
        " has been ",
    ]
    .iter()
    .filter_map(|verb| text.find(verb))
    .min() else {
        return false;
    };
    let name = &text[..at];
    let by_author = authors.iter().any(|author| {
        let last = author.split_whitespace().last().unwrap_or("");
        name == author
            || name.ends_with(last) && last.len() > 2 && name.split_whitespace().count() <= 4
    });
    let words = name.split_whitespace().count();
    let named = (2..=4).contains(&words)
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let before: String = text.chars().take(180).collect::<String>().to_lowercase();
    let has_trade = TRADES.iter().any(|trade| before.contains(trade));
    let signed = ["follow", "@", "email", "reach", "twitter"]
        .iter()
        .any(|word| text.to_lowercase().contains(word));
    by_author && (has_trade || signed || text[at..].starts_with(" is a"))
        || (named && has_trade && signed)
}

/// True for a note of the desk at the end of an article.
fn is_desk_note(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "contributing:",
        "contact ",
        "email ",
        "e-mail ",
        "reach ",
        "additional reporting",
        "reporting by",
        "editing by",
        "(reporting by",
        "citation:",
        "more information:",
        "follow ",
        "cross-posted",
        "you can email",
        "provided by",
        "have a news tip",
        "got a tip",
        "write to",
        "send your",
        "this article was originally",
        "this story was originally",
        "originally published",
        "a version of this",
        "join our",
    ];
    let lower = text.to_lowercase();
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    if is_speech(text) {
        return false;
    }
    let reached = lower.contains("can be reached at") || lower.contains("may be reached at");
    reached || STARTS.iter().any(|words| start.starts_with(words)) && text.chars().count() < 300
}

/// True for a byline over the text: "By Ina Cole and Omar Haddad".
fn is_byline(text: &str, authors: &[String]) -> bool {
    let name = byline::after_by(text);
    name.is_some_and(|name| {
        name.split_whitespace().count() <= 12 && !name.ends_with(['.', '!', '?', '”'])
    }) || authors.iter().any(|author| author == text)
}

/// For each paragraph, true if it is an item of a list of nothing but links.
fn link_lists(paragraphs: &[PageParagraph]) -> Vec<bool> {
    let mut is_link: Vec<bool> = paragraphs
        .iter()
        .map(|p| p.block == BlockKind::Item && p.linked * 10 >= solid(&p.text) * 9)
        .collect();
    let alone: Vec<bool> = (0..is_link.len())
        .map(|at| {
            let other = |at: Option<usize>| {
                at.and_then(|at| paragraphs.get(at)).is_some_and(|p| p.block == BlockKind::Item)
            };
            let mixed = |at: Option<usize>| other(at) && at.is_some_and(|at| !is_link[at]);
            mixed(at.checked_sub(1)) || mixed(Some(at + 1))
        })
        .collect();
    for (link, alone) in is_link.iter_mut().zip(alone) {
        *link &= !alone;
    }
    is_link
}

/// The number of characters that are no blanks.
fn solid(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// True for a line of a date, with or without a name: "Updated Nov 19, 6:55 AM", "By Ina Cole -
/// 11/18/19 11:04 PM EST".
fn is_dateline(text: &str, length: usize, before: usize) -> bool {
    if length > 110 || text.ends_with(['.', '!', '?', '”']) && !text.ends_with("m.") {
        return false;
    }
    let lower = text.to_lowercase();
    let starts =
        ["updated ", "posted ", "published ", "last updated", "first published", "last modified"];
    if length < 80
        && starts.iter().any(|s| lower.starts_with(s))
        && text.chars().any(|c| c.is_ascii_digit())
    {
        return true;
    }
    before < 4 && dates::find_whole_date(text).is_some() && text.split_whitespace().count() <= 14
}

/// True for words of the site to its readers: letters to subscribe to, rights, rules for comments.
fn is_notice(text: &str, length: usize) -> bool {
    if length > 400 {
        return false;
    }
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().all(|word| lower.contains(word));
    let short = length < 260;
    has(&["all rights reserved"])
        || has(&["may not be published, broadcast"])
        || has(&["subject to copyright"])
        || has(&["affiliate", "link", "commission"])
        || has(&["link", "we may receive compensation"])
        || has(&["link", "we may earn"])
        || has(&["enjoyed this article", "join"])
        || has(&["support our newsroom"])
        || has(&["support", "independent journalism"])
        || short
            && (has(&["newsletter", "sign up"])
                || has(&["newsletter", "subscri"])
                || has(&["newsletter", "inbox"])
                || has(&["subscribing you to the newsletter"])
                || has(&["successfully subscribed"])
                || has(&["delivered", "inbox"])
                || has(&["affiliate link"])
                || has(&["requires javascript"])
                || has(&["enable javascript"])
                || has(&["views and opinions expressed"])
                || has(&["follow", " on twitter"]) && length < 160
                || has(&["follow", " on facebook"]) && length < 160
                || has(&["follow", " on instagram"]) && length < 160)
}

/// True if a line begins with somebody's words: those are never the site's own.
fn is_speech(text: &str) -> bool {
    text.starts_with(['“', '"', '«', '„', '‘', '‹'])
}

fn leads_away(paragraph: &PageParagraph, length: usize) -> bool {
    if length > 200 || is_speech(&paragraph.text) {
        return false;
    }
    let lower = paragraph.text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if LEAD_AWAY.iter().any(|start| {
        lower.starts_with(start)
            && (length < 120 || paragraph.linked * 3 > length)
            && !(length > start.len() + 60 && paragraph.linked == 0 && lower.ends_with('.'))
    }) {
        return true;
    }
    // A line that is all one link.
    let ends = paragraph.text.ends_with(['.', '!', '”', '"']);
    paragraph.block == BlockKind::Text
        && paragraph.linked * 10 >= solid(&paragraph.text) * 9
        && !ends
        && length > 15
}

/// True for the line under a picture that says whose it is.
fn is_credit(text: &str, length: usize) -> bool {
    const AGENCIES: &[&str] = &[
        "Getty Images",
        "Getty",
        "Reuters",
        "REUTERS",
        "AP",
        "AFP",
        "Shutterstock",
        "iStock",
        "Unsplash",
        "EPA",
        "Bloomberg",
        "Associated Press",
        "AP Photo",
        "Alamy",
        "Pixabay",
    ];
    if length > 120 || text.ends_with(['.', '!', '?', '”', ':']) {
        return false;
    }
    let parts: Vec<&str> = text.split(['/', '|', '(', ')', ',', ':']).map(str::trim).collect();
    parts.len() > 1 && parts.iter().any(|part| AGENCIES.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(lines: &[&str], authors: &[&str]) -> Vec<String> {
        let paragraphs = lines.iter().filter_map(|line| PageParagraph::plain(line)).collect();
        let authors: Vec<String> = authors.iter().map(|&name| name.to_owned()).collect();
        let clues = ArticleClues { title: "The harbour reopens", authors: &authors };
        filter_paragraphs(paragraphs, &clues).into_iter().map(|paragraph| paragraph.text).collect()
    }

    const TEXT: &str =
        "The harbour of Sundmark opened again on Thursday, nine days after the storm.";

    const END: &str =
        "The town was at the quay to see the first ferry leave, and many stayed until noon.";

    #[test]
    fn lines_that_are_no_part_of_the_text_go() {
        for line in [
            "Related: Ferry fares to rise",
            "READ MORE: Ferry fares to rise in the autumn",
            "Lesen Sie auch: Fähren werden teurer",
            "Photo: Rolf Brandt",
            "Rolf Brandt | Getty Images",
            "Updated Nov 19, 6:55 AM",
            "By Ina Cole - 11/18/2019 11:04 PM EST",
            "Par Élodie Marchand",
            "The harbour reopens",
            "Sign up for our newsletter and get the news in your inbox.",
            "This material may not be published, broadcast, rewritten or redistributed.",
            "Follow Ina on Twitter.",
        ] {
            assert_eq!(kept(&[line, TEXT], &["Ina Cole"]), [TEXT], "{line}");
        }
    }

    #[test]
    fn sentences_that_begin_alike_stay() {
        for line in [
            "Related diseases were found in four of the nine villages, the doctors wrote in their \
             report.",
            "Posted on social media by an analyst, the picture shows the pier before the storm \
             broke it.",
            "More than 400 people came to the harbour, and more were to come, the mayor said on \
             Friday.",
            "Updated figures are to come in June, said the mayor, who had none.",
            "By Thursday the ferries had left, and the town was quiet.",
            "“Follow me,” she said, and they followed her to the pier.",
            "Ina Cole is a friend of the harbour, the mayor said.",
        ] {
            assert_eq!(kept(&[TEXT, line, END], &[]), [TEXT, line, END], "{line}");
        }
    }

    #[test]
    fn what_follows_the_end_goes() {
        for line in [
            "Ina Cole is a reporter for the Gazette.",
            "Ina Cole covers ports. Follow her at @inacole.",
            "Omar Haddad is an editor at the Gazette. Email him at omar@gazette.example.",
            "Additional reporting by Omar Haddad.",
            "Reporting by Ina Cole; Editing by Omar Haddad",
            "The author can be reached at ina@gazette.example.",
        ] {
            assert_eq!(kept(&[TEXT, line], &["Ina Cole"]), [TEXT], "{line}");
        }
    }

    #[test]
    fn a_list_of_links_goes_and_a_list_with_links_stays() {
        let item = |text: &str, linked: usize| PageParagraph {
            text: text.to_owned(),
            block: BlockKind::Item,
            linked,
            number: None,
        };
        let list = |other: usize| {
            vec![
                item("Ferry fares to rise", 16),
                item("School roof to be mended", 20),
                item("Lorries come an hour before", other),
            ]
        };
        assert_eq!(link_lists(&list(23)), [true, true, true]);
        assert_eq!(link_lists(&list(4)), [true, false, false]);
    }
}
