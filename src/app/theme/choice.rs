//! What may be chosen of the looks: which colors, and how large.
//!
//! Only values: [`super::apply`] and [`super::apply_text_size`] tell egui, and whoever keeps settings
//! keeps them by [`Choice::id`] and [`TextSize::percent`].

use serde::{Deserialize, Serialize};

/// Which colors the window has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Light or dark, as the system is set.
    #[default]
    System,
    /// Dark words on light paper.
    Light,
    /// Light words on a dark ground.
    Dark,
    /// Light words on black, every color at least 7:1.
    HighContrast,
}

impl Choice {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// Under which it is kept; the same as in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
        }
    }

    /// The choice that is kept under `id`; none for any other text.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }

    /// Its name on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }
}

/// How large everything is drawn, in percent of the usual size: 100 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct TextSize(u16);

impl TextSize {
    /// 100 %.
    pub const USUAL: Self = Self(100);
    /// The sizes that are offered, from the usual one up.
    pub const STEPS: [Self; 6] = [Self::USUAL, Self(110), Self(125), Self(150), Self(175), Self(200)];

    /// The size of so many percent; what is smaller than 100 or larger than 200 becomes that.
    #[must_use]
    pub fn of_percent(percent: u16) -> Self {
        Self(percent.clamp(100, 200))
    }

    /// In percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// As a factor, 1 to 2.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// The size of a factor, as far as it is one of ours.
    #[must_use]
    pub fn from_factor(factor: f32) -> Self {
        // A float outside of the range of the integer becomes the nearest integer, and is clamped then.
        Self::of_percent((factor * 100.0).round() as u16)
    }

    /// The next larger one that is offered; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self::STEPS.into_iter().find(|step| *step > self).unwrap_or(self)
    }

    /// The next smaller one that is offered; the smallest stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self::STEPS.into_iter().rev().find(|step| *step < self).unwrap_or(self)
    }
}

impl From<u16> for TextSize {
    fn from(percent: u16) -> Self {
        Self::of_percent(percent)
    }
}

impl From<TextSize> for u16 {
    fn from(size: TextSize) -> Self {
        size.percent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_kept_by_the_same_name_everywhere_and_found_again() {
        for choice in Choice::ALL {
            assert_eq!(Choice::by_id(choice.id()), Some(choice));
            assert_eq!(serde_json::to_value(choice).unwrap(), serde_json::Value::from(choice.id()));
            assert!(!choice.words().is_empty());
        }
        for other in ["", "Dark", "sepia"] {
            assert_eq!(Choice::by_id(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_text_size_stays_between_100_and_200_percent() {
        let sizes: [(u16, u16); 5] = [(0, 100), (99, 100), (133, 133), (201, 200), (u16::MAX, 200)];
        for (asked, kept) in sizes {
            assert_eq!(TextSize::of_percent(asked).percent(), kept);
            let read: TextSize = serde_json::from_value(asked.into()).unwrap();
            assert_eq!(u16::from(read), kept);
        }
        for factor in [-1.0, 0.5, f32::NAN] {
            assert_eq!(TextSize::from_factor(factor), TextSize::USUAL);
        }
        assert_eq!(TextSize::from_factor(9.0).percent(), 200);
    }

    #[test]
    fn larger_and_smaller_walk_the_steps_and_stop_at_the_ends() {
        let mut size = TextSize::USUAL;
        for step in TextSize::STEPS.into_iter().skip(1) {
            assert_eq!(step.smaller(), size);
            size = size.larger();
            assert_eq!(size, step);
        }
        assert_eq!((size.larger(), TextSize::USUAL.smaller()), (size, TextSize::USUAL));
        // A size between two steps goes to its neighbors.
        let between = TextSize::of_percent(133);
        assert_eq!((between.smaller().percent(), between.larger().percent()), (125, 150));
    }
}
