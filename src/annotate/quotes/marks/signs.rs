//! Signs that may be quotation marks, with what stands beside them.

use crate::annotate::quotes::lexicon::{self, WordClass};
use crate::model::Span;

/// Part that a sign can play where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkRole {
    /// Opening mark.
    Open,
    /// Closing mark.
    Close,
    /// Straight marks, which are the same at both ends.
    Either,
}

/// Shapes of marks that open and close one another. Marks of another family within a quotation are
/// part of what is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkFamily {
    /// Double marks, curly, straight or of a typewriter, which papers mix.
    Double,
    /// « and ».
    Angled,
    /// ‹ and ›.
    SingleAngled,
    /// 「 and 」.
    Corner,
    /// 『 and 』.
    WhiteCorner,
    /// Single marks: ‘, '.
    Single,
}

/// Number of families.
pub const FAMILIES: usize = 6;

/// Sign that may be a mark.
#[derive(Clone, Copy, Debug)]
pub struct MarkSign {
    /// Byte offset in the text.
    pub at: usize,
    /// Length in bytes.
    pub len: usize,
    /// Part that it plays.
    pub role: MarkRole,
    /// Family of its shape.
    pub family: MarkFamily,
    /// True for „ and ‚, which open a quotation that an opening mark closes.
    pub low: bool,
    /// Character before it, within the paragraph.
    pub before: Option<char>,
    /// Character after it, within the paragraph.
    pub after: Option<char>,
}

impl MarkSign {
    /// True if a sign found outside any quotation can begin one.
    pub fn can_open(&self) -> bool {
        let blank_before = self.blank_before() || self.before.is_some_and(is_dash);
        match self.role {
            MarkRole::Open => true,
            // ”Swedish” style, or a mark turned the wrong way.
            MarkRole::Close => blank_before && self.after.is_some_and(char::is_alphanumeric),
            MarkRole::Either => {
                // 6' 2" is no quotation, nor is a closing mark whose opener is missing.
                self.after.is_some_and(|c| !c.is_whitespace() || blank_before)
                    && (blank_before || !self.before.is_some_and(char::is_alphanumeric))
            }
        }
    }

    /// True if the sign stands as an opening mark does: after a blank, before a word.
    pub fn opens_word(&self) -> bool {
        self.blank_before() && self.after.is_some_and(char::is_alphanumeric)
    }

    /// True if the sign stands as a closing mark does: after a word or stop, before a blank or a
    /// stop.
    pub fn closes_word(&self) -> bool {
        !self.blank_before()
            && !self.before.is_some_and(is_dash)
            && self.after.is_none_or(|c| !c.is_alphanumeric())
    }

    /// True if a stop or comma stands right before the sign and no word right after it.
    pub fn closes_clause(&self) -> bool {
        self.before.is_some_and(|c| matches!(c, '.' | ',' | '?' | '!' | '…'))
            && self.after.is_none_or(char::is_whitespace)
    }

    fn blank_before(&self) -> bool {
        self.before.is_none_or(|c| c.is_whitespace() || is_bracket(c))
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | ':' | '/')
}

/// Returns the double marks of a paragraph, and all others that are no apostrophes, out of its
/// possible marks.
pub fn double(text: &str, paragraph: Span, possible: &[(usize, char)]) -> Vec<MarkSign> {
    let part = paragraph.of(text);
    let mut found = Vec::new();
    let mut skip_to = 0;
    for &(at, c) in possible {
        if at < skip_to {
            continue;
        }
        let next = &part[at + c.len_utf8()..];
        // Typed one after the other, the two single marks of a keyboard make ‘’such an opening’’.
        let doubled = next.starts_with(c) || c == '‘' && next.starts_with('’');
        let Some((mut role, family)) = role_and_family(c, doubled) else { continue };
        let len = if doubled && matches!(c, '`' | '\'' | '<' | '>' | '‘' | '’') {
            2 * c.len_utf8()
        } else {
            c.len_utf8()
        };
        skip_to = at + len;
        let before = part[..at].chars().next_back();
        let after = part[at + len..].chars().next();
        // 6′2″ tells a height.
        if c == '″' && before.is_some_and(|c| c.is_numeric() || c == '′') {
            continue;
        }
        // '' also opens where no `` are used.
        if c == '\''
            && before.is_none_or(char::is_whitespace)
            && after.is_some_and(char::is_alphanumeric)
        {
            role = MarkRole::Either;
        }
        let (at, low) = (paragraph.start + at, c == '„');
        found.push(MarkSign { at, len, role, family, low, before, after });
    }
    found
}

/// Returns what a character is as a mark. `doubled` tells that the same follows.
fn role_and_family(c: char, doubled: bool) -> Option<(MarkRole, MarkFamily)> {
    Some(match c {
        '“' | '‟' | '„' | '〝' | '❝' => (MarkRole::Open, MarkFamily::Double),
        '”' | '〞' | '〟' | '❞' => (MarkRole::Close, MarkFamily::Double),
        '"' | '＂' | '″' => (MarkRole::Either, MarkFamily::Double),
        '`' | '‘' if doubled => (MarkRole::Open, MarkFamily::Double),
        '\'' | '’' if doubled => (MarkRole::Close, MarkFamily::Double),
        '<' if doubled => (MarkRole::Open, MarkFamily::Angled),
        '>' if doubled => (MarkRole::Close, MarkFamily::Angled),
        '«' => (MarkRole::Open, MarkFamily::Angled),
        '»' => (MarkRole::Close, MarkFamily::Angled),
        '‹' => (MarkRole::Open, MarkFamily::SingleAngled),
        '›' => (MarkRole::Close, MarkFamily::SingleAngled),
        '「' | '｢' => (MarkRole::Open, MarkFamily::Corner),
        '」' | '｣' => (MarkRole::Close, MarkFamily::Corner),
        '『' => (MarkRole::Open, MarkFamily::WhiteCorner),
        '』' => (MarkRole::Close, MarkFamily::WhiteCorner),
        _ => return None,
    })
}

/// First bytes of the characters that may be marks.
const FIRST_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'"', b'`', b'\'', b'<', b'>', 0xC2, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Returns the characters of a paragraph that may be marks, with their byte offsets in it. Looks at
/// the first bytes of characters only, since this walks over every byte of an archive.
pub fn possible(text: &str, paragraph: Span) -> Vec<(usize, char)> {
    let part = paragraph.of(text);
    part.bytes()
        .enumerate()
        .filter(|(_, byte)| FIRST_BYTES[usize::from(*byte)])
        .filter_map(|(at, _)| Some((at, part.get(at..)?.chars().next()?)))
        .collect()
}

/// Returns the single marks of a paragraph that are no apostrophes, out of its possible marks.
pub fn single(text: &str, paragraph: Span, possible: &[(usize, char)]) -> Vec<MarkSign> {
    let part = paragraph.of(text);
    let mut found: Vec<MarkSign> = Vec::new();
    for &(at, c) in possible {
        if !matches!(c, '‘' | '’' | '\'' | '‚' | '‛' | '`') {
            continue;
        }
        let len = c.len_utf8();
        let before = part[..at].chars().next_back();
        let after = part[at + len..].chars().next();
        if before == Some(c) || after == Some(c) {
            continue;
        }
        if let Some(role) = single_role(c, before, after, &part[at + len..]) {
            let (at, low) = (paragraph.start + at, c == '‚');
            let family = MarkFamily::Single;
            found.push(MarkSign { at, len, role, family, low, before, after });
        }
    }
    found
}

/// Returns the part that a single mark plays before the words `rest`; `None` for an apostrophe.
fn single_role(c: char, before: Option<char>, after: Option<char>, rest: &str) -> Option<MarkRole> {
    let blank_before = before.is_none_or(|c| c.is_whitespace() || is_bracket(c));
    let blank_after = after.is_none_or(|c| !c.is_alphanumeric());
    let rest = rest.trim_start();
    match c {
        '‘' | '‚' | '‛' => Some(MarkRole::Open),
        '`' => (blank_before && !blank_after).then_some(MarkRole::Open),
        _ if blank_before && !blank_after && !is_elision(rest) => {
            // ’ at the beginning of a word is an apostrophe more often than a mark turned the
            // wrong way, but hardly before a capital.
            let turned = || rest.starts_with(char::is_uppercase);
            (c == '\'' || turned()).then_some(MarkRole::Open)
        }
        _ if blank_before && blank_after && is_clitic(rest) => None,
        _ => (blank_after && !is_possessive(before, after, rest)).then_some(MarkRole::Close),
    }
}

/// True if an apostrophe after `before` is more likely a plural possessive ("workers' rights").
fn is_possessive(before: Option<char>, after: Option<char>, rest: &str) -> bool {
    before == Some('s')
        && after.is_some_and(char::is_whitespace)
        && rest.starts_with(char::is_lowercase)
}

/// True if the words after a sign that stands alone make it an apostrophe ("Trump ’ s").
fn is_clitic(rest: &str) -> bool {
    lexicon::is_in(first_word(rest), WordClass::CLITIC)
}

/// True if the words after a sign begin with a shortened word ("'em", "'90s").
fn is_elision(rest: &str) -> bool {
    let word = first_word(rest);
    word.starts_with(|c: char| c.is_ascii_digit())
        || lexicon::entry(word).classes.contains(WordClass::ELISION)
}

/// Returns the letters and digits with which the text begins.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}
