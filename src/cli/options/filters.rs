//! Filters: the documents that count.

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::cli::{clock, completion, parse};
use crate::model::{DateOrigin, DayRange, EntityKind, Mode, PublishedDate};
use crate::search::{Filters, NameFilter};

/// The documents that count.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Quoted is somebody with these words in the name ("liel" finds Alon Liel)
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = completion::speakers())]
    pub speaker: Option<String>,
    /// Quoted is somebody in a role with these words ("minister" finds "Prime Minister")
    #[arg(long, value_name = "WORDS", help_heading = "Filters")]
    pub role: Option<String>,
    /// Quoted is something of this mode, or of these, separated by commas
    #[arg(long, value_name = "MODE", value_delimiter = ',', help_heading = "Filters")]
    pub mode: Vec<ModeName>,
    /// The article names this person, organisation or place
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = completion::names(None))]
    pub entity: Vec<String>,
    /// The article names this person
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    #[arg(add = completion::names(Some(EntityKind::Person)))]
    pub person: Vec<String>,
    /// The article names this organisation
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    #[arg(add = completion::names(Some(EntityKind::Organisation)))]
    pub org: Vec<String>,
    /// The article names this place
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    #[arg(add = completion::names(Some(EntityKind::Place)))]
    pub place: Vec<String>,
    /// Published on this day or later: 2025-06-12, 2025-06 or 2025
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = parse::day_range)]
    pub from: Option<DayRange>,
    /// Published on this day, in this month or year, or earlier
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = parse::day_range)]
    pub to: Option<DayRange>,
    /// Published on this day, in this month or year
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = parse::day_range)]
    #[arg(conflicts_with_all = ["from", "to"])]
    pub on: Option<DayRange>,
    /// Count an article dated only 2025 also when 2025 lies but partly in the range
    #[arg(long, help_heading = "Filters")]
    pub loose_dates: bool,
    /// Published by this source (words of its name, or of the path)
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub source: Option<String>,
    /// Show also what its publisher has killed, withdrawn or withheld
    #[arg(long, help_heading = "Filters")]
    pub include_killed: bool,
}

impl FilterArgs {
    /// The filters that were typed.
    ///
    /// # Errors
    /// A range that ends before it starts.
    pub fn filters(&self) -> anyhow::Result<Filters> {
        let kinds = [
            (&self.entity, None),
            (&self.person, Some(EntityKind::Person)),
            (&self.org, Some(EntityKind::Organisation)),
            (&self.place, Some(EntityKind::Place)),
        ];
        let names = kinds
            .into_iter()
            .flat_map(|(names, kind)| {
                names.iter().map(move |words| NameFilter { words: words.clone(), kind })
            })
            .collect();
        Ok(Filters {
            speaker: self.speaker.clone(),
            role: self.role.clone(),
            min_confidence: None,
            modes: self.mode.iter().map(|name| name.mode()).collect(),
            names,
            publisher: self.source.clone(),
            days: self.days()?,
            loose_dates: self.loose_dates,
            withdrawn: self.include_killed,
            now: Some(clock::now()),
        })
    }

    /// The range of days, of which an open end is the first or last of all years.
    fn days(&self) -> anyhow::Result<Option<DayRange>> {
        if self.on.is_some() {
            return Ok(self.on);
        }
        let far = |year| {
            PublishedDate::from_parts(year, None, None, DateOrigin::Field).map(|date| date.range())
        };
        let (Some(first), Some(last)) = (self.from.or(far(1)), self.to.or(far(9999))) else {
            return Ok(None);
        };
        if self.from.is_none() && self.to.is_none() {
            return Ok(None);
        }
        if first.first > last.last {
            bail!("--from lies after --to; turn them round");
        }
        Ok(Some(DayRange { first: first.first, last: last.last }))
    }
}

/// Name of a mode of quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// Said; also a question or an order that is printed in marks
    Asserted,
    /// A reported question, or a report that is only asked about
    Asked,
    /// Not said, or denied
    Denied,
    /// Somebody refused to say it
    Refused,
    /// Supposed, wished or foretold: if, should, would, may
    Hypothetical,
}

impl ModeName {
    /// The mode as the search has it.
    pub fn mode(self) -> Mode {
        match self {
            Self::Asserted => Mode::Asserted,
            Self::Asked => Mode::Asked,
            Self::Denied => Mode::Denied,
            Self::Refused => Mode::Refused,
            Self::Hypothetical => Mode::Hypothetical,
        }
    }
}

/// Filters that let everything pass that may be shown now; withdrawn articles only if wanted.
pub fn shown_now(include_killed: bool) -> Filters {
    Filters { withdrawn: include_killed, now: Some(clock::now()), ..Filters::default() }
}
