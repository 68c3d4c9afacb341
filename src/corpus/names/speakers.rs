//! Speakers of the quotations of a segment: as the annotator found them, as the name authority
//! resolves their names, and as overrides correct them.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::overrides::{Overrides, Verdict};
use crate::corpus::names::splits::Occasion;
use crate::model::{EntityKind, QuoteId};
use crate::store::columns::CodeColumn;
use crate::store::{ArticleIds, SpeakerKind, StrValues, columns, str_value};
use crate::text::contains_words;

/// Speaker of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Not a quotation at all, by an override.
    NotAQuote,
    /// Nobody is known.
    Unknown,
    /// A speaker whom the annotator found; see [`SegmentSpeakers::resolved`].
    Resolved(NameId),
    /// A name given by an override.
    Override(String),
}

/// Number of a resolved speaker in its [`SegmentSpeakers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(u32);

/// A speaker's name in its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedSpeaker {
    /// Canonical name in the archive.
    pub name: String,
    /// Name in the article.
    pub in_article: String,
    /// True if the archive and not the article says who is meant.
    pub inferred: bool,
}

/// Referents of a name in a column.
enum Referents {
    /// One, in all articles.
    One(NameId),
    /// One by the year, the ordinal of the role and the article, as far as each matters.
    ByArticle(FxHashMap<Place, NameId>),
}

/// Year, ordinal of the role and id of the article where a name stands.
type Place = (Option<i32>, Option<u64>, Option<u64>);

/// Names of a column as far as they were asked for.
#[derive(Default)]
struct ResolvedNames {
    /// Index into `referents` plus one by the name's ordinal and its kind, 0 for names not asked
    /// for yet: no map, as all of an archive's quotations may be gone through.
    places: Vec<[u32; 4]>,
    referents: Vec<Referents>,
    /// Speakers without a name by the ordinal of their words.
    unnamed: FxHashMap<u64, NameId>,
    /// Speakers by their [`NameId`].
    speakers: Vec<Rc<ResolvedSpeaker>>,
}

/// Speakers of one segment's quotations.
pub struct SegmentSpeakers<'a> {
    names: &'a NameAuthority,
    overrides: &'a Overrides,
    speakers: Option<StrColumn>,
    keys: Column<u64>,
    kinds: CodeColumn<SpeakerKind>,
    years: Column<i64>,
    /// Articles of the quotations, where names are split by them.
    articles: Option<ArticleIds>,
    resolved: RefCell<ResolvedNames>,
    roles: Option<StrColumn>,
    /// All names and roles, for those who go through all quotations.
    values: Option<(StrValues, StrValues)>,
}

impl<'a> SegmentSpeakers<'a> {
    /// Opens the columns of a segment, to ask about some of its quotations.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(
        segment: &SegmentReader,
        names: &'a NameAuthority,
        overrides: &'a Overrides,
    ) -> tantivy::Result<Self> {
        let speakers = columns::SPEAKER.open(segment)?;
        let count = speakers.as_ref().map_or(0, |speakers| speakers.num_terms());
        let resolved = ResolvedNames { places: vec![[0; 4]; count], ..ResolvedNames::default() };
        Ok(Self {
            names,
            overrides,
            speakers,
            keys: columns::KEY.open(segment)?,
            kinds: columns::SPEAKER_KIND.open(segment)?,
            years: columns::YEAR.open(segment)?,
            articles: if overrides.aliases.splits.by_article() {
                Some(ArticleIds::open(segment)?)
            } else {
                None
            },
            resolved: RefCell::new(resolved),
            roles: columns::ROLE.open(segment)?,
            values: None,
        })
    }

    /// Opens the columns of a segment, to ask about all of its quotations: reads all names and
    /// roles at once.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open_all(
        segment: &SegmentReader,
        names: &'a NameAuthority,
        overrides: &'a Overrides,
    ) -> tantivy::Result<Self> {
        let mut all = Self::open(segment, names, overrides)?;
        let read = |column: &Option<StrColumn>| column.as_ref().map(StrValues::read).transpose();
        let (names, roles) = (read(&all.speakers)?, read(&all.roles)?);
        all.values = Some((names.unwrap_or_default(), roles.unwrap_or_default()));
        Ok(all)
    }

    /// Speaker of the quotation `doc`.
    pub fn speaker(&self, doc: DocId) -> Speaker {
        if !self.overrides.corrections.is_empty() {
            let key = QuoteId(self.keys.first(doc).unwrap_or_default());
            match self.overrides.corrections.get(key) {
                None => {}
                Some(Verdict::NotAQuote) => return Speaker::NotAQuote,
                Some(Verdict::Unknown) => return Speaker::Unknown,
                Some(Verdict::Speaker(name)) => return Speaker::Override(name.clone()),
            }
        }
        self.annotated(doc).map_or(Speaker::Unknown, Speaker::Resolved)
    }

    /// Speaker with a number that [`speaker`](Self::speaker) gave.
    pub fn resolved(&self, id: NameId) -> Rc<ResolvedSpeaker> {
        self.resolved.borrow().speakers[id.0 as usize].clone()
    }

    /// Name and name in the article of a speaker; `None` for nobody and what is no quotation.
    fn forms(&self, speaker: &Speaker) -> Option<(Rc<ResolvedSpeaker>, Option<NameId>)> {
        match speaker {
            Speaker::NotAQuote | Speaker::Unknown => None,
            Speaker::Resolved(id) => Some((self.resolved(*id), Some(*id))),
            Speaker::Override(name) => {
                let (name, in_article) = (name.clone(), name.clone());
                let speaker = ResolvedSpeaker { name, in_article, inferred: false };
                Some((Rc::new(speaker), None))
            }
        }
    }

    /// Speaker whom the annotator found.
    fn annotated(&self, doc: DocId) -> Option<NameId> {
        let column = self.speakers.as_ref()?;
        let ordinal = column.term_ords(doc).next()?;
        let mut resolved = self.resolved.borrow_mut();
        let ResolvedNames { places, referents, unnamed, speakers } = &mut *resolved;
        // "The minister", and a surname of which the article does not tell whose it is, stand for
        // themselves.
        let Some(kind) = self.kinds.first(doc).and_then(SpeakerKind::entity) else {
            let id = *unnamed.entry(ordinal).or_insert_with(|| {
                let in_article = self.name(column, ordinal);
                let aliases = &self.overrides.aliases;
                let name = NameAuthority::resolve_unnamed(&in_article, aliases).name;
                speakers.push(Rc::new(ResolvedSpeaker { name, in_article, inferred: false }));
                NameId(speakers.len() as u32 - 1)
            });
            return Some(id);
        };
        let place = &mut places.get_mut(ordinal as usize)?[kind as usize];
        if *place == 0 {
            referents.push(self.referents((column, ordinal, kind), speakers));
            *place = referents.len() as u32;
        }
        let by_article = match &mut referents[*place as usize - 1] {
            Referents::One(id) => return Some(*id),
            Referents::ByArticle(by_article) => by_article,
        };
        let year = self.years.first(doc).map(|year| year as i32);
        let role = self.roles.as_ref().and_then(|roles| roles.term_ords(doc).next());
        let article = self.articles.as_ref().and_then(|articles| articles.first(doc));
        let at = (year, role, article);
        let entry = by_article.entry(at);
        Some(*entry.or_insert_with(|| self.resolve((column, ordinal, kind), at, speakers)))
    }

    /// Referent of a name, or that it depends on the article.
    fn referents(
        &self,
        (column, ordinal, kind): (&StrColumn, u64, EntityKind),
        speakers: &mut Vec<Rc<ResolvedSpeaker>>,
    ) -> Referents {
        let name = self.name(column, ordinal);
        if kind == EntityKind::Person
            && (self.names.depends_on_year(&name)
                || self.names.depends_on_article(&name, None, &self.overrides.aliases))
        {
            Referents::ByArticle(FxHashMap::default())
        } else {
            let nowhere = (None, None, None);
            Referents::One(self.resolve((column, ordinal, kind), nowhere, speakers))
        }
    }

    fn resolve(
        &self,
        (column, ordinal, kind): (&StrColumn, u64, EntityKind),
        (year, role, article): Place,
        speakers: &mut Vec<Rc<ResolvedSpeaker>>,
    ) -> NameId {
        let in_article = self.name(column, ordinal);
        let role = self.roles.as_ref().zip(role).map(|(roles, role)| self.role(roles, role));
        let aliases = &self.overrides.aliases;
        let occasion = Occasion { year, role: role.as_deref(), article };
        let resolved = self.names.resolve_kind((&in_article, kind), true, occasion, aliases);
        let id = NameId(speakers.len() as u32);
        let (name, inferred) = (resolved.name, resolved.inferred);
        speakers.push(Rc::new(ResolvedSpeaker { name, in_article, inferred }));
        id
    }

    fn name(&self, column: &StrColumn, ordinal: u64) -> String {
        value(self.values.as_ref().map(|(names, _)| names), column, ordinal)
    }

    fn role(&self, column: &StrColumn, ordinal: u64) -> String {
        value(self.values.as_ref().map(|(_, roles)| roles), column, ordinal)
    }

    /// Predicate over quotations: true if the speaker has a name that `accepts`, which is asked
    /// once for each name.
    pub fn with_name(self, accepts: impl Fn(&str) -> bool) -> impl Fn(DocId) -> bool {
        let decided: RefCell<FxHashMap<NameId, bool>> = RefCell::default();
        move |doc| {
            let Some((speaker, id)) = self.forms(&self.speaker(doc)) else { return false };
            let decide = || accepts(&speaker.name) || accepts(&speaker.in_article);
            match id {
                Some(id) => *decided.borrow_mut().entry(id).or_insert_with(decide),
                None => decide(),
            }
        }
    }
}

/// A value of a column, from all of them where these were read.
fn value(all: Option<&StrValues>, column: &StrColumn, ordinal: u64) -> String {
    all.map_or_else(|| str_value(column, ordinal), |all| all.get(ordinal).to_owned())
}

/// Filter of quotations by their speaker.
pub struct SpeakerFilter<'a> {
    /// Name authority of the archive.
    pub names: &'a NameAuthority,
    /// Aliases and corrections.
    pub overrides: &'a Overrides,
    /// Words of the speaker's name; any speaker or none if `None`.
    pub wanted: Option<&'a str>,
}

impl<'a> SpeakerFilter<'a> {
    /// Predicate over the quotations of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn in_segment(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<Box<dyn Fn(DocId) -> bool + 'a>> {
        let speakers = SegmentSpeakers::open(segment, self.names, self.overrides)?;
        let accepts: Box<dyn Fn(DocId) -> bool + 'a> = match self.wanted {
            None => Box::new(move |doc| speakers.speaker(doc) != Speaker::NotAQuote),
            Some(wanted) => Box::new(speakers.with_name(move |name| contains_words(name, wanted))),
        };
        Ok(accepts)
    }
}
