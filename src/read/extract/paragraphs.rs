//! Marked-up text → paragraphs: white space run together, paragraphs separated by one blank line.
//!
//! In XML and HTML white space says nothing and elements say where a paragraph ends, so the body of
//! such an article is made here and not copied from the file.

/// Builder of paragraphs out of text and breaks.
#[derive(Debug, Default)]
pub struct ParagraphBuilder {
    out: String,
    pending: PendingBreak,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum PendingBreak {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl ParagraphBuilder {
    /// Appends text; its white space, the non-breaking blank among it, counts as one blank.
    pub fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.pending = self.pending.max(PendingBreak::Blank);
                continue;
            }
            if !self.out.is_empty() {
                self.out.push_str(match self.pending {
                    PendingBreak::None => "",
                    PendingBreak::Blank => " ",
                    PendingBreak::Line => "\n",
                    PendingBreak::Paragraph => "\n\n",
                });
            }
            self.pending = PendingBreak::None;
            self.out.push(c);
        }
    }

    /// Begins a line; twice, and it begins a paragraph.
    pub fn break_line(&mut self) {
        let next = if self.pending >= PendingBreak::Line {
            PendingBreak::Paragraph
        } else {
            PendingBreak::Line
        };
        self.pending = next;
    }

    /// Begins a paragraph.
    pub fn break_paragraph(&mut self) {
        self.pending = PendingBreak::Paragraph;
    }

    /// The text that was built.
    pub fn finish(self) -> String {
        self.out
    }
}

/// `text` with its white space run together.
pub fn one_line(text: &str) -> String {
    let mut paragraphs = ParagraphBuilder::default();
    paragraphs.push_text(text);
    paragraphs.finish()
}

/// The effect of an element of HTML (or of NITF, which took its names over) on the text around it.
pub fn element_layout(name: &str) -> Option<ElementLayout> {
    Some(match name {
        "br" | "tr" | "dt" | "dd" | "nitf-table" => ElementLayout::Line,
        "td" | "th" => ElementLayout::Blank,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "li" | "dl" | "table" | "blockquote"
        | "bq" | "pre" | "hr" | "figure" | "address" | "form" | "body" | "html" | "block"
        | "hl2" | "body.content" | "body.head" | "body.end" | "media" => ElementLayout::Paragraph,
        // What is no text for readers, and captions, which belong to a picture.
        "script" | "style" | "head" | "template" | "svg" | "iframe" | "figcaption" | "object"
        | "noscript" | "button" | "select" | "textarea" | "media-caption" | "media-metadata"
        | "media-reference" | "media-producer" => ElementLayout::Skip,
        _ if is_struck(name) => ElementLayout::Skip,
        _ => return None,
    })
}

/// True for an element whose words were struck out.
pub fn is_struck(name: &str) -> bool {
    matches!(name, "del" | "s" | "strike")
}

/// Effect of an element on the text around it; see [`element_layout`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementLayout {
    /// A blank.
    Blank,
    /// A new line.
    Line,
    /// A new paragraph.
    Paragraph,
    /// Content that is not to be read.
    Skip,
}

impl ParagraphBuilder {
    /// Breaks as `layout` says.
    pub fn apply(&mut self, layout: ElementLayout) {
        match layout {
            ElementLayout::Blank => self.push_text(" "),
            ElementLayout::Line => self.break_line(),
            ElementLayout::Paragraph => self.break_paragraph(),
            ElementLayout::Skip => {}
        }
    }
}
