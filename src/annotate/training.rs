//! The door of the trainers (`src/bin/train_names`, `src/bin/train_resolver`): the pieces of the
//! models that they fill.
//!
//! Training and tagging must split text and see features through the very same code, so the
//! trainers take these from here. They are no interface for anybody else, and change with the
//! models.

pub use crate::annotate::gazetteer::word_lists::{Cluster, ListFlags, WordLists};
pub use crate::annotate::names::crf::{START, Scores, Transitions};
pub use crate::annotate::names::document_features::DocumentFeatures;
pub use crate::annotate::names::features::sequence_features;
pub use crate::annotate::names::find;
pub use crate::annotate::names::label::{
    LABELS, OTHER, OUTSIDE, begin_label, is_begin, kind_of, may_follow,
};
pub use crate::annotate::names::model::{Model, Pass};
pub use crate::annotate::names::tagger::{best_labels, first_scores, tag};
pub use crate::annotate::names::tagger_input::{Sequence, TaggerInput};
pub use crate::annotate::names::weights::Weights;
pub use crate::annotate::names::word_score_cache::WordScoreCache;

/// Learned attribution of quotations.
pub mod quotes {
    pub use crate::annotate::quotes::resolver::kind::{KIND_NAMES, KINDS};
    pub use crate::annotate::quotes::resolver::model::{
        FEATURES, Feature, ResolverModel, UNIT, VALUES,
    };
    pub use crate::annotate::quotes::resolver::trace::{
        CandidateRecord, DecisionRecord, QuoteRecord, Trace,
    };
    pub use crate::annotate::quotes::{ConfidenceModel, Models, attribute_watched, feature_names};
}

/// Hashes of words and features.
pub mod hash {
    pub use crate::annotate::hash::{lower, mix, phrase, word};
}

/// Pieces of the part-of-speech tagger, for `src/bin/train_tagger`.
pub mod speech {
    pub use crate::annotate::quotes::lexicon::{Pos, guess};
    pub use crate::annotate::quotes::marks::{Marked, paired};
    pub use crate::annotate::quotes::narration::tagging::{disambiguate, see};
    pub use crate::annotate::quotes::narration::{Narration, NarrationItem, fold, fold_with};
    pub use crate::annotate::quotes::tagger::features::{FEATURES, ROW_BITS, SeenWord, rows};
    pub use crate::annotate::quotes::tagger::tag_set::{TAGS, Tag, TagSet};
    pub use crate::annotate::quotes::tagger::{Choice, Tagger};
}
