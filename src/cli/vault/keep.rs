//! What keeps a vault from being lost, and what lets a patient be gone: backup, restore, rescue and erasure.
//!
//! The work is the store's; here is what is asked for and what goes to standard output.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Access, pretty, write};
use crate::cli::passphrase::StandardInput;
use crate::cli::{Trouble, tell};
use crate::store::{BackupTo, Manifest, PatientId, StoreError, Vault};

/// Makes a backup in a folder, or as that file.
pub fn back_up(access: &Access, to: &Path, out: &mut dyn Write) -> Result<(), Trouble> {
    // "to/" is meant as a folder, and not as a file without a name.
    if !to.is_dir() && to.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(StoreError::NoBackupFolder { path: to.to_owned() }.into());
    }
    let to = if to.is_dir() { BackupTo::Folder(to.to_owned()) } else { BackupTo::File(to.to_owned()) };
    let mut vault = access.open(StandardInput::Free)?;
    let made = vault.back_up(&to, Timestamp::now())?;
    write(out, &format!("saved {}\n", made.path.display()))
}

/// Puts a backup in the place of the vault.
pub fn restore(access: &Access, from: &Path, out: &mut dyn Write) -> Result<(), Trouble> {
    let path = access.path()?;
    is_there(from)?;
    let credential = access.credential(StandardInput::Free)?;
    let restored = Vault::restore(from, path, &credential, Timestamp::now())?;
    let kept: Vec<Value> = restored.kept_aside.iter().map(|path| json!(path.to_string_lossy())).collect();
    let said = json!({
        "restored": restored.path.to_string_lossy(),
        "made_at": restored.manifest.made_at.to_string(),
        "patients": restored.manifest.patients,
        "checklists": restored.manifest.checklists,
        "kept_aside": kept,
    });
    write(out, &pretty(&said))
}

/// Puts what can still be read into a new vault.
pub fn rescue(access: &Access, to: &Path, out: &mut dyn Write) -> Result<(), Trouble> {
    let path = access.path()?;
    if !path.exists() {
        return Err(StoreError::NoVault { path: path.to_owned() }.into());
    }
    let credential = access.credential(StandardInput::Free)?;
    let rescued = Vault::rescue(path, to, &credential, Timestamp::now())?;
    let tables: Vec<Value> = rescued
        .tables
        .iter()
        .map(|table| {
            json!({
                "table": table.table,
                "read": table.read,
                "missing": table.missing,
                "more_may_be_missing": table.more_may_be_missing,
            })
        })
        .collect();
    let said = json!({
        "rescued": rescued.path.to_string_lossy(),
        "pages": rescued.pages,
        "lost_pages": rescued.lost_pages,
        "log_lost": rescued.log_lost,
        "stand_ins": rescued.stand_ins,
        "tables": tables,
    });
    write(out, &pretty(&said))
}

/// Erases a patient.
pub fn erase(access: &Access, patient: &str, yes: bool, out: &mut dyn Write) -> Result<(), Trouble> {
    // What was typed is not repeated: it may be a name.
    let id: PatientId = patient
        .parse()
        .map_err(|_| Trouble::Input("--patient: expected a patient_id, as an export shows it".into()))?;
    if !yes {
        return Err(Trouble::Input(
            "erasing a patient can't be undone: all visits, what was handed out and the history go for good. \
             Add --yes if that is meant"
                .into(),
        ));
    }
    let mut vault = access.open(StandardInput::Free)?;
    let erased = vault.erase_patient(id, Timestamp::now())?;
    if !erased.tidied {
        tell(
            "The patient is erased, but the file could not be written anew (is the disk full?). Traces in free \
             space of the encrypted file go when the vault is opened the next time.",
        );
    }
    let still_in: Vec<Value> = erased.still_in.iter().map(|path| json!(path.to_string_lossy())).collect();
    let said = json!({"erased": id.to_string(), "checklists": erased.checklists, "still_in": still_in});
    write(out, &pretty(&said))
}

/// Checks a backup as a restore would.
pub fn check(access: &Access, backup: &Path, out: &mut dyn Write) -> Result<(), Trouble> {
    is_there(backup)?;
    let credential = access.credential(StandardInput::Free)?;
    let manifest = Vault::check_backup(backup, &credential)?;
    write(out, &pretty(&manifest_json(&manifest)))
}

fn manifest_json(manifest: &Manifest) -> Value {
    json!({
        "vault_id": manifest.vault_id.to_string(),
        "whole": true,
        "made_at": manifest.made_at.to_string(),
        "schema_version": manifest.schema_version,
        "program_version": manifest.program_version,
        "patients": manifest.patients,
        "checklists": manifest.checklists,
        "entries": manifest.entries,
    })
}

/// Asked for nothing, a pharmacist should not have to type a passphrase first.
fn is_there(backup: &Path) -> Result<(), Trouble> {
    if backup.exists() {
        return Ok(());
    }
    Err(StoreError::NoBackup { path: backup.to_owned() }.into())
}
