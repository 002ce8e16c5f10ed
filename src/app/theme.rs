//! How everything looks: the only place with colors, text sizes and distances.
//!
//! Lengths are in points (egui's logical pixels). A palette is a plain struct of named colors; light,
//! dark and high contrast are three values of it. `choice` is what a pharmacist may choose, `style`
//! tells egui. This module does not know any widget.

use eframe::egui::{Color32, FontId, TextStyle};

use super::fonts::Face;

mod choice;
mod palette;
mod style;
pub mod system;

pub use choice::{Choice, TextSize};
pub use palette::{Pair, Palette};
pub use style::{apply, apply_text_size, is_low, of, text_size, wants_contrast};

/// The roles that text plays. Each is one face in one size, named to egui by [`Type::style`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// The word of the verdict, read from two meters: its capitals are 35 points (9 mm) high, 16 minutes of arc.
    Banner,
    /// The name of the app where it stands alone, as when locked.
    Display,
    /// The question; the head of a page or dialog.
    Title,
    /// The patient in the top bar; the head of an empty place.
    Name,
    /// The prescribed drug on the banner.
    Lead,
    /// What stands behind it.
    LeadPlain,
    /// What is typed into the search field.
    Search,
    /// Names in lists, buttons, chosen answers.
    Strong,
    /// Answers, fields, running text.
    Body,
    /// The same, for asides.
    Italic,
    /// The head of a finding.
    NoteStrong,
    /// The text of a finding; dates and second lines.
    Note,
    /// Section heads, chips.
    SmallStrong,
    /// Sources, counts, the bottom bar.
    Small,
    /// The letter on a key cap.
    Key,
}

impl Type {
    /// Every role.
    pub const ALL: [Self; 15] = [
        Self::Banner,
        Self::Display,
        Self::Title,
        Self::Name,
        Self::Lead,
        Self::LeadPlain,
        Self::Search,
        Self::Strong,
        Self::Body,
        Self::Italic,
        Self::NoteStrong,
        Self::Note,
        Self::SmallStrong,
        Self::Small,
        Self::Key,
    ];

    /// The name under which egui's style holds the font, for egui widgets that ask for one.
    #[must_use]
    pub fn style(self) -> TextStyle {
        let name = match self {
            Self::Banner => "banner",
            Self::Display => "display",
            Self::Title => "title",
            Self::Name => "name",
            Self::Lead => "lead",
            Self::LeadPlain => "lead-plain",
            Self::Search => "search",
            Self::Strong => "strong",
            Self::Body => return TextStyle::Body,
            Self::Italic => "italic",
            Self::NoteStrong => "note-strong",
            Self::Note => "note",
            Self::SmallStrong => "small-strong",
            Self::Small => return TextStyle::Small,
            Self::Key => "key",
        };
        TextStyle::Name(name.into())
    }

    /// The face and size.
    #[must_use]
    pub fn font(self) -> FontId {
        FontId::new(self.size(), self.face().family())
    }

    /// The distance from one line of a paragraph to the next, in whole points.
    #[must_use]
    pub fn line_height(self) -> f32 {
        match self {
            Self::Banner => 54.0,
            Self::Display => 28.0,
            Self::Title => 26.0,
            Self::Search => 24.0,
            Self::Name | Self::Lead | Self::LeadPlain => 21.0,
            Self::Strong | Self::Body | Self::Italic => 20.0,
            Self::NoteStrong | Self::Note => 18.0,
            Self::SmallStrong | Self::Small => 17.0,
            Self::Key => 14.0,
        }
    }

    fn size(self) -> f32 {
        match self {
            Self::Banner => 48.0,
            Self::Display => 22.0,
            Self::Title => 20.0,
            Self::Name => 16.0,
            Self::Lead | Self::LeadPlain => 15.0,
            Self::Search => 17.5,
            Self::Strong | Self::Body | Self::Italic => 14.0,
            Self::NoteStrong | Self::Note => 13.0,
            Self::SmallStrong | Self::Small => 12.0,
            Self::Key => 11.0,
        }
    }

    fn face(self) -> Face {
        match self {
            Self::Banner | Self::Display | Self::Title | Self::Name => Face::Bold,
            Self::Lead | Self::Strong | Self::NoteStrong | Self::SmallStrong => Face::SemiBold,
            Self::Italic => Face::Italic,
            Self::LeadPlain | Self::Search | Self::Body | Self::Note | Self::Small | Self::Key => {
                Face::Regular
            }
        }
    }
}

/// Distances and sizes, in points.
pub mod size {
    /// Between a sign and its word.
    pub const TIGHT: f32 = 6.0;
    /// Between widgets.
    pub const GAP: f32 = 8.0;
    /// Inside small boxes: findings, notices, list rows.
    pub const PAD: f32 = 14.0;
    /// Between sections.
    pub const SECTION: f32 = 24.0;
    /// Inside a card.
    pub const CARD_PAD: i8 = 26;
    /// Corners of controls.
    pub const RADIUS: u8 = 8;
    /// Corners of cards, lists, the banner, the search field.
    pub const CARD_RADIUS: u8 = 12;
    /// Corners of chips.
    pub const CHIP_RADIUS: u8 = 6;
    /// Corners of key caps and check boxes.
    pub const CAP_RADIUS: u8 = 5;
    /// Hairlines and borders.
    pub const LINE: f32 = 1.0;
    /// Width of the focus ring.
    pub const FOCUS: f32 = 2.0;
    /// Air between a control and its focus ring.
    pub const FOCUS_GAP: f32 = 2.0;
    /// Width of the colored edge of a finding.
    pub const EDGE: f32 = 3.0;
    /// Height of an answer, a field, a tab, at least.
    pub const ROW: f32 = 32.0;
    /// Height of an entry in the left pane and of an alternative.
    pub const NAV: f32 = 34.0;
    /// Height of a button.
    pub const BUTTON: f32 = 40.0;
    /// Height of the search field.
    pub const SEARCH: f32 = 52.0;
    /// Height of a row with two lines.
    pub const LIST_ROW: f32 = 61.0;
    /// In a window lower than this every line counts: the verdict takes one, and only what is asked stands still.
    pub const LOW: f32 = 560.0;
    /// What is read is no wider: a line of some 120 letters, of which one finds the next.
    pub const READ: f32 = 860.0;
    /// A page is no wider: on a larger screen it stands in the middle.
    pub const PAGE: f32 = 1920.0;
    /// What one can point at is never smaller (WCAG 2.2, target size).
    pub const TARGET: f32 = 24.0;
    /// Side of a check box and of a key cap in a row.
    pub const BOX: f32 = 20.0;
    /// Height of a key cap on a button.
    pub const CAP: f32 = 18.0;
    /// Height of a chip.
    pub const CHIP: f32 = 20.0;
    /// Side of the verdict sign on a chip.
    pub const CHIP_SIGN: f32 = 13.0;
    /// Side of the verdict sign on the banner.
    pub const BANNER_SIGN: f32 = 48.0;
    /// A dash of the "not sure" border, and the gap after it.
    pub const DASH: (f32, f32) = (3.0, 2.0);
    /// Width of a small field.
    pub const FIELD: f32 = 112.0;
}

/// Everything about the looks that a widget asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The colors.
    pub palette: Palette,
}

impl Theme {
    /// Dark words on light paper.
    #[must_use]
    pub fn light() -> Self {
        Self { palette: Palette::light() }
    }

    /// Light words on a dark ground, for a dim room.
    #[must_use]
    pub fn dark() -> Self {
        Self { palette: Palette::dark() }
    }

    /// Light words on black, every color at least 7:1, for weak eyes.
    #[must_use]
    pub fn high_contrast() -> Self {
        Self { palette: Palette::high_contrast() }
    }
}

/// No fill at all: what lies beneath shows.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

/// The paper of a printed page, whatever the theme.
pub const PAPER: Color32 = Color32::WHITE;

/// A picture in its own colors, untinted, whatever the theme: a printed page stays paper.
pub const AS_IT_IS: Color32 = Color32::WHITE;

/// Half of the way from `color` to nothing: the border of a key cap on a filled button.
#[must_use]
pub fn half(color: Color32) -> Color32 {
    color.gamma_multiply(0.5)
}
