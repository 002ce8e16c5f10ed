//! True, false, or not known: Kleene's three values.

/// A truth value. Unknown is not false: it stays unknown until an answer decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds, whatever the open answers are.
    True,
    /// It does not hold, whatever the open answers are.
    False,
    /// It hangs on an open answer.
    Unknown,
}

impl Truth {
    /// From something that is known.
    pub fn known(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// True if both are, false if one is.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            (Self::Unknown, Self::True | Self::Unknown) | (Self::True, Self::Unknown) => Self::Unknown,
        }
    }

    /// True if one is, false if both are.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            (Self::Unknown, Self::False | Self::Unknown) | (Self::False, Self::Unknown) => Self::Unknown,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn the_tables_are_kleenes() {
        let and = [
            (True, True, True),
            (True, False, False),
            (True, Unknown, Unknown),
            (False, False, False),
            (False, Unknown, False),
            (Unknown, Unknown, Unknown),
        ];
        for (a, b, result) in and {
            assert_eq!(a.and(b), result);
            assert_eq!(b.and(a), result);
            assert_eq!((!a).or(!b), !result, "De Morgan for {a:?}, {b:?}");
        }
        assert_eq!(!Unknown, Unknown);
        assert_eq!(Truth::known(true), True);
    }
}
