//! Facets, and who speaks about something, as columns of a terminal.

use std::io::{self, Write};

use crate::present::layout::date;
use crate::present::text::Styles;
use crate::present::{SpeakingListed, What, escape};
use crate::search::Asked;
use crate::search::{Facet, FacetField, Meant, Speaking};

/// What a facet counts by, in a word.
pub fn field_name(field: FacetField) -> &'static str {
    match field {
        FacetField::Speaker => "speaker",
        FacetField::Person => "person",
        FacetField::Organisation => "org",
        FacetField::Place => "place",
        FacetField::Source => "source",
        FacetField::Section => "section",
        FacetField::Language => "lang",
        FacetField::Year => "year",
    }
}

pub fn facets(
    styles: &Styles,
    facets: &[Facet],
    total: u64,
    what: What,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    for facet in facets {
        let name = field_name(facet.field);
        writeln!(out, "\n{title}{total} {} by {name}{title:#}", what.counted(total))?;
        let most = facet.values.iter().map(|v| v.count).chain([facet.without]).max().unwrap_or(0);
        let width = most.to_string().len();
        for value in &facet.values {
            writeln!(out, "{:>width$}  {}", value.count, escape::line(&value.value))?;
        }
        let more = facet.different - facet.values.len();
        if more > 0 {
            writeln!(out, "{dim}{:width$}  … and {more} more (--facet-limit){dim:#}", "")?;
        }
        if facet.without > 0 {
            let without = match facet.field {
                FacetField::Year => "undated",
                FacetField::Speaker => "without a named speaker",
                FacetField::Person | FacetField::Organisation | FacetField::Place => {
                    "that name none"
                }
                FacetField::Source | FacetField::Section | FacetField::Language => "without one",
            };
            writeln!(out, "{dim}{:>width$}  {without}{dim:#}", facet.without)?;
        }
    }
    Ok(())
}

pub fn who_speaks(styles: &Styles, listed: &SpeakingListed, out: &mut dyn Write) -> io::Result<()> {
    let dim = styles.dim;
    let number = listed.speakers.first().map_or(1, |one| one.count.to_string().len());
    let name_width =
        listed.speakers.iter().map(|one| one.name.chars().count()).max().unwrap_or(0).min(40);
    for Speaking { name, count, first, last, undated } in &listed.speakers {
        let name = escape::line(name);
        let pad = " ".repeat(name_width.saturating_sub(name.chars().count()));
        let when = match (first, last) {
            (Some(first), Some(last)) if first == last => date(Some(first)),
            (Some(first), Some(last)) => format!("{} to {}", date(Some(first)), date(Some(last))),
            _ => String::new(),
        };
        let undated = match (undated, when.is_empty()) {
            (0, _) => String::new(),
            (_, true) => "undated".to_owned(),
            (undated, false) => format!(", {undated} undated"),
        };
        writeln!(out, "{count:>number$}  {name}{pad}  {dim}{when}{undated}{dim:#}")?;
    }
    let more = listed.total - listed.speakers.len();
    if more > 0 {
        writeln!(out, "{dim}… and {more} more speakers (--limit){dim:#}")?;
    }
    let quotes = listed.quotes;
    let nobody = if listed.nobody > 0 {
        format!(", {} of them without a named speaker", listed.nobody)
    } else {
        String::new()
    };
    writeln!(out, "{dim}{quotes} {}{nobody}{dim:#}", What::Quotations.counted(quotes))
}

/// The option or the words that something was typed as.
pub fn asked(asked: Asked) -> &'static str {
    match asked {
        Asked::Words => "words",
        Asked::Speaker => "speaker",
        Asked::Entity => "entity",
        Asked::Person => "person",
        Asked::Organisation => "org",
        Asked::Place => "place",
        Asked::Source => "source",
    }
}

pub fn meant(meant: &[Meant], out: &mut dyn Write) -> io::Result<()> {
    for one in meant {
        let words = escape::line(&one.meant);
        match one.asked {
            Asked::Words => writeln!(out, "did you mean: {words}")?,
            option => writeln!(out, "did you mean: --{} \"{words}\"", asked(option))?,
        }
    }
    Ok(())
}
