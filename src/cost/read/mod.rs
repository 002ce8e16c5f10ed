//! Reads what the cost engine needs from JSON, strictly: no unknown field, no impossible value.
//!
//! An error names the field and what was expected there, and does not repeat what was given. In a case
//! for the ledger a gap is an error; in a coverage to compare gaps are collected ([`gaps::Gaps`]), since
//! much of it is not known while the patient stands there.

mod case;
pub(super) mod fields;
pub(super) mod gaps;
pub(super) mod help;
pub(super) mod plan;
pub(super) mod small;

pub use case::case;
pub use small::{IncomeTest, WrittenSchedule, income, payment_plan, schedule};
