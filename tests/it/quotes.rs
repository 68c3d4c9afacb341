//! Quotations and speakers: one file of cases for each phenomenon, run by one `check`.
//!
//! A case is a text, a line `---`, and what is to be found in it, one quotation a line:
//! `kind | speaker | words`, with `?` for an unknown speaker; cases are parted by a line `====`.
//! Whole outputs are compared, so that a quotation too many fails as one too few does.

use std::fmt::Write as _;
use std::path::Path;

use onrecord::annotate::annotate;
use onrecord::model::{Notes, QuoteKind};
use proptest::prelude::*;

/// Returns the quotations found in `text`, in the notation of the files.
fn found(text: &str) -> String {
    let notes = annotate(text);
    let mut lines = String::new();
    for quote in &notes.quotes {
        let kind = match quote.kind {
            QuoteKind::Direct => "direct",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Mixed => "mixed",
        };
        let words = quote.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(lines, "{kind} | {} | {words}", quote.speaker().unwrap_or("?"));
    }
    lines.trim_end().to_owned()
}

/// Runs the cases of one file.
fn check(phenomenon: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quotes").join(phenomenon);
    let cases = std::fs::read_to_string(path).expect("the file of cases");
    let mut wrong = String::new();
    for case in cases.split("\n====\n") {
        let case = format!("{case}\n");
        let (text, expected) = case.split_once("\n---\n").unwrap_or((&case, ""));
        let (text, expected) = (text.trim(), expected.trim());
        let got = found(text);
        if got != expected {
            let _ = write!(wrong, "{text}\n  expected\n{expected}\n  found\n{got}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{phenomenon}\n{wrong}");
}

macro_rules! phenomena {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            check(concat!(stringify!($name), ".txt"));
        }
    )*};
}

phenomena! {
    marks nesting paragraphs split scare indirect mixed according subjects inversion apposition
    passive pronouns titles continuation anonymous bodies coordination tokenised captions
    signature transcripts dialogue statements tweets documents withheld relays verbs nicknames
    broken presented blocks interviews accusations groups issuers joint offices
}

/// Checks that every span slices its text and every index points into the notes.
fn check_spans(text: &str, notes: &Notes) {
    for (number, quote) in notes.quotes.iter().enumerate() {
        assert!(!quote.span.of(text).is_empty());
        assert!((0.0..=1.0).contains(&quote.confidence));
        assert!(quote.continues.is_none_or(|before| (before as usize) < number));
        if let Some(by) = &quote.attribution {
            assert!(by.mention.is_none_or(|m| !m.of(text).is_empty()));
            assert!(by.entity.is_none_or(|e| (e.0 as usize) < notes.entities.len()));
            assert!(!by.speaker.is_empty());
        }
    }
    assert!(notes.quotes.is_sorted_by_key(|q| q.span.start));
}

/// Words and signs that mixtures are made of.
const PARTS: &[&str] = &[
    "said",
    " ",
    "\"",
    "“",
    "”",
    "''",
    "``",
    "‘",
    "’",
    ",",
    ".",
    "\n\n",
    "Ana Lomidze",
    "he",
    "according to",
    "that",
    "the minister",
    "(",
    ")",
    ":",
    "—",
    "told reporters",
    "adding",
    "who",
    "?",
    "and",
    "é",
    "«",
    "»",
    "-",
    "in",
];

proptest! {
    #[test]
    fn any_text_is_annotated(text in "\\PC{0,200}") {
        check_spans(&text, &annotate(&text));
    }

    #[test]
    fn any_mixture_of_words_and_marks_is_annotated(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..60)
    ) {
        let text = parts.join(" ");
        let notes = annotate(&text);
        check_spans(&text, &notes);
        prop_assert_eq!(notes, annotate(&text));
    }
}

/// Long texts of one thing only take time in proportion to their length: twice the text takes less
/// than four times as long, with room for noise.
#[test]
fn no_text_takes_more_than_linear_time() {
    let pieces = [
        "\"",
        "“",
        "“ ” ",
        "” “",
        "'a' ",
        "said ",
        "Ana Lomidze ",
        "(",
        "Ana said that he told ",
        "he said, ",
        "a\n\n\"",
        "according to ",
        "the minister said ",
        "n.a. ",
        "U.S. ",
        "J.K. Rowling ",
        "His lawyer said no. ",
        "‘ ’ ",
        "‘No, said Ana. ",
        "“No, said Ana. ",
        "No,\" said Ana. ",
        "Ana “The Rock” ",
        "Ana Lomidze: ",
        "— Ana ",
        "word ",
    ];
    for piece in pieces {
        let time = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let start = std::time::Instant::now();
            annotate(&text);
            start.elapsed().as_secs_f64()
        };
        let (short, long) = (time(200_000), time(800_000));
        assert!(
            long < 12.0 * short + 0.2,
            "{piece:?}: {short} s, then {long} s for four times the text"
        );
    }
}

/// The longest texts that can be thought of end soon: only marks, only names, no full stop.
#[test]
fn huge_texts_end() {
    let mut names = String::new();
    for number in 0..200_000u32 {
        let letter = |n: u32| char::from(b'a' + (n % 26) as u8);
        let _ = write!(
            names,
            "Ana Lom{}{}{}{} said. ",
            letter(number),
            letter(number / 26),
            letter(number / 676),
            letter(number / 17_576)
        );
    }
    let texts = [
        "\"".repeat(5_000_000),
        "“ ” ".repeat(5_000_000 / 8),
        names,
        "the minister told the council that he ".repeat(5_000_000 / 38),
        "Q: a\n\nA: b\n\n".repeat(5_000_000 / 12),
        "“a?” Ana asked.\n\n“b”\n\n".repeat(5_000_000 / 32),
        "Ana tweeted: a — Ana (@a) b ".repeat(5_000_000 / 30),
    ];
    let limit = if cfg!(debug_assertions) { 60.0 } else { 10.0 };
    for text in &texts {
        let prose = onrecord::text::Prose::new(text);
        let mut notes = Notes::default();
        for annotator in [
            &onrecord::annotate::EntityRecogniser as &dyn onrecord::annotate::Annotator,
            &onrecord::annotate::quotes::Quotes,
        ] {
            let start = std::time::Instant::now();
            annotator.annotate(&prose, &mut notes);
            let spent = start.elapsed().as_secs_f64();
            let begin: String = text.chars().take(20).collect();
            assert!(annotator.name() != "quotes" || spent < limit, "{begin:?}: {spent} s");
        }
    }
}
