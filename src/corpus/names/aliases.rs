//! The alias file: names that are one, by hand.
//!
//! TOML (`"Donald Trump" = ["The Donald", "Trump"]`) or CSV (the one name first, then its
//! variants). A name with no variants is held apart: nothing is merged into it or it into another
//! but what the file says. A name with a table is split ([`Splits`]).

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::corpus::names::splits::{SplitError, Splits};
use crate::text::fold;

/// Names merged and held apart by hand.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    /// Canonical name by each folded variant, itself included.
    canonical: FxHashMap<String, String>,
    /// Names that are several people's.
    pub splits: Splits,
}

/// Fault of an alias file.
#[derive(Debug, Error)]
pub enum AliasesError {
    /// No TOML.
    #[error("{0} (write \"Full Name\" = [\"variant\", \"variant\"])")]
    Toml(toml::de::Error),
    /// Name that has no list of variants in the TOML.
    #[error("“{0}” has no list of variants (write \"Full Name\" = [\"variant\", \"variant\"])")]
    NoList(String),
    /// A part of a name that nothing tells.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// No CSV.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// A variant stands under two names.
    #[error("“{variant}” stands for both “{first}” and “{second}”; let it stand for one")]
    Twice {
        /// The variant.
        variant: String,
        /// The name that it stood for first.
        first: String,
        /// The other name.
        second: String,
    },
}

impl Aliases {
    /// Reads a TOML alias file.
    ///
    /// # Errors
    /// It is no TOML of that shape, or contradicts itself.
    pub fn from_toml(text: &str) -> Result<Self, AliasesError> {
        let table: toml::Table = text.parse().map_err(AliasesError::Toml)?;
        let mut aliases = Self::default();
        for (name, variants) in table {
            let wrong = || AliasesError::NoList(name.clone());
            if let Some(parts) = variants.as_table() {
                aliases.splits.add(&name, parts)?;
                continue;
            }
            let variants = variants.as_array().ok_or_else(wrong)?;
            for variant in variants {
                aliases.add(&name, variant.as_str().ok_or_else(wrong)?)?;
            }
            aliases.add(&name, &name)?;
        }
        Ok(aliases)
    }

    /// Reads a CSV alias file: the one name in the first column, its variants in the others.
    ///
    /// # Errors
    /// It is no CSV, or contradicts itself.
    pub fn from_csv(text: &str) -> Result<Self, AliasesError> {
        let mut aliases = Self::default();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record?;
            let name = record.get(0).unwrap_or("").trim();
            for variant in
                record.iter().map(str::trim).filter(|v| !v.is_empty() && !name.is_empty())
            {
                aliases.add(name, variant)?;
            }
        }
        Ok(aliases)
    }

    fn add(&mut self, name: &str, variant: &str) -> Result<(), AliasesError> {
        match self.canonical.insert(fold(variant), name.to_owned()) {
            Some(first) if first != name => Err(AliasesError::Twice {
                variant: variant.to_owned(),
                first,
                second: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// True if nothing was decided by hand.
    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }

    /// Canonical name of a folded name, if the file has it.
    pub fn canonical(&self, key: &str) -> Option<&str> {
        self.canonical.get(key).map(String::as_str)
    }

    /// Folded variants of the canonical names that are accepted.
    pub fn variants_of<'a>(
        &'a self,
        accepts: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        self.canonical
            .iter()
            .filter(move |(_, name)| accepts(name))
            .map(|(variant, _)| variant.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let toml = Aliases::from_toml(
            "\"Tilda Marrow\" = [\"Lady Marrow\", \"T. Marrow\"]\n\"Bram Vane\" = []",
        )
        .unwrap();
        let csv = Aliases::from_csv("Tilda Marrow,Lady Marrow,T. Marrow\nBram Vane\n").unwrap();
        for aliases in [toml, csv] {
            assert_eq!(aliases.canonical("lady marrow"), Some("Tilda Marrow"));
            assert_eq!(aliases.canonical("bram vane"), Some("Bram Vane"));
            assert_eq!(aliases.canonical("marrow"), None);
        }
    }

    #[test]
    fn contradictions_and_other_shapes_are_errors() {
        assert!(matches!(Aliases::from_csv("A,X\nB,X\n"), Err(AliasesError::Twice { .. })));
        assert!(matches!(Aliases::from_toml("A = 1"), Err(AliasesError::NoList(_))));
        assert!(Aliases::from_toml("A = [").is_err());
    }
}
