//! The building blocks of every screen, each one function: size, allocate, interact, paint.
//!
//! A widget takes words and states, returns egui's `Response`, and tells screen readers its role,
//! label and state. It asks `theme` for every color and length, keeps nothing between frames, and
//! does not know drugs, answers or money. What has the focus always wears the focus ring.

pub mod banner;
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
pub mod question;
mod shape;
pub mod sheet;
pub mod sign;
pub mod slot;
pub mod strip;
mod table;
pub mod text;
pub mod verdict;

pub use banner::{no_verdict_banner, verdict_banner};
pub use button::{ButtonKind, asking_row, button, button_width, key_cap, link};
pub use card::{card, empty_state, explain, explain_aloud, fitted, notice, section_title};
pub use chart::{Chart, ChartMonth, chart_legend, mark, months_chart};
pub use choice::{Choice, ChoiceRow, ChoiceState, Cursor, choice_row};
pub use compare::{CompareRow, compare_head, compare_row};
pub use field::{
    Field, FieldInput, FieldState, forget_fields, remember_nothing, search_field, select_all, text_area,
    text_field,
};
pub use figures::{figure_row, figures_head};
pub use level::Level;
pub use list::{ListRow, Place, action_row, list, list_row, long_list, read_row};
pub use nav::{Selected, group, nav_list, nav_row, tab, tab_width};
pub use question::{Below, HEAD_ACTIONS, InFront, QuestionHead, Rank, question_head};
pub use sheet::{SHEET, SheetRow, sheet_row};
pub use sign::{TagTone, tag, verdict_chip, verdict_sign};
pub use slot::{divider, line_slot, notice_slot};
pub use strip::{Cell, standing_strip};
pub use table::table;
pub use text::{Tone, one_line, page_title, spans, width_of, words};
pub use verdict::{finding_card, verdict_row};
