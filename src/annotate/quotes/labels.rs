//! Labels of speakers within the marks: "“KELLER: We close it.”", "“Maria Keller (MK): We close
//! it.”", "“MK: We do.”".
//!
//! A label in capitals is one whoever it means; any other is one only where it is a name or the
//! initials of somebody whom the article names.

use rustc_hash::FxHashMap;

use crate::annotate::quotes::discourse::Discourse;
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::resolution_context::{CERTAIN, Reference, ResolutionContext};
use crate::model::{EntityId, EntityKind, ResolutionMethod, Span};

/// Most bytes of a label.
const MAX_LABEL: usize = 40;
/// Fewest capitals of a label in capitals that need not be anybody's.
const MIN_CAPITALS: usize = 3;
/// Letters of initials.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=4;
/// Most words of a name that is a label.
const MAX_WORDS: usize = 4;

/// Label that stands before somebody's words.
#[derive(Clone, Copy, Debug)]
struct Label<'t> {
    /// Name or initials, without what stands in brackets.
    name: &'t str,
    /// Initials in brackets: "Maria Keller (MK)".
    initials: Option<&'t str>,
    /// Byte span of the words that it introduces.
    words: Span,
}

impl<'t> Label<'t> {
    /// Returns the label at the start of what stands between the marks.
    fn within(text: &'t str, marked: &Marked) -> Option<Self> {
        let inner = marked.inner.of(text);
        let end = inner.bytes().take(MAX_LABEL).position(|b| b == b':' || b == b')')?;
        let (name, initials, after) = if inner.as_bytes()[end] == b')' {
            let (name, initials) = inner.get(..end)?.split_once('(')?;
            // A colon after the brackets may be missing.
            let colon = usize::from(inner[end + 1..].starts_with(':'));
            (name, Some(initials).filter(|letters| are_initials(letters)), end + 1 + colon)
        } else {
            (inner.get(..end)?, None, end + 1)
        };
        if inner.as_bytes()[end] == b')' && initials.is_none() {
            return None;
        }
        let rest = inner.get(after..)?;
        let blanks = rest.len() - rest.trim_start().len();
        let start = marked.inner.start + after + blanks;
        let words = Span::new(start, marked.inner.end);
        (blanks > 0 && blanks < rest.len()).then_some(Self { name: name.trim(), initials, words })
    }

    /// True for a label in capitals, which is one whoever it means.
    fn is_in_capitals(&self) -> bool {
        let sign = |c: char| matches!(c, ' ' | '.' | '-' | '\'' | '’');
        self.name.chars().filter(|c| c.is_uppercase()).count() >= MIN_CAPITALS
            && self.name.chars().all(|c| c.is_uppercase() || sign(c))
    }
}

/// True for a few capital letters and nothing else.
pub fn are_initials(letters: &str) -> bool {
    INITIALS.contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase())
}

/// Returns the initials of a name.
fn initials_of(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next()).collect()
}

/// People by what a label can call them, gathered when the first label is met.
#[derive(Debug, Default)]
pub struct LabelledPeople(Option<FxHashMap<String, Option<EntityId>>>);

impl LabelledPeople {
    /// Returns the speaker of words in marks that begin with a label, if anybody is known by it,
    /// and the byte span of the words without it.
    pub fn speaker(
        &mut self,
        context: &ResolutionContext<'_, '_>,
        discourse: &mut Discourse,
        marked: &Marked,
    ) -> Option<(Option<Reference>, Span)> {
        let label = Label::within(context.narration().text, marked)?;
        let found = self.person(context, label);
        let speaker = found.map(|id| {
            let referent = context.referent_of_entity(discourse, id);
            let reached = ResolutionMethod::Surname;
            Reference { referent, mention: None, reached, margin: CERTAIN, resolved: true }
        });
        (speaker.is_some() || label.is_in_capitals()).then_some((speaker, label.words))
    }

    fn person(
        &mut self,
        context: &ResolutionContext<'_, '_>,
        label: Label<'_>,
    ) -> Option<EntityId> {
        let people = self.0.get_or_insert_with(|| gathered(context));
        let capitals = label.name.to_uppercase();
        let last = capitals.rsplit(' ').next().unwrap_or("");
        // "Update: …", "The mayor: …" are no names.
        let named = label.name.split(' ').count() <= MAX_WORDS
            && label.name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        let by_name = || people.get(last).copied().flatten().filter(|_| named);
        let found = if label.initials.is_none() && are_initials(label.name) {
            people.get(label.name).copied().flatten()
        } else {
            by_name()
        };
        if let Some((initials, id)) = label.initials.zip(found) {
            people.insert(initials.to_owned(), Some(id));
        }
        found
    }
}

/// Returns the people of an article by their last names in capitals, and by their initials where no
/// two have the same; the article's own "Maria Keller (MK)" decides.
fn gathered(context: &ResolutionContext<'_, '_>) -> FxHashMap<String, Option<EntityId>> {
    let mut people: FxHashMap<String, Option<EntityId>> = FxHashMap::default();
    let entities = context.entities().iter().enumerate();
    for (at, entity) in entities.filter(|(_, entity)| entity.kind == EntityKind::Person) {
        let id = EntityId(at as u32);
        let last = entity.name.rsplit(' ').next().unwrap_or("").to_uppercase();
        people.insert(last, Some(id));
        let known = people.entry(initials_of(&entity.name)).or_insert(Some(id));
        *known = known.filter(|other| *other == id);
    }
    let text = context.narration().text;
    for mention in context.mentions() {
        let after = text.get(mention.span.end..).unwrap_or("");
        if let Some((letters, _)) = after.strip_prefix(" (").and_then(|rest| rest.split_once(')'))
            && are_initials(letters)
        {
            let person = Some(mention.entity).filter(|_| mention.kind == EntityKind::Person);
            people.insert(letters.to_owned(), person);
        }
    }
    people
}
