//! `onrecord speakers`.

use crate::cli::args::{GlobalArgs, SpeakersArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::present::{Answer, NameList, SpeakerList};
use crate::search::{Engine, NameCount, Speakers};
use crate::store::Index;
use crate::text::has_word_prefix;

pub fn run(global: &GlobalArgs, args: &SpeakersArgs, output: &mut Output) -> anyhow::Result<Found> {
    let filters = settings::filters(&args.names.filters)?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    if let Some(words) = &args.query {
        let (question, warnings) = settings::asked(words, false, None, filters)?;
        output.warnings(&warnings);
        let Speakers { mut speakers, nobody, warnings } = engine.who_speaks(&question)?;
        output.warnings(&warnings);
        let quotes = nobody + speakers.iter().map(|one| one.count).sum::<u64>();
        speakers.retain(|one| has_word_prefix(&one.name, &args.names.prefix));
        let total = speakers.len();
        speakers.truncate(args.names.limit);
        let list = SpeakerList { speakers, total, quotes, nobody };
        output.present(&Answer::SpeakersAbout(&list))?;
        return Ok(Found::when(quotes > 0));
    }
    let found = engine.speakers(&args.names.prefix, &filters, args.unnamed)?;
    let listed = listed(found, args.names.limit, args.names.variants);
    output.present(&Answer::Speakers(&listed))?;
    Ok(Found::when(listed.total > 0))
}

/// The first `limit` names, and how many there are.
pub fn listed(mut names: Vec<NameCount>, limit: usize, variants: bool) -> NameList {
    let total = names.len();
    names.truncate(limit);
    NameList { names, total, variants }
}
