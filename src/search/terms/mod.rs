//! A word of a query → the terms of the index that it matches.

pub mod automata;
pub mod expansion;
pub mod folded_regex;
pub mod fuzzy_candidates;
pub mod query_term;
pub mod term_dictionary;
pub mod wildcard;
pub mod word_regex;
