//! What lies above the page in front and leads back to it: opening it, and closing it again.

use super::Counter;
use crate::app::{about, safety};

/// What lies above the page in front and leads back to it.
pub enum Over {
    /// The pages about the medicines.
    About(Box<about::Draft>),
    /// The pharmacy's prices.
    Prices,
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
