//! The verdicts as widgets draw them.

pub use crate::safety::Verdict as Level;
