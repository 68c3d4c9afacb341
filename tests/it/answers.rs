//! Counts of all that matches: facets, timelines, who speaks.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, invented};

fn json_of(sandbox: &Sandbox, args: &[&str]) -> Value {
    let ran = sandbox.run(&[&["--format", "json"], args].concat());
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn sum(facet: &Value) -> u64 {
    let values = facet["values"].as_array().unwrap().iter();
    values.map(|v| v["count"].as_u64().unwrap()).sum::<u64>() + facet["without"].as_u64().unwrap()
}

const FIELDS: &str = "speaker,person,org,place,source,section,lang,year";

/// Articles of two papers, with sections and languages.
fn papers() -> Sandbox {
    let sandbox = Sandbox::new();
    let articles = json!([
        {"title": "Fees rise", "source": "Lowmere Post", "section": "City",
         "language": "en-GB", "date": "2024-05-02",
         "text": "“The fees will rise in autumn,” said Tilda Marrow, mayor of Lowmere. \
                  Osric Vane disagreed. “Fees kill the ferry,” Vane said."},
        {"title": "Fees fall", "source": "LOWMERE POST", "section": "City",
         "language": "EN", "date": "2024-06",
         "text": "“The fees will fall again,” said Tilda Marrow, the mayor of Lowmere."},
        {"title": "Fees stay", "source": "Harnstad Echo", "date": "2025",
         "text": "The fees stay as they are in Lowmere, \
                  and nobody would say why on Monday evening."},
        {"title": "Rain", "source": "Harnstad Echo", "date": "2025-02-03",
         "text": "“It rained on the parade,” said Osric Vane of Lowmere on Sunday."}
    ]);
    sandbox.write("papers.json", articles.to_string());
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

#[test]
fn facets_count_every_match_and_not_the_page() {
    let sandbox = papers();
    let answer = json_of(&sandbox, &["query", "fees", "-n", "1", "--facet", FIELDS]);
    assert_eq!(answer["total"], 3);
    let facets = &answer["facets"];
    let values = |name: &str| facets[name]["values"].clone();
    let one = |value: &str, count: u64| json!({"value": value, "count": count});
    assert_eq!(values("source").as_array().unwrap().len(), 2, "{facets}");
    assert_eq!(values("source")[0]["count"], 2);
    assert_eq!(values("section"), json!([one("City", 2)]));
    assert_eq!(facets["section"]["without"], 1);
    assert_eq!(values("year"), json!([one("2024", 2), one("2025", 1)]));
    assert_eq!(
        values("lang")[0],
        one("en", facets["lang"]["values"][0]["count"].as_u64().unwrap())
    );
    assert_eq!(values("speaker"), json!([one("Tilda Marrow", 2), one("Osric Vane", 1)]));
    assert_eq!(facets["speaker"]["without"], 1);
    // Quotations: by their own speaker, and by the names of their articles.
    let answer = json_of(&sandbox, &["quotes", "--from", "2024", "--facet", FIELDS]);
    let facets = &answer["facets"];
    assert_eq!(answer["total"], 4);
    assert_eq!(facets["speaker"]["values"], json!([one("Osric Vane", 2), one("Tilda Marrow", 2)]));
    assert_eq!(facets["section"]["values"], json!([one("City", 3)]));
    for single in ["speaker", "source", "section", "lang", "year"] {
        assert_eq!(sum(&facets[single]), 4, "{single}: {facets}");
    }
}

#[test]
fn facets_agree_with_the_lists_of_names() {
    let sandbox = Sandbox::with_samples();
    let all = ["--to", "2100"];
    let quotes = json_of(
        &sandbox,
        &[&["quotes", "--facet", FIELDS, "--facet-limit", "1000"], &all[..]].concat(),
    );
    let speakers = json_of(&sandbox, &[&["speakers", "-n", "1000"], &all[..]].concat());
    let names = |list: &Value, key: &str| -> Vec<(String, u64)> {
        let pair = |v: &Value| (v[key].as_str().unwrap().to_owned(), v["count"].as_u64().unwrap());
        list.as_array().unwrap().iter().map(pair).collect()
    };
    assert_eq!(
        names(&quotes["facets"]["speaker"]["values"], "value"),
        names(&speakers["hits"], "name")
    );
    assert_eq!(sum(&quotes["facets"]["speaker"]), quotes["total"].as_u64().unwrap());
    let articles = json_of(
        &sandbox,
        &[&["query", "--facet", FIELDS, "--facet-limit", "1000"], &all[..]].concat(),
    );
    for (facet, kind) in [("person", "person"), ("org", "org"), ("place", "place")] {
        let listed =
            json_of(&sandbox, &[&["entities", "--kind", kind, "-n", "1000"], &all[..]].concat());
        let counted = names(&articles["facets"][facet]["values"], "value");
        let listed = names(&listed["hits"], "name");
        assert_eq!(counted.len(), listed.len(), "{facet}");
        // An article that has a name in two forms counts once here.
        for (name, count) in counted {
            let other = listed.iter().find(|(n, _)| *n == name).map_or(0, |(_, c)| *c);
            assert!(count <= other && count > 0, "{facet} {name}: {count} {other}");
        }
    }
    assert_eq!(sum(&articles["facets"]["year"]), articles["total"].as_u64().unwrap());
}

#[test]
fn facets_as_text_lines_and_csv() {
    let sandbox = papers();
    let text = sandbox
        .run(&["query", "fees", "-n", "1", "--facet", "year,section", "--facet-limit", "1"])
        .out;
    assert!(text.contains("3 articles by year\n2  2024\n1  2025\n"), "{text}");
    assert!(text.contains("3 articles by section\n2  City\n1  without one\n"), "{text}");
    let csv = sandbox.run(&["query", "fees", "--facet", "year,section", "--format", "csv"]).out;
    assert_eq!(csv, "facet,value,count\nyear,2024,2\nyear,2025,1\nsection,City,2\nsection,,1\n");
    let lines =
        sandbox.run(&["query", "fees", "-n", "1", "--facet", "year", "--format", "jsonl"]).out;
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!((lines.lines().count(), &last["facets"]["year"]["different"]), (2, &json!(2)));
    let csv = sandbox.run(&["quotes", "ferry", "-n", "1", "--format", "csv"]).out;
    assert!(csv.starts_with("id,article,speaker,") && csv.contains(",Osric Vane,"), "{csv}");
}

#[test]
fn timelines_count_all_that_match_once() {
    let sandbox = papers();
    let answer = json_of(&sandbox, &["timeline", "fees", "--by", "month"]);
    assert_eq!(answer["total"], 3);
    let labels: Vec<&str> = answer["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["period"].as_str().unwrap())
        .collect();
    assert_eq!(labels, ["2024-05", "2024-06"]);
    assert_eq!(answer["dated_less_exactly"][0]["period"], "2025");
    let text = sandbox.run(&["timeline", "fees", "--by", "month"]).out;
    assert!(text.contains("2024-05") && text.contains("2025 (year only)  1"), "{text}");
    assert!(text.ends_with("3 articles\n"), "{text}");
    let csv = sandbox.run(&["timeline", "--by", "year", "--format", "csv"]).out;
    assert_eq!(
        csv,
        "period,unit,first_day,last_day,articles\n2024,year,2024-01-01,2024-12-31,2\n\
         2025,year,2025-01-01,2025-12-31,2\n"
    );
    let quotes = json_of(&sandbox, &["timeline", "--quotes", "--speaker", "vane", "--by", "year"]);
    assert_eq!((&quotes["total"], &quotes["of"]), (&json!(2), &json!("quotations")));
    assert_eq!(sandbox.run(&["timeline", "xylophone"]).code, 1);
    // On the sample archive, with undated articles, for each unit.
    let sandbox = Sandbox::with_samples();
    for unit in ["day", "week", "month", "year"] {
        let answer = json_of(&sandbox, &["timeline", "--by", unit]);
        let rows = answer["periods"]
            .as_array()
            .unwrap()
            .iter()
            .chain(answer["dated_less_exactly"].as_array().unwrap());
        let rows: u64 = rows.map(|row| row["count"].as_u64().unwrap()).sum();
        let all = rows + answer["undated"].as_u64().unwrap();
        assert_eq!(
            (all, answer["undated"].as_u64()),
            (answer["total"].as_u64().unwrap(), Some(2)),
            "{unit}"
        );
    }
}

#[test]
fn a_gap_is_told_and_not_drawn_for_pages() {
    let sandbox = Sandbox::new();
    sandbox.write("old.txt", " date 1999-01-05 The ferry sailed.\n");
    sandbox.write("new.txt", " date 2001-02-05 The ferry sank.\n");
    sandbox.index(&sandbox.news(), &[]);
    let text = sandbox.run(&["timeline", "ferry", "--by", "month"]).out;
    let expected = "⋮ 24 months without any, 1999-02 to 2001-01";
    assert_eq!(text.lines().nth(1), Some(expected), "{text}");
    assert!(text.lines().next().unwrap().starts_with("1999-01  1 ███"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn who_speaks_about_something_and_since_when() {
    let sandbox = papers();
    let answer = json_of(&sandbox, &["speakers", "--query", "fees"]);
    assert_eq!(answer["quotes"], 3);
    let marrow = &answer["speakers"][0];
    let shown = (&marrow["name"], &marrow["count"], &marrow["first"], &marrow["last"]);
    assert_eq!(shown, (&json!("Tilda Marrow"), &json!(2), &json!("2024-05-02"), &json!("2024-06")));
    let text = sandbox.run(&["speakers", "--query", "fees", "marr"]).out;
    assert!(text.contains("2  Tilda Marrow  2024-05-02 to 2024-06 (month only)"), "{text}");
    assert!(!text.contains("Vane"), "{text}");
    let csv = sandbox.run(&["speakers", "--query", "ferry", "--format", "csv"]).out;
    assert_eq!(
        csv,
        "speaker,quotations,first,last,undated,roles\nOsric Vane,1,2024-05-02,2024-05-02,0,\n"
    );
    assert_eq!(sandbox.run(&["speakers", "--query", "xylophone"]).code, 1);
}

#[test]
fn a_decision_by_hand_counts_in_facets_and_lists() {
    let sandbox = papers();
    let hit = &json_of(&sandbox, &["quotes", "ferry", "-n", "1"])["hits"][0];
    let id = hit["id"].as_str().unwrap();
    assert_eq!(sandbox.run(&["correct", id, "--speaker", "Piet Lanning"]).code, 0);
    let answer = json_of(&sandbox, &["quotes", "ferry", "--facet", "speaker"]);
    assert_eq!(
        answer["facets"]["speaker"]["values"],
        json!([{"value": "Piet Lanning", "count": 1}])
    );
    assert_eq!(
        json_of(&sandbox, &["speakers", "--query", "ferry"])["speakers"][0]["name"],
        "Piet Lanning"
    );
    assert_eq!(sandbox.run(&["correct", id, "--not-a-quote"]).code, 0);
    assert_eq!(sandbox.run(&["speakers", "--query", "ferry"]).code, 1);
    assert_eq!(sandbox.run(&["cite", id]).code, 1);
}

#[test]
fn what_may_have_been_meant_finds_something() {
    let sandbox = papers();
    let check = |args: &[&str], expected: &[(&str, &str)]| {
        let ran = sandbox.run(&[&["--format", "json"], args].concat());
        assert_eq!(ran.code, 1, "{args:?}: {}", ran.out);
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        let one = |m: &Value| {
            (m["asked"].as_str().unwrap().to_owned(), m["meant"].as_str().unwrap().to_owned())
        };
        let none = Vec::new();
        let meant = answer["did_you_mean"].as_array().unwrap_or(&none).iter().map(one);
        let expected: Vec<(String, String)> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(meant.collect::<Vec<_>>(), expected, "{args:?}");
    };
    check(&["query", "fery autum"], &[("words", "ferry autumn")]);
    check(&["query", "\"Feryr\" rains"], &[("words", "\"ferry\" rains")]);
    check(&["query", "fees", "--person", "Tilda Morrow"], &[("person", "Tilda marrow")]);
    check(&["quotes", "parade", "--speaker", "osrick"], &[("speaker", "osric")]);
    check(&["query", "--place", "Lowmeer"], &[("place", "lowmere")]);
    check(&["query", "--source", "harnsted"], &[("source", "harnstad")]);
    // Too short, too far, or right: nothing to say.
    check(&["query", "fex"], &[]);
    check(&["query", "xylophone"], &[]);
    check(&["query", "parade autumn"], &[]);
    let text = sandbox.run(&["query", "fery"]).out;
    assert!(text.ends_with("0 articles, 0 shown\ndid you mean: ferry\n"), "{text}");
}

#[test]
fn facets_do_not_depend_on_how_the_index_was_built() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    for number in 0..300 {
        one.write(&format!("{number}.txt"), invented(number));
        other.write(&format!("{number}.txt"), invented(number));
    }
    one.index(&one.news(), &["-j1"]);
    other.index(&other.news(), &["-j4", "--commit-every", "40"]);
    for args in [
        vec!["quotes", "harbour", "--facet", FIELDS],
        vec!["timeline", "harbour", "--by", "month"],
        vec!["speakers", "--query", "wheat"],
        vec!["verify", "the matter of tram fares was ever a matter of money"],
    ] {
        let args: Vec<&str> = [&["--format", "json"], &args[..]].concat();
        let strip = |text: String| -> String {
            text.lines().filter(|line| !line.contains("\"next\"")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(strip(one.run(&args).out), strip(other.run(&args).out), "{args:?}");
    }
}
