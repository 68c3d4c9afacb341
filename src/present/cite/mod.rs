//! A quotation or an article as a citation: for people, for reference managers, for LaTeX.
//!
//! Each format has a file and its own rules of escaping; what they have in common, names of authors and the
//! exactness of dates, stands here. A date is never made more exact than it is known.

mod bibtex;
mod csl;
mod ris;
mod sentence;

use std::io::{self, Write};

use crate::model::{Article, DatePrecision, PublishedDate, QuoteId, QuoteKind, Source};
use crate::search::QuoteHit;
use crate::store::ArticleRecord;

/// How a citation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationStyle {
    /// A sentence for people.
    Text,
    /// The tagged lines that reference managers read.
    Ris,
    /// An entry for LaTeX.
    Bibtex,
    /// The JSON of the Citation Style Language.
    CslJson,
}

/// What is cited.
#[derive(Clone, Debug)]
pub struct Citation<'a> {
    id: String,
    quotation: Option<Quotation<'a>>,
    article: &'a Article,
    source: &'a Source,
    language: Option<&'a str>,
}

#[derive(Clone, Debug)]
struct Quotation<'a> {
    text: &'a str,
    /// Whether these are the speaker's words and not the article's.
    direct: bool,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    /// Whether the archive and not the article says who is meant.
    inferred: bool,
}

impl<'a> Citation<'a> {
    /// A quotation with its article.
    pub fn of_quote(hit: &'a QuoteHit) -> Self {
        let quote = hit.quote();
        let attribution = quote.attribution.as_ref();
        let quotation = Quotation {
            text: quote.span.of(&hit.record.article.body).trim(),
            direct: quote.kind == QuoteKind::Direct,
            speaker: hit.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            role: attribution.and_then(|attribution| attribution.role.as_deref()),
            inferred: hit.speaker.as_ref().is_some_and(|speaker| speaker.inferred),
        };
        Self { quotation: Some(quotation), ..Self::new(hit.id, &hit.record) }
    }

    /// An article.
    pub fn of_article(record: &'a ArticleRecord) -> Self {
        Self::new(QuoteId(record.source.article_id().0), record)
    }

    fn new(id: QuoteId, record: &'a ArticleRecord) -> Self {
        let ArticleRecord { source, article, notes, .. } = record;
        let language = article.language.as_deref().or(notes.language.as_deref());
        Self { id: id.to_string(), quotation: None, article, source, language }
    }

    fn date(&self) -> Option<&PublishedDate> {
        self.article.date.as_ref()
    }

    /// Where in the archive the article lies.
    fn place(&self) -> String {
        let Source { root, path, position } = self.source;
        let position = if *position > 0 { format!("#{position}") } else { String::new() };
        format!("{root}/{path}{position}")
    }

    /// What is known of the date and the speaker less surely than it looks, in words.
    fn caution(&self) -> Option<String> {
        let date = match self.date().map(|date| date.precision) {
            None => Some("published date unknown"),
            Some(DatePrecision::Month) => Some("published date known by month only"),
            Some(DatePrecision::Year) => Some("published date known by year only"),
            Some(DatePrecision::Day) => None,
        };
        let inferred = self.quotation.as_ref().is_some_and(|quotation| quotation.inferred);
        let speaker = inferred.then_some("speaker inferred from other articles");
        let all: Vec<&str> = date.into_iter().chain(speaker).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// The quotation and who said it, on one line.
    fn said(&self) -> Option<String> {
        let quotation = self.quotation.as_ref()?;
        let Quotation { speaker, role, .. } = quotation;
        let mut said = quotation.words();
        if let Some(speaker) = speaker {
            said.push_str(" — ");
            said.push_str(&one_line(speaker));
            if let Some(role) = role {
                said.push_str(", ");
                said.push_str(&one_line(role));
            }
        }
        Some(said)
    }
}

impl Quotation<'_> {
    /// The words on one line: in marks where they are the speaker's; reported speech is said to be that,
    /// since to put it in marks would make somebody say what nobody said.
    fn words(&self) -> String {
        let line = one_line(self.text);
        if !self.direct {
            return format!("{line} [reported speech]");
        }
        let inside = line.trim_start_matches(OPENING).trim_end_matches(CLOSING).trim();
        format!("“{inside}”")
    }
}

/// What a quotation may open and close with in print and in tokenised text.
const OPENING: [char; 8] = ['“', '"', '„', '«', '‘', '\'', '`', '‟'];
const CLOSING: [char; 7] = ['”', '"', '“', '»', '’', '\'', '‟'];

/// Writes citations one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Bibliography {
    style: CitationStyle,
    written: u64,
}

impl Bibliography {
    /// A bibliography in a style.
    pub fn new(style: CitationStyle) -> Self {
        Self { style, written: 0 }
    }

    /// Writes one more citation.
    ///
    /// # Errors
    /// The writer fails.
    pub fn add(&mut self, citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
        let first = self.written == 0;
        self.written += 1;
        match self.style {
            CitationStyle::Text => sentence::write(citation, out),
            CitationStyle::Ris => ris::write(citation, out),
            CitationStyle::Bibtex => {
                if !first {
                    writeln!(out)?;
                }
                bibtex::write(citation, out)
            }
            CitationStyle::CslJson => {
                out.write_all(if first { b"[\n" } else { b",\n" })?;
                csl::write(citation, out)
            }
        }
    }

    /// Ends what has to be ended.
    ///
    /// # Errors
    /// The writer fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (self.style, self.written) {
            (CitationStyle::CslJson, 0) => writeln!(out, "[]"),
            (CitationStyle::CslJson, _) => writeln!(out, "\n]"),
            _ => Ok(()),
        }
    }
}

/// An author as formats want it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Author {
    Person {
        family: String,
        given: String,
    },
    /// An agency, a desk, a single name: not to be taken apart.
    Body(String),
}

/// Words that no person's name has: an agency's "Press" is no surname.
const OF_BODIES: &[&str] = &[
    "agency",
    "agencies",
    "associated",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editorial",
    "editors",
    "international",
    "magazine",
    "media",
    "news",
    "newspaper",
    "press",
    "report",
    "reporter",
    "reporters",
    "reuters",
    "service",
    "services",
    "staff",
    "team",
    "the",
    "times",
    "wire",
    "writer",
    "writers",
    "and",
    "for",
];
/// Words that go with the family name.
const PARTICLES: &[&str] =
    &["al", "da", "de", "del", "den", "der", "di", "du", "la", "le", "ten", "ter", "van", "von"];
/// What follows a family name.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// An author as printed, taken apart where that is safe.
fn author(printed: &str) -> Author {
    let line = one_line(printed);
    let name =
        line.strip_prefix("By ").or_else(|| line.strip_prefix("by ")).unwrap_or(&line).trim();
    if let Some((family, given)) = name.split_once(", ")
        && !given.contains(',')
        && !given.contains(' ')
        && !family.is_empty()
    {
        return Author::Person { family: family.to_owned(), given: given.to_owned() };
    }
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let of_body = |word: &&str| OF_BODIES.contains(&word.to_lowercase().as_str());
    let odd = name.contains(|c: char| c.is_ascii_digit() || ",&/@()".contains(c));
    if words.len() < 2 || words.len() > 5 || odd || words.iter().any(of_body) {
        return Author::Body(name.to_owned());
    }
    let lower = |at: usize| words[at].to_lowercase();
    let mut start = words.len() - 1;
    if SUFFIXES.contains(&lower(start).as_str()) && start > 1 {
        start -= 1;
    }
    while start > 1 && PARTICLES.contains(&lower(start - 1).as_str()) {
        start -= 1;
    }
    Author::Person { family: words[start..].join(" "), given: words[..start].join(" ") }
}

/// A text on one line, without what could steer a terminal or end a line of a format.
fn one_line(text: &str) -> String {
    crate::present::escape::line(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, Notes};

    /// A record of an invented article, and the citation of a quotation of it in a style.
    pub fn record(title: &str, author: &str, date: Option<&str>) -> ArticleRecord {
        let date = date.and_then(|text| {
            let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
            let (month, day) = (parts.get(1).copied(), parts.get(2).copied());
            PublishedDate::from_parts(parts[0] as i32, month, day, DateOrigin::Field)
        });
        ArticleRecord {
            content: 0,
            source: Source { root: "wire".into(), path: "2025/a_b.txt".into(), position: 0 },
            article: Article {
                title: Some(title.to_owned()),
                body: "“No more,” said\r\n Ada Roe.".to_owned(),
                date,
                authors: vec![author.to_owned()],
                publisher: Some("Lowmere Post & Echo".to_owned()),
                url: Some("https://post.example/a?b={c}&d=100%".to_owned()),
                section: Some("City".to_owned()),
                ..Article::default()
            },
            notes: Notes { language: Some("en".into()), ..Notes::default() },
        }
    }

    pub fn written(style: CitationStyle, record: &ArticleRecord, said: Option<&str>) -> String {
        let mut citation = Citation::of_article(record);
        citation.id = "00000000000000aa".to_owned();
        citation.quotation = said.map(|text| Quotation {
            text,
            direct: text.starts_with('“'),
            speaker: Some("Ada Roe"),
            role: Some("harbour master"),
            inferred: false,
        });
        let mut out = Vec::new();
        let mut bibliography = Bibliography::new(style);
        bibliography.add(&citation, &mut out).unwrap();
        bibliography.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn authors_are_taken_apart_only_where_that_is_safe() {
        let person = |family: &str, given: &str| Author::Person {
            family: family.to_owned(),
            given: given.to_owned(),
        };
        let check = |printed: &str, expected: Author| assert_eq!(author(printed), expected);
        check("By Tilda Marrow", person("Marrow", "Tilda"));
        check("Marrow, Tilda", person("Marrow", "Tilda"));
        check("Henrike van der Solt", person("van der Solt", "Henrike"));
        check("Bram Q. Ockley Jr.", person("Ockley Jr.", "Bram Q."));
        for body in [
            "Associated Press",
            "Reuters",
            "News Desk",
            "Tilda Marrow and Osric Vane",
            "a@b.example",
        ] {
            check(body, Author::Body(body.to_owned()));
        }
    }
}
