//! Record of an article's decisions, for the trainer.

use crate::annotate::quotes::resolver::kind::ReferenceKind;
use crate::model::Span;

/// Decisions and quotations of one article.
#[derive(Debug, Default)]
pub struct Trace {
    /// Decisions, in their order.
    pub decisions: Vec<DecisionRecord>,
    /// Quotations, in their order, also those that were given up.
    pub quotes: Vec<QuoteRecord>,
}

/// Decision between candidates.
#[derive(Debug)]
pub struct DecisionRecord {
    /// Byte span of the words for the speaker, or of the quotation if there are none.
    pub key: Span,
    /// Kind of the words.
    pub kind: ReferenceKind,
    /// Candidates, the last of them nobody that is known.
    pub candidates: Vec<CandidateRecord>,
    /// Candidate that the rules would take.
    pub ruled: usize,
    /// Candidate taken.
    pub chosen: usize,
}

/// Candidate of a decision.
#[derive(Debug)]
pub struct CandidateRecord {
    /// Name; `None` for nobody that is known.
    pub name: Option<String>,
    /// Features.
    pub features: Vec<u16>,
}

/// Quotation, before it is known if it is kept.
#[derive(Debug)]
pub struct QuoteRecord {
    /// Byte span.
    pub span: Span,
    /// Byte span of the words for the speaker.
    pub mention: Option<Span>,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Numbers of the features of confidence that it has.
    pub features: Vec<u16>,
}
