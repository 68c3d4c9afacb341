//! What is known of single words: their parts of speech, and which of them report speech.
//!
//! One table answers every question about a word with one look-up, since that look-up is made for
//! each word of an archive. It is filled from the plain files of `annotate/lexicon`, where a
//! person can read and mend it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The parts of speech a word can be, as a set of bits.
pub(crate) mod pos {
    pub const NOUN: u32 = 1;
    pub const NAME: u32 = 1 << 1;
    /// A finite verb form.
    pub const FINITE: u32 = 1 << 2;
    pub const BASE: u32 = 1 << 3;
    pub const ING: u32 = 1 << 4;
    /// A past participle.
    pub const PART: u32 = 1 << 5;
    pub const ADJ: u32 = 1 << 6;
    pub const ADV: u32 = 1 << 7;
    pub const PREP: u32 = 1 << 8;
    pub const DET: u32 = 1 << 9;
    pub const MODAL: u32 = 1 << 10;
    pub const CONJ: u32 = 1 << 11;
    pub const PRON: u32 = 1 << 12;
    pub const WH: u32 = 1 << 13;
    pub const NUM: u32 = 1 << 14;
    pub const BE: u32 = 1 << 15;
    pub const HAVE: u32 = 1 << 16;
    pub const DO: u32 = 1 << 17;
    pub const NEG: u32 = 1 << 18;
    /// Begins a subordinate clause.
    pub const SUB: u32 = 1 << 19;
    /// Begins a relative clause.
    pub const REL: u32 = 1 << 20;
    /// Names a time.
    pub const TIME: u32 = 1 << 21;
    /// A possessive ending.
    pub const POSS: u32 = 1 << 22;
    /// Names a channel of speech ("statement", "interview").
    pub const CHANNEL: u32 = 1 << 23;
    /// Is listed nowhere; its part of speech is a guess by its ending.
    pub const GUESSED: u32 = 1 << 24;
}

/// What a verb that reports speech takes, as a set of bits.
pub(crate) mod takes {
    pub const CLAUSE: u16 = 1;
    pub const THAT: u16 = 1 << 1;
    pub const QUOTE: u16 = 1 << 2;
    pub const AFTER: u16 = 1 << 3;
    pub const INFINITIVE: u16 = 1 << 4;
    pub const HEARER: u16 = 1 << 5;
    pub const NAMING: u16 = 1 << 6;
    pub const NOUN: u16 = 1 << 7;
    /// A clause without "that", if its verb comes soon.
    pub const SHORT_CLAUSE: u16 = 1 << 8;
    pub const GERUND: u16 = 1 << 9;
}

/// One word of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its parts of speech.
    pub pos: u32,
    /// What it takes if it is a verb of speech, else 0.
    pub takes: u16,
    /// The forms in which that verb appears here: bits of [`pos`] (FINITE, BASE, ING, PART).
    pub forms: u32,
}

static WORDS: LazyLock<FxHashMap<Box<str>, Word>> = LazyLock::new(fill);

/// The entry of a word in lower case, if it has one.
pub fn look_up(word: &str) -> Option<Word> {
    WORDS.get(word).copied()
}

/// A guess at a word that is not in the table, by its ending.
pub fn guess(word: &str) -> u32 {
    let guess = if word.ends_with("ing") && word.len() > 5 {
        pos::ING
    } else if word.ends_with("ed") && word.len() > 4 {
        pos::FINITE | pos::PART
    } else if word.ends_with("ly") && word.len() > 5 {
        pos::ADV
    } else if word.len() > 5
        && ["ous", "ful", "ive", "ble", "ish", "less", "ical"].iter().any(|e| word.ends_with(e))
    {
        pos::ADJ
    } else if word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 {
        pos::NOUN | pos::FINITE
    } else {
        pos::NOUN
    };
    guess | pos::GUESSED
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn fill() -> FxHashMap<Box<str>, Word> {
    let mut words: FxHashMap<Box<str>, Word> = FxHashMap::default();
    for line in lines(include_str!("../lexicon/tags.txt")) {
        let Some((word, tags)) = line.split_once(' ') else { continue };
        words.entry(word.into()).or_default().pos |=
            tags.bytes().fold(0, |set, tag| set | bit(tag));
    }
    let verbs: Vec<Box<str>> =
        words.iter().filter(|(_, w)| w.pos & pos::BASE != 0).map(|(v, _)| v.clone()).collect();
    for verb in verbs {
        let noun = words.get(&verb).map_or(0, |w| w.pos & pos::NOUN);
        words.entry(third_person(&verb).into()).or_default().pos |= pos::FINITE | noun;
        let past = with_ending(&verb, "ed");
        words.entry(past.into()).or_default().pos |= pos::FINITE | pos::PART;
    }
    for (word, entry) in &mut words {
        if word.ends_with("ed") && entry.pos & (pos::FINITE | pos::PART) != 0 {
            entry.pos |= pos::FINITE | pos::PART;
        }
    }
    for line in lines(include_str!("../lexicon/clause.txt")) {
        let mut parts = line.split(' ');
        let class = class_bits(parts.next().unwrap_or(""));
        for word in parts {
            let entry = words.entry(word.into()).or_default();
            entry.pos |= class;
        }
    }
    for line in lines(include_str!("../lexicon/speakers.txt")) {
        for word in line.split(' ').skip(1) {
            words.entry(word.into()).or_default().pos |= pos::NOUN;
        }
    }
    for line in lines(include_str!("../lexicon/cues.txt")) {
        let mut parts = line.split(' ');
        let (Some(lemma), Some(classes)) = (parts.next(), parts.next()) else { continue };
        let past = parts.next().map_or_else(|| with_ending(lemma, "ed"), str::to_owned);
        let participle = parts.next().map_or_else(|| past.clone(), str::to_owned);
        let takes = classes.bytes().fold(0, |set, class| set | taken(class));
        let forms = [
            (lemma.to_owned(), pos::BASE | pos::FINITE),
            (third_person(lemma), pos::FINITE),
            (past, pos::FINITE),
            (participle, pos::PART),
            (with_ending(lemma, "ing"), pos::ING),
        ];
        for (form, bits) in forms {
            let entry = words.entry(form.into()).or_default();
            entry.takes |= takes;
            entry.forms |= bits;
            entry.pos |= bits;
        }
    }
    words
}

fn bit(tag: u8) -> u32 {
    match tag {
        b'N' => pos::NOUN,
        b'V' => pos::FINITE,
        b'B' => pos::BASE,
        b'G' => pos::ING,
        b'D' => pos::PART,
        b'J' => pos::ADJ,
        b'R' => pos::ADV,
        b'I' => pos::PREP,
        b'T' => pos::DET,
        b'M' => pos::MODAL,
        b'C' => pos::CONJ,
        b'O' => pos::PRON,
        b'W' => pos::WH,
        b'U' => pos::NUM,
        b'S' => pos::POSS,
        _ => 0,
    }
}

fn class_bits(class: &str) -> u32 {
    match class {
        "be" => pos::BE | pos::FINITE,
        "have" => pos::HAVE | pos::FINITE,
        "do" => pos::DO | pos::FINITE,
        "modal" => pos::MODAL | pos::FINITE,
        "past" => pos::FINITE,
        "neg" => pos::NEG,
        "prep" => pos::PREP,
        "sub" => pos::SUB,
        "rel" => pos::REL,
        "conj" => pos::CONJ,
        "det" => pos::DET,
        "pron" => pos::PRON,
        "wh" => pos::WH,
        "time" => pos::TIME,
        "adv" => pos::ADV,
        "manner" => pos::CHANNEL | pos::NOUN,
        _ => pos::NOUN,
    }
}

fn taken(class: u8) -> u16 {
    match class {
        b'z' => takes::CLAUSE | takes::THAT,
        b't' => takes::THAT,
        b'q' => takes::QUOTE,
        b'p' => takes::AFTER,
        b'o' => takes::INFINITIVE,
        b'a' => takes::HEARER | takes::THAT,
        b'c' => takes::NAMING,
        b'n' => takes::NOUN,
        b'y' => takes::SHORT_CLAUSE | takes::THAT,
        b'g' => takes::GERUND,
        _ => 0,
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn third_person(lemma: &str) -> String {
    let bytes = lemma.as_bytes();
    let end = bytes.len();
    if lemma.ends_with('y') && end > 1 && !is_vowel(bytes[end - 2]) {
        return format!("{}ies", &lemma[..end - 1]);
    }
    let hisses = ["s", "sh", "ch", "x", "z", "o"].iter().any(|e| lemma.ends_with(e));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

fn with_ending(lemma: &str, ending: &str) -> String {
    let bytes = lemma.as_bytes();
    let end = bytes.len();
    if lemma.ends_with('e') && !(ending == "ing" && lemma.ends_with("ee")) {
        return format!("{}{ending}", &lemma[..end - 1]);
    }
    if ending == "ed" && lemma.ends_with('y') && end > 1 && !is_vowel(bytes[end - 2]) {
        return format!("{}ied", &lemma[..end - 1]);
    }
    // A short stem that ends in one vowel and one consonant doubles it ("quipped", "submitted").
    let doubles = end >= 3
        && (end <= 4 || ["mit", "rred", "fer", "cur"].iter().any(|e| lemma.ends_with(e)))
        && !is_vowel(bytes[end - 1])
        && !matches!(bytes[end - 1], b'w' | b'y' | b'x' | b'h' | b'k' | b'l')
        && is_vowel(bytes[end - 2])
        && (!is_vowel(bytes[end - 3]) || lemma.starts_with("qu"));
    if doubles {
        return format!("{lemma}{}{ending}", char::from(bytes[end - 1]));
    }
    format!("{lemma}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_speech_are_known_in_all_their_forms() {
        for form in [
            "say", "says", "said", "saying", "replied", "quipped", "denies", "urging", "admitted",
            "referred", "conceded", "wrote", "written",
        ] {
            assert!(look_up(form).is_some_and(|w| w.takes != 0), "{form}");
        }
    }
}
