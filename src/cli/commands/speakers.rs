//! `onrecord speakers`: speakers by their quotations, of the whole archive or about a subject.

use clap::Args;

use crate::cli::context;
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::names::NamesArgs;
use crate::cli::output::Output;
use crate::cli::question;
use crate::cli::success::Success;
use crate::present::{Answer, SpeakerList};
use crate::search::SpeakerStats;
use crate::text::has_word_prefix;

/// Arguments of `onrecord speakers`.
#[derive(Debug, Args)]
pub struct SpeakersArgs {
    /// Names to list.
    #[command(flatten)]
    pub names: NamesArgs,
    /// List also who has no name ("analysts", "a senior official")
    #[arg(long, conflicts_with = "query")]
    pub unnamed: bool,
    /// Show why: years, articles and roles of each, the forms joined and by which rule, and what
    /// keeps others of the surname apart
    #[arg(long, conflicts_with = "query")]
    pub why: bool,
    /// Who speaks about this: speakers of quotations that match, and when first and last
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
}

/// Lists speakers with their numbers of quotations.
pub fn run(
    global: &GlobalArgs,
    args: &SpeakersArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let filters = args.names.filters.filters()?;
    let archive = context::open(global, output)?;
    if let Some(words) = &args.query {
        let (question, warnings) = question::parse(words, false, None, filters)?;
        output.warnings(&warnings);
        let SpeakerStats { mut speakers, nobody, warnings } = archive.speaker_stats(&question)?;
        output.warnings(&warnings);
        let quotes = nobody + speakers.iter().map(|one| one.count).sum::<u64>();
        speakers.retain(|one| has_word_prefix(&one.name, &args.names.prefix));
        let total = speakers.len();
        speakers.truncate(args.names.limit);
        let list = SpeakerList { speakers, total, quotes, nobody };
        output.present(&Answer::SpeakersAbout(&list))?;
        return Ok(Success::found_if(quotes > 0));
    }
    let found = archive.speakers(&args.names.prefix, &filters, args.unnamed)?;
    let mut list = args.names.list(found);
    if args.why {
        archive.add_evidence(&filters, &mut list.names)?;
    }
    output.present(&Answer::Speakers(&list))?;
    Ok(Success::found_if(list.total > 0))
}
