//! Ranked hits of a question: a page of them, or their ids alone.

use crate::model::ArticleId;
use crate::search::answers::cursor;
use crate::search::answers::fetch::Document;
use crate::search::answers::hits::Hits;
use crate::search::answers::prepared_search::{RankedHit, prepare, rank};
use crate::search::plan::question::Question;
use crate::search::rank::collapse::Totals;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::{Error, Kind};

/// Answers a question with a page of hits.
///
/// # Errors
/// The index cannot be read.
pub fn search<D: Document>(
    snapshot: &Snapshot,
    question: &Question,
) -> Result<Hits<D::Hit>, Error> {
    let search = prepare(snapshot, question, D::DOMAIN)?;
    let (found, totals) = rank(snapshot, &search, question)?;
    let mut page = page(snapshot, question, D::DOMAIN.kind(), &found, totals);
    for found in found {
        page.hits.extend(D::fetch(snapshot, found, &search.prepared, question)?);
    }
    (page.warnings, page.expansions) = search.into_remarks();
    Ok(page)
}

/// Answer still without its hits: what goes before these and how the next page is asked for.
fn page<H>(
    snapshot: &Snapshot,
    question: &Question,
    kind: Kind,
    found: &[RankedHit],
    totals: Totals,
) -> Hits<H> {
    let Totals { documents: total, distinct } = totals;
    let before = question.after.map_or(0, |after| after.shown) + question.offset as u64;
    let shown = before + found.len() as u64;
    // What was new will not be at the next run, so its pages cannot be asked for.
    let more = shown < distinct && question.shown.is_none();
    let last = found.last().filter(|last| last.complete && more);
    let last = last.map(|last| last.ranked.standing(shown));
    let query = question.query.as_ref().filter(|_| question.explain);
    Hits {
        hits: Vec::with_capacity(found.len()),
        total,
        distinct,
        before,
        next: last.map(|last| cursor::encode(snapshot, question, kind, last)),
        facets: Vec::new(),
        suggestions: Vec::new(),
        understood: query.map(ToString::to_string),
        warnings: Vec::new(),
        expansions: Vec::new(),
    }
}

/// Ids and scores of the articles that answer the question, best first, and their number in all.
/// Nothing stored is read.
///
/// # Errors
/// The index cannot be read.
pub fn ids(
    snapshot: &Snapshot,
    question: &Question,
) -> Result<(Vec<(ArticleId, f32)>, u64), Error> {
    let search = prepare(snapshot, question, Domain::Articles)?;
    let (found, totals) = rank(snapshot, &search, question)?;
    let ids = found.into_iter().map(|f| (ArticleId(f.ranked.id), f.ranked.score));
    Ok((ids.collect(), totals.documents))
}

/// Articles that answer the question, best first: the id that the archive itself gives, or ours
/// where it gives none, and the score.
///
/// # Errors
/// The index cannot be read.
pub fn ranking(snapshot: &Snapshot, question: &Question) -> Result<Vec<(String, f32)>, Error> {
    let search = prepare(snapshot, question, Domain::Articles)?;
    let (ranked, _) = rank(snapshot, &search, question)?;
    let mut ranking = Vec::with_capacity(ranked.len());
    for RankedHit { ranked, .. } in ranked {
        let record = snapshot.index.article(&snapshot.searcher, ranked.address)?;
        let id = record.article.archive_id;
        ranking.push((id.unwrap_or_else(|| ArticleId(ranked.id).to_string()), ranked.score));
    }
    Ok(ranking)
}
