//! The first format of the keys file, that vaults of earlier versions have: the database key itself, wrapped for
//! each staff member and for the recovery code.
//!
//! Read only; what becomes of it is written in the second format.

use serde::{Deserialize, Serialize};

use super::{KeyEntry, Keys, Role, Way};
use crate::store::ids::{StaffId, VaultId};

/// The number in the file.
pub(super) const FORMAT: u32 = 1;

/// What the file held.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstKeys {
    pub format: u32,
    vault: VaultId,
    entries: Vec<FirstEntry>,
    recovery: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstEntry {
    staff: StaffId,
    name: String,
    role: FirstRole,
    wrapped: String,
}

/// The words of that format: the checksum is over them.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FirstRole {
    Administrator,
    Member,
    Elsewhere,
}

impl From<FirstKeys> for Keys {
    fn from(first: FirstKeys) -> Self {
        let entries = first.entries.into_iter().map(|entry| {
            let role = match entry.role {
                FirstRole::Administrator => Role::Administrator,
                FirstRole::Member => Role::Pharmacist,
                FirstRole::Elsewhere => Role::Elsewhere,
            };
            let way = Way { wrapped: entry.wrapped, recipient: None };
            KeyEntry { staff: entry.staff, name: entry.name, role, way }
        });
        Self {
            format: super::FORMAT,
            vault: first.vault,
            entries: entries.collect(),
            recovery: Some(Way { wrapped: first.recovery, recipient: None }),
            database_key: None,
            next_key: None,
            seal: None,
        }
    }
}

#[cfg(test)]
impl FirstKeys {
    /// What an earlier version would have written for these people, all of whom have one secret.
    pub fn as_it_was_written(
        vault: VaultId,
        key: &crate::store::secret::DatabaseKey,
        people: &[(StaffId, &str)],
        secret: crate::store::secret::Secret<'_>,
    ) -> Self {
        use crate::store::secret::WorkFactor;
        use base64::Engine;
        let wrap = || super::STANDARD.encode(key.wrap(secret, WorkFactor::FOR_TESTS).unwrap());
        let entries = people.iter().enumerate().map(|(at, (staff, name))| FirstEntry {
            staff: *staff,
            name: (*name).to_owned(),
            role: if at == 0 { FirstRole::Administrator } else { FirstRole::Member },
            wrapped: wrap(),
        });
        Self { format: FORMAT, vault, entries: entries.collect(), recovery: wrap() }
    }
}
