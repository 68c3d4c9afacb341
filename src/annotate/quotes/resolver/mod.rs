//! The learned resolver: who is meant by "she", "the company", or by no words at all.
//!
//! The rules beside this folder say who can be meant at all, and whom they would take. A linear
//! model then scores everybody who can be, and "nobody that is known" (`choice`), by what the
//! article has told so far (`features`). Scores are sums of integers, so that a choice is the same
//! on every machine. The weights (`weights.txt`, read by `model`) are made by the program
//! `train_resolver`, which watches the decisions through a `trace`.

pub mod choice;
pub mod features;
pub mod kind;
pub mod model;
pub mod question;
pub mod trace;
