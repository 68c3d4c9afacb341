//! Evidence for and against a reading of bytes: whether characters beyond ASCII stand where such
//! characters stand in written text.
//!
//! An opening mark stands before a word, an apostrophe inside of one, a capital never behind a
//! small letter. Nothing but a character's neighbours is looked at, so it holds for every language
//! of the Latin alphabet, and says nothing of others.

use std::ops::AddAssign;

/// Weights of the signs for and against a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Number of characters that stand where they should.
    pub good: usize,
    /// Weight of characters that stand where they should not.
    pub bad: usize,
}

impl Evidence {
    /// The evidence in a text.
    pub fn of(text: &str) -> Self {
        let mut evidence = Self::default();
        // Quick: most texts of an archive have nothing else.
        if text.is_ascii() {
            return evidence;
        }
        for (at, c) in beyond_ascii(text) {
            let mut after = text[at + c.len_utf8()..].chars();
            let place = Place {
                before: text[..at].chars().next_back().unwrap_or(' '),
                next: after.next().unwrap_or(' '),
                then: after.next().unwrap_or(' '),
            };
            let sign = place.judge(c);
            evidence.good += usize::from(sign > 0);
            evidence.bad += usize::from(sign.min(0).unsigned_abs());
        }
        evidence
    }

    /// True if much of a text stands where it should not, with signs of at least that weight.
    pub fn speaks_against(self, weight: usize) -> bool {
        self.bad >= weight && self.bad * 2 > self.good
    }

    /// True if nearly all stands where it should.
    pub fn speaks_for(self) -> bool {
        self.good > 0 && self.bad * 8 <= self.good
    }
}

/// The characters of a text beyond ASCII, with their byte offsets.
pub fn beyond_ascii(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = next_beyond_ascii(text.as_bytes(), from)?;
        let c = text[at..].chars().next()?;
        from = at + c.len_utf8();
        Some((at, c))
    })
}

/// The characters of a text beyond ASCII with those beside them that count as evidence, and none of
/// the rest.
pub fn with_neighbours(text: &str) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for (at, c) in beyond_ascii(text) {
        let end = at + c.len_utf8();
        let end = end + text[end..].chars().take(2).map(char::len_utf8).sum::<usize>();
        let gap = text.get(from..at).unwrap_or("");
        let start = from + gap.char_indices().next_back().map_or(0, |(last, _)| last);
        kept.push_str(&text[start..end]);
        from = end;
    }
    kept
}

/// Offset of the first byte beyond ASCII from `from` on.
fn next_beyond_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    /// Bytes that are looked at together.
    const CHUNK: usize = 64;
    let plain = bytes[from..].chunks_exact(CHUNK).take_while(|chunk| chunk.is_ascii()).count();
    let from = from + plain * CHUNK;
    Some(from + bytes[from..].iter().position(|byte| !byte.is_ascii())?)
}

impl AddAssign for Evidence {
    fn add_assign(&mut self, other: Self) {
        self.good += other.good;
        self.bad += other.bad;
    }
}

/// Neighbours of a character; a blank at either end of the text.
struct Place {
    before: char,
    next: char,
    then: char,
}

impl Place {
    fn opens(&self) -> bool {
        self.before.is_whitespace() || "([{</-–—“‘«„\"'".contains(self.before)
    }

    fn ends(&self) -> bool {
        self.next.is_whitespace() || ".,;:!?)]}>/-–—…”’»\"'".contains(self.next)
    }

    fn in_word(&self) -> bool {
        self.before.is_alphanumeric() && self.next.is_alphanumeric()
    }

    /// Sign of a character here: 1 where it should stand, 0 where nothing can be said, −1 or −2
    /// where it should not.
    fn judge(&self, c: char) -> i8 {
        match c {
            '\u{80}'..='\u{9F}' | '\u{FFFD}' => -2,
            '\u{A0}' | '\u{AD}' => 0,
            '“' | '‘' | '”' | '’' | '«' | '»' | '‹' | '›' | '‚' | '„' => {
                self.judge_mark(c)
            }
            '–' | '—' => i8::from(!self.before.is_alphabetic() || !self.next.is_alphabetic()),
            '…' => -2 * i8::from(self.in_word()),
            '¿' | '¡' => {
                if self.opens() && !self.next.is_whitespace() {
                    1
                } else {
                    -1
                }
            }
            'ª' | 'º' => -i8::from(self.before.is_alphabetic()),
            '€' | '£' | '¥' | '¢' => {
                let digit = self.before.is_ascii_digit() || self.next.is_ascii_digit();
                let letter = self.before.is_alphabetic() || self.next.is_alphabetic();
                i8::from(digit) - i8::from(letter && !digit)
            }
            '\u{2200}'..='\u{22FF}' | '\u{2310}'..='\u{2321}' | '\u{2500}'..='\u{25FF}' => {
                -2 * i8::from(self.before.is_alphabetic() || self.next.is_alphabetic())
            }
            c if c.is_uppercase() => self.judge_capital(c),
            c if c.is_lowercase() => self.judge_small(c),
            c if c.is_alphabetic() => 0,
            _ if self.in_word() => -2,
            '™' | '®' | '©' | '°' | '²' | '³' | '¹' => 0,
            _ => -i8::from(self.before.is_alphabetic()),
        }
    }

    /// Sign of a quotation mark or an apostrophe.
    fn judge_mark(&self, c: char) -> i8 {
        let closes = !self.before.is_whitespace() && self.ends();
        let begins = self.opens() && !self.next.is_whitespace();
        match c {
            '’' if self.in_word() => 1,
            _ if self.in_word() => -2,
            '“' | '‘' | '‚' | '„' if begins => 1,
            '”' | '’' if closes => 1,
            '«' | '»' | '‹' | '›' if begins || closes || self.opens() || self.ends() => 1,
            // Other languages close with what opens in English, and open with what closes.
            '“' | '‘' if closes => 0,
            '”' | '’' if begins => 0,
            '‚' | '„' if !self.before.is_alphabetic() => 0,
            _ => -1,
        }
    }

    fn judge_capital(&self, c: char) -> i8 {
        if self.mixes_scripts(c) || self.before.is_lowercase() {
            -2
        } else if self.before.is_uppercase() {
            0
        } else if self.next.is_uppercase() {
            // Before a word that has its capital already.
            -i8::from(!self.before.is_alphabetic() && self.then.is_lowercase())
        } else if self.next.is_lowercase() {
            i8::from(self.opens())
        } else if ".,;:!?".contains(self.before) || !"ÀÁÈÉÍÒÓÖÚÅØ".contains(c) {
            // Behind the mark that ends a clause, or alone, and no word.
            -1
        } else {
            0
        }
    }

    fn judge_small(&self, c: char) -> i8 {
        if self.mixes_scripts(c) {
            return -2;
        }
        let (before, next) = (self.before.is_alphabetic(), self.next.is_alphabetic());
        if !before && ".,;:!?".contains(self.before) && !next {
            return -1;
        }
        if self.next.is_uppercase() && (!before || self.before.is_uppercase()) {
            return -i8::from(c != 'ß');
        }
        match (before, next) {
            (false, false) if "àáèéìíòóúöåæøı".contains(c) => 0,
            (false, false) => -1,
            _ => i8::from(!"ÿþðý".contains(c)),
        }
    }

    /// True for a letter of one script beside that of another: no word has both.
    fn mixes_scripts(&self, c: char) -> bool {
        let other = |near: char| near.is_alphabetic() && is_latin(near) != is_latin(c);
        other(self.before) || other(self.next)
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_it_should_be_has_nothing_against_it() {
        for text in [
            "“We’re here,” said Zoë – the crews’ ‘own’ words… 5 € at 20 °C.",
            "Él dijo: «¿Qué pasó en el país?» – ¡Nada!",
            "Der Älteste sagte: „Größe ist nicht alles“, in GROßEN Lettern. ÖFFNUNG: 3½ Uhr",
            "À la fin, l’été d’Éloïse fut très froid ; « Où ? »",
            "NÃO, disse Ângela Ó Briain: “Ação já”",
            "Рыбаки вернулись: «Всё хорошо», сказала Ёлкина.",
            "Nuñez, señor; Łódź, Škoda, İzmir, Ólafur, Þór",
        ] {
            assert_eq!(Evidence::of(text).bad, 0, "{text}");
        }
    }

    #[test]
    fn the_evidence_is_in_the_characters_and_their_neighbours() {
        let texts = [
            "“We’re here,” said Zoë – the crews’ ‘own’ words… 5 € at 20 °C.",
            "ìWeíre here,î said Zoë – and ìgone",
            "é, éa, éab, éabc éé é",
            "none",
        ];
        for text in texts {
            let kept = with_neighbours(text);
            assert_eq!(Evidence::of(&kept), Evidence::of(text), "{kept}");
            assert!(kept.len() <= text.len());
        }
    }

    #[test]
    fn what_is_not_speaks_against_itself() {
        for text in [
            "ÒWeÕre here,Ó said ZoŽ",
            "ìWeíre here,î said Zoë",
            "ôWeÆre here,ö said Zoδ",
            "The caf‚ of Zo‰ M\u{81}ller",
        ] {
            assert!(Evidence::of(text).speaks_against(2), "{text}: {:?}", Evidence::of(text));
        }
    }
}
