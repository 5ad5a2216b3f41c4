use std::sync::Arc;

use ndarray::{Array2, LinalgScalar, ScalarOperand, Zip};

use crate::samples::{Pixels, Samples};

/// What features are computed in: singles for images of bytes, doubles for those of floats.
pub(super) trait Real:
    LinalgScalar + ScalarOperand + Into<f64> + std::ops::AddAssign + PartialOrd + Send + Sync
{
    fn of(value: f64) -> Self;

    /// The features of images: these times what the kernel makes of their length, so that it is
    /// a function of dot products of features alone.
    fn features(images: &Samples) -> Array2<Self>;

    fn pixels(intensities: Vec<f64>) -> Pixels;
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }

    fn features(images: &Samples) -> Array2<Self> {
        let singles = images.to_singles();
        let Pixels::Singles(pixels) = singles.pixels() else {
            unreachable!("they have just been made singles");
        };
        let mut features = matrix(images, pixels.clone());
        for (mut feature, index) in features.outer_iter_mut().zip(0..) {
            feature *= singles.term(index).factor;
        }
        features
    }

    fn pixels(intensities: Vec<f64>) -> Pixels {
        Pixels::Singles(intensities.into_iter().map(|x| x as f32).collect())
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn features(images: &Samples) -> Array2<Self> {
        let doubles = images.to_doubles();
        let Pixels::Doubles(pixels) = doubles.pixels() else {
            unreachable!("they have just been made doubles");
        };
        let mut features = matrix(images, pixels.to_vec());
        let kernel = doubles.space().exact();
        if let Some(origin) = kernel.origin() {
            for mut feature in features.outer_iter_mut() {
                Zip::from(&mut feature).and(origin).for_each(|x, o| *x += o);
            }
        }
        for (mut feature, index) in features.outer_iter_mut().zip(0..) {
            feature *= kernel.feature_scale() * doubles.exact_term(index).factor();
        }
        features
    }

    fn pixels(intensities: Vec<f64>) -> Pixels {
        Pixels::Doubles(Arc::new(intensities))
    }
}

fn matrix<T>(images: &Samples, values: Vec<T>) -> Array2<T> {
    Array2::from_shape_vec((images.len(), images.n_features()), values)
        .expect("samples are whole rows")
}
