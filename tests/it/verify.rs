//! Words that somebody is said to have said, checked.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sandbox::Sandbox;

/// One saying in three articles, credited to two people; another that is split; words outside any
/// quotation.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let articles = [
        (
            "a.txt",
            " date 2020-03-01 Council meets.\n\n“We shall rebuild the harbour wall before the \
             first snow,” said Tilda Marrow, the mayor of Lowmere.\n",
        ),
        (
            "b.txt",
            " date 2020-03-02 Council met.\n\nMayor Tilda Marrow spoke. “We shall rebuild the \
             harbour wall before the first snow,” said Marrow.\n",
        ),
        (
            "c.txt",
            " date 2021-07-09 A look back.\n\n“We shall rebuild the harbour wall before the \
             first snow,” said Osric Vane, an engineer.\n",
        ),
        (
            "d.txt",
            " date 2022-01-05 Trams.\n\n“The tram fares,” said Henrike Solt, a driver, “have \
             cost every family in the valley a week of bread.”\n",
        ),
        (
            "e.txt",
            " date 2022-02-05 Opera.\n\nThe opera roof leaks whenever the wind turns to the east \
             and nobody mends it.\n",
        ),
        (
            "f.txt",
            " date 2022-03-05 Markets.\n\n“Nobody has ever counted the herring in the bay,” said \
             Piet Lanning, a fisherman.\n",
        ),
    ];
    for (name, text) in articles {
        sandbox.write(name, text);
    }
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

fn verify(sandbox: &Sandbox, args: &[&str]) -> (i32, Value) {
    let ran = sandbox.run(&[&["--format", "json", "verify"], args].concat());
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

#[test]
fn verdicts() {
    let sandbox = archive();
    let check = |asked: &str, code: i32, verdict: &str, sentence: &str, speaker: &str| {
        let (found, answer) = verify(&sandbox, &[asked]);
        let said = answer["verdict_text"].as_str().unwrap();
        assert_eq!(
            (found, answer["verdict"].as_str().unwrap()),
            (code, verdict),
            "{asked}: {answer:#}"
        );
        assert!(said.contains(sentence), "{asked}: {said}");
        if !speaker.is_empty() {
            assert_eq!(answer["sayings"][0]["quote"]["speaker_archive"], speaker, "{asked}");
        }
    };
    let exact = "We shall rebuild the harbour wall before the first snow.";
    check(exact, 0, "word-for-word", "word for word", "Tilda Marrow");
    check(
        "rebuild the HARBOUR wall",
        0,
        "word-for-word",
        "as a part of what was said",
        "Tilda Marrow",
    );
    check(
        "We shall repair the harbour wall before the first snow",
        0,
        "misquoted",
        "misquoted: 1 word differs (1 changed)",
        "Tilda Marrow",
    );
    check(
        "We will rebuild the wall before the first snow falls",
        0,
        "misquoted",
        "3 words differ (1 changed, 1 left out, 1 added)",
        "Tilda Marrow",
    );
    check(
        "we shall rebuilt the habour wall before the first snow",
        0,
        "misquoted",
        "2 words differ (2 changed)",
        "Tilda Marrow",
    );
    check(
        "before the first snow we shall rebuild the harbour wall",
        0,
        "misquoted",
        "elsewhere)",
        "Tilda Marrow",
    );
    // Both parts of a split utterance are one saying.
    check(
        "The tram fares have cost every family in the valley a week of bread",
        0,
        "word-for-word",
        "word for word",
        "Henrike Solt",
    );
    check(
        "the opera roof leaks whenever the wind turns to the east",
        0,
        "in-text-only",
        "not as a quotation (word for word)",
        "",
    );
    check(
        "the opera roof leaked whenever the wind turned east",
        0,
        "in-text-only",
        "not as a quotation (nearly:",
        "",
    );
    check("My grandmother plays the trombone in a submarine", 1, "not-found", "not found", "");
    check("the", 0, "word-for-word", "", "");
    check("zyzzyva", 1, "not-found", "not found", "");
}

/// Sayings with a “not” in them, in two sentences, and short ones.
fn denials() -> Sandbox {
    let sandbox = Sandbox::new();
    let say = |name: &str, date: &str, words: &str, speaker: &str| {
        sandbox.write(name, format!(" date {date} Case.\n\n“{words},” said {speaker}.\n"));
    };
    let mill = "We shall never, as long as I sit in this chair, sell the old mill by the river to \
                the bank";
    say("a.txt", "2020-02-01", mill, "Tilda Marrow");
    say("b.txt", "2020-02-02", "It is impossible to dredge the lower canal by June", "Osric Vane");
    say("c.txt", "2020-02-03", "The lights are out. All over the valley we sing", "Ada Pell");
    say("d.txt", "2020-02-04", "Herring first", "Piet Lanning");
    say("e.txt", "2019-02-04", "We were the first to count the herring", "Henrike Solt");
    sandbox.write(
        "f.txt",
        " date 2020-02-05 Case.\n\n“The dyke will hold,” said Ada Pell. “Until Sunday nobody \
         sleeps in the village.”\n",
    );
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

#[test]
fn a_not_is_never_hidden() {
    let sandbox = denials();
    let check = |asked: &str, marked: &str| {
        let ran = sandbox.run(&["verify", asked]);
        assert_eq!(ran.code, 1, "{asked}: {}", ran.out);
        let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(marked), "{asked}: {out}");
        assert!(out.contains("the sense is turned round"), "{asked}: {out}");
        let (_, answer) = verify(&sandbox, &[asked]);
        assert_eq!(answer["verdict"], "misquoted");
        assert_eq!(answer["sayings"][0]["sense_turned"], true);
    };
    check(
        "We shall sell the old mill by the river to the bank",
        "“We shall {+never+}, {+as+} {+long+} {+as+} {+I+} {+sit+} {+in+} {+this+} {+chair+}, sell",
    );
    check("sell the old mill by the river to the bank", "We shall {+never+}, {+as+}");
    check("It is possible to dredge the lower canal by June", "[-possible-]{+impossible+}");
    check("It is not impossible to dredge the lower canal by June", "[-not-]");
    let (code, answer) = verify(&sandbox, &["the old mill by the river"]);
    assert_eq!((code, &answer["verdict"]), (1, &"misquoted".into()), "{answer:#}");
}

#[test]
fn sentences_said_apart_are_not_one() {
    let sandbox = denials();
    let check = |asked: &str, joined: u64, verdict: &str| {
        let (_, answer) = verify(&sandbox, &[asked]);
        let found = (&answer["sayings"][0]["joined_apart"], &answer["verdict"]);
        assert_eq!(found, (&joined.into(), &verdict.into()), "{asked}: {answer:#}");
    };
    check("The lights are out all over the valley", 1, "misquoted");
    check("The lights are out. All over the valley we sing", 0, "word-for-word");
    check("The lights are out", 0, "word-for-word");
    let (code, answer) = verify(&sandbox, &["The dyke will hold until Sunday"]);
    assert_eq!((code, &answer["verdict"]), (1, &"not-found".into()), "{answer:#}");
    let text = sandbox.run(&["verify", "The lights are out all over the valley"]).out;
    assert!(text.contains("misquoted: it joins what was said apart"), "{text}");
}

#[test]
fn a_short_phrase_is_a_phrase() {
    let sandbox = denials();
    let (code, answer) = verify(&sandbox, &["herring first"]);
    assert_eq!((code, &answer["verdict"]), (0, &"word-for-word".into()));
    assert_eq!(answer["sayings"][0]["quote"]["speaker_archive"], "Piet Lanning");
    assert_eq!(
        (&answer["sayings"][0]["articles"], &answer["sayings"][0]["first"]),
        (&1.into(), &"2020-02-04".into())
    );
    for asked in ["first herring", "the herring first", "out all night", "count the boats"] {
        let (code, answer) = verify(&sandbox, &[asked]);
        assert_eq!((code, &answer["verdict"]), (1, &"not-found".into()), "{asked}: {answer:#}");
    }
}

#[test]
fn the_first_to_say_it_has_said_all_of_it() {
    let sandbox = denials();
    let quotes = |asked: &str| {
        let ran = sandbox.run(&["quotes", asked, "--sort", "oldest", "--format", "jsonl"]);
        let speaker = |line: &str| {
            let hit: Value = serde_json::from_str(line).unwrap();
            hit["speaker_archive"].as_str().unwrap_or_default().to_owned()
        };
        ran.out.lines().map(speaker).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(quotes("herring"), "Henrike Solt, Piet Lanning");
    // Nobody said it of the two, though each said a part, and the sentence around names her.
    assert_eq!(quotes("herring mill"), "");
    assert_eq!(quotes("marrow"), "");
}

#[test]
fn a_list_of_claims_is_a_table() {
    let sandbox = archive();
    let list = "speaker,claim\n\
                Tilda Marrow,We shall rebuild the harbour wall before the first snow\n\
                Piet Lanning,We must rebuild the harbour wall before the first snow\n\
                ,\"Nobody has ever counted the herring, in the bay\"\n\
                ,My grandmother plays the trombone in a submarine\n";
    let file = sandbox.path("claims.csv");
    std::fs::write(&file, list).unwrap();
    let file = file.to_str().unwrap();
    let ran = sandbox.run(&["verify", "--batch", file, "--format", "csv"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(ran.out.as_bytes()).records().map(Result::unwrap).collect();
    let cells: Vec<String> =
        rows.iter().map(|row| [&row[0], &row[3], &row[4], &row[6], &row[7]].join("|")).collect();
    assert_eq!(
        cells,
        [
            "2|word-for-word|true||Tilda Marrow",
            "3|misquoted|false|We [-must-]{+shall+} rebuild|Tilda Marrow",
            "4|word-for-word|true||Piet Lanning",
            "5|not-found|false||",
        ]
    );
    assert!(rows[0][14].ends_with("a.txt") && !rows[0][10].is_empty(), "{:?}", rows[0]);
    let ran = sandbox.run(&["verify", "--batch", file, "--format", "json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &answer["hits"][1]["found"]), (1, &false.into()), "{answer:#}");
    assert_eq!(answer["hits"][0]["credited"][0], "Tilda Marrow");
    let text = sandbox.run(&["verify", "--batch", file]).out;
    assert!(
        text.contains("We [-must-]{+shall+} rebuild") && text.contains("2 of 4 found"),
        "{text}"
    );
    // The worst decides, and one that is no claim is an error that ends nothing.
    let lines = sandbox.path("claims.txt");
    let lines = lines.to_str().unwrap();
    let found = "We shall rebuild the harbour wall before the first snow\n";
    std::fs::write(lines, found).unwrap();
    assert_eq!(sandbox.run(&["verify", "--batch", lines]).code, 0);
    std::fs::write(lines, format!("***\n{found}")).unwrap();
    let ran = sandbox.run(&["verify", "--batch", lines, "--format", "jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 2), "{}", ran.err);
    assert!(ran.out.lines().next().unwrap().contains("no word to check"), "{}", ran.out);
    std::fs::write(lines, "\n").unwrap();
    assert_eq!(sandbox.run(&["verify", "--batch", lines]).code, 2);
}

#[test]
fn who_is_credited_since_when_and_how_often() {
    let sandbox = archive();
    let (_, answer) = verify(&sandbox, &["we shall rebuild the harbor wall before the first snow"]);
    let saying = &answer["sayings"][0];
    assert_eq!((&saying["articles"], &saying["first"]), (&3.into(), &"2020-03-01".into()));
    let credited: Vec<(&str, u64)> = saying["credited"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(credited, [("Tilda Marrow", 2), ("Osric Vane", 1)]);
    assert_eq!(answer["sayings"].as_array().unwrap().len(), 1, "{answer:#}");
    let text =
        sandbox.run(&["verify", "we shall rebuild the harbor wall before the first snow"]).out;
    assert!(text.contains("first 2020-03-01, in 3 articles"), "{text}");
    assert!(text.contains("credited to several: Tilda Marrow (2), Osric Vane (1)"), "{text}");
}

#[test]
fn the_speaker_asked_for_must_be_credited() {
    let sandbox = archive();
    let asked = "nobody ever counted the herring in the bay";
    let (code, answer) = verify(&sandbox, &[asked, "--speaker", "lanning"]);
    assert_eq!((code, &answer["found"]), (0, &true.into()), "{answer:#}");
    let (code, answer) = verify(&sandbox, &[asked, "--speaker", "Marrow"]);
    assert_eq!((code, &answer["found"]), (1, &false.into()));
    let said = answer["verdict_text"].as_str().unwrap();
    assert!(said.starts_with("not by Marrow: said by Piet Lanning (misquoted"), "{said}");
    // A copy by the one asked for goes ahead of others that are as close.
    let asked = "we shall rebuild the harbour wall before the first snow";
    let (code, answer) = verify(&sandbox, &[asked, "--speaker", "vane"]);
    assert_eq!(code, 0);
    assert_eq!(answer["sayings"][0]["quote"]["speaker_archive"], "Osric Vane");
}

#[test]
fn what_differs_is_marked_word_by_word() {
    let sandbox = archive();
    let asked = "We must rebuild the old harbour wall before first snow";
    let text = sandbox.run(&["verify", asked]).out;
    let marked =
        "“We [-must-]{+shall+} rebuild the [-old-] harbour wall before {+the+} first snow”";
    assert!(text.contains(marked), "{text}");
    let colours = sandbox.run(&["--color", "always", "verify", asked]).out;
    assert!(colours.contains("\u{1b}[") && !colours.contains("[-must-]"), "{colours}");
    let (_, answer) = verify(&sandbox, &[asked]);
    let differ: Vec<String> = answer["sayings"][0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|word| word["how"] != "same")
        .map(|w| {
            format!(
                "{} {}/{}",
                w["how"].as_str().unwrap(),
                w["asked"].as_str().unwrap_or(""),
                w["found"].as_str().unwrap_or("")
            )
        })
        .collect();
    assert_eq!(differ, ["changed must/shall", "added old/", "left-out /the"]);
}

#[test]
fn a_correction_counts() {
    let sandbox = archive();
    let asked = "nobody has ever counted the herring in the bay";
    let (_, answer) = verify(&sandbox, &[asked]);
    let id = answer["sayings"][0]["quote"]["id"].as_str().unwrap().to_owned();
    assert_eq!(sandbox.run(&["correct", &id, "--speaker", "Ysolde Quarrie"]).code, 0);
    let (code, answer) = verify(&sandbox, &[asked, "--speaker", "quarrie"]);
    assert_eq!((code, &answer["sayings"][0]["credited"][0]["name"]), (0, &"Ysolde Quarrie".into()));
    assert_eq!(sandbox.run(&["correct", &id, "--not-a-quote"]).code, 0);
    let (code, answer) = verify(&sandbox, &[asked]);
    assert_eq!((code, &answer["verdict"]), (0, &"in-text-only".into()), "{answer:#}");
}

#[test]
fn too_long_and_empty_texts_are_refused_at_once() {
    let sandbox = archive();
    let long = "we shall rebuild the harbour wall ".repeat(30_000);
    let start = Instant::now();
    let mut child = sandbox
        .command()
        .args(["verify", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program stops reading when it has seen enough.
    let _ = child.stdin.take().unwrap().write_all(long.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("more than 500 words"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(1));
    for empty in ["", " ", "***", "“”", "\u{202E}"] {
        let ran = sandbox.run(&["verify", empty]);
        assert_eq!(ran.code, 2, "{empty}");
        assert!(ran.err.contains("no word to check"), "{}", ran.err);
    }
    // One endless word, and as many words as are allowed.
    assert_eq!(sandbox.run(&["verify", &"x".repeat(100_000)]).code, 1);
    let start = Instant::now();
    assert!(sandbox.run(&["verify", &"the harbour wall snow ".repeat(125)]).code < 2);
    assert!(start.elapsed() < Duration::from_secs(1));
}
