//! What the desk does about the vault itself: staff and keys, backups, the check of all of it, erasing a patient.

use std::path::PathBuf;

use super::{Desk, Door, Message, Page, Pending};
use crate::store::{
    BackupPlace, Credential, Erased, ErrorKind, LastBackup, NewStaff, Passphrase, PatientId, RecoveryCode,
    Reply, Report, Request, Role, StaffId, StoreError, Vault,
};

/// What can be asked about the vault itself.
pub enum Step {
    /// Look where backups go, and which was the last.
    Look,
    /// Give one more person a key.
    AddStaff(NewStaff),
    /// Take somebody's key away.
    RemoveStaff(StaffId),
    /// Make somebody an administrator or a pharmacist.
    SetRole(StaffId, Role),
    /// Change one's own passphrase: the present one, the new one.
    SetPassphrase(Passphrase, Passphrase),
    /// Give somebody else a new passphrase.
    ResetPassphrase(StaffId, Passphrase),
    /// Make a new recovery code.
    NewRecoveryCode,
    /// Give the vault a new key.
    Rekey,
    /// Make a backup now.
    BackUp,
    /// Choose where backups go; the usual folder for `None`.
    SetBackupFolder(Option<PathBuf>),
    /// Check everything.
    Verify,
    /// Write a patient's records into a file of a folder.
    Export(PatientId, PathBuf),
    /// Erase a patient.
    Erase(PatientId),
    /// The recovery code was written down.
    CodeWritten,
}

/// What was asked about the vault, while the answer is on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Something that the pharmacist waits for, and what is said when it is done.
    Step(&'static str),
    /// A backup that nobody asked for.
    Backup,
    /// Where backups go.
    Place,
}

/// What is known of the vault itself.
#[derive(Default)]
pub struct VaultState {
    /// Where backups go, and which was the last.
    pub backups: Option<BackupPlace>,
    /// Why the last backup was not made.
    pub backup_problem: Option<String>,
    /// What the last check found.
    pub report: Option<Report>,
    /// A recovery code to be written down; it is shown until somebody says that it is.
    pub code: Option<RecoveryCode>,
    /// A code that was shown when the vault locked, for whoever it was shown to.
    pub(super) hidden_code: Option<HiddenCode>,
    /// That code is there again, and is to be brought to the front.
    pub code_returned: bool,
    /// Who has no key since the vault got a new one.
    pub without_key: Vec<String>,
    /// What was done last, in words.
    pub said: Option<String>,
    /// What became of the last erasure.
    pub erased: Option<Erased>,
}

/// A recovery code that was shown when the vault locked: to whom, and of which vault. It is wiped with the window.
pub(super) struct HiddenCode {
    by: StaffId,
    path: PathBuf,
    code: RecoveryCode,
}

/// What was half-typed and could not be kept in the vault: whose it is, and in which vault.
pub(super) struct UnkeptDraft {
    /// Who typed it.
    pub by: StaffId,
    /// The vault.
    pub path: PathBuf,
    /// What was typed, as the screens wrote it.
    pub draft: serde_json::Value,
}

/// What can be done about a vault that does not open because its files are at fault.
pub struct Damage {
    /// The last backup that was verified.
    pub last: Option<LastBackup>,
}

impl Desk {
    /// The vault could not be opened, or mended.
    pub(super) fn not_opened(&mut self, error: &StoreError) {
        self.damage = match error.kind() {
            ErrorKind::Damaged => Some(Damage { last: Vault::last_backup_of(&self.path) }),
            // What is typed wrong says nothing of the files.
            ErrorKind::WrongPassphrase => self.damage.take(),
            _ => None,
        };
    }

    /// The vault locks while a recovery code is shown. Nobody who passes by may read it, since it opens everything; and
    /// whoever it was shown to must not lose it half-written.
    pub(super) fn hide_code(&mut self) {
        let of_new_vault = match &mut self.page {
            Page::Door(door @ Door::ShowCode(_)) => match std::mem::replace(door, Door::Unlock) {
                Door::ShowCode(code) => Some(code),
                Door::Welcome | Door::Create | Door::Unlock => None,
            },
            _ => None,
        };
        let code = of_new_vault.or_else(|| self.vault.code.take());
        let session = self.session.as_ref().filter(|session| !session.temporary);
        if let (Some(code), Some(session)) = (code, session) {
            let (by, path) = (session.staff.id, session.path.clone());
            self.vault.hidden_code = Some(HiddenCode { by, path, code });
        }
    }

    /// Whoever unlocks gets the code back that was shown to them when the vault locked.
    pub(super) fn return_code(&mut self) {
        let Some(session) = self.session.as_ref().filter(|session| !session.temporary) else { return };
        let (by, path) = (session.staff.id, &session.path);
        let is_theirs = |hidden: &mut HiddenCode| hidden.by == by && hidden.path == *path;
        if let Some(hidden) = self.vault.hidden_code.take_if(is_theirs) {
            self.vault.code = Some(hidden.code);
            self.vault.code_returned = true;
        }
    }

    /// Whether a code waits for whoever it was shown to.
    pub fn hides_code(&self) -> bool {
        self.vault.hidden_code.is_some()
    }

    pub(super) fn restore_last(&mut self, credential: Credential) {
        let Some(last) = self.damage.as_ref().and_then(|damage| damage.last.clone()) else { return };
        let (path, now) = (self.path.clone(), (self.clock.now)());
        let from = last.folder.join(&last.name);
        self.ask(Request::Restore { from, path, credential, now }, Pending::Mending);
    }

    pub(super) fn take_mended(&mut self, reply: Reply) {
        let aside = |kept: &[PathBuf]| match kept.first() {
            Some(first) => {
                format!("What was there before is kept beside it, as {} and more.", first.display())
            }
            None => String::new(),
        };
        let (what, cure) = match reply {
            Reply::Restored(restored) => {
                let manifest = &restored.manifest;
                let patients = counted(manifest.patients, "patient");
                let visits = counted(manifest.checklists, "visit");
                let what = format!("Restored: {patients} and {visits}.");
                (
                    what,
                    format!(
                        "{} What was said after the backup is not in it. Unlock it now.",
                        aside(&restored.kept_aside)
                    ),
                )
            }
            Reply::RescuedInPlace(rescued, kept) => {
                let read = |name: &str| {
                    rescued.tables.iter().find(|table| table.table == name).map_or(0, |table| table.read)
                };
                let missing: u64 = rescued.tables.iter().map(|table| table.missing).sum();
                let more = rescued.tables.iter().any(|table| table.more_may_be_missing) || rescued.log_lost;
                let (patients, visits) =
                    (counted(read("patient"), "patient"), counted(read("checklist"), "visit"));
                let what = format!("Rescued: {patients} and {visits}, {} answers and notes.", read("entry"));
                let lost = match (missing, more) {
                    (0, false) => "Nothing is known to be missing.".to_owned(),
                    (0, true) => "Something may be missing: check what was said last.".to_owned(),
                    (count, false) => {
                        format!("{count} rows are missing: check each record against the patient.")
                    }
                    (count, true) => format!(
                        "{count} rows are missing and maybe more: check each record against the patient."
                    ),
                };
                (what, format!("{lost} {} Unlock it now.", aside(&kept)))
            }
            _ => return,
        };
        self.damage = None;
        self.message = Some(Message { what, cure });
    }

    /// Does what was asked about the vault.
    pub(super) fn vault_step(&mut self, step: Step) {
        let (now, work) = ((self.clock.now)(), self.work);
        self.vault.said = None;
        self.vault.erased = None;
        let (request, said) = match step {
            Step::Look => return self.look_for_backups(),
            Step::CodeWritten => {
                self.vault.code = None;
                return;
            }
            Step::AddStaff(new) => {
                (Request::AddStaff { new, work, now }, "Added: who was added can unlock now.")
            }
            Step::RemoveStaff(id) => (
                Request::RemoveStaff { id, now },
                "Removed. Whoever kept an old copy of the keys file and knows the passphrase still gets in, \
                 until the vault has a new key.",
            ),
            Step::SetRole(id, role) => (Request::SetRole { id, role, now }, "Changed."),
            Step::SetPassphrase(present, new) => (
                Request::SetPassphrase { present, new, work, now },
                "Your passphrase is changed. Backups made before still open with the old one.",
            ),
            Step::ResetPassphrase(id, new) => {
                (Request::ResetPassphrase { id, new, work, now }, "The passphrase is changed.")
            }
            Step::NewRecoveryCode => {
                (Request::NewRecoveryCode { work, now }, "The old recovery code opens nothing more.")
            }
            Step::Rekey => (Request::Rekey { work, now }, "The vault has a new key."),
            Step::BackUp => (Request::Backup { folder: None, now }, "Backed up, opened and read back."),
            Step::SetBackupFolder(folder) => {
                (Request::SetBackupFolder { folder }, "Backups go there from now on.")
            }
            Step::Verify => (Request::Verify, ""),
            Step::Export(patient, folder) => (Request::ExportTo { patient, folder, now }, ""),
            Step::Erase(patient) => (Request::Erase { patient, now }, ""),
        };
        self.vault.report = None;
        self.ask(request, Pending::Vault(Asked::Step(said)));
    }

    fn look_for_backups(&mut self) {
        if self.session.as_ref().is_some_and(|session| !session.temporary) {
            self.send(Request::BackupPlace, Pending::Vault(Asked::Place));
        }
    }

    /// Backs up what has changed: when the vault is opened, and before it is closed.
    pub(super) fn back_up_if_due(&mut self) {
        if self.session.as_ref().is_some_and(|session| !session.temporary) {
            let now = (self.clock.now)();
            self.send(Request::BackUpIfDue { now }, Pending::Vault(Asked::Backup));
        }
    }

    pub(super) fn take_vault(&mut self, asked: Asked, reply: Reply) {
        if let Asked::Step(said) = asked
            && !said.is_empty()
        {
            self.vault.said = Some(said.to_owned());
        }
        match reply {
            Reply::Staff(all) => {
                if let Some(session) = &mut self.session {
                    session.take_staff(all);
                }
            }
            Reply::RecoveryCode(code) => self.take_code(code),
            Reply::Rekeyed(rekeyed) => {
                self.take_code(rekeyed.code);
                self.vault.without_key = rekeyed.without_key.into_iter().map(|staff| staff.name).collect();
            }
            Reply::BackupPlace(place) => {
                self.vault.backups = Some(place);
                if matches!(asked, Asked::Step(_)) {
                    self.say_setting_is_saved();
                }
            }
            Reply::BackedUp(_) => {
                self.vault.backup_problem = None;
                self.look_for_backups();
            }
            Reply::Verified(report) => self.vault.report = Some(report),
            Reply::Exported(path) => {
                self.message = Some(Message {
                    what: "The record is exported.".to_owned(),
                    cure: format!(
                        "{}: one line of JSON a visit, which another Countercheck reads. It is not encrypted: hand it over, \
                         and delete it.",
                        path.display()
                    ),
                });
            }
            Reply::Erased(erased) => {
                self.vault.erased = Some(erased);
                self.forget_corrections();
                self.patient_record = None;
                self.history = None;
                self.open_start();
            }
            _ => {}
        }
    }

    /// A new code: an older one that still waited opens nothing any more.
    fn take_code(&mut self, code: RecoveryCode) {
        self.vault.hidden_code = None;
        self.vault.code = Some(code);
    }

    /// What is said when something about the vault was refused.
    pub(super) fn vault_failed(&mut self, asked: Asked, error: &StoreError) {
        match asked {
            Asked::Backup if matches!(error, StoreError::Locked) => {}
            Asked::Backup => self.vault.backup_problem = Some(format!("{error} {}", error.cure())),
            Asked::Place => {}
            Asked::Step(_) => {
                self.message = Some(Message { what: error.to_string(), cure: error.cure().to_owned() });
            }
        }
    }
}

impl Asked {
    /// Whether the pharmacist sees that something is under way.
    pub(super) fn is_waited_for(self) -> bool {
        matches!(self, Self::Step(_))
    }
}

/// "1 patient", "2 patients".
fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
