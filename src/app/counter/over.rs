//! What lies above the page in front and leads back to it: opening it, and closing it again.

use super::Counter;
use crate::app::desk::Action;
use crate::app::{about, history, notes, safety};

/// What lies above the page in front and leads back to it.
pub enum Over {
    /// The pages about the medicines.
    About(Box<about::Draft>),
    /// The pharmacy's prices.
    Prices,
    /// Notes on the question, the visit, the patient.
    Notes(Box<notes::Draft>),
    /// The history of the patient's record.
    History(Box<history::Draft>),
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

    /// What was typed in the notes.
    pub(super) fn finish_notes(&self) -> Vec<Action> {
        match &self.over {
            Some(Over::Notes(draft)) => draft.finished(&self.desk),
            Some(Over::About(_) | Over::Prices | Over::History(_)) | None => Vec::new(),
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
