//! Which letters can be printed, and how do they look? The four faces of Inter that ship with the app.
//!
//! Lengths are font units; `units_per_em` says how many make the size. Each face is read once, at
//! its first use. This module doesn't shape, measure or place text, and never asks the system for a
//! font: a page looks the same on every computer.

use std::collections::HashSet;
use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use super::document::Weight;
use super::error::SummaryError;

/// Every face, in the order of their index.
pub(super) const WEIGHTS: [Weight; 4] = [Weight::Regular, Weight::SemiBold, Weight::Bold, Weight::Italic];

/// The outline of one glyph, in font units with y upward from the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// So many font units are the size of the text.
    pub units_per_em: f32,
    /// The contours; fill them by the non-zero rule.
    pub segments: Vec<OutlineSegment>,
}

/// One step of a contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutlineSegment {
    /// Begin a contour here.
    Move(f32, f32),
    /// A straight line to here.
    Line(f32, f32),
    /// A quadratic curve: control point, then end point.
    Quad(f32, f32, f32, f32),
    /// Close the contour.
    Close,
}

/// The outline of a glyph, for the preview. A glyph that the face doesn't have is empty, like a space.
///
/// # Errors
///
/// [`SummaryError::Font`] if the face in the program is damaged.
pub fn outline(weight: Weight, glyph: u16) -> Result<Outline, SummaryError> {
    let face = face(weight)?;
    let mut pen = Pen(Vec::new());
    if let Some(found) = face.reader.outline_glyphs().get(GlyphId::from(glyph)) {
        found
            .draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen)
            .map_err(|_| SummaryError::Font { weight })?;
    }
    Ok(Outline { units_per_em: face.units_per_em, segments: pen.0 })
}

/// The characters of `text` that can't be printed, each once, in the order of their first use.
///
/// # Errors
///
/// [`SummaryError::Font`] if a face in the program is damaged.
pub fn uncovered(text: &str) -> Result<Vec<char>, SummaryError> {
    let mut missing = Vec::new();
    if text.is_ascii() {
        return Ok(missing);
    }
    let covered = covered()?;
    for character in clean(text).chars().filter(|character| !character.is_ascii()) {
        if !covered.contains(&character) && !missing.contains(&character) {
            missing.push(character);
        }
    }
    Ok(missing)
}

/// The characters that all faces have.
fn covered() -> Result<&'static HashSet<char>, SummaryError> {
    static COVERED: OnceLock<HashSet<char>> = OnceLock::new();
    let faces = [face(WEIGHTS[0])?, face(WEIGHTS[1])?, face(WEIGHTS[2])?, face(WEIGHTS[3])?];
    Ok(COVERED.get_or_init(|| {
        let [first, others @ ..] = faces;
        let mapped = first.reader.charmap().mappings();
        let characters = mapped.filter_map(|(character, _)| char::from_u32(character));
        characters.filter(|character| others.iter().all(|face| face.glyph(*character).is_some())).collect()
    }))
}

/// Typed text as it is printed: line breaks and tabs become spaces, invisible and control characters
/// are left out, ligatures become letters, and letters with separate accents are
/// joined (NFC).
pub fn clean(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    text.chars().filter_map(printable).flat_map(parted).nfc().collect()
}

/// Words pasted from a PDF may hold ligatures, which stand for their letters.
fn parted(character: char) -> impl Iterator<Item = char> {
    let letters = match character {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => "",
    };
    letters.chars().chain(letters.is_empty().then_some(character))
}

fn printable(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Spaces of other widths: what matters is whether a line may break there.
        '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2007}' | '\u{202f}' => Some('\u{a0}'),
        // Soft hyphens, joiners, direction marks, variation selectors: they draw nothing.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' => None,
        '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}' => None,
        character if character.is_control() => None,
        character => Some(character),
    }
}

/// One face, read.
pub(super) struct Face {
    /// The font file.
    pub(super) bytes: &'static [u8],
    /// So many font units are the size of the text.
    pub(super) units_per_em: f32,
    /// How far letters rise above the baseline, as a part of the size.
    pub(super) ascent: f32,
    /// How far letters hang below the baseline, as a part of the size, positive.
    pub(super) descent: f32,
    /// How high capitals are, as a part of the size.
    pub(super) cap_height: f32,
    /// How far letters lean, in degrees counterclockwise: negative where they lean to the right.
    pub(super) italic_angle: f32,
    /// What all glyphs together cover: left, bottom, right and top, as parts of the size.
    pub(super) bounds: [f32; 4],
    /// The face as the shaper reads it.
    pub(super) font: harfrust::Font,
    reader: FontRef<'static>,
}

impl Face {
    /// The glyph of a character, if the face has one.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.reader.charmap().map(character)?;
        u16::try_from(glyph.to_u32()).ok()
    }
}

/// A face by its weight, read at its first use.
pub(super) fn face(weight: Weight) -> Result<&'static Face, SummaryError> {
    static FACES: [OnceLock<Option<Face>>; 4] = [const { OnceLock::new() }; 4];
    let (index, bytes) = file(weight);
    FACES
        .get(index)
        .and_then(|slot| slot.get_or_init(|| read(bytes)).as_ref())
        .ok_or(SummaryError::Font { weight })
}

/// A face's place in [`WEIGHTS`] and its file.
fn file(weight: Weight) -> (usize, &'static [u8]) {
    match weight {
        Weight::Regular => (0, include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
        Weight::SemiBold => (1, include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
        Weight::Bold => (2, include_bytes!("../../assets/fonts/Inter-Bold.ttf")),
        Weight::Italic => (3, include_bytes!("../../assets/fonts/Inter-Italic.ttf")),
    }
}

/// A face's place in [`WEIGHTS`].
pub(super) fn index(weight: Weight) -> usize {
    file(weight).0
}

fn read(bytes: &'static [u8]) -> Option<Face> {
    let reader = FontRef::new(bytes).ok()?;
    let metrics = reader.metrics(Size::unscaled(), LocationRef::default());
    let units_per_em = f32::from(metrics.units_per_em);
    let bounds = metrics.bounds?;
    Some(Face {
        bytes,
        units_per_em,
        ascent: metrics.ascent / units_per_em,
        descent: -metrics.descent / units_per_em,
        cap_height: metrics.cap_height? / units_per_em,
        italic_angle: metrics.italic_angle,
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|at| at / units_per_em),
        font: harfrust::Font::new(bytes, 0)?,
        reader,
    })
}

/// Collects an outline. Inter's contours are quadratic; a cubic one can't come.
struct Pen(Vec<OutlineSegment>);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineSegment::Move(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(OutlineSegment::Line(x, y));
    }

    fn quad_to(&mut self, control_x: f32, control_y: f32, x: f32, y: f32) {
        self.0.push(OutlineSegment::Quad(control_x, control_y, x, y));
    }

    fn curve_to(&mut self, _: f32, _: f32, control_x: f32, control_y: f32, x: f32, y: f32) {
        self.0.push(OutlineSegment::Quad(control_x, control_y, x, y));
    }

    fn close(&mut self) {
        self.0.push(OutlineSegment::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_latin_greek_and_cyrillic_are_covered_by_every_face() {
        let names =
            "Zoë Łukasz Marković Ñandú Þór Ғани Жанна Щербакова Ωμέγα Ελένη ≥ µ ² ½ ° “ ” ’ – — • … ✓";
        assert!(uncovered(&names.replace('✓', "")).unwrap().is_empty());
    }

    #[test]
    fn a_character_without_a_glyph_is_named_once() {
        assert_eq!(uncovered("中 a 中 שׁ").unwrap().first(), Some(&'中'));
        assert_eq!(uncovered("中 a 中").unwrap(), ['中']);
    }

    #[test]
    fn line_breaks_become_spaces_and_control_characters_vanish() {
        assert_eq!(clean("a\nb\tc\u{7}\u{200b}\u{202e}d\u{ad}"), "a b cd");
        assert_eq!(clean("e\u{301}"), "é");
        assert_eq!(clean("e\u{fb03}cacy"), "efficacy");
    }

    #[test]
    fn the_letter_o_has_two_contours_and_a_space_none() {
        let face = face(Weight::Regular).unwrap();
        let glyph = |c: char| outline(Weight::Regular, face.glyph(c).unwrap()).unwrap();
        let closed = |o: &Outline| o.segments.iter().filter(|s| **s == OutlineSegment::Close).count();
        assert_eq!(closed(&glyph('o')), 2);
        assert_eq!(closed(&glyph(' ')), 0);
    }
}
