//! How long is it? Lengths on paper, in points (1/72 inch).
//!
//! A length is never a bare number, so that points, millimeters and font units can't be mixed up.
//! Pixels and screen scale are not known here: the preview converts at its own edge.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in points, 1/72 inch.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Pt(pub f32);

/// So many points.
pub const fn pt(points: f32) -> Pt {
    Pt(points)
}

/// So many millimeters.
pub const fn mm(millimeters: f32) -> Pt {
    Pt(millimeters * 72.0 / 25.4)
}

/// So many inches.
pub const fn inch(inches: f32) -> Pt {
    Pt(inches * 72.0)
}

impl Pt {
    /// No length at all.
    pub const ZERO: Pt = Pt(0.0);

    /// The longer of the two.
    pub fn max(self, other: Pt) -> Pt {
        Pt(self.0.max(other.0))
    }

    /// The shorter of the two.
    pub fn min(self, other: Pt) -> Pt {
        Pt(self.0.min(other.0))
    }
}

impl Add for Pt {
    type Output = Pt;
    fn add(self, other: Pt) -> Pt {
        Pt(self.0 + other.0)
    }
}

impl AddAssign for Pt {
    fn add_assign(&mut self, other: Pt) {
        self.0 += other.0;
    }
}

impl Sub for Pt {
    type Output = Pt;
    fn sub(self, other: Pt) -> Pt {
        Pt(self.0 - other.0)
    }
}

impl SubAssign for Pt {
    fn sub_assign(&mut self, other: Pt) {
        self.0 -= other.0;
    }
}

impl Neg for Pt {
    type Output = Pt;
    fn neg(self) -> Pt {
        Pt(-self.0)
    }
}

impl Mul<f32> for Pt {
    type Output = Pt;
    fn mul(self, factor: f32) -> Pt {
        Pt(self.0 * factor)
    }
}

impl Div<f32> for Pt {
    type Output = Pt;
    fn div(self, divisor: f32) -> Pt {
        Pt(self.0 / divisor)
    }
}

/// The ratio of two lengths.
impl Div<Pt> for Pt {
    type Output = f32;
    fn div(self, other: Pt) -> f32 {
        self.0 / other.0
    }
}

impl Sum for Pt {
    fn sum<I: Iterator<Item = Pt>>(lengths: I) -> Pt {
        lengths.fold(Pt::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inch_is_72_points_and_25_4_millimeters() {
        assert_eq!(inch(1.0), pt(72.0));
        assert!((mm(25.4) - inch(1.0)).0.abs() < 1e-4);
    }
}
