//! The conformance suite, on calibrated linear classifiers.

use calibration::{Calibrated, CalibrationError, Method};
use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::testing::{Suite, TestPixel};
use classifier::{Classifier, Cost, InputError, Pixel, input_error};
use linear::{Linear, LinearError};
use linfa::prelude::*;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// Calibrated on the images that it is trained on: the suite has no others.
fn fit<P: Pixel>(
    method: Method,
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<Calibrated<Linear>, Option<InputError>> {
    let set = DatasetBase::new(images, labels);
    let model = Linear::params(n_classes)
        .fit(&set)
        .map_err(input_error!(LinearError))?;
    Calibrated::fit(model, method, &set).map_err(input_error!(CalibrationError))
}

fn run<P: TestPixel>() {
    for method in Method::ALL {
        Suite::default().run::<P, _, _>(|x, y, n| fit(method, x, y, n), |error| error);
        Suite::default().run_kept::<P, _, _>(|x, y, n| fit(method, x, y, n).map(Kept));
    }
}

#[test]
fn bytes() {
    run::<u8>();
}

#[test]
fn singles() {
    run::<f32>();
}

#[test]
fn doubles() {
    run::<f64>();
}

/// A calibrated classifier of one kind under a name, so that the suite can damage its files.
struct Kept(Calibrated<Linear>);

impl Persist for Kept {
    const KIND: &'static str = "kept";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let persist = |to: &mut ModelWriter<'a>| Classifier::<u8>::persist(&self.0, to);
        assert!(to.within("calibrated", persist));
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let from = from.within("calibrated");
        Calibrated::read::<u8>(&from, Persist::read_from).map(Self)
    }
}

impl<P: Pixel> Classifier<P> for Kept {
    fn n_features(&self) -> usize {
        Classifier::<P>::n_features(&self.0)
    }

    fn n_classes(&self) -> usize {
        Classifier::<P>::n_classes(&self.0)
    }

    /// What it gives of numbers that are sound, and that it gives all else without a panic.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let threshold = self.0.reject_at(0.1).unwrap_or(1.0);
        self.0.classify_above(images, threshold)?;
        let probabilities = self.0.probabilities(images)?;
        for row in probabilities.rows() {
            assert!((row.sum() - 1.0).abs() < 1e-12, "{row}");
        }
        self.0.scores(images)
    }

    fn cost(&self) -> Cost {
        Classifier::<P>::cost(&self.0)
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}
