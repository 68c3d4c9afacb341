//! Text for a terminal: coloured where the terminal takes it (the stream given strips what it does
//! not), wrapped at its width.

mod article;
mod claims;
mod corrections;
mod duplicates;
mod facets;
mod formats;
mod hits;
mod settings;
mod status;
mod terminal;
mod timeline;
mod verification;

use std::io::{self, Write};

use crate::present::answer::{Answer, Present};

pub use terminal::Text;

impl Present for Text {
    fn present(&self, answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
        match *answer {
            Answer::Articles(page) => hits::write_articles(self, page, out),
            Answer::Quotations { hits, context } => hits::write_quotes(self, hits, context, out),
            Answer::Speakers(names) => facets::write_names(self, names, "speakers", out),
            Answer::Entities(kinds) => facets::write_entities(self, kinds, out),
            Answer::SpeakersAbout(list) => facets::write_speakers_about(self, list, out),
            Answer::Timeline { timeline, documents } => {
                timeline::write(self, timeline, documents, out)
            }
            Answer::Verification(found) => verification::write(self, found, out),
            Answer::Claims(list) => claims::write(self, list, out),
            Answer::Article(shown) => article::write(self, &shown, out),
            Answer::Copies(copies) => duplicates::write_copies(self, copies, out),
            Answer::Reprints(prints) => duplicates::write_reprints(self, prints, out),
            Answer::Annotated(annotated) => article::write_annotated(self, annotated, out),
            Answer::Corrections(all) => corrections::write(self, all, out),
            Answer::Status(index) => status::write_status(index, out),
            Answer::Check(report) => status::write_check(&report, out),
            Answer::Settings(rows) => settings::write(rows, out),
            Answer::Formats(readers) => formats::write(readers, self.width, out),
            Answer::Roots(roots) => status::write_roots(roots, out),
            Answer::Schemas(names) => formats::write_schemas(names, self.width, out),
            Answer::Ingest(report) => status::write_ingest(report, out),
        }
    }
}
