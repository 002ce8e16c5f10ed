//! Who works with the vault: the list, and the forms for keys and passphrases.

use eframe::egui::{Align, Key, Ui};

use super::{Draft, Form, is_administrator};
use crate::app::dates;
use crate::app::desk::vault::Step;
use crate::app::desk::{Action, Desk};
use crate::app::door::strength_words;
use crate::app::keys;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, FieldInput, FieldState, ListRow, Place, Selected, Tone, button, card, list, list_row,
    remember_nothing, section_title, text_field, words,
};
use crate::store::{NewStaff, Passphrase, Role, Staff, strength};

/// Which field has to be corrected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    Name,
    Present,
    Passphrase,
    Again,
}

/// Draws the list and what is asked for.
pub(super) fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    section_title(ui, "Staff");
    let Some(session) = &desk.session else { return };
    let all: Vec<&Staff> = session.all_staff.iter().filter(|staff| staff.role != Role::Elsewhere).collect();
    draft.marked = draft.marked.min(all.len().saturating_sub(1));
    list(ui, "Staff", |ui| {
        for (at, staff) in all.iter().enumerate() {
            let right = match staff.removed_at {
                Some(since) => format!("removed {}", dates::words((desk.clock.day_of)(since))),
                None if staff.id == session.staff.id => "you".to_owned(),
                None => String::new(),
            };
            let row = ListRow {
                title: &staff.name,
                matches: &[],
                below: role_words(staff.role),
                right: &right,
                right_below: "",
                right_tone: Tone::Muted,
                selected: Selected::from(at == draft.marked),
                place: Place::of(at, all.len()),
            };
            if list_row(ui, &row).clicked() {
                draft.marked = at;
            }
        }
    });
    ui.add_space(size::GAP);
    if session.temporary {
        words(
            ui,
            Type::Note,
            Tone::Muted,
            "A vault with sample patients has no keys: it is gone when it closes.",
        );
        return;
    }
    let marked = all.get(draft.marked).copied();
    if draft.form == Form::None {
        choices(ui, desk, draft, marked, actions);
    } else {
        card(ui, |ui| form(ui, desk, draft, actions));
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Administrator => "administrator: works with records, and with staff and keys",
        Role::Pharmacist => "pharmacist: works with records",
        Role::Elsewhere => "came in with imported records",
    }
}

fn choices(ui: &mut Ui, desk: &Desk, draft: &mut Draft, marked: Option<&Staff>, actions: &mut Vec<Action>) {
    let mut to = None;
    ui.horizontal_wrapped(|ui| {
        if button(ui, ButtonKind::Plain, "Change my passphrase", Some("P")).clicked() {
            to = Some(Form::Own);
        }
        if !is_administrator(desk) {
            return;
        }
        if button(ui, ButtonKind::Plain, "Add staff", Some("A")).clicked() {
            to = Some(Form::Add);
        }
        if button(ui, ButtonKind::Plain, "New recovery code", None).clicked() {
            to = Some(Form::Code);
        }
        if button(ui, ButtonKind::Plain, "New key for the vault", None).clicked() {
            to = Some(Form::Rekey);
        }
    });
    if !is_administrator(desk) {
        words(
            ui,
            Type::Small,
            Tone::Muted,
            "An administrator adds and removes staff and makes new codes and keys.",
        );
    } else if let Some(staff) = marked {
        let own = desk.session.as_ref().is_some_and(|session| session.staff.id == staff.id);
        ui.add_space(size::GAP);
        section_title(ui, &staff.name);
        ui.horizontal_wrapped(|ui| {
            if staff.removed_at.is_some() {
                words(ui, Type::Note, Tone::Muted, "Add the same name again to give the key back.");
                return;
            }
            let (role, label) = match staff.role {
                Role::Administrator => (Role::Pharmacist, "Make a pharmacist"),
                Role::Pharmacist | Role::Elsewhere => (Role::Administrator, "Make an administrator"),
            };
            if button(ui, ButtonKind::Quiet, label, None).clicked() {
                actions.push(Action::Vault(Step::SetRole(staff.id, role)));
            }
            if !own && button(ui, ButtonKind::Quiet, "New passphrase", None).clicked() {
                to = Some(Form::Reset(staff.id, staff.name.clone()));
            }
            if !own && button(ui, ButtonKind::Quiet, "Remove", None).clicked() {
                to = Some(Form::Remove(staff.id, staff.name.clone()));
            }
        });
    }
    if let Some(form) = to {
        draft.show(form);
    }
}

/// What a form says before its fields, and on its button.
fn title(form: &Form) -> (String, &'static str, &'static str) {
    match form {
        Form::None => (String::new(), "", ""),
        Form::Add => ("Add staff".into(), "They type the passphrase themselves.", "Add"),
        Form::Own => (
            "Change my passphrase".into(),
            "The old one opens nothing more, and Ctrl Z does not bring it back.",
            "Change it",
        ),
        Form::Reset(_, name) => (
            format!("New passphrase for {name}"),
            "They type it themselves. The old one opens nothing more, and Ctrl Z does not bring it back.",
            "Change it",
        ),
        Form::Remove(_, name) => (
            format!("Remove {name}?"),
            "They can no longer unlock, until somebody adds the same name again: Ctrl Z does not give the key back. What \
             they entered stays, with their name. Make a new key for the vault afterwards if they may have a copy of \
             its files.",
            "Remove",
        ),
        Form::Code => (
            "Make a new recovery code?".into(),
            "The printed one opens the vault no more, and nothing brings it back. The new one is shown once.",
            "Make a new code",
        ),
        Form::Rekey => (
            "Give the vault a new key?".into(),
            "The whole vault is encrypted anew, which takes a while and can't be undone. Passphrases stay; the recovery code changes and is \
             shown once. Copies of the files from before still open with what opened them then.",
            "Make a new key",
        ),
    }
}

fn form(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    let (head, about, label) = title(&draft.form);
    words(ui, Type::Strong, Tone::Ink, &head);
    if !about.is_empty() {
        words(ui, Type::Note, Tone::Muted, about);
    }
    ui.add_space(size::GAP);
    let mut first = None;
    if draft.form == Form::Add {
        first = Some(field(ui, draft, Wrong::Name, "Name, as it is printed"));
    }
    if draft.form == Form::Own {
        first = Some(field(ui, draft, Wrong::Present, "Present passphrase"));
    }
    if matches!(draft.form, Form::Add | Form::Own | Form::Reset(..)) {
        let passphrase = field(ui, draft, Wrong::Passphrase, "New passphrase");
        let name = desk.session.as_ref().map(|session| session.staff.name.as_str()).unwrap_or_default();
        let name = if draft.form == Form::Own { name } else { draft.name.as_str() };
        words(ui, Type::Small, Tone::Muted, strength_words(strength(&draft.passphrase, name)));
        field(ui, draft, Wrong::Again, "New passphrase again");
        first = first.or(Some(passphrase));
    }
    if std::mem::take(&mut draft.focus)
        && let Some(first) = first
    {
        first.request_focus();
    }
    let mut go = keys::take(ui.ctx(), Key::Enter);
    let mut back = keys::take_from_all(ui.ctx(), Key::Escape);
    ui.add_space(size::GAP);
    ui.horizontal(|ui| {
        go |= button(ui, ButtonKind::Primary, label, Some("Enter")).clicked();
        back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
    });
    if desk.busy {
        words(ui, Type::Note, Tone::Muted, "Working on it…");
    } else if back {
        draft.show(Form::None);
    } else if go {
        match step(draft) {
            Ok(step) => {
                actions.push(Action::Vault(step));
                draft.show(Form::None);
            }
            Err(wrong) => {
                draft.wrong = Some(wrong);
                draft.focus = true;
            }
        }
    }
}

fn field(ui: &mut Ui, draft: &mut Draft, which: Wrong, label: &str) -> eframe::egui::Response {
    section_title(ui, label);
    let wrong = draft.wrong.clone().filter(|(wrong, _)| *wrong == which);
    let state = wrong.as_ref().map_or(FieldState::Plain, |(_, why)| FieldState::Wrong(why));
    let (buffer, input) = match which {
        Wrong::Name => (&mut draft.name, FieldInput::Open),
        Wrong::Present => (&mut draft.present, FieldInput::Secret),
        Wrong::Passphrase => (&mut draft.passphrase, FieldInput::Secret),
        Wrong::Again => (&mut draft.again, FieldInput::Secret),
    };
    let width = ui.available_width();
    let field = text_field(ui, &Field { label, hint: "", width, align: Align::Min, state, input }, buffer);
    if input == FieldInput::Secret {
        remember_nothing(ui.ctx(), field.id);
    }
    field
}

fn step(draft: &Draft) -> Result<Step, (Wrong, String)> {
    let new = || {
        if draft.passphrase != draft.again {
            return Err((Wrong::Again, "The two passphrases differ. Type the same one twice.".to_owned()));
        }
        Passphrase::new(draft.passphrase.clone()).map_err(|error| (Wrong::Passphrase, error.to_string()))
    };
    Ok(match &draft.form {
        Form::None | Form::Code => Step::NewRecoveryCode,
        Form::Rekey => Step::Rekey,
        Form::Remove(id, _) => Step::RemoveStaff(*id),
        Form::Reset(id, _) => Step::ResetPassphrase(*id, new()?),
        Form::Own => {
            let present = Passphrase::new(draft.present.clone())
                .map_err(|error| (Wrong::Present, error.to_string()))?;
            Step::SetPassphrase(present, new()?)
        }
        Form::Add => {
            let name = draft.name.trim();
            if name.is_empty() {
                return Err((Wrong::Name, "Type the name. It stands on the printed pages.".to_owned()));
            }
            Step::AddStaff(NewStaff { name: name.to_owned(), passphrase: new()? })
        }
    })
}
