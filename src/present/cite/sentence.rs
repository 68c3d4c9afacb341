//! A citation as a sentence.

use std::io::{self, Write};

use crate::present::cite::citation::{Citation, Quotation, one_line};
use crate::present::words::date;

/// Writes one citation.
pub fn write(citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Vec::new();
    if let Some(quotation) = &citation.quotation {
        let Quotation { speaker, role, inferred, .. } = quotation;
        let speaker = speaker.map_or("speaker unknown".to_owned(), one_line);
        let role = role.map_or(String::new(), |role| format!(", {}", one_line(role)));
        let inferred = if *inferred { " (inferred from other articles)" } else { "" };
        parts.push(format!("{speaker}{role}{inferred}: {}", quotation.words()));
    }
    let article = citation.article;
    let authors: Vec<String> = article.authors.iter().map(|author| one_line(author)).collect();
    if !authors.is_empty() {
        parts.push(authors.join(", "));
    }
    parts.push(in_marks(&citation.title()));
    parts.extend(article.publisher.as_deref().map(one_line));
    parts.push(date(citation.date()));
    parts.extend(article.url.as_deref().map(one_line));
    parts.push(one_line(&citation.place()));
    writeln!(out, "{} [{}]", parts.join(". "), citation.id)
}

/// In quotation marks, unless it has some of its own or stands in brackets.
fn in_marks(text: &str) -> String {
    let marked = text.starts_with(['[', '“', '"', '„', '«', '‘', '\'']);
    if marked { text.to_owned() } else { format!("“{text}”") }
}

#[cfg(test)]
mod tests {
    use crate::present::cite::bibliography::CitationStyle;
    use crate::present::cite::sample::{record, written};

    #[test]
    fn a_sentence_says_who_what_where_and_how_surely() {
        let roe = record("Fees rise", "Tilda Marrow", Some("2025-06"));
        let expected = "Ada Roe, harbour master: “No more,”. Tilda Marrow. “Fees rise”. \
            Lowmere Post & Echo. 2025-06 (month only). https://post.example/a?b={c}&d=100%. \
            wire/2025/a_b.txt [00000000000000aa]\n";
        assert_eq!(written(CitationStyle::Text, &roe, Some("“No more,”")), expected);
        let reported = written(CitationStyle::Text, &roe, Some("there would be no more"));
        let expected = "Ada Roe, harbour master: there would be no more [reported speech]. Tilda";
        assert!(reported.starts_with(expected), "{reported}");
        let undated = record("“Fees” rise", "News Desk", None);
        let expected = "News Desk. “Fees” rise. Lowmere Post & Echo. undated. \
            https://post.example/a?b={c}&d=100%. wire/2025/a_b.txt [00000000000000aa]\n";
        assert_eq!(written(CitationStyle::Text, &undated, None), expected);
    }
}
