//! Which glyphs show these words, and how wide are they? Shaping with kerning.
//!
//! Works in font units and knows neither sizes nor lines. Ligatures and contextual forms are off:
//! what was typed is what is printed. Script is told apart only as far as the fonts reach.

use std::sync::OnceLock;

use harfrust::{Buffer, Direction, Feature, Script, ShapeOptions, ShapePlan, ShaperFont, Tag, shape};

use super::document::Weight;
use super::error::SummaryError;
use super::fonts::{WEIGHTS, face, index};

/// How figures are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figures {
    /// Each as wide as it is.
    Proportional,
    /// All equally wide, so that amounts stand below each other.
    Tabular,
}

/// One shaped glyph, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShapedGlyph {
    pub(super) id: u16,
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) rise: i32,
    /// Where its cluster begins in the text, in bytes. Glyphs of one cluster can't be parted.
    pub(super) cluster: usize,
}

/// Shapes words that are already clean.
pub(super) fn shape_words(
    words: &str,
    weight: Weight,
    figures: Figures,
) -> Result<Vec<ShapedGlyph>, SummaryError> {
    let font = ShaperFont::new(&face(weight)?.font);
    let mut glyphs = Vec::with_capacity(words.len());
    let mut buffer = Buffer::new();
    for (start, part, script) in scripts(words) {
        buffer.reset();
        buffer.push_str(part);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(script.tag()));
        let plan = plan(weight, script, figures)?;
        let options = ShapeOptions::new().plan(Some(plan)).features(features(figures));
        shape(&font, &mut buffer, options).map_err(|_| SummaryError::Font { weight })?;
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            glyphs.push(ShapedGlyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance,
                dx: position.x_offset,
                rise: position.y_offset,
                cluster: start + info.cluster as usize,
            });
        }
    }
    Ok(glyphs)
}

/// The scripts that the fonts reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Latin,
    Greek,
    Cyrillic,
}

impl Letters {
    const ALL: usize = 3;

    fn tag(self) -> Script {
        match self {
            Letters::Latin => Script::LATIN,
            Letters::Greek => Script::GREEK,
            Letters::Cyrillic => Script::CYRILLIC,
        }
    }

    /// The script of a letter; none for figures, spaces, signs and accents, which follow their neighbor.
    fn of(character: char) -> Option<Letters> {
        match character {
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Letters::Greek),
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' => {
                Some(Letters::Cyrillic)
            }
            '\u{a640}'..='\u{a69f}' => Some(Letters::Cyrillic),
            '\u{300}'..='\u{36f}' => None,
            character if character.is_alphabetic() => Some(Letters::Latin),
            _ => None,
        }
    }
}

/// Cuts words where the script changes: start in bytes, words, script.
fn scripts(words: &str) -> Vec<(usize, &str, Letters)> {
    let mut parts = Vec::new();
    let mut current = None;
    let mut start = 0;
    for (at, character) in words.char_indices() {
        let Some(script) = Letters::of(character) else {
            continue;
        };
        match current {
            Some(known) if known != script => {
                if let Some(part) = words.get(start..at) {
                    parts.push((start, part, known));
                }
                start = at;
                current = Some(script);
            }
            Some(_) => {}
            None => current = Some(script),
        }
    }
    if let Some(part) = words.get(start..)
        && !part.is_empty()
    {
        parts.push((start, part, current.unwrap_or(Letters::Latin)));
    }
    parts
}

fn features(figures: Figures) -> &'static [Feature] {
    static FEATURES: OnceLock<[Feature; 4]> = OnceLock::new();
    let all = FEATURES.get_or_init(|| {
        [
            Feature::new(Tag::new(b"liga"), 0, ..),
            Feature::new(Tag::new(b"calt"), 0, ..),
            Feature::new(Tag::new(b"clig"), 0, ..),
            Feature::new(Tag::new(b"tnum"), 1, ..),
        ]
    });
    match figures {
        Figures::Proportional => all.get(..3).unwrap_or(all),
        Figures::Tabular => all,
    }
}

/// Plans cost more to make than a line to shape, so each is made once.
fn plan(weight: Weight, script: Letters, figures: Figures) -> Result<&'static ShapePlan, SummaryError> {
    const PLANS: usize = WEIGHTS.len() * Letters::ALL * 2;
    static MADE: [OnceLock<ShapePlan>; PLANS] = [const { OnceLock::new() }; PLANS];
    let font = &face(weight)?.font;
    let slot = (index(weight) * Letters::ALL + script as usize) * 2 + figures as usize;
    let made = MADE.get(slot).ok_or(SummaryError::Font { weight })?;
    Ok(made.get_or_init(|| {
        ShapePlan::new(font, Direction::LeftToRight, Some(script.tag()), None, features(figures))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(words: &str, figures: Figures) -> i32 {
        let glyphs = shape_words(words, Weight::Regular, figures).unwrap();
        glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    #[test]
    fn pairs_are_kerned() {
        let apart = width("A", Figures::Proportional) + width("V", Figures::Proportional);
        assert!(width("AV", Figures::Proportional) < apart);
    }

    #[test]
    fn tabular_figures_are_equally_wide() {
        assert_eq!(width("1111", Figures::Tabular), width("8888", Figures::Tabular));
        assert_ne!(width("1111", Figures::Proportional), width("8888", Figures::Proportional));
    }

    #[test]
    fn an_arrow_typed_as_two_signs_stays_two_signs() {
        assert_eq!(shape_words("->", Weight::Regular, Figures::Proportional).unwrap().len(), 2);
    }

    #[test]
    fn words_are_cut_where_the_script_changes_and_spaces_follow_their_neighbor() {
        let parts: Vec<_> =
            scripts("Ana Жанна 5, Ελένη").into_iter().map(|(at, w, s)| (at, w.to_owned(), s)).collect();
        assert_eq!(
            parts,
            [
                (0, "Ana ".to_owned(), Letters::Latin),
                (4, "Жанна 5, ".to_owned(), Letters::Cyrillic),
                (18, "Ελένη".to_owned(), Letters::Greek),
            ]
        );
    }
}
