//! Which parts are printed, on which paper? The switches of the screen, what each does, and why a part says little.

use eframe::egui::Ui;
use serde_json::Value;

use crate::app::coverage::live::Live;
use crate::app::desk::Desk;
use crate::app::desk::visit::Visit;
use crate::app::widgets::{Choice, ChoiceRow, ChoiceState, Cursor, choice_row, explain_aloud, section_title};
use crate::store::PatientField;
use crate::summary::compose::{Form, Language, PartKind};
use crate::summary::{PageSetup, Paper, PrintSize};

/// What was chosen. Where nothing is chosen, a part is there once there is something to tell.
pub struct Choices {
    patient: bool,
    cost: Option<bool>,
    dermatologist: bool,
    authorization: Option<bool>,
    short: bool,
    /// Where nothing is chosen, the language that is known of the patient, or else that of the settings.
    spanish: Option<bool>,
    paper: Option<Paper>,
    print_size: Option<PrintSize>,
    usual: Usual,
}

/// The key of the setting: the paper to begin with, `letter` or `a4`.
pub const PAPER: &str = "pages.paper";
/// The key of the setting: the print to begin with, `normal` or `large`.
pub const PRINT_SIZE: &str = "pages.print";
/// The key of the setting: the language of patients of whom none is known, `en` or `es`.
pub const LANGUAGE: &str = "pages.language";

/// What holds where nothing is chosen.
#[derive(Clone, Copy)]
struct Usual {
    paper: Paper,
    print_size: PrintSize,
    language: Language,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            patient: true,
            cost: None,
            dermatologist: true,
            authorization: None,
            short: false,
            spanish: None,
            paper: None,
            print_size: None,
            usual: Usual { paper: Paper::Letter, print_size: PrintSize::Normal, language: Language::English },
        }
    }
}

/// One switch of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// The patient's page.
    Patient,
    /// The cost of a year.
    Cost,
    /// The dermatologist's page.
    Dermatologist,
    /// Support for a prior authorization.
    Authorization,
    /// The patient's part on one page.
    ShortForm,
    /// The patient's pages in Spanish.
    Spanish,
    /// A4 instead of Letter.
    A4,
    /// Large print.
    LargePrint,
}

impl Switch {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::Patient,
        Self::Cost,
        Self::Dermatologist,
        Self::Authorization,
        Self::ShortForm,
        Self::Spanish,
        Self::A4,
        Self::LargePrint,
    ];

    /// Its letter.
    pub fn key(self) -> char {
        match self {
            Self::Patient => 'p',
            Self::Cost => 'c',
            Self::Dermatologist => 'd',
            Self::Authorization => 'o',
            Self::ShortForm => 's',
            Self::Spanish => 'e',
            Self::A4 => 'a',
            Self::LargePrint => 'l',
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Patient => "Patient's page",
            Self::Cost => "Cost page",
            Self::Dermatologist => "Dermatologist's page",
            Self::Authorization => "Prior authorization",
            Self::ShortForm => "Short form",
            Self::Spanish => "Patient's pages in Spanish",
            Self::A4 => "A4 instead of Letter",
            Self::LargePrint => "Large print",
        }
    }

    /// What it does: shown while pointer or keyboard are on the switch, and told to screen readers.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Patient => {
                "For the patient, in plain words: what to know of each treatment, what to ask, when to call."
            }
            Self::Cost => {
                "For the patient: what a year may cost by treatment and by month, and whom to ask for help."
            }
            Self::Dermatologist => {
                "For the prescriber: what is asked, every verdict with its sources, medicines, answers, what is missing."
            }
            Self::Authorization => {
                "For the prescriber: severity, what was tried, tests, and what a plan may still want."
            }
            Self::ShortForm => {
                "The patient's part on one page, which counts what it has no room for; in large print it may take two."
            }
            Self::Spanish => {
                "The patient's page and the cost page in Spanish; pages for the prescriber stay in English. The pages \
                 say whether a qualified translator has reviewed them."
            }
            Self::A4 => "Paper of 210 by 297 millimeters instead of 8.5 by 11 inches.",
            Self::LargePrint => "Words of 16 points instead of 11, on more pages.",
        }
    }
}

impl Choices {
    /// Begins with what the settings say.
    pub fn follow(&mut self, desk: &Desk) {
        let a4 = desk.setting(PAPER) == "a4";
        let large = desk.setting(PRINT_SIZE) == "large";
        let spanish = desk.setting(LANGUAGE) == "es";
        self.usual = Usual {
            paper: if a4 { Paper::A4 } else { Paper::Letter },
            print_size: if large { PrintSize::Large } else { PrintSize::Normal },
            language: if spanish { Language::Spanish } else { Language::English },
        };
    }

    /// The parts that are printed.
    pub fn parts(&self, visit: &Visit, live: &Live) -> Vec<PartKind> {
        let of = [
            (Switch::Patient, PartKind::Patient),
            (Switch::Cost, PartKind::Cost),
            (Switch::Dermatologist, PartKind::Dermatologist),
            (Switch::Authorization, PartKind::Authorization),
        ];
        of.into_iter().filter_map(|(switch, kind)| self.is_on(switch, visit, live).then_some(kind)).collect()
    }

    /// How much the patient's part says.
    pub fn form(&self) -> Form {
        if self.short { Form::Short(self.setup()) } else { Form::Full }
    }

    /// The language of what the patient takes home.
    pub fn language(&self, visit: &Visit) -> Language {
        let known = visit.known.contains_key(&PatientField::Language);
        match self.spanish {
            Some(true) => Language::Spanish,
            Some(false) => Language::English,
            None if reads_spanish(visit) => Language::Spanish,
            None if known => Language::English,
            None => self.usual.language,
        }
    }

    /// The paper and the print.
    pub fn setup(&self) -> PageSetup {
        let (paper, print_size) = (self.paper, self.print_size);
        PageSetup {
            paper: paper.unwrap_or(self.usual.paper),
            print_size: print_size.unwrap_or(self.usual.print_size),
        }
    }

    fn is_on(&self, switch: Switch, visit: &Visit, live: &Live) -> bool {
        match switch {
            Switch::Patient => self.patient,
            Switch::Cost => self.cost.unwrap_or(has_costs(live)),
            Switch::Dermatologist => self.dermatologist,
            Switch::Authorization => self.authorization.unwrap_or(!visit.authorization.is_empty()),
            Switch::ShortForm => self.short,
            Switch::Spanish => self.language(visit) == Language::Spanish,
            Switch::A4 => self.setup().paper == Paper::A4,
            Switch::LargePrint => self.setup().print_size == PrintSize::Large,
        }
    }

    /// Turns a switch over.
    pub fn turn(&mut self, switch: Switch, visit: &Visit, live: &Live) {
        let on = !self.is_on(switch, visit, live);
        match switch {
            Switch::Patient => self.patient = on,
            Switch::Cost => self.cost = Some(on),
            Switch::Dermatologist => self.dermatologist = on,
            Switch::Authorization => self.authorization = Some(on),
            Switch::ShortForm => self.short = on,
            Switch::Spanish => self.spanish = Some(on),
            Switch::A4 => self.paper = Some(if on { Paper::A4 } else { Paper::Letter }),
            Switch::LargePrint => {
                self.print_size = Some(if on { PrintSize::Large } else { PrintSize::Normal });
            }
        }
    }

    /// Draws the switches.
    pub fn ui(&mut self, ui: &mut Ui, visit: &Visit, live: &Live) {
        section_title(ui, "Pages");
        ui.spacing_mut().item_spacing.y = 5.0;
        for switch in Switch::ALL {
            let on = self.is_on(switch, visit, live);
            if row(ui, switch, on, detail(switch, visit, live)).clicked() {
                self.turn(switch, visit, live);
            }
        }
    }
}

fn row(ui: &mut Ui, switch: Switch, on: bool, detail: Option<&str>) -> eframe::egui::Response {
    let key = switch.key().to_uppercase().to_string();
    let state = if on { ChoiceState::Yes } else { ChoiceState::No };
    let cursor = Cursor::Elsewhere;
    let row = ChoiceRow { key: &key, label: switch.label(), detail, state, cursor, multi: Choice::CheckBox };
    let response = choice_row(ui, row);
    let spoken: Vec<&str> =
        [(!on).then_some("no"), detail, Some(switch.hint())].into_iter().flatten().collect();
    explain_aloud(response, switch.hint(), &spoken.join(". "))
}

/// Why a part would say little, if it would; and what is known of the patient that a switch follows.
fn detail(switch: Switch, visit: &Visit, live: &Live) -> Option<&'static str> {
    match switch {
        Switch::Cost if live.is_counting() => None,
        Switch::Cost if live.error().is_some() => {
            Some("what is entered for the cost can't be counted yet (F4)")
        }
        Switch::Cost if !has_costs(live) => Some("too little entered to tell a cost (F4)"),
        Switch::Authorization if visit.authorization.is_empty() => {
            Some("nothing entered for a prior authorization (F8)")
        }
        Switch::Spanish if reads_spanish(visit) => Some("the patient reads Spanish"),
        Switch::Patient
        | Switch::Cost
        | Switch::Dermatologist
        | Switch::Authorization
        | Switch::ShortForm
        | Switch::Spanish
        | Switch::A4
        | Switch::LargePrint => None,
    }
}

/// Whether the language that is known of the patient is Spanish, of whatever region.
fn reads_spanish(visit: &Visit) -> bool {
    let tag = visit.known.get(&PatientField::Language).and_then(Value::as_str);
    tag.and_then(Language::from_tag) == Some(Language::Spanish)
}

/// Whether anything can be told of what a year costs.
fn has_costs(live: &Live) -> bool {
    live.last().is_some_and(|counted| counted.comparison.options.iter().any(|cost| cost.total.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_has_a_letter_of_its_own_and_says_what_it_does() {
        for (at, switch) in Switch::ALL.into_iter().enumerate() {
            assert!(!switch.hint().is_empty() && switch.hint() != switch.label());
            for other in Switch::ALL.into_iter().skip(at + 1) {
                assert_ne!(switch.key(), other.key());
            }
        }
    }
}
