//! Which pronoun a person of the article takes, as far as the text and first names tell.

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::{Gender, first_name_gender};
use crate::model::{EntityKind, Notes};
use crate::text::Prose;

/// The gender of each entity of `notes`, by its index; `None` where nothing tells, or the signs
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
        if let (Some(first), Some(_)) = (words.next(), words.next()) {
            if let Some(gender) = first_name_gender(first) {
                vote(number, gender, 4);
            }
        }
        for word in entity.role.iter().flat_map(|role| role.split_whitespace()) {
            if let Some(gender) = of_title(&fold(word)) {
                vote(number, gender, 6);
            }
        }
    }
    for (number, mention) in notes.mentions.iter().enumerate() {
        if mention.kind != EntityKind::Person {
            continue;
        }
        let entity = mention.entity.0 as usize;
        let first = prose.token_at(mention.span.start);
        for at in first.saturating_sub(2)..first {
            if let Some(gender) = of_title(&fold(prose.word(at))) {
                vote(entity, gender, 8);
            }
        }
        let next_person =
            notes.mentions[number + 1..].iter().find(|m| m.kind == EntityKind::Person);
        let until = next_person.map_or(prose.tokens.len(), |m| prose.token_at(m.span.start));
        let last = prose.token_at(mention.span.end.saturating_sub(1));
        for at in last + 1..until.min(last + 25) {
            match prose.word(at) {
                "he" | "He" | "his" | "His" | "him" | "himself" => vote(entity, Gender::Male, 1),
                "she" | "She" | "her" | "Her" | "herself" => vote(entity, Gender::Female, 1),
                _ => continue,
            }
            break;
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

/// What a folded title or office says.
pub fn of_title(word: &str) -> Option<Gender> {
    match word {
        "mr" | "mister" | "sir" | "lord" | "king" | "prince" | "herr" | "monsieur"
        | "spokesman" | "chairman" | "businessman" | "congressman" | "councilman"
        | "assemblyman" | "father" | "brother" | "son" | "husband" | "uncle" | "duke" | "actor"
        | "sheikh" | "imam" | "pope" | "rabbi" | "sultan" | "emir" | "waiter" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "mme" | "madam" | "madame" | "lady" | "queen" | "princess"
        | "frau" | "spokeswoman" | "chairwoman" | "businesswoman" | "congresswoman"
        | "councilwoman" | "assemblywoman" | "mother" | "sister" | "daughter" | "wife"
        | "widow" | "aunt" | "duchess" | "actress" | "dame" | "baroness" => Some(Gender::Female),
        _ => None,
    }
}
