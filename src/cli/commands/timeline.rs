//! `onrecord timeline`: numbers of articles or quotations by date of publication.

use clap::{Args, ValueEnum};

use crate::cli::context;
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::search::EveryArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::{Answer, DocumentKind};
use crate::search::{Articles, Quotes, Unit};

/// Arguments of `onrecord timeline`.
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// Words and filters.
    #[command(flatten)]
    pub every: EveryArgs,
    /// The length of the periods [default: the finest that gives 60 rows or fewer]
    #[arg(long, value_name = "UNIT")]
    pub by: Option<UnitName>,
}

/// Name of a length of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitName {
    Day,
    /// Monday to Sunday, numbered as ISO 8601 does
    Week,
    Month,
    Year,
}

impl UnitName {
    /// The unit as the search has it.
    fn unit(self) -> Unit {
        match self {
            Self::Day => Unit::Day,
            Self::Week => Unit::Week,
            Self::Month => Unit::Month,
            Self::Year => Unit::Year,
        }
    }
}

/// Shows a timeline.
pub fn run(
    global: &GlobalArgs,
    args: &TimelineArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let (question, warnings) = args.every.question()?;
    output.warnings(&warnings);
    let archive = context::open(global, output)?;
    let unit = args.by.map(UnitName::unit);
    let (timeline, documents) = if args.every.quotes {
        (archive.timeline::<Quotes>(&question, unit)?, DocumentKind::Quotations)
    } else {
        (archive.timeline::<Articles>(&question, unit)?, DocumentKind::Articles)
    };
    output.warnings(&timeline.warnings);
    output.present(&Answer::Timeline { timeline: &timeline, documents })?;
    Ok(Success::found_if(timeline.total > 0))
}
