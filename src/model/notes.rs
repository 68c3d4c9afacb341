//! Notes on an article, all that was found out about it: annotations beside its text, never within
//! it.

use serde::{Deserialize, Serialize};

use crate::model::mention::{Entity, EntityId, Mention};
use crate::model::quote::Quote;
use crate::model::span::Span;

/// Annotations of one article. Spans point into its body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// Mentions of names, in order of position, none overlapping another.
    pub mentions: Vec<Mention>,
    /// People, organisations and places behind the mentions, in order of first mention.
    pub entities: Vec<Entity>,
    /// Quotations, in order of position.
    pub quotes: Vec<Quote>,
    /// Language found (a tag such as `en`), if it was looked for.
    pub language: Option<String>,
}

impl Notes {
    /// True if every span lies within the body and on its characters, and every entity and
    /// quotation that is pointed to is there: always so after annotation, perhaps not for what is
    /// read from a disk.
    pub fn matches(&self, body: &str) -> bool {
        let lies = |span: Span| span.start <= span.end && body.get(span.start..span.end).is_some();
        let is_there = |id: EntityId| (id.0 as usize) < self.entities.len();
        let mentions = |m: &Mention| lies(m.span) && is_there(m.entity);
        let quotes = |(at, quote): (usize, &Quote)| {
            lies(quote.span)
                && quote.continues.is_none_or(|before| (before as usize) < at)
                && quote.attribution.as_ref().is_none_or(|attribution| {
                    attribution.mention.is_none_or(lies)
                        && attribution.cue.is_none_or(lies)
                        && attribution.entity.is_none_or(is_there)
                })
        };
        self.mentions.iter().all(mentions) && self.quotes.iter().enumerate().all(quotes)
    }
}
