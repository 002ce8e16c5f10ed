//! What makes rows and cells that are painted a table to a screen reader: what is read as head, row and cell?
//!
//! Figures are painted by whoever draws the row; their cells are told to the screen reader alone, with the places
//! where they are painted. Nothing here paints.

use eframe::egui::{Rect, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role};

/// A table with the rows in it. Its label says what it is about.
pub fn table<R>(ui: &mut Ui, label: &str, rows: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().accessibility_role(Role::Table).accessibility_label(label.to_owned());
    ui.scope_builder(builder, rows).inner
}

/// A row with its cells.
pub(super) fn plain_row<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Row), contents).inner
}

/// A row whose head holds what can be pressed; the head is named after what the row is about.
pub(super) fn row<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui, Head<'_>) -> R) -> R {
    plain_row(ui, |ui| contents(ui, Head(name)))
}

/// The head of a row.
pub(super) struct Head<'a>(&'a str);

impl Head<'_> {
    /// Shows what stands in the head.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let builder = UiBuilder::new().accessibility_role(Role::RowHeader);
        ui.scope_builder(builder.accessibility_label(self.0.to_owned()), contents).inner
    }
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// The head of a column.
    ColumnHead,
    /// A figure.
    Figure,
}

impl Cell {
    fn role(self) -> Role {
        match self {
            Self::ColumnHead => Role::ColumnHeader,
            Self::Figure => Role::Cell,
        }
    }
}

/// Tells the cells of the row that is drawn, from the left.
pub(super) fn cells(ui: &Ui, cells: &[(Cell, Rect, &str)]) {
    for (at, (cell, rect, words)) in cells.iter().enumerate() {
        // Only to be heard: what is below takes the click.
        let told = ui.interact(*rect, ui.unique_id().with(("cell", at)), Sense::hover());
        told.widget_info(|| WidgetInfo::labeled(cell.role(), true, *words));
    }
}
