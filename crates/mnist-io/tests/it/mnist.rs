//! The real files: they are fetched if they are not there.

use mnist_io::{Dataset, Locator, Mnist, transform};

fn counts(dataset: &Dataset) -> [usize; 10] {
    let mut counts = [0; 10];
    for &label in dataset.labels() {
        counts[usize::from(label)] += 1;
    }
    counts
}

/// Mean and variance.
fn moments(values: impl ExactSizeIterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.clone().sum::<f64>() / n;
    (
        mean,
        values.map(|value| (value - mean).powi(2)).sum::<f64>() / n,
    )
}

#[test]
fn mnist_is_what_it_is_known_to_be() {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    assert_eq!(
        mnist.sha256,
        "d0a3eec1f5a454401d758fdbf15b9b0163a7034963586d671960c180b97e2c1a"
    );
    assert!(mnist.is_mnist);
    assert_eq!((mnist.title.as_str(), mnist.classes.len()), ("MNIST", 10));
    assert_eq!(mnist.train.images().dim(), (60_000, 784));
    assert_eq!(mnist.test.images().dim(), (10_000, 784));
    assert_eq!((mnist.train.height(), mnist.train.width()), (28, 28));
    assert_eq!(
        counts(&mnist.train),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    );
    assert_eq!(
        counts(&mnist.test),
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    );

    // The paper means 0 and 1; only the first holds.
    let padded = transform::pad(mnist.train.as_images(), 32, 32).unwrap();
    let scaled = padded
        .as_slice()
        .iter()
        .map(|&pixel| -0.1 + f64::from(pixel) * 1.275 / 255.0);
    let (mean, variance) = moments(scaled);
    assert!((mean - 0.0275).abs() < 1e-4, "{mean}");
    assert!((variance - 0.123).abs() < 1e-3, "{variance}");
}
