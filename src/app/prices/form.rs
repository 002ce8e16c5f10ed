//! Typing one price: the same parts as a row of a list, by the same rules.

use eframe::egui::{Align, Key, Layout, ScrollArea, Ui, vec2};
use jiff::civil::Date;

use super::pick::Pick;
use crate::app::desk::prices::KeptPrice;
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, FieldState, Tone, button, card, page_title, section_title, text_field, words,
};
use crate::app::{dates, keys};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::dose::StrengthAt;
use crate::content::drug::Drug;
use crate::content::price::{Amount, PriceKind, PriceRecord};
use crate::exchange::prices::{Product, Refused, Typed, read_typed};

/// What is being typed about a price.
pub struct Draft {
    drug: String,
    strength: String,
    package: String,
    ndc: String,
    price: String,
    quantity: String,
    unit: String,
    days: String,
    kind: String,
    as_of: String,
    payer: String,
    source: String,
    wrong: Option<Refused>,
    focused: bool,
}

/// What a batch of typed prices is called.
pub const TYPED: &str = "typed";

const DRUG: &str = "drug";
const STRENGTH: &str = "strength";

impl Draft {
    /// An empty form, as of today.
    pub fn new(today: Date) -> Self {
        Self {
            drug: String::new(),
            strength: String::new(),
            package: String::new(),
            ndc: String::new(),
            price: String::new(),
            quantity: String::new(),
            unit: String::new(),
            days: String::new(),
            kind: String::new(),
            as_of: today.to_string(),
            payer: String::new(),
            source: String::new(),
            wrong: None,
            focused: false,
        }
    }

    /// For a newer price of what a kept price is of.
    pub fn newer(content: &Content, kept: &KeptPrice, today: Date) -> Self {
        let price = &kept.price;
        let drug = kept.product.map(|(drug, _)| content.drug(drug));
        let strength = kept.product.and_then(|(_, at)| drug?.dose.strengths.get(at?));
        let quantity = match price.amount {
            Amount::Total { quantity_thousandths, .. } => {
                Decimal::from_thousandths(quantity_thousandths).to_string()
            }
            Amount::PerUnit(_) => "1".to_owned(),
            Amount::Package(_) => String::new(),
        };
        Self {
            drug: drug.map(Drug::name_with_brand).unwrap_or_default(),
            strength: strength.map(|strength| strength.name.clone()).unwrap_or_default(),
            package: price.package.clone(),
            ndc: price.ndc.clone().unwrap_or_default(),
            quantity,
            unit: price.unit.clone(),
            days: price.days_supply.map(|days| days.to_string()).unwrap_or_default(),
            kind: price.kind.words().to_owned(),
            payer: price.payer.clone(),
            ..Self::new(today)
        }
    }

    /// Puts the cursor into the first field again.
    pub fn focus(&mut self) {
        self.focused = false;
    }

    fn drug<'a>(&self, content: &'a Content) -> Option<&'a Drug> {
        let (drugs, names) = drugs(content);
        drugs.get(drug_pick(&names, None).chosen(&self.drug)?).copied()
    }

    fn product(&self, content: &Content) -> Result<Option<Product>, Refused> {
        let refused = |column, reason: &str| Refused { column, reason: reason.to_owned() };
        let Some(drug) = self.drug(content) else {
            return match self.drug.trim().is_empty() && !self.ndc.trim().is_empty() {
                true => Ok(None),
                false => Err(refused(DRUG, "Choose one, or give the code below.")),
            };
        };
        let (places, names) = strengths(drug);
        let chosen = strength_pick(&names, None).chosen(&self.strength);
        let strength = chosen.and_then(|at| places.get(at)).copied();
        let strength = strength.ok_or_else(|| refused(STRENGTH, "Choose one."))?;
        Ok(Some(Product { drug: drug.ix, strength }))
    }

    /// The price as it would be kept.
    fn read(&self, content: &Content, today: Date) -> Result<PriceRecord, Refused> {
        let product = self.product(content)?;
        let kinds = kinds();
        let kind = kind_pick(&kinds, None).chosen(&self.kind).and_then(|at| PriceKind::ALL.get(at));
        let as_of = dates::read(&self.as_of).map_or(self.as_of.clone(), |day| day.to_string());
        let typed = Typed {
            ndc: self.ndc.trim(),
            package: self.package.trim(),
            price: self.price.trim(),
            kind: kind.map_or("", |kind| kind.id()),
            quantity: self.quantity.trim(),
            unit: self.unit.trim(),
            days_supply: self.days.trim(),
            as_of: as_of.trim(),
            payer: self.payer.trim(),
            source: self.source.trim(),
        };
        if typed.ndc.is_empty() && typed.package.is_empty() {
            return Err(Refused { column: "package", reason: "Type it, as “60 g tube”.".to_owned() });
        }
        read_typed(product, &typed, today).map(|row| row.record(content))
    }
}

/// What is bought in a strength, and the names.
fn drugs(content: &Content) -> (Vec<&Drug>, Vec<String>) {
    let bought = content.drugs().iter().filter(|drug| drug.dose.for_eczema().next().is_some());
    bought.map(|drug| (drug, drug.name_with_brand())).unzip()
}

/// What can be chosen for eczema: the places in the dose table, and the names.
fn strengths(drug: &Drug) -> (Vec<StrengthAt>, Vec<String>) {
    let all = drug.dose.strengths.iter().enumerate();
    all.filter(|(_, strength)| strength.not_for_eczema.is_none())
        .map(|(at, strength)| (at, strength.name.clone()))
        .unzip()
}

fn kinds() -> Vec<String> {
    PriceKind::ALL.iter().map(|kind| kind.words().to_owned()).collect()
}

fn drug_pick<'a>(options: &'a [String], wrong: Option<&'a str>) -> Pick<'a> {
    Pick { label: "Treatment", hint: "name or brand", options, empty: None, wrong }
}

fn strength_pick<'a>(options: &'a [String], wrong: Option<&'a str>) -> Pick<'a> {
    Pick { label: "Strength", hint: "as in the dose table", options, empty: None, wrong }
}

fn kind_pick<'a>(options: &'a [String], wrong: Option<&'a str>) -> Pick<'a> {
    // Unknown is not no: a price of which nobody says where it is from is trusted least.
    let empty = PriceKind::ALL.iter().position(|kind| *kind == PriceKind::Entered);
    Pick { label: "Where the amount comes from", hint: "not said", options, empty, wrong }
}

/// Draws the form; answers whether it was left.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    let mut back = keys::take_from_all(ui.ctx(), Key::Escape);
    let mut go = keys::take(ui.ctx(), Key::Enter);
    page_title(ui, "Add a price");
    // In a place of its own: what comes and goes above a field must not take the focus out of it.
    ui.vertical(|ui| {
        if let Some(wrong) = &draft.wrong {
            // At the top too: the field itself may be out of sight.
            words(ui, Type::Note, Tone::Alarm, &format!("Not kept: {wrong}"));
        }
    });
    ui.add_space(size::TIGHT);
    ScrollArea::vertical().id_salt("price-form").auto_shrink([false, false]).show(ui, |ui| {
        card(ui, |ui| fields(ui, desk, draft));
        ui.add_space(size::GAP);
        ui.horizontal_wrapped(|ui| {
            go |= button(ui, ButtonKind::Primary, "Keep this price", Some("Enter")).clicked();
            back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
        });
        ui.add_space(size::SECTION);
    });
    // While the vault is at work, a second Enter must not keep it twice.
    if go && !back && !desk.busy {
        match draft.read(&desk.content, (desk.clock.today)()) {
            Ok(price) => {
                draft.wrong = None;
                actions.push(Action::KeepPrices(vec![price], TYPED.to_owned()));
            }
            Err(wrong) => draft.wrong = Some(wrong),
        }
    }
    back
}

fn fields(ui: &mut Ui, desk: &Desk, draft: &mut Draft) {
    let wrong = draft.wrong.clone();
    let why =
        |column: &str| wrong.as_ref().filter(|wrong| wrong.column == column).map(|one| one.reason.as_str());
    let (_, options) = drugs(&desk.content);
    let first = drug_pick(&options, why(DRUG)).ui(ui, &mut draft.drug);
    if !draft.focused {
        first.request_focus();
        draft.focused = true;
    }
    ui.vertical(|ui| {
        if let Some(drug) = draft.drug(&desk.content) {
            let (_, names) = strengths(drug);
            strength_pick(&names, why(STRENGTH)).ui(ui, &mut draft.strength);
        }
    });
    let kind = kinds();
    let per_unit = kind_pick(&kind, None).chosen(&draft.kind).and_then(|at| PriceKind::ALL.get(at))
        == Some(&PriceKind::Nadac);
    let price = if per_unit { "Dollars for one unit" } else { "Dollars for all of it" };
    let mut changed = pairs(
        ui,
        &mut [
            ("Package", "60 g tube", why("package"), &mut draft.package),
            ("NDC (optional)", "with dashes", why("ndc"), &mut draft.ndc),
            (price, "64.90", why("price"), &mut draft.price),
            ("Quantity", "60", why("quantity"), &mut draft.quantity),
            ("Unit", "EA, ML or GM", None, &mut draft.unit),
            ("Days that it lasts (optional)", "30", why("days_supply"), &mut draft.days),
        ],
    );
    kind_pick(&kind, why("price_kind")).ui(ui, &mut draft.kind);
    changed |= pairs(
        ui,
        &mut [
            ("As of", "2026-11-24", why("as_of"), &mut draft.as_of),
            ("Payer (optional)", "whose price it is", None, &mut draft.payer),
            ("Source (optional)", "who said so", None, &mut draft.source),
        ],
    );
    if changed {
        draft.wrong = None;
    }
}

type Part<'a> = (&'a str, &'a str, Option<&'a str>, &'a mut String);

/// Small fields, two beside each other where there is room; answers whether one was typed into.
fn pairs(ui: &mut Ui, parts: &mut [Part<'_>]) -> bool {
    let mut changed = false;
    let room = ui.available_width();
    let columns = if room > 560.0 { 2 } else { 1 };
    let width = (room - size::PAD * (columns as f32 - 1.0)) / columns as f32;
    for row in parts.chunks_mut(columns) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::PAD;
            for (label, hint, wrong, buffer) in row {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    section_title(ui, label);
                    let state = wrong.map_or(FieldState::Plain, FieldState::Wrong);
                    let field = Field { state, ..Field::plain(label, hint, width) };
                    changed |= text_field(ui, &field, buffer).changed();
                });
            }
        });
        ui.add_space(size::TIGHT);
    }
    changed
}
