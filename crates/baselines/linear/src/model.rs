use classifier::{Classifier, Cost, InputError, Pixel, check_images};
use least_squares::Affine;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// A fitted linear classifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    map: Affine,
}

impl Linear {
    pub(crate) fn new(map: Affine) -> Self {
        Self { map }
    }

    /// The weights, `(n_classes, n_features)`, for pixels as intensities.
    pub fn weights(&self) -> ArrayView2<'_, f64> {
        self.map.weights()
    }

    /// The biases, `(n_classes,)`.
    pub fn bias(&self) -> ArrayView1<'_, f64> {
        self.map.bias()
    }
}

impl<P: Pixel> Classifier<P> for Linear {
    fn n_features(&self) -> usize {
        self.map.n_inputs()
    }

    fn n_classes(&self) -> usize {
        self.map.n_outputs()
    }

    /// The outputs themselves: near +1 for the image's class, near −1 for the others.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.map.n_inputs())?;
        Ok(self.map.outputs(images))
    }

    fn cost(&self) -> Cost {
        self.map.cost()
    }
}

classifier::impl_linfa_predict!(Linear);
