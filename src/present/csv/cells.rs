//! Cells and rows of a table: texts of strangers made harmless to a spreadsheet.

use std::io::{self, Write};

use crate::model::Article;
use crate::present::table::{self, Column, ColumnKind, Value};
use crate::present::{escape, words};
use crate::store::ArticleRecord;

/// An article's date and its precision.
pub fn date(record: &ArticleRecord) -> (String, String) {
    let Some(date) = &record.article.date else { return (String::new(), String::new()) };
    (date.to_string(), words::precision(date.precision).to_owned())
}

/// Root, path, and position in the file of an article.
pub fn path(record: &ArticleRecord) -> String {
    text(Some(&table::path(record)))
}

/// A value of a column as a cell.
pub fn value((column, value): (&Column, Value<'_>)) -> String {
    match (value, column.kind) {
        (Value::Missing, _) => String::new(),
        (Value::Text(words), _) => text(Some(&words)),
        (Value::Date(date), _) => date.to_string(),
        (Value::Flag(flag), _) => flag.to_string(),
        (Value::Number(number), ColumnKind::Number(decimals)) => format!("{number:.decimals$}"),
        (Value::Number(number), _) => number.to_string(),
    }
}

/// An article's headline as a cell.
pub fn headline(article: &Article) -> String {
    text(Some(&words::headline(article)))
}

/// A text of a stranger as a cell.
pub fn text(text: Option<&str>) -> String {
    let Some(text) = text else { return String::new() };
    let line = escape::line(text.trim());
    if is_formula(text) { format!("'{line}") } else { line }
}

/// True if a spreadsheet may take a text for a formula: one of its signs, in any width, stands
/// before all else that can be seen, or a tab or carriage return before all.
fn is_formula(text: &str) -> bool {
    let unseen =
        |c: &char| c.is_whitespace() || c.is_control() || escape::is_format(*c) || *c == '\u{FFFD}';
    let first = text.chars().find(|c| !unseen(c));
    // ASCII, full width, small form.
    let signs = ['=', '＝', '﹦', '+', '＋', '﹢', '-', '－', '﹣', '@', '＠', '﹫'];
    text.starts_with(['\t', '\r']) || first.is_some_and(|c| signs.contains(&c))
}

/// Writes a row.
pub fn write_row(cells: Vec<String>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

/// Writes the column names and a row for each element.
pub fn write_rows<const N: usize>(
    head: [&str; N],
    all: impl IntoIterator<Item = [String; N]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_row(head.map(str::to_owned).to_vec(), out)?;
    all.into_iter().try_for_each(|cells| write_row(cells.to_vec(), out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_one_line() {
        assert_eq!(text(Some("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(text(Some(" - No\r\nmore\u{1b}[2J")), "'- No more\u{FFFD}[2J");
        assert_eq!(text(Some("“No more”")), "“No more”");
        for formula in [
            "＝1+1",
            "﹢1",
            "－ no",
            "﹣1",
            "＠a",
            "@a",
            "\u{feff}=1",
            "\u{200b}＝1",
            "\u{ad}+1",
            "\u{202e}=1",
            "\u{3000}=1",
            "\u{2060}\u{a0}@a",
            "\t1",
            "\r1",
            "\u{180e}=1",
            "\u{0}=1",
            "\u{fe0f}=1",
        ] {
            assert!(text(Some(formula)).starts_with('\''), "{formula:?}");
        }
        for plain in ["– a dash", "— a dash", "a=b", "№ 1", "‘=’", "", "1-1", "•", "½"]
        {
            assert_eq!(text(Some(plain)), plain);
        }
        let mut out = Vec::new();
        write_row(vec!["a, \"b\"".to_owned(), String::new()], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "\"a, \"\"b\"\"\",\n");
    }
}
