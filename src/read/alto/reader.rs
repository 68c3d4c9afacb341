//! The reader of a page that stands alone.

use std::io::BufRead;

use crate::model::{Article, Problem, Stage};
use crate::read::alto::mets;
use crate::read::alto::page::Page;
use crate::read::context::Context;
use crate::read::encoding::decode_xml;
use crate::read::input::read_whole;
use crate::read::reader::{Format, Out, Reader};
use crate::read::xml::tree::{Tree, root_name};

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
