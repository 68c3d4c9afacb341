//! Digitised papers: ALTO, the words of a page with their places, and METS, which says which of them are an
//! article.
//!
//! A METS file owns its issue: it gives the articles and opens the pages beside it for their words. A page that a
//! METS file beside it lists gives nothing of its own and counts as read, or every article would be found
//! twice, once whole and once cut up by columns. A page that no METS lists is one article without a title.

mod mets;
mod page;

use std::io::BufRead;

use crate::model::{Article, Problem, Stage};
use crate::read::alto::page::Page;
use crate::read::xml::{Tree, decode_xml, root_name};
use crate::read::{Context, Format, Out, Reader, read_whole};

pub use crate::read::alto::mets::Mets;

/// Reads one page.
#[derive(Debug)]
pub struct Alto;

impl Reader for Alto {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn version(&self) -> u32 {
        1
    }

    fn describes(&self) -> Format {
        Format {
            extensions: &["xml", "alto"],
            reads: "the page's text, its number",
            notes: "hyphenation undone; a page listed in a METS file beside it is read through that",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        root_name(head).is_some_and(|root| root.eq_ignore_ascii_case("alto"))
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &Context<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Problem> {
        if mets::lists(context) {
            return Err(Problem::new(Stage::Read, Problem::WITH_ANOTHER, "its METS"));
        }
        let bytes = read_whole(input)?;
        let text = decode_xml(&bytes);
        let tree = Tree::parse(&text);
        let page = tree.root().map(Page::read).unwrap_or_default();
        let body = page.text();
        if body.is_empty() {
            return Err(tree.problem("no text", "no words on the page"));
        }
        let article = Article { body, page: page.number, ..Article::default() };
        out(0, Ok(article));
        tree.damage.map_or(Ok(()), Err)
    }
}

/// Whether `root` is the beginning of a METS file; both readers ask.
fn is_mets(head: &[u8]) -> bool {
    root_name(head).is_some_and(|root| root.eq_ignore_ascii_case("mets"))
}

fn no_text(detail: impl Into<String>) -> Problem {
    Problem::new(Stage::Read, "no text", detail)
}
