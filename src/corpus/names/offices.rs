//! Offices, read off the roles that articles give: they tell whether two forms are one person.

use crate::text::fold;

/// Short forms of titles, with the words that they stand for.
const SHORT: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("rep", "representative"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("gov", "governor"),
    ("gen", "general"),
    ("adm", "admiral"),
    ("ceo", "executive"),
    ("chairwoman", "chairman"),
    ("chair", "chairman"),
    ("spokeswoman", "spokesman"),
    ("attorney", "lawyer"),
    ("counsel", "lawyer"),
];
/// Words that say that an office was held before.
const PAST: &[&str] = &["former", "ex", "late", "onetime", "retired"];
/// Words behind which an office is only described more closely.
const LINKS: &[&str] = &["of", "at", "for", "in", "from", "with", "to", "who", "on", "and"];
/// Words that are no offices, though roles end in them.
const NO_OFFICES: &[&str] =
    &["former", "republican", "democrat", "senior", "man", "woman", "friend", "person", "the"];

/// Office of a role, without the body: "secretary" for "U.S. Treasury Secretary".
pub fn office(role: &str) -> Option<String> {
    let folded = fold(role);
    let head = folded.split(' ').take_while(|word| !LINKS.contains(word)).last()?;
    let long = SHORT.iter().find(|(short, _)| *short == head).map_or(head, |(_, long)| *long);
    (!NO_OFFICES.contains(&long) && long.len() > 1).then(|| long.to_owned())
}

/// True if a role says that its office was held before.
pub fn is_past(role: &str) -> bool {
    fold(role).split(' ').any(|word| PAST.contains(&word))
}

/// Folded role, if it is one that few people have at a time: "treasury secretary", not "senator".
pub fn particular(role: &str) -> Option<String> {
    let folded = fold(role);
    let words = folded.split(' ').count();
    (words > 1 && !is_past(role) && office(role).is_some()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_told_from_its_body() {
        assert_eq!(office("U.S. Treasury Secretary").as_deref(), Some("secretary"));
        assert_eq!(office("Republican Sen.").as_deref(), Some("senator"));
        assert_eq!(office("professor of law at Lowmere").as_deref(), Some("professor"));
        assert_eq!(office("former"), None);
        assert!(is_past("former mayor") && !is_past("mayor"));
        assert_eq!(particular("Senator"), None);
        assert_eq!(particular("Harbour Master").as_deref(), Some("harbour master"));
    }
}
