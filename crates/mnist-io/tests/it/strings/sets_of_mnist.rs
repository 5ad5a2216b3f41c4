//! The named sets, on the real files: they are fetched if they are not there.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use mnist_io::strings::NAMED;
use mnist_io::{Locator, Mnist};

use super::*;

static MNIST: LazyLock<Mnist> = LazyLock::new(|| Mnist::load(&Locator::new()).unwrap());

/// The first order of the recipe's test strings.
fn test_strings(recipe: &Recipe) -> StringSet {
    recipe.test(&MNIST.test, 1).unwrap()
}

#[test]
fn the_named_sets_have_their_checksums() {
    for named in NAMED {
        for (order, expected) in (1..).zip(named.sha256) {
            let set = named.recipe.test(&MNIST.test, order).unwrap();
            assert_eq!(set.sha256(), expected, "{} {order}", named.name);
        }
    }
}

/// The pixels are compared, not the indices: no image of the test files is in the training files.
#[test]
fn test_strings_share_no_image_with_training_strings() {
    let of = |dataset: &'static Dataset| dataset.as_images().as_slice().chunks_exact(784);
    let training: BTreeSet<&[u8]> = of(&MNIST.train).collect();
    assert!(of(&MNIST.test).all(|image| !training.contains(image)));
}

/// What of a hundred neighbours: touch, overlap, have their middles nearer than 8 pixels.
///
/// Ink is a pixel of at least 80. Two digits touch if ink of one lies on, or beside in any of eight
/// directions, ink of the other; they overlap if it lies on it.
fn geometry(recipe: &Recipe) -> [f64; 3] {
    let set = test_strings(recipe);
    let images = MNIST.test.images();
    let (mut n, mut counts) = (0.0, [0.0; 3]);
    for [left, right] in neighbours(&set) {
        let is_ink = |place: &Place, row: i32, column: i32| {
            let (row, column) = (row - place.top as i32, column - place.left);
            let is_inside = (0..28).contains(&row) && (0..28).contains(&column);
            is_inside && images[[place.image, (row * 28 + column) as usize]] >= 80
        };
        let near = |row: i32, column: i32, reach: i32| {
            (-reach..=reach).any(|y| (-reach..=reach).any(|x| is_ink(right, row + y, column + x)))
        };
        // Only columns that the right image has or touches.
        let columns = right.left - 1..left.left + 28;
        let ink = (0..ROWS as i32)
            .flat_map(|row| columns.clone().map(move |column| (row, column)))
            .filter(|&(row, column)| is_ink(left, row, column));
        let touching: Vec<_> = ink.filter(|&(row, column)| near(row, column, 1)).collect();
        let overlap = touching.iter().any(|&(row, column)| near(row, column, 0));
        let narrow = twice_distance([left, right]) < 16;
        for (count, holds) in counts
            .iter_mut()
            .zip([!touching.is_empty(), overlap, narrow])
        {
            *count += f64::from(u8::from(holds));
        }
        n += 1.0;
    }
    assert_eq!(n, 8000.0);
    counts.map(|count| 100.0 * count / n)
}

#[test]
fn digits_touch_and_crowd_as_each_set_promises() {
    // Of the sets drawn here: 16.6, 4.5, 0.6; 0, 0, 0.2; 72.1, 47.9, 5.4.
    for (recipe, expected) in [
        (Recipe::PAPER, [16.5, 4.6, 0.6]),
        (Recipe::APART, [0.0, 0.0, 0.15]),
        (Recipe::TIGHT, [71.0, 47.0, 5.0]),
    ] {
        let found = geometry(&recipe);
        for (found, expected) in found.into_iter().zip(expected) {
            let bound = f64::min(1.5, expected / 1.5);
            assert!((found - expected).abs() <= bound, "{found}, not {expected}");
        }
    }
}

#[test]
fn five_digits_are_about_104_pixels_wide() {
    let set = test_strings(&Recipe::PAPER);
    let widths: Vec<usize> = set.pictures().map(|picture| picture.ncols()).collect();
    let mean = widths.iter().sum::<usize>() as f64 / 2000.0;
    assert!((mean - 104.0).abs() < 1.0, "{mean}");
    assert_eq!(widths.iter().min(), Some(&72));
    assert_eq!(set.widest(), 132);
}
