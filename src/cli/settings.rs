//! Settings: defaults that a small file or the environment gives, below what is typed.
//!
//! The file changes the defaults of the options themselves, before anything is parsed. So a value
//! in it is checked like a typed one, `--help` shows it, and no command knows of the file. Typed
//! options go before the environment, the environment before the file.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use crate::cli::user_file::{self, beside};
use crate::present::SettingRow;

/// Settings by the names of their options, as the file names them, with their ids in clap.
const NAMES: &[(&str, &str)] = &[
    ("index", "index"),
    ("aliases", "aliases"),
    ("format", "format"),
    ("color", "color"),
    ("progress", "progress"),
    ("pager", "pager"),
    ("limit", "limit"),
    ("memory", "memory"),
    ("jobs", "jobs"),
];

/// Settings whose values are paths: relative ones start at the folder of the file.
const PATHS: &[&str] = &["index", "aliases"];

/// Settings of the user's file, and below them of the file beside the index.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: Vec<Setting>,
}

/// A setting of a file.
#[derive(Clone, Debug)]
struct Setting {
    name: &'static str,
    value: String,
    file: PathBuf,
}

impl Settings {
    /// Reads the file that the arguments or the environment name, or the one in the folder of
    /// settings if it is there; then the one beside the index, which travels with it.
    ///
    /// # Errors
    /// A file that was named is not there, or a file cannot be read or holds something else than
    /// settings.
    pub fn load(arguments: &[OsString]) -> anyhow::Result<Self> {
        let named = typed_path(arguments, "--config").or_else(|| env::var_os("ONRECORD_CONFIG"));
        let named = named.filter(|path| !path.is_empty()).map(PathBuf::from);
        let mut settings = Self::default();
        if let Some(path) = &named {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            settings.add(path, &text)?;
        } else if let Some(path) = usual_path() {
            match settings.add_if_there(&path) {
                // The home of somebody else, as after `setpriv`: not this user's settings.
                Err(error) if user_file::is_unwritable(&error) => {}
                other => other?,
            }
        }
        let index = settings.index_dir(arguments);
        settings.add_if_there(&beside(&index, user_file::SETTINGS))?;
        Ok(settings)
    }

    fn add_if_there(&mut self, path: &Path) -> anyhow::Result<()> {
        match user_file::read(path)? {
            Some(text) => self.add(path, &text),
            None => Ok(()),
        }
    }

    fn add(&mut self, file: &Path, text: &str) -> anyhow::Result<()> {
        self.parse(file, text).with_context(|| file.display().to_string())
    }

    /// Adds the settings of a file below those that are there.
    fn parse(&mut self, file: &Path, text: &str) -> anyhow::Result<()> {
        let table: toml::Table = text.parse()?;
        for (name, value) in table {
            let Some((name, _)) = NAMES.iter().find(|(known, _)| *known == name) else {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                bail!("there is no setting {name}; there are {}", names.join(", "));
            };
            let value = match value {
                toml::Value::String(value) => value,
                toml::Value::Integer(number) => number.to_string(),
                other => bail!("{name}: give a text or a number, not {}", other.type_str()),
            };
            let value = if PATHS.contains(name) { absolute(file, &value) } else { value };
            if self.find(id(name)).is_none() {
                self.values.push(Setting { name, value, file: file.to_owned() });
            }
        }
        Ok(())
    }

    /// The program with the values of the files for defaults.
    ///
    /// # Errors
    /// A value that its option does not take.
    pub fn apply(&self, program: Command) -> anyhow::Result<Command> {
        for Setting { name, value, file } in &self.values {
            if let Some(arg) = find(&program, id(name)) {
                check(arg, name, value).with_context(|| file.display().to_string())?;
            }
        }
        Ok(self.with_defaults(program))
    }

    fn with_defaults(&self, command: Command) -> Command {
        // A page has a usual length; what is exported, or was saved, is not cut unless typed.
        let whole = |arg: &Arg| arg.get_id() == "limit" && arg.get_default_values().is_empty();
        let set = |arg: Arg| match self.find(arg.get_id().as_str()) {
            Some(setting) if !whole(&arg) => arg.default_value(setting.value.clone()),
            _ => arg,
        };
        command.mut_args(set).mut_subcommands(|command| self.with_defaults(command))
    }

    /// The setting of an option of this id.
    fn find(&self, wanted: &str) -> Option<&Setting> {
        self.values.iter().find(|setting| id(setting.name) == wanted)
    }

    /// All settings with their values, and where each comes from.
    pub fn rows(&self, program: &Command, matches: &ArgMatches) -> Vec<SettingRow> {
        let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
        let row = |(name, id): &(&'static str, &'static str)| {
            let arg = find(program, id);
            let raw = matches.try_get_raw(id).ok().flatten().and_then(|mut values| values.next());
            let source = matches.try_contains_id(id).ok().and_then(|_| matches.value_source(id));
            let variable = arg.and_then(|arg| arg.get_env()).unwrap_or_default();
            let default = arg.and_then(|arg| arg.get_default_values().first());
            let value = raw.or(default.map(AsRef::as_ref));
            let source = match (source, self.find(id)) {
                (Some(ValueSource::CommandLine), _) => format!("option --{name}"),
                (Some(ValueSource::EnvVariable), _) => variable.to_string_lossy().into_owned(),
                (_, Some(setting)) => setting.file.display().to_string(),
                _ => "default".to_owned(),
            };
            SettingRow { name, value: value.map(|v| v.to_string_lossy().into_owned()), source }
        };
        NAMES.iter().map(row).collect()
    }

    /// The index directory that is meant, told before all else is parsed.
    fn index_dir(&self, arguments: &[OsString]) -> PathBuf {
        let of_file = || Some(self.find("index")?.value.clone().into());
        let typed = typed_path(arguments, "--index");
        let given = typed.or_else(|| env::var_os("ONRECORD_INDEX")).or_else(of_file);
        given.map_or_else(|| PathBuf::from("index"), PathBuf::from)
    }
}

/// The index directory that arguments, the environment or the files mean.
pub fn index_dir(arguments: &[OsString]) -> PathBuf {
    Settings::load(arguments).unwrap_or_default().index_dir(arguments)
}

fn id(name: &str) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == name).map_or("", |(_, id)| id)
}

/// The first option of an id, of the program or of a command.
fn find<'c>(command: &'c Command, id: &str) -> Option<&'c Arg> {
    let own = command.get_arguments().find(|arg| arg.get_id() == id);
    // One that has a default, where there is one.
    let mut of_commands: Vec<&Arg> =
        command.get_subcommands().filter_map(|command| find(command, id)).collect();
    of_commands.sort_by_key(|arg| arg.get_default_values().is_empty());
    own.or(of_commands.first().copied())
}

/// Fails unless an option takes a value.
fn check(arg: &Arg, name: &str, value: &str) -> anyhow::Result<()> {
    let alone = Command::new("onrecord").arg(arg.clone());
    let typed = ["onrecord".to_owned(), format!("--{name}={value}")];
    if let Err(error) = alone.try_get_matches_from(typed) {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default();
        bail!("{}", first.trim_start_matches("error: "));
    }
    Ok(())
}

/// Path behind an option, which decides before all else is parsed; the last one counts.
fn typed_path(arguments: &[OsString], option: &str) -> Option<OsString> {
    let arguments: Vec<&OsString> =
        arguments.iter().skip(1).take_while(|argument| *argument != "--").collect();
    let mut found = None;
    for (at, argument) in arguments.iter().enumerate() {
        if *argument == option {
            found = arguments.get(at + 1).map(|path| (*path).clone());
        } else if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix(option)) {
            found = path.strip_prefix('=').map(Into::into).or(found);
        }
    }
    found
}

/// `onrecord/config.toml` in the folder of settings, as the XDG Base Directory Specification names
/// it.
pub fn usual_path() -> Option<PathBuf> {
    let given = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
    Some(given.or_else(home)?.join("onrecord/config.toml"))
}

/// A path of the file: `~/` is the home folder, a relative one starts at the file's folder.
fn absolute(file: &Path, value: &str) -> String {
    let path = match (value.strip_prefix("~/"), env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => file.with_file_name("").join(value),
    };
    path.to_string_lossy().into_owned()
}
