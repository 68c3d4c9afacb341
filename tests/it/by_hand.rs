//! What people decide by hand: corrections and aliases, which count at once and can be undone.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

fn hits(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let ran = sandbox.run(&[&["--format", "json"], args, &["-n", "500"]].concat());
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    let mut answer: Value = serde_json::from_str(&ran.out).unwrap();
    answer["hits"].take().as_array().unwrap().clone()
}

fn count(sandbox: &Sandbox, speaker: &str) -> u64 {
    let names = hits(sandbox, &["speakers", "--unnamed", speaker]);
    names.iter().find(|n| n["name"] == speaker).map_or(0, |n| n["count"].as_u64().unwrap())
}

#[test]
fn a_correction_counts_everywhere_and_can_be_undone() {
    let sandbox = Sandbox::with_samples();
    let before = hits(&sandbox, &["quotes", "--speaker", "quastreau"]);
    let id = before[0]["id"].as_str().unwrap().to_owned();
    let total = count(&sandbox, "Hélène Quastreau");
    assert_eq!(total, before.len() as u64);

    assert_eq!(sandbox.run(&["correct", &id, "--speaker", "Nuala Pettigar"]).code, 0);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "quastreau"]).len(), before.len() - 1);
    let given = hits(&sandbox, &["quotes", "--speaker", "pettigar"]);
    let given = given.iter().find(|hit| hit["id"] == id.as_str()).unwrap();
    assert_eq!(
        (&given["speaker_canonical"], &given["reached"]),
        (&"Nuala Pettigar".into(), &"by-hand".into())
    );
    assert_eq!(count(&sandbox, "Hélène Quastreau"), total - 1);
    let shown = sandbox.run(&["show", &id]).out;
    assert!(shown.contains("corrected by hand"), "{shown}");
    let article = given["path"].as_str().unwrap();
    let by_pettigar = hits(&sandbox, &["query", "--speaker", "pettigar"]);
    assert!(by_pettigar.iter().any(|hit| hit["path"] == article));

    // A re-index from nothing changes nothing about it: ids last.
    fs::remove_dir_all(sandbox.path("index")).unwrap();
    sandbox.index(&crate::sandbox::samples(), &["--quiet"]);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "quastreau"]).len(), before.len() - 1);

    assert_eq!(sandbox.run(&["correct", &id, "--unknown"]).code, 0);
    assert!(
        hits(&sandbox, &["quotes", "--speaker", "pettigar"])
            .iter()
            .all(|hit| hit["id"] != id.as_str())
    );
    assert_eq!(sandbox.run(&["correct", &id, "--not-a-quote"]).code, 0);
    let file = fs::read_to_string(sandbox.path("index.corrections.jsonl")).unwrap();
    assert_eq!(file.lines().count(), 1, "{file}");
    let all = hits(&sandbox, &["quotes", "--min-confidence", "0"]);
    assert!(all.len() > 100 && all.iter().all(|hit| hit["id"] != id.as_str()));
    assert!(sandbox.run(&["status"]).out.contains("1 by hand"));

    assert_eq!(sandbox.run(&["correct", &id, "--undo"]).code, 0);
    assert_eq!(sandbox.run(&["correct", &id, "--undo"]).code, 1);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "quastreau"]), before);
}

#[test]
fn what_is_written_at_once_is_all_kept() {
    let sandbox = Sandbox::with_samples();
    let all = hits(&sandbox, &["quotes", "--min-confidence", "0"]);
    let ids: Vec<&str> = all.iter().take(8).map(|hit| hit["id"].as_str().unwrap()).collect();
    std::thread::scope(|scope| {
        for (number, id) in ids.iter().enumerate() {
            let sandbox = &sandbox;
            scope.spawn(move || {
                let name = format!("search{number}");
                assert_eq!(sandbox.run(&["correct", id, "--speaker", "Nuala Pettigar"]).code, 0);
                assert_eq!(sandbox.run(&["save", &name, "ferry"]).code, 0);
            });
        }
    });
    let given = hits(&sandbox, &["quotes", "--speaker", "pettigar"]);
    for (number, id) in ids.iter().enumerate() {
        let given = given.iter().find(|hit| hit["id"] == *id).unwrap();
        assert_eq!(given["reached"], "by-hand");
        assert_eq!(sandbox.run(&["run", &format!("search{number}"), "--new"]).err, "");
    }
    let lines = |name: &str| fs::read_to_string(sandbox.path(name)).unwrap().lines().count();
    assert_eq!(lines("index.corrections.jsonl"), ids.len());
    assert_eq!(lines("index.searches.jsonl"), ids.len());
    // Nothing half written stays behind.
    let names = fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().ends_with(".new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn many_are_corrected_at_once_and_carried_elsewhere() {
    let sandbox = Sandbox::with_samples();
    let all = ["quotes", "--speaker", "quastreau", "-n", "500", "--format", "csv"];
    let table = sandbox.run(&all).out;
    let count = table.lines().count() - 1;
    assert!(count > 2, "{table}");
    let mended = table.replace("Hélène Quastreau", "Ysolt Brandreth");
    fs::write(sandbox.path("mended.csv"), &mended).unwrap();
    let ran = sandbox.run(&["correct", "mended.csv", "--by", "the desk", "--note", "tape"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("said by Ysolt Brandreth").count(), count, "{}", ran.err);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "quastreau"]).len(), 0);
    let listed = sandbox.run(&["corrections"]);
    assert_eq!(listed.out.matches("by the desk").count(), count, "{}", listed.out);
    assert!(listed.out.contains("tape"), "{}", listed.out);

    // What is carried elsewhere holds there, as lines and as a table.
    let lines = sandbox.run(&["corrections", "export"]).out;
    let table = sandbox.run(&["corrections", "export", "--format", "csv"]).out;
    for (name, text) in [("all.jsonl", &lines), ("all.csv", &table)] {
        let other = Sandbox::with_samples();
        fs::write(other.path(name), text).unwrap();
        let ran = other.run(&["corrections", "import", name]);
        assert!(ran.code == 0 && ran.err.contains(&format!("{count} corrections are new")));
        assert_eq!(hits(&other, &["quotes", "--speaker", "brandreth"]).len(), count);
        let again = other.run(&["corrections", "import", name]);
        assert!(again.err.contains(&format!("{count} were here")), "{}", again.err);
        assert_eq!(other.run(&["corrections", "export", "--format", "csv"]).out, table);
    }

    // One wrong line, and nothing is changed; an unknown id is told.
    let id = |at: usize| mended.lines().nth(at).unwrap()[..16].to_owned();
    let wrong = format!("quote,verdict\n{},undo\n{},perhaps\n", id(1), id(2));
    fs::write(sandbox.path("wrong.csv"), wrong).unwrap();
    let ran = sandbox.run(&["correct", "wrong.csv"]);
    assert!(ran.code == 2 && ran.err.contains("line 3"), "{}", ran.err);
    assert_eq!(sandbox.run(&["corrections", "export"]).out, lines);
    let some = format!("quote,verdict\n{},undo\nffffffffffffffff,unknown\n", id(1));
    fs::write(sandbox.path("some.csv"), some).unwrap();
    let ran = sandbox.run(&["correct", "some.csv"]);
    assert!(ran.code == 0 && ran.err.contains("ffffffffffffffff"), "{}", ran.err);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "quastreau"]).len(), 1);
    assert_eq!(sandbox.run(&["correct", "nothing.csv"]).code, 2);
}

#[test]
fn what_others_wrote_into_the_files_stays() {
    let sandbox = Sandbox::with_samples();
    let all = hits(&sandbox, &["quotes", "--speaker", "quastreau"]);
    let id = |at: usize| all[at]["id"].as_str().unwrap().to_owned();
    let path = sandbox.path("index.corrections.jsonl");
    let first = format!(
        r#"{{ "quote": "{}", "seen_by": ["Ada"], "verdict": "unknown", "text": "x" }}"#,
        id(0).to_uppercase()
    );
    fs::write(&path, format!("{first}\n")).unwrap();
    assert_eq!(sandbox.run(&["correct", &id(1), "--unknown"]).code, 0);
    assert_eq!(sandbox.run(&["correct", &id(1), "--undo"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{first}\n"));
    assert_eq!(sandbox.run(&["correct", &id(0), "--not-a-quote"]).code, 0);
    let changed: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(changed["seen_by"], serde_json::json!(["Ada"]));
    assert_eq!(changed["verdict"], "not-a-quote");

    let path = sandbox.path("index.searches.jsonl");
    let line = "{\"name\":\"fog\",  \"args\":[\"query\",\"fog\"], \"owner\":\"desk\"}";
    let out = "{\"name\":\"../../out/fog\",\"args\":[\"query\",\"fog\"]}";
    fs::write(&path, format!("{line}\n{out}\n")).unwrap();
    assert_eq!(sandbox.run(&["save", "ferry", "ferry"]).code, 0);
    assert_eq!(sandbox.run(&["save", "--remove", "ferry"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{line}\n{out}\n"));
    // A name that could lead out of the folder is refused, the other searches run.
    let ran = sandbox.run(&["run", "../../out/fog", "--new"]);
    assert!(ran.code == 2 && ran.err.contains("../../out/fog"), "{}", ran.err);
    assert!(sandbox.run(&["run", "fog", "--new"]).code < 2);
    assert!(!sandbox.path("../out").exists());
}

#[test]
fn an_alias_file_merges_and_splits_without_reading_articles_again() {
    let sandbox = Sandbox::new();
    for number in 0..6 {
        sandbox.write(
            &format!("{number}.txt"),
            format!(" date 2020-01-0{} “We wait {number},” said Tilda Marrow.\n", number + 1),
        );
    }
    sandbox.write("a.txt", " date 2020-02-01 “We wait on,” said Tilda J. Marrow.\n");
    sandbox.write("b.txt", " date 2020-02-02 “We still wait,” Marrow said.\n");
    sandbox.write("c.txt", " date 1950-02-02 “We always wait,” Marrow said.\n");
    sandbox.index(&sandbox.news(), &[]);
    // Spellings meet by themselves; a surname where one bearer was in the news in those years.
    assert_eq!(count(&sandbox, "Tilda Marrow"), 8);
    assert_eq!(count(&sandbox, "Marrow"), 1);
    let variants = sandbox.run(&["speakers", "--variants"]).out;
    assert!(
        variants.contains("1 Marrow (inferred)") && variants.contains("1 Tilda J. Marrow"),
        "{variants}"
    );
    let by_tilda = hits(&sandbox, &["quotes", "--speaker", "tilda"]);
    assert_eq!(by_tilda.len(), 8);
    let inferred: Vec<&Value> =
        by_tilda.iter().filter(|hit| hit["speaker_inferred"] == true).collect();
    assert_eq!(inferred.len(), 1);
    assert_eq!(
        (&inferred[0]["speaker_canonical"], &inferred[0]["speaker_archive"]),
        (&"Marrow".into(), &"Tilda Marrow".into())
    );

    let aliases = sandbox.path("names.toml");
    fs::write(
        &aliases,
        "\"Lady Marrow\" = [\"Marrow\", \"Tilda Marrow\"]\n\"Tilda J. Marrow\" = []\n",
    )
    .unwrap();
    let under_aliases =
        |args: &[&str]| hits(&sandbox, &[&["--aliases", aliases.to_str().unwrap()], args].concat());
    let names: Vec<(Value, Value)> = under_aliases(&["speakers"])
        .iter()
        .map(|n| (n["name"].clone(), n["count"].clone()))
        .collect();
    assert_eq!(names, [("Lady Marrow".into(), 8.into()), ("Tilda J. Marrow".into(), 1.into())]);
    assert_eq!(under_aliases(&["quotes", "--speaker", "lady"]).len(), 8);
    // Without the file all is as it was.
    assert_eq!(count(&sandbox, "Tilda Marrow"), 8);
    fs::write(&aliases, "\"A\" = [\"X\"]\n\"B\" = [\"X\"]\n").unwrap();
    let ran = sandbox.run(&["--aliases", aliases.to_str().unwrap(), "speakers"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("names.toml") && ran.err.contains("stands for both"), "{}", ran.err);
}

#[test]
fn sure_quotations_are_a_part_of_all() {
    let sandbox = Sandbox::with_samples();
    let all = hits(&sandbox, &["quotes", "--min-confidence", "0"]);
    let sure = hits(&sandbox, &["quotes", "--min-confidence", "0.9"]);
    assert!(!sure.is_empty() && sure.len() < all.len());
    assert!(sure.iter().all(|hit| hit["confidence"].as_f64().unwrap() > 0.899));
    let wanted = all.iter().filter(|hit| hit["confidence"].as_f64().unwrap() > 0.9).count();
    assert!(sure.len() >= wanted);
}

#[test]
fn two_people_of_one_name_stay_apart_by_their_roles() {
    let sandbox = Sandbox::new();
    for number in 0..4 {
        let day = number + 1;
        sandbox.write(
            &format!("s{number}.txt"),
            format!(" date 2020-03-0{day} “The vote stands {number},” said Senator Bram Ockley.\n"),
        );
        sandbox.write(
            &format!("c{number}.txt"),
            format!(
                " date 2020-04-0{day} “We lost {number} games,” \
                 said Bram Ockley, coach of Lowmere Town.\n"
            ),
        );
    }
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(count(&sandbox, "Bram Ockley (politics)"), 4);
    assert_eq!(count(&sandbox, "Bram Ockley (sport)"), 4);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "ockley"]).len(), 8);
    assert_eq!(hits(&sandbox, &["quotes", "--speaker", "ockley sport"]).len(), 4);
}

#[test]
fn a_name_is_split_by_hand_and_joined_again() {
    let sandbox = Sandbox::new();
    let coach = "“The team will play at the pier,” said coach Osric Vane on Monday.";
    let mayor = "“The pier will be closed in May,” said Osric Vane, mayor of Lowmere.";
    let third = "“The crane has to be painted green,” said Osric Vane on Friday.";
    for (name, date, text) in
        [("a", "2001-05-01", coach), ("b", "2010-05-01", mayor), ("c", "2011-05-01", third)]
    {
        sandbox.write(&format!("{name}.txt"), format!(" date {date} {text}\n"));
    }
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(count(&sandbox, "Osric Vane"), 3);
    let crane = hits(&sandbox, &["query", "crane"]);
    let split = format!(
        "[\"Osric Vane\"]\n\"Osric Vane (coach)\" = {{ years = \"1990-2004\", role = \"coach\" }}\n\
         \"Osric Vane (mayor)\" = {{ role = \"mayor\" }}\n\
         \"Osric Vane (painter)\" = {{ articles = [{}] }}\n",
        crane[0]["id"]
    );
    let aliases = sandbox.path("index.aliases.toml");
    fs::write(&aliases, split).unwrap();
    for name in ["Osric Vane (coach)", "Osric Vane (mayor)", "Osric Vane (painter)"] {
        assert_eq!(count(&sandbox, name), 1, "{name}");
        let by = hits(&sandbox, &["quotes", "--speaker", name]);
        assert_eq!(by.len(), 1, "{name}");
        assert_eq!(by[0]["speaker_archive"], name);
    }
    let why = hits(&sandbox, &["speakers", "Osric Vane (coach)", "--why"]);
    assert_eq!(why[0]["why"]["apart"][0]["rule"], "by-hand", "{why:?}");
    // It holds after a re-index, and is gone with its lines.
    fs::remove_dir_all(sandbox.path("index")).unwrap();
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(count(&sandbox, "Osric Vane (painter)"), 1);
    fs::write(&aliases, "[\"Osric Vane\"]\n\"Osric Vane (coach)\" = { year = 1 }\n").unwrap();
    let refused = sandbox.run(&["speakers"]);
    assert!(refused.code == 2 && refused.err.contains("Osric Vane"), "{}", refused.err);
    fs::remove_file(&aliases).unwrap();
    assert_eq!(count(&sandbox, "Osric Vane"), 3);
}
