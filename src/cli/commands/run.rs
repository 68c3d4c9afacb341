//! `onrecord run`: a saved search, whole or only its new hits.

use anyhow::bail;
use clap::Args;

use crate::cli::commands::search::SearchCommand;
use crate::cli::commands::{query, quotes};
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::search::{SearchArgs, Shown};
use crate::cli::output::Output;
use crate::cli::saved_searches::{self, SavedSearch, SeenHits};
use crate::cli::success::Success;
use crate::cli::user_file::is_unwritable;

/// Arguments of `onrecord run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The name it was saved under; without one all are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Show only what came since the last run with --new
    #[arg(long, requires = "name")]
    pub new: bool,
    /// Hits to show [default: as saved; all with --new]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Runs a saved search, or lists all.
pub fn run(global: &GlobalArgs, args: &RunArgs, output: &mut Output) -> anyhow::Result<Success> {
    let searches = saved_searches::read(global)?;
    let Some(name) = &args.name else {
        for saved in &searches {
            output.line(&saved.to_line())?;
        }
        return Ok(Success::found_if(!searches.is_empty()));
    };
    // The file may be shared, and its names become names of files.
    saved_searches::check_name(name)?;
    let mut command = find(&searches, name)?.command()?;
    let seen = SeenHits::new(global, name);
    let mut shown = Shown::default();
    if args.new {
        shown.before = Some(seen.read()?);
    }
    let found = match &mut command {
        SearchCommand::Query(query_args) => {
            args.choose_part(&mut query_args.search);
            query::answer(global, query_args, &mut shown, output)?
        }
        SearchCommand::Quotes(quotes_args) => {
            args.choose_part(&mut quotes_args.search);
            quotes::answer(global, quotes_args, &mut shown, output)?
        }
    };
    if args.new {
        // Only once it is written out is it shown.
        output.flush()?;
        match seen.add(&shown.now) {
            // The answer is the same for whoever may only read.
            Err(error) if is_unwritable(&error) => output.warn(&format!(
                "what was shown cannot be remembered, and is new again next time: {error:#}"
            )),
            other => other?,
        }
    }
    Ok(found)
}

impl RunArgs {
    /// Sets the part of the answer to show.
    fn choose_part(&self, search: &mut SearchArgs) {
        // All that is new, or what is not shown would never be.
        if self.new {
            (search.offset, search.limit, search.after) = (0, usize::MAX, None);
        }
        search.limit = self.limit.unwrap_or(search.limit);
    }
}

fn find<'s>(searches: &'s [SavedSearch], name: &str) -> anyhow::Result<&'s SavedSearch> {
    if let Some(saved) = searches.iter().find(|saved| saved.name == *name) {
        return Ok(saved);
    }
    let names: Vec<&str> = searches.iter().map(|saved| saved.name.as_str()).collect();
    let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    bail!(
        "no search is saved as “{name}” (saved are: {known}); \
         save it with `onrecord save {name} …`"
    );
}
