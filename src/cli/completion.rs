//! Completion of names in a shell, from the index as it is now.
//!
//! A shell compares by the letters typed, and a name is found by any of its words: so "lie" is
//! completed to "liel", with the whole name beside it.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::archive::Archive;
use crate::cli::context;
use crate::cli::settings;
use crate::model::EntityKind;
use crate::search::{Filters, NameCount};

/// Number of names offered.
const MAX_OFFERED: usize = 40;

/// A completer of names of speakers.
pub fn speakers() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        offered(typed, |archive, prefix| {
            archive.speakers(prefix, &Filters::default(), false).unwrap_or_default()
        })
    })
}

/// A completer of names of a kind, or of all kinds.
pub fn names(kind: Option<EntityKind>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        offered(typed, |archive, prefix| {
            let all = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
            let mut names = Vec::new();
            for one in all.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
                names
                    .extend(archive.entities(one, prefix, &Filters::default()).unwrap_or_default());
            }
            names.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
            names
        })
    })
}

/// Candidates for what was typed; none if there is no index.
fn offered(
    typed: &OsStr,
    find: impl Fn(&Archive, &str) -> Vec<NameCount>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    // Shells hand over what stands on the line, with its marks.
    let in_marks = typed.starts_with(['"', '\'']);
    let plain = typed.trim_start_matches(['"', '\'']).replace('\\', "");
    let Ok(archive) = context::open_plain(&index_dir()) else { return Vec::new() };
    let mut names = find(&archive, plain.trim());
    names.truncate(MAX_OFFERED);
    let candidate = |name: &NameCount| {
        let value = completed(&plain, &name.name);
        let value = if in_marks { value } else { value.replace(' ', "\\ ") };
        let help = format!("{} ({})", name.name, name.count);
        CompletionCandidate::new(value).help(Some(help.into()))
    };
    names.iter().map(candidate).collect()
}

/// The part of a name that continues what was typed, or the whole name.
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

/// The index directory that the line being completed names.
fn index_dir() -> PathBuf {
    let words: Vec<OsString> = std::env::args_os().collect();
    settings::index_dir(&words)
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
