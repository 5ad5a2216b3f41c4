use classifier::{Classifier, Cost, InputError, check_images};
use linfa::dataset::Dataset;
use linfa::traits::Fit;
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};

use crate::recipe::Recipe;
use crate::{FitError, Training};

/// A machine of linfa-svm for each class against the rest, on images brought to unit length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Svm {
    pub(crate) degree: f32,
    pub(crate) c: f32,
    pub(crate) gap: f32,
}

impl Recipe for Svm {
    fn settings(&self) -> String {
        let Self { degree, c, gap } = self;
        format!("degree {degree}, C = {c}, gap {gap}, single precision")
    }

    fn can_be_kept(&self) -> bool {
        false
    }

    /// As many machines at once as there are threads.
    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let images = normalised(training.set.images());
        let labels = training.set.targets();
        let machines = (0..training.n_classes)
            .into_par_iter()
            .map(|class| {
                let is_class = labels.mapv(|label| label == class);
                linfa_svm::Svm::<f32, bool>::params()
                    .polynomial_kernel(1.0, self.degree)
                    .pos_neg_weights(self.c, self.c)
                    .eps(self.gap)
                    .fit(&Dataset::new(images.clone(), is_class))
            })
            .collect::<Result<_, _>>()?;
        Ok(Box::new(OneVsRest {
            machines,
            n_features: images.ncols(),
        }))
    }
}

struct OneVsRest {
    machines: Vec<linfa_svm::Svm<f32, bool>>,
    n_features: usize,
}

/// Images at unit length; a black one stays as it is.
fn normalised(images: ArrayView2<'_, u8>) -> Array2<f32> {
    let mut images = images.mapv(f32::from);
    for mut image in images.rows_mut() {
        let norm = image.dot(&image).sqrt();
        if norm > 0.0 {
            image /= norm;
        }
    }
    images
}

impl Classifier for OneVsRest {
    fn n_features(&self) -> usize {
        self.n_features
    }

    fn n_classes(&self) -> usize {
        self.machines.len()
    }

    fn scores(&self, images: ArrayView2<'_, u8>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.n_features)?;
        let images = normalised(images);
        let mut scores = Array2::zeros((images.nrows(), self.machines.len()));
        scores
            .axis_iter_mut(Axis(0))
            .into_par_iter()
            .zip(images.axis_iter(Axis(0)))
            .for_each(|(mut scores, image)| {
                for (score, machine) in scores.iter_mut().zip(&self.machines) {
                    *score = f64::from(machine.weighted_sum(&image) - machine.rho);
                }
            });
        Ok(scores)
    }

    /// A dot product with each support vector of each machine, and its weight.
    fn cost(&self) -> Cost {
        let vectors: usize = self.machines.iter().map(linfa_svm::Svm::nsupport).sum();
        let values = (vectors * (self.n_features + 1)) as u64;
        Cost {
            multiply_accumulates: values,
            stored_values: values,
        }
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Svm {
        degree: 9.0,
        c: 1.0,
        gap: 0.01,
    };
    let Svm {
        degree: _,
        c: _,
        gap: _,
    } = one;
    crate::recipe::assert_told_apart(&[
        &one,
        &Svm { degree: 4.0, ..one },
        &Svm { c: 2.0, ..one },
        &Svm { gap: 0.02, ..one },
    ]);
}
