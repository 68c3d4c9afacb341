//! Compiled queries: words with their weights, conditions as queries and columns.
//!
//! Three steps, as in Lucene and tantivy: the tree of a query is compiled to clauses, which are
//! weighed in the whole index, and each opens a scorer in each segment.

use tantivy::DocId;
use tantivy::query::Query;

use crate::model::DayRange;
use crate::search::plan::text_clause::TextClause;
use crate::search::plan::text_part::TextPart;
use crate::search::snapshot::target::Target;
use crate::search::terms::query_term::QueryTerm;
use crate::text::{Words, contains_words};

/// Compiled query: clauses that know the index.
#[derive(Default)]
pub struct CompiledQuery {
    /// Clauses that documents are ranked by.
    pub wanted: Vec<Clause>,
    /// Conditions, all of which must hold.
    pub required: Vec<Clause>,
    /// True if all wanted clauses must match, because AND was written.
    pub strict: bool,
    /// Clauses about quotations of an article, compiled for quotations.
    pub joined: Vec<Clause>,
}

impl CompiledQuery {
    /// True if a plain word of the question is one of a speaker's name.
    pub fn names_speaker(&self, name: &str) -> bool {
        self.wanted.iter().any(|clause| match clause {
            Clause::Text(text) => {
                text.fields.iter().any(|weighed| weighed.field.part == TextPart::Speaker)
                    && text.terms.iter().any(|term| contains_words(name, &term.label))
            }
            _ => false,
        })
    }

    /// Clauses of text that are looked for in one of the targets.
    pub fn texts(&self, targets: &[Target]) -> Vec<&TextClause> {
        let mut texts = Vec::new();
        for clause in &self.wanted {
            clause.each_text(&mut |text| {
                if targets.contains(&text.target) {
                    texts.push(text);
                }
            });
        }
        texts
    }
}

/// Part of a compiled query.
pub enum Clause {
    /// Words as they must occur in a text: the only clause that scores.
    Text(Box<TextClause>),
    /// Condition, which decides and never scores.
    Condition(Condition),
    /// All of some clauses.
    And(Vec<Clause>),
    /// Any of some clauses.
    Or(Vec<Clause>),
    /// Negation of a clause.
    Not(Box<Clause>),
}

/// Condition on documents, which decides and never scores.
pub enum Condition {
    /// Holds for no document.
    Nothing,
    /// Holds for the documents that a query of tantivy finds.
    Query(Box<dyn Query>),
    /// Holds for documents published within a range of days.
    Days {
        /// Days, first and last included.
        range: DayRange,
        /// True if a period known only by month or year may overlap the range; else it must lie
        /// wholly within.
        loose: bool,
    },
    /// Holds for documents without a published date.
    Undated,
    /// Holds for documents whose article is among these of their segment, in ascending order: an
    /// article and its quotations are never in different segments.
    Articles(Vec<Vec<DocId>>),
    /// Holds for quotations by a speaker.
    Speaker(SpeakerCondition),
}

/// Condition on the speaker of a quotation.
pub struct SpeakerCondition {
    /// Condition on the speaker's name.
    pub name: NameMatcher,
    /// Query for the quotations that may be by such a speaker; all when `None`.
    pub query: Option<Box<dyn Query>>,
}

/// Condition on a name.
pub enum NameMatcher {
    /// Name that contains all these words.
    Words(String),
    /// Name of which this term accepts a word.
    Term(Box<QueryTerm>),
}

impl NameMatcher {
    /// True if the name fulfils the condition.
    pub fn accepts(&self, name: &str) -> bool {
        match self {
            Self::Words(words) => contains_words(name, words),
            Self::Term(term) => {
                let mut words = Words::new(name);
                while let Some(word) = words.advance() {
                    let joined = word.joined.iter().map(|one| one.folded.as_str());
                    let mut forms = joined.chain([word.folded]);
                    let written = word.span.of(name);
                    if forms.any(|form| term.matcher.accepts(written, form, form)) {
                        return true;
                    }
                }
                false
            }
        }
    }
}

impl Clause {
    /// Calls `each` with every clause of text that is not negated.
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

    /// Weight in a question: that of its words, and of alternatives the highest.
    pub fn weight(&self) -> f32 {
        match self {
            Self::Text(text) => text.weight,
            Self::Condition(_) | Self::Not(_) => 0.0,
            Self::And(parts) => parts.iter().map(Self::weight).sum(),
            Self::Or(parts) => parts.iter().map(Self::weight).fold(0.0, f32::max),
        }
    }

    /// True if the clause contains no words to rank by.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Condition(_) | Self::Not(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_condition),
        }
    }

    /// True if deciding the clause may need the text itself.
    pub fn is_costly(&self) -> bool {
        match self {
            Self::Text(text) => text.verify,
            Self::Condition(_) => false,
            Self::Not(inner) => inner.is_costly(),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::is_costly),
        }
    }
}
