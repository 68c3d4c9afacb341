//! Regular expressions folded as the words of the index are, so that `/café/` finds what was kept
//! as `cafe`.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use crate::text::fold_char;

/// Most characters of a range that are folded one by one; a longer one is for any letters, and has
/// the plain ones too.
const MAX_RANGE: u32 = 512;
/// Most characters of a class that may stand for several letters each (`ß` for `ss`).
const MAX_SPELT_OUT: usize = 8;

/// Expression in which every character stands for its folded form. What a class stands for, it goes
/// on to stand for.
pub fn folded(hir: Hir) -> Hir {
    let all = |parts: Vec<Hir>| parts.into_iter().map(folded).collect::<Vec<_>>();
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => literal_of(&fold(text.chars())),
            Err(_) => Hir::literal(literal.0),
        },
        HirKind::Class(Class::Unicode(class)) => folded_class(class),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Capture(mut capture) => {
            capture.sub = Box::new(folded(*capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(folded(*repetition.sub));
            Hir::repetition(repetition)
        }
    }
}

/// Class with the folded forms of its characters.
fn folded_class(mut class: ClassUnicode) -> Hir {
    let mut letters: Vec<char> = Vec::new();
    let mut spelt_out: Vec<String> = Vec::new();
    let mut count = 0;
    for range in class.ranges() {
        let (start, end) = (u32::from(range.start()), u32::from(range.end()));
        count += (end - start) as usize + 1;
        if end < 0x80 || end - start > MAX_RANGE {
            continue;
        }
        for c in range.start()..=range.end() {
            let form = fold([c].into_iter());
            let mut chars = form.chars();
            match (chars.next(), chars.next()) {
                (Some(letter), None) => letters.push(letter),
                (Some(_), Some(_)) => spelt_out.push(form),
                (None, _) => {}
            }
        }
    }
    for letter in letters {
        class.push(ClassUnicodeRange::new(letter, letter));
    }
    if count > MAX_SPELT_OUT {
        spelt_out.clear();
    }
    spelt_out.sort();
    spelt_out.dedup();
    let mut any = vec![Hir::class(Class::Unicode(class))];
    any.extend(spelt_out.iter().map(|form| literal_of(form)));
    Hir::alternation(any)
}

fn literal_of(text: &str) -> Hir {
    if text.is_empty() { Hir::empty() } else { Hir::literal(text.as_bytes()) }
}

fn fold(chars: impl Iterator<Item = char>) -> String {
    let mut form = String::new();
    chars.for_each(|c| fold_char(c, &mut form));
    form
}
