//! Searches kept under a name, in files beside the index.
//!
//! A saved search stands in `index.searches.jsonl`, a line each, as it was typed: so it means what
//! it meant when the language grows, and can be read, copied and versioned. The hits that `run
//! --new` has shown stand in a file for each search in `index.searches.seen`, which may be deleted:
//! then all is new again.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Parser;
use clap::error::ErrorKind;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::cli::commands::search::SearchCommand;
use crate::cli::json_lines::JsonLines;
use crate::cli::options::global::GlobalArgs;
use crate::cli::user_file::{self, FileLock, beside};
use crate::present::one_line;

/// Longest name of a search, in bytes.
const MAX_NAME: usize = 100;

/// A saved search: the command and its arguments, as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Name that it was saved under.
    pub name: String,
    /// Arguments, the name of the command first.
    pub args: Vec<String>,
}

/// A saved command line.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, args_override_self = true)]
struct SavedLine {
    #[command(flatten)]
    _global: GlobalArgs,
    #[command(subcommand)]
    command: SearchCommand,
}

impl SavedSearch {
    /// A search as typed behind its name: for articles unless it says `quotes`.
    pub fn new(name: &str, typed: &[String]) -> Self {
        let given = typed.first().is_some_and(|first| first == "query" || first == "quotes");
        let mut args = if given { Vec::new() } else { vec!["query".to_owned()] };
        args.extend(typed.iter().cloned());
        Self { name: name.to_owned(), args }
    }

    /// The search in a list of searches.
    pub fn to_line(&self) -> String {
        one_line(&format!("{} {}", self.name, self.args.join(" ")))
    }

    /// The command that was saved.
    ///
    /// # Errors
    /// The arguments are none of `query` or `quotes`.
    pub fn command(&self) -> anyhow::Result<SearchCommand> {
        let only = || anyhow::anyhow!("{}: only `query` and `quotes` can be saved", self.name);
        let words = std::iter::once("onrecord").chain(self.args.iter().map(String::as_str));
        let line = SavedLine::try_parse_from(words).map_err(|e| {
            if e.kind() == ErrorKind::InvalidSubcommand {
                return only();
            }
            let message = e.to_string();
            let first = message.lines().next().unwrap_or("");
            anyhow::anyhow!("{}: {}", self.name, first.trim_start_matches("error: "))
        })?;
        match line.command {
            SearchCommand::Query(query) if query.queries.is_some() => Err(only()),
            command => Ok(command),
        }
    }
}

/// Fails unless a name can be a part of a file name and be typed in a crontab.
///
/// # Errors The name is empty, too long, starts with a dot or a hyphen, or has other characters
/// than letters, digits, `-`, `_` and `.`.
pub fn check_name(name: &str) -> anyhow::Result<()> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty()
        || name.len() > MAX_NAME
        || name.starts_with(['.', '-'])
        || !name.chars().all(allowed)
    {
        bail!("“{name}” is no name for a search; take letters, digits, - and _");
    }
    Ok(())
}

fn searches_path(global: &GlobalArgs) -> PathBuf {
    beside(&global.index, user_file::SEARCHES)
}

/// All saved searches, in the order in which they were saved.
///
/// # Errors
/// The file cannot be read, or a line of it is no search.
pub fn read(global: &GlobalArgs) -> anyhow::Result<Vec<SavedSearch>> {
    let path = searches_path(global);
    let text = user_file::read(&path)?.unwrap_or_default();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{} line {}", path.display(), number + 1))
        })
        .collect()
}

/// Keeps a search in the place of another of its name, while no other process changes the file;
/// true if there was one.
///
/// # Errors
/// As for [`read`]; or the directory cannot be written.
pub fn put(global: &GlobalArgs, saved: &SavedSearch) -> anyhow::Result<bool> {
    change(global, |lines| Ok(lines.put(has_name(&saved.name), saved)?))
}

/// Removes the search of a name; true if there was one.
///
/// # Errors
/// As for [`put`].
pub fn remove(global: &GlobalArgs, name: &str) -> anyhow::Result<bool> {
    change(global, |lines| Ok(lines.remove(has_name(name))))
}

fn has_name(name: &str) -> impl Fn(&Map<String, Value>) -> bool {
    move |line| line.get("name").and_then(Value::as_str) == Some(name)
}

fn change<T>(
    global: &GlobalArgs,
    change: impl FnOnce(&mut JsonLines) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    // Damage to the file is told, and nothing is changed.
    read(global)?;
    user_file::change(&searches_path(global), change)
}

/// Ids of the hits that `run --new` has shown of one search.
pub struct SeenHits {
    path: PathBuf,
}

impl SeenHits {
    /// The file of a search, which need not be there.
    pub fn new(global: &GlobalArgs, name: &str) -> Self {
        Self { path: beside(&global.index, user_file::SEEN).join(name) }
    }

    /// The ids shown so far; a line that is no id is passed over.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&self) -> anyhow::Result<FxHashSet<u64>> {
        let text = user_file::read(&self.path)?.unwrap_or_default();
        Ok(text.lines().filter_map(|line| u64::from_str_radix(line, 16).ok()).collect())
    }

    /// Adds ids to those that the file has by now.
    ///
    /// # Errors
    /// The file cannot be read, or its directory not be written.
    pub fn add(&self, ids: &[u64]) -> anyhow::Result<()> {
        if let Some(dir) = self.path.parent() {
            fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
        }
        let _lock = FileLock::acquire(&self.path)?;
        let mut seen = self.read()?;
        seen.extend(ids);
        let mut ids: Vec<u64> = seen.into_iter().collect();
        ids.sort_unstable();
        let text: Vec<String> = ids.iter().map(|id| format!("{id:016x}\n")).collect();
        user_file::replace(&self.path, &text.concat())
    }

    /// Forgets all ids, so that every hit is new.
    pub fn forget(&self) {
        // A file that is not there holds none.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(typed: &[&str]) -> SavedSearch {
        let typed: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
        SavedSearch::new("ferry", &typed)
    }

    #[test]
    fn a_search_is_for_articles_unless_it_says_quotes() {
        let args = |typed: &[&str]| saved(typed).args;
        assert_eq!(args(&["ferry", "--from", "2020"]), ["query", "ferry", "--from", "2020"]);
        assert_eq!(args(&["quotes", "ferry"]), ["quotes", "ferry"]);
        assert!(saved(&["quotes", "ferry", "--speaker", "marrow"]).command().is_ok());
        let message = |search: SavedSearch| search.command().unwrap_err().to_string();
        let nonsense = message(saved(&["ferry", "--nonsense"]));
        assert!(nonsense.starts_with("ferry: ") && nonsense.contains("--nonsense"), "{nonsense}");
        let only = "ferry: only `query` and `quotes` can be saved";
        assert_eq!(message(saved(&["--queries", "file"])), only);
        let index = SavedSearch { name: "ferry".into(), args: vec!["index".into(), "dir".into()] };
        assert_eq!(message(index), only);
    }

    #[test]
    fn names_are_safe_in_file_names() {
        assert!(check_name("ferry-strike_2.daily").is_ok());
        for name in ["", ".", "..", "a/b", "-x", "a b", ".x"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
