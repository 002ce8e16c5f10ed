//! Does a mistake of the program cost an answer, or what was half-typed?

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::json;

use super::*;
use crate::app::desk::{Action, Clock, Door, Page};
use crate::content::Content;
use crate::store::{Credential, NewStaff, Passphrase, Vault, WorkFactor};

const CLOCK: Clock = Clock {
    now: || Timestamp::UNIX_EPOCH,
    today: || Date::constant(2026, 11, 24),
    time: || Time::constant(12, 0, 0, 0),
    time_of: |_| Time::constant(12, 0, 0, 0),
    day_of: |_| Date::constant(2026, 11, 24),
};

fn passphrase() -> Passphrase {
    Passphrase::new("correct horse".to_owned()).unwrap()
}

/// A shell with a new and open vault, in a folder.
fn open() -> (Shell, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v");
    let content = Arc::new(Content::embedded().unwrap());
    let desk = Desk::new(content, CLOCK, path.clone(), WorkFactor::FOR_TESTS, || {}).unwrap();
    let mut shell = Shell::new(desk);
    let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
    does(&mut shell, Action::CreateVault(path, first));
    does(&mut shell, Action::CodeWritten);
    assert!(matches!(shell.desk().page, Page::Start));
    (shell, folder)
}

fn does(shell: &mut Shell, action: Action) {
    shell.counter.desk.apply(action);
    wait(shell);
}

fn wait(shell: &mut Shell) {
    let begun = Instant::now();
    while shell.desk().busy {
        assert!(begun.elapsed() < Duration::from_secs(60), "the vault does not answer");
        shell.receive(&Context::default());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn unlock(shell: &mut Shell) {
    does(shell, Action::Unlock(Credential::Passphrase { staff: None, passphrase: passphrase() }));
}

/// Half-types a new patient, and then the program makes a mistake.
fn breaks(shell: &mut Shell) {
    let drawn = shell.guard(|counter| {
        counter.desk.apply(Action::Show(Page::PatientForm(None)));
        panic!("the program's mistake");
    });
    assert!(!drawn);
}

#[test]
fn a_mistake_of_the_program_locks_the_vault_and_says_so() {
    let (mut shell, _folder) = open();
    breaks(&mut shell);
    wait(&mut shell);
    assert!(matches!(shell.desk().page, Page::Door(Door::Unlock)));
    assert!(shell.desk().session.is_none());
    let message = shell.desk().message.clone().unwrap();
    assert!(message.what.contains("locked the vault") && message.cure.contains("half-typed comes back"));
}

#[test]
fn what_was_half_typed_is_kept_once_and_then_left_aside() {
    let (mut shell, folder) = open();
    breaks(&mut shell);
    wait(&mut shell);
    unlock(&mut shell);
    let draft = |shell: &Shell| shell.desk().draft.as_ref().map(|draft| draft["page"].clone());
    settle(&mut shell, |shell| draft(shell).is_some());
    assert_eq!(draft(&shell), Some(json!("form")));
    // The screens take it; then the same breaks again.
    shell.counter.desk.draft = None;
    shell.broken_in_a_row = 0;
    breaks(&mut shell);
    wait(&mut shell);
    assert!(shell.desk().message.clone().unwrap().cure.contains("left aside this time"));
    unlock(&mut shell);
    settle(&mut shell, |shell| shell.broken == 1);
    assert_eq!(draft(&shell), None);
    drop(shell);
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase() };
    let vault = Vault::open(&folder.path().join("v"), &credential, Timestamp::UNIX_EPOCH).unwrap();
    assert!(vault.draft().unwrap().is_some(), "it is still in the vault");
}

fn settle(shell: &mut Shell, done: impl Fn(&Shell) -> bool) {
    let begun = Instant::now();
    while !done(shell) {
        assert!(begun.elapsed() < Duration::from_secs(60), "waited in vain");
        shell.receive(&Context::default());
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A frame of the window; whether the window is asked to close.
fn closes(shell: &mut Shell, ctx: &Context) -> bool {
    ctx.begin_pass(eframe::egui::RawInput::default());
    shell.receive(ctx);
    let mut output = ctx.end_pass();
    // Nothing draws here, and egui wants to hear that its letters are not forgotten.
    output.textures_delta.clear();
    let mut commands = output.viewport_output.into_values().flat_map(|viewport| viewport.commands);
    commands.any(|command| command == ViewportCommand::Close)
}

#[test]
fn what_is_half_typed_is_kept_where_the_system_asks_the_program_to_end() {
    let (shell, folder) = open();
    let ending = Ending::default();
    let mut shell = shell.until(ending.clone());
    shell.counter.desk.apply(Action::Show(Page::PatientForm(None)));
    let ctx = Context::default();
    assert!(!closes(&mut shell, &ctx));
    ending.ask();
    assert!(closes(&mut shell, &ctx));
    // Once: a second time would keep that nothing is half-typed.
    assert!(!closes(&mut shell, &ctx));
    drop(shell);
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase() };
    let vault = Vault::open(&folder.path().join("v"), &credential, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(vault.draft().unwrap().unwrap()["page"], "form");
}

#[test]
fn a_mistake_in_each_frame_ends_the_program_and_loses_no_answer() {
    let (mut shell, folder) = open();
    does(
        &mut shell,
        Action::AddNamesake(crate::store::NewPatient {
            name: "Elena".to_owned(),
            birth_date: None,
            phone: None,
        }),
    );
    breaks(&mut shell);
    let again = catch_unwind(AssertUnwindSafe(|| breaks(&mut shell)));
    assert!(again.is_err());
    drop(shell);
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase() };
    let vault = Vault::open(&folder.path().join("v"), &credential, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(vault.recent_patients(10).unwrap().len(), 1);
}
