//! The thread that owns the vault for the app: requests go in, replies come out, nothing waits.
//!
//! Requests are done in the order in which they were sent; only a search that waits behind a later search
//! is skipped, and what was asked of the patients whom it would list. A backup is made on a thread of its own meanwhile and answered when it is done; what would
//! disturb it (closing the vault, or a second backup) waits. Every request gets one reply. Dropping the worker does
//! all that was sent, closes the vault, and only then returns. It has no clock: each request carries its time.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::answer::{answer, open};
use super::backup::{Backup, BackupTo};
use super::error::StoreError;
use super::request::{Reply, Request, RequestId};
use super::vault::Vault;

/// The app's end of the thread.
pub struct Worker {
    requests: Option<Sender<(RequestId, Request)>>,
    replies: Receiver<(RequestId, Reply)>,
    next: u64,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread. Entries say that they were made with `content_version`; `wake` is called on the thread
    /// after each reply.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn spawn(content_version: String, wake: impl Fn() + Send + 'static) -> Result<Self, StoreError> {
        let (requests, inbox) = channel();
        let (outbox, replies) = channel();
        let thread = std::thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || run(&inbox, &outbox, &content_version, &wake))
            .map_err(|e| StoreError::from_io("Starting the vault's thread", e))?;
        Ok(Self { requests: Some(requests), replies, next: 1, thread: Some(thread) })
    }

    /// Sends a request and returns at once.
    pub fn send(&mut self, request: Request) -> RequestId {
        let id = RequestId(self.next);
        self.next += 1;
        if let Some(requests) = &self.requests {
            // The thread ends only when this end is dropped, so there is always somebody to receive.
            requests.send((id, request)).ok();
        }
        id
    }

    /// The replies that have come in since the last call, in the order of the requests.
    pub fn replies(&mut self) -> Vec<(RequestId, Reply)> {
        self.replies.try_iter().collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            // Its panics are caught inside; there is nobody left to tell.
            thread.join().ok();
        }
    }
}

/// A backup that is being made.
struct Running {
    id: RequestId,
    thread: JoinHandle<Result<Backup, StoreError>>,
}

/// How often the thread looks whether a backup is done; without one it sleeps until it is asked something.
const LOOK: Duration = Duration::from_millis(20);

fn run(
    inbox: &Receiver<(RequestId, Request)>,
    outbox: &Sender<(RequestId, Reply)>,
    content_version: &str,
    wake: &dyn Fn(),
) {
    let mut vault: Option<Vault> = None;
    let mut running: Option<Running> = None;
    let mut waiting: VecDeque<(RequestId, Request)> = VecDeque::new();
    let reply_to = |id: RequestId, reply: Reply| {
        // While the worker is being dropped nobody listens, and the work goes on all the same.
        outbox.send((id, reply)).ok();
        catch_unwind(AssertUnwindSafe(wake)).ok();
    };
    loop {
        if running.as_ref().is_some_and(|running| running.thread.is_finished())
            && let Some(done) = running.take()
        {
            reply_to(done.id, backed_up(&mut vault, done.thread));
        }
        if waiting.is_empty() {
            let sent = match &running {
                Some(_) => inbox.recv_timeout(LOOK),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match (sent, running.take()) {
                (Ok(sent), still) => {
                    waiting.push_back(sent);
                    running = still;
                }
                (Err(RecvTimeoutError::Timeout), still) => running = still,
                (Err(RecvTimeoutError::Disconnected), Some(last)) => {
                    reply_to(last.id, backed_up(&mut vault, last.thread));
                }
                (Err(RecvTimeoutError::Disconnected), None) => return,
            }
        }
        waiting.extend(inbox.try_iter());
        let Some((id, request)) = waiting.pop_front() else {
            continue;
        };
        if disturbs_a_backup(&request)
            && let Some(before) = running.take()
        {
            reply_to(before.id, backed_up(&mut vault, before.thread));
        }
        let is_search = |request: &Request| matches!(request, Request::Search { .. });
        // Nor is it asked how far the patients are whom another list replaces.
        let is_of_list = is_search(&request) || matches!(request, Request::Standings { .. });
        let reply = if is_of_list && waiting.iter().any(|(_, later)| is_search(later)) {
            Reply::Superseded
        } else if let Request::Backup { .. } | Request::BackUpIfDue { .. } = request {
            match begin_backup(&mut vault, request) {
                Ok(None) => Reply::NoBackupDue,
                Ok(Some(thread)) => {
                    running = Some(Running { id, thread });
                    continue;
                }
                Err(error) => Reply::Failed(error),
            }
        } else {
            // A panic leaves no half-done transaction: it is rolled back as it unwinds.
            catch_unwind(AssertUnwindSafe(|| answer(&mut vault, request)))
                .unwrap_or(Err(StoreError::Internal { doing: "working with the vault" }))
                .unwrap_or_else(Reply::Failed)
        };
        // Nothing can be asked of a vault that could not be opened again after a re-key.
        vault = vault.filter(|vault| !vault.is_cut_off());
        if let Some(vault) = &mut vault {
            vault.set_content_version(content_version);
        }
        let reply = match (&vault, says_saved(&reply)) {
            (Some(vault), true) if !vault.is_there() => {
                Reply::Failed(StoreError::Gone { path: vault.path().to_owned() })
            }
            (_, _) => reply,
        };
        reply_to(id, reply);
    }
}

/// Whether a reply says that something is on the disk.
fn says_saved(reply: &Reply) -> bool {
    matches!(
        reply,
        Reply::Saved
            | Reply::PatientAdded(_)
            | Reply::ChecklistBegun(_)
            | Reply::PrintedKept(_)
            | Reply::PricesKept(_)
            | Reply::Staff(_)
            | Reply::FollowUpsPlanned(_)
            | Reply::Erased(_)
    )
}

/// Whether a backup that is being made has to be done first: whatever closes the vault, or writes to the file
/// and not to its log.
fn disturbs_a_backup(request: &Request) -> bool {
    matches!(
        request,
        Request::Create { .. }
            | Request::Open { .. }
            | Request::OpenTemporary { .. }
            | Request::Lock
            | Request::LockWithDraft { .. }
            | Request::Backup { .. }
            | Request::BackUpIfDue { .. }
            | Request::Rekey { .. }
            | Request::Restore { .. }
            | Request::Erase { .. }
            | Request::Rescue { .. }
            | Request::RescueInPlace { .. }
    )
}

fn begin_backup(
    slot: &mut Option<Vault>,
    request: Request,
) -> Result<Option<JoinHandle<Result<Backup, StoreError>>>, StoreError> {
    let vault = open(slot)?;
    let (folder, now) = match request {
        Request::Backup { folder, now } => (folder, now),
        Request::BackUpIfDue { now } if vault.is_backup_due(now)? => (None, now),
        _ => return Ok(None),
    };
    let job = vault.begin_backup(&folder.map_or(BackupTo::Place, BackupTo::Folder), now)?;
    let thread = std::thread::Builder::new().name("backup".to_owned()).spawn(move || {
        catch_unwind(AssertUnwindSafe(|| job.run()))
            .unwrap_or(Err(StoreError::Internal { doing: "making a backup" }))
    });
    thread.map(Some).map_err(|error| {
        let failed = StoreError::from_io("Starting the backup's thread", error);
        // It ends with that error, whatever the ending brings.
        vault.finish_backup(Err(failed)).err().unwrap_or(StoreError::Internal { doing: "making a backup" })
    })
}

fn backed_up(slot: &mut Option<Vault>, thread: JoinHandle<Result<Backup, StoreError>>) -> Reply {
    let made = thread.join().unwrap_or(Err(StoreError::Internal { doing: "making a backup" }));
    match open(slot).and_then(|vault| vault.finish_backup(made)) {
        Ok(backup) => Reply::BackedUp(Box::new(backup)),
        Err(error) => Reply::Failed(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Credential, NewPatient, NewStaff, Passphrase, WorkFactor};
    use jiff::Timestamp;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn first() -> NewStaff {
        NewStaff { name: "Ann".to_owned(), passphrase: Passphrase::new("one".to_owned()).unwrap() }
    }

    fn credential() -> Credential {
        Credential::Passphrase { staff: None, passphrase: Passphrase::new("one".to_owned()).unwrap() }
    }

    fn wait_for(worker: &mut Worker, id: RequestId) -> Vec<(RequestId, Reply)> {
        let mut all = Vec::new();
        // A minute: a busy machine is slow, and a reply that never comes is one all the same.
        for _ in 0..12_000 {
            all.extend(worker.replies());
            if all.iter().any(|(answered, _)| *answered == id) {
                return all;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("no reply to {id:?}");
    }

    fn patient(name: &str) -> NewPatient {
        NewPatient { name: name.to_owned(), birth_date: None, phone: None }
    }

    #[test]
    fn everything_sent_before_the_worker_is_dropped_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let mut worker = Worker::spawn("1".to_owned(), || {}).unwrap();
        worker.send(Request::Create {
            path: path.clone(),
            first: first(),
            work: WorkFactor::FOR_TESTS,
            now: NOW,
        });
        for number in 0..200 {
            worker.send(Request::AddPatient { patient: patient(&format!("Patient {number}")), now: NOW });
        }
        drop(worker);
        let vault = Vault::open(&path, &credential(), NOW).unwrap();
        assert_eq!(vault.recent_patients(1000).unwrap().len(), 200);
    }

    #[test]
    fn a_lock_in_the_middle_of_saving_waits_for_all_that_was_sent_and_keeps_the_draft() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let mut worker = Worker::spawn("1".to_owned(), || {}).unwrap();
        let work = WorkFactor::FOR_TESTS;
        worker.send(Request::Create { path: path.clone(), first: first(), work, now: NOW });
        for number in 0..50 {
            worker.send(Request::AddPatient { patient: patient(&format!("Patient {number}")), now: NOW });
        }
        let draft = serde_json::json!({"typed": "lisino"});
        worker.send(Request::BackUpIfDue { now: NOW });
        let locked = worker.send(Request::LockWithDraft { draft: draft.clone(), now: NOW });
        let late = worker.send(Request::AddPatient { patient: patient("Late"), now: NOW });
        let replies = wait_for(&mut worker, late);
        assert!(replies.iter().any(|(id, reply)| *id == locked && matches!(reply, Reply::Locked)));
        // What comes after the lock is refused, and so never shown as saved.
        assert!(matches!(replies.last(), Some((_, Reply::Failed(StoreError::Locked)))), "{replies:?}");
        drop(worker);
        let vault = Vault::open(&path, &credential(), NOW).unwrap();
        assert_eq!(vault.recent_patients(1000).unwrap().len(), 50);
        assert_eq!(vault.draft().unwrap(), Some(draft));
    }

    #[test]
    fn a_search_that_waits_behind_a_later_one_is_skipped_and_every_request_is_answered() {
        let woken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&woken);
        let mut worker = Worker::spawn("1".to_owned(), move || {
            counter.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        // Making a vault takes long enough for all that follows to be waiting.
        worker.send(Request::Create { path, first: first(), work: WorkFactor::STANDARD, now: NOW });
        worker.send(Request::AddPatient { patient: patient("Elena"), now: NOW });
        for typed in ["e", "el", "ele"] {
            worker.send(Request::Search { typed: typed.to_owned(), limit: 10 });
        }
        let last = worker.send(Request::Recent { limit: 10 });
        let replies = wait_for(&mut worker, last);
        let kinds: Vec<&str> = replies
            .iter()
            .map(|(_, reply)| match reply {
                Reply::Created { .. } => "created",
                Reply::PatientAdded(_) => "added",
                Reply::Superseded => "superseded",
                Reply::Patients(found) if found.patients.len() == 1 => "found",
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, ["created", "added", "superseded", "superseded", "found", "found"]);
        assert!(replies.is_sorted_by_key(|(id, _)| *id));
        drop(worker);
        assert_eq!(woken.load(Ordering::SeqCst), 6);
    }

    #[test]
    fn a_locked_worker_says_so_and_a_panic_of_the_app_does_not_stop_it() {
        let mut worker = Worker::spawn("1".to_owned(), || panic!("the app's mistake")).unwrap();
        let asked = worker.send(Request::Settings);
        let replies = wait_for(&mut worker, asked);
        assert!(matches!(replies.as_slice(), [(_, Reply::Failed(StoreError::Locked))]), "{replies:?}");
        let opened = worker.send(Request::OpenTemporary { now: NOW });
        let path = match wait_for(&mut worker, opened).as_slice() {
            [(_, Reply::Opened(session))] => session.path.clone(),
            other => panic!("{other:?}"),
        };
        assert!(path.exists());
        let locked = worker.send(Request::Lock);
        assert!(matches!(wait_for(&mut worker, locked).as_slice(), [(_, Reply::Locked)]));
        assert!(!path.exists() && !path.parent().unwrap().exists());
    }

    #[test]
    fn a_rekey_and_a_change_of_staff_leave_the_vault_open_and_the_list_fresh() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let work = WorkFactor::FOR_TESTS;
        let mut worker = Worker::spawn("1".to_owned(), || {}).unwrap();
        worker.send(Request::Create { path, first: first(), work, now: NOW });
        let new = NewStaff { name: "Ben".to_owned(), passphrase: Passphrase::new("two".to_owned()).unwrap() };
        worker.send(Request::AddStaff { new, work, now: NOW });
        worker.send(Request::Rekey { work, now: NOW });
        worker.send(Request::NewRecoveryCode { work, now: NOW });
        worker.send(Request::AddPatient { patient: patient("Elena"), now: NOW });
        let last = worker.send(Request::StaffEvents);
        let replies = wait_for(&mut worker, last);
        let kinds: Vec<String> = replies
            .iter()
            .map(|(_, reply)| match reply {
                Reply::Created { session, .. } => format!("created with {}", session.all_staff.len()),
                Reply::Staff(all) => format!("{} staff", all.len()),
                Reply::Rekeyed(rekeyed) => format!("re-keyed without {}", rekeyed.without_key.len()),
                Reply::RecoveryCode(_) => "code".to_owned(),
                Reply::PatientAdded(_) => "patient".to_owned(),
                Reply::StaffEvents(events) => format!("{} events", events.len()),
                other => format!("{other:?}"),
            })
            .collect();
        let expected = ["created with 1", "2 staff", "re-keyed without 0", "code", "patient", "4 events"];
        assert_eq!(kinds, expected);
    }
}
