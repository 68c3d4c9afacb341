//! A timeline as bars, as wide as the terminal allows.

use std::io::{self, Write};

use crate::present::What;
use crate::present::layout::date;
use crate::present::text::Styles;
use crate::search::{Timeline, TimelinePeriod};

/// More periods in a row without documents are told in one line.
const EMPTY_ROWS: usize = 6;
/// Parts of a block, an eighth each.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

pub fn write(
    styles: &Styles,
    width: usize,
    timeline: &Timeline,
    what: What,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = styles.dim;
    let mut rows: Vec<Row> = Vec::new();
    let mut empty: Vec<Row> = Vec::new();
    for TimelinePeriod { days, count } in &timeline.periods {
        let row = Row { label: timeline.unit.label(*days), count: *count, dim: false };
        if *count == 0 {
            empty.push(row);
        } else {
            close_gap(&mut rows, &mut empty, timeline);
            rows.push(row);
        }
    }
    let coarse = timeline.coarse.iter();
    rows.extend(coarse.map(|(when, count)| Row {
        label: date(Some(when)),
        count: *count,
        dim: true,
    }));
    if timeline.undated > 0 {
        rows.push(Row { label: "undated".to_owned(), count: timeline.undated, dim: true });
    }
    let labels = rows.iter().filter(|row| !row.is_gap()).map(|row| row.label.chars().count());
    let label_width = labels.max().unwrap_or(0);
    let most = rows.iter().map(|row| row.count).max().unwrap_or(0);
    let number_width = most.to_string().len();
    let room = width.saturating_sub(label_width + number_width + 3).max(8);
    for row in &rows {
        let Row { label, count, .. } = row;
        if row.is_gap() {
            writeln!(out, "{dim}{label}{dim:#}")?;
            continue;
        }
        let style = if row.dim { dim } else { styles.quote };
        let pad = " ".repeat(label_width - label.chars().count());
        let bar = bar(*count, most, room);
        write!(out, "{label}{pad}  {count:>number_width$}")?;
        if !bar.is_empty() {
            write!(out, " {style}{bar}{style:#}")?;
        }
        writeln!(out)?;
    }
    if timeline.gaps_left_out {
        writeln!(
            out,
            "{dim}periods without {} are left out: first and last lie too far apart{dim:#}",
            what.counted(2)
        )?;
    }
    let total = timeline.total;
    writeln!(out, "{dim}{total} {}{dim:#}", what.counted(total))
}

struct Row {
    label: String,
    /// None of a gap.
    count: u64,
    dim: bool,
}

impl Row {
    fn is_gap(&self) -> bool {
        self.count == 0 && self.label.starts_with('⋮')
    }
}

/// Puts the rows of a gap, or one line in their place.
fn close_gap(rows: &mut Vec<Row>, empty: &mut Vec<Row>, timeline: &Timeline) {
    if let (Some(first), Some(last)) = (empty.first(), empty.last())
        && empty.len() > EMPTY_ROWS
    {
        let unit = match timeline.unit {
            crate::search::Unit::Day => "days",
            crate::search::Unit::Week => "weeks",
            crate::search::Unit::Month => "months",
            crate::search::Unit::Year => "years",
        };
        let label =
            format!("⋮ {} {unit} without any, {} to {}", empty.len(), first.label, last.label);
        rows.push(Row { label, count: 0, dim: true });
        empty.clear();
    }
    rows.append(empty);
}

/// A bar of at most `room` columns; whatever is not nothing is seen.
fn bar(count: u64, most: u64, room: usize) -> String {
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = (u128::from(count) * room as u128 * 8).div_ceil(u128::from(most)) as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_the_room_and_small_ones_are_seen() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1_000_000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(3, 16, 2), "▍");
        assert_eq!(bar(u64::MAX, u64::MAX, 3), "███");
    }
}
