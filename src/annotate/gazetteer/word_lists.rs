//! The word lists behind the tagger: one table says in which lists a word or phrase stands.
//!
//! Lists of the repository (`lexicon/*.txt`) and lists that only training needs to read (first
//! names, surnames, cities, countries) end up in this one table of the trained file, so that a word
//! costs one look-up. It is an open-addressing hash table, searched in the embedded bytes
//! themselves: loading decodes nothing, so a cold start costs only the pages it touches.

use std::borrow::Cow;
use std::sync::LazyLock;

use bitflags::bitflags;

use crate::annotate::hash;
use crate::annotate::model_file;

bitflags! {
    /// WordLists that a word or phrase stands in. The bits are those of the trained file and of the
    /// features learnt from it: changing one means training anew.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct ListFlags: u16 {
        /// A man's first name.
        const MALE_NAME = 1;
        /// A woman's first name.
        const FEMALE_NAME = 1 << 1;
        /// A surname.
        const SURNAME = 1 << 2;
        /// A country, or a state or province as large as one.
        const COUNTRY = 1 << 3;
        /// A city.
        const CITY = 1 << 4;
        /// A nationality, religion or political group.
        const GROUP = 1 << 5;
        /// A title or office before a name.
        const TITLE = 1 << 6;
        /// A word of the names of organisations ("Ministry").
        const ORGANISATION_WORD = 1 << 7;
        /// A word of the names of places ("River").
        const PLACE_WORD = 1 << 8;
        /// A weekday, month or feast.
        const CALENDAR = 1 << 9;
        /// A football club.
        const CLUB = 1 << 10;
        /// A university or a parliament's committee.
        const INSTITUTION = 1 << 11;
        /// A company's legal form ("GmbH").
        const LEGAL_FORM = 1 << 12;
        /// A well-known body.
        const ORGANISATION = 1 << 13;
        /// First word of a listed phrase of several words; set on tokens, never in the table.
        const PHRASE_BEGINS = 1 << 14;
        /// Later word of a listed phrase; set on tokens, never in the table.
        const PHRASE_CONTINUES = 1 << 15;
    }
}

impl ListFlags {
    /// A first name of men or women.
    pub const FIRST_NAME: Self = Self::MALE_NAME.union(Self::FEMALE_NAME);
    /// A first name or surname.
    pub const PERSON_NAME: Self = Self::FIRST_NAME.union(Self::SURNAME);
    /// Names and endings of bodies.
    pub const BODY: Self =
        Self::CLUB.union(Self::INSTITUTION).union(Self::LEGAL_FORM).union(Self::ORGANISATION);
    /// A country or city.
    pub const PLACE_NAME: Self = Self::COUNTRY.union(Self::CITY);
}

/// Cluster of words that stand in like surroundings: 2,048 clusters in groups of four, and those
/// again in groups of four.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cluster(pub u16);

impl Cluster {
    /// Of a word that is in no cluster.
    pub const NONE: Self = Self(0);
    /// Stands for the word before a sentence and after it.
    pub const EDGE: Self = Self(u16::MAX);

    /// The cluster (level 0), its group (1) or the group of that (2), as a number.
    pub fn at_level(self, level: usize) -> u64 {
        match self {
            Self::NONE | Self::EDGE => u64::from(self.0),
            Self(number) => 1 + (u64::from(number - 1) >> (2 * level)),
        }
    }
}

/// Length of the longest listed phrase, in words.
pub const MAX_PHRASE_WORDS: usize = 4;

/// Bytes of a slot: a tag, then the flags and the cluster.
const SLOT_BYTES: usize = 8;

/// Slots that one search visits: a full table cannot be written, yet a damaged one must not hang.
const MAX_PROBES: usize = 64;

/// Table from the hash of a word or phrase in small letters to its [`ListFlags`].
#[derive(Clone, Debug)]
pub struct WordLists {
    bytes: Cow<'static, [u8]>,
    slots: usize,
}

/// The table of the embedded trained file; `None` if the file is damaged.
pub fn embedded() -> Option<&'static WordLists> {
    static LISTS: LazyLock<Option<WordLists>> = LazyLock::new(|| {
        model_file::embedded().and_then(|file| WordLists::new(Cow::Borrowed(file.word_lists)))
    });
    LISTS.as_ref()
}

impl WordLists {
    /// Wraps bytes written by [`WordLists::build`]; `None` if their length is none of a table.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let slots = bytes.len() / SLOT_BYTES;
        (slots > 0 && slots * SLOT_BYTES == bytes.len()).then_some(Self { bytes, slots })
    }

    /// Builds a table of these entries, a third of its slots free.
    pub fn build(entries: &[(u64, ListFlags, Cluster)]) -> Self {
        let slots = entries.len() * 4 / 3 + 2;
        let mut bytes = vec![0_u8; slots * SLOT_BYTES];
        for (hash, flags, cluster) in entries {
            let mut slot = hash::bucket(*hash, slots);
            while bytes[slot * SLOT_BYTES..slot * SLOT_BYTES + 4] != [0; 4] {
                slot = (slot + 1) % slots;
            }
            let entry = &mut bytes[slot * SLOT_BYTES..(slot + 1) * SLOT_BYTES];
            entry[..4].copy_from_slice(&tag(*hash).to_le_bytes());
            entry[4..6].copy_from_slice(&flags.bits().to_le_bytes());
            entry[6..].copy_from_slice(&cluster.0.to_le_bytes());
        }
        Self { bytes: Cow::Owned(bytes), slots }
    }

    /// The encoded table.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Flags of the word or phrase with this hash; none if no list has it.
    pub fn flags(&self, hash: u64) -> ListFlags {
        self.find(hash).map_or(ListFlags::empty(), |entry| {
            ListFlags::from_bits_retain(u16::from_le_bytes([entry[4], entry[5]]))
        })
    }

    /// Cluster of the word with this hash.
    pub fn cluster(&self, hash: u64) -> Cluster {
        self.find(hash)
            .map_or(Cluster::NONE, |entry| Cluster(u16::from_le_bytes([entry[6], entry[7]])))
    }

    /// Slot of the word or phrase with this hash.
    fn find(&self, hash: u64) -> Option<&[u8]> {
        let tag = tag(hash).to_le_bytes();
        let mut slot = hash::bucket(hash, self.slots);
        for _ in 0..MAX_PROBES {
            let entry = self.bytes.get(slot * SLOT_BYTES..slot * SLOT_BYTES + SLOT_BYTES)?;
            if entry[..4] == tag {
                return Some(entry);
            }
            if entry[..4] == [0; 4] {
                break;
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        None
    }
}

/// The part of a hash that a slot stores, never 0, which marks a free one.
fn tag(hash: u64) -> u32 {
    (hash as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_again_and_nothing_else() {
        let key = |n: u64| hash::mix(n, 1);
        let entries: Vec<_> = (0..1000)
            .map(|n| (key(n), ListFlags::from_bits_retain(n as u16), Cluster(n as u16 / 2)))
            .collect();
        let lists = WordLists::build(&entries);
        assert!((0..1000).all(|n| lists.flags(key(n)).bits() == n as u16));
        assert!((0..1000).all(|n| lists.cluster(key(n)).0 == n as u16 / 2));
        assert!(lists.flags(key(2000)).is_empty());
        assert!(WordLists::new(Cow::Owned(vec![0; 7])).is_none());
        assert!(embedded().is_some());
    }
}
