//! NewsML 1.x, as press release wires write it.
//!
//! An item's parts lie in components within components, each with a role. An article is the innermost
//! component that has a headline and text of its own beneath it, so that an item with its text in three languages
//! is three articles. Style sheets, contacts and pictures are none of its text.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage, Status};
use crate::read::context::Context;
use crate::read::encoding::decode_xml;
use crate::read::extract::embargo;
use crate::read::extract::fields::{byline, field};
use crate::read::extract::html_fragment::html_text;
use crate::read::input::read_whole;
use crate::read::reader::{Format, Out, Reader};
use crate::read::xml::nitf;
use crate::read::xml::tree::{Element, Tree, root_name};

/// Reads NewsML 1.0 to 1.2.
#[derive(Debug)]
pub struct NewsMl1;

impl Reader for NewsMl1 {
    fn name(&self) -> &'static str {
        "newsml-1"
    }

    fn version(&self) -> u32 {
        1
    }

    fn describes(&self) -> Format {
        Format {
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
        context: &Context<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_whole(input)?;
        let text = decode_xml(&bytes);
        let tree = Tree::parse(&text);
        let Some(root) = tree.root() else { return Err(tree.problem("no text", "no element")) };
        let service = root.first("NewsService").and_then(|service| service.attribute("FormalName"));
        let mut position = 0;
        for item in root.children().filter(|item| item.name() == "NewsItem" && item.is_closed()) {
            for read in articles(item, service.as_deref(), context) {
                out(position, read);
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
    element: Element<'n, 't>,
    parent: Option<usize>,
    has_headline: bool,
    /// Whether there is text in it or in a component within it.
    has_text: bool,
    /// Whether an article lies within it.
    has_article: bool,
}

fn articles(
    item: Element<'_, '_>,
    service: Option<&str>,
    context: &Context<'_>,
) -> Vec<Result<Article, Problem>> {
    let id = item.first("PublicIdentifier").and_then(Element::some_text);
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
        let media = item.first("MediaType").and_then(|kind| kind.attribute("FormalName"));
        let cause = match media.as_deref() {
            Some("Photo" | "Graphic") => "photo, no text",
            Some("Video") => "video, no text",
            _ => "no text",
        };
        return vec![Err(Problem::new(Stage::Read, cause, id.unwrap_or_default()))];
    }
    let read = chosen.into_iter().map(|part| {
        let places = part.element.places();
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
fn components<'n, 't>(item: Element<'n, 't>) -> (Vec<Component<'n, 't>>, Vec<(usize, String)>) {
    let mut components: Vec<Component<'n, 't>> = Vec::new();
    let mut texts = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for element in item.descendants() {
        let place = element.places().start;
        while open.last().is_some_and(|at| components[*at].element.places().end <= place) {
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
    item: Element<'_, '_>,
    component: Element<'_, '_>,
    context: &Context<'_>,
) {
    let lines = component.child("NewsLines");
    let line = |name: &str| lines.and_then(|lines| lines.child(name)).and_then(Element::some_text);
    article.title =
        line("HeadLine").or_else(|| item.first("HeadLine").and_then(Element::some_text));
    let by = line("ByLine").or_else(|| item.first("ByLine").and_then(Element::some_text));
    article.authors = by.as_deref().and_then(byline).into_iter().collect();
    let formal = |element: Element<'_, '_>| element.attribute("FormalName");
    article.publisher =
        item.first("Source").and_then(|source| source.first("Party")).and_then(formal);
    let language = component.first("Language").or_else(|| item.first("Language"));
    article.language = language.and_then(formal).filter(|tag| tag.len() <= 12);
    // DateId is a key that some wires fill with any day; it is asked last.
    for name in ["FirstCreated", "ThisRevisionCreated", "DateId"] {
        if let Some(date) = item.first(name).and_then(Element::some_text) {
            context.set_date(article, &date, DateOrigin::Field);
        }
    }
    if let Some(dateline) = line("DateLine") {
        context.set_date(article, &dateline, DateOrigin::Dateline);
    }
    let status = item.first("Status").and_then(formal).unwrap_or_default();
    article.status = embargo::status(&status);
    if status.eq_ignore_ascii_case("embargoed") {
        let change = item.first("StatusWillChange");
        let usable = change.and_then(|change| change.first("FutureStatus")).and_then(formal);
        let until = change.and_then(|change| change.first("DateAndTime")).map(Element::text);
        if usable.is_some_and(|status| embargo::status(&status) == Status::Usable) {
            article.status = Status::Usable;
            embargo::set(article, &until.unwrap_or_default());
        }
    }
}

/// The text of a component's content, unless it has a role that is none of the article's text.
fn text(component: Element<'_, '_>, content: Element<'_, '_>) -> Option<String> {
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
    let text = if let Some(nitf) = content.first("nitf") {
        let mut article = Article::default();
        nitf::fill(&mut article, nitf, &Context::new(""));
        article.body
    } else if content.is_leaf() {
        let text = content.raw_text();
        let marked = text.trim_start().starts_with('<');
        if marked { html_text(&text) } else { text.trim().to_owned() }
    } else {
        content.prose(&|_| false)
    };
    field(&text).map(|_| text)
}
