//! Fields as exporters leave them: references that nobody resolved, dates that are objects, halves
//! of characters, words cut at the ends of lines.

use onrecord::model::Article;

use crate::pages::read;

fn articles(path: &str, text: &str) -> Vec<Article> {
    let seen = read(path, text.as_bytes());
    seen.into_iter().map(|(_, read)| read.unwrap_or_else(|p| panic!("{p}: {text}"))).collect()
}

fn only(path: &str, text: &str) -> Article {
    let mut all = articles(path, text);
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

#[test]
fn references_are_resolved_in_every_format() {
    let said = "The quay opened. “We’re open,” said Ina Cole.";
    for (path, text) in [
        (
            "a.json",
            concat!(
                r#"{"title":"Trams &amp; rails","text":"The quay opened. "#,
                r#"&ldquo;We&rsquo;re open,&rdquo; said Ina Cole."}"#,
            ),
        ),
        (
            "b.json",
            concat!(
                r#"{"title":"Trams &amp; rails","text":"<p>The quay opened. "#,
                r#"&#8220;We&#x2019;re open,&#8221; said Ina Cole.</p>"}"#,
            ),
        ),
        (
            "c.jsonl",
            concat!(
                r#"{"title":"Trams &amp;amp; rails","text":"The quay opened. "#,
                r#"&amp;ldquo;We&amp;rsquo;re open,&amp;rdquo; said Ina Cole."}"#,
            ),
        ),
        (
            "d.csv",
            concat!(
                "title,date,text\nTrams &amp; rails,2024-05-05,The quay opened. ",
                "“We&#8217;re open&#44;” said Ina Cole.\n",
            ),
        ),
        (
            "e.txt",
            concat!(
                "Title: Trams &amp; rails\nDate: 2024-05-05\n\nThe quay opened. ",
                "&ldquo;We&rsquo;re open,&rdquo; said Ina Cole.",
            ),
        ),
        (
            "f.json",
            concat!(
                r#"{"title":"Trams &amp; rails","text":"&lt;p&gt;The quay opened. "#,
                r#"&amp;ldquo;We&amp;rsquo;re open,&amp;rdquo; said Ina "#,
                r#"Cole.&lt;/p&gt;"}"#,
            ),
        ),
        (
            "g.xml",
            concat!(
                "<rss><channel><title>W</title><item><title>Trams &amp;amp; ",
                "rails</title><description>The quay opened. ",
                "&amp;amp;ldquo;We&amp;amp;rsquo;re open,&amp;amp;rdquo; said Ina ",
                "Cole.</description></item></channel></rss>",
            ),
        ),
    ] {
        let article = only(path, text);
        assert_eq!(article.title.as_deref(), Some("Trams & rails"), "{path}");
        assert_eq!(article.body.trim(), said, "{path}");
    }
    let plain = only("a.json", r#"{"title":"A","text":"Fish & boats; R&D; 3 < 4 &c."}"#);
    assert_eq!(plain.body, "Fish & boats; R&D; 3 < 4 &c.");
    assert!(plain.mended.is_empty());
}

#[test]
fn dates_that_are_objects_or_lists_are_read() {
    for date in [
        r#"{"$date":"2024-05-05T10:00:00Z"}"#,
        r#"{"$date":1714903200000}"#,
        r#"{"$date":{"$numberLong":"1714903200000"}}"#,
        r#"["2024-05-05"]"#,
        r#"[{"$date":"2024-05-05T10:00:00Z"}]"#,
        r#"{"_seconds":1714903200,"_nanoseconds":0}"#,
        r"[2024,5,5,10,0]",
        r#"{"year":2024,"month":5,"day":5}"#,
    ] {
        for name in ["date_publish", "published_at", "date"] {
            let text = format!(r#"{{"title":"Tram","{name}":{date},"text":"The tram runs."}}"#);
            let article = only("a.jsonl", &text);
            assert_eq!(
                article.date.map(|d| d.to_string()).as_deref(),
                Some("2024-05-05"),
                "{text}"
            );
        }
    }
}

#[test]
fn halves_of_characters_cost_no_article() {
    let lines = [
        r#"{"title":"Gale \ud83d","text":"A gale came to Vellby.","tags":["\udc00"]}"#,
        r#"{"title":"Calm \ud83d\ude00","text":"It went \ude00\ud83d.","a\ud83d":1}"#,
    ];
    let lines = lines.join("\n") + "\n";
    let read = articles("a.jsonl", &lines);
    assert_eq!(read[0].title.as_deref(), Some("Gale \u{FFFD}"));
    assert_eq!(read[1].title.as_deref(), Some("Calm 😀"));
    assert_eq!(read[1].body, "It went \u{FFFD}\u{FFFD}.");
    let list = format!("[{}]", lines.trim().replace('\n', ","));
    assert_eq!(articles("a.json", &list).len(), 2);
}

#[test]
fn words_cut_at_the_ends_of_lines_are_whole() {
    let text = "Title: Tram\nDate: 2024-05-05\n\n\
                The rails were laid by the engi-\nneer on a long-\n\
                term plan of the coun¬\ncil.";
    let article = only("a.txt", text);
    assert_eq!(
        article.body,
        "The rails were laid by the engineer\non a long-term\nplan of the council."
    );
    assert_eq!(article.mended, ["hyphens"]);
    let json = r#"{"title":"Tram","text":"Laid by the engi-\nneer in May."}"#;
    assert_eq!(only("a.json", json).body, "Laid by the engineer\nin May.");
}
