//! Exports as workbook and as Parquet, read back: the rows of the CSV export, with types.

use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use chrono::{Datelike, NaiveDate};
use parquet::basic::LogicalType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::json;

use crate::sandbox::{Sandbox, tool};

/// The CSV export: names of columns, and rows without the sign put before what looks like a
/// formula.
fn table(sandbox: &Sandbox, args: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
    let csv = sandbox.run(&[args, &["--as", "csv"]].concat()).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let formula = |rest: &&str| rest.starts_with(['=', '+', '-', '@']);
    let cell = |cell: &str| cell.strip_prefix('\'').filter(formula).unwrap_or(cell).to_owned();
    let rows = reader.records().map(|row| row.unwrap().iter().map(cell).collect()).collect();
    (names, rows)
}

/// The bytes of an export to a file, and what was said.
fn exported(sandbox: &Sandbox, args: &[&str], format: &str) -> (Vec<u8>, String) {
    let ran = sandbox.run(&[args, &["--as", format, "-o", "out"]].concat());
    assert!(ran.code < 2 && ran.out.is_empty(), "{args:?}: {}", ran.err);
    (fs::read(sandbox.path("out")).unwrap(), ran.err)
}

/// Names of columns and rows of the first sheet.
fn sheet(bytes: Vec<u8>) -> (Vec<String>, Vec<Vec<Data>>) {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&name).unwrap().is_empty(), "a formula");
    let range = book.worksheet_range(&name).unwrap();
    let mut rows = range.rows();
    let names = rows.next().unwrap().iter().map(Data::to_string).collect();
    (names, rows.map(<[Data]>::to_vec).collect())
}

/// A part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn parquet(sandbox: &Sandbox) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(sandbox.path("out")).unwrap()).unwrap()
}

/// Names of columns, and rows.
fn columns(reader: &SerializedFileReader<File>) -> (Vec<String>, Vec<Vec<Field>>) {
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let names = fields.iter().map(|field| field.name().to_owned()).collect();
    let row = |row: parquet::errors::Result<parquet::record::Row>| {
        row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect()
    };
    (names, reader.get_row_iter(None).unwrap().map(row).collect())
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// A sandbox with articles that are hard on a table.
fn hard() -> Sandbox {
    let sandbox = Sandbox::new();
    let articles = [
        json!({"title": "=2+5 reasons to mend the quay", "date": "2019-04-05", "section": "=1+1",
            "author": "Orla Fenn", "url": "https://post.example/a?b=1&c=2#d",
            "text": "“The quay will hold,” said Orla Fenn, the harbour master, in Lowmere."}),
        json!({"title": "Quay dated by its month", "date": "2018-07", "url": "post.example/quay",
            "text": "“Nothing leaks here,” said Orla Fenn in Lowmere on Monday."}),
        json!({"title": "Quay without any date", "section": "-", "url": "javascript:alert(1)",
            "text": "“We have no calendar,” said Piet Lanning in Lowmere."}),
        json!({"title": "Quay of an older century", "date": "1888-02-03",
            "section": "harbour ".repeat(5_000) + "end",
            "text": "“The quay is new,” said Piet Lanning in Lowmere."}),
        json!({"title": "Quay on a day that Excel has twice", "date": "1900-02-28",
            "text": "“The quay is newer,” said Piet Lanning in Lowmere."}),
    ];
    for (number, article) in articles.iter().enumerate() {
        sandbox.write(&format!("{number}.json"), article.to_string());
    }
    sandbox.index(&sandbox.news(), &["--quiet"]);
    sandbox
}

#[test]
fn a_workbook_has_the_rows_of_the_table_with_dates_numbers_and_flags() {
    let samples = Sandbox::with_samples();
    for args in [&["export"][..], &["export", "said", "--quotes"], &["export", "xylophone"]] {
        let (names, rows) = table(&samples, args);
        let (bytes, said) = exported(&samples, args, "xlsx");
        let (found, cells) = sheet(bytes);
        assert_eq!(found, names);
        assert_eq!(cells.len(), rows.len(), "{args:?}");
        assert!(said.starts_with(&format!("onrecord: {} ", rows.len())), "{said}");
        let mut dates = 0;
        for (row, cells) in rows.iter().zip(&cells) {
            for ((name, text), cell) in names.iter().zip(row).zip(cells) {
                let at = format!("{name}: {text:?} {cell:?}");
                match name.as_str() {
                    _ if text.is_empty() => assert_eq!(*cell, Data::Empty, "{at}"),
                    "date" if day(text).is_some_and(|day| day.year() > 1900) => {
                        let Data::DateTime(found) = cell else { panic!("{at}") };
                        // Days since 30 December 1899.
                        let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
                        let days = (day(text).unwrap() - epoch).num_days();
                        assert_eq!(found.as_f64().round() as i64, days, "{at}");
                        dates += 1;
                    }
                    "score" | "confidence" => {
                        assert_eq!(*cell, Data::Float(text.parse().unwrap()), "{at}");
                    }
                    "speaker_inferred" => {
                        assert_eq!(*cell, Data::Bool(text == "true"), "{at}");
                    }
                    _ => assert_eq!(*cell, Data::String(text.clone()), "{at}"),
                }
            }
        }
        assert!(dates > 10 || rows.is_empty(), "{dates}");
    }
}

#[test]
fn a_workbook_has_links_and_a_header_that_stays_but_no_formula_and_no_longer_text_than_it_may() {
    let sandbox = hard();
    let (bytes, said) = exported(&sandbox, &["export", "quay"], "xlsx");
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    for sign in ["state=\"frozen\"", "<autoFilter ref=\"A1:K6\"", "<hyperlink ref=\"H"] {
        assert!(xml.contains(sign), "{sign}");
    }
    assert!(!xml.contains("<f>"), "a formula");
    assert_eq!(xml.matches("<hyperlink ").count(), 1, "only web addresses are links");
    let links = part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("Target=\"https://post.example/a?b=1&amp;c=2\""), "{links}");
    let (names, rows) = sheet(bytes.clone());
    let at = |name: &str| names.iter().position(|found| found == name).unwrap();
    let of = |title: &str, name: &str| {
        let holds = |row: &&Vec<Data>| row[at("headline")].to_string().contains(title);
        rows.iter().find(holds).unwrap()[at(name)].clone()
    };
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(of("reasons", "headline"), text("=2+5 reasons to mend the quay"));
    assert_eq!(of("reasons", "section"), text("=1+1"));
    assert_eq!(of("reasons", "url"), text("https://post.example/a?b=1&c=2#d"));
    assert!(matches!(of("reasons", "date"), Data::DateTime(_)));
    assert_eq!(of("by its month", "date"), text("2018-07"));
    assert_eq!(of("without any", "date"), Data::Empty);
    assert_eq!(of("without any", "date_precision"), Data::Empty);
    assert_eq!(of("older century", "date"), text("1888-02-03"));
    assert_eq!(of("Excel has twice", "date"), text("1900-02-28"));
    let long = of("older century", "section").to_string();
    assert_eq!(long.encode_utf16().count(), 32_767);
    assert!(long.starts_with("harbour harbour") && long.ends_with('…'));
    assert!(said.contains("1 cell cut at 32767 characters"), "{said}");
    // The same matches are the same bytes, in a file or in a pipe.
    assert_eq!(exported(&sandbox, &["export", "quay"], "xlsx").0, bytes);
    let piped = sandbox.command().args(["export", "quay", "--as", "xlsx"]).output().unwrap();
    assert_eq!(piped.stdout, bytes);
}

#[test]
fn parquet_has_the_rows_of_the_table_with_types() {
    let samples = Sandbox::with_samples();
    let hard = hard();
    for (sandbox, args) in [
        (&samples, &["export"][..]),
        (&samples, &["export", "said", "--quotes"]),
        (&samples, &["export", "xylophone", "--quotes"]),
        (&hard, &["export"]),
        (&hard, &["export", "--quotes"]),
    ] {
        let (mut names, rows) = table(sandbox, args);
        let (bytes, _) = exported(sandbox, args, "parquet");
        let (found, fields) = columns(&parquet(sandbox));
        let extra = names.len();
        names.extend(["first_day", "last_day"].map(str::to_owned));
        assert_eq!((found, fields.len()), (names.clone(), rows.len()), "{args:?}");
        for (row, fields) in rows.iter().zip(&fields) {
            for ((name, text), field) in names.iter().zip(row).zip(fields) {
                let at = format!("{name}: {text:?} {field:?}");
                match (name.as_str(), field) {
                    ("date", Field::Date(days)) => assert_eq!(date(*days), day(text), "{at}"),
                    ("date", Field::Null) => assert_eq!(day(text), None, "{at}"),
                    (_, Field::Null) => assert_eq!(text, "", "{at}"),
                    ("confidence", Field::Float(found)) => {
                        assert_eq!(format!("{found:.2}"), *text);
                    }
                    ("score", Field::Float(found)) => assert_eq!(format!("{found:.3}"), *text),
                    ("speaker_inferred", Field::Bool(found)) => {
                        assert_eq!(found.to_string(), *text);
                    }
                    (_, Field::Str(found)) => {
                        let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
                        assert_eq!(line, *text, "{at}");
                    }
                    _ => panic!("{at}"),
                }
            }
            let printed = &row[names.iter().position(|name| name == "date").unwrap()];
            let period = match (&fields[extra], &fields[extra + 1]) {
                (Field::Date(first), Field::Date(last)) => Some((date(*first), date(*last))),
                (Field::Null, Field::Null) => None,
                other => panic!("{other:?}"),
            };
            assert_eq!(period.is_none(), printed.is_empty());
            if printed == "2018-07" {
                assert_eq!(period, Some((day("2018-07-01"), day("2018-07-31"))));
            }
        }
        assert_eq!(exported(sandbox, args, "parquet").0, bytes);
        let piped = sandbox.command().args(args).args(["--as", "parquet"]).output().unwrap();
        assert_eq!(piped.stdout, bytes);
    }
    let reader = parquet(&hard);
    let schema = reader.metadata().file_metadata().schema();
    for field in schema.get_fields() {
        let logical = field.get_basic_info().logical_type_ref().cloned();
        let wanted = match field.name() {
            "date" | "first_day" | "last_day" => Some(LogicalType::Date),
            "confidence" | "score" | "speaker_inferred" => None,
            _ => Some(LogicalType::String),
        };
        assert_eq!(logical, wanted, "{}", field.name());
        assert!(field.is_optional());
    }
}

fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_signed(chrono::Duration::days(days.into()))
}

#[test]
fn no_terminal_gets_bytes_and_a_full_disk_is_told() {
    let sandbox = hard();
    let program = Path::new(env!("CARGO_BIN_EXE_onrecord")).display();
    let index = sandbox.path("index").display().to_string();
    for format in ["xlsx", "parquet"] {
        let to = sandbox.run(&["export", "--as", format, "-o", "/dev/full"]);
        if Path::new("/dev/full").exists() {
            assert_eq!(to.code, 2, "{}", to.err);
        }
        if tool("script", "no_terminal_gets_bytes_and_a_full_disk_is_told") {
            let line = format!("'{program}' --index '{index}' export --as {format}");
            let run = Command::new("script").args(["-qec", &line, "/dev/null"]).output().unwrap();
            let shown = String::from_utf8(run.stdout).unwrap();
            assert_eq!(run.status.code(), Some(2), "{shown}");
            assert!(shown.contains("-o FILE"), "{shown}");
        }
    }
    assert_eq!(sandbox.run(&["export", "--full", "--as", "xlsx"]).code, 2);
    // Rows need a place on their way.
    let mut run = sandbox.command();
    run.args(["export", "--as", "xlsx", "-o", "out"]).env("TMPDIR", sandbox.path("nowhere"));
    let run = run.output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(said.contains("nowhere") && said.contains("TMPDIR"), "{said}");
    assert!(!sandbox.path("out").exists());
}
