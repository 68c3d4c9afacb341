//! METS: the issue of a paper, its articles, and their areas on the pages.
//!
//! Two habits are known. One links a logical division to areas of the pages in `structLink` (the
//! British Library's), the other puts the areas into the division itself (docWorks). Where no
//! division is an article, each page is one. Advertisements and areas that belong to no division
//! are not read.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::model::Problem;
use crate::read::alto::issue::{Issue, no_text};
use crate::read::context::{FileContext, Siblings};
use crate::read::encoding::decode_xml;
use crate::read::input::{HEAD_BYTES, read_all};
use crate::read::reader::{Emit, FormatInfo, FormatReader, has_extension};
use crate::read::xml::tree::{XmlTree, root_name};

/// Reader of an issue.
#[derive(Debug)]
pub struct MetsReader;

impl FormatReader for MetsReader {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml", "mets"],
            reads: "of each article: title, date of issue, paper, page, body, author, language, id",
            notes: "joins the articles out of the ALTO pages beside it; advertisements are left \
                 out",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        is_mets(head)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        let text = decode_xml(&bytes);
        let tree = XmlTree::parse(&text);
        let Some(root) = tree.root() else {
            return Err(tree.into_problem("no text", "no element"));
        };
        let issue = Issue::read(root, context);
        let divisions = issue.divisions();
        let mut position = 0;
        // Articles that were read before one that stands before them.
        let mut early = BTreeMap::new();
        for at in issue.reading_order(&divisions) {
            early.insert(at, issue.article(divisions[at]));
            while let Some(read) = early.remove(&(position as usize)) {
                emit(position, read);
                position += 1;
            }
        }
        if position == 0 && tree.damage.is_none() {
            return Err(no_text("a METS file without articles or pages"));
        }
        tree.damage.map_or(Ok(()), Err)
    }
}

/// True if a METS file beside the page of this context lists it.
pub fn is_listed_beside(context: &FileContext<'_>) -> bool {
    let page = context.file_name();
    let looks_like_mets = |name: &&String| {
        let lower = name.to_ascii_lowercase();
        let stem = lower.strip_suffix(".xml").unwrap_or("");
        // American papers name the issue's file by its day and edition: 1905010101.xml.
        let day = stem.len() == 10 && stem.bytes().all(|b| b.is_ascii_digit());
        name.as_str() != page && (day || (has_extension(name, &["xml"]) && lower.contains("mets")))
    };
    let names_page = |siblings: &dyn Siblings| {
        siblings.names().iter().filter(looks_like_mets).any(|name| {
            let bytes = siblings.open(name).unwrap_or_default();
            is_mets(&bytes[..bytes.len().min(HEAD_BYTES)])
                && memchr::memmem::find_iter(&bytes, page.as_bytes()).any(|at| {
                    // The whole name, after a slash or at the start of the value.
                    let before = bytes[..at].last();
                    let after = bytes.get(at + page.len());
                    matches!(before, Some(b'/' | b'"' | b'\''))
                        && matches!(after, Some(b'"' | b'\''))
                })
        })
    };
    // Pages often lie in a folder of their own, beneath the METS.
    names_page(context.siblings)
        || context.siblings.parent().is_some_and(|above| names_page(above.as_ref()))
}

/// True if `head` is the beginning of a METS file; both readers ask.
fn is_mets(head: &[u8]) -> bool {
    root_name(head).is_some_and(|root| root.eq_ignore_ascii_case("mets"))
}
