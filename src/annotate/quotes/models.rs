//! The models that attribution is learned into.

use crate::annotate::quotes::confidence_model::ConfidenceModel;
use crate::annotate::quotes::resolver::model::ResolverModel;

/// Learned weights of attribution.
#[derive(Clone, Copy, Debug)]
pub struct Models<'m> {
    /// Weights of who is meant.
    pub resolver: &'m ResolverModel,
    /// Weights of the confidence.
    pub confidence: &'m ConfidenceModel,
}
