use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
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

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(Linear);

/// Tensors: `weights`, `(n_classes, n_features)`, and `bias`, `(n_classes,)`, of intensities
/// less `mean`, if there is one, as [`Centring`](classifier::Centring) makes them.
impl Persist for Linear {
    const KIND: &'static str = "linear";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.map.n_inputs(), self.map.n_outputs());
        self.map.write(to);
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let map = ImageMap::read(from, header.n_features, header.n_classes)?;
        Ok(Self { map })
    }
}
