//! Corrections made by hand.

use std::io::{self, Write};

use crate::corpus::{Correction, Verdict};
use crate::present::escape;
use crate::present::style::Styles;
use crate::present::text::terminal::Text;
use crate::present::wrap::wrap;

/// Writes a paragraph for each correction: the decision, the words, who decided, when and why.
pub fn write(text: &Text, all: &[&Correction], out: &mut dyn Write) -> io::Result<()> {
    let Styles { quote: green, speaker, dim, .. } = text.styles;
    for correction in all {
        let decision = match &correction.verdict {
            Verdict::Speaker(name) => escape::line(name),
            Verdict::Unknown => "said by nobody known".to_owned(),
            Verdict::NotAQuote => "no quotation".to_owned(),
        };
        writeln!(out, "{speaker}{decision}{speaker:#}")?;
        for line in wrap(&escape::line(&correction.text), text.width.saturating_sub(3)) {
            writeln!(out, "   {green}{line}{green:#}")?;
        }
        let Correction { by, on, note, quote, .. } = correction;
        let by = by.as_ref().map(|by| format!("by {by}"));
        let parts = [Some(quote), by.as_ref(), on.as_ref(), note.as_ref()];
        let parts: Vec<String> =
            parts.into_iter().flatten().map(|part| escape::line(part)).collect();
        writeln!(out, "   {dim}{}{dim:#}", parts.join(" · "))?;
    }
    Ok(())
}
