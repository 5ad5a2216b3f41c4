//! Images that are not MNIST's: beside scikit-learn (tests/reference/own_numbers_svm.py), and
//! the refusals of what cannot be computed.

use std::fmt::Debug;

use classifier::{Classifier, InputError, Pixel, metrics};
use linfa::prelude::*;
use ndarray::{Array1, Array2, Axis, concatenate, s};
use serde_json::Value;
use svm::{Kernel, ReducedSvm, Shifts, Strategy, Svm, SvmError, SvmParams};

const CLASSES: usize = 3;
const UNSEEN: usize = 60;

/// Lehmer's generator.
struct Noise(u64);

impl Noise {
    fn below(&mut self, n: u64) -> f64 {
        self.0 = self.0 * 48_271 % 0x7FFF_FFFF;
        (self.0 % n) as f64
    }
}

/// Grey levels, as the script draws them.
#[derive(Clone)]
struct Blobs {
    train: Array2<f64>,
    labels: Array1<usize>,
    unseen: Array2<f64>,
    truth: Array1<usize>,
}

impl Blobs {
    fn draw(counts: [usize; CLASSES], n_features: usize) -> Self {
        let mut noise = Noise(1998);
        let centres = Array2::from_shape_fn((CLASSES, n_features), |_| 60.0 + noise.below(136));
        let mut images = |labels: &Array1<usize>| {
            Array2::from_shape_fn((labels.len(), n_features), |(image, feature)| {
                centres[[labels[image], feature]] + noise.below(41) - 20.0
            })
        };
        let labels: Array1<usize> = (0..CLASSES)
            .flat_map(|label| std::iter::repeat_n(label, counts[label]))
            .collect();
        let truth = Array1::from_shape_fn(UNSEEN, |image| image % CLASSES);
        let (train, unseen) = (images(&labels), images(&truth));
        Self {
            train,
            labels,
            unseen,
            truth,
        }
    }

    fn plain() -> Self {
        Self::draw([20, 20, 20], 36).map(|x| x / 256.0)
    }

    fn map(mut self, f: impl Fn(f64) -> f64) -> Self {
        self.train.mapv_inplace(&f);
        self.unseen.mapv_inplace(&f);
        self
    }

    /// The images of a case of the script.
    fn of_case(case: &str, unit: f64) -> Self {
        let (counts, n_features) = match case {
            "few" => ([2, 2, 1], 36),
            "many" => ([100, 100, 100], 36),
            "wide" => ([7, 7, 6], 40_000),
            "one of a class" => ([20, 20, 1], 36),
            _ => ([20, 20, 20], 36),
        };
        let mut blobs = Self::draw(counts, n_features).map(|x| x / unit);
        match case {
            "constant" => {
                for images in [&mut blobs.train, &mut blobs.unseen] {
                    for mut image in images.rows_mut() {
                        let first = image[0];
                        image.fill(first);
                    }
                }
            }
            "uneven" => {
                for images in [&mut blobs.train, &mut blobs.unseen] {
                    for ((_, feature), x) in images.indexed_iter_mut() {
                        *x *= ((feature % 21) as f64 - 10.0).exp2();
                    }
                }
            }
            "outlier" => blobs.train.row_mut(0).mapv_inplace(|x| x * 1e6),
            "duplicates" => {
                let copied: Vec<usize> = (0..6).map(|image| image * 7).collect();
                let labels = copied.iter().map(|&i| (blobs.labels[i] + 1) % CLASSES);
                let labels: Array1<usize> = labels.collect();
                let images = blobs.train.select(Axis(0), &copied);
                blobs.train = concatenate![Axis(0), blobs.train, images];
                blobs.labels = concatenate![Axis(0), blobs.labels, labels];
            }
            "shift 1e3" => blobs = blobs.map(|x| x + 1e3),
            "shift 1e5" => blobs = blobs.map(|x| x + 1e5),
            _ => {
                let scale = scale(case);
                blobs = blobs.map(|x| x * scale);
            }
        }
        blobs
    }

    fn fit<P: Pixel>(&self, params: &SvmParams, to: impl Fn(f64) -> P) -> Result<Svm, SvmError> {
        let images = self.train.mapv(to);
        params.fit(&Dataset::new(images, self.labels.clone()))
    }

    fn wrong<P: Pixel>(&self, model: &impl Classifier<P>, to: impl Fn(f64) -> P) -> usize {
        let classes = model.classify(self.unseen.mapv(to).view()).unwrap();
        metrics::errors(classes.view(), self.truth.view())
    }
}

fn scale(case: &str) -> f64 {
    match case {
        "scale 2^-20" => (-20f64).exp2(),
        "scale 2^20" => 20f64.exp2(),
        "scale 1e-6" => 1e-6,
        "scale 1e6" => 1e6,
        _ => 1.0,
    }
}

const KERNELS: [&str; 4] = ["linear", "polynomial", "cosine", "gaussian"];

fn params(kernel: &str, n_features: usize, scale: f64) -> SvmParams {
    let gamma = 1.0 / n_features as f64 / (scale * scale);
    let (normalise, kernel) = match kernel {
        "linear" => (false, Kernel::Linear),
        "polynomial" => (
            false,
            Kernel::Polynomial {
                degree: 3,
                scale: gamma,
                offset: 1.0,
            },
        ),
        "cosine" => (true, Kernel::polynomial(4)),
        "gaussian" => (false, Kernel::Gaussian { gamma: 4.0 * gamma }),
        other => panic!("{other}"),
    };
    Svm::params(CLASSES).kernel(kernel).normalise(normalise)
}

const GAP: f64 = 1e-4;

/// Cases that cannot be computed in double precision to this gap: kernel values of 10¹⁶ that
/// differ by 10⁵, images without a direction of their own, one that speaks 10¹⁸ times as loud.
const REFUSED: [(&str, &str); 3] = [
    ("shift 1e5", "polynomial"),
    ("constant", "cosine"),
    ("outlier", "polynomial"),
];

/// Where scikit-learn itself ends without a solution.
const UNSOLVED: [(&str, &str); 4] = [
    ("shift 1e3", "linear"),
    ("shift 1e3", "polynomial"),
    ("shift 1e5", "linear"),
    ("shift 1e5", "polynomial"),
];

/// Errors, and values of the first images.
fn answer<P: Pixel>(
    case: &str,
    kernel: &str,
    unit: f64,
    to: impl Fn(f64) -> P + Copy,
) -> Result<(usize, Vec<f64>), SvmError> {
    let blobs = Blobs::of_case(case, unit);
    let params = params(kernel, blobs.train.ncols(), scale(case)).gap(GAP);
    let model = blobs.fit(&params, to)?;
    assert!(model.machines().all(|(_, c)| (0.0..=GAP).contains(&c.gap)));
    let values = model.decision_values(blobs.unseen.mapv(to).slice(s![..5, ..]))?;
    Ok((blobs.wrong(&model, to), values.into_iter().collect()))
}

fn furthest(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let differences = a
        .iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs() / (1.0 + b.abs()));
    differences.fold(0.0, f64::max)
}

#[test]
fn what_scikit_learn_tells_apart_is_told_apart() {
    let reference: Value = serde_json::from_str(include_str!(
        "../../../../../tests/reference/own_numbers_svm.json"
    ))
    .unwrap();
    let mut answers = 0;
    for theirs in reference["answers"].as_array().unwrap() {
        let [case, kernel, pixel] =
            ["case", "kernel", "pixel"].map(|key| theirs[key].as_str().unwrap());
        let ours = match pixel {
            "u8" => answer(case, kernel, 1.0, |x| x as u8),
            "f32" => answer(case, kernel, 256.0, |x| x as f32),
            _ => answer(case, kernel, 256.0, |x| x),
        };
        let (wrong, values) = match ours {
            Ok(ours) => ours,
            Err(error) => {
                let is_known = REFUSED.contains(&(case, kernel)) && pixel != "u8";
                assert!(is_known, "{case} {kernel} {pixel}: {error}");
                continue;
            }
        };
        answers += 1;
        let theirs_wrong = theirs["wrong"].as_u64().unwrap() as usize;
        assert!(
            wrong <= theirs_wrong,
            "{case} {kernel} {pixel}: {wrong} wrong, theirs {theirs_wrong}"
        );
        if UNSOLVED.contains(&(case, kernel)) {
            continue;
        }
        let rows = theirs["values"].as_array().unwrap().iter();
        let theirs: Vec<f64> = rows
            .flat_map(|row| row.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()))
            .collect();
        let apart = furthest(&values, &theirs);
        assert!(apart < 2e-4, "{case} {kernel} {pixel}: {apart:e} apart");
    }
    assert!(answers >= 130, "{answers}");
}

#[test]
fn a_shift_moves_no_value_where_the_kernel_does_not_mind() {
    for kernel in ["linear", "gaussian"] {
        let (_, plain) = answer("plain", kernel, 256.0, |x| x).unwrap();
        for shift in [1e3, -273.15, 1e5, 1e7] {
            let blobs = Blobs::plain().map(|x| x + shift);
            for strategy in [Strategy::OneVsRest, Strategy::OneVsOne] {
                let params = params(kernel, 36, 1.0).gap(GAP).strategy(strategy);
                let model = blobs.fit(&params, |x| x).unwrap();
                assert_eq!(blobs.wrong(&model, |x| x), 0, "{kernel} {shift}");
                if strategy == Strategy::OneVsRest {
                    let values = model.decision_values(blobs.unseen.slice(s![..5, ..]));
                    let values: Vec<f64> = values.unwrap().into_iter().collect();
                    assert!(furthest(&values, &plain) < 3.0 * GAP, "{kernel} {shift}");
                }
            }
        }
    }
}

#[test]
fn polynomials_far_from_zero_are_right_or_refused() {
    for kernel in ["polynomial", "cosine"] {
        for (shift, must_answer) in [(1e3, true), (1e5, true), (1e7, false), (1e9, false)] {
            let blobs = Blobs::plain().map(|x| x + shift);
            let fitted = blobs.fit(&params(kernel, 36, 1.0), |x| x);
            match fitted {
                Ok(model) => assert_eq!(blobs.wrong(&model, |x| x), 0, "{kernel} {shift}"),
                Err(
                    error @ (SvmError::Input(InputError::Precision { .. })
                    | SvmError::Imprecise { .. }
                    | SvmError::Stalled { .. }),
                ) => assert!(!must_answer, "{kernel} {shift}: {error}"),
                Err(error) => panic!("{kernel} {shift}: {error}"),
            }
        }
    }
}

#[test]
fn a_power_of_two_changes_no_bit() {
    for kernel in KERNELS {
        let scores = |exponent: i32| {
            let scale = f64::from(exponent).exp2();
            let blobs = Blobs::plain().map(|x| x * scale);
            // C has the kernel's unit, that of a linear one squared pixel values.
            let params = match kernel {
                "linear" => params(kernel, 36, scale).c(1.0 / (scale * scale)),
                _ => params(kernel, 36, scale),
            };
            let model = blobs.fit(&params, |x| x).unwrap();
            model.scores(blobs.unseen.view()).unwrap()
        };
        let plain = scores(0);
        for exponent in [-40, -1, 3, 40] {
            let apart = furthest(
                scores(exponent).as_slice().unwrap(),
                plain.as_slice().unwrap(),
            );
            assert!(apart < 1e-9, "{kernel} 2^{exponent}: {apart:e}");
        }
    }
}

/// The refusals of numbers that are too large or too small, with what they have to name.
fn assert_refused(what: &str, result: Result<impl Debug, SvmError>) {
    match result {
        Err(SvmError::Input(error @ InputError::Precision { .. })) => {
            let told = error.to_string();
            assert!(
                told.contains("image") && told.contains("a size of about 1"),
                "{told}"
            );
        }
        Err(error @ SvmError::Flat { .. }) => {
            let told = error.to_string();
            assert!(told.contains("class") && told.contains("Divide"), "{told}");
        }
        Err(error @ SvmError::Isolated { .. }) => {
            let told = error.to_string();
            assert!(told.contains("smaller γ"), "{told}");
        }
        Err(error @ (SvmError::Imprecise { .. } | SvmError::Stalled { .. })) => {
            let told = error.to_string();
            assert!(told.contains("gap") && told.contains("Ask for"), "{told}");
        }
        other => panic!("{what}: {other:?}"),
    }
}

/// With 40,000 features and γ = 1, exp(−γ d²) is 10⁻²⁶⁰: every image had the scores of the bias.
#[test]
fn a_gamma_for_which_no_image_is_near_another_is_refused() {
    let images = Array2::from_shape_fn((30, 40_000), |(image, feature)| {
        let noise = ((image * 31 + feature * 17 + image * feature) % 97) as f64 / 970.0;
        noise + f64::from(u8::from(feature % 3 == image % 3))
    });
    let labels = Array1::from_shape_fn(30, |image| image % 3);
    let dataset = DatasetBase::new(images.clone(), labels.clone());
    let of_gamma = |gamma| {
        let params = Svm::params(3).kernel(Kernel::Gaussian { gamma });
        params.normalise(false).fit(&dataset)
    };
    assert!(matches!(of_gamma(1.0), Err(SvmError::Isolated { .. })));
    let wide = of_gamma(1.0 / 40_000.0).unwrap();
    assert_eq!(wide.classify(images.view()).unwrap(), labels);
}

#[test]
fn large_and_small_numbers_are_answered_or_refused() {
    let powers = [-300, -160, -25, -20, 20, 25, 160, 300];
    for kernel in KERNELS {
        for power in powers {
            let blobs = Blobs::plain().map(|x| x * 10f64.powi(power));
            let what = format!("{kernel} 1e{power}");
            // γ and scales as if the images were near 1, as the tries were.
            match blobs.fit(&params(kernel, 36, 1.0), |x| x) {
                Ok(model) => {
                    let scores = model.scores(blobs.unseen.view()).unwrap();
                    assert!(scores.iter().all(|score| score.is_finite()), "{what}");
                    // Only a Gaussian so narrow that it knows nothing but its own images.
                    let is_narrow = kernel == "gaussian" && power > 0;
                    let wrong = blobs.wrong(&model, |x| x);
                    assert!(wrong == 0 || is_narrow, "{what}: {wrong} wrong");
                    for (machine, convergence) in model.machines() {
                        assert!(convergence.dual_objective.is_finite(), "{what}: {machine}");
                        assert!((0.0..=0.01).contains(&convergence.gap), "{what}");
                    }
                }
                refused => assert_refused(&what, refused),
            }
        }
    }
}

#[test]
fn high_degrees_are_answered_or_refused() {
    // Without unit length the lengths decide, and some unseen images go astray.
    for (normalise, degree, may_be_wrong, must_answer) in [
        (false, 60, 1, true),
        (true, 60, 0, true),
        (true, 200, 0, true),
        (false, 200, 5, false),
        (false, 1000, 0, false),
    ] {
        let kernel = Kernel::polynomial(degree);
        let params = Svm::params(CLASSES).kernel(kernel).normalise(normalise);
        let blobs = Blobs::plain();
        for result in [
            blobs
                .fit(&params, |x| x)
                .map(|model| blobs.wrong(&model, |x| x)),
            blobs
                .fit(&params, |x| x as f32)
                .map(|model| blobs.wrong(&model, |x| x as f32)),
            blobs
                .fit(&params, |x| (x * 256.0) as u8)
                .map(|model| blobs.wrong(&model, |x| (x * 256.0) as u8)),
        ] {
            match result {
                Ok(wrong) => assert!(wrong <= may_be_wrong, "degree {degree}: {wrong}"),
                refused => {
                    assert!(!must_answer, "degree {degree}: {refused:?}");
                    assert_refused("high degree", refused);
                }
            }
        }
    }
}

#[test]
fn queries_are_scored_with_finite_numbers_or_refused() {
    let blobs = Blobs::plain();
    for kernel in KERNELS {
        let model = blobs.fit(&params(kernel, 36, 1.0), |x| x).unwrap();
        let bytes = Blobs::draw([20, 20, 20], 36);
        let of_bytes = bytes.fit(&params(kernel, 36, 1.0), |x| x as u8).unwrap();
        for value in [1e39, -1e39, 1e300, -1e300, 3e38, f64::MAX] {
            let mut one = blobs.unseen.clone();
            one[[3, 2]] = value;
            let all = Array2::from_elem((2, 36), value);
            for model in [&model, &of_bytes] {
                match model.scores(one.view()) {
                    Err(InputError::OutOfReach {
                        image: 3, pixel: 2, ..
                    }) => {}
                    other => panic!("{kernel} {value}: {other:?}"),
                }
                assert!(matches!(
                    model.scores(all.view()),
                    Err(InputError::OutOfReach { image: 0, .. })
                ));
            }
        }
        for value in [3e38f32, -3e38] {
            let mut one = blobs.unseen.mapv(|x| x as f32);
            one[[3, 2]] = value;
            assert!(model.scores(one.view()).is_err(), "{kernel} {value}");
        }
        // Within reach: finite.
        for value in [1e9, -1e11] {
            let all = Array2::from_elem((2, 36), value);
            for model in [&model, &of_bytes] {
                let scores = model.scores(all.view()).unwrap();
                assert!(scores.iter().all(|score| score.is_finite()), "{kernel}");
            }
        }
    }
    let steep = Svm::params(CLASSES)
        .kernel(Kernel::polynomial(60))
        .normalise(false);
    let model = blobs.fit(&steep, |x| x).unwrap();
    assert!(matches!(
        model.scores(Array2::from_elem((2, 36), 1e11).view()),
        Err(InputError::Precision { image: 0, .. })
    ));
}

#[test]
fn images_all_alike_and_subnormal_ones() {
    for kernel in KERNELS {
        for value in [0.0, 0.5, 1e5] {
            let mut blobs = Blobs::plain();
            blobs.train.fill(value);
            let model = blobs.fit(&params(kernel, 36, 1.0), |x| x).unwrap();
            let scores = model.scores(blobs.unseen.view()).unwrap();
            assert!(scores.iter().all(|score| score.is_finite()), "{kernel}");
        }
        let blobs = Blobs::plain().map(|x| x * 1e-310);
        match blobs.fit(&params(kernel, 36, 1.0), |x| x) {
            Ok(model) => {
                let scores = model.scores(blobs.unseen.view()).unwrap();
                assert!(scores.iter().all(|score| score.is_finite()), "{kernel}");
                assert!(kernel != "cosine" || blobs.wrong(&model, |x| x) == 0);
            }
            refused => assert_refused(kernel, refused),
        }
    }
    // As singles these are subnormal, as doubles they are not.
    let blobs = Blobs::plain().map(|x| x * 1e-39);
    let model = blobs
        .fit(&params("gaussian", 36, 1e-39), |x| x as f32)
        .unwrap();
    assert_eq!(blobs.wrong(&model, |x| x as f32), 0);
}

#[test]
fn two_clusters_far_apart_are_told_apart_within() {
    // Distances of 1 beside lengths of 10⁷: of the dot products nothing is left.
    let mut blobs = Blobs::plain();
    for images in [&mut blobs.train, &mut blobs.unseen] {
        for mut image in images.rows_mut().into_iter().step_by(2) {
            image += 1e7;
        }
    }
    let model = blobs.fit(&params("gaussian", 36, 1.0), |x| x).unwrap();
    assert_eq!(blobs.wrong(&model, |x| x), 0);
}

#[test]
fn virtual_and_reduced_machines_of_floats() {
    for kernel in KERNELS {
        for shift in [0.0, 1e3] {
            let blobs = Blobs::plain().map(|x| x + shift);
            let model = blobs.fit(&params(kernel, 36, 1.0), |x| x).unwrap();
            match model.virtual_svm(6, 6, Shifts::Four) {
                Ok(moved) => {
                    let scores = moved.scores(blobs.unseen.view()).unwrap();
                    assert!(scores.iter().all(|score| score.is_finite()));
                    let wrong = blobs.wrong(&moved, |x| x);
                    assert!(shift > 0.0 || wrong == 0, "{kernel} {shift}: {wrong}");
                }
                // Zeros that move in beside years are no images of the kind.
                refused => {
                    assert!(shift > 0.0, "{kernel}: {refused:?}");
                    assert_refused(kernel, refused);
                }
            }
            let params = ReducedSvm::params(12).steps(10).check().unwrap();
            let reduced = params.reduce(&model, blobs.train.view()).unwrap();
            let residuals = reduced.relative_residuals();
            assert!(
                residuals.iter().all(|r| (-1e-3..1.0).contains(r)),
                "{kernel} {shift}: {residuals:?}"
            );
            let wrong = blobs.wrong(&reduced, |x| x);
            assert!(wrong <= 3, "{kernel} {shift}: {wrong} wrong");
            let far = Array2::from_elem((1, 36), 1e39);
            assert!(reduced.decision_values(far.view()).is_err());
        }
    }
}

#[test]
fn bytes_that_singles_cannot_hold_are_computed_in_doubles() {
    // (x·y + 1)²⁰ of images whose dot products are about 10: 10²⁰, to be told apart by ones.
    let blobs = Blobs::draw([20, 20, 20], 36);
    for degree in [12, 20, 40] {
        let params = Svm::params(CLASSES)
            .kernel(Kernel::polynomial(degree))
            .normalise(false)
            .gap(1e-3);
        let bytes = blobs.fit(&params, |x| x as u8).unwrap();
        let floats = blobs.clone().map(|x| x / 255.0);
        let of_floats = floats.fit(&params, |x| x).unwrap();
        let values = bytes.decision_values(blobs.unseen.mapv(|x| x as u8).view());
        let of_floats = of_floats.decision_values(floats.unseen.view()).unwrap();
        let apart = furthest(
            values.unwrap().as_slice().unwrap(),
            of_floats.as_slice().unwrap(),
        );
        assert!(apart < 0.02, "{degree}: {apart}");
    }
}

#[test]
fn numbers_of_any_size_give_finite_scores_or_an_error() {
    let mut noise = Noise(2026);
    let mut answered = 0;
    for _ in 0..400 {
        let n_features = 1 + noise.below(9) as usize;
        let n_images = 2 + noise.below(40) as usize;
        let spread = noise.below(4) * 12.0;
        // Each feature has a size and a place of its own.
        let places: Vec<(f64, f64)> = (0..n_features)
            .map(|_| {
                let mut power = || 10f64.powf((noise.below(201) / 100.0 - 1.0) * spread);
                (power(), power())
            })
            .collect();
        let mut images = |n| {
            Array2::from_shape_fn((n, n_features), |(_, feature)| {
                let (size, place) = places[feature];
                size * (noise.below(1000) / 1000.0 - 0.5) + place
            })
        };
        let (train, unseen) = (images(n_images), images(20));
        let labels = Array1::from_shape_fn(n_images, |_| noise.below(3) as usize);
        let kernel = match noise.below(5) as u32 {
            0 => Kernel::Linear,
            1 => Kernel::Gaussian {
                gamma: 10f64.powf(noise.below(40) - 20.0),
            },
            degree => Kernel::Polynomial {
                degree: degree * degree,
                scale: 10f64.powf(noise.below(10) - 5.0),
                offset: noise.below(2),
            },
        };
        let params = Svm::params(CLASSES)
            .kernel(kernel)
            .normalise(noise.below(2) == 0.0)
            .c(10f64.powf(noise.below(20) - 8.0))
            .max_iterations(20_000);
        let Ok(model) = params.fit(&Dataset::new(train, labels)) else {
            continue;
        };
        answered += 1;
        if let Ok(scores) = model.scores(unseen.view()) {
            assert!(
                scores.iter().all(|score| score.is_finite()),
                "{params:?}: {scores}"
            );
        }
    }
    assert!(answered > 100, "{answered}");
}
