//! Fingerprints of articles: the columns of an index by which copies are found.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::corpus::part::{Part, Segment};
use crate::model::Status;
use crate::store::{Kind, columns};
use crate::text::{HeadlineKey, MinHash, SIGNATURE_LENGTH, digest};

/// Fingerprint of an article: about a hundred bytes, so that an archive of millions fits into
/// memory.
#[derive(Clone, Debug)]
pub struct ArticleFingerprint {
    /// Article's id.
    pub id: u64,
    /// First day of its published date.
    pub day: Option<i64>,
    /// Digest of the publisher's name, 0 where none is known.
    pub publisher: u64,
    /// Number of words in the body.
    pub words: u64,
    /// Digest of the body's words.
    pub digest: u64,
    /// Digest of the headline without its signs, 0 where there is no headline.
    pub headline: u64,
    /// Digest of the id that the archive itself gives the item.
    pub item: Option<u64>,
    /// Signs before the headline.
    pub headline_key: HeadlineKey,
    /// Publishing status.
    pub status: Status,
    /// End of the embargo, in seconds since 1970.
    pub embargo: Option<i64>,
    /// MinHash signature; `None` for the shortest articles.
    pub signature: Option<[u16; SIGNATURE_LENGTH]>,
    /// Address of its document.
    pub address: DocAddress,
}

impl ArticleFingerprint {
    /// Key of the order in which all steps go through the articles: the earlier day, the earlier
    /// version, the lower id. Undated articles go last, since they cannot be said to be first.
    pub fn order(&self) -> (i64, HeadlineKey, u64) {
        (self.day.unwrap_or(i64::MAX), self.headline_key, self.id)
    }
}

/// Contribution of a part of an archive to its clusters of articles: a fingerprint of each.
#[derive(Debug, Default)]
pub struct ArticleFingerprints(Vec<ArticleFingerprint>);

impl ArticleFingerprints {
    /// The fingerprints in [their order](ArticleFingerprint::order), however the archive was
    /// divided.
    pub fn into_sorted(mut self) -> Vec<ArticleFingerprint> {
        self.0.sort_unstable_by_key(ArticleFingerprint::order);
        self.0
    }
}

impl Part for ArticleFingerprints {
    fn read(segment: &Segment<'_>) -> tantivy::Result<Self> {
        let nothing = digest("");
        let reader = segment.reader;
        let (ids, words) = (columns::ARTICLE_ID.open(reader)?, columns::BODY_WORDS.open(reader)?);
        let digests = columns::WORDS_DIGEST.open(reader)?;
        let headlines = columns::HEADLINE_DIGEST.open(reader)?;
        let (items, keys) = (columns::ITEM.open(reader)?, columns::HEADLINE_KEY.open(reader)?);
        let (statuses, signature) =
            (columns::STATUS.open(reader)?, columns::SIGNATURE.open(reader)?);
        let (days, embargoes) = (columns::DAY.open(reader)?, columns::EMBARGO.open(reader)?);
        let publishers = columns::PUBLISHER.open(reader)?;
        let mut known: FxHashMap<u64, u64> = FxHashMap::default();
        let mut publisher = |doc| {
            let column = publishers.as_ref()?;
            let ordinal = column.term_ords(doc).next()?;
            Some(*known.entry(ordinal).or_insert_with(|| {
                let mut name = String::new();
                let found = column.ord_to_str(ordinal, &mut name).unwrap_or(false);
                if found { digest(&name) } else { 0 }
            }))
        };
        let mut fingerprints = Vec::new();
        segment.for_each(Kind::Article, |doc| {
            let mut packed = signature.values_for_doc(doc).peekable();
            let headline = headlines.first(doc).unwrap_or(nothing);
            fingerprints.push(ArticleFingerprint {
                id: ids.first(doc).unwrap_or_default(),
                day: days.first(doc),
                publisher: publisher(doc).unwrap_or_default(),
                words: words.first(doc).unwrap_or_default(),
                digest: digests.first(doc).unwrap_or_default(),
                headline: if headline == nothing { 0 } else { headline },
                item: items.first(doc),
                headline_key: keys.first(doc).unwrap_or_default(),
                status: statuses.first(doc).unwrap_or(Status::Usable),
                embargo: embargoes.first(doc),
                signature: packed.peek().is_some().then(|| MinHash::unpack(packed)),
                address: DocAddress::new(segment.ordinal, doc),
            });
        })?;
        Ok(Self(fingerprints))
    }

    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}
