//! Datasets and their parts.

use mnist_io::{Dataset, Images, MnistError, transform};
use ndarray::{Array1, Array2, array};

/// Images of 2 × 3 pixels, the `i`-th with label `i % 10` and all its pixels `i`.
fn dataset(n: usize) -> Dataset {
    let pixels = Array2::from_shape_fn((n, 6), |(i, _)| i as u8);
    let labels = Array1::from_shape_fn(n, |i| (i % 10) as u8);
    Dataset::new(Images::new(pixels, 2, 3).unwrap(), labels).unwrap()
}

/// Which images these are.
fn indices(dataset: &Dataset) -> Vec<u8> {
    for (image, &label) in dataset.images().rows().into_iter().zip(dataset.labels()) {
        assert_eq!(label, image[0] % 10, "an image keeps its label");
    }
    dataset.images().column(0).to_vec()
}

#[test]
fn pixels_labels_and_shape() {
    let dataset = dataset(4);
    assert_eq!(dataset.len(), 4);
    assert!(!dataset.is_empty());
    assert_eq!((dataset.height(), dataset.width()), (2, 3));
    assert_eq!(dataset.images().row(3), array![3, 3, 3, 3, 3, 3]);
    assert_eq!(dataset.targets(), array![0, 1, 2, 3]);
}

#[test]
fn images_are_slices_whatever_the_layout_of_the_matrix() {
    let transposed =
        Array2::from_shape_fn((6, 4), |(pixel, i)| (10 * i + pixel) as u8).reversed_axes();
    let images = Images::new(transposed.clone(), 3, 2).unwrap();
    assert_eq!(images.as_slice()[6..12], [10, 11, 12, 13, 14, 15]);
    assert_eq!(images.pixels(), transposed);
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    for (columns, height, width) in [(6, 2, 4), (0, 0, 3), (0, 3, 0), (6, usize::MAX, 2)] {
        let error = Images::new(Array2::zeros((2, columns)), height, width).unwrap_err();
        assert!(
            matches!(error, MnistError::Shape { found, .. } if found == columns),
            "{error:?}"
        );
    }
    let images = Images::new(Array2::zeros((2, 6)), 2, 3).unwrap();
    let error = Dataset::new(images, array![1, 2, 3]).unwrap_err();
    assert!(
        matches!(
            error,
            MnistError::Shape {
                expected: 2,
                found: 3,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn parts_share_the_pixels() {
    let whole = dataset(10);
    let (first, rest) = whole.split_at(4).unwrap();
    assert_eq!(indices(&first), [0, 1, 2, 3]);
    assert_eq!(indices(&rest), [4, 5, 6, 7, 8, 9]);
    assert_eq!(
        rest.as_images().as_slice().as_ptr(),
        whole.as_images().as_slice()[24..].as_ptr()
    );
    assert_eq!(indices(&rest.first(2).unwrap()), [4, 5]);
    assert_eq!(whole.first(10).unwrap(), whole);
    assert!(whole.first(0).unwrap().is_empty());
}

#[test]
fn a_part_transforms_as_the_whole_does() {
    let (_, rest) = dataset(10).split_at(4).unwrap();
    let padded = rest
        .map_images(|images| transform::pad(images, 4, 5))
        .unwrap();
    assert_eq!(padded.labels(), rest.labels());
    assert_eq!(padded.images().column(6), rest.images().column(0));
}

#[test]
fn a_transformation_may_not_lose_images() {
    let fewer = Images::new(Array2::zeros((2, 6)), 2, 3).unwrap();
    let error = dataset(3).map_images(|_| Ok(fewer)).unwrap_err();
    assert!(
        matches!(
            error,
            MnistError::Shape {
                expected: 2,
                found: 3,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn more_images_than_there_are_cannot_be_had() {
    let dataset = dataset(5);
    let errors = [
        dataset.first(6).unwrap_err(),
        dataset.split_at(6).unwrap_err(),
        dataset.select(&[0, 6, 7]).unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(error, MnistError::OutOfRange { index: 6, len: 5 }),
            "{error:?}"
        );
    }
    assert!(dataset.select(&[5]).is_err());
}

#[test]
fn selected_images_come_in_the_order_asked_for() {
    let selected = dataset(5).select(&[4, 0, 4]).unwrap();
    assert_eq!(indices(&selected), [4, 0, 4]);
}

#[test]
fn datasets_can_be_shared_between_threads() {
    fn check<T: Send + Sync + Unpin + Clone>() {}
    check::<Dataset>();
    check::<Images>();
    check::<mnist_io::Mnist>();
    check::<transform::Distorter>();
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<MnistError>();
}
