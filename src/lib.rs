//! Countercheck: what stands in the way of an eczema treatment for one patient, and what it rests on.

#[cfg(feature = "window")]
pub mod app;
pub mod checklist;
pub mod cli;
pub mod content;
pub mod cost;
pub mod exchange;
pub mod programs;
pub mod safety;
pub mod store;
pub mod summary;
