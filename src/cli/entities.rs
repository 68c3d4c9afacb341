//! `onrecord entities`.

use crate::cli::args::{EntitiesArgs, GlobalArgs, Kind};
use crate::cli::output::Output;
use crate::cli::speakers::listed;
use crate::cli::{Found, by_hand, settings};
use crate::model::EntityKind;
use crate::present::Answer;
use crate::search::Engine;
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &EntitiesArgs, output: &mut Output) -> anyhow::Result<Found> {
    let filters = settings::filters(&args.names.filters)?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let all = [
        (Kind::Person, EntityKind::Person),
        (Kind::Org, EntityKind::Organisation),
        (Kind::Place, EntityKind::Place),
        (Kind::Group, EntityKind::Group),
    ];
    let mut names = Vec::new();
    for (_, kind) in
        all.into_iter().filter(|(typed, _)| args.kind.is_none_or(|wanted| wanted == *typed))
    {
        let found = engine.entities(kind, &args.names.prefix, &filters)?;
        names.push((kind, listed(found, args.names.limit, args.names.variants)));
    }
    output.present(&Answer::Entities(&names))?;
    Ok(Found::when(names.iter().any(|(_, listed)| listed.total > 0)))
}
