use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Classifier, Cost, InputError, Pixel, finite};
use least_squares::{Affine, ImageMap};
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
        self.principal.projection.cost() + self.polynomial.cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(PcaQuadratic);

/// Settings: `terms`, which is `full` or `products`. Tensors: `variances`, `(n_components,)`;
/// `projection.weights`, `(n_components, n_features)`, and `projection.bias`, of intensities less
/// `projection.mean`, if there is one, as [`Centring`](classifier::Centring) makes them;
/// `polynomial.weights`, `(n_classes, n_terms)`, and `polynomial.bias`, the terms being the
/// products `zᵢ zⱼ`, `i ≤ j`, and of the full polynomial the `zᵢ`.
impl Persist for PcaQuadratic {
    const KIND: &'static str = "pca-quadratic";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let projection = &self.principal.projection;
        to.header_of_any(projection.n_inputs(), self.polynomial.n_outputs());
        to.setting(
            "terms",
            match self.terms {
                Terms::Full => "full",
                Terms::Products => "products",
            },
        );
        to.array("variances", self.principal.variances.view());
        to.within("projection", |to| projection.write(to));
        to.within("polynomial", |to| self.polynomial.write(to));
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let terms = match from.text("terms")? {
            "full" => Terms::Full,
            "products" => Terms::Products,
            _ => return Err(from.wrong_setting("terms", "it must be full or products")),
        };
        let ([n_components], variances) = from.tensor("variances", [None])?;
        let projection = from.within("projection");
        let projection = ImageMap::read(&projection, header.n_features, n_components)?;
        let (polynomial, n_terms) = (from.within("polynomial"), terms.count(n_components));
        let polynomial = Affine::read(&polynomial, n_terms, header.n_classes)?;
        let principal = PrincipalComponents {
            projection,
            variances: variances.into(),
        };
        Ok(Self::new(principal, terms, polynomial))
    }
}
