//! Evidence for who a speaker is: years, articles, forms joined and why, and others held apart.

use crate::corpus::names::reasons::{ApartReason, JoinReason};

/// Evidence for one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Number of articles that quote the speaker.
    pub articles: u64,
    /// Number of quotations by year, in order.
    pub years: Vec<(i32, u64)>,
    /// Number of quotations without a year.
    pub undated: u64,
    /// Forms in articles, most frequent first.
    pub joined: Vec<JoinedForm>,
    /// Others of the same surname, most often quoted first.
    pub apart: Vec<OtherName>,
}

/// Form that stands for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedForm {
    /// Form as articles have it.
    pub form: String,
    /// Number of quotations.
    pub count: u64,
    /// Reason for which it stands for the name.
    pub reason: JoinReason,
}

/// Speaker who could be taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherName {
    /// Name.
    pub name: String,
    /// Number of quotations.
    pub count: u64,
    /// Reason that keeps the two apart.
    pub reason: ApartReason,
}
