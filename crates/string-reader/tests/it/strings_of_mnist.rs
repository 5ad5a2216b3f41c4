//! How good cuts are, on strings of the training images that are kept for validation.

use std::sync::LazyLock;

use mnist_io::strings::Recipe;
use mnist_io::{Locator, Mnist};
use ndarray::ArrayView2;
use string_reader::{Segmentation, Segmenter};

use crate::truth::Truth;

static MNIST: LazyLock<Mnist> = LazyLock::new(|| Mnist::load(&Locator::new()).unwrap());

/// 400 strings: their segmentations, and the true places of their ink.
fn strings(recipe: &Recipe) -> Vec<(Segmentation, Truth)> {
    let set = recipe.draw(&MNIST.train, 50_000..52_000, 1, 0).unwrap();
    let segmenter = Segmenter::default();
    let segmented = (0..set.len()).map(|string| {
        let segmentation = segmenter.segment(set.picture(string)).unwrap();
        let truth = Truth::of(&segmentation, &set, string, &MNIST.train);
        (segmentation, truth)
    });
    segmented.collect()
}

/// The percentage of strings for which something holds.
fn percent(
    strings: &[(Segmentation, Truth)],
    holds: impl Fn(&Segmentation, &Truth) -> bool,
) -> f64 {
    let n_good = strings
        .iter()
        .filter(|(found, truth)| holds(found, truth))
        .count();
    100.0 * n_good as f64 / strings.len() as f64
}

#[test]
fn boundaries_of_digits_apart_are_nodes() {
    let strings = strings(&Recipe::APART);
    let good = percent(&strings, |_, truth| truth.has_boundaries());
    assert!(good >= 99.0, "{good} %");
}

#[test]
fn a_path_has_the_five_digits_of_a_string_of_the_paper() {
    let strings = strings(&Recipe::PAPER);
    assert_eq!(
        percent(&strings, |found, truth| truth.has_length(found)),
        100.0
    );
    let good = percent(&strings, |found, truth| truth.has_path(found, 0.5));
    assert!(good >= 99.5, "half of each digit: {good} %");
    let good = percent(&strings, |found, truth| truth.has_path(found, 0.9));
    assert!(good >= 90.0, "nine tenths of each digit: {good} %");
}

#[test]
fn a_path_has_the_five_digits_of_nearly_all_strings_that_run_into_each_other() {
    let strings = strings(&Recipe::TIGHT);
    let good = percent(&strings, |found, truth| truth.has_path(found, 0.5));
    assert!(good >= 91.0, "{good} %");
}

#[test]
fn a_string_has_some_12_pieces_and_36_candidates() {
    let strings = strings(&Recipe::PAPER);
    let mean = |count: fn(&Segmentation) -> usize| {
        let counts = strings.iter().map(|(found, _)| count(found));
        counts.sum::<usize>() as f64 / strings.len() as f64
    };
    let pieces = mean(Segmentation::end);
    let candidates = mean(|found| found.candidates().len());
    assert!((11.0..12.5).contains(&pieces), "{pieces}");
    assert!((34.0..38.0).contains(&candidates), "{candidates}");
}

#[test]
fn a_digit_alone_is_drawn_as_it_is_in_its_image() {
    let n_images = 400;
    let images = &MNIST.train.as_images().as_slice()[50_000 * 784..][..n_images * 784];
    let n_same = images.chunks_exact(784).filter(|image| {
        let picture = ArrayView2::from_shape((28, 28), image).unwrap();
        let segmentation = Segmenter::default().segment(picture).unwrap();
        let drawn = segmentation.images();
        let mut all = segmentation.candidates().iter().zip(drawn.rows());
        all.any(|(arc, drawn)| {
            arc.pieces() == (0..segmentation.end()) && drawn.to_slice() == Some(image)
        })
    });
    let n_same = n_same.count();
    assert!(n_same >= 370, "{n_same} of {n_images}");
}
