//! What the columns of an index say of each quotation, and the keys under which those meet that may be one.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, SegmentReader};

use crate::search::ByHand;
use crate::search::authority::{ArchiveNames, Known, Speaker, SpeakersOf};
use crate::store::{ArticleIds, SpeakerKind, article_of};
use crate::text::{MIN_QUOTE_WORDS, QUOTE_MINIMA, digest, mix64, quote_minima};

/// Variants lie no more days apart.
pub const VARIANT_DAYS: i64 = 30;

/// A quotation as the columns have it.
#[derive(Clone, Copy, Debug)]
pub struct SayingCard {
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

impl SayingCard {
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

/// The columns of a segment that tell its quotations.
pub struct SayingColumns<'a> {
    keys: Column<u64>,
    articles: ArticleIds,
    ordinals: Column<u64>,
    words: Column<u64>,
    sketches: Column<u64>,
    kinds: Column<u64>,
    days: Column<i64>,
    speakers: SpeakersOf<'a>,
    /// Digests of the names of speakers that came before.
    digests: RefCell<FxHashMap<*const Known, u64>>,
}

impl<'a> SayingColumns<'a> {
    pub fn open(
        segment: &SegmentReader,
        names: &'a ArchiveNames,
        by_hand: &'a ByHand,
    ) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            keys: fast.u64("key")?,
            articles: ArticleIds::open(segment)?,
            ordinals: fast.u64("ordinal")?,
            words: fast.u64("quote_words")?,
            sketches: fast.u64("saying")?,
            kinds: fast.u64("speaker_kind")?,
            days: fast.i64("day")?,
            speakers: SpeakersOf::all_of_segment(segment, names, by_hand)?,
            digests: RefCell::default(),
        })
    }

    /// The quotation at `address`; `copies` gives the group that an article is in.
    pub fn card(&self, address: DocAddress, copies: impl FnOnce(u64) -> Option<u32>) -> SayingCard {
        let doc = address.doc_id;
        let kind = self.kinds.first(doc).unwrap_or_default();
        let has_name = kind != SpeakerKind::Nobody as u64 && kind != SpeakerKind::Unnamed as u64;
        let speaker = match self.speakers.of(doc) {
            Speaker::Known(known) if has_name => {
                let mut digests = self.digests.borrow_mut();
                *digests.entry(Rc::as_ptr(&known)).or_insert_with(|| digest(&known.name))
            }
            _ => 0,
        };
        let article = self.articles.first(doc).unwrap_or_default();
        let ordinal = self.ordinals.first(doc).unwrap_or_default();
        let place = article_of(doc, ordinal).unwrap_or_default();
        SayingCard {
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
