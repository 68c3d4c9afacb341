//! The narration of an article: its sentences with each quotation folded into one item.
//!
//! "“I went. I saw,” she said. “I left.”" reads here as `Q she said . Q`. The grammar of who
//! reports what works on these short sentences, so that full stops, commas and names inside a
//! quotation can never mislead it. Short brackets are left out too.

use crate::annotate::quotes::lexicon::{self, Word, pos};
use crate::annotate::quotes::marks::Marked;
use crate::model::{Mention, Span};
use crate::text::{Case, Prose, TokenKind};

/// "No quotation" and "no mention" in an [`Item`].
pub const NONE: u32 = u32::MAX;

/// A sentence of more items than this is taken to pieces.
const LONGEST: usize = 400;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word, number or clitic.
    Word,
    /// A whole stretch between marks.
    Quote,
    Comma,
    Colon,
    Semicolon,
    Dash,
    /// A full stop, question or exclamation mark.
    Stop,
    /// Any other sign.
    Sign,
}

/// One word, sign or folded quotation of the narration.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub span: Span,
    pub kind: Kind,
    /// The most likely parts of speech ([`pos`]).
    pub pos: u32,
    /// What it takes as a verb of speech ([`lexicon::takes`]).
    pub takes: u16,
    /// Its forms as such a verb.
    pub forms: u32,
    /// Which stretch between marks, or [`NONE`].
    pub quote: u32,
    /// Which name mention covers it, or [`NONE`].
    pub mention: u32,
    pub capital: bool,
}

impl Item {
    /// Whether any of the parts of speech is among `set`.
    pub fn is(&self, set: u32) -> bool {
        self.pos & set != 0
    }

    pub fn is_quote(&self) -> bool {
        self.kind == Kind::Quote
    }
}

/// A sentence of the narration.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// Its first item.
    pub start: usize,
    /// Just past its last item.
    pub end: usize,
    /// The number of its paragraph.
    pub paragraph: u32,
    /// Whether it belongs to a caption or a pointer to another article.
    pub aside: bool,
}

/// A dateline has fewer items than this.
const LONGEST_DATELINE: usize = 14;

/// The whole narration.
#[derive(Debug)]
pub struct Frame<'t> {
    pub text: &'t str,
    pub items: Vec<Item>,
    pub sentences: Vec<Clause>,
    /// Whether the paragraph being folded is a caption or the like.
    aside: bool,
}

impl<'t> Frame<'t> {
    /// Folds `prose`.
    pub fn new(prose: &Prose<'t>, marked: &[Marked], mentions: &[Mention]) -> Self {
        let mut frame = Self {
            text: prose.text,
            items: Vec::with_capacity(prose.tokens.len()),
            sentences: Vec::with_capacity(prose.sentences.len()),
            aside: false,
        };
        let mut quotes = marked.iter().enumerate().peekable();
        let mut names = mentions.iter().enumerate().peekable();
        for (number, paragraph) in prose.paragraphs.iter().enumerate() {
            let mut first = frame.items.len();
            frame.aside = is_aside(paragraph.span.of(frame.text));
            for sentence in prose.sentences_of(paragraph) {
                let mut at = sentence.tokens.start;
                while at < sentence.tokens.end {
                    let token = prose.tokens[at];
                    while quotes.next_if(|(_, q)| q.span.end <= token.span.start).is_some() {}
                    if let Some((index, quote)) = quotes.peek()
                        && quote.span.start < token.span.end
                    {
                        let index = *index as u32;
                        if frame.items.last().is_none_or(|i| i.quote != index) {
                            frame.items.push(quote_item(quote.span, index));
                        }
                        at += 1;
                        continue;
                    }
                    if let Some(past) = bracket_end(prose, at, sentence.tokens.end, marked) {
                        at = past;
                        continue;
                    }
                    while names.next_if(|(_, m)| m.span.end <= token.span.start).is_some() {}
                    let mention = names
                        .peek()
                        .filter(|(_, m)| m.span.start < token.span.end)
                        .map_or(NONE, |(index, _)| *index as u32);
                    frame.push(prose, at, mention, first);
                    at += 1;
                }
                let inside = quotes.peek().is_some_and(|(_, q)| {
                    q.span.start < sentence.span.end && q.span.end > sentence.span.end
                });
                if !inside
                    && frame.items.len() > first
                    && !frame.goes_on(prose, sentence.tokens.end, paragraph.span.end)
                {
                    frame.close(first, number as u32);
                    first = frame.items.len();
                }
            }
            if frame.items.len() > first {
                frame.close(first, number as u32);
            }
        }
        frame
    }

    /// Adds a token of narration.
    fn push(&mut self, prose: &Prose<'_>, at: usize, mention: u32, first: usize) {
        let token = prose.tokens[at];
        let word = token.of(self.text);
        let kind = match token.kind {
            TokenKind::Word | TokenKind::Number | TokenKind::Clitic | TokenKind::Address => {
                Kind::Word
            }
            TokenKind::QuoteMark => Kind::Sign,
            TokenKind::Punct => match word.chars().next() {
                Some(',') => Kind::Comma,
                Some(':') => Kind::Colon,
                Some(';') => Kind::Semicolon,
                Some('–' | '—' | '―') => Kind::Dash,
                Some('-') if word.len() > 1 || alone(self.text, token.span) => Kind::Dash,
                Some('.') if word.len() > 1 => Kind::Sign,
                Some('.' | '?' | '!') => Kind::Stop,
                _ => Kind::Sign,
            },
        };
        let mut item = Item {
            span: token.span,
            kind,
            pos: 0,
            takes: 0,
            forms: 0,
            quote: NONE,
            mention,
            capital: token.has_capital(),
        };
        if kind == Kind::Word {
            let known = known(word);
            item.pos = match token.kind {
                TokenKind::Number => pos::NUM,
                TokenKind::Clitic => {
                    clitic(word, self.items.last().filter(|_| self.items.len() > first))
                }
                TokenKind::Address => pos::NOUN,
                _ => known.pos,
            };
            item.takes = known.takes;
            item.forms = known.forms;
            let initial = self.items.len() == first;
            if mention != NONE {
                item.pos = pos::NAME;
                item.takes = 0;
            } else if item.capital
                && !initial
                && token.kind == TokenKind::Word
                && token.case != Case::None
            {
                // A capital within a sentence makes a name, but "The", "I" and headings do not.
                let closed = item.is(pos::DET
                    | pos::PRON
                    | pos::PREP
                    | pos::CONJ
                    | pos::SUB
                    | pos::REL
                    | pos::WH
                    | pos::BE
                    | pos::HAVE
                    | pos::DO
                    | pos::MODAL
                    | pos::TIME);
                if !closed {
                    item.pos = pos::NAME | (item.pos & pos::TIME);
                }
            }
        }
        self.items.push(item);
    }

    /// Whether the sentence that ends before token `next` goes on although its quotation ended
    /// with a full stop: "“Where is it?” Brooks says."
    fn goes_on(&self, prose: &Prose<'_>, next: usize, paragraph_end: usize) -> bool {
        let ends_in_quote = self.items.last().is_some_and(Item::is_quote);
        if !ends_in_quote {
            return false;
        }
        // "“…” — Ana Lomidze"
        let signed = |at: usize| {
            let dash = matches!(prose.word(at), "–" | "—" | "―" | "--" | "-");
            dash && prose
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.has_capital() && t.span.start < paragraph_end)
        };
        if signed(next) {
            return true;
        }
        let mut names = 0;
        for at in next..(next + 9).min(prose.tokens.len()) {
            let token = prose.tokens[at];
            if token.span.start >= paragraph_end {
                return false;
            }
            let word = token.of(self.text);
            let known = known(word);
            if names > 0
                && known.takes & lexicon::takes::QUOTE != 0
                && known.forms & pos::FINITE != 0
                && !token.has_capital()
            {
                // Only where nothing but a time or a full stop follows; otherwise the verb
                // introduces what comes next.
                let quoted = self.items.last().map_or("", |i| i.span.of(self.text));
                let full = quoted
                    .trim_end_matches(|c: char| {
                        !c.is_alphanumeric() && !matches!(c, '.' | '?' | '!' | ',')
                    })
                    .ends_with('.');
                return ends_soon(prose, at + 1, paragraph_end, full);
            }
            match token.kind {
                TokenKind::Word
                    if token.has_capital()
                        || known.pos
                            & (pos::PRON
                                | pos::NOUN
                                | pos::DET
                                | pos::ADJ
                                | pos::ADV
                                | pos::HAVE)
                            != 0 =>
                {
                    names += 1;
                }
                TokenKind::Clitic | TokenKind::Number => {}
                _ => return false,
            }
        }
        false
    }

    fn close(&mut self, first: usize, paragraph: u32) {
        let end = self.items.len();
        let first = self.after_dateline(first, end);
        self.disambiguate(first, end);
        // A text without full stops is cut into pieces, so that no walk within a sentence is long.
        for start in (first..end).step_by(LONGEST) {
            self.sentences.push(Clause {
                start,
                end: end.min(start + LONGEST),
                paragraph,
                aside: self.aside,
            });
        }
    }

    /// Where the sentence starts behind a dateline: "HARNSTAD, June 3 (Agency) – The minister said".
    /// The place there is no subject of what follows.
    fn after_dateline(&self, first: usize, end: usize) -> usize {
        let upper = |at: usize| {
            let word = self.items[at].span.of(self.text);
            word.chars().count() >= 3 && word.chars().all(char::is_uppercase)
        };
        if first >= end || !upper(first) {
            return first;
        }
        for at in first + 1..end.min(first + LONGEST_DATELINE) {
            let item = &self.items[at];
            match item.kind {
                Kind::Dash => return at + 1,
                Kind::Word if item.capital || item.is(pos::NUM) => {}
                Kind::Comma | Kind::Sign => {}
                _ => return first,
            }
        }
        first
    }

    /// Chooses among a word's parts of speech by its neighbour to the left.
    fn disambiguate(&mut self, first: usize, end: usize) {
        for at in first..end {
            let item = self.items[at];
            if item.kind != Kind::Word || item.mention != NONE {
                continue;
            }
            let left = if at > first { Some(self.items[at - 1]) } else { None };
            let verbal = pos::FINITE | pos::BASE;
            let nominal = pos::NOUN | pos::ADJ;
            let mut set = item.pos;
            // A past form such as "said" is no noun, but "the alleged" and "the reported" are no verbs.
            let past = set & nominal == 0 && item.forms & pos::PART != 0;
            if set & verbal != 0 && (set & nominal != 0 || item.takes != 0) {
                let after = left.map_or(0, |l| if l.kind == Kind::Word { l.pos } else { 0 });
                let before_noun = pos::DET | pos::POSS | if past { 0 } else { pos::ADJ | pos::NUM };
                if after & before_noun != 0
                    && after & (pos::PRON | pos::ADV | pos::NOUN | pos::TIME | pos::FINITE) == 0
                {
                    set = pos::NOUN;
                } else if after & (pos::MODAL | pos::NEG) != 0
                    || after & pos::DO != 0
                    || left.is_some_and(|l| l.span.of(self.text) == "to")
                        && !(at >= first + 2 && self.says(at - 2, "according"))
                {
                    set = (set & !nominal) | pos::BASE;
                    set &= !pos::FINITE;
                } else if after & pos::PREP != 0 && after & (pos::ADV | pos::SUB) == 0 {
                    set = pos::NOUN;
                } else if after & pos::PRON != 0 && after & pos::DET == 0 {
                    set &= !nominal;
                }
            }
            self.items[at].pos = if set == 0 { pos::NOUN } else { set };
        }
    }

    /// The text under the items `start..end`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        match (self.items.get(start), end.checked_sub(1).and_then(|last| self.items.get(last))) {
            (Some(first), Some(last)) if start < end => Span::new(first.span.start, last.span.end),
            _ => Span::new(0, 0),
        }
    }

    /// The word of an item.
    pub fn word(&self, at: usize) -> &'t str {
        self.items.get(at).map_or("", |item| item.span.of(self.text))
    }

    /// Whether the item is the word `word`, whatever its case.
    pub fn says(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }
}

fn quote_item(span: Span, quote: u32) -> Item {
    Item {
        span,
        kind: Kind::Quote,
        pos: 0,
        takes: 0,
        forms: 0,
        quote,
        mention: NONE,
        capital: false,
    }
}

/// The table's entry of `word`, or a guess.
pub fn known(word: &str) -> Word {
    let mut buffer = [0u8; 24];
    let Some(lower) = buffer.get_mut(..word.len()) else {
        return Word { pos: pos::NOUN, ..Word::default() };
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).unwrap_or("");
    lexicon::look_up(lower)
        .unwrap_or_else(|| Word { pos: lexicon::guess(lower), ..Word::default() })
}

fn clitic(word: &str, left: Option<&Item>) -> u32 {
    if word.ends_with(['t', 'T']) {
        pos::NEG
    } else if word.ends_with(['s', 'S']) {
        // "there's", "he's", "who's" hold a verb; "Smith's" is taken for a possessive.
        if left.is_some_and(|l| l.mention == NONE && l.is(pos::PRON | pos::WH)) {
            pos::BE | pos::FINITE
        } else {
            pos::POSS
        }
    } else if word.ends_with("ve") {
        pos::HAVE | pos::FINITE
    } else if word.ends_with("ll") {
        pos::MODAL | pos::FINITE
    } else {
        pos::BE | pos::FINITE
    }
}

/// Whether a hyphen stands between blanks, as a dash does.
fn alone(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)
}

/// Just past the bracket that opens at token `at`, if it is short and holds no quotation.
fn bracket_end(prose: &Prose<'_>, at: usize, end: usize, marked: &[Marked]) -> Option<usize> {
    if !matches!(prose.word(at), "(" | "[") {
        return None;
    }
    let close = (at + 1..end.min(at + 40)).find(|i| matches!(prose.word(*i), ")" | "]"))?;
    let span = Span::new(prose.tokens[at].span.start, prose.tokens[close].span.end);
    let next = marked.partition_point(|m| m.span.end <= span.start);
    let holds_quote = marked.get(next).is_some_and(|m| m.span.overlaps(span));
    (!holds_quote).then_some(close + 1)
}

/// Whether from token `at` on nothing but a few words of time and place come before a stop,
/// a comma or a mark.
fn ends_soon(prose: &Prose<'_>, at: usize, paragraph_end: usize, full: bool) -> bool {
    for at in at..at + 8 {
        let Some(token) = prose.tokens.get(at) else { return true };
        if token.span.start >= paragraph_end {
            return true;
        }
        match token.kind {
            // After a full stop a verb with a comma leads on to the next quotation.
            TokenKind::Punct => {
                return match token.of(prose.text) {
                    "," => {
                        let next = prose.tokens.get(at + 1);
                        !(full && next.is_some_and(|t| t.kind == TokenKind::QuoteMark))
                    }
                    word => matches!(word, "." | "--" | "—"),
                };
            }
            TokenKind::QuoteMark => return false,
            _ => {}
        }
        let word = known(token.of(prose.text));
        if at > 0 && word.pos & (pos::FINITE | pos::REL) != 0 && word.pos & pos::NOUN == 0 {
            return false;
        }
    }
    false
}

/// Whether a paragraph is a caption, which ends in the credit of its picture, or points to another
/// article: what is said there is said again, or not at all, in the article itself.
fn is_aside(paragraph: &str) -> bool {
    let credit = paragraph.ends_with(')')
        && paragraph.rfind('(').is_some_and(|at| {
            let inside = &paragraph[at..];
            inside.len() < 80
                && (inside.contains('/') || inside.contains("Photo") || inside.contains("Getty"))
        });
    let pointer =
        ["READ MORE", "READ:", "WATCH", "RELATED", "SEE ALSO", "MORE:", "Read more:", "Related:"];
    credit || pointer.iter().any(|p| paragraph.starts_with(p))
}
