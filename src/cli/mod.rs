//! The command line: arguments as typed, settings as meant, one file a command.
//!
//! `commands` has a file for each command, with its arguments and its `run`; `options` what several
//! commands share; `args` puts all together with the help texts.
//!
//! The clock, the environment, the current directory and the terminal are asked here and nowhere
//! else. Results go to standard output, everything else to standard error. Exit codes are grep's: 0
//! hits, 1 none, 2 error.

mod args;
mod claims;
mod clock;
mod commands;
mod completion;

mod context;
mod corrections_file;
mod grammar;
mod interrupt;
mod json_lines;
mod logger;
mod memory;
mod options;
mod output;
mod overrides;
mod panics;
mod parse;
mod progress;
mod question;
mod saved_searches;
mod settings;
mod sink;
mod success;
mod user_file;
mod watch;
mod writing;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::cli::args::{Args, Command};
use crate::cli::commands::{
    annotate, check, cite, completions, config, copies, correct, corrections, entities, export,
    formats, index, man, restore, roots, run, save, schema, search, show, snapshot, speakers,
    status, timeline, verify,
};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::success::Success;
use crate::present::one_line;

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    memory::keep_to_one_heap(&arguments);
    match completions::answer(Args::command, &arguments) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(2);
        }
    }
    let settings = Settings::load(&arguments);
    let program = settings.and_then(|settings| Ok((settings.apply(Args::command())?, settings)));
    let (program, settings) = match program {
        Ok(read) => read,
        Err(error) => return failed(&error),
    };
    let parsed = program.clone().try_get_matches_from(arguments);
    let (args, matches) = match parsed.and_then(|m| Ok((Args::from_arg_matches(&m)?, m))) {
        Ok(parsed) => parsed,
        Err(message) => {
            let failed = message.use_stderr();
            let _ = message.print();
            return if failed { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    logger::start(args.global.verbose, args.global.quiet);
    let mut output = match Output::new(&args.global, args.command.is_paged()) {
        Ok(output) => output,
        Err(error) => return failed(&error),
    };
    let done = panics::caught(|| match &args.command {
        Command::Config => config::run(&settings.rows(&program, &matches), &mut output),
        _ => dispatch(&args, &mut output),
    });
    // Only what is whole takes a file's name.
    match done.and_then(|found| Ok(output.finish().map(|()| found)?)) {
        Ok(Success::Found) => ExitCode::SUCCESS,
        Ok(Success::NothingFound) => ExitCode::from(1),
        Ok(Success::Interrupted(code)) => ExitCode::from(code),
        // Whoever read our output has had enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Tells an error.
fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(io::stderr(), "onrecord: {}", one_line(&format!("{error:#}")));
    ExitCode::from(2)
}

fn dispatch(args: &Args, output: &mut Output) -> anyhow::Result<Success> {
    let global = &args.global;
    match &args.command {
        Command::Index(args) => index::run(global, args, output),
        Command::Search(command) => search::run(global, command, output),
        Command::Speakers(args) => speakers::run(global, args, output),
        Command::Entities(args) => entities::run(global, args, output),
        Command::Copies(args) => copies::run(global, args, output),
        Command::Save(args) => save::run(global, args, output),
        Command::Run(args) => run::run(global, args, output),
        Command::Timeline(args) => timeline::run(global, args, output),
        Command::Verify(args) => verify::run(global, args, output),
        Command::Cite(args) => cite::run(global, args, output),
        Command::Export(args) => export::run(global, args, output),
        Command::Completions(args) => completions::run(args, output),
        Command::Man(args) => man::run(args, Args::command(), output),
        Command::Correct(args) => correct::run(global, args, output),
        Command::Corrections(args) => corrections::run(global, args, output),
        Command::Snapshot(args) => snapshot::run(global, args, output),
        Command::Restore(args) => restore::run(global, args, output),
        Command::Show(args) => show::run(global, args, output),
        Command::Annotate(args) => annotate::run(args, output),
        // Its rows are made from the arguments before they are parsed.
        Command::Config => Ok(Success::NothingFound),
        Command::Formats => formats::run(output),
        Command::Schema(args) => schema::run(args, output),
        Command::Check(args) => check::run(global, args, output),
        Command::Status(args) => status::run(global, args, output),
        Command::Roots(args) => roots::run(global, args, output),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.map(io::Error::kind).or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
