//! The index on disk: the only module that names tantivy for writing.
//!
//! One tantivy index holds three kinds of documents, distinguished by the field `kind`: crawled
//! files (the ledger), articles, and quotations. They are written in one commit, so that an
//! article, its quotations and the note that its file was read can never disagree.
//!
//! From the ground up: [`codes`](Code) and [`columns`] say how values are kept, `schema` which
//! fields there are, `record` what is stored; `index_dir` knows the files of a directory, [`Index`]
//! opens a commit of it, [`Writer`] adds to it; `salvage` reads what is left of a damaged or older
//! one, for [`check()`] and [`rebuild()`].
//!
//! tantivy's types leave this module for `corpus` and `search` alone.

mod article_digests;
mod article_ids;
mod check;
mod checksum_cache;
mod codes;
pub mod columns;
mod directory;
mod document;
mod error;
mod file_marks;
mod index;
mod index_dir;
mod kind_query;
mod ledger;
mod leftovers;
mod live_documents;
mod lock;
mod manifest;
mod notes_codec;
mod rebuild;
mod record;
mod replace_file;
mod restore;
mod salvage;
mod schema;
mod seal;
mod side_file;
mod snapshot_file;
mod stored_value;
mod str_values;
mod tokenizers;
mod writer;

pub use article_digests::ArticleDigests;
pub use article_ids::{ArticleIds, article_of};
pub use check::{Check, Fault, Remedy, check, mend};
pub use codes::{Code, Dating, Kind, Outcome, SpeakerKind, confidence_code};
pub use document::quote_context;
pub use error::{Error, Wanting};
pub use index::Index;
pub use index_dir::is_index_dir;
pub use kind_query::kind_query;
pub use ledger::{FileRow, Ledger, LedgerEntry, PROBLEMS_KEPT};
pub use leftovers::remove_leftovers;
pub use live_documents::{LiveDocuments, for_each_live};
pub use manifest::{FORMAT, Manifest, RootEntry};
pub use rebuild::{Rebuilt, rebuild, upgrade};
pub use record::{ArticleRecord, RecordError};
pub use replace_file::{NewFile, make_dir, replace_file};
pub use restore::restore;
pub use schema::Fields;
pub use seal::bytes_of;
pub use snapshot_file::{Contents, SnapshotError, write_snapshot};
pub use str_values::{StrValues, str_value};
pub use writer::{Writer, WriterOptions};
