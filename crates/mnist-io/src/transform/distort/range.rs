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
/// Sizes are `exp U(±scale)` and squeezes `exp U(±squeeze)`; [`Affine::planar`] says what becomes
/// of them.
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
        let degrees = within(self.rotation);
        let shift = [within(self.shift), within(self.shift)];
        Affine::planar(size, squeeze, shear, degrees, shift)
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
