use classifier::{Classifier, Cost, InputError, Pixel};
use least_squares::ImageMap;
use ndarray::{Array1, Array2, ArrayView2};

/// A fitted linear classifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    map: ImageMap,
}

impl Linear {
    pub(crate) fn new(map: ImageMap) -> Self {
        Self { map }
    }

    /// The weights, `(n_classes, n_features)`, for pixels as intensities.
    pub fn weights(&self) -> Array2<f64> {
        self.map.weights()
    }

    /// The biases, `(n_classes,)`, for pixels as intensities. Scores are not computed with them:
    /// of images far from zero they are large and cancel.
    pub fn bias(&self) -> Array1<f64> {
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
        self.map.outputs(images)
    }

    fn cost(&self) -> Cost {
        self.map.cost()
    }
}

classifier::impl_linfa_predict!(Linear);
