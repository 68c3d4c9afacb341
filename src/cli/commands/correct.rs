//! `onrecord correct`: the decision of a person on a quotation, or on many.

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::{Map, Value};

use crate::archive::Archive;
use crate::cli::corrections_file::{self, Decision};
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::cli::{clock, context, overrides, parse, user_file};
use crate::corpus::Verdict;
use crate::model::QuoteId;

/// Arguments of `onrecord correct`.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The id of a quotation, as `onrecord quotes` gives it; or, without a decision, a FILE of many
    /// (- for standard input)
    ///
    /// A FILE is a table (CSV, its first line names the columns) or lines of JSON, with the fields
    /// quote or id, speaker or verdict (speaker, unknown, not-a-quote, undo), and if wanted by,
    /// note and on. What `onrecord quotes --format csv` writes is such a table: mend its speakers,
    /// take out the other rows, and give it back. If a line of it is wrong, nothing is changed.
    #[arg(value_name = "QUOTE-ID|FILE")]
    pub target: String,
    /// The decision.
    #[command(flatten)]
    pub what: CorrectWhat,
    /// Who decides, to be kept with the correction
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why, or after which source, to be kept with the correction
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// The decision.
#[derive(Debug, Args)]
#[group(multiple = false)]
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

/// Writes corrections, or takes them back.
pub fn run(
    global: &GlobalArgs,
    args: &CorrectArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let decisions = decisions(args)?;
    // Damage to the file is told first, and nothing is locked where there is nothing to change.
    let before = overrides::corrections(global)?;
    let archive = context::open_plain(&global.index)?;
    let mut changes = Vec::new();
    for decision in decisions {
        let id = decision.quote;
        if decision.verdict.is_none() && before.get(id).is_none() {
            output.note(&format!("{id} was not corrected"));
        } else if let Some(text) = words(&archive, &decision)? {
            changes.push((decision, text));
        } else {
            output.note(&format!("no quotation has the id {id}"));
        }
    }
    if changes.is_empty() {
        return Ok(Success::NothingFound);
    }
    let today = clock::today().date().map(|day| day.to_string());
    let path = overrides::corrections_path(global);
    let told = user_file::change(&path, |lines| {
        let mut told = Vec::new();
        for (decision, text) in changes {
            let id = decision.quote;
            let decision = Decision {
                text: Some(text),
                by: decision.by.or_else(|| args.by.clone()),
                note: decision.note.or_else(|| args.note.clone()),
                on: decision.on.or_else(|| today.clone()),
                ..decision
            };
            let Some(correction) = decision.correction() else {
                lines.remove(is_of(id));
                told.push(format!("{id}: taken back"));
                continue;
            };
            let now = verdict_words(&correction.verdict);
            let was = before.get(id).map(verdict_words);
            let was = was.map_or(String::new(), |was| format!(" (corrected before: {was})"));
            told.push(format!("{id}: {now}{was}"));
            lines.put(is_of(id), &correction)?;
        }
        Ok(told)
    })?;
    for line in &told {
        output.note(line);
    }
    output.note(&format!(
        "noted in {}; `onrecord correct ID --undo` takes a correction back",
        path.display()
    ));
    Ok(Success::Found)
}

/// The decision that was typed, or those of a file.
fn decisions(args: &CorrectArgs) -> anyhow::Result<Vec<Decision>> {
    let CorrectArgs { target, what, .. } = args;
    let verdict = match &what.speaker {
        Some(name) => Some(Verdict::Speaker(name.trim().to_owned())),
        None if what.unknown => Some(Verdict::Unknown),
        None if what.not_a_quote => Some(Verdict::NotAQuote),
        None if what.undo => None,
        None => return from_file(target),
    };
    let quote = QuoteId(parse::id(target)?);
    Ok(vec![Decision { quote, verdict, text: None, by: None, note: None, on: None }])
}

fn from_file(target: &str) -> anyhow::Result<Vec<Decision>> {
    if parse::id(target).is_ok() && !Path::new(target).exists() {
        bail!("say what is right of {target}: --speaker NAME, --unknown, --not-a-quote or --undo");
    }
    let decisions = corrections_file::parse(&user_file::read_input(Path::new(target))?);
    decisions.with_context(|| target.to_owned())
}

/// Words of the quotation that a decision is about; `None` if the index has no such quotation,
/// unless a correction is only to be taken back.
fn words(archive: &Archive, decision: &Decision) -> anyhow::Result<Option<String>> {
    if decision.verdict.is_none() {
        return Ok(Some(String::new()));
    }
    let found = archive.quote(decision.quote)?;
    Ok(found.map(|(record, ordinal)| {
        record.notes.quotes[ordinal].span.of(&record.article.body).to_owned()
    }))
}

/// Accepts the lines of one quotation, however its id is written.
pub fn is_of(id: QuoteId) -> impl Fn(&Map<String, Value>) -> bool {
    move |line| {
        let quote = line.get("quote").and_then(Value::as_str);
        quote.and_then(|quote| u64::from_str_radix(quote, 16).ok()) == Some(id.0)
    }
}

fn verdict_words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Speaker(name) => format!("said by {name}"),
        Verdict::Unknown => "said by nobody known".to_owned(),
        Verdict::NotAQuote => "no quotation".to_owned(),
    }
}
