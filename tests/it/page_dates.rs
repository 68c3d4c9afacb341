//! Dates of pages: the day of publication is the one that stands in the article's own head or that
//! a label says, never one of a comment, another story, a caption or a sentence; and a change never
//! goes before it.

use crate::pages::read;

/// Head of the page.
const HEAD: &str = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Tram \
    returns to the quay</title>";
/// Headline, as it stands on the page.
const H1: &str = "<h1>Tram returns to the quay</h1>";
/// Text of the article, without any date.
const TEXT: &str = "<p>The tram to the quay of Vellby ran again this morning, eleven months after \
    the storm took away the rails. \u{201C}We have waited long enough,\u{201D} said Ina Cole, who \
    drives the first one.</p><p>The city paid for the rails and a bank for the cars; who pays for \
    the snow that will lie on them is not decided, and the council meets again after the holidays.\
    </p><p>On the quay a band played until the rain came, and the driver rang her bell at every \
    corner as her grandfather had done when the line was new.</p>";

fn date_at(path: &str, head: &str, body: &str) -> Option<String> {
    let page = format!("{HEAD}{head}</head><body>{body}</body></html>");
    let seen = read(path, page.as_bytes());
    let article = seen[0].1.as_ref().unwrap_or_else(|problem| panic!("{problem}: {body}"));
    assert_eq!(article.title.as_deref(), Some("Tram returns to the quay"), "{body}");
    article.date.map(|date| date.to_string())
}

fn check(bodies: &[String], expected: Option<&str>) {
    let wrong: Vec<String> = bodies
        .iter()
        .map(|body| (body, date_at("a.html", "", body)))
        .filter(|(_, date)| date.as_deref() != expected)
        .map(|(body, date)| format!("{date:?} in {}", body.replace(TEXT, "TEXT").replace(H1, "H1")))
        .collect();
    assert!(wrong.is_empty(), "not {expected:?}:\n{}", wrong.join("\n"));
}

/// Parts of a page that have a date and are none of the article.
fn others() -> Vec<String> {
    [
        "<section id=comments><ol><li class=comment><time datetime=2024-05-09T10:00>9 May</time>\
         <p>Well done</p></li></ol></section>",
        "<div class=comment-list><div class=comment><b>Jon</b> <span class=comment-date>9 May \
         2024</span><p>At last</p></div></div>",
        "<aside class=related><ul><li><a href=/x>Ferry sold to a bank</a> <time \
         datetime=2016-02-01>1 Feb 2016</time></li></ul></aside>",
        "<div class=read-more><a href=/x>Ferry sold to a bank</a><time datetime=2016-02-01>1 Feb \
         2016</time></div>",
        "<div><h3><a href=/x>Ferry sold to a bank</a></h3><time datetime=2016-02-01>1 Feb \
         2016</time></div>",
        "<div><div class=t><a href=/x>Ferry sold</a> <time>1 Feb 2016</time></div><div \
         class=t><a href=/y>Bridge shut</a> <time>2 Feb 2016</time></div></div>",
        "<div class=sidebar><p>Tides for 3 June 2019</p></div>",
        "<div><p>Tides for 3 June 2019</p></div>",
        "<footer><p>Site renewed on 3 June 2019</p><time datetime=2019-06-03>3 June \
         2019</time></footer>",
        "<nav><time datetime=2019-06-03>3 June 2019</time></nav>",
        "<figure><img src=a.jpg><figcaption>The quay on 3 June 1957</figcaption></figure>",
        "<div class=image-caption>The quay, 3 June 1957</div>",
        "<p>The line was first opened on <time datetime=1957-06-03>3 June 1957</time>.</p>",
        "<p>Ina Cole, born 3 June 1957, drives it.</p>",
        "<p>A feast will be held on 3 June 2026 on the quay.</p>",
        "<p>Correction: the storm came on 3 June 2019.</p>",
        "<p>Archived from the original on 9 May 2024</p>",
        "<p class=date>Printed on 9 May 2024</p>",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn what_stands_beside_the_article_does_not_date_it() {
    let bare: Vec<String> =
        others().iter().map(|other| format!("<article>{H1}{TEXT}</article>{other}")).collect();
    check(&bare, None);
    let within: Vec<String> =
        others().iter().map(|other| format!("<article>{H1}{TEXT}{other}</article>")).collect();
    check(&within, None);
    // The path tells it then, and so does the address.
    for body in &bare {
        assert_eq!(date_at("2024/05/05/a.html", "", body).as_deref(), Some("2024-05-05"), "{body}");
        let address = "<link rel=canonical href=https://gazette.example/2024/05/05/tram.html>";
        assert_eq!(date_at("a.html", address, body).as_deref(), Some("2024-05-05"), "{body}");
    }
}

#[test]
fn the_printed_date_goes_before_those_of_others() {
    let own = [
        "<p class=date>Published: May 5, 2024</p>",
        "<p>Published: May 5, 2024</p>",
        "<time datetime=2024-05-05T08:00>5 May 2024</time>",
        concat!(
            "<div class=meta>By <a href=/ina>Ina Cole</a> | <span>May 5, ",
            "2024</span> | 4 min read</div>",
        ),
        "<p>By Ina Cole on Sunday, May 5th, 2024 at 8:08 a.m.</p>",
    ];
    let mut bodies = Vec::new();
    for other in others() {
        for own in own {
            bodies.push(format!("<article>{H1}{own}{TEXT}</article>{other}"));
            bodies.push(format!("<article>{H1}{own}{TEXT}{other}</article>"));
        }
    }
    for own in own {
        let ticker = "<div class=ticker><a href=/x>Ferry</a> <time datetime=2024-05-01>1 \
                      May</time></div>";
        bodies.push(format!("{ticker}<article>{H1}{own}{TEXT}</article>"));
        bodies.push(format!("<article>{own}{H1}{TEXT}</article>"));
        bodies.push(format!("<article>{H1}<h2>After the storm</h2>{own}{TEXT}</article>"));
    }
    bodies.push(format!("<article>{H1}{TEXT}<p>Published: May 5, 2024</p></article>"));
    bodies.push(format!(
        "<article>{H1}{TEXT}<footer class=entry-footer>Posted on <time class=published \
         datetime=2024-05-05>May 5</time></footer></article>"
    ));
    check(&bodies, Some("2024-05-05"));
}

#[test]
fn publication_goes_before_change_whatever_the_order() {
    let lines = [
        "<p class=date>Updated: May 7, 2024 | Published: May 5, 2024</p>",
        "<p>Updated: May 7, 2024 | Published: May 5, 2024</p>",
        "<p class=date>Last updated 7 May 2024. First published 5 May 2024</p>",
        "<p class=date>5 May 2024 (updated 7 May 2024)</p>",
        "<p class=date>Aktualisiert am 07.05.2024, ver\u{F6}ffentlicht am 05.05.2024</p>",
        "<p class=date>Am 5. Mai 2024 ver\u{F6}ffentlicht, am 7. Mai 2024 aktualisiert</p>",
        "<p class=date>Mis \u{E0} jour le 7 mai 2024 \u{B7} Publi\u{E9} le 5 mai 2024</p>",
        "<p class=date>Actualizado el 7 de mayo de 2024 | Publicado el 5 de mayo de 2024</p>",
        "<p class=date>Aggiornato il 7 maggio 2024 - Pubblicato il 5 maggio 2024</p>",
        "<p class=date>Bijgewerkt op 7 mei 2024, gepubliceerd op 5 mei 2024</p>",
        "<p class=date>Printed on 9 May 2024 | Published 5 May 2024</p>",
        "<p class=date>Retrieved 9 May 2024 | 5 May 2024</p>",
        "<p class=date>Valid until 9 May 2024. Published 5 May 2024</p>",
        "<div>Updated <time datetime=2024-05-07>7 May</time> Published <time \
         datetime=2024-05-05>5 May</time></div>",
        "<div><span>Updated:</span> <span>May 7, 2024</span></div><div><span>Published:</span> \
         <span>May 5, 2024</span></div>",
        "<dl><dt>Updated</dt><dd>7 May 2024</dd><dt>Published</dt><dd>5 May 2024</dd></dl>",
        "<time class=updated datetime=2024-05-07>7 May 2024</time> <time class=published \
         datetime=2024-05-05>5 May 2024</time>",
    ];
    check(&lines.map(|line| format!("<article>{H1}{line}{TEXT}</article>")), Some("2024-05-05"));
    // A change is better than nothing, and no better than the path.
    let changed = format!("<article>{H1}<p class=date>Updated: May 7, 2024</p>{TEXT}</article>");
    check(std::slice::from_ref(&changed), Some("2024-05-07"));
    assert_eq!(date_at("2024/05/05/a.html", "", &changed).as_deref(), Some("2024-05-05"));
}

#[test]
fn short_months_of_all_languages_are_read() {
    let lines = [
        "03. Mrz. 2024",
        "3. M\u{E4}r. 2024",
        "3 mrt 2024",
        "3 mrt. 2024",
        "3 mars 2024",
        "3 mar 2024",
        "3 mar. 2024",
        "3 marts 2024",
        "dim. 3 mars 2024",
        "3 de mar. de 2024",
        "MRZ 3, 2024",
    ];
    let body = |line: &str| format!("<article>{H1}<p class=date>{line}</p>{TEXT}</article>");
    check(&lines.map(body), Some("2024-03-03"));
}

#[test]
fn described_articles_are_read_as_far_as_they_go() {
    let article = format!("<article>{H1}{TEXT}</article>");
    for json in [
        r#"{"@type":"NewsArticle","headline":"Tram","datePublished":"2024-05-05T10:00:00Z",}"#,
        r#"{"@type":"NewsArticle","headline":"The "old" tram","datePublished":"2024-05-05"}"#,
        r#"{"@type":"NewsArticle","headline":"So, "it" runs", "datePublished":"2024-05-05"}"#,
        "{\"@type\":\"NewsArticle\" \"headline\":\"Tram\",\n\"datePublished\":\"2024-05-05\"}",
        r#"{"@type":"NewsArticle",'datePublished':'2024-05-05'}"#,
        r#"{"@type":"NewsArticle","datePublished":"2024-05-05","description":"cut of"#,
        r#"{"@type":"NewsArticle","image":,"datePublished":"2024-05-05"}"#,
        r#"{"@type":"NewsArticle","headline":"Half \ud83d","datePublished":"2024-05-05"}"#,
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,\
         &quot;datePublished&quot;:&quot;2024-05-05&quot;}",
    ] {
        let head = format!("<script type='application/ld+json'>{json}</script>");
        assert_eq!(date_at("a.html", &head, &article).as_deref(), Some("2024-05-05"), "{json}");
    }
}

#[test]
fn struck_words_are_not_said_and_quoted_ones_are() {
    let page = format!(
        "{HEAD}</head><body><article>{H1}{TEXT}<p>Ina Cole said <del>\u{201C}we never \
         stop\u{201D}</del> <ins>\u{201C}we stop at noon\u{201D}</ins> to the paper on the \
         quay.</p><p>Jon Ash of the council said: <q>The rails are ours.</q> Nobody \
         <strike>doubted</strike> <s>denied</s> doubts that now.</p></article></body></html>"
    );
    let seen = read("a.html", page.as_bytes());
    let body = &seen[0].1.as_ref().unwrap().body;
    assert!(body.contains("Ina Cole said “we stop at noon” to"), "{body}");
    assert!(body.contains("said: “The rails are ours.” Nobody doubts that"), "{body}");
    assert!(!body.contains("never stop") && !body.contains("denied"), "{body}");
}
