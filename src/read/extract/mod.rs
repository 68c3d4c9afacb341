//! Steps that formats have in common: the title, the names, the paragraphs and the status of an
//! article, taken from the fields that a format has for them.

pub mod embargo;
pub mod entities;
pub mod fields;
pub mod html_fragment;
pub mod hyphens;
pub mod indented;
pub mod marked;
pub mod paragraphs;
