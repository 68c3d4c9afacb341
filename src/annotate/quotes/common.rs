//! Speakers named by a common noun: "the professor", "his lawyers", "a government source".
//!
//! Either somebody spoken of before, found by role, by the name that holds the noun, or as the
//! likeliest of the recent referents; or a speaker known by these words alone, who is kept as
//! printed and never merged with a named one.

use crate::annotate::quotes::discourse::{Discourse, Referent, Sort};
use crate::annotate::quotes::frame::Frame;
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::nouns::{self, Noun};
use crate::annotate::quotes::phrase::Phrase;
use crate::annotate::quotes::who::{Reference, Scene};
use crate::model::{EntityId, ResolutionMethod, Span};

impl Scene<'_, '_> {
    /// A phrase headed by a common noun: somebody spoken of before, or itself.
    pub fn common(
        &self,
        discourse: &mut Discourse,
        phrase: Phrase,
        sentence: usize,
    ) -> Option<Reference> {
        let frame = self.frame;
        let noun = frame.word(phrase.head);
        let kind = nouns::of(noun);
        let first = frame.word(phrase.start).to_ascii_lowercase();
        let span = frame.span(phrase.start, phrase.end);
        let definite = matches!(first.as_str(), "the" | "this" | "that")
            || phrase.start == phrase.head
                && frame.items[phrase.head].capital
                && !matches!(
                    first.as_str(),
                    "one" | "some" | "many" | "several" | "others" | "most"
                );
        if let Some(found) = self.possessed(discourse, phrase, sentence) {
            return Some(found);
        }
        let by = |referent: usize, margin: f32, resolved: bool| {
            Some(Reference {
                referent,
                mention: Some(span),
                reached: ResolutionMethod::Title,
                margin,
                resolved,
            })
        };
        // "The RCMP statement", "Smith's letter", "a statement from Smith": the one who made it.
        if kind == Some(Noun::Paper)
            && let Some(maker) = self.maker(discourse, phrase, sentence)
        {
            discourse.link(noun, maker);
            return by(maker, 2.0, true);
        }
        if definite {
            let female = nouns::is_female(noun);
            let bare_noun = phrase.end == phrase.head + 1 || !frame.says(phrase.head + 1, "for");
            {
                if kind == Some(Noun::Person)
                    && bare_noun
                    && let Some(id) = self.persons.called(noun, sentence)
                {
                    let referent = self.referent_of(discourse, EntityId(id));
                    return by(referent, 3.0, true);
                }
            }
            if let Some(same) = discourse.with_noun(noun) {
                return by(same, 3.0, true);
            }
            let bare = phrase.end - phrase.start == 2;
            let fits = |r: &Referent| -> Option<f32> {
                match kind? {
                    Noun::Person => (r.sort == Sort::Person
                        && (female.is_none() || r.female.is_none() || r.female == female))
                        .then_some(0.0),
                    Noun::Body
                        if r.entity.is_some() && r.sort != Sort::Person && bears(&r.name, noun) =>
                    {
                        Some(4.0)
                    }
                    Noun::Body if r.entity.is_some() && bare => match r.sort {
                        Sort::Body if is_business(noun) => Some(0.0),
                        Sort::Place
                            if !is_road(&r.name)
                                && matches!(
                                    noun,
                                    "city"
                                        | "town"
                                        | "province"
                                        | "state"
                                        | "county"
                                        | "country"
                                        | "nation"
                                        | "kingdom"
                                ) =>
                        {
                            Some(0.5)
                        }
                        _ => None,
                    },
                    _ => None,
                }
            };
            let described = phrase.end - phrase.start <= 6;
            if described && let Some(choice) = discourse.choose(sentence, fits) {
                return by(choice.referent, choice.margin.min(1.5), true);
            }
        }
        if kind == Some(Noun::Plural)
            && definite
            && is_research(noun)
            && let Some(choice) = discourse.choose(sentence, |r| {
                (r.entity.is_none()
                    && r.sort == Sort::Plural
                    && is_research(r.name.split(' ').find(|w| is_research(w)).unwrap_or("")))
                .then_some(0.0)
            })
        {
            return by(choice.referent, 2.0, true);
        }
        let name_like = frame.items[phrase.head].is(pos::NAME) && frame.items[phrase.head].capital;
        let sort = match kind {
            Some(kind) => Sort::of_noun(kind),
            None if name_like => Sort::Person,
            None => Sort::Thing,
        };
        let index = discourse.unnamed(
            printed(frame.text, frame.span(phrase.start, name_end(frame, phrase))),
            sort,
            nouns::is_female(noun),
            noun,
        );
        by(index, if kind.is_some() { 3.0 } else { 0.0 }, false)
    }

    /// "His lawyers": the one whom the possessive means, with the noun.
    fn possessed(
        &self,
        discourse: &mut Discourse,
        phrase: Phrase,
        sentence: usize,
    ) -> Option<Reference> {
        let frame = self.frame;
        let noun = frame.word(phrase.head);
        let owner = matches!(
            frame.word(phrase.start).to_ascii_lowercase().as_str(),
            "his" | "her" | "their" | "its"
        );
        let kind = nouns::of(noun)?;
        if !owner || phrase.head == phrase.start || kind == Noun::Paper {
            return None;
        }
        let owner = self.pronoun(discourse, phrase.start, sentence).filter(|o| o.margin >= 1.0)?;
        let rest = printed(frame.text, frame.span(phrase.start + 1, phrase.head + 1));
        let name = format!("{}'s {rest}", discourse.referents.get(owner.referent)?.name);
        let known =
            discourse.with_noun(noun).filter(|known| discourse.referents[*known].name == name);
        let referent = known.unwrap_or_else(|| {
            discourse.unnamed(name, Sort::of_noun(kind), nouns::is_female(noun), noun)
        });
        let mention = Some(frame.span(phrase.start, phrase.end));
        Some(Reference {
            referent,
            mention,
            reached: ResolutionMethod::Title,
            margin: owner.margin.min(2.0),
            resolved: false,
        })
    }
}

/// Words for those who did a study, which news uses for one another.
fn is_research(noun: &str) -> bool {
    matches!(noun, "researchers" | "scientists" | "authors" | "team" | "investigators")
}

/// Whether a place is no town or country but something in it.
fn is_road(name: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|last| {
        matches!(
            last,
            "Street"
                | "Avenue"
                | "Road"
                | "Boulevard"
                | "Drive"
                | "Lane"
                | "Highway"
                | "River"
                | "Lake"
                | "Park"
                | "Bridge"
                | "Square"
                | "Bay"
                | "Hill"
                | "Valley"
                | "Creek"
        )
    })
}

/// Whether a body's name holds the noun: "the commission" for the Police Commission.
fn bears(name: &str, noun: &str) -> bool {
    name.contains(' ') && name.split(' ').any(|word| word.eq_ignore_ascii_case(noun))
}

/// Nouns that stand for a body whose name does not hold them.
fn is_business(noun: &str) -> bool {
    matches!(
        noun,
        "company"
            | "firm"
            | "automaker"
            | "carmaker"
            | "manufacturer"
            | "maker"
            | "bank"
            | "lender"
            | "utility"
            | "agency"
            | "group"
            | "organization"
            | "organisation"
            | "league"
            | "club"
            | "team"
            | "newspaper"
            | "paper"
            | "magazine"
            | "broadcaster"
            | "station"
            | "network"
            | "charity"
            | "nonprofit"
            | "airline"
            | "carrier"
            | "operator"
            | "retailer"
            | "giant"
            | "startup"
            | "conglomerate"
            | "corporation"
            | "union"
            | "insurer"
            | "drugmaker"
            | "miner"
            | "producer"
            | "brokerage"
            | "hospital"
            | "outlet"
            | "business"
            | "watchdog"
            | "regulator"
            | "studio"
            | "publisher"
            | "service"
            | "fund"
            | "consultancy"
    )
}

/// Where the name of an unnamed speaker ends: before a time of saying, or what the speaker has.
fn name_end(frame: &Frame<'_>, phrase: Phrase) -> usize {
    let head = &frame.items[phrase.head];
    if head.is(pos::NAME) && head.capital {
        return phrase.head + 1;
    }
    (phrase.head + 1..phrase.end)
        .find(|at| {
            let item = &frame.items[*at];
            let next = frame.items.get(at + 1).filter(|_| at + 1 < phrase.end);
            let after = frame.items.get(at + 2).filter(|_| at + 2 < phrase.end);
            let with = frame.says(*at, "with") && frame.items[at - 1].is(pos::NOUN);
            with || item.is(pos::TIME)
                || item.is(pos::PREP)
                    && (next.is_some_and(|n| n.is(pos::TIME))
                        || next.is_some_and(|n| n.is(pos::DET))
                            && after.is_some_and(|n| n.is(pos::TIME)))
        })
        .unwrap_or(phrase.end)
}

/// The words of an unnamed speaker, in one line.
fn printed(text: &str, span: Span) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
