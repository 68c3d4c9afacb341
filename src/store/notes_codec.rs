//! Codec for the stored form of an article's notes: what the body says is not said again.
//!
//! Places are kept as distances from the place before, numbers of one sort side by side, and names
//! that an entity has, or that stand in the body, not at all. So the notes take half of what the
//! nouns as they are would take once both are compressed, and less time to compress.

use serde::{Deserialize, Serialize};

use crate::model::{
    Attribution, Entity, EntityId, EntityKind, Mention, Mode, Notes, Quote, QuoteKind,
    ResolutionMethod, Span,
};
use crate::store::codes::Code;

/// [`Notes`] as stored. All lists of one group have the same length.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct StoredNotes {
    /// Distance of each mention from the end of the one before, in bytes.
    gaps: Vec<u32>,
    /// Length of each mention, in bytes.
    lengths: Vec<u32>,
    /// Index of the entity of each mention.
    mentioned: Vec<u32>,
    /// Index and kind of the few mentions whose kind is not their entity's.
    other_kinds: Vec<(u32, EntityKind)>,
    /// Kind, name and role of each entity.
    kinds: Vec<EntityKind>,
    names: Vec<Printed>,
    roles: Vec<Option<String>>,
    quotes: Vec<StoredQuote>,
    language: Option<String>,
}

/// Words that may stand in the body.
#[derive(Debug, Serialize, Deserialize)]
enum Printed {
    /// Words of the mention with this index.
    As(u32),
    Words(String),
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredQuote {
    /// Distance of the start from the start of the quotation before.
    gap: i32,
    length: u32,
    /// Form and mode ([`form_code`]).
    form: u32,
    /// Confidence in thousandths.
    confidence: u16,
    /// Distance back to the part before it, in quotations; 0 for none.
    continues: u32,
    attribution: Option<StoredAttribution>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredAttribution {
    /// Distance of the mention from the end of the quotation, and its length, in bytes.
    mention: Option<(i32, u32)>,
    /// Distance of the cue from the end of the quotation, and its length, in bytes.
    cue: Option<(i32, u32)>,
    /// `None` for the name of the entity.
    speaker: Option<String>,
    entity: Option<u32>,
    role: StoredRole,
    reached: ResolutionMethod,
}

/// Role that goes with a quotation.
#[derive(Debug, Serialize, Deserialize)]
enum StoredRole {
    None,
    /// Role of the entity.
    Same,
    Own(String),
}

/// Forms of a quotation, in the order of their numbers.
const KINDS: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];

/// Number of a form and a mode. That of an asserted quotation is the number of its form alone, as
/// all had before modes were known: what an older index holds reads as asserted.
fn form_code(kind: QuoteKind, mode: Mode) -> u32 {
    let kind = KINDS.iter().position(|other| *other == kind).unwrap_or(0);
    (kind + KINDS.len() * mode.code() as usize) as u32
}

/// Form and mode of a number; total, since the bytes may be damaged.
fn form_of(code: u32) -> (QuoteKind, Mode) {
    let code = code as usize;
    (KINDS[code % KINDS.len()], Mode::from_code((code / KINDS.len()) as u64))
}

/// Distance in bytes from one place to another. Texts of 2 GB are refused long before.
fn distance(from: usize, to: usize) -> i32 {
    (to as i64 - from as i64) as i32
}

/// Place at a distance, in bytes.
fn at(from: usize, distance: i32) -> usize {
    from.saturating_add_signed(distance as isize)
}

impl StoredNotes {
    /// Encodes the notes on `body`.
    pub fn new(notes: &Notes, body: &str) -> Self {
        let mut stored = Self { language: notes.language.clone(), ..Self::default() };
        let mut end = 0;
        let mut first = vec![None; notes.entities.len()];
        for (number, mention) in notes.mentions.iter().enumerate() {
            stored.gaps.push(mention.span.start.saturating_sub(end) as u32);
            stored.lengths.push(mention.span.len() as u32);
            stored.mentioned.push(mention.entity.0);
            end = mention.span.end;
            let Some(entity) = notes.entities.get(mention.entity.0 as usize) else { continue };
            if entity.kind != mention.kind {
                stored.other_kinds.push((number as u32, mention.kind));
            }
            let printed = &mut first[mention.entity.0 as usize];
            if printed.is_none() && mention.span.of(body) == entity.name {
                *printed = Some(number as u32);
            }
        }
        for (entity, printed) in notes.entities.iter().zip(first) {
            stored.kinds.push(entity.kind);
            stored
                .names
                .push(printed.map_or_else(|| Printed::Words(entity.name.clone()), Printed::As));
            stored.roles.push(entity.role.clone());
        }
        let mut start = 0;
        for (number, quote) in notes.quotes.iter().enumerate() {
            let relative = |span: Span| (distance(quote.span.end, span.start), span.len() as u32);
            let attribution = quote.attribution.as_ref().map(|attribution| {
                let entity = attribution.entity.and_then(|id| notes.entities.get(id.0 as usize));
                let same_name = entity.is_some_and(|entity| entity.name == attribution.speaker);
                let same_role =
                    entity.is_some_and(|e| e.role.is_some() && e.role == attribution.role);
                StoredAttribution {
                    mention: attribution.mention.map(relative),
                    cue: attribution.cue.map(relative),
                    speaker: (!same_name).then(|| attribution.speaker.clone()),
                    entity: attribution.entity.map(|id| id.0),
                    role: match &attribution.role {
                        Some(_) if same_role => StoredRole::Same,
                        Some(role) => StoredRole::Own(role.clone()),
                        None => StoredRole::None,
                    },
                    reached: attribution.reached,
                }
            });
            stored.quotes.push(StoredQuote {
                gap: distance(start, quote.span.start),
                length: quote.span.len() as u32,
                form: form_code(quote.kind, quote.mode),
                confidence: (quote.confidence.clamp(0.0, 1.0) * 1000.0).round() as u16,
                continues: quote.continues.map_or(0, |before| number as u32 - before),
                attribution,
            });
            start = quote.span.start;
        }
        stored
    }

    /// Decodes the notes on `body`. Whatever the bytes were, this gives some notes: spans that lie
    /// outside the body are read as nothing.
    pub fn into_notes(self, body: &str) -> Notes {
        let mut mentions = Vec::with_capacity(self.gaps.len());
        let mut end = 0_usize;
        for ((gap, length), entity) in self.gaps.iter().zip(&self.lengths).zip(&self.mentioned) {
            let start = end.saturating_add(*gap as usize);
            end = start.saturating_add(*length as usize);
            let kind = self.kinds.get(*entity as usize).copied();
            mentions.push(Mention {
                span: Span::new(start, end),
                kind: kind.unwrap_or(EntityKind::Person),
                entity: EntityId(*entity),
            });
        }
        for (number, kind) in self.other_kinds {
            if let Some(mention) = mentions.get_mut(number as usize) {
                mention.kind = kind;
            }
        }
        let entities: Vec<Entity> = self
            .kinds
            .into_iter()
            .zip(self.names)
            .zip(self.roles)
            .map(|((kind, name), role)| Entity {
                kind,
                name: match name {
                    Printed::Words(name) => name,
                    Printed::As(number) => mentions
                        .get(number as usize)
                        .map_or_else(String::new, |mention| mention.span.of(body).to_owned()),
                },
                role,
            })
            .collect();
        let mut quotes = Vec::with_capacity(self.quotes.len());
        let mut start = 0;
        for (number, stored) in self.quotes.into_iter().enumerate() {
            start = at(start, stored.gap);
            let span = Span::new(start, start.saturating_add(stored.length as usize));
            let absolute = |(gap, length): (i32, u32)| {
                let start = at(span.end, gap);
                Span::new(start, start.saturating_add(length as usize))
            };
            let attribution = stored.attribution.map(|stored| {
                let entity = stored.entity.and_then(|entity| entities.get(entity as usize));
                let name = || entity.map(|entity| entity.name.clone()).unwrap_or_default();
                Attribution {
                    mention: stored.mention.map(absolute),
                    cue: stored.cue.map(absolute),
                    speaker: stored.speaker.unwrap_or_else(name),
                    entity: stored.entity.map(EntityId),
                    role: match stored.role {
                        StoredRole::None => None,
                        StoredRole::Same => entity.and_then(|entity| entity.role.clone()),
                        StoredRole::Own(role) => Some(role),
                    },
                    reached: stored.reached,
                }
            });
            let before = (number as u32).checked_sub(stored.continues);
            let (kind, mode) = form_of(stored.form);
            quotes.push(Quote {
                span,
                kind,
                mode,
                attribution,
                confidence: f32::from(stored.confidence) / 1000.0,
                continues: before.filter(|_| stored.continues > 0),
            });
        }
        Notes { mentions, entities, quotes, language: self.language }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// "Ada Roe", "Roe" and "Oslo" of `BODY`, a quotation with everything and one that goes on.
    const BODY: &str = "“We go,” Ada Roe, the mayor, said. “And you,” Roe of Oslo added.";

    fn notes() -> Notes {
        let span = |words: &str| {
            let start = BODY.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let mention = |start, length, kind, entity| Mention {
            span: Span::new(start, start + length),
            kind,
            entity: EntityId(entity),
        };
        let ada = span("Ada Roe").start;
        let roe = BODY.rfind("Roe").unwrap();
        let attribution = |mention, speaker: &str, entity, role: Option<&str>| Attribution {
            mention: Some(mention),
            cue: Some(span("said")),
            speaker: speaker.to_owned(),
            entity,
            role: role.map(str::to_owned),
            reached: ResolutionMethod::Surname,
        };
        let quote = |words, attribution, continues| Quote {
            span: span(words),
            kind: QuoteKind::Mixed,
            mode: Mode::Refused,
            attribution,
            confidence: 0.877,
            continues,
        };
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let by_ada = attribution(span("Ada Roe"), "Ada Roe", Some(EntityId(0)), Some("mayor"));
        let by_roe = attribution(span("Roe"), "Roe", Some(EntityId(1)), Some("councillor"));
        Notes {
            mentions: vec![
                mention(ada, 7, person, 0),
                mention(roe, 3, EntityKind::Organisation, 0),
                mention(span("Oslo").start, 4, place, 1),
            ],
            entities: vec![
                Entity { kind: person, name: "Ada Roe".into(), role: Some("mayor".into()) },
                Entity { kind: place, name: "Oslo, Norway".into(), role: None },
            ],
            quotes: vec![
                quote("“We go,”", Some(by_ada), None),
                quote("“And you,”", Some(by_roe), Some(0)),
                quote("“And", None, None),
            ],
            language: Some("en".into()),
        }
    }

    #[test]
    fn notes_come_back_as_they_were_and_shorter() {
        let notes = notes();
        let bytes = postcard::to_stdvec(&StoredNotes::new(&notes, BODY)).unwrap();
        let plain = postcard::to_stdvec(&notes).unwrap();
        assert!(bytes.len() < plain.len(), "{} {}", bytes.len(), plain.len());
        let stored: StoredNotes = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(stored.into_notes(BODY), notes);
    }

    #[test]
    fn forms_and_modes_come_back_and_asserted_ones_keep_their_old_numbers() {
        for (number, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(form_code(kind, Mode::Asserted), number as u32);
            assert_eq!(postcard::to_stdvec(&kind).unwrap(), [number as u8]);
            for mode in Mode::ALL {
                assert_eq!(form_of(form_code(kind, mode)), (kind, mode));
            }
        }
    }

    proptest! {
        #[test]
        fn damaged_notes_are_read_as_something(at: proptest::sample::Index, byte: u8) {
            let mut bytes = postcard::to_stdvec(&StoredNotes::new(&notes(), BODY)).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(stored) = postcard::from_bytes::<StoredNotes>(&bytes) {
                let _ = stored.into_notes(BODY);
            }
        }
    }
}
