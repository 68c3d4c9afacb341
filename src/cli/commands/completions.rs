//! `onrecord completions`: a script for a shell that completes commands, options, and the names in
//! the index. The shell runs this program to complete a word; [`answer`] is what it then calls.

use std::ffi::OsString;

use clap::{Args, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::env::Shells;

use crate::cli::output::Output;
use crate::cli::success::Success;

/// Variable of the environment that tells the program that a shell asks for completions.
const VARIABLE: &str = "ONRECORD_COMPLETE";

/// Arguments of `onrecord completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
}

/// Name of a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

impl ShellName {
    /// The name by which `clap_complete` knows the shell.
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }
}

/// Writes the script of a shell.
pub fn run(args: &CompletionsArgs, output: &mut Output) -> anyhow::Result<Success> {
    let shells = Shells::builtins();
    if let Some(shell) = shells.completer(args.shell.name()) {
        let mut script = Vec::new();
        shell.write_registration(VARIABLE, "onrecord", "onrecord", "onrecord", &mut script)?;
        output.writer().write_all(&script)?;
    }
    Ok(Success::Found)
}

/// Answers a shell that asks for completions; false if none asks.
pub fn answer(
    program: impl Fn() -> clap::Command,
    arguments: &[OsString],
) -> clap::error::Result<bool> {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(program)
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), here.as_deref())
}
