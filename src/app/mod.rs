//! The desktop app: how Countercheck looks and answers to the keyboard.
//!
//! This is the only part of the program that knows egui. [`desk`] is the state and the only place
//! where it changes; each screen is a folder that draws from it and hands back what the pharmacist
//! did. It decides nothing about medicines, money or records.

pub mod about;
pub mod authorization;
pub mod banner;
pub mod command;
pub mod counter;
pub mod coverage;
pub mod dates;
pub mod desk;
pub mod door;
pub mod ending;
pub mod follow_ups;
pub mod fonts;
pub mod form;
pub mod help;
pub mod history;
pub mod keys;
pub mod notes;
pub mod palette;
pub mod panes;
pub mod patient;
pub mod prices;
pub mod safety;
pub mod settings;
pub mod shell;
pub mod start;
pub mod summary;
pub mod theme;
pub mod traces;
pub mod unseen;
pub mod vault;
pub mod widgets;
pub mod window;
