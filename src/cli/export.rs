//! `onrecord export`: every match, as many as `query` and `quotes` count, one after the other.

use crate::cli::answer_args::{ExportArgs, ExportFormat};
use crate::cli::args::{Format, GlobalArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::present::{Bibliography, CitationStyle, DocumentKind, Exporter};
use crate::search::{Engine, Question, Stream};
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &ExportArgs, output: &mut Output) -> anyhow::Result<Found> {
    let (question, warnings) = settings::everything(&args.every)?;
    output.warnings(&warnings);
    let question = Question { sort: settings::sort(args.sort), ..question };
    let format = args.format.unwrap_or(match global.format {
        Format::Csv => ExportFormat::Csv,
        Format::Text | Format::Json | Format::Jsonl | Format::Trec => ExportFormat::Jsonl,
    });
    if args.full && format != ExportFormat::Jsonl {
        anyhow::bail!(
            "--full goes with --as jsonl; the other formats have no place for whole articles"
        );
    }
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let of_quotes = args.every.quotes;
    let quotes = of_quotes.then(|| engine.all_quotes(&question)).transpose()?;
    let articles = (!of_quotes).then(|| engine.all_articles(&question)).transpose()?;
    output.warnings(&quotes.as_ref().map(Stream::warnings).unwrap_or_default());
    output.warnings(&articles.as_ref().map(Stream::warnings).unwrap_or_default());
    let documents = if of_quotes { DocumentKind::Quotations } else { DocumentKind::Articles };
    let count = {
        let out = output.writer();
        let style = match format {
            ExportFormat::Jsonl | ExportFormat::Csv => None,
            ExportFormat::Ris => Some(CitationStyle::Ris),
            ExportFormat::Bibtex => Some(CitationStyle::Bibtex),
            ExportFormat::CslJson => Some(CitationStyle::CslJson),
        };
        let mut exporter = match style {
            Some(style) => Exporter::Citations(Bibliography::new(style)),
            None if format == ExportFormat::Csv => Exporter::table(documents, &mut *out)?,
            None => Exporter::Lines { full: args.full },
        };
        let mut count = 0_u64;
        if let Some(quotes) = quotes {
            for hit in quotes {
                exporter.quote(&hit?, out)?;
                count += 1;
            }
        }
        if let Some(articles) = articles {
            for hit in articles {
                exporter.article(&hit?, out)?;
                count += 1;
            }
        }
        exporter.finish(out)?;
        count
    };
    output.note(&format!("{count} {}", documents.noun(count)));
    Ok(Found::when(count > 0))
}
