//! Plain text in the four forms that archives keep it in.
//!
//! The user's own (` date 2025-06-12 ` and then the body on the same line), header lines (`Title:
//! …` and the like, then a blank line), the lines after two hyphens of the Reuters and Bloomberg
//! sets (title, byline, date, address), and bare text whose first short line is the headline. They
//! are distinguished by the first line, so that one folder may mix them. The body is the rest, to
//! the byte.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, PublishedDate};
use crate::read::context::FileContext;
use crate::read::dates;
use crate::read::encoding::decode;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader of one article in a text file.
#[derive(Debug)]
pub struct PlainReader;

/// Extensions that say "text"; a file with another one is claimed only in the user's own form.
const EXTENSIONS: &[&str] = &["txt", "text", "asc", "article", "news"];

impl FormatReader for PlainReader {
    fn name(&self) -> &'static str {
        "text"
    }

    fn version(&self) -> u32 {
        3
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["txt", "text", "asc", "article", "news"],
            reads: "title, date, byline, body, publication, section, url, language",
            notes: "` date 2025-06-12 …`, header lines (`Title: …`), lines after `--` (title, \
                    byline, date, url), or bare text with its headline first",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            None => true,
            Some(extension) if EXTENSIONS.contains(&extension) => true,
            Some(_) => has_article_header(&decode(head)),
        }
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        emit(0, Ok(article(&decode(&bytes), context)));
        Ok(())
    }
}

/// True if the first lines of a text say by themselves that it is an article.
pub fn has_article_header(text: &str) -> bool {
    split_date_prefix(text).is_some() || split_dashes(text, &FileContext::new("")).is_some()
}

fn article(text: &str, context: &FileContext<'_>) -> Article {
    if let Some((date, body)) = split_date_prefix(text) {
        return Article { date: Some(date), body: body.to_owned(), ..Article::default() };
    }
    split_dashes(text, context)
        .or_else(|| split_headers(text, context))
        .unwrap_or_else(|| parse_bare(text))
}

/// Parses an article whose first lines begin with two hyphens: the title, then byline, date and
/// address, any of them empty. An address or a date must be among them, or they are a text with
/// dashes.
fn split_dashes(text: &str, context: &FileContext<'_>) -> Option<Article> {
    let mut article = Article::default();
    let mut rest = text.trim_start();
    let mut has_date_or_url = false;
    let mut count = 0;
    while let Some(after) = rest.strip_prefix("--").filter(|_| count < 6) {
        let end = after.find('\n').unwrap_or(after.len());
        let line = join_spaced_letters(after[..end].trim());
        rest = &after[(end + 1).min(after.len())..];
        count += 1;
        let dated = |article: &mut Article| {
            context.set_date(article, &line, DateOrigin::Field);
            article.date.is_some()
        };
        if line.starts_with("http://") || line.starts_with("https://") {
            article.url = Some(line);
            has_date_or_url = true;
        } else if count == 1 {
            article.title = field_value(&line);
        } else if line.contains(|c: char| c.is_ascii_digit()) && dated(&mut article) {
            has_date_or_url = true;
        } else {
            article.date_as_printed = None;
            article.authors.extend(author_name(&line));
        }
    }
    if !has_date_or_url || count < 2 {
        return None;
    }
    rest.trim_start_matches(['\n', '\r']).clone_into(&mut article.body);
    Some(article)
}

/// A line without the blanks between its letters, as Bloomberg spaces bylines out: `B y   I n a   C
/// o l e`.
fn join_spaced_letters(line: &str) -> String {
    let spaced = line.len() > 4 && line.chars().skip(1).step_by(2).all(|c| c == ' ');
    if !spaced {
        return line.to_owned();
    }
    let words = line.split("   ").map(|word| word.replace(' ', ""));
    words.collect::<Vec<_>>().join(" ")
}

/// The date and the body of ` date 2025-06-12 …`.
fn split_date_prefix(text: &str) -> Option<(PublishedDate, &str)> {
    let rest = text.trim_start().strip_prefix("date ")?.trim_start_matches(' ');
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (date, body) = rest.split_at(end);
    let iso = date.len() >= 4 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = dates::parse_date(date, DateOrigin::Field).filter(|_| iso)?;
    let body = body.strip_prefix(char::is_whitespace).unwrap_or(body);
    Some((date, body))
}

/// Parses an article of header lines, a blank line and a body. At least one header must be known,
/// and every line before the blank one must be a header or the continuation of one.
fn split_headers(text: &str, context: &FileContext<'_>) -> Option<Article> {
    let mut article = Article::default();
    let mut any_known = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            if start == 0 {
                return None;
            }
            break;
        }
        if start > 0 && line.starts_with([' ', '\t']) {
            continue; // a folded header; what it continues was long enough already
        }
        let (key, value) = line.split_once(':')?;
        if key.is_empty()
            || key.len() > 30
            || !key.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        {
            return None;
        }
        any_known |= set_header(&mut article, &key.to_ascii_lowercase(), value.trim(), context);
    }
    if !any_known {
        return None;
    }
    text[at..].clone_into(&mut article.body);
    Some(article)
}

fn set_header(article: &mut Article, key: &str, value: &str, context: &FileContext<'_>) -> bool {
    let text = || (!value.is_empty()).then(|| value.to_owned());
    match key {
        "title" | "headline" => article.title = text(),
        "date" | "published" => context.set_date(article, value, DateOrigin::Field),
        "author" | "authors" | "byline" => article.authors.extend(text()),
        "source" | "publication" | "newspaper" => article.publisher = text(),
        "url" | "link" => article.url = text(),
        "section" => article.section = text(),
        "language" => article.language = text(),
        _ => return false,
    }
    true
}

/// An article of bare text: a short first line that ends like a headline and not like a sentence is
/// its title.
fn parse_bare(text: &str) -> Article {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[start..end].trim_end();
    let rest = &text[end..];
    let headline = line.chars().count() <= 120 && !line.ends_with(['.', ',', ';', ':']);
    if headline && !rest.trim().is_empty() {
        let body = rest.trim_start_matches(['\n', '\r']);
        return Article {
            title: Some(line.to_owned()),
            body: body.to_owned(),
            ..Article::default()
        };
    }
    Article { body: text.to_owned(), ..Article::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        super::article(text, &FileContext::new("a.txt"))
    }

    #[test]
    fn the_users_own_form() {
        let article = article(" date 2025-06-12 “ Yes , ” he said .\n\nMore.\n");
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2025-06-12"));
        assert_eq!(article.body, "“ Yes , ” he said .\n\nMore.\n");
        assert_eq!(article.title, None);
    }

    #[test]
    fn header_lines() {
        let article = article(
            "Title: Harbour reopens\nDate: 2016-03\nByline: Ina Cole\nSource: Gazette\nX-Id: 7\n\n\
             Ships came.\n",
        );
        assert_eq!(article.title.as_deref(), Some("Harbour reopens"));
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2016-03"));
        assert_eq!(article.authors, ["Ina Cole"]);
        assert_eq!(article.publisher.as_deref(), Some("Gazette"));
        assert_eq!(article.body, "Ships came.\n");
    }

    #[test]
    fn lines_after_two_hyphens() {
        let article = article(
            "-- Harbour reopens\n-- B y   I n a   C o l e\n-- Mon Apr 2, 2007 7:51am EDT\n\
             -- http://www.example.com/a\n\nShips came.\n",
        );
        assert_eq!(article.title.as_deref(), Some("Harbour reopens"));
        assert_eq!(article.authors, ["Ina Cole"]);
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2007-04-02"));
        assert_eq!(article.url.as_deref(), Some("http://www.example.com/a"));
        assert_eq!(article.body, "Ships came.\n");
        let empty =
            super::article("-- Title\n-- \n-- 2007-04-02\n\nShips.", &FileContext::new("a.txt"));
        assert_eq!((empty.authors.len(), empty.body.as_str()), (0, "Ships."));
        assert_eq!(
            super::article("-- Stop.\n-- Go on.\n\nEnd.", &FileContext::new("a.txt")).url,
            None
        );
    }

    #[test]
    fn bare_text_with_and_without_a_headline() {
        let with = article("Harbour reopens\n\nShips came.\n");
        assert_eq!(
            (with.title.as_deref(), with.body.as_str()),
            (Some("Harbour reopens"), "Ships came.\n")
        );
        let without = article("Ships came in the night.\nMore followed.\n");
        assert_eq!((without.title, without.body.len()), (None, 40));
        assert_eq!(article("One line").title, None);
    }

    #[test]
    fn a_colon_in_the_first_sentence_makes_no_header() {
        let article = article("Minister: no deal\n\nTalks ended.");
        assert_eq!(article.title.as_deref(), Some("Minister: no deal"));
        assert_eq!(article.body, "Talks ended.");
    }
}
