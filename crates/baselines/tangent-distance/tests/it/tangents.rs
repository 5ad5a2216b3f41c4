//! Compares tangent planes with images that are transformed a little.

use tangent_distance::{TangentPlane, Transformation};

use crate::drawing::{DIGITS, Point, SIDE, draw, noise};

const SMOOTHING: f64 = 0.8;

/// The smoothed image at any point of the plane, relative to the centre. It sums over all pixels,
/// without separating the axes and without a cut-off.
struct Continuous<'a> {
    image: &'a [f64],
    norm: f64,
}

impl<'a> Continuous<'a> {
    fn new(image: &'a [f64]) -> Self {
        let line: f64 = (-50..=50).map(|t| density(f64::from(t))).sum();
        Self {
            image,
            norm: line * line,
        }
    }

    fn at(&self, (x, y): Point) -> f64 {
        let centre = (SIDE as f64 - 1.0) / 2.0;
        let weighed = self.image.iter().enumerate().map(|(pixel, value)| {
            let (u, v) = (
                (pixel % SIDE) as f64 - centre,
                (pixel / SIDE) as f64 - centre,
            );
            value * density(x - u) * density(y - v)
        });
        weighed.sum::<f64>() / self.norm
    }

    /// By central differences.
    fn gradient(&self, (x, y): Point) -> Point {
        let h = 1e-4;
        (
            (self.at((x + h, y)) - self.at((x - h, y))) / (2.0 * h),
            (self.at((x, y + h)) - self.at((x, y - h))) / (2.0 * h),
        )
    }

    /// The change of the image for one unit of the transformation's parameter.
    fn change(&self, transformation: Transformation) -> Vec<f64> {
        let h = 1e-4;
        points()
            .map(|point| {
                let (dx, dy) = finite(transformation, point, self.gradient(point));
                let at = |step: f64| self.at((point.0 + step * dx, point.1 + step * dy));
                (at(h) - at(-h)) / (2.0 * h)
            })
            .collect()
    }
}

fn density(t: f64) -> f64 {
    (-t * t / (2.0 * SMOOTHING * SMOOTHING)).exp()
}

fn points() -> impl Iterator<Item = Point> {
    let centre = (SIDE as f64 - 1.0) / 2.0;
    (0..SIDE * SIDE).map(move |pixel| {
        (
            (pixel % SIDE) as f64 - centre,
            (pixel / SIDE) as f64 - centre,
        )
    })
}

/// The displacement of the point `(x, y)` for one unit of the parameter, computed from the exact
/// map of each transformation.
fn finite(transformation: Transformation, (x, y): Point, gradient: Point) -> Point {
    let h = 1e-6;
    let (to_x, to_y) = match transformation {
        Transformation::TranslationX => (x + h, y),
        Transformation::TranslationY => (x, y + h),
        Transformation::Rotation => (x * h.cos() + y * h.sin(), y * h.cos() - x * h.sin()),
        Transformation::Scaling => (x * h.exp(), y * h.exp()),
        Transformation::Squeezing => (x * h.exp(), y / h.exp()),
        Transformation::Skewing => (x * h.cosh() + y * h.sinh(), x * h.sinh() + y * h.cosh()),
        Transformation::Thickness => (x + h * gradient.0, y + h * gradient.1),
    };
    ((to_x - x) / h, (to_y - y) / h)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn directions_are_the_finite_changes_made_orthonormal() {
    for image in DIGITS
        .map(|lines| draw(lines, 0.6, |point| point))
        .iter()
        .chain([&noise(5)])
    {
        let continuous = Continuous::new(image);
        let plane = TangentPlane::new(image, SIDE, SIDE, SMOOTHING);
        for (at, value) in points().zip(plane.point()) {
            assert!((continuous.at(at) - value).abs() < 1e-4);
        }
        let mut expected: Vec<Vec<f64>> = Vec::new();
        for (transformation, direction) in Transformation::ALL.into_iter().zip(plane.directions()) {
            let mut change = continuous.change(transformation);
            for before in &expected {
                let along = dot(&change, before);
                change
                    .iter_mut()
                    .zip(before)
                    .for_each(|(c, b)| *c -= along * b);
            }
            let length = dot(&change, &change).sqrt();
            change.iter_mut().for_each(|c| *c /= length);
            let off = change
                .iter()
                .zip(direction)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max);
            assert!(off < 1e-3, "{transformation:?} is off by {off}");
            expected.push(change);
        }
    }
}

#[test]
fn directions_are_orthonormal() {
    let plane = TangentPlane::new(&noise(3), SIDE, SIDE, SMOOTHING);
    for (i, a) in plane.directions().iter().enumerate() {
        for (j, b) in plane.directions().iter().enumerate() {
            let expected = if i == j { 1.0 } else { 0.0 };
            assert!((dot(a, b) - expected).abs() < 1e-9);
        }
    }
}

#[test]
fn directions_that_depend_on_others_are_zero() {
    let white = TangentPlane::new(&[0.0; SIDE * SIDE], SIDE, SIDE, SMOOTHING);
    assert!(
        white
            .directions()
            .iter()
            .flatten()
            .all(|&value| value == 0.0)
    );
    let row = TangentPlane::new(&[1.0, 0.0, 0.0, 0.0, 1.0], 1, 5, SMOOTHING);
    let zero = row
        .directions()
        .iter()
        .filter(|d| d.iter().all(|&v| v == 0.0))
        .count();
    assert!(zero >= 2, "five pixels have no room for seven directions");
}
