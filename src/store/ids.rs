//! The ids of what a vault holds: UUIDv7, so that records made at two counters never share one.
//!
//! The time inside an id is the time that the caller gave; the rest is the system's randomness. What an
//! id points to is known to the tables only.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

use super::error::StoreError;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, made at `now`.
            pub(super) fn new(now: Timestamp) -> Self {
                Self(uuid_at(now))
            }

            /// Reads an id of a row; damage when it is none.
            pub(super) fn from_row(text: &str, table: &'static str) -> Result<Self, StoreError> {
                text.parse().map_err(|_| StoreError::damaged_row(table))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::try_parse(text)?))
            }
        }
    };
}

row_id!(
    /// One vault; `FILE` and `FILE.keys` both name it.
    VaultId
);
row_id!(
    /// One staff member.
    StaffId
);
row_id!(
    /// One patient.
    PatientId
);
row_id!(
    /// One checklist: one visit of one patient.
    ChecklistId
);
row_id!(
    /// One summary that was handed out.
    PrintedId
);

row_id!(
    /// Prices that were kept together.
    PriceBatchId
);

row_id!(
    /// One follow-up.
    FollowUpId
);

impl ChecklistId {
    /// The least id that can be made at an instant: all that were made since are this or larger, also as text.
    pub(super) fn first_of(at: Timestamp) -> Self {
        let milliseconds = u128::try_from(at.as_millisecond()).unwrap_or(0);
        Self(Uuid::from_u128(milliseconds << 80 | 0x7 << 76 | 0x2 << 62))
    }
}

/// A UUIDv7 of that instant. Instants before 1970 cannot be told in one; they count as 1970.
fn uuid_at(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_of_an_instant_is_below_all_that_are_made_then_and_above_all_before() {
        let now: Timestamp = "2026-11-24T15:00:00.123456Z".parse().unwrap();
        let before: Timestamp = "2026-11-24T15:00:00.122Z".parse().unwrap();
        let first = ChecklistId::first_of(now);
        for _ in 0..50 {
            assert!(first <= ChecklistId::new(now) && first > ChecklistId::new(before));
            assert!(first.to_string() <= ChecklistId::new(now).to_string());
        }
    }
}
