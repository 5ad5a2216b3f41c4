use classifier::{Classifier, Cost, InputError, Pixel, finite};
use least_squares::Affine;
use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::Terms;
use crate::principal::PrincipalComponents;

/// A fitted quadratic classifier on principal components.
#[derive(Clone, Debug, PartialEq)]
pub struct PcaQuadratic {
    principal: PrincipalComponents,
    terms: Terms,
    polynomial: Affine,
}

impl PcaQuadratic {
    pub(crate) fn new(principal: PrincipalComponents, terms: Terms, polynomial: Affine) -> Self {
        Self {
            principal,
            terms,
            polynomial,
        }
    }

    /// Variance of the training images (as squared intensities) along each principal component, the
    /// largest first, `(n_components,)`: eigenvalues of the sample covariance.
    pub fn explained_variance(&self) -> ArrayView1<'_, f64> {
        self.principal.variances.view()
    }

    /// Inputs of the linear classifier on the polynomial's terms, the constant included.
    pub fn n_inputs(&self) -> usize {
        1 + self.polynomial.n_inputs()
    }

    /// The principal components of each image, of unit variance over the training images,
    /// `(n_images, n_components)`. The sign of each is such that its direction's entry of
    /// largest size is positive.
    ///
    /// # Errors
    /// What [`Centring::check`](classifier::Centring::check) finds.
    pub fn components<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        self.principal.projection.outputs(images)
    }
}

impl<P: Pixel> Classifier<P> for PcaQuadratic {
    fn n_features(&self) -> usize {
        self.principal.projection.n_inputs()
    }

    fn n_classes(&self) -> usize {
        self.polynomial.n_outputs()
    }

    /// The values of the polynomials: near +1 for the image's class, near −1 for the others.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let components = self.components(images)?;
        finite(
            self.polynomial
                .outputs_of(images.nrows(), self.terms.of(&components)),
        )
    }

    /// The projection and the linear classifier on the terms, as the paper counts; the
    /// multiplications that form the terms are not in its figure.
    fn cost(&self) -> Cost {
        let (projection, polynomial) = (self.principal.projection.cost(), self.polynomial.cost());
        Cost {
            multiply_accumulates: projection.multiply_accumulates + polynomial.multiply_accumulates,
            stored_values: projection.stored_values + polynomial.stored_values,
        }
    }
}

classifier::impl_linfa_predict!(PcaQuadratic);
