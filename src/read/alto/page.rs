//! The words of one ALTO page, in the order of the file, with the hyphens that bind them.

use rustc_hash::FxHashMap;

use crate::read::xml::tree::XmlElement;

/// One page.
#[derive(Debug, Default)]
pub struct AltoPage {
    words: Vec<PrintedWord>,
    /// Range of words by the id of a word, line or block: its first word and the one after its
    /// last.
    places: FxHashMap<String, (u32, u32)>,
    /// The number printed on the page, or else its place in the issue.
    pub number: Option<String>,
}

#[derive(Debug)]
struct PrintedWord {
    text: String,
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
}

impl AltoPage {
    /// Reads the words below `alto`. Advertisements and pictures with text in them count as text
    /// here; METS tells them apart.
    pub fn read(alto: XmlElement<'_, '_>) -> Self {
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
                "TextBlock" => block += 1,
                "TextLine" | "ComposedBlock" | "PrintSpace" => {}
                "String" => page.add(element, block),
                "HYP" => {
                    if let Some(word) = page.words.last_mut().filter(|w| w.hyphen == Hyphen::None) {
                        word.hyphen = Hyphen::Unresolved;
                    }
                    continue;
                }
                _ => continue,
            }
            if let Some(id) = element.attribute("ID") {
                let first = page.words.len() as u32
                    - u32::from(element.name() == "String" && !page.words.is_empty());
                open.push((place.end, id, first));
            }
        }
        while let Some(last) = open.pop() {
            page.close(Some(last));
        }
        page
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
                (content.trim_end_matches('-').to_owned(), Hyphen::Unresolved)
            }
            (Some("HypPart2"), Some(_)) => (content, Hyphen::Second),
            _ => (content, Hyphen::None),
        };
        self.words.push(PrintedWord { text, block, hyphen });
    }

    /// The text of the whole page.
    pub fn text(&self) -> String {
        let mut text = JoinedText::default();
        text.add(&self.words);
        text.finish()
    }

    /// Adds the words from the element `begin` to the element `end`, or all of `begin`.
    pub fn add_area(&self, begin: &str, end: Option<&str>, text: &mut JoinedText) {
        let Some((first, last)) = self.places.get(begin) else { return };
        let last = end.and_then(|end| self.places.get(end)).map_or(*last, |(_, last)| *last);
        let words = self.words.get(*first as usize..last.max(*first) as usize);
        text.add(words.unwrap_or(&[]));
    }

    /// Adds the words of the whole page.
    pub fn add_all(&self, text: &mut JoinedText) {
        text.add(&self.words);
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
    fn add(&mut self, words: &[PrintedWord]) {
        let mut block = None;
        for word in words.iter().filter(|word| !word.text.is_empty()) {
            let new_block = block != Some(word.block);
            block = Some(word.block);
            let before = self.last.replace(word.hyphen);
            // Its whole word stands before, and the paragraph goes on here.
            if word.hyphen == Hyphen::Second && before == Some(Hyphen::First) {
                continue;
            }
            let goes_on = matches!(before, Some(Hyphen::Second)) || self.goes_on_with(&word.text);
            self.out.push_str(match before {
                None | Some(Hyphen::Unresolved) => "",
                Some(_) if new_block && !goes_on => "\n\n",
                Some(_) => " ",
            });
            self.out.push_str(&word.text);
        }
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
        let page = AltoPage::read(tree.root().unwrap());
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
}
