//! Copies of articles and reprints of quotations: their numbers, their differences, their speakers.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::duplicates::articles::clusters::ClusteredArticle;
use crate::corpus::duplicates::quotes::clusters::{ClusteredQuote, count_articles};
use crate::corpus::names::authority::ResolvedName;
use crate::corpus::names::speakers::{SegmentSpeakers, Speaker};
use crate::model::{ArticleId, QuoteId};
use crate::search::answers::corrected::{apply_corrections, speaker_of};
use crate::search::answers::hits::{CopyStats, Version};
use crate::search::plan::question::Filters;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::reprint_cache::Reprints;
use crate::store::{ArticleRecord, Error};
use crate::text::{HeadlineKey, TokenHashes};

/// Number of prints of one quotation whose speaker is looked up.
const MAX_CREDITED: usize = 500;

/// Copy of an article.
#[derive(Clone, Debug)]
pub struct ArticleCopy {
    /// Article's id.
    pub id: ArticleId,
    /// Copy as stored.
    pub record: ArticleRecord,
    /// Signs before its headline.
    pub sign: HeadlineKey,
    /// Version that supersedes the copy.
    pub superseded: Option<Version>,
    /// True if its publisher has withdrawn it.
    pub withdrawn: bool,
    /// Difference from the article it is a copy of; `None` for that article itself.
    pub difference: Option<CopyDifference>,
}

/// Difference of a copy from an article, in numbers of words as search sees them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyDifference {
    /// Words of the article that the copy has not.
    pub dropped: usize,
    /// Words that the copy has more.
    pub added: usize,
    /// Words of its own that the copy begins with.
    pub beginning: usize,
    /// Words at the article's end that the copy has not.
    pub end: usize,
}

impl CopyDifference {
    /// Difference of `copy` from `article`.
    fn between(article: &TokenHashes, copy: &TokenHashes) -> Self {
        if article == copy {
            return Self::default();
        }
        let (kept, taken) = (article.copied_words(copy), copy.copied_words(article));
        let own = |words: &[bool]| words.iter().filter(|copied| !**copied).count();
        Self {
            dropped: own(&kept),
            added: own(&taken),
            beginning: taken.iter().take_while(|copied| !**copied).count(),
            end: kept.iter().rev().take_while(|copied| !**copied).count(),
        }
    }

    /// True if there is no difference.
    pub fn is_none(&self) -> bool {
        self.dropped == 0 && self.added == 0
    }
}

/// One print of a quotation that was printed more than once.
#[derive(Clone, Debug)]
pub struct Reprint {
    /// Id of the quotation in this article.
    pub id: QuoteId,
    /// Id of the article.
    pub article: ArticleId,
    /// Article as stored, with the corrections by hand.
    pub record: ArticleRecord,
    /// Index among the article's quotations.
    pub ordinal: usize,
    /// Speaker in this article, under the one name of the archive.
    pub speaker: Option<ResolvedName>,
    /// Number that prints with equal words share.
    pub wording: u32,
}

/// Copies of an article, itself among them, from the first published on; none if it has none.
///
/// # Errors
/// The index cannot be read.
pub fn article_copies(
    snapshot: &Snapshot,
    id: ArticleId,
    filters: &Filters,
) -> Result<Vec<ArticleCopy>, Error> {
    let members = snapshot.corpus.articles().copies_of(id);
    let Some(article) = snapshot.article(id)?.filter(|_| !members.is_empty()) else {
        return Ok(Vec::new());
    };
    let words = TokenHashes::new(&article.article.body);
    let hidden = snapshot.hidden(filters);
    let mut found = Vec::with_capacity(members.len());
    for member in members {
        let other = member.id();
        if hidden.binary_search(&other.0).is_ok() {
            continue;
        }
        let Some(record) = snapshot.article(other)? else { continue };
        let difference = (other != id)
            .then(|| CopyDifference::between(&words, &TokenHashes::new(&record.article.body)));
        found.push(ArticleCopy {
            id: other,
            sign: member.headline_key(),
            superseded: superseded(snapshot, other),
            withdrawn: snapshot.corpus.articles().is_withdrawn(other),
            difference,
            record,
        });
    }
    Ok(found)
}

/// Prints of a quotation, itself among them, from the first on; none if it stands alone.
///
/// # Errors
/// The index cannot be read.
pub fn reprints(
    snapshot: &Snapshot,
    id: QuoteId,
    filters: &Filters,
) -> Result<Vec<Reprint>, Error> {
    let hidden = snapshot.hidden(filters);
    let mut found = Vec::new();
    for member in snapshot.corpus.quotes().reprints_of(id) {
        if hidden.binary_search(&member.article().0).is_ok() {
            continue;
        }
        let reader = snapshot.reader();
        let address = reader.quote(member.id(), Some(member.article()))?;
        let place = address.map(|address| reader.article_of_quote(address)).transpose()?;
        let Some((mut record, ordinal)) = place.flatten() else { continue };
        let kept = apply_corrections(snapshot, &mut record);
        if !kept.get(ordinal).copied().unwrap_or(false) {
            continue;
        }
        found.push(Reprint {
            id: member.id(),
            article: member.article(),
            speaker: speaker_of(snapshot, &record, &record.notes.quotes[ordinal]),
            ordinal,
            record,
            wording: member.wording(),
        });
    }
    Ok(found)
}

/// Statistics of an article's copies; `None` if it has none.
pub fn copy_stats(snapshot: &Snapshot, id: ArticleId) -> Option<CopyStats> {
    let members = snapshot.corpus.articles().copies_of(id);
    let this = members.iter().find(|member| member.id() == id)?;
    let same = members.iter().filter(|member| member.wording() == this.wording()).count() - 1;
    Some(CopyStats {
        others: members.len() - 1,
        same,
        first: members.first().and_then(ClusteredArticle::day),
        superseded: superseded(snapshot, id),
    })
}

/// Version that supersedes an article.
fn superseded(snapshot: &Snapshot, id: ArticleId) -> Option<Version> {
    let by = snapshot.corpus.articles().superseded_by(id)?;
    Some(Version { id: by.id(), sign: by.headline_key(), day: by.day() })
}

/// Statistics of all prints of a quotation; `None` if it stands alone.
///
/// # Errors
/// The index cannot be read.
pub fn reprints_of(snapshot: &Snapshot, id: QuoteId) -> Result<Option<Reprints>, Error> {
    let quotes = snapshot.corpus.quotes();
    let Some(cluster) = quotes.cluster_of(id) else { return Ok(None) };
    let all = quotes.members(cluster);
    let make = || reprint_stats(snapshot, all);
    snapshot.reprints.get_or_try_insert(cluster, make).map(Some)
}

/// Statistics of the prints of a quotation.
fn reprint_stats(snapshot: &Snapshot, members: &[ClusteredQuote]) -> Result<Reprints, Error> {
    let reader = snapshot.reader();
    let mut by_segment: FxHashMap<u32, SegmentSpeakers<'_>> = FxHashMap::default();
    let mut counts: FxHashMap<Option<String>, usize> = FxHashMap::default();
    for member in members.iter().take(MAX_CREDITED) {
        let Some(address) = reader.quote(member.id(), Some(member.article()))? else {
            continue;
        };
        let speakers = match by_segment.entry(address.segment_ord) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(free) => {
                let segment = snapshot.searcher.segment_reader(address.segment_ord);
                free.insert(snapshot.speakers_of(segment).map_err(|e| snapshot.fail(&e))?)
            }
        };
        let name = match speakers.speaker(address.doc_id) {
            Speaker::NotAQuote => continue,
            Speaker::Unknown => None,
            Speaker::Resolved(id) => Some(speakers.resolved(id).name.clone()),
            Speaker::Override(name) => Some(name),
        };
        *counts.entry(name).or_default() += 1;
    }
    let mut credits: Vec<(Option<String>, usize)> = counts.into_iter().collect();
    credits.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let wordings = members.iter().map(ClusteredQuote::wording).collect::<FxHashSet<u32>>();
    Ok(Reprints {
        articles: count_articles(members),
        first: members.first().and_then(ClusteredQuote::day),
        wordings: wordings.len(),
        credits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_words() {
        let words = |range: std::ops::Range<usize>| -> String {
            range.map(|n| format!("w{n} ")).collect::<Vec<_>>().concat()
        };
        let article = TokenHashes::new(&words(0..60));
        let between = |copy: &str| CopyDifference::between(&article, &TokenHashes::new(copy));
        assert!(between(&words(0..60).to_uppercase()).is_none());
        let lead = between(&format!("{}{}", words(100..110), words(10..60)));
        assert_eq!((lead.beginning, lead.dropped, lead.added, lead.end), (10, 10, 10, 0));
        let cut = between(&words(0..40));
        assert_eq!((cut.end, cut.dropped, cut.added, cut.beginning), (20, 20, 0, 0));
        let inside = between(&format!("{}{}", words(0..20), words(30..60)));
        assert_eq!((inside.dropped, inside.added, inside.beginning, inside.end), (10, 0, 0, 0));
    }
}
