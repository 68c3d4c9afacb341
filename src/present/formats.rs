//! The formats that are read, as a list for people or for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::present::layout::wrap;
use crate::read::Reader;

/// Columns taken by the name of a format.
const NAME: usize = 14;

/// One format in JSON.
#[derive(Serialize)]
pub struct WireFormat {
    name: &'static str,
    extensions: &'static [&'static str],
    reads: &'static str,
    notes: &'static str,
    version: u32,
}

/// The formats as programs read them.
pub fn wire(readers: &[&dyn Reader]) -> Vec<WireFormat> {
    let one = |reader: &&dyn Reader| {
        let format = reader.describes();
        WireFormat {
            name: reader.name(),
            extensions: format.extensions,
            reads: format.reads,
            notes: format.notes,
            version: reader.version(),
        }
    };
    readers.iter().map(one).collect()
}

/// A paragraph a format: its name and extensions, what is read of it, what else there is to know.
pub fn text(readers: &[&dyn Reader], width: usize, out: &mut dyn Write) -> io::Result<()> {
    // What is only refused by name stands last.
    let (refused, read): (Vec<&dyn Reader>, Vec<&dyn Reader>) =
        readers.iter().copied().partition(|reader| reader.describes().reads == "nothing");
    for reader in read.into_iter().chain(refused) {
        let format = reader.describes();
        let extensions: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        writeln!(out, "{:NAME$} {}", reader.name(), extensions.join(" "))?;
        let reads = format!("read: {}", format.reads);
        for line in
            wrap(&reads, width - NAME - 1).iter().chain(&wrap(format.notes, width - NAME - 1))
        {
            writeln!(out, "{:NAME$} {line}", "")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::READERS;

    #[test]
    fn every_format_is_listed_once_and_fits_the_width() {
        let mut out = Vec::new();
        text(READERS, 60, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let mut names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        for name in &names {
            assert_eq!(
                out.lines().filter(|line| line.split(' ').next() == Some(*name)).count(),
                1,
                "{name}"
            );
        }
        assert!(out.lines().all(|line| line.chars().count() <= 60), "{out}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), READERS.len());
    }
}
