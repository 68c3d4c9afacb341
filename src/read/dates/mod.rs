//! Dates as archives write them → a day with its precision.
//!
//! A small scanner of our own with an explicit order of day and month: the lenient date crates
//! guess (one reads 12.06.2025 as December, another takes "June 2025" for a day of it). chrono
//! keeps the calendar. The local day as printed is the one that counts; the instant is kept beside
//! it where time and zone are printed.

mod clock;
mod dateline;
mod field;
mod labels;
mod line;
mod months;
mod order;
mod path;
mod scan;

pub use dateline::dateline_date;
pub use field::{ParsedDate, from_epoch, is_plausible, parse_date, read_date};
pub use labels::DateLabel;
pub use line::{Surroundings, begins_with_by, dates_in_line, find_whole_date};
pub use order::DateOrder;
pub use path::{path_date, url_date};
