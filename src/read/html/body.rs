//! The text of the article: boilerplate removed, the main part found by `dom_smoothie` (Mozilla's
//! Readability in Rust), paragraphs of the same kind that it missed restored, and the rest
//! filtered.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use crate::read::html::boilerplate;
use crate::read::html::paragraph_filter::{self, ArticleClues};
use crate::read::html::places::text_of;
use crate::read::html::render::{self, NUMBER, PageParagraph};

/// The paragraphs of the article, as far as any are found.
pub fn paragraphs(document: Document, clues: &ArticleClues<'_>) -> Vec<PageParagraph> {
    boilerplate::remove_boilerplate(&document);
    bound_texts(&document);
    let numbered = number(&document);
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let main = Readability::with_document(document, None, Some(config))
        .and_then(|mut readability| readability.parse());
    let Ok(main) = main else { return Vec::new() };
    let main = Document::from(main.content);
    let Some(root) = main.body() else { return Vec::new() };
    let found = restore_missed(render::paragraphs(&root), &numbered);
    paragraph_filter::filter_paragraphs(found, clues)
}

/// Bytes of a text that is written in one piece.
const PIECE_BYTES: usize = 4 * 1024;

/// Bytes of the longest value of an attribute that Readability is handed.
const MAX_VALUE_BYTES: usize = 64 * 1024;

/// Splits very long texts, and drops very long values of attributes. Readability writes the page as
/// HTML, and the writer searches all that is left of a text or value for each sign that it escapes:
/// its time would grow with the square of their length. Texts are one again when that is read.
fn bound_texts(document: &Document) {
    let Some(body) = document.body() else { return };
    let mut long = Vec::new();
    for node in body.descendants_it() {
        if text_of(&node, str::len) > 4 * PIECE_BYTES {
            long.push(node);
        }
        let names: Vec<String> = node.element_ref().map_or_else(Vec::new, |element| {
            let attributes = element.attrs.iter();
            let long = attributes.filter(|attribute| attribute.value.len() > MAX_VALUE_BYTES);
            long.map(|attribute| attribute.name.local.to_string()).collect()
        });
        for name in &names {
            node.remove_attr(name);
        }
    }
    for node in long {
        let text = node.text();
        let mut rest: &str = &text;
        let mut last = node;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
            let next = document.tree.new_text(piece);
            last.insert_after(&next);
            (last, rest) = (next, after);
        }
        node.remove_from_parent();
    }
}

/// The text of JSON-LD, where the page shows less than half of it: its script would have put the
/// rest there.
pub fn or_json_ld_body(found: Vec<PageParagraph>, described: Option<&str>) -> Vec<PageParagraph> {
    let Some(described) = described else { return found };
    let shown: usize = found.iter().map(|paragraph| paragraph.text.len()).sum();
    if described.len() < 400 || shown * 2 > described.len() {
        return found;
    }
    let lines = described.replace("<br", "\n<br").replace("<p", "\n<p");
    let text = Document::fragment(lines).text();
    let paragraphs: Vec<PageParagraph> = text.lines().filter_map(PageParagraph::plain).collect();
    if paragraphs.is_empty() { found } else { paragraphs }
}

/// A `<p>` of the page: its place by its classes and those of the elements around it, and its text.
struct NumberedParagraph {
    place: Option<String>,
    paragraph: PageParagraph,
}

/// Gives every `<p>` its number, and returns them all with their text.
fn number(document: &Document) -> Vec<NumberedParagraph> {
    let mut numbered = Vec::new();
    for (number, node) in document.select("p").nodes().iter().enumerate() {
        node.set_attr(NUMBER, &number.to_string());
        let mut blocks = render::paragraphs(node);
        let paragraph = match (blocks.pop(), blocks.is_empty()) {
            (Some(paragraph), true) => paragraph,
            _ => PageParagraph::default(),
        };
        numbered.push(NumberedParagraph {
            place: place(node),
            paragraph: PageParagraph { number: Some(number), ..paragraph },
        });
    }
    numbered
}

/// The place of a paragraph, by the classes of itself and its parent; `None` without any class.
fn place(node: &NodeRef<'_>) -> Option<String> {
    let class =
        |node: &NodeRef<'_>| node.class().map(|class| class.trim().to_owned()).unwrap_or_default();
    let own = class(node);
    let parents = node.parent().map(|parent| class(&parent)).unwrap_or_default();
    (!own.is_empty())
        .then(|| own.clone())
        .or_else(|| (!parents.is_empty()).then(|| format!("/{parents}")))
}

/// Restores prose that Readability left out although most of the same place was kept: text that
/// advertisements cut in pieces.
fn restore_missed(found: Vec<PageParagraph>, numbered: &[NumberedParagraph]) -> Vec<PageParagraph> {
    let kept: HashSet<usize> = found.iter().filter_map(|paragraph| paragraph.number).collect();
    let mut places: HashMap<&str, (usize, usize)> = HashMap::new();
    for (number, one) in numbered.iter().enumerate() {
        if let Some(place) = &one.place
            && is_prose(&one.paragraph)
        {
            let counts = places.entry(place).or_default();
            counts.0 += usize::from(kept.contains(&number));
            counts.1 += 1;
        }
    }
    let mut missed: Vec<&PageParagraph> = numbered
        .iter()
        .enumerate()
        .filter(|(number, one)| {
            let counts = one.place.as_deref().and_then(|place| places.get(place));
            !kept.contains(number)
                && is_prose(&one.paragraph)
                && counts.is_some_and(|(kept, all)| *kept >= 3 && kept * 2 >= *all)
        })
        .map(|(_, one)| &one.paragraph)
        .collect();
    if missed.is_empty() {
        return found;
    }
    missed.reverse();
    let mut whole = Vec::with_capacity(found.len() + missed.len());
    for paragraph in found {
        if paragraph.number.is_some() {
            while let Some(next) = missed.pop_if(|next| next.number < paragraph.number) {
                whole.push(next.clone());
            }
        }
        whole.push(paragraph);
    }
    whole.extend(missed.into_iter().rev().cloned());
    whole
}

fn is_prose(paragraph: &PageParagraph) -> bool {
    paragraph.text.len() > 60
        && paragraph.linked * 2 < paragraph.text.len()
        && paragraph.text.ends_with(['.', '!', '?', '”', '"', '’', ':', '…'])
}
