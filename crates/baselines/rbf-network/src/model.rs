use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Classifier, Cost, InputError, Pixel, finite};
use least_squares::Affine;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::units::Units;

/// A fitted RBF network.
#[derive(Clone, Debug, PartialEq)]
pub struct RbfNetwork {
    pub(crate) units: Units,
    pub(crate) output: Affine,
}

impl RbfNetwork {
    /// Number of Gaussian units.
    pub fn n_units(&self) -> usize {
        self.units.len()
    }

    /// The centres of the units, `(n_units, n_features)`, as intensities. The centres of a class
    /// follow each other, and the classes are in order.
    pub fn centres(&self) -> Array2<f64> {
        let centring = self.units.centring();
        let mut centres = self.units.centres().mapv(f64::from) * centring.unit();
        for (feature, mut column) in centres.columns_mut().into_iter().enumerate() {
            column += centring.origin(feature);
        }
        centres
    }

    /// For each unit, the number that squared distances from its centre are divided by,
    /// `(n_units,)`, in squared intensities.
    pub fn scales(&self) -> Array1<f64> {
        let unit = self.units.centring().unit();
        self.units
            .scales()
            .mapv(|scale| f64::from(scale) * unit * unit)
    }

    /// Weights of the output layer, `(n_classes, n_units)`.
    pub fn weights(&self) -> ArrayView2<'_, f64> {
        self.output.weights()
    }

    /// Biases of the output layer, `(n_classes,)`.
    pub fn bias(&self) -> ArrayView1<'_, f64> {
        self.output.bias()
    }

    /// Returns the activations of the units for images, `(n_images, n_units)`, between 0 and 1.
    ///
    /// # Errors
    /// The errors of [`Centring::check`](classifier::Centring::check).
    pub fn activations<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        self.units.centring().check(images)?;
        let mut activations = Array2::zeros((images.nrows(), self.units.len()));
        self.units.activations(images.reborrow())(0, activations.view_mut());
        Ok(activations)
    }
}

impl<P: Pixel> Classifier<P> for RbfNetwork {
    fn n_features(&self) -> usize {
        self.units.centring().n_features()
    }

    fn n_classes(&self) -> usize {
        self.output.n_outputs()
    }

    /// Returns the outputs of the network: near +1 for the image's class, near −1 for the others.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.units.centring().check(images)?;
        finite(
            self.output
                .outputs_of(images.nrows(), self.units.activations(images.reborrow())),
        )
    }

    /// Counts one multiply-accumulate for each entry of a centre and for each weight and bias, as
    /// the paper does: 794,010 for 1,000 units on 28×28 pixels.
    fn cost(&self) -> Cost {
        let entries = self.units.centres().len() as u64;
        let output = self.output.cost();
        Cost {
            multiply_accumulates: entries + output.multiply_accumulates,
            stored_values: entries + self.units.len() as u64 + output.stored_values,
        }
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(RbfNetwork);

/// Tensors: `centres`, `(n_units, n_features)`, as intensities in the form that
/// [`Centring`](classifier::Centring) gives; `scales`, `(n_units,)`, the divisors of the squared
/// distances; `output.weights`, `(n_classes, n_units)`, and `output.bias`.
impl Persist for RbfNetwork {
    const KIND: &'static str = "rbf-network";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.units.centring().n_features(), self.output.n_outputs());
        self.units.write(to);
        to.within("output", |to| self.output.write(to));
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let units = Units::read(from, header.n_features)?;
        let output = Affine::read(&from.within("output"), units.len(), header.n_classes)?;
        Ok(Self { units, output })
    }
}
