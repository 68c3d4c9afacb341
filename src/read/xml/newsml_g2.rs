//! NewsML-G2: an item alone, or the items of a message.
//!
//! Only a `newsItem` whose content is written inside it (as NITF, XHTML or plain text) is an
//! article. Photos, concepts, plans and packages are refused by their kind. A message is split into
//! its items, so that one bad item costs no other.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::extract::embargo;
use crate::read::extract::fields::{author_name, field_value, strip_heading};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::nitf;
use crate::read::xml::tree::{XmlElement, XmlTree, root_name};

/// Reader of NewsML-G2.
#[derive(Debug)]
pub struct NewsMlG2Reader;

/// Root elements: items, their envelope, and parts of items as examples have them.
const ROOTS: &[&str] = &[
    "newsItem",
    "newsMessage",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
    "contentSet",
    "contentMeta",
    "itemMeta",
    "groupSet",
];

impl FormatReader for NewsMlG2Reader {
    fn name(&self) -> &'static str {
        "newsml-g2"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml"],
            reads: "title, date, authors, body, publisher, section, id, url, language, status, \
                 embargo",
            notes: "items with NITF, XHTML or plain text inside; messages of many items; photos, \
                    concepts, plans and packages are refused by name",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        root_name(head).is_some_and(|root| ROOTS.contains(&root.as_str()))
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
        if root.name() != "newsMessage" {
            if !root.is_closed() {
                return Err(tree.into_problem("malformed XML", "the item is not closed"));
            }
            emit(0, item(root, context));
            return tree.damage.map_or(Ok(()), Err);
        }
        let items = root.child("itemSet").into_iter().flat_map(XmlElement::children);
        let mut position = 0;
        for part in items.filter(|part| part.is_closed()) {
            // A package only lists what stands beside it in the same message.
            if part.name() != "packageItem" {
                emit(position, item(part, context));
                position += 1;
            }
        }
        if position == 0 && tree.damage.is_none() {
            return Err(Problem::new(Stage::Read, "no text", "a message without items"));
        }
        tree.damage.map_or(Ok(()), Err)
    }
}

fn item(item: XmlElement<'_, '_>, context: &FileContext<'_>) -> Result<Article, Problem> {
    let refuse = |cause: &str, detail: String| Err(Problem::new(Stage::Read, cause, detail));
    let id = item.attribute("guid").unwrap_or_default();
    let kind = item
        .first_descendant("itemClass")
        .and_then(|class| class.attribute("qcode").or(class.attribute("uri")));
    let kind = kind.as_deref().map_or("", |kind| kind.rsplit([':', '/']).next().unwrap_or(""));
    match item.name() {
        "newsItem" | "contentSet" => {}
        "packageItem" | "groupSet" => return refuse("package, no text", id),
        "conceptItem" => return refuse("concept item", id),
        "knowledgeItem" => return refuse("knowledge item", id),
        "planningItem" => return refuse("planning item", id),
        "catalogItem" => return refuse("catalog item", id),
        other => return refuse("not an article", format!("{other}, a part of an item")),
    }
    let mut article = Article { archive_id: field_value(&id), ..Article::default() };
    from_meta(&mut article, item, context);
    let set = if item.name() == "contentSet" { Some(item) } else { item.child("contentSet") };
    if let Some(set) = set {
        from_content(&mut article, set, context);
    }
    article.body = strip_heading(&article.body, article.title.as_deref()).to_owned();
    if article.body.is_empty() {
        return match kind {
            "picture" | "photo" | "graphic" => refuse("photo, no text", id),
            "video" => refuse("video, no text", id),
            "audio" => refuse("audio, no text", id),
            "animation" | "composite" => refuse("no text", format!("{kind} {id}")),
            _ => refuse("no text", id),
        };
    }
    Ok(article)
}

fn from_meta(article: &mut Article, item: XmlElement<'_, '_>, context: &FileContext<'_>) {
    let (meta, about) = (item.child("itemMeta"), item.child("contentMeta"));
    let text = |part: Option<XmlElement<'_, '_>>, name: &str| part?.child(name)?.non_empty_text();
    article.title = text(about, "headline").or_else(|| text(meta, "title"));
    let creators = about.into_iter().flat_map(XmlElement::children);
    article.authors = match text(about, "by") {
        Some(by) => author_name(&by).into_iter().collect(),
        None => creators.filter(|part| part.name() == "creator").filter_map(name).collect(),
    };
    let source = about.and_then(|about| about.child("infoSource")).and_then(name);
    let provider = meta.and_then(|meta| meta.child("provider")).and_then(name);
    let holder = item.first_descendant("copyrightHolder").and_then(name);
    article.publisher = source.or(provider).or(holder);
    let language = about.and_then(|about| about.child("language")?.attribute("tag"));
    article.language = language.or_else(|| item.attribute("lang"));
    let section = about.and_then(|about| about.child("subject")).and_then(name);
    article.section = section.or_else(|| meta?.child("service").and_then(name));
    let link = meta.and_then(|meta| {
        let mut links = meta.children().filter(|link| link.name() == "link");
        links.find(|link| link.attribute("rel").is_some_and(|rel| rel.ends_with("canonical")))
    });
    article.url = link.and_then(|link| link.attribute("href"));
    let dates = [
        text(about, "contentCreated"),
        text(meta, "firstCreated"),
        text(meta, "versionCreated"),
        text(about, "contentModified"),
    ];
    for date in dates.into_iter().flatten() {
        context.set_date(article, &date, DateOrigin::Field);
    }
    if let Some(dateline) = text(about, "dateline") {
        context.set_date(article, &dateline, DateOrigin::Dateline);
    }
    let status = meta.and_then(|meta| meta.child("pubStatus"));
    let status = status.and_then(|status| status.attribute("qcode").or(status.attribute("uri")));
    article.status = embargo::parse_status(status.as_deref().unwrap_or(""));
    if let Some(until) = meta.and_then(|meta| meta.child("embargoed")) {
        embargo::set_embargo(article, &until.text());
    }
}

/// A party's name: a `name` element, or the code without its prefix.
fn name(party: XmlElement<'_, '_>) -> Option<String> {
    let names: Vec<_> = party.children().filter(|child| child.name() == "name").collect();
    // English where there are several, else the first.
    let english =
        names.iter().find(|name| name.attribute("lang").is_some_and(|lang| lang.starts_with("en")));
    let name = english.or(names.first()).and_then(|name| name.non_empty_text());
    let code = || {
        let code = party.attribute("qcode")?;
        let (scheme, code) = code.split_once(':')?;
        // A topic's number is no name.
        (scheme != "medtop" && scheme != "subj").then(|| code.to_owned())
    };
    name.or_else(|| party.attribute("literal")).or_else(code)
}

fn from_content(article: &mut Article, set: XmlElement<'_, '_>, context: &FileContext<'_>) {
    for part in set.children() {
        if !article.body.is_empty() {
            return;
        }
        match part.name() {
            "inlineXML" => {
                const PAGE: &[&str] = &["html", "body", "div", "section", "article", "p"];
                if let Some(nitf) = part.first_descendant("nitf") {
                    nitf::fill(article, nitf, context);
                } else if part.children().any(|child| PAGE.contains(&child.name())) {
                    article.body = part.prose(&|_| false);
                }
            }
            "inlineData" => {
                let kind = part.attribute("contenttype").unwrap_or_default();
                if part.attribute("encoding").is_none() && !kind.contains('/')
                    || kind.starts_with("text/")
                {
                    let text = part.raw_text();
                    article.body = if kind.contains("html") || text.trim_start().starts_with('<') {
                        html_to_text(&text)
                    } else {
                        text.trim().to_owned()
                    };
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn withheld_and_embargoed_items_say_so() {
        let check = |status: &str, embargoed: &str| {
            let text = format!(
                "<newsItem><itemMeta>{embargoed}<pubStatus qcode='stat:{status}'/></itemMeta>\
                 <contentSet><inlineData contenttype='text/plain'>Ships came.</inlineData>\
                 </contentSet></newsItem>"
            );
            let mut read = None;
            NewsMlG2Reader
                .read(&mut text.as_bytes(), &FileContext::new("a.xml"), &mut |_, article| {
                    read = Some(article);
                })
                .unwrap();
            let article = read.unwrap().unwrap();
            (article.status, article.embargo)
        };
        assert_eq!(check("usable", ""), (Status::Usable, None));
        assert_eq!(check("withheld", ""), (Status::Withheld, None));
        assert_eq!(check("canceled", ""), (Status::Canceled, None));
        let until = "<embargoed>2018-10-23T14:00:00+02:00</embargoed>";
        assert_eq!(check("usable", until), (Status::Usable, Some(1_540_296_000)));
        assert_eq!(check("usable", "<embargoed/>"), (Status::Withheld, None));
    }
}
