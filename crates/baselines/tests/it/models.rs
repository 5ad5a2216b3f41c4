//! A model of each kind, written by an earlier version and committed: every later one reads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use baselines::Model;
use baselines::boosting::Committee;
use baselines::calibration::{Calibrated, Method};
use baselines::knn::Knn;
use baselines::linear::Linear;
use baselines::local_learning::LocalLinear;
use baselines::mlp::Mlp;
use baselines::pairwise_linear::PairwiseLinear;
use baselines::pca_quadratic::PcaQuadratic;
use baselines::rbf_network::RbfNetwork;
use baselines::svm::{ReducedSvm, Strategy, Svm};
use baselines::tangent_distance::TangentDistance;
use classifier::persist::{ModelError, ModelReader, Notes, to_bytes};
use classifier::{Classifier, Pixel};
use lenet::{LeNetParams, OnFeatures, TrainingParams as _};
use linfa::prelude::*;
use model_file::FileError;
use ndarray::{Array1, Array2, Axis};

const SIDE: usize = 16;
const N_CLASSES: usize = 10;

/// Images of 16×16 pixels, a bright row where the class says, with noise that is the same in
/// every run, and their labels.
fn images<P>(n: usize, seed: usize, pixel: impl Fn(u8) -> P) -> (Array2<P>, Array1<usize>) {
    let images = Array2::from_shape_fn((n, SIDE * SIDE), |(image, at)| {
        let noise = (image * 7919 + at * 104_729 + seed * 1_299_709) % 97;
        let is_bright = at / SIDE == image % N_CLASSES + 3;
        pixel(noise as u8 + if is_bright { 150 } else { 0 })
    });
    (images, Array1::from_shape_fn(n, |image| image % N_CLASSES))
}

fn intensity(byte: u8) -> f64 {
    f64::from(byte) / 255.0
}

/// A model of each kind for images of bytes, and one for doubles that lie far from zero.
fn all() -> BTreeMap<&'static str, Model<u8>> {
    let (pixels, labels) = images(30, 1, |byte| byte);
    let set = Dataset::new(pixels.clone(), labels.clone());
    let lenet = LeNetParams::lenet1().passes(2).fit(&set).unwrap();
    let features = lenet.features(pixels.view()).unwrap();
    let on_features = Knn::params(N_CLASSES).k(1);
    let on_features = on_features.fit(&Dataset::new(features, labels)).unwrap();
    let svm = Svm::params(N_CLASSES).fit(&set).unwrap();
    let pairs = Svm::params(N_CLASSES).strategy(Strategy::OneVsOne);
    let reduced = ReducedSvm::params(5).steps(2).check().unwrap();
    let linear = |ridge| Linear::params(N_CLASSES).ridge(ridge).fit(&set).unwrap();
    let local = LocalLinear::params(N_CLASSES).k(5).fit(&set).unwrap();
    let mlp = Mlp::params(N_CLASSES).hidden(&[5]).passes(3);
    let pca = PcaQuadratic::params(N_CLASSES).n_components(4);
    let rbf = RbfNetwork::params(N_CLASSES).units_per_class(2);
    let tangent = TangentDistance::params(N_CLASSES, SIDE, SIDE);
    BTreeMap::from([
        (
            "committee",
            boxed(Committee::new::<u8>(vec![linear(1.0), linear(2.0)]).unwrap()),
        ),
        ("knn", boxed(Knn::params(N_CLASSES).fit(&set).unwrap())),
        ("lenet", boxed(lenet.clone())),
        ("linear", boxed(linear(1.0))),
        ("local-learning", boxed(local)),
        ("mlp", boxed(mlp.fit(&set).unwrap())),
        ("on-features", boxed(OnFeatures::new(lenet, on_features))),
        (
            "pairwise-linear",
            boxed(PairwiseLinear::params(N_CLASSES).fit(&set).unwrap()),
        ),
        ("pca-quadratic", boxed(pca.fit(&set).unwrap())),
        ("rbf-network", boxed(rbf.fit(&set).unwrap())),
        (
            "reduced-svm",
            boxed(reduced.reduce(&svm, pixels.view()).unwrap()),
        ),
        ("svm", boxed(svm)),
        ("svm-one-vs-one", boxed(pairs.fit(&set).unwrap())),
        ("tangent-distance", boxed(tangent.fit(&set).unwrap())),
    ])
}

/// The same for doubles around 1,000.
fn all_of_doubles() -> BTreeMap<&'static str, Model<f64>> {
    let (pixels, labels) = images(30, 1, |byte| 1000.0 + intensity(byte));
    let set = Dataset::new(pixels, labels);
    let svm = Svm::params(N_CLASSES).fit(&set).unwrap();
    BTreeMap::from([
        (
            "knn-doubles",
            boxed(Knn::params(N_CLASSES).fit(&set).unwrap()),
        ),
        (
            "linear-doubles",
            boxed(Linear::params(N_CLASSES).fit(&set).unwrap()),
        ),
        ("svm-doubles", boxed(svm)),
    ])
}

fn boxed<P: Pixel>(model: impl Classifier<P> + 'static) -> Model<P> {
    Box::new(model)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models")
}

fn path(name: &str) -> PathBuf {
    folder().join(name).with_extension("safetensors")
}

/// Writes what is committed: `cargo test -p baselines -- --ignored`.
#[test]
#[ignore = "writes the committed files"]
fn write() {
    fn write<P: Pixel>(models: BTreeMap<&'static str, Model<P>>, pixel: impl Fn(u8) -> P) {
        let (images, _) = images(20, 2, pixel);
        for (name, model) in models {
            let bytes = to_bytes(&*model, &Notes::new()).unwrap();
            model_file::save_bytes(&bytes, path(name)).unwrap();
            let scores = model.scores(images.view()).unwrap();
            let lines = scores.outer_iter().map(|scores| {
                let scores: Vec<String> = scores.iter().map(f64::to_string).collect();
                scores.join(" ") + "\n"
            });
            let text: String = lines.collect();
            model_file::save_bytes(text.as_bytes(), path(name).with_extension("scores")).unwrap();
        }
    }
    write(all(), |byte| byte);
    write(all_of_doubles(), |byte| 1000.0 + intensity(byte));
}

/// The largest difference of the scores from the committed ones, in their range.
fn difference<P: Pixel>(name: &str, pixel: impl Fn(u8) -> P) -> f64 {
    let model = baselines::load::<P>(path(name)).unwrap();
    let (images, _) = images(20, 2, pixel);
    let scores = model.scores(images.view()).unwrap();
    let text = std::fs::read_to_string(path(name).with_extension("scores")).unwrap();
    let kept: Vec<f64> = text
        .split_whitespace()
        .map(|score| score.parse().unwrap())
        .collect();
    assert_eq!(kept.len(), scores.len(), "{name}");
    let (low, high) = kept
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), &score| {
            (low.min(score), high.max(score))
        });
    let differences = scores.iter().zip(&kept).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f64::max) / (high - low)
}

#[test]
fn every_kind_that_was_committed_is_read_and_scores_as_then() {
    let names = all().into_keys().chain(all_of_doubles().into_keys());
    let mut expected: Vec<String> = names.map(str::to_owned).collect();
    expected.sort();
    let files = folder()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().unwrap() == "safetensors");
    let mut found: Vec<String> = files
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    assert_eq!(found, expected);
    for name in &found {
        let difference = match name.ends_with("-doubles") {
            true => difference(name, |byte| 1000.0 + intensity(byte)),
            false => difference(name, |byte| byte),
        };
        // Networks sum in another order on another level.
        assert!(difference < 1e-5, "{name}: {difference:e}");
    }
}

#[test]
fn what_was_committed_is_written_again_as_the_same_bytes() {
    for name in all().into_keys() {
        let committed = std::fs::read(path(name)).unwrap();
        let model = baselines::load::<u8>(path(name)).unwrap();
        let written = to_bytes(&*model, &Notes::new()).unwrap();
        assert!(written == committed, "{name}: other bytes");
    }
}

#[test]
fn a_model_read_as_any_kind_scores_as_the_one_that_was_written() {
    let (images, _) = images(20, 2, |byte| byte);
    let folder = tempfile::tempdir().unwrap();
    for (name, model) in all() {
        let path = folder.path().join(name);
        model_file::save_bytes(&to_bytes(&*model, &Notes::new()).unwrap(), &path).unwrap();
        let again = baselines::load::<u8>(&path).unwrap();
        let scores = |model: &Model<u8>| model.scores(images.view()).unwrap();
        assert_eq!(scores(&again), scores(&model), "{name}");
        assert_eq!(again.cost(), model.cost(), "{name}");
    }
}

#[test]
fn what_is_no_model_of_these_pixels_is_told_with_the_file_and_the_reason() {
    let told = |error: FileError| error.to_string();
    let Err(error) = baselines::load::<f32>(path("knn")) else {
        panic!("bytes are no floats");
    };
    let text = told(error);
    assert!(
        text.contains("knn.safetensors") && text.contains("\"u8\""),
        "{text}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    assert!(matches!(
        baselines::load::<u8>(&file),
        Err(FileError::Io { .. })
    ));
    std::fs::write(&file, "a shopping list").unwrap();
    assert!(matches!(
        baselines::load::<u8>(&file),
        Err(FileError::Model {
            source: ModelError::Damaged(_),
            ..
        })
    ));
}

/// Thousands of committees, one in the other, would overflow the stack; twenty are too many.
#[test]
fn models_in_models_without_end_are_refused() {
    let mut header = String::from("\"format\":\"fitted classifier\"");
    for depth in 0..20 {
        let prefix = "member0.".repeat(depth);
        header += &format!(
            ",\"{prefix}kind\":\"committee\",\"{prefix}version\":\"1\",\"{prefix}n_members\":\"1\""
        );
    }
    let header = format!("{{\"__metadata__\":{{{header}}}}}");
    let header = format!("{header:width$}", width = header.len().next_multiple_of(8));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    let reader = classifier::persist::ModelReader::new(&bytes).unwrap();
    match baselines::read::<u8>(&reader) {
        Err(ModelError::Setting { name, .. }) => assert!(name.ends_with("kind"), "{name}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a committee of nobody"),
    }
}

/// Whatever the kind: probabilities add up to 1, the temperature moves no decision, and a
/// calibrated model comes back from its bytes.
fn can_be_calibrated<P: Pixel>(
    models: impl Fn() -> BTreeMap<&'static str, Model<P>>,
    pixel: impl Fn(u8) -> P + Copy,
) {
    let ((held_out, labels), (unseen, _)) = (images(40, 3, pixel), images(20, 4, pixel));
    let held_out = Dataset::new(held_out, labels);
    for method in Method::ALL {
        for (name, model) in models() {
            let classes = model.classify(unseen.view()).unwrap();
            let calibrated = Calibrated::fit(model, method, &held_out).unwrap();
            let probabilities = calibrated.probabilities(unseen.view()).unwrap();
            assert!(
                probabilities.iter().all(|p| (0.0..=1.0).contains(p)),
                "{name}"
            );
            let sums = probabilities.sum_axis(Axis(1));
            assert!(
                sums.iter().all(|sum| f64::abs(sum - 1.0) < 1e-12),
                "{name}: {sums}"
            );
            if method == Method::Temperature {
                assert_eq!(
                    calibrated.classify(unseen.view()).unwrap(),
                    classes,
                    "{name}"
                );
            }
            let bytes = to_bytes::<P>(&calibrated, &Notes::new()).unwrap();
            let again = baselines::read::<P>(&ModelReader::new(&bytes).unwrap()).unwrap();
            assert_eq!(
                again.scores(unseen.view()).unwrap(),
                calibrated.scores(unseen.view()).unwrap(),
                "{name}"
            );
        }
    }
}

#[test]
fn every_kind_can_be_calibrated() {
    can_be_calibrated(all, |byte| byte);
    can_be_calibrated(all_of_doubles, |byte| 1000.0 + intensity(byte));
}
