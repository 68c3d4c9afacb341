//! JSON and JSON lines: types of their own, so that a noun may change and the output not.
//!
//! Offsets are in characters (Unicode code points), of the body as read or of the text beside them.

mod article;
mod duplicates;
mod facets;
mod formats;
mod hits;
mod marked;
mod origin;
mod quotation;
mod schema;
mod status;
mod verify;

use std::io::{self, Write};

use crate::model::EntityKind;
use crate::present::answer::{Answer, DocumentKind, NameList, Present, SpeakerList};
use crate::present::claims::CheckedClaim;
use crate::present::json::duplicates::{CopyJson, ReprintJson};
use crate::present::json::facets::FacetsJson;
use crate::present::json::hits::HitsJson;
use crate::present::json::schema::{Named, Shape};
use crate::present::{escape, rows};
use crate::search::Timeline;

pub use article::ArticleJson;
pub use hits::{ArticleHitJson, QuoteHitJson};
pub use schema::{names as schema_names, write_schema};

/// A writer of JSON: one document, or a line for each hit.
#[derive(Clone, Copy, Debug)]
pub struct Json {
    /// True for a line for each hit, article or name, without totals.
    pub lines: bool,
}

impl Present for Json {
    fn present(&self, answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
        match *answer {
            Answer::Articles(hits) => self.hits(&HitsJson::articles(hits), out),
            Answer::Quotations { hits, context: _ } => self.hits(&HitsJson::quotations(hits), out),
            Answer::Speakers(names) => {
                self.list(names.total, facets::names(names, None).collect(), out)
            }
            Answer::Entities(kinds) => self.entities(kinds, out),
            Answer::SpeakersAbout(list) => self.speakers_about(list, out),
            Answer::Timeline { timeline, documents } => self.timeline(timeline, documents, out),
            Answer::Verification(found) => self.one(&verify::verification(found), out),
            Answer::Claims(claims) => {
                self.list(claims.len(), claims.iter().map(CheckedClaim::row).collect(), out)
            }
            Answer::Article(shown) => {
                self.one(&ArticleJson::indexed(shown.record, shown.copies), out)
            }
            Answer::Copies(copies) => {
                self.list(copies.len(), copies.iter().map(CopyJson::new).collect(), out)
            }
            Answer::Reprints(prints) => {
                self.list(prints.len(), prints.iter().map(ReprintJson::new).collect(), out)
            }
            // A line for each even in one document: several articles are a stream, not a list.
            Answer::Annotated(annotated) => line(&ArticleJson::annotated(&annotated), out),
            Answer::Corrections(all) => {
                self.list(all.len(), all.iter().map(|one| (*one).clone()).collect(), out)
            }
            Answer::Status(status) => self.one(&status::status(status), out),
            Answer::Check(report) => self.one(&status::check(&report), out),
            Answer::Settings(rows) => self.list(rows.len(), rows.to_vec(), out),
            Answer::Formats(readers) => self.list(readers.len(), formats::formats(readers), out),
            Answer::Roots(roots) => {
                self.list(roots.len(), roots.iter().map(status::root).collect(), out)
            }
            Answer::Schemas(names) => self.list(names.len(), names.to_vec(), out),
            Answer::Ingest(report) => self.one(&status::ingest(report), out),
        }
    }
}

impl Json {
    /// A list with its total, or a line for each element.
    fn list<'a, T: Shape>(self, total: usize, list: Vec<T>, out: &mut dyn Write) -> io::Result<()>
    where
        HitsJson<'a, T>: Shape,
    {
        self.hits(&HitsJson::list(total as u64, list), out)
    }

    /// A page of hits; as lines, the facets come in a line of their own at the end.
    fn hits<'a, T: Shape>(self, hits: &HitsJson<'a, T>, out: &mut dyn Write) -> io::Result<()>
    where
        HitsJson<'a, T>: Shape,
    {
        if !self.lines {
            return document(hits, out);
        }
        hits.hits.iter().try_for_each(|hit| line(hit, out))?;
        hits.facets.iter().try_for_each(|facets| line(&FacetsJson { facets }, out))
    }

    /// One value, as a document or on a line.
    fn one<T: Shape>(self, value: &T, out: &mut dyn Write) -> io::Result<()> {
        if self.lines { line(value, out) } else { document(value, out) }
    }

    fn entities(self, kinds: &[(EntityKind, NameList)], out: &mut dyn Write) -> io::Result<()> {
        let total = kinds.iter().map(|(_, names)| names.total).sum();
        let all = kinds.iter().flat_map(|(kind, names)| facets::names(names, Some(kind.tag())));
        self.list(total, all.collect(), out)
    }

    fn speakers_about(self, list: &SpeakerList, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return list.speakers.iter().try_for_each(|one| line(&rows::speaker(one), out));
        }
        document(&facets::speakers_about(list), out)
    }

    fn timeline(
        self,
        timeline: &Timeline,
        documents: DocumentKind,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.lines {
            return rows::timeline(timeline).iter().try_for_each(|row| line(row, out));
        }
        document(&facets::timeline(timeline, documents), out)
    }
}

/// Writes a value on a line of its own, with the name of its shape.
pub fn line<T: Shape>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape::json(&serde_json::to_string(&Named::new(value))?))
}

/// Writes a value over several lines, indented, with the name of its shape.
fn document<T: Shape>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape::json(&serde_json::to_string_pretty(&Named::new(value))?))
}
