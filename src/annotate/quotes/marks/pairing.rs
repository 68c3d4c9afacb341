//! Pairs of marks in one paragraph after another. No mark is looked at twice.

use crate::annotate::quotes::marks::broken;
use crate::annotate::quotes::marks::signs::{FAMILIES, MarkFamily, MarkRole, MarkSign};
use crate::annotate::quotes::marks::stretch::{Marked, trimmed};
use crate::model::Span;
use crate::text::Prose;

/// State of the pairing of an article's marks.
pub struct Pairing<'p, 't> {
    prose: &'p Prose<'t>,
    /// True if the paragraph before was left within a quotation.
    open_before: bool,
    /// Number of signs seen.
    pub signs: usize,
    /// Stretches, in order.
    pub found: Vec<Marked>,
}

/// Mark that is open.
#[derive(Clone, Copy)]
struct OpenMark {
    sign: MarkSign,
    reopened: bool,
    /// Number of marks of its family that are open, itself among them.
    depth: usize,
    /// Byte up to which a verb of speech was looked for.
    scanned: usize,
}

/// Signs of each family that are still to come.
#[derive(Clone, Copy, Default)]
struct SignsLeft {
    /// Those that can close something.
    closers: [usize; FAMILIES],
    /// Those that can only open something.
    openers: [usize; FAMILIES],
}

impl<'p, 't> Pairing<'p, 't> {
    /// Begins before the first paragraph.
    pub fn new(prose: &'p Prose<'t>) -> Self {
        Self { prose, open_before: false, signs: 0, found: Vec::new() }
    }

    /// Pairs the signs of the next paragraph.
    pub fn pair(&mut self, paragraph: Span, signs: &[MarkSign]) {
        self.signs += signs.len();
        let text = self.prose.text;
        let mut left = SignsLeft::default();
        for sign in signs {
            left.count(sign, 1);
        }
        let mut open: Option<OpenMark> = None;
        let blanks = paragraph.of(text).len() - paragraph.of(text).trim_start().len();
        let mut free = paragraph.start;
        for (number, sign) in signs.iter().enumerate() {
            let at_start = sign.at == paragraph.start + blanks;
            left.count(sign, -1);
            let Some(begun) = &mut open else {
                if sign.can_open() || at_start {
                    open = Some(OpenMark::new(*sign, at_start && self.open_before));
                } else if let Some(whole) = self.without_opener(paragraph, free, number, sign) {
                    free = whole.span.end;
                    self.found.push(whole);
                }
                continue;
            };
            if sign.family != begun.sign.family {
                continue;
            }
            match begun.step(sign, signs.get(number + 1), &left) {
                Step::Skip => {}
                Step::Nest => {
                    begun.depth += 1;
                    if let Some(end) = self.ended_before(begun, sign, &left) {
                        self.push(&begun.clone(), end, end, false);
                        open = Some(OpenMark::new(*sign, false));
                    }
                }
                Step::Unnest => begun.depth -= 1,
                Step::Close => {
                    self.push(&begun.clone(), sign.at, sign.at + sign.len, true);
                    free = sign.at + sign.len;
                    open = None;
                }
                Step::Anew => {
                    self.end_at_next(paragraph, &begun.clone(), sign.at);
                    open = Some(OpenMark::new(*sign, false));
                }
            }
        }
        self.open_before = open.is_some_and(|open| self.end_of_paragraph(paragraph, &open));
    }

    /// Returns the byte where a quotation ended before `sign`, which seems to open another within
    /// it, if too few marks are left to close both and a verb of speech stands between.
    fn ended_before(
        &self,
        open: &mut OpenMark,
        sign: &MarkSign,
        left: &SignsLeft,
    ) -> Option<usize> {
        let family = sign.family as usize;
        let balanced = left.closers[family] >= open.depth + left.openers[family];
        if sign.role == MarkRole::Either || balanced {
            return None;
        }
        let scanned = std::mem::replace(&mut open.scanned, sign.at);
        broken::end_of_speech(self.prose, Span::new(scanned, sign.at))
    }

    /// Ends a quotation that is left open at the end of its paragraph. Returns true if it may go on
    /// in the next one.
    fn end_of_paragraph(&mut self, paragraph: Span, open: &OpenMark) -> bool {
        let text = self.prose.text;
        let at = open.sign.at;
        let before = text[paragraph.start..at].trim_end();
        let rest = Span::new(open.scanned, paragraph.end);
        if let Some(end) = broken::end_of_speech(self.prose, rest) {
            self.push(open, end, end, false);
            return false;
        }
        let end = at + Span::new(at, paragraph.end).of(text).trim_end().len();
        if before.is_empty() || before.ends_with([':', ',', '.', '?', '!', ']', ')']) {
            self.push(open, end, end, false);
        }
        before.is_empty() || before.ends_with([':', ',', '.'])
    }

    /// Adds a quotation that was never closed before another one began at byte `next`, if it began
    /// the paragraph.
    fn end_at_next(&mut self, paragraph: Span, open: &OpenMark, next: usize) {
        let text = self.prose.text;
        let scanned = Span::new(open.scanned, next);
        if let Some(end) = broken::end_of_speech(self.prose, scanned) {
            self.push(open, end, end, false);
        } else if text[paragraph.start..open.sign.at].trim().is_empty() {
            let end = open.sign.at + text[open.sign.at..next].trim_end().len();
            self.push(open, end, end, false);
        }
    }

    /// Returns the stretch that the closing mark `sign`, number `number` of its paragraph, ends,
    /// although nothing opens it: a quotation that goes on from the paragraph before, or a sentence
    /// with a verb of speech after it. `free` is the byte where the last stretch ended.
    fn without_opener(
        &self,
        paragraph: Span,
        free: usize,
        number: usize,
        sign: &MarkSign,
    ) -> Option<Marked> {
        if !sign.closes_clause() || sign.family == MarkFamily::Single {
            return None;
        }
        let reopened = number == 0 && self.open_before;
        let start = if reopened {
            paragraph.start
        } else {
            broken::start_of_speech(self.prose, free, Span::new(sign.at, sign.at + sign.len))?
        };
        let span = trimmed(self.prose.text, Span::new(start, sign.at + sign.len));
        let inner = trimmed(self.prose.text, Span::new(start, sign.at));
        (!inner.is_empty()).then_some(Marked { span, inner, closed: true, reopened })
    }

    /// Adds the stretch from an open mark to `inner_end`, with the closing mark to `end`, unless it
    /// is empty.
    fn push(&mut self, open: &OpenMark, inner_end: usize, end: usize, closed: bool) {
        let start = open.sign.at;
        let inner = trimmed(self.prose.text, Span::new(start + open.sign.len, inner_end));
        if !inner.is_empty() {
            let (span, reopened) = (Span::new(start, end), open.reopened);
            self.found.push(Marked { span, inner, closed, reopened });
        }
    }
}

impl SignsLeft {
    /// Adds `by` signs like this one.
    fn count(&mut self, sign: &MarkSign, by: isize) {
        let side = if sign.role == MarkRole::Open { &mut self.openers } else { &mut self.closers };
        let family = &mut side[sign.family as usize];
        *family = family.wrapping_add_signed(by);
    }
}

/// Effect of a sign on an open mark of its family.
enum Step {
    /// Apostrophe.
    Skip,
    /// Opens an inner quotation.
    Nest,
    /// Closes an inner quotation.
    Unnest,
    /// Closes the quotation.
    Close,
    /// Opens the next quotation; the one before was never closed.
    Anew,
}

impl OpenMark {
    fn new(sign: MarkSign, reopened: bool) -> Self {
        Self { sign, reopened, depth: 1, scanned: sign.at + sign.len }
    }

    /// Returns the effect of `sign`, after which `next` comes.
    fn step(&self, sign: &MarkSign, next: Option<&MarkSign>, left: &SignsLeft) -> Step {
        let family = sign.family as usize;
        let (closers, openers) = (left.closers[family], left.openers[family]);
        let opens = match sign.role {
            // „…“ and ”…“: what opens elsewhere closes here.
            MarkRole::Open => {
                !(self.sign.low || self.sign.role == MarkRole::Close || sign.closes_word())
            }
            MarkRole::Close => false,
            // A straight mark inside a quotation opens another only where it stands before a word
            // and after a blank.
            MarkRole::Either => sign.opens_word(),
        };
        if opens {
            // And only if enough marks are left to close both.
            let enough = match sign.role {
                MarkRole::Either => closers >= 2 && closers.is_multiple_of(2),
                _ => closers > openers,
            };
            return if enough { Step::Nest } else { Step::Anew };
        }
        // "'It's the Reeds' Hall,'": a mark after the next word that ends a clause closes better.
        let apostrophe = sign.family == MarkFamily::Single
            && sign.before.is_some_and(char::is_alphanumeric)
            && next.is_some_and(|next| next.role == MarkRole::Close && next.closes_clause());
        if apostrophe {
            Step::Skip
        } else if self.depth > 1 {
            Step::Unnest
        } else {
            Step::Close
        }
    }
}
