//! Reads strings with the committed network of single digits.

use std::sync::LazyLock;

use lenet::LeNet;
use mnist_io::strings::{Recipe, StringSet};
use mnist_io::{Locator, Mnist};
use ndarray::Array2;
use string_reader::{Reader, Reading, Segmenter, View};

/// Row `lenet5` of the comparison, trained on single digits.
pub(crate) static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(View::Segments(Segmenter::default()), network()).unwrap());

pub(crate) fn network() -> LeNet {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../bench-results/lenet5.safetensors"
    );
    LeNet::load(file).unwrap()
}

pub(crate) fn strings(recipe: &Recipe) -> StringSet {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    recipe.draw(&mnist.train, 50_000..51_000, 1, 0).unwrap()
}

fn readings(set: &StringSet) -> Vec<Reading> {
    let all = (0..set.len()).map(|string| READER.read(set.picture(string)).unwrap());
    all.collect()
}

/// Of so many strings, those that are read wrongly.
fn errors(set: &StringSet, readings: &[Reading]) -> Vec<usize> {
    let all = readings.iter().enumerate();
    let wrong = all.filter(|(string, reading)| reading.digits != set.digits(*string));
    wrong.map(|(string, _)| string).collect()
}

#[test]
fn single_digits_are_read_as_single_digits() {
    let set = strings(&Recipe {
        length: 1,
        ..Recipe::PAPER
    });
    let readings = readings(&set);
    let wrong = errors(&set, &readings).len();
    assert!(wrong < set.len() / 20, "{wrong} of {}", set.len());
}

/// The paper's "no global training": it reads most strings, and errs in far more than the digits
/// alone explain.
#[test]
fn most_strings_are_read_without_global_training_and_the_surer_the_righter() {
    let set = strings(&Recipe::PAPER);
    let readings = readings(&set);
    let wrong = errors(&set, &readings);
    let percent = 100.0 * wrong.len() as f64 / set.len() as f64;
    assert!((5.0..30.0).contains(&percent), "{percent} %");
    let mean = |wanted: bool| {
        let own = readings.iter().enumerate();
        let own = own.filter(|(string, _)| wrong.contains(string) != wanted);
        let confidences: Vec<f64> = own.map(|(_, reading)| reading.confidence).collect();
        confidences.iter().sum::<f64>() / confidences.len() as f64
    };
    let (right, wrong) = (mean(true), mean(false));
    assert!(right > wrong + 0.1, "{right} and {wrong}");
}

#[test]
fn each_digit_has_its_place_and_the_string_a_probability() {
    let set = strings(&Recipe::APART);
    for (string, reading) in readings(&set).into_iter().enumerate().take(50) {
        assert_eq!(reading.places.len(), reading.digits.len());
        assert!(reading.confidence > 0.0 && reading.confidence <= 1.0 + 1e-9);
        assert!(reading.penalty >= 0.0);
        let width = set.width(string);
        assert!(
            reading
                .places
                .iter()
                .all(|place| place.columns.end <= width)
        );
        let middles = reading
            .places
            .iter()
            .map(|p| p.columns.start + p.columns.end);
        assert!(middles.is_sorted(), "{:?}", reading.places);
        if reading.digits == set.digits(string) {
            for (found, truth) in reading.places.iter().zip(set.places(string)) {
                let overlap = found.columns.end.min(truth.columns.end)
                    > found.columns.start.max(truth.columns.start);
                assert!(overlap, "{found:?} and {truth:?}");
            }
        }
    }
}

#[test]
fn blank_paper_has_no_digits() {
    let reading = READER.read(Array2::zeros((32, 100)).view()).unwrap();
    let nothing = Reading {
        digits: Vec::new(),
        penalty: 0.0,
        confidence: 1.0,
        places: Vec::new(),
        multiply_accumulates: 0,
        candidates: Some(0),
    };
    assert_eq!(reading, nothing);
}
