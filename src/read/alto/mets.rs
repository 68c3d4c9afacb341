//! METS: the issue, its articles, and where on the pages each stands.
//!
//! Two habits are known. One links a logical division to areas of the pages in `structLink` (the British
//! Library's), the other puts the areas into the division itself (docWorks). Where no division is an article,
//! each page is one. Advertisements and what belongs to no division are not read.

use std::io::BufRead;

use crate::model::Problem;
use crate::read::alto::issue::{Issue, no_text};
use crate::read::context::{Context, Siblings};
use crate::read::encoding::decode_xml;
use crate::read::input::{HEAD, read_whole};
use crate::read::reader::{Format, Out, Reader, is_named};
use crate::read::xml::tree::{Tree, root_name};

/// Reads an issue.
#[derive(Debug)]
pub struct Mets;

impl Reader for Mets {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn version(&self) -> u32 {
        1
    }

    fn describes(&self) -> Format {
        Format {
            extensions: &["xml", "mets"],
            reads: "of each article: title, date of issue, paper, page, body, author, language, id",
            notes: "joins the articles out of the ALTO pages beside it; advertisements are left out",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        is_mets(head)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &Context<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_whole(input)?;
        let text = decode_xml(&bytes);
        let tree = Tree::parse(&text);
        let Some(root) = tree.root() else { return Err(tree.problem("no text", "no element")) };
        let mut issue = Issue::read(root, context);
        let mut position = 0;
        for division in issue.divisions() {
            out(position, issue.article(division));
            position += 1;
        }
        if position == 0 && tree.damage.is_none() {
            return Err(no_text("a METS file without articles or pages"));
        }
        tree.damage.map_or(Ok(()), Err)
    }
}

/// Whether a METS file beside the page of this context lists it.
pub fn lists(context: &Context<'_>) -> bool {
    let page = context.name();
    let looks_like_mets = |name: &&String| {
        let lower = name.to_ascii_lowercase();
        let stem = lower.strip_suffix(".xml").unwrap_or("");
        // American papers name the issue's file by its day and edition: 1905010101.xml.
        let day = stem.len() == 10 && stem.bytes().all(|b| b.is_ascii_digit());
        name.as_str() != page && (day || (is_named(name, &["xml"]) && lower.contains("mets")))
    };
    let names_page = |siblings: &dyn Siblings| {
        siblings.names().iter().filter(looks_like_mets).any(|name| {
            let bytes = siblings.open(name).unwrap_or_default();
            is_mets(&bytes[..bytes.len().min(HEAD)])
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
        || context.siblings.above().is_some_and(|above| names_page(above.as_ref()))
}

/// Whether `root` is the beginning of a METS file; both readers ask.
fn is_mets(head: &[u8]) -> bool {
    root_name(head).is_some_and(|root| root.eq_ignore_ascii_case("mets"))
}
