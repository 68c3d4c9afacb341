//! Names of months in the languages that archives date in.
//!
//! They are matched without case and accents. A name shared by two languages means the same month
//! in both, so the language need not be known.

use crate::text::fold;

/// For each month the stems its names begin with, accents folded: English, German, French, Spanish,
/// Italian, Portuguese, Dutch. A name matches when it is an abbreviation of at least three letters
/// of one of them.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["february", "februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    &["march", "marz", "maerz", "mars", "marzo", "marco", "maart"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The month (1–12) that a word names, whole or abbreviated, in any of the languages.
pub fn month_number(word: &str) -> Option<u32> {
    // The longest name has ten letters; folding everything else would be work for nothing.
    if !(3..=14).contains(&word.len()) {
        return None;
    }
    let word = fold(word);
    let names = |name: &&str| name.starts_with(word.as_str()) && word.len() >= 3;
    let mut found = MONTHS.iter().enumerate().filter(|(_, month)| month.iter().any(names));
    let (month, _) = found.next()?;
    // "jui" may be June or July in French: left alone.
    found.next().is_none().then_some(month as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::month_number;

    #[test]
    fn months_of_seven_languages() {
        for (word, month) in [
            ("June", 6),
            ("JUN", 6),
            ("Sept", 9),
            ("März", 3),
            ("Mai", 5),
            ("février", 2),
            ("févr", 2),
            ("août", 8),
            ("Aout", 8),
            ("déc", 12),
            ("enero", 1),
            ("setiembre", 9),
            ("Dez", 12),
            ("giugno", 6),
            ("maart", 3),
            ("juil", 7),
            ("Jänner", 1),
        ] {
            assert_eq!(month_number(word), Some(month), "{word}");
        }
        for word in ["jui", "ma", "mayor", "marching", "second", "décembrement", ""] {
            assert_eq!(month_number(word), None, "{word}");
        }
    }
}
