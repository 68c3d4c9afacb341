//! Names split by hand: one name of the archive that is several people's.
//!
//! Part of the alias file: a table under the name has the parts, each with years, words of the role
//! or ids of articles, of which all that are given must hold.
//!
//! ```toml
//! ["Bram Ockley"]
//! "Bram Ockley (coach)" = { years = "1990-2004", role = "coach" }
//! "Bram Ockley (mayor)" = { articles = ["0f3a9c71d2e84b56"] }
//! ```

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::text::{contains_words, fold};

/// Facts that an article tells of a speaker besides the name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occasion<'a> {
    /// Year of the article.
    pub year: Option<i32>,
    /// Role that it gives.
    pub role: Option<&'a str>,
    /// Id of the article.
    pub article: Option<u64>,
}

/// One of the people behind a name, and what tells of whom an article speaks.
#[derive(Clone, Debug, Default)]
struct Part {
    name: String,
    years: Option<(i32, i32)>,
    role: Option<String>,
    articles: Vec<u64>,
}

/// Names split by hand, by the folded name.
#[derive(Clone, Debug, Default)]
pub struct Splits {
    by_name: FxHashMap<String, Vec<Part>>,
    by_article: bool,
}

/// Fault of a split.
#[derive(Debug, Error)]
#[error(
    "“{0}” does not say of whom it is a part (write \"Full Name (coach)\" = {{ years = \
     \"1990-2004\", role = \"coach\", articles = [\"0f3a9c71d2e84b56\"] }})"
)]
pub struct SplitError(pub String);

impl Splits {
    /// Adds the parts of a name.
    ///
    /// # Errors
    /// A part gives nothing that tells it, or not as it should.
    pub fn add(&mut self, name: &str, parts: &toml::Table) -> Result<(), SplitError> {
        let mut read = Vec::with_capacity(parts.len());
        for (part, given) in parts {
            let part = given.as_table().and_then(|given| Part::new(part, given));
            read.push(part.ok_or_else(|| SplitError(name.to_owned()))?);
        }
        self.by_article |= read.iter().any(|part| !part.articles.is_empty());
        self.by_name.insert(fold(name), read);
        Ok(())
    }

    /// True if a part of some name is told by its articles.
    pub fn by_article(&self) -> bool {
        self.by_article
    }

    /// True if the folded name is split.
    pub fn has(&self, key: &str) -> bool {
        !self.by_name.is_empty() && self.by_name.contains_key(key)
    }

    /// Name of the part of a folded name that is meant.
    pub fn find(&self, key: &str, occasion: Occasion<'_>) -> Option<&str> {
        let parts = self.by_name.get(key)?;
        parts.iter().find(|part| part.fits(occasion)).map(|part| part.name.as_str())
    }

    /// Folded names of which a part has a name that `accepts`.
    pub fn whole_of<'a>(
        &'a self,
        accepts: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        let holds = move |parts: &[Part]| parts.iter().any(|part| accepts(&part.name));
        self.by_name.iter().filter(move |(_, parts)| holds(parts)).map(|(name, _)| name.clone())
    }
}

impl Part {
    fn new(name: &str, given: &toml::Table) -> Option<Self> {
        let mut part = Self { name: name.to_owned(), ..Self::default() };
        for (key, value) in given {
            match key.as_str() {
                "years" => part.years = Some(years(value)?),
                "role" => part.role = Some(value.as_str()?.to_owned()),
                "articles" => {
                    let id = |id: &toml::Value| u64::from_str_radix(id.as_str()?, 16).ok();
                    part.articles =
                        value.as_array()?.iter().map(id).collect::<Option<Vec<u64>>>()?;
                }
                _ => return None,
            }
        }
        let tells = part.years.is_some() || part.role.is_some() || !part.articles.is_empty();
        tells.then_some(part)
    }

    fn fits(&self, occasion: Occasion<'_>) -> bool {
        let year = |(from, to)| occasion.year.is_some_and(|year| (from..=to).contains(&year));
        let role = |words: &String| occasion.role.is_some_and(|role| contains_words(role, words));
        let article = |id| self.articles.contains(&id);
        self.years.is_none_or(year)
            && self.role.as_ref().is_none_or(role)
            && (self.articles.is_empty() || occasion.article.is_some_and(article))
    }
}

/// Years as written: 1999, "1990-2004", "1990-" or "-2004".
fn years(value: &toml::Value) -> Option<(i32, i32)> {
    if let Some(year) = value.as_integer() {
        let year = i32::try_from(year).ok()?;
        return Some((year, year));
    }
    let text = value.as_str()?;
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str, open: i32| match text.trim() {
        "" => Some(open),
        year => year.parse().ok(),
    };
    let (from, to) = (year(from, i32::MIN)?, year(to, i32::MAX)?);
    (from <= to && !text.trim().is_empty()).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splits(text: &str) -> Result<Splits, SplitError> {
        let mut splits = Splits::default();
        splits.add("Bram Ockley", &text.parse().unwrap())?;
        Ok(splits)
    }

    #[test]
    fn parts_are_told_by_years_role_and_article() {
        let splits = splits(
            "\"Coach\" = { years = \"1990-2004\", role = \"coach\" }\n\
             \"Mayor\" = { articles = [\"000000000000000a\"] }\n\"Elder\" = { years = \"-1950\" }",
        )
        .unwrap();
        let of = |year, role, article| {
            let occasion = Occasion { year: Some(year), role, article };
            splits.find("bram ockley", occasion).unwrap_or("?").to_owned()
        };
        assert_eq!(of(1999, Some("head coach"), None), "Coach");
        assert_eq!(of(1999, None, None), "?");
        assert_eq!(of(2005, Some("coach"), Some(10)), "Mayor");
        assert_eq!(of(1920, None, None), "Elder");
        assert!(splits.by_article() && splits.has("bram ockley"));
    }

    #[test]
    fn parts_that_tell_nothing_are_refused() {
        for wrong in
            ["A = {}", "A = 1", "A = { year = 1 }", "A = { years = \"x\" }", "A = { years = \"\" }"]
        {
            assert!(splits(wrong).is_err(), "{wrong}");
        }
    }
}
