//! What each request of the app means for the vault: one call each.
//!
//! On which thread, and in which order, is in `worker`.

use super::error::StoreError;
use super::find::Found;
use super::request::{Reply, Request, Session};
use super::vault::Vault;

/// Does one request; a backup alone is done elsewhere, because it takes longer than anybody should wait.
pub(super) fn answer(slot: &mut Option<Vault>, request: Request) -> Result<Reply, StoreError> {
    Ok(match request {
        Request::Create { path, first, work, now } => {
            *slot = None;
            let (vault, code) = Vault::create(&path, &first, work, now)?;
            let session = session(slot.insert(vault))?;
            Reply::Created { session, code }
        }
        Request::Open { path, credential, now } => {
            *slot = None;
            let vault = Vault::open(&path, &credential, now)?;
            Reply::Opened(session(slot.insert(vault))?)
        }
        Request::OpenTemporary { now } => {
            *slot = None;
            let vault = Vault::temporary(now)?;
            Reply::Opened(session(slot.insert(vault))?)
        }
        Request::Lock => {
            *slot = None;
            Reply::Locked
        }
        Request::AddStaff { new, work, now } => {
            open(slot)?.add_staff(&new, work, now)?;
            Reply::Staff(open(slot)?.all_staff()?)
        }
        Request::SetPassphrase { present, new, work, now } => {
            open(slot)?.set_passphrase(&present, &new, work, now)?;
            Reply::Saved
        }
        Request::Search { typed, limit } => Reply::Patients(open(slot)?.patients_matching(&typed, limit)?),
        Request::Recent { limit } => Reply::Patients(Found::exact(open(slot)?.recent_patients(limit)?)),
        Request::Standings { patients } => Reply::Standings(open(slot)?.standings(&patients)?),
        Request::Interrupted { now } => Reply::Interrupted(open(slot)?.interrupted(now)?.map(Box::new)),
        Request::AddPatient { patient, now } => Reply::PatientAdded(open(slot)?.add_patient(&patient, now)?),
        Request::UpdatePatient { id, patient, now } => {
            open(slot)?.update_patient(id, &patient, now)?;
            Reply::Saved
        }
        Request::NewChecklist { new, start, by, now } => {
            Reply::ChecklistBegun(open(slot)?.new_checklist(&new, &start, by, now)?)
        }
        Request::Append { checklist, field, value, by, now } => {
            open(slot)?.append(checklist, &field, &value, by, now)?;
            Reply::Saved
        }
        Request::AppendAll { checklist, changes, by, now } => {
            open(slot)?.append_all(checklist, &changes, by, now)?;
            Reply::Saved
        }
        Request::Load { checklist } => Reply::Loaded(Box::new(open(slot)?.checklist(checklist)?)),
        Request::ChecklistsOf { patient } => Reply::Checklists(open(slot)?.checklists_of(patient)?),
        Request::SetPlace { checklist, place, now } => {
            open(slot)?.set_place(checklist, &place, now)?;
            Reply::Saved
        }
        Request::PatientRecord { patient } => {
            Reply::PatientRecord(Box::new(open(slot)?.patient_record(patient)?))
        }
        Request::HistoryOf { patient } => Reply::History(open(slot)?.history_of(patient)?),
        Request::SayOfPatient { patient, field, value, now } => {
            open(slot)?.say_of_patient(patient, field, &value, now)?;
            Reply::Saved
        }
        Request::Named { name } => Reply::Named(open(slot)?.patients_named(&name)?),
        Request::MergePatients { patient, into, now } => {
            open(slot)?.merge_patients(patient, into, now)?;
            Reply::Saved
        }
        Request::PartPatients { patient, now } => {
            open(slot)?.part_patients(patient, now)?;
            Reply::Saved
        }
        Request::LockWithDraft { draft, now } => {
            // Whatever becomes of the draft, nobody else may read on.
            let kept = slot.as_mut().map_or(Ok(()), |vault| vault.keep_draft(&draft, now));
            *slot = None;
            match kept {
                Ok(()) => Reply::Locked,
                Err(error) => Reply::LockedWithoutDraft(draft, error),
            }
        }
        Request::Draft => Reply::Draft(open(slot)?.draft()?),
        Request::KeepPrinted { checklist, document, by, now } => {
            Reply::PrintedKept(open(slot)?.keep_printed(checklist, &document, by, now)?)
        }
        Request::Printed { checklist } => Reply::Printed(open(slot)?.printed(checklist)?),
        Request::Prices => Reply::Prices(open(slot)?.prices()?),
        Request::KeepPrices { rows, source, by, now } => {
            Reply::PricesKept(open(slot)?.keep_prices(&rows, &source, by, now)?)
        }
        Request::UndoPrices { batch, by, now } => Reply::PricesKept(open(slot)?.undo_prices(batch, by, now)?),
        Request::PriceBatches => Reply::PriceBatches(open(slot)?.price_batches()?),
        Request::ReadFolder { folder } => {
            Reply::Folder(super::folder::read(&folder, super::folder::LARGEST_OVERLAY))
        }
        Request::Settings => Reply::Settings(open(slot)?.settings()?),
        Request::SetSetting { key, value, now } => {
            open(slot)?.set_setting(&key, &value, now)?;
            Reply::Saved
        }
        Request::Verify => Reply::Verified(open(slot)?.verify()?),
        Request::Backup { .. } | Request::BackUpIfDue { .. } => {
            return Err(StoreError::Internal { doing: "beginning a backup" });
        }
        Request::BackupPlace => Reply::BackupPlace(open(slot)?.backup_place()),
        Request::SetBackupFolder { folder } => {
            let vault = open(slot)?;
            vault.set_backup_folder(folder.as_deref())?;
            Reply::BackupPlace(vault.backup_place())
        }
        Request::ExportTo { patient, folder, now } => {
            Reply::Exported(open(slot)?.export_to(patient, &folder, now)?)
        }
        Request::Erase { patient, now } => Reply::Erased(open(slot)?.erase_patient(patient, now)?),
        Request::RescueInPlace { path, credential, now } => {
            *slot = None;
            let (rescued, kept_aside) = Vault::rescue_in_place(&path, &credential, now)?;
            Reply::RescuedInPlace(Box::new(rescued), kept_aside)
        }
        Request::Rescue { from, to, credential, now } => {
            *slot = None;
            Reply::Rescued(Box::new(Vault::rescue(&from, &to, &credential, now)?))
        }
        Request::Restore { from, path, credential, now } => {
            *slot = None;
            Reply::Restored(Box::new(Vault::restore(&from, &path, &credential, now)?))
        }
        Request::RemoveStaff { id, now } => {
            open(slot)?.remove_staff(id, now)?;
            Reply::Staff(open(slot)?.all_staff()?)
        }
        Request::SetRole { id, role, now } => {
            open(slot)?.set_role(id, role, now)?;
            Reply::Staff(open(slot)?.all_staff()?)
        }
        Request::ResetPassphrase { id, new, work, now } => {
            open(slot)?.reset_passphrase(id, &new, work, now)?;
            Reply::Staff(open(slot)?.all_staff()?)
        }
        Request::NewRecoveryCode { work, now } => {
            Reply::RecoveryCode(open(slot)?.new_recovery_code(work, now)?)
        }
        Request::Rekey { work, now } => Reply::Rekeyed(open(slot)?.rekey(work, now)?),
        Request::StaffEvents => Reply::StaffEvents(open(slot)?.staff_events()?),
        Request::PlanFollowUps { patient, checklist, drug, started_on, items, now } => {
            let vault = open(slot)?;
            let planned = vault.plan_follow_ups(patient, checklist, &drug, started_on, &items, now)?;
            Reply::FollowUpsPlanned(planned)
        }
        Request::ChangeFollowUps { changes, now } => {
            open(slot)?.change_follow_ups(&changes, now)?;
            Reply::Saved
        }
        Request::FollowUpsOf { patient } => Reply::FollowUps(open(slot)?.follow_ups_of(patient)?),
        Request::DueFollowUps { until, limit } => {
            Reply::DueFollowUps(open(slot)?.due_follow_ups(until, limit)?)
        }
        Request::SetUpcoming { checklist, kind, on } => {
            open(slot)?.set_upcoming(checklist, kind, on)?;
            Reply::Saved
        }
        Request::UpcomingUntil { from, to, limit } => {
            Reply::Upcoming(open(slot)?.upcoming_until(from, to, limit)?)
        }
    })
}

/// The vault, if it is open.
pub(super) fn open(slot: &mut Option<Vault>) -> Result<&mut Vault, StoreError> {
    slot.as_mut().ok_or(StoreError::Locked)
}

fn session(vault: &Vault) -> Result<Session, StoreError> {
    Ok(Session {
        path: vault.path().to_owned(),
        temporary: vault.is_temporary(),
        staff: vault.staff().clone(),
        all_staff: vault.all_staff()?,
        notices: vault.notices().to_vec(),
    })
}
