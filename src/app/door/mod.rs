//! The way into a vault: create one, open one, or try it with sample patients.

use std::path::PathBuf;

use eframe::egui::{self, Align, Key, Layout, Ui};
use zeroize::Zeroize;

use super::desk::vault::Damage;
use super::desk::{Action, Desk, Door, Page};
use super::keys;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, Field, FieldInput, FieldState, Tone, button, card, notice, page_title, remember_nothing,
    section_title, text_field, words,
};
use crate::store::{Credential, NewStaff, Passphrase, RecoveryCode, Strength, strength};

/// What is being typed at the door.
#[derive(Default)]
pub struct Draft {
    file: String,
    name: String,
    passphrase: String,
    again: String,
    code: String,
    staff: String,
    with_code: bool,
    wrong: Option<(Wrong, String)>,
    focused: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    File,
    Name,
    Passphrase,
    Again,
    Code,
}

// What nobody should read later is wiped when the door closes.
impl Drop for Draft {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Draft {
    fn forget(&mut self) {
        self.passphrase.zeroize();
        self.again.zeroize();
        self.code.zeroize();
    }

    /// Puts the cursor into its field again, after a message lay above.
    pub fn focus(&mut self) {
        self.focused = false;
    }

    /// Begins anew, with the cursor in the first field.
    pub fn fresh() -> Self {
        Self::default()
    }

    /// Whether something is typed that must not outlive the door.
    pub fn is_empty(&self) -> bool {
        self.passphrase.is_empty() && self.again.is_empty() && self.code.is_empty()
    }
}

/// Draws the door.
pub fn ui(ui: &mut Ui, desk: &Desk, door: &Door, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let width = ui.available_width().min(560.0);
        ui.add_space((ui.available_height() * 0.12).max(size::SECTION));
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                card(ui, |ui| match door {
                    Door::Welcome => welcome(ui, &mut actions),
                    Door::Create => create(ui, desk, draft, &mut actions),
                    Door::ShowCode(code) => show_code(ui, code, &mut actions),
                    Door::Unlock => unlock(ui, desk, draft, &mut actions),
                });
            });
        });
    });
    actions
}

fn welcome(ui: &mut Ui, actions: &mut Vec<Action>) {
    page_title(ui, "Welcome to Countercheck");
    words(
        ui,
        Type::Body,
        Tone::Muted,
        "What stands in the way of an eczema treatment for the patient at your counter, and what it rests on. \
         Everything stays on this computer, encrypted.",
    );
    ui.add_space(size::SECTION);
    let create = button(ui, ButtonKind::Primary, "Create a vault", Some("Enter"));
    words(ui, Type::Note, Tone::Muted, "For your pharmacy's own patients. You choose a passphrase.");
    ui.add_space(size::PAD);
    let samples = button(ui, ButtonKind::Plain, "Try it with sample patients", Some("T"));
    words(ui, Type::Note, Tone::Muted, "Made-up patients in a temporary vault. Nothing is kept.");
    let mut enter = false;
    let mut try_it = false;
    for press in keys::take_all(ui.ctx()) {
        match press {
            keys::Press::Enter => enter = true,
            keys::Press::Char('t') => try_it = true,
            _ => {}
        }
    }
    if samples.clicked() || try_it || (enter && samples.has_focus()) {
        actions.push(Action::OpenSamples);
    } else if create.clicked() || enter {
        actions.push(Action::Show(Page::Door(Door::Create)));
    }
}

fn labeled(
    ui: &mut Ui,
    label: &str,
    buffer: &mut String,
    input: FieldInput,
    state: FieldState<'_>,
) -> egui::Response {
    section_title(ui, label);
    let width = ui.available_width();
    let field = Field { label, hint: "", width, align: Align::Min, state, input };
    let response = text_field(ui, &field, buffer);
    // Whoever comes to the door next must not bring a passphrase or a code back by the field's own undo.
    remember_nothing(ui.ctx(), response.id);
    ui.add_space(size::TIGHT);
    response
}

fn create(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    page_title(ui, "Create a vault");
    words(
        ui,
        Type::Note,
        Tone::Muted,
        "A vault is one encrypted file and its keys file beside it. Without the passphrase or the recovery code \
         nobody can read it, and nobody can get it back for you.",
    );
    ui.add_space(size::PAD);
    if draft.file.is_empty() {
        draft.file = desk.path.display().to_string();
    }
    let wrong = draft.wrong.clone();
    let state = |of: Wrong| match &wrong {
        Some((wrong, why)) if *wrong == of => FieldState::Wrong(why.as_str()),
        Some(_) | None => FieldState::Plain,
    };
    let name = labeled(
        ui,
        "Your name, as it is printed (A. Okafor, PharmD)",
        &mut draft.name,
        FieldInput::Open,
        state(Wrong::Name),
    );
    let passphrase =
        labeled(ui, "Passphrase", &mut draft.passphrase, FieldInput::Secret, state(Wrong::Passphrase));
    words(ui, Type::Small, Tone::Muted, strength_words(strength(&draft.passphrase, &draft.name)));
    let again = labeled(ui, "Passphrase again", &mut draft.again, FieldInput::Secret, state(Wrong::Again));
    let file = labeled(ui, "File", &mut draft.file, FieldInput::Open, state(Wrong::File));
    if !draft.focused {
        // The cursor goes to what has to be corrected.
        match wrong.as_ref().map(|(wrong, _)| *wrong) {
            None | Some(Wrong::Name | Wrong::Code) => name,
            Some(Wrong::Passphrase) => passphrase,
            Some(Wrong::Again) => again,
            Some(Wrong::File) => file,
        }
        .request_focus();
        draft.focused = true;
    }
    ui.add_space(size::PAD);
    let mut go = keys::take(ui.ctx(), Key::Enter);
    let mut back = keys::take(ui.ctx(), Key::Escape);
    ui.horizontal(|ui| {
        go |= button(ui, ButtonKind::Primary, "Create", Some("Enter")).clicked();
        back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
    });
    if desk.busy {
        notice(ui, "Making the vault and its keys…");
    } else if back {
        actions.push(Action::Leave);
    } else if go {
        match new_vault(draft) {
            Ok((path, first)) => {
                draft.wrong = None;
                actions.push(Action::CreateVault(path, first));
            }
            Err(wrong) => {
                draft.wrong = Some(wrong);
                draft.focused = false;
            }
        }
    }
}

fn new_vault(draft: &Draft) -> Result<(PathBuf, NewStaff), (Wrong, String)> {
    let name = draft.name.trim();
    if name.is_empty() {
        return Err((Wrong::Name, "Type your name. It stands on the printed pages.".into()));
    }
    if draft.passphrase != draft.again {
        return Err((Wrong::Again, "The two passphrases differ. Type the same one twice.".into()));
    }
    let passphrase =
        Passphrase::new(draft.passphrase.clone()).map_err(|error| (Wrong::Passphrase, error.to_string()))?;
    let file = draft.file.trim();
    if file.is_empty() {
        return Err((Wrong::File, "Name the file that the vault is kept in.".into()));
    }
    Ok((PathBuf::from(file), NewStaff { name: name.to_owned(), passphrase }))
}

/// A hint, never a rule.
pub fn strength_words(strength: Strength) -> &'static str {
    match strength {
        Strength::Empty => "Four or five words that do not belong together are strong and easy to keep.",
        Strength::Strong => "Strong.",
        Strength::Good => "Good.",
        Strength::Fair => "Fair. A longer one is better.",
        Strength::Short => "Weak: somebody with the file could guess it. Make it longer.",
        Strength::Common => "Weak: it is among the first that somebody with the file would try.",
        Strength::OwnName => "Weak: your name is among the first that somebody with the file would try.",
        Strength::Repeated => "Weak: rows of the keyboard and repetitions are guessed soon. Use other words.",
    }
}

fn show_code(ui: &mut Ui, code: &RecoveryCode, actions: &mut Vec<Action>) {
    page_title(ui, "Write down the recovery code");
    words(
        ui,
        Type::Body,
        Tone::Muted,
        "It opens the vault when the passphrase is lost. Once you have written it down it is never shown again. Keep it \
         on paper, locked away, not on this computer.",
    );
    ui.add_space(size::SECTION);
    words(ui, Type::Title, Tone::Ink, code.reveal());
    ui.add_space(size::SECTION);
    let go = button(ui, ButtonKind::Primary, "I have written it down", Some("Enter")).clicked();
    if go || keys::take(ui.ctx(), Key::Enter) {
        actions.push(Action::CodeWritten);
    }
}

fn unlock(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    page_title(ui, "Unlock the vault");
    words(ui, Type::Note, Tone::Muted, &desk.path.display().to_string());
    ui.add_space(size::PAD);
    let wrong = draft.wrong.clone();
    let why = wrong.as_ref().map(|(_, why)| why.as_str());
    let state = why.map_or(FieldState::Plain, FieldState::Wrong);
    let first = if draft.with_code {
        labeled(ui, "Recovery code", &mut draft.code, FieldInput::Open, state)
    } else {
        let first = labeled(ui, "Passphrase", &mut draft.passphrase, FieldInput::Secret, state);
        labeled(
            ui,
            "Name, if you are not the first staff member",
            &mut draft.staff,
            FieldInput::Open,
            FieldState::Plain,
        );
        first
    };
    if !draft.focused {
        first.request_focus();
        draft.focused = true;
    }
    ui.add_space(size::PAD);
    let mut go = keys::take(ui.ctx(), Key::Enter);
    ui.horizontal_wrapped(|ui| {
        go |= button(ui, ButtonKind::Primary, "Unlock", Some("Enter")).clicked();
        let other = if draft.with_code { "Use the passphrase" } else { "Use the recovery code" };
        if button(ui, ButtonKind::Plain, other, None).clicked() {
            draft.with_code = !draft.with_code;
            draft.wrong = None;
            draft.focused = false;
        }
        if button(ui, ButtonKind::Quiet, "Try it with sample patients", None).clicked() {
            actions.push(Action::OpenSamples);
        }
    });
    if desk.hides_code() {
        notice(
            ui,
            "A recovery code was shown when this vault locked. Whoever it was shown to sees it again after unlocking. \
             Should this window close before, an administrator makes a new one (Ctrl B).",
        );
    }
    if let Some(damage) = &desk.damage {
        ui.add_space(size::PAD);
        mend(ui, damage, draft, actions);
    }
    if desk.busy {
        notice(ui, "Opening the vault…");
    } else if go {
        match credential(draft) {
            Ok(credential) => {
                draft.wrong = None;
                draft.focused = false;
                // Typed again after a mistake, it must not be appended to what was wrong.
                draft.passphrase.zeroize();
                actions.push(Action::Unlock(credential));
            }
            Err(wrong) => {
                draft.wrong = Some(wrong);
                draft.focused = false;
            }
        }
    }
}

/// What can be done about a damaged vault; both keep its files aside.
fn mend(ui: &mut Ui, damage: &Damage, draft: &mut Draft, actions: &mut Vec<Action>) {
    section_title(ui, "The vault is damaged");
    let mut then = None;
    match &damage.last {
        Some(last) => {
            let line = format!("The last backup: {}. Type the passphrase of that time, then:", last.words());
            words(ui, Type::Note, Tone::Ink, &line);
            if button(ui, ButtonKind::Plain, "Restore the last backup", None).clicked() {
                then = Some(Action::RestoreLast as fn(Credential) -> Action);
            }
        }
        None => {
            words(
                ui,
                Type::Note,
                Tone::Ink,
                "No backup is known here. If there is one elsewhere, restore it from there.",
            );
        }
    }
    words(
        ui,
        Type::Note,
        Tone::Ink,
        "Or save what can still be read, also what was said after the backup. Type the passphrase, then:",
    );
    if button(ui, ButtonKind::Plain, "Rescue what can be read", None).clicked() {
        then = Some(Action::Rescue);
    }
    words(ui, Type::Small, Tone::Muted, "Both keep the damaged files beside the vault.");
    if let Some(then) = then {
        match credential(draft) {
            Ok(credential) => {
                draft.wrong = None;
                // Typed again afterward, it must not be appended to what is there.
                draft.passphrase.zeroize();
                draft.focused = false;
                actions.push(then(credential));
            }
            Err(wrong) => {
                draft.wrong = Some(wrong);
                draft.focused = false;
            }
        }
    }
}

fn credential(draft: &Draft) -> Result<Credential, (Wrong, String)> {
    if draft.with_code {
        return RecoveryCode::parse(&draft.code)
            .map(Credential::Recovery)
            .map_err(|error| (Wrong::Code, error.to_string()));
    }
    let passphrase =
        Passphrase::new(draft.passphrase.clone()).map_err(|error| (Wrong::Passphrase, error.to_string()))?;
    let staff = Some(draft.staff.trim()).filter(|name| !name.is_empty()).map(ToOwned::to_owned);
    Ok(Credential::Passphrase { staff, passphrase })
}
