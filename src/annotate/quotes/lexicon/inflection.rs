//! Regular inflection of English verbs, for the forms of a lemma.

/// Returns the third person of the present: "says", "replies", "stresses".
pub fn third_person(lemma: &str) -> String {
    let bytes = lemma.as_bytes();
    let end = bytes.len();
    if lemma.ends_with('y') && end > 1 && !is_vowel(bytes[end - 2]) {
        return format!("{}ies", &lemma[..end - 1]);
    }
    let hisses = ["s", "sh", "ch", "x", "z", "o"].iter().any(|e| lemma.ends_with(e));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

/// Returns the lemma with "ed" or "ing", spelled as English does: "quipped", "denied", "urging".
pub fn with_ending(lemma: &str, ending: &str) -> String {
    let bytes = lemma.as_bytes();
    let end = bytes.len();
    if lemma.ends_with('e') && !(ending == "ing" && lemma.ends_with("ee")) {
        return format!("{}{ending}", &lemma[..end - 1]);
    }
    if ending == "ed" && lemma.ends_with('y') && end > 1 && !is_vowel(bytes[end - 2]) {
        return format!("{}ied", &lemma[..end - 1]);
    }
    // A stem of one syllable that ends in one vowel and one consonant doubles it ("quipped",
    // "submitted").
    let doubles = end >= 3
        && (end <= 4
            || bytes.iter().filter(|byte| is_vowel(**byte)).count() == 1
            || ["mit", "rred", "fer", "cur", "gret", "rebut"].iter().any(|e| lemma.ends_with(e)))
        && !is_vowel(bytes[end - 1])
        && !matches!(bytes[end - 1], b'w' | b'y' | b'x' | b'h' | b'k' | b'l')
        && is_vowel(bytes[end - 2])
        && (!is_vowel(bytes[end - 3]) || lemma.starts_with("qu"));
    if doubles {
        return format!("{lemma}{}{ending}", char::from(bytes[end - 1]));
    }
    format!("{lemma}{ending}")
}

/// Returns the forms of a listed verb, "say" or "say/said/said": base, third person, past,
/// participle, and the form in -ing.
pub fn verb_forms(listed: &str) -> [String; 5] {
    let mut parts = listed.split('/');
    let lemma = parts.next().unwrap_or("");
    let past = parts.next().map_or_else(|| with_ending(lemma, "ed"), str::to_owned);
    let participle = parts.next().map_or_else(|| past.clone(), str::to_owned);
    [lemma.to_owned(), third_person(lemma), past, participle, with_ending(lemma, "ing")]
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}
