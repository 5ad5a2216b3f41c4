//! Numbers that are not MNIST's, for the tests of several crates, which include this file:
//! those that `own_numbers.py` gave scikit-learn, and others that are hard on a classifier.
#![allow(dead_code, reason = "a crate uses what concerns it")]

use std::fmt::Display;

use classifier::{Centring, Classifier, InputError, Pixel};
use linfa::dataset::DatasetBase;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use serde_json::Value;

const REFERENCE: &str = include_str!("own_numbers.json");

const CLASSES: usize = 3;
const UNSEEN: usize = 90;
const OWN: f64 = 0.3;

/// A type of pixel that numbers can be had in.
pub(crate) trait Number: Pixel {
    const KIND: &'static str;
    fn of(value: f64) -> Self;
}

impl Number for f32 {
    const KIND: &'static str = "f32";
    fn of(value: f64) -> Self {
        value as f32
    }
}

impl Number for f64 {
    const KIND: &'static str = "f64";
    fn of(value: f64) -> Self {
        value
    }
}

/// Images of three classes to fit to, and others.
pub(crate) struct Drawn<P> {
    pub(crate) train: Array2<P>,
    pub(crate) labels: Array1<usize>,
    pub(crate) unseen: Array2<P>,
    pub(crate) truth: Array1<usize>,
}

impl<P: Number> Drawn<P> {
    /// Values between 0 and 1, plus a shift, times a scale.
    pub(crate) fn new(n_images: usize, n_features: usize, shift: f64, scale: f64) -> Self {
        let (train, labels) = images(100, n_images, n_features);
        let (unseen, truth) = images(10_000, UNSEEN, n_features);
        let moved = |x: f64| P::of((x + shift) * scale);
        Self {
            train: train.mapv(moved),
            labels,
            unseen: unseen.mapv(moved),
            truth,
        }
    }

    /// The ridge that is `squared_pixels` times the squared scale in the unit of their centring.
    pub(crate) fn ridge(&self, squared_pixels: f64, scale: f64) -> f64 {
        let unit = Centring::of_features(self.train.view()).unit();
        squared_pixels * (scale / unit).powi(2)
    }

    pub(crate) fn errors(&self, decided: &Array1<usize>) -> usize {
        let pairs = decided.iter().zip(&self.truth);
        pairs.filter(|(a, b)| a != b).count()
    }
}

fn uniform(row: usize, feature: usize) -> f64 {
    let x = ((row as u64) << 32) + feature as u64;
    let x = x.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 * (-53f64).exp2()
}

fn images(first: usize, n_images: usize, n_features: usize) -> (Array2<f64>, Array1<usize>) {
    let labels = Array1::from_shape_fn(n_images, |image| image % CLASSES);
    let images = Array2::from_shape_fn((n_images, n_features), |(image, feature)| {
        OWN * uniform(image % CLASSES, feature) + (1.0 - OWN) * uniform(first + image, feature)
    });
    (images, labels)
}

/// Fits to every case of the file that has decisions of `method` and is of this type of number,
/// and holds the decisions of `fit_and_classify` (of the images, their scale) to scikit-learn's,
/// of which `tolerance` may differ.
pub(crate) fn compare<P: Number>(
    method: &str,
    tolerance: usize,
    fit_and_classify: impl Fn(&Drawn<P>, f64) -> Array1<usize>,
) {
    let cases: Value = serde_json::from_str(REFERENCE).unwrap();
    let mut compared = 0;
    for (name, case) in cases.as_object().unwrap() {
        let Some(theirs) = case[method].as_str().filter(|_| case["kind"] == P::KIND) else {
            continue;
        };
        let count = |key: &str| case[key].as_u64().unwrap() as usize;
        let number = |key: &str| case[key].as_f64().unwrap();
        let scale = number("scale");
        let drawn = Drawn::new(count("images"), count("features"), number("shift"), scale);
        let ours = fit_and_classify(&drawn, scale);
        let digits = theirs.bytes().map(|digit| usize::from(digit - b'0'));
        let differ = ours.iter().zip(digits).filter(|(a, b)| **a != *b).count();
        assert!(
            differ <= tolerance,
            "{name}: {differ} decisions are not scikit-learn's"
        );
        compared += 1;
    }
    assert!(compared > 20, "{compared} cases");
}

/// Holds what `fit` makes of input that is hard: finite scores and, where it can be, the right
/// decisions, or an error that tells why not.
pub(crate) fn holds_on_hard_input<M: Classifier<f64>, E: Display>(
    fit: impl Fn(&DatasetBase<ArrayView2<'_, f64>, ArrayView1<'_, usize>>) -> Result<M, E>,
) {
    let plain = Drawn::<f64>::new(60, 36, 0.0, 1.0);
    let fit = |images: &Array2<f64>| fit(&DatasetBase::new(images.view(), plain.labels.view()));
    let scored = |what: &str, images: &Array2<f64>, unseen: &Array2<f64>| {
        let told = |error: &dyn Display| {
            let error = error.to_string();
            assert!(error.len() > 20, "{what}: {error}");
        };
        let model = fit(images).inspect_err(|error| told(error)).ok()?;
        let scores = model.scores(unseen.view());
        let scores = scores.inspect_err(|error| told(error)).ok()?;
        assert!(
            scores.iter().all(|s| s.is_finite()),
            "{what}: a score is not finite"
        );
        Some(model.classify(unseen.view()).unwrap())
    };
    let model = fit(&plain.train).unwrap_or_else(|error| panic!("{error}"));
    let plainly = plain.errors(&model.classify(plain.unseen.view()).unwrap());
    let decides = |what: &str, images: &Array2<f64>, unseen: &Array2<f64>| {
        if let Some(decided) = scored(what, images, unseen) {
            let errors = plain.errors(&decided);
            assert!(errors <= plainly + 12, "{what}: {errors}");
        }
    };

    // One image that is all out of place does not undo what the others teach.
    let mut outlier = plain.train.clone();
    outlier.row_mut(7).fill(1e6);
    let with_one = scored("an outlier", &outlier, &plain.unseen).expect("an outlier is taken");
    assert!(
        plain.errors(&with_one) <= plainly + 20,
        "an outlier: {}",
        plain.errors(&with_one)
    );

    outlier.row_mut(7).fill(1e300);
    let refused = fit(&outlier).err().expect("1e300 beside 1").to_string();
    assert!(
        refused.contains("image 7") && refused.contains("1e300"),
        "{refused}"
    );

    // Features about their own places, mixed in sign; then in their own units.
    let mut mixed = (plain.train.clone(), plain.unseen.clone());
    for feature in 0..36 {
        let (scale, place) = (
            [1.0, -1.0, -1.0][feature % 3],
            [-4e3, 0.0, 1e5][feature % 3],
        );
        for images in [&mut mixed.0, &mut mixed.1] {
            images
                .column_mut(feature)
                .mapv_inplace(|x| x * scale + place);
        }
    }
    decides("mixed", &mixed.0, &mixed.1);

    let mut units = plain.train.clone();
    for (feature, mut column) in units.columns_mut().into_iter().enumerate() {
        column *= [1e-9, 1.0, 1e6][feature % 3];
    }
    scored("units of their own", &units, &plain.unseen);

    for (what, value) in [
        ("white", 0.0),
        ("one grey", 0.7),
        ("far grey", 1e9 + 0.3),
        ("huge", 1e300),
    ] {
        let alike = Array2::from_elem((60, 36), value);
        scored(what, &alike, &alike);
        scored(what, &alike, &plain.unseen);
    }
    let subnormal = |images: &Array2<f64>| images.mapv(|x| x * 1e-310);
    decides(
        "subnormal",
        &subnormal(&plain.train),
        &subnormal(&plain.unseen),
    );
    let wide = |images: &Array2<f64>| images.mapv(|x| (x - 0.5) * 1e300);
    decides("wide", &wide(&plain.train), &wide(&plain.unseen));

    // Queries out of reach are refused by name, others are answered.
    for value in [1e39, -3e38, 1e300] {
        let mut query = plain.unseen.clone();
        query[[5, 11]] = value;
        let error = model.scores(query.view()).unwrap_err();
        assert!(
            matches!(error, InputError::OutOfReach { image: 5, pixel: 11, value: v, .. } if v == value),
            "{error}"
        );
    }
    for value in [1e12, -1e12, 1e-300] {
        let query = Array2::from_elem((1, 36), value);
        let scores = model.scores(query.view()).unwrap();
        assert!(scores.iter().all(|s| s.is_finite()), "{value}: {scores}");
    }
}
