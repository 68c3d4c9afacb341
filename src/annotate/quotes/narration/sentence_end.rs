//! Sentences that go on past a quotation's full stop: "“Where is it?” Brooks says."

use crate::annotate::quotes::lexicon::{self, Pos, Subcat};
use crate::text::{Prose, TokenKind};

/// Most tokens between a quotation and its verb of speech.
const MAX_SUBJECT: usize = 9;
/// Most tokens between that verb and the end of the sentence.
const MAX_TAIL: usize = 8;

/// True if the sentence whose last item is the quotation `quoted` goes on at token `next`, in the
/// paragraph that ends at byte `paragraph_end`: with a signature, or with a verb of speech that
/// does not introduce what comes after it.
pub fn goes_on(prose: &Prose<'_>, quoted: &str, next: usize, paragraph_end: usize) -> bool {
    if is_signature(prose, next, paragraph_end) {
        return true;
    }
    let subject = Pos::PRON | Pos::NOUN | Pos::DET | Pos::ADJ | Pos::ADV | Pos::HAVE;
    let mut names = 0;
    for at in next..(next + MAX_SUBJECT).min(prose.tokens.len()) {
        let token = prose.tokens[at];
        if token.span.start >= paragraph_end {
            return false;
        }
        let entry = lexicon::entry(token.of(prose.text));
        if names > 0
            && entry.subcat.contains(Subcat::QUOTE)
            && entry.forms.contains(Pos::FINITE)
            && !token.has_capital()
        {
            // Only where nothing but a time or a full stop follows; otherwise the verb
            // introduces what comes next.
            let full = quoted
                .trim_end_matches(|c: char| {
                    !c.is_alphanumeric() && !matches!(c, '.' | '?' | '!' | ',')
                })
                .ends_with('.');
            return ends_soon(prose, at + 1, paragraph_end, full);
        }
        match token.kind {
            TokenKind::Word if token.has_capital() || entry.pos.intersects(subject) => names += 1,
            TokenKind::Clitic | TokenKind::Number => {}
            _ => return false,
        }
    }
    false
}

/// True if a dash and a name stand at token `at`: "“…” — Ana Lomidze".
fn is_signature(prose: &Prose<'_>, at: usize, paragraph_end: usize) -> bool {
    let dash = matches!(prose.word(at), "–" | "—" | "―" | "--" | "-" | "~");
    dash && prose
        .tokens
        .get(at + 1)
        .is_some_and(|t| t.has_capital() && t.span.start < paragraph_end)
}

/// True if from token `at` on nothing but a few words of time and place come before a stop, a comma
/// or a mark. `full` tells that the quotation before ended with a full stop.
fn ends_soon(prose: &Prose<'_>, at: usize, paragraph_end: usize, full: bool) -> bool {
    for at in at..at + MAX_TAIL {
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
        let pos = lexicon::entry(token.of(prose.text)).pos;
        if at > 0 && pos.intersects(Pos::FINITE | Pos::REL) && !pos.intersects(Pos::NOUN) {
            return false;
        }
    }
    false
}
