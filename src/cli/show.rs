//! `onrecord show`.

use anyhow::bail;

use crate::cli::args::{GlobalArgs, ShowArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand};
use crate::model::{ArticleId, QuoteId};
use crate::search::Engine;
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &ShowArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let number = parse_id(&args.id)?;
    let archive = Archive::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let (article, chosen) = match engine.quote(QuoteId(number))? {
        Some((record, _)) => (record.source.article_id(), Some(QuoteId(number))),
        None => (ArticleId(number), None),
    };
    let Some((record, ids)) = engine.corrected_article(article)? else {
        output.note(&format!("no article or quotation has the id {}", args.id.trim()));
        return Ok(Found::Nothing);
    };
    let (present, out) = output.presenter(false);
    present.article(&record, &ids, chosen, out)?;
    Ok(Found::Something)
}

/// An id as search results give it.
pub(super) fn parse_id(typed: &str) -> anyhow::Result<u64> {
    let id = typed.trim();
    match u64::from_str_radix(id, 16) {
        Ok(number) if id.len() == 16 => Ok(number),
        _ => bail!("“{id}” is no id; search results give ids of 16 hexadecimal digits"),
    }
}
