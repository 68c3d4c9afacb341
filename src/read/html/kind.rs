//! Pages, and pages that are no article: lists of articles, error pages, stubs before a paywall.

use dom_query::Document;

use crate::model::{Article, Problem, Stage};
use crate::read::html::json_ld::Described;
use crate::read::html::metadata::Head;
use crate::read::html::render::Paragraph;

/// Whether a file with this beginning is a page.
pub(super) fn is_page(head: &str, path: &str) -> bool {
    let start = head.trim_start().trim_start_matches('\u{FEFF}');
    if !start.starts_with('<') {
        return false;
    }
    let lower = start.to_ascii_lowercase();
    let named = [".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"]
        .iter()
        .any(|end| path.to_ascii_lowercase().ends_with(end));
    let marks = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta"];
    lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || named
        || (!lower.starts_with("<?xml") && marks.iter().any(|mark| lower.contains(mark)))
        || (lower.starts_with("<?xml") && lower.contains("<html"))
}

/// What the page says about its kind before its text is known.
pub(super) struct Notice;

impl Notice {
    pub(super) fn of(_document: &Document, _head: &Head, _described: &Described) -> Self {
        Self
    }

    pub(super) fn check(
        &self,
        paragraphs: &[Paragraph],
        _article: &Article,
    ) -> Result<(), Problem> {
        if paragraphs.is_empty() {
            return Err(Problem::new(Stage::Read, "no text", "the page has no article text"));
        }
        Ok(())
    }
}
