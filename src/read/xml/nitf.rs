//! NITF, the news industry's text format, with the habits of the New York Times and of AP.
//!
//! The Times prints the lead twice (`block class="lead_paragraph"` and again in `full_text`) and
//! the byline twice (as printed and as "Last, First"): each is taken once. Its date stands in
//! metas, AP's in `docdata`. The abstract is an archivist's summary and not part of the text.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Status};
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::extract::embargo;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::tree::{XmlElement, XmlTree, root_name};

/// Reader of one NITF document.
#[derive(Debug)]
pub struct NitfReader;

impl FormatReader for NitfReader {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["xml", "nitf"],
            reads: "title, date, bylines, body, publication, section, page, id, url, language, \
                 status, embargo",
            notes: "as the New York Times and AP write it; the lead and the byline once",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        root_name(head).as_deref() == Some("nitf")
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
        let mut article = Article::default();
        if let Some(root) = tree.root() {
            fill(&mut article, root, context);
        }
        if article.body.is_empty() {
            return Err(tree.into_problem("no text", "nothing in body.content"));
        }
        // A document that breaks off has the text up to there; that it broke off is said too.
        emit(0, Ok(article));
        tree.damage.map_or(Ok(()), Err)
    }
}

/// Adds the values of the `nitf` element. Those that the article has already (from an envelope
/// around it) stand.
pub fn fill(article: &mut Article, nitf: XmlElement<'_, '_>, context: &FileContext<'_>) {
    let head = nitf.child("head");
    let body = nitf.child("body");
    let set = |place: &mut Option<String>, value: Option<String>| {
        if place.is_none() {
            *place = value;
        }
    };
    let headline = body.and_then(|body| body.first_descendant("hedline"));
    let printed = headline
        .and_then(|hed| hed.first_descendant("hl1").or_else(|| hed.first_descendant("hl2")));
    let title = printed.and_then(XmlElement::non_empty_text);
    set(&mut article.title, title.or_else(|| head?.child("title")?.non_empty_text()));
    if article.authors.is_empty() {
        article.authors = authors(body);
    }
    if let Some(content) = body.and_then(|body| body.child("body.content")) {
        article.body = full_text(content);
    }
    if let Some(head) = head {
        from_head(article, head, context);
    }
    let dateline = body.and_then(|body| body.first_descendant("dateline"));
    if let Some(story) = dateline.and_then(|dateline| dateline.first_descendant("story.date")) {
        let norm = story.attribute("norm").unwrap_or_else(|| story.text());
        context.set_date(article, &norm, DateOrigin::Dateline);
    }
    set(&mut article.language, nitf.attribute("lang"));
}

fn from_head(article: &mut Article, head: XmlElement<'_, '_>, context: &FileContext<'_>) {
    let meta = |name: &str| {
        let meta = head.children().find(|child| {
            child.name() == "meta" && child.attribute("name").as_deref() == Some(name)
        });
        meta.and_then(|meta| meta.attribute("content"))
    };
    let publication = head.first_descendant("pubdata");
    let pubdata = |attribute: &str| publication.and_then(|data| data.attribute(attribute));
    let norm = |name: &str| head.first_descendant(name).and_then(|date| date.attribute("norm"));
    let issue = meta("publication_year").map(|year| {
        let part = |name| meta(name).map_or(String::new(), |part| format!("-{part:0>2}"));
        format!("{year}{}{}", part("publication_month"), part("publication_day_of_month"))
    });
    let dates = [pubdata("date.publication"), norm("date.issue"), issue, norm("date.release")];
    for date in dates.into_iter().flatten() {
        context.set_date(article, &date, DateOrigin::Field);
    }
    let set = |place: &mut Option<String>, value: Option<String>| {
        if place.is_none() {
            *place = value;
        }
    };
    let holder =
        || head.first_descendant("doc.copyright").and_then(|holder| holder.attribute("holder"));
    set(&mut article.publisher, pubdata("name").or_else(holder));
    set(&mut article.url, pubdata("ex-ref"));
    let column = |name: &str| meta(name).filter(|value| !value.eq_ignore_ascii_case("none"));
    let subject = || {
        let subject = head.first_descendant("tobject.subject")?;
        subject
            .attribute("tobject.subject.type")
            .or_else(|| subject.attribute("tobject.subject.matter"))
    };
    let section = pubdata("position.section").or_else(|| column("online_sections"));
    set(&mut article.section, section.or_else(|| column("dsk")).or_else(subject));
    set(&mut article.page, pubdata("position.sequence").or_else(|| column("print_page_number")));
    if let Some(status) =
        head.first_descendant("docdata").and_then(|data| data.attribute("management-status"))
    {
        article.status = embargo::parse_status(&status);
        if status.eq_ignore_ascii_case("embargoed") {
            article.status = Status::Usable;
            embargo::set_embargo(article, &norm("date.release").unwrap_or_default());
        }
    }
    set(
        &mut article.archive_id,
        head.first_descendant("doc-id").and_then(|id| id.attribute("id-string")),
    );
}

/// The authors: the byline as printed. One that is only the other in order ("Last, First") is left
/// out.
fn authors(body: Option<XmlElement<'_, '_>>) -> Vec<String> {
    let Some(head) = body.and_then(|body| body.child("body.head")) else { return Vec::new() };
    let mut authors = Vec::new();
    for line in head.children().filter(|child| child.name() == "byline") {
        let normalized = line.attribute("class").is_some_and(|class| class == "normalized_byline");
        if normalized && !authors.is_empty() {
            continue;
        }
        let persons: Vec<String> =
            line.descendants_named("person").filter_map(XmlElement::non_empty_text).collect();
        if persons.is_empty() {
            // The title after a name ("Staff Reporter") is none of it; alone, it is all there is.
            let name = line.prose(&|part| part.name() == "byttl").replace("\n\n", " ");
            let name = author_name(name.trim_end_matches([',', ' ']));
            authors.extend(name.or_else(|| author_name(&line.text())));
        } else {
            authors.extend(persons);
        }
    }
    authors
}

/// The text of `body.content`: the block called `full_text` where there is one, else all of it.
fn full_text(content: XmlElement<'_, '_>) -> String {
    let class = |block: &XmlElement<'_, '_>, name: &str| {
        block.name() == "block" && block.attribute("class").as_deref() == Some(name)
    };
    let full = content.children().find(|block| class(block, "full_text"));
    let part = full.unwrap_or(content);
    let text = part.prose(&|element| {
        matches!(element.name(), "media" | "nitf-table-metadata" | "hedline" | "byline")
    });
    // "LEAD:" is a mark of the Times's own for its archive.
    field_value(&text)
        .map_or(String::new(), |_| text.strip_prefix("LEAD: ").unwrap_or(&text).to_owned())
}
