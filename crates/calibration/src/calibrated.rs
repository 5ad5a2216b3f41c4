use classifier::persist::{ModelError, ModelReader, ModelWriter};
use classifier::{Classifier, Cost, InputError, Pixel, TrainingSet, finite};
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Data, Ix2};

use crate::{Calibration, CalibrationError, Method};

/// A fitted classifier whose scores have become probabilities.
///
/// It is a [`Classifier`] itself. With [`Method::Temperature`] its scores and decisions are those
/// of the classifier that it wraps. With [`Method::Sigmoid`] its scores are the logits of the
/// classes' curves ([`Line`](crate::Line)), so that it decides for the class with the largest
/// probability, which may be another one than before.
#[derive(Clone, Debug)]
pub struct Calibrated<C> {
    model: C,
    calibration: Calibration,
}

impl<C> Calibrated<C> {
    /// Calibrates a fitted classifier on held-out images `(n_images, n_features)`, on which it was
    /// not trained, and their labels `(n_images,)`; no weights.
    ///
    /// It is no linfa `Fit`, as that is given no fitted model.
    ///
    /// # Errors
    /// [`CalibrationError`]: what is wrong with the images, labels or weights.
    pub fn fit<P, D, T>(
        model: C,
        method: Method,
        held_out: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<Self, CalibrationError>
    where
        P: Pixel,
        C: Classifier<P>,
        D: Data<Elem = P>,
        T: AsSingleTargets<Elem = usize>,
    {
        let held_out = TrainingSet::of_dataset(held_out, model.n_classes())?;
        let scores = model.scores(held_out.images())?;
        let calibration = Calibration::fit(method, scores.view(), held_out.labels())?;
        Ok(Self { model, calibration })
    }

    /// A classifier with a calibration that was fitted on its scores.
    ///
    /// # Errors
    /// [`CalibrationError::ClassCount`] if it was fitted on another number of classes.
    pub fn new<P: Pixel>(model: C, calibration: Calibration) -> Result<Self, CalibrationError>
    where
        C: Classifier<P>,
    {
        let (expected, found) = (calibration.n_classes(), model.n_classes());
        match expected == found {
            true => Ok(Self { model, calibration }),
            false => Err(CalibrationError::ClassCount { expected, found }),
        }
    }

    /// The classifier that it wraps.
    pub fn model(&self) -> &C {
        &self.model
    }

    /// The map from scores to probabilities.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The confidence below which to reject: [`Calibration::reject_at`].
    pub fn reject_at(&self, error_rate: f64) -> Option<f64> {
        self.calibration.reject_at(error_rate)
    }

    /// The probability of each class for each image, `(n_images, n_classes)`: finite, a sum of 1
    /// for each image, 0 for a class of which there was no held-out image.
    ///
    /// # Errors
    /// As [`Classifier::scores`].
    pub fn probabilities<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError>
    where
        C: Classifier<P>,
    {
        let scores = finite(self.model.scores(images)?)?;
        Ok(self.calibration.probabilities_of(scores.view()))
    }

    /// The decision for each image, `(n_images,)`, if its confidence is `threshold` or more; with
    /// the threshold of [`reject_at`](Self::reject_at), those that are wrong rarely enough.
    ///
    /// The confidence is the probability of the class that is decided for. It is 0 where the
    /// wrapped classifier decides for a class of which there was no held-out image.
    ///
    /// # Errors
    /// As [`Classifier::scores`].
    pub fn classify_above<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
        threshold: f64,
    ) -> Result<Array1<Option<usize>>, InputError>
    where
        C: Classifier<P>,
    {
        let scores = finite(self.model.scores(images)?)?;
        let (classes, confidences) = self.calibration.decide(scores.view());
        let pairs = classes.iter().zip(&confidences);
        Ok(pairs
            .map(|(&class, &confidence)| (confidence >= threshold).then_some(class))
            .collect())
    }
}

impl<P: Pixel, C: Classifier<P>> Classifier<P> for Calibrated<C> {
    fn n_features(&self) -> usize {
        self.model.n_features()
    }

    fn n_classes(&self) -> usize {
        self.calibration.n_classes()
    }

    /// Those of the wrapped classifier, or, with [`Method::Sigmoid`], the logits of the classes.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        Ok(self.calibration.deciding(self.model.scores(images)?))
    }

    /// That of the wrapped classifier: a logit and an exponential a class are nothing beside it.
    fn cost(&self) -> Cost {
        self.model.cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        to.kind(KIND, VERSION);
        self.calibration.write(to);
        to.within("model", |to| self.model.persist(to))
    }
}

/// What files call a calibrated classifier.
pub const KIND: &str = "calibrated";
const VERSION: u32 = 1;

impl<C> Calibrated<C> {
    /// The calibrated classifier in a file. The wrapped one is a model under the name `model`,
    /// which `read` reads. Beside it are:
    ///
    /// | Setting or tensor | Value |
    /// |:--|:--|
    /// | `method` | `temperature` or `sigmoid` |
    /// | `inverse_temperature` | of `temperature`: what scores are multiplied by |
    /// | `is_bounded` | of `temperature`: [`Temperature::is_bounded`](crate::Temperature::is_bounded) |
    /// | `present`, u8 `(n_classes)` | 1 for a class of which there were held-out images, else 0 |
    /// | `slopes`, `centres`, `at_centres`, f64 `(n_classes)` | of `sigmoid`: the [`Line`](crate::Line)s |
    /// | `confidences`, f64 `(n)` | of each held-out image, the probability of the class decided for |
    /// | `correct`, u8 `(n)` | of each held-out image, 1 if that was right, else 0 |
    ///
    /// # Errors
    /// [`ModelError`]: what `read` finds, and numbers that cannot be.
    pub fn read<P: Pixel>(
        from: &ModelReader<'_>,
        read: impl FnOnce(&ModelReader<'_>) -> Result<C, ModelError>,
    ) -> Result<Self, ModelError>
    where
        C: Classifier<P>,
    {
        from.check_kind(KIND, VERSION)?;
        let model = read(&from.within("model"))?;
        let calibration = Calibration::read(from, model.n_classes())?;
        Ok(Self { model, calibration })
    }
}

impl<P, C, D> PredictInplace<ArrayBase<D, Ix2>, Array1<usize>> for Calibrated<C>
where
    P: Pixel,
    C: Classifier<P>,
    D: Data<Elem = P>,
{
    classifier::impl_linfa_predict!(@body);
}
