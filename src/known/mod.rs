//! What is known already: of what was released, the one text that answers a resident's question (pure).
//!
//! No clock, no disk, no chance, no model: the same entries give the same finds in every process, in whatever order they came
//! and went. `docs/known.md` says how a question is compared, and how often the right answer is found. Nothing that a resident
//! wrote belongs in an index; who fills one sees to that.

mod asked;
mod index;
mod kind;
mod lexicon;
mod syllable;
#[cfg(test)]
mod tests;
mod weigh;

pub use index::{Entry, Found, Index};
