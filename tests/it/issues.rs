//! Digitised issues: their pages are read once however many articles lie on them, and an issue is
//! read again whenever one of its pages is another.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use onrecord::read::Siblings;

use crate::formats::read;
use crate::sandbox::Sandbox;

/// A page with these words, a block each.
fn page(words: &[&str]) -> String {
    let blocks = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            format!(
                "<TextBlock ID=\"B{at}\"><TextLine><String CONTENT=\"{word}\"/></TextLine>\
                 </TextBlock>"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    format!("<alto><Layout><Page><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>")
}

/// An issue of files (id and place) and articles (title, file and block).
fn issue(files: &[(String, String)], articles: &[(String, String, String)]) -> String {
    let files = files
        .iter()
        .map(|(id, place)| format!("<file ID=\"{id}\"><FLocat xlink:href=\"{place}\"/></file>"))
        .collect::<Vec<_>>()
        .concat();
    let articles = articles
        .iter()
        .map(|(title, file, block)| {
            format!(
                "<div TYPE=\"ARTICLE\" LABEL=\"{title}\"><fptr><area FILEID=\"{file}\" \
                 BEGIN=\"{block}\"/></fptr></div>"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        "<mets xmlns:xlink=\"http://www.w3.org/1999/xlink\"><fileSec><fileGrp>{files}</fileGrp>\
         </fileSec><structMap TYPE=\"LOGICAL\"><div>{articles}</div></structMap></mets>"
    )
}

/// Pages in memory, with the number of times that each was opened.
#[derive(Default)]
struct Pages {
    texts: BTreeMap<String, String>,
    opened: RefCell<BTreeMap<String, usize>>,
}

impl Siblings for Pages {
    fn names(&self) -> Vec<String> {
        self.texts.keys().cloned().collect()
    }

    fn open(&self, path: &str) -> Option<Vec<u8>> {
        *self.opened.borrow_mut().entry(path.to_owned()).or_default() += 1;
        Some(self.texts.get(path)?.clone().into_bytes())
    }
}

#[test]
fn a_page_is_opened_once_however_its_articles_are_named_and_ordered() {
    let mut pages = Pages::default();
    for number in 0..40 {
        let words = [format!("ship{number}"), format!("tram{number}")];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        pages.texts.insert(format!("p{number}.xml"), page(&words));
    }
    // Each page under two ids, and the articles to and fro.
    let files: Vec<(String, String)> =
        (0..80).map(|n| (format!("F{n}"), format!("p{}.xml", n % 40))).collect();
    let articles: Vec<(String, String, String)> = (0..400)
        .map(|n| (format!("No {n}"), format!("F{}", n * 37 % 80), format!("B{}", n % 2)))
        .collect();
    let given = read("i-mets.xml", issue(&files, &articles).as_bytes(), &pages);
    assert_eq!(given.reader, "mets");
    assert_eq!(given.records.len(), 400);
    for (n, record) in given.records.iter().enumerate() {
        let article = record.as_ref().unwrap();
        let word = if n % 2 == 0 { "ship" } else { "tram" };
        assert_eq!(article.body, format!("{word}{}", n * 37 % 80 % 40));
        assert_eq!(article.title.as_deref(), Some(format!("No {n}").as_str()));
    }
    assert!(pages.opened.borrow().values().all(|times| *times == 1), "{:?}", pages.opened);
}

#[test]
fn an_issue_is_read_again_when_its_pages_change_places() {
    for name in ["i-mets.xml", "1905010101.xml"] {
        let sandbox = Sandbox::new();
        let words = ["Flood at Vellby", "Harbour of Lowmere", "Trams in Kessing"];
        let files: Vec<(String, String)> =
            (0..3).map(|n| (format!("F{n}"), format!("p{n}.xml"))).collect();
        let articles: Vec<(String, String, String)> =
            (0..3).map(|n| (format!("No {n}"), format!("F{n}"), "B0".to_owned())).collect();
        sandbox.write(&format!("a/{name}"), issue(&files, &articles));
        for (n, words) in words.iter().enumerate() {
            sandbox.write(&format!("a/p{n}.xml"), page(&[words]));
        }
        sandbox.index(&sandbox.news(), &[]);
        let place = |n: usize| sandbox.news().join(format!("a/p{n}.xml"));
        let away = sandbox.path("away");
        fs::rename(place(0), &away).unwrap();
        fs::rename(place(1), place(0)).unwrap();
        fs::rename(place(2), place(1)).unwrap();
        fs::rename(&away, place(2)).unwrap();
        sandbox.index(&sandbox.news(), &[]);
        let documents = sandbox.documents().join("\n");
        for (title, words) in [("No 0", words[1]), ("No 1", words[2]), ("No 2", words[0])] {
            let line = documents.lines().find(|line| line.contains(title)).unwrap();
            assert!(line.contains(words), "{name}: {title} is not {words}: {line}");
        }
    }
}
