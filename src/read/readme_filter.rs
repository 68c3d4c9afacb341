//! Files about files: a README, a licence, a list of words. They lie in every archive and are no
//! articles. This reader refuses them under that cause, so that `status` can list them apart from
//! articles that failed.

use std::io::BufRead;

use crate::model::{Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::input::{HEAD_BYTES, io_problem};
use crate::read::plain;
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader that refuses files which only describe an archive.
#[derive(Debug)]
pub struct ReadmeFilter;

/// Names without extension that by custom mean such a file.
const NAMES: &[&str] = &[
    "readme",
    "license",
    "licence",
    "copying",
    "changelog",
    "changes",
    "contributing",
    "authors",
    "notice",
    "install",
    "code_of_conduct",
    "stopwords",
    "stop-words",
    "stop_words",
];

/// Extensions such a file may have. With any other, an article may well be called so.
const EXTENSIONS: &[&str] = &["", "md", "txt", "rst", "markdown", "adoc", "org"];

impl FormatReader for ReadmeFilter {
    fn name(&self) -> &'static str {
        "about"
    }

    fn version(&self) -> u32 {
        1
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["md", "txt", "rst"],
            reads: "nothing",
            notes: "README, LICENSE and the like, lists of words, TREC judgements: refused as no \
                 articles",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        if plain::has_article_header(&decode(head)) {
            return false; // whatever its name: its first lines are those of an article
        }
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        if !EXTENSIONS.contains(&extension) && !matches!(extension, "qrels" | "lst") {
            return false;
        }
        NAMES.contains(&stem) || list_kind(&decode(head)).is_some()
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        _: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let head = input.fill_buf().map_err(|e| io_problem(&e))?;
        let what = list_kind(&decode(&head[..head.len().min(HEAD_BYTES)])).map_or_else(
            || format!("{} describes other files", context.file_name()),
            str::to_owned,
        );
        Err(Problem::new(Stage::Read, "not an article", what))
    }
}

/// The kind of list that a text is, if it is one: each line a word, or a row of a TREC judgement or
/// run.
fn list_kind(text: &str) -> Option<&'static str> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // The head may end inside a line.
    let lines = if lines.len() > 20 { &lines[..lines.len() - 1] } else { &lines[..] };
    if lines.is_empty() {
        return None;
    }
    let fields = |line: &str| line.split_whitespace().count();
    if lines.iter().all(|line| fields(line) == 1 && line.chars().count() <= 40) {
        return Some("a list of words, one a line");
    }
    let number = |field: Option<&str>| field.is_some_and(|field| field.parse::<f64>().is_ok());
    let judgement = |line: &&str| {
        let mut fields = line.split_whitespace();
        fields.clone().count() == 4
            && number(fields.next())
            && number(fields.next())
            && number(fields.nth(1))
    };
    if lines.iter().all(judgement) {
        return Some("relevance judgements of TREC");
    }
    let run = |line: &&str| {
        let fields: Vec<_> = line.split_whitespace().collect();
        fields.len() == 6 && fields[1] == "Q0" && number(fields.get(4).copied())
    };
    lines.iter().all(run).then_some("a TREC run")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn such_files_are_told_by_name_or_content() {
        let check = |path: &str, text: &str| ReadmeFilter.claims(text.as_bytes(), path);
        assert!(check("a/README.md", "# Data\n\nSee below."));
        assert!(check("LICENSE", "Permission is granted"));
        assert!(check("a/list.txt", "the\nof\nand\n"));
        assert!(check("qrels.txt", "1 0 AP880212-0001 1\n1 0 AP880212-0002 0\n"));
        assert!(check("run.txt", "1 Q0 AP880212-0001 1 12.5 bm25\n"));
        assert!(!check("a/readme-of-the-year.txt", "Ships came in the night."));
        assert!(!check("a/README.txt", " date 2025-06-12 Ships came."));
        assert!(!check("notice.jpg.txt", "Ships came."));
        assert!(!check("a.txt", "Ships\ncame in the night.\n"));
    }
}
