//! The command line as typed: all commands with their help. clap's types go no further than this
//! folder.

use clap::{Parser, Subcommand};

use crate::cli::commands::annotate::AnnotateArgs;
use crate::cli::commands::check::CheckArgs;
use crate::cli::commands::cite::CiteArgs;
use crate::cli::commands::completions::CompletionsArgs;
use crate::cli::commands::copies::CopiesArgs;
use crate::cli::commands::correct::CorrectArgs;
use crate::cli::commands::corrections::CorrectionsArgs;
use crate::cli::commands::entities::EntitiesArgs;
use crate::cli::commands::export::ExportArgs;
use crate::cli::commands::index::IndexArgs;
use crate::cli::commands::man::ManArgs;
use crate::cli::commands::restore::RestoreArgs;
use crate::cli::commands::roots::RootsArgs;
use crate::cli::commands::run::RunArgs;
use crate::cli::commands::save::SaveArgs;
use crate::cli::commands::schema::SchemaArgs;
use crate::cli::commands::search::SearchCommand;
use crate::cli::commands::show::ShowArgs;
use crate::cli::commands::snapshot::SnapshotArgs;
use crate::cli::commands::speakers::SpeakersArgs;
use crate::cli::commands::status::StatusArgs;
use crate::cli::commands::timeline::TimelineArgs;
use crate::cli::commands::verify::VerifyArgs;
use crate::cli::options::global::GlobalArgs;

const EXAMPLES: &str = "\
Examples:
  onrecord index ~/archive                      build or update ./index
  onrecord quotes --speaker liel gaza           what Liel said about Gaza
  onrecord quotes tariffs --on 2025-06          who spoke of tariffs in June 2025
  onrecord query '\"nuclear talks\" -oil' --from 2025 --limit 20
  onrecord speakers --org opec --from 2008 --to 2010
  onrecord show 0f3a9c71d2e84b56                the article, its quotations marked

Exit code: 0 when something was found or done, 1 when nothing was found, 2 on an error.";

/// A search engine for news archives that knows who said what, when.
///
/// Point `onrecord index` at folders of articles; then ask for quotations by speaker, for articles
/// by words, names and dates. Everything stays on this machine.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = EXAMPLES)]
#[command(max_term_width = 100, args_override_self = true)]
pub struct Args {
    /// Options that every command has.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the index, or bring it up to date
    ///
    /// Reads every article beneath each PATH into the index.
    ///
    /// A second run reads only what changed: new and changed files are read, files that are gone
    /// are removed, but only beneath the PATHs given now. A run that is killed loses nothing that
    /// was committed, and the next one goes on from there; Ctrl-C commits what is done, a second
    /// Ctrl-C ends at once. Files that cannot be read are counted and kept in `onrecord status`;
    /// what the index has of them stays, and they are read as soon as they can be.
    ///
    /// A directory that holds none of its articles any more, or stands on another disk than when it
    /// was read, counts as out of reach: its articles stay, and go only with --forget-missing.
    ///
    /// Without a PATH, everything that the index knows is brought up to date. An index that an
    /// older onrecord made is first brought to today's format, from what it holds itself, so that
    /// nothing is lost whose source is gone.
    ///
    /// Which formats are read, `onrecord formats` tells.
    Index(IndexArgs),
    /// Commands that can be saved.
    #[command(flatten)]
    Search(SearchCommand),
    /// List who is quoted, most often first
    ///
    /// Speakers with their number of quotations.
    Speakers(SpeakersArgs),
    /// List the people, organisations and places that articles name, most often first
    ///
    /// People, organisations, places and groups with the number of articles that name them.
    Entities(EntitiesArgs),
    /// Show an article with its quotations and names marked
    ///
    /// Shows an article with its quotations and names marked and the speakers in the margin.
    Show(ShowArgs),
    /// List the copies of an article, or where a quotation was printed
    ///
    /// Copies from the first published on, each with its date, source and what differs: of an
    /// article those with the same words, another lead or a cut end, and later versions; of a
    /// quotation every article that prints it, its wordings and whom they credit.
    Copies(CopiesArgs),
    /// Keep a search under a name
    ///
    /// Keeps a search as typed, in `index.searches.jsonl` beside the index. `query` is
    /// meant unless `quotes` is said:
    ///
    ///   onrecord save ferry 'ferry strike' --place lowmere
    ///   onrecord save marrow quotes --speaker marrow
    #[command(verbatim_doc_comment)]
    Save(SaveArgs),
    /// Run a search that was saved, or list them
    ///
    /// With --new only what came since the last run with --new is shown, all of it, and
    /// copies of what was shown are not new. Runs without --new change nothing about that.
    /// Exit code: 0 when something was shown, 1 when nothing was, 2 on an error; so in a
    /// crontab:
    ///
    ///   onrecord index ~/archive --quiet && onrecord run ferry --new | mail -E -s ferry desk
    #[command(verbatim_doc_comment)]
    Run(RunArgs),
    /// Show how many articles or quotations were published when, as bars
    ///
    /// What is dated only by month or year has rows of its own where it does not fit into one
    /// period, and so has what is undated, so that all rows together are all that match.
    Timeline(TimelineArgs),
    /// Check words that somebody is said to have said
    ///
    /// Finds the closest real quotations, even of misquoted words, and shows what differs word by
    /// word, who said it, when it first appeared, in how many articles, and who else is credited
    /// with it.
    ///
    /// Exit code: 0 when the words were found exactly or closely (with --speaker: credited to this
    /// speaker), 1 when nothing is close, 2 on an error.
    Verify(VerifyArgs),
    /// Print a citation of a quotation or an article
    ///
    /// The quotation, who said it, the headline, the source, the date as exactly as it is known.
    Cite(CiteArgs),
    /// Write every match: articles or quotations as JSON lines, CSV or citations
    ///
    /// As many as `query` and `quotes` count, in bounded memory.
    Export(ExportArgs),
    /// Correct who said a quotation, or that it is one; or many at once
    ///
    /// Corrections are kept in a plain file beside the index (`index.corrections.jsonl`), count at
    /// once and again after every re-index, and are shown as made by hand.
    Correct(CorrectArgs),
    /// List the corrections made by hand, or carry them to another index
    Corrections(CorrectionsArgs),
    /// Show what would be found in files, without an index
    ///
    /// Prints each article with what is found in it, as text or (--format jsonl) in the shape of
    /// the gold data.
    Annotate(AnnotateArgs),
    /// Check whether the index is as it was written, and mend it
    ///
    /// Compares all files of the index with their checksums, the ledger with the articles, and
    /// every article with its names and quotations. Each fault is told with its place.
    ///
    /// With --repair the index is made anew from what is sound, beside the damaged one, which is
    /// replaced at the end; what was lost is read again from the archive where it is there. Nothing
    /// is removed whose source is gone. Files whose articles were lost are told, by this command
    /// and by `status`, until a run has read them again.
    ///
    /// Exit code: 0 when the index is sound, 1 when it is not (with --repair: when not everything
    /// could be restored), 2 when it could not be checked.
    Check(CheckArgs),
    /// Show what the index holds and which files failed
    ///
    /// Shows roots, numbers, the span of dates, and which files failed and why.
    Status(StatusArgs),
    /// Put the index and all that is kept beside it into one file
    ///
    /// Writes the last commit with the corrections, aliases, saved searches and settings that stand
    /// beside the index. Each file is compared with its checksum as it is read. `onrecord index`
    /// may run meanwhile.
    Snapshot(SnapshotArgs),
    /// Restore what a snapshot holds, where no index is
    ///
    /// Unpacks the snapshot beside its place, checks it whole, and moves it there (--index DIR).
    /// Nothing that is there is replaced; a restore that is killed has left no index, and the next
    /// one starts anew. A later onrecord restores the snapshots of an earlier one.
    Restore(RestoreArgs),
    /// Show the settings, and where each comes from
    ///
    /// Settings are read from a file of TOML, `onrecord/config.toml` in the folder of settings
    /// (`$XDG_CONFIG_HOME`, else `~/.config`), or the one that --config or `ONRECORD_CONFIG` names:
    ///
    ///   index = "/srv/archive/index"
    ///   limit = 20
    ///   color = "never"
    ///
    /// There are index, aliases, format, color, progress, pager, limit, memory and jobs, each the
    /// default of the option of its name. Below it counts DIR.settings.toml beside the index, which
    /// travels with it. `ONRECORD_INDEX` and `ONRECORD_PAGER` go before the files, typed options
    /// before all.
    #[command(verbatim_doc_comment)]
    Config,
    /// List the directories that are indexed; add, remove or move one
    ///
    /// Lists each root with what the index has of it and when it was last read as a whole. Ids are
    /// made of a root's name and the path beneath it, so a root that moves keeps its ids, and the
    /// corrections that go by them:
    ///
    ///   onrecord roots
    ///   onrecord roots add /archive/wire          or add wire=/archive/wire
    ///   onrecord roots move /archive/wire /mnt/disk/wire
    ///   onrecord roots remove wire
    ///
    /// None of these reads the articles; `onrecord index` does.
    #[command(verbatim_doc_comment)]
    Roots(RootsArgs),
    /// Print what makes a shell complete commands, options and the names in the index
    ///
    /// bash: add `source <(onrecord completions bash)` to ~/.bashrc
    /// zsh:  add `source <(onrecord completions zsh)` to ~/.zshrc
    /// fish: onrecord completions fish > ~/.config/fish/completions/onrecord.fish
    #[command(verbatim_doc_comment)]
    Completions(CompletionsArgs),
    /// Write manual pages
    Man(ManArgs),
    /// List the formats that are read
    ///
    /// Lists each format with its usual extensions and the fields that are read. A file's content
    /// decides, its name only where the content could be several.
    Formats,
    /// Print the JSON Schema of what --format json and jsonl write, or list the shapes
    ///
    /// Each document and each line says in its field `schema` what it is: `quote-hit/1` is the
    /// first version of `quote-hit`, and `onrecord schema quote-hit` prints its JSON Schema (draft
    /// 2020-12), which says what each field means. A version rises when a field goes, gets another
    /// name or means something else, not when one is added.
    Schema(SchemaArgs),
}

impl Command {
    /// True if the answer is for reading, so that a pager may show it.
    pub fn is_paged(&self) -> bool {
        !matches!(
            self,
            Self::Index(_)
                | Self::Save(_)
                | Self::Correct(_)
                | Self::Export(_)
                | Self::Check(_)
                | Self::Snapshot(_)
                | Self::Restore(_)
                | Self::Completions(_)
                | Self::Man(_)
        )
    }
}
