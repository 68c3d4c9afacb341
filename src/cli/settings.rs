//! Settings: defaults that a small file or the environment gives, below what is typed.
//!
//! The file changes the defaults of the options themselves, before anything is parsed. So a value
//! in it is checked like a typed one, `--help` shows it, and no command knows of the file. Typed
//! options go before the environment, the environment before the file.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

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

/// A file of settings, or none.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    path: Option<PathBuf>,
    values: Vec<(&'static str, String)>,
}

impl Settings {
    /// Reads the file that the arguments or the environment name, or the one in the folder of
    /// settings if it is there.
    ///
    /// # Errors
    /// A file that was named is not there, cannot be read, or holds something else than settings.
    pub fn load(arguments: &[OsString]) -> anyhow::Result<Self> {
        let named = typed_path(arguments).or_else(|| env::var_os("ONRECORD_CONFIG"));
        let named = named.filter(|path| !path.is_empty()).map(PathBuf::from);
        let Some(path) = named.clone().or_else(usual_path) else { return Ok(Self::default()) };
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&path, &text).with_context(|| path.display().to_string()),
            Err(e) if e.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(Self::default()),
            Err(e) => Err(e).with_context(|| path.display().to_string()),
        }
    }

    fn parse(path: &Path, text: &str) -> anyhow::Result<Self> {
        let table: toml::Table = text.parse()?;
        let mut values = Vec::new();
        for (name, value) in table {
            let Some((known, _)) = NAMES.iter().find(|(known, _)| *known == name) else {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                bail!("there is no setting {name}; there are {}", names.join(", "));
            };
            let value = match value {
                toml::Value::String(value) => value,
                toml::Value::Integer(number) => number.to_string(),
                other => bail!("{name}: give a text or a number, not {}", other.type_str()),
            };
            let value = if PATHS.contains(known) { absolute(path, &value) } else { value };
            values.push((*known, value));
        }
        Ok(Self { path: Some(path.to_owned()), values })
    }

    /// The program with the values of the file for defaults.
    ///
    /// # Errors
    /// A value that its option does not take.
    pub fn apply(&self, program: Command) -> anyhow::Result<Command> {
        for (name, value) in &self.values {
            if let Some(arg) = find(&program, id(name)) {
                check(arg, name, value).with_context(|| {
                    self.path.as_deref().unwrap_or(Path::new("")).display().to_string()
                })?;
            }
        }
        Ok(self.with_defaults(program))
    }

    fn with_defaults(&self, command: Command) -> Command {
        // What is saved keeps the limit that it was saved with.
        if command.get_name() == "run" {
            return command;
        }
        let set = |arg: Arg| match self.value(arg.get_id().as_str()) {
            Some(value) => arg.default_value(value.to_owned()),
            None => arg,
        };
        command.mut_args(set).mut_subcommands(|command| self.with_defaults(command))
    }

    /// The value of an option of this id.
    fn value(&self, wanted: &str) -> Option<&str> {
        let found = self.values.iter().find(|(name, _)| id(name) == wanted);
        found.map(|(_, value)| value.as_str())
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
            let source = match (source, self.value(id), &self.path) {
                (Some(ValueSource::CommandLine), _, _) => format!("option --{name}"),
                (Some(ValueSource::EnvVariable), _, _) => variable.to_string_lossy().into_owned(),
                (_, Some(_), Some(path)) => path.display().to_string(),
                _ => "default".to_owned(),
            };
            SettingRow { name, value: value.map(|v| v.to_string_lossy().into_owned()), source }
        };
        NAMES.iter().map(row).collect()
    }

    /// The index directory where none is typed.
    pub fn index_dir(&self) -> PathBuf {
        let given = env::var_os("ONRECORD_INDEX").or_else(|| self.value("index").map(Into::into));
        given.map_or_else(|| PathBuf::from("index"), PathBuf::from)
    }

    /// The file, or where one would be read from.
    pub fn path(&self) -> Option<PathBuf> {
        self.path.clone().or_else(usual_path)
    }
}

fn id(name: &str) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == name).map_or("", |(_, id)| id)
}

/// The first option of an id, of the program or of a command.
fn find<'c>(command: &'c Command, id: &str) -> Option<&'c Arg> {
    let own = command.get_arguments().find(|arg| arg.get_id() == id);
    let of_commands = || {
        let mut commands = command.get_subcommands().filter(|command| command.get_name() != "run");
        commands.find_map(|command| find(command, id))
    };
    own.or_else(of_commands)
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

/// Path behind `--config`, which decides before all else is parsed.
fn typed_path(arguments: &[OsString]) -> Option<OsString> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().cloned();
        }
        if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix("--config=")) {
            return Some(path.into());
        }
    }
    None
}

/// `onrecord/config.toml` in the folder of settings, as the XDG Base Directory Specification names
/// it.
fn usual_path() -> Option<PathBuf> {
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
