//! The tree of a question → clauses that know the index: words with their weights, conditions as queries.

use rustc_hash::FxHashSet;
use tantivy::query::Query;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::model::DayRange;
use crate::search::leaf::Leaf;
use crate::search::matcher::{
    Arrangement, Check, Driver, Matcher, Occurrences, Postings, TextMatcher,
};
use crate::search::names::holds_words;
use crate::search::shape::Shape;
use crate::search::statistics::{Collection, Terms, look_up, open, postings};
use crate::store::Kind;

/// Which documents are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    Articles,
    Quotes,
}

impl Domain {
    /// As the index calls it.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Articles => Kind::Article,
            Self::Quotes => Kind::Quote,
        }
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Headline and body; a quotation, its sentence and headline.
    Anywhere,
    Title,
    Body,
    /// The words of a quotation alone.
    Quote,
}

/// A part of a question, made ready.
pub(super) enum Clause {
    Text(Box<TextClause>),
    Condition(Condition),
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Not(Box<Clause>),
}

/// What decides and never scores.
pub(super) enum Condition {
    Nothing,
    Query(Box<dyn Query>),
    /// A period that is known only by month or year must lie wholly within; or, loosely, overlap.
    Days {
        range: DayRange,
        loose: bool,
    },
    Undated,
    /// The document's article is among these.
    Articles(FxHashSet<u64>),
    Speaker(Wanted),
}

/// A speaker that is asked for.
pub(super) struct Wanted {
    pub(super) name: WantedName,
    /// The quotations that may be by such a one; all when `None`.
    pub(super) query: Option<Box<dyn Query>>,
}

/// How a name must be.
pub(super) enum WantedName {
    /// It holds all these words.
    Words(String),
    /// One of its words is taken.
    Test(Box<Leaf>),
}

impl WantedName {
    pub(super) fn fits(&self, name: &str) -> bool {
        match self {
            Self::Words(words) => holds_words(name, words),
            Self::Test(leaf) => {
                let mut words = crate::text::Words::new(name);
                while let Some(word) = words.advance() {
                    if leaf.test.takes(word.span.of(name), word.folded, word.folded) {
                        return true;
                    }
                }
                false
            }
        }
    }
}

/// How words stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Stems with positions, lengths of a body.
    Stems,
    /// The same without regard to length, as for headlines.
    ShortStems,
    /// As spelt: adds to the score of a word and decides about patterns.
    Spelt,
}

/// A field that a clause is looked for in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchField {
    pub(super) name: &'static str,
    pub(super) field: Field,
    pub(super) weight: f32,
    pub(super) form: Form,
}

/// A field with the weight of a clause in it.
#[derive(Debug)]
pub(super) struct WeighedField {
    pub(super) field: SearchField,
    /// The clause's rarity and the field's weight.
    pub(super) weight: f32,
    /// Whether it decides that the clause occurs, or only adds.
    pub(super) decides: bool,
    /// Where the term of each leaf stands in each segment, looked up once; nothing for leaves of several terms.
    pub(super) terms: Vec<Terms>,
}

/// Words as they must stand in a text.
pub(super) struct TextClause {
    /// As understood, for people.
    pub(super) label: String,
    pub(super) target: Target,
    pub(super) leaves: Vec<Leaf>,
    pub(super) shape: Shape,
    /// What the index can decide of it.
    pub(super) relaxed: Option<Shape>,
    /// Whether the text itself must be read to decide.
    pub(super) verify: bool,
    /// A single word too common to be asked for.
    pub(super) stop: bool,
    pub(super) fields: Vec<WeighedField>,
    pub(super) average_words: f32,
}

impl TextClause {
    /// Gives the clause its weights in the whole index.
    pub(super) fn weigh(
        &mut self,
        searcher: &Searcher,
        fields: &[SearchField],
        collection: &Collection,
        boost: f32,
    ) -> tantivy::Result<()> {
        self.average_words = collection.average_words;
        let pattern = matches!(self.shape, Shape::Leaf(leaf) if !self.leaves[leaf].is_stem());
        let plain = matches!(self.shape, Shape::Leaf(_) | Shape::Phrase(_));
        let stems = self.leaves.iter().all(Leaf::is_stem);
        for field in fields {
            let spelt = field.form == Form::Spelt;
            // A pattern is decided by the words as spelt, all else by stems. What was spelt exactly adds to
            // words and phrases alone.
            let decides = if pattern { spelt } else { !spelt };
            if pattern && !spelt || spelt && !pattern && !(plain && stems) {
                continue;
            }
            let mut rarities = Vec::with_capacity(self.leaves.len());
            let mut terms = Vec::with_capacity(self.leaves.len());
            for leaf in &self.leaves {
                let words = if spelt {
                    leaf.spelt().into_iter().map(|(word, _)| word).collect()
                } else {
                    leaf.stems()
                };
                let mut documents = 0;
                let mut found = Vec::new();
                for word in words {
                    let (frequency, terms) = look_up(searcher, field.field, &word)?;
                    documents += frequency;
                    found = terms;
                }
                terms.push(if leaf.is_stem() { found } else { Vec::new() });
                rarities.push(collection.idf(documents));
            }
            let weight = if pattern { 1.0 } else { field.weight };
            let weight = rarity(&self.shape, &rarities) * weight * boost;
            self.fields.push(WeighedField { field: *field, weight, decides, terms });
        }
        Ok(())
    }

    /// The matcher for one segment.
    pub(super) fn in_segment<'a>(
        &'a self,
        segment: &SegmentReader,
        ordinal: u32,
        verify: Option<Check<'a>>,
    ) -> tantivy::Result<Matcher<'a>> {
        let (mut deciding, mut adding) = (Vec::new(), Vec::new());
        for (number, weighed) in self.fields.iter().enumerate() {
            let WeighedField { field, weight, decides, terms } = weighed;
            let spelt = field.form == Form::Spelt;
            let arrangement = match &self.relaxed {
                _ if self.leaves.len() == 1 && matches!(self.shape, Shape::Leaf(_)) => {
                    Arrangement::Single
                }
                _ if spelt => Arrangement::Together,
                Some(Shape::Phrase(leaves)) if leaves.iter().copied().eq(0..leaves.len()) => {
                    Arrangement::Adjacent
                }
                Some(shape) => Arrangement::Shape(Driver::of(shape), shape.clone()),
                None => continue,
            };
            let option = match arrangement {
                Arrangement::Single | Arrangement::Together => IndexRecordOption::WithFreqs,
                _ => IndexRecordOption::WithFreqsAndPositions,
            };
            let mut leaves = Vec::with_capacity(self.leaves.len());
            for (leaf, terms) in self.leaves.iter().zip(terms) {
                leaves.push(if leaf.is_stem() {
                    let found = open(segment, field.field, terms, ordinal, option)?;
                    found.map(|found| Postings::One(Box::new(found)))
                } else {
                    leaf_postings(segment, field.field, leaf, spelt, option)?
                });
            }
            let all_needed = !matches!(arrangement, Arrangement::Shape(..));
            if all_needed && leaves.iter().any(Option::is_none) {
                continue;
            }
            let leaves =
                leaves.into_iter().map(|leaf| leaf.unwrap_or(Postings::Listed(Vec::new(), 0)));
            let norms = match field.form {
                Form::Stems => Some(segment.get_fieldnorms_reader(field.field)?),
                Form::ShortStems | Form::Spelt => None,
            };
            let source = Occurrences::new(
                leaves.collect(),
                arrangement,
                *weight,
                norms,
                self.average_words,
                number,
            );
            if *decides { deciding.push(source) } else { adding.push(source) }
        }
        if self.relaxed.is_none() {
            // Only the text can tell, of every document.
            let check: Check<'a> = verify.unwrap_or_else(|| Box::new(|_| false));
            return Ok(Matcher::Check(check, segment.max_doc()));
        }
        if deciding.is_empty() {
            return Ok(Matcher::Nothing);
        }
        Ok(Matcher::Text(Box::new(TextMatcher { deciding, adding, verify, decided: None })))
    }
}

/// The rarity of a whole shape: of all its words, but of the commonest of alternatives.
fn rarity(shape: &Shape, of_leaves: &[f32]) -> f32 {
    match shape {
        Shape::Leaf(leaf) => of_leaves[*leaf],
        Shape::Phrase(leaves) => leaves.iter().map(|leaf| of_leaves[*leaf]).sum(),
        Shape::Near { parts, .. } | Shape::And(parts) => {
            parts.iter().map(|part| rarity(part, of_leaves)).sum()
        }
        Shape::Or(parts) => {
            let least =
                parts.iter().map(|part| rarity(part, of_leaves)).fold(f32::INFINITY, f32::min);
            if least.is_finite() { least } else { 0.0 }
        }
        Shape::Within(_, inner) => rarity(inner, of_leaves),
        Shape::Not(_) => 0.0,
    }
}

/// Lists of more terms than this are gathered into one before they are walked.
const GATHERED: usize = 8;

/// The documents of a leaf of several terms.
fn leaf_postings(
    segment: &SegmentReader,
    field: Field,
    leaf: &Leaf,
    spelt: bool,
    option: IndexRecordOption,
) -> tantivy::Result<Option<Postings>> {
    let words = if spelt {
        leaf.spelt()
    } else {
        leaf.stems().into_iter().map(|stem| (stem, 1.0)).collect()
    };
    let with_positions = option == IndexRecordOption::WithFreqsAndPositions;
    let weighed = words.iter().any(|(_, counts)| (counts - 1.0).abs() > f32::EPSILON);
    if with_positions || (words.len() <= GATHERED && !weighed) {
        let mut all = Vec::new();
        for (word, _) in &words {
            all.extend(postings(segment, field, word, option)?);
        }
        return Ok((!all.is_empty()).then_some(Postings::Many(all)));
    }
    let mut frequencies = vec![0.0_f32; segment.max_doc() as usize];
    for (word, counts) in &words {
        use tantivy::DocSet as _;
        use tantivy::postings::Postings as _;
        let Some(mut one) = postings(segment, field, word, option)? else { continue };
        let mut doc = one.doc();
        while doc != tantivy::TERMINATED {
            frequencies[doc as usize] += one.term_freq() as f32 * counts;
            doc = one.advance();
        }
    }
    let listed: Vec<(DocId, f32)> = frequencies
        .into_iter()
        .enumerate()
        .filter(|(_, frequency)| *frequency > 0.0)
        .map(|(doc, frequency)| (doc as DocId, frequency))
        .collect();
    Ok((!listed.is_empty()).then_some(Postings::Listed(listed, 0)))
}

impl Clause {
    /// Calls `each` with every clause of text that is asked for.
    pub(super) fn each_text<'c>(&'c self, each: &mut dyn FnMut(&'c TextClause)) {
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
    pub(super) fn is_condition(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Condition(_) | Self::Not(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_condition),
        }
    }

    /// Whether deciding it may need the text itself.
    fn is_costly(&self) -> bool {
        match self {
            Self::Text(text) => text.verify,
            Self::Condition(_) => false,
            Self::Not(inner) => inner.is_costly(),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::is_costly),
        }
    }

    /// The matcher for one segment.
    pub(super) fn in_segment<'a>(
        &'a self,
        segment: &'a SegmentReader,
        ordinal: u32,
        with: &'a dyn Deciders<'a>,
    ) -> tantivy::Result<Matcher<'a>> {
        match self {
            Self::Text(text) => {
                let verify = text.verify.then(|| -> Check<'a> {
                    Box::new(move |doc| with.verify(text, DocAddress::new(ordinal, doc)))
                });
                text.in_segment(segment, ordinal, verify)
            }
            Self::Condition(condition) => with.condition(condition, segment, ordinal),
            Self::And(parts) => {
                let mut order: Vec<&Clause> = parts.iter().collect();
                // What is cheap decides first; the order among equals stays.
                order.sort_by_key(|part| (part.is_costly(), matches!(part, Self::Not(_))));
                let parts = order.into_iter().map(|part| part.in_segment(segment, ordinal, with));
                Ok(Matcher::And(parts.collect::<tantivy::Result<_>>()?))
            }
            Self::Or(parts) => {
                let parts = parts.iter().map(|part| part.in_segment(segment, ordinal, with));
                Ok(Matcher::Or(parts.collect::<tantivy::Result<_>>()?))
            }
            Self::Not(inner) => {
                let inner = inner.in_segment(segment, ordinal, with)?;
                Ok(Matcher::Not(Box::new(inner), segment.max_doc()))
            }
        }
    }
}

/// What deciding needs beyond postings.
pub(super) trait Deciders<'a> {
    /// Reads the text of a document.
    fn verify(&self, clause: &TextClause, address: DocAddress) -> bool;
    /// A condition in one segment.
    fn condition(
        &'a self,
        condition: &'a Condition,
        segment: &'a SegmentReader,
        ordinal: u32,
    ) -> tantivy::Result<Matcher<'a>>;
}
