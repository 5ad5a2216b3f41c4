//! The conformance suite: what every classifier must do, whatever its method.
//!
//! A classifier crate runs it from a test of its own:
//!
//! ```
//! # use classifier::{Centring, Classifier, Cost, InputError, Pixel, TrainingSet};
//! # use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
//! # struct NearestMean { centring: Centring, means: Array2<f64> }
//! # classifier::impl_linfa_predict!(NearestMean);
//! # impl<P: Pixel> Classifier<P> for NearestMean {
//! #     fn n_features(&self) -> usize { self.means.ncols() }
//! #     fn n_classes(&self) -> usize { self.means.nrows() }
//! #     fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
//! #         let images = self.centring.singles(images)?;
//! #         Ok(Array2::from_shape_fn((images.nrows(), self.means.nrows()), |(i, c)| {
//! #             -images.row(i).iter().zip(self.means.row(c))
//! #                 .map(|(p, m)| (f64::from(*p) - m).powi(2)).sum::<f64>()
//! #         }))
//! #     }
//! #     fn cost(&self) -> Cost {
//! #         Cost { multiply_accumulates: self.means.len() as u64, stored_values: self.means.len() as u64 }
//! #     }
//! # }
//! # fn fit<P: Pixel>(images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes: usize)
//! #     -> Result<NearestMean, InputError> {
//! #     let set = TrainingSet::check(images, labels, n_classes)?;
//! #     let centring = Centring::of_features(images);
//! #     let images = centring.singles(images)?;
//! #     let mut means = Array2::zeros((n_classes, images.ncols()));
//! #     let counts = set.class_counts();
//! #     for (image, &label) in images.rows().into_iter().zip(set.labels()) {
//! #         means.row_mut(label).zip_mut_with(&image, |m, p| {
//! #             *m += f64::from(*p) / counts[label] as f64;
//! #         });
//! #     }
//! #     for (class, count) in counts.iter().enumerate() {
//! #         if *count == 0 { means.row_mut(class).fill(1e30); }
//! #     }
//! #     Ok(NearestMean { centring, means })
//! # }
//! use classifier::testing::Suite;
//!
//! Suite::default().run::<u8, _, _>(fit, Some);
//! Suite::default().run::<f32, _, _>(fit, Some);
//! ```
//!
//! The images are drawn bars, one direction a class, with noise: any method of the paper tells
//! them apart without an error, so the suite can be exact about decisions.

mod kept;

use std::fmt::Debug;

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict, PredictInplace};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use crate::{Classifier, InputError, Pixel, TrainingSet, argmax};

/// `input_error!(LinearError)`: the function that takes the [`InputError`] out of an error of a
/// crate, for the suite.
#[macro_export]
macro_rules! input_error {
    ($error:ident) => {
        |error: $error| match error {
            $error::Input(error) => Some(error),
            _ => None,
        }
    };
}

/// A [`Pixel`] type that the suite can draw with.
pub trait TestPixel: Pixel {
    /// The pixel of a grey level.
    fn from_byte(byte: u8) -> Self;

    /// A value that is not a number, if the type has one.
    fn nan() -> Option<Self>;

    /// The number nearest to a finite one, if the type has such numbers; bytes have none that
    /// are not grey levels.
    fn from_number(number: f64) -> Option<Self>;
}

impl TestPixel for u8 {
    fn from_byte(byte: u8) -> Self {
        byte
    }

    fn nan() -> Option<Self> {
        None
    }

    fn from_number(_: f64) -> Option<Self> {
        None
    }
}

impl TestPixel for f32 {
    fn from_byte(byte: u8) -> Self {
        f32::from(byte) / 255.0
    }

    fn nan() -> Option<Self> {
        Some(f32::NAN)
    }

    fn from_number(number: f64) -> Option<Self> {
        Some(number as f32).filter(|number| number.is_finite())
    }
}

impl TestPixel for f64 {
    fn from_byte(byte: u8) -> Self {
        f64::from(byte) / 255.0
    }

    fn nan() -> Option<Self> {
        Some(f64::NAN)
    }

    fn from_number(number: f64) -> Option<Self> {
        Some(number)
    }
}

/// The size of the problem that the suite draws.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// Height and width of an image.
    pub side: usize,
    /// Number of classes; at least 3.
    pub n_classes: usize,
    /// Training images of each class; as many again are for recognition.
    pub images_per_class: usize,
    /// Whether moving all features by a constant leaves the decisions as they are.
    pub shift_free: bool,
    /// Whether multiplying all features by a power of two does.
    pub scale_free: bool,
    /// Whether one or two images a class are enough to tell these apart: not for a network,
    /// which would have to see them more often than the suite lets it.
    pub few_suffice: bool,
    /// Whether images are told apart by their differences however far away others lie: not by
    /// one mean a class, angles, or a network.
    pub by_differences: bool,
}

impl Default for Suite {
    fn default() -> Self {
        Self {
            side: 8,
            n_classes: 3,
            images_per_class: 30,
            shift_free: true,
            scale_free: true,
            few_suffice: true,
            by_differences: true,
        }
    }
}

impl Suite {
    /// Runs every check on the classifier that `fit` trains on images `(n_images, n_features)`,
    /// labels and a number of classes.
    ///
    /// `input_error` tells whether an error of `fit` is about its input.
    ///
    /// # Panics
    /// At the first check that fails, saying which.
    pub fn run<P, M, E>(
        self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>, usize) -> Result<M, E> + Sync,
        input_error: impl Fn(E) -> Option<InputError>,
    ) where
        P: TestPixel,
        M: Classifier<P> + PredictInplace<Array2<P>, Array1<usize>>,
        E: Debug + Send,
    {
        let problem = Problem::<P>::draw(self);
        let must_fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>| {
            fit(images, labels, self.n_classes).expect("fits sound data")
        };
        let model = must_fit(problem.train.view(), problem.labels.view());
        problem.describes_itself(&model);
        problem.decides_by_its_scores(&model);
        problem.scores_an_image_alike_alone_and_in_any_layout(&model);
        problem.refuses_unsound_images(&model);

        let bits_at = |threads: usize| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a thread pool")
                .install(|| {
                    let model = must_fit(problem.train.view(), problem.labels.view());
                    bits(&problem.scores(&model))
                })
        };
        let first = bits(&problem.scores(&model));
        assert_eq!(first, bits_at(1), "fit again on 1 thread: other bits");
        assert_eq!(first, bits_at(2), "fit again on 2 threads: other bits");

        problem.tells_moved_and_scaled_images_apart(must_fit);
        problem.refuses_what_it_cannot_hold(&model);
        problem.answers_awkward_sets_or_refuses_them(&fit);
        problem.learns_whatever_the_classes_are_called(must_fit);
        problem.never_decides_for_an_absent_class(must_fit);
        problem.refuses_unsound_training(
            |images, labels| fit(images, labels, self.n_classes),
            &input_error,
        );
        for n_classes in [TrainingSet::<P>::MAX_CLASSES + 1, usize::MAX] {
            let refused = fit(problem.train.view(), problem.labels.view(), n_classes);
            let error = refused.err().and_then(&input_error);
            assert!(
                matches!(error, Some(InputError::ClassCount { n_classes: n, .. }) if n == n_classes),
                "{n_classes} classes: {error:?}"
            );
        }
    }
}

/// Fits to a set with weights, which a classifier that can make no use of them must refuse.
///
/// # Panics
/// If the error is not [`InputError::Weights`].
pub fn refuses_weights<V, E>(parameters: &V, input_error: impl Fn(E) -> Option<InputError>)
where
    V: Fit<Array2<f64>, Array1<usize>, E>,
    E: Debug + std::error::Error + From<linfa::Error>,
{
    let problem = Problem::<f64>::draw(Suite::default());
    let mut weights = Array1::ones(problem.labels.len());
    weights[5] = 2.0;
    let weighted = DatasetBase::new(problem.train, problem.labels).with_weights(weights);
    let error = parameters.fit(&weighted).err().map(input_error);
    assert!(
        matches!(
            error,
            Some(Some(InputError::Weights {
                image: 5,
                weight: 2.0
            }))
        ),
        "weights that would be ignored: {error:?}"
    );
}

/// Fits to sets whose weights are none, which a classifier that honours weights must refuse, too,
/// and to weights of 1, which must change nothing.
///
/// # Panics
/// If the error is another, or a score has other bits.
pub fn refuses_unsound_weights<P, M, E>(
    fit: impl Fn(&DatasetBase<Array2<P>, Array1<usize>>) -> Result<M, E>,
    input_error: impl Fn(E) -> Option<InputError>,
) where
    P: TestPixel,
    M: Classifier<P>,
    E: Debug,
{
    let problem = Problem::<P>::draw(Suite::default());
    let n_images = problem.labels.len();
    let unweighted = DatasetBase::new(problem.train.clone(), problem.labels.clone());
    let weighted = |weights| unweighted.clone().with_weights(weights);
    let refused = |weights| fit(&weighted(weights)).err().and_then(&input_error);
    for weight in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let mut weights = Array1::ones(n_images);
        weights[5] = weight;
        let error = refused(weights);
        assert!(
            matches!(error, Some(InputError::WeightOutOfRange { image: 5, .. })),
            "a weight of {weight}: {error:?}"
        );
    }
    for n_weights in [1, n_images - 1, n_images + 1] {
        let error = refused(Array1::ones(n_weights));
        assert!(
            matches!(error, Some(InputError::WeightCount { weights, .. }) if weights == n_weights),
            "{n_weights} weights: {error:?}"
        );
    }
    let scores = |set| problem.scores(&fit(set).expect("fits sound data"));
    assert_eq!(
        bits(&scores(&weighted(Array1::ones(n_images)))),
        bits(&scores(&unweighted)),
        "weights of 1: other bits"
    );
}

/// Holds that an image whose weight is 2 or 3 counts as so many copies of it: no score differs by
/// more than `tolerance` times the range of all scores, and without the weights one does.
///
/// # Panics
/// If a score differs, or none would.
pub fn weights_count_as_copies<P, M, E>(
    fit: impl Fn(&DatasetBase<Array2<P>, Array1<usize>>) -> Result<M, E>,
    tolerance: f64,
) where
    P: TestPixel,
    M: Classifier<P>,
    E: Debug,
{
    // Of either kind: more images than pixels, and fewer.
    for images_per_class in [40, 10] {
        let problem = Problem::<P>::draw(Suite {
            images_per_class,
            ..Suite::default()
        });
        let weights = Array1::from_shape_fn(problem.labels.len(), |image| 1 + image * image % 3);
        let copies: Vec<usize> = (weights.iter().enumerate())
            .flat_map(|(image, &weight)| std::iter::repeat_n(image, weight))
            .collect();
        let scores = |set: &_| problem.scores(&fit(set).expect("fits sound data"));
        let unweighted = DatasetBase::new(problem.train.clone(), problem.labels.clone());
        let weighted = unweighted
            .clone()
            .with_weights(weights.mapv(|weight| weight as f32));
        let repeated = DatasetBase::new(
            problem.train.select(Axis(0), &copies),
            problem.labels.select(Axis(0), &copies),
        );
        let expected = scores(&repeated);
        let (least, most) = expected
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &s| {
                (a.min(s), b.max(s))
            });
        let off = |scores: Array2<f64>| {
            let differences = (scores - &expected).mapv(f64::abs);
            differences.iter().copied().fold(0.0, f64::max) / (most - least)
        };
        let (with, without) = (off(scores(&weighted)), off(scores(&unweighted)));
        assert!(
            with <= tolerance,
            "{images_per_class} images a class: off by {with}"
        );
        assert!(
            without > 10.0 * tolerance,
            "{images_per_class} images a class: without weights only off by {without}"
        );
    }
}

/// Drawn images: as many to recognise as to train on, with the same labels.
struct Problem<P> {
    suite: Suite,
    train: Array2<P>,
    test: Array2<P>,
    labels: Array1<usize>,
}

impl<P: TestPixel> Problem<P> {
    fn draw(suite: Suite) -> Self {
        assert!(suite.n_classes >= 3, "the suite needs 3 classes");
        let n_images = suite.n_classes * suite.images_per_class;
        let labels = Array1::from_shape_fn(n_images, |image| image % suite.n_classes);
        let mut noise = Noise(1998);
        let mut images = || {
            let mut images = Array2::from_elem((n_images, suite.side.pow(2)), P::from_byte(0));
            for (mut image, &label) in images.rows_mut().into_iter().zip(&labels) {
                for (pixel, value) in image.iter_mut().enumerate() {
                    *value = P::from_byte(suite.grey(label, pixel, &mut noise));
                }
            }
            images
        };
        Self {
            train: images(),
            test: images(),
            suite,
            labels,
        }
    }

    fn scores(&self, model: &impl Classifier<P>) -> Array2<f64> {
        model.scores(self.test.view()).expect("scores sound images")
    }

    fn describes_itself(&self, model: &impl Classifier<P>) {
        assert_eq!(model.n_features(), self.test.ncols());
        assert_eq!(model.n_classes(), self.suite.n_classes);
        assert!(model.cost().multiply_accumulates > 0);
        assert!(model.cost().stored_values > 0);
    }

    fn decides_by_its_scores<M>(&self, model: &M)
    where
        M: Classifier<P> + PredictInplace<Array2<P>, Array1<usize>>,
    {
        let scores = self.scores(model);
        assert_eq!(scores.dim(), (self.test.nrows(), self.suite.n_classes));
        assert!(scores.iter().all(|s| s.is_finite()), "a score is infinite");
        let decided: Array1<usize> = scores.rows().into_iter().map(argmax).collect();
        let classes = model.classify(self.test.view()).expect("classifies");
        assert_eq!(classes, decided, "classify is not argmax of scores");
        assert_eq!(
            Predict::predict(model, &self.test),
            decided,
            "linfa's predict decides otherwise"
        );
        assert_eq!(decided, self.labels, "drawn bars are not told apart");
    }

    fn scores_an_image_alike_alone_and_in_any_layout(&self, model: &impl Classifier<P>) {
        let all = self.scores(model);
        for image in [0, self.test.nrows() - 1] {
            let alone = model
                .scores(self.test.slice(s![image..=image, ..]))
                .expect("scores one image");
            assert_eq!(
                bits(&alone),
                bits(&all.slice(s![image..=image, ..]).to_owned()),
                "image {image} alone: other bits than in the batch"
            );
        }
        let columns_first = self.test.t().as_standard_layout().into_owned();
        assert_eq!(
            bits(&model.scores(columns_first.t()).expect("scores a transpose")),
            bits(&all),
            "images laid out by columns: other bits"
        );
        let mut reversed = self.test.view();
        reversed.invert_axis(Axis(0));
        let mut scores = model.scores(reversed).expect("scores reversed rows");
        scores.invert_axis(Axis(0));
        assert_eq!(bits(&scores), bits(&all), "reversed rows: other bits");
    }

    fn refuses_unsound_images(&self, model: &impl Classifier<P>) {
        let n_features = self.test.ncols();
        let none = Array2::from_elem((0, n_features), P::from_byte(0));
        assert_eq!(model.scores(none.view()), Err(InputError::NoImages));
        let narrow = self.test.slice(s![.., 1..]);
        assert_eq!(
            model.classify(narrow),
            Err(InputError::FeatureCount {
                expected: n_features,
                found: n_features - 1
            })
        );
        if let Some(nan) = P::nan() {
            let mut images = self.test.clone();
            images[[1, 2]] = nan;
            assert!(matches!(
                model.scores(images.view()),
                Err(InputError::NotFinite {
                    image: 1,
                    pixel: 2,
                    ..
                })
            ));
        }
    }

    /// The images with each pixel x turned into scale · x + shift, if their type can hold it.
    fn changed(images: &Array2<P>, scale: f64, shift: f64) -> Option<Array2<P>> {
        let change = |pixel: &P| P::from_number(scale * pixel.intensity() + shift);
        let changed: Option<Vec<P>> = images.iter().map(change).collect();
        Some(Array2::from_shape_vec(images.dim(), changed?).expect("as many pixels"))
    }

    fn tells_moved_and_scaled_images_apart<M: Classifier<P>>(
        &self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>) -> M,
    ) {
        let shifts = [10.0, -1e3, 1e5].map(|shift| (1.0, shift));
        let scales = [-100, -20, -1, 3, 20, 100].map(|e| (f64::from(e).exp2(), 0.0));
        let shifts = shifts.iter().filter(|_| self.suite.shift_free);
        let scales = scales.iter().filter(|_| self.suite.scale_free);
        for &(scale, shift) in shifts.chain(scales) {
            let of = |images| Self::changed(images, scale, shift);
            let (Some(train), Some(test)) = (of(&self.train), of(&self.test)) else {
                continue;
            };
            let model = fit(train.view(), self.labels.view());
            let classes = model
                .classify(test.view())
                .unwrap_or_else(|error| panic!("images times {scale} plus {shift}: {error}"));
            assert_eq!(
                classes, self.labels,
                "images times {scale} plus {shift} are told apart otherwise"
            );
        }
    }

    /// Single values, and whole images, that are far from all that training has shown.
    fn refuses_what_it_cannot_hold(&self, model: &impl Classifier<P>) {
        let extremes = [1e300, 1e39, -3e38, 1e30, 1e13, -1e9, 1e5, 1e-30, 5e-324];
        for value in extremes.iter().filter_map(|&value| P::from_number(value)) {
            let mut one = self.test.slice(s![..1, ..]).to_owned();
            one[[0, 3]] = value;
            let all = Array2::from_elem((1, self.test.ncols()), value);
            for images in [one, all] {
                match model.scores(images.view()) {
                    Ok(scores) => assert!(
                        scores.iter().all(|score| score.is_finite()),
                        "a pixel of {value}: a score is not finite"
                    ),
                    Err(error) => assert!(
                        matches!(
                            error,
                            InputError::OutOfReach { image: 0, .. }
                                | InputError::Precision { image: 0, .. }
                        ),
                        "a pixel of {value}: {error:?}"
                    ),
                }
            }
        }
    }

    /// Sets that are small, degenerate or badly scaled: an answer or an error, no panic, and no
    /// score that is not finite.
    fn answers_awkward_sets_or_refuses_them<M: Classifier<P>, E: Debug>(
        &self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>, usize) -> Result<M, E>,
    ) {
        let n_classes = self.suite.n_classes;
        let try_set = |what: &str, images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>| {
            let model = fit(images, labels, n_classes).ok()?;
            let scores = model.scores(images).ok()?;
            assert!(
                scores.iter().all(|score| score.is_finite()),
                "{what}: a score is not finite"
            );
            Some(scores.rows().into_iter().map(argmax).collect::<Array1<_>>())
        };
        let (images, labels) = (self.train.view(), self.labels.view());

        let one_each = (
            images.slice(s![..n_classes, ..]),
            labels.slice(s![..n_classes]),
        );
        if let Some(decided) = try_set("one image a class", one_each.0, one_each.1)
            && self.suite.few_suffice
        {
            assert_eq!(decided, one_each.1, "one image a class is not recognised");
        }
        // All of the first class, one of each other.
        let lone: Vec<usize> = (0..labels.len())
            .filter(|&image| labels[image] == 0 || image < n_classes)
            .collect();
        let (lone_images, lone_labels) =
            (images.select(Axis(0), &lone), labels.select(Axis(0), &lone));
        try_set(
            "classes of one image",
            lone_images.view(),
            lone_labels.view(),
        );
        let alike = Array2::from_elem(images.dim(), images[[0, 0]]);
        try_set("images all alike", alike.view(), labels);
        let twice = ndarray::concatenate![Axis(0), images, images];
        let contradicting = ndarray::concatenate![
            Axis(0),
            labels,
            labels.mapv(|label| (label + 1) % n_classes)
        ];
        try_set(
            "each image twice, with two labels",
            twice.view(),
            contradicting.view(),
        );
        try_set("one feature", images.slice(s![.., 27..28]), labels);
        let mut all_zero = Array1::zeros(labels.len());
        try_set("one class only", images, all_zero.view());
        all_zero[4] = n_classes - 1;
        try_set("labels that nothing explains", images, all_zero.view());
        // More features than images.
        let wide =
            Array2::from_shape_fn((2 * n_classes, 40 * images.ncols()), |(image, feature)| {
                images[[image, feature % images.ncols()]]
            });
        let of_wide = labels.slice(s![..2 * n_classes]);
        if let Some(decided) = try_set("more features than images", wide.view(), of_wide)
            && self.suite.few_suffice
        {
            assert_eq!(
                decided, of_wide,
                "more features than images: not recognised"
            );
        }
        // The first class far from all others, and some of every class far from the rest.
        for distance in [1e6, 1e8, 1e11] {
            let Some(moved) = Self::changed(&self.train, 1.0, distance) else {
                continue;
            };
            // Moved so far, singles do not tell images apart.
            let is_exact = P::from_number(distance + 0.01).map(Pixel::intensity)
                != P::from_number(distance).map(Pixel::intensity);
            let first_class: fn(usize, usize) -> bool = |_, label| label == 0;
            let of_every_class: fn(usize, usize) -> bool = |image, _| image % 7 < 3;
            for is_far in [first_class, of_every_class] {
                let groups = Array2::from_shape_fn(images.dim(), |(image, feature)| {
                    let from = if is_far(image, labels[image]) {
                        &moved
                    } else {
                        &self.train
                    };
                    from[[image, feature]]
                });
                let what = format!("groups {distance} apart");
                let decided = try_set(&what, groups.view(), labels);
                if let Some(decided) = decided
                    && is_exact
                    && self.suite.by_differences
                {
                    assert_eq!(decided, labels, "{what}: not recognised");
                }
            }
        }

        for value in [1e300, 1e30, -1e12, 1e-300] {
            let Some(value) = P::from_number(value) else {
                continue;
            };
            let mut odd = images.to_owned();
            odd.row_mut(4).fill(value);
            try_set(&format!("one image of {value}"), odd.view(), labels);
            let mut odd = images.to_owned();
            odd.column_mut(3).fill(value);
            try_set(
                &format!("a feature that is always {value}"),
                odd.view(),
                labels,
            );
        }
        for (scale, shift) in [
            (1e-310, 0.0),
            (1e-42, 0.0),
            (1e300, 0.0),
            (1.0, 1e15),
            (1e30, 1e38),
        ] {
            if let Some(changed) = Self::changed(&self.train, scale, shift) {
                try_set(
                    &format!("times {scale} plus {shift}"),
                    changed.view(),
                    labels,
                );
            }
        }
    }

    fn learns_whatever_the_classes_are_called<M: Classifier<P>>(
        &self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>) -> M,
    ) {
        let renamed = self.labels.mapv(|label| (label + 1) % self.suite.n_classes);
        let model = fit(self.train.view(), renamed.view());
        assert_eq!(
            model.classify(self.test.view()).expect("classifies"),
            renamed,
            "renamed classes are told apart differently"
        );
    }

    fn never_decides_for_an_absent_class<M: Classifier<P>>(
        &self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>) -> M,
    ) {
        let absent = 1;
        let present: Vec<usize> = (0..self.labels.len())
            .filter(|&image| self.labels[image] != absent)
            .collect();
        let model = fit(
            self.train.select(Axis(0), &present).view(),
            self.labels.select(Axis(0), &present).view(),
        );
        let scores = self.scores(&model);
        assert_eq!(scores.ncols(), self.suite.n_classes);
        assert!(scores.iter().all(|s| s.is_finite()), "a score is infinite");
        let classes = model.classify(self.test.view()).expect("classifies");
        assert!(
            classes.iter().all(|&class| class != absent),
            "decided for a class that training never showed"
        );
    }

    fn refuses_unsound_training<M: Classifier<P>, E: Debug>(
        &self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>) -> Result<M, E>,
        input_error: &impl Fn(E) -> Option<InputError>,
    ) {
        let (images, labels) = (self.train.view(), self.labels.view());
        let refused =
            |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>| match fit(images, labels) {
                Ok(_) => panic!("unsound training data were accepted"),
                Err(error) => {
                    let told = format!("{error:?}");
                    input_error(error)
                        .unwrap_or_else(|| panic!("{told} is not the input error of unsound data"))
                }
            };
        assert_eq!(
            refused(images.slice(s![..0, ..]), labels.slice(s![..0])),
            InputError::NoImages
        );
        assert_eq!(
            refused(images.slice(s![.., ..0]), labels),
            InputError::NoFeatures
        );
        assert_eq!(
            refused(images, labels.slice(s![1..])),
            InputError::LabelCount {
                images: images.nrows(),
                labels: labels.len() - 1
            }
        );
        let mut beyond = labels.to_owned();
        beyond[5] = self.suite.n_classes;
        assert_eq!(
            refused(images, beyond.view()),
            InputError::LabelOutOfRange {
                image: 5,
                label: self.suite.n_classes,
                n_classes: self.suite.n_classes
            }
        );
        if let Some(nan) = P::nan() {
            let mut unsound = images.to_owned();
            unsound[[3, 4]] = nan;
            assert!(matches!(
                refused(unsound.view(), labels),
                InputError::NotFinite {
                    image: 3,
                    pixel: 4,
                    ..
                }
            ));
        }
        match fit(images.slice(s![..1, ..]), labels.slice(s![..1])) {
            Ok(model) => assert_eq!(
                model
                    .classify(images.slice(s![..1, ..]))
                    .expect("classifies")[0],
                labels[0],
                "one training image, and it is not recognised"
            ),
            Err(error) => {
                let told = format!("{error:?}");
                assert!(
                    matches!(input_error(error), Some(InputError::TooFewImages { .. })),
                    "one training image: {told} instead of TooFewImages"
                );
            }
        }
    }
}

impl Suite {
    /// Grey level of a pixel of class `label`: a bright bar through the centre, its direction
    /// the class's, over a dark ground, both noisy.
    fn grey(self, label: usize, pixel: usize, noise: &mut Noise) -> u8 {
        let centre = (self.side as f64 - 1.0) / 2.0;
        let (x, y) = (
            (pixel % self.side) as f64 - centre,
            (pixel / self.side) as f64 - centre,
        );
        let (sin, cos) = (std::f64::consts::PI * label as f64 / self.n_classes as f64).sin_cos();
        let from_axis = (y * cos - x * sin).abs();
        let bar = from_axis <= self.side as f64 / 8.0;
        noise.next_below(50) + if bar { 190 } else { 0 }
    }
}

/// Lehmer's generator: enough to make no two images alike.
struct Noise(u64);

impl Noise {
    fn next_below(&mut self, bound: u8) -> u8 {
        self.0 = self.0 * 48_271 % 0x7fff_ffff;
        (self.0 % u64::from(bound)) as u8
    }
}

fn bits(scores: &Array2<f64>) -> Vec<u64> {
    scores.iter().map(|score| score.to_bits()).collect()
}
