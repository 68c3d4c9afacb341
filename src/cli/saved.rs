//! `onrecord save` and `onrecord run`: searches kept under a name.
//!
//! What was saved stands in `index.searches.jsonl` beside the index, a line each, as it was typed: so it means what it
//! meant when the language grows, and can be read, copied and versioned. What `run --new` has shown stands
//! in a file for each search in `index.searches.seen`, which may be deleted: then all is new again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Parser;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::cli::args::{Args, Command, GlobalArgs, RunArgs, SaveArgs, SearchArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, query, quotes};
use crate::present::one_line;

/// A saved search: the command and what follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Saved {
    name: String,
    args: Vec<String>,
}

impl Saved {
    /// As it is listed.
    fn to_line(&self) -> String {
        one_line(&format!("{} {}", self.name, self.args.join(" ")))
    }
}

/// What a run of a search keeps out, and what it has shown.
#[derive(Debug, Default)]
pub struct Shown {
    /// Ids shown by runs before; `None` when all is to be shown.
    pub before: Option<FxHashSet<u64>>,
    /// Ids shown by this one.
    pub now: Vec<u64>,
}

pub fn save(global: &GlobalArgs, args: &SaveArgs, output: &mut Output) -> anyhow::Result<Found> {
    check_name(&args.name)?;
    let path = searches_path(global);
    let mut searches = read(&path)?;
    if args.remove {
        let before = searches.len();
        searches.retain(|saved| saved.name != args.name);
        write(&path, &searches)?;
        let _ = fs::remove_file(seen_path(global, &args.name));
        return Ok(Found::when(searches.len() < before));
    }
    let saved = Saved { name: args.name.clone(), args: with_command(&args.query) };
    // What cannot be run is not saved.
    parse(&saved)?;
    let line = saved.to_line();
    let replaced = searches.iter().position(|other| other.name == saved.name);
    match replaced {
        Some(at) => searches[at] = saved,
        None => searches.push(saved),
    }
    write(&path, &searches)?;
    if replaced.is_some() {
        // Another search: what the old one has shown says nothing of it.
        let _ = fs::remove_file(seen_path(global, &args.name));
    }
    let word = if replaced.is_some() { "saved in the place of another" } else { "saved" };
    output.note(&format!("{word}: onrecord run {}", args.name));
    output.line(&line)?;
    Ok(Found::Something)
}

pub fn run(global: &GlobalArgs, args: &RunArgs, output: &mut Output) -> anyhow::Result<Found> {
    let searches = read(&searches_path(global))?;
    let Some(name) = &args.name else {
        for saved in &searches {
            output.line(&saved.to_line())?;
        }
        return Ok(Found::when(!searches.is_empty()));
    };
    let Some(saved) = searches.iter().find(|saved| saved.name == *name) else {
        let names: Vec<&str> = searches.iter().map(|saved| saved.name.as_str()).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        bail!(
            "no search is saved as “{name}” (saved are: {known}); save it with `onrecord save {name} …`"
        );
    };
    let mut parsed = parse(saved)?;
    let seen_path = seen_path(global, name);
    let mut shown = Shown::default();
    if args.new {
        shown.before = Some(read_seen(&seen_path)?);
    }
    let part = |search: &mut SearchArgs| {
        // All that is new, or what is not shown would never be.
        if args.new {
            (search.offset, search.limit, search.after) = (0, usize::MAX, None);
        }
        search.limit = args.limit.unwrap_or(search.limit);
    };
    let found = match &mut parsed.command {
        Command::Query(query_args) => {
            part(&mut query_args.search);
            query::answer(global, query_args, &by_hand::load(global)?, &mut shown, output)?
        }
        Command::Quotes(quotes_args) => {
            part(&mut quotes_args.search);
            quotes::answer(global, quotes_args, &by_hand::load(global)?, &mut shown, output)?
        }
        _ => bail!("{name} is no search"),
    };
    if let Some(mut seen) = shown.before.take() {
        // Only once it is written out is it shown.
        output.flush()?;
        seen.extend(shown.now);
        write_seen(&seen_path, &seen)?;
    }
    Ok(found)
}

/// What follows the name is a search for articles unless it says `quotes`.
fn with_command(typed: &[String]) -> Vec<String> {
    let given = typed.first().is_some_and(|first| first == "query" || first == "quotes");
    let mut args = if given { Vec::new() } else { vec!["query".to_owned()] };
    args.extend(typed.iter().cloned());
    args
}

fn parse(saved: &Saved) -> anyhow::Result<Args> {
    let words = std::iter::once("onrecord").chain(saved.args.iter().map(String::as_str));
    let args = Args::try_parse_from(words).map_err(|e| {
        let message = e.to_string();
        let first = message.lines().next().unwrap_or("").trim_start_matches("error: ").to_owned();
        anyhow::anyhow!("{}: {first}", saved.name)
    })?;
    match &args.command {
        Command::Query(query) if query.queries.is_none() => {}
        Command::Quotes(_) => {}
        _ => bail!("{}: only `query` and `quotes` can be saved", saved.name),
    }
    Ok(args)
}

/// Names are parts of file names and typed in crontabs.
fn check_name(name: &str) -> anyhow::Result<()> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty()
        || name.len() > 100
        || name.starts_with(['.', '-'])
        || !name.chars().all(fits)
    {
        bail!("“{name}” is no name for a search; take letters, digits, - and _");
    }
    Ok(())
}

fn searches_path(global: &GlobalArgs) -> PathBuf {
    by_hand::beside(&global.index, ".searches.jsonl")
}

fn seen_path(global: &GlobalArgs, name: &str) -> PathBuf {
    by_hand::beside(&global.index, ".searches.seen").join(name)
}

/// Whether the saved searches can be read.
pub fn look(global: &GlobalArgs) -> anyhow::Result<()> {
    read(&searches_path(global)).map(|_| ())
}

fn read(path: &Path) -> anyhow::Result<Vec<Saved>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e).with_context(|| path.display().to_string()),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{} line {}", path.display(), number + 1))
        })
        .collect()
}

fn write(path: &Path, searches: &[Saved]) -> anyhow::Result<()> {
    let mut text = String::new();
    for saved in searches {
        text.push_str(&serde_json::to_string(saved)?);
        text.push('\n');
    }
    replace(path, &text)
}

fn read_seen(path: &Path) -> anyhow::Result<FxHashSet<u64>> {
    match fs::read_to_string(path) {
        Ok(text) => {
            Ok(text.lines().filter_map(|line| u64::from_str_radix(line, 16).ok()).collect())
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(FxHashSet::default()),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

fn write_seen(path: &Path, seen: &FxHashSet<u64>) -> anyhow::Result<()> {
    let mut ids: Vec<u64> = seen.iter().copied().collect();
    ids.sort_unstable();
    let text: Vec<String> = ids.iter().map(|id| format!("{id:016x}\n")).collect();
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    }
    replace(path, &text.concat())
}

/// Whole or not at all.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, path))
        .with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_for_articles_unless_it_says_quotes() {
        let args = |typed: &[&str]| {
            with_command(&typed.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(args(&["ferry", "--from", "2020"]), ["query", "ferry", "--from", "2020"]);
        assert_eq!(args(&["quotes", "ferry"]), ["quotes", "ferry"]);
        let saved = |typed: &[&str]| Saved { name: "ferry".into(), args: args(typed) };
        assert!(parse(&saved(&["quotes", "ferry", "--speaker", "marrow"])).is_ok());
        let message = parse(&saved(&["ferry", "--nonsense"])).unwrap_err().to_string();
        assert!(message.starts_with("ferry: ") && message.contains("--nonsense"), "{message}");
    }

    #[test]
    fn names_are_safe_in_file_names() {
        assert!(check_name("ferry-strike_2.daily").is_ok());
        for name in ["", ".", "..", "a/b", "-x", "a b", ".x"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
