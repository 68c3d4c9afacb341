//! Marked-up text → paragraphs: blanks run together, paragraphs parted by one blank line.
//!
//! In XML and HTML white space says nothing and elements say where a paragraph ends, so the body of such
//! an article is made here and not copied from the file. HTML inside other formats (feeds, ninjs, mail) is a
//! fragment without a page around it: its tags are taken off one by one, in time linear in its length, and
//! nothing is guessed about which of it is the article.

/// Collects text and breaks.
#[derive(Debug, Default)]
pub struct Paragraphs {
    out: String,
    pending: Break,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Paragraphs {
    /// Adds text; its white space, the non-breaking blank among it, counts as one blank.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.pending = self.pending.max(Break::Blank);
                continue;
            }
            if !self.out.is_empty() {
                self.out.push_str(match self.pending {
                    Break::None => "",
                    Break::Blank => " ",
                    Break::Line => "\n",
                    Break::Paragraph => "\n\n",
                });
            }
            self.pending = Break::None;
            self.out.push(c);
        }
    }

    /// What follows stands on a line of its own; twice, and it is a paragraph.
    pub fn line(&mut self) {
        let next = if self.pending >= Break::Line { Break::Paragraph } else { Break::Line };
        self.pending = next;
    }

    /// What follows is another paragraph.
    pub fn paragraph(&mut self) {
        self.pending = Break::Paragraph;
    }

    /// The text.
    pub fn finish(self) -> String {
        self.out
    }
}

/// `text` with its white space run together.
pub fn one_line(text: &str) -> String {
    let mut paragraphs = Paragraphs::default();
    paragraphs.text(text);
    paragraphs.finish()
}

/// What an element of HTML (or of NITF, which took its names over) does to the text around it.
pub fn breaks(name: &str) -> Option<Layout> {
    Some(match name {
        "br" | "tr" | "dt" | "dd" | "nitf-table" => Layout::Line,
        "td" | "th" => Layout::Blank,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "li" | "dl" | "table" | "blockquote"
        | "bq" | "pre" | "hr" | "figure" | "address" | "form" | "body" | "html" | "block"
        | "hl2" | "body.content" | "body.head" | "body.end" | "media" => Layout::Paragraph,
        // What is no text for readers, and captions, which belong to a picture.
        "script" | "style" | "head" | "template" | "svg" | "iframe" | "figcaption" | "object"
        | "noscript" | "button" | "select" | "textarea" | "media-caption" | "media-metadata"
        | "media-reference" | "media-producer" => Layout::Skip,
        _ => return None,
    })
}

/// See [`breaks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A blank.
    Blank,
    /// Another line.
    Line,
    /// Another paragraph.
    Paragraph,
    /// Not to be read.
    Skip,
}

impl Paragraphs {
    /// Breaks as `layout` says.
    pub fn lay_out(&mut self, layout: Layout) {
        match layout {
            Layout::Blank => self.text(" "),
            Layout::Line => self.line(),
            Layout::Paragraph => self.paragraph(),
            Layout::Skip => {}
        }
    }
}
