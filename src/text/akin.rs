//! Words akin: a country's name, its adjective and the name of its people.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::stem::EnglishStems;

/// List of words akin.
struct Kin {
    /// Stems of each line.
    lines: Vec<Vec<String>>,
    /// Line of each stem, and true where it is meant only with a capital.
    line_of: FxHashMap<String, (usize, bool)>,
}

static KIN: LazyLock<Kin> = LazyLock::new(|| {
    let mut kin = Kin { lines: Vec::new(), line_of: FxHashMap::default() };
    for (at, line) in lines().enumerate() {
        for word in line.split(' ') {
            kin.line_of.insert(stem(word), (at, word.starts_with(is_upper)));
        }
        kin.lines.push(line.split(' ').map(stem).collect());
    }
    kin
});

fn lines() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("akin.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn stem(word: &str) -> String {
    EnglishStems::default().stem(&word.to_ascii_lowercase()).into_owned()
}

/// Stems of the other words that name the country that a stem names: `brazilian` for `brazil`;
/// `written` is the word as it was typed.
pub fn akin<'s>(stem: &'s str, written: &str) -> impl Iterator<Item = &'static str> + use<'s> {
    let line = KIN.line_of.get(stem).filter(|(_, capital)| !capital || written.contains(is_upper));
    let kin = line.and_then(|(at, _)| KIN.lines.get(*at)).map_or(&[][..], Vec::as_slice);
    kin.iter().map(String::as_str).filter(move |other| *other != stem)
}

fn is_upper(c: char) -> bool {
    c.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Vec<&'static str> {
        akin(&stem(word), word).collect()
    }

    #[test]
    fn countries_and_their_people_are_akin() {
        assert_eq!(of("Brazil"), ["brazilian"]);
        assert_eq!(of("dutch"), ["holland", "netherland"]);
        assert!(of("US").contains(&"american") && of("us").is_empty());
        assert!(of("dam").is_empty());
    }

    #[test]
    fn a_word_stands_in_one_line() {
        let words: Vec<String> = lines().flat_map(|line| line.split(' ').map(stem)).collect();
        assert_eq!(words.len(), KIN.line_of.len(), "{words:?}");
    }
}
