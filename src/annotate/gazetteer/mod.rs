//! The gazetteer: lists of words and names that are looked up rather than learnt.
//!
//! It stands below the recognition of names, their grouping into entities and the attribution of
//! quotations, since all three ask it.

pub mod companies;
mod gender;
pub mod lexicon;
pub mod word_classes;
pub mod word_lists;

pub use gender::{Gender, first_name_gender, is_place_name, likely_gender, title_gender};
