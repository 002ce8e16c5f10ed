//! The building blocks of every screen, each one function: size, allocate, interact, paint.
//!
//! A widget takes words and states, returns egui's `Response`, and tells screen readers its role,
//! label and state. It asks `theme` for every color and length, keeps nothing between frames, and
//! does not know drugs, answers or money. What has the focus always wears the focus ring.

pub mod button;
pub mod card;
pub mod chart;
pub mod choice;
pub mod compare;
pub mod field;
pub mod figures;
pub mod level;
pub mod list;
pub mod nav;
mod shape;
pub mod sheet;
pub mod sign;
pub mod text;
pub mod verdict;

pub use button::{ButtonKind, button, key_cap, link};
pub use card::{card, empty_state, notice, section_title};
pub use chart::{Chart, ChartMonth, chart_legend, months_chart};
pub use choice::{Choice, ChoiceRow, ChoiceState, Cursor, choice_row};
pub use compare::{CompareRow, compare_head, compare_row};
pub use field::{Field, FieldInput, FieldState, search_field, text_area, text_field};
pub use figures::{figure_row, figures_head};
pub use level::Level;
pub use list::{ListRow, Place, action_row, list, list_row, long_list, read_row};
pub use nav::{Selected, nav_list, nav_row, tab, tab_list};
pub use sheet::{SHEET, SheetRow, sheet_row};
pub use sign::{TagTone, tag, verdict_chip, verdict_sign};
pub use text::{Tone, one_line, page_title, spans, words};
pub use verdict::{finding_card, verdict_banner, verdict_row};
