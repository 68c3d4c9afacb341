//! Copies, versions and withdrawals, quotations printed again, saved searches.

use std::fs;
use std::path::Path;

use onrecord::archive::analyse;
use onrecord::ingest::Timings;
use onrecord::model::{Article, DateOrigin, Notes, PublishedDate, Source, Status};
use onrecord::search::{Articles, Filters, Question};
use onrecord::store::{ArticleRecord, Manifest, Writer, WriterOptions};
use onrecord::{Archive, Overrides};
use serde_json::{Value, json};

use crate::sandbox::{Ran, Sandbox};

/// Prose of `count` sentences, other for each seed: words drawn from a list, so that two seeds
/// share no run.
fn prose(seed: u64, count: usize) -> Vec<String> {
    const WORDS: [&str; 48] = [
        "harbour", "council", "ferry", "winter", "teacher", "bridge", "market", "river", "engine",
        "garden", "letter", "stone", "captain", "window", "orchard", "railway", "signal", "timber",
        "village", "weather", "budget", "painter", "island", "kitchen", "lantern", "mirror",
        "needle", "oyster", "pepper", "quarry", "ribbon", "saddle", "tunnel", "valley", "wagon",
        "yard", "anchor", "barrel", "candle", "doctor", "farmer", "goose", "hammer", "inn",
        "jacket", "kettle", "ladder", "mill",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        WORDS[(state % WORDS.len() as u64) as usize]
    };
    let mut sentence = || {
        let words: Vec<&str> = (0..11).map(|_| next()).collect();
        format!("The {}.", words.join(" "))
    };
    (0..count).map(|_| sentence()).collect()
}

fn text(date: &str, sentences: &[String]) -> String {
    format!(" date {date} {}\n", sentences.join(" "))
}

fn ask(sandbox: &Sandbox, args: &[&str]) -> Value {
    let Ran { code, out, err } = sandbox.run(&[&["--format", "json"], args].concat());
    assert!(code < 2, "{args:?}: {err}");
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{args:?}: {out}{err}"))
}

fn totals(answer: &Value) -> (u64, u64, usize) {
    let number = |name: &str| answer[name].as_u64().unwrap();
    (number("total"), number("distinct"), answer["hits"].as_array().unwrap().len())
}

/// One story as printed, tokenised in JSON, with another lead a day later, and cut; and another
/// story.
fn wire_copy() -> Sandbox {
    let sandbox = Sandbox::new();
    let story = prose(1, 14);
    sandbox.write("agency.txt", text("2011-03-04", &story));
    let tokenised = story.join(" ").replace('.', " .").to_uppercase();
    sandbox.write("export.json", json!({"text": tokenised, "date": "2011-03-04"}).to_string());
    let mut lead = story.clone();
    lead[0] =
        "Nobody in Lowmere slept well last night, whatever the mayor may say about it now.".into();
    sandbox.write("paper.txt", text("2011-03-05", &lead));
    sandbox.write("cut.txt", text("2011-03-05", &story[..9]));
    sandbox.write("other.txt", text("2011-03-05", &prose(2, 14)));
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

#[test]
fn copies_are_one_hit_and_can_be_unfolded() {
    let sandbox = wire_copy();
    let folded = ask(&sandbox, &["query", "--on", "2011"]);
    assert_eq!(totals(&folded), (5, 2, 2));
    let with_copies =
        folded["hits"].as_array().unwrap().iter().find(|hit| !hit["copies"].is_null()).unwrap();
    assert_eq!(with_copies["copies"]["others"], 3);
    assert_eq!(with_copies["copies"]["first_date"], "2011-03-04");
    assert_eq!(totals(&ask(&sandbox, &["query", "--on", "2011", "--all-copies"])), (5, 5, 5));
    let shown = sandbox.run(&["query", "--on", "2011"]).out;
    assert!(
        shown.contains("+3 copies") && shown.contains("5 articles (2 without copies), 2 shown"),
        "{shown}"
    );

    // Any address opens it and lists the others; each keeps its id.
    let all = ask(&sandbox, &["query", "--on", "2011", "--all-copies"]);
    let id = |path: &str| {
        let hits = all["hits"].as_array().unwrap();
        hits.iter().find(|hit| hit["path"] == path).unwrap()["id"].as_str().unwrap().to_owned()
    };
    for path in ["agency.txt", "export.json", "paper.txt", "cut.txt"] {
        let article = ask(&sandbox, &["show", &id(path)]);
        assert_eq!(article["path"], path);
        assert_eq!(article["copies"].as_array().unwrap().len(), 4, "{path}");
    }
    assert!(ask(&sandbox, &["show", &id("other.txt")])["copies"].is_null());

    let copies = ask(&sandbox, &["copies", &id("agency.txt")]);
    let differs = |path: &str| {
        let hits = copies["hits"].as_array().unwrap();
        hits.iter().find(|copy| copy["path"] == path).unwrap()["differs"].clone()
    };
    assert!(differs("agency.txt").is_null());
    assert_eq!(differs("export.json")["same_words"], true);
    assert!(differs("paper.txt")["own_beginning"].as_u64().unwrap() >= 15);
    assert_eq!(differs("cut.txt")["cut_end"], 60);
    assert_eq!(copies["hits"][0]["date"], "2011-03-04");
    let listed = sandbox.run(&["copies", &id("agency.txt")]).out;
    for words in
        ["the same words", "without the last 60 words", "begins with", "the article asked for"]
    {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    assert_eq!(sandbox.run(&["copies", &id("other.txt")]).code, 1);
}

#[test]
fn a_form_filled_in_anew_and_short_texts_are_no_copies() {
    let sandbox = Sandbox::new();
    for (number, (day, price, volume)) in
        [(4, "61.25", "1,204"), (5, "63.50", "1,377"), (6, "60.75", "998")].into_iter().enumerate()
    {
        sandbox.write(
            &format!("market{number}.txt"),
            format!(
                " date 1987-03-0{day} The Lowmere wool exchange closed for the day after quiet \
                 trading in all grades on the main floor. Fine wool ended at {price} crowns a \
                 bale, the exchange said in its daily report to members and to the public. \
                 Dealers sold {volume} bales in all, and said that demand from the mills along \
                 the river had been steady all week.\n"
            ),
        );
    }
    sandbox.write(
        "a/short.json",
        json!({"title": "Ferry sinks", "text": "See picture on page nine."}).to_string(),
    );
    sandbox.write(
        "b/short.json",
        json!({"title": "Goose wins", "text": "See picture on page nine."}).to_string(),
    );
    sandbox.write(
        "c/short.json",
        json!({"title": "Goose Wins", "text": "See picture , on page nine ."}).to_string(),
    );
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(totals(&ask(&sandbox, &["query", "wool exchange"])), (3, 3, 3));
    // The same headline makes it the same; another one does not.
    assert_eq!(totals(&ask(&sandbox, &["query", "picture"])), (3, 2, 2));
}

/// Everything that was worked out about copies, as text.
fn groups(index: &Path) -> String {
    let archive = Archive::open(index, Overrides::default()).unwrap();
    let (copies, sayings) = (archive.clusters(), archive.quote_clusters());
    let all: Vec<_> =
        (0..copies.cluster_count() as u32).map(|group| copies.members(group).to_vec()).collect();
    let said: Vec<_> =
        (0..sayings.cluster_count() as u32).map(|group| sayings.members(group).to_vec()).collect();
    format!("{all:#?}\n{said:#?}")
}

/// Files with copies, cut copies, other leads, versions, and quotations printed again.
fn crowd() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for number in 0..60_u64 {
        let story = prose(number / 4 + 10, 12);
        let day = format!("2014-05-{:02}", number % 28 + 1);
        let said = format!(
            "“We shall keep the old ferry number {} for our children and theirs,” said Tilda \
             Marrow.",
            number / 7
        );
        let sentences = match number % 4 {
            0 => story.clone(),
            1 => story[..9].to_vec(),
            2 => [&prose(number + 500, 1), &story[1..]].concat(),
            _ => prose(number + 900, 12),
        };
        let sentences = [sentences, vec![said]].concat();
        files.push((format!("{:02}/{number}.txt", number % 5), text(&day, &sentences)));
    }
    files
}

#[test]
fn groups_are_the_same_whatever_the_order_the_workers_and_the_increments() {
    let files = crowd();
    let build = |order: &[usize], steps: usize, jobs: &str| {
        let sandbox = Sandbox::new();
        for step in order.chunks(order.len().div_ceil(steps)) {
            for at in step {
                sandbox.write(&files[*at].0, &files[*at].1);
            }
            sandbox.index(&sandbox.news(), &["--jobs", jobs, "--commit-every", "17", "--quiet"]);
        }
        groups(&sandbox.path("index"))
    };
    let forward: Vec<usize> = (0..files.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let mixed: Vec<usize> = forward.iter().map(|at| at * 37 % files.len()).collect();
    let once = build(&forward, 1, "1");
    assert!(
        once.matches("ClusteredArticle {").count() > 30
            && once.matches("ClusteredQuote {").count() > 30,
        "{once}"
    );
    assert_eq!(once, build(&forward, 1, "4"));
    assert_eq!(once, build(&forward, 10, "2"));
    assert_eq!(once, build(&backward, 10, "3"));
    assert_eq!(once, build(&mixed, 7, "4"));
}

#[test]
fn a_copy_that_goes_leaves_its_group() {
    let sandbox = wire_copy();
    fs::remove_file(sandbox.news().join("paper.txt")).unwrap();
    sandbox.write("cut.txt", text("2011-03-05", &prose(3, 9)));
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(totals(&ask(&sandbox, &["query", "--on", "2011"])), (4, 3, 3));
}

#[test]
fn later_versions_supersede_and_kills_hide() {
    let sandbox = Sandbox::new();
    let story = prose(1, 14);
    let article = |headline: &str, date: &str, publisher: &str, sentences: &[String]| {
        json!({"title": headline, "date": date, "source": publisher, "text": sentences.join(" ")})
            .to_string()
    };
    sandbox.write("1.json", article("Ferry strike ends", "2011-03-04", "Sarn Agency", &story));
    let mut second = story.clone();
    second.extend(prose(5, 2));
    sandbox.write(
        "2.json",
        article("UPDATE 1-Ferry strike ends", "2011-03-04", "Sarn Agency", &second),
    );
    second[3] = "A line put right.".into();
    sandbox.write(
        "3.json",
        article("CORRECTED-UPDATE 2-Ferry strike ends", "2011-03-05", "Sarn Agency", &second),
    );
    sandbox.write("4.json", article("Ferry strike ends", "2011-03-05", "Lowmere Post", &story));
    let scandal = prose(7, 12);
    sandbox.write("5.json", article("Mayor sold the goose", "2011-04-01", "Sarn Agency", &scandal));
    sandbox.write(
        "6.json",
        article("KILL: Mayor sold the goose", "2011-04-02", "Sarn Agency", &prose(8, 3)),
    );
    sandbox.index(&sandbox.news(), &[]);
    let strike = ask(&sandbox, &["query", "title:strike", "--all-copies", "--sort", "oldest"]);
    assert_eq!(totals(&strike).0, 4);
    for hit in strike["hits"].as_array().unwrap() {
        let by = &hit["copies"]["superseded_by"];
        match hit["path"].as_str().unwrap() {
            "1.json" | "2.json" => {
                assert_eq!(by["version"], "CORRECTION of UPDATE 2", "{hit:#}");
                assert_eq!(by["date"], "2011-03-05");
            }
            // The last version stands, and another paper's copy is not the agency's to replace.
            _ => assert!(by.is_null(), "{hit:#}"),
        }
    }
    assert!(
        sandbox
            .run(&["query", "strike", "--all-copies"])
            .out
            .contains("superseded by CORRECTION of UPDATE 2, 2011-03-05")
    );

    assert_eq!(sandbox.run(&["query", "mayor goose"]).code, 1);
    let killed = ask(&sandbox, &["query", "title:mayor", "--include-killed"]);
    assert_eq!(totals(&killed).0, 2);
    let id = killed["hits"][0]["id"].as_str().unwrap().to_owned();
    let ran = sandbox.run(&["show", &id]);
    assert!(
        ran.code == 1 && ran.out.is_empty() && ran.err.contains("--include-killed"),
        "{}",
        ran.err
    );
    assert_eq!(sandbox.run(&["show", &id, "--include-killed"]).code, 0);
    // Nor is it cited, exported, counted or what words are checked against, unless that is wanted.
    let words = scandal[2].trim_end_matches('.').to_owned();
    for args in [
        &["cite", &id][..],
        &["export", "title:mayor"],
        &["timeline", "title:mayor"],
        &["verify", &words],
    ] {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.out.contains("goose")), (1, false), "{args:?}: {}", ran.out);
        let wanted = [args, &["--include-killed"]].concat();
        assert_eq!(sandbox.run(&wanted).code, 0, "{wanted:?}: {}", sandbox.run(&wanted).err);
    }
    assert!(sandbox.run(&["status"]).out.contains("withdrawn  2 of them"));
}

#[test]
fn canceled_withheld_and_embargoed_articles_are_not_shown() {
    let sandbox = Sandbox::new();
    let dir = sandbox.path("index");
    let options = WriterOptions { memory: 20_000_000, threads: 1, holder: "a test".into() };
    let mut writer = Writer::open(&dir, &options).unwrap();
    let mut put = |path: &str, id: Option<&str>, day: u32, change: &dyn Fn(&mut Article)| {
        let mut article = Article {
            body: prose(u64::from(path.as_bytes()[0]), 8).join(" "),
            archive_id: id.map(str::to_owned),
            date: PublishedDate::from_parts(2020, Some(5), Some(day), DateOrigin::Field),
            ..Article::default()
        };
        change(&mut article);
        let source = Source { root: "wire".into(), path: path.into(), position: 0 };
        let record = ArticleRecord { source, article, notes: Notes::default(), content: 0 };
        writer.insert_article(&record, false).unwrap();
    };
    let urn = Some("urn:newsml:sarn:20200501:ferry");
    put("a1", urn, 1, &|_| {});
    put("b2", urn, 2, &|article| article.status = Status::Canceled);
    put("c3", None, 3, &|article| article.status = Status::Withheld);
    put("d4", None, 4, &|article| article.embargo = Some(1_000));
    put("e5", Some("17"), 5, &|_| {});
    writer.commit(&Manifest::default()).unwrap();
    writer.close().unwrap();
    analyse(&dir, &Timings::default()).unwrap();
    let archive = Archive::open(&dir, Overrides::default()).unwrap();
    let shown = |withdrawn: bool, now: Option<i64>| {
        let filters = Filters { withdrawn, now, ..Filters::default() };
        let question = Question { limit: 100, filters, ..Question::default() };
        let hits = archive.search::<Articles>(&question).unwrap();
        let mut paths: Vec<String> =
            hits.hits.iter().map(|hit| hit.record.source.path.clone()).collect();
        paths.sort();
        assert_eq!(hits.total as usize, paths.len());
        paths.join(" ")
    };
    // A canceled version takes the one before it along; without a time embargoes hold.
    assert_eq!(shown(false, None), "e5");
    assert_eq!(shown(false, Some(999)), "e5");
    assert_eq!(shown(false, Some(1_000)), "d4 e5");
    assert_eq!(shown(true, Some(999)), "a1 b2 c3 e5");
}

#[test]
fn a_quotation_printed_again_is_one_hit() {
    let sandbox = Sandbox::new();
    let said = "We shall not give up the old ferry while one child needs it to reach school";
    let print = |name: &str, date: &str, sentence: &str, seed: u64| {
        sandbox.write(name, format!(" date {date} {} {sentence}\n", prose(seed, 3).join(" ")));
    };
    print("a.txt", "2019-05-01", &format!("“{said},” said Tilda Marrow."), 1);
    print("b.txt", "2019-05-02", &format!("`` {said} , '' Osric Vane said ."), 2);
    print("c.txt", "2019-05-02", &format!("\"{said},\" Tilda Marrow said."), 3);
    print(
        "d.txt",
        "2019-05-03",
        "“We shall never give up the old ferry while one child needs it to reach school,” \
         said Tilda Marrow.",
        4,
    );
    print(
        "e.txt",
        "2019-05-03",
        "“We shall not give up the old ferry while a child needs it to reach its school,” \
         said Tilda Marrow.",
        5,
    );
    print("f.txt", "2019-05-03", "“We will see,” said Tilda Marrow.", 6);
    print("g.txt", "2019-05-04", "“We will see,” said Tilda Marrow.", 7);
    sandbox.index(&sandbox.news(), &[]);
    let ferry = ask(&sandbox, &["quotes", "old ferry"]);
    // "never" for "not" is the same number of negations; other words of the sentence agree.
    assert_eq!(totals(&ferry), (5, 1, 1), "{ferry:#}");
    let printed = &ferry["hits"][0]["printed"];
    assert_eq!((&printed["articles"], &printed["first_date"]), (&json!(5), &json!("2019-05-01")));
    assert_eq!(printed["wordings"], 3);
    assert_eq!(
        printed["credited"],
        json!([{"name": "Tilda Marrow", "count": 4}, {"name": "Osric Vane", "count": 1}])
    );
    // Lines are broken at the width of the terminal.
    let shown = sandbox.run(&["quotes", "old ferry"]).out.replace("\n   ", " ");
    assert!(shown.contains("printed in 5 articles since 2019-05-01"), "{shown}");
    assert!(shown.contains("credited to Tilda Marrow (4), Osric Vane (1)"), "{shown}");
    let id = ferry["hits"][0]["id"].as_str().unwrap();
    let prints = ask(&sandbox, &["copies", id]);
    assert_eq!(prints["hits"].as_array().unwrap().len(), 5);
    assert_eq!(prints["hits"][0]["date"], "2019-05-01");
    assert!(sandbox.run(&["copies", id]).out.contains("Osric Vane"));
    assert_eq!(totals(&ask(&sandbox, &["quotes", "old ferry", "--all-copies"])).2, 5);
    // Words too few to be anybody's own.
    assert_eq!(totals(&ask(&sandbox, &["quotes", "\"we will see\""])), (2, 2, 2));
}

#[test]
fn an_opposite_or_another_figure_is_no_variant() {
    let sandbox = Sandbox::new();
    let print = |name: &str, day: u32, words: &str, seed: u64| {
        sandbox.write(
            name,
            format!(
                " date 2019-05-0{day} {} “{words},” said Tilda Marrow.\n",
                prose(seed, 3).join(" ")
            ),
        );
    };
    print("a.txt", 1, "The council will sell the old mill to the men of Lowmere this year", 1);
    print("b.txt", 2, "The council will not sell the old mill to the men of Lowmere this year", 2);
    print(
        "c.txt",
        3,
        "The old bridge will cost the town 300 crowns before the winter comes again",
        3,
    );
    print(
        "d.txt",
        4,
        "The old bridge will cost the town 900 crowns before the winter comes again",
        4,
    );
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(totals(&ask(&sandbox, &["quotes", "old"])), (4, 4, 4));
}

#[test]
fn saved_searches_show_what_is_new_once() {
    let sandbox = Sandbox::new();
    let story = prose(1, 14);
    sandbox.write(
        "a.txt",
        text("2011-03-04", &[story.clone(), vec!["Ferrymen strike.".into()]].concat()),
    );
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(
        sandbox.run(&["save", "strike", "ferrymen strike", "--from", "2010", "-n", "1"]).code,
        0
    );
    assert_eq!(sandbox.run(&["save", "said", "quotes", "--speaker", "marrow"]).code, 0);
    assert_eq!(sandbox.run(&["save", "bad", "--no-such-option"]).code, 2);
    assert_eq!(sandbox.run(&["save", "../bad", "ferry"]).code, 2);
    let listed = sandbox.run(&["run"]).out;
    assert_eq!(
        listed,
        "strike query ferrymen strike --from 2010 -n 1\nsaid quotes --speaker marrow\n"
    );

    let new = || sandbox.run(&["run", "strike", "--new", "--format", "jsonl", "--quiet"]);
    let paths = |ran: &Ran| -> Vec<String> {
        let hits = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        hits.map(|hit| hit["path"].as_str().unwrap().to_owned()).collect()
    };
    let first = new();
    assert_eq!((first.code, paths(&first)), (0, vec!["a.txt".to_owned()]));
    assert_eq!((new().code, new().out), (1, String::new()));
    // All that is new is shown, whatever the saved limit; a copy of what was shown is not new.
    for number in 2..5 {
        let other = [prose(number, 14), vec!["Ferrymen strike.".into()]].concat();
        sandbox.write(&format!("{number}.txt"), text("2012-03-04", &other));
    }
    let cut = [story[2..].to_vec(), vec!["Ferrymen strike.".into()]].concat();
    sandbox.write("copy.txt", text("2011-03-05", &cut));
    sandbox.index(&sandbox.news(), &[]);
    // A look does not take the news away.
    assert_eq!(sandbox.run(&["run", "strike"]).code, 0);
    let second = new();
    let mut shown = paths(&second);
    shown.sort();
    assert_eq!((second.code, shown), (0, ["2.txt", "3.txt", "4.txt"].map(str::to_owned).to_vec()));
    assert_eq!(new().code, 1);
    // It lasts when the index is built anew.
    fs::remove_dir_all(sandbox.path("index")).unwrap();
    sandbox.index(&sandbox.news(), &[]);
    assert_eq!(new().code, 1);

    assert_eq!(sandbox.run(&["run", "said"]).code, 1);
    let ran = sandbox.run(&["run", "nothing"]);
    assert!(ran.code == 2 && ran.err.contains("strike, said"), "{}", ran.err);
    assert_eq!(sandbox.run(&["save", "--remove", "strike"]).code, 0);
    assert_eq!(sandbox.run(&["save", "--remove", "strike"]).code, 1);
    assert_eq!(sandbox.run(&["run", "strike"]).code, 2);
}
