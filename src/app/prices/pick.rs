//! Choosing one of a few by typing part of its name, or from the list beneath.

use eframe::egui::{Response, Ui};

use crate::app::theme::{Type, size};
use crate::app::widgets::{
    Choice, ChoiceRow, ChoiceState, Cursor, Field, FieldState, Tone, choice_row, section_title, text_field,
    words,
};

/// What is chosen from, and how.
pub struct Pick<'a> {
    /// The name of the field.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// The names to choose from.
    pub options: &'a [String],
    /// What an empty field means.
    pub empty: Option<usize>,
    /// Why it can't stay as it is.
    pub wrong: Option<&'a str>,
}

impl Pick<'_> {
    /// The one that is meant, by position: of that name, or the only one that has all that was typed.
    pub fn chosen(&self, typed: &str) -> Option<usize> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() {
            return self.empty;
        }
        let named = self.options.iter().position(|option| option.to_lowercase() == typed);
        let fitting = self.fitting(&typed);
        named.or(match fitting.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    }

    fn fitting(&self, typed: &str) -> Vec<usize> {
        let begins = |option: &String| {
            let option = option.to_lowercase();
            let parts: Vec<&str> = option.split(|c: char| !c.is_alphanumeric() && c != '.').collect();
            typed.split_whitespace().all(|word| parts.iter().any(|part| part.starts_with(word)))
        };
        self.options.iter().enumerate().filter(|(_, option)| begins(option)).map(|(at, _)| at).collect()
    }

    /// Draws the field and, while nothing is chosen, the list.
    pub fn ui(&self, ui: &mut Ui, typed: &mut String) -> Response {
        // As one thing: the list comes and goes, and the fields after it keep their focus.
        ui.vertical(|ui| self.parts(ui, typed)).inner
    }

    fn parts(&self, ui: &mut Ui, typed: &mut String) -> Response {
        section_title(ui, self.label);
        let chosen = self.chosen(typed);
        let none = !typed.trim().is_empty() && self.fitting(&typed.trim().to_lowercase()).is_empty();
        let state = match self.wrong {
            Some(wrong) if chosen.is_none() => FieldState::Wrong(wrong),
            _ if none && chosen.is_none() => {
                FieldState::Wrong("Nothing here is called so; type less, or choose.")
            }
            _ => FieldState::Plain,
        };
        let width = ui.available_width();
        let field = Field { state, ..Field::plain(self.label, self.hint, width) };
        let response = text_field(ui, &field, typed);
        match chosen.and_then(|at| self.options.get(at)) {
            Some(option) if option != typed => {
                words(ui, Type::Note, Tone::Muted, &format!("= {option}"));
            }
            Some(_) => {}
            None => self.list(ui, typed),
        }
        ui.add_space(size::TIGHT);
        response
    }

    fn list(&self, ui: &mut Ui, typed: &mut String) {
        let fitting = self.fitting(&typed.trim().to_lowercase());
        let shown = if fitting.is_empty() { (0..self.options.len()).collect() } else { fitting };
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            for option in shown.into_iter().filter_map(|at| self.options.get(at)) {
                let row = ChoiceRow {
                    key: "",
                    label: option,
                    detail: None,
                    state: ChoiceState::Unanswered,
                    cursor: Cursor::Elsewhere,
                    multi: Choice::Radio,
                };
                if choice_row(ui, row).clicked() {
                    typed.clone_from(option);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_of_a_name_is_enough_when_only_one_has_it() {
        let options = ["Rinvoq 15 mg", "Rinvoq 30 mg", "Cream 0.1 %"].map(str::to_owned);
        let pick = Pick { label: "", hint: "", options: &options, empty: None, wrong: None };
        for (typed, expected) in [
            ("", None),
            ("rin", None),
            ("RIN 3", Some(1)),
            ("30", Some(1)),
            ("0.1", Some(2)),
            ("Rinvoq 15 mg", Some(0)),
            ("invoq", None),
            ("x", None),
        ] {
            assert_eq!(pick.chosen(typed), expected, "{typed}");
        }
        assert_eq!(Pick { empty: Some(2), ..pick }.chosen(" "), Some(2));
    }
}
