//! Moments against sums written out.

use crate::common::{bytes, max_difference};
use classifier::{Pixel, TrainingSet};
use least_squares::{Centred, Moments};
use ndarray::{Array1, Array2, ArrayView2, Axis, aview1, s};
use proptest::prelude::*;

/// Mean and scatter in the integers, turned into intensities at the end.
fn exact(images: &Array2<u8>) -> (Array1<f64>, Array2<f64>) {
    let n = images.nrows() as i64;
    let columns: Vec<Vec<i64>> = images
        .columns()
        .into_iter()
        .map(|column| column.iter().map(|&byte| i64::from(byte)).collect())
        .collect();
    let sum = |column: &[i64]| column.iter().sum::<i64>();
    let unit = 1.0 / 255.0;
    let mean = columns
        .iter()
        .map(|c| sum(c) as f64 * (unit / n as f64))
        .collect();
    let p = columns.len();
    let scatter = Array2::from_shape_fn((p, p), |(i, j)| {
        let products: i64 = columns[i].iter().zip(&columns[j]).map(|(a, b)| a * b).sum();
        let centred = n * products - sum(&columns[i]) * sum(&columns[j]);
        centred as f64 * (unit * unit / n as f64)
    });
    (mean, scatter)
}

fn moments<P: Pixel>(images: ArrayView2<'_, P>, labels: &Array1<usize>) -> Moments {
    let training = TrainingSet::check(images, labels.view(), 3).unwrap();
    Moments::of_images(&training, &Centred::none(images.ncols())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_bytes_are_exact(seed: u64, n_images in 1usize..90, n_features in 1usize..70) {
        let (images, labels) = bytes(seed, (n_images, n_features), 3);
        let moments = moments(images.view(), &labels);
        let (mean, scatter) = exact(&images);
        prop_assert_eq!(moments.mean(), mean);
        prop_assert_eq!(moments.scatter(), scatter);
    }

    #[test]
    fn of_classes_side_by_side_are_those_of_all(seed: u64, n_images in 1usize..90) {
        let (images, labels) = bytes(seed, (n_images, 31), 3);
        let none = Centred::none(31);
        let classes = [0, 1, 2].map(|class| {
            let members: Vec<usize> = (0..n_images).filter(|&i| labels[i] == class).collect();
            Moments::of_class(images.view(), &none, &members).unwrap()
        });
        let together = classes[0].beside(&classes[1]).beside(&classes[2]);
        prop_assert_eq!(together, moments(images.view(), &labels));
    }
}

#[test]
fn of_bytes_of_all_full_intensity_are_exact() {
    let images = Array2::from_elem((5000, 3), 255u8);
    let moments = moments(images.view(), &Array1::zeros(5000));
    assert_eq!(moments.mean(), aview1(&[1.0, 1.0, 1.0]));
    assert_eq!(moments.scatter(), Array2::<f64>::zeros((3, 3)));
}

/// More samples than a chunk has rows, more features than a panel has columns, and neither a
/// multiple.
#[test]
fn of_floats_are_those_of_the_bytes() {
    let (images, labels) = bytes(7, (2500, 301), 3);
    let of_bytes = moments(images.view(), &labels);
    let singles = images.mapv(|byte| byte.intensity_f32());
    let doubles = images.mapv(|byte| byte.intensity());
    for (floats, tolerance) in [
        (moments(singles.view(), &labels), 1e-4),
        (moments(doubles.view(), &labels), 1e-9),
    ] {
        assert!(max_difference(&floats.mean(), &of_bytes.mean()) < tolerance);
        assert!(max_difference(&floats.scatter(), &of_bytes.scatter()) < tolerance);
        assert_eq!(floats.class_counts(), of_bytes.class_counts());
    }
}

#[test]
fn do_not_depend_on_the_layout_of_the_images() {
    let (images, labels) = bytes(8, (140, 150), 3);
    let expected = moments(images.view(), &labels);
    let columns_first = images.t().as_standard_layout().into_owned();
    assert_eq!(moments(columns_first.t(), &labels), expected);

    let doubled = ndarray::concatenate![Axis(1), images, images];
    let half = doubled.slice(s![.., ..images.ncols()]);
    assert_eq!(moments(half, &labels), expected);
}

#[test]
fn do_not_depend_on_the_number_of_threads() {
    let (images, labels) = bytes(9, (3000, 200), 3);
    let floats = images.mapv(|byte| byte.intensity());
    let with_threads = |n| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build()
            .unwrap();
        pool.install(|| {
            (
                moments(images.view(), &labels),
                moments(floats.view(), &labels),
            )
        })
    };
    let one = with_threads(1);
    for threads in [2, 3, 8] {
        assert_eq!(with_threads(threads), one);
    }
}
