//! The issue of a paper as its METS file describes it: its articles, and their areas on the pages.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::alto::opened::OpenedPages;
use crate::read::alto::page::{AltoPage, JoinedText};
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::extract::fields::{author_name, field_value, strip_heading};
use crate::read::input::{MAX_ARTICLE_BYTES, article_too_large};
use crate::read::reader::has_extension;
use crate::read::xml::tree::{XmlElement, XmlTree};

/// An area of a page: the words of an element, or from one element to another, or of the whole
/// page.
#[derive(Debug)]
struct PageArea {
    file: String,
    begin: Option<String>,
    end: Option<String>,
}

/// An issue: its divisions, its pages, and the links between them.
pub struct Issue<'n, 't, 'c> {
    context: &'c FileContext<'c>,
    base: Article,
    /// Paths of the pages, by the id of their file.
    files: FxHashMap<String, String>,
    /// Descriptions by their id.
    descriptions: FxHashMap<String, XmlElement<'n, 't>>,
    /// Divisions by their id.
    by_id: FxHashMap<String, XmlElement<'n, 't>>,
    /// Ids of physical divisions by the id of the logical one that is linked to them.
    links: FxHashMap<String, Vec<String>>,
    /// Page numbers, by the id of the page's file.
    numbers: FxHashMap<String, String>,
    logical: Vec<XmlElement<'n, 't>>,
    pages: Vec<XmlElement<'n, 't>>,
    opened: OpenedPages,
    /// Ids of the elements that areas begin or end with.
    wanted: FxHashSet<String>,
    /// Number of elements visited and of bytes of text made so far.
    work: Cell<usize>,
}

/// Most work for an issue: one that takes more links the same pages over and over.
const MAX_WORK: usize = 4 * MAX_ARTICLE_BYTES;

impl<'n, 't, 'c> Issue<'n, 't, 'c> {
    /// Reads the structure of an issue from the root of its METS file; no page is opened.
    pub fn read(root: XmlElement<'n, 't>, context: &'c FileContext<'c>) -> Self {
        let mut issue = Self {
            context,
            base: Article::default(),
            files: FxHashMap::default(),
            descriptions: FxHashMap::default(),
            by_id: FxHashMap::default(),
            links: FxHashMap::default(),
            numbers: FxHashMap::default(),
            logical: Vec::new(),
            pages: Vec::new(),
            opened: OpenedPages::default(),
            wanted: FxHashSet::default(),
            work: Cell::new(0),
        };
        for part in root.descendants() {
            let id = || part.attribute("ID");
            match part.name() {
                "dmdSec" => issue.descriptions.extend(id().map(|id| (id, part))),
                "file" => {
                    let place = part.child("FLocat").and_then(|place| place.attribute("href"));
                    issue.files.extend(id().zip(place));
                }
                "area" => {
                    let ends = ["BEGIN", "END"].iter().filter_map(|end| part.attribute(end));
                    issue.wanted.extend(ends);
                }
                "smLinkGrp" => issue.link_group(part),
                "smLink" => {
                    let end =
                        |name: &str| Some(part.attribute(name)?.trim_start_matches('#').to_owned());
                    if let (Some(from), Some(to)) = (end("from"), end("to")) {
                        issue.links.entry(from).or_default().push(to);
                    }
                }
                _ => {}
            }
        }
        for map in root.children().filter(|part| part.name() == "structMap") {
            let kind = map.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
            for division in map.descendants_named("div") {
                issue.by_id.extend(division.attribute("ID").map(|id| (id, division)));
                let name = division.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
                if kind != "physical" && (name == "article" || name.ends_with(":article")) {
                    issue.logical.push(division);
                }
                if name == "page" || name.ends_with(":page") {
                    issue.page(division);
                }
            }
        }
        issue.describe();
        issue
    }

    /// Records a division and the areas that it is linked to.
    fn link_group(&mut self, group: XmlElement<'_, '_>) {
        let mut ends = group
            .children()
            .filter(|part| part.name() == "smLocatorLink")
            .filter_map(|part| Some(part.attribute("href")?.trim_start_matches('#').to_owned()));
        if let Some(from) = ends.next() {
            self.links.entry(from).or_default().extend(ends);
        }
    }

    fn page(&mut self, page: XmlElement<'n, 't>) {
        self.pages.push(page);
        let number = page.attribute("ORDERLABEL").or_else(|| page.attribute("ORDER"));
        let files = page.children().filter(|part| part.name() == "fptr").flat_map(|pointer| {
            pointer.attribute("FILEID").into_iter().chain(
                pointer.descendants_named("area").filter_map(|area| area.attribute("FILEID")),
            )
        });
        if let Some(number) = number {
            for file in files {
                self.numbers.entry(file).or_insert_with(|| number.clone());
            }
        }
    }

    /// Reads the description of the issue: the paper and its day.
    fn describe(&mut self) {
        let dated =
            self.descriptions.values().filter(|part| part.first_descendant("dateIssued").is_some());
        // The issue's own, where articles have a date too.
        let issue = dated.min_by_key(|part| part.node_range().start).copied();
        let Some(issue) = issue else { return };
        for date in issue.descendants_named("dateIssued") {
            self.context.set_date(&mut self.base, &date.text(), DateOrigin::Field);
        }
        let title = title(issue).or_else(|| {
            let host = issue
                .descendants_named("relatedItem")
                .find(|part| part.attribute("type").as_deref() == Some("host"));
            host.and_then(title)
        });
        self.base.publisher = title.map(|title| title.trim_end_matches('.').to_owned());
    }

    /// The divisions that are an article each: those called so, or else the pages.
    pub fn divisions(&self) -> Vec<XmlElement<'n, 't>> {
        if !self.logical.is_empty() {
            return self.logical.clone();
        }
        let pages = self.pages.iter();
        pages.filter(|page| !self.areas(**page).is_empty()).copied().collect()
    }

    /// The article of a division, its words read from the pages.
    ///
    /// # Errors
    /// There are no words, a page is missing, or the article is too large.
    pub fn article(&self, division: XmlElement<'n, 't>) -> Result<Article, Problem> {
        let id = division.attribute("ID").unwrap_or_default();
        let mut article = Article { archive_id: field_value(&id), ..self.base.clone() };
        let description = division.attribute("DMDID").unwrap_or_default();
        let description = description.split(' ').find_map(|id| self.descriptions.get(id)).copied();
        if let Some(description) = description {
            article.title = title(description);
            article.authors = description
                .descendants_named("namePart")
                .filter_map(|name| author_name(&name.text()))
                .collect();
            article.language =
                description.first_descendant("languageTerm").and_then(XmlElement::non_empty_text);
        }
        let mut areas = self.areas(division);
        if article.title.is_none() && !self.logical.is_empty() {
            let heading = division.descendants().find(|part| is_heading(*part));
            let printed = heading.map(|heading| self.areas(heading)).unwrap_or_default();
            article.title = field_value(&self.text(&printed));
            if article.title.is_some() {
                areas = self.areas_outside_headings(division, true);
            }
            article.title = article.title.or_else(|| division.attribute("LABEL"));
        }
        let first = areas.iter().find_map(|area| self.numbers.get(&area.file).cloned());
        let body = self.text(&areas);
        article.page = first;
        strip_heading(&body, article.title.as_deref()).clone_into(&mut article.body);
        if self.work.get() > MAX_WORK {
            return Err(article_too_large());
        }
        if article.body.is_empty() {
            let place = |area: &PageArea| self.files.get(&area.file).cloned();
            let missing =
                areas.iter().filter_map(place).find(|place| self.page_at(place).is_none());
            return Err(match missing {
                Some(page) => no_text(format!("{id}: its page {page} is not beside the METS file")),
                None => no_text(format!("{id}: no words on any page")),
            });
        }
        Ok(article)
    }

    /// The areas of a division: its own, and those that it is linked to.
    fn areas(&self, division: XmlElement<'_, '_>) -> Vec<PageArea> {
        self.areas_outside_headings(division, false)
    }

    fn areas_outside_headings(
        &self,
        division: XmlElement<'_, '_>,
        headings: bool,
    ) -> Vec<PageArea> {
        let mut areas = Vec::new();
        let mut skip = 0;
        // A page that points to its whole file needs none of the areas within it.
        for part in division.children().filter(|part| part.name() == "fptr" && part.is_leaf()) {
            self.add(part, &mut areas);
        }
        if !areas.is_empty() {
            return areas;
        }
        self.work.set(self.work.get() + division.node_range().len());
        for part in division.descendants() {
            let places = part.node_range();
            if places.start < skip {
                continue;
            }
            if headings && is_heading(part) {
                skip = places.end;
                continue;
            }
            self.add(part, &mut areas);
        }
        let id = division.attribute("ID").unwrap_or_default();
        for target in self.links.get(&id).into_iter().flatten() {
            if let Some(linked) = self.by_id.get(target).filter(|_| self.work.get() < MAX_WORK) {
                self.work.set(self.work.get() + linked.node_range().len());
                linked.descendants().for_each(|part| self.add(part, &mut areas));
            }
        }
        areas
    }

    /// Adds the area that `part` points to, if it points to a page of words.
    fn add(&self, part: XmlElement<'_, '_>, areas: &mut Vec<PageArea>) {
        let whole = part.name() == "fptr" && part.is_leaf();
        if part.name() != "area" && !whole {
            return;
        }
        let Some(file) = part.attribute("FILEID") else { return };
        let words =
            self.files.get(&file).is_some_and(|place| has_extension(place, &["xml", "alto"]));
        let begin = part.attribute("BEGIN");
        if words && (begin.is_some() || whole) {
            areas.push(PageArea { file, begin, end: part.attribute("END") });
        }
    }

    fn text(&self, areas: &[PageArea]) -> String {
        let mut text = JoinedText::default();
        for area in areas {
            if self.work.get() > MAX_WORK {
                return String::new();
            }
            let Some(page) = self.files.get(&area.file).and_then(|place| self.page_at(place))
            else {
                continue;
            };
            match &area.begin {
                Some(begin) => page.add_area(begin, area.end.as_deref(), &mut text),
                None => page.add_all(&mut text),
            }
        }
        let text = if text.is_empty() { String::new() } else { text.finish() };
        self.work.set(self.work.get() + text.len());
        text
    }

    /// The order in which to read divisions: page by page, so that each is opened once, however the
    /// divisions are ordered.
    pub fn reading_order(&self, divisions: &[XmlElement<'n, 't>]) -> Vec<usize> {
        let mut ranks: FxHashMap<&str, usize> = FxHashMap::default();
        let ranked = divisions.iter().enumerate().map(|(at, division)| {
            let first = self.areas(*division).into_iter().next();
            let place = first.and_then(|area| self.files.get(&area.file));
            let next = ranks.len();
            (place.map_or(0, |place| *ranks.entry(place.as_str()).or_insert(next)), at)
        });
        let mut order: Vec<(usize, usize)> = ranked.collect();
        order.sort_unstable();
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// The page at this place; `None` when there is none.
    fn page_at(&self, place: &str) -> Option<Rc<AltoPage>> {
        self.opened.get(place, || {
            let place = place.trim_start_matches("file://").trim_start_matches("./");
            let bytes = self.context.siblings.open(place).or_else(|| {
                // Some files name the page by where it once lay.
                self.context.siblings.open(place.rsplit('/').next().unwrap_or(place))
            })?;
            let text = decode_xml(&bytes);
            let tree = XmlTree::parse(&text);
            let root = tree.root().filter(|root| root.name().eq_ignore_ascii_case("alto"))?;
            Some(AltoPage::read(root, Some(&self.wanted)))
        })
    }
}

fn is_heading(division: XmlElement<'_, '_>) -> bool {
    let kind = division.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
    division.name() == "div" && (kind == "heading" || kind == "title" || kind == "headline")
}

/// The title in `<titleInfo><nonSort>The</nonSort><title>…</title></titleInfo>`.
fn title(part: XmlElement<'_, '_>) -> Option<String> {
    let info = part.first_descendant("titleInfo")?;
    let title = info.child("title").and_then(XmlElement::non_empty_text)?;
    let article = info.child("nonSort").and_then(XmlElement::non_empty_text);
    Some(article.map_or_else(|| title.clone(), |article| format!("{article} {title}")))
}

/// The problem of an issue, article or page without text.
pub fn no_text(detail: impl Into<String>) -> Problem {
    Problem::new(Stage::Read, "no text", detail)
}
