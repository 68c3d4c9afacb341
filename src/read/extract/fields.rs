//! Values of fields as formats write them: on one line, names without their "By", a body without
//! its title.

use crate::read::extract::paragraphs::one_line;

/// The value of a field, its white space run together; `None` when nothing is left or it says
/// "None".
pub fn field_value(text: &str) -> Option<String> {
    let text = one_line(text);
    (!text.is_empty() && text != "None").then_some(text)
}

/// Names as printed, without the "By" before them and the author's post after them.
pub fn author_name(text: &str) -> Option<String> {
    let text = field_value(text)?;
    let rest = text.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map(|_| &text[3..]);
    let name = rest.unwrap_or(&text);
    // An address behind a name is none of it: "Ina Cole (mailto:ina@example.com)".
    let name = name.split(" (mailto:").next().unwrap_or(name);
    // Nor is what they are: "Ina Cole, Times Staff Writer".
    let role = |role: &str| {
        let role = role.trim().to_lowercase();
        ["writer", "reporter", "correspondent", "editor"].iter().any(|word| role.ends_with(word))
    };
    let name = name.rsplit_once(',').filter(|(_, rest)| role(rest)).map_or(name, |(name, _)| name);
    field_value(name).filter(|name| !name.eq_ignore_ascii_case("by"))
}

/// `body` without a first paragraph that only repeats the title.
pub fn strip_heading<'b>(body: &'b str, title: Option<&str>) -> &'b str {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    match (body.split_once("\n\n"), title) {
        (Some((first, rest)), Some(title))
            if first.len() < 500 && letters(first) == letters(title) =>
        {
            rest
        }
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_lose_their_by() {
        assert_eq!(author_name(" By Ina  Cole\n").as_deref(), Some("Ina Cole"));
        assert_eq!(author_name("By Ina Cole, Times Staff Writer").as_deref(), Some("Ina Cole"));
        assert_eq!(author_name("Ina Cole (mailto:ina@example.com)").as_deref(), Some("Ina Cole"));
        assert_eq!(author_name("BY INA COLE").as_deref(), Some("INA COLE"));
        assert_eq!(author_name("Byron Ash").as_deref(), Some("Byron Ash"));
        assert_eq!(author_name("By"), None);
        assert_eq!(author_name("None"), None);
    }
}
