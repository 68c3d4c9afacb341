//! Who made a paper that speaks: "the RCMP statement", "a letter from her family", "the post".

use crate::annotate::quotes::discourse::Discourse;
use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::nouns::{self, Noun};
use crate::annotate::quotes::phrase::{self, Phrase};
use crate::annotate::quotes::who::Scene;

impl Scene<'_, '_> {
    /// Whose paper it is: the possessor or modifier before the head, or the name after "by", "from".
    pub fn maker(
        &self,
        discourse: &mut Discourse,
        phrase: Phrase,
        sentence: usize,
    ) -> Option<usize> {
        let frame = self.frame;
        for at in (phrase.start..phrase.head).rev() {
            let item = &frame.items[at];
            if item.mention != NONE {
                // "A Twitter post by Lomidze" is not Twitter's.
                if is_platform(frame.word(at)) {
                    continue;
                }
                return self.referent(discourse, item.mention);
            }
            if item.is(pos::DET)
                && matches!(
                    frame.word(at).to_ascii_lowercase().as_str(),
                    "his" | "her" | "its" | "their"
                )
            {
                return self.pronoun(discourse, at, sentence).map(|r| r.referent);
            }
            // "The family's statement", "the government statement"
            let possessed = item.is(pos::POSS) && frame.word(at).starts_with(['\'', '’']);
            let owner = if possessed { at } else { at + 1 };
            let speaks = owner > phrase.start + 1
                && match nouns::of(frame.word(owner - 1)) {
                    Some(Noun::Body | Noun::Person) => true,
                    Some(Noun::Plural) => possessed,
                    _ => false,
                };
            if speaks && (possessed || frame.word(phrase.start).eq_ignore_ascii_case("the")) {
                let owner = phrase::phrase(frame, phrase.start, owner)?;
                return self.common(discourse, owner, sentence).map(|r| r.referent);
            }
        }
        let limit = phrase.end.min(phrase.head + 8);
        let by = (phrase.head + 1..limit).find(|at| {
            matches!(frame.word(*at), "by" | "from")
                && !matches!(
                    frame.word(at - 1),
                    "obtained" | "seen" | "reviewed" | "viewed" | "leaked" | "received" | "cited"
                )
        });
        let of = (phrase.head + 1 < limit && frame.says(phrase.head + 1, "of"))
            .then_some(phrase.head + 1);
        let by = by.or(of)?;
        let owner = phrase::phrase(frame, by + 1, phrase.end.min(by + 12))?;
        let known = frame.items[owner.head].mention != NONE
            || self.person_at_end(owner).is_some()
            || matches!(
                frame.word(owner.start).to_ascii_lowercase().as_str(),
                "his" | "her" | "its" | "their" | "the"
            )
            || (owner.start..owner.head).any(|at| frame.items[at].mention != NONE)
                && nouns::of(frame.word(owner.head)).is_some();
        if !known {
            return None;
        }
        self.resolve(discourse, owner, sentence).map(|r| r.referent)
    }
}

/// Names of places where anybody can post.
fn is_platform(word: &str) -> bool {
    matches!(
        word,
        "Twitter" | "Facebook" | "Instagram" | "YouTube" | "Telegram" | "Weibo" | "TikTok"
    )
}

/// The papers that `sentence` says its subject made, which ends before item `from`: "issued a
/// statement", "in a letter".
pub fn made<'f>(
    frame: &'f Frame<'_>,
    sentence: Clause,
    from: usize,
) -> impl Iterator<Item = &'f str> {
    (from.max(sentence.start + 1)..sentence.end).filter_map(move |at| {
        if !matches!(frame.word(at), "a" | "an" | "his" | "her" | "its" | "their") {
            return None;
        }
        let made = matches!(
            frame.word(at - 1),
            "in" | "on"
                | "via"
                | "issued"
                | "released"
                | "published"
                | "wrote"
                | "posted"
                | "sent"
                | "filed"
                | "conducted"
        );
        if !made {
            return None;
        }
        let past = (at + 1..sentence.end.min(at + 5))
            .take_while(|at| {
                let item = &frame.items[*at];
                item.kind == Kind::Word && item.is(pos::NOUN | pos::ADJ | pos::NAME)
            })
            .last()?;
        let noun = frame.word(past);
        // "A statement from the ministry" is not the subject's.
        let other = frame.says(past + 1, "from") || frame.says(past + 1, "by");
        (!other && nouns::of(noun) == Some(Noun::Paper)).then_some(noun)
    })
}
