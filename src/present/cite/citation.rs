//! The parts of a citation, the same for each style.

use crate::model::{Article, DatePrecision, PublishedDate, QuoteId, QuoteKind, Source};
use crate::present::readable::readable;
use crate::present::{escape, words};
use crate::search::QuoteHit;
use crate::store::ArticleRecord;
use crate::text::has_title;

/// A quotation or an article to cite.
#[derive(Clone, Debug)]
pub struct Citation<'a> {
    /// Id of the quotation or article.
    pub(super) id: String,
    /// The quotation, unless the article itself is cited.
    pub(super) quotation: Option<Quotation<'a>>,
    /// The article.
    pub(super) article: &'a Article,
    /// Language of the article, as a tag.
    pub(super) language: Option<&'a str>,
    /// Place of the article in the archive.
    pub(super) source: &'a Source,
}

/// A quotation to cite.
#[derive(Clone, Debug)]
pub struct Quotation<'a> {
    /// Text as printed.
    pub text: &'a str,
    /// True if these are the speaker's words and not the article's.
    pub direct: bool,
    /// Name of the speaker.
    pub speaker: Option<&'a str>,
    /// Role of the speaker.
    pub role: Option<&'a str>,
    /// True if the archive and not the article tells that this speaker is meant.
    pub inferred: bool,
}

impl<'a> Citation<'a> {
    /// The citation of a quotation with its article.
    pub fn from_quote(hit: &'a QuoteHit) -> Self {
        let quote = hit.quote();
        let attribution = quote.attribution.as_ref();
        let quotation = Quotation {
            text: quote.span.of(&hit.record.article.body).trim(),
            direct: quote.kind == QuoteKind::Direct,
            speaker: hit.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            role: attribution.and_then(|attribution| attribution.role.as_deref()),
            inferred: hit.speaker.as_ref().is_some_and(|speaker| speaker.inferred),
        };
        Self { quotation: Some(quotation), ..Self::new(hit.id, &hit.record) }
    }

    /// The citation of an article.
    pub fn from_article(record: &'a ArticleRecord) -> Self {
        Self::new(QuoteId(record.source.article_id().0), record)
    }

    fn new(id: QuoteId, record: &'a ArticleRecord) -> Self {
        let ArticleRecord { source, article, notes, .. } = record;
        let language = article.language.as_deref().or(notes.language.as_deref());
        Self { id: id.to_string(), quotation: None, article, source, language }
    }

    /// Date of publication.
    pub(super) fn date(&self) -> Option<&PublishedDate> {
        self.article.date.as_ref()
    }

    /// Root, path, and position in the file of the article.
    pub(super) fn place(&self) -> String {
        let Source { root, path, position } = self.source;
        let position = if *position > 0 { format!("#{position}") } else { String::new() };
        format!("{root}/{path}{position}")
    }

    /// The article's title on one line, without marks; in brackets and with an ellipsis where it
    /// has none and the opening of its text stands for it, as manuals of style want it.
    pub(super) fn title(&self) -> String {
        let title = words::headline(self.article);
        if has_title(self.article) { title } else { format!("[{title}]") }
    }

    /// A caution in words about a date or a speaker that is less certain than it looks.
    pub(super) fn caution(&self) -> Option<String> {
        let date = match self.date().map(|date| date.precision) {
            None => Some("published date unknown"),
            Some(DatePrecision::Month) => Some("published date known by month only"),
            Some(DatePrecision::Year) => Some("published date known by year only"),
            Some(DatePrecision::Day) => None,
        };
        let inferred = self.quotation.as_ref().is_some_and(|quotation| quotation.inferred);
        let speaker = inferred.then_some("speaker inferred from other articles");
        let all: Vec<&str> = date.into_iter().chain(speaker).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// The quotation, its speaker and the speaker's role on one line.
    pub(super) fn said(&self) -> Option<String> {
        let quotation = self.quotation.as_ref()?;
        let Quotation { speaker, role, .. } = quotation;
        let mut said = quotation.words();
        if let Some(speaker) = speaker {
            said.push_str(" — ");
            said.push_str(&one_line(speaker));
            if let Some(role) = role {
                said.push_str(", ");
                said.push_str(&one_line(role));
            }
        }
        Some(said)
    }
}

impl Quotation<'_> {
    /// The words on one line: in marks where they are the speaker's; reported speech is said to be
    /// that, since to put it in marks would make somebody say what nobody said.
    pub fn words(&self) -> String {
        let line = one_line(self.text);
        if !self.direct {
            return format!("{line} [reported speech]");
        }
        let inside = line.trim_start_matches(OPENING).trim_end_matches(CLOSING).trim();
        format!("“{inside}”")
    }
}

/// Marks with which a quotation opens, in print and in tokenised text.
const OPENING: [char; 8] = ['“', '"', '„', '«', '‘', '\'', '`', '‟'];
/// Marks with which a quotation closes.
const CLOSING: [char; 7] = ['”', '"', '“', '»', '’', '\'', '‟'];

/// A text on one line, without characters that could steer a terminal or end a line of a format.
pub fn one_line(text: &str) -> String {
    escape::line(&readable(text.trim()))
}
