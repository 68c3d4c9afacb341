//! What formats have in common: the title, the names, the paragraphs and the status of an article, picked out of what
//! a format gives for them.

pub mod embargo;
pub mod entities;
pub mod fields;
pub mod html_fragment;
pub mod indented;
pub mod paragraphs;
