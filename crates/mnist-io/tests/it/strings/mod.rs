//! Strings composed from digits.

mod composing;
mod drawing;
mod refusals;
mod sets_of_mnist;
mod writing;

use mnist_io::strings::{Place, ROWS, Recipe, StringSet, StringsError};
use mnist_io::{Dataset, Images};
use ndarray::{Array1, Array2};

const SIDE: usize = 28;

/// Images of 28×28 whose `i`-th has the label `i % 10`.
fn dataset(n: usize, pixel: impl Fn(usize, usize, usize) -> u8) -> Dataset {
    let pixels = Array2::from_shape_fn((n, SIDE * SIDE), |(image, i)| {
        pixel(image, i / SIDE, i % SIDE)
    });
    let labels = Array1::from_shape_fn(n, |i| (i % 10) as u8);
    Dataset::new(Images::new(pixels, SIDE, SIDE).unwrap(), labels).unwrap()
}

/// Blocks of ink in the middle of the image, `width` columns wide.
fn blocks(n: usize, width: usize) -> Dataset {
    let left = (SIDE - width) / 2;
    dataset(n, |_, row, column| {
        let is_ink = (4..24).contains(&row) && (left..left + width).contains(&column);
        if is_ink { 200 } else { 0 }
    })
}

/// Every string of a set: its picture's width and its places.
fn strings(set: &StringSet) -> impl Iterator<Item = (usize, &[Place])> {
    (0..set.len()).map(|string| (set.width(string), set.places(string)))
}

/// The neighbours in all strings of a set.
fn neighbours(set: &StringSet) -> impl Iterator<Item = [&Place; 2]> {
    strings(set).flat_map(|(_, places)| places.windows(2).map(|pair| [&pair[0], &pair[1]]))
}

/// Columns between two boxes, negative if they share some.
fn gap([left, right]: [&Place; 2]) -> i32 {
    right.columns.start as i32 - left.columns.end as i32
}

/// How far the middle of the right box is to the right of that of the left box, times two.
fn twice_distance([left, right]: [&Place; 2]) -> i32 {
    let twice_middle = |place: &Place| (place.columns.start + place.columns.end) as i32;
    twice_middle(right) - twice_middle(left)
}

/// The indices of the images of all strings.
fn images_of(set: &StringSet) -> Vec<usize> {
    strings(set)
        .flat_map(|(_, places)| places.iter().map(|place| place.image))
        .collect()
}

/// Whether all counts are what is expected within five standard deviations.
fn is_uniform(counts: &[usize]) -> bool {
    let n = counts.iter().sum::<usize>() as f64;
    let share = 1.0 / counts.len() as f64;
    let bound = 5.0 * f64::sqrt(n * share * (1.0 - share));
    counts
        .iter()
        .all(|&count| (count as f64 - n * share).abs() <= bound)
}
