//! Who speaks and who is named, counted under one name for each.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Searcher, SegmentReader};

use crate::corpus::names::build::{NameYears, RoleCounts};
use crate::corpus::names::authority::{NameAuthority, ResolvedName};
use crate::corpus::names::overrides::Overrides;
use crate::corpus::names::speakers::{Known, Speaker, SegmentSpeakers};
use crate::store::for_each_live;
use crate::store::StrValues;
use crate::store::{ArticleIds, SpeakerKind};
use crate::text::{fold, folded_has_word_prefix};

/// A name and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// The one name, as it is most often written.
    pub name: String,
    /// How many documents (quotations of a speaker, articles that name an entity).
    pub count: u64,
    /// The forms that articles have it in, most frequent first.
    pub variants: Vec<Variant>,
}

/// A form of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The form.
    pub name: String,
    /// How many documents have it.
    pub count: u64,
    /// Whether the archive and not the articles say who is meant.
    pub inferred: bool,
}

/// Documents to count over.
pub struct Documents<'q> {
    pub searcher: &'q Searcher,
    pub query: &'q dyn Query,
    /// Only these articles, or quotations of them.
    pub articles: Option<&'q FxHashSet<u64>>,
}

impl Documents<'_> {
    fn for_each(
        &self,
        segment: &SegmentReader,
        mut each: impl FnMut(DocId),
    ) -> tantivy::Result<()> {
        let weight = self.query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let ids = ArticleIds::open(segment)?;
        for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
            let allowed = match self.articles {
                Some(articles) => ids.first(doc).is_some_and(|id| articles.contains(&id)),
                None => true,
            };
            if allowed {
                each(doc);
            }
        });
        Ok(())
    }
}

/// For each form, and whether it is inferred: the one name as spelt, and a count.
type Forms = BTreeMap<(String, bool), (String, u64)>;

/// Forms of names and their counts, gathered under the one name.
#[derive(Default)]
struct Gathered {
    by_name: FxHashMap<String, Forms>,
}

impl Gathered {
    fn add(&mut self, resolved: &ResolvedName, form: &str, count: u64) {
        let forms = self.by_name.entry(fold(&resolved.name)).or_default();
        let entry = forms.entry((form.to_owned(), resolved.inferred));
        entry.or_insert_with(|| (resolved.name.clone(), 0)).1 += count;
    }

    /// Names of which a word starts with `prefix`, or a form does; most frequent first, then by name.
    fn into_counts(self, prefix: &str) -> Vec<NameCount> {
        let prefix = fold(prefix);
        let mut counts: Vec<NameCount> = self
            .by_name
            .into_iter()
            .filter_map(|(key, forms)| {
                let fits = folded_has_word_prefix(&key, &prefix)
                    || forms.keys().any(|(form, _)| folded_has_word_prefix(&fold(form), &prefix));
                fits.then(|| name_count(forms))?
            })
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        counts
    }
}

fn name_count(forms: Forms) -> Option<NameCount> {
    let count = forms.values().map(|(_, count)| count).sum();
    // The name comes in several spellings when only case or marks differ: the commonest is shown.
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in forms.values() {
        *names.entry(name).or_default() += count;
    }
    let name =
        names.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))?.0.to_owned();
    let mut variants: Vec<Variant> = forms
        .into_iter()
        .map(|((name, inferred), (_, count))| Variant { name, count, inferred })
        .collect();
    variants.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    Some(NameCount { name, count, variants })
}

/// Counts quotations by speaker; those without a name ("analysts") only when `unnamed`.
pub fn count_speakers(
    documents: &Documents<'_>,
    names: &NameAuthority,
    by_hand: &Overrides,
    prefix: &str,
    unnamed: bool,
) -> tantivy::Result<Vec<NameCount>> {
    let mut gathered = Gathered::default();
    for segment in documents.searcher.segment_readers() {
        let speakers = SegmentSpeakers::all_of_segment(segment, names, by_hand)?;
        let kinds: Column<u64> = segment.fast_fields().u64("speaker_kind")?;
        let mut counts: FxHashMap<*const Known, (Rc<Known>, u64)> = FxHashMap::default();
        let mut corrected: Vec<Rc<Known>> = Vec::new();
        documents.for_each(segment, |doc| {
            let Speaker::Known(known) = speakers.of(doc) else { return };
            let kind = kinds.first(doc).unwrap_or_default();
            let has_name =
                kind != SpeakerKind::Unnamed as u64 && kind != SpeakerKind::Nobody as u64;
            if Rc::strong_count(&known) == 1 {
                corrected.push(known); // made for this quotation alone
            } else if has_name || unnamed {
                counts.entry(Rc::as_ptr(&known)).or_insert((known, 0)).1 += 1;
            }
        })?;
        let all = counts.into_values().chain(corrected.into_iter().map(|known| (known, 1)));
        for (known, count) in all {
            let resolved = ResolvedName { name: known.name.clone(), inferred: known.inferred };
            gathered.add(&resolved, &known.in_article, count);
        }
    }
    Ok(gathered.into_counts(prefix))
}

/// Counts articles by the values of a column of names, each resolved by `resolve` with the article's
/// year.
pub fn count_entities(
    documents: &Documents<'_>,
    column: &str,
    prefix: &str,
    resolve: impl Fn(&str, Option<i32>) -> ResolvedName,
) -> tantivy::Result<Vec<NameCount>> {
    let mut gathered = Gathered::default();
    let years = count_by_year(documents, column)?;
    let mut all: Vec<_> = years.into_iter().collect();
    all.sort();
    for (name, years) in all {
        for (year, count) in years {
            gathered.add(&resolve(&name, year), &name, u64::from(count));
        }
    }
    Ok(gathered.into_counts(prefix))
}

/// In how many articles of which year each value of a column occurs.
pub fn count_by_year(documents: &Documents<'_>, column: &str) -> tantivy::Result<NameYears> {
    let mut names = NameYears::default();
    for segment in documents.searcher.segment_readers() {
        let Some(values): Option<StrColumn> = segment.fast_fields().str(column)? else { continue };
        let years: Column<i64> = segment.fast_fields().i64("year")?;
        let mut counts: FxHashMap<(u64, Option<i32>), u32> = FxHashMap::default();
        documents.for_each(segment, |doc| {
            let year = years.first(doc).map(|year| year as i32);
            for ordinal in values.term_ords(doc) {
                *counts.entry((ordinal, year)).or_default() += 1;
            }
        })?;
        let spellings = StrValues::read(&values)?;
        for ((ordinal, year), count) in counts {
            let name = spellings.get(ordinal);
            let years = match names.get_mut(name) {
                Some(years) => years,
                None => names.entry(name.to_owned()).or_default(),
            };
            *years.entry(year).or_default() += count;
        }
    }
    Ok(names)
}

/// How often each speaker was quoted in which year under which role.
pub fn count_roles(documents: &Documents<'_>) -> tantivy::Result<RoleCounts> {
    let mut all = RoleCounts::default();
    for segment in documents.searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (Some(speakers), Some(roles)) = (fast.str("speaker")?, fast.str("role")?) else {
            continue;
        };
        let years: Column<i64> = fast.i64("year")?;
        let mut counts: FxHashMap<(u64, Option<i32>, u64), u32> = FxHashMap::default();
        documents.for_each(segment, |doc| {
            let ordinals = speakers.term_ords(doc).next().zip(roles.term_ords(doc).next());
            if let Some((speaker, role)) = ordinals {
                let year = years.first(doc).map(|year| year as i32);
                *counts.entry((speaker, year, role)).or_default() += 1;
            }
        })?;
        let (names, printed) = (StrValues::read(&speakers)?, StrValues::read(&roles)?);
        for ((speaker, year, role), count) in counts {
            let key = (names.get(speaker).to_owned(), year, printed.get(role).to_owned());
            *all.entry(key).or_default() += count;
        }
    }
    Ok(all)
}
