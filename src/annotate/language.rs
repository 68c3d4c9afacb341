//! Which language a body is in: what is trained on English is let loose on English only.
//!
//! Looks at the first few hundred bytes of running text; a guess the detector itself does not trust is
//! no guess, and such a text is read as English, which most archives are.

use whatlang::{Lang, Script, detect, detect_script};

use crate::annotate::Annotator;
use crate::model::Notes;
use crate::text::Prose;

/// How much text decides, in bytes.
const HEAD: usize = 700;

/// The commonest words of the other languages written in Latin letters.
const FOREIGN: &[&str] = &[
    "der", "die", "das", "und", "den", "von", "zu", "mit", "dass", "ist", "nicht", "le", "la",
    "les", "des", "du", "et", "que", "pour", "dans", "est", "une", "un", "el", "los", "las", "del",
    "en", "por", "con", "para", "de", "o", "os", "da", "do", "em", "não", "uma", "il", "di", "che",
    "per", "della", "è", "het", "een", "van", "dat", "och", "att", "som", "är", "og", "det", "til",
    "ja", "on", "että", "w", "z", "na", "się", "nie", "že", "se", "ve", "bir", "bu", "yang", "dan",
    "ini", "của", "và", "să", "și", "az", "és", "hogy", "je", "af", "på", "i",
];

/// Notes the language of the body.
#[derive(Debug)]
pub struct Language;

impl Annotator for Language {
    fn name(&self) -> &'static str {
        "language"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        notes.language = of(prose.text).map(str::to_owned);
    }
}

/// Whether the notes say that the text is in another language than English.
pub fn is_foreign(notes: &Notes) -> bool {
    notes.language.as_deref().is_some_and(|tag| tag != "en")
}

/// The tag of the language of `text`, if it is plain.
fn of(text: &str) -> Option<&'static str> {
    let head = &text[..text.floor_char_boundary(HEAD)];
    // English by its commonest words: quicker than any detector, and right for nearly all.
    let (mut words, mut english) = (0, 0);
    let first = || head.split_ascii_whitespace().take(120);
    for word in first() {
        words += 1;
        english += usize::from(matches!(
            word,
            "the"
                | "of"
                | "and"
                | "to"
                | "said"
                | "that"
                | "is"
                | "was"
                | "for"
                | "with"
                | "The"
                | "its"
                | "has"
                | "from"
                | "by"
        ));
    }
    if words >= 8 && english * 11 >= words {
        return Some("en");
    }
    // Tables of figures look like any language; running text of another one has its small words.
    let foreign = first().filter(|word| FOREIGN.contains(word)).count();
    let running = words >= 8 && foreign * 14 >= words;
    if !matches!(detect_script(head), Some(Script::Latin) | None) || running {
        let found = detect(head)?;
        let sure = found.is_reliable() || found.script() != Script::Latin;
        return sure.then(|| tag(found.lang()));
    }
    None
}

/// The two-letter tag where there is one.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Tur => "tr",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Cat => "ca",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn languages_are_told_apart_and_little_text_is_left_open() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(of(text), expected, "{text}");
        check(
            "The minister said that the price of bread was too high for most of the people.",
            Some("en"),
        );
        check(
            "Der Minister sagte am Montag, dass die Preise für Brot in diesem Jahr nicht steigen werden.",
            Some("de"),
        );
        check(
            "Le ministre a déclaré lundi que les prix du pain ne monteront pas avant la fin de l'année.",
            Some("fr"),
        );
        check("Министр заявил, что цены на хлеб в этом году расти не будут.", Some("ru"));
        check("Harker, Oslo", None);
        check("", None);
    }
}
