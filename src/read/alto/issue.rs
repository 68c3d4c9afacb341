//! An issue as its METS file describes it: its articles, and where on the pages each stands.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::alto::page::{Joined, Page};
use crate::read::context::Context;
use crate::read::encoding::decode_xml;
use crate::read::extract::fields::{byline, field, without_heading};
use crate::read::input::{LARGEST_ARTICLE, too_large};
use crate::read::reader::is_named;
use crate::read::xml::tree::{Element, Tree};

/// Some words of a page.
#[derive(Debug)]
struct Area {
    file: String,
    begin: Option<String>,
    end: Option<String>,
}

/// An issue.
pub struct Issue<'n, 't, 'c> {
    context: &'c Context<'c>,
    base: Article,
    /// Where the pages lie, by the id of their file.
    files: FxHashMap<String, String>,
    /// Descriptions by their id.
    descriptions: FxHashMap<String, Element<'n, 't>>,
    /// Divisions by their id.
    by_id: FxHashMap<String, Element<'n, 't>>,
    /// The physical divisions that are linked to a logical one.
    links: FxHashMap<String, Vec<String>>,
    /// The number of the page that a file is, by the file's id.
    numbers: FxHashMap<String, String>,
    logical: Vec<Element<'n, 't>>,
    pages: Vec<Element<'n, 't>>,
    opened: FxHashMap<String, Page>,
    /// Elements looked at and bytes of text given so far.
    work: Cell<usize>,
}

/// An issue that takes more links the same pages over and over.
const MOST_WORK: usize = 4 * LARGEST_ARTICLE;

impl<'n, 't, 'c> Issue<'n, 't, 'c> {
    pub fn read(root: Element<'n, 't>, context: &'c Context<'c>) -> Self {
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
            opened: FxHashMap::default(),
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
            for division in map.all("div") {
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

    /// One division and the areas that it is linked to.
    fn link_group(&mut self, group: Element<'_, '_>) {
        let mut ends = group
            .children()
            .filter(|part| part.name() == "smLocatorLink")
            .filter_map(|part| Some(part.attribute("href")?.trim_start_matches('#').to_owned()));
        if let Some(from) = ends.next() {
            self.links.entry(from).or_default().extend(ends);
        }
    }

    fn page(&mut self, page: Element<'n, 't>) {
        self.pages.push(page);
        let number = page.attribute("ORDERLABEL").or_else(|| page.attribute("ORDER"));
        let files = page.children().filter(|part| part.name() == "fptr").flat_map(|pointer| {
            pointer
                .attribute("FILEID")
                .into_iter()
                .chain(pointer.all("area").filter_map(|area| area.attribute("FILEID")))
        });
        if let Some(number) = number {
            for file in files {
                self.numbers.entry(file).or_insert_with(|| number.clone());
            }
        }
    }

    /// What is said of the issue: the paper and its day.
    fn describe(&mut self) {
        let dated = self.descriptions.values().filter(|part| part.first("dateIssued").is_some());
        // The issue's own, where articles have a date too.
        let issue = dated.min_by_key(|part| part.places().start).copied();
        let Some(issue) = issue else { return };
        for date in issue.all("dateIssued") {
            self.context.set_date(&mut self.base, &date.text(), DateOrigin::Field);
        }
        let title = title(issue).or_else(|| {
            let host = issue
                .all("relatedItem")
                .find(|part| part.attribute("type").as_deref() == Some("host"));
            host.and_then(title)
        });
        self.base.publisher = title.map(|title| title.trim_end_matches('.').to_owned());
    }

    /// What is to be an article each.
    pub fn divisions(&self) -> Vec<Element<'n, 't>> {
        if !self.logical.is_empty() {
            return self.logical.clone();
        }
        let pages = self.pages.iter();
        pages.filter(|page| !self.areas(**page).is_empty()).copied().collect()
    }

    pub fn article(&mut self, division: Element<'n, 't>) -> Result<Article, Problem> {
        let id = division.attribute("ID").unwrap_or_default();
        let mut article = Article { archive_id: field(&id), ..self.base.clone() };
        let said = division.attribute("DMDID").unwrap_or_default();
        let said = said.split(' ').find_map(|id| self.descriptions.get(id)).copied();
        if let Some(said) = said {
            article.title = title(said);
            article.authors =
                said.all("namePart").filter_map(|name| byline(&name.text())).collect();
            article.language = said.first("languageTerm").and_then(Element::some_text);
        }
        let mut areas = self.areas(division);
        if article.title.is_none() && !self.logical.is_empty() {
            let heading = division.descendants().find(|part| is_heading(*part));
            let printed = heading.map(|heading| self.areas(heading)).unwrap_or_default();
            article.title = field(&self.text(&printed));
            if article.title.is_some() {
                areas = self.areas_but(division, true);
            }
            article.title = article.title.or_else(|| division.attribute("LABEL"));
        }
        let first = areas.iter().find_map(|area| self.numbers.get(&area.file).cloned());
        let body = self.text(&areas);
        article.page = first;
        without_heading(&body, article.title.as_deref()).clone_into(&mut article.body);
        if self.work.get() > MOST_WORK {
            return Err(too_large());
        }
        if article.body.is_empty() {
            let missing = areas.iter().find(|area| !self.opened.contains_key(&area.file));
            return Err(match missing.and_then(|area| self.files.get(&area.file)) {
                Some(page) => no_text(format!("{id}: its page {page} is not beside the METS file")),
                None => no_text(format!("{id}: no words on any page")),
            });
        }
        Ok(article)
    }

    /// The areas of a division: its own, and those that it is linked to.
    fn areas(&self, division: Element<'_, '_>) -> Vec<Area> {
        self.areas_but(division, false)
    }

    fn areas_but(&self, division: Element<'_, '_>, headings: bool) -> Vec<Area> {
        let mut areas = Vec::new();
        let mut skip = 0;
        // A page that points to its whole file needs none of the areas within it.
        for part in division.children().filter(|part| part.name() == "fptr" && part.is_leaf()) {
            self.add(part, &mut areas);
        }
        if !areas.is_empty() {
            return areas;
        }
        self.work.set(self.work.get() + division.places().len());
        for part in division.descendants() {
            let places = part.places();
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
            if let Some(linked) = self.by_id.get(target).filter(|_| self.work.get() < MOST_WORK) {
                self.work.set(self.work.get() + linked.places().len());
                linked.descendants().for_each(|part| self.add(part, &mut areas));
            }
        }
        areas
    }

    /// The area that `part` is a pointer to, if it points to a page of words.
    fn add(&self, part: Element<'_, '_>, areas: &mut Vec<Area>) {
        let whole = part.name() == "fptr" && part.is_leaf();
        if part.name() != "area" && !whole {
            return;
        }
        let Some(file) = part.attribute("FILEID") else { return };
        let words = self.files.get(&file).is_some_and(|place| is_named(place, &["xml", "alto"]));
        let begin = part.attribute("BEGIN");
        if words && (begin.is_some() || whole) {
            areas.push(Area { file, begin, end: part.attribute("END") });
        }
    }

    fn text(&mut self, areas: &[Area]) -> String {
        let mut text = Joined::default();
        for area in areas {
            if self.work.get() > MOST_WORK {
                return String::new();
            }
            self.open(&area.file);
            let Some(page) = self.opened.get(&area.file) else { continue };
            match &area.begin {
                Some(begin) => page.add_area(begin, area.end.as_deref(), &mut text),
                None => page.add_all(&mut text),
            }
        }
        let text = if text.is_empty() { String::new() } else { text.finish() };
        self.work.set(self.work.get() + text.len());
        text
    }

    /// Reads a page when it is first needed.
    fn open(&mut self, file: &str) {
        if self.opened.contains_key(file) {
            return;
        }
        let Some(place) = self.files.get(file) else { return };
        let place = place.trim_start_matches("file://").trim_start_matches("./");
        let bytes = self.context.siblings.open(place).or_else(|| {
            // Some files name the page by where it once lay.
            self.context.siblings.open(place.rsplit('/').next().unwrap_or(place))
        });
        let Some(bytes) = bytes else { return };
        let text = decode_xml(&bytes);
        let tree = Tree::parse(&text);
        if let Some(root) = tree.root().filter(|root| root.name().eq_ignore_ascii_case("alto")) {
            self.opened.insert(file.to_owned(), Page::read(root));
        }
    }
}

fn is_heading(division: Element<'_, '_>) -> bool {
    let kind = division.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
    division.name() == "div" && (kind == "heading" || kind == "title" || kind == "headline")
}

/// `<titleInfo><nonSort>The</nonSort><title>…</title></titleInfo>`.
fn title(part: Element<'_, '_>) -> Option<String> {
    let info = part.first("titleInfo")?;
    let title = info.child("title").and_then(Element::some_text)?;
    let article = info.child("nonSort").and_then(Element::some_text);
    Some(article.map_or_else(|| title.clone(), |article| format!("{article} {title}")))
}

pub fn no_text(detail: impl Into<String>) -> Problem {
    Problem::new(Stage::Read, "no text", detail)
}
