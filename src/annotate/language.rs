//! The language of a body: annotators that are trained on English are let loose on English only.
//!
//! Looks at the first few hundred bytes of running text; a guess the detector itself does not trust
//! is no guess, and such a text is read as English, which most archives are.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Lang, Script, detect, detect_script};

use crate::annotate::annotator::Annotator;
use crate::annotate::gazetteer::lexicon::lexicon_lines;
use crate::model::Notes;
use crate::text::Prose;

/// Length of the head of a text that decides, in bytes.
const HEAD_BYTES: usize = 700;
/// Words of the head that are counted, and the fewest that tell anything.
const MAX_WORDS: usize = 120;
const MIN_WORDS: usize = 8;
/// English has one of its commonest words among at most so many.
const WORDS_PER_ENGLISH: usize = 11;
/// Running text of another language has one of its commonest words among at most so many.
const WORDS_PER_FOREIGN: usize = 14;

/// The commonest words of English, and of the other languages written in Latin letters.
static COMMON_WORDS: LazyLock<FxHashMap<&'static str, CommonIn>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in lexicon_lines(include_str!("lexicon/languages.txt")) {
        let mut parts = line.split_whitespace();
        let english = parts.next() == Some("english");
        for word in parts {
            let common: &mut CommonIn = words.entry(word).or_default();
            common.english |= english;
            common.foreign |= !english;
        }
    }
    words
});

/// Languages that a word is one of the commonest of.
#[derive(Clone, Copy, Debug, Default)]
struct CommonIn {
    english: bool,
    foreign: bool,
}

/// Notes the language of the body.
#[derive(Debug)]
pub struct LanguageDetector;

impl Annotator for LanguageDetector {
    fn name(&self) -> &'static str {
        "language"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        notes.language = language_of(prose.text).map(str::to_owned);
    }
}

/// True if the notes say that the text is in another language than English.
pub fn is_foreign(notes: &Notes) -> bool {
    notes.language.as_deref().is_some_and(|tag| tag != "en")
}

/// Tag of the language of `text`, if it is plain.
fn language_of(text: &str) -> Option<&'static str> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    // English by its commonest words: quicker than any detector, and right for nearly all.
    let (mut words, mut english, mut foreign) = (0, 0, 0);
    for word in head.split_ascii_whitespace().take(MAX_WORDS) {
        words += 1;
        if let Some(common) = COMMON_WORDS.get(word) {
            english += usize::from(common.english);
            foreign += usize::from(common.foreign);
        }
    }
    if words >= MIN_WORDS && english * WORDS_PER_ENGLISH >= words {
        return Some("en");
    }
    // Tables of figures look like any language; running text of another one has its small words.
    let running = words >= MIN_WORDS && foreign * WORDS_PER_FOREIGN >= words;
    if !matches!(detect_script(head), Some(Script::Latin) | None) || running {
        let found = detect(head)?;
        let sure = found.is_reliable() || found.script() != Script::Latin;
        return sure.then(|| tag(found.lang()));
    }
    None
}

/// Tag of two letters where there is one, of three where not.
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
    use super::language_of;

    #[test]
    fn languages_are_told_apart_and_little_text_is_left_open() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(language_of(text), expected, "{text}");
        check(
            "The minister said that the price of bread was too high for most of the people.",
            Some("en"),
        );
        check(
            "Der Minister sagte am Montag, dass die Preise für Brot in diesem Jahr nicht \
                steigen werden.",
            Some("de"),
        );
        check(
            "Le ministre a déclaré lundi que les prix du pain ne monteront pas avant la fin de \
                l'année.",
            Some("fr"),
        );
        check("Министр заявил, что цены на хлеб в этом году расти не будут.", Some("ru"));
        check("Harker, Oslo", None);
        check("", None);
    }
}
