//! RIS: lines of a tag, two blanks, a hyphen, a blank and a value, each ended by CR LF.
//!
//! A value is one line. A date is `YYYY/MM/DD/`, in which what is not known stays empty.

use std::io::{self, Write};

use chrono::Datelike;

use crate::model::{DatePrecision, PublishedDate};
use crate::present::cite::author::Author;
use crate::present::cite::citation::{Citation, one_line};

/// Writes one citation.
pub fn write(citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let article = citation.article;
    let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {}\r\n", one_line(value));
    line("TY", "NEWS")?;
    line("ID", &citation.id)?;
    for printed in &article.authors {
        match Author::parse(printed) {
            // A comma in the name of a body would make a person of it.
            Author::Body(name) => line("AU", &name.replace(',', ""))?,
            Author::Person { family, given } => line("AU", &format!("{family}, {given}"))?,
        }
    }
    line("TI", &citation.title())?;
    if let Some(publisher) = &article.publisher {
        line("T2", publisher)?;
    }
    if let Some(date) = citation.date() {
        line("PY", &format!("{:04}", date.year()))?;
        line("DA", &partial(date))?;
    }
    if let Some(section) = &article.section {
        line("SE", section)?;
    }
    if let Some(language) = citation.language {
        line("LA", language)?;
    }
    if let Some(url) = &article.url {
        line("UR", url)?;
    }
    if let Some(said) = citation.said() {
        line("AB", &said)?;
    }
    if let Some(caution) = citation.caution() {
        line("N1", &caution)?;
    }
    line("AV", &citation.place())?;
    write!(out, "ER  - \r\n\r\n")
}

fn partial(date: &PublishedDate) -> String {
    let Some(day) = date.day.date() else { return "///".to_owned() };
    match date.precision {
        DatePrecision::Day => format!("{:04}/{:02}/{:02}/", day.year(), day.month(), day.day()),
        DatePrecision::Month => format!("{:04}/{:02}//", day.year(), day.month()),
        DatePrecision::Year => format!("{:04}///", day.year()),
    }
}

#[cfg(test)]
mod tests {
    use crate::present::cite::bibliography::CitationStyle;
    use crate::present::cite::sample::{record, written};

    #[test]
    fn every_line_is_a_tag_and_a_value() {
        let text = record("Fees\r\nER  - rise", "Tilda Marrow", Some("2025-06-12"));
        let ris = written(CitationStyle::Ris, &text, Some("“No\n more,”"));
        let expected = "TY  - NEWS\r\nID  - 00000000000000aa\r\nAU  - Marrow, Tilda\r\n\
            TI  - Fees ER - rise\r\nT2  - Lowmere Post & Echo\r\nPY  - 2025\r\n\
            DA  - 2025/06/12/\r\nSE  - City\r\nLA  - en\r\n\
            UR  - https://post.example/a?b={c}&d=100%\r\n\
            AB  - “No more,” — Ada Roe, harbour master\r\n\
            AV  - wire/2025/a_b.txt\r\nER  - \r\n\r\n";
        assert_eq!(ris, expected);
    }

    #[test]
    fn a_date_is_as_exact_as_it_is_known() {
        let check =
            |date: Option<&str>, year: Option<&str>, tag: Option<&str>, note: Option<&str>| {
                let ris = written(CitationStyle::Ris, &record("T", "Desk, City", date), None);
                let value = |tag: &str| ris.lines().find_map(|line| line.strip_prefix(tag));
                assert_eq!((value("PY  - "), value("DA  - "), value("N1  - ")), (year, tag, note));
                assert_eq!(value("AU  - "), Some("Desk, City"));
            };
        check(Some("2025-06-12"), Some("2025"), Some("2025/06/12/"), None);
        check(
            Some("2025-06"),
            Some("2025"),
            Some("2025/06//"),
            Some("published date known by month only"),
        );
        check(
            Some("1899"),
            Some("1899"),
            Some("1899///"),
            Some("published date known by year only"),
        );
        check(None, None, None, Some("published date unknown"));
    }
}
