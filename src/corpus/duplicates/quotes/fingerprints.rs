//! Fingerprints of quotations: the columns of an index by which reprints are found, and the keys
//! that quotations share which may be one.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, SegmentReader};

use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::overrides::Overrides;
use crate::corpus::names::speakers::{NameId, SegmentSpeakers, Speaker};
use crate::model::Mode;
use crate::store::columns::CodeColumn;
use crate::store::{ArticleIds, Code, SpeakerKind, article_of, columns};
use crate::text::{MIN_QUOTE_WORDS, QUOTE_MINIMA, digest, mix64, quote_minima};

/// Days that lie between variants at most.
pub const MAX_VARIANT_DAYS: i64 = 30;

/// Fingerprint of a quotation.
#[derive(Clone, Copy, Debug)]
pub struct QuoteFingerprint {
    /// Quotation's id.
    pub key: u64,
    /// Id of its article.
    pub article: u64,
    /// Address of the article's document.
    pub address: DocAddress,
    /// Index among the article's quotations.
    pub ordinal: u32,
    /// First day of the article's published date.
    pub day: Option<i64>,
    /// Number of words.
    pub words: u64,
    /// MinHash signature of its words, packed; another one for the same words in another mode.
    pub signature: u64,
    /// Digest of the speaker's one name in the archive; 0 for nobody and those without a name.
    pub speaker: u64,
    /// Number of the cluster that the article is in.
    pub article_cluster: Option<u32>,
}

impl QuoteFingerprint {
    /// Digest of the words, equal for equal wordings.
    pub fn wording_digest(&self) -> u64 {
        self.signature ^ self.words.rotate_left(52)
    }

    /// Key of the order in which all steps go through the quotations: longest first, then the
    /// earliest, since a cluster begins with its fullest wording.
    pub fn order(&self) -> (std::cmp::Reverse<u64>, i64, u64) {
        (std::cmp::Reverse(self.words), self.day.unwrap_or(i64::MAX), self.key)
    }

    /// Keys of a band, one of which a variant shares: the speaker with one of the minima, and each
    /// of the two periods that the day is counted to, which overlap so that days near to each other
    /// share one. `None` where nobody is named, for too few words, and without a date.
    pub fn band_keys(&self, minimum: usize) -> Option<[u64; 2]> {
        let day = self.day.filter(|_| self.speaker != 0 && self.words >= MIN_QUOTE_WORDS)?;
        let least = quote_minima(self.signature)[minimum];
        let parts = [self.speaker, minimum as u64, u64::from(least)];
        let lead = parts.iter().fold(1, |hash, part| mix64(hash ^ part));
        let period = day.div_euclid(MAX_VARIANT_DAYS);
        Some([period, period + 1].map(|period| mix64(lead ^ period as u64)))
    }

    /// All keys, one of which a reprint or variant shares.
    pub fn keys(&self) -> Keys {
        let mut keys = Keys::default();
        let short = self.words < MIN_QUOTE_WORDS;
        match self.article_cluster {
            Some(cluster) if short => {
                keys.push(mix64(self.wording_digest() ^ u64::from(cluster) << 20));
            }
            None if short => {}
            _ => keys.push(mix64(self.wording_digest())),
        }
        let leads = (0..QUOTE_MINIMA).filter_map(|minimum| self.band_keys(minimum));
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

    /// Keys in a slice.
    pub fn as_slice(&self) -> &[u64] {
        &self.keys[..self.count]
    }
}

/// Fingerprints of one segment's quotations, read one by one: all of an archive's would take a
/// hundred bytes each.
pub struct QuoteFingerprints<'a> {
    keys: Column<u64>,
    articles: ArticleIds,
    ordinals: Column<u64>,
    words: Column<u64>,
    signatures: Column<u64>,
    kinds: CodeColumn<SpeakerKind>,
    modes: CodeColumn<Mode>,
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
            signatures: columns::QUOTE_SIGNATURE.open(segment)?,
            kinds: columns::SPEAKER_KIND.open(segment)?,
            modes: columns::MODE.open(segment)?,
            days: columns::DAY.open(segment)?,
            speakers: SegmentSpeakers::open_all(segment, names, overrides)?,
            digests: RefCell::default(),
        })
    }

    /// Fingerprint of the quotation at `address`; `article_cluster` returns the number of the
    /// cluster that an article is in.
    pub fn get(
        &self,
        address: DocAddress,
        article_cluster: impl FnOnce(u64) -> Option<u32>,
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
        // Words that were said are never one with the same words denied or supposed.
        let salt = match self.modes.first(doc) {
            None | Some(Mode::Asserted) => 0,
            Some(mode) => mix64(mode.code()),
        };
        let place = article_of(doc, ordinal).unwrap_or_default();
        QuoteFingerprint {
            key: self.keys.first(doc).unwrap_or_default(),
            article,
            address: DocAddress::new(address.segment_ord, place),
            ordinal: ordinal as u32,
            day: self.days.first(doc),
            words: self.words.first(doc).unwrap_or_default(),
            signature: self.signatures.first(doc).unwrap_or_default() ^ salt,
            speaker,
            article_cluster: article_cluster(article),
        }
    }
}
