//! `onrecord timeline`.

use crate::cli::answer_args::{TimelineArgs, UnitName};
use crate::cli::args::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::present::{Answer, DocumentKind};
use crate::search::Engine;
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &TimelineArgs, output: &mut Output) -> anyhow::Result<Found> {
    let (question, warnings) = settings::everything(&args.every)?;
    output.warnings(&warnings);
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let unit = args.by.map(UnitName::unit);
    let (timeline, documents) = if args.every.quotes {
        (engine.quote_timeline(&question, unit)?, DocumentKind::Quotations)
    } else {
        (engine.article_timeline(&question, unit)?, DocumentKind::Articles)
    };
    output.warnings(&timeline.warnings);
    output.present(&Answer::Timeline { timeline: &timeline, documents })?;
    Ok(Found::when(timeline.total > 0))
}
