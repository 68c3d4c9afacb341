//! A quotation of an article, in the shape of the gold data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Attribution, Mode, Notes, Quote, QuoteKind, ResolutionMethod, Span};
use crate::present::attribution;
use crate::text::CharOffsets;

/// A stretch of the body: offsets in characters, and its text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "span")]
pub struct SpanJson<'a> {
    /// First character.
    pub start: usize,
    /// Character behind the last.
    pub end: usize,
    /// Text of the stretch.
    pub text: &'a str,
}

/// A quotation with its attribution.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "quotation")]
pub struct QuoteJson<'a> {
    /// First character, counted in the body.
    start: usize,
    /// Character behind the last.
    end: usize,
    /// Words as printed.
    text: &'a str,
    /// Kind of quotation.
    #[serde(rename = "type")]
    kind: QuoteKind,
    /// Mode of the utterance.
    mode: Mode,
    /// Mention of the speaker in the body.
    speaker: Option<SpanJson<'a>>,
    /// Word that reports.
    cue: Option<SpanJson<'a>>,
    /// Name of the speaker in the article.
    speaker_canonical: Option<&'a str>,
    /// Role of the speaker in the article.
    role: Option<&'a str>,
    /// Way in which the speaker's name was reached.
    reached: Option<ResolutionMethod>,
    /// Confidence in the speaker, from 0 to 1.
    confidence: f32,
    /// Reasons in words.
    why: String,
    /// Number of the quotation in the article that this one continues, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<u32>,
}

/// A body with its notes, from which spans are written in characters.
pub struct BodyJson<'a> {
    text: &'a str,
    notes: &'a Notes,
    offsets: CharOffsets<'a>,
}

impl<'a> BodyJson<'a> {
    /// A body ready to convert offsets.
    pub fn new(text: &'a str, notes: &'a Notes) -> Self {
        Self { text, notes, offsets: CharOffsets::new(text) }
    }

    /// A span of the body, in bytes there and in characters here.
    pub fn span(&self, span: Span) -> SpanJson<'a> {
        SpanJson {
            start: self.offsets.of(span.start),
            end: self.offsets.of(span.end),
            text: span.of(self.text),
        }
    }

    /// A quotation of the body.
    pub fn quote<'q>(&self, quote: &'q Quote) -> QuoteJson<'q>
    where
        'a: 'q,
    {
        let SpanJson { start, end, text } = self.span(quote.span);
        let attribution: Option<&'q Attribution> = quote.attribution.as_ref();
        QuoteJson {
            start,
            end,
            text,
            kind: quote.kind,
            mode: quote.mode,
            speaker: attribution.and_then(|a| a.mention).map(|span| self.span(span)),
            cue: attribution.and_then(|a| a.cue).map(|span| self.span(span)),
            speaker_canonical: attribution.map(|a| a.speaker.as_str()),
            role: attribution.and_then(|a| a.role.as_deref()),
            reached: attribution.map(|a| a.reached),
            confidence: quote.confidence,
            why: attribution::reason(self.text, self.notes, quote),
            continues: quote.continues,
        }
    }
}
