//! Which typefaces are on screen: Inter in four styles, carried inside the program.
//!
//! No system font and no default font of egui is ever used, so a screen looks alike on every
//! computer. This module does not know sizes or colors; `theme` does.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

/// One style of Inter. The regular face stands behind the others, should a character be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Running text.
    Regular,
    /// Names, labels of buttons, section heads.
    SemiBold,
    /// Titles and the word of a verdict.
    Bold,
    /// Asides, such as a patient's own words.
    Italic,
}

impl Face {
    /// Every face, in the order of weight; italic last.
    pub const ALL: [Self; 4] = [Self::Regular, Self::SemiBold, Self::Bold, Self::Italic];

    /// The font family under which egui finds this face.
    #[must_use]
    pub fn family(self) -> FontFamily {
        FontFamily::Name(self.name().into())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::SemiBold => "semibold",
            Self::Bold => "bold",
            Self::Italic => "italic",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
            Self::SemiBold => include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
            Self::Bold => include_bytes!("../../assets/fonts/Inter-Bold.ttf"),
            Self::Italic => include_bytes!("../../assets/fonts/Inter-Italic.ttf"),
        }
    }
}

/// The four faces and the families made of them, ready for `egui::Context::set_fonts`.
///
/// egui's own families (proportional, monospace) are the regular face: Inter has no monospaced
/// style, and without an entry egui would have nothing to draw those families with.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let regular = Face::Regular.name().to_owned();
    for face in Face::ALL {
        let data = Arc::new(FontData::from_static(face.bytes()));
        fonts.font_data.insert(face.name().to_owned(), data);
        let mut chain = vec![face.name().to_owned()];
        if face != Face::Regular {
            chain.push(regular.clone());
        }
        fonts.families.insert(face.family(), chain);
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec![regular.clone()]);
    }
    fonts
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, FontId, RawInput};

    use super::*;

    /// Letters of names we must draw, and the marks that the screens use.
    const NEEDED: &str =
        "Zoë Łukasz Ñandú Šťastný Ğül Ångström Жанна Ωμέγα é ł Ж Ω ≥ ≤ µ ² · – — ’ “ ” … × ↑ ↓ ← → % $ §";

    #[test]
    fn every_face_draws_names_in_latin_greek_and_cyrillic_and_our_own_marks() {
        let ctx = Context::default();
        ctx.set_fonts(definitions());
        let output = ctx.run_ui(RawInput::default(), |_| {});
        output.drop_without_applying_deltas();
        for face in Face::ALL {
            let font = FontId::new(14.0, face.family());
            for letter in NEEDED.chars().filter(|letter| !letter.is_whitespace()) {
                assert!(
                    ctx.fonts_mut(|fonts| fonts.has_glyph(&font, letter)),
                    "{face:?} cannot draw {letter}"
                );
            }
        }
    }

    #[test]
    fn the_four_families_are_four_different_files() {
        for (position, face) in Face::ALL.iter().enumerate() {
            for other in Face::ALL.iter().skip(position + 1) {
                assert_ne!(face.bytes(), other.bytes(), "{face:?} and {other:?}");
            }
        }
    }
}
