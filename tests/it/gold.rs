//! The gold scores: recomputed, and compared with the table in `tests/gold/scores.md`.
//!
//! A figure that drops fails the test; one that rises is to be written into the table, which
//! `ONRECORD_SCORES=print cargo test --release gold -- --nocapture` prints anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::sandbox::{Sandbox, samples, shared};

/// How far a figure may fall: scores are printed to a tenth.
const SLACK: f64 = 0.051;

/// What the issues ask for, by row.
const REACH: &[(&str, &str)] = &[
    ("seed: quotations with the right name", "100"),
    ("seed: names F1", "95"),
    ("GGT: GGT>.3 F1", "91"),
    ("GGT: GGT>.8 F1", "89"),
    ("GGT: exact F1", "83"),
    ("GGT: IoU F1", "89"),
    ("GGT: named", "88"),
    ("GGT: wrong names", "≤ 7"),
    ("GGT: end to end F1", "78"),
    ("GGT: right at confidence ≥ 0.9", "95"),
    ("GGT: share at confidence ≥ 0.9", "50"),
    ("Wikinews: IoU F1", "86"),
    ("Wikinews: named", "87"),
    ("Wikinews: wrong names", "≤ 7"),
    ("Wikinews: end to end F1", "74"),
    ("Wikinews: right at confidence ≥ 0.9", "95"),
    ("Wikinews: share at confidence ≥ 0.9", "50"),
    ("PolNeAR: direct exact F1", "92"),
    ("PolNeAR: direct end to end F1", "88"),
    ("PolNeAR: exact F1", "60"),
    ("PolNeAR: IoU F1", "72"),
    ("PolNeAR: wrong names", "≤ 7"),
    ("PolNeAR: speech end to end F1", "73"),
    ("GGT tokenised: end to end F1", "plain − 1.5"),
    ("Wikinews tokenised: end to end F1", "plain − 1.5"),
    ("PolNeAR tokenised: end to end F1", "plain − 1.5"),
    ("uner_pud: names F1", "77"),
    ("uner_pud: persons F1", "88"),
    ("uner_ewt: names F1", "74"),
    ("uner_ewt: persons F1", "86"),
    ("current_events: names F1", "96"),
    ("current_events: persons F1", "98"),
    ("wikinews_dev: names F1", "93.5"),
    ("wikinews_dev: persons F1", "96"),
    ("aliases: B³ F1", "97"),
    ("aliases: mentions found", "93"),
    ("pages: body F1", "94.5"),
    ("pages: titles right of 100", "96"),
    ("pages: dates right of 99", "88"),
    ("pages: dates wrong", "≤ 5"),
    ("pages: authors right of 86", "76"),
    ("pages: authors wrong", "≤ 5"),
];

/// A row of the table.
struct Row {
    name: String,
    figure: f64,
    /// Whether more is worse.
    falls: bool,
    command: String,
}

/// Runs scorers on what the program finds.
struct Scorer {
    sandbox: Sandbox,
    gold: PathBuf,
    rows: Vec<Row>,
}

impl Scorer {
    /// What the program finds in a gold file, as a file.
    fn predict(&self, gold: &Path) -> PathBuf {
        let output = self
            .sandbox
            .command()
            .args(["annotate", "--format", "jsonl"])
            .arg(gold)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let name = format!("{}.pred", gold.file_name().unwrap().to_str().unwrap());
        let path = self.sandbox.path(&name);
        fs::write(&path, output.stdout).unwrap();
        path
    }

    fn python(&self, script: &str, args: &[&Path], more: &[&str]) -> String {
        let output = Command::new("python3")
            .arg(self.gold.join(script))
            .args(args)
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn add(&mut self, name: String, figure: f64, falls: bool, command: &str) {
        self.rows.push(Row { name, figure, falls, command: command.to_owned() });
    }

    /// Rows of a quotation set. `picks` are paths into the scorer's JSON with their names.
    fn quotes(&mut self, set: &str, gold: &Path, more: &[&str], picks: &[(&str, &str)]) {
        let prediction = self.predict(gold);
        let shown = self.python(
            "quotes/score_quotes.py",
            &[gold, &prediction],
            &[more, &["--json"]].concat(),
        );
        let scores: Value = serde_json::from_str(&shown).unwrap();
        let command = ["score_quotes.py", more.join(" ").as_str()].join(" ");
        for (path, name) in picks {
            let value = path.split('.').fold(&scores, |value, key| &value[key]);
            let figure = value.as_f64().unwrap_or(0.0);
            self.add(format!("{set}: {name}"), figure, path.ends_with("wrong"), command.trim());
        }
    }

    /// F1 over all three types, and of persons.
    fn entities(&mut self, set: &str, gold: &Path) {
        let prediction = self.predict(gold);
        let shown = self.python("entities/score_entities.py", &[gold, &prediction], &[]);
        for (label, name) in [("all", "names F1"), ("PER", "persons F1")] {
            let line = shown.lines().find(|line| line.starts_with(label)).unwrap();
            self.add(
                format!("{set}: {name}"),
                number_after(line, "F1"),
                false,
                "score_entities.py",
            );
        }
    }

    /// Body, title, date and authors of real pages, whose ids are the stems of their files' names.
    fn pages(&mut self, gold: &Path) {
        let dir = self.sandbox.path("pages");
        fs::create_dir(&dir).unwrap();
        let packed = gold.with_file_name("pages.tar.xz");
        let unpacked = Command::new("tar").arg("-xJf").arg(&packed).arg("-C").arg(&dir).status();
        assert!(unpacked.unwrap().success(), "{}", packed.display());
        let mut lines = String::new();
        for line in fs::read_to_string(gold).unwrap().lines() {
            let page: Value = serde_json::from_str(line).unwrap();
            let path = page["page"].as_str().unwrap();
            let seen = crate::pages::read(path, &fs::read(dir.join(path)).unwrap());
            let article = seen.into_iter().find_map(|(_, read)| read.ok()).unwrap_or_default();
            let prediction = serde_json::json!({
                "id": page["id"],
                "text": article.body,
                "title": article.title,
                "date": article.date.map(|date| date.to_string()),
                "author": article.authors,
            });
            lines.push_str(&prediction.to_string());
            lines.push('\n');
        }
        let prediction = self.sandbox.path("pages.pred");
        fs::write(&prediction, lines).unwrap();
        let shown = self.python("html/score_extraction.py", &[gold, &prediction], &[]);
        let line = |start: &str| shown.lines().find(|line| line.starts_with(start)).unwrap();
        let mut add = |name: &str, figure: f64, falls: bool| {
            self.add(format!("pages: {name}"), figure, falls, "score_extraction.py");
        };
        add("body F1", number_after(line("body"), "F1") * 100.0, false);
        for (start, right, wrong) in [
            ("title", "titles right of 100", "titles wrong"),
            ("date", "dates right of 99", "dates wrong"),
            ("author", "authors right of 86", "authors wrong"),
        ] {
            add(right, number_after(line(start), "right"), false);
            add(wrong, number_after(line(start), "wrong"), true);
        }
    }
}

fn number_after(line: &str, label: &str) -> f64 {
    let rest = &line[line.find(label).unwrap() + label.len()..];
    let number = rest.trim_start().split([' ', '%', '/']).next().unwrap();
    number.parse().unwrap()
}

const SPANS_AND_NAMES: &[(&str, &str)] = &[
    ("ALL.exact.F1", "exact F1"),
    ("ALL.iou.F1", "IoU F1"),
    ("ALL.named", "named"),
    ("ALL.wrong", "wrong names"),
    ("ALL.e2e.F1", "end to end F1"),
    ("ALL.sure.right", "right at confidence ≥ 0.9"),
    ("ALL.sure.share", "share at confidence ≥ 0.9"),
];

/// The quotations of the sample archive that are found with the right speaker, against the truth
/// that its author wrote down: marked words that are listed, and marked words that are no
/// quotation.
fn sample_archive(scorer: &mut Scorer) {
    let truth = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/archive-quotes.tsv"),
    );
    let mut wanted: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in truth.unwrap().lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [path, position, "direct", speaker, quote] = fields[..] {
            wanted.insert((format!("{path}#{position}"), quote.to_owned()), speaker.to_owned());
        }
    }
    let output = scorer
        .sandbox
        .command()
        .args(["annotate", "--format", "jsonl", "--quiet"])
        .arg(samples())
        .output();
    let (mut found, mut named) = (0, 0);
    for line in String::from_utf8(output.unwrap().stdout).unwrap().lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let place = format!("{}#{}", article["path"].as_str().unwrap(), article["position"]);
        for quote in article["quotes"].as_array().unwrap() {
            let key = (place.clone(), quote["text"].as_str().unwrap().to_owned());
            if let Some(speaker) = wanted.get(&key) {
                found += 1;
                let said = quote["speaker_canonical"].as_str().unwrap_or("-");
                named += i32::from(said.eq_ignore_ascii_case(speaker));
            }
        }
    }
    let share = |part: i32| (f64::from(part) * 1000.0 / wanted.len() as f64).round() / 10.0;
    scorer.add(
        "sample archive: direct quotations found".into(),
        share(found),
        false,
        "annotate tests/archive",
    );
    scorer.add(
        "sample archive: found with the right name".into(),
        share(named),
        false,
        "annotate tests/archive",
    );
}

fn all_rows(gold: &Path) -> Vec<Row> {
    let mut scorer = Scorer { sandbox: Sandbox::new(), gold: gold.to_owned(), rows: Vec::new() };
    let at = |name: &str| gold.join(name);
    scorer.quotes(
        "seed",
        &at("seed/seed.jsonl"),
        &[],
        &[("direct.e2e.R", "quotations with the right name")],
    );
    scorer.entities("seed", &at("seed/seed.jsonl"));
    sample_archive(&mut scorer);
    let (ggt, wikinews) = (at("quotes/ggt_en_dev.jsonl"), at("quotes/wikinews_dev.jsonl"));
    let polnear = at("quotes/polnear_dev.jsonl");
    let open_news = at("quotes/open_news_dev.jsonl");
    scorer.quotes("GGT", &ggt, &[], &[("ALL.ggt3.F1", "GGT>.3 F1"), ("ALL.ggt8.F1", "GGT>.8 F1")]);
    scorer.quotes("GGT", &ggt, &[], SPANS_AND_NAMES);
    scorer.quotes("Wikinews", &wikinews, &[], SPANS_AND_NAMES);
    scorer.quotes("open news", &open_news, &[], SPANS_AND_NAMES);
    scorer.quotes(
        "PolNeAR",
        &polnear,
        &[],
        &[
            ("direct.exact.F1", "direct exact F1"),
            ("direct.e2e.F1", "direct end to end F1"),
            ("ALL.exact.F1", "exact F1"),
            ("ALL.iou.F1", "IoU F1"),
            ("ALL.wrong", "wrong names"),
        ],
    );
    scorer.quotes("PolNeAR", &polnear, &["--speech"], &[("ALL.e2e.F1", "speech end to end F1")]);
    for (set, path) in [("GGT", &ggt), ("Wikinews", &wikinews), ("PolNeAR", &polnear)] {
        let tokenised = scorer.sandbox.path(&format!("{set}-tokenised.jsonl"));
        scorer.python("quotes/tokenise.py", &[path, &tokenised], &[]);
        scorer.quotes(
            &format!("{set} tokenised"),
            &tokenised,
            &[],
            &[("ALL.e2e.F1", "end to end F1")],
        );
    }
    for set in ["uner_pud", "uner_ewt", "current_events"] {
        scorer.entities(set, &at(&format!("entities/{set}.jsonl")));
    }
    scorer.entities("wikinews_dev", &wikinews);
    scorer.entities("open_news_dev", &open_news);
    let aliases = at("aliases/redocred_dev.jsonl");
    let prediction = scorer.predict(&aliases);
    let shown = scorer.python("aliases/score_aliases.py", &[&aliases, &prediction], &[]);
    scorer.add("aliases: B³ F1".into(), number_after(&shown, "F1"), false, "score_aliases.py");
    scorer.add(
        "aliases: mentions found".into(),
        number_after(&shown, "found"),
        false,
        "score_aliases.py",
    );
    scorer.pages(&at("html/gold.jsonl"));
    scorer.rows
}

/// The figures of the committed table by the names of their rows.
fn committed() -> BTreeMap<String, f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/scores.md");
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [name, figure, ..] = cells[..]
            && let Ok(figure) = figure.parse()
        {
            rows.insert(name.to_owned(), figure);
        }
    }
    rows
}

#[test]
fn gold_scores_do_not_drop() {
    let Some(shared) = shared("gold scores") else { return };
    let rows = all_rows(&shared.join("gold"));
    if std::env::var("ONRECORD_SCORES").is_ok_and(|value| value == "print") {
        println!("| row | figure | reach | scorer |\n|---|---|---|---|");
        for Row { name, figure, command, .. } in &rows {
            let reach = REACH.iter().find(|(row, _)| row == name).map_or("", |(_, reach)| reach);
            println!("| {name} | {figure:.1} | {reach} | `{command}` |");
        }
        return;
    }
    let committed = committed();
    let mut wrong = Vec::new();
    for Row { name, figure, falls, .. } in &rows {
        match committed.get(name) {
            None => wrong.push(format!("{name} {figure:.1} stands not in tests/gold/scores.md")),
            Some(old) => {
                let loss = if *falls { figure - old } else { old - figure };
                if loss > SLACK {
                    wrong.push(format!("{name} was {old:.1}, is {figure:.1}"));
                }
            }
        }
    }
    for name in committed.keys().filter(|name| rows.iter().all(|row| row.name != **name)) {
        wrong.push(format!("{name} was not computed"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
