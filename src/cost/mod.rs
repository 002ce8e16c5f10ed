//! What a year of treatment costs one patient, to the cent: plan × fills → ledger → comparison.
//!
//! [`plan`], [`help`] and [`case`] say what is known, [`read`] takes it from JSON, [`ledger`] goes through
//! the fills in order. [`schedule`] makes fills from packages, [`payment_plan`] answers its one question,
//! and [`compare`] puts options side by side over all that is not known; [`entry`] says what a coverage begins
//! with. [`claim`] says what a paid claim tells, and [`calibrate`] which figures of the plan it implies.
//! Amounts are whole cents ([`money::Cents`]), rates are basis points.
//! Nothing here knows a drug, a program, a statutory figure, a file or the screen.

pub mod calibrate;
pub mod case;
pub mod claim;
pub mod compare;
pub mod entry;
pub mod help;
pub mod ledger;
pub mod money;
pub mod payment_plan;
pub mod plan;
pub mod read;
pub mod report;
pub mod schedule;
