//! Which glyphs does the file carry, and what do they say when they are copied? Fonts as subsets.
//!
//! Glyphs are numbered anew in the order of their first use, so that a subset has no holes. Widths stand in the
//! file to a hundredth of a thousandth, so that only kerning needs corrections. Each glyph has one text for
//! copying: where a run means another one, it says so itself.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Name, Rect, Ref, Str, Stream};
use subsetter::GlyphRemapper;

use super::pack::{File, integer};
use crate::summary::document::Weight;
use crate::summary::error::SummaryError;
use crate::summary::fonts::{WEIGHTS, face, index};

/// The glyphs of all pages so far, by face.
#[derive(Default)]
pub(super) struct Embedded {
    faces: [Glyphs; WEIGHTS.len()],
}

/// The glyphs in use of one face.
#[derive(Default)]
struct Glyphs {
    numbers: GlyphRemapper,
    /// What each glyph gives when it is copied: whatever it showed first.
    copied: Vec<String>,
    /// How far each moves the pen, in thousandths of the size.
    widths: Vec<f32>,
}

/// A glyph as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Code {
    pub(super) number: u16,
    /// How far it moves the pen, in thousandths of the size.
    pub(super) width: f32,
    /// Whether copying it gives what it shows here.
    pub(super) faithful: bool,
}

impl Embedded {
    /// A glyph, which is in the file from now on, where it shows these words.
    pub(super) fn code(&mut self, weight: Weight, glyph: u16, shown: &str) -> Result<Code, SummaryError> {
        let damaged = SummaryError::Font { weight };
        let Some(glyphs) = self.faces.get_mut(index(weight)) else { return Err(damaged) };
        if glyphs.copied.is_empty() {
            // Every font begins with the sign for a missing glyph, which no text uses.
            glyphs.add(weight, 0, "")?;
        }
        let number = glyphs.numbers.remap(glyph);
        if usize::from(number) == glyphs.copied.len() {
            glyphs.add(weight, glyph, shown)?;
        }
        match (glyphs.widths.get(usize::from(number)), glyphs.copied.get(usize::from(number))) {
            (Some(width), Some(copied)) => Ok(Code { number, width: *width, faithful: copied == shown }),
            _ => Err(damaged),
        }
    }

    /// What pages call a face.
    pub(super) fn name(weight: Weight) -> &'static str {
        match weight {
            Weight::Regular => "R",
            Weight::SemiBold => "S",
            Weight::Bold => "B",
            Weight::Italic => "I",
        }
    }

    /// Writes the faces in use. Returns what pages call them, and their objects.
    pub(super) fn write(&self, file: &mut File) -> Result<Vec<(&'static str, Ref)>, SummaryError> {
        let mut fonts = Vec::with_capacity(WEIGHTS.len());
        for weight in WEIGHTS {
            let used = self.faces.get(index(weight)).filter(|glyphs| !glyphs.copied.is_empty());
            if let Some(glyphs) = used {
                fonts.push((Self::name(weight), glyphs.write(weight, file)?));
            }
        }
        Ok(fonts)
    }
}

/// What the characters of the subset are called: only that their numbers are those of the glyphs.
const INFO: SystemInfo<'_> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

impl Glyphs {
    fn add(&mut self, weight: Weight, glyph: u16, shown: &str) -> Result<(), SummaryError> {
        let face = face(weight)?;
        let units = face.font.glyph_metrics().h_advance(harfrust::GlyphId::from(glyph));
        self.widths.push((units * (1000.0 / face.units_per_em) * 100.0).round() / 100.0);
        self.copied.push(shown.to_owned());
        Ok(())
    }

    fn write(&self, weight: Weight, file: &mut File) -> Result<Ref, SummaryError> {
        let face = face(weight)?;
        let failed = |error: std::io::Error| SummaryError::Pdf { reason: error.to_string() };
        let subset = subsetter::subset(face.bytes, 0, &self.numbers);
        let subset = subset.map_err(|_| SummaryError::Font { weight })?;
        let length = integer(subset.len());
        let entries = |stream: &mut Stream<'_>| {
            stream.pair(Name(b"Length1"), length);
        };
        let program = file.stream(&subset, entries).map_err(failed)?;
        let map = file.stream(&self.characters(), |_| {}).map_err(failed)?;

        let name = Name(subset_name(weight));
        let thousandths = |part: f32| (part * 1000.0).round();
        let [left, bottom, right, top] = face.bounds.map(thousandths);
        let number = file.number();
        let mut descriptor = file.object(number).font_descriptor(number);
        descriptor.name(name).flags(flags(weight)).font_file2(program);
        descriptor.bbox(Rect::new(left, bottom, right, top)).italic_angle(face.italic_angle);
        descriptor.ascent(thousandths(face.ascent)).descent(thousandths(-face.descent));
        descriptor.cap_height(thousandths(face.cap_height)).stem_v(stem(weight));
        drop(descriptor);
        let descriptor = number;

        let number = file.number();
        let mut characters = file.object(number).cid_font(number);
        characters.subtype(CidFontType::Type2).base_font(name).system_info(INFO);
        characters.font_descriptor(descriptor).default_width(0.0);
        characters.widths().consecutive(0, self.widths.iter().copied());
        characters.cid_to_gid_map_predefined(Name(b"Identity"));
        drop(characters);
        let characters = number;

        let number = file.number();
        let mut font = file.object(number).type0_font(number);
        font.base_font(name).encoding_predefined(Name(b"Identity-H"));
        font.descendant_font(characters).to_unicode(map);
        drop(font);
        Ok(number)
    }

    /// The way from the glyphs back to characters.
    fn characters(&self) -> Vec<u8> {
        let mut map = UnicodeCmap::<u16>::new(Name(b"Copied"), INFO);
        for (number, copied) in (0_u16..).zip(&self.copied) {
            if !copied.is_empty() {
                map.pair_with_multiple(number, copied.chars());
            }
        }
        map.finish().into_vec()
    }
}

/// A subset's name begins with six capitals and a plus sign.
fn subset_name(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => b"INREGU+Inter-Regular",
        Weight::SemiBold => b"INSEMI+Inter-SemiBold",
        Weight::Bold => b"INBOLD+Inter-Bold",
        Weight::Italic => b"INITAL+Inter-Italic",
    }
}

/// What a reader that must do without the font takes instead: upright or slanted letters of no common set.
fn flags(weight: Weight) -> FontFlags {
    match weight {
        Weight::Italic => FontFlags::SYMBOLIC | FontFlags::ITALIC,
        Weight::Regular | Weight::SemiBold | Weight::Bold => FontFlags::SYMBOLIC,
    }
}

/// How thick upright strokes are, about, in thousandths of the size: for a reader that must do without the font.
fn stem(weight: Weight) -> f32 {
    match weight {
        Weight::Regular | Weight::Italic => 90.0,
        Weight::SemiBold => 125.0,
        Weight::Bold => 145.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_numbered_by_their_first_use_and_say_whether_they_copy_as_they_show() {
        let mut fonts = Embedded::default();
        let face = face(Weight::Regular).unwrap();
        let [a, b] = ['A', 'b'].map(|letter| face.glyph(letter).unwrap());
        let mut code = |glyph, shown: &str| fonts.code(Weight::Regular, glyph, shown).unwrap();
        let first = code(b, "b");
        assert_eq!((first.number, first.faithful), (1, true));
        assert_eq!(code(a, "A").number, 2);
        assert_eq!(code(b, "b"), first);
        // The Greek letter looks the same, but it is another character.
        assert_eq!((code(a, "Α").number, code(a, "Α").faithful), (2, false));
        let units = face.font.glyph_metrics().h_advance(harfrust::GlyphId::from(b));
        assert!((first.width - units * 1000.0 / face.units_per_em).abs() <= 0.005);
    }

    #[test]
    fn faces_that_no_page_uses_are_not_in_the_file() {
        let mut fonts = Embedded::default();
        let glyph = face(Weight::Bold).unwrap().glyph('A').unwrap();
        fonts.code(Weight::Bold, glyph, "A").unwrap();
        let mut file = File::new();
        let written = fonts.write(&mut file).unwrap();
        assert_eq!(written.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["B"]);
        let size = file.streams().len();
        assert!(size < 3_000, "one letter takes {size} bytes");
    }
}
