//! The gazetteer: lists of words and names that are looked up rather than learnt.
//!
//! It stands below the recognition of names, their grouping into entities and the attribution of
//! quotations, since all three ask it.

pub mod companies;
mod first_names;
pub mod word_lists;

pub use first_names::{Gender, first_name_gender, is_place_name};
