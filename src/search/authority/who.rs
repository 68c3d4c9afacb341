//! Who said a quotation of the index: what the annotator found, what the archive makes of the name,
//! and what was corrected by hand.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::model::QuoteId;
use crate::search::authority::{ArchiveNames, ByHand, Verdict};
use crate::search::spellings::Spellings;
use crate::text::contains_words;

/// The speaker of a quotation, as the archive and a person's corrections have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// No quotation at all, by hand's word.
    NotAQuote,
    /// Nobody is known.
    Unknown,
    /// Somebody.
    Known(Rc<Known>),
}

/// A speaker's name in its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The one name in the archive.
    pub name: String,
    /// The name in the article.
    pub in_article: String,
    /// Whether the archive and not the article says who is meant.
    pub inferred: bool,
}

/// Who a name of a column stands for.
enum Bearers {
    /// This one, in all articles.
    One(Rc<Known>),
    /// One by the year, and by the ordinal of the role if that matters too.
    Several(FxHashMap<(Option<i32>, Option<u64>), Rc<Known>>),
}

/// The names of a column as far as they were asked for, in the order in which they were.
#[derive(Default)]
struct Names {
    /// By ordinal the place among the bearers and one, 0 of those not asked for: no map, as all of an archive's
    /// quotations may be gone through.
    places: Vec<u32>,
    bearers: Vec<Bearers>,
}

/// Tells the speakers of one segment's quotations.
pub struct SpeakersOf<'a> {
    names: &'a ArchiveNames,
    by_hand: &'a ByHand,
    speakers: Option<StrColumn>,
    keys: Column<u64>,
    years: Column<i64>,
    known: RefCell<Names>,
    roles: Option<StrColumn>,
    /// All names and roles, for those who go through all quotations.
    spellings: Option<(Spellings, Spellings)>,
}

impl<'a> SpeakersOf<'a> {
    pub fn segment(
        segment: &SegmentReader,
        names: &'a ArchiveNames,
        by_hand: &'a ByHand,
    ) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let speakers = fast.str("speaker")?;
        let count = speakers.as_ref().map_or(0, |speakers| speakers.num_terms());
        Ok(Self {
            names,
            by_hand,
            speakers,
            keys: fast.u64("key")?,
            years: fast.i64("year")?,
            known: RefCell::new(Names { places: vec![0; count], bearers: Vec::new() }),
            roles: fast.str("role")?,
            spellings: None,
        })
    }

    /// The same for those who go through all of the segment's quotations.
    pub fn all_of_segment(
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
    pub fn of(&self, doc: DocId) -> Speaker {
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
        let mut known = self.known.borrow_mut();
        let Names { places, bearers } = &mut *known;
        let Some(place) = places.get_mut(ordinal as usize) else { return Speaker::Unknown };
        if *place == 0 {
            bearers.push(self.bearers(column, ordinal));
            *place = bearers.len() as u32;
        }
        let several = match &mut bearers[*place as usize - 1] {
            Bearers::One(known) => return Speaker::Known(known.clone()),
            Bearers::Several(several) => several,
        };
        let year = self.years.first(doc).map(|year| year as i32);
        let role = self.roles.as_ref().and_then(|roles| roles.term_ords(doc).next());
        let entry = several.entry((year, role));
        Speaker::Known(entry.or_insert_with(|| self.resolve(column, ordinal, year, role)).clone())
    }

    /// Who a name stands for, or that this depends.
    fn bearers(&self, column: &StrColumn, ordinal: u64) -> Bearers {
        let name = self.name(column, ordinal);
        if self.names.depends_on_year(&name)
            || self.names.depends_on_role(&name, None, &self.by_hand.aliases)
        {
            Bearers::Several(FxHashMap::default())
        } else {
            Bearers::One(self.resolve(column, ordinal, None, None))
        }
    }

    fn resolve(
        &self,
        column: &StrColumn,
        ordinal: u64,
        year: Option<i32>,
        role: Option<u64>,
    ) -> Rc<Known> {
        let in_article = self.name(column, ordinal);
        let role = self.roles.as_ref().zip(role).map(|(roles, role)| self.role(roles, role));
        let aliases = &self.by_hand.aliases;
        let resolved = self.names.resolve(&in_article, year, role.as_deref(), aliases);
        Rc::new(Known { name: resolved.name, in_article, inferred: resolved.inferred })
    }

    /// The decision whether a quotation's speaker has a name that `fits`, made once for each name.
    pub fn named(self, fits: impl Fn(&str) -> bool) -> impl Fn(DocId) -> bool {
        let decided: RefCell<FxHashMap<*const Known, bool>> = RefCell::default();
        move |doc| {
            let Speaker::Known(known) = self.of(doc) else { return false };
            let decide = || fits(&known.name) || fits(&known.in_article);
            // One given by hand is made for this quotation alone, and its place in memory is used again.
            if Rc::strong_count(&known) == 1 {
                return decide();
            }
            *decided.borrow_mut().entry(Rc::as_ptr(&known)).or_insert_with(decide)
        }
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
pub struct SpeakerFilter<'a> {
    pub names: &'a ArchiveNames,
    pub by_hand: &'a ByHand,
    /// Words of the speaker's name; any speaker or none when `None`.
    pub wanted: Option<&'a str>,
}

impl<'a> SpeakerFilter<'a> {
    /// The decision for the documents of a segment.
    pub fn in_segment(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<Box<dyn Fn(DocId) -> bool + 'a>> {
        let speakers = SpeakersOf::segment(segment, self.names, self.by_hand)?;
        let decide: Box<dyn Fn(DocId) -> bool + 'a> = match self.wanted {
            None => Box::new(move |doc| speakers.of(doc) != Speaker::NotAQuote),
            Some(wanted) => Box::new(speakers.named(move |name| contains_words(name, wanted))),
        };
        Ok(decide)
    }
}
