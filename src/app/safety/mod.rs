//! The safety screen: what was prescribed, what is asked, and what stands in the way.

pub mod dose;
pub mod earlier;
mod medicine_details;
mod medicine_paste;
pub mod medicines;
pub mod model;
mod number;
pub mod prescription;
pub mod ui;
pub mod verdicts;
