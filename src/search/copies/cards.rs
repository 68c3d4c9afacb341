//! What the columns of an index say of each article, as far as its copies are concerned.

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::query::EnableScoring;
use tantivy::query::Query;
use tantivy::{DocAddress, Searcher};

use crate::search::engine::for_each_live;
use crate::text::{HeadlineKey, MinHash, SIGNATURE_LENGTH, digest};

/// One article: about a hundred bytes, so that an archive of millions fits into memory.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: u64,
    pub day: Option<i64>,
    /// A digest of the publisher's name, 0 where none is known.
    pub publisher: u64,
    pub words: u64,
    pub digest: u64,
    /// 0 where there is no headline.
    pub headline: u64,
    pub item: Option<u64>,
    pub sign: HeadlineKey,
    pub status: u64,
    pub embargo: Option<i64>,
    /// None of the shortest articles.
    pub minima: Option<[u16; SIGNATURE_LENGTH]>,
    pub address: DocAddress,
}

impl Card {
    /// Where its document is.
    pub fn address(&self) -> DocAddress {
        self.address
    }

    /// What goes before what, in the order that all steps go through the articles in: the earlier day, the earlier
    /// version, the lower id. What has no date goes last, since it cannot be said to be first.
    pub fn order(&self) -> (i64, HeadlineKey, u64) {
        (self.day.unwrap_or(i64::MAX), self.sign, self.id)
    }
}

/// Reads the cards of the articles that `query` finds, in their order.
pub fn read_cards(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<Card>> {
    let mut cards = Vec::new();
    let nothing = digest("");
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
        let fast = segment.fast_fields();
        let number = |name: &str| -> tantivy::Result<Column<u64>> { fast.u64(name) };
        let (ids, words) = (number("article_id")?, number("body_words")?);
        let (digests, headlines) = (number("words_digest")?, number("headline_digest")?);
        let (items, signs) = (number("item")?, number("sign")?);
        let (statuses, minima) = (number("status")?, number("minima")?);
        let (days, embargoes): (Column<i64>, Column<i64>) =
            (fast.i64("day")?, fast.i64("embargo")?);
        let publishers = fast.str("publisher")?;
        let mut known: FxHashMap<u64, u64> = FxHashMap::default();
        let mut name_of = |doc| {
            let column = publishers.as_ref()?;
            let ordinal = column.term_ords(doc).next()?;
            Some(*known.entry(ordinal).or_insert_with(|| {
                let mut name = String::new();
                let found = column.ord_to_str(ordinal, &mut name).unwrap_or(false);
                if found { digest(&name) } else { 0 }
            }))
        };
        for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
            let mut packed = minima.values_for_doc(doc).peekable();
            let headline = headlines.first(doc).unwrap_or(nothing);
            cards.push(Card {
                id: ids.first(doc).unwrap_or_default(),
                day: days.first(doc),
                publisher: name_of(doc).unwrap_or_default(),
                words: words.first(doc).unwrap_or_default(),
                digest: digests.first(doc).unwrap_or_default(),
                headline: if headline == nothing { 0 } else { headline },
                item: items.first(doc),
                sign: HeadlineKey::from_bits(signs.first(doc).unwrap_or_default()),
                status: statuses.first(doc).unwrap_or_default(),
                embargo: embargoes.first(doc),
                minima: packed.peek().is_some().then(|| MinHash::unpack(packed)),
                address: DocAddress::new(ordinal as u32, doc),
            });
        });
    }
    cards.sort_unstable_by_key(Card::order);
    Ok(cards)
}
