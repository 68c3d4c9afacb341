//! Who said a quotation of the index: what the annotator found, what the archive makes of the name,
//! and what was corrected by hand.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::model::QuoteId;
use crate::search::authority::{ArchiveNames, ByHand, Verdict};
use crate::search::names::holds_words;
use crate::search::spellings::Spellings;

/// The speaker of a quotation, as the archive and a person's corrections have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) enum Speaker {
    /// No quotation at all, by hand's word.
    NotAQuote,
    /// Nobody is known.
    Unknown,
    /// Somebody.
    Known(Rc<Known>),
}

/// A speaker's name in its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Known {
    /// The one name in the archive.
    pub(in crate::search) name: String,
    /// The name in the article.
    pub(in crate::search) in_article: String,
    /// Whether the archive and not the article says who is meant.
    pub(in crate::search) inferred: bool,
}

/// By the ordinal of the name in the article, and the year and the ordinal of the role where they
/// matter.
type KnownByCase = FxHashMap<(u64, Option<i32>, Option<u64>), Rc<Known>>;

/// Tells the speakers of one segment's quotations.
pub(in crate::search) struct SpeakersOf<'a> {
    names: &'a ArchiveNames,
    by_hand: &'a ByHand,
    speakers: Option<StrColumn>,
    keys: Column<u64>,
    years: Column<i64>,
    known: RefCell<KnownByCase>,
    roles: Option<StrColumn>,
    /// Whether the year and the role matter for a name, by ordinal.
    depends: RefCell<FxHashMap<u64, (bool, bool)>>,
    /// All names and roles, for those who go through all quotations.
    spellings: Option<(Spellings, Spellings)>,
}

impl<'a> SpeakersOf<'a> {
    pub(in crate::search) fn segment(
        segment: &SegmentReader,
        names: &'a ArchiveNames,
        by_hand: &'a ByHand,
    ) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            names,
            by_hand,
            speakers: fast.str("speaker")?,
            keys: fast.u64("key")?,
            years: fast.i64("year")?,
            known: RefCell::default(),
            roles: fast.str("role")?,
            depends: RefCell::default(),
            spellings: None,
        })
    }

    /// The same for those who go through all of the segment's quotations.
    pub(in crate::search) fn all_of_segment(
        segment: &SegmentReader,
        names: &'a ArchiveNames,
        by_hand: &'a ByHand,
    ) -> tantivy::Result<Self> {
        let mut all = Self::segment(segment, names, by_hand)?;
        let of = |column: &Option<StrColumn>| column.as_ref().map(Spellings::of).transpose();
        let (names, roles) = (of(&all.speakers)?, of(&all.roles)?);
        all.spellings = Some((names.unwrap_or_default(), roles.unwrap_or_default()));
        Ok(all)
    }

    fn name(&self, column: &StrColumn, ordinal: u64) -> String {
        spelling(self.spellings.as_ref().map(|(names, _)| names), column, ordinal)
    }

    fn role(&self, column: &StrColumn, ordinal: u64) -> String {
        spelling(self.spellings.as_ref().map(|(_, roles)| roles), column, ordinal)
    }

    /// The speaker of the quotation `doc`.
    pub(in crate::search) fn of(&self, doc: DocId) -> Speaker {
        if !self.by_hand.corrections.is_empty() {
            let key = QuoteId(self.keys.first(doc).unwrap_or_default());
            match self.by_hand.corrections.get(key) {
                None => {}
                Some(Verdict::NotAQuote) => return Speaker::NotAQuote,
                Some(Verdict::Unknown) => return Speaker::Unknown,
                Some(Verdict::Speaker(name)) => {
                    let known =
                        Known { name: name.clone(), in_article: name.clone(), inferred: false };
                    return Speaker::Known(Rc::new(known));
                }
            }
        }
        let Some(column) = &self.speakers else { return Speaker::Unknown };
        let Some(ordinal) = column.term_ords(doc).next() else { return Speaker::Unknown };
        let aliases = &self.by_hand.aliases;
        let (on_year, on_role) = *self.depends.borrow_mut().entry(ordinal).or_insert_with(|| {
            let name = self.name(column, ordinal);
            let on_year = self.names.depends_on_year(&name);
            (on_year, on_year || self.names.depends_on_role(&name, None, aliases))
        });
        let year = if on_year { self.years.first(doc).map(|year| year as i32) } else { None };
        let roles = self.roles.as_ref().filter(|_| on_role);
        let role = roles.and_then(|roles| roles.term_ords(doc).next());
        let mut known = self.known.borrow_mut();
        let entry = known.entry((ordinal, year, role)).or_insert_with(|| {
            let in_article = self.name(column, ordinal);
            let role = roles.zip(role).map(|(roles, role)| self.role(roles, role));
            let resolved = self.names.resolve(&in_article, year, role.as_deref(), aliases);
            Rc::new(Known { name: resolved.name, in_article, inferred: resolved.inferred })
        });
        Speaker::Known(entry.clone())
    }
}

/// A value of a column, of all where these were read.
fn spelling(all: Option<&Spellings>, column: &StrColumn, ordinal: u64) -> String {
    all.map_or_else(|| text(column, ordinal), |all| all.get(ordinal).to_owned())
}

/// A value of a column; empty when it cannot be read.
fn text(column: &StrColumn, ordinal: u64) -> String {
    let mut text = String::new();
    let found = column.ord_to_str(ordinal, &mut text).unwrap_or(false);
    if found { text } else { String::new() }
}

/// Which quotations a question takes by their speaker.
pub(in crate::search) struct SpeakerFilter<'a> {
    pub(in crate::search) names: &'a ArchiveNames,
    pub(in crate::search) by_hand: &'a ByHand,
    /// Words of the speaker's name; any speaker or none when `None`.
    pub(in crate::search) wanted: Option<&'a str>,
}

impl SpeakerFilter<'_> {
    /// The decision for the documents of a segment.
    pub(in crate::search) fn in_segment(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<impl Fn(DocId) -> bool> {
        let speakers = SpeakersOf::segment(segment, self.names, self.by_hand)?;
        Ok(move |doc| match (speakers.of(doc), self.wanted) {
            (Speaker::NotAQuote, _) | (Speaker::Unknown, Some(_)) => false,
            (_, None) => true,
            (Speaker::Known(known), Some(wanted)) => {
                holds_words(&known.name, wanted) || holds_words(&known.in_article, wanted)
            }
        })
    }
}
