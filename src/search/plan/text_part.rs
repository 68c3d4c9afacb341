//! Parts of documents that words are looked for in, and the postings of words there.

use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TantivyError};

use crate::search::scoring::bm25::DocLengths;
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::field_scorer::Counting;
use crate::search::scoring::postings::TermPostings;
use crate::search::scoring::postings_union::PostingsUnion;
use crate::search::scoring::quote_postings::{QuotePostings, QuoteRegion};
use crate::search::terms::term_dictionary::FieldTerms;
use crate::store::Fields;

/// Part of a document's text that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Headline of an article.
    Title,
    /// Body of an article.
    Body,
    /// Headline and body as spelt: adds to the score of words in the form that was typed.
    Spelt,
    /// Words akin to the one that was typed, in headline and body.
    Akin,
    /// Words of a quotation.
    Said,
    /// Surroundings of a quotation: the rest of its sentence, and the headline.
    Around,
    /// Words of a quotation as spelt.
    SaidSpelt,
    /// Name of a quotation's speaker, as the article prints it.
    Speaker,
}

impl TextPart {
    /// Role of an occurrence in the part.
    pub fn role(self) -> FieldRole {
        match self {
            Self::Title | Self::Body | Self::Said | Self::Around => FieldRole::Decides,
            Self::Akin | Self::Speaker => FieldRole::Counts,
            Self::Spelt | Self::SaidSpelt => FieldRole::Adds,
        }
    }

    /// Counting of an occurrence in the part that is worth so many of the text itself. Headlines
    /// and names are short whatever the text is; and what was said comes before what stands around
    /// it.
    pub fn counting(self, as_many: f32) -> Counting {
        Counting {
            as_many,
            in_text: !matches!(self, Self::Title | Self::Speaker),
            share: if self == Self::Around { 0.5 } else { 1.0 },
        }
    }

    /// True for the text itself, whose lengths and positions count.
    pub fn is_main(self) -> bool {
        matches!(self, Self::Body | Self::Said)
    }

    /// Fields of the index that the part is found by: body and headline, where it includes them.
    fn fields(self, fields: &Fields) -> [Option<Field>; 2] {
        let (body, title) = (Some(fields.body), Some(fields.title));
        match self {
            Self::Title => [None, title],
            Self::Body | Self::Said | Self::SaidSpelt => [body, None],
            Self::Spelt | Self::Akin | Self::Around => [body, title],
            Self::Speaker => [Some(fields.speaker), None],
        }
    }

    /// Terms of a stem in the part.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn terms_of_stem(
        self,
        segments: Segments<'_>,
        fields: &Fields,
        stem: &str,
    ) -> tantivy::Result<PartTerms> {
        self.terms(fields, |field| FieldTerms::for_stem(segments, field, stem, None))
    }

    /// Terms in the part, looked up in each of its fields.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn terms(
        self,
        fields: &Fields,
        look_up: impl Fn(Field) -> tantivy::Result<FieldTerms>,
    ) -> tantivy::Result<PartTerms> {
        let of = |field: Option<Field>| {
            field.map(|field| Ok::<_, TantivyError>((field, look_up(field)?))).transpose()
        };
        let [body, title] = self.fields(fields);
        Ok([of(body)?, of(title)?])
    }

    /// Region of a quotation that the part is; `None` for parts of articles.
    fn region(self) -> Option<QuoteRegion> {
        match self {
            Self::Title | Self::Body | Self::Spelt | Self::Akin | Self::Speaker => None,
            Self::Said | Self::SaidSpelt => Some(QuoteRegion::Said),
            Self::Around => Some(QuoteRegion::Around),
        }
    }
}

/// Part of a document that a clause is looked for in, with its weight.
#[derive(Clone, Copy, Debug)]
pub struct SearchField {
    /// Name of the part in explanations.
    pub name: &'static str,
    /// Part of the document.
    pub part: TextPart,
    /// Number of occurrences in the text itself that one in this part counts as; of words as spelt
    /// the factor of their score.
    pub weight: f32,
}

/// Contribution of a part of documents to whether a clause matches, and to its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRole {
    /// An occurrence makes the clause match, and counts.
    Decides,
    /// An occurrence counts as one of the clause, and does not make it match.
    Counts,
    /// Adds a score of its own.
    Adds,
}

/// Terms of a word in body and headline.
pub type PartTerms = [Option<(Field, FieldTerms)>; 2];

/// Part of a document with the weight that a clause has in it.
#[derive(Debug)]
pub struct WeightedField {
    /// Part of the document.
    pub field: SearchField,
    /// Role of an occurrence in the part.
    pub role: FieldRole,
    /// For each term of the clause its terms in body and headline, looked up once.
    pub terms: Vec<PartTerms>,
}

/// Most posting lists that are walked side by side; more are gathered into one first.
const MAX_UNION_LISTS: usize = 24;

impl WeightedField {
    /// Postings of one of the clause's terms in a segment; `None` when there are none.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(
        &self,
        term: usize,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        with_positions: bool,
    ) -> tantivy::Result<Option<TermPostings>> {
        let Some(terms) = self.terms.get(term) else { return Ok(None) };
        self.field.part.open(terms, segment, ordinal, columns, with_positions)
    }

    /// Lengths of the part in the documents of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn lengths(
        &self,
        segment: &SegmentReader,
        columns: &Columns,
    ) -> tantivy::Result<DocLengths> {
        let body = || self.terms.first().and_then(|terms| terms[0].as_ref());
        Ok(match self.field.part {
            TextPart::Body => match body() {
                Some((field, _)) => DocLengths::Bodies(segment.get_fieldnorms_reader(*field)?),
                None => DocLengths::Average,
            },
            TextPart::Said => DocLengths::Quotes(columns.quotes.clone()),
            _ => DocLengths::Average,
        })
    }
}

impl TextPart {
    /// Postings of terms in this part of the documents of a segment; `None` when there are none.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(
        self,
        terms: &PartTerms,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        with_positions: bool,
    ) -> tantivy::Result<Option<TermPostings>> {
        let region = self.region();
        // Positions tell which of an article's quotations its words belong to.
        let option = if with_positions || region.is_some() {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut lists: [Vec<(SegmentPostings, f32)>; 2] = [Vec::new(), Vec::new()];
        for (terms, lists) in terms.iter().zip(&mut lists) {
            let Some((field, terms)) = terms else { continue };
            let terms = terms.in_segment(ordinal);
            if terms.is_empty() {
                continue;
            }
            let index = segment.inverted_index(*field)?;
            for (term, counts) in terms {
                lists.push((index.read_postings_from_terminfo(term, option)?, *counts));
            }
        }
        let all = || lists.iter().flatten();
        let weighed = all().any(|(_, counts)| (counts - 1.0).abs() > f32::EPSILON);
        let gathered = !with_positions && (weighed || all().count() > MAX_UNION_LISTS);
        let [body, title] = lists;
        let as_one = |body: Vec<SegmentPostings>, title: Vec<SegmentPostings>| match region {
            Some(region) if !(body.is_empty() && title.is_empty()) => {
                let (body, title) = (PostingsUnion::new(body), PostingsUnion::new(title));
                let quoted = QuotePostings::new(body, title, region, columns.quotes.clone());
                Some(TermPostings::Quotes(Box::new(quoted)))
            }
            Some(_) => None,
            None => {
                let union = PostingsUnion::new(body.into_iter().chain(title).collect());
                union.map(|union| TermPostings::Articles(Box::new(union)))
            }
        };
        if !gathered {
            let bare = |lists: Vec<(SegmentPostings, f32)>| lists.into_iter().map(|(list, _)| list);
            return Ok(as_one(bare(body).collect(), bare(title).collect()));
        }
        let mut listed = Vec::new();
        for (list, counts) in body {
            if let Some(mut one) = as_one(vec![list], Vec::new()) {
                one.gather_into(&mut listed, counts);
            }
        }
        for (list, counts) in title {
            if let Some(mut one) = as_one(Vec::new(), vec![list]) {
                one.gather_into(&mut listed, counts);
            }
        }
        Ok(TermPostings::from_gathered(listed, segment.max_doc()))
    }
}
