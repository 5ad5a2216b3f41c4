use crate::gaussian::Smooth;

/// Number of transformations.
pub(crate) const N_TRANSFORMATIONS: usize = 7;

/// A small change of an image that does not change its class. It has one parameter.
///
/// Each transformation moves every point of the image to a nearby point. The derivative of the
/// image along this displacement is its tangent vector (Simard, LeCun, Denker & Victorri,
/// *Transformation Invariance in Pattern Recognition*, 1998, section 4.2). The first six span the
/// affine maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transformation {
    /// Translation along the rows.
    TranslationX,
    /// Translation along the columns.
    TranslationY,
    /// Rotation about the centre.
    Rotation,
    /// Scaling about the centre.
    Scaling,
    /// Compression along one axis and stretching along the other.
    Squeezing,
    /// The same along the diagonals. Together with a rotation it is a shear.
    Skewing,
    /// Points move along the gradient, which makes strokes thicker or thinner.
    Thickness,
}

impl Transformation {
    /// All of them.
    pub const ALL: [Self; N_TRANSFORMATIONS] = [
        Self::TranslationX,
        Self::TranslationY,
        Self::Rotation,
        Self::Scaling,
        Self::Squeezing,
        Self::Skewing,
        Self::Thickness,
    ];

    /// The displacement of the point `(x, y)` for one unit of the parameter. `(x, y)` is relative
    /// to the image's centre, and `(dx, dy)` is the image's gradient at this point.
    pub fn displacement(self, (x, y): (f64, f64), (dx, dy): (f64, f64)) -> (f64, f64) {
        match self {
            Self::TranslationX => (1.0, 0.0),
            Self::TranslationY => (0.0, 1.0),
            Self::Rotation => (y, -x),
            Self::Scaling => (x, y),
            Self::Squeezing => (x, -y),
            Self::Skewing => (y, x),
            Self::Thickness => (dx, dy),
        }
    }

    /// Writes the tangent vector of an image with this width.
    pub(crate) fn tangent(self, smooth: &Smooth, width: usize, tangent: &mut [f64]) {
        let height = tangent.len() / width;
        let centre = ((width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0);
        let rows = (tangent.chunks_exact_mut(width)).zip(
            smooth
                .dx
                .chunks_exact(width)
                .zip(smooth.dy.chunks_exact(width)),
        );
        for (y, (tangent, (dx, dy))) in rows.enumerate() {
            for (x, (tangent, (&dx, &dy))) in tangent.iter_mut().zip(dx.iter().zip(dy)).enumerate()
            {
                let point = (x as f64 - centre.0, y as f64 - centre.1);
                let (along_x, along_y) = self.displacement(point, (dx, dy));
                *tangent = along_x * dx + along_y * dy;
            }
        }
    }
}
