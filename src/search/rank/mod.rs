//! A compiled query → ranked documents.

pub mod collapse;
pub mod collect;
pub mod proximity;
