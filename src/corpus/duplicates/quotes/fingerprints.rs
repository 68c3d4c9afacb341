//! What the columns of an index say of each quotation, and the keys under which those meet that may be one.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, SegmentReader};

use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::overrides::Overrides;
use crate::corpus::names::speakers::{NameId, SegmentSpeakers, Speaker};
use crate::store::columns::CodeColumn;
use crate::store::{ArticleIds, SpeakerKind, article_of, columns};
use crate::text::{MIN_QUOTE_WORDS, QUOTE_MINIMA, digest, mix64, quote_minima};

/// Variants lie no more days apart.
pub const VARIANT_DAYS: i64 = 30;

/// A quotation as the columns have it.
#[derive(Clone, Copy, Debug)]
pub struct QuoteFingerprint {
    pub key: u64,
    pub article: u64,
    /// Where the article's document is, and which of its quotations it is.
    pub address: DocAddress,
    pub ordinal: u32,
    pub day: Option<i64>,
    pub words: u64,
    pub sketch: u64,
    /// A digest of the speaker's one name in the archive; 0 for nobody and those without a name.
    pub speaker: u64,
    /// The group of copies that the article is in.
    pub copies: Option<u32>,
}

impl QuoteFingerprint {
    pub fn wording(&self) -> u64 {
        self.sketch ^ self.words.rotate_left(52)
    }

    /// Longest first, then the earliest: a group begins with its fullest wording.
    pub fn order(&self) -> (std::cmp::Reverse<u64>, i64, u64) {
        (std::cmp::Reverse(self.words), self.day.unwrap_or(i64::MAX), self.key)
    }

    /// What a variant of it shares one of: its speaker with one of its minima, and each of the two stretches of weeks that its
    /// day is counted to, which overlap so that days near to each other share one. None where nobody is named, for too few
    /// words, and without a date.
    pub fn leads_in_time(&self, minimum: usize) -> Option<[u64; 2]> {
        let day = self.day.filter(|_| self.speaker != 0 && self.words >= MIN_QUOTE_WORDS)?;
        let least = quote_minima(self.sketch)[minimum];
        let parts = [self.speaker, minimum as u64, u64::from(least)];
        let lead = parts.iter().fold(1, |hash, part| mix64(hash ^ part));
        let period = day.div_euclid(VARIANT_DAYS);
        Some([period, period + 1].map(|period| mix64(lead ^ period as u64)))
    }

    /// All keys under which it may meet another.
    pub fn keys(&self) -> Keys {
        let mut keys = Keys::default();
        let short = self.words < MIN_QUOTE_WORDS;
        match self.copies {
            Some(group) if short => keys.push(mix64(self.wording() ^ u64::from(group) << 20)),
            None if short => {}
            _ => keys.push(mix64(self.wording())),
        }
        let leads = (0..QUOTE_MINIMA).filter_map(|minimum| self.leads_in_time(minimum));
        leads.flatten().for_each(|key| keys.push(key));
        keys
    }
}

/// Keys of one quotation, as many as there can be.
#[derive(Default)]
pub struct Keys {
    keys: [u64; 1 + 2 * QUOTE_MINIMA],
    count: usize,
}

impl Keys {
    fn push(&mut self, key: u64) {
        self.keys[self.count] = key;
        self.count += 1;
    }

    pub fn as_slice(&self) -> &[u64] {
        &self.keys[..self.count]
    }
}

/// Fingerprints of one segment's quotations, read one by one: all of an archive's would take a hundred
/// bytes each.
pub struct QuoteFingerprints<'a> {
    keys: Column<u64>,
    articles: ArticleIds,
    ordinals: Column<u64>,
    words: Column<u64>,
    sketches: Column<u64>,
    kinds: CodeColumn<SpeakerKind>,
    days: Column<i64>,
    speakers: SegmentSpeakers<'a>,
    /// Digests of the speakers' names met so far.
    digests: RefCell<FxHashMap<NameId, u64>>,
}

impl<'a> QuoteFingerprints<'a> {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(
        segment: &SegmentReader,
        names: &'a NameAuthority,
        overrides: &'a Overrides,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            keys: columns::KEY.open(segment)?,
            articles: ArticleIds::open(segment)?,
            ordinals: columns::ORDINAL.open(segment)?,
            words: columns::QUOTE_WORDS.open(segment)?,
            sketches: columns::QUOTE_SIGNATURE.open(segment)?,
            kinds: columns::SPEAKER_KIND.open(segment)?,
            days: columns::DAY.open(segment)?,
            speakers: SegmentSpeakers::open_all(segment, names, overrides)?,
            digests: RefCell::default(),
        })
    }

    /// Fingerprint of the quotation at `address`; `copies` gives the cluster that an article is in.
    pub fn get(
        &self,
        address: DocAddress,
        copies: impl FnOnce(u64) -> Option<u32>,
    ) -> QuoteFingerprint {
        let doc = address.doc_id;
        let has_name = self.kinds.first(doc).is_some_and(SpeakerKind::has_name);
        let speaker = match self.speakers.speaker(doc) {
            Speaker::Resolved(id) if has_name => {
                let mut digests = self.digests.borrow_mut();
                *digests.entry(id).or_insert_with(|| digest(&self.speakers.resolved(id).name))
            }
            _ => 0,
        };
        let article = self.articles.first(doc).unwrap_or_default();
        let ordinal = self.ordinals.first(doc).unwrap_or_default();
        let place = article_of(doc, ordinal).unwrap_or_default();
        QuoteFingerprint {
            key: self.keys.first(doc).unwrap_or_default(),
            article,
            address: DocAddress::new(address.segment_ord, place),
            ordinal: ordinal as u32,
            day: self.days.first(doc),
            words: self.words.first(doc).unwrap_or_default(),
            sketch: self.sketches.first(doc).unwrap_or_default(),
            speaker,
            copies: copies(article),
        }
    }
}
