//! Names of months in the languages that archives date in.
//!
//! They are matched without case and accents. A name shared by two languages means the same month
//! in both, so the language need not be known.

use crate::text::fold;

/// For each month its names, accents folded: English, German, French, Spanish, Italian, Portuguese,
/// Dutch, and the Scandinavian ones; and the short forms that are no beginning of a name ("Mrz",
/// "mrt"). A word matches when it is the beginning of one of them, of at least three letters.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["february", "februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    &["march", "marz", "maerz", "mars", "marzo", "marco", "maart", "marts", "mrz", "mrt"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "maj"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aout", "agosto", "augustus", "augusti"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "desember"],
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
            ("Jän", 1),
            ("Mrz", 3),
            ("MRZ", 3),
            ("mrt", 3),
            ("mei", 5),
            ("maj", 5),
            ("des", 12),
            ("gen", 1),
            ("ene", 1),
            ("fev", 2),
            ("abr", 4),
            ("mag", 5),
            ("giu", 6),
            ("lug", 7),
            ("ago", 8),
            ("aoû", 8),
            ("set", 9),
            ("out", 10),
            ("ott", 10),
            ("okt", 10),
            ("dic", 12),
        ] {
            assert_eq!(month_number(word), Some(month), "{word}");
        }
        for word in ["jui", "ma", "mayor", "marching", "second", "décembrement", ""] {
            assert_eq!(month_number(word), None, "{word}");
        }
    }
}
