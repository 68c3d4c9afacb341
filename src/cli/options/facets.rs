//! Facets: counts of all matches by a field.

use clap::{Args, ValueEnum};

use crate::search::FacetField;

/// Facets to count.
#[derive(Debug, Args)]
pub struct FacetArgs {
    /// Count all matches by these, separated by commas
    ///
    /// With --format csv the counts are written in place of the hits.
    #[arg(long, value_name = "FIELD", value_delimiter = ',', help_heading = "Facets")]
    pub facet: Vec<FacetName>,
    /// Values to list of each facet; years are all listed
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Facets")]
    pub facet_limit: usize,
}

impl FacetArgs {
    /// The facets asked for, each once.
    pub fn fields(&self) -> Vec<FacetField> {
        let mut fields = Vec::new();
        for name in &self.facet {
            let field = match name {
                FacetName::Speaker => FacetField::Speaker,
                FacetName::Role => FacetField::Role,
                FacetName::Person => FacetField::Person,
                FacetName::Org => FacetField::Organisation,
                FacetName::Place => FacetField::Place,
                FacetName::Source => FacetField::Source,
                FacetName::Section => FacetField::Section,
                FacetName::Lang => FacetField::Language,
                FacetName::Mode => FacetField::Mode,
                FacetName::Year => FacetField::Year,
            };
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

/// Name of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FacetName {
    Speaker,
    Role,
    Person,
    Org,
    Place,
    Source,
    Section,
    Lang,
    Mode,
    Year,
}
