//! The verdict on the drug at hand, across every screen of a visit: the same words at the same place.
//!
//! Which drug that is, the screen says; what a click on it does, too.

use eframe::egui::{Frame, Margin, Panel, Response, Ui};

use super::desk::visit::{Here, Screen, Visit};
use super::desk::{Action, Desk};
use super::safety::model;
use super::theme;
use super::widgets::{fitted, no_verdict_banner, verdict_banner};
use crate::content::ids::DrugIx;

/// The verdict on the prescribed drug; a click leads to its findings, or to the prescription.
pub fn with_way(ui: &mut Ui, desk: &Desk, visit: &Visit) -> Option<Action> {
    let drug = visit.prescription.drug;
    let way = match drug {
        Some(_) => Action::Open(Screen::Safety),
        None => Action::Go(Here::Prescription),
    };
    self::ui(ui, desk, visit, drug).clicked().then_some(way)
}

/// Draws it at the top of the room at hand, over its whole width.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, drug: Option<DrugIx>) -> Response {
    let ground = theme::of(ui.ctx()).palette.ground;
    let margin = match theme::is_low(ui.ctx()) {
        true => Margin { left: 12, right: 12, top: 4, bottom: 2 },
        false => Margin { left: 16, right: 16, top: 14, bottom: 8 },
    };
    let panel = Panel::top("verdict").resizable(false).show_separator_line(false);
    let frame = Frame::new().fill(ground).inner_margin(margin);
    fitted(ui, panel.frame(frame), |ui| match drug.and_then(|drug| visit.assessment.of(drug)) {
        Some(assessed) => {
            let shown = model::banner(&desk.content, visit, assessed);
            let open = shown.open.as_deref();
            verdict_banner(ui, shown.level, shown.words, &shown.drug, &shown.detail, open)
        }
        None => {
            let way = "Choose the prescribed drug (F2) to see its verdict large.";
            no_verdict_banner(ui, "No drug chosen", way)
        }
    })
}
