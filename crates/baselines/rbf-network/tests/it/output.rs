//! Compares the output layer with a dense solution of the same least-squares problem.

use faer::Mat;
use faer::linalg::solvers::SolveLstsq;
use linfa::prelude::*;
use ndarray::{Array1, Array2, Axis};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rbf_network::RbfNetwork;

const N_CLASSES: usize = 3;

/// Images of three classes. The images of each class lie around a few points.
fn scattered(n_images: usize) -> Dataset<f64, usize, ndarray::Ix1> {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let labels: Array1<usize> = (0..n_images).map(|image| image % N_CLASSES).collect();
    let images = Array2::from_shape_fn((n_images, 6), |(image, pixel)| {
        let place = (image % N_CLASSES + image % 4 * pixel) % 5;
        place as f64 / 5.0 + 0.2 * rng.random::<f64>()
    });
    Dataset::new(images, labels)
}

#[test]
fn weights_are_those_of_a_dense_solve() {
    let training = scattered(500);
    let ridge = 0.1;
    let model = RbfNetwork::params(N_CLASSES)
        .units_per_class(5)
        .ridge(ridge)
        .fit(&training)
        .unwrap();
    let features = model.activations(training.records.view()).unwrap();
    let (n, n_units) = features.dim();

    // The features and the intercept, and a row for the ridge on each weight except the intercept.
    let system = Mat::from_fn(n + n_units, n_units + 1, |row, column| {
        match row.checked_sub(n) {
            None => features.get((row, column)).copied().unwrap_or(1.0),
            Some(weight) if weight == column => f64::sqrt(ridge),
            Some(_) => 0.0,
        }
    });
    let targets = Mat::from_fn(n + n_units, N_CLASSES, |row, class| {
        match training.targets.get(row) {
            Some(&label) if label == class => 1.0,
            Some(_) => -1.0,
            None => 0.0,
        }
    });
    let solution = system.qr().solve_lstsq(&targets);
    for (class, weights) in model.weights().axis_iter(Axis(0)).enumerate() {
        for (unit, weight) in weights.iter().enumerate() {
            let expected = solution[(unit, class)];
            assert!((weight - expected).abs() < 1e-8 * expected.abs().max(1.0));
        }
        assert!((model.bias()[class] - solution[(n_units, class)]).abs() < 1e-8);
    }
}
