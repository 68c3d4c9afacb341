//! Saved pages of news sites → their articles: the metadata of JSON-LD, `OpenGraph` and the like,
//! and the text of the main part without boilerplate.
//!
//! Pages come alone (this reader) and as records of a WARC; both go through [`article`].

mod attributes;
mod body;
mod boilerplate;
mod byline;
mod editing;
mod json_ld;
mod metadata;
mod page_kind;
mod paragraph_filter;
mod places;
mod printed;
mod published;
mod render;
mod title;
mod tree;
mod visible;

use std::io::BufRead;

use crate::model::{Article, Problem};
use crate::read::context::FileContext;
use crate::read::encoding::decode_page;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader of one article from a page.
#[derive(Debug)]
pub struct HtmlReader;

impl FormatReader for HtmlReader {
    fn name(&self) -> &'static str {
        "html"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["html", "htm", "xhtml"],
            reads: "title, date, authors, body, publication, section, url, language",
            notes: "JSON-LD, OpenGraph, <time>, then what the page shows; index pages, \
                    error pages and paywall stubs are refused as such",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        page_kind::is_page(&decode_page(head, None), path)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        emit(0, article(&decode_page(&bytes, None), None, context));
        Ok(())
    }
}

/// The article of a page. `url` is the address it was fetched from, if that is known.
///
/// # Errors
/// The page is no article, or larger or deeper than a page may be.
pub fn article(
    html: &str,
    url: Option<&str>,
    context: &FileContext<'_>,
) -> Result<Article, Problem> {
    let document = tree::parse(html)?;
    editing::remove_struck(&document);
    editing::mark_quoted(&document);
    let head = metadata::PageHead::read(&document);
    let rough = head.first(metadata::TITLE).or(head.title.as_deref()).unwrap_or("").to_owned();
    let described = json_ld::read(&document, &rough);
    let title = title::title(&document, &head, &described);
    let mut article = Article {
        title,
        authors: byline::authors(&document, &head, &described),
        publisher: described
            .publisher
            .clone()
            .or_else(|| head.first(metadata::PUBLISHER).map(str::to_owned)),
        section: described
            .section
            .clone()
            .or_else(|| head.first(metadata::SECTION).map(str::to_owned)),
        language: language(&head, &described),
        url: head
            .canonical
            .clone()
            .or_else(|| url.map(str::to_owned))
            .or_else(|| described.url.clone()),
        ..Article::default()
    };
    let changes = published::set_date(&mut article, &document, &head, &described, context);
    let signals = page_kind::PageSignals::new(&document, &head, &described);
    let paragraphs = body::paragraphs(
        document,
        &paragraph_filter::ArticleClues {
            title: article.title.as_deref().unwrap_or(""),
            authors: &article.authors,
        },
    );
    let paragraphs = body::or_json_ld_body(paragraphs, described.body.as_deref());
    signals.check(&paragraphs, &article)?;
    let texts: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    article.body = texts.join("\n\n");
    published::set_modified(&mut article, &head, &described, &changes, context);
    Ok(article)
}

/// The language that the page declares; `en_US` and `en-US` are one tag.
fn language(head: &metadata::PageHead, described: &json_ld::JsonLdArticle) -> Option<String> {
    let tag = head.language.clone().or_else(|| described.language.clone());
    let tag = tag.or_else(|| head.first(metadata::LANGUAGE).map(str::to_owned))?;
    let tag = tag.replace('_', "-");
    let is_tag_char = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (tag.len() <= 12 && tag.chars().all(is_tag_char)).then_some(tag)
}
