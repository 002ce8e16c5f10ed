//! What a screen can ask of the desk: one closed list.

use std::path::PathBuf;

use serde_json::Value;

use super::edits::SettingChange;
use super::visit::{Direction, Here, Said, Screen};
use super::{Page, follow_ups, vault};
use crate::app::command::Command;
use crate::checklist::answer::Answer;
use crate::content::ids::QuestionIx;
use crate::content::price::PriceRecord;
use crate::store::{
    self, ChecklistId, Credential, NewPatient, NewStaff, PatientField, PatientId, PriceBatchId,
};

/// What a screen asks for.
pub enum Action {
    /// Show the way in.
    Show(Page),
    /// Make a vault.
    CreateVault(PathBuf, NewStaff),
    /// The recovery code was written down.
    CodeWritten,
    /// Open the vault.
    Unlock(Credential),
    /// Put the last backup in the place of a damaged vault.
    RestoreLast(Credential),
    /// Put what can still be read of a damaged vault in its place.
    Rescue(Credential),
    /// Open sample patients in a vault that is gone afterwards.
    OpenSamples,
    /// Close the vault.
    Lock,
    /// Look for patients.
    Search(String),
    /// Add a patient and begin a visit, unless one of that name is here: then ask first.
    AddPatient(NewPatient),
    /// Add a patient, whoever else has the name.
    AddNamesake(NewPatient),
    /// Say something of a patient besides the visits.
    SayOfPatient(PatientId, PatientField, Value),
    /// Ask the vault for all that was said of the patient.
    ReadHistory(PatientId),
    /// Look for another record of the same patient.
    LookForDouble(Box<store::Patient>),
    /// Make the second patient part of the first.
    Merge(PatientId, PatientId),
    /// Part a patient that was made part of another, and show that one.
    Part(PatientId, PatientId),
    /// Correct a patient: name, birth date and phone, and what is known besides the visits.
    CorrectPatient(PatientId, NewPatient, Vec<(PatientField, Value)>),
    /// Show the form of a patient out of a visit, to which it leads back.
    CorrectFrom(ChecklistId, PatientId),
    /// Take the last correction of a patient back.
    UndoCorrection,
    /// Make it again.
    RedoCorrection,
    /// Open a patient: today's visit, or the page with the visits.
    OpenPatient(store::Patient),
    /// Open a visit.
    OpenVisit(ChecklistId),
    /// Begin a visit today; from the answers of an earlier one, if one is named.
    NewVisit(PatientId, Option<ChecklistId>),
    /// Say something in the open visit.
    Say(Said),
    /// Answer a question and go to the next one.
    AnswerAndMove(QuestionIx, Answer, Option<String>),
    /// Answer several questions by one key, and go to the next one that is open.
    AnswerAll(Vec<(QuestionIx, Answer)>),
    /// Go to the next open question.
    Next,
    /// Go to the neighbor of where one is.
    Step(Direction),
    /// Go somewhere on the safety screen.
    Go(Here),
    /// Show one of the four screens.
    Open(Screen),
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Leave the visit, the form or the patient.
    Leave,
    /// Send again what the vault refused.
    RetrySaving,
    /// Do what a command says.
    Run(Command),
    /// Look for patients in the palette.
    LookUp(String),
    /// Change a setting, so that it can be taken back.
    ChangeSetting(SettingChange),
    /// Take the last change of a setting back.
    UndoSetting,
    /// Make it again.
    RedoSetting,
    /// Keep what a screen remembers of itself.
    Set(&'static str, Value),
    /// Keep the pages of a visit as they were handed out.
    KeepPrinted(ChecklistId, Value),
    /// Keep prices as one batch; and where they come from, in words.
    KeepPrices(Vec<PriceRecord>, String),
    /// Take back a batch of prices.
    UndoPrices(PriceBatchId),
    /// Do something with follow-ups.
    FollowUps(follow_ups::Step),
    /// Ask whether a patient is to be erased.
    AskToErase(store::Patient),
    /// Do something about the vault itself.
    Vault(vault::Step),
    /// Close the message.
    CloseMessage,
}
