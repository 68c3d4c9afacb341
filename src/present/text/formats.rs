//! The formats that are read, and the shapes of JSON that are written.

use std::io::{self, Write};

use crate::present::answer::SchemaName;
use crate::present::wrap::wrap;
use crate::read::FormatReader;

/// Width of the names, in columns.
const NAME_WIDTH: usize = 14;

/// Writes a paragraph for each format: name and extensions, the fields that are read, remarks.
pub fn write(readers: &[&dyn FormatReader], width: usize, out: &mut dyn Write) -> io::Result<()> {
    // Formats that are only recognised, to refuse them by name, stand last.
    let (refused, read): (Vec<&dyn FormatReader>, Vec<&dyn FormatReader>) =
        readers.iter().copied().partition(|reader| reader.format().reads == "nothing");
    for reader in read.into_iter().chain(refused) {
        let format = reader.format();
        let extensions: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        writeln!(out, "{:NAME_WIDTH$} {}", reader.name(), extensions.join(" "))?;
        let reads = format!("read: {}", format.reads);
        for line in wrap(&reads, width - NAME_WIDTH - 1)
            .iter()
            .chain(&wrap(format.notes, width - NAME_WIDTH - 1))
        {
            writeln!(out, "{:NAME_WIDTH$} {line}", "")?;
        }
    }
    Ok(())
}

/// Writes a line for each shape of JSON: its name and what it is.
pub fn write_schemas(names: &[SchemaName], width: usize, out: &mut dyn Write) -> io::Result<()> {
    for SchemaName { name, about, .. } in names {
        for (at, line) in wrap(about, width - NAME_WIDTH - 1).iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            writeln!(out, "{name:NAME_WIDTH$} {line}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::wrap::columns;
    use crate::read::READERS;

    #[test]
    fn every_format_is_listed_once_and_fits_the_width() {
        let mut out = Vec::new();
        write(READERS, 60, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let mut names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        for name in &names {
            assert_eq!(
                out.lines().filter(|line| line.split(' ').next() == Some(*name)).count(),
                1,
                "{name}"
            );
        }
        assert!(out.lines().all(|line| columns(line) <= 60), "{out}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), READERS.len());
    }
}
