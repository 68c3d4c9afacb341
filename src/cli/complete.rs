//! `onrecord completions`: commands, options, and the names that the index holds.
//!
//! The shell runs this program to complete a word, so that names come from the index as it is now. A shell
//! compares by the letters typed, and a name is found by any of its words: so "lie" is completed to
//! "liel", with the whole name beside it.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use crate::cli::Found;
use crate::cli::answer_args::CompletionsArgs;
use crate::cli::args::Args;
use crate::cli::output::Output;
use crate::model::EntityKind;
use crate::search::{ByHand, Engine, Filters, NameCount};
use crate::store::Index;

/// Tells the program that a shell asks for completions.
const VARIABLE: &str = "ONRECORD_COMPLETE";
/// So many names are offered.
const OFFERED: usize = 40;

pub fn run(args: &CompletionsArgs, output: &mut Output) -> anyhow::Result<Found> {
    let shells = Shells::builtins();
    if let Some(shell) = shells.completer(args.shell.name()) {
        let mut script = Vec::new();
        shell.write_registration(VARIABLE, "onrecord", "onrecord", "onrecord", &mut script)?;
        output.writer().write_all(&script)?;
    }
    Ok(Found::Something)
}

/// Answers a shell that asks for completions; whether one did.
pub fn answer(arguments: &[OsString]) -> clap::error::Result<bool> {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(Args::command)
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), here.as_deref())
}

/// Completes names of speakers.
pub fn speakers() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        offered(typed, |engine, prefix| {
            engine.speakers(prefix, &Filters::default(), false).unwrap_or_default()
        })
    })
}

/// Completes names of a kind; of all kinds when `None`.
pub fn names(kind: Option<EntityKind>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        offered(typed, |engine, prefix| {
            let all = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
            let mut names = Vec::new();
            for one in all.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
                names.extend(engine.entities(one, prefix, &Filters::default()).unwrap_or_default());
            }
            names.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
            names
        })
    })
}

fn offered(
    typed: &OsStr,
    find: impl Fn(&Engine<'_>, &str) -> Vec<NameCount>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    // Shells hand over what stands on the line, with its marks.
    let in_marks = typed.starts_with(['"', '\'']);
    let plain = typed.trim_start_matches(['"', '\'']).replace('\\', "");
    let Ok(archive) = Index::open(&index()) else { return Vec::new() };
    let Ok(engine) = Engine::new(&archive, ByHand::default()) else { return Vec::new() };
    let mut names = find(&engine, plain.trim());
    names.truncate(OFFERED);
    let candidate = |name: &NameCount| {
        let value = completed(&plain, &name.name);
        let value = if in_marks { value } else { value.replace(' ', "\\ ") };
        let help = format!("{} ({})", name.name, name.count);
        CompletionCandidate::new(value).help(Some(help.into()))
    };
    names.iter().map(candidate).collect()
}

/// The name, or as much of it as goes on from what was typed.
fn completed(typed: &str, name: &str) -> String {
    let word_starts = name
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || name[..*at].ends_with(|c: char| !c.is_alphanumeric()));
    for start in word_starts {
        let rest = &name[start..];
        let end = rest.char_indices().nth(typed.chars().count()).map_or(rest.len(), |(at, _)| at);
        if !typed.is_empty() && rest[..end].to_lowercase() == typed.to_lowercase() {
            return format!("{typed}{}", &rest[end..]);
        }
    }
    name.to_owned()
}

/// The index that the line being completed names.
fn index() -> PathBuf {
    let words: Vec<OsString> = std::env::args_os().collect();
    let mut named = None;
    for (at, word) in words.iter().enumerate() {
        let word = word.to_string_lossy();
        if word == "--index" {
            named = words.get(at + 1).map(PathBuf::from);
        } else if let Some(dir) = word.strip_prefix("--index=") {
            named = Some(PathBuf::from(dir));
        }
    }
    named.unwrap_or_else(|| PathBuf::from("index"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_goes_on_from_what_was_typed() {
        assert_eq!(completed("osk", "Marit Oskarsdal"), "oskarsdal");
        assert_eq!(completed("Mar", "Marit Oskarsdal"), "Marit Oskarsdal");
        assert_eq!(completed("marit o", "Marit Oskarsdal"), "marit oskarsdal");
        assert_eq!(completed("", "Marit Oskarsdal"), "Marit Oskarsdal");
        assert_eq!(completed("haut", "Orlaith O’Haut"), "haut");
    }
}
