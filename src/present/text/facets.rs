//! Names and facets with their counts, speakers about a subject, and suggestions of other
//! spellings.

use std::io::{self, Write};

use crate::model::EntityKind;
use crate::present::answer::{DocumentKind, NameList, SpeakerList};
use crate::present::text::terminal::Text;
use crate::present::wrap::{columns, pad, shorten};
use crate::present::{escape, words};
use crate::search::{
    Evidence, Facet, FacetField, JoinedForm, NameCount, OtherName, SpeakerCount, Suggestion,
    SuggestionField, Variant,
};

/// Width to which names of speakers are padded at most, in columns.
const MAX_NAME_WIDTH: usize = 40;

/// Writes names with their counts; `noun` is what there are more of.
pub fn write_names(
    text: &Text,
    list: &NameList,
    noun: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let width = list.names.first().map_or(1, |n| n.count.to_string().len());
    for NameCount { name, count, variants, roles, evidence } in &list.names {
        write!(out, "{count:>width$}  {}", escape::line(name))?;
        if !roles.is_empty() {
            let room = text.width.saturating_sub(width + 4 + columns(name));
            write!(out, "  {dim}{}{dim:#}", shorten(&words::roles(roles), room))?;
        }
        writeln!(out)?;
        if let Some(evidence) = evidence {
            write_evidence(text, name, evidence, width + 2, out)?;
            continue;
        }
        let forms = variants.iter().filter(|form| list.variants && form.name != *name);
        for Variant { name, count, inferred } in forms {
            let inferred = if *inferred { " (inferred)" } else { "" };
            let name = escape::line(name);
            writeln!(out, "{:width$}  {dim}{count} {name}{inferred}{dim:#}", "")?;
        }
    }
    let more = list.total - list.names.len();
    if more > 0 {
        writeln!(out, "{dim}… and {more} more {noun} (--limit){dim:#}")?;
    }
    Ok(())
}

/// Writes the evidence for who a speaker is, beneath the name.
fn write_evidence(
    text: &Text,
    name: &str,
    evidence: &Evidence,
    indent: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let mut line = |line: String| writeln!(out, "{:indent$}{dim}{line}{dim:#}", "");
    let mut years: Vec<String> =
        evidence.years.iter().map(|(year, count)| format!("{year}: {count}")).collect();
    if evidence.undated > 0 {
        years.push(format!("undated: {}", evidence.undated));
    }
    let articles = DocumentKind::Articles.noun(evidence.articles);
    line(format!("in {} {articles}; {}", evidence.articles, years.join(", ")))?;
    for JoinedForm { form, count, reason } in evidence.joined.iter().filter(|one| one.form != *name)
    {
        line(format!("joined: {count} {}: {}", escape::line(form), reason.told()))?;
    }
    for OtherName { name, count, reason } in &evidence.apart {
        line(format!("apart: {count} {}: {}", escape::line(name), reason.told()))?;
    }
    Ok(())
}

/// Writes the entities of each kind that has any.
pub fn write_entities(
    text: &Text,
    kinds: &[(EntityKind, NameList)],
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = text.styles.title;
    for (kind, list) in kinds.iter().filter(|(_, list)| list.total > 0) {
        let heading = match kind {
            EntityKind::Person => "People",
            EntityKind::Organisation => "Organisations",
            EntityKind::Place => "Places",
            EntityKind::Group => "Groups",
        };
        writeln!(out, "{title}{heading}{title:#}")?;
        write_names(text, list, "names", out)?;
    }
    Ok(())
}

/// Writes the counts of all matches by facet.
pub fn write_facets(
    text: &Text,
    facets: &[Facet],
    total: u64,
    documents: DocumentKind,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (title, dim) = (text.styles.title, text.styles.dim);
    for facet in facets {
        let name = words::facet(facet.field);
        writeln!(out, "\n{title}{total} {} by {name}{title:#}", documents.noun(total))?;
        let max = facet.values.iter().map(|v| v.count).chain([facet.without]).max().unwrap_or(0);
        let width = max.to_string().len();
        for value in &facet.values {
            writeln!(out, "{:>width$}  {}", value.count, escape::line(&value.value))?;
        }
        let more = facet.different - facet.values.len();
        if more > 0 {
            writeln!(out, "{dim}{:width$}  … and {more} more (--facet-limit){dim:#}", "")?;
        }
        if facet.without > 0 {
            let without = without(facet.field);
            writeln!(out, "{dim}{:>width$}  {without}{dim:#}", facet.without)?;
        }
    }
    Ok(())
}

/// Label of the documents that have no value of a facet.
fn without(field: FacetField) -> &'static str {
    match field {
        FacetField::Year => "undated",
        FacetField::Speaker => "without a named speaker",
        FacetField::Role => "without a role",
        FacetField::Person | FacetField::Organisation | FacetField::Place => "that name none",
        FacetField::Source | FacetField::Section | FacetField::Language => "without one",
        FacetField::Mode => "that quote nobody",
    }
}

/// Writes speakers about a subject, each with the dates of the first and last quotation.
pub fn write_speakers_about(
    text: &Text,
    list: &SpeakerList,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let number = list.speakers.first().map_or(1, |one| one.count.to_string().len());
    let width = list.speakers.iter().map(|one| columns(&escape::line(&one.name))).max();
    let width = width.unwrap_or(0).min(MAX_NAME_WIDTH);
    for speaker in &list.speakers {
        let name = pad(&escape::line(&speaker.name), width);
        let roles = words::roles(&speaker.roles);
        let roles = if roles.is_empty() { roles } else { format!("; {roles}") };
        writeln!(out, "{:>number$}  {name}  {dim}{}{roles}{dim:#}", speaker.count, dates(speaker))?;
    }
    let more = list.total - list.speakers.len();
    if more > 0 {
        writeln!(out, "{dim}… and {more} more speakers (--limit){dim:#}")?;
    }
    let nobody = if list.nobody > 0 {
        format!(", {} of them without a named speaker", list.nobody)
    } else {
        String::new()
    };
    let quotes = list.quotes;
    writeln!(out, "{dim}{quotes} {}{nobody}{dim:#}", DocumentKind::Quotations.noun(quotes))
}

/// First and last date of a speaker's quotations, and the number of the undated.
fn dates(speaker: &SpeakerCount) -> String {
    let SpeakerCount { first, last, undated, .. } = speaker;
    let dates = match (first, last) {
        (Some(first), Some(last)) if first == last => words::date(Some(first)),
        (Some(first), Some(last)) => {
            format!("{} to {}", words::date(Some(first)), words::date(Some(last)))
        }
        _ => String::new(),
    };
    match (undated, dates.is_empty()) {
        (0, _) => dates,
        (_, true) => "undated".to_owned(),
        (undated, false) => format!("{dates}, {undated} undated"),
    }
}

/// Writes spellings that the archive has, for what was typed.
pub fn write_suggestions(suggestions: &[Suggestion], out: &mut dyn Write) -> io::Result<()> {
    for one in suggestions {
        let words = escape::line(&one.corrected);
        match one.field {
            SuggestionField::Words => writeln!(out, "did you mean: {words}")?,
            asked => writeln!(out, "did you mean: --{} \"{words}\"", words::option(asked))?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_speakers_line_up_whatever_their_script() {
        let speakers = ["Ada Roe", "王毅", "José Nuñ\u{303}ez", "김연아 🎉"].map(SpeakerCount::new);
        let list = SpeakerList { speakers: speakers.to_vec(), total: 4, quotes: 0, nobody: 0 };
        let mut out = anstream::StripStream::new(Vec::new());
        write_speakers_about(&Text::new(80, false), &list, &mut out).unwrap();
        let out = String::from_utf8(out.into_inner()).unwrap();
        let widths: Vec<usize> = out.lines().take(4).map(columns).collect();
        assert_eq!(widths, [15; 4], "{out}");
    }
}
