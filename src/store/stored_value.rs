//! The stored value of a document out of a store that may be damaged.
//!
//! tantivy's own reading believes every length that it finds, and a process that asks for as much
//! memory ends.

use tantivy::schema::Field;

/// Value of `field`, the only one that is stored, in a document as tantivy stores it; empty if the
/// document has none, `None` if it is damaged.
pub fn stored_value(document: &[u8], field: Field) -> Option<&[u8]> {
    /// tantivy's code of the type.
    const BYTES: u8 = 4;
    let (values, rest) = number(document)?;
    if values == 0 {
        return Some(&[]);
    }
    let (id, rest) = rest.split_first_chunk()?;
    let (kind, rest) = rest.split_first()?;
    let (length, rest) = number(rest)?;
    let ours = values == 1 && u32::from_le_bytes(*id) == field.field_id() && *kind == BYTES;
    (ours && length == rest.len() as u64).then_some(rest)
}

/// Number at the start of some bytes, seven bits in each, the last of which has its highest bit
/// set, and the bytes behind it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    const MOST: usize = 9;
    let length = bytes.iter().take(MOST).position(|byte| byte & 0x80 != 0)? + 1;
    let low = |byte: &u8| u64::from(byte & 0x7F);
    let value = bytes[..length].iter().rev().fold(0, |value, byte| value << 7 | low(byte));
    Some((value, &bytes[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIELD: u32 = 3;

    /// A document with one value of bytes.
    fn document(value: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x81];
        bytes.extend(FIELD.to_le_bytes());
        bytes.extend([4, (value.len() % 128) as u8, 0x80 | (value.len() / 128) as u8]);
        bytes.extend(value);
        bytes
    }

    proptest! {
        #[test]
        fn a_value_is_read_or_refused(
            value in prop::collection::vec(0_u8.., 200..4000),
            cut in 0_usize..200,
            with in 1_u8..,
        ) {
            let field = Field::from_field_id(FIELD);
            let whole = document(&value);
            prop_assert_eq!(stored_value(&whole, field), Some(&value[..]));
            prop_assert_eq!(stored_value(&whole[..whole.len() - 1 - cut], field), None);
            // A document whose head is damaged is refused, or has nothing stored.
            for at in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= with;
                prop_assert!(stored_value(&damaged, field).is_none_or(<[u8]>::is_empty));
            }
        }

        #[test]
        fn no_bytes_are_too_strange(bytes in prop::collection::vec(0_u8.., 0..40)) {
            let value = stored_value(&bytes, Field::from_field_id(FIELD));
            prop_assert!(value.is_none_or(|value| value.len() <= bytes.len()));
        }
    }
}
