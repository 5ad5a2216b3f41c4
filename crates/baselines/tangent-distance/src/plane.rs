use crate::Transformation;
use crate::gaussian::Gaussian;
use crate::transformation::N_TRANSFORMATIONS;

/// A tangent is linearly dependent if at most this share of its length remains after the earlier
/// tangents are projected out. Images with a symmetry have such tangents.
const DEPENDENT: f64 = 1e-6;

/// The images that small transformations make from one image, to first order. They are the smoothed
/// image plus any linear combination of orthonormal directions, which span its tangents.
#[derive(Clone, Debug, PartialEq)]
pub struct TangentPlane {
    point: Vec<f64>,
    directions: [Vec<f64>; N_TRANSFORMATIONS],
}

impl TangentPlane {
    /// The tangent plane at an image of `height` × `width` intensities, row by row. The image is
    /// smoothed by a Gaussian with a standard deviation of `smoothing` pixels.
    ///
    /// # Panics
    /// If the image does not have that many pixels, or if `smoothing` is not from
    /// [`LEAST_SMOOTHING`](crate::LEAST_SMOOTHING) to
    /// [`LARGEST_SMOOTHING`](crate::LARGEST_SMOOTHING).
    pub fn new(image: &[f64], height: usize, width: usize, smoothing: f64) -> Self {
        assert_eq!(image.len(), height * width, "an image of height × width");
        let range = crate::LEAST_SMOOTHING..=crate::LARGEST_SMOOTHING;
        assert!(
            range.contains(&smoothing),
            "smoothing by {smoothing} pixels"
        );
        Self::of(image, width, &Gaussian::new(smoothing))
    }

    pub(crate) fn of(image: &[f64], width: usize, gaussian: &Gaussian) -> Self {
        let smooth = gaussian.smooth(image, width);
        let mut directions = Transformation::ALL.map(|transformation| {
            let mut tangent = vec![0.0; image.len()];
            transformation.tangent(&smooth, width, &mut tangent);
            tangent
        });
        orthonormalise(&mut directions);
        Self {
            point: smooth.values,
            directions,
        }
    }

    /// The smoothed image.
    pub fn point(&self) -> &[f64] {
        &self.point
    }

    /// Orthonormal directions. A direction that depends on the earlier ones is zero.
    pub fn directions(&self) -> &[Vec<f64>; N_TRANSFORMATIONS] {
        &self.directions
    }
}

/// Modified Gram–Schmidt (Golub & Van Loan, *Matrix Computations*, section 5.2.8).
fn orthonormalise(vectors: &mut [Vec<f64>]) {
    for j in 0..vectors.len() {
        let (before, rest) = vectors.split_at_mut(j);
        let Some(vector) = rest.first_mut() else {
            break;
        };
        let length = dot(vector, vector).sqrt();
        for direction in before {
            let along = dot(direction, vector);
            for (v, d) in vector.iter_mut().zip(direction) {
                *v -= along * *d;
            }
        }
        let left = dot(vector, vector).sqrt();
        let scale = if left > DEPENDENT * length {
            left.recip()
        } else {
            0.0
        };
        for v in vector {
            *v *= scale;
        }
    }
}

/// The scalar product, in four partial sums that the compiler can keep in one register.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
