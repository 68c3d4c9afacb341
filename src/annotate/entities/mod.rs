//! From mentions to the people, organisations and places of one article: the one resolver that
//! entities and speakers share.
//!
//! It stands beside the tagger rather than in it because whoever attributes a quotation needs the
//! same answers: whose name is this, what is their role, "he" or "she".

mod abbreviations;
mod address;
mod appositive;
mod display_name;
mod entity_builder;
mod gender;
pub mod name_parts;
mod organisations;
mod person;
mod persons;
mod principals;
mod resolve;
mod role;

pub use appositive::leads_up;
pub use gender::genders;
pub use resolve::resolve;
pub use role::role_after;
