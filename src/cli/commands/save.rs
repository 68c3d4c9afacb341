//! `onrecord save`: a search kept under a name.

use clap::Args;

use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::saved_searches::{self, SavedSearch, SeenHits};
use crate::cli::success::Success;

/// Arguments of `onrecord save`.
#[derive(Debug, Args)]
pub struct SaveArgs {
    /// The name: letters, digits, - and _
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Words and options as for `query`, or `quotes` and what follows it
    #[arg(
        value_name = "QUERY",
        trailing_var_arg = true,
        allow_hyphen_values = true,
        required_unless_present = "remove"
    )]
    pub query: Vec<String>,
    /// Forget the search of this name (before NAME)
    #[arg(long)]
    pub remove: bool,
}

/// Saves a search, or removes one.
pub fn run(global: &GlobalArgs, args: &SaveArgs, output: &mut Output) -> anyhow::Result<Success> {
    saved_searches::check_name(&args.name)?;
    let seen = SeenHits::new(global, &args.name);
    if args.remove {
        let removed = saved_searches::remove(global, &args.name)?;
        seen.forget();
        return Ok(Success::found_if(removed));
    }
    let saved = SavedSearch::new(&args.name, &args.query);
    // What cannot be run is not saved.
    saved.command()?;
    let line = saved.to_line();
    let replaced = saved_searches::put(global, &saved)?;
    if replaced {
        // Another search: what the old one has shown says nothing of it.
        seen.forget();
    }
    let word = if replaced { "saved in the place of another" } else { "saved" };
    output.note(&format!("{word}: onrecord run {}", args.name));
    output.line(&line)?;
    Ok(Success::Found)
}
