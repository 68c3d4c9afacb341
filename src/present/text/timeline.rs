//! A timeline as bars, as wide as the terminal allows.

use std::io::{self, Write};

use crate::present::answer::DocumentKind;
use crate::present::text::terminal::Text;
use crate::present::words;
use crate::present::wrap::{columns, pad};
use crate::search::{Timeline, TimelinePeriod, Unit};

/// Number of periods in a row without documents above which one line stands for all of them.
const MAX_EMPTY_ROWS: usize = 6;
/// Width of the narrowest bars, in columns.
const MIN_BAR_WIDTH: usize = 8;
/// Parts of a block, an eighth each.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Writes a bar for each period and for each coarser date.
pub fn write(
    text: &Text,
    timeline: &Timeline,
    documents: DocumentKind,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dim = text.styles.dim;
    let rows = rows(timeline);
    let labels = rows.iter().filter(|row| !row.is_gap()).map(|row| columns(&row.label));
    let label_width = labels.max().unwrap_or(0);
    let max = rows.iter().map(|row| row.count).max().unwrap_or(0);
    let number_width = max.to_string().len();
    let bar_width = text.width.saturating_sub(label_width + number_width + 3).max(MIN_BAR_WIDTH);
    for row in &rows {
        let Row { label, count, .. } = row;
        if row.is_gap() {
            writeln!(out, "{dim}{label}{dim:#}")?;
            continue;
        }
        let style = if row.dim { dim } else { text.styles.quote };
        let bar = bar(*count, max, bar_width);
        write!(out, "{}  {count:>number_width$}", pad(label, label_width))?;
        if !bar.is_empty() {
            write!(out, " {style}{bar}{style:#}")?;
        }
        writeln!(out)?;
    }
    if timeline.gaps_left_out {
        writeln!(
            out,
            "{dim}periods without {} are left out: first and last lie too far apart{dim:#}",
            documents.noun(2)
        )?;
    }
    let total = timeline.total;
    writeln!(out, "{dim}{total} {}{dim:#}", documents.noun(total))
}

/// A row of the chart.
struct Row {
    label: String,
    /// Number of documents; 0 for a gap.
    count: u64,
    dim: bool,
}

impl Row {
    fn is_gap(&self) -> bool {
        self.count == 0 && self.label.starts_with('⋮')
    }
}

/// Rows of the chart: periods, long gaps closed, then coarser dates and the undated.
fn rows(timeline: &Timeline) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut empty: Vec<Row> = Vec::new();
    for TimelinePeriod { days, count } in &timeline.periods {
        let row = Row { label: timeline.unit.label(*days), count: *count, dim: false };
        if *count == 0 {
            empty.push(row);
        } else {
            close_gap(&mut rows, &mut empty, timeline.unit);
            rows.push(row);
        }
    }
    let coarse = timeline.coarse.iter();
    rows.extend(coarse.map(|(date, count)| Row {
        label: words::date(Some(date)),
        count: *count,
        dim: true,
    }));
    if timeline.undated > 0 {
        rows.push(Row { label: "undated".to_owned(), count: timeline.undated, dim: true });
    }
    rows
}

/// Appends the rows of a gap, or one line in their place.
fn close_gap(rows: &mut Vec<Row>, empty: &mut Vec<Row>, unit: Unit) {
    if let (Some(first), Some(last)) = (empty.first(), empty.last())
        && empty.len() > MAX_EMPTY_ROWS
    {
        let unit = words::unit(unit);
        let label =
            format!("⋮ {} {unit}s without any, {} to {}", empty.len(), first.label, last.label);
        rows.push(Row { label, count: 0, dim: true });
        empty.clear();
    }
    rows.append(empty);
}

/// A bar of at most `width` columns, in proportion to `max`; any count but 0 is seen.
fn bar(count: u64, max: u64, width: usize) -> String {
    if count == 0 || max == 0 {
        return String::new();
    }
    let eighths = (u128::from(count) * width as u128 * 8).div_ceil(u128::from(max)) as usize;
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
