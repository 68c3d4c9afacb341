//! XML that no other reader knows: refused by the name of its root, and not taken for plain text.

use std::io::BufRead;

use crate::model::{Problem, Stage};
use crate::read::context::FileContext;
use crate::read::input::io_problem;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::tree::root_name;

/// Reader that refuses unknown XML.
#[derive(Debug)]
pub struct OtherXmlReader;

impl FormatReader for OtherXmlReader {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn version(&self) -> u32 {
        1
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml"],
            reads: "nothing",
            notes: "XML of no known kind is refused by the name of its root",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let declared = || head.trim_ascii_start().starts_with(b"<?xml");
        let named = || path.to_ascii_lowercase().ends_with(".xml");
        let html = |root: &String| root.eq_ignore_ascii_case("html");
        (named() || declared()) && root_name(head).is_none_or(|root| !html(&root))
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        _: &FileContext<'_>,
        _: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let head = input.fill_buf().map_err(|e| io_problem(&e))?;
        let detail = match root_name(head) {
            Some(root) => format!("XML whose root is <{root}>"),
            None => "named .xml, but no element in its first bytes".to_owned(),
        };
        Err(Problem::new(Stage::Read, "unknown format", detail))
    }
}
