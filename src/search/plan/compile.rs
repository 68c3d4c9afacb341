//! The tree of a question → clauses, for articles or for quotations.
//!
//! Articles and quotations are documents of one index. What only the other kind has (a speaker, where articles are
//! asked for) becomes a set of article ids. Parts side by side that are about a quotation mean one and the same
//! quotation: `speaker:liel quote:gaza` is Liel saying it, not Liel here and Gaza there.

use std::cell::RefCell;

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, TERMINATED, Term};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::model::Days;
use crate::search::plan::filters::{fields_of, name_query, speaker_query};
use crate::search::plan::query_plan::{
    Clause, Condition, NameMatcher, SearchField, SpeakerCondition, TextClause, TextPart,
};
use crate::search::plan::question::Question;
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::query::ast::{FieldName, Node, Pattern};
use crate::search::query::dates::DateSpec;
use crate::search::query::parser::Warning;
use crate::search::scoring::columns::Columns;
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::article_reader::ArticleReader;
use crate::search::snapshot::target::{Domain, Target};
use crate::search::terms::expansion::expand;
use crate::search::terms::query_term::{QueryTerm, leaves};
use crate::store::kind_query;
use crate::text::{contains_words, is_stop_word};

/// Makes clauses of the trees of one question.
pub struct Compiler<'e> {
    pub snapshot: &'e Snapshot,
    pub reader: ArticleReader<'e>,
    pub today: Days,
    pub loose_dates: bool,
    pub columns: &'e [Columns],
    /// What was found out about the question on the way.
    pub warnings: RefCell<Vec<Warning>>,
    /// What patterns stand for, for those who ask.
    pub expansions: RefCell<Vec<(String, usize)>>,
}

/// A question made ready.
#[derive(Default)]
pub struct CompiledQuery {
    /// What is ranked by.
    pub wanted: Vec<Clause>,
    /// What must hold and scores nothing.
    pub required: Vec<Clause>,
    /// Whether all that is wanted must hold, because AND was written.
    pub strict: bool,
    /// What quotations of an article were asked for, as clauses about quotations.
    pub joined: Vec<Clause>,
}

impl CompiledQuery {
    /// The clauses of text that are looked for in one of the targets.
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

type Compiled = tantivy::Result<Clause>;

impl<'e> Compiler<'e> {
    pub fn new(snapshot: &'e Snapshot, question: &Question) -> tantivy::Result<Self> {
        Ok(Self {
            snapshot,
            reader: snapshot.reader(),
            today: question.today,
            loose_dates: question.filters.loose_dates,
            columns: snapshot.columns()?,
            warnings: RefCell::default(),
            expansions: RefCell::default(),
        })
    }

    /// What was found out on the way.
    pub fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        (self.warnings.into_inner(), self.expansions.into_inner())
    }

    fn warn(&self, text: String) {
        let warning = Warning { column: None, text };
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Prepares a question about documents of `domain`.
    pub fn prepare(&self, tree: Option<&Node>, domain: Domain) -> tantivy::Result<CompiledQuery> {
        let mut prepared = CompiledQuery::default();
        let parts: &[Node] = match tree {
            None => return Ok(prepared),
            Some(Node::And { parts, written }) => {
                prepared.strict = *written;
                parts
            }
            Some(tree) => std::slice::from_ref(tree),
        };
        for clause in self.parts(parts, domain, Target::Anywhere, 1.0)? {
            if clause.is_condition() {
                prepared.required.push(clause);
            } else {
                prepared.wanted.push(clause);
            }
        }
        // Common words count when nothing else is asked for.
        let stops = |clause: &Clause| matches!(clause, Clause::Text(text) if text.stop);
        if !prepared.wanted.iter().all(stops) {
            prepared.wanted.retain(|clause| !stops(clause));
        }
        if domain == Domain::Articles
            && let Some(tree) = joined_tree(parts)
        {
            prepared.joined.push(self.clause(&tree, Domain::Quotes, Target::Anywhere, 1.0)?);
        }
        Ok(prepared)
    }

    /// Parts of which all must hold.
    fn parts(
        &self,
        parts: &[Node],
        domain: Domain,
        target: Target,
        boost: f32,
    ) -> tantivy::Result<Vec<Clause>> {
        let mut clauses = Vec::with_capacity(parts.len());
        let of_one_quotation = |part: &Node| domain == Domain::Articles && is_of_quotes(part);
        for part in parts.iter().filter(|part| !of_one_quotation(part)) {
            clauses.push(self.clause(part, domain, target, boost)?);
        }
        if domain == Domain::Articles
            && let Some(tree) = joined_tree(parts)
        {
            clauses.push(self.join(&tree, Domain::Quotes)?);
        }
        Ok(clauses)
    }

    fn clause(&self, node: &Node, domain: Domain, target: Target, boost: f32) -> Compiled {
        match node {
            Node::Word(_) | Node::Phrase(_) | Node::Near { .. } | Node::Within(..) => {
                self.text(node, domain, target, boost)
            }
            Node::Field(field, inner) => self.field(*field, node, inner, domain, boost),
            Node::Date(date) => Ok(Clause::Condition(self.date(date))),
            Node::And { parts, .. } => Ok(Clause::And(self.parts(parts, domain, target, boost)?)),
            Node::Or(parts) => {
                let parts = parts.iter().map(|part| self.clause(part, domain, target, boost));
                Ok(Clause::Or(parts.collect::<tantivy::Result<_>>()?))
            }
            Node::Not(inner) => {
                Ok(Clause::Not(Box::new(self.clause(inner, domain, target, boost)?)))
            }
            Node::Boost(inner, factor) => self.clause(inner, domain, target, boost * factor),
        }
    }

    fn date(&self, date: &DateSpec) -> Condition {
        match date.days(self.today) {
            Some(range) => Condition::Days { range, loose: self.loose_dates },
            None => Condition::Undated,
        }
    }

    fn field(
        &self,
        field: FieldName,
        node: &Node,
        inner: &Node,
        domain: Domain,
        boost: f32,
    ) -> Compiled {
        let own = if field.is_of_quotes() { Domain::Quotes } else { Domain::Articles };
        // The source stands on both.
        if own != domain {
            return self.join(node, own);
        }
        let names = match field {
            FieldName::Title => return self.clause(inner, domain, Target::Title, boost),
            FieldName::Body => return self.clause(inner, domain, Target::Body, boost),
            FieldName::Quote => return self.clause(inner, domain, Target::Quote, boost),
            FieldName::Speaker => return self.speaker(inner),
            _ => fields_of(field, self.reader.fields),
        };
        self.name(inner, &|typed| match typed {
            Typed::Words(words) => {
                let any = names.iter().map(|field| name_query(*field, words)).collect();
                Ok(Clause::Condition(Condition::Query(any_of(any))))
            }
            Typed::Pattern(pattern) => {
                let mut any: Vec<Box<dyn Query>> = Vec::new();
                for field in &names {
                    for (word, _) in self.name_term(pattern, *field)?.forms {
                        let term = Term::from_field_text(*field, &word);
                        any.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
                    }
                }
                Ok(Clause::Condition(if any.is_empty() {
                    Condition::Nothing
                } else {
                    Condition::Query(any_of(any))
                }))
            }
        })
    }

    fn speaker(&self, inner: &Node) -> Compiled {
        self.name(inner, &|typed| {
            let wanted = match typed {
                Typed::Words(words) => {
                    let overrides = &self.snapshot.overrides;
                    let forms = self.snapshot.names().other_forms(words, &overrides.aliases);
                    let said_by = |name: &str| contains_words(name, words);
                    let corrected = overrides.corrections.by_speaker(said_by);
                    let query = speaker_query(self.reader.fields, words, &forms, &corrected);
                    SpeakerCondition {
                        name: NameMatcher::Words(words.to_owned()),
                        query: Some(query),
                    }
                }
                Typed::Pattern(pattern) => {
                    let term = self.name_term(pattern, self.reader.fields.speaker)?;
                    SpeakerCondition { name: NameMatcher::Term(Box::new(term)), query: None }
                }
            };
            Ok(Clause::Condition(Condition::Speaker(wanted)))
        })
    }

    /// A pattern for one word of a name.
    fn name_term(&self, pattern: &Pattern, field: Field) -> tantivy::Result<QueryTerm> {
        let mut found = match leaves(pattern) {
            Ok(found) => found,
            Err(message) => {
                self.warn(message);
                Vec::new()
            }
        };
        if found.len() != 1 {
            self.warn(format!("“{pattern}” is not one word, which a name is looked up by"));
            found.clear();
        }
        let mut term = found.pop().unwrap_or_else(QueryTerm::empty);
        self.expand(&mut term, &[field])?;
        Ok(term)
    }

    fn expand(&self, term: &mut QueryTerm, fields: &[Field]) -> tantivy::Result<()> {
        if term.is_stem() {
            return Ok(());
        }
        let keyed = fields.contains(&self.reader.fields.body);
        let expansion = expand(self.snapshot.segments()?, fields, keyed, term)?;
        if let Some(text) = expansion.incomplete {
            self.warn(text);
        }
        let mut all = self.expansions.borrow_mut();
        if term.is_pattern() && !all.iter().any(|(label, _)| *label == term.label) {
            all.push((term.label.clone(), expansion.total));
        }
        Ok(())
    }

    /// What stands behind a field of names: words side by side are words of one name.
    fn name(&self, node: &Node, make: &dyn Fn(Typed<'_>) -> Compiled) -> Compiled {
        match node {
            Node::Word(Pattern::Word(words) | Pattern::Exact(words)) => make(Typed::Words(words)),
            Node::Word(pattern) => make(Typed::Pattern(pattern)),
            Node::Phrase(patterns) => {
                if let [Pattern::Word(words)] = &patterns[..] {
                    return make(Typed::Words(words));
                }
                let parts = patterns.iter().map(|pattern| match pattern {
                    Pattern::Word(words) | Pattern::Exact(words) => make(Typed::Words(words)),
                    pattern => make(Typed::Pattern(pattern)),
                });
                Ok(Clause::And(parts.collect::<tantivy::Result<_>>()?))
            }
            Node::And { parts, .. } => {
                let word = |part: &Node| match part {
                    Node::Word(Pattern::Word(word)) => Some(word.clone()),
                    _ => None,
                };
                if let Some(words) = parts.iter().map(word).collect::<Option<Vec<String>>>() {
                    return make(Typed::Words(&words.join(" ")));
                }
                let parts = parts.iter().map(|part| self.name(part, make));
                Ok(Clause::And(parts.collect::<tantivy::Result<_>>()?))
            }
            Node::Or(parts) => {
                let parts = parts.iter().map(|part| self.name(part, make));
                Ok(Clause::Or(parts.collect::<tantivy::Result<_>>()?))
            }
            Node::Not(inner) => Ok(Clause::Not(Box::new(self.name(inner, make)?))),
            Node::Boost(inner, _) => self.name(inner, make),
            Node::Near { parts, .. } => {
                self.warn(format!("“{node}” is about names, which have no places; taken as AND"));
                let parts = parts.iter().map(|part| self.name(part, make));
                Ok(Clause::And(parts.collect::<tantivy::Result<_>>()?))
            }
            Node::Within(_, inner) | Node::Field(_, inner) => {
                self.warn(format!(
                    "“{node}” cannot stand in a field of names; only its words count"
                ));
                self.name(inner, make)
            }
            Node::Date(date) => Ok(Clause::Condition(self.date(date))),
        }
    }

    /// The fields that words are looked for in.
    fn fields(domain: Domain, target: Target) -> Vec<SearchField> {
        let field = |name, part, weight| SearchField { name, part, weight };
        let title = |weight| field("headline", TextPart::Title, weight);
        let body = field("body", TextPart::Body, 1.0);
        let spelt = field("as spelt", TextPart::Spelt, 0.2);
        let said = field("quotation", TextPart::Said, 1.0);
        let said_spelt = field("as spelt", TextPart::SaidSpelt, 0.2);
        let around = field("around it", TextPart::Around, 0.35);
        match (domain, target) {
            (Domain::Articles, Target::Title) => vec![title(1.0), spelt],
            (Domain::Articles, Target::Body) => vec![body, spelt],
            (Domain::Articles, _) => vec![body, title(0.8), spelt],
            (Domain::Quotes, Target::Quote) => vec![said, said_spelt],
            (Domain::Quotes, _) => vec![said, around, said_spelt],
        }
    }

    fn text(&self, node: &Node, domain: Domain, target: Target, boost: f32) -> Compiled {
        let mut clause = TextClause {
            label: node.to_string(),
            target,
            terms: Vec::new(),
            intervals: IntervalExpr::And(Vec::new()),
            relaxed: None,
            verify: false,
            stop: false,
            fields: Vec::new(),
            average_words: 1.0,
        };
        let Some(intervals) = self.intervals(node, &mut clause.terms) else {
            return Ok(Clause::Condition(Condition::Nothing));
        };
        for term in &mut clause.terms {
            self.expand(term, &[self.reader.fields.body, self.reader.fields.title])?;
        }
        clause.verify = intervals.needs_text() || clause.terms.iter().any(QueryTerm::needs_text);
        clause.relaxed = intervals.relaxed();
        clause.intervals = intervals;
        clause.stop = match node {
            Node::Word(Pattern::Word(_)) => {
                clause.terms.iter().all(|term| term.folded.as_deref().is_some_and(is_stop_word))
            }
            _ => false,
        };
        let articles = self.snapshot.article_collection()?;
        let average_words = match domain {
            Domain::Articles => articles.average_words,
            Domain::Quotes => self.snapshot.quote_collection()?.average_words,
        };
        let index = (self.snapshot.segments()?, self.reader.fields);
        let fields = Self::fields(domain, target);
        clause.create_weights(index, &fields, &articles, average_words, boost)?;
        Ok(Clause::Text(Box::new(clause)))
    }

    /// How the words of a node must stand; `None` when there are none to search for.
    fn intervals(&self, node: &Node, terms: &mut Vec<QueryTerm>) -> Option<IntervalExpr> {
        match node {
            Node::Word(pattern) => self.phrase(std::slice::from_ref(pattern), terms),
            Node::Phrase(patterns) => self.phrase(patterns, terms),
            Node::Near { parts, distance, ordered } => {
                let parts = parts.iter().map(|part| self.intervals(part, terms));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Some(IntervalExpr::Near { parts, distance: *distance, ordered: *ordered })
            }
            Node::Within(scope, inner) => {
                let inner = self.intervals(inner, terms)?;
                Some(IntervalExpr::Within(*scope, Box::new(inner)))
            }
            Node::And { parts, .. } => {
                let parts = parts.iter().map(|part| self.intervals(part, terms));
                parts.collect::<Option<Vec<_>>>().map(IntervalExpr::And)
            }
            Node::Or(parts) => {
                let parts: Vec<IntervalExpr> =
                    parts.iter().filter_map(|part| self.intervals(part, terms)).collect();
                (!parts.is_empty()).then_some(IntervalExpr::Or(parts))
            }
            Node::Not(inner) => {
                self.intervals(inner, terms).map(|inner| IntervalExpr::Not(Box::new(inner)))
            }
            Node::Boost(inner, _) => self.intervals(inner, terms),
            Node::Field(_, inner) => {
                self.warn(format!(
                    "“{node}” cannot stand within a stretch of text; only its words count"
                ));
                self.intervals(inner, terms)
            }
            Node::Date(_) => {
                self.warn(format!("“{node}” cannot stand within a stretch of text; passed over"));
                None
            }
        }
    }

    fn phrase(&self, patterns: &[Pattern], all: &mut Vec<QueryTerm>) -> Option<IntervalExpr> {
        let first = all.len();
        for pattern in patterns {
            match leaves(pattern) {
                Ok(found) => all.extend(found),
                Err(message) => {
                    self.warn(message);
                    all.truncate(first);
                    return None;
                }
            }
        }
        match all.len() - first {
            0 => None,
            1 => Some(IntervalExpr::Term(first)),
            _ => Some(IntervalExpr::Phrase((first..all.len()).collect())),
        }
    }

    /// The articles that documents of another domain lead to.
    fn join(&self, node: &Node, domain: Domain) -> Compiled {
        let clause = self.clause(node, domain, Target::Anywhere, 1.0)?;
        let query = kind_query(self.reader.fields, domain.kind());
        let searcher = self.reader.searcher;
        let weight =
            query.weight(tantivy::query::EnableScoring::disabled_from_searcher(searcher))?;
        let overrides = &self.snapshot.overrides;
        let corrected = domain == Domain::Quotes && !overrides.corrections.is_empty();
        let names = self.snapshot.names();
        let real = corrected.then_some(SpeakerFilter { names, overrides, wanted: None });
        let context = SegmentContext {
            snapshot: self.snapshot,
            reader: &self.reader,
            columns: self.columns,
            domain,
        };
        let mut articles = Vec::with_capacity(self.columns.len());
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            let quotes = &self.columns[ordinal].quotes;
            let mut found: Vec<DocId> = Vec::new();
            let mut matcher = context.scorer(&clause, segment, ordinal as u32)?;
            let takes = real.as_ref().map(|real| real.in_segment(segment)).transpose()?;
            let mut kinds = weight.scorer(segment, 1.0)?;
            let mut doc = matcher.seek(0);
            while doc != TERMINATED {
                let of_kind = if kinds.doc() < doc { kinds.seek(doc) } else { kinds.doc() };
                if of_kind > doc {
                    doc = if of_kind == TERMINATED { TERMINATED } else { matcher.seek(of_kind) };
                    continue;
                }
                if !segment.is_deleted(doc)
                    && matcher.matches(doc)
                    && takes.as_ref().is_none_or(|takes| takes(doc))
                {
                    let article = match domain {
                        Domain::Articles => Some(doc),
                        Domain::Quotes => quotes.article_of(doc),
                    };
                    found.extend(article.filter(|article| found.last() != Some(article)));
                }
                doc = matcher.seek(doc + 1);
            }
            articles.push(found);
        }
        Ok(Clause::Condition(Condition::Articles(articles)))
    }
}

/// What stands behind a field of names.
enum Typed<'t> {
    Words(&'t str),
    Pattern(&'t Pattern),
}

fn any_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Should, q)).collect()))
}

/// Whether a part is about one quotation and nothing else.
fn is_of_quotes(node: &Node) -> bool {
    match node {
        Node::Field(field, _) => field.is_of_quotes(),
        Node::And { parts, .. } | Node::Or(parts) => parts.iter().all(is_of_quotes),
        Node::Boost(inner, _) => is_of_quotes(inner),
        _ => false,
    }
}

/// Those of the parts that are about one quotation, together.
fn joined_tree(parts: &[Node]) -> Option<Node> {
    let mut parts: Vec<Node> = parts.iter().filter(|part| is_of_quotes(part)).cloned().collect();
    if parts.len() > 1 { Some(Node::And { parts, written: true }) } else { parts.pop() }
}
