//! Queries and the trees they print as; that any tree and any string survive.

use proptest::prelude::*;

use crate::search::query::ast::{FieldName, Node, Pattern, Scope};
use crate::search::query::dates::{DateSpec, Period, Side};
use crate::search::query::parsed::{Parsed, QueryError};
use crate::search::query::parser::{parse_query, plain_query};

fn check(query: &str, printed: &str) {
    let Parsed { tree, warnings } = parse_query(query).unwrap();
    let shown = tree.map(|tree| tree.to_string()).unwrap_or_default();
    assert_eq!(shown, printed, "{query}");
    assert!(warnings.is_empty(), "{query}: {warnings:?}");
}

fn warned(query: &str, printed: &str, warning: &str) {
    let Parsed { tree, warnings } = parse_query(query).unwrap();
    let shown = tree.map(|tree| tree.to_string()).unwrap_or_default();
    assert_eq!(shown, printed, "{query}");
    let all: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert!(all.iter().any(|text| text.contains(warning)), "{query}: {all:?}");
}

#[test]
fn operators_and_their_tightness() {
    check("nuclear talks", "nuclear talks");
    check("a AND b", "a AND b");
    check("a OR b c", "a OR b c");
    check("(a OR b) c", "(a OR b) c");
    check("a -b NOT c", "a NOT b NOT c");
    check("-(a b)", "NOT (a b)");
    check("a NEAR/5 b ONEAR/2 c", "(a NEAR/5 b) ONEAR/2 c");
    check("a NEAR/5 b NEAR/5 c", "a NEAR/5 b NEAR/5 c");
    check("a NEAR b", "a NEAR/10 b");
    check("(a OR \"b c\") NEAR/3 d", "(a OR \"b c\") NEAR/3 d");
    check("a^2 (b OR c)^0.5", "a^2 (b OR c)^0.5");
    check("a && b || c", "a AND b OR c");
    check("al-Assad don't O'Brien", "al-Assad don't O'Brien");
}

#[test]
fn phrases_in_any_marks() {
    for phrase in [
        "\"nuclear talks\"",
        "“nuclear talks”",
        "„nuclear talks“",
        "«nuclear talks»",
        "“nuclear talks\"",
        "``nuclear talks''",
        "'nuclear talks'",
        "‘nuclear talks’",
    ] {
        check(phrase, "\"nuclear talks\"");
    }
    check("iran \"nuclear talks\" gaza", "iran \"nuclear talks\" gaza");
    check("“ isn ’ t it ”", "\"isn ’ t it\"");
    check("isn ’ t it", "isn’t it");
    check("\"a b\"~5", "a NEAR/5 b");
    check("\"neg* talks\"", "\"neg* talks\"");
    // A mark of another kind inside parts words; what it leaves without a letter is none.
    check("':“talks '", "\"talks\"");
    check("'neg*“talks =US'", "\"neg* talks =US\"");
}

#[test]
fn patterns_fields_dates_and_stretches() {
    check(
        "neg* n?g *wolf /col(ou|o)r/ term~1 term~ =US",
        "neg* n?g *wolf /col(ou|o)r/ term~1 term~1 =US",
    );
    check("speaker:liel quote:(gaza OR iran)", "speaker:liel quote:(gaza OR iran)");
    check("author:\"jane doe\" Title:x organization:opec", "byline:\"jane doe\" title:x org:opec");
    check(
        "date:2025-06..2025-07 date:>=2024 date:last30d date:none",
        "date:2025-06..2025-07 date:>=2024 date:last30d date:none",
    );
    check(
        "same-sentence(a b) same-paragraph(a OR b) first/50(a)",
        "same-sentence(a b) same-paragraph(a OR b) first/50(a)",
    );
    check("-speaker:trump", "NOT speaker:trump");
    check("\"OR\"", "\"OR\"");
    check("the time 10:30", "the time \"10:30\"");
}

#[test]
fn damage_is_taken_as_words_and_said() {
    warned("\"nuclear talks", "nuclear talks", "column 1: a quotation mark");
    warned("(a b", "a b", "column 1: a parenthesis that none closes");
    warned("a) b", "a b", "column 2: a parenthesis closes");
    warned("a AND", "a", "column 3: AND has nothing after");
    warned("OR a", "a", "column 1: OR has nothing before");
    warned("a NEAR/3", "a", "column 3: NEAR needs");
    warned("a NOT", "a", "column 3: NOT has nothing");
    warned("a ***", "a", "column 3: “***” holds no letter");
    warned("title:", "", "title: has nothing after");
    warned("foo:bar", "\"foo:bar\"", "no field foo");
    warned("what did he say?", "what did he say", "column 16: a ? at the end");
    warned("(a b) NEAR/2 c", "(a b) AND c", "taken as AND");
    warned("a^900", "a", "between 0.01 and 100");
    warned("term~7", "term~2", "at most 2");
    warned("\"\"", "", "nothing to search for");
    warned("same-sentence()", "", "nothing stands");
    check("", "");
    check("— …", "");
}

#[test]
fn what_is_refused_says_why() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse_query(&nested(40)).is_ok());
    assert!(matches!(parse_query(&nested(4000)), Err(QueryError::TooDeep(61))));
    assert!(matches!(parse_query(&"NOT ".repeat(4000)), Err(QueryError::TooDeep(_))));
    assert!(matches!(parse_query(&"title:".repeat(3000)), Err(QueryError::TooDeep(_))));
    assert!(matches!(parse_query(&"a ".repeat(3000)), Err(QueryError::TooMany)));
    assert!(matches!(parse_query(&"x".repeat(1_000_000)), Err(QueryError::TooLong(1_000_000))));
    assert!(matches!(plain_query(&"x y ".repeat(1_000)), Err(QueryError::TooMany)));
    let near = format!("a{}", " NEAR/1 b NEAR/2 c".repeat(200));
    assert!(matches!(parse_query(&near), Err(QueryError::TooDeep(_))));
    for date in ["2025-02-30", "2025-13", "2025-07..2025-06"] {
        let error = parse_query(&format!("a date:{date}")).unwrap_err();
        assert!(error.to_string().starts_with("column 3: "), "{error}");
    }
}

#[test]
fn plain_text_has_no_operators() {
    let tree = plain_query("EFFORTS OF (U.S . POLICY) NOT \"isn't").unwrap().tree.unwrap();
    let Node::And { parts, written: false } = tree else { panic!() };
    assert_eq!(parts.len(), 7);
    assert!(parts.iter().all(|part| matches!(part, Node::Word(Pattern::Word(_)))));
}

fn word() -> impl Strategy<Value = String> {
    "[a-z]{1,6}|[A-Z]?[a-zéß]{1,4}(-[a-z]{1,3}|'[a-z]{1,3})?|[0-9]{1,4}"
}

fn pattern() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        4 => word().prop_map(Pattern::Word),
        1 => word().prop_map(Pattern::Exact),
        1 => "[a-z]{1,3}[*?][a-z]{1,3}|[*?][a-z]{1,3}|[a-z]{1,3}[*]".prop_map(Pattern::Wild),
        1 => ("[a-z]{1,5}", 1..=2u8).prop_map(|(word, edits)| Pattern::Fuzzy { word, edits }),
    ]
}

fn single() -> impl Strategy<Value = Node> {
    let regex = "[a-z]{1,3}(\\.\\*|/|\\\\[.*])?[a-z]{0,3}".prop_map(Pattern::Regex);
    let phrase = prop_oneof![
        proptest::collection::vec(word(), 1..4)
            .prop_map(|words| vec![Pattern::Word(words.join(" "))]),
        (word(), "[a-z]{1,3}[*]")
            .prop_map(|(word, wild)| vec![Pattern::Word(word), Pattern::Wild(wild)]),
    ];
    prop_oneof![
        6 => pattern().prop_map(Node::Word),
        1 => regex.prop_map(Node::Word),
        2 => phrase.prop_map(Node::Phrase),
    ]
}

fn date() -> impl Strategy<Value = DateSpec> {
    let period = || {
        (1..3000i32, proptest::option::of(1..=12u32), proptest::option::of(1..=28u32))
            .prop_map(|(year, month, day)| Period { year, month, day: month.and(day) })
    };
    prop_oneof![
        Just(DateSpec::Unknown),
        (1..9999u32).prop_map(DateSpec::Last),
        period().prop_map(|p| DateSpec::Between(Some(p), Some(p))),
        period().prop_map(|p| DateSpec::Between(Some(p), None)),
        period().prop_map(|p| DateSpec::Between(None, Some(p))),
        period().prop_map(|p| DateSpec::Beyond(Side::Before, p)),
        period().prop_map(|p| DateSpec::Beyond(Side::After, p)),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    let near = |part: BoxedStrategy<Node>| {
        (proptest::collection::vec(part, 2..4), 0..20u32, any::<bool>())
            .prop_map(|(parts, distance, ordered)| Node::Near { parts, distance, ordered })
    };
    let alternatives = proptest::collection::vec(single(), 2..4).prop_map(Node::Or).boxed();
    let flat = near(prop_oneof![3 => single(), 1 => alternatives].boxed()).boxed();
    let nested = near(prop_oneof![2 => single(), 1 => flat.clone()].boxed()).boxed();
    let leaf = prop_oneof![6 => single(), 2 => nested, 1 => date().prop_map(Node::Date)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || proptest::collection::vec(inner.clone(), 2..4);
        let scope = prop_oneof![
            Just(Scope::Sentence),
            Just(Scope::Paragraph),
            (1..500u32).prop_map(Scope::First)
        ];
        let field = proptest::sample::select(FieldName::ALL).prop_map(|(field, _)| field);
        let unweighed = inner.clone().prop_filter("one weight", |n| !matches!(n, Node::Boost(..)));
        prop_oneof![
            (several(), any::<bool>()).prop_map(|(parts, written)| Node::And { parts, written }),
            several().prop_map(Node::Or),
            inner.clone().prop_map(|n| Node::Not(Box::new(n))),
            (scope, inner.clone()).prop_map(|(scope, n)| Node::Within(scope, Box::new(n))),
            (field, inner.clone()).prop_map(|(field, n)| Node::Field(field, Box::new(n))),
            (unweighed, 1..40u8).prop_map(|(n, f)| Node::Boost(Box::new(n), f32::from(f) / 4.0)),
        ]
    })
}

proptest! {
    #[test]
    fn every_tree_prints_to_a_query_that_parses_to_it(tree in tree()) {
        let printed = tree.to_string();
        let parsed = parse_query(&printed).unwrap();
        prop_assert_eq!(parsed.tree.as_ref(), Some(&tree), "{}", printed);
        prop_assert!(parsed.warnings.is_empty(), "{} {:?}", printed, parsed.warnings);
    }

    #[test]
    fn any_string_is_answered_or_refused(
        query in concat!(
            "\\PC*|[ \"'“”‘’`a-zA-Z*?~^/=:()-]*|",
            "((a|b|OR|AND|NOT|NEAR/2|-|\\(|\\)|\"|title:|date:20|=A|n\\*|/x/|~1|\\^2) ?){0,20}",
        )
    ) {
        if let Ok(Parsed { tree: Some(tree), .. }) = parse_query(&query) {
            // What was understood reads as itself.
            let printed = tree.to_string();
            let again = parse_query(&printed).map(|parsed| parsed.tree);
            prop_assert_eq!(again, Ok(Some(tree)), "{} → {}", query, printed);
        }
    }
}
