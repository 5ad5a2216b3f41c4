use std::f64::consts::PI;

/// A planar affine map of the field onto itself, about its centre: the point `p` of the
/// original goes to `c + M (p − c) + t`, x to the right and y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// `M`, row by row.
    pub matrix: [[f64; 2]; 2],
    /// `t`: to the right and downwards, in pixels.
    pub shift: [f64; 2],
}

impl Affine {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self {
        matrix: [[1.0, 0.0], [0.0, 1.0]],
        shift: [0.0, 0.0],
    };

    /// The paper's distortions (section III-B) and a rotation, about the centre of the field: an
    /// image is stretched by `diag(size * squeeze, size / squeeze)`, sheared by `shear` columns a
    /// row, turned clockwise by `degrees`, and then shifted.
    pub fn planar(size: f64, squeeze: f64, shear: f64, degrees: f64, shift: [f64; 2]) -> Self {
        let (sin, cos) = (degrees * PI / 180.0).sin_cos();
        let (x, y) = (size * squeeze, size / squeeze);
        Self {
            matrix: [
                [cos * x, (cos * shear - sin) * y],
                [sin * x, (sin * shear + cos) * y],
            ],
            shift,
        }
    }

    /// The point of the original at the distorted image's top left pixel, and how far it moves
    /// there with a pixel to the right and with one down. `None` if the map is not invertible.
    pub(super) fn inverse(&self, height: usize, width: usize) -> Option<[[f64; 2]; 3]> {
        let [[a, b], [c, d]] = self.matrix;
        let determinant = a * d - b * c;
        let right = [d / determinant, -c / determinant];
        let down = [-b / determinant, a / determinant];
        let centre = [(width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0];
        let [x, y] = [centre[0] + self.shift[0], centre[1] + self.shift[1]];
        let origin = [0, 1].map(|i| centre[i] - x * right[i] - y * down[i]);
        let parts = [origin, right, down];
        parts
            .as_flattened()
            .iter()
            .all(|part| part.abs() < 1e6)
            .then_some(parts)
    }
}
