//! Runs the conformance suite on committees of three nearest-mean classifiers.

use boosting::Committee;
use classifier::testing::Suite;
use classifier::{Centring, Classifier, Cost, InputError, Pixel, TrainingSet};
use ndarray::{Array2, ArrayView1, ArrayView2};

/// Farther away than any image.
const NOWHERE: f64 = 1e30;

struct NearestMean(Centring, Array2<f64>);

impl NearestMean {
    fn fit<P: Pixel>(set: &TrainingSet<'_, P>) -> Result<Self, InputError> {
        let centring = Centring::of_features(set.images());
        let images = centring.singles(set.images())?;
        let counts = set.class_counts();
        let mut means = Array2::zeros((set.n_classes(), set.images().ncols()));
        for (image, &label) in images.rows().into_iter().zip(set.labels()) {
            for (mean, pixel) in means.row_mut(label).iter_mut().zip(image) {
                *mean += f64::from(*pixel) / counts[label] as f64;
            }
        }
        for (class, _) in counts.iter().enumerate().filter(|&(_, &count)| count == 0) {
            means.row_mut(class).fill(NOWHERE);
        }
        Ok(Self(centring, means))
    }
}

impl<P: Pixel> Classifier<P> for NearestMean {
    fn n_features(&self) -> usize {
        self.1.ncols()
    }

    fn n_classes(&self) -> usize {
        self.1.nrows()
    }

    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let images = self.0.singles(images)?;
        let shape = (images.nrows(), self.1.nrows());
        Ok(Array2::from_shape_fn(shape, |(image, class)| {
            let pairs = images.row(image).into_iter().zip(self.1.row(class));
            -pairs
                .map(|(&p, mean)| (f64::from(p) - mean).powi(2))
                .sum::<f64>()
        }))
    }

    fn cost(&self) -> Cost {
        Cost {
            multiply_accumulates: self.1.len() as u64,
            stored_values: self.1.len() as u64,
        }
    }
}

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<Committee<NearestMean>, InputError> {
    let set = TrainingSet::check(images, labels, n_classes)?;
    let members = (0..3)
        .map(|_| NearestMean::fit(&set))
        .collect::<Result<_, _>>()?;
    Ok(Committee::new::<P>(members).expect("three of a kind"))
}

/// If a class has two groups, its mean lies in neither of them.
fn suite() -> Suite {
    Suite {
        by_differences: false,
        ..Suite::default()
    }
}

#[test]
fn bytes() {
    suite().run::<u8, _, _>(fit, Some);
}

#[test]
fn singles() {
    suite().run::<f32, _, _>(fit, Some);
}

#[test]
fn doubles() {
    suite().run::<f64, _, _>(fit, Some);
}
