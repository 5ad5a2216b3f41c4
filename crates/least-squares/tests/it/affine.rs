//! Outputs of affine maps.

use crate::common::{bytes, max_difference};
use least_squares::{Affine, Centred, ImageMap};
use ndarray::{Array1, Array2, Axis};

fn map(n_outputs: usize, n_inputs: usize) -> ImageMap {
    let (weights, _) = bytes(11, (n_outputs, n_inputs), 2);
    let weights = weights.mapv(|byte| f64::from(byte) / 100.0 - 1.0);
    let map = Affine::new(weights, Array1::linspace(-1.0, 1.0, n_outputs));
    ImageMap::new(Centred::none(n_inputs), map)
}

#[test]
fn are_the_weighted_sums() {
    let map = map(10, 784);
    let (images, _) = bytes(12, (300, 784), 2);
    let expected = Array2::from_shape_fn((300, 10), |(image, output)| {
        let products = map.weights().row(output).to_owned()
            * images.row(image).mapv(|byte| f64::from(byte) / 255.0);
        products.sum() + map.bias()[output]
    });
    assert!(max_difference(&map.outputs(images.view()).unwrap(), &expected) < 1e-10);
}

/// Bit for bit, whatever the batch: a score must not change with the company it is computed in.
#[test]
fn depend_on_their_own_image_alone() {
    let (images, _) = bytes(13, (300, 784), 2);
    for map in [map(1, 784), map(10, 784), map(45, 784)] {
        let together = map.outputs(images.view()).unwrap();
        for (image, expected) in images.axis_chunks_iter(Axis(0), 1).zip(together.rows()) {
            assert_eq!(map.outputs(image).unwrap().row(0), expected);
        }
        for (batch, expected) in images
            .axis_chunks_iter(Axis(0), 77)
            .zip(together.axis_chunks_iter(Axis(0), 77))
        {
            assert_eq!(map.outputs(batch).unwrap(), expected);
        }
    }
}

#[test]
fn the_papers_counts_are_those_of_the_map() {
    assert_eq!(map(10, 784).cost().multiply_accumulates, 7_850);
    assert_eq!(map(10, 400).cost().stored_values, 4_010);
}

fn is_send_sync_unpin<T: Send + Sync + Unpin>() {}

#[test]
fn auto_traits() {
    is_send_sync_unpin::<Affine>();
    is_send_sync_unpin::<ImageMap>();
    is_send_sync_unpin::<least_squares::Moments>();
    is_send_sync_unpin::<least_squares::LeastSquaresError>();
}
