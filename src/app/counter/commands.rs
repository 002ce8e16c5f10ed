//! What each command does, from wherever one is; and where that is.

use eframe::egui;

use super::Counter;
use super::above::{Help, Top};
use super::over::Over;
use crate::app::command::here::Spot;
use crate::app::command::{Command, Situation};
use crate::app::desk::edits::SettingChange;
use crate::app::desk::follow_ups::Step;
use crate::app::desk::visit::{Here, Screen};
use crate::app::desk::{Action, Door, Page};
use crate::app::follow_ups::Shown;
use crate::app::settings::look::Look;
use crate::app::theme::TextSize;
use crate::app::{patient, summary};
use crate::content::question::Kind;

/// Why undo and redo mean nothing where nothing can be changed.
const NOTHING_HERE: &str = "nothing can be changed here";

impl Counter {
    /// Does what the keys of this frame ask for that mean something everywhere.
    pub(super) fn hear_commands(&mut self, ctx: &egui::Context, actions: &mut Vec<Action>) {
        if self.desk.message.is_some() {
            return;
        }
        for command in Command::pressed(ctx, self.is_typing(ctx), &self.situation()) {
            // What is typed into the palette says where to go.
            let palette = matches!(self.top, Some(Top::Palette(_)));
            if !palette || matches!(command, Command::Palette | Command::Help) {
                self.command(command, actions);
            }
        }
    }

    /// What is in front, as far as commands depend on it.
    pub fn situation(&self) -> Situation {
        let open = self.desk.session.is_some() && !matches!(self.desk.page, Page::Door(_));
        let visit = self.desk.visit().filter(|_| open);
        let patient = visit.is_some() || open && matches!(self.desk.page, Page::Patient(_));
        let (undo, redo) = match &self.over {
            Some(Over::Prices) => {
                (self.prices.undo(&self.desk).is_some(), self.prices.redo(&self.desk).is_some())
            }
            Some(Over::FollowUps(_)) => self.desk.follow_ups.ways(),
            Some(Over::Settings(_)) => self.desk.setting_ways(),
            Some(Over::About(_) | Over::Vault(_) | Over::Erase(_) | Over::Notes(_) | Over::History(_)) => {
                (false, false)
            }
            None => match visit {
                Some(visit) => visit.ways(),
                None => self.desk.patient_ways(),
            },
        };
        let nothing = |there: bool, nothing| {
            let nowhere = self.over.as_ref().is_some_and(|over| !over.can_change());
            if nowhere { Some(NOTHING_HERE) } else { (!there).then_some(nothing) }
        };
        Situation {
            open,
            patient,
            visit: visit.is_some(),
            covered: self.over.is_some(),
            no_undo: nothing(undo, "there is nothing to take back"),
            no_redo: nothing(redo, "nothing was taken back"),
        }
    }

    /// Where one is, as far as keys depend on it.
    pub fn spot(&self) -> Spot {
        match &self.over {
            Some(Over::About(_)) => return Spot::About,
            Some(Over::Prices) => return self.prices.spot(),
            Some(Over::FollowUps(draft)) => return draft.spot(),
            Some(Over::Erase(_)) => return Spot::Erase,
            Some(Over::Vault(_)) if self.desk.vault.code.is_some() => return Spot::Code,
            Some(Over::Vault(draft)) => return draft.spot(),
            Some(Over::Settings(_)) => return Spot::Settings,
            Some(Over::Notes(_)) => return Spot::Notes,
            Some(Over::History(draft)) => return draft.spot(),
            None => {}
        }
        match &self.desk.page {
            Page::Door(Door::Welcome) => Spot::Welcome,
            Page::Door(Door::ShowCode(_)) => Spot::Code,
            Page::Door(Door::Create | Door::Unlock) => Spot::Door,
            Page::Start => Spot::Start,
            Page::PatientForm(_) => Spot::Form,
            Page::Patient(_) => Spot::Patient,
            Page::Merge(_) => Spot::Merge,
            Page::Visit(visit) => match (visit.screen, visit.here) {
                (Screen::Safety, Here::Prescription) => Spot::Prescription,
                (Screen::Safety, Here::Question(ix)) => match self.desk.content.question(ix).kind {
                    Kind::Medicines => Spot::Medicines,
                    Kind::Number(_) if self.safety.types_number => Spot::Number,
                    Kind::YesNo | Kind::Choice | Kind::Many | Kind::Number(_) => Spot::Question,
                },
                (Screen::Safety, Here::Since) => Spot::Since,
                (Screen::Safety, Here::Boundary) => Spot::Boundary,
                (Screen::Coverage, _) => Spot::Coverage,
                (Screen::Authorization, _) => Spot::Authorization,
                (Screen::Summary, _) => Spot::Summary,
            },
        }
    }

    /// Does what a command says, where it can be had.
    pub(super) fn command(&mut self, command: Command, actions: &mut Vec<Action>) {
        if !command.is_available(&self.situation()) {
            return;
        }
        match command {
            Command::Help => {
                let shown = matches!(self.top, Some(Top::Help(_)));
                self.top = (!shown).then_some(Top::Help(Help::Opened));
            }
            Command::Palette => {
                let shown = matches!(self.top, Some(Top::Palette(_)));
                self.top = (!shown).then(|| Top::Palette(Box::default()));
            }
            Command::About => self.about_these_medicines(),
            Command::Prices => self.prices_of_this_pharmacy(),
            Command::Settings => self.settings(),
            Command::Vault => self.vault(),
            Command::Larger => actions.push(self.text_of(TextSize::larger)),
            Command::Smaller => actions.push(self.text_of(TextSize::smaller)),
            Command::Notes => self.notes(),
            Command::History => self.history(actions),
            Command::FollowUps => self.follow_ups_of_this_patient(),
            Command::DueList => self.due_list(Shown::Due),
            Command::PlanYears => self.due_list(Shown::Upcoming),
            Command::Prescription => actions.push(Action::Go(Here::Prescription)),
            Command::Safety => actions.push(Action::Open(Screen::Safety)),
            Command::Coverage => actions.push(Action::Open(Screen::Coverage)),
            Command::Authorization => actions.push(Action::Open(Screen::Authorization)),
            Command::Summary => actions.push(Action::Open(Screen::Summary)),
            Command::Finish => {
                self.summary.now = Some(summary::Way::Print);
                actions.push(Action::Open(Screen::Summary));
            }
            Command::Undo => actions.extend(self.take_back()),
            Command::Redo => actions.extend(self.make_again()),
            Command::Findings => self.safety.open_findings(),
            Command::Print => self.hand_over(summary::Way::Save, actions),
            Command::Paper => self.hand_over(summary::Way::Print, actions),
            Command::Visits => {
                self.finish_now();
                self.form = patient::Draft::default();
                self.over = None;
                self.desk.show_visits();
            }
            Command::Find => {
                self.start.focus();
                actions.push(Action::Leave);
            }
            Command::NewPatient => {
                self.form = patient::Draft::new(self.start.typed.trim().to_owned());
                actions.push(Action::Show(Page::PatientForm(None)));
            }
            // A code that is shown this once must be written down first.
            Command::Lock if self.desk.vault.code.is_some() => self.show_code(),
            Command::Lock => actions.push(Action::Lock),
        }
    }

    /// What makes the text of the next size.
    fn text_of(&self, next: fn(TextSize) -> TextSize) -> Action {
        let look = self.desk.look;
        let changed = Look { text_size: next(look.text_size), ..look };
        Action::ChangeSetting(SettingChange::Look(look, changed))
    }

    /// What takes the last change of what is in front back: what can't be seen must not change.
    fn take_back(&self) -> Option<Action> {
        match &self.over {
            Some(Over::Prices) => self.prices.undo(&self.desk),
            Some(Over::FollowUps(_)) => Some(Action::FollowUps(Step::Undo)),
            Some(Over::Settings(_)) => Some(Action::UndoSetting),
            Some(_) => None,
            None if self.desk.visit().is_some() => Some(Action::Undo),
            None => Some(Action::UndoCorrection),
        }
    }

    /// What makes it again.
    fn make_again(&self) -> Option<Action> {
        match &self.over {
            Some(Over::Prices) => self.prices.redo(&self.desk),
            Some(Over::FollowUps(_)) => Some(Action::FollowUps(Step::Redo)),
            Some(Over::Settings(_)) => Some(Action::RedoSetting),
            Some(_) => None,
            None if self.desk.visit().is_some() => Some(Action::Redo),
            None => Some(Action::RedoCorrection),
        }
    }
}
