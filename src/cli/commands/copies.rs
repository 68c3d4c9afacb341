//! `onrecord copies`: the copies of an article, or the reprints of a quotation.

use clap::Args;

use crate::cli::context;
use crate::cli::options::filters;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::model::{ArticleId, QuoteId};
use crate::present::Answer;

/// Arguments of `onrecord copies`.
#[derive(Debug, Args)]
pub struct CopiesArgs {
    /// The id of an article or quotation, as search results give it
    #[arg(value_name = "ID")]
    pub id: String,
    /// List also what its publisher has killed, withdrawn or withheld
    #[arg(long)]
    pub include_killed: bool,
    /// At most so many, the first published ones [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Lists copies or reprints.
pub fn run(global: &GlobalArgs, args: &CopiesArgs, output: &mut Output) -> anyhow::Result<Success> {
    let number = parse::id(&args.id)?;
    let archive = context::open(global, output)?;
    let filters = filters::shown_now(args.include_killed);
    let limit = args.limit.unwrap_or(usize::MAX);
    if archive.quote(QuoteId(number))?.is_some() {
        let prints = archive.reprints(QuoteId(number), &filters)?;
        if !prints.is_empty() {
            let shown = &prints[..limit.min(prints.len())];
            output.present(&Answer::Reprints(shown))?;
            cut(shown.len(), prints.len(), output);
            return Ok(Success::Found);
        }
    } else {
        let copies = archive.article_copies(ArticleId(number), &filters)?;
        if !copies.is_empty() {
            let shown = &copies[..limit.min(copies.len())];
            output.present(&Answer::Copies(shown))?;
            cut(shown.len(), copies.len(), output);
            return Ok(Success::Found);
        }
        if archive.article(ArticleId(number))?.is_none() {
            output.note(&format!("no article or quotation has the id {}", args.id.trim()));
            return Ok(Success::NothingFound);
        }
    }
    output.note("it has no copies");
    Ok(Success::NothingFound)
}

/// Says how many there are, where fewer are shown.
fn cut(shown: usize, all: usize, output: &Output) {
    if shown < all {
        output.note(&format!("{shown} of {all} are shown"));
    }
}
