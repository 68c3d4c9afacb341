//! The pronoun that each person of an article takes, as far as the text and first names tell.

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::{Gender, first_name_gender, title_gender};
use crate::model::{EntityKind, Notes};
use crate::text::Prose;

/// Votes of a first name, of a title in a role, of a title before a mention, and of a pronoun.
const FIRST_NAME: i32 = 4;
const ROLE: i32 = 6;
const TITLE: i32 = 8;
const PRONOUN: i32 = 1;

/// Tokens before a mention in which its title stands.
const TITLE_TOKENS: usize = 2;
/// Tokens from the end of a mention within which its pronoun follows.
const PRONOUN_TOKENS: usize = 25;

/// Gender of each entity of `notes`, by its index; `None` where nothing tells, or the signs
/// contradict each other. Reads forms of address and offices before a mention ("Mrs", "spokesman"),
/// the first name, and pronouns that follow a mention before any other person is named.
pub fn genders(prose: &Prose<'_>, notes: &Notes) -> Vec<Option<Gender>> {
    let mut votes = vec![0_i32; notes.entities.len()];
    let mut vote = |entity: usize, gender: Gender, weight: i32| {
        if let Some(sum) = votes.get_mut(entity) {
            *sum += if gender == Gender::Male { weight } else { -weight };
        }
    };
    for (number, entity) in notes.entities.iter().enumerate() {
        if entity.kind != EntityKind::Person {
            continue;
        }
        let mut words = entity.name.split_whitespace();
        if let (Some(first), Some(_)) = (words.next(), words.next())
            && let Some(gender) = first_name_gender(first)
        {
            vote(number, gender, FIRST_NAME);
        }
        for word in entity.role.iter().flat_map(|role| role.split_whitespace()) {
            if let Some(gender) = title_gender(&fold(word)) {
                vote(number, gender, ROLE);
            }
        }
    }
    for (number, mention) in notes.mentions.iter().enumerate() {
        if mention.kind != EntityKind::Person {
            continue;
        }
        let entity = mention.entity.0 as usize;
        let first = prose.token_at(mention.span.start);
        for at in first.saturating_sub(TITLE_TOKENS)..first {
            if let Some(gender) = title_gender(&fold(prose.word(at))) {
                vote(entity, gender, TITLE);
            }
        }
        let next_person =
            notes.mentions[number + 1..].iter().find(|m| m.kind == EntityKind::Person);
        let until = next_person.map_or(prose.tokens.len(), |m| prose.token_at(m.span.start));
        let last = prose.token_at(mention.span.end.saturating_sub(1));
        for at in last + 1..until.min(last + PRONOUN_TOKENS) {
            if let Some(gender) = pronoun_gender(prose.word(at)) {
                vote(entity, gender, PRONOUN);
                break;
            }
        }
    }
    votes
        .into_iter()
        .map(|sum| match sum {
            1.. => Some(Gender::Male),
            0 => None,
            _ => Some(Gender::Female),
        })
        .collect()
}

/// Gender of a pronoun of the third person, as printed.
pub fn pronoun_gender(word: &str) -> Option<Gender> {
    match word {
        "he" | "He" | "his" | "His" | "him" | "himself" => Some(Gender::Male),
        "she" | "She" | "her" | "Her" | "herself" => Some(Gender::Female),
        _ => None,
    }
}
