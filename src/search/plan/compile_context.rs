//! Shared state of compiling one question: the snapshot it is compiled for, and the remarks on it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::model::Days;
use crate::search::plan::query_plan::Condition;
use crate::search::plan::question::{Question, Sort};
use crate::search::query::dates::DateSpec;
use crate::search::query::parsed::Warning;
use crate::search::scoring::columns::Columns;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::article_reader::ArticleReader;
use crate::search::terms::expansion::expand;
use crate::search::terms::query_term::QueryTerm;
use crate::search::terms::term_dictionary::FieldTerms;

/// Words that a pattern stands for, with their weights.
type WeightedForms = Vec<(String, f32)>;

/// Snapshot that a question is compiled for, with the warnings and expansions met on the way.
pub struct CompileContext<'e> {
    /// Snapshot that is asked.
    pub snapshot: &'e Snapshot,
    /// Reader of texts; keeps the one read last.
    pub reader: ArticleReader<'e>,
    /// Columns of each segment.
    pub columns: &'e [Columns],
    /// True if a quotation answers by its own words alone, and not by those around it: so it is
    /// where the question is who said them first.
    pub said_only: bool,
    today: Days,
    loose_dates: bool,
    warnings: RefCell<Vec<Warning>>,
    expansions: RefCell<Vec<(String, usize)>>,
    /// Words that each pattern stands for in some fields, which are looked up once.
    seen: RefCell<FxHashMap<(String, Vec<Field>), WeightedForms>>,
}

impl<'e> CompileContext<'e> {
    /// Context of compiling `question` for `snapshot`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(snapshot: &'e Snapshot, question: &Question) -> tantivy::Result<Self> {
        Ok(Self {
            snapshot,
            reader: snapshot.reader(),
            columns: snapshot.columns()?,
            said_only: question.sort == Sort::Oldest,
            today: question.today,
            loose_dates: question.filters.loose_dates,
            warnings: RefCell::default(),
            expansions: RefCell::default(),
            seen: RefCell::default(),
        })
    }

    /// Warnings so far.
    pub fn warnings(&self) -> Vec<Warning> {
        self.warnings.borrow().clone()
    }

    /// Warnings, and the patterns with the number of words that each stands for.
    pub fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        (self.warnings.into_inner(), self.expansions.into_inner())
    }

    /// Adds a warning about no place of the query; each only once.
    pub fn warn(&self, text: String) {
        let warning = Warning { column: None, text };
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Condition that a document was published on the days of `date`.
    pub fn date_condition(&self, date: &DateSpec) -> Condition {
        match date.days(self.today) {
            Some(range) => Condition::Days { range, loose: self.loose_dates },
            None => Condition::Undated,
        }
    }

    /// Numbers of words of a text that the forms of a stem stand for in bodies and headlines.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn widths(&self, stem: &str) -> tantivy::Result<BTreeSet<usize>> {
        let segments = self.snapshot.segments()?;
        let fields = self.reader.fields;
        let mut widths = FieldTerms::widths_of_stem(segments, fields.body, stem)?;
        widths.extend(FieldTerms::widths_of_stem(segments, fields.title, stem)?);
        Ok(widths)
    }

    /// Looks up the words that a pattern stands for in some fields; nothing to do for a stem.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn expand(&self, term: &mut QueryTerm, fields: &[Field]) -> tantivy::Result<()> {
        if term.is_stem() {
            return Ok(());
        }
        let seen = (term.label.clone(), fields.to_vec());
        if let Some(forms) = self.seen.borrow().get(&seen) {
            term.forms.clone_from(forms);
            return Ok(());
        }
        let stem_keyed = fields.contains(&self.reader.fields.body);
        let expansion = expand(self.snapshot.segments()?, fields, stem_keyed, term)?;
        if let Some(text) = expansion.incomplete {
            self.warn(text);
        }
        let mut all = self.expansions.borrow_mut();
        if term.is_pattern() && !all.iter().any(|(label, _)| *label == term.label) {
            all.push((term.label.clone(), expansion.total));
        }
        if term.is_pattern() {
            self.seen.borrow_mut().insert(seen, term.forms.clone());
        }
        Ok(())
    }
}
