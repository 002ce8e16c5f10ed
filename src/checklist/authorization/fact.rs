//! Was it asked, is it known, what is it? And a time that may be a year, a month or a day.

use jiff::civil::Date;

/// What is known of one thing. A thing that was not asked and one that nobody knows are told apart;
/// neither of them is "no".
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// It was not asked.
    #[default]
    NotAsked,
    /// It was asked, and is not known.
    Unknown,
    /// It is known.
    Known(T),
}

// What a patient said is shown nowhere by accident.
impl<T> std::fmt::Debug for Fact<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotAsked => "NotAsked",
            Self::Unknown => "Unknown",
            Self::Known(_) => "Known(…)",
        })
    }
}

impl<T> Fact<T> {
    /// What is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotAsked | Self::Unknown => None,
        }
    }

    /// Whether it was not asked.
    pub fn is_not_asked(&self) -> bool {
        matches!(self, Self::NotAsked)
    }
}

impl Fact<String> {
    /// The text; empty when it is not known.
    pub fn text(&self) -> &str {
        self.known().map_or("", String::as_str)
    }
}

/// A time in the past, as exactly as it is remembered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A year.
    Year(i16),
    /// A month of a year, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Moment(…)")
    }
}

impl Moment {
    /// Reads `2019`, `2019-03` or `2019-03-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits =
            |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() || !digits(year, 4) {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| *year > 0)?;
        match (month, day) {
            (None, _) => Some(Self::Year(year)),
            (Some(month), None) => {
                let month = digits(month, 2).then(|| month.parse().ok())??;
                (1..=12).contains(&month).then_some(Self::Month(year, month))
            }
            (Some(_), Some(_)) => super::super::answer::iso_date(text).map(Self::Day),
        }
    }

    /// The day, if it is that exact.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Year(_) | Self::Month(..) => None,
        }
    }

    /// The first day that can be meant.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Day(date) => Some(date),
        }
    }

    /// The last day that can be meant.
    pub fn latest(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
            Self::Day(date) => Some(date),
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}
