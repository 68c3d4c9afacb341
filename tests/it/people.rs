//! People and their roles: who is one person and who is two, what is a role and what a clause.

use onrecord::annotate::annotate;
use serde_json::{Value, json};

use crate::sandbox::Sandbox;

/// Checks speakers and roles of all quotations, as "speaker | role"; "?" stands for none.
fn check(text: &str, expected: &[&str]) {
    let notes = annotate(text);
    let found: Vec<String> = notes
        .quotes
        .iter()
        .map(|quote| {
            let by = quote.attribution.as_ref();
            let role = by.and_then(|by| by.role.as_deref()).unwrap_or("?");
            format!("{} | {role}", quote.speaker().unwrap_or("?"))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn titles_tell_two_people_of_one_surname_apart() {
    check(
        "“The mill stays,” said Mr Quarrie, the miller's lawyer. His sister, Mrs Quarrie, shook \
            her head. “The mill goes,” she said.",
        &["Mr Quarrie | miller's lawyer", "Mrs Quarrie | ?"],
    );
    check(
        "Mayor Quarrie sat down beside Coach Quarrie. “The pool is full,” said Mayor Quarrie. \
            “The pool leaks,” said Coach Quarrie.",
        &["Mayor Quarrie | Mayor", "Coach Quarrie | Coach"],
    );
    check(
        "Lord Quarrie came with Lady Quarrie. “A fine dam,” said Lady Quarrie. “A poor one,” \
            said Lord Quarrie.",
        &["Lady Quarrie | Lady", "Lord Quarrie | Lord"],
    );
    check(
        "Sheriff Tilda Marrow called Governor Marrow. “Send boats,” said Sheriff Marrow. “They \
            left an hour ago,” Governor Marrow said.",
        &["Tilda Marrow | Sheriff", "Governor Marrow | Governor"],
    );
    // One person, whatever the titles.
    check(
        "Senator Tilda Marrow came late. “We voted,” said Sen. Marrow. “It was close,” Ms. Marrow \
            said.",
        &["Tilda Marrow | Senator", "Tilda Marrow | Senator"],
    );
}

#[test]
fn father_and_son_are_two_people() {
    check(
        "Osric Vane Sr. owns the ferry, which Osric Vane Jr. runs. “It is safe,” said Vane Sr. on \
            Monday. “It is old,” said Vane Jr. on Tuesday.",
        &["Osric Vane Sr. | ?", "Osric Vane Jr. | ?"],
    );
    check(
        "Osric Vane and his son, Osric Vane Jr., run the ferry. “It is old,” said Osric Vane Jr. \
            on Monday. “It is safe,” said Osric Vane.",
        &["Osric Vane Jr. | ?", "Osric Vane | ?"],
    );
}

#[test]
fn a_surname_of_two_bearers_names_nobody_surely() {
    for text in [
        "Osric Vane and Ysolde Vane spoke at the pier. “The ferry is old,” said Vane.",
        "Tilda Marrow met Bram Marrow on Monday. “We agree,” Marrow told reporters.",
        "Senator Quarrie met Judge Quarrie. “We agree,” Quarrie said.",
    ] {
        let notes = annotate(text);
        let [quote] = &notes.quotes[..] else { panic!("{text}") };
        let speaker = quote.speaker().unwrap_or("?");
        assert!(!speaker.contains(' ') && quote.confidence < 0.5, "{speaker} {text}");
        assert_eq!(quote.attribution.as_ref().and_then(|by| by.entity), None, "{text}");
    }
    // Who alone has spoken goes on.
    check(
        "Osric Vane came. His cousin Ysolde Vane said the ferry was old. “We need a new one,” \
            said Vane.",
        &["Ysolde Vane | cousin", "Ysolde Vane | cousin"],
    );
    // What the surname meant before the other came up, it means still.
    check(
        "Osric Vane owns the ferry. “It is old,” Vane said. Ysolde Vane sells the tickets. “We \
            need a new one,” Vane said.",
        &["Osric Vane | ?", "Osric Vane | ?"],
    );
}

#[test]
fn what_a_speaker_does_is_no_role() {
    for clause in [
        "staring out over the flooded fields",
        "wiping the mud from his boots",
        "surrounded by neighbours and their dogs",
        "seated beside the mayor",
        "his voice shaking",
        "a smile on his face",
        "tears in his eyes",
        "hands in his pockets like a doctor",
        "still waiting for the minister",
        "when the lawyer had gone",
    ] {
        check(&format!("“We stay,” said Osric Vane, {clause}."), &["Osric Vane | ?"]);
    }
    for (role, expected) in [
        ("a ferryman from Lowmere", "ferryman from Lowmere"),
        ("the town's former mayor", "town's former mayor"),
        ("a retired teacher who lives there", "retired teacher"),
        ("a lawyer representing the owners", "lawyer"),
        ("head of the water board", "head of the water board"),
        ("44, a nurse at the clinic", "nurse"),
    ] {
        check(
            &format!("“We stay,” said Osric Vane, {role}."),
            &[&format!("Osric Vane | {expected}")],
        );
    }
}

#[test]
fn the_clause_that_a_name_leads_up_to_is_no_role() {
    for opening in [
        "Unlike Osric Vane, Tilda Marrow stayed at home.",
        "With Osric Vane, Tilda Marrow built the ferry.",
        "Standing beside Osric Vane, the mayor waved.",
        "Asked about Osric Vane, the minister shrugged.",
        "When she saw Osric Vane, the coach laughed.",
        "Tonight Osric Vane, like the mayor, stayed at home.",
    ] {
        check(&format!("{opening} “We stay,” Vane said."), &["Osric Vane | ?"]);
    }
    for (opening, role) in [
        ("Tonight Mayor", "Mayor"),
        ("Last week Senator", "Senator"),
        ("Still Governor", "Governor"),
        ("On Friday Judge", "Judge"),
        ("Deputy Mayor", "Deputy Mayor"),
    ] {
        check(
            &format!("{opening} Tilda Marrow spoke at the pier. “We stay,” she said."),
            &[&format!("Tilda Marrow | {role}")],
        );
    }
}

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let articles = json!([
        {"title": "Fees", "date": "2019-05-02",
         "text": "“The fees will rise in autumn,” said Tilda Marrow, mayor of Lowmere. Dock \
                  worker Osric Vane disagreed. “Fees kill the ferry,” Vane said."},
        {"title": "Ferry", "date": "2021-06-01",
         "text": "“The ferry will run again,” said Tilda Marrow, the mayor of Lowmere."},
        {"title": "Crown", "date": "2024-02-01",
         "text": "“The crown stands firm for now,” said Finance Minister Tilda Marrow on Monday."},
        {"title": "Rain", "date": "2025-02-03",
         "text": "“It rained on the whole parade,” said Ysolde Quast on Sunday."},
    ]);
    sandbox.write("all.json", articles.to_string());
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

fn json_of(sandbox: &Sandbox, args: &[&str]) -> Value {
    let ran = sandbox.run(&[&["--format", "json"], args].concat());
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn roles_filter_count_and_sort() {
    let sandbox = archive();
    let found = json_of(&sandbox, &["quotes", "--role", "minister"]);
    assert_eq!(found["total"], 1);
    let found = json_of(&sandbox, &["query", "--role", "mayor lowmere"]);
    assert_eq!(found["total"], 2);
    assert_eq!(sandbox.run(&["quotes", "--role", "mayor", "--speaker", "vane"]).code, 1);
    let found = json_of(&sandbox, &["quotes", "--from", "2019", "--facet", "role"]);
    let values = &found["facets"]["role"];
    assert_eq!(values["values"][0], json!({"value": "mayor of Lowmere", "count": 2}));
    assert_eq!(values["without"], 1);
    let found = json_of(&sandbox, &["query", "--from", "2019", "--facet", "role"]);
    assert_eq!(found["facets"]["role"]["values"][0]["count"], 2);
    let found = json_of(&sandbox, &["quotes", "--from", "2019", "--sort", "role"]);
    let roles: Vec<&Value> =
        found["hits"].as_array().unwrap().iter().map(|hit| &hit["role"]).collect();
    assert_eq!(roles[0], "Dock worker");
    assert!(roles[4].is_null(), "{roles:?}");
    let refused = sandbox.run(&["query", "fees", "--sort", "role"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

#[test]
fn speakers_have_their_roles_with_years() {
    let sandbox = archive();
    let listed = sandbox.run(&["speakers"]);
    let marrow = listed.out.lines().next().unwrap();
    assert_eq!(marrow, "3  Tilda Marrow  mayor of Lowmere 2019 to 2021, Finance Minister 2024");
    let about = json_of(&sandbox, &["speakers", "--query", "ferry"]);
    assert_eq!(about["speakers"][1]["name"], "Tilda Marrow");
    assert_eq!(
        about["speakers"][1]["roles"][0],
        json!({"role": "mayor of Lowmere", "count": 1, "first_year": 2021, "last_year": 2021})
    );
    let mayors = json_of(&sandbox, &["speakers", "--role", "mayor"]);
    assert_eq!(mayors["hits"][0]["count"], 2, "{mayors}");
}

/// Articles on days of years, each with these words.
fn of_years(texts: &[(i32, String)]) -> Sandbox {
    let sandbox = Sandbox::new();
    let article = |(at, (year, text)): (usize, &(i32, String))| {
        let day = at % 28 + 1;
        json!({"title": format!("No {at}"), "date": format!("{year}-05-{day:02}"), "text": text})
    };
    let all: Vec<Value> = texts.iter().enumerate().map(article).collect();
    sandbox.write("all.json", Value::from(all).to_string());
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

/// A saying of its own for each number, so that none is a reprint of another.
fn saying(number: usize) -> String {
    let things = ["ferry", "weir", "bridge", "mill", "pier", "lock", "barge", "crane"];
    let thing = things[number % things.len()];
    format!("“The {thing} of year {number} will be mended before the next flood comes,”")
}

#[test]
fn bodies_have_one_name_and_tell_why() {
    let speakers = [
        "the Justice Department",
        "the Department of Justice",
        "the Securities and Exchange Commission",
        "the SEC",
        "the U.S. Securities and Exchange Commission",
    ];
    let of_board = "The National Rivers Board (NRB) met on Monday. The National Rivers Board sat.";
    let mut texts = Vec::new();
    for round in 0..4 {
        for (at, speaker) in speakers.iter().enumerate() {
            let number = round * speakers.len() + at;
            texts.push((2018, format!("{} {speaker} said on Monday.", saying(number))));
        }
        texts.push((2018, format!("{of_board} It rained {round} times.")));
        texts.push((2018, format!("{} the NRB said on Monday.", saying(40 + round))));
    }
    let sandbox = of_years(&texts);
    let found = json_of(&sandbox, &["speakers", "--why"]);
    let counts: Vec<(&str, u64)> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| (hit["name"].as_str().unwrap(), hit["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        counts,
        [
            ("Securities and Exchange Commission", 12),
            ("Justice Department", 8),
            ("National Rivers Board", 4)
        ]
    );
    let rules = |at: usize| -> Vec<&str> {
        let joined = found["hits"][at]["why"]["joined"].as_array().unwrap();
        joined.iter().map(|one| one["rule"].as_str().unwrap()).collect()
    };
    assert_eq!(rules(0), ["listed", "same-words", "nation"]);
    assert_eq!(rules(1), ["word-order", "same-words"]);
    assert_eq!(rules(2), ["introduced"]);
    let by = json_of(&sandbox, &["quotes", "--speaker", "Securities and Exchange Commission"]);
    assert_eq!(by["total"], 12);
}

#[test]
fn two_bearers_of_one_name_stay_apart_by_their_offices_and_years() {
    let mut texts = Vec::new();
    for number in 0..4 {
        let said = [0, 1, 2, 3].map(|other| saying(4 * number + other));
        texts.push((1962, format!("{} said Harbour Minister Osric Vane on Monday.", said[0])));
        texts.push((2018, format!("{} said Senator Osric Vane on Tuesday.", said[1])));
        texts.push((2018, format!("{} said Osric Vane on Friday.", said[2])));
        texts.push((2018, format!("{} said Judge Ysolde Vane on Sunday.", said[3])));
    }
    let sandbox = of_years(&texts);
    let found = json_of(&sandbox, &["speakers", "vane", "--why"]);
    let names: Vec<&str> =
        found["hits"].as_array().unwrap().iter().map(|hit| hit["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Osric Vane (Senator)", "Osric Vane (Harbour Minister)", "Ysolde Vane"]);
    let why = &found["hits"][0]["why"];
    assert_eq!(why["years"], json!([{"year": 2018, "count": 8}]));
    assert_eq!(why["articles"], 8);
    assert_eq!(why["apart"][0]["rule"], "years");
    assert_eq!(why["apart"][1]["rule"], "first-name");
    let told = sandbox.run(&["speakers", "vane", "--why"]).out;
    assert!(told.contains("apart: 4 Osric Vane (Harbour Minister): other offices"), "{told}");
    // Each is found under the own name.
    let by = json_of(&sandbox, &["quotes", "--speaker", "Osric Vane Senator"]);
    assert_eq!(by["total"], 8);
}

#[test]
fn a_headline_made_of_the_text_is_marked_and_cited_in_brackets() {
    let sandbox = Sandbox::new();
    let body = " date 2025-06-12 The council of Lowmere heard Rep. Tilda Marrow on Monday. \
        “We stay,” she said.";
    sandbox.write("a.txt", body);
    sandbox.index(&sandbox.news(), &[]);
    let shown = sandbox.run(&["quotes", "stay"]);
    let headline = "The council of Lowmere heard Rep. Tilda Marrow on Monday. …";
    assert!(shown.out.contains(headline), "{}", shown.out);
    let found = json_of(&sandbox, &["quotes", "stay"]);
    let id = found["hits"][0]["id"].as_str().unwrap();
    for style in ["text", "bibtex", "ris", "csl-json"] {
        let cited = sandbox.run(&["cite", id, "--style", style]);
        assert!(cited.out.contains(&format!("[{headline}]")), "{style}: {}", cited.out);
    }
}

#[test]
fn text_taken_apart_is_printed_as_a_reader_would_write_it() {
    let sandbox = Sandbox::new();
    let body = "Title: Pier\nDate: 2025-06-12\n\n`` It is n't safe , we ' re told , '' said Tilda \
        Marrow , mayor of Lowmere .";
    sandbox.write("a.txt", body);
    sandbox.index(&sandbox.news(), &[]);
    let shown = sandbox.run(&["quotes", "safe"]);
    assert!(shown.out.contains("“It isn't safe, we're told,”"), "{}", shown.out);
    let found = json_of(&sandbox, &["quotes", "safe"]);
    let kept = found["hits"][0].to_string();
    assert!(kept.contains("is n't safe , we ' re told"), "{kept}");
    let cited = sandbox.run(&["cite", found["hits"][0]["id"].as_str().unwrap()]);
    assert!(cited.out.contains("“It isn't safe, we're told,”"), "{}", cited.out);
}
