//! What lies above the page in front and leads back to it: opening it, and closing it again.

use super::Counter;
use crate::app::desk::follow_ups::Step as FollowUpStep;
use crate::app::desk::vault::Step;
use crate::app::desk::visit::{Screen, Visit};
use crate::app::desk::{Action, Page};
use crate::app::follow_ups::{Draft, Shown};
use crate::app::start::due::Open;
use crate::app::{about, history, notes, patient, safety, settings, summary, vault};
use crate::store::Patient;

/// What lies above the page in front and leads back to it.
pub enum Over {
    /// The pages about the medicines.
    About(Box<about::Draft>),
    /// The pharmacy's prices.
    Prices,
    /// Whether a patient is to be erased.
    Erase(Box<patient::erase::Draft>),
    /// Staff, keys, backups.
    Vault(Box<vault::Draft>),
    /// The settings.
    Settings(Box<settings::Draft>),
    /// Notes on the question, the visit, the patient.
    Notes(Box<notes::Draft>),
    /// The history of the patient's record.
    History(Box<history::Draft>),
    /// Follow-ups, of one patient or of all.
    FollowUps(Box<Draft>),
}

impl Over {
    /// Whether anything that can be taken back is changed there.
    pub(super) fn can_change(&self) -> bool {
        match self {
            Self::Prices | Self::FollowUps(_) | Self::Settings(_) => true,
            Self::About(_) | Self::Erase(_) | Self::Vault(_) | Self::Notes(_) | Self::History(_) => false,
        }
    }
}

impl Counter {
    /// Opens the pages on the drug that is shown large, or closes them.
    pub(super) fn about_these_medicines(&mut self) {
        if matches!(self.over, Some(Over::About(_))) {
            return self.uncover();
        }
        self.finish_now();
        let visit = self.desk.visit();
        let drug = visit.and_then(|visit| safety::verdicts::shown(visit, &self.safety));
        self.over = Some(Over::About(Box::new(about::Draft::new(&self.desk, drug))));
    }

    /// Opens the prices, or closes them.
    pub(super) fn prices_of_this_pharmacy(&mut self) {
        if matches!(self.over, Some(Over::Prices)) {
            return self.uncover();
        }
        self.finish_now();
        self.prices.focus();
        self.over = Some(Over::Prices);
    }

    /// Opens the page on the vault itself, or closes it.
    pub(super) fn vault(&mut self) {
        if matches!(self.over, Some(Over::Vault(_))) {
            return self.uncover();
        }
        self.finish_now();
        self.desk.apply(Action::Vault(Step::Look));
        self.over = Some(Over::Vault(Box::default()));
    }

    /// Opens the settings, or closes them.
    pub(super) fn settings(&mut self) {
        if matches!(self.over, Some(Over::Settings(_))) {
            return self.uncover();
        }
        self.finish_now();
        self.over = Some(Over::Settings(Box::default()));
    }

    /// Shows the recovery code that is still to be written down.
    pub(super) fn show_code(&mut self) {
        if !matches!(self.over, Some(Over::Vault(_))) {
            self.vault();
        }
    }

    /// Opens the notes, or closes them and keeps what was typed.
    pub(super) fn notes(&mut self) {
        if matches!(self.over, Some(Over::Notes(_))) {
            for finished in self.finish_notes() {
                self.apply(finished);
            }
            return self.uncover();
        }
        self.finish_now();
        if let Some(draft) = notes::Draft::new(&self.desk) {
            self.over = Some(Over::Notes(Box::new(draft)));
        }
    }

    /// What was typed in the notes, or into the settings.
    pub(super) fn finish_notes(&self) -> Vec<Action> {
        match &self.over {
            Some(Over::Notes(draft)) => draft.finished(&self.desk),
            Some(Over::Settings(draft)) => draft.finished(&self.desk),
            Some(
                Over::About(_)
                | Over::Prices
                | Over::History(_)
                | Over::FollowUps(_)
                | Over::Vault(_)
                | Over::Erase(_),
            )
            | None => Vec::new(),
        }
    }

    /// Opens the history of the patient in front, or closes it.
    pub(super) fn history(&mut self, actions: &mut Vec<Action>) {
        if matches!(self.over, Some(Over::History(_))) {
            return self.uncover();
        }
        let Some(patient) = history::patient_in_front(&self.desk) else { return };
        self.finish_now();
        actions.push(Action::ReadHistory(patient));
        self.over = Some(Over::History(Box::new(history::Draft::new(&self.desk))));
    }

    /// Opens the follow-ups of the patient at hand, without one those of all, or closes them.
    pub(super) fn follow_ups_of_this_patient(&mut self) {
        if matches!(self.over, Some(Over::FollowUps(_))) {
            return self.uncover();
        }
        let patient = match &self.desk.page {
            Page::Visit(visit) => Some(visit.patient.clone()),
            Page::Patient(page) => Some(page.patient.clone()),
            Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Merge(_) => None,
        };
        match patient {
            Some(patient) => self.open_follow_ups_of(patient),
            None => self.due_list(Shown::Due),
        }
    }

    /// Opens what is due of all patients, or one of the other lists of all.
    pub(super) fn due_list(&mut self, shown: Shown) {
        self.finish_now();
        self.desk.apply(Action::FollowUps(FollowUpStep::LookForDue));
        self.over = Some(Over::FollowUps(Box::new(Draft::showing(shown))));
    }

    fn open_follow_ups_of(&mut self, patient: Patient) {
        self.finish_now();
        self.desk.apply(Action::FollowUps(FollowUpStep::LookAt(Box::new(patient))));
        self.over = Some(Over::FollowUps(Box::new(Draft::showing(Shown::Patient))));
    }

    /// Opens what was chosen on the start page.
    pub(super) fn open_from_start(&mut self) {
        match self.start.open.take() {
            Some(Open::Patient(patient)) => self.open_follow_ups_of(*patient),
            Some(Open::List(shown)) => self.due_list(shown),
            None => {}
        }
    }

    /// Whether what is in front is about the patient of this visit, and not about the pharmacy or other patients.
    pub(super) fn is_about(&self, visit: &Visit) -> bool {
        match &self.over {
            None | Some(Over::Erase(_) | Over::Notes(_) | Over::History(_)) => true,
            Some(Over::FollowUps(draft)) => {
                let of = self.desk.follow_ups.of.as_ref();
                draft.is_of_one() && of.is_some_and(|of| of.id == visit.patient.id)
            }
            Some(Over::About(_) | Over::Prices | Over::Vault(_) | Over::Settings(_)) => false,
        }
    }

    /// The summary screen: what it shows, and how seldom it is made.
    pub fn pages(&self) -> &summary::Draft {
        &self.summary
    }

    /// Leads to the pages; where they are in front already, saves or prints them.
    pub(super) fn hand_over(&mut self, way: summary::Way, actions: &mut Vec<Action>) {
        let is_in_front = self.over.is_none();
        if is_in_front && self.desk.visit().is_some_and(|visit| visit.screen == Screen::Summary) {
            self.summary.now = Some(way);
        }
        actions.push(Action::Open(Screen::Summary));
    }

    /// Keeps what is still on its way to a file or a printer with its visit, before that is left for good.
    pub(super) fn keep_what_leaves(&mut self) {
        for handed_out in self.summary.give_up() {
            self.desk.apply(handed_out);
        }
    }

    fn uncover(&mut self) {
        self.start.focus();
        self.safety.come_back();
        self.over = None;
    }

    pub(super) fn finish_now(&mut self) {
        for finished in self.finish_fields() {
            self.apply(finished);
        }
    }
}
