use std::f64::consts::PI;

use rand::{Rng, RngExt};

use super::Affine;
use crate::MnistError;

/// How far random planar distortions go: half-widths of the uniform distributions that each
/// is drawn from. All zero (the default) is no distortion.
///
/// The paper combines "horizontal and vertical translations, scaling, squeezing (simultaneous
/// horizontal compression and vertical elongation, or the reverse) and horizontal shearing"
/// (section III-B) and gives no ranges.
///
/// With `k = exp U(±scale)` and `q = exp U(±squeeze)` an image is stretched by `diag(kq, k/q)`,
/// sheared, and rotated about the centre of the field, and then shifted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Distortion {
    /// Horizontal and vertical shift, in pixels.
    pub shift: f64,
    /// Logarithm of the change of size.
    pub scale: f64,
    /// Logarithm of the change of width against that of height.
    pub squeeze: f64,
    /// Horizontal shear: columns per row.
    pub shear: f64,
    /// Rotation, in degrees; not among the paper's.
    pub rotation: f64,
}

impl Distortion {
    /// Draws one distortion. The number of values taken from `rng` does not depend on the
    /// ranges.
    pub fn draw(&self, rng: &mut impl Rng) -> Affine {
        let mut within = |half_width: f64| half_width * (2.0 * rng.random::<f64>() - 1.0);
        let size = within(self.scale).exp();
        let squeeze = within(self.squeeze).exp();
        let shear = within(self.shear);
        let (sin, cos) = (within(self.rotation) * PI / 180.0).sin_cos();
        let shift = [within(self.shift), within(self.shift)];
        let (x, y) = (size * squeeze, size / squeeze);
        Affine {
            matrix: [
                [cos * x, (cos * shear - sin) * y],
                [sin * x, (sin * shear + cos) * y],
            ],
            shift,
        }
    }

    pub(super) fn check(&self) -> Result<(), MnistError> {
        // Beyond these nothing of the digit is left, or left to see.
        let ranges = [
            ("shift", self.shift, 1000.0),
            ("scale", self.scale, 3.0),
            ("squeeze", self.squeeze, 3.0),
            ("shear", self.shear, 10.0),
            ("rotation", self.rotation, 180.0),
        ];
        match ranges
            .into_iter()
            .find(|&(_, value, max)| !(0.0..=max).contains(&value))
        {
            Some((what, value, max)) => Err(MnistError::Distortion { what, value, max }),
            None => Ok(()),
        }
    }
}
