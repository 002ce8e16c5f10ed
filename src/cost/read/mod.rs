//! Reads what the cost engine needs from JSON, strictly: no unknown field, no impossible value.
//!
//! An error names the field and what was expected there, and does not repeat what was given. In a case
//! for the ledger a gap is an error; in a coverage to compare gaps are collected (`gaps::Gaps`), since
//! much of it is not known while the patient stands there.

mod case;
mod coverage;
pub(super) mod fields;
pub(super) mod gaps;
pub(super) mod help;
mod option;
pub(super) mod plan;
pub(super) mod small;
mod year;

pub use case::case;
pub use coverage::{Horizon, Question, WrittenCoverage, question};
pub use gaps::{Collected, Open, OpenField};
pub use option::{NEXT_SHARE, NextShare, WrittenLine, WrittenOption};
pub use plan::{NextYear, Written};
pub use small::{IncomeTest, WrittenSchedule, income, payment_plan, schedule};
pub(super) use year::clear_met;
