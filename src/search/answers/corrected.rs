//! Records as a person corrected them, and the speakers of their quotations.

use crate::corpus::names::authority::{NameAuthority, ResolvedName};
use crate::corpus::names::overrides::Verdict;
use crate::corpus::names::splits::Occasion;
use crate::model::{ArticleId, Attribution, Quote, QuoteId, ResolutionMethod};
use crate::search::snapshot::Snapshot;
use crate::store::{ArticleRecord, Error};

/// Article with an id as corrected by hand: without what is no quotation, with the speakers that a
/// person named; and the ids of its quotations.
///
/// # Errors
/// The index cannot be read.
pub fn corrected_article(
    snapshot: &Snapshot,
    id: ArticleId,
) -> Result<Option<(ArticleRecord, Vec<QuoteId>)>, Error> {
    let Some(mut record) = snapshot.article(id)? else { return Ok(None) };
    let mut ids = record.quote_ids();
    let kept = apply_corrections(snapshot, &mut record);
    let mut keep = kept.iter();
    record.notes.quotes.retain(|_| keep.next().copied().unwrap_or(true));
    let mut keep = kept.iter();
    ids.retain(|_| keep.next().copied().unwrap_or(true));
    Ok(Some((record, ids)))
}

/// Sets the speakers that a person named in the record; true for each of its quotations that is
/// one.
pub fn apply_corrections(snapshot: &Snapshot, record: &mut ArticleRecord) -> Vec<bool> {
    if snapshot.overrides.corrections.is_empty() {
        return vec![true; record.notes.quotes.len()];
    }
    let ids = record.quote_ids();
    let verdicts = ids.iter().map(|id| snapshot.overrides.corrections.get(*id));
    let mut kept = Vec::with_capacity(ids.len());
    for (quote, verdict) in record.notes.quotes.iter_mut().zip(verdicts) {
        kept.push(verdict != Some(&Verdict::NotAQuote));
        match verdict {
            None | Some(Verdict::NotAQuote) => {}
            Some(Verdict::Unknown) => quote.attribution = None,
            Some(Verdict::Speaker(name)) => {
                let before = quote.attribution.take();
                quote.attribution = Some(Attribution {
                    mention: before.as_ref().and_then(|a| a.mention),
                    cue: before.as_ref().and_then(|a| a.cue),
                    speaker: name.clone(),
                    entity: None,
                    role: None,
                    reached: ResolutionMethod::ByHand,
                });
                quote.confidence = 1.0;
            }
        }
    }
    kept
}

/// Speaker of a quotation under the one name of the archive.
pub fn speaker_of(
    snapshot: &Snapshot,
    record: &ArticleRecord,
    quote: &Quote,
) -> Option<ResolvedName> {
    let attribution = quote.attribution.as_ref()?;
    let Attribution { speaker, role, reached, .. } = attribution;
    if *reached == ResolutionMethod::ByHand {
        return Some(ResolvedName { name: speaker.clone(), inferred: false });
    }
    let aliases = &snapshot.overrides.aliases;
    let entity = attribution.entity.and_then(|id| record.notes.entities.get(id.0 as usize));
    let Some(entity) = entity else {
        return Some(NameAuthority::resolve_unnamed(speaker, aliases));
    };
    let occasion = Occasion {
        year: record.article.date.map(|date| date.year()),
        role: role.as_deref(),
        article: Some(record.source.article_id().0),
    };
    Some(snapshot.names().resolve_kind((speaker, entity.kind), true, occasion, aliases))
}
