//! `onrecord export`: every match, as many as `query` and `quotes` count, one after the other.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::cli::context;
use crate::cli::options::global::{GlobalArgs, OutputFormat};
use crate::cli::options::search::{EveryArgs, SortOrder};
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::{Bibliography, CitationStyle, DocumentKind, Exporter};
use crate::search::{Articles, Question, Quotes, Scroll};

/// Arguments of `onrecord export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Words and filters.
    #[command(flatten)]
    pub every: EveryArgs,
    /// Articles; so it is unless --quotes is given
    #[arg(long, conflicts_with = "quotes")]
    pub articles: bool,
    /// How matches are written [default: as --format says, else jsonl]
    #[arg(long = "as", id = "export-format", value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// Whole articles with text, names and quotations, and not what a page of hits shows (jsonl)
    #[arg(long, conflicts_with = "quotes")]
    pub full: bool,
    /// At most so many [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// The order of matches
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: SortOrder,
}

/// Format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A line of JSON for each
    Jsonl,
    /// A row for each, for spreadsheets
    Csv,
    /// A workbook for spreadsheet programs: dates are dates, addresses are links
    Xlsx,
    /// A table with typed columns for programs that analyse data
    Parquet,
    /// Citations for reference managers
    Ris,
    /// Citations for LaTeX
    Bibtex,
    /// Citations for pandoc, Zotero and the like, as one JSON list
    CslJson,
}

/// Writes every match.
pub fn run(global: &GlobalArgs, args: &ExportArgs, output: &mut Output) -> anyhow::Result<Success> {
    let (question, warnings) = args.every.question()?;
    output.warnings(&warnings);
    let question = Question { sort: args.sort.sort(), ..question };
    let format = args.format.unwrap_or(match global.format {
        OutputFormat::Csv => ExportFormat::Csv,
        OutputFormat::Text | OutputFormat::Json | OutputFormat::Jsonl | OutputFormat::Trec => {
            ExportFormat::Jsonl
        }
    });
    if args.full && format != ExportFormat::Jsonl {
        anyhow::bail!(
            "--full goes with --as jsonl; the other formats have no place for whole articles"
        );
    }
    if matches!(format, ExportFormat::Xlsx | ExportFormat::Parquet) && output.is_terminal() {
        anyhow::bail!("such a file is no text to show on a terminal; name a file with -o FILE");
    }
    let archive = context::open(global, output)?;
    let of_quotes = args.every.quotes;
    let quotes = of_quotes.then(|| archive.scroll::<Quotes>(&question)).transpose()?;
    let articles = (!of_quotes).then(|| archive.scroll::<Articles>(&question)).transpose()?;
    output.warnings(&quotes.as_ref().map(Scroll::warnings).unwrap_or_default());
    output.warnings(&articles.as_ref().map(Scroll::warnings).unwrap_or_default());
    let documents = if of_quotes { DocumentKind::Quotations } else { DocumentKind::Articles };
    let mut exporter = exporter(format, args.full, documents, output)?;
    let out: &mut dyn Write = if exporter.is_binary() { output.raw()? } else { output.writer() };
    let limit = args.limit.map_or(u64::MAX, |limit| limit as u64);
    let (mut count, mut left_out) = (0_u64, 0_u64);
    let mut quotes = quotes.into_iter().flatten();
    while count < limit {
        let Some(hit) = quotes.next().transpose()? else { break };
        if exporter.takes(&hit) {
            exporter.quote(&hit, out)?;
            count += 1;
        } else {
            left_out += 1;
        }
    }
    let mut articles = articles.into_iter().flatten();
    while count < limit {
        let Some(hit) = articles.next().transpose()? else { break };
        exporter.article(&hit, out)?;
        count += 1;
    }
    exporter.finish(out)?;
    output.note(&format!("{count} {}", documents.noun(count)));
    for remark in exporter.remarks() {
        output.note(&remark);
    }
    if left_out > 0 {
        let noun = documents.noun(left_out);
        output.note(&format!("{left_out} {noun} not cited: denied, refused, asked or supposed"));
    }
    Ok(Success::found_if(count > 0))
}

/// An exporter of a format, with its column names written where it has some.
fn exporter(
    format: ExportFormat,
    full: bool,
    documents: DocumentKind,
    output: &mut Output,
) -> anyhow::Result<Exporter> {
    let citations = |style| Exporter::Citations(Bibliography::new(style));
    Ok(match format {
        ExportFormat::Jsonl => Exporter::Lines { full },
        ExportFormat::Csv => Exporter::table(documents, output.writer())?,
        ExportFormat::Xlsx => Exporter::workbook(documents)?,
        ExportFormat::Parquet => Exporter::parquet(documents)?,
        ExportFormat::Ris => citations(CitationStyle::Ris),
        ExportFormat::Bibtex => citations(CitationStyle::Bibtex),
        ExportFormat::CslJson => citations(CitationStyle::CslJson),
    })
}
