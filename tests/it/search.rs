//! Questions to the sample archive and what they must find.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// Asks and gives exit code, total and hits.
fn ask(sandbox: &Sandbox, args: &[&str]) -> (i32, u64, Vec<Value>) {
    let ran = sandbox.run(&[&["--format", "json"], args].concat());
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    let mut answer: Value = serde_json::from_str(&ran.out).unwrap();
    let hits = answer["hits"].take().as_array().unwrap().clone();
    (ran.code, answer["total"].as_u64().unwrap(), hits)
}

fn paths(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["path"].as_str().unwrap()).collect()
}

#[test]
fn words_phrases_and_negation() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", " date 2020-01-05 The nuclear talks failed in Vienna.\n");
    sandbox.write("b.txt", " date 2020-02-05 Talks on nuclear waste go on; it isn’t over.\n");
    sandbox.write("c.txt", " date 2021-02-05 A talk in Vienna about fish . It isn ’ t long .\n");
    sandbox.index(&sandbox.news(), &[]);
    let check = |args: &[&str], total: u64, expected: &[&str]| {
        let (code, found, hits) = ask(&sandbox, &[&["query"], args].concat());
        assert_eq!((found, paths(&hits)), (total, expected.to_vec()), "{args:?}");
        assert_eq!(code, i32::from(total == 0), "{args:?}");
    };
    check(&["\"nuclear talks\""], 1, &["a.txt"]);
    check(&["“nuclear talks”"], 1, &["a.txt"]);
    check(&["talking", "--sort", "newest"], 3, &["c.txt", "b.txt", "a.txt"]);
    check(&["talks -vienna"], 1, &["b.txt"]);
    check(&["--", "talks", "-vienna"], 1, &["b.txt"]);
    check(&["\"is n't over\""], 1, &["b.txt"]);
    check(&["isn't", "--sort", "newest"], 2, &["c.txt", "b.txt"]);
    // Too few hold all: those that hold most follow and do not count.
    check(&["vienna nuclear waste"], 0, &["b.txt", "a.txt", "c.txt"]);
    check(&["vienna", "fish", "--any"], 2, &["c.txt", "a.txt"]);
    check(&["vienna", "--sort", "newest"], 2, &["c.txt", "a.txt"]);
    check(&["vienna", "--sort", "oldest", "-n", "1"], 2, &["a.txt"]);
    check(&["vienna", "--sort", "oldest", "--offset", "1"], 2, &["c.txt"]);
    check(&["--from", "2020-02", "--to", "2020"], 1, &["b.txt"]);
    check(&["--on", "2020"], 2, &["b.txt", "a.txt"]);
    check(&["talks", "--to", "2019"], 0, &[]);
}

#[test]
fn a_part_that_is_repeated_is_one() {
    let sandbox = Sandbox::new();
    for number in 0..12 {
        let words = "the dam and the wall ".repeat(number * 3 + 1);
        sandbox.write(&format!("{number}.txt"), format!("Case {number}.\n\n{words}.\n"));
    }
    sandbox.index(&sandbox.news(), &[]);
    let same = |part: &str, between: &str, more: &[&str]| {
        let many = vec![part; 150].join(between);
        let hits = |query: &str| {
            let (_, total, hits) = ask(&sandbox, &[&["query", query, "-n", "20"], more].concat());
            let ids: Vec<Value> = hits.into_iter().map(|hit| hit["id"].clone()).collect();
            (total, ids)
        };
        let one = hits(part);
        assert_eq!(one.0, 12, "{part}");
        assert_eq!(hits(&many), one, "{part}");
    };
    for part in ["the", "wall^2", "body:wall", "*a*", "(dam wall)", "\"the dam\""] {
        same(part, " ", &[]);
        same(part, " OR ", &[]);
    }
    same("same-sentence(dam wall)", " ", &[]);
    same("(dam NEAR/3 wall)", " OR ", &[]);
    same("dam", " ", &["--any"]);
    same("dam", " ", &["--plain"]);
}

#[test]
fn every_print_of_many_tells_the_same_numbers() {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        let speaker = if number < 30 { "Ada Pell" } else { "Osric Vane" };
        let said = (0..6).map(|part| {
            format!(
                "“We shall mend part {part} of the dyke before the {part} of May,” said {speaker}."
            )
        });
        let said = said.collect::<Vec<_>>().join("\n\n");
        sandbox.write(&format!("{number}.txt"), format!(" date 2020-03-05 Case.\n\n{said}\n"));
    }
    sandbox.index(&sandbox.news(), &[]);
    let ran = sandbox.run(&["export", "--quotes"]);
    let hits: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(hits.len(), 240);
    for hit in &hits {
        assert_eq!(hit["printed"]["articles"], 40, "{hit}");
        assert_eq!(hit["printed"], hits[0]["printed"]);
    }
    let id = hits[0]["id"].as_str().unwrap();
    let (_, total, prints) = ask(&sandbox, &["copies", id]);
    assert_eq!((total, prints.len()), (40, 40));
}

#[test]
fn exact_forms_go_ahead_of_stems() {
    let sandbox = Sandbox::new();
    sandbox.write("stem.txt", "The banker banked on it for a day.\n");
    sandbox.write("exact.txt", "The manager sold two banks in the end.\n");
    sandbox.index(&sandbox.news(), &[]);
    let (_, total, hits) = ask(&sandbox, &["query", "banks"]);
    assert_eq!(total, 2);
    assert_eq!(paths(&hits)[0], "exact.txt");
}

#[test]
fn dates_known_only_in_part() {
    let sandbox = Sandbox::with_samples();
    let total = |args: &[&str]| ask(&sandbox, &[&["query"], args].concat()).1;
    // One article is dated only 2011, one only March 2016.
    assert_eq!(total(&["--on", "2011"]), 1);
    assert_eq!(total(&["--on", "2011-06"]), 0);
    assert_eq!(total(&["--on", "2011-06", "--loose-dates"]), 1);
    assert_eq!(total(&["--from", "2011", "--to", "2012"]), 1);
    let (_, _, hits) = ask(&sandbox, &["query", "--on", "2016-03"]);
    assert_eq!(
        (&hits[0]["date"], &hits[0]["date_precision"]),
        (&"2016-03".into(), &"month".into())
    );
    let (_, _, hits) = ask(&sandbox, &["query", "--to", "1900"]);
    assert_eq!((&hits[0]["date"], &hits[0]["date_origin"]), (&"1899-05-02".into(), &"path".into()));
}

#[test]
fn passages_mark_what_matched() {
    let sandbox = Sandbox::with_samples();
    let (_, _, hits) = ask(&sandbox, &["query", "tariff freeze", "-n", "1"]);
    let passage = &hits[0]["passage"];
    let text: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
    let marks = passage["marks"].as_array().unwrap();
    assert!(marks.len() >= 2);
    for mark in marks {
        let (start, end) = (mark[0].as_u64().unwrap() as usize, mark[1].as_u64().unwrap() as usize);
        let word: String = text[start..end].iter().collect();
        assert!(["tariff", "tariffs", "freeze"].contains(&word.to_lowercase().as_str()), "{word}");
    }
}

#[test]
fn quotations_by_speaker_words_and_time() {
    let sandbox = Sandbox::with_samples();
    let (_, total, hits) = ask(&sandbox, &["quotes", "--speaker", "oskarsdal", "-n", "100"]);
    assert!(total >= 10, "{total}");
    assert!(hits.iter().all(|hit| hit["speaker_canonical"] == "Marit Oskarsdal"));
    let (_, _, hits) =
        ask(&sandbox, &["quotes", "--speaker", "Oskarsdal, Marit", "crown", "--on", "2021-11"]);
    assert!(
        hits[0]["text"].as_str().unwrap().starts_with("“Tariffs will not rise by a single crown")
    );
    // The minister's own words do not name the freeze that the article is about.
    let (_, _, hits) = ask(&sandbox, &["quotes", "gas cost"]);
    assert!(hits[0]["text"].as_str().unwrap().starts_with("“I meant it when I said it."));
    assert_eq!(hits[0]["speaker_canonical"], "Marit Oskarsdal");
    let (code, total, _) = ask(&sandbox, &["quotes", "--speaker", "oskarsdal", "--to", "2010"]);
    assert_eq!((code, total), (1, 0));
}

#[test]
fn names_and_sources_filter() {
    let sandbox = Sandbox::with_samples();
    let (_, by_person, hits) = ask(&sandbox, &["query", "--person", "dravell", "-n", "50"]);
    assert!(by_person >= 6, "{by_person}");
    assert!(hits.iter().all(|hit| hit["path"].is_string()));
    let (_, by_entity, _) = ask(&sandbox, &["query", "--entity", "dravell"]);
    assert_eq!(by_person, by_entity);
    let (_, wire, hits) = ask(&sandbox, &["query", "--source", "wire", "-n", "50"]);
    assert_eq!(wire, 14);
    assert!(paths(&hits).iter().all(|path| path.starts_with("wire/")));
    let (_, quotes, hits) =
        ask(&sandbox, &["quotes", "--person", "dravell", "--source", "wire", "-n", "100"]);
    assert!(quotes > 0);
    assert!(paths(&hits).iter().all(|path| path.starts_with("wire/")));
}

#[test]
fn ids_open_articles_and_quotations() {
    let sandbox = Sandbox::with_samples();
    let (_, _, hits) = ask(&sandbox, &["quotes", "--speaker", "quastreau", "-n", "1"]);
    for id in [&hits[0]["id"], &hits[0]["article"]] {
        let ran = sandbox.run(&["show", id.as_str().unwrap(), "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let article: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(article["id"], hits[0]["article"]);
        assert_eq!(article["path"], hits[0]["path"]);
        let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        for quote in article["quotes"].as_array().unwrap() {
            let (start, end) = (
                quote["start"].as_u64().unwrap() as usize,
                quote["end"].as_u64().unwrap() as usize,
            );
            assert_eq!(
                text[start..end].iter().collect::<String>(),
                quote["text"].as_str().unwrap()
            );
        }
    }
}

#[test]
fn speakers_are_counted_under_filters() {
    let sandbox = Sandbox::with_samples();
    let (_, _, all) = ask(&sandbox, &["speakers", "-n", "100"]);
    let count = |names: &[Value], name: &str| {
        names.iter().find(|n| n["name"] == name).map_or(0, |n| n["count"].as_u64().unwrap())
    };
    let (_, found, _) = ask(&sandbox, &["quotes", "--speaker", "marit oskarsdal"]);
    assert_eq!(count(&all, "Marit Oskarsdal"), found);
    let (_, _, early) = ask(&sandbox, &["speakers", "halliv", "--to", "2005"]);
    assert_eq!(early.len(), 1);
    assert_eq!(early[0]["name"], "Dermot Hallivane");
    assert!(count(&early, "Dermot Hallivane") < count(&all, "Dermot Hallivane"));
}

#[test]
fn another_language_keeps_its_quotations_and_is_said_to_be_one() {
    let sandbox = Sandbox::new();
    let text = " date 2024-05-02 Der Hafen bleibt nach dem Sturm noch bis zum Freitag \
        geschlossen, wie die Verwaltung mitteilt.\n\n\
        „Wir werden die Mauer im Herbst bauen und nicht später“, sagte die Bürgermeisterin am \
        Abend in der Stadthalle.\n";
    sandbox.write("hafen.txt", text);
    sandbox.index(&sandbox.news(), &[]);
    let (_, total, hits) = ask(&sandbox, &["quotes", "Mauer"]);
    assert_eq!(total, 1);
    assert_eq!(hits[0]["text"], "„Wir werden die Mauer im Herbst bauen und nicht später“");
    assert_eq!(hits[0]["date"], "2024-05-02");
    let shown = sandbox.run(&["show", hits[0]["article"].as_str().unwrap()]).out;
    assert!(shown.contains("not in English (de)"), "{shown}");
    let (_, names, _) = ask(&sandbox, &["entities"]);
    assert_eq!(names, 0);
}
