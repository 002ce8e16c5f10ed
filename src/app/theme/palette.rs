//! Every color of the app by its name, and the proof that each can be read on its ground.
//!
//! Colors are sRGB. Where a color is used is the widgets' business.

use eframe::egui::Color32;

use crate::app::widgets::Level;

/// Two colors that belong together: words and signs in `strong`, on a ground of `soft`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// For words, signs and edges.
    pub strong: Color32,
    /// For the ground beneath them.
    pub soft: Color32,
}

/// Every color of the app, by what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// Names, questions, answers: what is read first.
    pub ink: Color32,
    /// Explanations, dates, counts: what is read second.
    pub muted: Color32,
    /// Marks without meaning of their own, such as the handle of a scroll bar.
    pub faint: Color32,
    /// Hairlines between rows and around cards.
    pub line: Color32,
    /// The border of what one types into, chooses or presses.
    pub control_line: Color32,
    /// Cards, panels, controls.
    pub surface: Color32,
    /// The window behind the cards, and quiet boxes inside of them.
    pub ground: Color32,
    /// The one color for "here": selection, focus ring, links, the main button.
    pub accent: Color32,
    /// The main button beneath the pointer.
    pub accent_hover: Color32,
    /// The ground of what is selected.
    pub accent_soft: Color32,
    /// Words on `accent`.
    pub on_accent: Color32,
    /// Behind the letters that matched a search.
    pub highlight: Color32,
    /// Something that turned out well, such as a program that is likely.
    pub good: Pair,
    /// The verdict *contraindicated*.
    pub contraindicated: Pair,
    /// The verdict *avoid*; also what is late, failed or refused.
    pub avoid: Pair,
    /// The verdict *needs test*.
    pub needs_test: Pair,
    /// The verdict *incomplete*.
    pub incomplete: Pair,
    /// The verdict *caution*.
    pub caution: Pair,
    /// The verdict *no concern found*.
    pub no_concern: Pair,
    /// The bars of a chart, one color for each treatment; they begin again where there are more.
    pub bars: [Color32; 6],
    /// The shadow of a menu or dialog.
    pub shade: Color32,
}

impl Palette {
    /// The colors of one verdict.
    #[must_use]
    pub fn level(&self, level: Level) -> Pair {
        match level {
            Level::Contraindicated => self.contraindicated,
            Level::Avoid => self.avoid,
            Level::NeedsTest => self.needs_test,
            Level::Incomplete => self.incomplete,
            Level::Caution => self.caution,
            Level::NoConcern => self.no_concern,
        }
    }

    /// The color of one treatment's bars.
    #[must_use]
    pub fn series(&self, at: usize) -> Color32 {
        self.bars.get(at % self.bars.len()).copied().unwrap_or(self.ink)
    }

    /// How often the colors of the bars have begun again before that of a treatment.
    #[must_use]
    pub fn round(&self, at: usize) -> usize {
        at / self.bars.len()
    }

    /// Dark words on light paper.
    pub(super) fn light() -> Self {
        Self {
            ink: rgb(0x1a2330),
            muted: rgb(0x566272),
            faint: rgb(0xc2c9d2),
            line: rgb(0xdee3e9),
            control_line: rgb(0x848e9d),
            surface: rgb(0xffffff),
            ground: rgb(0xf5f7f9),
            accent: rgb(0x0b5c7a),
            accent_hover: rgb(0x084a63),
            accent_soft: rgb(0xe1eef3),
            on_accent: rgb(0xffffff),
            highlight: rgb(0xfae8a7),
            good: pair(0x1e6b50, 0xe5f1ec),
            contraindicated: pair(0xa81524, 0xfdebeb),
            avoid: pair(0xb4480c, 0xfdf0e6),
            needs_test: pair(0x5b3aa6, 0xf0ecf9),
            incomplete: pair(0x4d5765, 0xeaedf0),
            caution: pair(0x7a5b00, 0xfaf4db),
            no_concern: pair(0x1e6b50, 0xe5f1ec),
            bars: [0x5b3aa6, 0xb4480c, 0x0b5c7a, 0x5f6b7a, 0x1e6b50, 0x9c2a6b].map(rgb),
            shade: Color32::from_black_alpha(28),
        }
    }

    /// Light words on a dark ground.
    pub(super) fn dark() -> Self {
        let good = pair(0x6fd3ab, 0x143529);
        Self {
            ink: rgb(0xe9eef4),
            muted: rgb(0xabb6c4),
            faint: rgb(0x4c5766),
            line: rgb(0x323c49),
            control_line: rgb(0x7b889a),
            surface: rgb(0x1b222c),
            ground: rgb(0x12171e),
            accent: rgb(0x74c8e8),
            accent_hover: rgb(0x9bdaf0),
            accent_soft: rgb(0x17394a),
            on_accent: rgb(0x08202b),
            highlight: rgb(0x4d3f0c),
            good,
            contraindicated: pair(0xff9199, 0x42191d),
            avoid: pair(0xffa66b, 0x402611),
            needs_test: pair(0xc0aaff, 0x2b2450),
            incomplete: pair(0xc1cad6, 0x2c3643),
            caution: pair(0xf0cd5c, 0x393009),
            no_concern: good,
            bars: [0xb59bff, 0xf59454, 0x5fb6d8, 0x9aa7b8, 0x62c79e, 0xe67fb8].map(rgb),
            shade: Color32::from_black_alpha(150),
        }
    }

    /// Light words on black. Lines that are hairlines elsewhere can be seen here too.
    pub(super) fn high_contrast() -> Self {
        let good = pair(0x7dedb8, 0x002415);
        Self {
            ink: rgb(0xffffff),
            muted: rgb(0xe4e8ed),
            faint: rgb(0xa0a8b2),
            line: rgb(0x9aa2ac),
            control_line: rgb(0xffffff),
            surface: rgb(0x000000),
            ground: rgb(0x0b0d10),
            accent: rgb(0x66e0ff),
            accent_hover: rgb(0xb3f0ff),
            accent_soft: rgb(0x003245),
            on_accent: rgb(0x000000),
            highlight: rgb(0x3d3200),
            good,
            contraindicated: pair(0xffa3a8, 0x3a0509),
            avoid: pair(0xffb27a, 0x331700),
            needs_test: pair(0xd3c2ff, 0x1d1147),
            incomplete: pair(0xe4e8ed, 0x1d232b),
            caution: pair(0xffdc60, 0x2e2400),
            no_concern: good,
            bars: [0xc9b5ff, 0xffab70, 0x66e0ff, 0xd0d5db, 0x7dedb8, 0xff9fd4].map(rgb),
            shade: Color32::from_black_alpha(200),
        }
    }
}

fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

fn pair(strong: u32, soft: u32) -> Pair {
    Pair { strong: rgb(strong), soft: rgb(soft) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, relative luminance of an sRGB color.
    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    /// WCAG 2.2, contrast ratio: 1 (alike) to 21 (black on white).
    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn the_contrast_formula_gives_the_values_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.001);
        assert!((contrast(rgb(0x777777), Color32::WHITE) - 4.478).abs() < 0.01);
    }

    fn palettes() -> [(&'static str, Palette, f64); 3] {
        [
            ("light", Palette::light(), 4.5),
            ("dark", Palette::dark(), 4.5),
            // WCAG 2.2, level AAA.
            ("high contrast", Palette::high_contrast(), 7.0),
        ]
    }

    /// What words stand on.
    fn grounds(p: &Palette) -> [(&'static str, Color32); 4] {
        [
            ("surface", p.surface),
            ("ground", p.ground),
            ("accent_soft", p.accent_soft),
            ("highlight", p.highlight),
        ]
    }

    #[test]
    fn all_text_has_a_contrast_of_at_least_four_and_a_half_and_of_seven_where_it_is_high() {
        for (palette, p, at_least) in palettes() {
            let mut pairs = vec![("on_accent on accent", p.on_accent, p.accent)];
            pairs.push(("on_accent on accent_hover", p.on_accent, p.accent_hover));
            for (name, ground) in grounds(&p) {
                pairs.push((name, p.ink, ground));
                pairs.push((name, p.muted, ground));
                pairs.push((name, p.accent, ground));
            }
            for level in Level::ALL {
                let colors = p.level(level);
                pairs.push((level.words(), colors.strong, colors.soft));
                pairs.push((level.words(), colors.strong, p.surface));
                pairs.push((level.words(), colors.strong, p.ground));
                pairs.push((level.words(), p.ink, colors.soft));
                pairs.push((level.words(), p.muted, colors.soft));
            }
            for ground in [p.good.soft, p.surface, p.ground] {
                pairs.push(("good", p.good.strong, ground));
            }
            assert_eq!(pairs.len(), 2 + 4 * 3 + 6 * 5 + 3);
            for (name, text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(ratio >= at_least, "{palette}, {name}: {text:?} on {ground:?} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn signs_focus_ring_borders_of_controls_and_bars_have_a_contrast_of_at_least_three() {
        for (palette, p, _) in palettes() {
            let mut pairs = Vec::new();
            for ground in [p.surface, p.ground] {
                pairs.push((p.accent, ground));
                pairs.push((p.control_line, ground));
                pairs.push((p.muted, ground));
                for level in Level::ALL {
                    pairs.push((p.level(level).strong, ground));
                }
            }
            for bar in p.bars {
                pairs.push((bar, p.surface));
                pairs.push((bar, p.accent_soft));
            }
            pairs.push((p.accent, p.accent_soft));
            for level in Level::ALL {
                pairs.push((p.level(level).strong, p.level(level).soft));
                // The ring around a banner or a chip that has the focus.
                pairs.push((p.accent, p.level(level).soft));
            }
            assert_eq!(pairs.len(), 2 * 9 + 2 * 6 + 1 + 2 * 6);
            for (mark, ground) in pairs {
                let ratio = contrast(mark, ground);
                assert!(ratio >= 3.0, "{palette}: {mark:?} on {ground:?} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn bars_that_stand_beside_each_other_are_told_apart() {
        for (palette, p, _) in palettes() {
            for (at, bar) in p.bars.iter().enumerate() {
                for other in p.bars.iter().skip(at + 1) {
                    let parts = bar.to_array().into_iter().zip(other.to_array());
                    let distance: u32 = parts.map(|(a, b)| u32::from(a.abs_diff(b))).sum();
                    assert!(distance > 60, "{palette}: {bar:?} and {other:?}");
                }
            }
        }
    }
}
