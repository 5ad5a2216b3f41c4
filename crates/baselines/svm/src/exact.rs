//! Kernel values in double precision.

use classifier::Centring;

use crate::Kernel;
use crate::kernel::Geometry;

/// A kernel of images x that are stored as x' = (x − o) / unit.
///
/// Gaussians of distances and, since Σ α y = 0, dot products do not mind where the origin o is:
/// it is left out. Other kernels do, and far from zero their values are nearly all the same. The
/// same Σ α y = 0 then allows to put
///
/// ```text
///   k(x, y) − k(x, o) − k(o, y) + k(o, o)
/// ```
///
/// in the kernel's place: the machine is the same, and what is added up is what differs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExactKernel {
    geometry: Geometry,
    /// What multiplies a dot product of images in their unit, or a squared distance.
    scale: f64,
    /// The origin in units, if the kernel minds it.
    origin: Option<Vec<f64>>,
    half_squared_origin: f64,
    /// k(o, o), if there is such an origin.
    ground: f64,
}

/// What a kernel value takes of an image besides its dot products.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ExactTerm {
    /// ‖x'‖².
    own_dot: f64,
    /// o·x' + ½‖o‖²: x·y = x'·y' + the lifts of both.
    lift: f64,
    /// ‖x‖², or 1 for an image that is brought to unit length.
    squared_norm: f64,
    /// What brings it to unit length, or 1.
    factor: f64,
    /// k(x, o) − ½ k(o, o), if the kernel minds the origin.
    ground: f64,
}

/// A squared distance from dot products is trusted if it is at least this part of the squared
/// lengths: ten of 53 bits are lost then.
const LEAST_DISTANCE: f64 = 1.0 / 1024.0;

impl ExactTerm {
    /// ‖x'‖².
    pub(crate) fn own_dot(self) -> f64 {
        self.own_dot
    }

    /// What brings the image to unit length, or 1.
    pub(crate) fn factor(self) -> f64 {
        self.factor
    }
}

impl ExactKernel {
    /// The kernel of images that are stored as bytes.
    pub(crate) fn of_bytes(geometry: Geometry) -> Self {
        Self::new(geometry, 1.0 / 255.0, None)
    }

    /// The kernel of images that are stored centred.
    pub(crate) fn of_centred(geometry: Geometry, centring: &Centring) -> Self {
        let origin = || (0..centring.n_features()).map(|f| centring.origin(f) / centring.unit());
        let minds = geometry.normalise || matches!(geometry.kernel, Kernel::Polynomial { .. });
        let is_there = minds && origin().any(|o| o != 0.0);
        Self::new(
            geometry,
            centring.unit(),
            is_there.then(|| origin().collect()),
        )
    }

    fn new(geometry: Geometry, unit: f64, origin: Option<Vec<f64>>) -> Self {
        let squared_unit = if geometry.normalise { 1.0 } else { unit * unit };
        let mut kernel = Self {
            geometry,
            scale: geometry.kernel.scale() * squared_unit,
            half_squared_origin: origin
                .as_ref()
                .map_or(0.0, |origin| 0.5 * squared_norm(origin)),
            origin,
            ground: 0.0,
        };
        if kernel.origin.is_some() {
            let term = kernel.origin_term();
            kernel.ground = kernel.plain(0.0, term, term);
        }
        kernel
    }

    /// What makes a feature of an image of which no length is taken: the kernel is a function of
    /// dot products of features, or e to −½ their squared distance.
    pub(crate) fn feature_scale(&self) -> f64 {
        match self.geometry.kernel {
            Kernel::Gaussian { .. } => (2.0 * self.scale).sqrt(),
            _ => self.scale.sqrt(),
        }
    }

    /// The origin in units, if the kernel minds it.
    pub(crate) fn origin(&self) -> Option<&[f64]> {
        self.origin.as_deref()
    }

    /// The term of an image as it is stored.
    pub(crate) fn term(&self, image: &[f64]) -> ExactTerm {
        let along = self.origin.as_ref().map_or(0.0, |origin| {
            origin.iter().zip(image).map(|(o, x)| o * x).sum()
        });
        let mut term = self.term_of(squared_norm(image), along);
        if self.origin.is_some() {
            term.ground = self.plain(0.0, term, self.origin_term()) - 0.5 * self.ground;
        }
        term
    }

    /// The term of an image of this ‖x'‖² and o·x', but for the ground.
    pub(crate) fn term_of(&self, own_dot: f64, along: f64) -> ExactTerm {
        let lift = along + self.half_squared_origin;
        let squared_norm = own_dot + 2.0 * lift;
        // A black image has no direction: its cosine with every other is taken for zero. Seen
        // from far away, it is one as far as rounding leaves.
        let is_image = squared_norm > self.half_squared_origin * f64::EPSILON * 1024.0;
        let (factor, squared_norm) = match (self.geometry.normalise, is_image) {
            (false, _) => (1.0, squared_norm),
            (true, true) => (1.0 / squared_norm.sqrt(), 1.0),
            (true, false) => (1.0, 0.0),
        };
        ExactTerm {
            own_dot,
            lift,
            squared_norm,
            factor,
            ground: 0.0,
        }
    }

    fn origin_term(&self) -> ExactTerm {
        self.term_of(0.0, 0.0)
    }

    /// The kernel of two images from x'·y'.
    #[inline]
    pub(crate) fn value(&self, dot: f64, x: ExactTerm, y: ExactTerm) -> f64 {
        self.plain(dot, x, y) - (x.ground + y.ground)
    }

    /// k(x, y).
    #[inline]
    fn plain(&self, dot: f64, x: ExactTerm, y: ExactTerm) -> f64 {
        let dot = (dot + (x.lift + y.lift)) * (x.factor * y.factor);
        match self.geometry.kernel {
            Kernel::Linear => self.scale * dot,
            Kernel::Polynomial { degree, offset, .. } => {
                (self.scale * dot + offset).powi(degree as i32)
            }
            Kernel::Gaussian { .. } => {
                self.of_squared_distance(x.squared_norm + y.squared_norm - 2.0 * dot)
            }
        }
    }

    /// The kernel of two images at this distance, if it is a Gaussian.
    pub(crate) fn of_squared_distance(&self, squared_distance: f64) -> f64 {
        // Rounding may bring the distance of equal images below zero.
        let distance = if squared_distance < 0.0 {
            0.0
        } else {
            squared_distance
        };
        (-self.scale * distance).exp()
    }

    /// Whether the distance of two images has to be computed from their differences, since the
    /// dot product leaves too few of its digits.
    #[inline]
    pub(crate) fn cancels(&self, dot: f64, x: ExactTerm, y: ExactTerm) -> bool {
        let sum = x.squared_norm + y.squared_norm;
        matches!(self.geometry.kernel, Kernel::Gaussian { .. })
            && !self.geometry.normalise
            && sum - 2.0 * dot < LEAST_DISTANCE * sum
    }

    /// k(x, x).
    pub(crate) fn plain_diagonal(&self, x: ExactTerm) -> f64 {
        self.plain(x.own_dot, x, x)
    }

    /// How far an image is from the origin under the kernel, of k(x, x):
    /// (k(x, x) − 2 k(x, o) + k(o, o)) / k(x, x).
    pub(crate) fn apartness(&self, x: ExactTerm) -> f64 {
        let origin = self.origin_term();
        let own = self.plain_diagonal(x);
        let of_origin = self.plain(0.0, origin, origin);
        (own - 2.0 * self.plain(0.0, x, origin) + of_origin) / own.max(of_origin)
    }
}

fn squared_norm(image: &[f64]) -> f64 {
    image.iter().map(|x| x * x).sum()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn an_origin_changes_a_kernel_by_its_ground_alone() {
        let plain = array![[1000.5f64, 1001.25], [1000.0, 1000.75], [1001.0, 1000.5]];
        let centring = Centring::of_features(plain.view());
        assert!(!centring.is_none());
        let mut stored = plain.clone();
        for (pixels, mut image) in plain.outer_iter().zip(stored.outer_iter_mut()) {
            centring.write_doubles(pixels, image.as_slice_mut().unwrap());
        }
        let polynomial = Kernel::Polynomial {
            degree: 3,
            scale: 1e-6,
            offset: 0.5,
        };
        for (kernel, normalise) in [
            (polynomial, false),
            (polynomial, true),
            (Kernel::Gaussian { gamma: 1e3 }, true),
        ] {
            let geometry = Geometry { kernel, normalise };
            let exact = ExactKernel::of_centred(geometry, &centring);
            let none = ExactKernel::of_centred(geometry, &Centring::none(2));
            let origin = array![centring.origin(0), centring.origin(1)];
            let of = |x: &[f64], y: &[f64]| {
                let dot = x.iter().zip(y).map(|(a, b)| a * b).sum();
                none.value(dot, none.term(x), none.term(y))
            };
            let o = origin.as_slice().unwrap();
            for (i, j) in [(0, 0), (0, 1), (1, 2), (2, 0)] {
                let rows = |matrix: &ndarray::Array2<f64>| {
                    [matrix.row(i).to_vec(), matrix.row(j).to_vec()]
                };
                let ([x, y], [a, b]) = (rows(&plain), rows(&stored));
                let expected = of(&x, &y) - of(&x, o) - of(o, &y) + of(o, o);
                let dot = a.iter().zip(&b).map(|(a, b)| a * b).sum();
                let found = exact.value(dot, exact.term(&a), exact.term(&b));
                assert!(
                    (found - expected).abs() < 1e-9,
                    "{kernel:?}: {found} against {expected}"
                );
            }
        }
    }
}
