//! `onrecord entities`: people, organisations, places and groups by the articles that name them.

use clap::{Args, ValueEnum};

use crate::cli::context;
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::names::NamesArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::model::EntityKind;
use crate::present::Answer;

/// Arguments of `onrecord entities`.
#[derive(Debug, Args)]
pub struct EntitiesArgs {
    /// Names to list.
    #[command(flatten)]
    pub names: NamesArgs,
    /// Only this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindName>,
}

/// Name of a kind of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindName {
    Person,
    Org,
    Place,
    Group,
}

impl KindName {
    /// The kind as the notes have it.
    fn kind(self) -> EntityKind {
        match self {
            Self::Person => EntityKind::Person,
            Self::Org => EntityKind::Organisation,
            Self::Place => EntityKind::Place,
            Self::Group => EntityKind::Group,
        }
    }
}

/// Lists entities with their numbers of articles.
pub fn run(
    global: &GlobalArgs,
    args: &EntitiesArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let filters = args.names.filters.filters()?;
    let archive = context::open(global, output)?;
    let mut names = Vec::new();
    for typed in KindName::value_variants() {
        if args.kind.is_some_and(|wanted| wanted != *typed) {
            continue;
        }
        let kind = typed.kind();
        let found = archive.entities(kind, &args.names.prefix, &filters)?;
        names.push((kind, args.names.list(found)));
    }
    output.present(&Answer::Entities(&names))?;
    Ok(Success::found_if(names.iter().any(|(_, listed)| listed.total > 0)))
}
