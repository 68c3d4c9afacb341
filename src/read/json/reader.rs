//! The readers of files of JSON objects: one of any export, and one of ninjs alone.
//!
//! Both read the stream of objects in the same way, and each object is recognised by its own
//! fields; they differ in the files that they claim, so that `status` can show the IPTC's format
//! apart from others.

use std::io::BufRead;

use crate::model::Problem;
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::json::{ninjs, stream};
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader of JSON that is not split into lines.
#[derive(Debug)]
pub struct JsonReader;

impl FormatReader for JsonReader {
    fn name(&self) -> &'static str {
        "json"
    }

    fn version(&self) -> u32 {
        3
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["json"],
            reads: "title, date, authors, body, publication, section, url, id, language",
            notes: "one article, a list of them, or one after another; news-please, RealNews, \
                 newspaper3k, Washington Post and ninjs objects",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let text = decode(head);
        let mut chars = text.trim_start().chars().filter(|c| !c.is_whitespace());
        match (chars.next(), chars.next()) {
            (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => true,
            _ => path.to_ascii_lowercase().ends_with(".json"),
        }
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        stream::read_objects(input, context, emit)
    }
}

/// Reader of ninjs objects.
#[derive(Debug)]
pub struct NinjsReader;

impl FormatReader for NinjsReader {
    fn name(&self) -> &'static str {
        "ninjs"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["json", "ninjs"],
            reads: "title, date, byline, body, agency, subject, id, url, language, status, embargo",
            notes: "versions 1 to 3; pictures, events and planning are refused by their type",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        let text = decode(head);
        let text = text.trim_start();
        let lines = text.lines().filter(|line| line.trim_start().starts_with('{')).count();
        let begins = text.starts_with('{') || text.starts_with('[');
        let named = |name: &str| text.contains(&format!("\"{name}\""));
        // Lines of objects are left to the reader of lines.
        let lines_of = lines > 1 && text.starts_with("{\"");
        begins && !lines_of && named("uri") && ninjs::NINJS_FIELDS.iter().any(|name| named(name))
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        stream::read_objects(input, context, emit)
    }
}
