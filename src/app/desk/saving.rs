//! What is saved, and what is not yet: the honest indicator at the bottom of the window.

use jiff::civil::Time;

use crate::store::{Change, ChecklistId, StoreError};

/// How far saving is.
#[derive(Default)]
pub struct Saving {
    /// Changes that were sent and not yet confirmed.
    waiting: usize,
    /// When the last confirmation came.
    saved_at: Option<Time>,
    /// Changes that the vault refused, in order, and why.
    refused: Vec<(ChecklistId, Vec<Change>)>,
    why: Option<String>,
}

/// What the indicator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indicator {
    /// Nothing was said yet.
    Nothing,
    /// Something is on its way to the disk.
    Saving,
    /// Everything is on the disk since this time.
    Saved(Time),
    /// Something could not be written; it is kept here and can be tried again.
    Failed(String),
}

impl Saving {
    /// A change was sent.
    pub fn sent(&mut self) {
        self.waiting += 1;
    }

    /// A change is on the disk.
    pub fn confirmed(&mut self, at: Time) {
        self.waiting = self.waiting.saturating_sub(1);
        self.saved_at = Some(at);
    }

    /// A change was refused; it is kept.
    pub fn refused(&mut self, checklist: ChecklistId, changes: Vec<Change>, error: &StoreError) {
        self.waiting = self.waiting.saturating_sub(1);
        self.refused.push((checklist, changes));
        self.why = Some(error.to_string());
    }

    /// What was refused, to be sent again in order.
    pub fn take_refused(&mut self) -> Vec<(ChecklistId, Vec<Change>)> {
        self.why = None;
        std::mem::take(&mut self.refused)
    }

    /// Whether something is not on the disk yet.
    pub fn has_unsaved(&self) -> bool {
        self.waiting > 0 || !self.refused.is_empty()
    }

    /// Whether the vault refused something that would be lost with the window.
    pub fn has_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// What the indicator says.
    pub fn indicator(&self) -> Indicator {
        match (&self.why, self.waiting, self.saved_at) {
            (Some(why), ..) => Indicator::Failed(why.clone()),
            (None, 0, Some(at)) => Indicator::Saved(at),
            (None, 0, None) => Indicator::Nothing,
            (None, ..) => Indicator::Saving,
        }
    }
}
