//! Classes of characters as search sees them, and the folding of one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// True if the character is written for an apostrophe somewhere, the modifier letters of Hawaiian,
/// Ukrainian and romanised Arabic among them. Wider than what the annotators take for one, to whom
/// ‘ opens a quotation: a search must find a word however it was typed.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '‛' | '`' | '´' | '′' | '＇' | '\u{2B9}' | '\u{2BB}'
            ..='\u{2BF}'
                | '\u{2C8}'
                | '\u{2CA}'
                | '\u{2CB}'
                | '\u{2EE}'
                | '\u{55A}'
                | '\u{A78B}'
                | '\u{A78C}'
    )
}

/// True for hyphens, which join the parts of a word; dashes, which part words, are none.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}')
}

/// True for full stops in either width.
pub fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '．')
}

/// True for commas in either width.
pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，')
}

/// True for digits in either width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// True if the character goes on with the word before it.
pub fn continues_word(c: char) -> bool {
    (c.is_alphanumeric() && !stands_alone(c) && !is_apostrophe(c))
        || is_combining_mark(c)
        || is_joiner(c)
}

/// True if a word may begin with the character.
pub fn starts_word(c: char) -> bool {
    c.is_alphanumeric() && !is_apostrophe(c)
}

/// True for invisible characters inside words: soft hyphen, zero-width joiners and blanks, byte
/// order mark.
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// True for characters of scripts in which words cannot be told by the blanks: of those written
/// without any (Chinese, Japanese, Thai, Lao, Burmese, Khmer), and of Korean, whose nouns carry
/// their particles. Each is a word of its own, and a word that is asked for is a phrase of them.
pub fn stands_alone(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(
            c,
            '\u{E01}'..='\u{E4F}'
                | '\u{E81}'..='\u{ECF}'
                | '\u{EDC}'..='\u{EDF}'
                | '\u{1000}'..='\u{103F}'
                | '\u{1050}'..='\u{108F}'
                | '\u{1100}'..='\u{11FF}'
                | '\u{1780}'..='\u{17DF}'
                | '\u{3040}'..='\u{30FF}'
                | '\u{3130}'..='\u{318F}'
                | '\u{3400}'..='\u{9FFF}'
                | '\u{A960}'..='\u{A97F}'
                | '\u{AC00}'..='\u{D7FF}'
                | '\u{F900}'..='\u{FAFF}'
                | '\u{FF66}'..='\u{FF9D}'
                | '\u{FFA0}'..='\u{FFDC}'
                | '\u{20000}'..='\u{3FFFF}'
        )
}

/// True if the character belongs to the one before it, which stands alone: a vowel sign or tone
/// mark, a vowel or final consonant of a decomposed Korean syllable, a voicing mark in half width.
pub fn continues_cluster(c: char) -> bool {
    is_combining_mark(c)
        || is_joiner(c)
        || matches!(
            c,
            '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}' | '\u{FF9E}' | '\u{FF9F}'
        )
}

/// True for scripts whose combining marks are vowels and tones, without which a word is another.
fn keeps_marks(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Appends the folded form of a character: lower case, one width, without accents.
pub fn fold_char(c: char, out: &mut String) {
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' | 'İ' => out.push('i'),
        c if is_joiner(c) => {}
        c if keeps_marks(c) => out.extend(std::iter::once(c).nfkd()),
        c => {
            for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
                out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
            }
        }
    }
}

/// True for what joins the letter before it into one: accents, joiners, vowel signs.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
        || (c > '\u{ff}' && !c.is_whitespace() && !c.is_control() && is_mark(c))
}

/// True for vowel signs and the like of Indic and Semitic scripts, which are no letters by
/// themselves.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{591}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{900}'..='\u{903}'
            | '\u{93a}'..='\u{94f}'
            | '\u{981}'..='\u{983}'
            | '\u{9be}'..='\u{9cd}'
            | '\u{b82}'
            | '\u{bbe}'..='\u{bcd}'
            | '\u{e31}'
            | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}'
    )
}
