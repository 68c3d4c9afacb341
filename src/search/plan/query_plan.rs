//! The tree of a question → clauses that know the index: words with their weights, conditions as queries.

use tantivy::postings::SegmentPostings;
use tantivy::query::Query;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::model::DayRange;
use crate::search::scoring::bm25::DocLengths;
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::postings::{PostingsUnion, QuotePostings, QuoteRegion, TermPostings};
use crate::search::scoring::scorer::{
    Approximation, ClauseScorer, DocPredicate, FieldScorer, PositionalConstraint, TextScorer,
};
use crate::search::scoring::statistics::CollectionStatistics;
use crate::search::snapshot::target::Target;
use crate::search::terms::query_term::QueryTerm;
use crate::search::terms::term_dictionary::FieldTerms;
use crate::store::Fields;
use crate::text::contains_words;

/// A part of a question, made ready.
pub enum Clause {
    Text(Box<TextClause>),
    Condition(Condition),
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Not(Box<Clause>),
}

/// What decides and never scores.
pub enum Condition {
    Nothing,
    Query(Box<dyn Query>),
    /// A period that is known only by month or year must lie wholly within; or, loosely, overlap.
    Days {
        range: DayRange,
        loose: bool,
    },
    Undated,
    /// The document's article is among these of its segment: an article and its quotations are never apart.
    Articles(Vec<Vec<DocId>>),
    Speaker(SpeakerCondition),
}

/// A speaker that is asked for.
pub struct SpeakerCondition {
    pub name: NameMatcher,
    /// The quotations that may be by such a one; all when `None`.
    pub query: Option<Box<dyn Query>>,
}

/// How a name must be.
pub enum NameMatcher {
    /// It holds all these words.
    Words(String),
    /// One of its words is taken.
    Term(Box<QueryTerm>),
}

impl NameMatcher {
    pub fn accepts(&self, name: &str) -> bool {
        match self {
            Self::Words(words) => contains_words(name, words),
            Self::Term(leaf) => {
                let mut words = crate::text::Words::new(name);
                while let Some(word) = words.advance() {
                    if leaf.matcher.accepts(word.span.of(name), word.folded, word.folded) {
                        return true;
                    }
                }
                false
            }
        }
    }
}

/// What of a document words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    Title,
    Body,
    /// Headline and body as spelt: adds to the score of words in the form that was typed.
    Spelt,
    /// The words of a quotation.
    Said,
    /// What stands around a quotation: its sentence and the headline.
    Around,
    /// The words of a quotation as spelt.
    SaidSpelt,
}

impl TextPart {
    fn is_spelt(self) -> bool {
        matches!(self, Self::Spelt | Self::SaidSpelt)
    }

    /// Whether it is the text itself, whose lengths and positions count.
    pub fn is_main(self) -> bool {
        matches!(self, Self::Body | Self::Said)
    }

    /// The fields of the index that it is found by: body and headline, where it takes them in.
    fn fields(self, fields: &Fields) -> [Option<Field>; 2] {
        let (body, title) = (Some(fields.body), Some(fields.title));
        match self {
            Self::Title => [None, title],
            Self::Body | Self::Said | Self::SaidSpelt => [body, None],
            Self::Spelt | Self::Around => [body, title],
        }
    }

    /// The terms of a stem in it.
    pub fn terms_of_stem(
        self,
        segments: Segments<'_>,
        fields: &Fields,
        stem: &str,
    ) -> tantivy::Result<PartTerms> {
        self.terms(fields, |field| FieldTerms::for_stem(segments, field, stem))
    }

    fn terms(
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

    /// The region of a quotation that it is.
    fn region(self) -> Option<QuoteRegion> {
        match self {
            Self::Title | Self::Body | Self::Spelt => None,
            Self::Said | Self::SaidSpelt => Some(QuoteRegion::Said),
            Self::Around => Some(QuoteRegion::Around),
        }
    }
}

/// A part that a clause is looked for in.
#[derive(Clone, Copy, Debug)]
pub struct SearchField {
    pub name: &'static str,
    pub part: TextPart,
    pub weight: f32,
}

/// A word's terms in body and headline.
pub type PartTerms = [Option<(Field, FieldTerms)>; 2];

/// A field with the weight of a clause in it.
#[derive(Debug)]
pub struct WeightedField {
    pub field: SearchField,
    /// The clause's rarity and the field's weight.
    pub weight: f32,
    /// Whether it decides that the clause occurs, or only adds.
    pub decides: bool,
    /// Where the terms of each leaf stand in the body and in the headline, looked up once.
    terms: Vec<PartTerms>,
}

/// Lists of more terms than this are gathered into one before they are walked.
const GATHERED: usize = 24;

impl WeightedField {
    /// The documents of one of the clause's leaves in a segment; `None` when there are none.
    pub fn open(
        &self,
        leaf: usize,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        with_positions: bool,
    ) -> tantivy::Result<Option<TermPostings>> {
        let Some(terms) = self.terms.get(leaf) else { return Ok(None) };
        self.field.part.open(terms, segment, ordinal, columns, with_positions)
    }
}

impl TextPart {
    /// The documents of a segment that have terms in this part of them; `None` when there are none.
    pub fn open(
        self,
        terms: &PartTerms,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        with_positions: bool,
    ) -> tantivy::Result<Option<TermPostings>> {
        let region = self.region();
        // Which of its quotations an article's words fall to is told by positions.
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
        let gathered = !with_positions && (weighed || all().count() > GATHERED);
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
                one.list_to(&mut listed, counts);
            }
        }
        for (list, counts) in title {
            if let Some(mut one) = as_one(Vec::new(), vec![list]) {
                one.list_to(&mut listed, counts);
            }
        }
        Ok(TermPostings::listed(listed, segment.max_doc()))
    }
}

/// Words as they must stand in a text.
pub struct TextClause {
    /// As understood, for people.
    pub label: String,
    pub target: Target,
    pub terms: Vec<QueryTerm>,
    pub intervals: IntervalExpr,
    /// What the index can decide of it.
    pub relaxed: Option<IntervalExpr>,
    /// Whether the text itself must be read to decide.
    pub verify: bool,
    /// A single word too common to be asked for.
    pub stop: bool,
    pub fields: Vec<WeightedField>,
    pub average_words: f32,
}

impl TextClause {
    /// Gives the clause its weights in the whole index. How rare a word is tell the articles, also where quotations
    /// are asked for: they are what it is printed in.
    pub fn create_weights(
        &mut self,
        (segments, fields): (Segments<'_>, &Fields),
        search_fields: &[SearchField],
        collection: &CollectionStatistics,
        average_words: f32,
        boost: f32,
    ) -> tantivy::Result<()> {
        self.average_words = average_words;
        let plain = matches!(self.intervals, IntervalExpr::Term(_) | IntervalExpr::Phrase(_));
        let stems = self.terms.iter().all(QueryTerm::is_stem);
        for field in search_fields {
            let spelt = field.part.is_spelt();
            // What was spelt exactly adds to words and phrases alone.
            if spelt && !(plain && stems) {
                continue;
            }
            let mut rarities = Vec::with_capacity(self.terms.len());
            let mut terms = Vec::with_capacity(self.terms.len());
            for leaf in &self.terms {
                let found = field.part.terms(fields, |field| match &leaf.folded {
                    Some(typed) if spelt => {
                        FieldTerms::for_forms(segments, field, &[(typed.clone(), 1.0)])
                    }
                    _ => FieldTerms::for_term(segments, field, leaf),
                })?;
                let documents = found.iter().flatten().map(|(_, terms)| terms.documents).sum();
                rarities.push(collection.idf(documents));
                terms.push(found);
            }
            let weight = rarity(&self.intervals, &rarities) * field.weight * boost;
            self.fields.push(WeightedField { field: *field, weight, decides: !spelt, terms });
        }
        Ok(())
    }

    /// The matcher for one segment.
    pub fn scorer<'a>(
        &'a self,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        verify: Option<DocPredicate<'a>>,
    ) -> tantivy::Result<ClauseScorer<'a>> {
        let (mut deciding, mut adding) = (Vec::new(), Vec::new());
        for (number, weighed) in self.fields.iter().enumerate() {
            let WeightedField { field, weight, decides, .. } = weighed;
            let spelt = field.part.is_spelt();
            let arrangement = match &self.relaxed {
                _ if self.terms.len() == 1 && matches!(self.intervals, IntervalExpr::Term(_)) => {
                    PositionalConstraint::Term
                }
                _ if spelt => PositionalConstraint::AllTerms,
                Some(IntervalExpr::Phrase(leaves))
                    if leaves.iter().copied().eq(0..leaves.len()) =>
                {
                    PositionalConstraint::Phrase
                }
                Some(shape) => {
                    PositionalConstraint::Intervals(Approximation::new(shape), shape.clone())
                }
                None => continue,
            };
            let with_positions =
                !matches!(arrangement, PositionalConstraint::Term | PositionalConstraint::AllTerms);
            let mut leaves = Vec::with_capacity(self.terms.len());
            for leaf in 0..self.terms.len() {
                leaves.push(weighed.open(leaf, segment, ordinal, columns, with_positions)?);
            }
            let all_needed = !matches!(arrangement, PositionalConstraint::Intervals(..));
            if all_needed && leaves.iter().any(Option::is_none) {
                continue;
            }
            let leaves = leaves.into_iter().map(|leaf| leaf.unwrap_or_else(TermPostings::none));
            let lengths = match field.part {
                TextPart::Body => {
                    let body = weighed.terms.first().and_then(|terms| terms[0].as_ref());
                    match body {
                        Some((field, _)) => {
                            DocLengths::Bodies(segment.get_fieldnorms_reader(*field)?)
                        }
                        None => DocLengths::Average,
                    }
                }
                TextPart::Said => DocLengths::Quotes(columns.quotes.clone()),
                _ => DocLengths::Average,
            };
            let source = FieldScorer::new(
                leaves.collect(),
                arrangement,
                *weight,
                lengths,
                self.average_words,
                number,
            );
            if *decides { deciding.push(source) } else { adding.push(source) }
        }
        if self.relaxed.is_none() {
            // Only the text can tell, of every document.
            let check: DocPredicate<'a> = verify.unwrap_or_else(|| Box::new(|_| false));
            return Ok(ClauseScorer::Predicate(check, segment.max_doc()));
        }
        if deciding.is_empty() {
            return Ok(ClauseScorer::Nothing);
        }
        Ok(ClauseScorer::Text(Box::new(TextScorer {
            deciding,
            adding,
            verify,
            last_decision: None,
        })))
    }
}

/// The rarity of a whole shape: of all its words, but of the commonest of alternatives.
fn rarity(shape: &IntervalExpr, of_leaves: &[f32]) -> f32 {
    match shape {
        IntervalExpr::Term(leaf) => of_leaves[*leaf],
        IntervalExpr::Phrase(leaves) => leaves.iter().map(|leaf| of_leaves[*leaf]).sum(),
        IntervalExpr::Near { parts, .. } | IntervalExpr::And(parts) => {
            parts.iter().map(|part| rarity(part, of_leaves)).sum()
        }
        IntervalExpr::Or(parts) => {
            let least =
                parts.iter().map(|part| rarity(part, of_leaves)).fold(f32::INFINITY, f32::min);
            if least.is_finite() { least } else { 0.0 }
        }
        IntervalExpr::Within(_, inner) => rarity(inner, of_leaves),
        IntervalExpr::Not(_) => 0.0,
    }
}

impl Clause {
    /// Calls `each` with every clause of text that is asked for.
    pub fn each_text<'c>(&'c self, each: &mut dyn FnMut(&'c TextClause)) {
        match self {
            Self::Text(text) => each(text),
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each_text(each);
                }
            }
            Self::Condition(_) | Self::Not(_) => {}
        }
    }

    /// Whether it holds no words to rank by.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Condition(_) | Self::Not(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_condition),
        }
    }

    /// Whether deciding it may need the text itself.
    pub fn is_costly(&self) -> bool {
        match self {
            Self::Text(text) => text.verify,
            Self::Condition(_) => false,
            Self::Not(inner) => inner.is_costly(),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::is_costly),
        }
    }
}
