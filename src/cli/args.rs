//! Arguments as typed. clap's types go no further than this folder.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::cli::answer_args::{
    CiteArgs, CompletionsArgs, ExportArgs, FacetArgs, ManArgs, TimelineArgs, VerifyArgs,
};
use crate::cli::complete;
use crate::cli::grammar::GRAMMAR;
use crate::model::EntityKind;

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
/// Point `onrecord index` at folders of articles; then ask for quotations by speaker, for articles by
/// words, names and dates. Everything stays on this machine.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = EXAMPLES, max_term_width = 100, args_override_self = true)]
pub struct Args {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, ClapArgs)]
pub struct GlobalArgs {
    /// The index directory
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "index",
        help_heading = "Global options"
    )]
    pub index: PathBuf,
    /// Names that are one, by hand (TOML: "Full Name" = ["variant", …], or CSV) [default: DIR.aliases.toml beside the index, if it is there]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub aliases: Option<PathBuf>,
    /// Say more on standard error; twice for everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub verbose: u8,
    /// Say nothing but results and errors
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Colours: by default where output goes to a terminal (`NO_COLOR` is obeyed)
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub color: Color,
    /// How results are written
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Global options"
    )]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A line of JSON for each hit
    Jsonl,
    /// Comma-separated values, for spreadsheets: a cell that could be taken for a formula gets an apostrophe in front
    Csv,
    /// A run file as TREC's scorers read it, for `query --queries`
    Trec,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the index, or bring it up to date
    ///
    /// Reads every article beneath each PATH into the index.
    ///
    /// A second run reads only what changed: new and changed files are read, files that are gone are removed, but
    /// only beneath the PATHs given now. A run that is killed loses nothing that was committed, and the next one goes
    /// on from there. Files that cannot be read are counted and kept in `onrecord status`.
    ///
    /// Without a PATH, everything that the index knows is brought up to date. An index that an older onrecord made is first
    /// brought to today's format, from what it holds itself, so that nothing is lost whose source is gone.
    ///
    /// Which formats are read, `onrecord formats` tells.
    Index(IndexArgs),
    /// Find articles
    ///
    /// Ranked articles: headline, date, source, the passages that match best, and the quotations in it that match.
    #[command(after_long_help = GRAMMAR)]
    Query(QueryArgs),
    /// Find quotations by what was said, who said it and when
    ///
    /// Ranked quotations, each with its speaker, date, headline and place.
    ///
    /// Words are looked for in the quotation first and, at lower weight, in its sentence and headline: so
    /// "gaza" finds what was said about Gaza without naming it. The query language is that of `onrecord help query`.
    Quotes(QuotesArgs),
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
    /// Copies from the first published on, each with its date, source and what differs: of an article those with the
    /// same words, another lead or a cut end, and later versions; of a quotation every article that prints it, its wordings
    /// and whom they credit.
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
    /// What is dated only by month or year has rows of its own where it does not fit into one period, and so has what
    /// is undated, so that all rows together are all that match.
    Timeline(TimelineArgs),
    /// Check words that somebody is said to have said
    ///
    /// Finds the closest real quotations, even of misquoted words, and shows what differs word by word, who said it,
    /// when it first appeared, in how many articles, and who else is credited with it.
    ///
    /// Exit code: 0 when the words were found exactly or closely (with --speaker: credited to this speaker), 1 when
    /// nothing is close, 2 on an error.
    Verify(VerifyArgs),
    /// Print a citation of a quotation or an article
    ///
    /// The quotation, who said it, the headline, the source, the date as exactly as it is known.
    Cite(CiteArgs),
    /// Write every match: articles or quotations as JSON lines, CSV or citations
    ///
    /// As many as `query` and `quotes` count, in bounded memory.
    Export(ExportArgs),
    /// Correct who said a quotation, or that it is one
    ///
    /// Corrections are kept in a plain file beside the index (`index.corrections.jsonl`), count at once and
    /// again after every re-index, and are shown as made by hand.
    Correct(CorrectArgs),
    /// Show what would be found in files, without an index
    ///
    /// Prints each article with what is found in it, as text or (--format jsonl) in the shape of the gold data.
    Annotate(AnnotateArgs),
    /// Check whether the index is as it was written, and mend it
    ///
    /// Compares all files of the index with their checksums, the ledger with the articles, and every article with its names and
    /// quotations. Each fault is told with its place.
    ///
    /// With --repair the index is made anew from what is sound, beside the damaged one, which is replaced at the end; what
    /// was lost is read again from the archive where it is there. Nothing is removed whose source is gone.
    ///
    /// Exit code: 0 when the index is sound, 1 when it is not (with --repair: when not everything could be restored), 2 when
    /// it could not be checked.
    Check(CheckArgs),
    /// Show what the index holds and which files failed
    ///
    /// Shows roots, numbers, the span of dates, and which files failed and why.
    Status(StatusArgs),
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
    /// Lists each format with its usual extensions and the fields that are read. A file's content decides, its name
    /// only where the content could be several.
    Formats,
}

#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// Mend what is damaged
    ///
    /// Files are read again as `onrecord index` does without options.
    #[arg(long)]
    pub repair: bool,
}

#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct IndexArgs {
    /// Directories or files, or - for articles from standard input
    ///
    /// Names that start with a dot are passed over, and so is what an ignore file names: `.onrecordignore`, in
    /// the syntax of `.gitignore`, in any directory. Archives and compressed files (.gz, .bz2, .zst, .zip, .tar) are
    /// read as what they hold.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read the paths of files from FILE, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// What standard input is to be called in the index [default: the time of this run]
    ///
    /// Its articles are kept under this name; a later run with the same name replaces them.
    #[arg(long = "as", value_name = "NAME")]
    pub stream_name: Option<String>,
    /// Only files that this glob matches (may be given several times)
    ///
    /// What a glob leaves out stays in the index as it is.
    #[arg(long, value_name = "GLOB", help_heading = "What is read")]
    pub include: Vec<String>,
    /// No files that this glob matches (may be given several times)
    #[arg(long, value_name = "GLOB", help_heading = "What is read")]
    pub exclude: Vec<String>,
    /// Only files of this format, as `onrecord formats` names it (may be given several times)
    #[arg(long, value_name = "FORMAT", help_heading = "What is read")]
    pub only: Vec<String>,
    /// No files of this format (may be given several times)
    #[arg(long, value_name = "FORMAT", help_heading = "What is read")]
    pub skip: Vec<String>,
    /// The order of day and month in dates such as 05/06/2025 where the file does not tell it
    ///
    /// Without it, such dates are kept as printed and the article counts as undated.
    #[arg(long, value_name = "ORDER", help_heading = "What is read")]
    pub date_order: Option<DateOrderArg>,
    /// Do not open files larger than this
    #[arg(long, value_name = "SIZE", value_parser = crate::cli::settings::bytes, help_heading = "Limits")]
    pub max_file_size: Option<u64>,
    /// What one file may unpack to
    #[arg(long, value_name = "SIZE", default_value = "200GB", value_parser = crate::cli::settings::bytes, help_heading = "Limits")]
    pub max_unpacked: u64,
    /// How many times its own size a file may unpack to, once that is more than 64 MB
    #[arg(long, value_name = "N", default_value_t = 200, help_heading = "Limits")]
    pub max_ratio: u64,
    /// How many archives and compressions may lie in one another
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "Limits")]
    pub max_depth: usize,
    /// Read files again that failed
    #[arg(long)]
    pub retry_failed: bool,
    /// Stay, and bring the index up to date whenever something changes beneath the PATHs
    ///
    /// New and changed files can be found within a few seconds, and deleted ones no longer. Questions may be asked
    /// meanwhile, each of a whole commit. A directory that is not there for a while (a disk that was taken
    /// off) is waited for. Ends with Ctrl-C, at any moment.
    #[arg(long, requires = "paths", conflicts_with_all = ["list", "strict"])]
    pub watch: bool,
    /// End with exit code 2 when a file or record failed, and not only with a warning
    #[arg(long)]
    pub strict: bool,
    /// Call the directory DIR by NAME, from which ids are made; moves a root that has the name
    #[arg(long, value_name = "NAME=DIR", value_parser = crate::cli::settings::named_root)]
    pub root: Vec<(String, PathBuf)>,
    /// Threads that read and annotate [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Memory for the index writer; the whole process takes at most twice that and 100 MB
    #[arg(long, value_name = "SIZE", default_value = "512MB", value_parser = crate::cli::settings::size)]
    pub memory: usize,
    /// Commit after so many articles or so much time, whichever comes first
    #[arg(long, value_name = "N,TIME", default_value = "50000,60s", value_parser = crate::cli::settings::commit_every)]
    pub commit_every: crate::ingest::CommitEvery,
    /// Index texts and dates only: no names, quotations or speakers
    #[arg(long)]
    pub no_annotate: bool,
    /// Show at the end how long each step took, summed over all threads
    #[arg(long)]
    pub timings: bool,
    /// Read every file again, also those that have not changed
    #[arg(long)]
    pub again: bool,
    /// Take a PATH without files for an emptied one, and not for a disk that is not mounted
    #[arg(long)]
    pub allow_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrderArg {
    /// 05/06/2025 is the fifth of June
    Dmy,
    /// 05/06/2025 is the sixth of May
    Mdy,
}

/// Which documents count.
#[derive(Debug, ClapArgs)]
pub struct FilterArgs {
    /// Quoted is somebody with these words in the name ("liel" finds Alon Liel)
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = complete::speakers())]
    pub speaker: Option<String>,
    /// The article names this person, organisation or place
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = complete::names(None))]
    pub entity: Vec<String>,
    /// The article names this person
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = complete::names(Some(EntityKind::Person)))]
    pub person: Vec<String>,
    /// The article names this organisation
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = complete::names(Some(EntityKind::Organisation)))]
    pub org: Vec<String>,
    /// The article names this place
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = complete::names(Some(EntityKind::Place)))]
    pub place: Vec<String>,
    /// Published on this day or later: 2025-06-12, 2025-06 or 2025
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = crate::cli::settings::day_range)]
    pub from: Option<crate::model::DayRange>,
    /// Published on this day, in this month or year, or earlier
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = crate::cli::settings::day_range)]
    pub to: Option<crate::model::DayRange>,
    /// Published on this day, in this month or year
    #[arg(long, value_name = "DATE", help_heading = "Filters", value_parser = crate::cli::settings::day_range, conflicts_with_all = ["from", "to"])]
    pub on: Option<crate::model::DayRange>,
    /// Count an article dated only 2025 also when 2025 lies but partly in the range
    #[arg(long, help_heading = "Filters")]
    pub loose_dates: bool,
    /// Published by this source (words of its name, or of the path)
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub source: Option<String>,
    /// Show also what its publisher has killed, withdrawn or withheld
    #[arg(long, help_heading = "Filters")]
    pub include_killed: bool,
}

/// Words and which part of the answer.
#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct SearchArgs {
    /// Words, "phrases", OR, -not, fields and more: see `onrecord help query`
    ///
    /// All words must occur, each in any of its forms; see the query language in `onrecord help query`. Put an
    /// argument that starts with a minus inside a quoted one ('iran -oil') or after `--`.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Rank by any of the words; none has to occur with the others
    #[arg(long)]
    pub any: bool,
    /// Take WORDS as plain words: no operators, no fields, no phrases
    #[arg(long)]
    pub plain: bool,
    /// Show the query as understood, and of each hit why it ranks where it does
    #[arg(long)]
    pub explain: bool,
    /// Prefer recent documents: a year of age takes half of what age can take
    #[arg(long)]
    pub recency: bool,
    /// Show every copy of an article and every print of a quotation as a hit of its own
    #[arg(long)]
    pub all_copies: bool,
    /// The order of hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: SortOrder,
    /// Hits to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Hits to leave out at the start
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Go on behind this cursor, which the page before ends with
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub after: Option<String>,
    /// Published then, as the query language has it: none, 2025-06..2025-07, >=2024, last30d
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub date: Option<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// Best match first; newest first when there are no words
    Relevance,
    Newest,
    Oldest,
}

#[derive(Debug, ClapArgs)]
pub struct QueryArgs {
    #[command(flatten)]
    pub search: SearchArgs,
    #[command(flatten)]
    pub facets: FacetArgs,
    /// Rank for every line `id<TAB>plain text` of FILE by any of its words, 1000 articles each; with --format trec
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub queries: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct QuotesArgs {
    #[command(flatten)]
    pub search: SearchArgs,
    /// Show each quotation's sentence
    #[arg(short, long)]
    pub context: bool,
    /// Only quotations whose words and speaker are at least this sure, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = crate::cli::settings::share)]
    pub min_confidence: Option<f32>,
    #[command(flatten)]
    pub facets: FacetArgs,
}

#[derive(Debug, ClapArgs)]
pub struct NamesArgs {
    /// Only names of which a word starts with this
    #[arg(value_name = "PREFIX", default_value = "")]
    pub prefix: String,
    /// Names to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Show the forms that articles have each name in, and which are inferred
    #[arg(long)]
    pub variants: bool,
    #[command(flatten)]
    pub filters: FilterArgs,
}

#[derive(Debug, ClapArgs)]
pub struct SpeakersArgs {
    #[command(flatten)]
    pub names: NamesArgs,
    /// List also who has no name ("analysts", "a senior official")
    #[arg(long, conflicts_with = "query")]
    pub unnamed: bool,
    /// Who speaks about this: speakers of quotations that match, and when first and last
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct CopiesArgs {
    /// The id of an article or quotation, as search results give it
    #[arg(value_name = "ID")]
    pub id: String,
    /// List also what its publisher has killed, withdrawn or withheld
    #[arg(long)]
    pub include_killed: bool,
}

#[derive(Debug, ClapArgs)]
pub struct SaveArgs {
    /// The name: letters, digits, - and _
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Words and options as for `query`, or `quotes` and what follows it
    #[arg(
        value_name = "QUERY",
        trailing_var_arg = true,
        allow_hyphen_values = true,
        required_unless_present = "remove"
    )]
    pub query: Vec<String>,
    /// Forget the search of this name (before NAME)
    #[arg(long)]
    pub remove: bool,
}

#[derive(Debug, ClapArgs)]
pub struct RunArgs {
    /// The name it was saved under; without one all are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Show only what came since the last run with --new
    #[arg(long, requires = "name")]
    pub new: bool,
    /// Hits to show [default: as saved; all with --new]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Debug, ClapArgs)]
pub struct CorrectArgs {
    /// The id of a quotation, as `onrecord quotes` gives it
    #[arg(value_name = "QUOTE-ID")]
    pub id: String,
    #[command(flatten)]
    pub what: CorrectWhat,
}

#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub struct CorrectWhat {
    /// This one said it
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Nobody can say who said it
    #[arg(long)]
    pub unknown: bool,
    /// These are no words that anybody said
    #[arg(long)]
    pub not_a_quote: bool,
    /// Take the correction back
    #[arg(long)]
    pub undo: bool,
}

#[derive(Debug, ClapArgs)]
pub struct EntitiesArgs {
    #[command(flatten)]
    pub names: NamesArgs,
    /// Only this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Person,
    Org,
    Place,
    Group,
}

#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    /// The id of an article or quotation, as search results give it
    #[arg(value_name = "ID")]
    pub id: String,
    /// Show it even if its publisher has killed, withdrawn or withheld it
    #[arg(long)]
    pub include_killed: bool,
    /// Print the article's record as it stands in its file, byte for byte
    #[arg(long)]
    pub original: bool,
}

#[derive(Debug, ClapArgs)]
pub struct AnnotateArgs {
    /// Files, or directories of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct StatusArgs {
    /// List every failed file: path, stage, cause
    #[arg(long)]
    pub failures: bool,
    /// Say by what the articles are dated
    #[arg(long)]
    pub dates: bool,
}
