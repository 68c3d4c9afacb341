//! `onrecord copies`.

use crate::cli::args::{CopiesArgs, GlobalArgs};
use crate::cli::output::Output;
use crate::cli::show::parse_id;
use crate::cli::{Found, by_hand, settings};
use crate::model::{ArticleId, QuoteId};
use crate::present::Answer;
use crate::search::Engine;
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &CopiesArgs, output: &mut Output) -> anyhow::Result<Found> {
    let number = parse_id(&args.id)?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let filters = settings::shown(args.include_killed);
    if engine.quote(QuoteId(number))?.is_some() {
        let prints = engine.prints(QuoteId(number), &filters)?;
        if !prints.is_empty() {
            output.present(&Answer::Reprints(&prints))?;
            return Ok(Found::Something);
        }
    } else {
        let copies = engine.article_copies(ArticleId(number), &filters)?;
        if !copies.is_empty() {
            output.present(&Answer::Copies(&copies))?;
            return Ok(Found::Something);
        }
        if engine.article(ArticleId(number))?.is_none() {
            output.note(&format!("no article or quotation has the id {}", args.id.trim()));
            return Ok(Found::Nothing);
        }
    }
    output.note("it has no copies");
    Ok(Found::Nothing)
}
