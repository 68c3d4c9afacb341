//! The text of the article: the frame dropped, the main part found by `dom_smoothie` (Mozilla's
//! Readability in Rust), its paragraphs sorted.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use crate::read::html::render::{self, Paragraph};
use crate::read::html::{prune, sift};

/// The paragraphs of the article, as far as any are found. `described` is the text in JSON-LD.
pub(super) fn paragraphs(
    document: Document,
    title: &str,
    described: Option<&str>,
) -> Vec<Paragraph> {
    prune::prune(&document);
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let main = Readability::with_document(document, None, Some(config))
        .and_then(|mut readability| readability.parse());
    let Ok(main) = main else { return Vec::new() };
    let main = Document::from(main.content);
    let Some(root) = main.body() else { return Vec::new() };
    sift::sift(render::paragraphs(&root), title, described)
}
