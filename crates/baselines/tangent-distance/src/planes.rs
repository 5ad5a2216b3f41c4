use classifier::{Centring, Pixel};
use kernels::{FRAME, Frames, Level, ShapeError, frame_products};
use ndarray::{Array2, ArrayView2, Axis};

use crate::TangentPlane;
use crate::gaussian::Gaussian;
use crate::plane::dot;
use crate::transformation::N_TRANSFORMATIONS;

/// The value that represents 1 in the fixed-point vectors of a frame. No entry of a vector of unit
/// length is larger, and the product of two such vectors is below 2³⁰.
const ONE: f64 = i16::MAX as f64;

/// Index of the point in a frame. The vectors before it are the directions.
pub(crate) const POINT: usize = N_TRANSFORMATIONS;

/// The tangent planes of some images in fixed point. Their products are exact integers.
#[derive(Clone, Debug)]
pub(crate) struct Planes {
    /// Seven directions and the point, each of unit length or zero.
    pub(crate) frames: Frames,
    pub(crate) terms: Vec<Terms>,
}

/// What a distance needs in addition to the products of frames.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terms {
    /// The ratio of a unit of the point to a unit of a direction: the length of the point divided
    /// by the length of a direction.
    pub(crate) unit: f32,
    /// Squared length of the point.
    pub(crate) squared_norm: f32,
    /// The component of the point along each direction.
    pub(crate) along: [f32; N_TRANSFORMATIONS],
}

impl Planes {
    /// Makes the tangent planes of checked images with this width, after centring, and their
    /// smoothed images, `(n_images, n_features)`.
    pub(crate) fn of<P: Pixel>(
        level: Level,
        images: ArrayView2<'_, P>,
        centring: &Centring,
        width: usize,
        gaussian: &Gaussian,
    ) -> Result<(Self, Array2<f32>), ShapeError> {
        let (n_images, n_features) = images.dim();
        let (frames, points) = Frames::from_fn(n_images, n_features, |index, vectors| {
            let mut image = vec![0.0; n_features];
            centring.write_doubles(images.row(index), &mut image);
            let plane = TangentPlane::of(&image, width, gaussian);
            let length = dot(plane.point(), plane.point()).sqrt();
            let to_unit = if length > 0.0 { length.recip() } else { 0.0 };
            for (vector, direction) in vectors.chunks_exact_mut(n_features).zip(plane.directions())
            {
                write_fixed(vector, direction, ONE);
            }
            write_fixed(
                &mut vectors[POINT * n_features..],
                plane.point(),
                ONE * to_unit,
            );
            let point: Vec<f32> = plane.point().iter().map(|&value| value as f32).collect();
            (length as f32, point)
        })?;

        let mut smoothed = Array2::zeros((n_images, n_features));
        let mut terms = Vec::with_capacity(n_images);
        for (index, (length, point)) in points.into_iter().enumerate() {
            let own = smoothed.index_axis_mut(Axis(0), index);
            own.into_iter()
                .zip(point)
                .for_each(|(own, value)| *own = value);
            let mut products = [[[0; FRAME]; FRAME]];
            frame_products(level, &frames, index, &frames, &[index], &mut products)?;
            let [products] = products;
            let of_point = products[POINT].map(|product| product as f32 * UNIT);
            terms.push(Terms {
                unit: length,
                squared_norm: of_point[POINT] * length * length,
                along: std::array::from_fn(|i| of_point[i] * length),
            });
        }
        Ok((Self { frames, terms }, smoothed))
    }
}

/// Factor that converts a fixed-point product of two frames into a product of unit vectors.
pub(crate) const UNIT: f32 = 1.0 / (i16::MAX as f32 * i16::MAX as f32);

fn write_fixed(fixed: &mut [i16], values: &[f64], scale: f64) {
    for (fixed, value) in fixed.iter_mut().zip(values) {
        *fixed = (value * scale).round() as i16;
    }
}
