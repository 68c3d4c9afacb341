//! `onrecord correct`.

use crate::cli::args::{CorrectArgs, GlobalArgs};
use crate::cli::output::Output;
use crate::cli::show::parse_id;
use crate::cli::{Found, by_hand};
use crate::model::QuoteId;
use crate::search::{ByHand, Correction, Engine, Verdict};
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &CorrectArgs, output: &mut Output) -> anyhow::Result<Found> {
    let id = QuoteId(parse_id(&args.id)?);
    let mut corrections = by_hand::corrections(global)?;
    if args.what.undo {
        let undone = corrections.undo(id);
        if undone {
            by_hand::write_corrections(global, &corrections)?;
        } else {
            output.note(&format!("{id} was not corrected"));
        }
        return Ok(Found::when(undone));
    }
    let archive = Index::open(&global.index)?;
    let Some((record, ordinal)) = Engine::new(&archive, ByHand::default())?.quote(id)? else {
        output.note(&format!("no quotation has the id {id}"));
        return Ok(Found::Nothing);
    };
    let verdict = match &args.what.speaker {
        Some(name) => Verdict::Speaker(name.trim().to_owned()),
        None if args.what.not_a_quote => Verdict::NotAQuote,
        None => Verdict::Unknown,
    };
    let text = record.notes.quotes[ordinal].span.of(&record.article.body).to_owned();
    corrections.set(id, Correction { quote: id.to_string(), verdict, text });
    by_hand::write_corrections(global, &corrections)?;
    let path = by_hand::corrections_path(global);
    output.note(&format!(
        "noted in {}; `onrecord correct {id} --undo` takes it back",
        path.display()
    ));
    Ok(Found::Something)
}
