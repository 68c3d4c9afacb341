//! Bytes as archives hold them: whatever the encoding and the line ends, what was said is read, and
//! by whom. Damage is tried in the library's own tests, where a try costs less.

use crate::sandbox::{Sandbox, invented};

/// The text of an article with quotations, in letters that every Western encoding has.
const STORY: &str = "Title: Ferry sails again\nDate: 1997-04-02\n\nThe café of Kressing opened on \
    Monday.\n\n\"We are ready to sail,\" said Zoë Tarnow, the mayor.\n\n\"Nobody will stop us,\" \
    said Bengt Åkerlund, who led the strike.\n";

/// [`STORY`] with curly marks.
fn curly() -> String {
    let mut open = false;
    let mark = |c: char| {
        if c != '"' {
            return c;
        }
        open = !open;
        if open { '“' } else { '”' }
    };
    STORY.chars().map(mark).collect()
}

/// The headline, speaker and words of every quotation that `annotate` finds in a file.
fn quotations(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> Vec<[String; 3]> {
    let sandbox = Sandbox::new();
    sandbox.write(name, bytes);
    let ran = sandbox.run(&[&["annotate", "news", "--format", "jsonl"], more].concat());
    let mut found = Vec::new();
    for line in ran.out.lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        for quote in article["quotes"].as_array().unwrap() {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
            let words = text(&quote["text"]).trim_matches(['"', '“', '”', ',']).to_owned();
            found.push([text(&article["title"]), text(&quote["speaker"]["text"]), words]);
        }
    }
    found
}

fn check(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) {
    let expected = [
        ["Ferry sails again", "Zoë Tarnow", "We are ready to sail"],
        ["Ferry sails again", "Bengt Åkerlund", "Nobody will stop us"],
    ];
    assert_eq!(quotations(name, bytes, more), expected, "{name}");
}

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

/// [`STORY`] in both code pages of DOS, which differ in none of its letters.
fn dos() -> Vec<u8> {
    let byte = |c: char| match c {
        'é' => 0x82,
        'ë' => 0x89,
        'Å' => 0x8F,
        c => c as u8,
    };
    STORY.chars().map(byte).collect()
}

fn utf16(text: &str, low_first: bool) -> Vec<u8> {
    let bytes = |unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

/// [`curly`] in other formats.
fn formats() -> [(&'static str, String); 5] {
    let story = curly();
    let body = story.split_once("\n\n").unwrap().1;
    let json = serde_json::json!(
        {"title": "Ferry sails again", "date": "1997-04-02", "text": body}
    );
    let row = |delimiter: &str, end: &str| {
        let columns = ["title", "date", "text"].join(delimiter);
        let cells = ["Ferry sails again", "1997-04-02", &format!("\"{body}\"")].join(delimiter);
        format!("{columns}{end}{cells}{end}")
    };
    let mail = format!(
        "From: a@example.org\nSubject: Ferry sails again\nDate: Wed, 02 Apr 1997 10:00:00 +0000\n\n\
         {body}"
    );
    [
        ("a.jsonl", format!("{json}\n")),
        ("a.json", json.to_string()),
        ("a.csv", row(",", "\n")),
        ("a.tsv", row("\t", "\r\n")),
        ("a.eml", mail),
    ]
}

#[test]
fn the_macintosh_and_dos_are_told_by_their_bytes_or_named() {
    check("utf8.txt", curly(), &[]);
    check("windows.txt", encoded(&curly(), encoding_rs::WINDOWS_1252), &[]);
    check("mac.txt", encoded(&curly(), encoding_rs::MACINTOSH), &[]);
    check("dos.txt", dos(), &[]);
    for (name, text) in formats().into_iter().filter(|(name, _)| !name.ends_with("json")) {
        check(name, encoded(&text, encoding_rs::MACINTOSH), &[]);
    }
    // In a text where the bytes tell nothing, the user's word counts.
    let alone = b"Title: News\n\n\"No more,\" said Ulf B\x8Ck of Lowmere.\n";
    let named = |more: &[&str]| quotations("a.txt", alone, more).concat()[1].clone();
    assert_eq!(named(&["--encoding", "macintosh"]), "Ulf Båk");
    assert_eq!(named(&["--encoding", "*.txt=cp850"]), "Ulf Bîk");
    assert_eq!(named(&["--encoding", "*.csv=cp850", "--encoding", "mac"]), "Ulf Båk");
    // It does not harm what tells its own.
    check("utf8.txt", curly(), &["--encoding", "cp437"]);
    check("utf16.txt", utf16(&format!("\u{feff}{}", curly()), false), &["--encoding", "cp437"]);
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["annotate", ".", "--encoding", "klingon"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("“klingon” is no encoding; give one such as"), "{}", ran.err);
}

#[test]
fn utf16_is_read_in_every_format() {
    for (name, text) in formats() {
        check(name, &text, &[]);
        for low_first in [true, false] {
            check(name, utf16(&format!("\u{feff}{text}"), low_first), &[]);
            check(name, utf16(&text, low_first), &[]);
        }
    }
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><nitf><head><title>Ferry sails again</title>\
         </head><body><body.head><hedline><hl1>Ferry sails again</hl1></hedline></body.head>\
         <body.content><p>{}</p></body.content></body></nitf>",
        curly().split("\n\n").skip(1).collect::<Vec<_>>().join("</p><p>")
    );
    check("a.xml", utf16(&format!("\u{feff}{page}"), true), &[]);
    // Declared, and saved as something else since.
    check("b.xml", &page, &[]);
}

#[test]
fn carriage_returns_alone_end_lines() {
    let cr = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r");
    check("a.txt", cr(&curly()), &[]);
    for (name, text) in formats() {
        check(name, cr(&text), &[]);
    }
    check("mac.csv", encoded(&cr(&formats()[2].1), encoding_rs::MACINTOSH), &[]);
    check("utf16.tsv", utf16(&cr(&format!("\u{feff}{}", formats()[3].1)), true), &[]);
    // Rows end with carriage returns, lines within a cell do not.
    let [.., (_, table), _, _] = formats();
    let (head, row) = table.split_once('\n').unwrap();
    check("cells.csv", format!("{head}\r{}\r", row.trim_end()), &[]);
    let bare = curly().split_once("\n\n").unwrap().1.to_owned();
    check("bare.txt", cr(&format!("Ferry sails again\n\n{bare}")), &[]);
    check("m.md", cr(&format!("---\ntitle: Ferry sails again\n---\n\n{bare}")), &[]);
}

#[test]
fn mail_without_a_charset_is_read_by_its_bytes() {
    for (subject, charset, encoding) in [
        (&b"Stra\xDFe"[..], "", encoding_rs::WINDOWS_1252),
        (b"Stra\xDFe", "text/plain; charset=iso-8859-1", encoding_rs::WINDOWS_1252),
        (b"Stra\xDFe", "text/plain; charset=us-ascii", encoding_rs::WINDOWS_1252),
        (b"Stra\xA7e", "text/plain; charset=macintosh", encoding_rs::MACINTOSH),
        (b"=?utf-8?Q?Stra=C3?= =?utf-8?Q?=9Fe?=", "text/plain", encoding_rs::UTF_8),
        (b"=?utf-8?B?U3RyYcM=?=\n =?utf-8?B?n2U=?=", "", encoding_rs::WINDOWS_1252),
    ] {
        let kind =
            if charset.is_empty() { String::new() } else { format!("Content-Type: {charset}\n") };
        let body = encoded("“We are home,” said Zoë Tarnow.\n", encoding);
        let mail =
            [b"From: a@example.org\nSubject: ", subject, b"\n", kind.as_bytes(), b"\n", &body]
                .concat();
        let expected = [["Straße", "Zoë Tarnow", "We are home"]];
        assert_eq!(quotations("a.eml", &mail, &[]), expected, "{charset}");
        let mbox = [b"From a@example.org Thu Jun 12 10:00:00 2003\n", &mail[..]].concat();
        assert_eq!(quotations("a.mbox", mbox, &[]), expected, "{charset}");
    }
}

#[test]
fn a_record_of_a_decoded_file_comes_back_as_it_stands() {
    let rows: Vec<String> =
        (0..3).map(|n| format!("{n},\"Ång {n}: {}\"\r\n", invented(n).replace('"', ""))).collect();
    let text = format!("id,text\r\n{}", rows.concat());
    let mac =
        |text: &str| encoded(&text.replace("“", "Ò").replace("Ò", "“"), encoding_rs::MACINTOSH);
    for (name, whole, row) in [
        ("a.csv", utf16(&format!("\u{feff}{text}"), true), utf16(&rows[1], true)),
        ("b.csv", mac(&text), mac(&rows[1])),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(name, whole);
        assert_eq!(sandbox.index(&sandbox.news(), &[])["articles"], 3, "{name}");
        let found = sandbox.run(&["query", "text:\"Ång 1\"", "--format", "jsonl"]);
        let hit: serde_json::Value =
            serde_json::from_str(found.out.lines().next().unwrap()).unwrap();
        let id = hit["id"].as_str().unwrap();
        let output = sandbox.command().args(["show", id, "--original"]).output().unwrap();
        assert_eq!(output.stdout, row, "{name}");
    }
}

#[test]
fn a_cell_of_a_table_is_no_formula_in_any_width() {
    let sandbox = Sandbox::new();
    let titles = ["＝1+1", "\u{200b}=2+2", "\u{feff}+3", "﹣4", "＠five", "– six", "7 = 7"];
    for (number, title) in titles.iter().enumerate() {
        let json = serde_json::json!(
            {"title": title, "text": invented(number as u64), "publication": title}
        );
        sandbox.write(&format!("{number}.json"), json.to_string());
    }
    sandbox.index(&sandbox.news(), &[]);
    for args in [
        &["export", "--as", "csv"][..],
        &["export", "--quotes", "--as", "csv"],
        &["query", "council", "-n", "50", "--all-copies", "--format", "csv"],
        &["query", "council", "--facet", "source", "--facet-limit", "20", "--format", "csv"],
    ] {
        let out = sandbox.run(args).out;
        for title in &titles[..5] {
            assert!(out.contains(&format!(",'{title}")), "{args:?} {title}: {out}");
        }
        for title in &titles[5..] {
            assert!(out.contains(&format!(",{title}")), "{args:?} {title}: {out}");
        }
    }
}
