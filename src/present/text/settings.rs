//! Settings in force.

use std::io::{self, Write};

use crate::present::answer::SettingRow;
use crate::present::escape;
use crate::present::wrap::columns;

/// Writes a line for each setting: its name, its value, and where the value comes from.
pub fn write(rows: &[SettingRow], out: &mut dyn Write) -> io::Result<()> {
    let value = |row: &SettingRow| escape::line(row.value.as_deref().unwrap_or("-"));
    let width = |longest: Option<usize>| longest.unwrap_or(0);
    let names = width(rows.iter().map(|row| columns(row.name)).max());
    let values = width(rows.iter().map(|row| columns(&value(row))).max());
    for row in rows {
        let (name, value, source) = (row.name, value(row), escape::line(&row.source));
        let fill = " ".repeat(values - columns(&value));
        writeln!(out, "{name:names$}  {value}{fill}  {source}")?;
    }
    Ok(())
}
