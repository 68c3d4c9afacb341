//! Modes of reported utterances: whether the words count as said.
//!
//! From the verb of saying the chain of words that govern it is walked up (`chain`): auxiliaries
//! and negations (`auxiliary`), the governor of an infinitive (`infinitive`) or of a form in -ing
//! (`gerund`), and for a finite verb its subject (`finite`) and the clause above it (`embedding`).
//! The words of all classes are in `lexicon/modes.txt` (`governor`).

mod auxiliary;
mod chain;
mod embedding;
mod finite;
mod gerund;
pub mod governor;
mod infinitive;
mod link;
pub mod scene;
pub mod utterance;
