//! The order of hits: what raises a document, that nothing of it adds or removes a hit, and how
//! good the order of judged collections is.

use std::fs;
use std::path::Path;

use crate::sandbox::{Sandbox, shared};

/// A sandbox whose index holds articles, given as lines of JSON.
fn with_articles(articles: &[(&str, &str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    let line = |(id, title, text): &(&str, &str, &str)| {
        serde_json::json!({"id": id, "title": title, "text": text}).to_string()
    };
    let lines: Vec<String> = articles.iter().map(line).collect();
    sandbox.write("all.jsonl", lines.join("\n"));
    sandbox.index(&sandbox.news(), &["--no-annotate"]);
    sandbox
}

/// Hits of an answer in JSON.
fn hits(sandbox: &Sandbox, args: &[&str]) -> Vec<serde_json::Value> {
    let ran = sandbox.run(&[args, &["--format", "jsonl", "--quiet"]].concat());
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Ids of the articles in a run file, in order.
fn run_file(sandbox: &Sandbox, words: &str) -> Vec<String> {
    fs::write(sandbox.path("q.tsv"), format!("1\t{words}\n")).unwrap();
    let ran = sandbox.run(&["query", "--queries", "q.tsv", "--format", "trec"]);
    ran.out.lines().filter_map(|line| line.split(' ').nth(2)).map(str::to_owned).collect()
}

/// Fillers that make the words of `often` common.
fn fillers(often: &str) -> Vec<(String, String)> {
    let one = |number: usize| (format!("filler-{number}"), format!("{often} number {number}."));
    (0..30).map(one).collect()
}

#[test]
fn a_word_is_as_rare_in_a_headline_as_in_a_body() {
    let fillers = fillers("The harbour was calm");
    let mut articles: Vec<(&str, &str, &str)> =
        fillers.iter().map(|(id, text)| (id.as_str(), "", text.as_str())).collect();
    articles.push(("named", "Harbour opens", "It was a fine day for all who came."));
    articles.push(("both", "A long day", "The walrus swam into the harbour, a walrus of size."));
    let sandbox = with_articles(&articles);
    assert_eq!(run_file(&sandbox, "walrus harbour")[..2], ["both", "named"]);
}

#[test]
fn words_akin_raise_a_hit_and_are_none() {
    let sandbox = with_articles(&[
        ("plain", "", "Figs from Tunisia were sold in the market of the town."),
        ("akin", "", "Figs from Tunisia, said a Tunisian, were sold in the market."),
        ("other", "", "Figs that a Tunisian grew were sold in the market of the town."),
        ("none", "", "Figs that a farmer grew were sold in the market of the town."),
    ]);
    assert_eq!(run_file(&sandbox, "figs tunisia"), ["akin", "plain", "other", "none"]);
    assert_eq!(hits(&sandbox, &["query", "tunisia"]).len(), 2);
}

#[test]
fn more_words_of_a_short_question_come_before_one_word_often() {
    let sandbox = with_articles(&[
        ("often", "", "Walrus, walrus, walrus: the walrus was seen, and the walrus swam."),
        ("both", "", "A walrus was seen by many who came to the quay, far from the old harbour."),
        ("else", "", "Nothing was seen at the quay."),
    ]);
    assert_eq!(run_file(&sandbox, "walrus harbour"), ["both", "often"]);
}

#[test]
fn words_said_come_first_and_a_named_speaker_raises_hers() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.txt",
        " date 2020-05-05 “The ferry will sail in June,” said Mara Tindal, the mayor.\n\n\
         “Nobody was asked about it,” said Otto Quell, who owns the ferry.\n\n\
         “The ferry is too small for us,” said Lena Brask, a teacher who knows Tindal.\n",
    );
    sandbox.index(&sandbox.news(), &[]);
    let speakers = |query: &str| -> Vec<(String, bool)> {
        let one = |hit: &serde_json::Value| {
            let name = hit["speaker_canonical"].as_str().unwrap_or_default().to_owned();
            (name, hit["speaker_asked"] == true)
        };
        hits(&sandbox, &["quotes", query]).iter().map(one).collect()
    };
    let ferry = speakers("ferry");
    assert_eq!(ferry.len(), 3, "{ferry:?}");
    assert_eq!(ferry[2], ("Otto Quell".to_owned(), false));
    let tindal = speakers("tindal ferry");
    assert_eq!(tindal[0], ("Mara Tindal".to_owned(), true));
    assert!(tindal[1..].iter().all(|(_, asked)| !asked), "{tindal:?}");
    let shown = sandbox.run(&["quotes", "tindal ferry", "--explain"]).out;
    assert!(shown.contains("raised: the question names the speaker"), "{shown}");
    assert!(shown.contains("tindal in speaker: 1 ×"), "{shown}");
}

/// nDCG@10 and MAP of the program on a judged collection.
fn judged(shared: &Path, set: &str, documents: &str) -> (f64, f64) {
    let sandbox = Sandbox::new();
    let judged = shared.join("ranking").join(set);
    fs::create_dir(sandbox.path(set)).unwrap();
    fs::copy(judged.join(documents), sandbox.path(set).join(documents)).unwrap();
    sandbox.index(&sandbox.path(set), &["--no-annotate"]);
    let queries = judged.join("queries.tsv");
    let ran = sandbox.run(&["query", "--queries", queries.to_str().unwrap(), "--format", "trec"]);
    fs::write(sandbox.path("run.txt"), &ran.out).unwrap();
    let scores = std::process::Command::new("python3")
        .arg(shared.join("ranking/score_ranking.py"))
        .args([judged.join("qrels.txt"), sandbox.path("run.txt")])
        .output()
        .unwrap();
    let scores = String::from_utf8(scores.stdout).unwrap();
    let figure = |name: &str| -> f64 {
        let after = scores.split(name).nth(1).unwrap_or_default();
        after.split_whitespace().next().unwrap_or_default().parse().unwrap_or_default()
    };
    (figure("nDCG@10"), figure("MAP"))
}

#[test]
fn the_ranking_of_judged_news_stays_as_good() {
    let Some(shared) = shared("the ranking of judged news") else { return };
    for (set, documents, ndcg, map) in
        [("time", "docs.jsonl", 0.765, 0.70), ("reuters", "docs.jsonl.gz", 0.595, 0.51)]
    {
        let found = judged(&shared, set, documents);
        assert!(found.0 >= ndcg && found.1 >= map, "{set}: {found:?}");
    }
}
