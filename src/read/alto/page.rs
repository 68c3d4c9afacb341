//! The words of one ALTO page, in the order of the file, with the hyphens that bind them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::extract::hyphens::{CUT_SIGNS, HyphenatedWords, Joint};
use crate::read::xml::tree::XmlElement;

/// One page, its words in one text.
#[derive(Debug, Default)]
pub struct AltoPage {
    text: String,
    words: Vec<PrintedWord>,
    /// Range of words by the id of a word, line or block: its first word and the one after its
    /// last.
    places: FxHashMap<String, (u32, u32)>,
    /// Words with a hyphen within a line.
    hyphenated: HyphenatedWords,
    /// The number printed on the page, or else its place in the issue.
    pub number: Option<String>,
}

#[derive(Clone, Copy, Debug)]
struct PrintedWord {
    /// Range of bytes in the page's text.
    start: u32,
    end: u32,
    /// Number of its block on the page.
    block: u32,
    /// The hyphen that binds it to the next word.
    hyphen: Hyphen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphen {
    None,
    /// First half, for which the whole word stands; the next word holds the second half and is left
    /// out.
    First,
    /// Second half of a word that was given whole.
    Second,
    /// First half without the whole word: the next is joined to it.
    Unresolved,
    /// The last word of a line, with a sign at its end that may be a hyphen.
    LineEnd,
}

impl AltoPage {
    /// Reads the words below `alto`, and the places of those elements whose id is among `wanted`
    /// (of all, where that is none). Advertisements and pictures with text in them count as text
    /// here; METS tells them apart.
    pub fn read(alto: XmlElement<'_, '_>, wanted: Option<&FxHashSet<String>>) -> Self {
        let mut page = Self::default();
        let leaf = alto.first_descendant("Page");
        page.number = leaf.and_then(|leaf| {
            leaf.attribute("PRINTED_IMG_NR").or_else(|| leaf.attribute("PHYSICAL_IMG_NR"))
        });
        let mut open: Vec<(usize, String, u32)> = Vec::new();
        let mut block = 0;
        for element in alto.descendants() {
            let place = element.node_range();
            while open.last().is_some_and(|(end, _, _)| *end <= place.start) {
                page.close(open.pop());
            }
            match element.name() {
                "TextBlock" => {
                    page.end_line();
                    block += 1;
                }
                "TextLine" => page.end_line(),
                "ComposedBlock" | "PrintSpace" => {}
                "String" => page.add(element, block),
                "HYP" => {
                    page.cut_last();
                    continue;
                }
                _ => continue,
            }
            let id = element.attribute("ID");
            if let Some(id) = id.filter(|id| wanted.is_none_or(|wanted| wanted.contains(id))) {
                let first = page.words.len() as u32
                    - u32::from(element.name() == "String" && !page.words.is_empty());
                open.push((place.end, id, first));
            }
        }
        page.end_line();
        while let Some(last) = open.pop() {
            page.close(Some(last));
        }
        if page.words.iter().any(|word| word.hyphen == Hyphen::LineEnd) {
            page.hyphenated = HyphenatedWords::collect(page.words.iter().map(|w| page.word(w)));
        }
        page
    }

    /// Size in memory, in bytes, about.
    pub fn size(&self) -> usize {
        self.text.capacity()
            + self.words.capacity() * size_of::<PrintedWord>()
            + self.places.keys().map(|id| id.len() + 64).sum::<usize>()
            + 256
    }

    fn word(&self, word: &PrintedWord) -> &str {
        &self.text[word.start as usize..word.end as usize]
    }

    /// Marks the last word where the line before it ends with a sign that may be a hyphen.
    fn end_line(&mut self) {
        let Some(last) = self.words.last() else { return };
        if last.hyphen == Hyphen::None && self.word(last).ends_with(CUT_SIGNS) {
            self.set_last(Hyphen::LineEnd);
        }
    }

    /// Marks the last word as a first half; the sign that stands in it too is no part of it.
    fn cut_last(&mut self) {
        let Some(last) = self.words.last().filter(|word| word.hyphen == Hyphen::None) else {
            return;
        };
        let kept = self.word(last).trim_end_matches(CUT_SIGNS).len() as u32;
        let end = if kept > 0 { last.start + kept } else { last.end };
        if let Some(last) = self.words.last_mut() {
            (last.end, last.hyphen) = (end, Hyphen::Unresolved);
        }
    }

    fn set_last(&mut self, hyphen: Hyphen) {
        if let Some(last) = self.words.last_mut() {
            last.hyphen = hyphen;
        }
    }

    fn close(&mut self, open: Option<(usize, String, u32)>) {
        if let Some((_, id, first)) = open {
            self.places.insert(id, (first, self.words.len() as u32));
        }
    }

    fn add(&mut self, string: XmlElement<'_, '_>, block: u32) {
        let content = string.attribute("CONTENT").unwrap_or_default();
        let whole = string.attribute("SUBS_CONTENT");
        let (text, hyphen) = match (string.attribute("SUBS_TYPE").as_deref(), whole) {
            (Some("HypPart1"), Some(whole)) => (whole, Hyphen::First),
            (Some("HypPart1"), None) => {
                (content.trim_end_matches(CUT_SIGNS).to_owned(), Hyphen::Unresolved)
            }
            (Some("HypPart2"), Some(_)) => (content, Hyphen::Second),
            _ => (content, Hyphen::None),
        };
        let start = self.text.len() as u32;
        self.text.push_str(&text);
        self.words.push(PrintedWord { start, end: self.text.len() as u32, block, hyphen });
    }

    /// The text of the whole page.
    pub fn text(&self) -> String {
        let mut text = JoinedText::default();
        text.add(self, &self.words);
        text.finish()
    }

    /// Adds the words from the element `begin` to the element `end`, or all of `begin`.
    pub fn add_area(&self, begin: &str, end: Option<&str>, text: &mut JoinedText) {
        let Some((first, last)) = self.places.get(begin) else { return };
        let last = end.and_then(|end| self.places.get(end)).map_or(*last, |(_, last)| *last);
        let words = self.words.get(*first as usize..last.max(*first) as usize);
        text.add(self, words.unwrap_or(&[]));
    }

    /// Adds the words of the whole page.
    pub fn add_all(&self, text: &mut JoinedText) {
        text.add(self, &self.words);
    }
}

/// Text joined from areas: words by blanks, blocks and areas by blank lines, halves to their words.
#[derive(Debug, Default)]
pub struct JoinedText {
    out: String,
    /// The hyphen that bound the last word to the next.
    last: Option<Hyphen>,
}

impl JoinedText {
    fn add(&mut self, page: &AltoPage, words: &[PrintedWord]) {
        let mut block = None;
        for word in words.iter().filter(|word| word.start < word.end) {
            let new_block = block != Some(word.block);
            block = Some(word.block);
            let text = page.word(word);
            let before = self.last.replace(word.hyphen);
            // Its whole word stands before, and the paragraph goes on here.
            if word.hyphen == Hyphen::Second && before == Some(Hyphen::First) {
                continue;
            }
            let joined = before == Some(Hyphen::LineEnd) && self.join(page, text, new_block);
            let goes_on = matches!(before, Some(Hyphen::Second)) || self.goes_on_with(text);
            self.out.push_str(match before {
                None | Some(Hyphen::Unresolved) => "",
                _ if joined => "",
                Some(_) if new_block && !goes_on => "\n\n",
                Some(_) => " ",
            });
            self.out.push_str(text);
        }
    }

    /// Joins the last word, at the end of its line, to the next, if they are one. True if they are.
    fn join(&mut self, page: &AltoPage, next: &str, new_block: bool) -> bool {
        let first = self.out.rsplit(char::is_whitespace).next().unwrap_or("");
        let joint = page.hyphenated.joint(first, next);
        // A word that goes on in the next column is in small letters.
        if joint == Joint::None || (new_block && !next.starts_with(char::is_lowercase)) {
            return false;
        }
        if joint == Joint::Closed {
            self.out.pop();
        }
        true
    }

    /// True if a sentence was split at the foot of a column: nothing ended it, and a lower-case
    /// letter follows.
    fn goes_on_with(&self, next: &str) -> bool {
        let open = |c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '\'' | '’');
        self.out.ends_with(open) && next.starts_with(char::is_lowercase)
    }

    /// True if no word was added.
    pub fn is_empty(&self) -> bool {
        self.out.trim().is_empty()
    }

    /// The text, without white space at its end.
    pub fn finish(self) -> String {
        let trimmed = self.out.trim_end().len();
        let mut out = self.out;
        out.truncate(trimmed);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::xml::tree::XmlTree;

    #[test]
    fn halves_of_words_are_joined() {
        let text = r#"<alto><Page PHYSICAL_IMG_NR="3"><TextBlock ID="b1"><TextLine ID="l1">
            <String ID="w1" CONTENT="Ships"/><SP/>
            <String ID="w2" CONTENT="ar" SUBS_TYPE="HypPart1" SUBS_CONTENT="arrived"/>
            <HYP CONTENT="-"/></TextLine>
            <TextLine ID="l2">
            <String ID="w3" CONTENT="rived" SUBS_TYPE="HypPart2" SUBS_CONTENT="arrived"/>
            <String ID="w4" CONTENT="to"/><HYP CONTENT="-"/></TextLine>
            <TextLine ID="l3"><String ID="w5" CONTENT="day."/></TextLine></TextBlock>
            <TextBlock ID="b2"><TextLine><String ID="w6" CONTENT="More."/></TextLine></TextBlock>
            </Page></alto>"#;
        let tree = XmlTree::parse(text);
        let page = AltoPage::read(tree.root().unwrap(), None);
        assert_eq!(page.text(), "Ships arrived today.\n\nMore.");
        assert_eq!(page.number.as_deref(), Some("3"));
        let area = |begin: &str, end: Option<&str>| {
            let mut text = JoinedText::default();
            page.add_area(begin, end, &mut text);
            text.finish()
        };
        assert_eq!(area("b2", None), "More.");
        assert_eq!(area("l1", None), "Ships arrived");
        assert_eq!(area("w2", Some("w3")), "arrived");
        assert_eq!(area("w4", Some("w6")), "today.\n\nMore.");
        assert_eq!(area("nowhere", None), "");
    }

    #[test]
    fn signs_at_the_ends_of_lines_bind_words() {
        let line = |words: &str| {
            let strings = words.split(' ').map(|word| format!("<String CONTENT='{word}'/><SP/>"));
            format!("<TextLine>{}</TextLine>", strings.collect::<Vec<_>>().concat())
        };
        let check = |blocks: &[&[&str]], expected: &str| {
            let blocks = blocks.iter().map(|lines| {
                let lines = lines.iter().map(|words| line(words));
                format!("<TextBlock>{}</TextBlock>", lines.collect::<Vec<_>>().concat())
            });
            let text = format!("<alto><Page>{}</Page></alto>", blocks.collect::<Vec<_>>().concat());
            let tree = XmlTree::parse(&text);
            assert_eq!(AltoPage::read(tree.root().unwrap(), None).text(), expected);
        };
        check(&[&["The minis-", "ter came"]], "The minister came");
        check(&[&["The minis¬", "ter and his har⸗", "bour"]], "The minister and his harbour");
        check(&[&["a long-", "term plan -", "said"]], "a long-term plan - said");
        check(&[&["the Anglo-", "Norlish talks"]], "the Anglo-Norlish talks");
        check(&[&["the minis-"], &["ter came"]], "the minister came");
        check(&[&["the minis-"], &["Other news"]], "the minis-\n\nOther news");
        check(&[&["to-", "mor-", "row"]], "tomorrow");
    }
}
