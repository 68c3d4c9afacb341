//! Ranking: a compiled query → the best documents, collapsed and scored by proximity too.

pub mod collapse;
pub mod collect;
pub mod coordination;
pub mod explain;
pub mod hit_order;
pub mod proximity;
