//! The index on disk: the only module that names tantivy for writing.
//!
//! One tantivy index holds three kinds of documents, told apart by the field `kind`: crawled files
//! (the ledger), articles, and quotations. They are written in one commit, so that an article, its quotations and
//! the note that its file was read can never disagree.

mod article_ids;
mod check;
mod checked;
mod codes;
pub mod columns;
mod contents;
mod document;
mod error;
mod kind_query;
mod ledger;
mod live_documents;
mod lock;
mod manifest;
mod open;
mod rebuild;
mod record;
mod remains;
mod replace_file;
mod schema;
mod seal;
mod side;
mod stored_notes;
mod str_values;
mod tokenizers;
mod writer;

pub use article_ids::{ArticleIds, article_of};
pub use check::{Check, Fault, Remedy, check, mend};
pub use codes::{Code, Dating, Kind, Outcome, SpeakerKind, confidence_code};
pub use contents::Contents;
pub use document::quote_context;
pub use error::Error;
pub use kind_query::kind_query;
pub use ledger::{FileRow, Ledger, LedgerEntry, PROBLEMS_KEPT};
pub use live_documents::{LiveDocuments, for_each_live};
pub use manifest::{FORMAT, Manifest, RootEntry};
pub use open::{Index, is_index_dir};
pub use rebuild::{Rebuilt, rebuild, upgrade};
pub use record::{ArticleRecord, RecordError, bytes_of};
pub use replace_file::replace_file;
pub use schema::Fields;
pub use str_values::{StrValues, str_value};
pub use writer::{Writer, WriterOptions};
