//! Attributes without end: the parser compares each attribute of a tag with all before it, so that
//! its time grows with the square of their number. Pages are measured first, and no tag is handed
//! on with more than a thousand.

use std::borrow::Cow;

use crate::model::{Problem, Stage};

/// Bytes up to which a page cannot cost more than a moment.
const SMALL_PAGE: usize = 64 * 1024;

/// Most attributes of a tag that are kept, once one has more than [`SUSPICIOUS`].
const MAX_ATTRIBUTES: u32 = 1_000;

/// Tags of the root and the body of which attributes are kept, and the attributes of each: every
/// further tag is compared with all of them.
const MAX_ROOTS: u32 = 8;
const MAX_ROOT_ATTRIBUTES: u32 = 32;

/// Number of attributes that no page of news comes near.
const SUSPICIOUS: u32 = 5_000;

/// Most comparisons of attributes for a page: a second of work.
const MAX_COMPARISONS: u64 = 2_000_000_000;

/// A page whose attributes the parser reads in time: `html` itself, or without those that are too
/// many.
///
/// # Errors
/// The page has too many attributes in places where they cannot be told from text.
pub fn limit_attributes(html: &str) -> Result<Cow<'_, str>, Problem> {
    if html.len() <= SMALL_PAGE {
        return Ok(Cow::Borrowed(html));
    }
    let cost = AttributeCost::of(html.as_bytes());
    if cost.most <= SUSPICIOUS && cost.roots <= MAX_ROOTS && cost.comparisons <= MAX_COMPARISONS {
        return Ok(Cow::Borrowed(html));
    }
    let cut = cut_attributes(html);
    if AttributeCost::of(cut.as_bytes()).comparisons > MAX_COMPARISONS {
        let detail = format!("more than {SUSPICIOUS} in one element");
        return Err(Problem::new(Stage::Read, "page with too many attributes", detail));
    }
    Ok(Cow::Owned(cut))
}

/// State of a tag that is being read, as the HTML standard names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagState {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Unquoted,
    DoubleQuoted,
    SingleQuoted,
}

/// All states, by their number.
const STATES: [TagState; 8] = [
    TagState::TagName,
    TagState::BeforeName,
    TagState::Name,
    TagState::AfterName,
    TagState::BeforeValue,
    TagState::Unquoted,
    TagState::DoubleQuoted,
    TagState::SingleQuoted,
];

impl TagState {
    /// The state after a byte, and true if an attribute begins there; `None` when the tag ends.
    fn next(self, byte: u8) -> Option<(Self, bool)> {
        use TagState::{
            AfterName, BeforeName, BeforeValue, DoubleQuoted, Name, SingleQuoted, TagName, Unquoted,
        };
        let is_blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C');
        let state = match (self, byte) {
            (DoubleQuoted, b'"') | (SingleQuoted, b'\'') => BeforeName,
            (DoubleQuoted | SingleQuoted, _) => self,
            (_, b'>') => return None,
            (TagName | Unquoted, _) if is_blank => BeforeName,
            (Name, _) if is_blank => AfterName,
            (_, _) if is_blank => self,
            (TagName | BeforeName | Name | AfterName, b'/') => BeforeName,
            (Name | AfterName, b'=') => BeforeValue,
            (BeforeValue, b'"') => DoubleQuoted,
            (BeforeValue, b'\'') => SingleQuoted,
            (BeforeValue, _) => Unquoted,
            (BeforeName | AfterName, _) => return Some((Name, true)),
            (TagName | Name | Unquoted, _) => self,
        };
        Some((state, false))
    }
}

/// Cost of a page's attributes, whatever is text on it and whatever a tag: every `<` before a
/// letter may begin a tag, even in a script or between marks, and all that may be are followed at
/// once.
#[derive(Debug, Default)]
struct AttributeCost {
    /// Number of comparisons.
    comparisons: u64,
    /// Most attributes of one tag.
    most: u32,
    /// Number of tags of the root and the body.
    roots: u32,
}

impl AttributeCost {
    fn of(html: &[u8]) -> Self {
        let mut cost = Self::default();
        // Attributes and one, of the tags that may be in each state; 0 for none.
        let mut counts = [0_u32; STATES.len()];
        let mut at = 0;
        while at < html.len() {
            if counts == [0; STATES.len()] {
                let Some(next) = memchr::memchr(b'<', &html[at..]) else { break };
                at += next;
            }
            let byte = html[at];
            let mut after = [0_u32; STATES.len()];
            for (state, count) in STATES.iter().zip(counts).filter(|(_, count)| *count > 0) {
                match state.next(byte) {
                    Some((next, begins)) => {
                        let slot = &mut after[next as usize];
                        *slot = (*slot).max(count + u32::from(begins));
                    }
                    None => cost.add(count),
                }
            }
            counts = after;
            // The mark of an end tag is none of its name.
            let name = &html[at + 1..];
            let name = name.strip_prefix(b"/").unwrap_or(name);
            if byte == b'<' && name.first().is_some_and(u8::is_ascii_alphabetic) {
                if counts == [0; STATES.len()] {
                    at = html.len() - name.len();
                    counts[TagState::TagName as usize] = 1;
                } else {
                    // Others go on through the mark; the name begins before it for this one.
                    let slot = &mut counts[TagState::TagName as usize];
                    *slot = (*slot).max(1);
                }
                cost.roots += u32::from(is_root(name));
            }
            at += 1;
        }
        counts.into_iter().filter(|count| *count > 0).for_each(|count| cost.add(count));
        cost
    }

    fn add(&mut self, count: u32) {
        self.most = self.most.max(count - 1);
        self.comparisons += u64::from(count - 1) * u64::from(count - 1) / 2;
    }
}

/// True for a tag of the root or the body. Attributes of a second one are added to the first.
fn is_root(rest: &[u8]) -> bool {
    let name = rest.get(..4).unwrap_or(b"");
    name.eq_ignore_ascii_case(b"body") || name.eq_ignore_ascii_case(b"html")
}

/// The page without the attributes after the first of every tag, and with none on the later tags of
/// the root and the body.
fn cut_attributes(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len().min(4 << 20));
    let (mut copied, mut at, mut roots) = (0, 0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        at += usize::from(bytes.get(at) == Some(&b'/'));
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let root = is_root(&bytes[at..]);
        roots += u32::from(root);
        let most = match root {
            true if roots > MAX_ROOTS => 0,
            true => MAX_ROOT_ATTRIBUTES,
            false => MAX_ATTRIBUTES,
        };
        let mut state = TagState::TagName;
        let mut attributes = 0;
        let mut cut = None;
        while let Some(byte) = bytes.get(at) {
            let Some((next, begins)) = state.next(*byte) else { break };
            attributes += u32::from(begins);
            if begins && attributes > most && cut.is_none() {
                cut = Some(at);
            }
            state = next;
            at += 1;
        }
        if let Some(cut) = cut {
            out.push_str(&html[copied..cut]);
            copied = at;
        }
    }
    out.push_str(&html[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(html: &str) -> u32 {
        AttributeCost::of(html.as_bytes()).most
    }

    #[test]
    fn attributes_are_counted_as_the_standard_has_them() {
        for (html, count) in [
            ("<p>a b c</p>", 0),
            ("<p a b=c d='e f' g=\"h i\" />", 4),
            ("<p a='>' b>", 2),
            ("<p a=b/c d>", 2),
            ("<p/a/b>", 2),
            ("<p a = 'b c' d>", 2),
            ("<p 'a \"b>", 2),
            ("< p a b c>", 0),
            ("</p a b>", 2),
            ("<p a=\"b\"c=\"d\">", 2),
            ("<script>if (a<b) x = 'c d e'; y</script>", 4),
        ] {
            assert_eq!(most(html), count, "{html}");
        }
    }

    #[test]
    fn what_is_too_much_is_cut() {
        let many = |from: usize, count: usize| {
            (from..from + count).map(|n| format!(" x{n}='>'")).collect::<Vec<_>>().concat()
        };
        let page = format!("<body><div{}><p>Text</p></div></body>", many(0, 20_000));
        let cut = limit_attributes(&page).unwrap();
        assert_eq!(most(&cut), MAX_ATTRIBUTES);
        assert!(cut.ends_with("><p>Text</p></div></body>"));
        // A mark before it, in a script, hides nothing.
        let hidden = format!("<script>a<b c=\"</script><div{}>", many(0, 100_000));
        assert_eq!(limit_attributes(&hidden).unwrap_err().cause, "page with too many attributes");
        let bodies = (0..30_000).map(|n| format!("<body x{n}=y>")).collect::<Vec<_>>().concat();
        assert!(limit_attributes(&bodies).unwrap().contains("<body ><body >"));
        let plain = format!("<p>{}</p>", "word = \"word\" ".repeat(100_000));
        assert!(matches!(limit_attributes(&plain), Ok(Cow::Borrowed(_))));
    }
}
