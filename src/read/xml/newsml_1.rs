//! NewsML 1.x, as press release wires write it.
//!
//! An item's parts lie in components within components, each with a role. An article is the
//! innermost component that has a headline and text of its own beneath it, so that an item with its
//! text in three languages is three articles. Style sheets, contacts and pictures are none of its
//! text.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage, Status};
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::extract::embargo;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::nitf;
use crate::read::xml::tree::{XmlElement, XmlTree, root_name};

/// Reader of NewsML 1.0 to 1.2.
#[derive(Debug)]
pub struct NewsMl1Reader;

impl FormatReader for NewsMl1Reader {
    fn name(&self) -> &'static str {
        "newsml-1"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml", "newsml"],
            reads: "title, date, byline, body, source, id, language, status, embargo",
            notes: "versions 1.0 to 1.2, with NITF, XHTML or plain text inside",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        root_name(head).as_deref() == Some("NewsML")
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        let text = decode_xml(&bytes);
        let tree = XmlTree::parse(&text);
        let Some(root) = tree.root() else {
            return Err(tree.into_problem("no text", "no element"));
        };
        let service = root
            .first_descendant("NewsService")
            .and_then(|service| service.attribute("FormalName"));
        let mut position = 0;
        for item in root.children().filter(|item| item.name() == "NewsItem" && item.is_closed()) {
            for read in articles(item, service.as_deref(), context) {
                emit(position, read);
                position += 1;
            }
        }
        if position == 0 && tree.damage.is_none() {
            return Err(Problem::new(Stage::Read, "no text", "no NewsItem"));
        }
        tree.damage.map_or(Ok(()), Err)
    }
}

/// One component of an item, in the order of the document.
struct Component<'n, 't> {
    element: XmlElement<'n, 't>,
    parent: Option<usize>,
    has_headline: bool,
    /// True if there is text in it or in a component within it.
    has_text: bool,
    /// True if an article lies within it.
    has_article: bool,
}

fn articles(
    item: XmlElement<'_, '_>,
    service: Option<&str>,
    context: &FileContext<'_>,
) -> Vec<Result<Article, Problem>> {
    let id = item.first_descendant("PublicIdentifier").and_then(XmlElement::non_empty_text);
    let (mut components, texts) = components(item);
    for at in (0..components.len()).rev() {
        let part = &components[at];
        let (has_text, parent) = (part.has_text, part.parent);
        let has_article = part.has_article || (part.has_headline && has_text);
        if let Some(parent) = parent {
            components[parent].has_text |= has_text;
            components[parent].has_article |= has_article;
        }
    }
    let innermost =
        |part: &&Component<'_, '_>| part.has_headline && part.has_text && !part.has_article;
    let mut chosen: Vec<_> = components.iter().filter(innermost).collect();
    if chosen.is_empty() {
        // No headline anywhere: all text of the item is one article.
        chosen.extend(components.iter().find(|part| part.has_text));
    }
    if chosen.is_empty() {
        let media =
            item.first_descendant("MediaType").and_then(|kind| kind.attribute("FormalName"));
        let cause = match media.as_deref() {
            Some("Photo" | "Graphic") => "photo, no text",
            Some("Video") => "video, no text",
            _ => "no text",
        };
        return vec![Err(Problem::new(Stage::Read, cause, id.unwrap_or_default()))];
    }
    let read = chosen.into_iter().map(|part| {
        let places = part.element.node_range();
        let first = texts.partition_point(|(place, _)| *place < places.start);
        let own = texts[first..].iter().take_while(|(place, _)| *place < places.end);
        let body: Vec<&str> = own.map(|(_, text)| text.as_str()).collect();
        let mut article =
            Article { archive_id: id.clone(), body: body.join("\n\n"), ..Article::default() };
        fill(&mut article, item, part.element, context);
        article.publisher = article.publisher.or_else(|| service.map(str::to_owned));
        Ok(article)
    });
    read.collect()
}

/// The components of an item and the texts in them, each with its place, in one walk.
fn components<'n, 't>(item: XmlElement<'n, 't>) -> (Vec<Component<'n, 't>>, Vec<(usize, String)>) {
    let mut components: Vec<Component<'n, 't>> = Vec::new();
    let mut texts = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for element in item.descendants() {
        let place = element.node_range().start;
        while open.last().is_some_and(|at| components[*at].element.node_range().end <= place) {
            open.pop();
        }
        match element.name() {
            "NewsComponent" => {
                let lines = element.child("NewsLines");
                let has_headline = lines.is_some_and(|lines| lines.child("HeadLine").is_some());
                let parent = open.last().copied();
                open.push(components.len());
                components.push(Component {
                    element,
                    parent,
                    has_headline,
                    has_text: false,
                    has_article: false,
                });
            }
            "DataContent" => {
                if let Some(part) = open.last().and_then(|at| components.get_mut(*at))
                    && let Some(text) = text(part.element, element)
                {
                    part.has_text = true;
                    texts.push((place, text));
                }
            }
            _ => {}
        }
    }
    (components, texts)
}

fn fill(
    article: &mut Article,
    item: XmlElement<'_, '_>,
    component: XmlElement<'_, '_>,
    context: &FileContext<'_>,
) {
    let lines = component.child("NewsLines");
    let line =
        |name: &str| lines.and_then(|lines| lines.child(name)).and_then(XmlElement::non_empty_text);
    article.title = line("HeadLine")
        .or_else(|| item.first_descendant("HeadLine").and_then(XmlElement::non_empty_text));
    let by = line("ByLine")
        .or_else(|| item.first_descendant("ByLine").and_then(XmlElement::non_empty_text));
    article.authors = by.as_deref().and_then(author_name).into_iter().collect();
    let formal = |element: XmlElement<'_, '_>| element.attribute("FormalName");
    article.publisher = item
        .first_descendant("Source")
        .and_then(|source| source.first_descendant("Party"))
        .and_then(formal);
    let language =
        component.first_descendant("Language").or_else(|| item.first_descendant("Language"));
    article.language = language.and_then(formal).filter(|tag| tag.len() <= 12);
    // DateId is a key that some wires fill with any day; it is asked last.
    for name in ["FirstCreated", "ThisRevisionCreated", "DateId"] {
        if let Some(date) = item.first_descendant(name).and_then(XmlElement::non_empty_text) {
            context.set_date(article, &date, DateOrigin::Field);
        }
    }
    if let Some(dateline) = line("DateLine") {
        context.set_date(article, &dateline, DateOrigin::Dateline);
    }
    let status = item.first_descendant("Status").and_then(formal).unwrap_or_default();
    article.status = embargo::parse_status(&status);
    if status.eq_ignore_ascii_case("embargoed") {
        let change = item.first_descendant("StatusWillChange");
        let usable =
            change.and_then(|change| change.first_descendant("FutureStatus")).and_then(formal);
        let until =
            change.and_then(|change| change.first_descendant("DateAndTime")).map(XmlElement::text);
        if usable.is_some_and(|status| embargo::parse_status(&status) == Status::Usable) {
            article.status = Status::Usable;
            embargo::set_embargo(article, &until.unwrap_or_default());
        }
    }
}

/// The text of a component's content, unless it has a role that is none of the article's text.
fn text(component: XmlElement<'_, '_>, content: XmlElement<'_, '_>) -> Option<String> {
    const NO_TEXT: &[&str] = &[
        "stylesheet",
        "contact",
        "headline",
        "logo",
        "photo",
        "video",
        "caption",
        "preview",
        "thumbnail",
    ];
    let role = component.child("Role").and_then(|role| role.attribute("FormalName"));
    if role.is_some_and(|role| NO_TEXT.contains(&role.to_ascii_lowercase().as_str())) {
        return None;
    }
    let text = if let Some(nitf) = content.first_descendant("nitf") {
        let mut article = Article::default();
        nitf::fill(&mut article, nitf, &FileContext::new(""));
        article.body
    } else if content.is_leaf() {
        let text = content.raw_text();
        let marked = text.trim_start().starts_with('<');
        if marked { html_to_text(&text) } else { text.trim().to_owned() }
    } else {
        content.prose(&|_| false)
    };
    field_value(&text).map(|_| text)
}
