//! Pairs of quotations that are one, and names that are one person's, as `score_quotes.py` tells.

use onrecord::model::Span;

const PRONOUNS: &str = " he she they it i we who you his her their him them that which this these \
     those one ";
const TITLES: &str = " mr mrs ms miss dr prof professor president vice prime minister senator sen \
     rep representative gov governor gen general brig brigadier maj major col colonel lt \
     lieutenant capt captain sgt sergeant sir dame lord lady king queen prince princess pope \
     bishop archbishop cardinal rev reverend judge justice chief secretary spokesman spokeswoman \
     spokesperson chairman chairwoman coach director former ex acting then ";
const BODIES: &str = " department government ministry office court council police company party \
     committee commission agency bank university union administration authority service board \
     house senate congress parliament army force forces group association ";
const SUFFIXES: &str = " jr sr ii iii iv phd md esq ";
/// Words and signs before which a name ends.
const ENDS: &[&str] = &[",", ";", "(", "—", "–", " - ", " who ", " which ", " that ", " whose "];
/// Least share of what two spans cover together that both cover.
const MIN_OVERLAP: f64 = 0.5;

fn is_in(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// Words of a name, in lower case, without articles, possessives, titles and suffixes.
fn words(name: &str) -> Vec<String> {
    let name = name.replace(['’', '‘'], "'");
    let mut name = name.trim_matches(['"', '“', '”', '„', '«', '»', '‟', '\'', ' ']);
    for end in ENDS {
        if let Some(at) = name.find(end) {
            name = &name[..at];
        }
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '\'');
    let found: Vec<String> = name
        .split(|c: char| !is_part(c))
        .map(|word| {
            let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let word = word.strip_suffix("'s").or(word.strip_suffix('\'')).unwrap_or(&word);
            word.trim_matches(['.', '-', '\'']).to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect();
    let plain: Vec<String> = found.iter().filter(|w| !is_in(" the a an ", w)).cloned().collect();
    let mut kept = if plain.is_empty() { found } else { plain };
    if !kept.iter().any(|word| is_in(BODIES, word)) {
        while kept.len() > 1
            && (is_in(TITLES, &kept[0])
                || is_in(" us u.s uk u.k ", &kept[0]) && is_in(TITLES, &kept[1]))
        {
            kept.remove(0);
        }
    }
    while kept.len() > 1 && kept.last().is_some_and(|last| is_in(SUFFIXES, last)) {
        kept.pop();
    }
    kept
}

fn same_word(a: &str, b: &str) -> bool {
    let ends =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('-'));
    let initial =
        a.chars().count().min(b.chars().count()) == 1 && a.chars().next() == b.chars().next();
    a == b || ends(a, b) || ends(b, a) || initial
}

/// True if two names are the same person's or body's.
pub fn same_person(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    let is_pronoun = |name: &str, words: &[String]| {
        let upper = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
        words.len() == 1 && is_in(PRONOUNS, &words[0]) && !upper
    };
    if x.is_empty() || y.is_empty() || is_pronoun(a, &x) || is_pronoun(b, &y) {
        return false;
    }
    if x == y {
        return true;
    }
    for (long, short) in [(&x, &y), (&y, &x)] {
        let joint = |word: &&String| !is_in(" of and for ", word);
        let initials: String =
            long.iter().filter(joint).filter_map(|word| word.chars().next()).collect();
        if short.len() == 1 && long.len() > 1 && short[0].replace('.', "") == initials {
            return true;
        }
    }
    let (long, short) = if x.len() >= y.len() { (&x, &y) } else { (&y, &x) };
    let of = long.iter().skip(1).position(|word| word == "of").map(|at| at + 1);
    let head = &long[..of.unwrap_or(long.len())];
    let (Some(last), Some(surname)) = (head.last(), short.last()) else { return false };
    if short.len() == 1 {
        return same_word(surname, last) || head.len() == 1 && *surname == head[0];
    }
    let mut at = 0;
    for word in long {
        if at < short.len() && same_word(&short[at], word) {
            at += 1;
        }
    }
    let ends = same_word(surname, &long[long.len() - 1]) || same_word(surname, last);
    at == short.len() && ends
}

/// Span without the signs at both ends.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let end = words.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let blanks = words.len() - words.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    Span::new(span.start + blanks.min(end), span.start + end)
}

fn overlap(a: Span, b: Span) -> f64 {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    both as f64 / (a.end.max(b.end) - a.start.min(b.start)).max(1) as f64
}

/// Pairs of spans that cover at least half of what they cover together, one to one, the best first.
pub fn pairs(text: &str, gold: &[Span], found: &[Span]) -> Vec<(usize, usize)> {
    let trim = |spans: &[Span]| -> Vec<Span> { spans.iter().map(|s| trimmed(text, *s)).collect() };
    let (gold, found) = (trim(gold), trim(found));
    let mut all = Vec::new();
    for (a, x) in gold.iter().enumerate() {
        for (b, y) in found.iter().enumerate() {
            let share = overlap(*x, *y);
            if share >= MIN_OVERLAP {
                all.push((share, a, b));
            }
        }
    }
    all.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut used, mut taken) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, a, b) in all {
        if !used[a] && !taken[b] {
            (used[a], taken[b]) = (true, true);
            pairs.push((a, b));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_person_are_told() {
        for (a, b) in [
            ("Mayor Ana Lomidze", "Lomidze"),
            ("President Ana Lomidze", "Ana Lomidze"),
            ("A. Lomidze", "Ana B. Lomidze"),
            ("Union of Ferry Pilots", "UFP"),
            ("Lomidze’s", "Ana Lomidze Jr."),
        ] {
            assert!(same_person(a, b), "{a} {b}");
        }
        for (a, b) in [("Ana Lomidze", "Ben Lomidze"), ("he", "he"), ("", "Lomidze")] {
            assert!(!same_person(a, b), "{a} {b}");
        }
    }

    #[test]
    fn spans_are_paired_once() {
        let text = "“one two three four”";
        let (whole, part) = (Span::new(0, text.len()), Span::new(3, 10));
        assert_eq!(pairs(text, &[whole], &[part, whole]), [(0, 1)]);
    }
}
