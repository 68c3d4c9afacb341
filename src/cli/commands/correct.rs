//! `onrecord correct`: the decision of a person on a quotation.

use clap::Args;

use crate::cli::context;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::overrides;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::corpus::{Correction, Verdict};
use crate::model::QuoteId;

/// Arguments of `onrecord correct`.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The id of a quotation, as `onrecord quotes` gives it
    #[arg(value_name = "QUOTE-ID")]
    pub id: String,
    /// The decision.
    #[command(flatten)]
    pub what: CorrectWhat,
}

/// The decision.
#[derive(Debug, Args)]
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

/// Writes a correction, or takes one back.
pub fn run(
    global: &GlobalArgs,
    args: &CorrectArgs,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let id = QuoteId(parse::id(&args.id)?);
    // Damage to the file is told first, and nothing is locked where there is nothing to take back.
    let corrections = overrides::corrections(global)?;
    if args.what.undo {
        let corrected = corrections.get(id).is_some();
        if corrected {
            overrides::change_corrections(global, |corrections| {
                corrections.remove(id);
            })?;
        } else {
            output.note(&format!("{id} was not corrected"));
        }
        return Ok(Success::found_if(corrected));
    }
    let archive = context::open_plain(&global.index)?;
    let Some((record, ordinal)) = archive.quote(id)? else {
        output.note(&format!("no quotation has the id {id}"));
        return Ok(Success::NothingFound);
    };
    let verdict = match &args.what.speaker {
        Some(name) => Verdict::Speaker(name.trim().to_owned()),
        None if args.what.not_a_quote => Verdict::NotAQuote,
        None => Verdict::Unknown,
    };
    let text = record.notes.quotes[ordinal].span.of(&record.article.body).to_owned();
    overrides::change_corrections(global, |corrections| {
        corrections.insert(id, Correction { quote: id.to_string(), verdict, text });
    })?;
    let path = overrides::corrections_path(global);
    output.note(&format!(
        "noted in {}; `onrecord correct {id} --undo` takes it back",
        path.display()
    ));
    Ok(Success::Found)
}
