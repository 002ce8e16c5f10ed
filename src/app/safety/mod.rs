//! The safety screen: what was prescribed, what is asked, and what stands in the way.

mod between;
mod choices;
pub mod dose;
pub mod earlier;
mod footer;
mod medicine_details;
mod medicine_paste;
pub mod medicines;
pub mod model;
mod number;
mod page;
pub mod prescription;
pub mod since;
mod standing;
pub mod steps;
pub mod ui;
pub mod verdicts;

pub use footer::can_answer_all;
