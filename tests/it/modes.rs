//! Modes of utterances: what is said, asked, denied, refused or supposed, from the sentence to the
//! answers of every command.
//!
//! `tests/quotes/modes.txt` has two hundred sentences, forty of each mode, half of them traps; of
//! each group at least 95 of a hundred must come out right.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use onrecord::annotate::annotate;
use onrecord::model::Mode;
use serde_json::Value;

use crate::sandbox::Sandbox;

/// Least share of sentences that are right, in each group and over all.
const MIN_RIGHT: f64 = 0.95;

/// One line of the file.
struct Sentence<'t> {
    group: &'t str,
    mode: Option<Mode>,
    speaker: &'t str,
    words: &'t str,
    text: &'t str,
}

impl<'t> Sentence<'t> {
    fn new(line: &'t str) -> Self {
        let mut parts = line.splitn(5, " | ");
        let mut next = || parts.next().unwrap_or_else(|| panic!("five parts: {line}"));
        let (group, mode, speaker, words, text) = (next(), next(), next(), next(), next());
        let mode = (mode != "none").then(|| Mode::from_name(mode).expect(mode));
        Self { group, mode, speaker, words, text }
    }

    /// What is wrong with what is found in the sentence; nothing if it is right.
    fn fault(&self) -> Option<String> {
        let notes = annotate(self.text);
        let all = || {
            let shown = |q: &onrecord::model::Quote| {
                let by = q.speaker().unwrap_or("?");
                format!("{} | {by} | {}", q.mode.name(), q.span.of(self.text))
            };
            notes.quotes.iter().map(shown).collect::<Vec<_>>().join("\n      ")
        };
        let Some(mode) = self.mode else {
            return (!notes.quotes.is_empty()).then(all);
        };
        let words = self.words.to_lowercase();
        let holds =
            |q: &&onrecord::model::Quote| q.span.of(self.text).to_lowercase().contains(&words);
        let found: Vec<_> = notes.quotes.iter().filter(holds).collect();
        let speaker = |q: &onrecord::model::Quote| match self.speaker {
            "-" => true,
            "?" => q.speaker().is_none(),
            name => q.speaker().is_some_and(|by| by.eq_ignore_ascii_case(name)),
        };
        let right = !found.is_empty() && found.iter().all(|q| q.mode == mode && speaker(q));
        (!right).then(all)
    }
}

#[test]
fn of_every_mode_nearly_all_sentences_are_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quotes/modes.txt");
    let text = std::fs::read_to_string(path).expect("the file of sentences");
    let mut groups: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut faults = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let sentence = Sentence::new(line);
        let (right, all) = groups.entry(sentence.group).or_default();
        *all += 1;
        match sentence.fault() {
            None => *right += 1,
            Some(found) => {
                let expected = sentence.mode.map_or("none", Mode::name);
                let Sentence { group, speaker, text, .. } = sentence;
                let _ = writeln!(faults, "  {group}: {expected}, {speaker}: {text}\n      {found}");
            }
        }
    }
    let share = |(right, all): (u32, u32)| f64::from(right) / f64::from(all);
    let mut low = false;
    for (group, counts) in &groups {
        println!("{group}: {} of {} right ({:.3})", counts.0, counts.1, share(*counts));
        low |= share(*counts) < MIN_RIGHT;
    }
    println!("wrong:\n{faults}");
    assert_eq!(groups.len(), Mode::ALL.len());
    assert!(groups.values().all(|(_, all)| *all == 40), "{groups:?}");
    assert!(!low, "{groups:?}\n{faults}");
}

/// Articles in which one saying is printed as said and as denied, and others only as denied,
/// refused, asked or supposed.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let articles = [
        ("a.txt", "2021-04-02", "Dora Penhallow did not say “the lighthouse keeper is a thief”."),
        ("b.txt", "2021-04-03", "“The lighthouse keeper is a thief,” said Amos Treen, a sailor."),
        ("c.txt", "2021-04-04", "Dora Penhallow denied saying “every gull in this bay is mine”."),
        ("d.txt", "2021-04-05", "Amos Treen refused to say “the nets were cut on purpose”."),
        ("e.txt", "2021-04-06", "If Amos Treen says “the winter will be long and dry”, sell."),
        ("f.txt", "2021-04-07", "Did Dora Penhallow say “nobody shall fish on a Sunday again”?"),
    ];
    for (name, date, text) in articles {
        let article = format!("Title: Bay news\nDate: {date}\n\nThe bay was calm. {text}\n");
        sandbox.write(name, article);
    }
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

fn json(sandbox: &Sandbox, args: &[&str]) -> (i32, Value) {
    let ran = sandbox.run(&[&["--format", "json"], args].concat());
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_default())
}

/// Modes of the quotations that a question finds, sorted.
fn modes(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let (_, answer) = json(sandbox, &[&["quotes", "-n", "20"], args].concat());
    let hits = answer["hits"].as_array().expect("hits").iter();
    let mut modes: Vec<String> =
        hits.map(|hit| hit["mode"].as_str().expect("a mode").to_owned()).collect();
    modes.sort();
    modes
}

#[test]
fn lists_are_filtered_and_counted_by_mode_and_show_it() {
    let sandbox = archive();
    let all = ["asked", "asserted", "denied", "denied", "hypothetical", "refused"];
    assert_eq!(modes(&sandbox, &["--from", "2021"]), all);
    assert_eq!(modes(&sandbox, &["--mode", "denied"]), ["denied", "denied"]);
    assert_eq!(modes(&sandbox, &["--mode", "asked,refused"]), ["asked", "refused"]);
    assert_eq!(modes(&sandbox, &["mode:asserted"]), ["asserted"]);
    assert_eq!(modes(&sandbox, &["mode:(denied OR asked) gull"]), ["denied"]);
    assert_eq!(modes(&sandbox, &["speaker:treen -mode:asserted"]), ["hypothetical", "refused"]);
    let articles = sandbox.run(&["query", "--mode", "refused", "--format", "csv"]);
    assert!(articles.out.contains("d.txt") && !articles.out.contains("a.txt"), "{}", articles.out);
    let one = sandbox.run(&["query", "speaker:penhallow mode:asked", "--format", "csv"]);
    assert!(one.out.contains("f.txt") && !one.out.contains("a.txt"), "{}", one.out);
    let unknown = sandbox.run(&["quotes", "mode:sung"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("hypothetical"), "{}", unknown.err);
    let facets = ["quotes", "--from", "2021", "--facet", "mode", "--format", "csv"];
    let counted = sandbox.run(&facets).out;
    assert!(counted.contains("mode,denied,2") && counted.contains("mode,asserted,1"), "{counted}");
    let text = sandbox.run(&["quotes", "gull", "-n", "1"]).out;
    assert!(text.contains("Dora Penhallow (denied)"), "{text}");
    let table = sandbox.run(&["quotes", "gull", "-n", "1", "--format", "csv"]).out;
    assert!(table.contains(",mode,") && table.contains(",denied,"), "{table}");
}

#[test]
fn only_what_was_said_is_verified() {
    let sandbox = archive();
    let (code, answer) = json(&sandbox, &["verify", "every gull in this bay is mine"]);
    assert_eq!((code, answer["verdict"].as_str()), (1, Some("not-asserted")), "{answer:#}");
    let sentence = answer["verdict_text"].as_str().unwrap();
    assert!(sentence.contains("as denied"), "{sentence}");
    assert_eq!(answer["not_asserted"][0]["quote"]["mode"], "denied");
    assert_eq!(answer["not_asserted"][0]["quote"]["speaker_archive"], "Dora Penhallow");
    for (words, mode) in [
        ("the nets were cut on purpose", "refused"),
        ("the winter will be long and dry", "hypothetical"),
        ("nobody shall fish on a Sunday again", "asked"),
    ] {
        let ran = sandbox.run(&["verify", words]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(&format!("as {mode}")), "{}", ran.out);
        assert!(ran.out.contains(&format!("({mode})")), "{}", ran.out);
    }
    // Said by one, denied of another, who was first in print: the first to say it is the one.
    let (code, answer) = json(&sandbox, &["verify", "the lighthouse keeper is a thief"]);
    assert_eq!((code, answer["verdict"].as_str()), (0, Some("word-for-word")), "{answer:#}");
    let said = &answer["sayings"][0];
    assert_eq!(said["first"], "2021-04-03");
    assert_eq!(said["articles"], 1);
    assert_eq!(said["credited"].as_array().unwrap().len(), 1);
    assert_eq!(said["quote"]["speaker_archive"], "Amos Treen");
    assert!(answer["verdict_text"].as_str().unwrap().contains("as denied"), "{answer:#}");
    let theirs = ["verify", "the lighthouse keeper is a thief", "--speaker", "penhallow"];
    assert_eq!(sandbox.run(&theirs).code, 1);
}

#[test]
fn only_what_was_said_is_cited_and_counted_for_a_speaker() {
    let sandbox = archive();
    let id = |words: &str| {
        let (_, answer) = json(&sandbox, &["quotes", words, "-n", "1"]);
        answer["hits"][0]["id"].as_str().expect("an id").to_owned()
    };
    let (denied, said) = (id("gull"), id("speaker:treen lighthouse"));
    let ran = sandbox.run(&["cite", &denied]);
    assert_eq!(ran.code, 1);
    assert!(!ran.out.contains("gull") && ran.err.contains("denied"), "{} {}", ran.out, ran.err);
    let ran = sandbox.run(&["cite", &denied, &said]);
    assert!(ran.out.contains("lighthouse") && !ran.out.contains("gull"), "{}", ran.out);
    let ran = sandbox.run(&["export", "--quotes", "--as", "ris"]);
    assert!(ran.out.contains("lighthouse") && !ran.out.contains("gull"), "{}", ran.out);
    assert!(ran.err.contains("5 quotations not cited"), "{}", ran.err);
    let rows = sandbox.run(&["export", "--quotes", "--as", "csv"]).out;
    assert_eq!(rows.lines().count(), 7, "{rows}");
    let speakers = sandbox.run(&["speakers", "--query", "lighthouse", "--format", "csv"]).out;
    assert!(speakers.contains("Treen") && !speakers.contains("Penhallow"), "{speakers}");
}
