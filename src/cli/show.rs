//! `onrecord show`.

use anyhow::{anyhow, bail};

use crate::cli::Found;
use crate::cli::args::{GlobalArgs, ShowArgs};
use crate::cli::output::Output;
use crate::model::{ArticleId, QuoteId};
use crate::search::Engine;
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &ShowArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let id = args.id.trim();
    if id.len() != 16 {
        bail!("“{id}” is no id; search results give ids of 16 hexadecimal digits");
    }
    let number = u64::from_str_radix(id, 16).map_err(|_| {
        anyhow!("“{id}” is no id; search results give ids of 16 hexadecimal digits")
    })?;
    let archive = Archive::open(&global.index)?;
    let engine = Engine::new(&archive);
    let article = engine.article(ArticleId(number))?.map(|record| (record, None));
    let quote = || {
        engine.quote(QuoteId(number)).map(|q| q.map(|(record, _)| (record, Some(QuoteId(number)))))
    };
    let Some((record, chosen)) = article.map_or_else(quote, |found| Ok(Some(found)))? else {
        output.note(&format!("no article or quotation has the id {id}"));
        return Ok(Found::Nothing);
    };
    let (present, out) = output.presenter(false);
    present.article(&record, chosen, out)?;
    Ok(Found::Something)
}
