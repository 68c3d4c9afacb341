//! `onrecord show`: an article with its quotations and names, or its record as it stands in its
//! file.

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cli::context;
use crate::cli::options::filters;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::crawl;
use crate::ingest::{self, InputFile};
use crate::model::{ArticleId, QuoteId};
use crate::present::{Answer, IndexedArticle};
use crate::store::{ArticleRecord, Index};

/// Arguments of `onrecord show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id of an article or quotation, as search results give it
    #[arg(value_name = "ID")]
    pub id: String,
    /// Show it even if its publisher has killed, withdrawn or withheld it
    #[arg(long)]
    pub include_killed: bool,
    /// Print the article's record as it stands in its file, byte for byte
    #[arg(long)]
    pub original: bool,
}

/// Shows an article.
pub fn run(global: &GlobalArgs, args: &ShowArgs, output: &mut Output) -> anyhow::Result<Success> {
    let number = parse::id(&args.id)?;
    let archive = context::open(global, output)?;
    let (article, chosen) = match archive.quote(QuoteId(number))? {
        Some((record, _)) => (record.source.article_id(), Some(QuoteId(number))),
        None => (ArticleId(number), None),
    };
    let Some((record, ids)) = archive.corrected_article(article)? else {
        output.note(&format!("no article or quotation has the id {}", args.id.trim()));
        return Ok(Success::NothingFound);
    };
    let filters = filters::shown_now(args.include_killed);
    if archive.is_hidden(article, &filters) {
        if archive.clusters().is_withdrawn(article) {
            output.note("its publisher has withdrawn it; --include-killed shows it");
        } else {
            output.note("it is under embargo");
        }
        return Ok(Success::NothingFound);
    }
    if args.original {
        return write_original(archive.store(), &record, output);
    }
    let copies = archive.article_copies(article, &filters)?;
    let shown = IndexedArticle { record: &record, ids: &ids, chosen, copies: &copies };
    output.present(&Answer::Article(shown))?;
    Ok(Success::Found)
}

/// Writes the record of an article as it stands in its file.
fn write_original(
    index: &Index,
    record: &ArticleRecord,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let source = &record.source;
    let root = index.manifest().roots.iter().find(|root| root.name == source.root);
    let dir = root.map(|root| crawl::unescape_path(&root.dir)).filter(|dir| dir.is_absolute());
    let Some(dir) = dir else { bail!("{} came from a stream, which is gone", source.path) };
    let path = dir.join(crawl::unescape_path(&source.path));
    let shown = path.display().to_string();
    let mut input = crawl::open(&path).with_context(|| shown.clone())?;
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    let place = InputFile { path: &source.path, on_disk: Some(&path), size };
    if !ingest::copy_record(&record.article, place, &mut input, output.raw()?)? {
        bail!("{shown} has changed since it was indexed; index it again");
    }
    Ok(Success::Found)
}
