//! Words that are spelt in several ways: each is found by all of them, and marked where it stands.

use crate::sandbox::Sandbox;

const ARTICLES: &[(&str, &str)] = &[
    ("fr.txt", "L’usine d’Orvane a rouvert. Qu'elle paie l'impôt, dit Jean d’Estrelle."),
    ("it.txt", "L'argine dell’isola ha ceduto nell'estate, dice Rosa D'Orsi."),
    ("okina.txt", "The mayor of Kaluʻi spoke of Vovchaʻnsk and of ʿAdan."),
    ("modifier.txt", "The mayor of Kaluʼi spoke of Vovchaʼnsk and of ʼAdan."),
    ("straight.txt", "The mayor of Kalu'i spoke of Vovcha'nsk and of 'Adan."),
    ("ko.txt", "장관은 등대가 화요일에 문을 연다고 했다. 부산에서도 등대를 고쳤다."),
    ("th.txt", "เจ้าหน้าที่บอกว่าประภาคารจะเปิดวันอังคาร"),
    ("zh.txt", "部长说灯塔将于星期二开放。"),
    ("dots.txt", "Then B.N. Tarnow met Q.R.S. Holm."),
    ("blanks.txt", "Then B. N. Tarnow met Q. R. S. Holm."),
    ("bare.txt", "Then BN Tarnow met QRS Holm."),
    (
        "hyphens.txt",
        "The pre-war re-entry of an X-15, a by-product of OTTO-7, was shown in the film.",
    ),
    ("whole.txt", "The prewar reentry of an X15, a byproduct of OTTO7, was shown in the film."),
    ("apart.txt", "It was pre war, and it was shown. The score was 3-2 on 4 May."),
    ("wide.txt", "The Ｘ－１５ of Ｏｒｖａｎｅ cost １，０００ crowns."),
    ("accents.txt", "The crêperie in Mörlitz was shut."),
];

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, text) in ARTICLES {
        sandbox.write(name, format!("Title: Case\nDate: 2024-03-05\n\n{text}\n"));
    }
    sandbox.index(&sandbox.news(), &[]);
    sandbox
}

/// Names of the articles that a query finds in full, and all that is marked in them.
fn found(sandbox: &Sandbox, query: &str) -> (String, String) {
    let ran = sandbox.run(&["query", "--format", "jsonl", "-n", "50", "--all-copies", "--", query]);
    assert!(ran.code < 2, "{query}: {}", ran.err);
    let (mut names, mut marks) = (Vec::new(), Vec::new());
    for line in ran.out.lines() {
        let hit: serde_json::Value = serde_json::from_str(line).unwrap();
        if hit["complete"] == false || hit["in_part"] == true {
            continue;
        }
        let path = hit["path"].as_str().unwrap().trim_end_matches(".txt").to_owned();
        let passage = &hit["passage"];
        let chars: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
        for mark in passage["marks"].as_array().unwrap() {
            let at = |end: usize| mark[end].as_u64().unwrap() as usize;
            marks.push(chars[at(0)..at(1)].iter().collect::<String>());
        }
        names.push(path);
    }
    names.sort();
    marks.sort();
    marks.dedup();
    (names.join(" "), marks.join(", "))
}

fn check_all(cases: &[(&str, &str, &str)]) {
    let sandbox = archive();
    let mut wrong = Vec::new();
    for (query, names, marks) in cases {
        let (found_names, found_marks) = found(&sandbox, query);
        if (found_names.as_str(), found_marks.as_str()) != (*names, *marks) {
            wrong.push(format!("{query}: {found_names} | {found_marks}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_elided_article_hides_no_word() {
    check_all(&[
        ("usine", "fr", "usine"),
        ("l'usine", "fr", "L’usine"),
        ("orvane", "fr wide", "Orvane, Ｏｒｖａｎｅ"),
        ("impôt", "fr", "impôt"),
        ("elle", "fr", "elle"),
        ("Estrelle", "fr", "Estrelle"),
        ("\"Jean d'Estrelle\"", "fr", "Jean d’Estrelle"),
        ("argine", "it", "argine"),
        ("isola estate", "it", "estate, isola"),
        ("Orsi", "it", "Orsi"),
        ("DOrsi", "it", "D'Orsi"),
        ("\"Rosa DOrsi\"", "it", "Rosa D'Orsi"),
    ]);
}

#[test]
fn apostrophes_of_every_kind_are_one() {
    let all = "modifier okina straight";
    let kalui = "Kalu'i, Kaluʻi, Kaluʼi";
    check_all(&[
        ("Kalu'i", all, kalui),
        ("Kalui", all, kalui),
        ("Kaluʻi", all, kalui),
        ("Kaluʼi", all, kalui),
        ("Vovcha'nsk", all, "Vovcha'nsk, Vovchaʻnsk, Vovchaʼnsk"),
        ("Adan", all, "Adan"),
        ("\"mayor of Kaluʼi\"", all, "mayor of Kalu'i, mayor of Kaluʻi, mayor of Kaluʼi"),
        ("kaluʼ*", all, kalui),
    ]);
}

#[test]
fn scripts_without_words_between_blanks() {
    check_all(&[
        ("등대", "ko", "등대"),
        ("등대가", "ko", "등대가"),
        ("부산", "ko", "부산"),
        ("장관", "ko", "장관"),
        ("등대*", "ko", "등대"),
        ("\"부산에서도 등대를\"", "ko", "부산에서도 등대를"),
        ("항구", "", ""),
        ("ประภาคาร", "th", "ประภาคาร"),
        ("*ประภาคาร*", "th", "ประภาคาร"),
        ("เปิด", "th", "เปิด"),
        ("灯塔", "zh", "灯塔"),
        ("x15", "hyphens whole wide", "X-15, X15, Ｘ－１５"),
        ("1000", "wide", "１，０００"),
    ]);
}

#[test]
fn initials_are_written_in_three_ways() {
    let all = "bare blanks dots";
    let tarnow = "B. N. Tarnow, B.N. Tarnow, BN Tarnow";
    let holm = "Q. R. S. Holm, Q.R.S. Holm, QRS Holm";
    check_all(&[
        ("\"B.N. Tarnow\"", all, tarnow),
        ("\"B. N. Tarnow\"", all, tarnow),
        ("\"BN Tarnow\"", all, tarnow),
        ("\"b. n. tarnow met\"", all, "B. N. Tarnow met, B.N. Tarnow met, BN Tarnow met"),
        ("\"Q. R. S. Holm\"", all, holm),
        ("\"qrs holm\"", all, holm),
        ("B. N. Tarnow", all, "B. N, B.N, BN, Tarnow"),
        ("BN Tarnow", all, "B. N, B.N, BN, Tarnow"),
        ("\"BM Tarnow\"", "", ""),
        ("\"N. B. Tarnow\"", "", ""),
    ]);
}

#[test]
fn hyphens_are_there_or_not() {
    let both = "hyphens whole";
    check_all(&[
        ("prewar", both, "pre-war, prewar"),
        ("pre-war", "apart hyphens whole", "pre war, pre-war, prewar"),
        ("reentry", both, "re-entry, reentry"),
        ("by-product", both, "by-product, byproduct"),
        ("by-products", both, "by-product, byproduct"),
        ("X-15", "hyphens whole wide", "X-15, X15, Ｘ－１５"),
        ("OTTO7", both, "OTTO-7, OTTO7"),
        ("\"the prewar reentry of\"", both, "The pre-war re-entry of, The prewar reentry of"),
        ("\"pre-war reentry\"", both, "pre-war re-entry, prewar reentry"),
        ("\"prewar film\"", "", ""),
        ("prew*", both, "pre-war, prewar"),
        ("=prewar", "whole", "prewar"),
        ("32", "", ""),
    ]);
}

#[test]
fn expressions_are_folded_as_words_are() {
    check_all(&[
        ("/crêperie/", "accents", "crêperie"),
        ("/crepe.*/", "accents", "crêperie"),
        ("/M[öo]rlitz/", "accents", "Mörlitz"),
        ("/cr[ê]per../", "accents", "crêperie"),
        ("/mo\u{308}rlitz/", "accents", "Mörlitz"),
    ]);
}
