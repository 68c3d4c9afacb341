//! `onrecord show`.

use anyhow::{Context, bail};

use crate::cli::args::{GlobalArgs, ShowArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::crawl;
use crate::ingest::{self, Place};
use crate::model::{ArticleId, QuoteId};
use crate::present::{Answer, IndexedArticle};
use crate::search::Engine;
use crate::store::{ArticleRecord, Index};

pub fn run(global: &GlobalArgs, args: &ShowArgs, output: &mut Output) -> anyhow::Result<Found> {
    let number = parse_id(&args.id)?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let (article, chosen) = match engine.quote(QuoteId(number))? {
        Some((record, _)) => (record.source.article_id(), Some(QuoteId(number))),
        None => (ArticleId(number), None),
    };
    let Some((record, ids)) = engine.corrected_article(article)? else {
        output.note(&format!("no article or quotation has the id {}", args.id.trim()));
        return Ok(Found::Nothing);
    };
    let filters = settings::shown(args.include_killed);
    if engine.is_hidden(article, &filters) {
        if engine.copies().is_withdrawn(article) {
            output.note("its publisher has withdrawn it; --include-killed shows it");
        } else {
            output.note("it is under embargo");
        }
        return Ok(Found::Nothing);
    }
    if args.original {
        return original(&archive, &record);
    }
    let copies = engine.article_copies(article, &filters)?;
    let shown = IndexedArticle { record: &record, ids: &ids, chosen, copies: &copies };
    output.present(&Answer::Article(shown))?;
    Ok(Found::Something)
}

/// Prints the record of an article as it stands in its file.
fn original(archive: &Index, record: &ArticleRecord) -> anyhow::Result<Found> {
    let source = &record.source;
    let root = archive.manifest().roots.iter().find(|root| root.name == source.root);
    let dir = root.map(|root| crawl::unescape_path(&root.dir)).filter(|dir| dir.is_absolute());
    let Some(dir) = dir else { bail!("{} came from a stream, which is gone", source.path) };
    let path = dir.join(crawl::unescape_path(&source.path));
    let shown = path.display().to_string();
    let mut input = crawl::open(&path).with_context(|| shown.clone())?;
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    let place = Place { path: &source.path, on_disk: Some(&path), size };
    if !ingest::copy_record(&record.article, place, &mut input, &mut Output::raw())? {
        bail!("{shown} has changed since it was indexed; index it again");
    }
    Ok(Found::Something)
}

/// An id as search results give it.
pub fn parse_id(typed: &str) -> anyhow::Result<u64> {
    let id = typed.trim();
    match u64::from_str_radix(id, 16) {
        Ok(number) if id.len() == 16 => Ok(number),
        _ => bail!("“{id}” is no id; search results give ids of 16 hexadecimal digits"),
    }
}
