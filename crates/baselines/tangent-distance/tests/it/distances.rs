//! Compares two-sided distances with a dense least-squares solution, and tests their purpose.

use classifier::Classifier;
use faer::linalg::solvers::SolveLstsq;
use faer::{Mat, MatRef};
use linfa::prelude::*;
use ndarray::{Array1, Array2};
use tangent_distance::{Candidates, TangentDistance, TangentPlane};

use crate::drawing::{DIGITS, Point, SIDE, draw, noise};

const SMOOTHING: f64 = 0.7;

/// Squared distances of all pairs. They come from a model in which each image is a class of its
/// own.
fn distances(images: &[Vec<f64>], ridge: f64) -> Array2<f64> {
    let pixels = matrix(images);
    let training = Dataset::new(pixels.clone(), Array1::from_iter(0..images.len()));
    let model = TangentDistance::params(images.len(), SIDE, SIDE)
        .smoothing(SMOOTHING)
        .ridge(ridge)
        .candidates(Candidates::All)
        .fit(&training)
        .unwrap();
    -model.scores(pixels.view()).unwrap()
}

fn matrix(images: &[Vec<f64>]) -> Array2<f64> {
    Array2::from_shape_fn((images.len(), SIDE * SIDE), |(i, j)| images[i][j])
}

fn images() -> Vec<Vec<f64>> {
    let drawn = DIGITS.iter().map(|lines| draw(lines, 0.6, |point| point));
    let bold = DIGITS
        .iter()
        .map(|lines| draw(lines, 1.4, |(x, y)| (1.1 * x - 0.2 * y, y)));
    let noise = (0..4).map(noise);
    drawn
        .chain(bold)
        .chain(noise)
        .chain([vec![0.0; SIDE * SIDE]])
        .collect()
}

fn planes(images: &[Vec<f64>]) -> Vec<TangentPlane> {
    images
        .iter()
        .map(|image| TangentPlane::new(image, SIDE, SIDE, SMOOTHING))
        .collect()
}

fn squared_norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

/// The minimum over both planes, as one least-squares problem with 14 unknowns: a row for each
/// pixel, and below them a row for the ridge of each unknown.
fn dense(x: &TangentPlane, y: &TangentPlane, ridge: f64) -> f64 {
    let n = x.point().len();
    let system = Mat::from_fn(n + 14, 14, |row, column| {
        if row >= n {
            return if row - n == column { ridge.sqrt() } else { 0.0 };
        }
        match column {
            0..7 => x.directions()[column][row],
            _ => -y.directions()[column - 7][row],
        }
    });
    let target = Mat::from_fn(n + 14, 1, |row, _| {
        if row < n {
            y.point()[row] - x.point()[row]
        } else {
            0.0
        }
    });
    let solution = system.qr().solve_lstsq(&target);
    squared_error(system.as_ref() * &solution - &target)
}

fn squared_error(residual: Mat<f64>) -> f64 {
    let residual: MatRef<'_, f64> = residual.as_ref();
    residual.squared_norm_l2()
}

#[test]
fn they_are_those_of_a_dense_solve() {
    let images = images();
    let planes = planes(&images);
    for ridge in [0.001, 0.05, 1.0] {
        let distances = distances(&images, ridge);
        for (i, x) in planes.iter().enumerate() {
            for (j, y) in planes.iter().enumerate() {
                let expected = dense(x, y, ridge);
                let off = (distances[[i, j]] - expected).abs();
                let size = squared_norm(x.point()) + squared_norm(y.point());
                assert!(
                    off <= 1e-4 * size,
                    "{i}, {j}, ridge {ridge}: {expected} is off by {off}"
                );
            }
        }
    }
}

#[test]
fn they_are_symmetric_and_zero_on_the_diagonal() {
    let images = images();
    let distances = distances(&images, 0.05);
    for i in 0..images.len() {
        let size = squared_norm(&images[i]);
        assert!((0.0..=1e-5 * size).contains(&distances[[i, i]]));
        for j in 0..i {
            let (there, back) = (distances[[i, j]], distances[[j, i]]);
            assert!(there > 0.0);
            assert!((there - back).abs() <= 2e-5 * (size + squared_norm(&images[j])));
        }
    }
}

/// A drawing that is moved stays near in the tangent distance, but not in the Euclidean distance.
#[test]
#[expect(clippy::type_complexity, reason = "a table of closures")]
fn they_hardly_see_small_transformations() {
    let (sin, cos) = 6f64.to_radians().sin_cos();
    let moves: [(&str, f64, fn(Point, (f64, f64)) -> Point, f64); 6] = [
        ("shift", 0.6, |(x, y), _| (x + 0.7, y - 0.3), 0.2),
        (
            "rotation",
            0.6,
            |(x, y), (sin, cos)| (cos * x - sin * y, sin * x + cos * y),
            0.2,
        ),
        ("scaling", 0.6, |(x, y), _| (1.1 * x, 1.1 * y), 0.2),
        ("squeezing", 0.6, |(x, y), _| (1.1 * x, y / 1.1), 0.2),
        ("shear", 0.6, |(x, y), _| (x + 0.12 * y, y), 0.2),
        ("thickness", 0.75, |point, _| point, 0.4),
    ];
    for lines in DIGITS {
        for (name, pen, moved, share) in moves {
            let pair = [
                draw(lines, 0.6, |point| point),
                draw(lines, pen, |point| moved(point, (sin, cos))),
            ];
            let [a, b] = [&pair[0], &pair[1]].map(|image| {
                TangentPlane::new(image, SIDE, SIDE, SMOOTHING)
                    .point()
                    .to_vec()
            });
            let euclidean: f64 = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum();
            let tangent = distances(&pair, 0.01)[[0, 1]];
            assert!(
                tangent < share * euclidean,
                "{name}: {tangent} of {euclidean}"
            );
        }
    }
}
