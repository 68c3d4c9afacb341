//! XML → a flat tree over the text, for formats whose fields have to be looked for.
//!
//! quick-xml splits the text into tags; nothing is expanded but character references and HTML's
//! names, no DTD is read and nothing fetched. The nodes lie in one list in the order of the
//! document, each with the end of its subtree, so that no depth of nesting can overflow a stack and
//! every walk is a loop.

use std::borrow::Cow;

use quick_xml::Reader as Events;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};

use crate::model::{Problem, Stage};
use crate::read::encoding::decode_xml;
use crate::read::extract::entities::{decode_entities, push_reference};
use crate::read::extract::paragraphs::{ElementLayout, ParagraphBuilder, element_layout, one_line};

/// Most elements and texts of a document; with more it is no article and no issue of a paper.
const MAX_NODES: usize = 2_000_000;
/// Deepest nesting; a deeper document was not written by anybody.
const MAX_DEPTH: usize = 1000;

/// The name of the root element, without its prefix, if `head` is the beginning of an XML document.
pub fn root_name(head: &[u8]) -> Option<String> {
    let text = decode_xml(head);
    let mut rest = text.trim_start();
    if !rest.starts_with('<') {
        return None;
    }
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("<?") {
            rest = &after[after.find("?>")? + 2..];
        } else if let Some(after) = rest.strip_prefix("<!--") {
            rest = &after[after.find("-->")? + 3..];
        } else if rest.starts_with("<!") {
            let subset = rest.find('[').filter(|at| rest.find('>').is_none_or(|end| *at < end));
            let from = subset.map_or(Some(0), |_| rest.find(']'))?;
            rest = &rest[from + rest[from..].find('>')? + 1..];
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))?;
            let name = &name[..end];
            let name = name.rsplit(':').next().unwrap_or(name);
            let plain = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            return plain.then(|| name.to_owned());
        }
    }
}

/// A document.
#[derive(Debug)]
pub struct XmlTree<'t> {
    nodes: Vec<XmlNode<'t>>,
    /// Damage that ended the document early; nodes before it stand.
    pub damage: Option<Problem>,
}

#[derive(Debug)]
struct XmlNode<'t> {
    kind: NodeKind<'t>,
    /// Index after the last node of the subtree.
    end: u32,
    /// True if the end tag was seen.
    closed: bool,
}

#[derive(Debug)]
enum NodeKind<'t> {
    Element { name: &'t str, attributes: &'t str },
    Text(&'t str),
    Reference(&'t str),
}

/// One element of a tree.
#[derive(Clone, Copy, Debug)]
pub struct XmlElement<'n, 't> {
    tree: &'n XmlTree<'t>,
    at: usize,
}

impl<'t> XmlTree<'t> {
    /// Parses as much of `text` as is XML.
    pub fn parse(text: &'t str) -> Self {
        let mut tree = Self { nodes: Vec::new(), damage: None };
        let mut events = Events::from_str(text);
        let config = events.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = true;
        let mut open: Vec<usize> = Vec::new();
        loop {
            let at = events.buffer_position();
            match events.read_event() {
                Ok(Event::Start(tag)) => {
                    open.push(tree.nodes.len());
                    tree.push_element(&tag, text, at);
                }
                Ok(Event::Empty(tag)) => {
                    tree.push_element(&tag, text, at);
                    if let Some(node) = tree.nodes.last_mut() {
                        node.closed = true;
                    }
                }
                Ok(Event::End(_)) => {
                    let end = tree.nodes.len() as u32;
                    if let Some(node) = open.pop().and_then(|at| tree.nodes.get_mut(at)) {
                        node.end = end;
                        node.closed = true;
                    }
                }
                Ok(Event::Text(text)) => tree.push(NodeKind::Text(borrowed(&text.into_inner()))),
                Ok(Event::CData(text)) => tree.push(NodeKind::Text(borrowed(&text.into_inner()))),
                Ok(Event::GeneralRef(name)) => {
                    tree.push(NodeKind::Reference(borrowed(&name.into_inner())));
                }
                Ok(Event::Eof) if open.is_empty() => break,
                Ok(Event::Eof) => {
                    tree.damage =
                        Some(malformed(text, text.len() as u64, "it ends inside an element"));
                    break;
                }
                Ok(_) => {}
                Err(error) => {
                    let at = events.error_position();
                    tree.damage = Some(malformed(text, at, &error.to_string()));
                    break;
                }
            }
            if tree.nodes.len() > MAX_NODES || open.len() > MAX_DEPTH {
                let what =
                    if open.len() > MAX_DEPTH { "nested too deeply" } else { "too many elements" };
                tree.damage = Some(malformed(text, at, what));
                break;
            }
        }
        let end = tree.nodes.len() as u32;
        for at in open {
            tree.nodes[at].end = end;
        }
        tree
    }

    fn push_element(&mut self, tag: &BytesStart<'_>, text: &'t str, at: u64) {
        // The tag is the text between `<` and `>`; taken from the text itself, it outlives the
        // event.
        let start = at as usize + 1;
        let name_end = start + tag.name().0.len();
        let name = text.get(start..name_end).unwrap_or("");
        let name = name.rsplit(':').next().unwrap_or(name);
        let attributes = text.get(name_end..name_end + tag.attributes_raw().len()).unwrap_or("");
        self.push(NodeKind::Element { name, attributes });
    }

    fn push(&mut self, kind: NodeKind<'t>) {
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(XmlNode { kind, end, closed: false });
    }

    /// The outermost element.
    pub fn root(&self) -> Option<XmlElement<'_, 't>> {
        let is_element = |node: &XmlNode<'_>| matches!(node.kind, NodeKind::Element { .. });
        let at = self.nodes.iter().position(is_element)?;
        Some(XmlElement { tree: self, at })
    }

    /// The damage, or else a problem of this cause and detail.
    pub fn into_problem(self, cause: &str, detail: &str) -> Problem {
        self.damage.unwrap_or_else(|| Problem::new(Stage::Read, cause, detail))
    }
}

fn borrowed<'t>(text: &Cow<'t, str>) -> &'t str {
    match text {
        Cow::Borrowed(text) => text,
        // Never so for a text in memory, which is cut and not copied.
        Cow::Owned(_) => "",
    }
}

fn malformed(text: &str, at: u64, what: &str) -> Problem {
    let before = &text.as_bytes()[..text.len().min(at as usize)];
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    Problem::new(Stage::Read, "malformed XML", format!("line {line}, byte {at}: {what}"))
}

impl<'n, 't> XmlElement<'n, 't> {
    fn node(self) -> &'n XmlNode<'t> {
        &self.tree.nodes[self.at]
    }

    /// The element's name, without its prefix.
    pub fn name(self) -> &'t str {
        match self.node().kind {
            NodeKind::Element { name, .. } => name,
            NodeKind::Text(_) | NodeKind::Reference(_) => "",
        }
    }

    /// True if the element's end tag was seen.
    pub fn is_closed(self) -> bool {
        self.node().closed
    }

    /// The value of the attribute `name`, whatever its prefix; `None` when it is empty.
    pub fn attribute(self, name: &str) -> Option<String> {
        let NodeKind::Element { attributes, .. } = self.node().kind else { return None };
        Attributes::new(attributes, 0).with_checks(false).flatten().find_map(|attribute| {
            let key = attribute.key.0;
            let local = key.rsplit(':').next().unwrap_or(key);
            let value = one_line(&decode_entities(&attribute.value));
            (local == name && !value.is_empty()).then_some(value)
        })
    }

    /// The child elements, in order.
    pub fn children(self) -> impl Iterator<Item = XmlElement<'n, 't>> + use<'n, 't> {
        let (tree, end) = (self.tree, self.node().end as usize);
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                next = tree.nodes[at].end as usize;
                if matches!(tree.nodes[at].kind, NodeKind::Element { .. }) {
                    return Some(XmlElement { tree, at });
                }
            }
            None
        })
    }

    /// All elements below this one, in the order of the document.
    pub fn descendants(self) -> impl Iterator<Item = XmlElement<'n, 't>> + use<'n, 't> {
        let tree = self.tree;
        (self.at + 1..self.node().end as usize)
            .filter(|at| matches!(tree.nodes[*at].kind, NodeKind::Element { .. }))
            .map(move |at| XmlElement { tree, at })
    }

    /// All elements called `name` below this one, in the order of the document.
    pub fn descendants_named<'a>(
        self,
        name: &'a str,
    ) -> impl Iterator<Item = XmlElement<'n, 't>> + use<'a, 'n, 't> {
        self.descendants().filter(move |element| element.name() == name)
    }

    /// The first child called `name`.
    pub fn child(self, name: &str) -> Option<XmlElement<'n, 't>> {
        self.children().find(|child| child.name() == name)
    }

    /// The first element called `name` below this one.
    pub fn first_descendant(self, name: &str) -> Option<XmlElement<'n, 't>> {
        self.descendants().find(|element| element.name() == name)
    }

    /// The text of the element and of all below it, on one line.
    pub fn text(self) -> String {
        let mut out = ParagraphBuilder::default();
        self.write(&mut out, &|_| false, false);
        out.finish()
    }

    /// The text on one line; `None` when there is none.
    pub fn non_empty_text(self) -> Option<String> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    /// The text as it stands, for escaped HTML.
    pub fn raw_text(self) -> String {
        let mut out = String::new();
        for node in &self.tree.nodes[self.at + 1..self.node().end as usize] {
            match node.kind {
                NodeKind::Text(text) => out.push_str(text),
                NodeKind::Reference(name) => {
                    if !push_reference(name, &mut out) {
                        out.push('&');
                        out.push_str(name);
                        out.push(';');
                    }
                }
                NodeKind::Element { .. } => {}
            }
        }
        out
    }

    /// The text in paragraphs, without the elements for which `skip` is true.
    pub fn prose(self, skip: &dyn Fn(XmlElement<'n, 't>) -> bool) -> String {
        let mut out = ParagraphBuilder::default();
        self.write(&mut out, skip, true);
        out.finish()
    }

    /// Range of the subtree's nodes in the order of the document.
    pub fn node_range(self) -> std::ops::Range<usize> {
        self.at..self.node().end as usize
    }

    /// True if the element has no element below it.
    pub fn is_leaf(self) -> bool {
        self.children().next().is_none()
    }

    fn write(
        self,
        out: &mut ParagraphBuilder,
        skip: &dyn Fn(XmlElement<'n, 't>) -> bool,
        lay_out: bool,
    ) {
        let (mut at, end) = (self.at + 1, self.node().end as usize);
        let mut closings: Vec<usize> = Vec::new();
        let mut buffer = String::new();
        while at < end {
            while closings.last().is_some_and(|end| *end <= at) {
                closings.pop();
                out.break_paragraph();
            }
            let node = &self.tree.nodes[at];
            match node.kind {
                NodeKind::Text(text) => out.push_text(text),
                NodeKind::Reference(name) => {
                    buffer.clear();
                    if !push_reference(name, &mut buffer) {
                        buffer.extend(["&", name, ";"]);
                    }
                    out.push_text(&buffer);
                }
                NodeKind::Element { name, .. } => {
                    let effect = element_layout(name).filter(|_| lay_out);
                    if effect == Some(ElementLayout::Skip)
                        || skip(XmlElement { tree: self.tree, at })
                    {
                        at = node.end as usize;
                        continue;
                    }
                    if let Some(layout) = effect {
                        out.apply(layout);
                        if layout == ElementLayout::Paragraph {
                            closings.push(node.end as usize);
                        }
                    }
                }
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn elements_are_found_and_texts_joined() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'x'>]><n:a k='1 &amp; 2' \
             xml:lang=\"en\">\n<p>One &lt;\n two &b; &eacute;</p><q/>\
             <p><![CDATA[<b>]]>three</p></n:a>";
        let tree = XmlTree::parse(text);
        assert_eq!(tree.damage, None);
        let root = tree.root().unwrap();
        assert_eq!((root.name(), root.attribute("lang").as_deref()), ("a", Some("en")));
        assert_eq!(root.attribute("k").as_deref(), Some("1 & 2"));
        assert_eq!(root.prose(&|_| false), "One < two &b; é\n\n<b>three");
        assert_eq!(root.children().map(XmlElement::name).collect::<Vec<_>>(), ["p", "q", "p"]);
        assert!(root.is_closed() && root.child("q").unwrap().is_closed());
        assert_eq!(root_name(text.as_bytes()).as_deref(), Some("a"));
    }

    #[test]
    fn damage_is_placed_and_what_stands_before_it_kept() {
        let tree = XmlTree::parse("<a>\n<b>one</b>\n<b>two</c></a>");
        let root = tree.root().unwrap();
        assert_eq!(root.first_descendant("b").unwrap().text(), "one");
        assert!(!root.is_closed());
        let damage = tree.damage.as_ref().unwrap();
        assert_eq!(damage.cause, "malformed XML");
        assert!(damage.detail.starts_with("line 3"), "{}", damage.detail);
        let cut = XmlTree::parse("<a><b>one");
        assert!(cut.damage.unwrap().detail.contains("ends inside"));
    }

    #[test]
    fn a_declared_encoding_counts() {
        let bytes = b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>\xE8</a>";
        assert!(decode_xml(bytes).ends_with("<a>\u{10D}</a>"));
        assert!(decode_xml(b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>\x93</a>").contains('“'));
    }

    #[test]
    fn bombs_do_not_go_off() {
        let mut laughs = String::from("<!DOCTYPE a [<!ENTITY a0 'ha'>");
        for n in 1..40 {
            let before = n - 1;
            let _ = write!(laughs, "<!ENTITY a{n} '&a{before};&a{before};'>");
        }
        let text = format!("{laughs}]><a>&a39;</a>");
        assert_eq!(XmlTree::parse(&text).root().unwrap().text(), "&a39;");
        let deep = "<a>".repeat(100_000);
        assert!(XmlTree::parse(&deep).damage.unwrap().detail.contains("too deeply"));
    }
}
