//! The dates that a page shows, best first.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};

use crate::model::{DateOrigin, DatePrecision, PublishedDate};
use crate::read::dates::{
    DateLabel, Surroundings, begins_with_by, dates_in_line, find_whole_date, parse_date,
};
use crate::read::html::places::{Place, Places, line_around, text_of};
use crate::read::html::tree::{
    attribute, collapse_whitespace, name_words, next_in_document, node_text,
};

/// A date that the page shows.
#[derive(Clone, Debug)]
pub struct ShownDate {
    /// Rank among those of the page, the best the smallest.
    rank: u32,
    /// Text of the date.
    pub value: String,
    /// Origin: a field for the attribute of an element, otherwise a printed line.
    pub origin: DateOrigin,
    /// True if it is the day of a change.
    pub is_change: bool,
    /// True if it stands by the headline.
    pub in_head: bool,
}

/// Most elements made for dates that are looked at.
const MAX_ELEMENTS: usize = 200;

/// Most texts of a page below its head in which a label is looked for.
const MAX_TEXTS: usize = 4000;

/// Kinds of a shown date, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ShownKind {
    /// Said to be the day of publication.
    Published,
    /// In an element made for dates.
    Time,
    /// In a line of its own.
    Line,
    /// In an element that is only called after dates.
    Named,
}

/// Dates that the page shows, best first; none that stands in a sentence, a comment, a list of
/// other stories or the like.
pub fn printed(document: &Document, title: Option<&str>) -> Vec<ShownDate> {
    let places = Places::new(document, title);
    let mut finder = DateFinder { places: &places, found: Vec::new(), dated: HashSet::new() };
    let selector = "time, [itemprop='datePublished'], [class*='date'], [class*='Date'], \
                    [class*='publish'], [class*='posted'], [class*='timestamp']";
    let elements = document.select(selector);
    let elements = &elements.nodes()[..elements.nodes().len().min(MAX_ELEMENTS)];
    for node in elements {
        finder.dated.extend(node.ancestors_it(Some(6)).map(|above| above.id));
    }
    for node in elements {
        finder.element(node);
    }
    for text in &places.texts {
        finder.text(text);
    }
    finder.labelled_elsewhere(document);
    let mut found = finder.found;
    found.sort_by_key(|date| date.rank);
    found
}

struct DateFinder<'p, 'd> {
    places: &'p Places<'d>,
    found: Vec<ShownDate>,
    /// Elements around those made for dates.
    dated: HashSet<NodeId>,
}

impl DateFinder<'_, '_> {
    /// The dates of an element that is made for dates, or called after them.
    fn element(&mut self, node: &NodeRef<'_>) {
        let Some(place) = self.places.of(node) else { return };
        let words = name_words(node);
        let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
        let is_published = node.has_attr("pubdate")
            || has(&[" published ", " publish date ", " pubdate ", " posted ", " date published "]);
        let is_change = has(&[" modified ", " updated ", " update ", " date modified "]);
        let is_time = node.has_name("time") || node.has_attr("itemprop");
        let (line, range) = line_around(node);
        let around = Surroundings { before: &line[..range.start], after: &line[range.end..] };
        if self.is_of_another(node, place) || (is_in_sentence(around) && !is_published) {
            return;
        }
        let kind = |label: Option<DateLabel>| match label {
            Some(DateLabel::Published) => ShownKind::Published,
            _ if is_published => ShownKind::Published,
            _ if is_time => ShownKind::Time,
            _ => ShownKind::Named,
        };
        let text = collapse_whitespace(&line[range.clone()]);
        let dates = if text.chars().count() < 160 { dates_in_line(&text) } else { Vec::new() };
        let outer = around.label(false).0;
        if let Some(value) = attribute(node, "datetime").or_else(|| attribute(node, "content"))
            && value.len() < 40
            && find_whole_date(&value).is_some()
        {
            let label = dates.first().and_then(|date| date.label).or(outer);
            let label = if is_change { Some(DateLabel::Changed) } else { label };
            self.add(place, kind(label), label, value, DateOrigin::Field);
        }
        // "November 20, 10:42, 2025", on as many lines.
        if dates.is_empty()
            && text.len() < 60
            && parse_date(&text, DateOrigin::Dateline).is_some_and(is_day)
        {
            let label = if is_change { Some(DateLabel::Changed) } else { outer };
            self.add(place, kind(label), label, text.clone(), DateOrigin::Dateline);
        }
        for (at, date) in dates.iter().enumerate() {
            let label = date.label.or_else(|| (at == 0).then_some(outer).flatten());
            let label = if is_change { Some(DateLabel::Changed) } else { label };
            let single = dates.len() == 1 && text.chars().count() < 60;
            if date.stands_alone || single {
                let value = text[date.range.clone()].to_owned();
                self.add(place, kind(label), label, value, DateOrigin::Dateline);
            }
        }
    }

    /// The dates of a text in the head of the article.
    fn text(&mut self, node: &NodeRef<'_>) {
        let length = text_of(node, |contents| {
            if contents.contains(|c: char| c.is_ascii_digit()) { contents.len() } else { 0 }
        });
        if length == 0 || length > 400 {
            return;
        }
        let Some(place) = self.places.of(node) else { return };
        if self.is_of_another(node, place) {
            return;
        }
        self.line(node, place, false);
    }

    /// The dates of a text, by its line; with `labelled`, only those that are said to be of
    /// publication, or that stand in a byline before the headline.
    fn line(&mut self, node: &NodeRef<'_>, place: Place, labelled: bool) {
        let (line, range) = line_around(node);
        let own = &line[range.clone()];
        let around = Surroundings { before: &line[..range.start], after: &line[range.end..] };
        // A date in an element of its own, beside a name that no mark parts from it.
        let own_alone = dates_in_line(own).first().is_some_and(|date| date.stands_alone)
            && !is_in_sentence(around);
        let is_byline = place == Place::Above && begins_with_by(&line);
        for date in dates_in_line(&line) {
            let within = date.range.start >= range.start && date.range.end <= range.end;
            if !within || !(date.stands_alone || own_alone) {
                continue;
            }
            if labelled && date.label != Some(DateLabel::Published) && !is_byline {
                continue;
            }
            let kind = match date.label {
                Some(DateLabel::Published) => ShownKind::Published,
                _ => ShownKind::Line,
            };
            let value = line[date.range].to_owned();
            self.add(place, kind, date.label, value, DateOrigin::Dateline);
        }
    }

    /// The dates outside of the head that are said to be of publication.
    fn labelled_elsewhere(&mut self, document: &Document) {
        let Some(body) = document.body() else { return };
        let texts = body.descendants_it().filter(NodeRef::is_text).take(MAX_TEXTS);
        for node in texts {
            let is_short = text_of(&node, |contents| {
                contents.len() < 200 && find_whole_date(contents).is_some()
            });
            if is_short
                && let Some(place) = self.places.of(&node).filter(|place| *place != Place::Head)
                && !self.is_of_another(&node, place)
            {
                self.line(&node, place, true);
            }
        }
    }

    fn add(
        &mut self,
        place: Place,
        kind: ShownKind,
        label: Option<DateLabel>,
        value: String,
        origin: DateOrigin,
    ) {
        let is_change = label == Some(DateLabel::Changed);
        if label == Some(DateLabel::Other)
            || (place == Place::Below && kind != ShownKind::Published && !is_change)
        {
            return;
        }
        let place_rank = match (place, kind) {
            (Place::Head, _) => 0,
            (Place::Above, _) => 1,
            (Place::Below, _) => 2,
        };
        let rank = (place_rank * 4 + kind as u32) * 1000 + self.found.len().min(999) as u32;
        let in_head = place != Place::Below;
        self.found.push(ShownDate { rank, value, origin, is_change, in_head });
    }

    /// True if the date is that of another story: of one of many entries that have a date each, or
    /// of a link to it.
    fn is_of_another(&self, node: &NodeRef<'_>, place: Place) -> bool {
        // A byline above the headline links to its author.
        if place == Place::Above && begins_with_by(&line_around(node).0) {
            return false;
        }
        let mut current = Some(*node);
        for _ in 0..6 {
            let Some(part) = current.filter(|part| !self.places.holds_headline(part)) else {
                break;
            };
            let is_entry = ["li", "div", "article", "section", "tr", "dd", "a"]
                .iter()
                .any(|name| part.has_name(name));
            if is_entry && self.is_entry_of_another(&part, place) {
                return true;
            }
            current = part.parent();
        }
        false
    }

    fn is_entry_of_another(&self, part: &NodeRef<'_>, place: Place) -> bool {
        // A date that leads to its own page is the article's.
        let Some(entry) = Entry::of(part).filter(|_| !part.has_name("a")) else { return false };
        let least = if place == Place::Above { 2 } else { 3 };
        if place != Place::Head && (entry.has_heading || entry.link_words >= least) {
            return true;
        }
        // Entries like this one, each with its date.
        let alike = |other: &NodeRef<'_>| {
            self.dated.contains(&other.id)
                && other.node_name() == part.node_name()
                && other.class() == part.class()
        };
        let repeated = std::iter::successors(part.next_sibling(), NodeRef::next_sibling)
            .take(12)
            .chain(std::iter::successors(part.prev_sibling(), NodeRef::prev_sibling).take(12))
            .any(|other| other.is_element() && alike(&other));
        repeated && (entry.bytes > 60 || entry.link_words > 0 || entry.has_paragraph)
    }
}

/// Contents of an entry of a list.
#[derive(Debug, Default)]
struct Entry {
    /// Bytes of its text.
    bytes: usize,
    has_heading: bool,
    has_paragraph: bool,
    /// Most words in one link.
    link_words: usize,
}

impl Entry {
    /// Looks at an element; `None` when it holds too much for an entry.
    fn of(part: &NodeRef<'_>) -> Option<Self> {
        let mut entry = Self::default();
        let mut nodes = 0;
        let mut next = Some(*part);
        while let Some(node) = next {
            nodes += 1;
            if nodes > 300 || entry.bytes > 1500 {
                return None;
            }
            entry.bytes += text_of(&node, |contents| contents.trim().len());
            entry.has_heading |= ["h2", "h3", "h4", "h5"].iter().any(|name| node.has_name(name));
            entry.has_paragraph |= node.has_name("p");
            if node.has_name("a") && node.has_attr("href") {
                let words = node_text(&node);
                let words = words.split_whitespace().filter(|word| word.len() > 1).count();
                entry.link_words = entry.link_words.max(words);
            }
            next = next_in_document(&node, part, true);
        }
        Some(entry)
    }
}

fn is_day(date: PublishedDate) -> bool {
    date.precision == DatePrecision::Day
}

/// True if the text around a date is a sentence that speaks of it.
fn is_in_sentence(around: Surroundings<'_>) -> bool {
    if around.stand_apart() {
        return false;
    }
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).count()
    };
    let ends = around.after.trim_end().ends_with(['.', '!', '?', '…', '”', '"']);
    let goes_on =
        around.after.trim_start().starts_with(char::is_lowercase) && words(around.before) >= 1;
    let count = words(around.before) + words(around.after);
    ((ends || goes_on) && count >= 3) || count > 30
}
