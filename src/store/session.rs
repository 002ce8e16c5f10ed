//! Who opened the vault, when and with what; and what is found on the way in, to be said to the pharmacist.
//!
//! Every opening is a row that is never changed. A full disk does not keep anybody from reading.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::ids::StaffId;
use super::vault::{time, time_text};

/// How much a clock may be behind before it is said: two computers of one pharmacy differ by seconds.
const BEHIND: SignedDuration = SignedDuration::from_mins(2);

/// Something that was found while opening, to be said to the pharmacist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// `FILE.keys` is missing; its copy was used.
    KeysMissingCopyUsed,
    /// `FILE.keys` is damaged; its copy was used.
    KeysDamagedCopyUsed,
    /// The clock says that it is earlier than when the vault was used last.
    ClockSetBack {
        /// When it was used last.
        last: Timestamp,
    },
    /// The disk is so full that not even this opening could be noted.
    DiskFull,
    /// A re-key was broken off, and the recovery code of before opens nothing now.
    NoRecoveryCode,
}

impl Notice {
    /// The notice in words, with what to do.
    pub fn words(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::KeysMissingCopyUsed => {
                "The keys file was missing; the vault was opened with its copy (.keys.bak). Copy it back under the name .keys."
            }
            Self::KeysDamagedCopyUsed => {
                "The keys file is damaged; the vault was opened with its copy (.keys.bak). Put the copy in its place."
            }
            Self::ClockSetBack { last } => {
                return Cow::Owned(format!(
                    "The clock of this computer is behind the last entry ({} UTC). Entries keep their order; check date and time.",
                    last.strftime("%Y-%m-%d %H:%M")
                ));
            }
            Self::DiskFull => {
                "The disk is full. All that was saved can be read; nothing more can be saved before some space is freed."
            }
            Self::NoRecoveryCode => {
                "This vault has no recovery code that opens it. An administrator can make a new one."
            }
        })
    }
}

/// What a vault was opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenedWith {
    Passphrase,
    Recovery,
}

impl OpenedWith {
    /// The word in the table.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }
}

/// Notes that somebody opened the vault, and says what is odd about the time, or that there is no room for it.
pub(super) fn begin(
    connection: &Connection,
    staff: StaffId,
    way: OpenedWith,
    now: Timestamp,
) -> Result<Vec<Notice>, StoreError> {
    let mut notices = Vec::new();
    if let Some(last) = last_used(connection)?
        && now.duration_until(last) > BEHIND
    {
        notices.push(Notice::ClockSetBack { last });
    }
    let sql = "INSERT INTO session (staff_id, way, at) VALUES (?1, ?2, ?3)";
    match connection.execute(sql, params![staff.to_string(), way.as_str(), time_text(now)]) {
        Ok(_) => {}
        Err(error) => match StoreError::from(error) {
            StoreError::DiskFull => notices.push(Notice::DiskFull),
            other => return Err(other),
        },
    }
    Ok(notices)
}

/// When the vault was opened last, or a patient was seen in it.
fn last_used(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let sql =
        "SELECT max(at) FROM (SELECT max(at) AS at FROM session UNION ALL SELECT max(seen_at) FROM patient)";
    let last: Option<String> = connection.query_row(sql, [], |row| row.get(0))?;
    last.map(|text| time(&text, "session")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Credential, NewStaff, Passphrase, Vault, WorkFactor};

    const NOON: Timestamp = Timestamp::constant(1_796_000_000, 0);

    #[test]
    fn a_clock_that_was_set_back_is_noticed_and_seconds_are_not() {
        let vault = Vault::temporary(NOON).unwrap();
        let open = |at| begin(&vault.connection, vault.staff().id, OpenedWith::Passphrase, at).unwrap();
        assert_eq!(open(NOON), []);
        assert_eq!(open(NOON - SignedDuration::from_secs(119)), []);
        let notices = open(NOON - SignedDuration::from_secs(121));
        assert_eq!(notices, [Notice::ClockSetBack { last: NOON }]);
        assert!(notices[0].words().contains("2026-11-30 00:53 UTC"), "{}", notices[0].words());
    }

    #[test]
    fn every_opening_says_who_and_with_what() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let first =
            NewStaff { name: "Ann".to_owned(), passphrase: Passphrase::new("one".to_owned()).unwrap() };
        let (vault, code) = Vault::create(&path, &first, WorkFactor::FOR_TESTS, NOON).unwrap();
        let own = vault.staff().id;
        drop(vault);
        let later = NOON + SignedDuration::from_hours(1);
        let vault = Vault::open(&path, &Credential::Recovery(code), later).unwrap();
        let mut statement =
            vault.connection.prepare("SELECT staff_id, way, at FROM session ORDER BY number").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let rows: Vec<(String, String, String)> = rows.map(Result::unwrap).collect();
        let row = |way: &str, at| (own.to_string(), way.to_owned(), time_text(at));
        assert_eq!(rows, [row("passphrase", NOON), row("recovery", later)]);
    }

    #[test]
    fn a_full_disk_keeps_nobody_out() {
        let vault = Vault::temporary(NOON).unwrap();
        let pages: i64 = vault.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        vault.connection.execute_batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
        let by = vault.staff().id;
        let mut openings =
            (0..2000).map(|_| begin(&vault.connection, by, OpenedWith::Recovery, NOON).unwrap());
        assert!(openings.any(|notices| notices == [Notice::DiskFull]));
    }
}
