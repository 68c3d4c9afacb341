//! `onrecord cite`: citations of quotations and articles.

use clap::{Args, ValueEnum};

use crate::cli::context;
use crate::cli::options::filters;
use crate::cli::options::global::{GlobalArgs, OutputFormat};
use crate::cli::output::Output;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::model::{ArticleId, QuoteId};
use crate::present::{Bibliography, Citation, CitationStyle};

/// Arguments of `onrecord cite`.
#[derive(Debug, Args)]
pub struct CiteArgs {
    /// The ids of articles or quotations, as search results give them
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// How the citation is written [default: text; with --format json or jsonl: csl-json]
    #[arg(long, value_name = "STYLE")]
    pub style: Option<StyleName>,
    /// Cite it even if its publisher has killed, withdrawn or withheld it
    #[arg(long)]
    pub include_killed: bool,
}

/// Name of a style of citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StyleName {
    /// A sentence for people
    Text,
    /// For reference managers
    Ris,
    /// For LaTeX
    Bibtex,
    /// For pandoc, Zotero and the like
    CslJson,
}

impl StyleName {
    /// The style as presenters have it.
    fn style(self) -> CitationStyle {
        match self {
            Self::Text => CitationStyle::Text,
            Self::Ris => CitationStyle::Ris,
            Self::Bibtex => CitationStyle::Bibtex,
            Self::CslJson => CitationStyle::CslJson,
        }
    }
}

/// Writes a citation for each id. Words that are not reported as said are not cited.
pub fn run(global: &GlobalArgs, args: &CiteArgs, output: &mut Output) -> anyhow::Result<Success> {
    let style = match (args.style, global.format) {
        (Some(style), _) => style.style(),
        (None, OutputFormat::Text | OutputFormat::Csv | OutputFormat::Trec) => CitationStyle::Text,
        (None, OutputFormat::Json | OutputFormat::Jsonl) => CitationStyle::CslJson,
    };
    let numbers: Vec<u64> = args.ids.iter().map(|id| parse::id(id)).collect::<Result<_, _>>()?;
    let archive = context::open(global, output)?;
    let filters = filters::shown_now(args.include_killed);
    let mut bibliography = Bibliography::new(style);
    let mut unknown = Vec::new();
    let mut refused = Vec::new();
    for (number, typed) in numbers.into_iter().zip(&args.ids) {
        let out = output.writer();
        let hidden = |id| archive.is_hidden(id, &filters);
        let quotation = archive.quotation(QuoteId(number))?;
        if let Some(hit) = quotation.filter(|hit| !hidden(hit.article_id)) {
            let mode = hit.quote().mode;
            if !mode.is_asserted() {
                let (typed, mode, article) = (typed.trim(), mode.name(), hit.article_id);
                refused.push(format!(
                    "{typed} is not cited: its words are reported as {mode}, not as said; the \
                     article is {article}"
                ));
                continue;
            }
            bibliography.add(&Citation::from_quote(&hit), out)?;
        } else if let Some(record) = archive.article(ArticleId(number))?
            && !hidden(ArticleId(number))
        {
            bibliography.add(&Citation::from_article(&record), out)?;
        } else {
            unknown.push(typed.trim());
        }
    }
    if unknown.len() + refused.len() < args.ids.len() {
        bibliography.finish(output.writer())?;
    }
    for refused in &refused {
        output.note(refused);
    }
    for id in &unknown {
        output.note(&format!("no article or quotation that may be shown has the id {id}"));
    }
    Ok(Success::found_if(unknown.is_empty() && refused.is_empty()))
}
