//! Which paragraphs of the main part belong to the article, told by what they say.

use std::collections::HashSet;

use crate::read::html::json_ld::alike;
use crate::read::html::render::{Block, Paragraph};

/// Beginnings, in lower case, of short lines that lead away from the article.
const AWAY: &[&str] = &[
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

/// Sorts out what is no part of the article.
pub(super) fn sift(
    paragraphs: Vec<Paragraph>,
    title: &str,
    _described: Option<&str>,
) -> Vec<Paragraph> {
    let mut seen = HashSet::new();
    let mut kept: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let length = paragraph.text.chars().count();
        if length > 40 && !seen.insert(paragraph.text.clone()) {
            continue;
        }
        if leads_away(&paragraph, length) || is_credit(&paragraph.text, length) {
            continue;
        }
        if kept.len() < 3 && length < 300 && alike(&paragraph.text, title) {
            continue;
        }
        kept.push(paragraph);
    }
    // A heading with nothing beneath it was that of a list that is gone.
    while kept.last().is_some_and(|last| last.block == Block::Heading) {
        kept.pop();
    }
    kept
}

fn leads_away(paragraph: &Paragraph, length: usize) -> bool {
    if length > 200 {
        return false;
    }
    let lower = paragraph.text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if AWAY.iter().any(|start| {
        lower.starts_with(start)
            && (length < 120 || paragraph.linked * 3 > length)
            && !(length > start.len() + 60 && paragraph.linked == 0 && lower.ends_with('.'))
    }) {
        return true;
    }
    // A line that is all one link.
    let ends = paragraph.text.ends_with(['.', '!', '”', '"']);
    paragraph.block == Block::Text && paragraph.linked * 10 >= length * 9 && !ends && length > 15
}

/// The line under a picture that says whose it is.
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
