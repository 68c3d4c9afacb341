//! Fingerprints of documents: a number for all values that the columns hold of one, to compare with
//! what they should hold.
//!
//! A fingerprint is a sum of hashes, so that the order of values does not count; texts are hashed
//! once each.

use tantivy::columnar::{Column, ColumnarReader, DynamicColumn};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, Value};
use tantivy::{DocId, Segment, TantivyDocument};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Columns of a segment, ready for fingerprints.
pub struct Fingerprints {
    columns: Vec<(Field, Values)>,
    /// True for a field that has a column, by the field's number.
    is_column: Vec<bool>,
}

/// Values of a column.
enum Values {
    Unsigned(Column<u64>),
    Signed(Column<i64>),
    /// Ordinals of texts, and the hash of each text by ordinal.
    Texts(Column<u64>, Vec<u64>),
}

impl Fingerprints {
    /// Opens all columns of a segment; `None` if one cannot be read.
    pub fn open(segment: &Segment) -> Option<Self> {
        let file = segment.open_read(SegmentComponent::FastFields).ok()?;
        let reader = ColumnarReader::open(file).ok()?;
        let schema = segment.schema();
        let mut columns = Vec::new();
        let mut is_column = Vec::new();
        for (field, entry) in schema.fields() {
            is_column.push(entry.is_fast());
            if !entry.is_fast() {
                continue;
            }
            for handle in reader.read_columns(entry.name()).ok()? {
                let values = match handle.open().ok()? {
                    DynamicColumn::U64(column) => Values::Unsigned(column),
                    DynamicColumn::I64(column) => Values::Signed(column),
                    DynamicColumn::Str(column) => {
                        let (dictionary, numbers) = column.into_parts();
                        let mut hashes = Vec::with_capacity(dictionary.num_terms());
                        let mut terms = dictionary.stream().ok()?;
                        while terms.advance() {
                            hashes.push(xxh3_64(terms.key()));
                        }
                        Values::Texts(numbers, hashes)
                    }
                    _ => return None,
                };
                columns.push((field, values));
            }
        }
        Some(Self { columns, is_column })
    }

    /// Fingerprint of what the columns hold of a document.
    pub fn stored(&self, doc: DocId) -> u64 {
        let mut sum = 0_u64;
        for (field, values) in &self.columns {
            let mut add = |value| sum = sum.wrapping_add(value_hash(*field, value));
            match values {
                Values::Unsigned(column) => column.values_for_doc(doc).for_each(&mut add),
                Values::Signed(column) => {
                    column.values_for_doc(doc).for_each(|value| add(value as u64));
                }
                Values::Texts(column, hashes) => {
                    let hash = |number: u64| hashes.get(number as usize).copied().unwrap_or(0);
                    column.values_for_doc(doc).for_each(|number| add(hash(number)));
                }
            }
        }
        sum
    }

    /// Fingerprint that follows from a document as it is written.
    pub fn expected(&self, document: &TantivyDocument) -> u64 {
        let mut sum = 0_u64;
        for (field, value) in document.field_values() {
            if !self.is_column.get(field.field_id() as usize).copied().unwrap_or(false) {
                continue;
            }
            let value = value
                .as_u64()
                .or_else(|| value.as_i64().map(|value| value as u64))
                .or_else(|| value.as_str().map(|text| xxh3_64(text.as_bytes())));
            if let Some(value) = value {
                sum = sum.wrapping_add(value_hash(field, value));
            }
        }
        sum
    }
}

/// Hash of a value of a field.
fn value_hash(field: Field, value: u64) -> u64 {
    xxh3_64_with_seed(&value.to_le_bytes(), u64::from(field.field_id()))
}
