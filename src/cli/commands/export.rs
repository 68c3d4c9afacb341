//! `onrecord export`: every match, as many as `query` and `quotes` count, one after the other.

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
    let archive = context::open(global, output)?;
    let of_quotes = args.every.quotes;
    let quotes = of_quotes.then(|| archive.scroll::<Quotes>(&question)).transpose()?;
    let articles = (!of_quotes).then(|| archive.scroll::<Articles>(&question)).transpose()?;
    output.warnings(&quotes.as_ref().map(Scroll::warnings).unwrap_or_default());
    output.warnings(&articles.as_ref().map(Scroll::warnings).unwrap_or_default());
    let documents = if of_quotes { DocumentKind::Quotations } else { DocumentKind::Articles };
    let mut exporter = exporter(format, args.full, documents, output)?;
    let out = output.writer();
    let mut count = 0_u64;
    let limit = args.limit.unwrap_or(usize::MAX);
    let mut left_out = 0_u64;
    let kind = exporter;
    let quotes = quotes.into_iter().flatten().filter(|hit| {
        let taken = hit.as_ref().is_ok_and(|hit| kind.takes(hit)) || hit.is_err();
        left_out += u64::from(!taken);
        taken
    });
    for hit in quotes.take(limit) {
        exporter.quote(&hit?, out)?;
        count += 1;
    }
    for hit in articles.into_iter().flatten().take(limit) {
        exporter.article(&hit?, out)?;
        count += 1;
    }
    exporter.finish(out)?;
    output.note(&format!("{count} {}", documents.noun(count)));
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
        ExportFormat::Ris => citations(CitationStyle::Ris),
        ExportFormat::Bibtex => citations(CitationStyle::Bibtex),
        ExportFormat::CslJson => citations(CitationStyle::CslJson),
    })
}
