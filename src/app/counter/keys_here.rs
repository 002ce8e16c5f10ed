//! The keys that matter most where one is: the line at the bottom.

use super::Counter;
use super::over::Over;
use crate::app::desk::visit::{Here, Screen};
use crate::app::desk::{Door, Page};

impl Counter {
    pub(super) fn keys_here(&self) -> &'static str {
        match &self.over {
            Some(Over::About(_)) => {
                return "Type to search · ↑↓ choose · PgUp PgDn read on · Esc back · F1 all keys";
            }
            Some(Over::Prices) => return self.prices.keys_here(),
            Some(Over::FollowUps(draft)) => return draft.keys_here(),
            Some(Over::Erase(_)) => return "Enter erase · Esc back",
            Some(Over::Vault(draft)) => return draft.keys_here(),
            Some(Over::Notes(_)) => return "Tab next note · Ctrl+Enter keep and close · Esc keep and close",
            Some(Over::History(_)) => return "↑↓ choose · Enter look at pages · A whole record · Esc back",
            None => {}
        }
        match &self.desk.page {
            Page::Door(Door::Welcome) => "Enter create · T try it · F1 all keys",
            Page::Door(_) => "Enter go on · Esc back · F1 all keys",
            Page::Start => "↑↓ choose · Enter open · Ctrl+N new · Ctrl+D due · F1 all keys",
            Page::PatientForm(_) => "Tab next field · Enter save · Esc back · F1 all keys",
            Page::Patient(_) => {
                "↑↓ choose · Enter open · V new visit · E correct · M same person twice · Esc back · F1 all keys"
            }
            Page::Merge(_) => "Enter make them one · S swap · Esc back · F1 all keys",
            Page::Visit(visit) => match (visit.screen, visit.here) {
                (Screen::Safety, Here::Prescription) => {
                    "Letter drug · digit strength · Enter next · Esc leave · F1 all keys"
                }
                (Screen::Safety, Here::Question(_)) => {
                    "Y yes · N no or none · U not sure · 0 none of all shown · Alt+key what to ask · F1 all keys"
                }
                (Screen::Safety, Here::Since) => {
                    "Letter mark what changed · = the rest is still so · F1 all keys"
                }
                (Screen::Safety, Here::Boundary) => "Enter more · F4 cost · F5 pages · F1 all keys",
                (Screen::Coverage, _) => {
                    "Enter next field · ? not sure · A most useful answer · 1–9 option · T table · F1 all keys"
                }
                (Screen::Authorization, _) => {
                    "Enter next field · ? not sure · Esc back · F5 pages · F1 all keys"
                }
                (Screen::Summary, _) => {
                    "PgUp PgDn page · + − 0 zoom · Ctrl+P save · Ctrl+Shift+P print · F1 all keys"
                }
            },
        }
    }
}
