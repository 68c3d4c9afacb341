//! `onrecord cite`.

use crate::cli::answer_args::CiteArgs;
use crate::cli::args::{Format, GlobalArgs};
use crate::cli::output::Output;
use crate::cli::show::parse_id;
use crate::cli::{Found, by_hand, settings};
use crate::model::{ArticleId, QuoteId};
use crate::present::{Bibliography, Citation, CitationStyle};
use crate::search::Engine;
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &CiteArgs, output: &mut Output) -> anyhow::Result<Found> {
    let style = match (args.style, global.format) {
        (Some(style), _) => style.style(),
        (None, Format::Text | Format::Csv | Format::Trec) => CitationStyle::Text,
        (None, Format::Json | Format::Jsonl) => CitationStyle::CslJson,
    };
    let numbers: Vec<u64> = args.ids.iter().map(|id| parse_id(id)).collect::<Result<_, _>>()?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let filters = settings::shown(args.include_killed);
    let mut bibliography = Bibliography::new(style);
    let mut unknown = Vec::new();
    for (number, typed) in numbers.into_iter().zip(&args.ids) {
        let out = output.writer();
        let hidden = |id| engine.is_hidden(id, &filters);
        let quotation = engine.quotation(QuoteId(number))?;
        if let Some(hit) = quotation.filter(|hit| !hidden(hit.article_id)) {
            bibliography.add(&Citation::from_quote(&hit), out)?;
        } else if let Some(record) = engine.article(ArticleId(number))?
            && !hidden(ArticleId(number))
        {
            bibliography.add(&Citation::from_article(&record), out)?;
        } else {
            unknown.push(typed.trim());
        }
    }
    if unknown.len() < args.ids.len() {
        bibliography.finish(output.writer())?;
    }
    for id in &unknown {
        output.note(&format!("no article or quotation that may be shown has the id {id}"));
    }
    Ok(Found::when(unknown.is_empty()))
}
