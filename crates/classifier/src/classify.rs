use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::persist::ModelWriter;
use crate::{Cost, InputError, Pixel};

/// A fitted model that gives each class a score.
///
/// Scores rather than decisions, because the paper's rejection experiment (Figure 10) needs
/// the two best of them. Their scale is the model's own; only their order within an image and
/// the gap between the two best mean something.
///
/// The trait is object-safe: the comparison holds `Box<dyn Classifier>`. Decisions come from
/// [`classify`](Self::classify), and, by linfa's conventions, from `linfa::traits::Predict`,
/// which panics where this trait returns an error.
pub trait Classifier<P: Pixel = u8>: Send + Sync {
    /// Values per image.
    fn n_features(&self) -> usize;

    /// Number of classes.
    fn n_classes(&self) -> usize;

    /// A score for each image and class, `(n_images, n_classes)`; larger is likelier. Every
    /// score is finite.
    ///
    /// # Errors
    /// What [`check_images`](crate::check_images) finds.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError>;

    /// What recognising one image costs.
    fn cost(&self) -> Cost;

    /// Writes the model to `to`; returns false if it cannot be kept. A model that is
    /// [`Persist`](crate::persist::Persist) has `self.write_into(to)` here, so that it can be kept
    /// as a `dyn Classifier` and in models that hold others.
    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        let _ = to;
        false
    }

    /// The class with the largest score for each image, `(n_images,)`; of equal scores the
    /// lowest class ([`argmax`]).
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    fn classify(&self, images: ArrayView2<'_, P>) -> Result<Array1<usize>, InputError> {
        Ok(self
            .scores(images)?
            .rows()
            .into_iter()
            .map(argmax)
            .collect())
    }
}

impl<P: Pixel, C: Classifier<P> + ?Sized> Classifier<P> for Box<C> {
    fn n_features(&self) -> usize {
        (**self).n_features()
    }

    fn n_classes(&self) -> usize {
        (**self).n_classes()
    }

    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        (**self).scores(images)
    }

    fn cost(&self) -> Cost {
        (**self).cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        (**self).persist(to)
    }
}

/// Index of the largest score; of equal ones the first.
///
/// ```
/// # use ndarray::array;
/// assert_eq!(classifier::argmax(array![1.0, 3.0, 3.0].view()), 1);
/// ```
pub fn argmax(scores: ArrayView1<'_, f64>) -> usize {
    let mut best = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = class;
        }
    }
    best
}

/// Scores or other outputs, `(n_images, n_outputs)`, if all are finite.
///
/// # Errors
/// [`InputError::Precision`] if one is not.
pub fn finite(outputs: Array2<f64>) -> Result<Array2<f64>, InputError> {
    match outputs
        .indexed_iter()
        .find(|(_, output)| !output.is_finite())
    {
        None => Ok(outputs),
        Some(((image, _), &value)) => Err(InputError::Precision {
            image,
            what: "an output",
            value,
        }),
    }
}

/// Gives a model linfa's `PredictInplace` (and through it `Predict`) for images of every
/// [`Pixel`] type its [`Classifier`] implementation takes.
///
/// `impl_linfa_predict!(Linear)` for a model of images of any pixel type,
/// `impl_linfa_predict!(Knn<P>)` for one that is generic in it.
#[macro_export]
macro_rules! impl_linfa_predict {
    (@body) => {
        /// # Panics
        /// As linfa's own models do, on images the model cannot take;
        /// `Classifier::classify` returns the error instead.
        fn predict_inplace<'a>(
            &'a self,
            images: &'a $crate::__private::ndarray::ArrayBase<D, $crate::__private::ndarray::Ix2>,
            labels: &mut $crate::__private::ndarray::Array1<usize>,
        ) {
            match $crate::Classifier::<P>::classify(self, images.view()) {
                Ok(classes) => *labels = classes,
                Err(error) => panic!("cannot predict: {error}"),
            }
        }

        fn default_target(
            &self,
            images: &$crate::__private::ndarray::ArrayBase<D, $crate::__private::ndarray::Ix2>,
        ) -> $crate::__private::ndarray::Array1<usize> {
            $crate::__private::ndarray::Array1::zeros(images.nrows())
        }
    };
    ($model:ident) => {
        impl<P: $crate::Pixel, D: $crate::__private::ndarray::Data<Elem = P>>
            $crate::__private::linfa::traits::PredictInplace<
                $crate::__private::ndarray::ArrayBase<D, $crate::__private::ndarray::Ix2>,
                $crate::__private::ndarray::Array1<usize>,
            > for $model
        {
            $crate::impl_linfa_predict!(@body);
        }
    };
    ($model:ident<P>) => {
        impl<P: $crate::Pixel, D: $crate::__private::ndarray::Data<Elem = P>>
            $crate::__private::linfa::traits::PredictInplace<
                $crate::__private::ndarray::ArrayBase<D, $crate::__private::ndarray::Ix2>,
                $crate::__private::ndarray::Array1<usize>,
            > for $model<P>
        where
            $model<P>: $crate::Classifier<P>,
        {
            $crate::impl_linfa_predict!(@body);
        }
    };
}
