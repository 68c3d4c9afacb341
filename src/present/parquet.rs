//! Parquet: typed columns for programs that analyse data.
//!
//! Rows are held until a row group is full and written with it, so that an export of any length
//! needs the memory of one group. The date is there only where the day is known; the first and the
//! last day of the period that is known stand in two columns more.

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, FloatType, Int32Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::model::{DatePrecision, Days};
use crate::present::answer::DocumentKind;
use crate::present::table::{self, Column, ColumnKind, Value};

/// Rows of a row group.
const GROUP_ROWS: usize = 65_536;
/// Bytes of text in a row group, before it is compressed.
const GROUP_BYTES: usize = 32 << 20;
/// Columns behind those of the table: the period in which the date lies.
const PERIOD: [Column; 2] = [
    Column { name: "first_day", kind: ColumnKind::Date },
    Column { name: "last_day", kind: ColumnKind::Date },
];

/// A writer of a Parquet file, row by row.
pub struct ParquetFile {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Chunk>,
    /// Rows held.
    rows: usize,
    /// Bytes of text held.
    bytes: usize,
    group_rows: usize,
    group_bytes: usize,
}

/// Values of a column that are held, and which rows have one.
struct Chunk {
    /// 1 for a row with a value, 0 for one without.
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    Days(Vec<i32>),
    Flags(Vec<bool>),
    Numbers(Vec<f32>),
}

impl ParquetFile {
    /// A file of articles or quotations.
    ///
    /// # Errors
    /// The columns are none that a file can have.
    pub fn new(documents: DocumentKind) -> io::Result<Self> {
        Self::with_limits(documents, GROUP_ROWS, GROUP_BYTES)
    }

    fn with_limits(
        documents: DocumentKind,
        group_rows: usize,
        group_bytes: usize,
    ) -> io::Result<Self> {
        let columns = table::columns(documents).iter().chain(&PERIOD);
        let field = |column: &Column| format!("optional {} {};", kind(column), column_type(column));
        let fields: String = columns.clone().map(field).collect();
        let schema = parse_message_type(&format!("message {} {{{fields}}}", documents.noun(2)))
            .map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(None)
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))
            .map_err(io::Error::other)?;
        let columns = columns.map(|column| Chunk::new(column.kind)).collect();
        Ok(Self { writer, columns, rows: 0, bytes: 0, group_rows, group_bytes })
    }

    /// Adds a row; writes a row group if it is full.
    ///
    /// # Errors
    /// The writer fails.
    pub fn add(&mut self, row: Vec<Value<'_>>, out: &mut dyn Write) -> io::Result<()> {
        let date = row.iter().find_map(|value| match value {
            Value::Date(date) => Some(date.range()),
            _ => None,
        });
        let columns = row.len();
        for (chunk, value) in self.columns.iter_mut().zip(row) {
            self.bytes += chunk.push(value);
        }
        let period = [date.map(|range| range.first), date.map(|range| range.last)];
        for (chunk, day) in self.columns[columns..].iter_mut().zip(period) {
            chunk.push_day(day);
        }
        self.rows += 1;
        if self.rows >= self.group_rows || self.bytes >= self.group_bytes {
            self.write_group().map_err(told)?;
            self.write_out(out)?;
        }
        Ok(())
    }

    /// Writes what is held, and the end of the file.
    ///
    /// # Errors
    /// The writer fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group().map_err(told)?;
        }
        self.writer.finish().map_err(told)?;
        self.write_out(out)?;
        out.flush()
    }

    fn write_group(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        let missing = || ParquetError::General("a column is missing".to_owned());
        for chunk in &mut self.columns {
            let mut column = group.next_column()?.ok_or_else(missing)?;
            let levels = mem::take(&mut chunk.levels);
            let levels = Some(levels.as_slice());
            match &mut chunk.values {
                Values::Texts(all) => {
                    column.typed::<ByteArrayType>().write_batch(&mem::take(all), levels, None)?
                }
                Values::Days(all) => {
                    column.typed::<Int32Type>().write_batch(&mem::take(all), levels, None)?
                }
                Values::Flags(all) => {
                    column.typed::<BoolType>().write_batch(&mem::take(all), levels, None)?
                }
                Values::Numbers(all) => {
                    column.typed::<FloatType>().write_batch(&mem::take(all), levels, None)?
                }
            };
            column.close()?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Hands on what was made; the writer counts on.
    fn write_out(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.writer.flush()?;
        out.write_all(&mem::take(self.writer.inner_mut()))
    }
}

impl Chunk {
    fn new(kind: ColumnKind) -> Self {
        let values = match kind {
            ColumnKind::Code | ColumnKind::Text | ColumnKind::Passage | ColumnKind::Link => {
                Values::Texts(Vec::new())
            }
            ColumnKind::Date => Values::Days(Vec::new()),
            ColumnKind::Flag => Values::Flags(Vec::new()),
            ColumnKind::Number(_) => Values::Numbers(Vec::new()),
        };
        Self { levels: Vec::new(), values }
    }

    /// Adds a value; gives the bytes of text that it has.
    fn push(&mut self, value: Value<'_>) -> usize {
        let mut bytes = 0;
        match (&mut self.values, value) {
            (Values::Texts(all), Value::Text(text)) => {
                bytes = text.len();
                all.push(text.into_owned().into_bytes().into());
            }
            (Values::Flags(all), Value::Flag(flag)) => all.push(flag),
            (Values::Numbers(all), Value::Number(number)) => all.push(number),
            (Values::Days(_), Value::Date(date)) => {
                self.push_day((date.precision == DatePrecision::Day).then_some(date.day));
                return 0;
            }
            _ => {
                self.levels.push(0);
                return 0;
            }
        }
        self.levels.push(1);
        bytes
    }

    fn push_day(&mut self, day: Option<Days>) {
        let day = day.and_then(|day| i32::try_from(day.0).ok());
        self.levels.push(i16::from(day.is_some()));
        if let Values::Days(all) = &mut self.values {
            all.extend(day);
        }
    }
}

/// Physical type of a column.
fn kind(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Code | ColumnKind::Text | ColumnKind::Passage | ColumnKind::Link => {
            "byte_array"
        }
        ColumnKind::Date => "int32",
        ColumnKind::Flag => "boolean",
        ColumnKind::Number(_) => "float",
    }
}

/// Name of a column, and its logical type where it has one.
fn column_type(column: &Column) -> String {
    let name = column.name;
    match kind(column) {
        "byte_array" => format!("{name} (string)"),
        "int32" => format!("{name} (date)"),
        _ => name.to_owned(),
    }
}

fn told(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => io::Error::other(error),
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use parquet::file::metadata::RowGroupMetaData;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    #[test]
    fn row_groups_are_bounded_by_rows_and_by_bytes() {
        for (rows, bytes, groups) in [(3, usize::MAX, vec![3, 3, 1]), (100, 20, vec![2, 2, 2, 1])] {
            let mut file = ParquetFile::with_limits(DocumentKind::Articles, rows, bytes).unwrap();
            let mut out = Vec::new();
            let mut lengths = Vec::new();
            for number in 0..7 {
                let mut row = vec![Value::Missing; table::columns(DocumentKind::Articles).len()];
                row[5] = Value::Text(Cow::Owned(format!("headline {number}")));
                row[10] = Value::Number(0.5);
                file.add(row, &mut out).unwrap();
                lengths.push(out.len());
            }
            file.finish(&mut out).unwrap();
            // What is full is handed on at once.
            assert!(lengths[0] == 0 && lengths[6] > 0, "{lengths:?}");
            let mut whole = tempfile::tempfile().unwrap();
            whole.write_all(&out).unwrap();
            let reader = SerializedFileReader::new(whole).unwrap();
            let counts: Vec<i64> =
                reader.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
            assert_eq!(counts, groups);
            let headlines: Vec<String> = reader
                .get_row_iter(None)
                .unwrap()
                .map(|row| row.unwrap().to_string())
                .filter(|row| row.contains("headline: \"headline ") && row.contains("url: null"))
                .collect();
            assert_eq!(headlines.len(), 7);
        }
    }
}
