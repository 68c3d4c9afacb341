//! Answers → text for people, JSON for programs, CSV, workbooks and Parquet for tables,
//! citations.
//!
//! Every presenter writes all that can be shown to any [`std::io::Write`], so that a page or a file
//! is one more writer and no command knows which it writes to. Beneath the formats stands what they
//! share: `words`, `rows`, `verdict`, `attribution`, `escape`, and for the terminal `style` and
//! `wrap`.

mod answer;
mod attribution;
mod cite;
mod claims;
mod csv;
mod escape;
mod export;
mod json;
mod parquet;
mod readable;
mod rows;
mod sheets;
mod style;
mod table;
mod text;
mod verdict;
mod words;
mod wrap;

pub use answer::{
    AnnotatedArticle, Answer, CheckReport, DocumentKind, IndexStatus, IndexedArticle, IngestReport,
    NameList, Present, Repaired, RootLine, SchemaName, SettingRow, SpeakerList,
};
pub use cite::{Bibliography, Citation, CitationStyle};
pub use claims::CheckedClaim;
pub use csv::Csv;
pub use escape::line as one_line;
pub use export::Exporter;
pub use json::{Json, schema_names, write_schema};
pub use text::Text;
