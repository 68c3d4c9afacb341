//! Queries that say no more than what kind of document is meant.

use tantivy::Term;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::store::codes::Kind;
use crate::store::schema::Fields;

/// Query for all documents of a kind; not to be scored.
pub fn kind_query(fields: &Fields, kind: Kind) -> TermQuery {
    let term = Term::from_field_u64(fields.kind, kind as u64);
    TermQuery::new(term, IndexRecordOption::Basic)
}
