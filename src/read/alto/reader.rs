//! The reader of a page that stands alone.

use std::io::BufRead;

use crate::model::{Article, Problem, Stage};
use crate::read::alto::mets;
use crate::read::alto::page::AltoPage;
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::tree::{XmlTree, root_name};

/// Reader of one page.
#[derive(Debug)]
pub struct AltoReader;

impl FormatReader for AltoReader {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml", "alto"],
            reads: "the page's text, its number",
            notes: "hyphenation undone, with its marks or without; a page listed in a \
                 METS file beside it is read through that",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        root_name(head).is_some_and(|root| root.eq_ignore_ascii_case("alto"))
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        if mets::is_listed_beside(context) {
            return Err(Problem::new(Stage::Read, Problem::WITH_ANOTHER, "its METS"));
        }
        let bytes = read_all(input)?;
        let text = decode_xml(&bytes);
        let tree = XmlTree::parse(&text);
        let page = tree.root().map(|root| AltoPage::read(root, None)).unwrap_or_default();
        let body = page.text();
        if body.is_empty() {
            return Err(tree.into_problem("no text", "no words on the page"));
        }
        let article = Article { body, page: page.number, ..Article::default() };
        emit(0, Ok(article));
        tree.damage.map_or(Ok(()), Err)
    }
}
